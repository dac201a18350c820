"""What the tests of the command line share: a store, all commands, and a terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.resources import data_dir

#: what a command line prints on a terminal of 100 columns, and its exit code
Terminal = Callable[..., tuple[int, str]]


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with all of `data/`, coded events too; the tests only read it."""
    folder = tmp_path_factory.mktemp("cli") / "store"
    with kg.open(folder) as graph:
        graph.load(data_dir())
        graph.coded.load(data_dir() / "coded", format="icews")
    return folder


@pytest.fixture
def terminal(store: Path) -> Terminal:
    """Runs a command line with stdout and stderr on a terminal."""

    def run(*arguments: object) -> tuple[int, str]:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
        code = "import sys; from kg.cli import run; sys.exit(run(sys.argv[1:]))"
        env = {name: value for name, value in os.environ.items() if name not in _WIDTHS}
        process = subprocess.Popen(
            [sys.executable, "-c", code, *map(str, arguments)],
            stdin=theirs, stdout=theirs, stderr=theirs,
            env={**env, "KG_STORE": str(store), "TERM": "xterm"},
        )  # fmt: skip
        os.close(theirs)
        with os.fdopen(ours, "rb", buffering=0) as screen:
            shown = b"".join(iter(lambda: _read(screen.fileno()), b""))
        return process.wait(timeout=60), shown.decode().replace("\r\n", "\n")

    return run


_WIDTHS = {"COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR"}


def _read(screen: int) -> bytes:
    try:
        return os.read(screen, 65536)
    except OSError:  # Linux: the other end is closed
        return b""
