"""What becomes of the rows of each source."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from kg.tables import load
from kg.tables.schema import DOCUMENTS, EVENTS, MENTIONS
from tests.tables.coded import NOW, loaded, mirror, row, write


def test_a_row_of_icews(tmp_path: Path) -> None:
    table, report = loaded(tmp_path, "icews", row("icews"))
    frame = table.scan().collect()
    assert frame.schema == pl.Schema(EVENTS)
    (event,) = frame.to_dicts()
    expected = {
        "dataset": "icews", "ids": ["1"], "date": date(2025, 4, 10),
        "source_name": "Foreign Affairs (Russia)", "source_state": "RUS", "source_cow": 365,
        "source_sectors": ["Executive", "Foreign Ministry", "Government"],
        "target_state": "USA", "target_cow": 2, "parties": ["RUS", "USA"], "mutual": False,
        "scheme": "cameo-icews", "code": "040", "plover": "consult",
        "quad_class": "verbalCooperation", "contexts": [], "score": 1.0, "plover_score": 2.5,
        "place": "Istanbul", "district": None, "country": "TUR", "latitude": 41.0138,
        "publisher": "A wire", "story": "700", "sentence": 2, "language": None,
    }  # fmt: skip
    assert {key: event[key] for key in expected} == expected
    (one,) = report.loads
    assert (one.rows, one.new, one.repeated, one.rejected) == (1, 1, 0, 0)


def test_a_mirror_image_is_the_same_event_which_is_mutual(tmp_path: Path) -> None:
    table, report = loaded(tmp_path, "icews", row("icews"), mirror())
    (event,) = table.scan().collect().to_dicts()
    assert event["mutual"]
    assert event["ids"] == ["1", "2"]
    assert (event["rows"], report.loads[0].repeated) == (2, 1)


def test_a_visit_paid_and_the_visit_received_are_one_that_has_a_direction(tmp_path: Path) -> None:
    table, _ = loaded(tmp_path, "icews", row("icews", CAMEO_Code="042"), mirror(CAMEO_Code="043"))
    (event,) = table.scan().collect().to_dicts()
    assert (event["source_state"], event["code"], event["mutual"]) == ("RUS", "042", False)


def test_an_accusation_and_its_answer_in_one_sentence_are_two(tmp_path: Path) -> None:
    table, _ = loaded(tmp_path, "icews", row("icews", CAMEO_Code="112"), mirror(CAMEO_Code="111"))
    assert table.scan().collect().height == 2


def test_one_story_told_again_is_linked(tmp_path: Path) -> None:
    table, _ = loaded(
        tmp_path, "icews", row("icews"), row("icews", Event_ID="3", Sentence_Number="5"),
        row("icews", Event_ID="4", Story_ID="701"),
    )  # fmt: skip
    frame = table.scan().collect()
    assert frame["event"].n_unique() == 3
    assert frame["telling"].n_unique() == 2


def test_ten_is_not_zero_ten(tmp_path: Path) -> None:
    table, _ = loaded(
        tmp_path, "icews", row("icews", CAMEO_Code="010"),
        row("icews", Event_ID="2", CAMEO_Code="10"),
    )  # fmt: skip
    frame = table.scan().collect().sort("code")
    found = dict(frame.select(pl.col("code", "plover").cast(pl.String)).iter_rows())
    assert found == {"010": None, "10": "request"}


@pytest.mark.parametrize(
    ("day", "code", "state"),
    [
        ("19850101", "SUNRUS", "RUS"),
        ("19850101", "SUN", "RUS"),
        ("19911226", "SUN", None),
        ("19850101", "DDR", "DDR"),
        ("20250410", "ROM", "ROU"),
        ("20250410", "ZZZ", None),
    ],
)
def test_a_code_holds_in_its_time(tmp_path: Path, day: str, code: str, state: str | None) -> None:
    table, report = loaded(
        tmp_path, "gdelt", row("gdelt", SQLDATE=day, Actor1Code=code, Actor1CountryCode=code[:3])
    )
    (event,) = table.scan().collect().to_dicts()
    assert event["source_state"] == state
    assert event["source_name"] == "RUSSIA"
    assert dict(report.no_states) == ({} if state else {code: 1})


def test_a_row_of_gdelt(tmp_path: Path) -> None:
    table, _ = loaded(tmp_path, "gdelt", row("gdelt"))
    (event,) = table.scan().collect().to_dicts()
    expected = {
        "ids": ["900"], "date": date(2025, 4, 10), "published": date(2025, 4, 11),
        "source_sectors": ["GOV"], "target_sectors": [], "scheme": "cameo-gdelt",
        "code": "046", "plover": "consult", "contexts": ["diplomatic"], "score": 7.0,
        "country": "TUR", "publisher": "example.org", "url": "https://www.example.org/talks",
        "mentions": 10, "tone": -1.5,
    }  # fmt: skip
    assert {key: event[key] for key in expected} == expected


def test_a_number_means_another_thing_for_icews_and_for_gdelt(tmp_path: Path) -> None:
    table, _ = loaded(tmp_path, "icews", row("icews", CAMEO_Code="163"))
    load(
        table, [write(tmp_path / "g.csv", "gdelt", row("gdelt", EventCode="163"))], "gdelt",
        now=NOW,
    )  # fmt: skip
    frame = table.scan().select(pl.col("dataset", "plover").cast(pl.String)).collect()
    found = dict(frame.iter_rows())
    assert found == {"icews": "coerce-restrict", "gdelt": "sanction-withdraw"}


def test_a_mention_tells_of_its_translation_and_never_of_offsets_in_the_original(
    tmp_path: Path,
) -> None:
    table, _ = loaded(tmp_path, "mentions", row("mentions"))
    frame = table.scan("mentions").collect()
    assert frame.schema == pl.Schema(MENTIONS)
    (mention,) = frame.to_dicts()
    assert (mention["id"], mention["sentence"], mention["action_offset"]) == ("900", 3, 42)
    assert (mention["language"], mention["translation"]) == ("rus", "Moses 2.1.1 / GT-RUS 1.0")
    assert mention["raw"]
    assert not table.scan().collect().height


def test_a_page_of_the_knowledge_graph(tmp_path: Path) -> None:
    table, _ = loaded(tmp_path, "pages", row("pages"))
    frame = table.scan("documents").collect()
    assert frame.schema == pl.Schema(DOCUMENTS)
    (page,) = frame.to_dicts()
    assert page["themes"] == ["NEGOTIATIONS", "LEADER"]
    assert page["states"] == ["RUS", "TUR"]
    assert page["quotations"] == ["10|20|said|we go on", "90|9||in May"]
    assert (page["tone"], page["language"]) == (-1.25, "rus")


def test_a_row_of_polecat_may_have_several_parties(tmp_path: Path) -> None:
    table, _ = loaded(tmp_path, "polecat", row("polecat"))
    (event,) = table.scan().collect().to_dicts()
    expected = {
        "scheme": "plover", "code": "consult-visit", "plover": "consult-visit",
        "quad_class": "verbalCooperation", "contexts": ["diplomatic", "military"],
        "source_state": "RUS", "target_state": "DEU", "parties": ["DEU", "FRA", "RUS"],
        "source_sectors": ["GOV", "MIL"], "language": "de", "published": date(2025, 4, 11),
    }  # fmt: skip
    assert {key: event[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ("Event_Type", "CONSULT "), ("Event_Mode", " visit\u00a0"), ("Actor_COW", "365.0"),
        ("Recipient_COW", "255.0; 220.0 "),
    ],
)  # fmt: skip
def test_codes_of_polecat_as_a_spreadsheet_or_pandas_writes_them_again(
    column: str, written: str, tmp_path: Path
) -> None:
    table, report = loaded(tmp_path, "polecat", row("polecat", **{column: written}))
    assert report.loads[0].rejected == 0
    (event,) = table.scan().collect().to_dicts()
    assert event["code"] == "consult-visit"
    assert event["source_state"] == "RUS"
    assert event["parties"] == ["DEU", "FRA", "RUS"]


def test_a_state_under_a_name_that_the_registry_has_not_is_the_state(tmp_path: Path) -> None:
    table, report = loaded(tmp_path, "icews", row("icews", Source_Name="Russian Federation"))
    (event,) = table.scan().collect().to_dicts()
    assert event["source_actor"] == "RUS"
    assert "Russian Federation" not in report.no_actors


def test_names_lead_to_the_registry_or_stay_and_are_counted(tmp_path: Path) -> None:
    table, _ = loaded(tmp_path, "icews")
    known = {"Foreign Affairs (Russia)": "rus-mfa"}
    path = write(tmp_path / "b.tab", "icews", row("icews"))
    report = load(table, [path], "icews", now=NOW, actor=known.get)
    (event,) = table.scan().collect().to_dicts()
    assert event["source_actor"] == "rus-mfa"
    assert re.fullmatch(r"icews-[0-9a-f]{20}", event["target_actor"])
    assert dict(report.no_actors) == {"Foreign Affairs (United States)": 1}
