"""Runs a notebook from its first cell to its last, in a folder of its own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


def read(name: str) -> Any:
    return nbformat.read(NOTEBOOKS / name, as_version=4)


def outputs_of(name: str, folder: Path) -> dict[str, str]:
    """By cell, what it printed, displayed as text and displayed as HTML."""
    notebook = read(name)
    client = NotebookClient(
        notebook, timeout=240, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    # the kernel keeps its history in a folder of its own
    client.execute(env={**os.environ, "IPYTHONDIR": str(folder / "ipython")})
    return {
        cell.id: "".join(map(_shown, cell.outputs))
        for cell in notebook.cells
        if cell.get("outputs")
    }


def _shown(output: Any) -> str:
    data = output.get("data", {})
    return "".join([output.get("text", ""), *map(str, data.values())])
