"""Pages of results: tables that need no script, and of each a drawing where its columns allow one.

A result with two columns of nodes can be drawn as a graph of two modes, one with a column of dates
as a timeline; what neither fits is a table. This module knows results and no query.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg.dates import Bounds
from kg.iris import ID
from kg.terms import Iri
from kg.views.assemble import render
from kg.views.headings import heading
from kg.views.vague import Vague, bounds
from kg.views.words import show_date, words

if TYPE_CHECKING:
    from kg.result import Column, Result

__all__ = ["DRAWINGS", "Context", "Part", "drawings_of", "results_page"]

#: how a result can be shown; the table is always there
DRAWINGS: Final = ("graph", "timeline", "table")
#: a column of EDTF text that tells when a row was
_WHEN: Final = ("edtf", "said", "published")
#: columns of EDTF text, which is written as the reader writes dates
_EDTF: Final = frozenset({*_WHEN, "dates", "judged_on", "month", "period"})

Link = Callable[[str], str | None]


@dataclass(frozen=True)
class Context:
    """What a page is told besides its results.

    Attributes:
        link: gives the page of a node, as an address beside this one, if there is one.
        home: the address of the page that this one belongs to, "" for none.
        vague: what is known of days that only begin a span: a row that names one of these things
            and bears that day says the span, in its table and its drawing.
        parties: the labels of the two that the answers are about, if they are about two.
    """

    link: Link = lambda _iri: None
    home: str = ""
    vague: Vague = field(default_factory=dict)
    parties: tuple[str, str] | None = None


class Part(NamedTuple):
    """A result under its heading; `view` is how it is shown first, "" for what fits best.

    `total` is what stands beside the heading, where it is not the number of rows.
    """

    heading: str
    result: Result
    view: str = ""
    total: int | None = None


@dataclass(frozen=True)
class _Shown:
    """A column as a reader sees it: its heading, and its label in place of its IRI."""

    name: str
    place: int
    node: int | None


def drawings_of(result: Result) -> list[str]:
    """How a result can be shown, the best first: graph, timeline, table."""
    found = []
    if len(_modes(result)) >= 2:
        found.append("graph")
    if _when(result.columns) is not None and result.rows:
        found.append("timeline")
    return [*found, "table"]


def _modes(result: Result) -> list[int]:
    """The columns of things, not of concepts, that are not the same in every row."""
    return [
        at
        for at, column in enumerate(result.columns)
        if column.type == "node"
        and len({row[at] for row in result.rows}) > 1
        and all(str(row[at]).startswith(ID) for row in result.rows if row[at] is not None)
    ]


def results_page(
    parts: Sequence[Part],
    *,
    title: str,
    language: str,
    subtitle: str = "",
    facts: Sequence[tuple[str, str]] = (),
    context: Context | None = None,
) -> str:
    """One self-contained page of results.

    Args:
        parts: the results in order.
        title: of the page.
        language: BCP 47 tag of the interface; en, hi and ru have words.
        subtitle: a line below the title.
        facts: terms and texts that stand before the results.
        context: what else it is told.
    """
    context = context or Context()
    told = words(language)
    shown = [_part(number, part, language, context) for number, part in enumerate(parts)]
    data = {
        "language": language, "words": dict(told), "title": title,
        "parts": [part["data"] for part in shown],
    }  # fmt: skip
    return render(
        "results.html", data, scripts=("data", "results"), words=told, language=language,
        title=title, subtitle=subtitle, parts=shown, home=context.home, facts=facts,
    )  # fmt: skip


def _part(number: int, part: Part, language: str, context: Context) -> dict[str, Any]:
    result = part.result

    def named(column: Column) -> str:
        return heading(column, language, context.parties)

    columns = _columns(result.columns, named)
    possible = drawings_of(result)
    first = part.view if part.view in possible else possible[0]
    told = [_dated(result.columns, row, context.vague) for row in result.rows]
    rows = [[_cell(row, column, language, context.link) for column in columns] for row in told]
    drawn = {
        "view": first,
        "graph": _graph(result, [named(one) for one in result.columns])
        if "graph" in possible
        else None,
        "timeline": _timeline(result.columns, told, language, named)
        if "timeline" in possible
        else None,
    }
    return {
        "number": number, "id": f"part-{number}", "heading": part.heading,
        "total": len(rows) if part.total is None else part.total,
        "columns": columns, "rows": rows,
        "possible": possible, "first": first, "data": drawn,
    }  # fmt: skip


def _dated(columns: Sequence[Column], row: Sequence[Any], vague: Vague) -> list[Any]:
    """The row with its dates as vague as they are: the bounds of an EDTF text in place of a day.

    A store compares days, so a column of dates has the first possible one of each.
    """
    things = [vague[cell] for cell in row if isinstance(cell, Iri) and cell in vague]
    edtf = next((row[at] for at, column in enumerate(columns) if column.name == "edtf"), None)

    def when(column: Column, value: Any) -> Any:
        if column.name == "date" and edtf:
            return bounds(str(edtf)) or value
        if type(value) is date:
            text = next((days[value] for days in things if value in days), None)
            return (text and bounds(text)) or value
        return (bounds(value) or value) if column.name in _EDTF and value else value

    return [when(column, value) for column, value in zip(columns, row, strict=True)]


def _columns(columns: Sequence[Column], named: Callable[[Column], str]) -> list[_Shown]:
    """A node's label stands for it; what is for programs alone is left out."""
    names = {column.name: at for at, column in enumerate(columns)}
    # bare IRIs are for programs, unless there is nothing else
    bare = {column.name for column in columns if column.type == "iri"}
    hidden = bare if len(bare) < len(columns) else set()
    if "date" in names:
        hidden = {*hidden, "edtf"}  # the date says it already
    found = []
    for at, column in enumerate(columns):
        labels = column.name.endswith("_label") and column.name.removesuffix("_label") in names
        if column.name in hidden or labels:
            continue
        label = names.get(f"{column.name}_label")
        found.append(_Shown(named(column), at if label is None else label, at if label else None))
    return found


