"""What the README says is so: its exit codes, its commands, its example of a sheet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.cli import COMMANDS, run
from kg.cli.codes import CODES
from kg.resources import data_dir

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+) ?(\S*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_exit_codes() -> None:
    rows = re.findall(r"^\| (\d+) \| (.*) \|$", README, re.MULTILINE)
    assert {int(code): text for code, text in rows} == CODES


def test_commands() -> None:
    named = re.findall(r"(?:^\$ |`)kg ([a-z]+)", README, re.MULTILINE)
    assert set(named) == set(COMMANDS)


def test_targets() -> None:
    makefile = (Path(__file__).parents[1] / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`?make ([a-z]+)`?", README):
        assert f"\n{target}: " in makefile, target


def test_the_example_of_a_sheet_is_valid(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {name: text for _, name, text in BLOCKS if name}
    assert set(files) == {"flights.txt", "flights.yaml"}
    for name, text in files.items():
        (tmp_path / name).write_bytes(text.encode())
    registry = str(data_dir() / "registry")
    store = str(tmp_path / "store")
    assert run(["validate", registry, str(tmp_path / "flights.yaml")]) == 0
    assert run(["load", registry, str(tmp_path / "flights.yaml"), "--store", store]) == 0
    assert "loaded" in capsys.readouterr().err
