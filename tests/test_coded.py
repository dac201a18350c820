"""Coded events in a graph: beside its store, counted, as quads, in step with its clocks."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import networkx as nx
import pytest

import kg
from kg.errors import (
    EventTableNotFoundError,
    NameNotFoundError,
    ParameterValueError,
    ReadOnlyError,
)
from kg.graph import Graph
from kg.resources import data_dir
from kg.store import Store
from tests.tables.coded import row, write

EXAMPLE = data_dir() / "coded" / "example-icews.tab"
START = datetime(2025, 7, 1, tzinfo=UTC)


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[Graph]:
    """A store with the registry, and the invented events."""
    with kg.open(tmp_path / "store", clock=lambda: START) as graph:
        graph.load(data_dir() / "registry")
        graph.coded.load(EXAMPLE, format="icews")
        yield graph


def test_the_table_is_in_the_directory_of_the_store(graph: Graph, tmp_path: Path) -> None:
    assert graph.coded.folder == tmp_path / "store" / "events"
    assert (tmp_path / "store" / "events" / "manifest.json").is_file()


def test_the_store_opens_again_with_the_table_in_it(tmp_path: Path) -> None:
    for expected in (1, 0):
        with kg.open(tmp_path / "store", clock=lambda: START) as graph:
            assert len(graph.coded.load(EXAMPLE, format="icews").loads) == expected
            assert graph.events("RUS", "USA").collect().height == 24


def test_a_store_without_a_directory_is_told_where_its_table_is(tmp_path: Path) -> None:
    with kg.open() as graph, pytest.raises(EventTableNotFoundError, match="--events DIR"):
        graph.events("RUS", "USA")
    with kg.open(events=tmp_path / "events", clock=lambda: START) as graph:
        graph.coded.load(EXAMPLE, format="icews")
        assert graph.events("RUS", "USA").collect().height == 24


def test_events_are_a_lazy_frame(graph: Graph) -> None:
    found = graph.events("Россия", "अमेरिका", since="2025-04-10", until=date(2025, 4, 10))
    frame = found.collect()
    assert set(frame["code"]) == {"040", "046", "057"}
    assert set(frame["place"]) == {"Istanbul"}


@pytest.mark.parametrize(
    ("a", "b", "error"),
    [
        ("RUS", "Russia", ParameterValueError),
        ("RUS", "rus-mfa", ParameterValueError),
        ("RUS", "Atlantis", NameNotFoundError),
    ],
)
def test_only_two_states_are_a_dyad(graph: Graph, a: str, b: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        graph.events(a, b)


def test_results_have_labels_and_forms(graph: Graph) -> None:
    found = graph.coded.dyad("RUS", "USA", by="year")
    first = next(found.records())
    assert (first["source_label"], first["target_label"]) == ("Russia", "United States")
    assert found.to_polars()["events"].sum() == 17 + 21
    with pytest.raises(ParameterValueError, match="month or quarter or year"):
        graph.coded.dyad("RUS", "USA", by="week")


def test_the_network_is_of_states(graph: Graph) -> None:
    network = graph.coded.network()
    assert isinstance(network, nx.DiGraph)
    russia, usa = (f"https://w3id.org/bilateral/id/actor/{code}" for code in ("RUS", "USA"))
    assert network.edges[russia, usa]["events"] == 17
    assert network.edges[usa, russia]["conflict"] == 3


def test_a_snapshot_reads_what_was_loaded_by_then(tmp_path: Path) -> None:
    now = [START]
    with kg.open(tmp_path / "store", clock=lambda: now[0]) as graph:
        graph.load(data_dir() / "registry" / "actors.yaml")
        graph.coded.load(EXAMPLE, format="icews")
        now[0] += timedelta(days=2)
        later = write(tmp_path / "b.tab", "icews", row("icews", Story_ID="5"))
        graph.coded.load(later, format="icews")
        assert graph.events("RUS", "USA").collect().height == 25
        before = graph.as_of("2025-07-02")
        assert before.events("RUS", "USA").collect().height == 24
        with pytest.raises(ReadOnlyError):
            before.coded.load(later, format="icews")
        with pytest.raises(ReadOnlyError):
            before.coded.materialise()


class TestQuads:
    """The same counts by SPARQL as by the table."""

    def test_counts_are_the_same_by_sparql(self, graph: Graph) -> None:
        graph.coded.materialise()
        by_table = graph.coded.dyad("RUS", "USA").to_polars().drop("source", "target")
        by_sparql = graph.query("coded/dyad", a="RUS", b="USA").to_polars()
        assert by_sparql.drop("dataset", "source", "target").equals(by_table)
        tops = [
            result.to_polars().select("a_label", "b_label", "events", "score").rows()
            for result in (graph.coded.top(), graph.query("coded/top"))
        ]
        assert tops[0] == tops[1]
        cells = graph.query("coded/matrix", only="2025").to_polars()
        assert cells["events"].sum() == graph.coded.matrix().to_polars()["events"].sum()

    def test_done_twice_it_is_the_same(self, graph: Graph) -> None:
        written = graph.coded.materialise(events=True)
        count = graph._backend.count()
        assert graph.coded.materialise(events=True) == written
        assert graph._backend.count() == count

    def test_a_table_that_is_damaged_is_told_and_the_store_is_as_it_was(self, graph: Graph) -> None:
        before = graph._backend.count()
        table = graph.coded.table
        (table.folder / table.manifest().parts[0].path).write_bytes(b"PAR1 and no more PAR1")
        with pytest.raises(ChildProcessError):
            graph.coded.materialise(events=True)
        assert graph._backend.count() == before

    def test_a_slice_of_events(self, graph: Graph) -> None:
        counts = graph.coded.materialise()
        some = graph.coded.materialise(dyad=("RUS", "USA"), events=True, since="2025-04-10")
        assert 0 < some - counts < graph.coded.materialise(events=True) - counts
        found = graph.sparql(
            """SELECT ?event ?day WHERE {
              GRAPH <https://w3id.org/bilateral/graph/coded/icews/2025-04> {
                ?event a br:CodedEvent ; br:mutual true ; sem:hasTimeStamp ?day ;
                       br:codedType cameoIcews:057 ; br:ploverType eventType:support ;
                       br:codedSource ?a ; br:codedTarget ?b ; sem:hasActor ?a, ?b } }"""
        )
        assert isinstance(found, kg.Result)
        assert [day for _, day in found.rows] == [date(2025, 4, 10)]

    def test_the_lines_are_n_quads_and_as_many_as_was_said(self, graph: Graph) -> None:
        out = io.BytesIO()
        number = graph.coded.quads(out)
        assert out.getvalue().count(b"\n") == number == len(set(out.getvalue().splitlines()))
        with Store() as store:
            store.insert(out.getvalue())
            assert store.count() == number

    def test_what_has_no_state_place_or_type_has_no_such_quad(self, tmp_path: Path) -> None:
        bare = row(
            "icews", Target_Name="NA", Target_Country="NA", Latitude="NA", Longitude="NA",
            CAMEO_Code="010",
        )  # fmt: skip
        with kg.open(events=tmp_path / "events", clock=lambda: START) as graph:
            graph.coded.load(write(tmp_path / "a.tab", "icews", bare), format="icews")
            out = io.BytesIO()
            number = graph.coded.quads(out)
        text = out.getvalue().decode()
        assert "null" not in text
        for absent in ("codedTarget", "ploverType", "latitude"):
            assert absent not in text
        events = [line for line in text.splitlines() if "/id/coded/" in line.split(" ")[0]]
        assert len(events) == 9
        assert len(text.splitlines()) == number

    def test_polecat_codes_are_types_of_plover(self, tmp_path: Path) -> None:
        with kg.open(events=tmp_path / "events", clock=lambda: START) as graph:
            graph.coded.load(write(tmp_path / "a.txt", "polecat", row("polecat")), format="polecat")
            out = io.BytesIO()
            graph.coded.quads(out)
        assert "codedType> <https://w3id.org/bilateral/scheme/event-type/consult-visit>" in (
            out.getvalue().decode()
        )


def test_an_endpoint_takes_the_counts_too(endpoint_url: str, tmp_path: Path) -> None:
    with kg.open(endpoint_url, events=tmp_path / "events", clock=lambda: START) as graph:
        graph.load(data_dir() / "registry" / "actors.yaml")
        graph.coded.load(EXAMPLE, format="icews")
        graph.coded.materialise(dyad=("RUS", "USA"), events=True)
        (first, *_) = graph.query("coded/top").records()
        assert (first["a_label"], first["b_label"], first["events"]) == (
            "Russia", "United States", 24,
        )  # fmt: skip
