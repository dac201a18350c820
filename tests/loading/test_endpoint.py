"""The same loads and the same answers on a real SPARQL server as in the embedded store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import kg
from kg.errors import InvalidInputError
from kg.graph import Graph
from kg.iris import ID
from kg.loading import derive
from kg.result import Result
from tests import sheets

MOMENT = datetime(2025, 4, 12, 10, 30, tzinfo=UTC)


def quads(graph: Graph) -> list[str]:
    return list(graph._backend.quads())


@pytest.fixture
def remote(endpoint_url: str) -> Iterator[Graph]:
    moments = (MOMENT + timedelta(minutes=n) for n in range(1000))
    with kg.open(endpoint_url, clock=lambda: next(moments)) as graph:
        yield graph


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sheets.registry(tmp_path)
    sheets.article(tmp_path)
    return tmp_path


def test_loading_twice_changes_no_quad(remote: Graph, folder: Path) -> None:
    remote.load(folder)
    before = quads(remote)
    report = remote.load(folder)
    assert set(report.unchanged) == {"test-actors", "test/bonn"}
    assert quads(remote) == before


def test_a_changed_sheet_closes_the_revision(remote: Graph, folder: Path) -> None:
    remote.load(folder)
    sheets.article(folder, body=sheets.BODY.replace("{act: agree,", "{act: agreeInPrinciple,"))
    assert remote.load(folder).loaded == ("test/bonn",)
    times = remote.sparql(
        f"""SELECT ?from ?to WHERE {{ GRAPH graph:provenance {{
              ?g prov:specializationOf <{ID}document/test/bonn> ;
                 br:recordedFrom ?from ; br:recordedTo ?to }} }} ORDER BY ?from"""
    )
    assert isinstance(times, Result)
    (_, closed), (opened, still) = (map(str, row) for row in times.rows)
    assert opened == closed < still
    acts = remote.query("commitments/history", matter="matter/bridge").records()
    assert "agreeInPrinciple" in {str(row["act_type"]).rpartition("/")[2] for row in acts}


def test_an_invalid_sheet_loads_nothing(remote: Graph, folder: Path) -> None:
    remote.load(folder)
    before = quads(remote)
    broken = sheets.article(
        folder, "broken", body=sheets.BODY.replace("exact: A road map", "exact: A roadmap"), n="-2"
    )
    with pytest.raises(InvalidInputError):
        remote.load(broken)
    assert quads(remote) == before


def test_opening_takes_nothing_from_under_the_load_of_somebody_else(
    remote: Graph, folder: Path, endpoint_url: str
) -> None:
    """Quads without a record may be those of a load that goes on."""
    seen: list[int] = []

    def look(stage: str, done: int, total: int) -> None:
        if (stage, done) == ("written", total):
            with kg.open(endpoint_url) as other:
                seen.append(len(other.query("relations/parties").rows))

    remote.load(folder, progress=look)
    assert seen == [0]
    assert len(remote.query("relations/parties").rows) == 1
    assert quads(remote) == loaded_alone(folder)


def test_what_is_derived_follows_a_small_change(remote: Graph, folder: Path) -> None:
    for n in range(12):
        sheets.article(folder, f"a{n}", n=f"-{n}")
    remote.load(folder)
    before = remote._backend.triples(derive.DERIVED)
    body = sheets.BODY.replace("date: 2025-03-03}", "date: 2025-03-02}")
    remote.load(sheets.article(folder, "a3", body=body, n="-3"))
    remote.withdraw("test/a5")
    followed = remote._backend.triples(derive.DERIVED)
    assert followed != before
    remote.rebuild()
    assert remote._backend.triples(derive.DERIVED) == followed


def test_what_is_derived_follows_what_others_do_meanwhile(
    remote: Graph, folder: Path, endpoint_url: str
) -> None:
    """A document is withdrawn by somebody else while we load another one."""
    for n in range(9):
        sheets.article(folder, f"a{n}", n=f"-{n}")
    remote.load(folder)
    late = sheets.article(folder, "late", n="-late")

    def meddle(stage: str, done: int, total: int) -> None:
        if (stage, done) == ("written", total):
            with kg.open(endpoint_url, clock=lambda: MOMENT) as other:
                other.withdraw("test/a3")

    remote.load(late, progress=meddle)
    followed = remote._backend.triples(derive.DERIVED)
    assert not any("bridge-3" in triple for triple in followed)
    assert any("bridge-late" in triple for triple in followed)
    remote.rebuild()
    assert remote._backend.triples(derive.DERIVED) == followed


def test_what_a_killed_load_left_is_swept_by_the_next(remote: Graph, folder: Path) -> None:
    nquads = sheets.nquads(folder / "actors.yaml")
    remote._backend.insert(nquads.replace(b"/registry/test-actors/", b"/registry/test-actors/0"))
    remote.load(folder)
    assert not any("/registry/test-actors/0" in graph for graph in remote._backend.graphs())


def loaded_alone(folder: Path) -> list[str]:
    """What a load with the clock of `remote` gives in memory."""
    moments = (MOMENT + timedelta(minutes=n) for n in range(1000))
    graph = kg.open(clock=lambda: next(moments))
    graph.load(folder)
    return quads(graph)
