"""The graph as a user meets it in Python, over the seed and all of `data/`."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import networkx as nx
import pyarrow as pa
import pytest
import rdflib

import kg
from kg.errors import (
    ExportError,
    ForbiddenSparqlError,
    NameNotFoundError,
    SparqlSyntaxError,
    StoreError,
    StoreNotFoundError,
)
from kg.graph import Graph
from kg.iris import ID
from kg.network import exchange
from kg.resources import data_dir
from kg.result import Result

# rdflib's Dataset calls what it has itself deprecated
pytestmark = pytest.mark.filterwarnings(r"ignore:Dataset\.\w+ is deprecated:DeprecationWarning")

MOMENT = datetime(2025, 4, 12, tzinfo=UTC)
FLIGHTS = f"{ID}matter/rus-usa-direct-flights"
TALKS = f"{ID}event/istanbul-talks-2025-04-10"


@pytest.fixture(scope="module")
def graph() -> Graph:
    """All of `data/`; the tests only ask it."""
    graph = kg.open(clock=lambda: MOMENT)
    graph.load(data_dir())
    return graph


@pytest.fixture(scope="module")
def loaded_backwards() -> Graph:
    """The same, its files in the other order."""
    graph = kg.open(clock=lambda: MOMENT)
    graph.load(*sorted(data_dir().rglob("*.yaml"), reverse=True))
    return graph


@pytest.fixture(scope="module")
def relation(graph: Graph) -> kg.Relation:
    return graph.relation("रूस", "США")


def rows(answer: Result | bool | bytes) -> Result:
    assert isinstance(answer, Result)
    return answer


def exported(graph: Graph, format_: str) -> bytes:
    out = io.BytesIO()
    graph.export(out, format_)
    return out.getvalue()


class TestOpening:
    def test_a_store_that_is_to_be_there_and_is_not(self, tmp_path: Path) -> None:
        with pytest.raises(StoreNotFoundError, match="no store here"):
            kg.open(tmp_path / "none", create=False)
        assert not (tmp_path / "none").exists()

    def test_leaving_the_graph_lets_its_store_go(self, tmp_path: Path) -> None:
        with kg.open(tmp_path / "store") as first:
            assert first.location == str(tmp_path / "store")
        with kg.open(tmp_path / "store"), pytest.raises(StoreError, match="the store is closed"):
            first.info()


class TestNames:
    @pytest.mark.parametrize(
        ("name", "slug"),
        [
            ("RUS", "RUS"), ("रूस", "RUS"), ("Россия", "RUS"), ("Russia", "RUS"), ("США", "USA"),
            ("actor/RUS", "RUS"), (f"{ID}actor/RUS", "RUS"), ("俄罗斯", "RUS"),
            ("अलेक्जेंडर डार्चिएव", "darchiev"), ("Александр Дарчиев", "darchiev"),
            ("TASS", "tass"), ("ТАСС", "tass"), ("TÜRKIYE", "TUR"),
        ],
    )  # fmt: skip
    def test_a_name_in_any_language_is_one_actor(self, graph: Graph, name: str, slug: str) -> None:
        assert graph.resolve(name) == f"{ID}actor/{slug}"

    def test_a_name_that_nobody_bears(self, graph: Graph) -> None:
        with pytest.raises(NameNotFoundError, match="nearest"):
            graph.resolve("Russsia")

    def test_what_a_load_brings_is_known_at_once(self, tmp_path: Path) -> None:
        graph = kg.open()
        with pytest.raises(NameNotFoundError):
            graph.resolve("Atlantis")
        sheet = tmp_path / "actors.yaml"
        sheet.write_text(
            "kind: registry\nid: a\nactors:\n  - {id: atl, type: Organization, "
            "names: {en: Atlantis}}\n"
        )
        graph.load(sheet)
        assert graph.resolve("Atlantis") == f"{ID}actor/atl"


class TestLabels:
    @pytest.mark.parametrize(
        ("language", "label"),
        [("en", "Russia"), ("hi", "रूस"), ("ru", "Россия"), ("zh", "俄罗斯"), ("sw", "Russia")],
    )
    def test_a_label_in_the_language_asked_for_or_in_english(
        self, graph: Graph, language: str, label: str
    ) -> None:
        assert graph.label(f"{ID}actor/RUS", lang=language) == {f"{ID}actor/RUS": label}

    def test_a_label_in_any_language_is_better_than_none(self, tmp_path: Path) -> None:
        sheet = tmp_path / "actors.yaml"
        sheet.write_text(
            "kind: registry\nid: a\nactors:\n  - {id: x, type: Person, names: {hi: क}}\n"
        )
        graph = kg.open()
        graph.load(sheet)
        assert graph.label(f"{ID}actor/x", lang="ru") == {f"{ID}actor/x": "क"}

    def test_the_graph_has_a_language_and_a_call_may_have_another(self) -> None:
        graph = kg.open(language="hi")
        graph.load(data_dir())
        labels = rows(graph.query("commitments/open", a="RUS", b="USA")).column("matter_label")
        assert all("\u0900" <= str(label)[0] <= "\u097f" for label in labels)
        english = graph.query("commitments/open", a="RUS", b="USA", lang="en")
        assert "Resuming direct flights" in str(english.column("matter_label"))


class TestAsking:
    def test_info_counts_what_was_loaded(self, graph: Graph) -> None:
        text = graph.info().to_csv()
        assert "Document" in text
        assert "hi" in text

    def test_explain_gives_sparql_that_answers_the_same(self, graph: Graph) -> None:
        text = graph.explain("relations/parties")
        asked = graph.query("relations/parties")
        assert len(rows(graph.sparql(text))) == len(asked)

    def test_select(self, graph: Graph) -> None:
        answer = rows(
            graph.sparql(f"SELECT DISTINCT ?day {{ GRAPH ?g {{ <{TALKS}> br:day ?day }} }}")
        )
        assert answer.rows == ((date(2025, 4, 10).toordinal(),),)

    def test_ask(self, graph: Graph) -> None:
        assert graph.sparql(f"ASK {{ GRAPH ?g {{ <{TALKS}> a br:Event }} }}") is True
        assert graph.sparql(f"ASK {{ <{TALKS}> a br:Event }}") is False

    @pytest.mark.parametrize(
        "query",
        [
            f"CONSTRUCT {{ <{TALKS}> ?p ?o }} {{ GRAPH ?g {{ <{TALKS}> ?p ?o }} }}",
            f"DESCRIBE <{TALKS}> {{ GRAPH ?g {{ <{TALKS}> a br:Event }} }}",
        ],
        ids=["CONSTRUCT", "DESCRIBE"],
    )
    def test_graphs_are_ntriples(self, graph: Graph, query: str) -> None:
        answer = graph.sparql(query)
        assert isinstance(answer, bytes)
        parsed = rdflib.Graph().parse(data=answer, format="nt")
        assert all(str(subject) == TALKS for subject in parsed.subjects())

    @pytest.mark.parametrize(
        "query",
        [
            "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }",
            "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
            "LOAD <http://example.org/>",
            "INSERT DATA { GRAPH <x:g> { <x:s> <x:p> 1 } }",
            "DROP ALL",
        ],
    )
    def test_what_reaches_out_or_changes_is_refused(self, graph: Graph, query: str) -> None:
        before = graph._backend.count()
        with pytest.raises(ForbiddenSparqlError):
            graph.sparql(query)
        assert graph._backend.count() == before

    def test_what_is_no_sparql_is_told_with_its_line(self, graph: Graph) -> None:
        with pytest.raises(SparqlSyntaxError):
            graph.sparql("SELECT ?s WHERE {\n ?s ?p\n}")


class TestRelation:
    def test_its_parties_have_names(self, relation: kg.Relation) -> None:
        assert repr(relation) == "<Relation Russia - United States>"
        assert "<table" in relation._repr_html_()

    @pytest.mark.parametrize("way", ["ledger", "open", "timeline", "claims", "documents"])
    def test_what_it_tells_is_the_catalogue_s(self, relation: kg.Relation, way: str) -> None:
        ask: Callable[[], Result] = getattr(relation, way)
        answer = ask()
        assert answer.rows
        frames = answer.to_polars(), answer.to_pandas(), answer.to_arrow()
        names = [column.name for column in answer.columns]
        assert all(len(frame) == len(answer) for frame in frames)
        assert [list(frames[0].columns), list(frames[1].columns), frames[2].column_names] == [
            names
        ] * 3
        assert isinstance(frames[2], pa.Table)

    def test_before_anything_was_said_the_ledger_is_empty(self, relation: kg.Relation) -> None:
        assert relation.ledger(valid_at="2015-01-01").rows == ()
        assert FLIGHTS in relation.ledger(valid_at="2025-04-11").column("matter")

    def test_the_order_of_the_parties_turns_the_sides(self, graph: Graph) -> None:
        one = graph.relation("RUS", "USA").ledger()
        other = graph.relation("USA", "RUS").ledger()
        turned = {(row["matter"], row["axis"], row["b_status"]) for row in other.records()}
        assert {(row["matter"], row["axis"], row["a_status"]) for row in one.records()} == turned

    def test_its_network_is_a_multigraph_with_evidence(self, relation: kg.Relation) -> None:
        network = relation.network()
        assert isinstance(network, nx.MultiDiGraph)
        assert network.nodes[FLIGHTS]["kind"] == "matter"
        claims = {claim for *_, data in network.edges(data=True) for claim in data["claims"]}
        assert claims
        assert claims <= relation.evidence().keys()


class TestExport:
    def test_the_quads_come_back(self, graph: Graph) -> None:
        written = exported(graph, "nq")
        assert written.decode().split("\n")[:-1] == list(graph._backend.quads())
        from kg.store import Store

        with Store() as again:
            again.insert(written)
            assert list(again.quads()) == list(graph._backend.quads())

    def test_the_tables_are_those_of_the_catalogue(self, graph: Graph) -> None:
        with zipfile.ZipFile(io.BytesIO(exported(graph, "csv"))) as archive:
            tables = {
                name: list(csv.DictReader(io.TextIOWrapper(archive.open(name), "utf-8")))
                for name in archive.namelist()
            }
        names = graph.catalogue.topics["tables"]
        assert sorted(tables) == sorted(f"{name.partition('/')[2]}.csv" for name in names)
        assert all(tables.values())
        assert FLIGHTS in {row["matter"] for row in tables["matters.csv"]}

    @pytest.mark.parametrize("format_", ["graphml", "gexf"])
    def test_the_network_is_read_back(self, graph: Graph, format_: str) -> None:
        read = nx.read_graphml if format_ == "graphml" else nx.read_gexf
        network = read(io.BytesIO(exported(graph, format_)))
        whole = graph.network()
        assert set(network) == set(whole)
        assert network.number_of_edges() == whole.number_of_edges()
        assert network.nodes[FLIGHTS]["label"] == whole.nodes[FLIGHTS]["label"]

    @pytest.mark.parametrize("format_", ["graphml", "gexf"])
    def test_what_xml_cannot_hold_is_replaced(self, format_: str) -> None:
        """A sheet may hold such characters as escapes, and the file is to be read all the same."""
        network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        network.add_node("x", label="a\0\x1b\uffffb")
        read = nx.read_graphml if format_ == "graphml" else nx.read_gexf
        (label,) = dict(read(io.BytesIO(exchange(network, format_))).nodes(data="label")).values()
        assert label in {"a\ufffd\ufffd\ufffdb", "x"}  # GEXF: networkx reads the id as the label

    @pytest.mark.parametrize("format_", ["nq", "trig", "csv", "graphml", "gexf"])
    def test_the_same_content_is_the_same_bytes(
        self, graph: Graph, loaded_backwards: Graph, format_: str
    ) -> None:
        """Whatever the order of the load, whatever the day on which it is written."""
        assert exported(loaded_backwards, format_) == exported(graph, format_)

    def test_no_other_format(self, graph: Graph) -> None:
        with pytest.raises(ExportError, match="no export as 'docx'"):
            exported(graph, "docx")


class TestRdflib:
    """rdflib's own machinery over the same store, and not a copy."""

    def test_it_counts_the_same(self, graph: Graph) -> None:
        dataset = graph.to_rdflib()
        assert sum(1 for _ in dataset.quads()) == graph._backend.count()

    @pytest.mark.parametrize(
        ("name", "parameters"),
        [
            ("relations/parties", {}),
            ("commitments/history", {"matter": FLIGHTS}),
            ("claims/texts", {"a": "RUS", "b": "USA"}),
        ],
    )
    @pytest.mark.parametrize("by_the_store", [True, False], ids=["store", "rdflib"])
    def test_either_engine_answers_the_catalogue_alike(
        self, graph: Graph, name: str, parameters: dict[str, object], by_the_store: bool
    ) -> None:
        asked = graph.query(name, **parameters)
        found = graph.to_rdflib().query(
            graph.explain(name, **parameters), use_store_provided=by_the_store
        )
        first = str(found.vars[0]) if found.vars else ""
        assert [str(row[0]) for row in found] == [str(cell) for cell in asked.column(first)]
        assert asked.rows

    def test_it_sees_what_is_loaded_later(self, tmp_path: Path) -> None:
        graph = kg.open()
        dataset = graph.to_rdflib()
        sheet = tmp_path / "a.yaml"
        sheet.write_text(
            "kind: registry\nid: a\nactors:\n  - {id: x, type: Person, names: {en: X}}\n"
        )
        graph.load(sheet)
        subject = rdflib.URIRef(f"{ID}actor/x")
        assert list(dataset.quads((subject, rdflib.RDFS.label, None, None)))
