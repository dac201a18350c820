"""Acts on what had ended are reported, and change no status."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.chronicles import act, loaded, statement

AGREED = act("agree", byActor=["FRA", "DEU"])
RELEASED = act("release", event="second", byActor="DEU")
PERFORMED = act("perform", event="third", byActor="DEU")


def illegal(folder: Path, *statements: dict[str, Any]) -> list[tuple[str, ...]]:
    with loaded(folder, *statements) as graph:
        return [
            (row["account"], _tail(row["step"]), str(row["date"]), _tail(row["status"]))
            for row in graph.query("commitments/illegal", a="FRA", b="DEU").records()
        ]


def _tail(node: object) -> str:
    return str(node).rpartition("/")[2]


def test_performance_of_what_was_released_is_illegal(tmp_path: Path) -> None:
    told = statement(AGREED, RELEASED, PERFORMED, speaker="de-ministry")
    assert illegal(tmp_path, told) == [("DEU", "perform", "2025-05-01", "released")]


def test_each_account_is_judged_by_itself(tmp_path: Path) -> None:
    found = illegal(
        tmp_path,
        statement(AGREED, RELEASED, speaker="de-ministry"),
        statement(AGREED, PERFORMED, speaker="fr-ministry"),
    )
    assert found == []


def test_a_report_changes_no_status(tmp_path: Path) -> None:
    told = statement(AGREED, RELEASED, PERFORMED, speaker="de-ministry")
    with loaded(tmp_path, told) as graph:
        rows = graph.query("commitments/statuses", a="FRA", b="DEU").records()
        performance = {
            (row["account"], _tail(row["party"])): _tail(row["status"])
            for row in rows
            if _tail(row["axis"]) == "performance"
        }
    assert performance["b", "DEU"] == "fulfilled"


def test_a_meeting_that_was_cancelled_is_not_held(tmp_path: Path) -> None:
    found = illegal(
        tmp_path,
        statement(
            act("schedule", of="event/third"), act("cancel", event="second", of="event/third"),
            act("hold", event="third", of="event/third"), AGREED,
            act("discuss", event="third"), speaker="fr-ministry",
        ),
    )  # fmt: skip
    assert ("FRA", "hold", "2025-05-01", "cancelled") in found


def test_what_is_agreed_anew_may_be_performed(tmp_path: Path) -> None:
    anew = act("agree", event="third", slot="2", byActor=["FRA", "DEU"])
    told = statement(
        AGREED, act("terminate", byActor="DEU", event="second"), anew, speaker="de-ministry"
    )
    with loaded(tmp_path, told) as graph:
        assert graph.query("commitments/illegal", a="FRA", b="DEU").rows == ()