def _cell(row: Sequence[Any], column: _Shown, language: str, link: Link) -> Mapping[str, str]:
    value = row[column.place]
    node = row[column.node] if column.node is not None else None
    address = link(str(node)) if node else None
    tag = getattr(value, "language", None) or ""
    return {"text": _text(value, language), "href": address or "", "lang": str(tag)}


def _text(value: Any, language: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "✓" if value else "—"
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return show_date(value.isoformat(), language)
    if isinstance(value, Bounds):
        return show_date(value.edtf, language)
    return str(value).removeprefix(ID) if isinstance(value, Iri) else str(value)


def _graph(result: Result, names: Sequence[str]) -> dict[str, Any]:
    """Two modes: the nodes of the first two columns that vary, and how often each pair stands."""
    left, right = _modes(result)[:2]
    pairs: dict[tuple[str, str], int] = {}
    labels: dict[str, str] = {}
    for row in result.rows:
        one, other = row[left], row[right]
        for node, at in ((one, left), (other, right)):
            if node is not None:
                labels[str(node)] = str(row[at + 1] or node)
        if one is not None and other is not None:
            pairs[str(one), str(other)] = pairs.get((str(one), str(other)), 0) + 1
    return {
        "columns": [names[at] for at in (left, right)],
        "labels": labels,
        "edges": [[one, other, count] for (one, other), count in pairs.items()],
    }


def _when(columns: Sequence[Column]) -> int | None:
    """The column that tells when."""
    for at, column in enumerate(columns):
        if column.type in ("date", "dateTime"):
            return at
    return next((at for at, column in enumerate(columns) if column.name in _WHEN), None)


def _timeline(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Any]],
    language: str,
    named: Callable[[Column], str],
) -> dict[str, Any]:
    """Each row that has a date: its first and last day, the lane of its first node, what it says.

    "" is an end that is open; what is open at both ends has no place.
    """
    at = _when(columns)
    assert at is not None
    # which of several dates it is
    what = f"{named(columns[at])}: " if sum(one.type == "date" for one in columns) > 1 else ""
    node = next((n for n, column in enumerate(columns) if column.type == "node"), None)
    drawn = []
    for number, row in enumerate(rows):
        days = _days(row[at])
        if not any(days):
            continue
        lane = str(row[node + 1] or "") if node is not None else ""
        others = (
            _text(cell, language)
            for column, cell in zip(columns, row, strict=True)
            if column.type == "text" and cell
        )
        told = " · ".join([f"{what}{_text(row[at], language)}", *others])[:300]
        drawn.append([*(day.isoformat() if day else "" for day in days), lane, told, number])
    return {"column": columns[at].name, "rows": drawn}


def _days(value: Any) -> tuple[date | None, date | None]:
    """The first and the last day that a cell may mean, None where it is open or no date at all."""
    if isinstance(value, Bounds):
        return value.earliest_begin, value.latest_end
    if isinstance(value, datetime):
        return value.date(), value.date()
    return (value, value) if isinstance(value, date) else (None, None)
