"""The book of what was recorded when: `graph/provenance`, and the sweep of what never got into it.

A document counts once its record is here, and the record is written last: a load that was killed
leaves quads without a record, which the next opening sweeps away. A revision is open until another
one of the same document, or a withdrawal, closes it; nothing is ever overwritten. Each graph has
one interval: content that comes back after it was closed is recorded as another graph. No two
entries bear one moment, and the moments never go back, whatever the clock does; so what was known
at a moment that is past never changes. Source of the terms: PROV-O,
<https://www.w3.org/TR/prov-o/>.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from kg.iris import GRAPH, OPEN_END, PREFIXES, digest, graph_iri
from kg.mapping import VERSION
from kg.mapping.nquads import A, name, node, plain, typed
from kg.store.base import Backend
from kg.terms import Literal, Term

__all__ = [
    "OPEN",
    "PROLOGUE",
    "PROVENANCE",
    "Activity",
    "Clock",
    "Entry",
    "close",
    "content",
    "free_name",
    "last_activity",
    "moment",
    "open_revisions",
    "outdated",
    "revisions",
    "sweep",
    "timestamp",
    "write",
]

#: what tells the time; a test sets its own
Clock = Callable[[], datetime]

PROVENANCE = graph_iri("provenance")
PROLOGUE = "".join(
    f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in ("br", "prov", "graph", "xsd")
)
#: the pattern of an open revision, after its variable
OPEN = f'br:recordedTo "{OPEN_END}"^^xsd:dateTime'
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True)
class Entry:
    """One revision to enter: its graph, the document it is a revision of, where it came from."""

    graph: str
    document: str
    source: str


@dataclass(frozen=True)
class Activity:
    """What opens or closes the `graphs`: a load, a withdrawal, a new ontology; when it went on.

    `ended` is the moment of the record, which no other activity of the store bears.
    """

    began: datetime
    ended: datetime
    graphs: tuple[str, ...]

    @cached_property
    def term(self) -> str:
        """Its N-Triples term."""
        return node(f"activity/{digest(self.at, *sorted(self.graphs))}")

    @property
    def at(self) -> str:
        """The moment of the record."""
        return timestamp(self.ended)

    def lines(self) -> list[str]:
        """The triples that say when it went on."""
        began = timestamp(self.began)
        return [
            f"{self.term} {A} {name('prov:Activity')} .",
            f"{self.term} {name('prov:startedAtTime')} {typed(began, 'dateTime')} .",
            f"{self.term} {name('prov:endedAtTime')} {typed(self.at, 'dateTime')} .",
        ]


def timestamp(when: datetime) -> str:
    """A moment as xsd:dateTime in UTC, to the microsecond, so that text order is time order."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


# -------------------------------------------------------------------------------------- recording


def moment(backend: Backend, clock: Clock) -> datetime:
    """Now, for a record: later than every moment in the book, even if the clock was set back."""
    now = clock().astimezone(UTC)
    for _, ended in _last(backend):
        if isinstance(ended, Literal):
            return max(now, datetime.fromisoformat(ended.value).astimezone(UTC) + _TICK)
    return now


def last_activity(backend: Backend) -> str | None:
    """The activity (IRI) that was recorded last, None if nothing was."""
    return next((str(activity) for activity, _ in _last(backend)), None)


def _last(backend: Backend) -> list[tuple[Term | None, ...]]:
    return backend.select(
        f"""{PROLOGUE}SELECT ?activity ?ended WHERE {{
  GRAPH graph:provenance {{ ?activity prov:endedAtTime ?ended }} }} ORDER BY DESC(?ended) LIMIT 1"""
    ).rows


