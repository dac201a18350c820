"""Every example in the help of every command does what it says, on the project's own data."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from kg.cli import run
from kg.resources import data_dir
from tests import sheets
from tests.cli.test_cli import all_commands

#: what only a shell can do
_SHELL = re.compile(r"[|>]")
_QUERY = "SELECT ?state { GRAPH graph:derived { ?actor br:side ?state } }"


def _examples() -> list[str]:
    """The indented lines after the heading at the end of a help."""
    ends = (
        re.split(r"^Examples?:$", one.epilog or "", maxsplit=1, flags=re.MULTILINE)
        for _, one in all_commands()
    )
    return sorted({line.strip() for _, lines in ends for line in lines.splitlines() if line})


@pytest.fixture(scope="module")
def desk(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of somebody who has the files that the examples name."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "data").symlink_to(data_dir())
    (folder / "store").symlink_to(store)
    (folder / "my-query.rq").write_text(_QUERY, encoding="utf-8")
    for name in ("one", "my-article"):
        sheets.article(folder, name)
    unlike = sheets.BODY.replace("attribution: secondHand", "attribution: quoted")
    sheets.article(folder, "other", body=unlike)
    registry = sheets.registry(folder)
    assert run(["load", str(registry), "--store", str(folder / "my-store")]) == 0
    program = folder / "bin" / "kg"
    program.parent.mkdir()
    code = "import sys; from kg.cli import run; sys.exit(run(sys.argv[1:]))"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{code}" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return folder


@pytest.mark.parametrize("line", _examples())
def test_an_example_runs(
    line: str, desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(desk)
    monkeypatch.delenv("KG_STORE", raising=False)
    opened: list[str] = []
    monkeypatch.setattr(click, "launch", opened.append)
    if _SHELL.search(line.partition(" -e ")[0]):
        path = f"{desk / 'bin'}:{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", line],
            env={**os.environ, "PATH": path}, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        code, out, err = done.returncode, done.stdout, done.stderr
    else:
        program, *arguments = shlex.split(line)
        assert program == "kg"
        code = run(arguments)
        out, err = capsys.readouterr()
    assert code == 0, err
    assert "kg: " not in err
    assert "no rows" not in out
    assert bool(opened) is ("--open" in line)
    for made in re.findall(r"(?:-o|>) (\S+)", line):
        assert (desk / made).stat().st_size


def test_there_are_examples_of_all_kinds() -> None:
    assert len(_examples()) > 30
