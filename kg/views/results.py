"""Pages of results: tables that need no script, and of each a drawing where its columns allow one.

A result with two columns of nodes can be drawn as a graph of two modes, one with a column of dates
as a timeline; what neither fits is a table. This module knows results and no query.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg.iris import ID
from kg.terms import Iri
from kg.views.assemble import render
from kg.views.words import show_date, words

if TYPE_CHECKING:
    from kg.result import Column, Result

__all__ = ["DRAWINGS", "Part", "drawings_of", "results_page"]

#: how a result can be shown; the table is always there
DRAWINGS: Final = ("graph", "timeline", "table")
#: a column of EDTF text that tells when a row was
_WHEN: Final = ("edtf", "said", "published")

Link = Callable[[str], str | None]


class Part(NamedTuple):
    """A result under its heading; `view` is how it is shown first, "" for what fits best."""

    heading: str
    result: Result
    view: str = ""


@dataclass(frozen=True)
class _Shown:
    """A column as a reader sees it: its label in place of its IRI."""

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
    link: Link = lambda _iri: None,
    home: str = "",
    facts: Sequence[tuple[str, str]] = (),
) -> str:
    """One self-contained page of results.

    Args:
        parts: the results in order.
        title: of the page.
        language: BCP 47 tag of the interface; en, hi and ru have words.
        subtitle: a line below the title.
        link: gives the page of a node, as an address beside this one, if there is one.
        home: the address of the page that this one belongs to, "" for none.
        facts: terms and texts that stand before the results.
    """
    told = words(language)
    shown = [_part(number, part, language, link) for number, part in enumerate(parts)]
    data = {
        "language": language, "words": dict(told), "title": title,
        "parts": [part["data"] for part in shown],
    }  # fmt: skip
    return render(
        "results.html", data, scripts=("data", "results"), words=told, language=language,
        title=title, subtitle=subtitle, parts=shown, home=home, facts=facts,
    )  # fmt: skip


def _part(number: int, part: Part, language: str, link: Link) -> dict[str, Any]:
    result = part.result
    columns = [*_columns(result.columns)]
    possible = drawings_of(result)
    first = part.view if part.view in possible else possible[0]
    rows = [[_cell(row, column, language, link) for column in columns] for row in result.rows]
    drawn = {
        "view": first,
        "graph": _graph(result) if "graph" in possible else None,
        "timeline": _timeline(result, language) if "timeline" in possible else None,
    }
    return {
        "number": number, "id": f"part-{number}", "heading": part.heading,
        "columns": columns, "rows": rows,
        "possible": possible, "first": first, "data": drawn,
    }  # fmt: skip


def _columns(columns: Sequence[Column]) -> list[_Shown]:
    """A node's label stands for it; what is for programs alone is left out."""
    names = {column.name: at for at, column in enumerate(columns)}
    # bare IRIs are for programs, unless there is nothing else
    bare = {column.name for column in columns if column.type == "iri"}
    hidden = bare if len(bare) < len(columns) else set()
    found = []
    for at, column in enumerate(columns):
        labels = column.name.endswith("_label") and column.name.removesuffix("_label") in names
        if column.name in hidden or labels:
            continue
        label = names.get(f"{column.name}_label")
        name = column.name.replace("_", " ")
        found.append(_Shown(name, at if label is None else label, at if label else None))
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
    return str(value).removeprefix(ID) if isinstance(value, Iri) else str(value)


def _graph(result: Result) -> dict[str, Any]:
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
        "columns": [result.columns[at].name.replace("_", " ") for at in (left, right)],
        "labels": labels,
        "edges": [[one, other, count] for (one, other), count in pairs.items()],
    }


def _when(columns: Sequence[Column]) -> int | None:
    """The column that tells when."""
    for at, column in enumerate(columns):
        if column.type in ("date", "dateTime"):
            return at
    return next((at for at, column in enumerate(columns) if column.name in _WHEN), None)


def _timeline(result: Result, language: str) -> dict[str, Any]:
    """Each row that has a date: its day, the lane of its first node, what it says."""
    at = _when(result.columns)
    assert at is not None
    node = next((n for n, column in enumerate(result.columns) if column.type == "node"), None)
    rows = []
    for number, row in enumerate(result.rows):
        value = row[at]
        day = str(value)[:10] if value else ""
        if len(day) == len("2025-04-10") and day[4] == day[7] == "-" and day[:4].isdigit():
            lane = str(row[node + 1] or "") if node is not None else ""
            others = (
                _text(cell, language)
                for column, cell in zip(result.columns, row, strict=True)
                if column.type == "text" and cell
            )
            rows.append([day, lane, " · ".join([show_date(day, language), *others])[:300], number])
    return {"column": result.columns[at].name, "rows": rows}