def write(backend: Backend, entries: list[Entry], began: datetime, ended: datetime) -> None:
    """Close the revisions that these replace and enter the new ones, in one atomic update."""
    activity = Activity(began, ended, tuple(entry.graph for entry in entries))
    lines = activity.lines()
    for entry in entries:
        graph = f"<{entry.graph}>"
        lines += [
            f"{graph} {A} {name('br:Revision')} .",
            f"{graph} {name('prov:specializationOf')} <{entry.document}> .",
            f"{graph} {name('br:recordedFrom')} {typed(activity.at, 'dateTime')} .",
            f"{graph} {name('br:recordedTo')} {typed(OPEN_END, 'dateTime')} .",
            f"{graph} {name('prov:wasGeneratedBy')} {activity.term} .",
            f"{graph} {name('br:file')} {plain(entry.source)} .",
            f"{graph} {name('br:mappingVersion')} {plain(VERSION)} .",
        ]
    _enter(backend, (entry.document for entry in entries), activity, lines)


def close(backend: Backend, documents: Iterable[str], activity: Activity, reason: str) -> None:
    """Close the open revisions of the documents by a withdrawal, in one atomic update."""
    lines = [*activity.lines(), f"{activity.term} {A} {name('br:Withdrawal')} ."]
    if reason:
        lines.append(f"{activity.term} {name('br:reason')} {plain(reason)} .")
    _enter(backend, documents, activity, lines)


def _enter(
    backend: Backend, documents: Iterable[str], activity: Activity, lines: list[str]
) -> None:
    closing = " ".join(sorted({f"<{document}>" for document in documents}))
    backend.update(
        f"""{PROLOGUE}DELETE {{ GRAPH graph:provenance {{ ?g br:recordedTo ?to }} }}
INSERT {{ GRAPH graph:provenance {{
  ?g br:recordedTo "{activity.at}"^^xsd:dateTime ; prov:wasInvalidatedBy {activity.term} }} }}
WHERE {{
  VALUES ?document {{ {closing} }}
  GRAPH graph:provenance {{ ?g prov:specializationOf ?document ; br:recordedTo ?to }}
  FILTER(?to = "{OPEN_END}"^^xsd:dateTime)
}} ;
INSERT DATA {{ GRAPH graph:provenance {{
{chr(10).join(lines)}
}} }}"""
    )


# ---------------------------------------------------------------------------------------- reading


def open_revisions(backend: Backend) -> dict[str, str]:
    """The graph of every open revision, by document."""
    table = backend.select(
        f"""{PROLOGUE}SELECT ?document ?g WHERE {{
  GRAPH graph:provenance {{ ?g prov:specializationOf ?document ; {OPEN} }} }}"""
    )
    return {str(document): str(graph) for document, graph in table.rows}


def revisions(backend: Backend) -> set[str]:
    """The graph of every revision that was ever recorded."""
    table = backend.select(
        f"{PROLOGUE}SELECT ?g WHERE {{ GRAPH graph:provenance {{ ?g a br:Revision }} }}"
    )
    return {str(row[0]) for row in table.rows}


def outdated(backend: Backend) -> list[str]:
    """The documents (IRIs) whose open revision another version of the mapping made, sorted."""
    table = backend.select(
        f"""{PROLOGUE}SELECT ?document WHERE {{
  GRAPH graph:provenance {{
    ?g prov:specializationOf ?document ; br:mappingVersion ?version ; {OPEN} }}
  FILTER(?version != {plain(VERSION)})
}}"""
    )
    return sorted(str(row[0]) for row in table.rows)


def content(graph: str) -> str:
    """What a revision holds, as the name that the mapping gave it: without the mark of a return."""
    head, slash, revision = graph.rpartition("/")
    return head + slash + revision.partition("-")[0]


def free_name(graph: str, recorded: set[str]) -> str:
    """The name under which content is recorded: `…/<rev>`, and `…/<rev>-2` when it comes back."""
    if graph not in recorded:
        return graph
    return next(
        name for n in range(2, len(recorded) + 3) if (name := f"{graph}-{n}") not in recorded
    )


def sweep(backend: Backend) -> list[str]:
    """Drop the revision graphs that no record knows: what a killed load left. Their names."""
    recorded = revisions(backend)
    folders = tuple(f"{GRAPH}{folder}/" for folder in ("document", "registry", "ontology"))
    stray = [
        graph for graph in backend.graphs() if graph.startswith(folders) and graph not in recorded
    ]
    if stray:
        backend.drop(stray)
    return stray
