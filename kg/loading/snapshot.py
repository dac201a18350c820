"""The store as it was loaded by a moment: the revisions that were open then, in a store in memory.

A snapshot holds exactly what was recorded at the moment, with every end opened again, the ontology
that was in force, and what follows from these; so any query runs on it unchanged, and nothing that
became known later can change its answer. Which revisions those are is one comparison with the book,
on any engine. It is taken with this version's rules of derivation: they say how to read what is
recorded, not what was known.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Final

from kg.errors import ParameterValueError
from kg.iris import OPEN_END
from kg.loading import derive, ground, record
from kg.loading.spool import stream
from kg.loading.withdraw import leaving_with
from kg.mapping.nquads import name, typed
from kg.queries.values import to_term
from kg.store import Store
from kg.store.base import Backend
from kg.terms import Literal

__all__ = ["Snapshots", "moment_of"]

#: two moments can be compared without taking either twice
_KEPT: Final = 2
_FROM: Final = name("br:recordedFrom")
_TO: Final = name("br:recordedTo")
_CLOSED_BY: Final = name("prov:wasInvalidatedBy")
_OPENED_BY: Final = name("prov:wasGeneratedBy")


def moment_of(loaded_by: str | date | datetime) -> datetime:
    """The moment that is meant: a day is its end, in UTC.

    Raises:
        ParameterValueError: neither a day nor a moment with its time zone.
    """
    day = isinstance(loaded_by, date) and not isinstance(loaded_by, datetime)
    kind = "date" if day or (isinstance(loaded_by, str) and "T" not in loaded_by) else "dateTime"
    try:
        term = to_term(loaded_by, kind)
    except ValueError:
        expected = "a day such as 2025-04-11, or a moment such as 2025-04-11T12:00:00Z"
        raise ParameterValueError("as_of", "loaded_by", expected, str(loaded_by)) from None
    assert isinstance(term, Literal)
    if kind == "dateTime":
        return datetime.fromisoformat(term.value)
    return datetime.combine(date.fromisoformat(term.value), time.max, UTC)


@dataclass(frozen=True)
class _Then:
    """What was recorded at a moment: the revisions, the graph of the ontology and since when."""

    graphs: frozenset[str]
    ontology: str
    since: str


class Snapshots:
    """The snapshots of one store; the last few are kept."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._taken: OrderedDict[_Then, Store] = OrderedDict()

    def at(
        self, moment: datetime, without: Collection[str] = (), *, with_dependants: bool = False
    ) -> Store:
        """The store as it was at a moment; it is shared, so that it is only to be read.

        Args:
            moment: a moment.
            without: ids of documents that are left out.
            with_dependants: leave out those too that rest on what the documents declare.

        Raises:
            DocumentNotFoundError: no such document was open.
            WithdrawalError: others rest on what it declares.
        """
        then = _recorded(self._backend, record.timestamp(moment))
        if without:
            store = self.at(moment)
            known = record.open_revisions(store)
            leaving = leaving_with(store, tuple(without), known, with_dependants=with_dependants)
            then = replace(then, graphs=then.graphs - {known[each] for each in leaving})
        if then not in self._taken:
            while len(self._taken) >= _KEPT:
                self._taken.popitem(last=False)  # whoever has it still can go on reading it
            self._taken[then] = _take(self._backend, then)
        self._taken.move_to_end(then)
        return self._taken[then]

    def close(self) -> None:
        """Let go of those that are kept."""
        while self._taken:
            self._taken.popitem()[1].close()


def _recorded(backend: Backend, moment: str) -> _Then:
    at = f'"{moment}"^^xsd:dateTime'
    revisions = backend.select(
        f"""{record.PROLOGUE}SELECT ?g WHERE {{
  GRAPH graph:provenance {{
    ?g prov:specializationOf ?what ; br:recordedFrom ?from ; br:recordedTo ?to }}
  FILTER(?what != graph:ontology && ?from <= {at} && {at} < ?to)
}}"""
    )
    graphs = frozenset(str(row[0]) for row in revisions.rows)
    ontologies = backend.select(
        f"""{record.PROLOGUE}SELECT ?g ?from WHERE {{
  {{ GRAPH graph:provenance {{ ?g prov:specializationOf graph:ontology ; br:recordedFrom ?from }} }}
  UNION
  {{ GRAPH graph:provenance {{ graph:ontology br:recordedFrom ?from }} BIND(graph:ontology AS ?g) }}
  FILTER(?from <= {at})
}}
ORDER BY DESC(?from) LIMIT 1"""
    ).rows
    if not graphs or not ontologies:
        return _Then(graphs, "", "")
    graph, since = ontologies[0]
    return _Then(graphs, str(graph), since.value if isinstance(since, Literal) else "")


def _take(backend: Backend, then: _Then) -> Store:
    store = Store()
    store.bulk(stream(_texts(backend, then)))
    if then.graphs:
        derive.refresh(store)
    return store


def _texts(backend: Backend, then: _Then) -> Iterator[bytes]:
    """The quads of a snapshot, a graph at a time, without what is derived."""
    if then.ontology:
        yield _quads(backend.triples(then.ontology), ground.ONTOLOGY)
    for graph in sorted(then.graphs):
        yield _quads(backend.triples(graph), graph)
    yield _quads([*_book(backend.triples(record.PROVENANCE), then)], record.PROVENANCE)


def _quads(triples: list[str], graph: str) -> bytes:
    return "".join(f"{line.removesuffix(' .')} <{graph}> .\n" for line in triples).encode()


def _book(lines: list[str], then: _Then) -> Iterator[str]:
    """The book as it was: of what was open, and of the activities that had opened it."""
    kept = {f"<{graph}>" for graph in then.graphs}
    triples = [line.removesuffix(" .").split(" ", 2) for line in lines]
    activities = set()
    for subject, predicate, value in triples:
        if subject in kept and predicate not in (_TO, _CLOSED_BY):
            yield f"{subject} {predicate} {value} ."
        elif subject == f"<{then.ontology}>" and predicate in (_FROM, _OPENED_BY):
            yield f"<{ground.ONTOLOGY}> {predicate} {value} ."
        else:
            continue
        if predicate == _OPENED_BY:
            activities.add(value)
    for subject, predicate, value in triples:
        if subject in activities:
            yield f"{subject} {predicate} {value} ."
    for graph in kept:
        yield f"{graph} {_TO} {typed(OPEN_END, 'dateTime')} ."
