"""What every store stands on, and what becomes of it when the program is another one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import kg
from kg.graph import Graph
from kg.iris import OPEN_END
from kg.loading import derive, ground, record
from kg.result import Result
from tests import sheets

MOMENT = datetime(2025, 4, 1, tzinfo=UTC)
OLD = "0" * 64


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    sheets.registry(tmp_path)
    hours = (MOMENT + timedelta(hours=n) for n in range(1000))
    graph = kg.open(clock=lambda: next(hours))
    graph.load(tmp_path)
    return graph


def versions(graph: Graph) -> list[tuple[str, str, str]]:
    """Name, beginning and end of each ontology, in their order; "" where there is no end."""
    found = graph.sparql(
        """SELECT ?g ?from ?to WHERE { GRAPH graph:provenance {
             ?g br:recordedFrom ?from . OPTIONAL { ?g br:recordedTo ?to } } } ORDER BY ?from"""
    )
    assert isinstance(found, Result)
    return [
        (str(g), str(begun), str(ended or ""))
        for g, begun, ended in found.rows
        if str(g).startswith(ground.ONTOLOGY)
    ]


def test_the_book_says_since_when_the_ontology_is_in_force(graph: Graph) -> None:
    ((name, begun, ended),) = versions(graph)
    assert (name, ended) == (ground.ONTOLOGY, "")
    assert begun.startswith("2025-04-01 ")


def test_the_ontology_that_is_replaced_is_kept(graph: Graph, tmp_path: Path) -> None:
    ours = graph._backend.triples(ground.ONTOLOGY)
    sheets.age_ontology(graph, OLD)
    theirs = graph._backend.triples(ground.ONTOLOGY)
    ((_, begun, _),) = versions(graph)
    graph.load(tmp_path)
    assert graph._backend.triples(ground.ONTOLOGY) == ours
    (kept, now) = versions(graph)
    assert kept[:2] == (f"{ground.ONTOLOGY}/{OLD}", begun)
    assert now[0] == ground.ONTOLOGY
    assert begun < kept[2] == now[1]
    assert graph._backend.triples(kept[0]) == theirs


def test_what_is_derived_is_by_the_ontology_in_force(graph: Graph, tmp_path: Path) -> None:
    ours = graph._backend.triples(derive.DERIVED)
    sheets.age_ontology(graph, OLD)
    derive.refresh(graph._backend)
    assert graph._backend.triples(derive.DERIVED) != ours
    graph.load(tmp_path)
    assert graph._backend.triples(derive.DERIVED) == ours


def test_one_that_comes_back_and_goes_again_is_kept_again(graph: Graph, tmp_path: Path) -> None:
    for _ in range(2):
        sheets.age_ontology(graph, OLD)
        graph.load(tmp_path)
    names = [name for name, _, _ in versions(graph)]
    assert names == [f"{ground.ONTOLOGY}/{OLD}", f"{ground.ONTOLOGY}/{OLD}-2", ground.ONTOLOGY]


def test_one_that_is_kept_counts_for_no_query(graph: Graph, tmp_path: Path) -> None:
    before = graph.info().to_csv()
    sheets.age_ontology(graph, OLD)
    graph.load(tmp_path)
    things = [row for row in graph.info().records() if row["what"] != "quads"]
    was = [line.split(",") for line in before.splitlines()[1:]]
    assert [row["kind"] for row in things if row["what"] == "things"] == [
        kind for what, kind, _ in was if what == "things"
    ]
    assert not graph.label("https://w3id.org/bilateral/scheme/act/gone")


def test_states_under_other_names_are_a_new_revision(graph: Graph, tmp_path: Path) -> None:
    """Another version of CLDR; the older one stays on record, and comes back as one of its own."""
    known = record.open_revisions(graph._backend)[ground.STATES]
    graph._backend.update(
        f"""PREFIX br: <https://w3id.org/bilateral/ontology#>
INSERT {{ GRAPH <{record.PROVENANCE}> {{ <{known}0> ?p ?o }} }}
WHERE {{ GRAPH <{record.PROVENANCE}> {{ <{known}> ?p ?o }} }} ;
INSERT {{ GRAPH <{known}0> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{known}> {{ ?s ?p ?o }} }} ;
DELETE {{ GRAPH <{record.PROVENANCE}> {{ <{known}> br:recordedTo ?to }} }}
INSERT {{ GRAPH <{record.PROVENANCE}> {{ <{known}> br:recordedTo ?from }} }}
WHERE {{ GRAPH <{record.PROVENANCE}> {{ <{known}> br:recordedTo ?to ; br:recordedFrom ?from }} }}"""
    )
    graph.load(tmp_path)
    assert record.open_revisions(graph._backend)[ground.STATES] == f"{known}-2"
    found = graph.sparql(
        f"SELECT ?to {{ GRAPH graph:provenance {{ <{known}0> br:recordedTo ?to }} }}"
    )
    assert isinstance(found, Result)
    assert not str(found.rows[0][0]).startswith(OPEN_END[:4])
