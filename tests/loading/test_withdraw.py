"""Withdrawing: a document counts no longer, and nothing that it said is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

import kg
from kg.errors import DocumentNotFoundError, InvalidInputError, WithdrawalError
from kg.graph import Graph
from kg.iris import GRAPH, ID, OPEN_END
from kg.loading import derive, record
from kg.result import Result
from tests import sheets

MOMENT = datetime(2025, 4, 1, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A registry, an article that rests on it, and one that rests on both."""
    sheets.registry(tmp_path)
    sheets.article(tmp_path)
    sheets.article(tmp_path, "second", body=SECOND)
    return tmp_path


#: tells of the talks that the first article declares
SECOND = """\
statements:
  - exact: A road map was agreed.
    speaker: envoy
    attribution: quoted
    says:
      - {act: formalise, of: matter/bridge, in: bonn-talks}
"""


@pytest.fixture(params=["in memory", "oxigraph", "virtuoso"])
def graph(request: pytest.FixtureRequest, folder: Path) -> Iterator[Graph]:
    """All loaded, an hour each look at the clock."""
    hours = (MOMENT + timedelta(hours=n) for n in range(1000))
    place = (
        None if request.param == "in memory" else request.getfixturevalue(f"{request.param}_url")
    )
    with kg.open(place, clock=lambda: next(hours)) as graph:
        graph.load(folder)
        yield graph


def quads(graph: Graph, name: str) -> list[str]:
    return list(graph._backend.quads([name]))


def rows(graph: Graph, text: str) -> list[tuple[str, ...]]:
    found = graph.sparql(text)
    assert isinstance(found, Result)
    return [tuple(map(str, row)) for row in found.rows]


def intervals(graph: Graph, document: str) -> list[tuple[str, ...]]:
    """Graph, beginning and end of each recording of a document, in their order."""
    return rows(
        graph,
        f"""SELECT ?g ?from ?to WHERE {{ GRAPH graph:provenance {{
          ?g prov:specializationOf <{ID}document/{document}> ;
             br:recordedFrom ?from ; br:recordedTo ?to }} }} ORDER BY ?from""",
    )


def test_it_is_closed_and_stays_on_record(graph: Graph) -> None:
    ((name, begun, _),) = intervals(graph, "test/second")
    before = quads(graph, name)
    assert graph.withdraw("test/second") == ("test/second",)
    ((same, still, ended),) = intervals(graph, "test/second")
    assert (same, still) == (name, begun)
    assert begun < ended < OPEN_END
    assert quads(graph, name) == before


def test_it_is_a_withdrawal_with_its_moment_and_reason(graph: Graph) -> None:
    graph.withdraw("test/second", reason='printed "in error"')
    ((name, _, ended),) = intervals(graph, "test/second")
    assert rows(
        graph,
        """SELECT ?g ?to ?reason WHERE { GRAPH graph:provenance {
             ?g prov:wasInvalidatedBy ?how .
             ?how a prov:Activity, br:Withdrawal ; br:reason ?reason ;
                  prov:startedAtTime ?from ; prov:endedAtTime ?to . FILTER(?from < ?to) } }""",
    ) == [(name, ended, 'printed "in error"')]


def test_queries_see_it_no_longer(graph: Graph) -> None:
    assert len(graph.query("claims/about", node="matter/bridge").rows)
    speakers = {
        row["speaker"]
        for row in graph.query("commitments/history", matter="matter/bridge").records()
    }
    graph.withdraw("test/bonn", "test/second")
    assert f"{ID}actor/envoy" in speakers
    assert not graph.query("claims/about", node="matter/bridge").rows
    assert not graph.query("relations/parties").rows


def test_what_is_derived_is_as_after_a_rebuild(graph: Graph) -> None:
    graph.withdraw("test/second")
    followed = quads(graph, derive.DERIVED)
    graph.rebuild()
    assert quads(graph, derive.DERIVED) == followed


@pytest.mark.parametrize(
    "name", ["test/second", "document/test/second", f"{ID}document/test/second"]
)
def test_a_document_is_named_as_sheets_queries_or_stores_do(graph: Graph, name: str) -> None:
    assert graph.withdraw(name) == ("test/second",)


