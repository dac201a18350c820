"""Many sheets are read by several processes, whatever kind of program loads them."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kg.loaders.base import PLAIN
from kg.loading.convert import convert
from kg.loading.processes import WORTH_PROCESSES, _Worker, apart, convert_all
from kg.loading.spool import Spool, read
from tests import sheets

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sheets.registry(tmp_path)
    for n in range(WORTH_PROCESSES):
        sheets.article(tmp_path, f"a{n:03}", n=f"-{n}")
    return tmp_path


def test_the_results_are_those_of_one_process_in_the_same_order(folder: Path) -> None:
    paths = sorted(folder.glob("*.yaml"))
    steps: list[tuple[int, int]] = []
    with Spool() as spool, Spool() as other:
        found = list(convert_all(paths, PLAIN, spool.folder, lambda *step: steps.append(step)))
        alone = [one for path in paths for one in convert(path, PLAIN, other.folder)]
        assert [read(one.piece) for one in found if one.piece] == [
            read(one.piece) for one in alone if one.piece
        ]
    assert [replace(one, piece=None) for one in found] == [
        replace(one, piece=None) for one in alone
    ]
    assert steps[-1] == (len(paths), len(paths))


@pytest.mark.parametrize("way", ["from stdin", "at the top level of a file"])
def test_a_script_that_guards_nothing_can_load(folder: Path, way: str) -> None:
    script = f"import kg\nprint(len(kg.open().load({str(folder)!r}).loaded))\n"
    file = folder / "script.py"
    file.write_text(script)
    done = subprocess.run(
        [sys.executable, "-" if way == "from stdin" else file], input=script, text=True,
        capture_output=True, check=False, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{WORTH_PROCESSES + 1}\n", "")


def test_a_process_that_is_killed_is_an_error_and_no_waiting(folder: Path) -> None:
    with _Worker() as worker:
        assert worker.convert([folder / "actors.yaml"], PLAIN, folder)
        worker._process.kill()
        with pytest.raises(ChildProcessError, match="ended with -9"):
            worker.convert([folder / "actors.yaml"], PLAIN, folder)


def test_a_function_is_called_in_a_process_of_its_own() -> None:
    assert apart(os.getpid) != os.getpid()
    assert apart(os.path.join, "a", "b") == os.path.join("a", "b")  # noqa: PTH118 - any function


def test_what_it_raises_on_purpose_is_raised_here(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        apart(os.stat, tmp_path / "none")


def test_a_process_that_ends_is_told() -> None:
    with pytest.raises(ChildProcessError, match="ended with 3"):
        apart(os._exit, 3)
