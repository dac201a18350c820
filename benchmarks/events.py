"""Coded events: into the table, on to quads, into the store, and what is asked of them.

`measure` works on rows in the shape of ICEWS; `large` converts ten times as many, for what must
grow no faster than they do.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import kg
from benchmarks import morph
from benchmarks.coded import generate
from benchmarks.measure import Run, run
from kg.resources import data_dir
from kg.tables import EventTable, counts

__all__ = ["large", "measure"]

_KG = str(Path(sys.executable).with_name("kg"))
_MB = 1_000_000
_BULK = """
import sys, time, pyoxigraph
store = pyoxigraph.Store(sys.argv[2])
store.bulk_load(path=sys.argv[1], format=pyoxigraph.RdfFormat.N_QUADS, lenient=True)
if sys.argv[3:]:
    store.optimize()
store.flush()
"""
_CONVERT = """
import sys, time
from pathlib import Path
import polars as pl
from kg.mapping import coded
from kg.tables import EventTable
table = EventTable(Path(sys.argv[1]))
paths = [table.folder / part.path for part in table.manifest().parts]
events = pl.scan_parquet(paths * int(sys.argv[2]), hive_partitioning=False)
number = coded.count_quads(events)
began = time.perf_counter()
size = sum(map(len, coded.buffers(coded.event_quads(events))))
took = time.perf_counter() - began
print(f"{number:,} quads, {size / 1e6:.0f} MB in {took:.2f} s: {number / took / 1e6:.2f} M quads/s",
      flush=True)
"""
_ASK = """
import sys, time, statistics
import kg
with kg.open(sys.argv[1]) as graph:
    for name, given in (
        ("coded/dyad", {"a": "RUS", "b": "USA"}), ("coded/top", {"least": 5000}),
        ("coded/matrix", {"only": "2018"}), ("coded/matrix", {}),
    ):
        bare, whole = [], []
        for _ in range(int(sys.argv[2])):
            began = time.perf_counter()
            rows = len(graph._backend.select(graph.explain(name, **given)).rows)
            bare.append(time.perf_counter() - began)
            began = time.perf_counter()
            graph._tables.forget()
            graph.query(name, **given)
            whole.append(time.perf_counter() - began)
        print(f"SPARQL {name} {given}: {statistics.median(bare) * 1000:.0f} ms, with labels "
              f"{statistics.median(whole) * 1000:.0f} ms; {rows} rows", flush=True)
