"""A store that changes answers alike on every engine: loads, withdrawals, coded events as quads.

The same steps are taken on each; after each of them the quads are the same, and the rows of the
queries that tell of it.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import kg
from kg.graph import Graph
from kg.resources import data_dir
from kg.tables import load
from tests import servers, sheets
from tests.catalogue.conftest import ENGINES

MOMENT = datetime(2025, 4, 12, 10, 30, tzinfo=UTC)
EVENTS = data_dir() / "coded"
PAIR = {"a": "FRA", "b": "DEU"}

Step = Callable[[Graph, Path], object]


def _load(graph: Graph, folder: Path) -> object:
    sheets.registry(folder)
    for n in range(3):
        sheets.article(folder, f"a{n}", n=f"-{n}")
    return graph.load(folder)


def _change(graph: Graph, folder: Path) -> object:
    body = sheets.BODY.replace("{act: agree,", "{act: agreeInPrinciple,")
    return graph.load(sheets.article(folder, "a1", body=body, n="-1"))


def _as_quads(graph: Graph, folder: Path) -> object:
    """By way of a file, as `kg events quads -o` writes it."""
    file = folder / "events.nq"
    with file.open("wb") as out:
        graph.coded.quads(out, events=True)
    graph._backend.bulk(file)
    return file.unlink()


#: what is done, and the queries that tell of it
STEPS: dict[str, tuple[Step, dict[str, dict[str, object]]]] = {
    "a load": (
        _load,
        {"relations/parties": {}, "commitments/ledger": PAIR, "events/timeline": PAIR},
    ),
    "a new revision": (_change, {"commitments/ledger": PAIR, "store/revisions": {}}),
    "a withdrawal": (
        lambda graph, _: graph.withdraw("test/a2", reason="taken back"),
        {"commitments/ledger": PAIR, "store/documents": {}, "claims/between": PAIR},
    ),
    "one with what rests on it": (
        lambda graph, _: graph.withdraw("test-actors", with_dependants=True),
        {"store/documents": {}},
    ),
    "a return": (_load, {"relations/parties": {}, "commitments/ledger": PAIR}),
    "coded events of two": (
        lambda graph, _: graph.coded.materialise(dyad=("RUS", "USA"), events=True),
        {"coded/top": {}, "coded/dyad": {"a": "RUS", "b": "USA"}},
    ),
    "all coded events": (_as_quads, {"coded/top": {}, "coded/matrix": {}}),
    "counts made anew": (
        lambda graph, _: graph.coded.materialise(),
        {"coded/top": {}, "coded/dyad": {"a": "IND", "b": "CHN"}},
    ),
    "a withdrawal beside events": (
        lambda graph, _: graph.withdraw("test/a0"), {"coded/matrix": {}, "store/documents": {}}
    ),
}  # fmt: skip


class Lived:
    """What was seen after each step: all quads, and the rows of the queries."""

    def __init__(self, graph: Graph, folder: Path) -> None:
        # not by the graph, which makes states known to a store of its own and asks the clock for it
        load(graph.coded.table, [EVENTS], "icews", now=MOMENT, actor=graph.actor_slug)
        self.quads: dict[str, list[str]] = {}
        self.rows: dict[str, dict[str, object]] = {}
        self.past: dict[str, object] = {}
        for name, (step, queries) in STEPS.items():
            step(graph, folder)
            self.quads[name] = list(graph._backend.quads())
            self.rows[name] = {
                query: graph.query(query, **values).rows for query, values in queries.items()
            }
        for minutes in (1, 30, 60):
            then = graph.as_of(MOMENT + timedelta(minutes=minutes))
            self.past[str(minutes)] = then.query("store/documents").rows
        self.tables = io.BytesIO()
        graph.export(self.tables, "csv")


def lived(location: str | Path | None, folder: Path) -> Lived:
    folder.mkdir()
    moments = (MOMENT + timedelta(minutes=n) for n in range(1000))
    with kg.open(location, clock=lambda: next(moments), events=folder / "events") as graph:
        return Lived(graph, folder)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    return lived(None, tmp_path_factory.mktemp("here") / "sheets")


@pytest.fixture(scope="module", params=ENGINES[1:])
def there(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    folder = tmp_path_factory.mktemp("there")
    with getattr(servers, request.param)(folder) as url:
        return lived(url, folder / "sheets")


@pytest.mark.parametrize("step", STEPS)
def test_the_quads_are_the_same_after(step: str, here: Lived, there: Lived) -> None:
    assert there.quads[step] == here.quads[step] != []


@pytest.mark.parametrize("step", STEPS)
def test_the_answers_are_the_same_to_the_last_row_after(
    step: str, here: Lived, there: Lived
) -> None:
    assert there.rows[step] == here.rows[step]
    assert all(here.rows[step].values()) or step == "one with what rests on it"


def test_what_was_known_earlier_is_the_same(here: Lived, there: Lived) -> None:
    assert there.past == here.past
    assert len({str(rows) for rows in here.past.values()}) > 1


def test_the_tables_are_the_same_to_the_byte(here: Lived, there: Lived) -> None:
    assert there.tables.getvalue() == here.tables.getvalue()
