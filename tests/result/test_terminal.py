"""On a terminal a result is a table where it fits and lines where not; names stay what they are."""

from __future__ import annotations

import io
from datetime import date

import pytest
from rich.cells import cell_len
from rich.console import Console

from kg.iris import ID, PREFIXES
from kg.result import Cell, Column, Result
from kg.terms import Iri

FLIGHTS = Iri(f"{ID}matter/flights")
VISAS = Iri(f"{ID}matter/visas")
AGREED = Iri(f"{PREFIXES['status']}agreed")
COLUMNS = tuple(
    Column(*one)
    for one in (
        ("matter", "node"), ("matter_label", "text"), ("a_status", "node"),
        ("a_status_label", "text"), ("a_since", "date"), ("a_denies", "boolean"),
        ("third_status", "node"), ("third_status_label", "text"), ("number_of_claims", "integer"),
    )
)  # fmt: skip
ROWS: tuple[tuple[Cell, ...], ...] = (
    (FLIGHTS, "Direct flights", AGREED, "agreed", date(2025, 4, 10), False, None, None, 3),
    (VISAS, "Visas", None, None, None, False, None, None, 12),
)
RESULT = Result(COLUMNS, ROWS, "What is open")


def lines(result: Result, width: int = 100) -> list[str]:
    console = Console(file=io.StringIO(), width=width)
    console.print(result.to_table())
    assert isinstance(console.file, io.StringIO)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


def test_a_result_as_a_table() -> None:
    assert lines(RESULT) == [
        "What is open",
        "                a_status    number_of_",
        "matter          a_since         claims",
        "──────────────────────────────────────",
        "Direct flights  agreed               3",
        "matter:flights  2025-04-10",
        "",
        "Visas                               12",
        "matter:visas",
        "",
        "empty in every row: third_status",
        "false in every row: a_denies",
    ]


def test_where_it_is_narrow_each_row_is_a_block() -> None:
    assert lines(RESULT, 32) == [
        "What is open",
        "1 ──────────────────────────────",
        "matter            Direct flights",
        "                  matter:flights",
        "a_status          agreed",
        "a_since           2025-04-10",
        "number_of_claims  3",
        "2 ──────────────────────────────",
        "matter            Visas",
        "                  matter:visas",
        "number_of_claims  12",
        "",
        "empty in every row: third_status",
        "false in every row: a_denies",
    ]


@pytest.mark.parametrize("width", range(20, 130, 7))
def test_nothing_is_cut_at_any_width(width: int) -> None:
    shown = lines(RESULT, width)
    assert max(map(cell_len, shown)) <= width
    letters = "".join("".join(shown).split())
    for word in ("Visas", "2025-04-10", "12"):
        assert word in letters


def test_what_no_row_says_is_named_only_if_there_are_rows() -> None:
    empty = lines(Result(COLUMNS, (), "What is open"))
    assert empty[-5:-3] == [
        "        a_since   third_  number_of_",
        "matter  a_denies  status      claims",
    ]
    assert empty[-1] == "no rows"


def test_columns_that_say_nothing_leave_their_names() -> None:
    assert lines(Result((Column("x", "string"),), ((None,), ("",)))) == [
        "1 " + "─" * 98, "2 " + "─" * 98, "", "empty in every row: x",
    ]  # fmt: skip


@pytest.mark.parametrize("value", [0, True, "0", "false"])
def test_what_says_something_is_shown(value: Cell) -> None:
    shown = lines(Result((Column("x", "mixed"),), ((value,), (None,))))
    assert shown[0] == "x"
    assert not any("in every row" in line for line in shown)


def test_an_iri_that_is_no_node_is_shown_by_its_prefix() -> None:
    assert lines(Result((Column("act", "iri"),), ((FLIGHTS,),)))[-1] == "matter:flights"


def test_a_long_text_gets_room() -> None:
    quote = "called for direct flights to be resumed " * 20
    shown = lines(Result((Column("n", "integer"), Column("quote", "text")), ((1, quote),)))
    assert len(shown) <= 12


def test_columns_of_a_stack_stand_one_below_the_other() -> None:
    columns = (*COLUMNS[:2], Column("standing", "string"), Column("contested", "boolean"))
    rows: tuple[tuple[Cell, ...], ...] = (
        (FLIGHTS, "Direct flights", "owed", True),
        (VISAS, "Visas", "asked", False),
    )
    found = lines(Result(columns, rows, "", (("matter", "standing", "contested"),)))
    assert found[:3] == ["matter", "standing", "contested"]
    # what is true among others is its name, and what is not is nothing
    assert found[4:] == [
        "Direct flights", "owed", "contested", "matter:flights", "", "Visas", "asked",
        "matter:visas",
    ]  # fmt: skip


def test_a_number_in_the_background_that_is_the_same_in_every_row_is_told_once() -> None:
    columns = (*COLUMNS[:2], Column("texts", "integer"))
    rows: tuple[tuple[Cell, ...], ...] = (
        (FLIGHTS, "Direct flights", 4),
        (VISAS, "Visas", 4),
    )
    found = lines(Result(columns, rows, background=("texts",)))
    assert found[0] == "matter"
    assert found[-1] == "the same in every row: texts 4"


def test_a_number_that_was_asked_for_is_never_folded() -> None:
    columns = (Column("year", "string"), Column("conflict", "integer"), Column("score", "decimal"))
    rows: tuple[tuple[Cell, ...], ...] = (("2024", 0, 4), ("2025", 0, 4))
    found = lines(Result(columns, rows))
    assert found[0].split() == ["year", "conflict", "score"]
    assert [line.split() for line in found[2:]] == [["2024", "0", "4"], ["2025", "0", "4"]]