"""


def measure(folder: Path, rows: int, runs: int) -> None:
    """Everything on one table."""
    folder.mkdir(parents=True)
    path = generate(folder / "events.tab", rows)
    store = folder / "store"
    first = run([_KG, "load", str(path), "--format", "icews", "--store", str(store)])
    print(
        f"load of {rows:,} rows into the table: {first.seconds:.1f} s, "
        f"{rows / first.seconds / 1000:.0f} k rows/s, {first.memory / _MB:.0f} MB",
        flush=True,
    )
    convert(store / "events", runs)
    morph.measure(EventTable(store / "events"), folder / "morph", rows, runs)
    ask_table(EventTable(store / "events"), max(runs, 5))
    load(folder, store, runs)
    subprocess.run([sys.executable, "-c", _ASK, str(store), str(max(runs, 5))], check=True)
    beside(store, max(runs, 5))


def convert(events: Path, runs: int) -> None:
    """Rows of the table to buffers of quads, which go nowhere."""
    for _ in range(runs):
        subprocess.run([sys.executable, "-c", _CONVERT, str(events), "1"], check=True)


def load(folder: Path, store: Path, runs: int) -> None:
    """All events into the store, against the bare bulk load of the same quads."""
    quads = folder / "events.nq"
    subprocess.run(
        [_KG, "events", "quads", "--all", "--store", str(store), "-o", str(quads)], check=True
    )
    ours: list[Run] = []
    bare: list[Run] = []
    tidy: list[Run] = []
    for number in range(runs):
        _fresh(store)
        ours.append(run([_KG, "events", "quads", "--all", "--store", str(store)]))
        for kind, found in (((), bare), (("optimize",), tidy)):
            other = folder / f"bare-{number}-{len(kind)}"
            found.append(run([sys.executable, "-c", _BULK, str(quads), str(other), *kind]))
            subprocess.run(["rm", "-r", str(other)], check=True)
        print(
            f"kg events quads --all {ours[-1].seconds:.1f} s, {ours[-1].memory / _MB:.0f} MB; "
            f"bulk_load {bare[-1].seconds:.1f} s, {bare[-1].memory / _MB:.0f} MB; "
            f"bulk_load and optimize {tidy[-1].seconds:.1f} s, {tidy[-1].memory / _MB:.0f} MB",
            flush=True,
        )
    for name, theirs in (("bulk_load", bare), ("bulk_load and optimize", tidy)):
        pairs = [*zip(ours, theirs, strict=True)]
        times = statistics.median(one.seconds / other.seconds for one, other in pairs)
        memory = statistics.median(one.memory / other.memory for one, other in pairs)
        print(
            f"median of the ratios to {name} in one run: {times:.2f} and {memory:.2f}", flush=True
        )


def _fresh(store: Path) -> None:
    """The store anew, with its event table as it was."""
    events = store / "events"
    aside = store.with_name("aside")
    events.rename(aside)
    subprocess.run(["rm", "-r", str(store)], check=True)
    # a store is made where there is nothing yet
    subprocess.run(
        [sys.executable, "-c", "import sys, kg; kg.open(sys.argv[1]).close()", str(store)],
        check=True,
    )
    aside.rename(events)


def ask_table(table: EventTable, runs: int) -> None:
    """What is asked of the table itself, warm; and the network of states."""
    from kg.network import states_network

    asked: dict[str, Callable[[], object]] = {
        "dyad by month": lambda: counts.dyad(table, "RUS", "USA"),
        "top dyads": lambda: counts.top(table),
        "matrix by year": lambda: counts.matrix(table),
        "network of states": lambda: states_network(counts.edges(table).to_dicts()),
    }
    number = table.scan().select("event").collect().height
    for name, ask in asked.items():
        ask()
        times = []
        for _ in range(runs):
            began = time.perf_counter()
            ask()
            times.append(time.perf_counter() - began)
        print(
            f"{name} over {number:,} events: {statistics.median(times) * 1000:.0f} ms", flush=True
        )


def large(folder: Path, rows: int, times: int = 10) -> None:
    """The conversion of a table, and of its files ten times over: time and peak memory."""
    path = generate(folder / "part.tab", rows)
    events = folder / "large"
    store = ["--store", str(folder / "s"), "--events", str(events)]
    run([_KG, "load", str(path), "--format", "icews", *store])
    for count in (1, times):
        found = run([sys.executable, "-c", _CONVERT, str(events), str(count)], shown=True)
        print(f"{count} x {rows:,} rows: peak {found.memory / _MB:.0f} MB", flush=True)


def beside(store: Path, runs: int) -> None:
    """Every query of the catalogue about one dyad, in a store that holds the events as well."""
    run([_KG, "load", str(data_dir()), "--store", str(store)])
    slowest: dict[str, list[tuple[float, str]]] = {}
    with kg.open(store) as graph:
        quads = sum(row["number"] for row in graph.info().records() if row["what"] == "quads")
        given = {
            "a": "RUS", "b": "USA", "actor": "USA", "matter": "matter/rus-usa-direct-flights",
            "node": "matter/rus-usa-direct-flights", "event": "event/istanbul-talks-2025-04-10",
        }  # fmt: skip
        for query in graph.catalogue:
            values = {one.name: given[one.name] for one in query.parameters if one.name in given}
            needed = {one.name for one in query.parameters if one.required} - values.keys()
            if query.kind != "select" or not values or needed or query.name.startswith("coded/"):
                continue
            times: dict[str, list[float]] = {"asked anew": [], "asked again": []}
            for _ in range(runs):
                with graph.changing():  # forgets what is kept of the answers before
                    pass
                for taken in times.values():
                    began = time.perf_counter()
                    graph.query(query.name, **values)
                    taken.append(time.perf_counter() - began)
            for how, taken in times.items():
                slowest.setdefault(how, []).append((statistics.median(taken), query.name))
    for how, found in slowest.items():
        found.sort(reverse=True)
        told = ", ".join(f"{name} {took * 1000:.0f} ms" for took, name in found[:5])
        print(
            f"{len(found)} queries about one dyad, in a store of {quads:,} quads, {how}: "
            f"median {statistics.median(took for took, _ in found) * 1000:.0f} ms, slowest {told}",
            flush=True,
        )
