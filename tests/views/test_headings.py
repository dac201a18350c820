"""The columns of every answer have a heading for readers, in their language."""

from __future__ import annotations

import re

import pytest

from kg.queries import QueryLibrary
from kg.resources import queries_dir
from kg.result import Column
from kg.views.headings import heading, headings
from kg.views.words import LANGUAGES

#: what pages make themselves, besides the columns of queries
OWN = {"relation"}
#: names that are the same everywhere
INTERNATIONAL = {"sha256", "wikidata"}


def catalogue() -> dict[Column, str]:
    """Every column of the catalogue and a query that has it."""
    return {
        Column(column.name, column.type): query.name
        for query in QueryLibrary(queries_dir())
        for column in query.columns
    }


def test_no_column_of_any_query_lacks_a_heading() -> None:
    missing = {column.name for column in catalogue()} - headings().keys()
    assert not missing


def test_no_heading_is_left_over() -> None:
    columns = catalogue()
    names = {column.name for column in columns} | OWN
    typed = {f"{column.name}:{column.type}" for column in columns}
    assert not {name for name in headings() if name not in names | typed}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_heading_is_in_the_readers_language_and_no_name(language: str) -> None:
    begins = {"en": r"([A-Z]|\{[ab]\})", "hi": r".*[\u0900-\u097f]", "ru": r"([А-ЯЁ]|\{[ab]\})"}
    for name, found in headings().items():
        assert found.keys() == set(LANGUAGES), name
        text = found[language]
        assert "_" not in text, name
        if name not in INTERNATIONAL:
            assert re.match(begins[language], text), name


def test_the_two_parties_stand_in_the_headings_of_their_columns() -> None:
    column = Column("a_since", "date")
    assert heading(column, "en", ("Russia", "United States")) == "Russia: since"
    assert heading(column, "ru", ("Россия", "США")) == "Россия: с какого дня"
    assert heading(column, "en") == "First party: since"


def test_a_name_that_means_another_thing_in_another_type_has_another_heading() -> None:
    assert heading(Column("start", "integer"), "en") == "First character"
    assert heading(Column("start", "date"), "en") == "Begin"


def test_a_column_of_ones_own_keeps_its_name() -> None:
    assert heading(Column("my_count", "integer"), "ru") == "my count"


def test_every_answer_has_a_title_in_every_language() -> None:
    lacking = {
        query.name
        for query in QueryLibrary(queries_dir())
        if query.derive is None and not set(LANGUAGES) <= query.titles.keys()
    }
    assert not lacking
