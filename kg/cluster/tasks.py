"""What runs on the workers: Arrow batches of events in, files of quads or sums of counts out.

Each is a callable for Spark's `mapInArrow`, which travels to the workers by its name: they need
this package, of the same version. A task may run twice, on two workers even at the same time: each
attempt writes a file of its own, and which of them counts is decided where all are known.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import polars as pl
import pyarrow as pa

from kg.mapping.coded import buffers, count_quads, event_quads
from kg.tables import counts

__all__ = ["Keeping", "Summing", "Work", "Writing", "versions"]

#: rows of sums that are added up before there are more
_CELLS: Final = 200_000
_SUMMED: Final = ("dataset", "month", "source_state", "target_state", "mutual")


def versions() -> tuple[tuple[str, str], ...]:
    """Of what the quads depend on: this package, and what writes numbers as text."""
    return tuple((name, metadata.version(name)) for name in ("bilateral-kg", "polars"))


@dataclass(frozen=True)
class Work:
    """What all have in common.

    Attributes:
        conditions: what is true of the rows that are meant.
        expected: `versions` where the job was started.
    """

    conditions: tuple[pl.Expr, ...]
    expected: tuple[tuple[str, str], ...]

    def frames(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pl.DataFrame]:
        """The rows that are meant, batch by batch.

        Raises:
            RuntimeError: this worker has other versions; a task has no other way to say so.
        """
        if (found := versions()) != self.expected:
            raise RuntimeError(f"a worker has {_listed(found)}, expected {_listed(self.expected)}")
        for batch in batches:
            frame = pl.DataFrame(pl.from_arrow(batch))
            yield frame.filter(*self.conditions) if self.conditions else frame


def _listed(found: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(f"{name} {version}" for name, version in found)


@dataclass(frozen=True)
class Keeping(Work):
    """Only the rows that are meant."""

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Batches of the same columns."""
        for frame in self.frames(batches):
            yield from frame.to_arrow(compat_level=pl.CompatLevel.oldest()).to_batches()


@dataclass(frozen=True)
class Writing(Work):
    """The quads of events into a file, as bytes: Spark sees no text.

    Attributes:
        folder: where; a folder that the workers and the driver share.
    """

    #: what is told of each file, as Spark writes types
    told = "part int, name string, events long, quads long, bytes long"

    folder: str = ""

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Write the file; one row of what it is."""
        from pyspark import TaskContext

        task = TaskContext.get()
        assert task is not None
        part = task.partitionId()
        name = f"{part}.{task.taskAttemptId()}"
        events = quads = size = 0
        with Path(self.folder, name).open("wb", buffering=0) as file:
            for frame in self.frames(batches):
                events += frame.height
                quads += count_quads(frame.lazy())
                for piece in buffers(event_quads(frame.lazy())):
                    size += _write(file.fileno(), piece)
        row: dict[str, Any] = {
            "part": pa.array([part], pa.int32()), "name": [name], "events": [events],
            "quads": [quads], "bytes": [size],
        }  # fmt: skip
        yield pa.RecordBatch.from_pydict(row)


def _write(file: int, piece: memoryview) -> int:
    """Write all of it: a single call may write less, such as where the disk is nearly full."""
    done = 0
    while done < len(piece):
        done += os.write(file, piece[done:])
    return done


@dataclass(frozen=True)
class Summing(Work):
    """Counts of dyads, summed as far as one task knows them."""

    told = (
        "dataset string, month string, source_state string, target_state string, mutual boolean, "
        "events long, cooperation long, conflict long, score long, plover_score long, scored long, "
        "typed long"
    )

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The sums of one partition."""
        cells: list[pl.DataFrame] = []
        for frame in self.frames(batches):
            cells.append(counts.sums(frame.lazy()).collect())
            if sum(each.height for each in cells) > _CELLS:
                cells = [_added(cells)]
        if cells:
            table = _added(cells).to_arrow(compat_level=pl.CompatLevel.oldest())
            yield from table.to_batches()


def _added(cells: list[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(cells).group_by(_SUMMED).agg(pl.all().sum())
