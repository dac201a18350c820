"""Loading: whole documents only, the same ones twice without a change, revisions kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import kg
from kg.errors import (
    DroppedDeclarationError,
    DuplicateDeclarationError,
    InvalidInputError,
    QuoteNotFoundError,
    UnknownReferenceError,
)
from kg.graph import Graph
from kg.iris import OPEN_END
from kg.store.base import Backend
from tests import sheets


def quads(graph: Graph) -> list[str]:
    backend: Backend = graph._backend
    return list(backend.quads())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sheets.registry(tmp_path)
    sheets.article(tmp_path)
    return tmp_path


def test_a_folder_is_loaded_with_every_sheet_in_it(folder: Path) -> None:
    graph = kg.open()
    report = graph.load(folder)
    assert set(report.loaded) == {"test-actors", "test/bonn"}
    assert report.unchanged == ()
    assert graph.query("commitments/ledger", a="FRA", b="DEU").rows


def test_loading_twice_changes_no_quad(folder: Path) -> None:
    graph = kg.open()
    graph.load(folder)
    before = quads(graph)
    report = graph.load(folder)
    assert report.loaded == ()
    assert set(report.unchanged) == {"test-actors", "test/bonn"}
    assert quads(graph) == before


def test_the_order_of_loading_makes_no_difference(tmp_path: Path) -> None:
    actors = sheets.registry(tmp_path)
    paths = [sheets.article(tmp_path, f"a{n}", n=f"-{n}") for n in range(3)]
    moment = datetime(2025, 4, 1, tzinfo=UTC)
    one, other = kg.open(clock=lambda: moment), kg.open(clock=lambda: moment)
    one.load(actors, *paths)
    other.load(*reversed(paths), actors)
    assert quads(one) == quads(other)


def test_a_changed_sheet_is_a_new_revision_and_the_old_one_is_closed(folder: Path) -> None:
    moments = iter(datetime(2025, 4, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(99))
    graph = kg.open(clock=lambda: next(moments))
    graph.load(folder)
    body = sheets.BODY.replace("{act: agree,", "{act: agreeInPrinciple,")
    sheets.article(folder, body=body)
    report = graph.load(folder)
    assert report.loaded == ("test/bonn",)
    revisions = graph.sparql(
        """SELECT ?g ?from ?to WHERE { GRAPH graph:provenance {
             ?g prov:specializationOf document:test\\/bonn ; br:recordedFrom ?from ;
                br:recordedTo ?to } } ORDER BY ?from"""
    )
    assert isinstance(revisions, kg.Result)
    (_, opened, closed), (_, reopened, still) = [tuple(map(str, row)) for row in revisions.rows]
    assert opened < closed == reopened
    assert still.startswith(OPEN_END[:10])
    (row,) = [row for row in graph.query("commitments/history", matter="matter/bridge").records()
              if row["act_type"].endswith(("agree", "agreeInPrinciple"))]  # fmt: skip
    assert row["act_type"].endswith("agreeInPrinciple")


def test_an_invalid_sheet_does_not_keep_its_neighbours_out(folder: Path) -> None:
    broken = sheets.BODY.replace("The envoy told", "The envoy whispered to")
    sheets.article(folder, "broken", body=broken, n="-2")
    graph = kg.open()
    with pytest.raises(InvalidInputError) as caught:
        graph.load(folder)
    (problem,) = caught.value.problems
    assert isinstance(problem, QuoteNotFoundError)
    assert problem.file == folder / "broken.yaml"
    assert set(caught.value.loaded) == {"test-actors", "test/bonn"}
    assert not any("test/broken" in quad for quad in quads(graph))


def test_a_slug_is_declared_once_in_all_sheets(folder: Path) -> None:
    sheets.article(folder, "second")
    with pytest.raises(InvalidInputError) as caught:
        kg.open().load(folder)
    problems = caught.value.problems
    assert {type(problem) for problem in problems} == {DuplicateDeclarationError}
    assert all(problem.file == folder / "second.yaml" and problem.line for problem in problems)
    assert "bonn.yaml" in problems[0].found


def test_a_slug_that_the_store_knows_is_not_declared_again(folder: Path) -> None:
    graph = kg.open()
    graph.load(folder)
    again = sheets.article(folder, "second")
    with pytest.raises(InvalidInputError) as caught:
        graph.load(again)
    assert {type(problem) for problem in caught.value.problems} == {DuplicateDeclarationError}


@pytest.mark.parametrize(
    ("old", "new", "near"),
    [
        ("speaker: envoy", "speaker: envoi", "actor/envoy"),
        ("of: matter/bridge{n}", "of: matter/brigde", "matter/bridge"),
        ("refers: actor/envoy", "refers: actor/nobody-at-all", None),
    ],
    ids=["unknown actor", "act on an unknown matter", "nothing like it"],
)
def test_a_reference_to_nothing_names_line_and_nearest(
    folder: Path, old: str, new: str, near: str | None
) -> None:
    path = sheets.article(folder, body=sheets.BODY.replace(old, new, 1))
    graph = kg.open()
    with pytest.raises(InvalidInputError) as caught:
        graph.load(folder)
    (problem,) = caught.value.problems
    assert isinstance(problem, UnknownReferenceError)
    lines = path.read_text().splitlines()
    assert new in lines[problem.line - 1]
    assert (near in problem.near) if near else not problem.near
    assert not any("test/bonn" in quad for quad in quads(graph))


class TestDroppedDeclarations:
    """A sheet that is corrected goes on declaring what others rest on."""

    WITHOUT = sheets.REGISTRY.replace("  - {id: agency,", "  - {id: bureau,")
    USING = sheets.BODY.replace("via: agency", "via: bureau")

    @pytest.fixture
    def graph(self, folder: Path) -> Graph:
        graph = kg.open()
        graph.load(folder)
        return graph

    def test_what_others_rest_on_is_not_dropped(self, graph: Graph, folder: Path) -> None:
        before = quads(graph)
        with pytest.raises(InvalidInputError) as caught:
            graph.load(sheets.registry(folder, self.WITHOUT))
        (problem,) = caught.value.problems
        assert isinstance(problem, DroppedDeclarationError)
        assert problem.message == "actor/agency is declared no longer"
        assert problem.found == "test/bonn in the store"
        assert problem.file == folder / "actors.yaml"
        assert quads(graph) == before
        assert [str(each) for each in graph.validate(folder / "actors.yaml")] == [str(problem)]

    def test_unless_they_come_with_it_and_use_it_no_longer(
        self, graph: Graph, folder: Path
    ) -> None:
        sheets.registry(folder, self.WITHOUT)
        sheets.article(folder, body=self.USING)
        assert set(graph.load(folder).loaded) == {"test-actors", "test/bonn"}

    def test_or_one_of_them_has_problems_of_its_own(self, graph: Graph, folder: Path) -> None:
        sheets.registry(folder, self.WITHOUT)
        sheets.article(folder, body=self.USING.replace("A road map was", "A roadmap was"))
        with pytest.raises(InvalidInputError) as caught:
            graph.load(folder)
        kinds = {type(problem) for problem in caught.value.problems}
        assert kinds == {DroppedDeclarationError, QuoteNotFoundError}
        assert caught.value.loaded == ()

    def test_what_moves_to_another_sheet_stays_declared(self, graph: Graph, folder: Path) -> None:
        sheets.registry(folder, sheets.REGISTRY.replace("  - {id: agency,", "  - {id: bureau,"))
        agency = "{id: agency, type: MediaOrganization, names: {en: A}}"
        sheets.write(folder, "more.yaml", f"kind: registry\nid: more\nactors: [{agency}]\n")
        assert set(graph.load(folder).loaded) == {"test-actors", "more"}

    def test_what_nobody_rests_on_may_go(self, graph: Graph, folder: Path) -> None:
        graph.withdraw("test/bonn")
        sheets.registry(folder, self.WITHOUT)
        assert graph.load(folder / "actors.yaml").loaded == ("test-actors",)

    def test_an_act_that_another_tells_as_well_may_go(self, graph: Graph, folder: Path) -> None:
        body = """\
