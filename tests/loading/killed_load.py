"""A load in a process that kills itself: `python killed_load.py SHEETS STORE STAGE MOMENT`.

The stages are those of `kg.loading.load`; nothing of it is replaced, it only ends in the middle. A
withdrawal is killed in place of the load at the stages that say so: SHEETS are then documents.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from unittest import mock

import kg
from kg import loading
from kg.loading import derive, ground, record
from kg.store import Store

#: where a load can be killed, in the order in which it comes there
STAGES: Final = (
    "ground", "read", "inserted", "bulk begun", "bulk half done",
    "before the record", "after the record", "derived in part",
)  # fmt: skip


#: and a withdrawal
WITHDRAWAL: Final = ("before the withdrawal", "after the withdrawal", "withdrawal derived in part")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(what: str, store: Path, stage: str, moment: datetime) -> None:
    with kg.open(store, clock=lambda: moment) as graph, doomed(stage) as progress:
        if stage in WITHDRAWAL:
            graph.withdraw(*what.split())
        else:
            graph.load(what, progress=progress)
    raise SystemExit(f"it came to its end and never to {stage!r}")


@contextmanager
def doomed(stage: str) -> Iterator[Callable[[str, int, int], None]]:
    """The progress to load with; on its way, or in a function of the load, the process dies."""

    def progress(step: str, done: int, total: int) -> None:
        halfway = 2 * done > total
        if (stage, step) in {("read", "read"), ("inserted", "written")} and halfway:
            die()

    bulk = "bulk" in stage
    with mock.patch.object(loading, "BULK_BYTES", 0 if bulk else sys.maxsize):
        match stage:
            case "ground":
                patch = mock.patch.object(ground, "turtle_to_nquads", _last(ground, 3))
            case "bulk begun":
                patch = mock.patch.object(Store, "bulk", _bulk_begun(Store.bulk))
            case "bulk half done":
                patch = mock.patch.object(Store, "bulk", _bulk_half_done(Store.bulk))
            case "before the record" | "after the record":
                write = _recorded(record.write, after=stage.startswith("after"))
                patch = mock.patch.object(record, "write", write)
            case "before the withdrawal" | "after the withdrawal":
                close = _recorded(record.close, after=stage.startswith("after"))
                patch = mock.patch.object(record, "close", close)
            case "derived in part":
                patch = mock.patch.object(derive, "_write", _derived(derive._write))
            case "withdrawal derived in part":
                patch = mock.patch.object(derive, "_erase", _derived(derive._erase))
            case _:
                patch = mock.patch.object(loading, "__doc__", loading.__doc__)
        with patch:
            yield progress


def _last(module: Any, calls: int) -> Callable[..., Any]:
    real, seen = module.turtle_to_nquads, iter(range(calls))

    def call(*arguments: Any) -> Any:
        if next(seen, None) is None:
            die()
        return real(*arguments)

    return call


def _bulk_begun(real: Callable[[Store, Any], None]) -> Callable[[Store, Any], None]:
    """Dies while the engine reads."""

    class Dying(io.RawIOBase):
        def __init__(self, source: Any, left: int) -> None:
            self.source, self.left = source, left

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            piece = self.source.read(min(len(buffer), 65536))
            self.left -= len(piece)
            if self.left < 0:
                die()
            buffer[: len(piece)] = piece
            return len(piece)

    return lambda store, source: real(store, io.BufferedReader(Dying(source, 500_000)))


def _bulk_half_done(real: Callable[[Store, Any], None]) -> Callable[[Store, Any], None]:
    """Dies when the engine has written what it had of a document and a half."""

    def call(store: Store, source: Any) -> None:
        lines = source.read().splitlines(keepends=True)
        real(store, io.BytesIO(b"".join(lines[: len(lines) // 2])))
        die()

    return call


def _recorded(real: Callable[..., None], *, after: bool) -> Callable[..., None]:
    def call(backend: Any, documents: Any, *how: Any) -> None:
        ours = len(documents) > 1  # the states are recorded by themselves
        if ours and not after:
            die()
        real(backend, documents, *how)
        if ours:
            die()

    return call


def _derived(real: Callable[..., None]) -> Callable[..., None]:
    def call(backend: Any, triples: list[str]) -> None:
        real(backend, triples)
        if triples:
            die()

    return call


if __name__ == "__main__":
    what, directory, where, when = sys.argv[1:]
    main(what, Path(directory), where, datetime.fromisoformat(when))
