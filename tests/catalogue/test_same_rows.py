"""Every query of the catalogue gives the same rows on every engine, in the same order."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping

import pytest

from kg.network import exchange
from kg.queries import Query, QueryLibrary
from kg.resources import queries_dir
from tests.catalogue.conftest import ENGINES, Engines, Rows

CATALOGUE = [query for query in QueryLibrary(queries_dir()) if query.kind == "select"]
OTHERS = ENGINES[1:]

DYADS = (("RUS", "USA"), ("IND", "CHN"))
#: what a parameter is given here, by its name; `a` and `b` are each dyad of DYADS
SAMPLES: dict[str, object] = {
    "according_to": "RUS",
    "actor": "Александр Дарчиев",
    "days": "30",
    "event": "event/istanbul-talks-2025-04-10",
    "issue": "issue:directFlights",
    "least": "7",
    "lang": "hi",
    "matter": "matter/rus-usa-direct-flights",
    "node": "matter/rus-usa-direct-flights",
    "reported_by": "2025-04-12",
    "since": "2025-01-01",
    "unknown": "exclude",
    "until": "2026-01-01",
    "valid_at": "2025-04-11",
    "years": "true",
}
#: what finds nothing here, as it should: the shipped data have no such thing
EMPTY = {"commitments/illegal"}
#: what of these a query is given instead
OWN: dict[str, dict[str, object]] = {"identity/evidence-of": {"node": "actor/USA"}}


def asked(query: Query) -> Iterator[Mapping[str, object]]:
    """With what a query is asked: the least, everything, and each optional parameter by itself."""
    pairs = DYADS if query.has("a") else ((None, None),)
    if query.answer:  # what it goes on from is asked by itself, of both dyads and with everything
        pairs = pairs[:1]
    for index, (a, b) in enumerate(pairs):
        values = {**SAMPLES, **OWN.get(query.name, {}), "a": a, "b": b}
        values |= {
            each.name: each.example
            for each in query.parameters
            if each.example and each.name not in ("a", "b")
        }
        needed = {each.name: values[each.name] for each in query.parameters if each.required}
        optional = [each.name for each in query.parameters if not each.required]
        yield needed
        if optional and not query.answer:
            yield needed | {name: values[name] for name in optional}
            if len(optional) > 1 and index == 0:
                yield from (needed | {name: values[name]} for name in optional)


def same_rows(query: Query, values: Mapping[str, object], expected: Rows, rows: Rows) -> int:
    """See that the rows are the same, and in the same order if the query has one; how many."""
    assert Counter(map(str, rows)) == Counter(map(str, expected)), (query.name, values)
    if "ORDER" in {token.text.upper() for token in query.body.tokens}:
        assert rows == expected, (query.name, values)
    return len(rows)


@pytest.mark.parametrize("engine", OTHERS)
@pytest.mark.parametrize("query", CATALOGUE, ids=lambda query: query.name)
def test_a_query_gives_the_same_rows(engines: Engines, query: Query, engine: str) -> None:
    found = [
        same_rows(
            query,
            values,
            *(engines.rows(each, query.name, values) for each in (ENGINES[0], engine)),
        )
        for values in asked(query)
    ]
    assert any(found) or query.name in EMPTY, "what finds nothing proves nothing"


@pytest.mark.parametrize("engine", OTHERS)
def test_a_load_is_the_same_to_the_quad(engines: Engines, engine: str) -> None:
    here, there = (list(engines[name]._backend.quads()) for name in (ENGINES[0], engine))
    assert there == here


@pytest.mark.parametrize("engine", OTHERS)
def test_the_tables_are_the_same_to_the_byte(engines: Engines, engine: str) -> None:
    here, there = io.BytesIO(), io.BytesIO()
    engines[ENGINES[0]].export(here, "csv")
    engines[engine].export(there, "csv")
    assert there.getvalue() == here.getvalue()


@pytest.mark.parametrize("engine", OTHERS)
def test_the_network_of_a_relation_is_the_same(engines: Engines, engine: str) -> None:
    here, there = (engines[each].relation(*DYADS[0]).network() for each in (ENGINES[0], engine))
    assert exchange(there, "graphml") == exchange(here, "graphml")