statements:
  - exact: A road map was agreed.
    says:
      - {act: formalise, of: matter/bridge, in: bonn-talks}
"""
        graph.load(sheets.article(folder, "second", body=body))
        rest = sheets.BODY[: sheets.BODY.index("  - exact: A road map")]
        assert graph.load(sheets.article(folder, body=rest)).loaded == ("test/bonn",)


def test_a_sheet_may_refer_to_what_an_earlier_load_declared(tmp_path: Path) -> None:
    graph = kg.open()
    graph.load(sheets.registry(tmp_path))
    graph.load(sheets.article(tmp_path))
    assert graph.query("relations/parties").rows


def test_two_sheets_of_one_id_are_an_error(folder: Path) -> None:
    text = (folder / "actors.yaml").read_text()
    sheets.write(folder, "copy.yaml", text.split("actors:")[0] + "places: []\n")
    with pytest.raises(InvalidInputError) as caught:
        kg.open().load(folder)
    assert {type(problem) for problem in caught.value.problems} == {DuplicateDeclarationError}


def test_many_sheets_go_through_processes_and_the_bulk_loader(tmp_path: Path) -> None:
    sheets.registry(tmp_path)
    for n in range(60):
        sheets.article(tmp_path, f"a{n:03}", n=f"-{n}")
    seen: list[tuple[str, int, int]] = []
    with kg.open(tmp_path / "store") as graph:
        report = graph.load(tmp_path, progress=lambda *step: seen.append(step))
        assert len(report.loaded) == 61
        assert len(graph.query("commitments/open", a="FRA", b="DEU").rows) == 60
    assert ("read", 61, 61) in seen
