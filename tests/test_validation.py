"""Validation: what is shipped conforms, and what only the shapes of the ontology refuse is told."""

from __future__ import annotations

from pathlib import Path

import kg
from kg.errors import SchemaProblem
from kg.resources import data_dir
from tests import sheets


def test_all_of_data_conforms() -> None:
    assert kg.open().validate(data_dir()) == []


def test_what_the_record_lets_through_the_shapes_refuse_at_its_line(tmp_path: Path) -> None:
    registry = sheets.registry(tmp_path, sheets.REGISTRY.replace("type: Person", "type: State"))
    sheets.article(tmp_path)
    (problem,) = kg.open().validate(tmp_path)
    lines = registry.read_text().splitlines()
    assert isinstance(problem, SchemaProblem)
    assert (problem.file, lines[problem.line - 1].strip()) == (registry, "- id: envoy")
    assert problem.message.startswith("actor/envoy")
    assert "a state represents nobody" in problem.expected


def test_shapes_are_asked_of_the_sheets_that_are_right_otherwise(tmp_path: Path) -> None:
    """A problem in one sheet does not hide those of another."""
    sheets.registry(tmp_path, sheets.REGISTRY.replace("type: Person", "type: State"))
    sheets.article(tmp_path, "bad", body=sheets.BODY.replace("exact: A road", "exact: No road"))
    problems = kg.open().validate(tmp_path)
    assert [problem.file and problem.file.name for problem in problems] == [
        "actors.yaml",
        "bad.yaml",
    ]


def test_what_the_store_holds_counts_as_declared(tmp_path: Path) -> None:
    graph = kg.open()
    graph.load(sheets.registry(tmp_path))
    assert graph.validate(sheets.article(tmp_path)) == []


def test_progress_is_told(tmp_path: Path) -> None:
    from kg.store import Store
    from kg.validation import validate

    steps: list[tuple[str, int, int]] = []
    path = sheets.registry(tmp_path)
    validate(Store(), [path], progress=lambda *step: steps.append(step))
    assert steps == [("read", 1, 1), ("shapes", 1, 1)]
