"""The two-sided ledger: each side by its own account, from acts and claims, as of a day."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import kg
from kg.errors import ParameterValueError
from tests import sheets

TEXT = """\
France agreed. Germany doubts it. France denies it. France ended it. Nobody knows.
It was agreed. The agency says that Germany agreed. France reopened it. It was fulfilled.
"""

HEAD = """\
events:
  - {id: first, label: {en: First round}, date: 2025-03-01}
  - {id: second, label: {en: Second round}, date: 2025-04-01}
  - {id: third, label: {en: Third round}, date: 2025-05-01}
matters:
  - {id: m, label: {en: The matter}, parties: [FRA, DEU], issue: bilateralRelations}
statements:
"""


def said(
    exact: str, *says: str, speaker: str = "", attribution: str = "reported", **more: str
) -> str:
    lines = [f"  - exact: {exact}"]
    if speaker:
        lines += [f"    speaker: {speaker}", f"    attribution: {attribution}"]
    lines += [f"    {key}: {value}" for key, value in more.items()]
    return "\n".join([*lines, "    says:", *(f"      - {one}" for one in says)]) + "\n"


def act(kind: str, event: str, more: str = "") -> str:
    return f"{{act: {kind}, of: matter/m, in: {event}{more}}}"


def ledger(folder: Path, *statements: str, **when: str) -> dict[str, dict[str, Any]]:
    """The rows by axis."""
    sheets.registry(folder)
    sheets.article(folder, "l", body=HEAD + "".join(statements), text=TEXT)
    graph = kg.open()
    graph.load(folder)
    rows = graph.query("commitments/ledger", a="FRA", b="DEU", **when).records()
    return {str(row["axis"]).rpartition("/")[2]: row for row in rows}


def status(row: dict[str, Any], who: str) -> str | None:
    value = row[f"{who}_status"]
    return None if value is None else str(value).rpartition("/")[2]


AGREED = said("France agreed.", act("agree", "first"), speaker="fr-ministry")


def test_a_side_has_only_its_own_account(tmp_path: Path) -> None:
    row = ledger(tmp_path, AGREED)["stage"]
    assert (status(row, "a"), row["a_basis"], str(row["a_since"])) == (
        "agreed",
        "confirmed",
        "2025-03-01",
    )
    assert status(row, "b") is None


def test_what_nobody_says_confirms_nothing(tmp_path: Path) -> None:
    row = ledger(tmp_path, said("It was agreed.", act("agree", "first")))["stage"]
    assert (status(row, "a"), status(row, "b"), status(row, "narrator")) == (None, None, "agreed")


def test_what_others_pass_on_is_attributed(tmp_path: Path) -> None:
    second_hand = said(
        "The agency says that Germany agreed.", act("agree", "first"),
        speaker="de-ministry", attribution="secondHand",
    )  # fmt: skip
    row = ledger(tmp_path, second_hand)["stage"]
    assert (status(row, "b"), row["b_basis"]) == ("agreed", "attributed")


def test_discussing_again_lowers_no_stage(tmp_path: Path) -> None:
    later = said("Nobody knows.", act("discuss", "second"), speaker="fr-ministry")
    row = ledger(tmp_path, AGREED, later)["stage"]
    assert (status(row, "a"), str(row["a_since"])) == ("agreed", "2025-03-01")


def test_the_other_axes_have_their_latest_act(tmp_path: Path) -> None:
    first = said("France agreed.", act("accept", "first"), speaker="fr-ministry")
    then = said("France ended it.", act("refuse", "second"), speaker="fr-ministry")
    assert status(ledger(tmp_path, first, then)["answer"], "a") == "refused"


def test_the_stage_starts_anew_after_its_end(tmp_path: Path) -> None:
    ended = said("France ended it.", act("terminate", "second"), speaker="fr-ministry")
    row = ledger(tmp_path, AGREED, ended)["stage"]
    assert status(row, "a") == "terminated"
    anew = said("France reopened it.", act("propose", "third"), speaker="fr-ministry")
    assert status(ledger(tmp_path, AGREED, ended, anew)["stage"], "a") == "proposed"


def test_a_corrected_literal_reading_ends_nothing(tmp_path: Path) -> None:
    trap = said(
        "France ended it.", act("terminate", "second", ", id: literal"),
        act("reaffirm", "second", ", corrects: literal, reason: {en: a slip}"),
        speaker="fr-ministry",
    )  # fmt: skip
    assert status(ledger(tmp_path, AGREED, trap)["stage"], "a") == "agreed"


def test_a_denial_stays_visible_and_raises_nothing(tmp_path: Path) -> None:
    denied = said(
        "France denies it.", act("agree", "first"), speaker="fr-ministry", stance="denies"
    )
    row = ledger(tmp_path, denied)["stage"]
    assert (status(row, "a"), row["a_denies"], row["b_denies"]) == (None, True, False)


def test_the_ledger_is_as_of_a_day(tmp_path: Path) -> None:
    later = said("It was fulfilled.", act("perform", "third"), speaker="fr-ministry")
    rows = ledger(tmp_path, AGREED, later, valid_at="2025-04-15")
    assert set(rows) == {"stage"}
    assert ledger(tmp_path, AGREED, later, valid_at="2025-02-01") == {}
    assert status(ledger(tmp_path, AGREED, later)["performance"], "a") == "fulfilled"


def test_what_is_fulfilled_is_not_open_and_what_is_reaffirmed_is(tmp_path: Path) -> None:
    again = said("Nobody knows.", act("reaffirm", "second"), speaker="fr-ministry")
    ledger(tmp_path, AGREED, again)
    graph = kg.open()
    graph.load(tmp_path)
    (row,) = graph.query("commitments/open", a="FRA", b="DEU").records()
    assert row["standing"] == "owed"
    done = said("It was fulfilled.", act("perform", "third"), speaker="de-ministry")
    ledger(tmp_path, AGREED, again, done)
    graph.load(tmp_path)
    assert not graph.query("commitments/open", a="FRA", b="DEU").rows


def test_a_relation_has_two_parties() -> None:
    with pytest.raises(ParameterValueError, match="another party"):
        kg.open().query("commitments/ledger", a="RUS", b="Россия")
