"""Loading: files into a store, whole documents only, the same ones twice without a change.

The order of writing is what makes it safe: first the quads of all new revisions, at full speed and
without a transaction; then, in one atomic update, their records in `graph/provenance`. A document
counts only once it is recorded. Last the derived graph follows.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.errors import InputError, InvalidInputError
from kg.iris import ID
from kg.loaders.base import PLAIN, Reading, find_files
from kg.loaders.profiles import profile_of
from kg.loading import declared, derive, ground, record
from kg.loading.check import check_together
from kg.loading.convert import Converted, Key
from kg.loading.processes import convert_all
from kg.loading.record import Clock
from kg.loading.spool import Spool, append, moved, read
from kg.loading.unfinished import check_finished
from kg.store.base import Backend

__all__ = ["LoadReport", "Progress", "examine", "in_order", "load", "prepare", "quiet", "recover"]

Progress = Callable[[str, int, int], None]

#: above this many bytes the quads go through a file and the store's bulk loader
BULK_BYTES = 8_000_000


@dataclass(frozen=True)
class LoadReport:
    """What a load did: ids of the documents that are new or changed, those that were the same.

    `notices` tell of what a reader should know; `unnamed` counts, for each label that no profile
    names, the annotations that bear it and are kept as they are.
    """

    loaded: tuple[str, ...]
    unchanged: tuple[str, ...]
    quads: int
    notices: tuple[InputError, ...] = ()
    unnamed: Counter[str] = field(default_factory=Counter)


def quiet(stage: str, done: int, total: int) -> None:
    """No progress wanted."""


def examine(
    backend: Backend,
    paths: Sequence[Path],
    spool: Spool,
    *,
    reading: Reading = PLAIN,
    progress: Progress = quiet,
) -> tuple[list[Converted], dict[Key, list[InputError]]]:
    """Read the files and check each by itself, with each other and with the store.

    Returns:
        What came of every document, with its quads in `spool`, and the problems of those that have
        some. The store is not written to.

    Raises:
        InvalidInputError: files that are not there; a profile that is none, which is told once and
            not with each document.
    """
    profile_of(reading.profile)
    files = find_files(paths, reading.format)
    report = functools.partial(progress, "read")
    converted = list(convert_all(files, reading, spool.folder, report))
    return converted, _problems(backend, converted)


def load(
    backend: Backend,
    paths: Sequence[Path],
    *,
    clock: Clock,
    reading: Reading = PLAIN,
    progress: Progress = quiet,
) -> LoadReport:
    """Load every sheet among the paths; documents without a problem are loaded all the same.

    Args:
        backend: the store; one that others can write into as well is recovered first.
        paths: files and directories.
        clock: tells when that was.
        reading: what the files themselves do not say: their format, what their labels mean.
        progress: called with a stage, what is done of it and its total.

    Raises:
        InvalidInputError: problems in one or more files; `loaded` names the documents that are in.
        StoreError: the store cannot be written.
    """
    began = clock()
    fresh: list[Converted] = []
    with Spool() as spool:
        converted, problems = examine(backend, paths, spool, reading=reading, progress=progress)
        whole = [one for one in converted if one.key not in problems]
        if whole and not backend.exclusive:
            recover(backend, clock)
        upkeep = derive.Upkeep(backend)
        if whole:
            lay_ground(backend, upkeep, clock)
        known = record.open_revisions(backend)
        fresh = [one for one in whole if not _is_same(known.get(one.document), one.graph)]
        if fresh:
            fresh = _named(backend, fresh, spool)
            _write(backend, fresh, spool, progress)
    if fresh:
        closed = [known[one.document] for one in fresh if one.document in known]
        upkeep.touch([one.graph for one in fresh], closed)
        entries = [record.Entry(one.graph, one.document, one.path.name) for one in fresh]
        record.write(backend, entries, began, record.moment(backend, clock))
    upkeep.finish()
    loaded = tuple(_id(one) for one in fresh)
    if problems:
        raise InvalidInputError(tuple(in_order(converted, problems)), loaded)
    new = {one.document for one in fresh}
    same = tuple(_id(one) for one in whole if one.document not in new)
    return LoadReport(
        loaded, same, sum(one.quads for one in fresh),
        tuple(notice for one in whole for notice in one.notices),
        sum((one.unnamed for one in whole), Counter()),
    )  # fmt: skip


def recover(backend: Backend, clock: Clock) -> list[str]:
    """Sweep what a killed load left in a store that nobody else writes into; the graphs swept.

    Raises:
        CopyError: a copy into it is not finished.
    """
    check_finished(backend)
    stray = record.sweep(backend)
    if record.open_revisions(backend):
        if not ground.has_ontology(backend):
            ground.install_ontology(backend, clock)
        if not derive.is_whole(backend):
            derive.refresh(backend)
    return stray


def lay_ground(backend: Backend, upkeep: derive.Upkeep, clock: Clock) -> bool:
    """Bring the ontology and the states of ISO 3166-1 up to date, on which every sheet rests.

    Returns:
        Whether there was anything to do.
    """
    began = clock()
    changed = ground.install_ontology(backend, clock)
    if changed:
        upkeep.discard()
    states = ground.states_sheet()
    known = record.open_revisions(backend).get(states.document)
    if _is_same(known, states.graph):
        return changed
    graph = record.free_name(states.graph, record.revisions(backend))
    backend.insert(moved(states.nquads, states.graph, graph))
    upkeep.touch([graph], [known] if known else [])
    entry = record.Entry(graph, states.document, "ISO 3166-1, CLDR")
    record.write(backend, [entry], began, record.moment(backend, clock))
    return True


def prepare(backend: Backend, clock: Clock) -> None:
    """Bring what every sheet rests on up to date, though no sheet is loaded."""
    upkeep = derive.Upkeep(backend)
    if lay_ground(backend, upkeep, clock):
        upkeep.finish()


def _is_same(known: str | None, graph: str) -> bool:
    """Whether a revision that is open holds what the mapping would put into that graph."""
    return known is not None and record.content(known) == graph


def _named(backend: Backend, fresh: list[Converted], spool: Spool) -> list[Converted]:
    """The same with their graphs under names that are free: content may come back."""
    recorded = record.revisions(backend)
    return [one if one.graph not in recorded else _renamed(one, recorded, spool) for one in fresh]


def _renamed(one: Converted, recorded: set[str], spool: Spool) -> Converted:
    assert one.piece is not None
    graph = record.free_name(one.graph, recorded)
    piece = append(spool.folder, moved(read(one.piece), one.graph, graph))
    return replace(one, graph=graph, piece=piece)


def _id(one: Converted) -> str:
    return one.document.removeprefix(f"{ID}document/")


def _problems(backend: Backend, converted: list[Converted]) -> dict[Key, list[InputError]]:
    problems = {one.key: list(one.problems) for one in converted if one.problems}
    together = check_together(
        converted,
        lambda refs: ground.declared_in(refs) | declared.declared_in(backend, refs),
        lambda: ground.every_declared() | set(declared.every_declared(backend)),
        lambda sound: _dropped(backend, sound),
    )
    for key, found in together.items():
        problems.setdefault(key, []).extend(found)
    return problems


def _dropped(backend: Backend, sound: list[Converted]) -> dict[str, dict[str, set[str]]]:
    """What the revisions that these will replace declare and these do not; who rests on it."""
    known = record.open_revisions(backend)
    replaced = {
        known[one.document]: one
        for one in sound
        if one.document in known and not _is_same(known[one.document], one.graph)
    }
    still = {
        graph: one.told | {place.reference for place in one.declared}
        for graph, one in replaced.items()
    }
    gone = declared.dropped(backend, still)
    return {replaced[graph].document: found for graph, found in gone.items()}


def in_order(
    converted: Iterable[Converted], problems: dict[Key, list[InputError]]
) -> list[InputError]:
    """All problems, by document as they were given and then by line."""
    return [
        problem
        for one in converted
        for problem in sorted(problems.get(one.key, ()), key=lambda each: each.line)
    ]


def _write(backend: Backend, fresh: list[Converted], spool: Spool, progress: Progress) -> None:
    pieces = [one.piece for one in fresh if one.piece]
    if sum(piece.size for piece in pieces) >= BULK_BYTES:
        progress("written", 0, len(pieces))
        backend.bulk(spool.stream(pieces))
        progress("written", len(pieces), len(pieces))
        return
    for done, piece in enumerate(pieces, 1):
        backend.insert(read(piece))
        progress("written", done, len(pieces))
