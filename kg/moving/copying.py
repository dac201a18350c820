"""Copying: one store into another, graph by graph, each held against what it is a copy of.

A store that a copy goes into bears a mark, a graph of its own, from before the first quad until all
is verified. So a copy that was killed is told from a store that holds something else, and goes on:
graphs that are there and the same are left, all others are written anew.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from kg.errors import CopyError
from kg.iris import PREFIXES
from kg.loading import derive, record
from kg.loading.unfinished import MARK
from kg.mapping.nquads import plain
from kg.store.base import Backend
from kg.store.fingerprint import Fingerprint, fingerprint, skolemised

__all__ = [
    "MoveReport", "Progress", "Quads", "check_source", "check_unchanged", "copy_quads", "in_order",
    "lines_of", "print_of", "quiet",
]  # fmt: skip

#: told a stage, how many quads have passed it, and how many there are
Progress = Callable[[str, int, int], None]

#: bytes that are written at once: more make no engine quicker
_BATCH: Final = 128_000_000
#: lines that are held in memory
_PART: Final = 10_000
#: what is told of graphs that differ
_SHOWN: Final = 3
#: triples up to which a graph that differs is compared line by line, to say where
_COMPARED: Final = 1_000_000


class Quads(Protocol):
    """What can be copied: a store, or a backup."""

    @property
    def location(self) -> str:
        """Where it is, without credentials."""

    def counts(self) -> dict[str, int]:
        """How many triples each named graph holds."""

    def dump(self, graph: str, out: BinaryIO) -> None:
        """Write one graph as lines of N-Triples."""


@dataclass(frozen=True)
class MoveReport:
    """What was moved: graphs and quads in all, how many of the graphs were there before.

    `files` are those of an event table; `left` is where one is that was not moved, since the other
    end has no directory for it.
    """

    graphs: int
    quads: int
    before: int = 0
    files: int = 0
    left: str = ""


def quiet(stage: str, done: int, total: int) -> None:
    """No progress wanted."""


def copy_quads(source: Quads, target: Backend, *, progress: Progress = quiet) -> MoveReport:
    """Copy all named graphs and verify each by count and digest.

    Args:
        source: what to copy; its blank nodes become IRIs (`kg.store.fingerprint.skolemised`).
        target: empty, or with a copy of the same that was not finished, or that is whole.
        progress: called now and then.

    Raises:
        CopyError: the target holds something else, or another content after it was written; the
            source has triples outside of named graphs, or changed meanwhile.
        StoreError: one of the two cannot be used.
    """
    expected = source.counts()
    check_source(source, expected)
    there = target.counts()
    unfinished = there.pop(MARK, 0) > 0
    _check_target(source, target, expected, there, unfinished=unfinished)
    count = _Count(progress, sum(expected.values()))
    todo = []
    for graph in in_order(expected):
        if there.get(graph) == expected[graph] and _same(source, target, graph):
            count.add("read", expected[graph])
            count.add("verified", expected[graph])
        else:
            todo.append(graph)
    if there and not unfinished and todo:
        raise _other(source, target, todo)
    if todo and not unfinished:
        target.insert(_mark(source.location))
    # of a graph that is there in part, the rest is added: what is there adds nothing; of one that
    # is as large and not the same, something is wrong
    target.drop(graph for graph in todo if there.get(graph, 0) >= expected[graph])
    for batch in _batches(source, target, todo, expected, count):
        for graph, original in batch.items():
            _verify(source, target, graph, original)
            count.add("verified", original.triples)
    check_unchanged(source, expected)
    if todo or unfinished:
        target.drop([MARK])
        target.optimize()
    return MoveReport(len(expected), count.total, len(expected) - len(todo))


def in_order(graphs: Iterable[str]) -> list[str]:
    """Graphs as they are written: what others rest on, then what is derived, then the records."""
    last = (derive.DERIVED, record.PROVENANCE)
    return sorted(graphs, key=lambda graph: (last.index(graph) if graph in last else -1, graph))


def lines_of(source: Quads, graph: str) -> Iterator[bytes]:
    """The lines of a graph, without blank nodes, by way of a file."""
    with tempfile.TemporaryFile(prefix="kg-copy-") as file:
        source.dump(graph, file)
        file.seek(0)
        yield from map(skolemised, file)


def print_of(source: Quads, graph: str) -> Fingerprint:
    """The fingerprint of a graph."""
    return fingerprint(lines_of(source, graph))


# -------------------------------------------------------------------------------------- checking


def check_source(source: Quads, expected: Mapping[str, int]) -> None:
    """See that all of a source can be copied; raises `CopyError` as `copy_quads` does."""
    if MARK in expected:
        raise CopyError(source.location, "is itself a copy that was not finished")
    if isinstance(source, Backend) and source.unnamed():
        raise CopyError(
            source.location,
            "holds triples in its default graph, or in one without an IRI, which have no place "
            "in a copy; put them into a named graph",
        )


def check_unchanged(source: Quads, expected: Mapping[str, int]) -> None:
    """See that nobody has written into a source meanwhile; raises `CopyError` where one has.

    Counts tell: every load and every withdrawal adds to the records.
    """
    may_change = isinstance(source, Backend) and not source.exclusive
    if may_change and source.counts() != expected:
        raise CopyError(source.location, "changed while it was read; do it again")


def _check_target(
    source: Quads, target: Backend, expected: Mapping[str, int], there: Mapping[str, int], *,
    unfinished: bool,
) -> None:  # fmt: skip
    foreign = sorted(there.keys() - expected.keys())
    if foreign or (there and not unfinished and there != expected):
        differing = [graph for graph in expected if there.get(graph, 0) != expected[graph]]
        raise _other(source, target, foreign or differing)


def _other(source: Quads, target: Backend, graphs: list[str]) -> CopyError:
    shown = ", ".join(f"<{graph}>" for graph in graphs[:_SHOWN])
    more = f" and {len(graphs) - _SHOWN:,} more" if len(graphs) > _SHOWN else ""
    return CopyError(
        target.location,
        f"holds something else than {source.location}: {len(graphs):,} graphs differ, {shown}"
        f"{more}; a copy goes into an empty store",
    )


def _same(source: Quads, target: Backend, graph: str) -> bool:
    return print_of(source, graph) == print_of(target, graph)


def _verify(source: Quads, target: Backend, graph: str, original: Fingerprint) -> None:
    copied = print_of(target, graph)
    if copied == original:
        return
    where = ""
    if original.triples <= _COMPARED:
        ours, theirs = (set(lines_of(each, graph)) for each in (source, target))
        examples = [*islice(sorted(ours - theirs), _SHOWN), *islice(sorted(theirs - ours), _SHOWN)]
        where = "".join(f"\n  {line.decode(errors='replace').strip()}" for line in examples)
    raise CopyError(
        target.location,
        f"<{graph}> is not as it was written: {original.triples:,} triples, {original.digest[:16]} "
        f"in {source.location}, and {copied.triples:,}, {copied.digest[:16]} here{where}",
    )


# --------------------------------------------------------------------------------------- writing


class _Count:
    """Counts what has passed each stage, and tells it."""

    def __init__(self, progress: Progress, total: int) -> None:
        self.total = total
        self._progress = progress
        self._done: Counter[str] = Counter()

    def add(self, stage: str, quads: int) -> None:
        self._done[stage] += quads
        self._progress(stage, self._done[stage], self.total)


def _mark(location: str) -> bytes:
    return f"<{MARK}> <{PREFIXES['dcterms']}source> {plain(location)} <{MARK}> .\n".encode()


def _batches(
    source: Quads, target: Backend, graphs: Iterable[str], expected: Mapping[str, int],
    count: _Count,
) -> Iterator[dict[str, Fingerprint]]:  # fmt: skip
    """Write graphs, some at a time; of each that is wholly written, what it is to be."""
    with tempfile.TemporaryDirectory(prefix="kg-copy-") as folder:
        path = Path(folder, "batch.nq")
        written: dict[str, Fingerprint] = {}
        with path.open("w+b") as file:
            for graph in graphs:
                if graph in (derive.DERIVED, record.PROVENANCE):  # all before these has to be there
                    _flush(target, file)
                    yield written
                    written = {}
                written[graph] = fingerprint(_appended(source, target, graph, file, count))
                if written[graph].triples != expected[graph]:
                    raise CopyError(
                        source.location,
                        f"gives {written[graph].triples:,} triples of <{graph}> and not the "
                        f"{expected[graph]:,} that it counts; did it change? copy it again",
                    )
                if file.tell() >= _BATCH:
                    _flush(target, file)
                    yield written
                    written = {}
            _flush(target, file)
            yield written


def _appended(
    source: Quads, target: Backend, graph: str, file: BinaryIO, count: _Count
) -> Iterator[bytes]:
    """The lines of a graph, each of which is written, as a quad."""
    end = f" <{graph}> .\n".encode()
    lines = lines_of(source, graph)
    while part := list(islice(lines, _PART)):
        file.writelines(line.rstrip(b"\n").removesuffix(b" .") + end for line in part)
        count.add("read", len(part))
        if file.tell() >= _BATCH:  # also within a graph
            _flush(target, file)
        yield from part


def _flush(target: Backend, file: BinaryIO) -> None:
    if file.tell():
        file.seek(0)
        target.bulk(file)
        file.seek(0)
        file.truncate()
