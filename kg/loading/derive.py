"""The derived graph: what follows from all open revisions together, made by `queries/derive/*.rq`.

It is never the source of anything. Its mark in the book, written last, names the rules by which it
was made and the last activity before; it is whole as long as no other activity was recorded since.
What was killed between leaves it without a mark, or with one that is past, and the next opening
makes the graph anew. A small change derives again only for the subjects that it touches, with the
same result to the byte.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Collection, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import cache
from graphlib import TopologicalSorter

from kg.iris import graph_iri
from kg.loading import record
from kg.loading.rules import Rule, read_rules
from kg.mapping.nquads import A, name, plain
from kg.resources import queries_dir
from kg.store.base import Backend
from kg.terms import Literal

__all__ = ["DERIVED", "Upkeep", "is_whole", "refresh", "update"]

DERIVED = graph_iri("derived")
#: a transaction holds its quads in memory; above this it is the bulk loader's turn
_BULK_CHARACTERS = 8_000_000
#: rules that an engine is asked for at once, when all is made anew
_AT_ONCE = 2
#: triples that are taken out by one request
_CHUNK = 5000
#: a change of more than this part of the open revisions makes all anew, which is quicker then
_GREAT_PART = 0.2


class Upkeep:
    """Keeps the derived graph whole over one change of the store, a load or a withdrawal."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._mark = _mark_in(backend)
        self._follows = self._mark is not None and self._mark == _whole(backend)
        self._open = set(record.open_revisions(backend).values())
        self._touched: set[str] = set()

    def touch(self, opened: Iterable[str], closed: Iterable[str]) -> None:
        """Say which revisions are opened and closed."""
        opened, closed = set(opened), set(closed)
        self._open = (self._open - closed) | opened
        self._touched |= opened | closed

    def discard(self) -> None:
        """Say that nothing of it holds any more."""
        self._follows = False

    def finish(self) -> None:
        """Make the derived graph whole, after all has been recorded."""
        if is_whole(self._backend):
            return
        now = set(record.open_revisions(self._backend).values())
        if self._follows and self._is_alone(now) and len(self._touched) <= _GREAT_PART * len(now):
            update(self._backend, self._touched)
        elif now:
            refresh(self._backend)

    def _is_alone(self, now: set[str]) -> bool:
        """Whether nobody else has changed an endpoint meanwhile, or is about to."""
        return now == self._open and _mark_in(self._backend) == self._mark


def is_whole(backend: Backend) -> bool:
    """Whether the derived graph follows from what is recorded, by the rules of now."""
    return _mark_in(backend) == _whole(backend) is not None


def refresh(backend: Backend) -> None:
    """Make the derived graph anew from the open revisions."""
    _unmark(backend)
    backend.drop([DERIVED])
    rules = {rule.name: rule for rule in _rules()}
    order = TopologicalSorter({name: rule.how.rests_on for name, rule in rules.items()})
    order.prepare()
    ready: list[str] = []
    # an engine answers two questions at once; what rests on others waits until these are written
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        asked: dict[Future[list[str]], str] = {}
        while order.is_active():
            ready = sorted([*ready, *order.get_ready()], key=_resting)
            while ready and len(asked) < _AT_ONCE:
                name = ready.pop()
                asked[pool.submit(rules[name].everything, backend)] = name
            for answered in wait(asked, return_when=FIRST_COMPLETED).done:
                _write(backend, answered.result())
                order.done(asked.pop(answered))
    _finish(backend)


def update(backend: Backend, graphs: Collection[str]) -> None:
    """Make a derived graph whole that was so until these revisions were opened or closed."""
    _unmark(backend)
    changed: dict[str, set[str]] = {}
    for rule in _rules():
        others = set().union(*(changed[each] for each in rule.how.rests_on))
        subjects = rule.touched(backend, graphs, others)
        before = rule.before(backend, subjects, DERIVED)
        anew = rule.anew(backend, subjects)
        _erase(backend, sorted(before - anew))
        _write(backend, sorted(anew - before))
        changed[rule.name] = {line.partition("> ")[0][1:] for line in before ^ anew}
    _finish(backend)


@cache
def _rules() -> tuple[Rule, ...]:
    return tuple(read_rules(queries_dir() / "derive"))


def _resting(name: str) -> int:
    """How many rules wait for one, each for the next: what is waited for longest comes first."""
    waiting = [1 + _resting(rule.name) for rule in _rules() if name in rule.how.rests_on]
    return max(waiting, default=0)


@cache
def _digest() -> str:
    """Of the rules."""
    return hashlib.sha256("".join(rule.query.sparql for rule in _rules()).encode()).hexdigest()


def _whole(backend: Backend) -> tuple[str, str] | None:
    """The mark of a graph that is whole now; None before anything is recorded."""
    activity = record.last_activity(backend)
    return None if activity is None else (_digest(), activity)


def _mark_in(backend: Backend) -> tuple[str, str] | None:
    """The mark that the graph bears: a digest of rules, and an activity."""
    rows = backend.select(
        f"""{record.PROLOGUE}SELECT ?digest ?activity WHERE {{ GRAPH graph:provenance {{
  graph:derived a br:DerivedGraph ; br:sha256 ?digest ; prov:wasGeneratedBy ?activity }} }}"""
    ).rows
    if not rows or not isinstance(rows[0][0], Literal):
        return None
    return rows[0][0].value, str(rows[0][1])


def _unmark(backend: Backend) -> None:
    backend.update(
        f"{record.PROLOGUE}DELETE WHERE {{ GRAPH graph:provenance {{ graph:derived ?p ?o }} }}"
    )


def _finish(backend: Backend) -> None:
    mark = _whole(backend)
    assert mark
    digest, activity = mark
    graph, book = f"<{DERIVED}>", f"<{record.PROVENANCE}>"
    lines = (
        f"{graph} {A} {name('br:DerivedGraph')} {book} .",
        f"{graph} {name('br:sha256')} {plain(digest)} {book} .",
        f"{graph} {name('prov:wasGeneratedBy')} <{activity}> {book} .",
    )
    backend.insert("\n".join((*lines, "")).encode())


def _erase(backend: Backend, triples: list[str]) -> None:
    for start in range(0, len(triples), _CHUNK):
        lines = "\n".join(triples[start : start + _CHUNK])
        backend.update(f"DELETE DATA {{ GRAPH <{DERIVED}> {{\n{lines}\n}} }}")


def _write(backend: Backend, triples: Iterable[str]) -> None:
    nquads = "".join(f"{line.removesuffix(' .')} <{DERIVED}> .\n" for line in triples)
    if len(nquads) < _BULK_CHARACTERS:
        backend.insert(nquads.encode())
    else:
        backend.bulk(io.BytesIO(nquads.encode()))
