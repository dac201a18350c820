"""What a source is: which columns its files have, and where they go; and which sources there are.

A source gives an expression for each of our columns; what all of them have in common (parsing,
checks, states, ids) is done in `kg.tables.rows`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.errors import InputError, InvalidInputError
from kg.tables.codes import Term
from kg.tables.lines import first_line

if TYPE_CHECKING:
    import polars as pl

__all__ = ["FORMATS", "Source", "source_of"]

#: what `--format` takes, each a module of this package
FORMATS: Final = ("icews", "gdelt", "polecat")


@dataclass(frozen=True)
class Source:
    """One kind of file.

    Attributes:
        dataset: the name under which its rows are kept.
        kind: the table that they go to: events, mentions or documents.
        columns: the names of its columns in order.
        header: whether the first line is these names.
        nulls: what stands for no value, besides nothing.
        scheme: of the codes of its events.
        expressions: the text of each of our columns, from those of the file.
        state: the state that the text of a country stands for.
    """

    dataset: str
    kind: str
    columns: tuple[str, ...]
    header: bool
    nulls: tuple[str, ...]
    scheme: str
    expressions: Callable[[], Mapping[str, pl.Expr]]
    state: Callable[[str], Term | None]


def source_of(path: Path, format: str) -> Source:
    """The source of a file of one format, by the columns of its first line.

    Raises:
        InvalidInputError: they are those of no file of this format.
    """
    known: tuple[Source, ...] = importlib.import_module(f"kg.tables.{format}").SOURCES
    line = first_line(path)
    cells = line.split("\t")
    for source in known:
        if source.header and tuple(cells) == source.columns:
            return source
        if not source.header and len(cells) == len(source.columns):
            return source
    raise InvalidInputError((_strange(path, format, known, cells),))


def _strange(path: Path, format: str, known: tuple[Source, ...], cells: list[str]) -> InputError:
    expected = " or ".join(
        f"{len(source.columns)} columns between tabs"
        + (" under their names" if source.header else f" ({source.kind})")
        for source in known
    )
    if cells == [""]:
        empty = path.stat().st_size == 0
        what = "the file is empty" if empty else "the first line is empty"
        return InputError(what, path, line=0 if empty else 1, expected=expected)
    others = {mark: cells[0].count(mark) + 1 for mark in ",;|"}
    mark, count = max(others.items(), key=lambda item: item[1])
    if len(cells) == 1 and count > 1:
        found = f"{count} columns between {mark!r}"
    else:
        found = f"{len(cells)} columns"
    named = {name for source in known if source.header for name in source.columns}
    missing = tuple(sorted(named - set(cells)))[:3] if len(cells) > 1 else ()
    what = f"not a file of {format}"
    if missing:
        what += f": no column {', '.join(missing)}"
    return InputError(what, path, line=1, expected=expected, found=found)
