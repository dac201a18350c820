"""Two jobs: the counts of the whole table, and the quads of its events, a file a partition.

Spark reads the files of the table and hands its rows on as Arrow batches; the texts of quads go
from the workers to the disk and never through Java.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from kg.cluster import session as sessions
from kg.cluster.folder import COUNTS, File, complete, made, name_of
from kg.mapping.coded import USED, buffers, dyad_quads
from kg.tables import EventTable, counts
from kg.tables.counts import WHOLE, Slice
from kg.tables.schema import EVENTS

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["Wanted", "spread"]

Progress = Callable[[str, int, int], None]

#: events of a partition where nobody says how many partitions: 3.5 million quads in 600 MB
_EVENTS: Final = 250_000
#: rows of an Arrow batch
_ROWS: Final = 20_000
#: what is in a partition must not depend on the machines
_SETTINGS: Final = {
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(_ROWS),
    "spark.sql.files.minPartitionNum": "1",
    "spark.sql.files.openCostInBytes": "0",
    # the list says which files there are: to look for them is no work for a cluster
    "spark.sql.sources.parallelPartitionDiscovery.threshold": str(2**31 - 1),
}
#: the types of our columns, as Spark writes them
_TYPES: Final = {
    pl.String: "string", pl.Categorical: "string", pl.Enum: "string", pl.Boolean: "boolean",
    pl.Date: "date", pl.Float64: "double",
}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """Which quads are meant.

    Attributes:
        part: which events.
        pair: only the events between these two states.
        events: whether there are events at all, or the counts alone.
    """

    part: Slice = WHOLE
    pair: tuple[str, str] | None = None
    events: bool = True


def spread(
    table: EventTable, out: Path, spark: str | SparkSession, wanted: Wanted, *,
    force: bool = False, partitions: int | None = None, progress: Progress = lambda *_: None,
) -> int:  # fmt: skip
    """Write events and the counts of the whole table into a folder, by Spark.

    The quads are those of `kg.mapping.coded.write`. `out` and the table's folder are seen by the
    workers under the same path.

    Args:
        table: the event table.
        out: the folder that is made.
        spark: the master of a cluster, or a session, which stays open (not one of Spark Connect).
        wanted: which events.
        force: replace what is in `out`.
        partitions: how many; by default one for every 250,000 events. Each becomes a file.
        progress: told a stage, how many of its tasks are done, and of how many.

    Returns:
        How many quads.

    Raises:
        EventTableNotFoundError: there is no event table.
        ExportError: something is in `out`, or it cannot be written; then it is as it was.
        InvalidInputError: a file of the table cannot be read; likewise.
        ClusterError: there is no such master, or the job failed; likewise.
        MissingExtraError, MissingProgramError: pyspark or Java is not installed.
    """
    table.paths()
    with made(out, force=force) as folder, _opened(spark) as opened:
        job = _Job(table, opened, folder, progress)
        files = [*job.events(wanted, partitions)] if wanted.events else []
        files.append(job.counts())
        complete(folder, files)
    return sum(file.quads for file in files)


@contextmanager
def _opened(spark: str | SparkSession) -> Iterator[SparkSession]:
    if isinstance(spark, str):
        with sessions.session(spark) as opened, sessions.told(spark):
            yield opened
    else:
        with sessions.told(str(spark.sparkContext.master)):
            yield spark.newSession()  # settings are set here that are not those of others


class _Job:
    def __init__(
        self, table: EventTable, spark: SparkSession, folder: Path, progress: Progress
    ) -> None:
        self._table = table
        self._spark = spark
        self._folder = folder
        self._progress = progress
        for name, value in _SETTINGS.items():
            spark.conf.set(name, value)

    def events(self, wanted: Wanted, partitions: int | None) -> Iterator[File]:
        """Write the events; the files in the order of the partitions."""
        from kg.cluster.tasks import Writing, versions

        part, pair = wanted.part, wanted.pair
        paths = self._table.paths(since=part.since, until=part.until, datasets=part.datasets)
        if not paths:
            return
        conditions = [*self._table.conditions(since=part.since, until=part.until)]
        conditions += [counts.of_pair(*pair)] if pair else []
        number = partitions or self._partitions(paths)
        frame = self._read(paths, USED, conditions, number)
        if part.once:
            frame, conditions = self._once(frame, conditions), []
        work = Writing(tuple(conditions), versions(), str(self._folder))
        rows = self._run("events", frame.mapInArrow(work, work.told))
        for row in rows.sort("part").iter_rows(named=True):
            if row["events"]:
                file = File(name_of(row["part"]), row["quads"], row["bytes"], row["events"])
                (self._folder / row["name"]).rename(self._folder / file.path)
                yield file
        # what is left was written by attempts that do not count
        for path in self._folder.iterdir():
            if path.is_file():
                path.unlink()

    def counts(self) -> File:
        """Write the counts of the whole table."""
        from kg.cluster.tasks import Summing, versions

        paths = self._table.paths()
        cells = counts.sums(pl.LazyFrame(schema=EVENTS)).collect()
        if paths:
            conditions = (*self._table.conditions(),)
            frame = self._read(paths, counts.COUNTED, conditions, self._partitions(paths))
            work = Summing(conditions, versions())
            summed = frame.mapInArrow(work, work.told).groupBy(cells.columns[:5])
            added = self._run("counts", summed.sum(*cells.columns[5:]))
            cells = added.rename(dict(zip(added.columns, cells.columns, strict=True)))
        quads = size = 0
        with (self._folder / COUNTS).open("wb") as file:
            for dataset in self._table.datasets:
                for piece in buffers(dyad_quads(cells, dataset)):
                    quads += bytes(piece).count(b"\n")
                    size += file.write(piece)
        return File(COUNTS, quads, size)

    # -------------------------------------------------------------------------------------- frames

    def _partitions(self, paths: Iterable[Path]) -> int:
        wanted = {*paths}
        rows = sum(
            part.rows
            for part in self._table.manifest().parts
            if self._table.folder / part.path in wanted
        )
        return max(-(-rows // _EVENTS), 1)

    def _read(
        self, paths: list[Path], columns: Iterable[str], conditions: Iterable[pl.Expr], number: int
    ) -> DataFrame:
        """Rows of the table in so many partitions, with the columns that are needed."""
        needed = dict.fromkeys(columns)
        needed |= dict.fromkeys(name for each in conditions for name in each.meta.root_names())
        sizes = [_size(path) for path in paths]
        share = sum(sizes) / number
        # a partition is closed before the file that would make it larger than this
        most = int(share + min(max(sizes), share / 10)) + 1
        self._spark.conf.set("spark.sql.files.maxPartitionBytes", most)
        frame = (
            self._spark.read.schema(", ".join(f"{name} {_type(name)}" for name in needed))
            # names are names: those of folders no columns, brackets no patterns
            .options(recursiveFileLookup=True, __globPaths__=False)
            .parquet(*(f"file://{path.resolve()}" for path in paths))
        )
        self._spark.conf.set("spark.sql.shuffle.partitions", number)
        return frame.coalesce(number)

    def _once(self, frame: DataFrame, conditions: list[pl.Expr]) -> DataFrame:
        """Of the events of one telling only the first, in the order of files and of their rows."""
        from pyspark.sql import functions as f

        from kg.cluster.tasks import Keeping, versions

        places = self._spark.createDataFrame(
            [(part.path, place) for place, part in enumerate(self._table.manifest().parts)],
            "file_path string, place int",
        )
        # DIR/events/year=2018/month=6/….parquet
        ending = f.substring_index("_metadata.file_path", "/", -4)
        placed = frame.withColumn("file_path", ending)
        names = frame.columns
        told = ", ".join([*(f"{name} {_type(name)}" for name in names), "file_path string"])
        kept = placed.mapInArrow(Keeping(tuple(conditions), versions()), told)
        # the rows of a file are in the order of their days and ids, and a telling is of one day
        first = f.min_by(f.struct(*names), f.struct("place", "event")).alias("first")
        whole = kept.join(f.broadcast(places), "file_path").groupBy("telling").agg(first)
        return whole.select("first.*")

    def _run(self, stage: str, frame: DataFrame) -> pl.DataFrame:
        found = sessions.run(
            self._spark, frame.toArrow, lambda done, total: self._progress(stage, done, total)
        )
        return pl.DataFrame(pl.from_arrow(found))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        raise sessions.damaged(path) from None


def _type(column: str) -> str:
    return _TYPES[pl.Schema(EVENTS)[column].base_type()]
