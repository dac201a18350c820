"""One file to quads and to what the other files must know of it; runs in worker processes.

The result bears no record, no text and no quads, only what is needed to check sheets against each
other and to find the quads, so that it is cheap to send between processes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import InputError, InvalidInputError, SchemaProblem
from kg.iris import node_iri
from kg.loaders.base import DamagedError, Loaded, loader_for
from kg.loading.spool import Piece, append
from kg.mapping import Mapped, map_sheet
from kg.model import Telling

__all__ = ["Converted", "Place", "convert"]


@dataclass(frozen=True)
class Place:
    """A reference in a file, and where it stands."""

    reference: str
    line: int
    column: int


@dataclass(frozen=True)
class Converted:
    """What came of one file: quads, or the problems that it has.

    With problems there are no quads; what it declares and refers to is there as far as it is known.
    """

    path: Path
    document: str = ""
    graph: str = ""
    language: str = ""
    declared: tuple[Place, ...] = ()
    told: frozenset[str] = frozenset()
    references: tuple[Place, ...] = ()
    piece: Piece | None = None
    quads: int = 0
    problems: tuple[InputError, ...] = ()


def convert(path: Path, format_: str | None, folder: Path) -> Converted:
    """Read, check and map one file; its own problems are in the result, never raised.

    The quads are put into `folder` (see `kg.loading.spool`).
    """
    try:
        loaded = loader_for(path, format_).load(path)
    except DamagedError as damaged:
        if damaged.read is not None:
            return replace(_outline(path, damaged.read), problems=damaged.problems)
        declared = tuple(Place(reference, 0, 0) for reference in damaged.declared)
        return Converted(path, declared=declared, problems=damaged.problems)
    except InvalidInputError as invalid:
        return Converted(path, problems=invalid.problems)
    except InputError as problem:
        return Converted(path, problems=(problem,))
    mapped = map_sheet(loaded.sheet, loaded.text or "")
    outline = _outline(path, loaded)
    if idle := tuple(_idle(path, loaded, mapped)):
        return replace(outline, problems=idle)
    piece = append(folder, mapped.nquads)
    return replace(outline, graph=mapped.graph, piece=piece, quads=mapped.quads)


def _outline(path: Path, loaded: Loaded) -> Converted:
    """What other files must know of this one."""
    sheet = loaded.sheet
    return Converted(
        path,
        node_iri("document", sheet.id),
        language=sheet.document.language if isinstance(sheet, Telling) else "",
        declared=tuple(_places(loaded, sheet.declared())),
        told=frozenset(_told(sheet) if isinstance(sheet, Telling) else ()),
        references=tuple(_places(loaded, sheet.references())),
    )


def _idle(path: Path, loaded: Loaded, mapped: Mapped) -> Iterator[SchemaProblem]:
    """Corrections that repeat what they are to correct: such a claim would correct itself."""
    statements = loaded.sheet.statements if isinstance(loaded.sheet, Telling) else ()
    for at, statement in enumerate(statements):
        for nth, assertion in enumerate(statement.says):
            if any(assertion is one for one in mapped.idle):
                yield SchemaProblem(
                    f"what corrects {assertion.corrects!r} says the same", path,
                    *loaded.line(("statements", at, "says", nth, "corrects")),
                    expected="a reading that differs from the literal one",
                )  # fmt: skip


def _places(loaded: Loaded, found: Iterable[tuple[str, tuple[str | int, ...]]]) -> Iterator[Place]:
    """Each reference once, at its first place."""
    seen: set[str] = set()
    for reference, path in found:
        if reference not in seen:
            seen.add(reference)
            yield Place(reference, *loaded.line(path))


def _told(sheet: Telling) -> Iterator[str]:
    """The acts of which the sheet tells: a claim about one of them may stand in any sheet."""
    for statement in sheet.statements:
        for assertion in statement.says:
            if assertion.act is not None:
                yield assertion.subject
