"""Rebuilding: what is derived is made anew, what is left over goes, what is recorded stays."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

import kg
from kg.graph import Graph
from kg.iris import GRAPH
from kg.loading import derive, ground, record
from tests import sheets

MOMENT = datetime(2025, 4, 1, tzinfo=UTC)


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    sheets.registry(tmp_path)
    sheets.article(tmp_path)
    graph = kg.open(clock=lambda: MOMENT)
    graph.load(tmp_path)
    return graph


def quads(graph: Graph) -> list[str]:
    return list(graph._backend.quads())


def test_a_whole_store_is_left_as_it_is(graph: Graph) -> None:
    before = quads(graph)
    report = graph.rebuild()
    assert quads(graph) == before
    assert (report.swept, report.renewed, report.outdated) == ((), False, ())
    assert report.derived == graph._backend.count(derive.DERIVED) > 10


def test_what_is_derived_is_made_anew(graph: Graph) -> None:
    before = quads(graph)
    graph._backend.update(
        f"""PREFIX br: <https://w3id.org/bilateral/ontology#>
DELETE WHERE {{ GRAPH <{derive.DERIVED}> {{ ?event br:day ?day }} }} ;
INSERT DATA {{ GRAPH <{derive.DERIVED}> {{ br:a br:party br:b }} }}"""
    )
    assert quads(graph) != before
    graph.rebuild()
    assert quads(graph) == before


def test_what_other_rules_derived_is_not_whole(graph: Graph) -> None:
    graph._backend.update(
        f"""PREFIX br: <https://w3id.org/bilateral/ontology#>
DELETE {{ GRAPH <{record.PROVENANCE}> {{ <{derive.DERIVED}> br:sha256 ?rules }} }}
INSERT {{ GRAPH <{record.PROVENANCE}> {{ <{derive.DERIVED}> br:sha256 "other rules" }} }}
WHERE {{ GRAPH <{record.PROVENANCE}> {{ <{derive.DERIVED}> br:sha256 ?rules }} }}"""
    )
    assert not derive.is_whole(graph._backend)
    graph.rebuild()
    assert derive.is_whole(graph._backend)


def test_leftovers_are_swept_and_told(graph: Graph) -> None:
    before = quads(graph)
    stray = [f"{GRAPH}document/test/left/0a", f"{GRAPH}registry/left/0b", f"{GRAPH}ontology/0c"]
    for name in stray:
        graph._backend.insert(f"<http://a/s> <http://a/p> <http://a/o> <{name}> .\n".encode())
    assert set(graph.rebuild().swept) == set(stray)
    assert quads(graph) == before


def test_the_ontology_of_this_version_is_installed(graph: Graph) -> None:
    ours = graph._backend.triples(ground.ONTOLOGY)
    sheets.age_ontology(graph, "0" * 64)
    assert graph.rebuild().renewed
    assert graph._backend.triples(ground.ONTOLOGY) == ours


def test_documents_of_another_mapping_are_named(graph: Graph, tmp_path: Path) -> None:
    sheets.age_mapping(graph)
    assert graph.rebuild().outdated == ("test-actors", "test/bonn")
    sheets.article(tmp_path, body=sheets.BODY.replace("act: agree,", "act: agreeInPrinciple,"))
    graph.load(tmp_path)
    assert graph.rebuild().outdated == ("test-actors",)


def test_an_empty_store_gets_its_ground() -> None:
    graph = kg.open(clock=lambda: MOMENT)
    assert graph.rebuild().renewed
    assert derive.is_whole(graph._backend)
    assert graph.resolve("RUS").endswith("actor/RUS")


def test_on_an_endpoint(endpoint_url: str, graph: Graph, tmp_path: Path) -> None:
    with kg.open(endpoint_url, clock=lambda: MOMENT) as remote:
        remote.load(tmp_path)
        remote._backend.drop([derive.DERIVED])
        assert remote.rebuild().derived == graph._backend.count(derive.DERIVED)
        assert quads(remote) == quads(graph)
