"""Copies, backups and restores of a store of coded events, each a command of its own.

Servers are those of the tests, so they need pytest, and Virtuoso has the small buffers of these:
its figures are of a tenth of the quads.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from benchmarks.coded import generate
from benchmarks.measure import run
from kg.store import open_backend
from tests import servers

__all__ = ["measure"]

_KG = str(Path(sys.executable).with_name("kg"))
_MB = 1_000_000
#: of an event of the table come so many quads, its counts included
_QUADS_OF_A_ROW = 16


def measure(folder: Path, quads: int) -> None:
    """Time every way between a directory and a server, and a backup there and back."""
    folder.mkdir()
    store = _filled(folder / "store", folder / "events.tab", quads)
    total = _count(store)
    _timed("directory to directory", total, ["copy", store, folder / "copied"])
    _timed("the same again: compared", total, ["copy", store, folder / "copied"])
    _timed("backup of the directory", total, ["backup", store, folder / "kept.zip"])
    print(f"  {(folder / 'kept.zip').stat().st_size / _MB:,.0f} MB", flush=True)
    _timed("restored into a directory", total, ["restore", folder / "kept.zip", folder / "back"])
    small = _filled(folder / "small", folder / "small.tab", quads // 10)
    for kind, source in (("oxigraph", store), ("virtuoso", small)):
        number = _count(source)
        (folder / kind).mkdir()
        with ExitStack() as stack:
            url = stack.enter_context(getattr(servers, kind)(folder / kind))
            _timed(f"directory to {kind}", number, ["copy", source, url])
            _timed(f"{kind} to directory", number, ["copy", url, folder / f"of-{kind}"])


def _filled(store: Path, table: Path, quads: int) -> Path:
    generate(table, int(quads / _QUADS_OF_A_ROW))
    for command in (["load", table, "--format", "icews"], ["events", "quads", "--all"]):
        run([_KG, *map(str, command), "--store", str(store)])
    return store


def _count(store: Path) -> int:
    with open_backend(store) as backend:
        return backend.count()


def _timed(what: str, quads: int, arguments: Sequence[object]) -> None:
    before = _processor()
    took = run([_KG, *map(str, arguments)])
    processor = _processor() - before
    print(
        f"{what}: {quads:,} quads in {took.seconds:.0f} s, {quads / took.seconds:,.0f} a second; "
        f"{processor:.0f} s of a processor, {quads / processor:,.0f} a second; "
        f"{took.memory / _MB:,.0f} MB",
        flush=True,
    )


def _processor() -> float:
    """Seconds of a processor that commands which have ended took: others may share the machine."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
