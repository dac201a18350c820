"""The same rows from random histories too: what `data/` happens not to hold shows no difference."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import kg
from kg.graph import Graph
from tests import servers
from tests.catalogue.test_same_rows import CATALOGUE, same_rows
from tests.lifecycle import histories

#: those that are asked of a dyad or of one thing, and are SPARQL alone
QUERIES = [
    query
    for query in CATALOGUE
    if any(each.required for each in query.parameters)
    and not query.answer
    and not query.name.startswith("coded/")  # these histories have no coded events
]

days = st.none() | st.integers(0, 13).map(lambda day: histories.START + timedelta(days=day))
moments = st.fixed_dictionaries(
    {
        "valid_at": days,
        "reported_by": days,
        "since": days,
        "according_to": st.sampled_from([None, None, "FRA", "de-envoy", "agency"]),
        "unknown": st.sampled_from(["include", "exclude"]),
        "claim": st.just("event/e1"),
        "document": st.just("document/histories/history"),
        "event": st.just("event/e1"),
        "first": st.just("event/e1"),
        "second": st.just("event/e1"),
        "start": st.just("matter/m1"),
        "end": st.just("event/e1"),
        "issue": st.just("issue:bilateralRelations"),
        "matter": st.sampled_from(["matter/m1", "matter/m2"]),
        "node": st.sampled_from(["matter/m1", "event/e1", "agreement/a1"]),
        "actor": st.sampled_from([None, "fr-speaker", "DEU"]),
        "lang": st.just("en"),
        "a": st.just("FRA"),
        "b": st.just("DEU"),
    }
)


@pytest.fixture(scope="module")
def graphs(virtuoso_server: str) -> Iterator[list[Graph]]:
    """Both, with what the histories are about; each history is a new revision of one chronicle."""
    servers.empty(virtuoso_server)
    with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
        histories.declaring(Path(folder))
        opened = [stack.enter_context(kg.open(where)) for where in (None, virtuoso_server)]
        for graph in opened:
            graph.load(folder)
        yield opened


@settings(max_examples=6, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(told=histories.histories, asked=moments)
def test_a_query_gives_the_same_rows(
    graphs: list[Graph], told: list[histories.Told], asked: dict[str, object]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sheet = histories.write(Path(folder), "history", told)
        for graph in graphs:
            graph.load(sheet)
    for query in QUERIES:
        values = {
            each.name: asked[each.name] or ("DEU" if each.required else None)
            for each in query.parameters
        }
        same_rows(query, values, *(graph.query(query.name, **values).rows for graph in graphs))
