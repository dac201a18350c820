"""What is owed and open, and whose move it is, from the shipped data on every engine."""

from __future__ import annotations

from typing import Any

from kg.graph import Graph

OF_2025 = {"valid_at": "2025-11-30", "reported_by": "2025-12-31"}


def by_matter(graph: Graph, query: str, a: str, b: str, **given: object) -> dict[str, Any]:
    """The rows by the slug of their matter."""
    rows = graph.query(query, a=a, b=b, **given).records()
    return {str(row["matter"]).rpartition("/")[2]: row for row in rows}


def test_what_both_owe_stands_apart_in_the_balance(graph: Graph) -> None:
    rows = {row["debtor"]: row for row in graph.query(
        "commitments/balance", a="RUS", b="USA", **OF_2025
    ).records()}  # fmt: skip
    assert set(rows) == {"RUS", "USA", "both"}
    assert [rows[who]["mutual"] for who in ("RUS", "USA", "both")] == [False, False, True]
    for row in rows.values():
        assert row["owed"] == sum(row[how] for how in ("fulfilled", "under_way", "open", "ended"))


def test_it_is_the_debtor_who_has_to_move(graph: Graph) -> None:
    moves = by_matter(graph, "commitments/moves", "RUS", "USA", valid_at="2025-04-11")
    # notes were exchanged that day: what they lay down binds both
    assert moves["rus-usa-mission-banking"]["move"] == "RUS, USA"
    assert str(moves["rus-usa-mission-banking"]["move_since"]) == "2025-04-10"
    # Russia asks for flights, the United States are to answer
    assert moves["rus-usa-direct-flights"]["standing"] == "asked"
    assert moves["rus-usa-direct-flights"]["move"] == "USA"


def test_a_term_that_passed_in_silence_has_lapsed(graph: Graph) -> None:
    due = by_matter(graph, "commitments/due", "RUS", "USA", **OF_2025)
    truce = due["rus-usa-energy-truce"]
    assert (str(truce["due"]), truce["overdue"]) == ("2025-04-17", "lapsed")


def test_an_agreement_that_expires_stands_among_what_falls_due(graph: Graph) -> None:
    due = by_matter(graph, "commitments/due", "RUS", "USA", valid_at="2026-01-10")
    treaty = due["rus-usa-new-start"]
    assert (str(treaty["due"]), treaty["days"], treaty["standing"]) == (
        "2026-02-05",
        26,
        "agreement",
    )
    # once it has expired there is nothing left to fall due
    after = by_matter(graph, "commitments/due", "RUS", "USA", valid_at="2026-03-01")
    assert "rus-usa-new-start" not in after


def test_the_summary_has_the_kind_and_both_stages(graph: Graph) -> None:
    rows = by_matter(graph, "commitments/summary", "RUS", "USA", valid_at="2025-04-11")
    meeting = rows["rus-usa-follow-up-meeting"]
    stages = [str(meeting[f"{who}_stage"]).rpartition("/")[2] for who in ("a", "b")]
    assert stages == ["agreedInPrinciple", "discussed"]
    assert rows["rus-usa-property-road-map"]["kind"] == "negotiate"


def test_what_was_done_is_not_open(graph: Graph) -> None:
    opened = by_matter(graph, "commitments/open", "IND", "CHN", valid_at="2025-11-30")
    assert "ind-chn-direct-flights" not in opened
    before = by_matter(graph, "commitments/open", "IND", "CHN", valid_at="2025-06-01")
    assert before["ind-chn-direct-flights"]["standing"] == "owed"


def test_one_wire_is_one_source(graph: Graph) -> None:
    rows = by_matter(graph, "commitments/summary", "RUS", "USA")
    assert all(row["origins"] <= row["documents"] for row in rows.values())
    assert any(row["origins"] < row["documents"] for row in rows.values())
    assert {"en", "hi", "ru"} <= set(rows["rus-usa-mission-banking"]["languages"].split(", "))
    assert not any(row["translated_only"] for row in rows.values() if row["documents"] > 1)
