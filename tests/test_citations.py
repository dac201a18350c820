"""Citations that reference managers read: what goes out is read back by other readers of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import rispy
from pybtex.database import BibliographyData, parse_string

import kg
from kg.citations import citations
from kg.errors import ExportError
from kg.resources import data_dir

TASS = "page/3cebc47cfa0419415962"
SEED = "russia-us/2025-04-10-istanbul.hi"


@pytest.fixture(scope="module")
def rows() -> Iterator[list[dict[str, Any]]]:
    with kg.open() as graph:
        graph.load(data_dir())
        yield [*graph.query("store/documents").records()]


@pytest.fixture(scope="module")
def references(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in rispy.loads(citations(rows, "ris"))}


@pytest.fixture(scope="module")
def entries(rows: list[dict[str, Any]]) -> BibliographyData:
    return parse_string(citations(rows, "bibtex"), "bibtex")


def test_every_text_is_cited_once(
    rows: list[dict[str, Any]], references: dict[str, Any], entries: BibliographyData
) -> None:
    documents = {row["document"] for row in rows}
    assert len(references) == len(entries.entries) == len(documents)
    assert len(documents) > 380


def test_a_title_of_several_lines_begins_no_field_and_no_record(rows: list[dict[str, Any]]) -> None:
    title = "A \nER  - \nTY  - INJECT\r\u2028AU  - Nobody\x85"
    (row, *_) = (row for row in rows if row["document"].endswith(TASS))
    told = citations([{**row, "title": title, "origin": "one\nER  - "}], "ris")
    (only,) = rispy.loads(told)
    assert only["title"] == "A ER - TY - INJECT AU - Nobody"
    assert "same origin as others: one ER -" in only["notes"]
    assert "authors" not in only


def test_a_page_has_its_publisher_date_and_address(references: dict[str, dict[str, Any]]) -> None:
    page = references[TASS]
    assert page["publisher"] == "TASS"
    assert (page["year"], page["date"]) == ("2025", "2025/04/10/")
    assert page["urls"] == ["https://tass.com/politics/1941799"]


def test_what_a_reader_has_to_beware_of_is_noted(references: dict[str, dict[str, Any]]) -> None:
    seed = references[SEED]
    assert seed["language"] == "hi"
    assert "machine-translated from en" in seed["notes"]
    assert "published between 2025-04-10 and 2025-04-16" in seed["notes"]
    assert any("weak source" in one.get("notes", ()) for one in references.values())


def test_bibtex_keeps_scripts_and_addresses(entries: BibliographyData) -> None:
    found = [entry.fields for entry in entries.entries.values()]
    assert any("मॉस्को" in fields["title"] for fields in found)
    addresses = {fields["url"] for fields in found if "url" in fields}
    assert "https://tass.com/politics/1941799" in addresses
    assert not any("\\" in address for address in addresses)


def test_signs_of_tex_are_escaped() -> None:
    row = {
        "document": "https://w3id.org/bilateral/id/document/x", "title": "50% of {a} & b_c $5 #1",
        "publisher": None, "publisher_label": None, "published": None, "language": "en",
        "url": "https://example.org/a_b?c={d}", "origin": None, "weak": False,
        "translated_from": None, "translated_by": None,
    }  # fmt: skip
    text = citations([row], "bibtex")
    assert r"title = {50\% of \{a\} \& b\_c \$5 \#1}" in text
    assert "url = {https://example.org/a_b?c=%7Bd%7D}" in text


def test_another_format_is_refused() -> None:
    with pytest.raises(ExportError, match="ris or bibtex"):
        citations([], "endnote")
