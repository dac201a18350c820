"""Results as text: CSV, JSON, Markdown, a terminal's table, a notebook's.

Whatever stands in the data stays data: each form escapes what it would take for its own syntax.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Final

from kg.result.cells import CONTROLS, Cell, Column, Text, written
from kg.result.terminal import TerminalTable, label, shown
from kg.terms import Iri

if TYPE_CHECKING:
    from kg.result import Result

__all__ = ["csv", "html", "json_records", "markdown", "table"]

Columns = Sequence[Column]
Rows = Sequence[tuple[Cell, ...]]

#: rows that a notebook shows before it says how many more there are
_SHOWN: Final = 200
#: what a spreadsheet takes for a formula at the beginning of a cell
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def csv(columns: Columns, rows: Rows, *, spreadsheet: bool) -> str:
    """See `Result.to_csv`."""
    lines = [[column.name for column in columns]]
    lines += [[_csv_text(value, spreadsheet) for value in row] for row in rows]
    return "".join(",".join(map(_csv_field, line)) + "\n" for line in lines)


def _csv_text(value: Cell, spreadsheet: bool) -> str:
    text = written(value)
    if not spreadsheet or not isinstance(value, str):
        return text
    return "'" * text.startswith(_FORMULA) + text.translate(CONTROLS)


def _csv_field(text: str) -> str:
    # the standard library leaves a bare carriage return unquoted, and then cannot read it
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',"\r\n') else text


def json_records(columns: Columns, rows: Rows) -> str:
    """See `Result.to_json`."""
    names = [column.name for column in columns]
    records = [dict(zip(names, map(_json, row), strict=True)) for row in rows]
    return json.dumps(records, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _json(value: Cell) -> str | int | float | bool | None:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date) or (isinstance(value, float) and not math.isfinite(value)):
        return written(value)
    return value


def markdown(columns: Columns, rows: Rows) -> str:
    """See `Result.to_markdown`."""
    lines = [[column.name for column in columns], ["---"] * len(columns)]
    lines += [[_markdown(written(value)) for value in row] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _markdown(text: str) -> str:
    escaped = escape(text, quote=False).replace("\\", "\\\\").replace("|", "\\|")
    return "<br>".join(line.translate(CONTROLS) for line in escaped.splitlines())


def table(result: Result) -> TerminalTable:
    """See `Result.to_table`."""
    return TerminalTable(
        result.columns, result.rows, result.title,
        stacks=result.stacks, background=result.background,
    )  # fmt: skip


def html(columns: Columns, rows: Rows, title: str) -> str:
    """A table for a notebook, at most 200 rows; everything in it is escaped."""
    places = shown(columns)
    names = (f'<th scope="col">{escape(columns[place].name)}</th>' for place in places)
    parts = ["<table>", f"<caption>{escape(title)}</caption>" if title else ""]
    parts += ["<thead><tr>", *names, "</tr></thead><tbody>"]
    for row in rows[:_SHOWN]:
        parts += ["<tr>", *(_html_cell(columns, row, place) for place in places), "</tr>"]
    parts.append("</tbody>")
    if len(rows) > _SHOWN:
        more = len(rows) - _SHOWN
        parts.append(f'<tfoot><tr><td colspan="{len(places)}">+{more}</td></tr></tfoot>')
    return "".join([*parts, "</table>"])


def _html_cell(columns: Columns, row: tuple[Cell, ...], place: int) -> str:
    value = row[place]
    text = label(columns, row, place)
    lang = f' lang="{escape(value.language)}"' if isinstance(value, Text) else ""
    title = f' title="{escape(value)}"' if isinstance(value, Iri) else ""
    return f'<td dir="auto"{lang}{title}>{escape(text)}</td>'
