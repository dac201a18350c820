"""One file to quads and to what the other files must know of it; runs in worker processes.

The result bears no record and no text, only what is needed to check sheets against each other and
to write the quads, so that it is cheap to send between processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from kg.errors import InputError, InvalidInputError
from kg.loaders.base import Loaded, loader_for
from kg.mapping import map_sheet
from kg.model import Article

__all__ = ["Converted", "Place", "convert", "convert_all"]

#: fewer files than this are converted here: starting processes takes longer
WORTH_PROCESSES = 24


@dataclass(frozen=True)
class Place:
    """A reference in a file, and where it stands."""

    reference: str
    line: int
    column: int


@dataclass(frozen=True)
class Converted:
    """What came of one file: quads, or the problems that it has."""

    path: Path
    document: str = ""
    graph: str = ""
    language: str = ""
    declared: tuple[Place, ...] = ()
    told: frozenset[str] = frozenset()
    references: tuple[Place, ...] = ()
    nquads: bytes = b""
    quads: int = 0
    problems: tuple[InputError, ...] = ()
    #: where the quads stand in the spool once they have been moved there, and how many bytes
    offset: int = 0
    size: int = 0


def convert(path: Path, format_: str | None = None) -> Converted:
    """Read, check and map one file; its own problems are in the result, never raised."""
    try:
        loaded = loader_for(path, format_).load(path)
    except InvalidInputError as invalid:
        return Converted(path, problems=invalid.problems)
    except InputError as problem:
        return Converted(path, problems=(problem,))
    sheet = loaded.sheet
    mapped = map_sheet(sheet, loaded.text or "")
    return Converted(
        path,
        mapped.document,
        mapped.graph,
        sheet.document.language if isinstance(sheet, Article) else "",
        tuple(_places(loaded, sheet.declared())),
        frozenset(_told(sheet) if isinstance(sheet, Article) else ()),
        tuple(_places(loaded, sheet.references())),
        mapped.nquads,
        mapped.quads,
    )


def _places(loaded: Loaded, found: Iterable[tuple[str, tuple[str | int, ...]]]) -> Iterator[Place]:
    """Each reference once, at its first place."""
    seen: set[str] = set()
    for reference, path in found:
        if reference not in seen:
            seen.add(reference)
            yield Place(reference, *loaded.line(path))


def _told(sheet: Article) -> Iterator[str]:
    """The acts of which the sheet tells: a claim about one of them may stand in any sheet."""
    for statement in sheet.statements:
        for assertion in statement.says:
            if assertion.act is not None:
                yield assertion.subject


def convert_all(
    paths: list[Path], format_: str | None, progress: Callable[[int, int], None]
) -> Iterator[Converted]:
    """All files in their order, in processes of their own where that is quicker."""
    total = len(paths)
    if total < WORTH_PROCESSES:
        for done, path in enumerate(paths, 1):
            yield convert(path, format_)
            progress(done, total)
        return
    # spawned, not forked: the parent has the threads of an open store
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        results = pool.map(convert, paths, [format_] * total, chunksize=16)
        for done, result in enumerate(results, 1):
            yield result
            progress(done, total)
