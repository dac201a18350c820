"""The store as it was loaded by a moment: the same questions, asked of what was known then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

import kg
from kg.errors import ParameterValueError, ReadOnlyError, StoreError
from kg.graph import Graph
from kg.iris import GRAPH, ID
from kg.loading import derive, ground, record
from kg.loading.snapshot import Snapshots, moment_of
from tests import sheets

#: noon of the day of the first load
MOMENT = datetime(2025, 4, 1, 12, tzinfo=UTC)
EMPTY = "2025-03-31"
LOADED, CORRECTED, WITHDRAWN, BACK = (f"2025-04-0{day}" for day in (1, 2, 3, 4))


class Days:
    """A clock that stands still until somebody turns it."""

    def __init__(self) -> None:
        self.now = MOMENT

    def __call__(self) -> datetime:
        return self.now

    def turn(self) -> None:
        self.now += timedelta(days=1)


@pytest.fixture(params=["in memory", "oxigraph", "virtuoso"])
def graph(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Graph]:
    """A day each: loaded, corrected, withdrawn, loaded again."""
    clock = Days()
    sheets.registry(tmp_path)
    path = sheets.article(tmp_path)
    place = (
        None if request.param == "in memory" else request.getfixturevalue(f"{request.param}_url")
    )
    with kg.open(place, clock=clock) as graph:
        graph.load(tmp_path)
        clock.turn()
        sheets.article(tmp_path, body=sheets.BODY.replace("act: agree,", "act: agreeInPrinciple,"))
        graph.load(path)
        clock.turn()
        graph.withdraw("test/bonn")
        clock.turn()
        graph.load(path)
        yield graph


def acts(graph: Graph) -> set[str]:
    rows = graph.query("commitments/history", matter="matter/bridge").records()
    return {str(row["act_type"]).rpartition("/")[2] for row in rows}


def quads(graph: Graph) -> list[str]:
    return list(graph._backend.quads())


def test_a_question_is_answered_by_what_was_known(graph: Graph) -> None:
    assert "agree" in acts(graph.as_of(LOADED))
    assert "agreeInPrinciple" in acts(graph.as_of(CORRECTED))
    assert not acts(graph.as_of(WITHDRAWN))
    assert acts(graph.as_of(BACK)) == acts(graph.as_of(CORRECTED)) == acts(graph)


def test_before_the_first_load_there_was_nothing(graph: Graph) -> None:
    then = graph.as_of(EMPTY)
    assert quads(then) == []
    assert not then.query("commitments/open", a="FRA", b="DEU").rows
    assert then.resolve("France") == f"{ID}actor/FRA", "the names of states need no store"


def test_the_moment_of_a_record_belongs_to_what_it_opened(graph: Graph) -> None:
    (at,) = (
        at
        for name, at in record_of(graph)
        if name.startswith(f"{GRAPH}document/test/bonn/") and at.day == 2
    )
    assert "agreeInPrinciple" in acts(graph.as_of(at))
    assert "agree" in acts(graph.as_of(at - timedelta(microseconds=1)))


def record_of(graph: Graph) -> list[tuple[str, datetime]]:
    """Every revision and since when it was recorded."""
    found = graph.sparql("SELECT ?g ?from { GRAPH graph:provenance { ?g br:recordedFrom ?from } }")
    assert isinstance(found, kg.Result)
    return [(str(g), datetime.fromisoformat(str(at)).astimezone(UTC)) for g, at in found.rows]


def test_it_holds_what_was_open_and_nothing_else(graph: Graph) -> None:
    then = graph.as_of(CORRECTED)
    opened = record.open_revisions(then._backend)
    assert set(opened) == {
        f"{ID}document/{each}" for each in ("iso-3166", "test-actors", "test/bonn")
    }
    folders = {derive.DERIVED, record.PROVENANCE, ground.ONTOLOGY}
    assert set(then._backend.graphs()) == {*opened.values(), *folders}
    for name in opened.values():
        assert then._backend.triples(name) == graph._backend.triples(name)


def test_what_follows_is_derived_of_what_was_open(graph: Graph) -> None:
    for day in (LOADED, WITHDRAWN):
        store = graph.as_of(day)._backend
        before = store.triples(derive.DERIVED)
        derive.refresh(store)
        assert store.triples(derive.DERIVED) == before
    parties = graph.as_of(WITHDRAWN).query("relations/parties")
    assert not parties.rows


def test_its_book_knows_nothing_of_what_came_later(graph: Graph) -> None:
    book = graph.as_of(CORRECTED)._backend.triples(record.PROVENANCE)
    text = "\n".join(book)
    assert "wasInvalidatedBy" not in text
    assert "Withdrawal" not in text
    assert "2025-04-03" not in text
    assert text.count("9999-12-31T23:59:59Z") == 3
    assert text.count("prov#startedAtTime") == 4  # ontology, states, load, correction


def test_another_load_changes_no_snapshot(graph: Graph, tmp_path: Path) -> None:
    days = (EMPTY, LOADED, CORRECTED, WITHDRAWN, BACK)
    before = {day: quads(graph.as_of(day)) for day in days}
    sheets.article(tmp_path, "second", n="-2")
    graph._clock.turn()  # type: ignore[attr-defined]  # the clock of the fixture
    graph.load(tmp_path / "second.yaml")
    graph.withdraw("test/bonn")
    assert {day: quads(graph.as_of(day)) for day in days} == before


def test_the_ontology_is_that_of_the_time(graph: Graph, tmp_path: Path) -> None:
    label = "https://w3id.org/bilateral/scheme/act/gone"
    ours = graph._backend.triples(ground.ONTOLOGY)
    sheets.age_ontology(graph, "0" * 64)
    theirs = graph._backend.triples(ground.ONTOLOGY)
    graph._clock.turn()  # type: ignore[attr-defined]  # the clock of the fixture
    graph.load(tmp_path)
    assert graph.as_of(BACK).label(label) == {label: "gone"}
    assert graph.as_of(BACK)._backend.triples(ground.ONTOLOGY) == theirs
    assert graph.as_of("2025-04-05")._backend.triples(ground.ONTOLOGY) == ours
    assert not graph.as_of("2025-04-05").label(label)


class TestUse:
    """What one can do with a snapshot."""

    @pytest.fixture
    def graph(self, tmp_path: Path) -> Graph:
        clock = Days()
        graph = kg.open(clock=clock, language="hi")
        graph.load(sheets.registry(tmp_path))
        clock.turn()
        graph.load(sheets.article(tmp_path))
        return graph

    def test_it_is_not_written_to(self, graph: Graph, tmp_path: Path) -> None:
        then = graph.as_of(LOADED)
        with pytest.raises(ReadOnlyError, match="as of 2025-04-01"):
            then.load(tmp_path)
        with pytest.raises(ReadOnlyError):
            then.withdraw("test-actors")
        with pytest.raises(ReadOnlyError):
            then.rebuild()

    def test_it_speaks_as_its_graph_does(self, graph: Graph) -> None:
        then = graph.as_of(CORRECTED)
        assert (then.language, then.location) == (graph.language, graph.location)
        assert then.loaded_by == datetime(2025, 4, 2, 23, 59, 59, 999999, UTC)
        assert graph.loaded_by is None
        assert (
            then.relation("FRA", "DEU").open().to_csv()
            == graph.relation("FRA", "DEU").open().to_csv()
        )

    def test_a_snapshot_of_a_snapshot_is_the_earlier_of_both(self, graph: Graph) -> None:
        then = graph.as_of(LOADED)
        assert quads(then.as_of(CORRECTED)) == quads(then)
        assert quads(graph.as_of(CORRECTED).as_of(LOADED)) == quads(then)
        assert quads(then.as_of(EMPTY)) == []

    def test_moments_between_which_nothing_was_recorded_share_one(self, graph: Graph) -> None:
        one, other = graph.as_of(LOADED), graph.as_of(MOMENT + timedelta(hours=3))
        assert one._backend is other._backend

    def test_two_are_kept(self, graph: Graph) -> None:
        snapshots = Snapshots(graph._backend)
        moments = [moment_of(day) for day in (EMPTY, LOADED, CORRECTED)]
        first, second = (snapshots.at(moment) for moment in moments[:2])
        assert snapshots.at(moments[0]) is first
        third = snapshots.at(moments[2])
        assert snapshots.at(moments[0]) is first
        assert snapshots.at(moments[2]) is third
        assert snapshots.at(moments[1]) is not second
        assert second.count(), "whoever has it still can go on reading it"

    def test_it_goes_with_the_graph_and_not_before(self, graph: Graph) -> None:
        with graph.as_of(LOADED) as then:
            pass
        assert then.resolve("Anne Envoy")
        graph.close()
        with pytest.raises(StoreError, match="closed"):
            quads(then)

    def test_its_day_is_that_of_the_moment(self, graph: Graph) -> None:
        """What depends on the day on which it is asked does not change with the years."""
        assert graph.as_of(LOADED)._clock().date() == date(2025, 4, 1)
        assert graph.as_of("2999-01-01")._clock() == graph._clock()


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        ("2025-04-01", datetime(2025, 4, 1, 23, 59, 59, 999999, UTC)),
        (date(2025, 4, 1), datetime(2025, 4, 1, 23, 59, 59, 999999, UTC)),
        ("2025-04-01T12:00:00Z", MOMENT),
        ("2025-04-01T17:30:00.25+05:30", MOMENT + timedelta(seconds=0.25)),
        (datetime(2025, 4, 1, 14, tzinfo=timezone(timedelta(hours=2))), MOMENT),
    ],
    ids=str,
)
def test_a_moment_is_a_day_or_a_time_with_its_zone(
    given: str | date | datetime, moment: datetime
) -> None:
    assert moment_of(given) == moment


@pytest.mark.parametrize(
    "given",
    ["2025-04", "yesterday", "", "2025-04-01T12:00:00", "2025-02-30", datetime(2025, 4, 1)],  # noqa: DTZ001 - refused
    ids=str,
)
def test_anything_else_is_refused(given: str | datetime) -> None:
    with pytest.raises(ParameterValueError, match="loaded_by must be a day such as"):
        moment_of(given)
