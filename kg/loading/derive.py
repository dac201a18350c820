"""The derived graph: what follows from all open revisions together, made by `queries/derive/*.rq`.

It is never the source of anything. Its mark, written last, says that it is whole, and by which
rules it was made; a change that was killed between leaves none, and the next opening makes the
graph anew. As long as it is whole, a change derives again only for the subjects that it touches,
with the same result to the byte.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Collection, Iterable
from functools import cache

from kg.iris import graph_iri
from kg.loading import record
from kg.loading.rules import Rule, read_rules
from kg.mapping.nquads import A, name, plain
from kg.resources import queries_dir
from kg.store.base import Backend

__all__ = ["DERIVED", "Upkeep", "is_whole", "refresh", "update"]

DERIVED = graph_iri("derived")
#: a transaction holds its quads in memory; above this it is the bulk loader's turn
_BULK_CHARACTERS = 8_000_000
#: triples that are taken out by one request
_CHUNK = 5000
#: a change of more than this part of the open revisions makes all anew, which is quicker then
_GREAT_PART = 0.2


class Upkeep:
    """Keeps the derived graph whole over one change of the store, a load or a withdrawal.

    `touch` comes before what it names is recorded, `finish` after all is. If there is no finish,
    the graph has lost its mark, and whatever comes next makes it anew.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._whole = is_whole(backend)
        self._open = set(record.open_revisions(backend).values())
        self._touched: set[str] = set()

    def touch(self, opened: Iterable[str], closed: Iterable[str]) -> None:
        """Say which revisions will be opened and closed."""
        opened, closed = set(opened), set(closed)
        self._open = (self._open - closed) | opened
        if self._whole and not self._touched:
            _unmark(self._backend)
        self._touched |= opened | closed

    def discard(self) -> None:
        """Say that nothing of it holds any more."""
        if self._whole:
            _unmark(self._backend)
        self._whole = False

    def finish(self) -> None:
        """Make the derived graph whole."""
        if self._whole and not self._touched:
            return
        now = set(record.open_revisions(self._backend).values())
        if self._whole and self._may_follow(now):
            update(self._backend, self._touched)
        elif now or self._touched:
            refresh(self._backend)

    def _may_follow(self, now: set[str]) -> bool:
        """Whether the change is known and small; on an endpoint others may have made one too."""
        alone = now == self._open and not is_whole(self._backend)
        return alone and len(self._touched) <= _GREAT_PART * len(now)


def is_whole(backend: Backend) -> bool:
    """Whether the derived graph belongs to what is loaded, and was made by the rules of now."""
    return backend.ask(f"ASK {{ GRAPH <{DERIVED}> {{ {_mark()} }} }}")


def refresh(backend: Backend) -> None:
    """Make the derived graph anew from the open revisions."""
    backend.drop([DERIVED])
    for rule in _rules():
        _write(backend, rule.everything(backend))
    _finish(backend)


def update(backend: Backend, graphs: Collection[str]) -> None:
    """Make a derived graph whole that was so until these revisions were opened or closed."""
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


@cache
def _mark() -> str:
    """The triples that mark a whole graph."""
    digest = hashlib.sha256("".join(rule.query.sparql for rule in _rules()).encode()).hexdigest()
    mark = f"<{DERIVED}> {A} {name('br:DerivedGraph')}"
    return f"{mark} . <{DERIVED}> {name('br:sha256')} {plain(digest)}"


def _unmark(backend: Backend) -> None:
    backend.update(f"DELETE WHERE {{ GRAPH <{DERIVED}> {{ <{DERIVED}> ?p ?o }} }}")


def _finish(backend: Backend) -> None:
    _write(backend, [f"{triple} ." for triple in _mark().split(" . ")])


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
