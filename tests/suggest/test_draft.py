"""A draft is refused until a person accepts it, loses nothing on the way, and replaces nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.errors import ExportError, InvalidInputError
from kg.loaders.base import load_one
from kg.model import Article
from kg.suggest import Known, accept, article, offline, write

TEXT = "10 апреля Дарчиев заявил, что стороны договорились. Москва это подтвердила.\n"


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "talks.txt"
    path.write_text(TEXT, encoding="utf-8", newline="")
    return path


@pytest.fixture
def draft(text: Path, known: Known) -> Path:
    return write(offline(text, "ru", "2025-04-11", known))


def test_a_draft_holds_mentions_dates_and_the_words_that_tell_of_acts(draft: Path) -> None:
    sheet = load_one(draft).sheet
    assert isinstance(sheet, Article)
    assert [(one.exact, one.refers) for one in sheet.mentions] == [
        ("Дарчиев", "actor/darchiev"), ("Москва", "actor/rus-government"),
    ]  # fmt: skip
    marks = [(one.label, one.at[0].exact, one.features) for one in sheet.annotations]
    assert ("cue", "договорились", {"act": "agree"}) in marks
    assert ("cue", "подтвердила", {"act": "reaffirm"}) in marks
    assert ("date", "10 апреля", {
        "edtf": "2025-04-10", "basis": "the year: that of the nearest such day",
    }) in marks  # fmt: skip
    (doubt,) = [features for label, _, features in marks if label == "name"]
    assert doubt["or"] == "place/moscow"


def test_nothing_loads_a_draft_until_it_is_accepted(draft: Path) -> None:
    with kg.open() as graph:
        graph.load(kg.resources.data_dir() / "registry")
        with pytest.raises(InvalidInputError) as refused:
            graph.load(draft)
        (problem,) = refused.value.problems
        assert (problem.line, problem.message) == (
            3, "the sheet is a draft that nobody has accepted",
        )  # fmt: skip
        sheet = accept(draft)
        assert sheet.name == "talks.yaml"
        assert not draft.exists()
        assert graph.load(sheet).loaded


def test_accepting_keeps_what_was_corrected_and_the_comments(draft: Path) -> None:
    corrected = draft.read_text(encoding="utf-8").replace(
        "refers: actor/rus-government", "refers: place/moscow  # the town"
    )
    draft.write_text(corrected, encoding="utf-8")
    sheet = accept(draft)
    written = sheet.read_text(encoding="utf-8")
    assert "refers: place/moscow  # the town" in written
    assert "proposed" not in written
    assert written == corrected.replace("proposed:\n  by: kg suggest\n", "")


def test_a_draft_with_a_mistake_is_not_accepted_and_stays(draft: Path) -> None:
    draft.write_text(draft.read_text(encoding="utf-8").replace("exact: Дарчиев", "exact: Никто"))
    with pytest.raises(InvalidInputError):
        accept(draft)
    assert draft.exists()
    assert not draft.with_name("talks.yaml").exists()


def test_neither_a_draft_nor_a_sheet_that_is_there_is_replaced(
    text: Path, draft: Path, known: Known
) -> None:
    again = offline(text, "ru", "2025-04-11", known)
    with pytest.raises(ExportError, match="--force"):
        write(again)
    assert write(again, force=True) == draft
    draft.with_name("talks.yaml").write_text("kind: registry\n", encoding="utf-8")
    with pytest.raises(ExportError):
        accept(draft)
    assert draft.exists()


def test_what_is_no_draft_cannot_be_accepted(draft: Path) -> None:
    sheet = accept(draft)
    with pytest.raises(InvalidInputError, match="not a draft"):
        accept(sheet)


def test_a_draft_elsewhere_takes_its_text_along(text: Path, known: Known, tmp_path: Path) -> None:
    folder = tmp_path / "drafts"
    folder.mkdir()
    out = write(offline(text, "ru", None, known), folder / "one.proposed.yaml")
    assert (folder / "talks.txt").read_bytes() == text.read_bytes()
    assert load_one(out).text == TEXT


def test_a_text_of_nothing_gives_an_empty_draft(tmp_path: Path, known: Known) -> None:
    path = tmp_path / "empty.txt"
    path.write_bytes(b"\n")
    sheet = article(offline(path, "hi", None, known))
    assert (sheet.mentions, sheet.annotations) == ((), ())


def test_a_text_that_is_not_utf_8_is_refused(tmp_path: Path, known: Known) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes("Москва".encode("cp1251"))
    with pytest.raises(InvalidInputError):
        offline(path, "ru", None, known)