class TestRefusals:
    def test_what_others_rest_on(self, graph: Graph) -> None:
        before = list(graph._backend.quads())
        with pytest.raises(WithdrawalError) as caught:
            graph.withdraw("test/bonn")
        assert caught.value.resting == (("test/second", ("event/bonn-talks", "matter/bridge")),)
        assert "test/second rests on event/bonn-talks, matter/bridge" in str(caught.value)
        assert list(graph._backend.quads()) == before

    def test_an_act_is_told_by_all_who_tell_of_it(self, graph: Graph) -> None:
        """`formalise` is told of by both articles, and stays as long as one of them does."""
        graph.withdraw("test/second")
        acts = graph.query("commitments/history", matter="matter/bridge").to_polars()["act_type"]
        assert any(str(act).endswith("formalise") for act in acts)

    def test_the_states(self, graph: Graph) -> None:
        with pytest.raises(WithdrawalError, match="iso-3166: cannot be withdrawn: every store"):
            graph.withdraw("iso-3166", with_dependants=True)

    def test_a_document_that_is_not_there(self, graph: Graph) -> None:
        with pytest.raises(DocumentNotFoundError, match="'test/bon' is loaded; nearest: test/bonn"):
            graph.withdraw("test/second", "test/bon")
        assert intervals(graph, "test/second")[0][2].startswith("9999")

    def test_a_document_that_was_withdrawn(self, graph: Graph) -> None:
        graph.withdraw("test/second")
        with pytest.raises(DocumentNotFoundError):
            graph.withdraw("test/second")


def test_dependants_go_with_it_when_that_is_wanted(graph: Graph) -> None:
    gone = graph.withdraw("test-actors", with_dependants=True)
    assert gone == ("test-actors", "test/bonn", "test/second")
    ends = {intervals(graph, each)[0][2] for each in gone}
    assert len(ends) == 1, "one activity, one moment"


def test_several_that_rest_on_each_other_go_together(graph: Graph) -> None:
    assert graph.withdraw("test/bonn", "test/second", "test/bonn") == ("test/bonn", "test/second")


def test_loaded_again_it_is_a_record_of_its_own(graph: Graph, folder: Path) -> None:
    ((first, begun, _),) = intervals(graph, "test/second")
    before = quads(graph, first)
    derived = quads(graph, derive.DERIVED)
    graph.withdraw("test/second")
    assert graph.load(folder).loaded == ("test/second",)
    (closed, again) = intervals(graph, "test/second")
    assert closed[:2] == (first, begun)
    assert closed[2] < again[1]
    assert again[0] == f"{first}-2"
    assert quads(graph, again[0]) == [
        quad.replace(f"<{first}>", f"<{again[0]}>") for quad in before
    ]
    assert quads(graph, derive.DERIVED) == derived
    assert graph.load(folder).loaded == ()


def test_content_that_comes_back_by_a_correction_is_a_record_of_its_own(
    graph: Graph, folder: Path
) -> None:
    text = (folder / "second.yaml").read_bytes()
    for times in range(2):
        sheets.article(folder, "second", body=SECOND.replace("quoted", "reported"))
        graph.load(folder)
        (folder / "second.yaml").write_bytes(text)
        graph.load(folder)
        assert len(intervals(graph, "test/second")) == 3 + 2 * times
    names = [name.removeprefix(GRAPH) for name, _, _ in intervals(graph, "test/second")]
    first, corrected = names[:2]
    assert names == [first, corrected, f"{first}-2", f"{corrected}-2", f"{first}-3"]
    ends = [(begun, ended) for _, begun, ended in intervals(graph, "test/second")]
    assert all(ended == begun for (_, ended), (begun, _) in pairwise(ends))


def test_what_was_withdrawn_is_declared_no_longer(graph: Graph, folder: Path) -> None:
    graph.withdraw("test/bonn", "test/second")
    with pytest.raises(InvalidInputError, match="unknown event 'bonn-talks'"):
        graph.load(folder / "second.yaml")


def test_a_reopened_registry_gives_its_names_back(graph: Graph, folder: Path) -> None:
    graph.withdraw("test-actors", with_dependants=True)
    graph.load(folder)
    assert graph.resolve("Anne Envoy") == f"{ID}actor/envoy"


class TestMoments:
    def test_they_never_go_back(self, folder: Path) -> None:
        """Somebody sets the clock of the machine back."""
        moments = iter([MOMENT + timedelta(days=9)] * 4 + [MOMENT] * 9)
        graph = kg.open(clock=lambda: next(moments))
        graph.load(folder)
        graph.withdraw("test/second")
        ((_, begun, ended),) = intervals(graph, "test/second")
        assert begun < ended

    def test_no_two_records_share_one(self, folder: Path) -> None:
        graph = kg.open(clock=lambda: MOMENT)
        graph.load(folder)
        graph.withdraw("test/second")
        graph.load(folder)
        ends = [
            row[0]
            for row in rows(
                graph, "SELECT ?at { GRAPH graph:provenance { ?how prov:endedAtTime ?at } }"
            )
        ]
        assert len(ends) == len(set(ends)) == 5  # ontology, states, load, withdrawal, load

    def test_everything_is_recorded_by_the_clock_that_was_given(self, folder: Path) -> None:
        graph = kg.open(clock=lambda: MOMENT)
        graph.load(folder)
        graph.withdraw("test/second", reason="x")
        graph.rebuild()
        ours = record.timestamp(MOMENT)[:10]
        times = [quad for quad in quads(graph, record.PROVENANCE) if "dateTime>" in quad]
        assert times
        assert all(f'"{ours}T00:00:00' in quad or OPEN_END in quad for quad in times)
