"""The notebooks on SPARQL and on networks run, and show what their texts say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.notebooks.running import outputs_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("notebooks")


@pytest.fixture(scope="module")
def outputs(folder: Path) -> dict[str, dict[str, str]]:
    return {name: outputs_of(f"{name}.ipynb", folder) for name in ("sparql", "networks")}


@pytest.mark.parametrize(
    ("notebook", "cell", "shown"),
    [
        ("sparql", "open", ["What is in the store"]),
        ("sparql", "bind", ["<table>", "Russian Foreign Ministry", "Alexander Darchiev"]),
        ("sparql", "frame", ["median", "hi"]),
        ("sparql", "timeline", ["<iframe srcdoc=", 'sandbox="allow-scripts', "<table>"]),
        ("sparql", "catalogue", ["PREFIX br:", "relation br:party"]),
        ("sparql", "refused", ["SERVICE is refused"]),
        ("networks", "open", ["MultiDiGraph with"]),
        ("networks", "central", ["betweenness", "event"]),
        ("networks", "two-mode", ["Chinese Foreign Ministry – Indian Ministry of External"]),
        ("networks", "community", ["1: ", "things, such as"]),
        ("networks", "slices", ["2024-12-31", "2025-12-31"]),
        ("networks", "plot", ["months and sides"]),
    ],
)
def test_a_cell_shows_what_it_is_about(
    outputs: dict[str, dict[str, str]], notebook: str, cell: str, shown: list[str]
) -> None:
    for text in shown:
        assert text in outputs[notebook][cell]


def test_the_network_grows_from_slice_to_slice(outputs: dict[str, dict[str, str]]) -> None:
    cells = [line.split("┆") for line in outputs["networks"]["slices"].splitlines() if "│ 20" in line]
    nodes = [int(cell[1]) for cell in cells]
    assert len(nodes) == 5
    assert nodes == sorted(nodes)


def test_the_plot_is_there(outputs: dict[str, dict[str, str]], folder: Path) -> None:
    assert outputs
    assert (folder / "months.png").read_bytes().startswith(b"\x89PNG")
