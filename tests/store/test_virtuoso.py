"""What Virtuoso does otherwise is set right or said: no part of an answer, no other data."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator

import pytest

from kg.errors import EndpointError, StoreError
from kg.store import Backend, open_backend
from kg.store.remote import Endpoint
from kg.store.virtuoso import cut_off, limit, prologue, unfit
from kg.terms import XSD

S, P, G, H = (f"https://example.org/{name}" for name in ("s", "p", "g", "h"))


@pytest.fixture
def backend(virtuoso_url: str) -> Iterator[Backend]:
    with open_backend(virtuoso_url) as opened:
        yield opened


def numbers(count: int) -> bytes:
    return b"".join(f'<{S}> <{P}> "{n}" <{G}> .\n'.encode() for n in range(count))


def test_its_own_graphs_are_not_ours(backend: Backend) -> None:
    assert not backend.ask("ASK { GRAPH ?g { ?s ?p ?o } }")
    backend.insert(numbers(1))
    assert backend.select("SELECT ?g { GRAPH ?g { ?s ?p ?o } }").rows == [(G,)]


@pytest.mark.parametrize("name", [f"<{G}>", "e:g", "g:"])
def test_a_graph_is_found_by_its_name(backend: Backend, name: str) -> None:
    backend.insert(numbers(2))
    prefixes = f"PREFIX e: <https://example.org/> PREFIX g: <{G}>"
    found = backend.select(f"{prefixes}\nSELECT ?o {{ GRAPH {name} {{ ?s ?p ?o }} }}")
    assert len(found.rows) == 2


def test_the_prologue_stays_on_the_first_line() -> None:
    query = "PREFIX graph: <https://g.org/>\nASK { GRAPH graph:a\\/b { ?s ?p ?o } GRAPH ?g { } }"
    before = prologue(query)
    assert "\n" not in before
    assert before.endswith(" define input:default-graph-uri <https://g.org/a/b> ")
    assert "default-graph-uri" not in prologue("ASK { GRAPH ?g { ?s ?p ?o } }")


def test_a_document_of_many_triples_is_one_request(backend: Backend) -> None:
    backend.insert(numbers(9000))
    assert backend.count(G) == 9000


def test_an_answer_that_it_cuts_off_is_an_error(backend: Backend) -> None:
    backend.insert(numbers(120))
    rows = "GRAPH ?g { ?a ?p ?o . ?b ?q ?u }"
    assert len(backend.select(f"SELECT ?o ?u {{ {rows} }} LIMIT 9999").rows) == 9999
    for query in (f"SELECT ?o ?u {{ {rows} }}", f"SELECT ?o ?u {{ {rows} }} LIMIT 10000"):
        with pytest.raises(EndpointError, match="after 10000 rows; raise ResultSetMaxRows"):
            backend.select(query)
    with pytest.raises(EndpointError, match="after 10000 rows; raise ResultSetMaxRows"):
        backend.construct(
            f"CONSTRUCT {{ ?id <{P}> ?o }} WHERE {{ {rows} "
            f'BIND(IRI(CONCAT("{H}", STR(?o), "-", STR(?u))) AS ?id) }}'
        )


def test_a_graph_that_holds_more_than_an_answer_is_read_in_parts(backend: Backend) -> None:
    lines = [f'<{S}/{n % 999}> <{P}> "{n}" <{G}> .' for n in range(12_000)]
    backend.insert("\n".join(lines).encode())
    assert list(backend.quads()) == sorted(lines)
    out = io.BytesIO()
    backend.dump(G, out)
    triples = [line.replace(f" <{G}>", "") for line in lines]
    assert sorted(out.getvalue().decode().splitlines()) == sorted(triples)


def test_pages_that_overlap_are_read_again(
    backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its plan, and so its order, may change between two of them; after some tries, in parts."""
    s, p, g = (name.encode() for name in (S, P, G))
    rows = [(s, n, p, p, g) for n in range(12_000)]
    backend.insert(b"".join(b"<%s/%d> <%s> <%s> <%s> .\n" % row for row in rows))
    assert isinstance(backend, Endpoint)
    read = Endpoint._streamed
    asked: list[str] = []

    def disturbed(self: Endpoint, sparql: str) -> Iterator[bytes]:
        asked.append(sparql)
        return read(self, sparql.replace("OFFSET 9999", "OFFSET 9000"))

    monkeypatch.setattr(Endpoint, "_streamed", disturbed)
    out = io.BytesIO(b"before")
    out.seek(6)
    backend.dump(G, out)
    assert len(asked) == 4 + 16
    assert out.getvalue().startswith(b"before<")
    assert sorted(out.getvalue()[6:].decode().splitlines()) == backend.triples(G)


def test_a_query_that_takes_too_long_ends_there_too(virtuoso_url: str) -> None:
    """Of what it has by then it would make an answer; that is told, and none is given."""
    with open_backend(virtuoso_url) as backend:
        backend.insert(numbers(3000))
    with Endpoint(virtuoso_url, timeout=1) as hurried:
        began = time.monotonic()
        with pytest.raises(EndpointError, match=r"part of the answer|within 1 s"):
            hurried.select(
                "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a ?p ?o . ?b ?p ?u . ?c ?p ?v } "
                'FILTER(REGEX(CONCAT(STR(?o), STR(?u), STR(?v)), "^9.*9.*9$")) }'
            )
        assert time.monotonic() - began < 5


def test_many_graphs_are_listed(backend: Backend) -> None:
    """On the bare query for them it hangs, once they are about a hundred."""
    graphs = sorted(f"{G}/{n}" for n in range(150))
    backend.insert(b"".join(numbers(1).replace(G.encode(), each.encode()) for each in graphs))
    assert backend.graphs() == graphs


def test_an_integer_that_it_would_alter_is_refused(backend: Backend) -> None:
    most, more = 2**63 - 1, 2**63
    lines = f'<{S}> <{P}> "{most}"^^<{XSD}integer> <{G}> .\n'
    backend.insert(lines.encode())
    with pytest.raises(StoreError, match=f'no integers of more than 64 bits: "{more}"'):
        backend.insert(lines.replace(str(most), str(more)).encode())
    assert list(backend.quads()) == [lines.rstrip("\n")]


def test_digits_that_are_no_integer_are_fit() -> None:
    assert unfit(f'"{2**70}" "{2**70}"^^<{XSD}decimal>') == f'"{2**70}"^^<{XSD}decimal>'
    assert unfit(f'"{2**70}" "0000000000000000000000012"^^<{XSD}integer>') is None


def test_a_part_of_an_answer_has_a_header() -> None:
    assert cut_off({}) is None
    assert "after 7 rows" in str(cut_off({"x-sparql-maxrows": "7"}))
    assert "only: time" in str(cut_off({"x-sql-state": "S1TAT", "x-sql-message": "time"}))


def test_its_limit_is_a_setting() -> None:
    row = {"p": {"value": "http://v.org/ini#ResultSetMaxRows"}, "o": {"value": "12"}}
    assert limit({"results": {"bindings": [row]}}) == 12
    assert limit({"results": {"bindings": []}}) == 2**20
