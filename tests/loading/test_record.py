"""The book: names that are free, moments that go on, and records as the ontology's shapes ask."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyshacl
import pytest
from rdflib import Graph as Triples

import kg
from kg.iris import GRAPH
from kg.loading import record
from kg.resources import ontology_dir
from tests import sheets

MOMENT = datetime(2025, 4, 1, 12, tzinfo=UTC)
NAME = f"{GRAPH}document/a-b/c-2/0123456789abcdef"


def test_content_has_one_name_however_often_it_comes() -> None:
    recorded: set[str] = set()
    for expected in (NAME, f"{NAME}-2", f"{NAME}-3"):
        assert record.free_name(NAME, recorded) == expected
        assert record.content(expected) == NAME
        recorded.add(expected)


def test_a_name_is_taken_by_its_own_content_only() -> None:
    assert record.free_name(NAME, {f"{NAME[:-1]}0", f"{NAME}-2"}) == NAME


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        (MOMENT + timedelta(seconds=1), MOMENT + timedelta(seconds=1)),
        (MOMENT, MOMENT + timedelta(microseconds=1)),
        (MOMENT - timedelta(days=9), MOMENT + timedelta(microseconds=1)),
    ],
    ids=["it goes on", "it stands", "it was set back"],
)
def test_a_moment_is_later_than_the_last(clock: datetime, expected: datetime) -> None:
    graph = kg.open(clock=lambda: MOMENT)
    record.close(graph._backend, [], record.Activity(MOMENT, MOMENT, ()), "")
    assert record.moment(graph._backend, lambda: clock) == expected


def test_in_an_empty_book_it_is_that_of_the_clock() -> None:
    graph = kg.open()
    assert record.moment(graph._backend, lambda: MOMENT) == MOMENT
    assert record.last_activity(graph._backend) is None


def test_what_is_recorded_is_as_the_shapes_ask(tmp_path: Path) -> None:
    graph = kg.open(clock=lambda: MOMENT)
    sheets.registry(tmp_path)
    sheets.article(tmp_path)
    graph.load(tmp_path)
    sheets.article(tmp_path, body=sheets.BODY.replace("act: agree,", "act: agreeInPrinciple,"))
    graph.load(tmp_path)
    graph.withdraw("test/bonn", reason="a misprint")
    graph.load(tmp_path)
    sheets.age_ontology(graph, "0" * 64)
    graph.load(tmp_path)
    book = Triples().parse(data="\n".join(graph._backend.triples(record.PROVENANCE)), format="nt")
    assert len(book.query("SELECT ?g { ?g a <https://w3id.org/bilateral/ontology#Revision> }")) == 6
    shapes = Triples().parse(ontology_dir() / "shapes.ttl")
    conforms, _, text = pyshacl.validate(book, shacl_graph=shapes, inference="none")
    assert conforms, text
