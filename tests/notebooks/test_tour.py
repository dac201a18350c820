"""The tour runs from its first cell to its last, and shows what its text says."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from tests.notebooks.running import NOTEBOOKS, outputs_of, read

@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tour")


@pytest.fixture(scope="module")
def outputs(folder: Path) -> dict[str, str]:
    return outputs_of("tour.ipynb", folder)


@pytest.mark.parametrize("notebook", sorted(file.name for file in NOTEBOOKS.glob("*.ipynb")))
def test_notebooks_are_kept_without_outputs(notebook: str) -> None:
    content = read(notebook)
    nbformat.validate(content)
    for cell in content.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("open", ["<table>", "What is in the store", "Claim"]),
        ("ledger", ["<table>", "The two-sided ledger", "Resuming direct flights", "confirmed"]),
        ("both-sides", ["Uninterrupted banking services for the missions", "confirmed"]),
        ("claims", ["formalise", "Russian Foreign Ministry", "नोटों का आदान"]),
        ("timeline", ["<table>", "इस्तांबुल", "2025-04-10"]),
        ("sparql", ["<table>", "mentions", "Russia"]),
        ("look", ["<Relation Russia - United States>", "<table>"]),
        ("page", ["rus-usa.html has "]),
        ("degrees", ["event    Russia-US talks in Istanbul", "party    Russia"]),
        ("speakers", ["null", "Alexander Darchiev"]),
        ("two-mode", ["Russian Foreign Ministry and US government:\n", "Alexander Darchiev"]),
    ],
)
def test_a_cell_shows_what_it_is_about(
    outputs: dict[str, str], cell: str, shown: list[str]
) -> None:
    for text in shown:
        assert text in outputs[cell]


def test_what_it_writes_is_there(outputs: dict[str, str], folder: Path) -> None:
    assert outputs
    assert "नोटों का आदान" in (folder / "rus-usa.html").read_text(encoding="utf-8")
    assert b"<graphml" in (folder / "relations.graphml").read_bytes()
