"""Every query of the catalogue gives the same rows on every engine, in the same order."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator

import pytest

from kg.graph import Graph
from kg.queries import Query, QueryLibrary
from kg.resources import queries_dir
from tests.catalogue.conftest import ENGINES, Engines

CATALOGUE = [query for query in QueryLibrary(queries_dir()) if query.kind == "select"]
FORMATS = ("nq", "trig", "csv", "graphml", "gexf")
OTHERS = ENGINES[1:]

DYADS = (("RUS", "USA"), ("IND", "CHN"))
#: what a parameter is given here, by its name; `a` and `b` are each dyad of DYADS
SAMPLES: dict[str, object] = {
    "according_to": "RUS",
    "actor": "Александр Дарчиев",
    "event": "event/istanbul-talks-2025-04-10",
    "lang": "hi",
    "matter": "matter/rus-usa-direct-flights",
    "node": "matter/rus-usa-direct-flights",
    "reported_by": "2025-04-12",
    "since": "2025-01-01",
    "unknown": "exclude",
    "valid_at": "2025-04-11",
}


def asked(query: Query) -> Iterator[dict[str, object]]:
    """With what a query is asked: the least, everything, and each optional parameter by itself."""
    pairs = DYADS if query.has("a") else ((None, None),)
    for index, (a, b) in enumerate(pairs):
        values = {**SAMPLES, "a": a, "b": b}
        needed = {each.name: values[each.name] for each in query.parameters if each.required}
        optional = [each.name for each in query.parameters if not each.required]
        yield needed
        if optional:
            yield needed | {name: values[name] for name in optional}
        if len(optional) > 1 and index == 0:
            yield from (needed | {name: values[name]} for name in optional)


def same_rows(query: Query, values: dict[str, object], here: Graph, there: Graph) -> int:
    """See that the rows are the same, and in the same order if the query has one; how many."""
    expected, rows = (graph.query(query.name, **values).rows for graph in (here, there))
    assert Counter(map(str, rows)) == Counter(map(str, expected)), (query.name, values)
    if "ORDER" in {token.text.upper() for token in query.body.tokens}:
        assert rows == expected, (query.name, values)
    return len(rows)


@pytest.mark.parametrize("engine", OTHERS)
@pytest.mark.parametrize("query", CATALOGUE, ids=lambda query: query.name)
def test_a_query_gives_the_same_rows(engines: Engines, query: Query, engine: str) -> None:
    here, there = engines[ENGINES[0]], engines[engine]
    found = [same_rows(query, values, here, there) for values in asked(query)]
    assert any(found), "what finds nothing proves nothing"


@pytest.mark.parametrize("engine", OTHERS)
def test_a_load_is_the_same_to_the_quad(engines: Engines, engine: str) -> None:
    here, there = (list(engines[name]._backend.quads()) for name in (ENGINES[0], engine))
    assert there == here


@pytest.mark.parametrize("engine", OTHERS)
@pytest.mark.parametrize("format_", FORMATS)
def test_an_export_is_the_same_to_the_byte(engines: Engines, engine: str, format_: str) -> None:
    here, there = io.BytesIO(), io.BytesIO()
    engines[ENGINES[0]].export(here, format_)
    engines[engine].export(there, format_)
    assert there.getvalue() == here.getvalue()
