r"""Chronicles and registries as workbooks, for those who edit in a spreadsheet.

A worksheet for each kind of record, a row for each record. A column is named by its path in the
sheet: `label.hi` is the Hindi label, `term.deadline` the deadline of a term, `posts.2.at` where the
second post is. A column whose name ends in ` |` holds a list, its values separated by ` | `. What a
statement says stands in the worksheet `assertions`, linked by its column `statement` to the column
`row` of the worksheet `statements`. `{}` is an empty mapping, `\u000D` a character that a
spreadsheet cannot show, and `\\` a backslash.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from kg.errors import DuplicateDeclarationError, ExportError, InputError, SchemaProblem
from kg.loaders.base import DamagedError, Loaded, alone
from kg.loaders.explain import explain
from kg.loaders.marks import Mark, Tree
from kg.loaders.workbook import Cell, Table, read_tables, write_tables
from kg.model import Article, Sheet, sheet_adapter
from kg.vocab.claimable import CLAIMABLE
from kg.vocab.concepts import CONCEPTS

__all__ = ["documents", "dump", "load", "name", "sniff", "suffixes"]

name = "xlsx"
suffixes = (".xlsx",)

_ABOUT: Final = "about"
_KINDS: Final = (
    "sources", "actors", "places", "events", "matters", "agreements", "aliases", "statements",
)  # fmt: skip
_LIST: Final = " |"
_SEPARATOR: Final = " | "
_EMPTY: Final = "{}"
#: texts that would be taken for signs stand in quotes
_SIGN: Final = re.compile(r"[\"{}]*")
_QUOTED: Final = re.compile(r"\"[\"{}]*\"")
_DECLARED: Final = ("actors", "places", "events", "matters", "agreements")
#: columns that take a concept, by the last part of their name
_SCHEMES: Final = {
    "act": "act", "attribution": "attribution", "certainty": "certainty", "issue": "issue",
    "kind": "condition-kind", "medium": "medium", "role": "role", "stance": "stance",
    "level": "level", "type": "actor-class", "voice": "voice",
} | {
    key: one.scheme for key, one in CLAIMABLE.items() if one.scheme and one.kinds == ("concept",)
}  # fmt: skip

_Path = tuple[str | int, ...]


def sniff(path: Path, head: bytes) -> bool:
    """A zip, as every workbook is."""
    del path
    return head.startswith(b"PK")


# ---------------------------------------------------------------------------------------- writing


def dump(sheet: Sheet, path: Path, text: str | None = None) -> None:  # noqa: ARG001 - has none
    """Write a workbook that loads as an equal sheet.

    Raises:
        ExportError: the sheet is an article's, whose quotes belong beside its text; or a text is
            too long for a cell.
    """
    if isinstance(sheet, Article):
        raise ExportError("an article stays beside its text: only other sheets become workbooks")
    record = sheet.model_dump(mode="json", by_alias=True, exclude_unset=True)
    kinds = {kind: record.pop(kind) for kind in _KINDS if record.get(kind)}
    about = dict(cell for key in record for cell in _cells(key, record[key]))
    tables = [Table(_ABOUT, ("key", "value"), list(about.items()), {})]
    said: list[dict[str, str]] = []
    for kind, records in kinds.items():
        rows = []
        for number, one in enumerate(records, 1):
            linked = {"row": str(number)} if kind == "statements" else {}
            said += (
                {"statement": str(number)} | _row(assertion, lone=True)
                for assertion in one.pop("says", ())
            )
            rows.append(linked | _row(one))
        tables.append(_table(kind, rows))
    if said:
        tables.append(_table("assertions", said))
    write_tables(tables, path)


def _row(record: dict[str, Any], *, lone: bool = False) -> dict[str, str]:
    cells: dict[str, str] = {}
    for key, value in record.items():
        bare = lone and isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict)
        cells.update(_cells(key, value[0] if bare else value))
    return cells


def _cells(column: str, value: Any) -> Iterator[tuple[str, str]]:
    """The columns and texts of one value; what is None or an empty list leaves no trace."""
    match value:
        case None:
            return
        case dict():
            if not value:
                yield column, _EMPTY
            for key, inner in value.items():
                yield from _cells(f"{column}.{key}", inner)
        case list() if value and all(map(_listable, value)):
            yield column + _LIST, _SEPARATOR.join(value)
        case list():
            for number, inner in enumerate(value, 1):
                yield from _cells(f"{column}.{number}", inner)
        case bool():
            yield column, str(value).lower()
        case _:
            text = str(value)
            yield column, f'"{text}"' if _SIGN.fullmatch(text) else text


def _listable(item: object) -> bool:
    """Whether an item can stand among others in one cell."""
    return isinstance(item, str) and "|" not in item and item == item.strip() != ""


def _table(kind: str, rows: Sequence[dict[str, str]]) -> Table:
    header = sorted(
        dict.fromkeys(column for row in rows for column in row),
        key=lambda column: column not in ("row", "statement", "id"),
    )
    choices = {}
    for column in header:
        scheme = _SCHEMES.get(column.removesuffix(_LIST).rpartition(".")[2])
        if scheme and column not in ("row", "statement"):
            choices[column] = sorted(CONCEPTS[scheme])
    return Table(
        kind, header, [[row.get(column, "") for column in header] for row in rows], choices
    )


# ---------------------------------------------------------------------------------------- reading


@dataclass(frozen=True)
class _Grid(Tree):
    """The data of a workbook and the cell of all in it; the line of a mark is a cell's number.

    `_told` turns that number into worksheet, row and column.
    """

    cells: dict[_Path, Cell] = field(default_factory=dict)
    marked: list[Cell] = field(default_factory=list)

    def at(self, path: Sequence[str | int]) -> Cell:
        """The cell of something, or of what would hold it."""
        steps = tuple(path)
        while steps and steps not in self.cells:
            steps = steps[:-1]
        return self.cells.get(steps) or Cell("", _ABOUT, 1, 1)

    def mark(self, path: Sequence[str | int], *, key: bool = False) -> Mark:
        """The number of a cell; a key and its value are told by the same one."""
        del key
        self.marked.append(self.at(path))
        return Mark(len(self.marked), 0)

    def line(self, path: Sequence[str | int]) -> tuple[int, int]:
        """Row and column of something in its worksheet."""
        cell = self.at(path)
        return cell.row, cell.column


def load(path: Path) -> Loaded:
    """Read a workbook.

    Raises:
        DamagedError: with every problem of it, each with worksheet, row and column.
        InvalidInputError: it is no workbook.
    """
    sheets, problems = read_tables(path)
    reader = _Reader(path, problems)
    for title, rows in sheets.items():
        if title not in (_ABOUT, "assertions", *_KINDS):
            problems.append(_wrong(path, rows[0][0] if rows else Cell("", title, 1, 1),
                "no such worksheet", " or ".join((_ABOUT, *_KINDS, "assertions"))))  # fmt: skip
    top: dict[str | int, Any] = {}
    for cells in sheets.get(_ABOUT, [])[1:]:
        key = cells[0] if cells[0].column == 1 else None
        value = cells[1] if len(cells) > 1 else None
        if key is None:
            problems.append(_wrong(path, cells[0], "no key beside this value", "a key in column 1"))
        elif value is not None:
            reader.put(top, key.text, value)
    for kind in _KINDS:
        top |= {kind: records} if (records := reader.records(sheets.get(kind, []))) else {}
    reader.link(top.get("statements", {}), reader.records(sheets.get("assertions", [])))
    grid = _Grid(path, None, (), None)
    object.__setattr__(grid, "data", _settled(top, (), grid.cells))
    sheet = None
    try:
        sheet = sheet_adapter().validate_python(grid.data)
    except ValidationError as error:
        problems += [_told(problem, grid) for problem in explain(error, grid)]
    problems += _declared_twice(path, grid)
    if problems or sheet is None:
        titles = (_ABOUT, *_KINDS, "assertions")
        order = sorted(problems, key=lambda one: (
            titles.index(one.sheet) if one.sheet in titles else -1, one.line, one.column
        ))  # fmt: skip
        read = Loaded(sheet, None, grid.line) if sheet else None
        declared = tuple(
            f"{kind[:-1]}/{cell.text}" for kind, cell in _ids(grid) if kind in _DECLARED
        )
        raise DamagedError(tuple(order), read=read, declared=declared)
    return Loaded(sheet, None, grid.line)


documents = alone(load)


class _Reader:
    """From rows to nested mappings, with cells as leaves."""

    def __init__(self, path: Path, problems: list[InputError]) -> None:
        self.path = path
        self.problems = problems

    def records(self, rows: list[list[Cell]]) -> dict[str | int, Any]:
        """The records of a worksheet by position; its first row names the columns."""
        names: dict[int, str] = {}
        for cell in rows[0] if rows else ():
            if cell.text in names.values():
                self.problems.append(
                    _wrong(self.path, cell, "the column stands twice", "each column once")
                )
                continue
            names[cell.column] = cell.text
        found: dict[str | int, Any] = {}
        for row in rows[1:]:
            record = found.setdefault(len(found), {})
            for cell in row:
                if cell.column in names:
                    self.put(record, names[cell.column], cell)
                else:
                    self.problems.append(
                        _wrong(self.path, cell, "the column has no name", "a name in row 1")
                    )
        return found

    def put(self, record: dict[str | int, Any], column: str, cell: Cell) -> None:
        """Set what a column names."""
        listed = column.endswith(_LIST)
        steps = [
            int(step) if step.isdecimal() else step
            for step in column.removesuffix(_LIST).split(".")
        ]
        place = record
        for step in steps[:-1]:
            place = place.setdefault(step, {})
            if not isinstance(place, dict):
                self.problems.append(_wrong(self.path, cell, f"{column!r} stands beside {step!r}",
                    "one of the two to be empty"))  # fmt: skip
                return
        if steps[-1] in place:
            self.problems.append(_wrong(self.path, cell, f"{column!r} has two values",
                "one of the two to be empty"))  # fmt: skip
            return
        place[steps[-1]] = (
            [replace(cell, text=item.strip()) for item in cell.text.split("|")] if listed else cell
        )

    def link(self, statements: dict[str | int, Any], said: dict[str | int, Any]) -> None:
        """Put each assertion into the statement whose `row` it names."""
        by_row: dict[str, dict[str | int, Any]] = {}
        for statement in statements.values():
            row = statement.pop("row", None)
            if isinstance(row, Cell) and row.text in by_row:
                self.problems.append(_wrong(self.path, row, "the row stands twice", "its own sign"))
            elif isinstance(row, Cell):
                by_row[row.text] = statement
        for assertion in said.values():
            link = assertion.pop("statement", None)
            if isinstance(link, Cell) and link.text in by_row:
                says = by_row[link.text].setdefault("says", {})
                says[len(says)] = assertion
                continue
            cell = link if isinstance(link, Cell) else _first(assertion)
            near = tuple(difflib.get_close_matches(cell.text, by_row, 3)) if link else ()
            problem = _wrong(self.path, cell, "the assertion belongs to no statement",
                "in the column statement, what stands in the column row of statements")  # fmt: skip
            problem.near = near
            self.problems.append(problem)


def _first(node: Any) -> Cell:
    """The first cell inside a node."""
    while not isinstance(node, Cell):
        node = next(iter(node.values() if isinstance(node, dict) else node), Cell("", _ABOUT, 1, 1))
    return node


def _settled(node: Any, path: _Path, cells: dict[_Path, Cell]) -> Any:
    """Plain data from mappings with cells as leaves; mappings by numbers become lists."""
    if isinstance(node, Cell):
        cells[path] = node
        if node.text == _EMPTY:
            return {}
        return node.text[1:-1] if _QUOTED.fullmatch(node.text) else node.text
    cells[path] = _first(node)
    if isinstance(node, list):
        for at, cell in enumerate(node):
            cells[*path, at] = cell
        return [cell.text for cell in node]
    if node and all(isinstance(key, int) for key in node):
        ordered = [node[key] for key in sorted(node)]
        return [_settled(inner, (*path, at), cells) for at, inner in enumerate(ordered)]
    return {str(key): _settled(inner, (*path, str(key)), cells) for key, inner in node.items()}


def _told(problem: InputError, grid: _Grid) -> InputError:
    """The same problem with the place of its cell."""
    cell = grid.marked[problem.line - 1] if problem.line else grid.at(())
    problem.sheet, problem.line, problem.column = cell.sheet, cell.row, cell.column
    return problem


def _wrong(path: Path, cell: Cell, message: str, expected: str) -> SchemaProblem:
    return SchemaProblem(
        message, path, cell.row, cell.column, expected, repr(cell.text), sheet=cell.sheet
    )


def _ids(grid: _Grid) -> Iterator[tuple[str, Cell]]:
    for path, cell in grid.cells.items():
        if path[-1:] == ("id",) and len(path) > 1:
            yield str(path[0] if len(path) == 3 else path[2]), cell


def _declared_twice(path: Path, grid: _Grid) -> Iterator[InputError]:
    first: dict[tuple[str, str], Cell] = {}
    for kind, cell in _ids(grid):
        before = first.setdefault((kind, cell.text), cell)
        if before is not cell:
            yield DuplicateDeclarationError(
                f"the id {cell.text!r} is declared twice", path, cell.row, cell.column,
                "an id of its own", f"the first in row {before.row}", sheet=cell.sheet,
            )  # fmt: skip
