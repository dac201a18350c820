"""The book of what was loaded when: `graph/provenance`, and the sweep of what never got into it.

A document counts once its record is here, and the record is written last: a load that was killed
leaves quads without a record, which the next opening sweeps away. A revision is open until another
one of the same document closes it; nothing is ever overwritten. Source of the terms: PROV-O,
<https://www.w3.org/TR/prov-o/>.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from kg.iris import GRAPH, ID, OPEN_END, PREFIXES, digest, graph_iri
from kg.mapping.nquads import A, name, node, plain, typed
from kg.store.base import Backend
from kg.terms import Iri, to_ntriples

__all__ = [
    "PROVENANCE",
    "Entry",
    "declared_in",
    "every_declared",
    "open_revisions",
    "sweep",
    "write",
]

PROVENANCE = graph_iri("provenance")
_DECLARABLE = ("Actor", "Place", "Event", "Matter", "Agreement")
_PROLOGUE = "".join(
    f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in ("br", "prov", "graph", "xsd")
)
_OPEN = f'"{OPEN_END}"^^xsd:dateTime'


@dataclass(frozen=True)
class Entry:
    """One revision to enter: its graph, the document it is a revision of, where it came from."""

    graph: str
    document: str
    source: str


def timestamp(moment: datetime) -> str:
    """A moment as xsd:dateTime in UTC, to the microsecond, so that text order is time order."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def write(backend: Backend, entries: list[Entry], began: datetime, ended: datetime) -> None:
    """Close the revisions that these replace and enter the new ones, in one atomic update."""
    now = timestamp(ended)
    activity = node(
        "activity/" + digest(timestamp(began), *sorted(entry.graph for entry in entries))
    )
    lines = [
        f"{activity} {A} {name('prov:Activity')} .",
        f"{activity} {name('prov:startedAtTime')} {typed(timestamp(began), 'dateTime')} .",
        f"{activity} {name('prov:endedAtTime')} {typed(now, 'dateTime')} .",
    ]
    for entry in entries:
        graph = f"<{entry.graph}>"
        lines += [
            f"{graph} {A} {name('br:Revision')} .",
            f"{graph} {name('prov:specializationOf')} <{entry.document}> .",
            f"{graph} {name('br:recordedFrom')} {typed(now, 'dateTime')} .",
            f"{graph} {name('br:recordedTo')} {typed(OPEN_END, 'dateTime')} .",
            f"{graph} {name('prov:wasGeneratedBy')} {activity} .",
            f"{graph} {name('br:file')} {plain(entry.source)} .",
        ]
    documents = " ".join(sorted({f"<{entry.document}>" for entry in entries}))
    backend.update(
        f"""{_PROLOGUE}DELETE {{ GRAPH graph:provenance {{ ?g br:recordedTo ?to }} }}
INSERT {{ GRAPH graph:provenance {{ ?g br:recordedTo "{now}"^^xsd:dateTime }} }}
WHERE {{
  VALUES ?document {{ {documents} }}
  GRAPH graph:provenance {{ ?g prov:specializationOf ?document ; br:recordedTo ?to }}
  FILTER(?to = {_OPEN})
}} ;
INSERT DATA {{ GRAPH graph:provenance {{
{chr(10).join(lines)}
}} }}"""
    )


def open_revisions(backend: Backend) -> dict[str, str]:
    """The graph of every open revision, by document."""
    table = backend.select(
        f"""{_PROLOGUE}SELECT ?document ?g WHERE {{
  GRAPH graph:provenance {{ ?g prov:specializationOf ?document ; br:recordedTo {_OPEN} }} }}"""
    )
    return {str(document): str(graph) for document, graph in table.rows}


def declared_in(backend: Backend, references: Iterable[str]) -> dict[str, str]:
    """For each reference that an open revision declares, the document that declares it.

    Acts count as declared by any document that tells of them.
    """
    found: dict[str, str] = {}
    wanted = sorted(references)
    for start in range(0, len(wanted), 2000):
        chunk = wanted[start : start + 2000]
        nodes = " ".join(to_ntriples(Iri(ID + each)) for each in chunk)
        classes = " ".join(f"br:{name_}" for name_ in (*_DECLARABLE, "Act"))
        table = backend.select(
            f"""{_PROLOGUE}SELECT ?node ?document WHERE {{
  VALUES ?node {{ {nodes} }}
  VALUES ?class {{ {classes} }}
  GRAPH ?g {{ ?node a ?class }}
  GRAPH graph:provenance {{ ?g prov:specializationOf ?document ; br:recordedTo {_OPEN} }}
}}"""
        )
        found.update({str(thing).removeprefix(ID): str(document) for thing, document in table.rows})
    return found


def every_declared(backend: Backend) -> list[str]:
    """Every reference that an open revision declares."""
    classes = " ".join(f"br:{name_}" for name_ in _DECLARABLE)
    table = backend.select(
        f"""{_PROLOGUE}SELECT DISTINCT ?node WHERE {{
  VALUES ?class {{ {classes} }}
  GRAPH ?g {{ ?node a ?class }}
  GRAPH graph:provenance {{ ?g br:recordedTo {_OPEN} }} }}"""
    )
    return [str(row[0]).removeprefix(ID) for row in table.rows]


def sweep(backend: Backend) -> list[str]:
    """Drop the revision graphs that no record knows: what a killed load left. Their names."""
    recorded = {
        str(row[0])
        for row in backend.select(
            f"{_PROLOGUE}SELECT ?g WHERE {{ GRAPH graph:provenance {{ ?g a br:Revision }} }}"
        ).rows
    }
    folders = (f"{GRAPH}document/", f"{GRAPH}registry/")
    stray = [
        graph for graph in backend.graphs() if graph.startswith(folders) and graph not in recorded
    ]
    if stray:
        backend.drop(stray)
    return stray
