"""Whatever befalls a store, it derives what a rebuild gives, and the past stays as it was."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg.errors import DocumentNotFoundError, InvalidInputError
from kg.graph import Graph
from kg.loading import derive, record
from kg.loading.snapshot import Snapshots
from kg.store import Store
from tests.loading import histories
from tests.loading.histories import Load, Withdraw

MOMENT = datetime(2025, 4, 1, tzinfo=UTC)


@contextmanager
def always_following() -> Iterator[None]:
    """In stores as small as these any change is a great part, which makes everything anew."""
    with mock.patch.object(derive, "_GREAT_PART", 1e9):
        yield


def befall(graph: Graph, step: Load | Withdraw, folder: Path) -> bool:
    """Carry out a step, which may be refused; whether it was carried out."""
    try:
        if isinstance(step, Load):
            graph.load(step.write(folder))
        else:
            graph.withdraw(step.document, with_dependants=True)
    except (InvalidInputError, DocumentNotFoundError):
        return False
    return True


@cache
def ground() -> bytes:
    """What every store has before its first sheet."""
    graph = kg.open(clock=lambda: MOMENT)
    graph.rebuild()
    return "".join(f"{quad}\n" for quad in graph._backend.quads()).encode()


def opened() -> tuple[Graph, Iterator[datetime]]:
    """A store without sheets, and its clock, which goes on an hour at each look."""
    hours = (MOMENT + timedelta(hours=n) for n in range(10_000))
    store = Store()
    store.insert(ground())
    return Graph(store, clock=lambda: next(hours)), hours


def load_all(graph: Graph, loads: Iterable[Load], folder: Path) -> None:
    """Load the documents at once; those that rest on nothing that is there stay away."""
    with suppress(InvalidInputError):
        graph.load(*[load.write(folder) for load in loads])


@settings(max_examples=300)
@given(histories.worlds(), histories.histories)
def test_the_derived_graph_follows(world: list[Load], steps: list[Load | Withdraw]) -> None:
    graph, _ = opened()
    with tempfile.TemporaryDirectory() as folder, always_following():
        load_all(graph, world, Path(folder))
        for step in steps:
            if befall(graph, step, Path(folder)):
                followed = graph._backend.triples(derive.DERIVED)
                derive.refresh(graph._backend)
                assert followed == graph._backend.triples(derive.DERIVED)


@settings(max_examples=25)
@given(histories.worlds(), histories.histories)
def test_the_past_stays_as_it_was(world: list[Load], steps: list[Load | Withdraw]) -> None:
    graph, hours = opened()
    then: dict[datetime, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        load_all(graph, world, Path(folder))
        for step in steps:
            befall(graph, step, Path(folder))
            now = next(hours)
            then[now] = list(graph.as_of(now)._backend.quads())
            assert graph.as_of(now)._backend.triples(derive.DERIVED) == graph._backend.triples(
                derive.DERIVED
            )
    again = Snapshots(graph._backend)
    for moment, known in then.items():
        assert list(again.at(moment).quads()) == known


@settings(max_examples=25)
@given(histories.worlds().flatmap(lambda world: st.tuples(st.just(world), st.permutations(world))))
def test_the_order_in_which_documents_come_makes_no_difference(
    orders: tuple[list[Load], list[Load]],
) -> None:
    stores: list[Graph] = []
    with tempfile.TemporaryDirectory() as folder, always_following():
        for order in orders:
            graph, _ = opened()
            for load in order * len(order):  # one that rests on another is tried again after it
                befall(graph, load, Path(folder))
            stores.append(graph)
    opens = [record.open_revisions(graph._backend) for graph in stores]
    assert opens[0] == opens[1]
    graphs = [*opens[0].values(), derive.DERIVED]
    one, other = (list(graph._backend.quads(graphs)) for graph in stores)
    assert one == other
