"""The documents of a file to quads and to what others must know of them; runs in worker processes.

The result bears no record, no text and no quads, only what is needed to check sheets against each
other and to find the quads, so that it is cheap to send between processes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.errors import InputError, InvalidInputError, SchemaProblem
from kg.iris import node_iri
from kg.loaders.base import DamagedError, Loaded, Reading, read
from kg.loading.spool import Piece, append
from kg.mapping import Mapped, map_sheet
from kg.model import Article, Telling

__all__ = ["Converted", "Key", "Place", "convert"]

#: a document among those that are loaded: its file, and which of that file it is, from 0
Key = tuple[Path, int]


@dataclass(frozen=True)
class Place:
    """A reference in a file, and where it stands."""

    reference: str
    line: int
    column: int


@dataclass(frozen=True)
class Converted:
    """What came of one document, `number` in its file: quads, or the problems that it has.

    With problems there are no quads; what it declares and refers to is there as far as it is known.
    `notices` do not keep it out; `unnamed` counts the annotations that no profile names, by label.
    """

    path: Path
    number: int = 0
    document: str = ""
    graph: str = ""
    language: str = ""
    declared: tuple[Place, ...] = ()
    told: frozenset[str] = frozenset()
    references: tuple[Place, ...] = ()
    piece: Piece | None = None
    quads: int = 0
    problems: tuple[InputError, ...] = ()
    notices: tuple[InputError, ...] = ()
    unnamed: Counter[str] = field(default_factory=Counter)

    @property
    def key(self) -> Key:
        """Which document of which file it is."""
        return self.path, self.number


def convert(path: Path, reading: Reading, folder: Path) -> Iterator[Converted]:
    """Read, check and map the documents of one file; problems are in the results, never raised.

    The quads are put into `folder` (see `kg.loading.spool`). A file of which nothing can be read is
    one document with problems.
    """
    try:
        for number, loaded in enumerate(read(path, reading)):
            yield replace(_converted(path, loaded, folder), number=number)
    except InputError as problem:
        yield Converted(path, problems=(problem,))
    except InvalidInputError as invalid:  # of a loader that raises what it should give
        yield Converted(path, problems=invalid.problems)


def _converted(path: Path, loaded: Loaded | InvalidInputError, folder: Path) -> Converted:
    match loaded:
        case DamagedError(read=Loaded() as whole):
            return replace(_outline(path, whole), problems=loaded.problems)
        case DamagedError():
            declared = tuple(Place(reference, 0, 0) for reference in loaded.declared)
            return Converted(path, declared=declared, problems=loaded.problems)
        case InvalidInputError():
            return Converted(path, problems=loaded.problems)
    mapped = map_sheet(loaded.sheet, loaded.text or "")
    outline = _outline(path, loaded)
    if wrong := (*_unaccepted(path, loaded), *_idle(path, loaded, mapped)):
        return replace(outline, problems=wrong)
    piece = append(folder, mapped.nquads)
    return replace(outline, graph=mapped.graph, piece=piece, quads=mapped.quads)


def _outline(path: Path, loaded: Loaded) -> Converted:
    """What other files must know of this one."""
    sheet = loaded.sheet
    declared = tuple(_places(loaded, sheet.declared()))
    # a sheet that is there makes good what it declares itself
    own = {place.reference for place in declared}
    others = (place for place in _places(loaded, sheet.references()) if place.reference not in own)
    return Converted(
        path,
        document=node_iri("document", sheet.id),
        language=sheet.document.language if isinstance(sheet, Telling) else "",
        declared=declared,
        told=frozenset(_told(sheet) if isinstance(sheet, Telling) else ()),
        references=tuple(others),
        notices=loaded.notices,
        unnamed=loaded.unnamed,
    )


def _unaccepted(path: Path, loaded: Loaded) -> Iterator[SchemaProblem]:
    """What a machine proposed and nobody has accepted yet is no knowledge."""
    if isinstance(loaded.sheet, Article) and loaded.sheet.proposed:
        yield SchemaProblem(
            "the sheet is a draft that nobody has accepted", path, *loaded.line(("proposed",)),
            expected=f"no key 'proposed': correct the draft, then kg suggest --accept {path}",
        )  # fmt: skip


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
