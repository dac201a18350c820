"""Coded events beside the shipped articles; the events are the invented ones of `data/coded`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import kg
from kg.errors import EventTableNotFoundError
from kg.graph import Graph
from kg.resources import data_dir
from tests.asking import rows, tail
from tests.catalogue.conftest import MOMENT

TALKS = "istanbul-talks-2025-04-10"


def test_consultations_rose_before_the_agreement_of_april(graph: Graph) -> None:
    (row,) = rows(graph, "coded/before-agreements", a="RUS", b="USA")
    # articles tell of an exchange of notes on the day on which ICEWS has a signature
    assert row["date"] == date(2025, 4, 10)
    assert tail(row["agreement"]) == "rus-usa-notes-on-mission-banking-2025-04-10"
    assert row["told_by"] == "articles and coded"
    # from 13 March: two visits, a call, a negotiation, a consultation that two sentences tell;
    # from 13 February: a negotiation and, in Istanbul, a consultation and a meeting on third ground
    assert (row["before"], row["earlier"], row["change"]) == (5, 3, 2)
    assert row["rose"]
    assert row["covered"]


def test_a_span_before_the_first_coded_event_is_not_covered(graph: Graph) -> None:
    (row,) = rows(graph, "coded/before-agreements", a="IND", b="CHN", until="2025-03-31")
    assert (row["told_by"], row["before"], row["earlier"]) == ("coded", 0, 0)
    assert not row["covered"]


def test_another_quarter_has_no_agreement(graph: Graph) -> None:
    assert not rows(graph, "coded/before-agreements", a="RUS", b="USA", until="2025-03-31")


def test_coded_events_are_candidates_for_what_articles_tell(graph: Graph) -> None:
    found = [
        row
        for row in rows(graph, "coded/aligned", a="RUS", b="USA")
        if row["event"] and tail(row["event"]) == tail(TALKS)
    ]
    same_day = [row for row in found if row["days"] == 0]
    assert {row["code"] for row in same_day} == {"040", "046", "057"}
    best = [row for row in found if row["likeness"] == 1]
    assert {row["code"] for row in best} == {"040", "046"}
    assert all(row["same_country"] and row["coded_place"] == "Istanbul" for row in best)
    # two days later in Moscow is another meeting; the next day's visit there is a poor candidate
    assert max(row["days"] for row in found) == 1
    assert {row["likeness"] for row in found if row["days"] == 1} < {
        row["likeness"] for row in found
    }
    assert all(row["verdict"] is None for row in found)


def test_days_widen_the_search(graph: Graph) -> None:
    narrow, wide = (
        len(rows(graph, "coded/aligned", a="RUS", b="USA", days=days)) for days in (0, 3)
    )
    assert 0 < narrow < wide


def test_what_people_judged_stands_beside_the_candidate(tmp_path: Path) -> None:
    with kg.open(tmp_path / "store", clock=lambda: MOMENT) as graph:
        graph.load(data_dir())
        graph.coded.load(data_dir() / "coded", format="icews")
        asked = {"a": "RUS", "b": "USA", "since": "2025-04-10", "until": "2025-04-10"}
        best, *_ = rows(graph, "coded/aligned", **asked)
        sheet = tmp_path / "judged.yaml"
        sheet.write_text(
            f"""kind: judgements
id: judged
judgements:
  - node: coded/{tail(best["coded"])}
    as: event/{tail(best["event"])}
    verdict: different
    by: a reader
    date: 2026-07-01
    reason: An example.
""",
            encoding="utf-8",
        )
        before = graph._backend.count()
        graph.load(sheet)
        judged, *_ = rows(graph, "coded/aligned", **asked)
        assert (judged["coded"], judged["event"]) == (best["coded"], best["event"])
        assert (tail(judged["verdict"]), judged["judged_by"]) == ("different", "a reader")
        # the judgement and its record came into the store; the event did not
        assert graph._backend.count() - before < 40
        assert not graph.sparql("ASK { GRAPH ?g { ?event a br:CodedEvent } }")


def test_without_an_event_table_it_says_so() -> None:
    with kg.open(clock=lambda: MOMENT) as graph:
        graph.load(data_dir() / "registry" / "actors.yaml")
        with pytest.raises(EventTableNotFoundError):
            graph.query("coded/aligned", a="RUS", b="USA")
