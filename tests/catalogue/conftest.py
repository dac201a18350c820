"""All of `data/`, coded events too, loaded once into each engine, for whatever asks it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

import kg
from kg.graph import Graph
from kg.resources import data_dir
from tests import servers

#: the engines on which every query gives the same rows; the first is what the others are held to
ENGINES = ("embedded", "oxigraph", "virtuoso")

MOMENT = datetime(2026, 7, 1, tzinfo=UTC)


Rows = tuple[tuple[object, ...], ...]


class Engines:
    """The graphs by engine. A test only asks them; it never changes what they hold."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._stack = stack
        self._graphs: dict[str, Graph] = {}
        self._rows: dict[tuple[str, str, str], Rows] = {}

    def __getitem__(self, engine: str) -> Graph:
        """All of `data/` in that engine, started and loaded when it is first asked for."""
        if engine not in self._graphs:
            own = self._folder / engine
            own.mkdir()
            location: str | Path = own / "store"
            if engine != "embedded":
                location = self._stack.enter_context(getattr(servers, engine)(own))
            graph = self._stack.enter_context(
                kg.open(location, clock=lambda: MOMENT, events=own / "events")
            )
            graph.load(data_dir())
            graph.coded.load(data_dir() / "coded", format="icews")
            graph.coded.materialise(events=True)
            self._graphs[engine] = graph
        return self._graphs[engine]

    def rows(self, engine: str, query: str, values: Mapping[str, object]) -> Rows:
        """What a query of the catalogue gives there; asked once and kept."""
        key = engine, query, repr(sorted(values.items()))
        if key not in self._rows:
            self._rows[key] = self[engine].query(query, **values).rows
        return self._rows[key]


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    """`engines["virtuoso"]` is the graph over all of `data/` in that engine."""
    with ExitStack() as stack:
        yield Engines(tmp_path_factory.mktemp("engines"), stack)


@pytest.fixture(params=ENGINES)
def graph(request: pytest.FixtureRequest, engines: Engines) -> Graph:
    """The graph over all of `data/`, in each engine in turn."""
    return engines[request.param]
