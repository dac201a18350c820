"""Whole processes, timed from outside: wall seconds, and the peak memory of all they started."""

from __future__ import annotations

import os
import statistics
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

__all__ = ["Run", "median", "run"]

_PAGE = os.sysconf("SC_PAGE_SIZE")


class Run(NamedTuple):
    """One run of a command: wall time in seconds, peak resident memory in bytes."""

    seconds: float
    memory: int


def run(command: Sequence[str], *, shown: bool = False) -> Run:
    """Run a command to its end, its output shown or not; an exit code other than 0 is an error."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=None if shown else subprocess.DEVNULL)
    peak = [0]
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.1):
            peak[0] = max(peak[0], _resident(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    seconds = time.perf_counter() - began
    over.set()
    watcher.join()
    if code:
        raise subprocess.CalledProcessError(code, command)
    return Run(seconds, peak[0])


def _resident(pid: int) -> int:
    """Resident bytes of a process and all that it started."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
        tasks = Path(f"/proc/{pid}/task")
        children = [
            int(child)
            for task in tasks.iterdir()
            for child in (task / "children").read_text(encoding="ascii").split()
        ]
    except (FileNotFoundError, ProcessLookupError, IndexError):
        return 0
    return pages * _PAGE + sum(map(_resident, children))


def median(runs: Sequence[Run]) -> Run:
    """The median of each figure."""
    return Run(
        statistics.median(each.seconds for each in runs),
        int(statistics.median(each.memory for each in runs)),
    )
