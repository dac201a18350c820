"""The corners of brat standoff."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InvalidInputError, MissingTextError
from kg.loaders.base import PLAIN, Loaded, Reading, load_one, read
from kg.model import Article

TEXT = "Alice met Bob in Paris. She did not meet Carol.\n"


def load(folder: Path, lines: str, text: str = TEXT, reading: Reading = PLAIN) -> Loaded:
    (folder / "a.txt").write_bytes(text.encode())
    (folder / "a.ann").write_bytes(lines.encode())
    return load_one(folder / "a.ann", reading)


def sheet(folder: Path, lines: str, text: str = TEXT, reading: Reading = PLAIN) -> Article:
    found = load(folder, lines, text, reading).sheet
    assert isinstance(found, Article)
    return found


def problems(folder: Path, lines: str, text: str = TEXT) -> list[str]:
    with pytest.raises(InvalidInputError) as caught:
        load(folder, lines, text)
    return [str(one).removeprefix(f"{folder}/") for one in caught.value.problems]


def test_no_annotations_are_an_article_without_any(tmp_path: Path) -> None:
    assert sheet(tmp_path, "").annotations == ()


def test_a_stretch_in_several_parts(tmp_path: Path) -> None:
    (one,) = sheet(tmp_path, "T1\tGroup 0 5;10 13\tAlice Bob\n").annotations
    assert [part.exact for part in one.at] == ["Alice", "Bob"]


def test_a_mention_in_several_parts_is_quoted_from_the_first_to_the_last(tmp_path: Path) -> None:
    (one,) = sheet(tmp_path, "T1\tOrganization 0 5;10 13\tAlice Bob\n").mentions
    assert one.exact == "Alice met Bob"


def test_stretches_that_cross(tmp_path: Path) -> None:
    lines = "T1\tA 0 9\tAlice met\nT2\tB 6 13\tmet Bob\n"
    assert [one.at[0].exact for one in sheet(tmp_path, lines).annotations] == [
        "Alice met", "met Bob",
    ]  # fmt: skip


def test_an_event_with_numbered_and_nested_roles(tmp_path: Path) -> None:
    lines = (
        "T1\tPerson 0 5\tAlice\nT2\tPerson 10 13\tBob\nT3\tMeet 6 9\tmet\nT4\tDeny 28 35\tdid not\n"
        "E1\tMeet:T3 Who:T1 Who2:T2\nE2\tDeny:T4 What:E1\n"
    )
    one, two = [each for each in sheet(tmp_path, lines).annotations if each.trigger]
    assert [(link.role, link.to) for link in one.links] == [("Who", "T1"), ("Who2", "T2")]
    assert [(link.role, link.to) for link in two.links] == [("What", "E1")]


def test_flags_values_references_and_notes(tmp_path: Path) -> None:
    lines = (
        "T1\tPerson 0 5\tAlice\nA1\tHead T1\nM1\tConfidence T1 Low\n"
        "N1\tReference T1 Wikidata:Q42\tAlice\n#1\tAnnotatorNotes T1\tsure?\twell\n"
    )
    found = sheet(tmp_path, lines)
    (one,) = found.annotations
    assert one.features == {"Head": "true", "Confidence": "Low"}
    assert one.references == ("Wikidata:Q42",)
    assert one.notes == ("sure?\twell",)
    assert [actor.wikidata for actor in found.actors] == ["Q42"]


def test_notes_on_what_is_said_of_an_annotation(tmp_path: Path) -> None:
    lines = (
        "#1\tAnnotatorNotes A1\tsure?\n#2\tCheck N1\tnot the other one\n"
        "#3\tAnnotatorNotes #1\tyes\n"
        "T1\tPerson 0 5\tAlice\nA1\tConfidence T1 Low\nN1\tReference T1 Wikidata:Q42\tAlice\n"
    )
    (one,) = sheet(tmp_path, lines).annotations
    assert one.notes == (
        "Confidence: sure?", "Wikidata:Q42: Check: not the other one",
        "Confidence: AnnotatorNotes: yes",
    )  # fmt: skip


def test_a_note_on_what_is_not_there_is_told(tmp_path: Path) -> None:
    found = problems(tmp_path, "T1\tPerson 0 5\tAlice\n#1\tAnnotatorNotes A7\tsure?\n")
    assert found == ["a.ann:2: no annotation 'A7' is there"]


def test_an_offset_of_thousands_of_digits_is_none(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, f"T1\tPerson 0 {'9' * 5000}\tAlice\n")
    assert found.startswith("a.ann:1:1: not a line of brat standoff; expected T1")


def test_what_is_the_same_is_one_thing(tmp_path: Path) -> None:
    lines = "*\tEquiv T1 T2\nT1\tPerson 0 5\tAlice\nT2\tPerson 24 27\tShe\n"
    found = sheet(tmp_path, lines)
    assert [[name.form for name in one.names["und"]] for one in found.actors] == [["Alice", "She"]]
    assert len({one.refers for one in found.mentions}) == 1


def test_of_one_name_and_of_one_entry_are_one_thing(tmp_path: Path) -> None:
    text = "Bob and bob and Robert and Bob."
    lines = (
        "T1\tPerson 0 3\tBob\nT2\tPerson 8 11\tbob\nT3\tPerson 16 22\tRobert\n"
        "T4\tPerson 27 30\tBob\nN1\tReference T3 Wikidata:Q1\tx\nN2\tReference T1 Wikidata:Q1\tx\n"
    )
    found = sheet(tmp_path, lines, text)
    assert [len(one.names["und"]) for one in found.actors] == [2, 1]


def test_events_of_a_profile_become_events_with_participants(tmp_path: Path) -> None:
    lines = (
        "T1\tPER 0 5\tAlice\nT2\tPER 10 13\tBob\nT3\tContact.Meet 6 9\tmet\nT4\tLOC 17 22\tParis\n"
        "E1\tContact.Meet:T3 Participant:T1 Participant2:T2 Place:T4\nA1\tPolarity E1 Negative\n"
    )
    found = sheet(tmp_path, lines, reading=Reading(profile="wikievents", language="en"))
    (event,) = found.events
    assert event.label == {"en": "met"}
    (statement,) = found.statements
    assert statement.exact == "Alice met Bob in Paris"
    assert (statement.attribution, statement.stance) == ("unattributed", "denies")
    (said,) = statement.says
    assert said.about == f"event/{event.id}"
    told = {claimable.key: value for claimable, value in said.properties}
    assert told["eventType"] == "consult"
    assert told["place"] == f"place/{found.places[0].id}"
    people = [value.participant for claimable, value in said.properties
              if claimable.key == "participation"]  # type: ignore[union-attr]  # fmt: skip
    assert people == [one.id for one in found.actors]


def test_line_ends_count_as_they_are(tmp_path: Path) -> None:
    text = "one\r\ntwo\r\n"
    assert sheet(tmp_path, "T1\tA 5 8\ttwo\r\n", text).annotations[0].at[0].exact == "two"


def test_a_tool_that_lost_the_carriage_returns_is_understood(tmp_path: Path) -> None:
    found = sheet(tmp_path, "T1\tA 4 7\ttwo\n", "one\r\ntwo\r\n")
    assert found.annotations[0].at[0].start == 5
    assert found.document.annotated
    assert (found.document.annotated.offsets, found.document.annotated.declared) == (
        "lf", "code points",
    )  # fmt: skip


def test_a_tool_that_counts_utf16_is_understood(tmp_path: Path) -> None:
    found = sheet(tmp_path, "T1\tA 3 6\ttwo\n", "😀 two")
    assert found.annotations[0].at[0].start == 2
    assert found.document.annotated
    assert found.document.annotated.offsets == "utf-16"


def test_a_mark_that_cuts_a_written_character_is_told_and_kept(tmp_path: Path) -> None:
    loaded = load(tmp_path, "T1\tPerson 0 1\tर\n", "रूस ने कहा")
    assert [str(one).partition(": ")[2] for one in loaded.notices] == [
        "the mark cuts a written character, found 'र'"
    ]
    assert isinstance(loaded.sheet, Article)
    assert loaded.sheet.annotations[0].at[0].exact == "र"
    assert loaded.sheet.mentions == ()


def test_a_stray_line_is_told_with_its_number(tmp_path: Path) -> None:
    lines = "T1\tA 0 5\tAlice\nwhat is this\nT2 B 6 9\tmet\n"
    told = problems(tmp_path, lines)
    assert [one.partition(":1: ")[0] for one in told] == ["a.ann:2", "a.ann:3"]
    loaded = load(tmp_path, lines, reading=Reading(lenient=True))
    assert isinstance(loaded.sheet, Article)
    assert [one.id for one in loaded.sheet.annotations] == ["T1"]
    assert len(loaded.notices) == 2


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("T1\tA 0 5\tBob\n", "the text has something else at 0–5; expected 'Bob', found 'Alice'"),
        ("T1\tA 5 0\tAlice\n", "the offset (code points) is swapped"),
        ("T1\tA 0 900\tAlice\n", "beyond the end of the text"),
        ("T1\tA 3 3\t\n", "the mark holds no character"),
        ("T1\tA 0 5\tAlice\nT1\tA 0 5\tAlice\n", "the id 'T1' stands twice"),
        ("E1\tMeet:T9\n", "E1 rests on 'T9', which is not there"),
        ("R1\tA Arg1:T1 Arg2:T2\n", "R1 rests on 'T1', which is not there"),
        ("A1\tHead T7\n", "no annotation 'T7' is there"),
        ("*\tEquiv T1 T2\n", "no annotation 'T1' is there"),
        ("N1\tReference T1 nothing\tx\n", "not a line of brat standoff"),
        ("R1\tSame Arg1:R1 Arg2:R1\n", "are made of each other; expected events and relations"),
        ("T1\tA 0 5\tAlice\nE1\tMeet:E1 Who:T1\n", "stretches of the text, found E1 → E1"),
        (
            "T1\tA 0 5\tAlice\nE3\tMeet:T1 Theme:E4\nE4\tMeet:T1 Theme:E3\n",
            "stretches of the text, found E3 → E4 → E3",
        ),
        ("E1\tMeet\n", "not a line of brat standoff; expected E1⇥Type:T1 Role:T2"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(lines: str, told: str, tmp_path: Path) -> None:
    assert told in problems(tmp_path, lines)[0]


def test_what_is_made_of_itself_is_left_out_with_what_rests_on_it(tmp_path: Path) -> None:
    lines = "T1\tA 0 5\tAlice\nE1\tMeet:T1 Theme:E2\nE2\tMeet:T1 Theme:E1\nE3\tMeet:T1 Theme:E1\n"
    loaded = load(tmp_path, lines, reading=Reading(lenient=True))
    assert isinstance(loaded.sheet, Article)
    assert [one.id for one in loaded.sheet.annotations] == ["T1"]
    assert len(loaded.notices) == 2


def test_a_byte_order_mark_is_counted_and_told_where_it_was_not(tmp_path: Path) -> None:
    text = f"\ufeff{TEXT}"
    assert sheet(tmp_path, "T1\tA 1 6\tAlice\n", text).annotations[0].at[0].start == 1
    told = problems(tmp_path, "T1\tA 0 5\tAlice\n", text)
    assert "a.txt:1:1: the file begins with a byte order mark; expected none; remove it:" in told[0]
    assert "found '\\ufeffAlic'" in told[1]


def test_without_a_text_there_is_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.ann"
    path.write_text("T1\tA 0 5\tAlice\n")
    (found,) = read(path, PLAIN)
    assert isinstance(found, InvalidInputError)
    assert isinstance(found.problems[0], MissingTextError)


def test_texts_of_one_name_in_two_folders_are_two_documents(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    ids = {sheet(tmp_path / name, "").id for name in ("one", "two")}
    assert ids == {"one/a", "two/a"}


def test_states_are_those_that_every_store_has(tmp_path: Path) -> None:
    """By their names in any case form, by what the profile knows, and by their entries."""
    text = "Послы России и США, а также Ruritania и Rus."
    lines = (
        "T1\tCOUNTRY 6 12\tРоссии\nT2\tCOUNTRY 15 18\tСША\nT3\tCOUNTRY 28 37\tRuritania\n"
        "T4\tORGANIZATION 40 43\tRus\nN1\tReference T4 Wikidata:Q159\tRussia\n"
    )
    found = sheet(tmp_path, lines, text, Reading(profile="nerel"))
    assert [one.refers for one in found.mentions] == [
        "actor/RUS", "actor/USA", f"actor/{found.actors[0].id}", "actor/RUS",
    ]  # fmt: skip
    assert [one.names["ru"][0].form for one in found.actors] == ["Ruritania"]


def test_a_date_is_what_the_tool_has_in_full_or_what_is_written_so(tmp_path: Path) -> None:
    text = "The summit was on Thursday. The talks were in 2025-03."
    lines = (
        "T1\tEVENT 4 10\tsummit\nT2\tDATE 18 26\tThursday\nT3\tEVENT 32 37\ttalks\n"
        "T4\tDATE 46 53\t2025-03\nR1\tPOINT_IN_TIME Arg1:T1 Arg2:T2\n"
        "R2\tPOINT_IN_TIME Arg1:T3 Arg2:T4\nA1\tvalue T2 2025-04-10\nA2\tconfidence T2 1998\n"
    )
    found = sheet(tmp_path, lines, text, Reading(profile="nerel"))
    told = [next(iter(said.properties)) for one in found.statements for said in one.says]
    assert [(claimable.key, value) for claimable, value in told] == [
        ("date", "2025-04-10"), ("date", "2025-03"),
    ]  # fmt: skip
    assert [one.exact for one in found.statements] == [
        "summit was on Thursday", "talks were in 2025-03",
    ]  # fmt: skip
