"""Files converted in processes of their own, several at once.

Not by `multiprocessing`: its processes begin by importing the main module of the program anew,
which fails for a script that comes on stdin and for one that loads at its top level. Nor by joblib:
its processes stay for minutes when the program is killed. This module does not know what a
conversion is.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import BinaryIO, Final, ParamSpec, Self, TypeVar, cast

from kg.errors import KgError
from kg.loaders.base import Reading
from kg.loading.convert import Converted, convert

__all__ = ["answer", "apart", "convert_all", "work"]

P = ParamSpec("P")
R = TypeVar("R")

#: this very Python, and a program that follows
_PYTHON: Final = (sys.executable, "-P", "-c")

#: fewer files than this are converted here: starting processes takes longer
WORTH_PROCESSES: Final = 24
#: files that a process is given at once
_CHUNK: Final = 16


def convert_all(
    paths: list[Path], reading: Reading, folder: Path, progress: Callable[[int, int], None]
) -> Iterator[Converted]:
    """The documents of all files in their order, in processes of their own where that is quicker.

    Raises:
        ChildProcessError: one of the processes ended, such as for want of memory.
    """
    total = len(paths)
    few = total < WORTH_PROCESSES
    here = (convert(path, reading, folder) for path in paths)
    results = here if few else _spread(paths, reading, folder)
    for done, documents in enumerate(results, 1):
        yield from documents
        progress(done, total)


def _spread(paths: list[Path], reading: Reading, folder: Path) -> Iterator[list[Converted]]:
    """For each file in its order its documents."""
    chunks = [paths[start : start + _CHUNK] for start in range(0, len(paths), _CHUNK)]
    number = min(_cores(), len(chunks))
    with ExitStack() as stack:
        idle: SimpleQueue[_Worker] = SimpleQueue()
        for _ in range(number):
            idle.put(stack.enter_context(_Worker()))

        def run(chunk: list[Path]) -> list[list[Converted]]:
            worker = idle.get()
            try:
                return worker.convert(chunk, reading, folder)
            finally:
                idle.put(worker)

        pool = stack.enter_context(ThreadPoolExecutor(number))
        for results in pool.map(run, chunks):
            yield from results


def _cores() -> int:
    """The cores that this process may use, which in a container are fewer than there are."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def apart(function: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> R:
    """What a function of a module gives, called in a process of its own, whose memory goes with it.

    Raises:
        ChildProcessError: the process ended, such as for want of memory.
    """
    done = subprocess.run(  # noqa: S603 - this very Python, and our own code
        [*_PYTHON, f"from {__name__} import answer; answer()"],
        input=pickle.dumps((function, arguments, named)),
        stdout=subprocess.PIPE, env=_environment(), check=False,
    )  # fmt: skip
    if done.returncode:
        raise ChildProcessError(f"a process that was started ended with {done.returncode}")
    found, error = pickle.loads(done.stdout)  # noqa: S301 - of our own process
    if error is not None:
        raise error
    return cast("R", found)


def answer() -> None:
    """Call what stdin says; what it gives, or the error that it raises on purpose, to stdout."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    function, arguments, named = pickle.load(sys.stdin.buffer)  # noqa: S301 - of our own parent
    try:
        found, error = function(*arguments, **named), None
    except (KgError, OSError) as raised:
        found, error = None, raised
    with answers:
        pickle.dump((found, error), answers)


def _environment() -> dict[str, str]:
    """A program may have come to its modules by other ways than its environment says."""
    places = os.pathsep.join(place or str(Path.cwd()) for place in sys.path)
    return {**os.environ, "PYTHONPATH": places}


class _Worker:
    """A process that runs `work` and ends when its stdin does, hence with this process."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - this very Python, and our own code
            [*_PYTHON, f"from {__name__} import work; work()"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment(),
        )  # fmt: skip
        self._to = cast("BinaryIO", self._process.stdin)
        self._from = cast("BinaryIO", self._process.stdout)

    def convert(self, paths: list[Path], reading: Reading, folder: Path) -> list[list[Converted]]:
        """What came of some files."""
        try:
            pickle.dump((paths, reading, folder), self._to)
            self._to.flush()
            found: list[list[Converted]] = pickle.load(self._from)  # noqa: S301 - of our own process
        except (BrokenPipeError, EOFError, pickle.UnpicklingError) as error:
            code = self._process.wait()
            raise ChildProcessError(f"a process that reads sheets ended with {code}") from error
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        if kind is not None:
            self._process.kill()
        self._process.communicate()


def work() -> None:
    """Convert what is asked for on stdin until that ends; the results go to stdout."""
    gc.disable()  # records are trees: nothing of a sheet needs the collector, which costs a fifth
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told, and ends us
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a loader prints must not get among the answers
    with contextlib.suppress(EOFError, BrokenPipeError):  # the parent is done, or was killed
        while True:
            paths, reading, folder = pickle.load(sys.stdin.buffer)  # noqa: S301 - of our own parent
            pickle.dump([[*convert(path, reading, folder)] for path in paths], answers)
            answers.flush()
            gc.collect()  # what little there is of circles, once for many sheets
