"""Workbooks in Excel's format as tables of text: the one module that knows openpyxl.

Every cell is text, so that no spreadsheet turns `2025-04` or `010` into something else; formulas,
numbers and dates are refused on the way in. This module knows no record.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.errors import ExportError, InputError, InvalidInputError, SchemaProblem, TooLargeError
from kg.loaders.files import LIMIT

__all__ = ["Cell", "Table", "read_tables", "write_tables"]

#: the worksheet from which the dropdowns take their values; it is not read
LISTS: Final = "lists"
#: characters that a cell can hold
_LONGEST: Final = 32_767
#: bytes that a workbook can have when its parts are unpacked
_UNPACKED: Final = 20 * LIMIT
_NARROW, _WIDE = 12, 60
#: rows below the last for which dropdowns stay
_SPARE: Final = 500
#: what XML cannot hold, or what readers of workbooks take for an escape
_ODD: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]|x(?=[0-9A-Fa-f]{4}_)"
)
#: what zipfile, the XML parser and openpyxl raise on a file that is no workbook
_DAMAGED: Final = (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError, SyntaxError)
_ESCAPE: Final = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)", re.DOTALL)


@dataclass(frozen=True)
class Cell:
    """The text of a cell and its place; row and column count from 1."""

    text: str
    sheet: str
    row: int
    column: int


@dataclass(frozen=True)
class Table:
    """A worksheet: its header row and the rows below it, and the columns with a dropdown list."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    choices: Mapping[str, Sequence[str]]


def write_tables(tables: Sequence[Table], path: Path) -> None:
    """Write a workbook; header rows are frozen, all cells are text.

    Raises:
        ExportError: a text is longer than a cell can be.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    book.remove(book.worksheets[0])
    lists = {values: at for at, values in enumerate(_lists(tables), 1)}
    for table in tables:
        sheet = book.create_sheet(table.name)
        sheet.freeze_panes = "A2"
        for at, name in enumerate(table.header, 1):
            letter = get_column_letter(at)
            texts = [name, *(_escaped(row[at - 1]) for row in table.rows)]
            for number, text in enumerate(texts, 1):
                if len(text) > _LONGEST:
                    raise ExportError(
                        f"{table.name}: the text of {name!r} in row {number} is longer than a cell "
                        f"can be ({_LONGEST} characters)"
                    )
                if not text:
                    continue
                cell = sheet.cell(number, at)
                cell.value = text
                cell.data_type = "s"  # text, also where it begins with "="
                cell.number_format = "@"
                if number == 1:
                    cell.font = Font(bold=True)
                else:
                    cell.alignment = Alignment(vertical="top", wrap_text=len(text) > _WIDE)
            column = sheet.column_dimensions[letter]
            column.width = min(max(_NARROW, *map(len, texts)) + 2, _WIDE)
            column.number_format = "@"
            if name in table.choices:
                values = tuple(table.choices[name])
                source = get_column_letter(lists[values])
                rule = DataValidation(
                    type="list", allow_blank=True, showErrorMessage=False,
                    formula1=f"{LISTS}!${source}$1:${source}${len(values)}",
                )  # fmt: skip
                rule.add(f"{letter}2:{letter}{len(texts) + _SPARE}")
                sheet.add_data_validation(rule)
    last = book.create_sheet(LISTS)
    last.sheet_state = "hidden"
    for values, at in lists.items():
        for number, value in enumerate(values, 1):
            last.cell(number, at, value).number_format = "@"
    book.save(path)


def _lists(tables: Sequence[Table]) -> dict[tuple[str, ...], None]:
    return dict.fromkeys(tuple(values) for table in tables for values in table.choices.values())


def read_tables(path: Path) -> tuple[dict[str, list[list[Cell]]], list[InputError]]:
    """The worksheets by name, each with its rows of cells that hold something, header first.

    Also returned is every cell that is no text: formulas, numbers, dates.

    Raises:
        InvalidInputError: the file is no workbook, cannot be read, or is too large.
    """
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(part.file_size for part in archive.infolist())
        if size > _UNPACKED or path.stat().st_size > LIMIT:
            raise InvalidInputError((
                TooLargeError(
                    "the workbook is too large", path,
                    expected=f"at most {LIMIT / 1e6:.0f} MB", found=f"{size / 1e6:.1f} MB unpacked",
                ),
            ))  # fmt: skip
        with path.open("rb") as file:  # of a path, openpyxl asks for its suffix first
            book = load_workbook(file)
    except _DAMAGED as problem:
        wrong = InputError("the file is no workbook", path, expected="XLSX", found=str(problem))
        raise InvalidInputError((wrong,)) from problem
    found: dict[str, list[list[Cell]]] = {}
    problems: list[InputError] = []
    for sheet in book.worksheets:
        if sheet.title == LISTS:
            continue
        rows = found.setdefault(sheet.title, [])
        for cells in sheet.iter_rows():
            row: list[Cell] = []
            for cell in cells:
                if cell.value is None:
                    continue
                where = (str(sheet.title), cell.row, cell.column or 0)
                if cell.data_type in ("s", "inlineStr") and isinstance(cell.value, str):
                    row.append(Cell(_plain(cell.value), *where))
                    continue
                what = "a formula" if cell.data_type == "f" else "no text"
                problems.append(
                    SchemaProblem(
                        f"the cell {cell.coordinate} holds {what}",
                        path,
                        where[1],
                        where[2],
                        "text: format the cell as Text and type it again",
                        repr(cell.value),
                        sheet=where[0],
                    )
                )
            if row:
                rows.append(row)
    return found, problems


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\")
    return _ODD.sub(lambda match: f"\\u{ord(match[0]):04X}", text)


def _plain(text: str) -> str:
    def char(match: re.Match[str]) -> str:
        sign = match[1]
        return chr(int(sign[1:], 16)) if len(sign) > 1 else sign

    return _ESCAPE.sub(char, text)
