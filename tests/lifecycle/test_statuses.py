"""Statuses by each account: computed in columns and in plain SPARQL 1.1, on random histories."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from kg import lifecycle
from kg.answers.frames import frame
from kg.graph import Graph
from kg.lifecycle import NOBODY, Moment
from tests.lifecycle import histories as random

Row = tuple[object, ...]


@pytest.fixture(scope="module")
def graph() -> Iterator[Graph]:
    """One store for all examples: each loads its history as a new revision of one chronicle."""
    with kg.open() as opened, tempfile.TemporaryDirectory() as folder:
        random.declaring(Path(folder))
        opened.load(folder)
        yield opened


def in_sparql(graph: Graph, moment: Moment) -> list[Row]:
    """The statuses as `lifecycle/statuses` defines them."""
    rows = graph.query(
        "lifecycle/statuses", a="FRA", b="DEU",
        valid_at=moment.valid_at and date.fromordinal(moment.valid_at),
        reported_by=moment.reported_by and date.fromordinal(moment.reported_by),
        according_to=moment.according_to,
        unknown="include" if moment.doubtful else "exclude",
    ).records()  # fmt: skip
    names = [name for name in lifecycle.STATUSES if name not in ("account", "party")]
    return sorted(
        (*(row[name] for name in names), row["account"] or NOBODY, row["party"] or NOBODY)
        for row in rows
    )


def in_columns(graph: Graph, moment: Moment) -> list[Row]:
    """The same, computed."""
    names = [name for name in lifecycle.STATUSES if name not in ("account", "party")]
    found = lifecycle.statuses(
        lifecycle.seen(lifecycle.visible(acts(graph), moment)), effects(graph)
    )
    return sorted(found.select(*names, "account", "party").rows())


def acts(graph: Graph) -> pl.DataFrame:
    return frame(graph.table("lifecycle/acts", a="FRA", b="DEU"), lifecycle.ACTS)


def effects(graph: Graph) -> pl.DataFrame:
    return frame(graph.table("lifecycle/effects"), lifecycle.EFFECTS)


def _day(offset: int) -> int:
    return (random.START + timedelta(days=offset)).toordinal()


days = st.none() | st.integers(0, 13).map(_day)
who = st.sampled_from([None, None, None, "FRA", "de-envoy", "agency", "POL"])
moments = st.builds(
    Moment,
    valid_at=days,
    reported_by=days,
    according_to=who.map(lambda slug: slug and f"https://w3id.org/bilateral/id/actor/{slug}"),
    doubtful=st.booleans(),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(told=random.histories, asked=st.lists(moments, min_size=1, max_size=2))
def test_sparql_and_columns_agree(
    graph: Graph, told: list[random.Told], asked: list[Moment]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        graph.load(random.write(Path(folder), "history", told))
    for moment in asked:
        assert in_columns(graph, moment) == in_sparql(graph, moment)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(told=random.histories, again=random.histories)
def test_saying_it_again_changes_no_status(
    graph: Graph, told: list[random.Told], again: list[random.Told]
) -> None:
    idle = [replace(each, act="reaffirm", of="matter/m1", stance="affirms") for each in again]
    found = []
    for history in (told, [*told, *idle]):
        with tempfile.TemporaryDirectory() as folder:
            graph.load(random.write(Path(folder), "history", history))
        found.append(in_columns(graph, Moment()))
    assert found[0] == found[1]


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(one=random.histories, other=random.histories)
def test_the_order_of_loading_changes_nothing(
    one: list[random.Told], other: list[random.Told]
) -> None:
    found = []
    for names in (("one", "other"), ("other", "one")):
        with kg.open() as fresh, tempfile.TemporaryDirectory() as folder:
            random.declaring(Path(folder))
            fresh.load(folder)
            for name in names:
                told = one if name == "one" else other
                fresh.load(random.write(Path(folder), name, told))
            found.append(in_columns(fresh, Moment()))
    assert found[0] == found[1]
