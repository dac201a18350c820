"""What is counted: directions, periods, scores; a story once if that is asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from kg.tables import EventTable, counts
from kg.tables.counts import Slice
from tests.tables.coded import loaded, mirror, row


@pytest.fixture
def table(tmp_path: Path) -> EventTable:
    """A consultation of both, told twice; an accusation in June 2024; France and Germany."""
    accused = {"Event_ID": "5", "Event_Date": "2024-06-01", "CAMEO_Code": "112", "Intensity": "-2"}
    others = {"Source_Country": "France", "Target_Country": "Germany", "Event_ID": "6"}
    found, _ = loaded(
        tmp_path, "icews", row("icews"), mirror(),
        row("icews", Event_ID="3", Sentence_Number="7"), mirror(Event_ID="4", Sentence_Number="7"),
        row("icews", **accused), row("icews", **others),
    )  # fmt: skip
    return found


def test_what_each_did_to_the_other_counts_in_either_direction(table: EventTable) -> None:
    found = counts.dyad(table, "RUS", "USA", by="year").to_dicts()
    assert [(row["period"], row["source"], row["events"]) for row in found] == [
        ("2024", "RUS", 1), ("2025", "RUS", 2), ("2025", "USA", 2),
    ]  # fmt: skip
    assert (found[0]["cooperation"], found[0]["conflict"], found[0]["score"]) == (0, 1, -2.0)
    assert (found[1]["cooperation"], found[1]["conflict"], found[1]["score"]) == (2, 0, 1.0)
    assert found[1]["plover_score"] == 2.5


def test_the_order_of_the_two_does_not_matter(table: EventTable) -> None:
    assert counts.dyad(table, "RUS", "USA").equals(counts.dyad(table, "USA", "RUS"))


@pytest.mark.parametrize(("by", "period"), [("month", "2024-06"), ("quarter", "2024-Q2")])
def test_periods(table: EventTable, by: str, period: str) -> None:
    assert counts.dyad(table, "RUS", "USA", by=by)["period"][0] == period


def test_a_story_is_counted_once_on_request(table: EventTable) -> None:
    found = counts.dyad(table, "RUS", "USA", Slice(since=date(2025, 1, 1), once=True))
    assert found["events"].to_list() == [1, 1]


def test_the_curve_leaves_no_month_out(table: EventTable) -> None:
    curve = counts.months(table, "RUS", "USA")
    assert curve["period"].n_unique() == 11
    assert curve.height == 22
    assert curve["events"].sum() == 5
    quiet = curve.filter(period="2024-08")
    assert quiet["events"].to_list() == [0, 0]
    assert quiet["score"].to_list() == [None, None]


def test_top_pairs_count_an_event_once(table: EventTable) -> None:
    found = counts.top(table).select("a", "b", "events").rows()
    assert found == [("RUS", "USA", 3), ("DEU", "FRA", 1)]
    assert counts.top(table, n=1).height == 1


def test_the_matrix_has_a_cell_a_direction(table: EventTable) -> None:
    found = counts.matrix(table).select("year", "source", "target", "events").rows()
    assert found == [
        (2024, "RUS", "USA", 1), (2025, "FRA", "DEU", 1), (2025, "RUS", "USA", 2),
        (2025, "USA", "RUS", 2),
    ]  # fmt: skip


def test_a_source_can_be_asked_alone(table: EventTable) -> None:
    assert counts.top(table, Slice(datasets=("gdelt",))).height == 0
    assert counts.edges(table, Slice(datasets=("icews",))).height == 3


def test_events_between_two_stay_lazy_until_collected(table: EventTable) -> None:
    found = counts.between(table, "USA", "RUS", Slice(since=date(2025, 1, 1)))
    assert found.collect()["source_state"].to_list() == ["RUS", "RUS"]


def test_sums_of_parts_add_up_to_those_of_the_whole(table: EventTable) -> None:
    events = table.scan().collect()
    whole = counts.sums(events.lazy()).collect()
    keys = ["dataset", "month", "source_state", "target_state", "mutual"]
    parts = [counts.sums(events[place].lazy()).collect() for place in range(events.height)]
    added = pl.concat(parts).group_by(keys).agg(pl.all().sum())
    assert added.sort(keys).equals(whole.sort(keys))
    assert counts.pairs(added.lazy()).collect().equals(counts.top(table, n=None))
    assert counts.observations(added.lazy()).collect().height == 2 * counts.matrix(table).height


def test_a_mean_does_not_depend_on_the_order_of_what_is_added(tmp_path: Path) -> None:
    scores = ("0.1", "0.2", "0.3", "-0.6", "0.5", "0", "0", "0")
    rows = [
        row("icews", Event_ID=str(number), Story_ID=str(number), Intensity=score)
        for number, score in enumerate(scores)
    ]
    found, _ = loaded(tmp_path, "icews", *rows)
    for order in (False, True):
        events = found.scan().collect().sort("score", descending=order).lazy()
        assert counts.pairs(counts.sums(events)).collect()["score"].to_list() == [0.062]
