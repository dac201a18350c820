"""What every loader of annotations promises, whatever its format."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from kg.errors import AnchorProblem, InputError, InvalidInputError
from kg.loaders.base import PLAIN, Loaded, Reading, load_one, loader_for, loaders, read
from kg.loaders.profiles import shipped
from kg.model import Article
from tests.loaders.formats import LINKS, MARKS, TEXT, WRITERS, Mark

SHEETS = {"sheet", "xlsx"}
FORMATS = sorted(WRITERS)
#: formats that hold no links between marks, and such as hold no quotes or offsets of characters
WITHOUT_LINKS = {"gate", "naf", "webannotation"}
WITHOUT_QUOTES = {"cas", "doccano", "gate", "prodigy", "pubannotation"}


@pytest.fixture(params=FORMATS)
def name(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


def article(path: Path, reading: Reading = PLAIN) -> tuple[Article, Loaded]:
    loaded = load_one(path, reading)
    assert isinstance(loaded.sheet, Article)
    return loaded.sheet, loaded


def refused(path: Path) -> tuple[InputError, ...]:
    (found,) = [*read(path, PLAIN)]
    assert isinstance(found, InvalidInputError), found
    assert all(problem.file for problem in found.problems)
    return found.problems


def test_every_format_has_a_writer() -> None:
    assert {*loaders()} == {*WRITERS, *SHEETS}


def test_a_file_says_itself_what_it_is(name: str, tmp_path: Path) -> None:
    assert loader_for(WRITERS[name](tmp_path, MARKS)).name == name


def test_a_folder_of_files_is_loaded(name: str, tmp_path: Path) -> None:
    WRITERS[name](tmp_path, MARKS)
    with kg.open() as graph:
        assert len(graph.load(tmp_path).loaded) == 1
        assert graph.load(tmp_path).loaded == ()


def test_every_mark_stands_where_its_words_do(name: str, tmp_path: Path) -> None:
    sheet, loaded = article(WRITERS[name](tmp_path, MARKS))
    text = TEXT.rstrip("\n") if name == "tsv" else TEXT  # its last line end is nowhere
    assert loaded.text == text
    assert sheet.document.sha256 == hashlib.sha256(text.encode()).hexdigest()
    found = {(one.label, stretch.start, stretch.exact) for one in sheet.annotations
             for stretch in one.at}  # fmt: skip
    assert found == {(one.label, one.start, one.quote) for one in MARKS}


def test_the_way_of_counting_is_recorded(name: str, tmp_path: Path) -> None:
    sheet, _ = article(WRITERS[name](tmp_path, MARKS))
    assert sheet.document.annotated
    units = {"cas": "utf-16", "gate": "utf-16", "tsv": "utf-16", "wikievents": "tokens"}
    assert sheet.document.annotated.format == name
    assert sheet.document.annotated.offsets == units.get(name, "code points")


@pytest.mark.parametrize("name", sorted({*FORMATS} - WITHOUT_LINKS))
def test_links_lead_from_mark_to_mark(name: str, tmp_path: Path) -> None:
    sheet, _ = article(WRITERS[name](tmp_path, MARKS))
    words = {one.id: one.at[0].exact for one in sheet.annotations if one.at}
    (link,) = [one for one in sheet.annotations if one.links]
    assert link.label == LINKS[0][0]
    assert [words[each.to] for each in link.links] == ["Дарчиев", "Вашингтон"]


def test_what_no_profile_names_is_kept_and_counted(name: str, tmp_path: Path) -> None:
    sheet, loaded = article(WRITERS[name](tmp_path, MARKS))
    assert (loaded.unnamed["PERSON"], loaded.unnamed["CITY"]) == (3, 1)
    assert not sheet.mentions


def test_a_profile_makes_things_of_labels(name: str, tmp_path: Path) -> None:
    path = WRITERS[name](tmp_path, MARKS)
    sheet, loaded = article(path, Reading(profile="nerel"))
    assert [one.names["ru"][0].form for one in sheet.actors] == ["Дарчиев", "डार्चिएव"]
    assert [one.names["ru"][0].form for one in sheet.places] == ["Вашингтон"]
    assert sorted(one.exact for one in sheet.mentions) == sorted(one.quote for one in MARKS)
    assert "PERSON" not in loaded.unnamed
    assert sheet.document.language == "ru"


def test_every_claim_and_mention_leads_to_its_characters(name: str, tmp_path: Path) -> None:
    WRITERS[name](tmp_path, MARKS)
    with kg.open() as graph:
        graph.load(tmp_path, profile="nerel")
        table = graph.sparql(
            "SELECT ?quote ?start ?end WHERE { GRAPH ?g { ?m a br:Mention ; br:quote ?quote ; "
            "br:start ?start ; br:end ?end } }"
        )
        rows = list(table.records())
    assert len(rows) == len(MARKS)
    assert all(TEXT[row["start"] : row["end"]] == row["quote"] for row in rows)


def test_what_is_loaded_is_as_the_shapes_ask(name: str, tmp_path: Path) -> None:
    WRITERS[name](tmp_path, MARKS)
    with kg.open() as graph:
        assert graph.validate(tmp_path) == []
        assert graph.validate(tmp_path, profile="nerel") == []


@pytest.mark.parametrize(
    ("start", "end"),
    [(-3, 4), (9, 4), (len(TEXT) - 1, len(TEXT) + 40), (10**9, 10**9 + 4)],
    ids=["negative", "swapped", "past the end", "far away"],
)
def test_offsets_that_are_none(name: str, start: int, end: int, tmp_path: Path) -> None:
    assert refused(WRITERS[name](tmp_path, (*MARKS[:-1], Mark("T4", "PERSON", start, end))))


@pytest.mark.parametrize("name", sorted({*FORMATS} - WITHOUT_QUOTES))
def test_words_that_the_text_does_not_have(name: str, tmp_path: Path) -> None:
    path = WRITERS[name](tmp_path, MARKS)
    text = path.read_text(encoding="utf-8")
    at = text.rindex("Дарчиев")
    path.write_text(text[:at] + "Дарчийв" + text[at + 7 :], encoding="utf-8")
    if name == "naf":  # tokenizers write some signs in their own way
        assert any(isinstance(notice, AnchorProblem) for notice in article(path)[1].notices)
    else:
        assert any(isinstance(problem, AnchorProblem) for problem in refused(path))


def test_lenient_leaves_out_what_is_wrong(name: str, tmp_path: Path) -> None:
    path = WRITERS[name](tmp_path, (*MARKS[:-1], Mark("T4", "PERSON", 9, 4)))
    sheet, loaded = article(path, Reading(lenient=True))
    assert loaded.notices
    stretches = [one for one in sheet.annotations if one.at]
    assert len(stretches) == len(MARKS) - 1


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9])
def test_a_truncated_file_is_an_error_or_what_is_left(
    name: str, part: float, tmp_path: Path
) -> None:
    path = WRITERS[name](tmp_path, MARKS)
    raw = path.read_bytes()
    path.write_bytes(raw[: int(len(raw) * part)])
    for found in read(path, Reading(format=name)):
        assert isinstance(found, InvalidInputError) or name == "brat"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"[]", b"{}", b"[[[", b"null", b"\x00"])
def test_what_is_no_such_file(name: str, content: bytes, tmp_path: Path) -> None:
    path = WRITERS[name](tmp_path, MARKS)
    path.write_bytes(content)
    for found in read(path, Reading(format=name)):
        assert isinstance(found, Loaded | InvalidInputError)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_damage_gives_an_error_of_ours_or_a_right_result(
    name: str, data: st.DataObject, tmp_path: Path
) -> None:
    """Bytes are changed, taken out and doubled; whatever loads still stands in its text."""
    path = WRITERS[name](tmp_path, MARKS)
    raw = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw) - 1))
        match data.draw(st.sampled_from(("change", "drop", "double", "digit"))):
            case "change":
                raw[at] = data.draw(st.integers(0, 255))
            case "drop":
                del raw[at : at + data.draw(st.integers(1, 8))]
            case "double":
                raw[at:at] = raw[at : at + 9]
            case "digit":
                raw[at:at] = b"7"
        if not raw:
            break
    path.write_bytes(bytes(raw))
    for found in read(path, Reading(format=name, lenient=data.draw(st.booleans()))):
        if isinstance(found, InvalidInputError):
            assert all(str(problem) for problem in found.problems)
            continue
        assert isinstance(found.sheet, Article)
        assert found.text is not None
        for one in found.sheet.annotations:
            for stretch in one.at:
                assert found.text.startswith(stretch.exact, stretch.start)


def test_profiles_that_are_shipped_are_whole() -> None:
    assert {"nerel", "plover", "wikievents"} <= {*shipped()}
