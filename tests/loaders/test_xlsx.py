"""Workbooks: a chronicle goes out and comes back equal; what is wrong is told by its cell."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import ExportError, InputError, InvalidInputError
from kg.loaders import sheet as yaml_sheet
from kg.loaders import xlsx
from kg.loaders.base import Reading, load_one, loader_for
from kg.model import Sheet, sheet_adapter
from kg.resources import data_dir
from kg.vocab.concepts import CONCEPTS
from tests.loaders.conftest import CONTROLS

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters=CONTROLS), min_size=1, max_size=12
) | st.sampled_from(
    (
        "010",
        "2025-04",
        "=1+1",
        "{}",
        '""',
        '"',
        "a | b",
        "x0041_",
        "_x005F_",
        "\\u0041",
        " a ",
        "\r",
    )
)
#: where nobody reads a label any character may stand
NOTES = TEXTS | st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
ROLE, ISSUE = min(CONCEPTS["role"]), min(CONCEPTS["issue"])
SLUGS = st.from_regex(r"[a-z][a-z0-9]{0,5}", fullmatch=True)
LABELS = st.dictionaries(st.sampled_from(("en", "hi", "ru", "zh-Hans")), TEXTS, max_size=3)


@st.composite
def chronicles(draw: st.DrawFn) -> Sheet:
    parties = draw(st.lists(SLUGS, min_size=2, max_size=3, unique=True))
    properties = {
        "term": st.lists(
            st.fixed_dictionaries({}, optional={"deadline": st.just("2025-04"), "text": LABELS})
            .filter(bool), max_size=2,
        ),
        "participation": st.lists(
            st.fixed_dictionaries({"participant": SLUGS, "role": st.just(ROLE)}), max_size=3
        ),
        "byActor": st.lists(SLUGS, max_size=3),
        "assessment": st.lists(LABELS.filter(bool), max_size=2),
    }  # fmt: skip
    says = st.fixed_dictionaries({"about": st.just("matter/m")}, optional=properties)
    statement = st.fixed_dictionaries(
        {"cites": st.just(["s"]), "gist": LABELS.filter(bool), "says": st.lists(says, max_size=3)},
        optional={"note": LABELS, "exact": NOTES},
    )
    names = st.lists(
        TEXTS | st.fixed_dictionaries({"form": TEXTS, "basis": NOTES}), min_size=1, max_size=3
    )
    return sheet_adapter().validate_python({
        "kind": "chronicle", "id": "tests/made",
        "document": {
"language": "en", "title": draw(LABELS), "note": draw(NOTES | st.just(""))},
        "coding": {"by": draw(NOTES), "date": "2025", "codebook": "010"},
        "sources": [{"id": "s", "url": "https://example.org/",
 "language": "en", "weak": draw(st.booleans())}],
        "actors": [{"id": "a", "type": min(CONCEPTS["actor-class"]), "names": {"en": draw(names)}}],
        "matters": [{"id": "m", "label": draw(LABELS), "parties": parties, "issue": ISSUE}],
        "statements": draw(st.lists(statement, max_size=3)),
    })  # fmt: skip


@pytest.mark.parametrize("name", ["russia-us", "india-china"])
def test_a_chronicle_comes_back_equal(name: str, tmp_path: Path) -> None:
    chronicle = yaml_sheet.load(data_dir() / "chronicles" / f"{name}.yaml").sheet
    book, back = tmp_path / "c.xlsx", tmp_path / "c.yaml"
    xlsx.dump(chronicle, book)
    yaml_sheet.dump(loader_for(book).load(book).sheet, back)
    assert yaml_sheet.load(back).sheet.model_dump() == chronicle.model_dump()


@given(chronicles())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_chronicle_comes_back_equal(tmp_path: Path, chronicle: Sheet) -> None:
    xlsx.dump(chronicle, tmp_path / "c.xlsx")
    assert xlsx.load(tmp_path / "c.xlsx").sheet.model_dump() == chronicle.model_dump()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A small part of a chronicle as a workbook."""
    whole = yaml_sheet.load(data_dir() / "chronicles" / "russia-us.yaml").sheet
    part = {"matters": whole.matters[:9], "statements": whole.statements[:9]}
    xlsx.dump(whole.model_copy(update=part), tmp_path / "book.xlsx")
    return tmp_path / "book.xlsx"


def problems(book: Path) -> list[InputError]:
    with pytest.raises(InvalidInputError) as caught:
        xlsx.load(book)
    return list(caught.value.problems)


def column(sheet: openpyxl.worksheet.worksheet.Worksheet, name: str) -> int:
    return [cell.value for cell in sheet[1]].index(name) + 1


def test_all_that_is_wrong_is_told_by_worksheet_row_and_column(book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    matters, sources, said = opened["matters"], opened["sources"], opened["assertions"]
    issue, published = column(matters, "issue"), column(sources, "published")
    matters.cell(3, issue).value = "aviaton"
    sources.cell(4, published).value = 2025
    sources.cell(5, published).value = "=TODAY()"
    sources.cell(6, published).value = "April 2025"
    said.cell(7, 1).value = "99999"
    opened.save(book)
    found = {(one.sheet, one.line, one.column) for one in problems(book)}
    assert found == {
        ("matters", 3, issue), ("sources", 4, published), ("sources", 5, published),
        ("sources", 6, published), ("assertions", 7, 1),
    }  # fmt: skip
    assert f"book.xlsx[matters]:3:{issue}: " in str(
        next(one for one in problems(book) if one.sheet == "matters")
    )


def test_an_id_that_stands_twice_is_told(book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    opened["events"].cell(3, 1).value = opened["events"].cell(2, 1).value
    opened.save(book)
    assert ("events", 3, 1) in {(one.sheet, one.line, one.column) for one in problems(book)}


def test_cells_are_text_under_a_frozen_header_with_lists_of_concepts(book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    for sheet in opened.worksheets:
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
        assert all(cell.value is None or cell.data_type == "s" for row in sheet for cell in row)
        assert sheet.freeze_panes == "A2" or sheet.sheet_state == "hidden"
    assert opened["matters"].data_validations.dataValidation


def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "no.xlsx"
    path.write_text("text", encoding="utf-8")
    assert problems(path)[0].message == "the file is no workbook"


def test_an_archive_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "no.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "text")
    with pytest.raises(InvalidInputError, match="the file is no workbook"):
        load_one(path, Reading(format="xlsx"))


def test_an_article_is_not_written(tmp_path: Path) -> None:
    path = next((data_dir() / "articles").rglob("*.yaml"))
    with pytest.raises(ExportError):
        xlsx.dump(yaml_sheet.load(path).sheet, tmp_path / "a.xlsx")
