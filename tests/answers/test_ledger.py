"""The ledger's rules: standing, basis, defaults of performance, what is contested or possible."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.asking import tail
from tests.chronicles import act, loaded, page, statement

AGREED = act("agree", byActor=["FRA", "DEU"])
OWES = {"about": "matter/m", "debtor": "FRA", "creditor": "DEU"}


def rows(folder: Path, *statements: dict[str, Any], **given: Any) -> dict[tuple[str, str], Any]:
    """The rows by axis and party; `sources` goes into the chronicle, the rest is asked."""
    more = {key: given.pop(key) for key in ("sources", "events") if key in given}
    with loaded(folder, *statements, **more) as graph:
        found = graph.query("commitments/ledger", a="FRA", b="DEU", **given).records()
        return {(tail(row["axis"]), tail(row["party"])): row for row in found}


def basis(row: dict[str, Any], who: str) -> tuple[str, str]:
    return tail(row[f"{who}_status"]), row[f"{who}_basis"]


def test_a_side_that_says_nothing_is_silent_in_so_many_texts(tmp_path: Path) -> None:
    other = statement(
        {"about": "matter/m", "assessment": {"en": "good"}}, speaker="de-ministry", cites="q"
    )
    row = rows(
        tmp_path, statement(AGREED, speaker="fr-ministry"), other,
        sources=[page("p"), page("q", read_in_full=True)],
    )["stage", ""]  # fmt: skip
    assert basis(row, "a") == ("agreed", "confirmed")
    assert basis(row, "b") == ("", "silent")
    assert (row["b_texts"], row["b_read"]) == (1, 1)
    assert row["standing"] == "owed"


def test_what_is_known_at_second_hand_is_owed_by_nobody(tmp_path: Path) -> None:
    told = statement(AGREED, speaker="fr-ministry", attribution="secondHand")
    row = rows(tmp_path, told)["stage", ""]
    assert basis(row, "a") == ("agreed", "attributed")
    assert row["standing"] == "asked"


def test_officials_who_differ_split_the_account_and_the_weightier_counts(tmp_path: Path) -> None:
    row = rows(
        tmp_path,
        statement(AGREED, speaker="fr-ministry"),
        statement(AGREED, speaker="envoy", stance="denies"),
    )["stage", ""]
    assert basis(row, "a") == ("agreed", "split")
    row = rows(
        tmp_path,
        statement(AGREED, speaker="envoy"),
        statement(AGREED, speaker="fr-ministry", stance="denies"),
    )["stage", ""]
    assert basis(row, "a") == ("", "denied")


def test_what_one_affirms_and_the_other_denies_is_contested(tmp_path: Path) -> None:
    broken = act("violate", "second", byActor="FRA")
    found = rows(
        tmp_path,
        statement(AGREED, OWES, speaker="de-ministry"),
        statement(broken, speaker="de-ministry"),
        statement({**broken, "byActor": ()}, speaker="fr-ministry", stance="denies"),
    )["performance", "FRA"]
    assert basis(found, "b") == ("violated", "confirmed")
    assert basis(found, "a") == ("", "denied")
    assert found["contested"]


def test_corroborated_is_the_lower_stage_of_the_two(tmp_path: Path) -> None:
    row = rows(
        tmp_path,
        statement(AGREED, speaker="fr-ministry"),
        statement(act("discuss"), speaker="de-ministry"),
    )["stage", ""]
    assert tail(row["corroborated"]) == "discussed"


def test_a_condition_gates_only_in_the_account_that_tells_it(tmp_path: Path) -> None:
    condition = {"about": "matter/m", "condition": {"kind": "suspensive", "text": {"en": "if"}}}
    row = rows(
        tmp_path,
        statement(AGREED, OWES, condition, speaker="fr-ministry"),
        statement(AGREED, speaker="de-ministry"),
    )["performance", "FRA"]
    assert basis(row, "a")[0] == "conditional"
    assert basis(row, "b")[0] == "pending"


def test_a_condition_that_has_come_about_gates_no_more(tmp_path: Path) -> None:
    condition = {
        "kind": "suspensive", "text": {"en": "once they met"}, "depends_on": "event/second",
    }  # fmt: skip
    told = statement(
        AGREED, OWES, {"about": "matter/m", "condition": condition}, speaker="fr-ministry"
    )
    met = statement(act("hold", "second", of="event/second"), speaker="de-ministry")
    attended = statement(
        {"about": "event/second", "participation": [
            {"participant": "FRA", "role": "party"}, {"participant": "DEU", "role": "party"}]}
    )  # fmt: skip
    before = rows(tmp_path, told, met, attended, valid_at="2025-03-15")["performance", "FRA"]
    after = rows(tmp_path, told, met, attended, valid_at="2025-04-15")["performance", "FRA"]
    assert (basis(before, "a")[0], basis(after, "a")[0]) == ("conditional", "pending")


def test_a_term_that_passed_in_silence_lapses_only_what_never_was_in_effect(tmp_path: Path) -> None:
    due = {"about": "matter/m", "term": {"deadline": "2025-03-31"}}
    told = statement(AGREED, OWES, due, speaker="fr-ministry")
    for day, status in (("2025-03-31", "pending"), ("2025-04-01", "lapsed")):
        row = rows(tmp_path, told, valid_at=day)["performance", "FRA"]
        assert basis(row, "a")[0] == status
    begun = statement(act("beginPerformance", "first", byActor="FRA"), speaker="fr-ministry")
    row = rows(tmp_path, told, begun, valid_at="2025-04-01")["performance", "FRA"]
    assert basis(row, "a")[0] == "inEffect"


def test_a_term_tied_to_a_meeting_that_was_not_held_has_not_passed(tmp_path: Path) -> None:
    due = {"about": "matter/m", "term": {"event": "second"}}
    told = statement(AGREED, OWES, due, speaker="fr-ministry")
    row = rows(tmp_path, told, valid_at="2025-12-31")["performance", "FRA"]
    assert basis(row, "a")[0] == "pending"


def test_performance_stands_for_each_debtor(tmp_path: Path) -> None:
    both = {"about": "matter/m", "debtor": ["FRA", "DEU"]}
    done = act("perform", "second", byActor="de-ministry")
    found = rows(tmp_path, statement(AGREED, both, done, speaker="fr-ministry"))
    assert basis(found["performance", "DEU"], "a")[0] == "fulfilled"
    assert basis(found["performance", "FRA"], "a")[0] == "pending"


def test_what_only_may_have_been_published_by_then_is_possible(tmp_path: Path) -> None:
    vague = page("p", published="2025-03-02/2025-05-31", published_basis="no date on the page")
    told = statement(AGREED, speaker="fr-ministry")
    row = rows(tmp_path, told, sources=[vague], reported_by="2025-04-01")["stage", ""]
    assert row["possible"]
    assert basis(row, "a")[0] == "agreed"
    left_out = {"reported_by": "2025-04-01", "unknown": "exclude"}
    assert rows(tmp_path, told, sources=[vague], **left_out) == {}


def test_an_answer_that_has_not_come_is_told_and_never_inferred(tmp_path: Path) -> None:
    asked = statement(act("propose", byActor="FRA"), speaker="fr-ministry")
    assert not [axis for axis, _ in rows(tmp_path, asked) if axis == "answer"]
    silent = statement({"about": "matter/m", "noAnswerFrom": "DEU"}, speaker="fr-ministry")
    assert basis(rows(tmp_path, asked, silent)["answer", "DEU"], "a")[0] == "unanswered"


def test_one_account_alone_can_be_asked_for(tmp_path: Path) -> None:
    told = (
        statement(AGREED, speaker="fr-ministry"),
        statement(act("discuss"), speaker="de-ministry"),
    )
    row = rows(tmp_path, *told, according_to="DEU")["stage", ""]
    assert (basis(row, "a"), basis(row, "b")) == (("", "silent"), ("discussed", "confirmed"))


def test_what_both_say_was_performed_was_owed_and_what_one_did_of_itself_was_not(
    tmp_path: Path,
) -> None:
    done = act("perform", "first", byActor="FRA")
    one = statement(done, OWES, speaker="fr-ministry")
    row = rows(tmp_path, one)["performance", "FRA"]
    assert (row["standing"], tail(row["corroborated"])) == ("asked", "")
    row = rows(tmp_path, one, statement(done, speaker="de-ministry"))["performance", "FRA"]
    assert (row["standing"], tail(row["corroborated"])) == ("owed", "fulfilled")


def test_what_was_to_go_on_for_a_time_is_over_with_it(tmp_path: Path) -> None:
    due = {"about": "matter/m", "term": {"deadline": "2025-03-31"}}
    goes_on = {"about": "matter/m", "obligationKind": "continuing"}
    for kind, move, left in ((goes_on, "", 0), ({**goes_on, "obligationKind": "result"}, "FRA", 1)):
        told = statement(AGREED, OWES, due, kind, speaker="fr-ministry")
        with loaded(tmp_path, told) as graph:
            asked = {"a": "FRA", "b": "DEU", "valid_at": "2025-04-01"}
            (row,) = graph.query("commitments/summary", **asked).records()
            assert (row["move"], row["overdue"]) == (move, "lapsed")
            assert len(graph.query("commitments/open", **asked)) == left
            assert len(graph.query("commitments/due", **asked)) == 1
            (whole,) = graph.query("commitments/balance", **asked).records()
            assert (whole["open"], whole["ended"]) == (left, 1 - left)
