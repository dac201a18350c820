"""Coded events by Spark: against a single process on the same cores, and by partitions.

Each run times the single process and then Spark with each number of partitions, so that what else
the machine does falls on all of them. Both write the events and the counts of the same table to the
same disk. Start-up is apart: of Spark the session and one first job, which brings up the workers.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

from benchmarks.coded import generate
from benchmarks.measure import run

__all__ = ["PARTITIONS", "measure"]

#: two workers of one core and a gigabyte each, processes of their own
MASTER = "local-cluster[2,1,1024]"
PARTITIONS = (1, 2, 4, 8)
_KG = str(Path(sys.executable).with_name("kg"))
_ALONE = """
import sys, time
from pathlib import Path
from kg.mapping.coded import write_file
from kg.tables.counts import WHOLE
began = time.perf_counter()
number = write_file(Path(sys.argv[1]), Path(sys.argv[2]), WHOLE, None, True)
print(number, time.perf_counter() - began)
"""


def measure(folder: Path, rows: int, runs: int) -> None:
    """Everything on one table."""
    from kg.cluster import Wanted, session, spread
    from kg.tables import EventTable

    folder.mkdir(parents=True)
    events = folder / "events"
    path = generate(folder / "events.tab", rows)
    places = ["--store", str(folder / "store"), "--events", str(events)]
    run([_KG, "load", str(path), "--format", "icews", *places])
    path.unlink()
    table = EventTable(events)
    began = time.perf_counter()
    with session(MASTER) as spark:
        started = time.perf_counter() - began
        spread(table, folder / "quads", spark, Wanted(), force=True, partitions=2)
        first = time.perf_counter() - began - started
        print(f"start of Spark: {started:.1f} s; first job: {first:.1f} s", flush=True)
        alone: list[float] = []
        spread_over: dict[int, list[float]] = defaultdict(list)
        for _ in range(runs):
            number, seconds = _alone(events, folder / "quads.nq")
            alone.append(seconds)
            print(f"single process: {_rate(number, seconds)}", flush=True)
            for partitions in PARTITIONS:
                began = time.perf_counter()
                found = spread(
                    table, folder / "quads", spark, Wanted(), force=True, partitions=partitions
                )
                seconds = time.perf_counter() - began
                assert found == number
                spread_over[partitions].append(seconds)
                print(f"Spark, {partitions} partitions: {_rate(number, seconds)}", flush=True)
    for partitions, times in spread_over.items():
        ratio = statistics.median(a / b for a, b in zip(alone, times, strict=True))
        scale = statistics.median(a / b for a, b in zip(spread_over[1], times, strict=True))
        print(
            f"{partitions} partitions: median {statistics.median(times):.1f} s against "
            f"{statistics.median(alone):.1f} s; median of the ratios {ratio:.2f}; "
            f"{scale:.2f} x one partition",
            flush=True,
        )


def _alone(events: Path, out: Path) -> tuple[int, float]:
    command = [sys.executable, "-c", _ALONE, str(events), str(out)]
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    out.unlink()
    number, seconds = done.stdout.split()
    return int(number), float(seconds)


def _rate(number: int, seconds: float) -> str:
    return f"{number:,} quads in {seconds:.1f} s, {number / seconds / 1e6:.2f} M quads/s"
