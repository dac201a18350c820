"""`python -m benchmarks [NAME …]`: what is measured, all but large and cluster by default.

load     whole `kg load` of generated sheets against pyoxigraph's `bulk_load` of the same quads
more     one more article into a store of more than 1.2 M quads, and how much of it is deriving;
         an article taken back; all made anew; the store as of an earlier moment
queries  every query of the catalogue for one dyad of that store
identity precision and recall of names held out of the registry, of the files given with --names,
         and of CLDR's cities
start    `kg --help` against `python -c 'import click'`
annotations  brat and CAS JSON against the bare parsers; ten thousand brat documents
lives    two thousand commitments of fifty dyads, of twenty acts each, told three times: every query
         of the catalogue for one dyad, and the ledger of all as of any day and account
views    the dossier, and networks of up to ten thousand nodes: made, painted, moved; pyvis's page
events   coded events of the shape of ICEWS (--rows N): into the table, to quads, into the store
         against `bulk_load`, counts by the table and by SPARQL; large is ten times as many
cluster  the same quads by Spark with two workers against a single process, and by partitions
copy     a store of --quads quads copied between directories and servers, kept and restored
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import kg
from benchmarks import annotations, cluster, copies, events, identity, lives, views
from benchmarks.measure import Run, median, run
from benchmarks.sheets import generate, pairs
from kg.graph import Graph
from kg.loading import derive
from kg.resources import data_dir
from kg.store.base import Backend

_BULK = """
import sys, pyoxigraph
store = pyoxigraph.Store(sys.argv[2])
store.bulk_load(path=sys.argv[1], format=pyoxigraph.RdfFormat.N_QUADS)
store.flush()
"""
_MB = 1_000_000
_ALL = (
    "start", "identity", "load", "queries", "more", "lives", "annotations", "views", "events",
    "copy",
)  # fmt: skip
#: 1.4 M quads
_SHEETS_FOR_MORE = 250
_KG = str(Path(sys.executable).with_name("kg"))


def load(folder: Path, sheets: int, runs: int) -> Path:
    """Time the load of `sheets` sheets and the bare bulk load; the store of the last run."""
    generate(folder / "sheets", sheets)
    store, bare, quads = folder / "store", folder / "bare", folder / "quads.nq"
    ours, theirs = [], []
    command = [
        _KG,
        "load",
        str(folder / "sheets"),
        "--store",
        str(store),
    ]
    for number in range(runs):
        shutil.rmtree(store, ignore_errors=True)
        ours.append(run(command))
        if number == 0:
            _export(store, quads)
        shutil.rmtree(bare, ignore_errors=True)
        theirs.append(run([sys.executable, "-c", _BULK, str(quads), str(bare)]))
        _say(f"run {number + 1}", ours[-1], theirs[-1])
    with quads.open("rb") as file:
        total = sum(1 for _ in file)
    _say(f"median of {runs}: {sheets} sheets, {total} quads", median(ours), median(theirs))
    # each load against the bare one right after it: the machine is not the same an hour later
    pairs = [*zip(ours, theirs, strict=True)]
    times = statistics.median(one.seconds / other.seconds for one, other in pairs)
    memory = statistics.median(one.memory / other.memory for one, other in pairs)
    print(f"median of the ratios in one run: {times:.2f} and {memory:.2f}", flush=True)
    return store


def _export(store: Path, out: Path) -> None:
    command = ["export", "--format", "nq", "-o", str(out), "--store", str(store)]
    subprocess.run([_KG, *command], check=True)


def _say(what: str, ours: Run, theirs: Run) -> None:
    print(
        f"{what}: kg load {ours.seconds:.1f} s, {ours.memory / _MB:.0f} MB; "
        f"bulk_load {theirs.seconds:.1f} s, {theirs.memory / _MB:.0f} MB; "
        f"ratios {ours.seconds / theirs.seconds:.2f} and {ours.memory / theirs.memory:.2f}",
        flush=True,
    )


def more(folder: Path, runs: int) -> None:
    """Time small changes of a large store, whole and in parts."""
    generate(folder / "sheets", _SHEETS_FOR_MORE + runs)
    later = sorted((folder / "sheets").rglob("[0-9]*.yaml"), key=lambda file: int(file.stem))
    for file in later[-runs:]:
        for part in (file, file.with_suffix(".txt")):
            part.rename(folder / part.name)
    with kg.open(folder / "store") as graph:
        _seconds("first load", lambda: graph.load(folder / "sheets"))
        (quads,) = (row["number"] for row in graph.info().records() if row["what"] == "quads")
        print(f"{quads:,} quads")
        then = datetime.now(UTC)
        for file in later[-runs:]:
            with _deriving() as times:
                _seconds("one more article", partial(graph.load, folder / file.name))
            print(f"  deriving: {sum(times) * 1000:.0f} ms")
        with _deriving() as times:
            _seconds("one taken back", lambda: graph.withdraw(f"bench/{later[-1].stem}"))
        print(f"  deriving: {sum(times) * 1000:.0f} ms")
        _seconds("all made anew", graph.rebuild)
        _seconds("as of an earlier moment", lambda: graph.as_of(then))


@contextmanager
def _deriving() -> Iterator[list[float]]:
    """How many seconds it takes that what is derived follows a change, each time."""
    times: list[float] = []
    real = derive.update

    def timed(backend: Backend, graphs: Collection[str]) -> None:
        began = time.perf_counter()
        real(backend, graphs)
        times.append(time.perf_counter() - began)

    derive.update = timed
    yield times
    derive.update = real


def _seconds(what: str, do: Callable[[], object]) -> None:
    began = time.perf_counter()
    do()
    print(f"{what}: {time.perf_counter() - began:.2f} s", flush=True)


def queries(store: Path, runs: int) -> None:
    """Time every query of the catalogue for the first dyad, warm, labels included."""
    a, b = pairs(1)[0]
    with kg.open(store) as graph:
        values = {"a": a, "b": b, "actor": a, **_nodes(graph, a, b)}
        for query in graph.catalogue:
            given = {p.name: values[p.name] for p in query.parameters if p.name in values}
            if query.name.startswith("coded/"):
                continue  # there are no coded events here
            if query.kind != "select" or not (given or query.name == "relations/parties"):
                continue  # the rest reads the whole store
            graph.query(query.name, **given)
            times = []
            for _ in range(runs):
                began = time.perf_counter()
                rows = len(graph.query(query.name, **given))
                times.append(time.perf_counter() - began)
            print(
                f"{query.name}: {statistics.median(times) * 1000:.0f} ms, {rows} rows", flush=True
            )


def _nodes(graph: Graph, a: str, b: str) -> dict[str, str]:
    ledger = next(graph.query("commitments/ledger", a=a, b=b).records())
    event = graph.query("events/timeline", a=a, b=b).records()
    busiest = max(event, key=lambda row: row["claims"])
    return {"matter": ledger["matter"], "node": ledger["matter"], "event": busiest["event"]}


def start(runs: int) -> None:
    """Time the help of the command line against the bare import of its library."""
    ours = [run([_KG, "--help"]) for _ in range(runs + 1)][1:]
    theirs = [run([sys.executable, "-c", "import click"]) for _ in range(runs + 1)][1:]
    one, other = median(ours).seconds, median(theirs).seconds
    print(f"kg --help {one * 1000:.0f} ms, click {other * 1000:.0f} ms: {one / other:.2f}")


def main() -> None:
    """Run what is asked for; everything by default."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    names = ", ".join(_ALL)
    parser.add_argument(
        "what", nargs="*", help=f"{names}; all by default; large and cluster only if named"
    )
    parser.add_argument("--sheets", type=int, default=2000)
    parser.add_argument("--rows", type=int, default=950_000, help="of coded events")
    parser.add_argument("--quads", type=int, default=5_000_000, help="that are copied")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--names", type=Path, nargs="+", metavar="FILE", help="default: data/registry/"
    )
    parser.add_argument("--folder", type=Path, help="where to work; a temporary one by default")
    options = parser.parse_args()
    what = options.what or _ALL
    if "start" in what:
        start(max(options.runs, 5))
    if "identity" in what:
        files = options.names or sorted((data_dir() / "registry").glob("*.yaml"))
        print(f"names of {', '.join(path.name for path in files)}")
        identity.measure(identity.read(files))
        print("cities of CLDR")
        identity.measure(identity.cities())
    with tempfile.TemporaryDirectory(prefix="kg-bench-", dir=options.folder) as folder:
        store = Path(folder) / "store"
        if "load" in what or "queries" in what:
            store = load(Path(folder), options.sheets, options.runs if "load" in what else 1)
        if "queries" in what:
            queries(store, max(options.runs, 5))
        for name, measure in _measures(Path(folder), options).items():
            if name in what:
                measure()


def _measures(folder: Path, options: argparse.Namespace) -> dict[str, Callable[[], None]]:
    """What works in a folder of its own, by name."""
    several = max(options.runs, 5)
    return {
        "more": lambda: more(folder / "more", options.runs),
        "annotations": lambda: annotations.run(folder / "annotations", 10_000, several),
        "views": lambda: views.run(folder / "views", max(options.runs, 3)),
        "lives": lambda: lives.measure(folder / "lives", several),
        "events": lambda: events.measure(folder / "events", options.rows, options.runs),
        "cluster": lambda: cluster.measure(folder / "cluster", options.rows, options.runs),
        "copy": lambda: copies.measure(folder / "copies", options.quads),
        "large": lambda: events.large(folder, options.rows),
    }


if __name__ == "__main__":
    main()
