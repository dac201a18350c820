"""What every engine does alike: memory, a directory, and a real SPARQL 1.1 server."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Dataset, Graph, URIRef
from rdflib import Literal as RdflibLiteral

from kg.errors import KgError, SparqlSyntaxError, StoreError
from kg.iris import PREFIXES
from kg.store import Backend, open_backend
from kg.store.fingerprint import fingerprint
from kg.terms import XSD, Iri, Literal, to_ntriples

# rdflib's Dataset calls what it has itself deprecated
pytestmark = pytest.mark.filterwarnings(r"ignore:Dataset\.\w+ is deprecated:DeprecationWarning")

S, P, G, H = (f"https://example.org/{name}" for name in ("s", "p", "g", "h"))
RDF_STRING = URIRef(XSD + "string")

LITERALS = [
    Literal("plain"),
    Literal(""),
    Literal("कम करने", language="hi"),
    Literal("Россия", language="ru"),
    Literal("Türkiye", language="en-gb"),
    Literal('two\nlines, a "quote", a \\ and a \t tab'),
    Literal("a carriage\r\nreturn"),
    Literal("not a line end: \u2028 \u2029 \x85 \x0b \x0c"),
    Literal("beyond the first plane: 𐎠🕊"),
    Literal("> . <https://example.org/not-a-graph> ."),
    Literal("739351", XSD + "integer"),
    Literal("9223372036854775807", XSD + "integer"),
    Literal("-12", XSD + "integer"),
    Literal("1.5", XSD + "decimal"),
    Literal("2025-04-10", XSD + "date"),
    Literal("2025-04-10T10:00:00Z", XSD + "dateTime"),
    Literal("2025-04-10T10:00:00.000001Z", XSD + "dateTime"),
    Literal("9999-12-31T23:59:59Z", XSD + "dateTime"),
    Literal("true", XSD + "boolean"),
    Literal("false", XSD + "boolean"),
    Literal("2025-04-1X", "https://example.org/edtf"),
]


def quad(value: object, subject: str = S, graph: str = G) -> bytes:
    term = value if isinstance(value, Literal | Iri) else Literal(str(value))
    return f"<{subject}> <{P}> {to_ntriples(term)} <{graph}> .\n".encode()


@pytest.fixture(params=["memory", "directory", "oxigraph", "virtuoso"])
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Backend]:
    location: str | Path | None = None
    if request.param == "directory":
        location = tmp_path / "store"
    elif request.param != "memory":
        location = str(request.getfixturevalue(f"{request.param}_url"))
    with open_backend(location) as opened:
        yield opened


@pytest.mark.parametrize("literal", LITERALS, ids=repr)
def test_a_literal_comes_back_as_it_went_in(backend: Backend, literal: Literal) -> None:
    backend.insert(quad(literal))
    table = backend.select("SELECT ?o WHERE { GRAPH ?g { ?s ?p ?o } }")
    assert table.columns == ("o",)
    assert table.rows == [(literal,)]


@pytest.mark.parametrize("datatype", ["nonNegativeInteger", "positiveInteger", "int", "byte"])
def test_every_kind_of_integer_comes_back_as_an_integer(backend: Backend, datatype: str) -> None:
    backend.insert(quad(Literal("17", XSD + datatype)))
    seventeen = Literal("17", XSD + "integer")
    assert backend.select("SELECT ?o WHERE { GRAPH ?g { ?s ?p ?o } }").rows == [(seventeen,)]
    assert list(backend.quads()) == [quad(seventeen).decode().rstrip("\n")]


def test_rows_hold_iris_literals_and_none_where_nothing_is_bound(backend: Backend) -> None:
    backend.insert(quad("x") + quad(Iri(H), subject=H))
    table = backend.select(
        "SELECT ?s ?o ?no WHERE { GRAPH ?g { ?s ?p ?o "
        "OPTIONAL { ?s <https://none.example> ?no } } } ORDER BY ?s"
    )
    assert table.columns == ("s", "o", "no")
    assert table.rows == [(Iri(H), Iri(H), None), (Iri(S), Literal("x"), None)]


def test_the_default_graph_is_empty_and_no_union(backend: Backend) -> None:
    backend.insert(quad("x"))
    assert not backend.ask("ASK { ?s ?p ?o }")
    assert backend.ask("ASK { GRAPH ?g { ?s ?p ?o } }")


def test_construct_gives_each_triple_once_and_sorted(backend: Backend) -> None:
    backend.insert(quad("b") + quad("a\nb") + quad("b", graph=H))
    lines = backend.construct("CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    assert lines == [f'<{S}> <{P}> "a\\nb" .', f'<{S}> <{P}> "b" .']


def test_the_same_quads_twice_are_there_once(backend: Backend) -> None:
    for _ in range(2):
        backend.insert(quad("x"))
        backend.bulk(io.BytesIO(quad("x")))
    assert backend.count() == 1


def test_count_and_graphs(backend: Backend) -> None:
    assert (backend.count(), backend.graphs()) == (0, [])
    backend.insert(quad("x") + quad("y") + quad("z", graph=H))
    assert (backend.count(), backend.count(G), backend.count(S)) == (3, 2, 0)
    assert backend.graphs() == [G, H]


def test_drop_takes_whole_graphs_and_minds_none_that_is_not_there(backend: Backend) -> None:
    backend.insert(quad("x") + quad("y", graph=H))
    backend.drop([G, "https://example.org/none"])
    assert backend.graphs() == [H]
    backend.drop([])
    assert backend.count() == 1


def test_a_graph_that_was_emptied_is_none(backend: Backend) -> None:
    backend.insert(quad("x"))
    backend.update(f"DELETE WHERE {{ GRAPH <{G}> {{ ?s ?p ?o }} }}")
    assert backend.graphs() == []


def test_an_update_happens_whole_or_not_at_all(backend: Backend) -> None:
    backend.insert(quad("old"))
    # the second operation fails: no SILENT, and there is such a graph
    operations = f"DROP GRAPH <{G}> ; CREATE GRAPH <{H}> ; CREATE GRAPH <{H}>"
    with pytest.raises(StoreError):
        backend.update(operations)
    assert list(backend.quads()) == [quad("old").decode().rstrip("\n")]


@pytest.mark.parametrize(
    "nquads",
    [
        quad("good") + b"not a quad\n",
        quad("good") + f"<{S}> <{P}> <{G}> .\n".encode().replace(b"<https", b"<ht tps"),
        quad("good") + b'<https://example.org/s> "literal" "x" <https://example.org/g> .\n',
        quad("good") + b'<https://example.org/s> <https://example.org/p> "open <https://g.org> .\n',
    ],
)
def test_what_is_no_quad_is_an_error_and_adds_nothing(backend: Backend, nquads: bytes) -> None:
    with pytest.raises(StoreError, match="not N-Quads"):
        backend.insert(nquads)
    assert backend.count() == 0


@pytest.mark.parametrize("how", ["file", "path", "paths"])
def test_bulk_takes_an_open_file_a_path_or_several(
    backend: Backend, tmp_path: Path, how: str
) -> None:
    lines = [quad(number, graph=f"{G}/{number % 7}") for number in range(2000)]
    first, second = tmp_path / "1.nq", tmp_path / "2.nq"
    first.write_bytes(b"".join(lines[:1000]))
    second.write_bytes(b"".join(lines[1000:]))
    if how == "file":
        for path in (first, second):
            with path.open("rb") as file:
                backend.bulk(file)
    elif how == "path":
        backend.bulk(first)
        backend.bulk(second)
    else:
        backend.bulk([first, second])
    assert backend.count() == 2000
    assert len(backend.graphs()) == 7


def test_bulk_says_what_it_cannot_read(backend: Backend, tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        backend.bulk(tmp_path / "missing.nq")
    with pytest.raises(StoreError, match="not N-Quads"):
        backend.bulk(io.BytesIO(b"<html>\n"))


def test_quads_are_sorted_by_graph_and_then_by_line(backend: Backend) -> None:
    lines = [quad("b"), quad("a"), quad("c", graph=H)]
    backend.insert(b"".join(reversed(lines)))
    written = [line.encode() + b"\n" for line in backend.quads()]
    assert written == [lines[1], lines[0], lines[2]]
    assert [line.encode() + b"\n" for line in backend.quads([H])] == [lines[2]]


def dumped(backend: Backend, graph: str) -> list[str]:
    out = io.BytesIO()
    backend.dump(graph, out)
    return out.getvalue().decode().removesuffix("\n").split("\n")


def test_a_dump_has_the_lines_of_the_graph_in_any_order(backend: Backend) -> None:
    backend.insert(b"".join(map(quad, LITERALS)) + quad("elsewhere", graph=H))
    assert sorted(dumped(backend, G)) == backend.triples(G)
    assert len(backend.triples(G)) == len(LITERALS)
    assert dumped(backend, "https://example.org/none") == [""]


@pytest.mark.parametrize(
    "number", ["-161.0706", "120.5501", "0.0000000015", "12345678.9012345", "0", "-7", "150000000"]
)
def test_a_dump_and_the_triples_have_all_digits_of_a_number(backend: Backend, number: str) -> None:
    line = quad(Literal(number, XSD + "double"))
    backend.insert(line + quad("other"))
    assert line.decode().rstrip("\n") in list(backend.quads())
    assert sorted(dumped(backend, G)) == backend.triples(G)


def test_a_graph_has_one_fingerprint_on_every_engine(backend: Backend) -> None:
    """Worked out once by hand: the sum of the SHA-256 of the lines, little-endian."""
    backend.insert(quad("b") + quad("a"))
    lines = [f'<{S}> <{P}> "{value}" .'.encode() for value in "ab"]
    total = sum(int.from_bytes(hashlib.sha256(line).digest(), "little") for line in lines)
    out = io.BytesIO()
    backend.dump(G, out)
    out.seek(0)
    assert fingerprint(out) == (2, f"{total % 2**256:064x}")


def test_quads_are_counted_graph_by_graph(backend: Backend) -> None:
    assert backend.counts() == {}
    backend.insert(quad("x") + quad("y") + quad("z", graph=H))
    assert backend.counts() == {G: 2, H: 1}
    assert not backend.unnamed()


@pytest.mark.parametrize(
    ("deletion", "left"),
    [
        (f'DELETE DATA {{ GRAPH <{G}> {{ <{S}> <{P}> "a" }} }}', ["b", "c"]),
        (f'DELETE DATA {{ GRAPH <{G}> {{ <{S}> <{P}> "none" }} }}', ["a", "b", "c"]),
        (f"DELETE WHERE {{ GRAPH <{G}> {{ <{S}> <{P}> ?o }} }}", ["c"]),
        (
            f"WITH <{G}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o FILTER(STR(?o) = 'b') }}",
            ["a", "c"],
        ),
        (f"CLEAR GRAPH <{G}>", ["c"]),
        (f"DROP SILENT GRAPH <{H}>", ["a", "b"]),
    ],
)
def test_what_is_deleted_is_gone_and_nothing_else(
    backend: Backend, deletion: str, left: list[str]
) -> None:
    backend.insert(quad("a") + quad("b") + quad("c", graph=H))
    backend.update(deletion)
    rows = backend.select("SELECT ?o WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?o").rows
    assert [row[0] for row in rows] == list(map(Literal, left))
    assert sum(backend.counts().values()) == backend.count() == len(left)


@pytest.mark.parametrize("literal", LITERALS, ids=repr)
def test_every_literal_can_be_deleted_by_its_name(backend: Backend, literal: Literal) -> None:
    backend.insert(quad(literal) + quad("other"))
    backend.update(f"DELETE DATA {{ GRAPH <{G}> {{ <{S}> <{P}> {to_ntriples(literal)} }} }}")
    assert list(backend.quads()) == [quad("other").decode().rstrip("\n")]


@pytest.mark.parametrize(
    ("method", "sparql"),
    [
        ("select", "ASK {}"),
        ("select", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"),
        ("ask", "SELECT * WHERE { ?s ?p ?o }"),
        ("construct", "SELECT * WHERE { ?s ?p ?o }"),
        ("construct", "ASK {}"),
    ],
)
def test_the_wrong_form_of_query_is_an_error(backend: Backend, method: str, sparql: str) -> None:
    with pytest.raises(SparqlSyntaxError):
        getattr(backend, method)(sparql)


@pytest.mark.parametrize("method", ["select", "ask", "construct", "update"])
def test_what_is_no_sparql_is_an_error(backend: Backend, method: str) -> None:
    with pytest.raises(KgError, match=r"expected|syntax error"):
        getattr(backend, method)("SELEC * {}")


def test_comments_that_speak_of_other_forms_mislead_nobody(backend: Backend) -> None:
    backend.insert(quad("x"))
    header = "#+ title: ask or construct\n#+ select\n#+ INSERT it\n"
    assert backend.select(f"{header}SELECT ?o {{ GRAPH ?g {{ ?s ?p ?o }} }}").rows
    assert backend.ask(f"{header}ASK {{ GRAPH ?g {{ ?s ?p ?o }} }}")


def test_after_closing_every_call_is_an_error(backend: Backend) -> None:
    backend.close()
    backend.close()
    for call in (
        lambda: backend.ask("ASK {}"),
        lambda: backend.insert(quad("x")),
        lambda: backend.update("CLEAR ALL"),
        backend.count,
        backend.to_rdflib,
    ):
        with pytest.raises(StoreError, match="closed"):
            call()


def test_rdflib_sees_the_same_quads(backend: Backend) -> None:
    backend.insert(b"".join(map(quad, LITERALS)) + quad("x", graph=H))
    dataset = backend.to_rdflib()
    assert isinstance(dataset, Dataset)
    assert not dataset.default_union
    parsed = Dataset().parse(data="\n".join(backend.quads()), format="nquads")
    assert _folded(dataset) == _folded(parsed)
    assert len(dataset.graph(URIRef(H))) == 1
    assert {graph.identifier for graph in dataset.graphs()} >= {URIRef(G), URIRef(H)}
    assert list(dataset.triples((None, None, None))) == []  # the default graph


def test_rdflib_asks_in_sparql_with_our_prefixes(backend: Backend) -> None:
    backend.insert(f'<{PREFIXES["actor"]}RUS> <{PREFIXES["rdfs"]}label> "रूस"@hi <{G}> .\n'.encode())
    dataset = backend.to_rdflib()
    rows = list(dataset.query("SELECT ?l WHERE { GRAPH ?g { actor:RUS rdfs:label ?l } }"))
    assert [row[0] for row in rows] == [RdflibLiteral("रूस", lang="hi")]
    assert dataset.query("ASK { GRAPH ?g { actor:RUS ?p ?o } }").askAnswer
    assert not dataset.query("ASK { actor:RUS ?p ?o }").askAnswer
    constructed = dataset.query("CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }").graph
    assert constructed is not None
    assert len(constructed) == 1
    inside = dataset.graph(URIRef(G)).query("SELECT ?s WHERE { ?s rdfs:label ?l }")
    assert [str(row[0]) for row in inside] == [f"{PREFIXES['actor']}RUS"]
    bound = dataset.query(
        "SELECT ?g ?l WHERE { GRAPH ?g { ?s rdfs:label ?l } }", initBindings={"g": URIRef(H)}
    )
    assert len(list(bound)) == 0


def test_what_rdflib_writes_is_in_the_store(backend: Backend) -> None:
    dataset = backend.to_rdflib()
    triple = (URIRef(S), URIRef(P), RdflibLiteral("ру\n", lang="ru"))
    dataset.graph(URIRef(G)).add(triple)
    dataset.addN([(*triple, Graph(identifier=URIRef(H)))])
    assert backend.graphs() == [G, H]
    assert backend.select(f"SELECT ?o {{ GRAPH <{G}> {{ ?s ?p ?o }} }}").rows == [
        (Literal("ру\n", language="ru"),)
    ]
    dataset.remove((*triple, URIRef(G)))
    assert backend.graphs() == [H]
    dataset.update(f"INSERT DATA {{ GRAPH <{G}> {{ actor:RUS a br:State }} }}")
    dataset.remove_graph(URIRef(H))
    assert backend.graphs() == [G]


def _folded(dataset: Dataset) -> set[tuple[object, ...]]:
    """The quads; a string is the same whether its datatype is said (oxrdflib does) or not."""
    return {
        (s, p, RdflibLiteral(str(o)) if getattr(o, "datatype", None) == RDF_STRING else o, g)
        for s, p, o, g in dataset.quads()
    }
