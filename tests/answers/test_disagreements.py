"""What contradicts what: by stance, by value, by bounds, by the words of each side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.chronicles import act, loaded, page, statement


def found(
    folder: Path, *statements: dict[str, Any], **more: Any
) -> dict[str, set[tuple[str, str]]]:
    """How the versions of each property differ, and the versions."""
    with loaded(folder, *statements, sources=[page("p"), page("q")], **more) as graph:
        rows: dict[str, set[tuple[str, str]]] = {}
        for row in graph.query("claims/disagreements", a="FRA", b="DEU").records():
            key = f"{row['property'].rpartition('#')[2]} by {row['by']}"
            value = str(row["value"]).rpartition("/")[2] if row["by"] == "value" else row["value"]
            rows.setdefault(key, set()).add((value, row["stance"].rpartition("/")[2]))
        return rows


def about_event(**claimed: Any) -> dict[str, Any]:
    return {"about": "event/first", **claimed}


ANCHOR = statement(act("discuss"), speaker="fr-ministry")


def lasting(low: int, high: int) -> dict[str, Any]:
    return statement(about_event(duration={"at_least": low, "at_most": high}), cites="q")


def test_bounds_that_meet_do_not_contradict(tmp_path: Path) -> None:
    assert found(tmp_path, ANCHOR, lasting(270, 330), lasting(300, 400)) == {}
    assert found(tmp_path, ANCHOR, lasting(270, 330), lasting(330, 330)) == {}


def test_bounds_that_do_not_meet_or_share_but_an_end_do(tmp_path: Path) -> None:
    assert set(found(tmp_path, ANCHOR, lasting(270, 330), lasting(360, 390))) == {
        "duration by bounds"
    }
    assert set(found(tmp_path, ANCHOR, lasting(270, 330), lasting(330, 390))) == {
        "duration by bounds"
    }


def test_what_one_telling_gives_together_is_no_contradiction(tmp_path: Path) -> None:
    both = statement({"about": "actor/envoy", "title": {"en": "Envoy"}}, cites="q")
    same = statement({"about": "actor/envoy", "title": {"en": "envoy"}})
    assert found(tmp_path, ANCHOR, both, same) == {}
    other = statement({"about": "actor/envoy", "title": {"en": "Deputy"}})
    assert set(found(tmp_path, ANCHOR, both, other)) == {"title by value"}


def test_the_step_itself_can_be_told_differently(tmp_path: Path) -> None:
    rows = found(tmp_path, ANCHOR, statement(act("agree"), speaker="de-ministry"))
    assert rows == {"actType by value": {("agree", "affirms"), ("discuss", "affirms")}}


def test_what_can_be_several_contradicts_only_by_stance(tmp_path: Path) -> None:
    one, other = act("discuss", byActor="FRA"), act("discuss", byActor="DEU")
    assert found(tmp_path, statement(one), statement(other, cites="q")) == {}
    denied = statement({"about": "act/matter.m/first/1", "byActor": "FRA"}, stance="denies")
    rows = found(tmp_path, statement(one), statement(other, cites="q"), denied)
    assert {stance for _, stance in rows["byActor by stance"]} == {"affirms", "denies"}
    assert len(rows["byActor by stance"]) == 2


def test_words_are_compared_between_the_two_sides_alone(tmp_path: Path) -> None:
    said = [
        statement({"about": "matter/m", "assessment": {"en": words}}, speaker=speaker)
        for words, speaker in (("good", "fr-ministry"), ("stalled", "agency"))
    ]
    assert found(tmp_path, ANCHOR, *said) == {}
    other = statement({"about": "matter/m", "assessment": {"en": "bad"}}, speaker="de-ministry")
    assert set(found(tmp_path, ANCHOR, *said, other)) == {"assessment by words"}


def test_lists_of_the_two_sides_differ_if_one_names_more(tmp_path: Path) -> None:
    def names(speaker: str, *matters: str) -> dict[str, Any]:
        return statement({"about": "agreement/treaty", "confers": list(matters)}, speaker=speaker)

    more = {
        "agreements": [{"id": "treaty", "label": {"en": "The treaty"}, "parties": ["FRA", "DEU"]}],
        "matters": [
            {"id": slug, "label": {"en": slug}, "parties": ["FRA", "DEU"], "issue": "visas"}
            for slug in ("m", "n")
        ],
    }
    one, other = names("fr-ministry", "m", "n"), names("de-ministry", "m")
    (tmp_path / "unlike").mkdir()
    rows = found(tmp_path / "unlike", ANCHOR, one, other, **more)
    assert set(rows) == {"confers by lists"}
    (tmp_path / "alike").mkdir()
    assert found(tmp_path / "alike", ANCHOR, one, names("de-ministry", "n", "m"), **more) == {}


def test_two_who_give_other_grounds_disagree(tmp_path: Path) -> None:
    def cancelled(speaker: str, why: str) -> dict[str, Any]:
        step = act("cancel", of="event/third", ground={"en": why}, byActor="DEU")
        return statement(step, speaker=speaker)

    anchor = statement(act("discuss", event="third"), speaker="fr-ministry")
    said = cancelled("fr-ministry", "no room"), cancelled("envoy", "no time")
    assert set(found(tmp_path, anchor, *said)) == {"ground by tellers"}


def test_words_that_both_use_hide_none_that_each_has_alone(tmp_path: Path) -> None:
    def content(speaker: str, *texts: str) -> list[dict[str, Any]]:
        return [
            statement({"about": "matter/m", "content": {"en": text}}, speaker=speaker)
            for text in texts
        ]

    (tmp_path / "one").mkdir()
    more = [*content("fr-ministry", "both", "ministers"), *content("de-ministry", "both")]
    assert found(tmp_path / "one", ANCHOR, *more) == {}
    (tmp_path / "each").mkdir()
    rows = found(tmp_path / "each", ANCHOR, *more, *content("de-ministry", "officials"))
    assert set(rows) == {"content by words"}
