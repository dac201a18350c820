"""Results on a terminal: a table where it fits, else one block of lines a row.

What people read comes first: a node is its label, and its short IRI stands below where it is a
thing that can be asked about further. Columns of one subject (`a_status`, `a_since`) stand in one
column, one below the other; columns that say nothing in any row are named below the table, where
numbers in the background are told that are the same in every row. What was asked for is never
folded. The names of columns are those of every other form. This module knows columns and rows, no
query.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.iris import BR, SCHEME
from kg.result.cells import CONTROLS, Cell, Column, shorten, written
from kg.terms import Iri

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.table import Table
    from rich.text import Text

__all__ = ["TerminalTable", "label", "shown"]

_NUMBERS: Final = ("integer", "decimal", "double")
#: in a table a tab or a carriage return would move what stands beside it as well
_CONTROLS: Final = CONTROLS | {ord(each): f"\\x{ord(each):02x}" for each in "\t\r"}
#: what stands between two columns of the table
_GAP: Final = 2
#: a value that would take more lines than this makes a table hard to read
_LINES: Final = 6
#: longer words, such as IRIs, may be broken
_WORD: Final = 21
#: a name of that length is not broken
_NAME: Final = 10


def shown(columns: Sequence[Column]) -> list[int]:
    """The places of the columns that people see: a label stands with its node."""
    nodes = {place for place, column in enumerate(columns) if column.type == "node"}
    return [place for place in range(len(columns)) if place - 1 not in nodes]


def label(columns: Sequence[Column], row: Sequence[Cell], place: int) -> str:
    """What people read first in a cell: the label of a node, an IRI by its prefix."""
    value = row[place]
    if not isinstance(value, Iri):
        return written(value)
    return written(row[place + 1]) if columns[place].type == "node" else shorten(value)


class _Shown(NamedTuple):
    """One column of the terminal: those of the result that stand in it, by their places."""

    names: tuple[str, ...]
    places: tuple[int, ...]
    is_number: bool


class TerminalTable:
    """A result as rich prints it; which of the two forms, the width of the console decides."""

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Sequence[tuple[Cell, ...]],
        title: str,
        *,
        stacks: Sequence[Sequence[str]] = (),
        background: Sequence[str] = (),
    ) -> None:
        self._stack_of = {name: f"{nth}" for nth, names in enumerate(stacks) for name in names}
        self._columns = columns
        self._rows = rows
        self._title = title
        places = shown(columns)
        self._silent = [place for place in places if rows and self._says_nothing(place)]
        self._same = [
            place
            for place in places
            if columns[place].name in background and len(rows) > 1 and self._is_one_number(place)
        ]
        told = {*self._silent, *self._same}
        self._groups = list(self._grouped([one for one in places if one not in told]))

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        from rich.text import Text

        if self._title:
            yield Text(_visible(self._title), "italic")
        cells = [[self._cell(group, row) for group in self._groups] for row in self._rows]
        columns = [[line[place] for line in cells] for place in range(len(self._groups))]
        least, most = map(_needed, self._groups, columns), map(_full, self._groups, columns)
        room = options.max_width - _GAP * (len(columns) - 1)
        widths = _widths(list(least), list(most), room)
        if widths:
            yield self._table(cells, widths)
        else:
            yield from self._blocks(cells)
        notes = [Text(note, "dim") for note in self._notes()]
        yield from (Text(), *notes) if notes else ()

    def _table(self, cells: list[list[Text]], widths: list[int]) -> Table:
        from rich import box
        from rich.table import Table

        tall = any("\n" in text.plain for line in cells for text in line)
        table = Table(
            box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, _GAP - 1, 0, 0),
            leading=int(tall), header_style="bold",
        )  # fmt: skip
        for place, (group, width) in enumerate(zip(self._groups, widths, strict=True)):
            table.add_column(
                _heading(group, [line[place].plain for line in cells]),
                justify="right" if group.is_number else "left",
                overflow="fold",
                width=width,
            )
        for line in cells:
            table.add_row(*line)
        return table

    def _blocks(self, cells: list[list[Text]]) -> Iterator[RenderableType]:
        """For each row its columns, one below the other; those without a value are left out."""
        from rich.rule import Rule
        from rich.table import Table

        width = max((len(name) for group in self._groups for name in group.names), default=0)
        for number, line in enumerate(cells, 1):
            yield Rule(f"{number}", align="left", style="dim")
            block = Table.grid(padding=(0, _GAP))
            block.add_column(style="bold", no_wrap=True, min_width=width)
            block.add_column(overflow="fold")
            for group, text in zip(self._groups, line, strict=True):
                if text.plain.strip():
                    block.add_row("\n".join(group.names), text)
            yield block

    def _notes(self) -> Iterator[str]:
        if not self._rows:
            yield "no rows"
        for said, value in (("empty", None), ("false", False)):
            names = [
                self._columns[place].name
                for place in self._silent
                if (self._rows[0][place] is False) is (value is False)
            ]
            if names:
                yield f"{said} in every row: {', '.join(names)}"
        if self._same:
            first = self._rows[0]
            numbers = [f"{self._columns[at].name} {written(first[at])}" for at in self._same]
            yield f"the same in every row: {', '.join(numbers)}"

    def _says_nothing(self, place: int) -> bool:
        values = {row[place] for row in self._rows}
        return values <= {None, ""} or all(value is False for value in values)

    def _is_one_number(self, place: int) -> bool:
        values = {row[place] for row in self._rows}
        return self._columns[place].type in _NUMBERS and len(values) == 1 and None not in values

    def _grouped(self, places: list[int]) -> Iterator[_Shown]:
        """Neighbours that the query stacks, or whose names begin alike, stand together.

        Those with IRIs below them stand alone, unless they head a stack.
        """

        def subject(place: int) -> str:
            if stack := self._stack_of.get(self._columns[place].name):
                return stack
            first, mark, _ = self._columns[place].name.partition("_")
            return first if mark and not self._has_iris(place) else f"_{place}"

        for _, found in groupby(places, subject):
            members = tuple(found)
            columns = [self._columns[place] for place in members]
            is_number = all(column.type in _NUMBERS for column in columns)
            yield _Shown(tuple(column.name for column in columns), members, is_number)

    def _has_iris(self, place: int) -> bool:
        is_node = self._columns[place].type == "node"
        return is_node and any(_is_thing(row[place]) for row in self._rows)

    def _cell(self, group: _Shown, row: tuple[Cell, ...]) -> Text:
        from rich.text import Text

        alone = len(group.places) == 1
        lines = [_visible(self._line(row, place, alone=alone)) for place in group.places]
        text = Text("\n".join(lines).rstrip("\n"))
        value = row[group.places[0]]
        if self._columns[group.places[0]].type == "node" and _is_thing(value):
            text.append(f"\n{_visible(shorten(str(value)))}", "dim")
        return text

    def _line(self, row: tuple[Cell, ...], place: int, *, alone: bool) -> str:
        """A value; among others in one column, what is true is its name and what is not nothing."""
        value = row[place]
        if isinstance(value, bool) and not alone:
            return self._columns[place].name if value else ""
        return label(self._columns, row, place)


def _is_thing(value: Cell) -> bool:
    """Whether to show its IRI: the label of a concept or a property says all there is to it."""
    return isinstance(value, Iri) and not value.startswith((SCHEME, BR))


def _visible(text: str) -> str:
    return text.translate(_CONTROLS)


def _needed(group: _Shown, cells: Sequence[Text]) -> int:
    """The width below which a column is hard to read."""
    from rich.cells import cell_len

    texts = [text.plain for text in cells]
    lines = [line for text in texts for line in text.split("\n")]
    words = [word for line in lines for word in line.split()]
    longest = min(max(map(cell_len, words), default=0), _WORD)
    full = -(-max(map(cell_len, lines), default=0) // _LINES)
    heading = max(cell_len(line) for line in _heading(group, texts).split("\n"))
    return max(longest, full, heading)


def _full(group: _Shown, cells: Sequence[Text]) -> int:
    """The width that a column can fill."""
    from rich.cells import cell_len

    lines = [line for text in cells for line in text.plain.split("\n")]
    return max(_needed(group, cells), *map(cell_len, lines), 0)


def _widths(least: list[int], most: list[int], room: int) -> list[int]:
    """What each column gets of the room: at least what it needs; none if that is too much."""
    if sum(most) <= room:
        return most
    widths, spare = least, room - sum(least)
    if spare < 0:
        return []
    while spare > 0:
        for place in range(len(widths)):
            grows = spare > 0 and widths[place] < most[place]
            widths[place] += grows
            spare -= grows
    return widths


def _heading(group: _Shown, texts: Sequence[str]) -> str:
    """The names of the columns, broken after an underscore where they are wider than the values."""
    from rich.cells import cell_len

    width = max((_NAME, *(cell_len(line) for text in texts for line in text.split("\n"))))
    return "\n".join(line for name in group.names for line in _broken(_visible(name), width))


def _broken(name: str, width: int) -> list[str]:
    lines = [""]
    for part in name.replace("_", "_\0").split("\0"):
        if lines[-1] and len(lines[-1] + part) > width:
            lines.append("")
        lines[-1] += part
    return lines
