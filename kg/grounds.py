"""On which claims each row of an answer rests, with the words of the source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from kg.iris import BR, ID
from kg.lifecycle import STAGE
from kg.result import Result
from kg.terms import Iri

if TYPE_CHECKING:
    from kg.graph import Graph

__all__ = ["grounds"]

_COLUMNS: Final = (
    ("row", "integer"), ("about", "node"), ("property", "node"), ("value", "node"),
    ("stance", "node"), ("attribution", "node"), ("speaker", "node"), ("quote", "text"),
    ("gist", "text"), ("start", "integer"), ("end", "integer"), ("document", "node"),
    ("claim", "iri"),
)  # fmt: skip
_ACT_TYPE: Final = BR + "actType"
#: columns that say that a row is about a status
_STATUSES: Final = frozenset(("axis", "stage", "step", "status", "a_status", "b_status"))
#: of these, claims are made; of others, such as places, they only speak
_KINDS: Final = tuple(f"{ID}{kind}/" for kind in ("matter", "event", "agreement", "act"))

Row = Mapping[str, Any]


def grounds(graph: Graph, result: Result, clocks: Mapping[str, object]) -> Result:
    """The claims on which the rows of an answer rest.

    A row that names claims rests on these. Any other rests on what is claimed of the first matter,
    event, agreement or act in it; of a row about a status these are the claims of the steps that
    set or end one on its axis.

    Args:
        graph: the graph that gave the answer.
        result: the answer.
        clocks: as of when it was asked, of which `reported_by`, `according_to` and `unknown` count.

    Returns:
        One row a claim and place that says so, `row` being the number of the row in the answer,
        from 1; in the order of the rows.
    """
    asked = {
        key: value
        for key, value in clocks.items()
        if key in ("reported_by", "according_to", "unknown") and value is not None
    }
    rows = [
        {**{name: row.get(name) for name, _ in _COLUMNS}, "row": number}
        for number, record in enumerate(result.records(), 1)
        for row in _of_row(graph, record, asked)
    ]
    return Result.from_rows(rows, _COLUMNS, lambda nodes: graph.label(*nodes))


def _of_row(graph: Graph, record: Row, asked: Mapping[str, Any]) -> Iterator[Row]:
    named = [
        value
        for key, value in record.items()
        if (key == "claim" or key.endswith("_claim")) and isinstance(value, Iri)
    ]
    for claim in dict.fromkeys(named):
        found = graph.query("claims/words", claim=claim).records()
        yield from ({**row, "claim": claim} for row in found)
    if named:
        return
    node = next(
        (value for value in record.values() if isinstance(value, Iri) and value.startswith(_KINDS)),
        None,
    )
    if node is None:
        return
    told = [*graph.query("claims/about", node=node, **asked).records()]
    if not _STATUSES & record.keys():
        yield from told
        return
    axis = record.get("axis", STAGE if "stage" in record else None)
    steps = _steps_on(graph, axis)
    # two may tell one act as two steps: those of another axis say nothing of this status
    moving = [
        row for row in told
        if row["property"] != _ACT_TYPE or axis is None or str(row["value"]) in steps
    ]  # fmt: skip
    acts = {row["about"] for row in moving if row["property"] == _ACT_TYPE}
    yield from (row for row in moving if row["about"] in acts)


def _steps_on(graph: Graph, axis: str | None) -> set[str]:
    """The steps that set or end a status on an axis."""
    effects = [*graph.query("lifecycle/effects").records()]
    axes = {row["status"]: row["axis"] for row in effects}
    return {
        str(row["step"]) for row in effects
        if axis in (row["axis"], row["ends"], axes.get(row["ends"]))
    }  # fmt: skip
