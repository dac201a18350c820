"""Allegations and retractions, told apart from the denials of others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.chronicles import act, loaded, page, statement

AGREED = act("agree", byActor=["FRA", "DEU"])
VIOLATED = act("violate", event="second", byActor="DEU")


def violations(folder: Path, *statements: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    with loaded(folder, *statements, **more) as graph:
        return [*graph.query("claims/violations", a="FRA", b="DEU").records()]


def test_an_allegation_and_its_denial_stand_beside_each_other(tmp_path: Path) -> None:
    found = violations(
        tmp_path,
        statement(AGREED, VIOLATED, speaker="fr-ministry", said_on="2025-04-02"),
        statement(VIOLATED, speaker="de-ministry", stance="denies", said_on="2025-04-03"),
    )
    assert [(row["word"], str(row["said"]), row["retracted"]) for row in found] == [
        ("alleges", "2025-04-02", None),
        ("denies", "2025-04-03", None),
    ]
    assert {str(row["accused"]).rpartition("/")[2] for row in found} == {"DEU"}


def test_who_later_says_the_contrary_has_retracted(tmp_path: Path) -> None:
    found = violations(
        tmp_path,
        statement(AGREED, VIOLATED, speaker="fr-ministry", said_on="2025-04-02"),
        statement(VIOLATED, speaker="fr-ministry", stance="denies", said_on="2025-04-20"),
    )
    assert [(row["word"], str(row["retracted"] or "")) for row in found] == [
        ("alleges", "2025-04-20"),
        ("denies", ""),
    ]


def test_the_first_page_of_a_saying_is_marked(tmp_path: Path) -> None:
    told = statement(AGREED, speaker="fr-ministry", cites=["p", "q"])
    pages = [page("p", published="2025-03-05"), page("q", published="2025-03-02")]
    with loaded(tmp_path, told, sources=pages) as graph:
        rows = [*graph.query("claims/relays", node="matter/m").records()]
    said = [row for row in rows if row["says"] == "agree"]
    assert [(row["published"], row["first"]) for row in said] == [
        ("2025-03-02", True),
        ("2025-03-05", False),
    ]
