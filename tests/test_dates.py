"""EDTF as written, and the four days that bound it."""

from __future__ import annotations

import datetime
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dates import parse
from kg.errors import DateProblem

Day = datetime.date
FIRST, LAST = Day(2025, 4, 1), Day(2025, 4, 30)


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2025-04-10", "2025-04-10", "2025-04-10"),
        ("2025-04", "2025-04-01", "2025-04-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025~", "2025-01-01", "2025-12-31"),
        ("2024-10?", "2024-10-01", "2024-10-31"),
        ("2025-04-10%", "2025-04-10", "2025-04-10"),
        ("2025-04-1X", "2025-04-10", "2025-04-19"),
        ("2025-04-3X", "2025-04-30", "2025-04-30"),
        ("2025-04-XX", "2025-04-01", "2025-04-30"),
        ("2025-1X", "2025-10-01", "2025-12-31"),
        ("2025-XX", "2025-01-01", "2025-12-31"),
        ("2025-XX-12", "2025-01-12", "2025-12-12"),
        ("20XX-02-29", "2000-02-29", "2096-02-29"),
        ("156X", "1560-01-01", "1569-12-31"),
        ("15XX-12-25", "1500-12-25", "1599-12-25"),
        ("2025-21", "2025-03-01", "2025-05-31"),
        ("2025-33", "2025-01-01", "2025-03-31"),
        ("[2025-01,2025-03]", "2025-01-01", "2025-03-31"),
        ("?2025-04", "2025-04-01", "2025-04-30"),
        ("2025-04-10T21:00:00Z", "2025-04-10", "2025-04-10"),
    ],
)
def test_a_date_begins_and_ends_within_its_first_and_last_day(
    edtf: str, first: str, last: str
) -> None:
    bounds = parse(edtf)
    low, high = Day.fromisoformat(first), Day.fromisoformat(last)
    assert bounds.edtf == edtf
    assert (bounds.earliest_begin, bounds.latest_begin) == (low, high)
    assert (bounds.earliest_end, bounds.latest_end) == (low, high)
    assert (bounds.day, bounds.day_to) == (low.toordinal(), high.toordinal())


def test_an_interval_begins_within_its_first_part_and_ends_within_its_second() -> None:
    bounds = parse("2025-01/2025-03")
    assert (bounds.earliest_begin, bounds.latest_begin) == (Day(2025, 1, 1), Day(2025, 1, 31))
    assert (bounds.earliest_end, bounds.latest_end) == (Day(2025, 3, 1), Day(2025, 3, 31))


def test_an_instant_known_within_bounds_lies_from_the_first_day_to_the_last() -> None:
    bounds = parse("2025-04-11/2025-04-12")
    assert bounds.day == Day(2025, 4, 11).toordinal()
    assert bounds.day_to == Day(2025, 4, 12).toordinal()


def test_unspecified_digits_and_doubts_may_stand_in_an_interval() -> None:
    bounds = parse("2025-04-1X/2025-XX")
    assert (bounds.earliest_begin, bounds.latest_begin) == (Day(2025, 4, 10), Day(2025, 4, 19))
    assert (bounds.earliest_end, bounds.latest_end) == (Day(2025, 1, 1), Day(2025, 12, 31))


@pytest.mark.parametrize("edtf", ["../2025-04", "/2025-04"])
def test_an_open_beginning_has_no_bound(edtf: str) -> None:
    bounds = parse(edtf)
    assert (bounds.earliest_begin, bounds.latest_begin, bounds.day) == (None, None, None)
    assert (bounds.earliest_end, bounds.latest_end) == (FIRST, LAST)
    assert bounds.day_to == LAST.toordinal()


@pytest.mark.parametrize("edtf", ["2025-04-10/..", "2025-04-10/"])
def test_an_open_end_has_no_bound(edtf: str) -> None:
    bounds = parse(edtf)
    assert bounds.day == Day(2025, 4, 10).toordinal()
    assert (bounds.earliest_end, bounds.latest_end, bounds.day_to) == (None, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "last Thursday", "", " ", "2025-13-01", "2025-02-30", "2025-04-31", "2025-99", "20250410",
        "2025-W15-4", " 2025", "2025-04-10\n", "२०२५-०४-१०", "2025/04/10", "..", "../..", "/",
        "2025-04-10/2025-04-09", "unknown", "Y12345", "-0043", "0000", "Y17E8",
        "2025-X5-XX-01", "[" * 5000, "2025-04-10" * 1000,
    ],
)  # fmt: skip
def test_nonsense_is_a_problem_that_says_what_was_expected(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(DateProblem) as caught:
        parse(text)
    assert "ISO date" in caught.value.expected
    assert caught.value.file is None
    assert len(str(caught.value)) < 400
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("10.04.2025", ("2025-04-10", "2025-10-04")),
        ("2025-4-1", ("2025-04-01", "2025-01-04")),
        ("2025-13-01", ("2025-01-13",)),
        ("2025/04/10", ("2025-04-10", "2025-10-04")),
        ("2025/04", ("2025-04",)),
        ("last Thursday", ()),
    ],
)
def test_a_date_in_another_order_brings_the_likely_ones(text: str, near: tuple[str, ...]) -> None:
    with pytest.raises(DateProblem) as caught:
        parse(text)
    assert caught.value.near == near


@given(st.dates())
def test_every_day_is_its_own_bounds(day: datetime.date) -> None:
    bounds = parse(day.isoformat())
    assert bounds.day == bounds.day_to == day.toordinal()


@given(st.text(alphabet="0123456789X-/~?%.[]{}, TZY", max_size=24))
def test_any_text_gives_ordered_bounds_or_a_date_problem(text: str) -> None:
    try:
        bounds = parse(text)
    except DateProblem:
        return
    if bounds.day and bounds.day_to:
        assert bounds.day <= bounds.day_to


def test_iso_dates_do_not_import_the_slow_library() -> None:
    code = "import sys; from kg.dates import parse; parse('2025-04'); print('edtf' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
