"""What changed in a picture, and which document changed it: two revisions and a withdrawal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.errors import WithdrawalError
from kg.graph import Graph
from kg.loaders.sheet import dump
from kg.relation import State
from tests import sheets
from tests.asking import tail
from tests.chronicles import act, chronicle, page, statement

FIRST = datetime(2025, 6, 1, tzinfo=UTC)
SECOND = datetime(2025, 6, 2, tzinfo=UTC)
THIRD = datetime(2025, 6, 3, tzinfo=UTC)
FOURTH = datetime(2025, 6, 4, tzinfo=UTC)

DISCUSSED = statement(act("discuss"), speaker="fr-ministry")
AGREED = statement(act("agree", event="second"), speaker="fr-ministry", cites="q")
DENIED = statement(act("agree", event="second"), speaker="de-ministry", stance="denies", cites="r")


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[Graph]:
    """A chronicle, its second revision, another one, and the withdrawal of that."""
    now = [FIRST]
    with kg.open(clock=lambda: now[0]) as found:
        sheets.registry(tmp_path)
        sheet = tmp_path / "chronicle.yaml"
        dump(chronicle(DISCUSSED), sheet)
        found.load(tmp_path)
        now[0] = SECOND
        dump(chronicle(DISCUSSED, AGREED, sources=[page("p"), page("q")]), sheet)
        found.load(sheet)
        now[0] = THIRD
        other = chronicle(DENIED, id="test/other", sources=[page("r")], events=[], matters=[])
        dump(other, tmp_path / "other.yaml")
        found.load(tmp_path / "other.yaml")
        now[0] = FOURTH
        found.withdraw("test/other", reason="taken back")
        yield found


def changes(graph: Graph, before: State, after: State) -> list[dict[str, Any]]:
    return [*graph.relation("FRA", "DEU").changes(before, after).records()]


def statuses(rows: list[dict[str, Any]]) -> dict[tuple[str, str], tuple[str, str, str]]:
    return {
        (tail(row["axis"]), row["account"]): (
            tail(row["before"]), tail(row["after"]), row["documents"]
        )
        for row in rows
        if row["kind"] == "status"
    }  # fmt: skip


def test_a_second_revision_changes_a_status_and_names_its_page(graph: Graph) -> None:
    rows = changes(graph, {"loaded_by": "2025-06-01"}, {"loaded_by": "2025-06-02"})
    assert statuses(rows) == {("stage", "a"): ("discussed", "agreed", "example.org")}
    standing = next(row for row in rows if row["kind"] == "standing")
    assert (standing["before"], standing["after"]) == ("asked", "owed")
    assert [tail(row["subject"]) for row in rows if row["kind"] == "event"] == ["second"]
    (cited,) = (row for row in rows if row["kind"] == "document")
    assert (cited["before"], cited["after"]) == (None, "+")


def test_nothing_differs_between_a_moment_and_itself(graph: Graph) -> None:
    assert changes(graph, {"loaded_by": "2025-06-02"}, {"loaded_by": "2025-06-02"}) == []
    # the document was loaded and taken back in between
    assert changes(graph, {"loaded_by": "2025-06-02"}, {}) == []


def test_a_withdrawal_takes_back_what_the_document_alone_had_said(graph: Graph) -> None:
    rows = changes(graph, {"loaded_by": "2025-06-03"}, {"loaded_by": "2025-06-04"})
    assert {row["kind"] for row in rows} == {"claims", "document", "edge"}
    edges = [row for row in rows if row["kind"] == "edge"]
    assert [(tail(row["subject"]), tail(row["party"])) for row in edges] == [("DEU", "m")]
    assert edges[0]["after"] is None


def test_what_a_withdrawal_would_change_is_what_it_changes(graph: Graph) -> None:
    then: State = {"loaded_by": "2025-06-03"}
    would = changes(graph, then, {**then, "without": ["test/other"]})
    assert would
    assert would == changes(graph, then, {"loaded_by": "2025-06-04"})


def test_what_others_rest_on_is_left_out_only_with_them(graph: Graph) -> None:
    with pytest.raises(WithdrawalError, match="rest on what it declares"):
        graph.as_of(THIRD).without("test/chronicle")
    rows = changes(
        graph, {"loaded_by": THIRD.isoformat()},
        {"loaded_by": THIRD.isoformat(), "without": ["test/chronicle"], "with_dependants": True},
    )  # fmt: skip
    assert all(row["after"] is None for row in rows if row["kind"] != "claims")


def test_two_days_of_the_world_name_the_documents_of_the_acts_between(graph: Graph) -> None:
    rows = changes(graph, {"valid_at": "2025-03-15"}, {"valid_at": "2025-04-15"})
    assert statuses(rows)["stage", "a"][:2] == ("discussed", "agreed")
    assert statuses(rows)["stage", "a"][2]
