"""Runs the command lines that help and documents show: ours in this process, others by a shell."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import run

#: what only a shell can do; the SPARQL after -e is no shell's business
_SHELL = re.compile(r"[|>]")


def put_program(folder: Path) -> None:
    """Make `bin/kg` in the folder, for lines that a shell runs."""
    program = folder / "bin" / "kg"
    program.parent.mkdir()
    code = "import sys; from kg.cli import run; sys.exit(run(sys.argv[1:]))"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{code}" "$@"\n', encoding="utf-8")
    program.chmod(0o755)


def execute(line: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Run one line where we are; its exit code, stdout and stderr."""
    if line.startswith("kg ") and not _SHELL.search(line.partition(" -e ")[0]):
        return run(shlex.split(line)[1:]), *capsys.readouterr()
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        env={**os.environ, "PATH": f"{Path.cwd() / 'bin'}:{os.environ['PATH']}"},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr
