"""The event table: a folder of Parquet files by year and month, and the list of those that count.

    DIR/manifest.json                      the files that count, and the loads that made them
    DIR/events/year=2018/month=6/….parquet
    DIR/mentions/…  DIR/documents/…        GDELT's
    DIR/rejects/….tsv                      lines that are no rows: number, reason, text

A file counts once it is in the manifest, which is replaced in one step; what a load that was killed
left is swept by the next one. Any reader of Parquet can read the files.
"""

from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import polars as pl

from kg.errors import EventTableNotFoundError, NotAStoreError, StoreError
from kg.tables.lock import locked
from kg.tables.schema import KINDS

__all__ = ["EventTable", "Load", "Manifest", "Part", "save"]

_MANIFEST: Final = "manifest.json"
_FORMAT: Final = 1
_STAGE: Final = ".stage"


@dataclass(frozen=True)
class Part:
    """One Parquet file: its path in the folder, its rows, their first and last days and ids."""

    kind: str
    path: str
    dataset: str
    rows: int
    since: str
    until: str
    first_id: str
    last_id: str


@dataclass(frozen=True)
class Load:
    """One file that was loaded: its SHA-256 and name, and what became of its rows."""

    sha256: str
    name: str
    kind: str
    dataset: str
    rows: int
    new: int
    repeated: int
    rejected: int
    rejects: str
    when: str


@dataclass(frozen=True)
class Manifest:
    """The files that count, and the loads that made them, in their order."""

    parts: tuple[Part, ...] = ()
    loads: tuple[Load, ...] = field(default=())

    def load_of(self, sha256: str) -> Load | None:
        """The load of the file with these bytes, if it is in."""
        return next((load for load in self.loads if load.sha256 == sha256), None)


class EventTable:
    """The event table in a folder, which need not be there yet.

    Args:
        folder: where it is.
        loaded_by: read it as it was loaded by this moment.
    """

    def __init__(self, folder: Path, loaded_by: datetime | None = None) -> None:
        self.folder = folder
        self._loaded_by = loaded_by

    def manifest(self) -> Manifest:
        """What counts now.

        Raises:
            NotAStoreError: the list cannot be read, or is of another version.
        """
        try:
            text = (self.folder / _MANIFEST).read_text(encoding="utf-8")
        except FileNotFoundError:
            return Manifest()
        except OSError as error:
            raise StoreError(f"{self.folder}: {error.strerror}") from error
        try:
            data = json.loads(text)
            if data["format"] != _FORMAT:
                raise NotAStoreError(str(self.folder), f"an event table of format {data['format']}")
            parts = tuple(Part(**part) for part in data["parts"])
            return Manifest(parts, tuple(Load(**load) for load in data["loads"]))
        except (ValueError, KeyError, TypeError) as error:
            raise NotAStoreError(str(self.folder), f"{_MANIFEST}: {error}") from error

    @property
    def is_there(self) -> bool:
        """Whether anything was ever loaded."""
        return (self.folder / _MANIFEST).is_file()

    @property
    def datasets(self) -> list[str]:
        """The sources of what was loaded, in the order of their names."""
        return sorted({load.dataset for load in self.manifest().loads})

    def scan(
        self, kind: str = "events", *, since: date | None = None, until: date | None = None,
        datasets: Iterable[str] = (),
    ) -> pl.LazyFrame:  # fmt: skip
        """The rows of one kind, lazily; only the files of the months that are asked for.

        Raises:
            EventTableNotFoundError: nothing was loaded into this folder.
        """
        paths = self.paths(kind, since=since, until=until, datasets=datasets)
        if not paths:
            return pl.LazyFrame(schema=KINDS[kind])
        frame = pl.scan_parquet(paths, hive_partitioning=False, glob=False)
        for condition in self.conditions(since=since, until=until):
            frame = frame.filter(condition)
        return frame

    def paths(
        self, kind: str = "events", *, since: date | None = None, until: date | None = None,
        datasets: Iterable[str] = (),
    ) -> list[Path]:  # fmt: skip
        """The files that have such rows, perhaps beside others, in the order of their loads.

        Raises:
            EventTableNotFoundError: nothing was loaded into this folder.
        """
        if not self.is_there:
            raise EventTableNotFoundError(str(self.folder))
        wanted = frozenset(datasets)
        return [
            self.folder / part.path
            for part in self.manifest().parts
            if part.kind == kind
            and (not wanted or part.dataset in wanted)
            and (since is None or part.until >= since.isoformat())
            and (until is None or part.since <= until.isoformat())
        ]

    def conditions(
        self, *, since: date | None = None, until: date | None = None
    ) -> Iterator[pl.Expr]:
        """What is true of the rows of these files that are meant, and not of the others."""
        if since is not None:
            yield pl.col("date") >= since
        if until is not None:
            yield pl.col("date") <= until
        if self._loaded_by is not None:
            by = self._loaded_by.astimezone(UTC).isoformat(timespec="seconds")
            there = [load.sha256[:16] for load in self.manifest().loads if load.when <= by]
            yield pl.col("file").cast(pl.String).is_in(there)

    # ------------------------------------------------------------------------------------- writing

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """Around a load: no other one at the same time, a folder for what is not done yet.

        Raises:
            StoreLockedError: another process is loading.
            StoreError: the folder cannot be written.
        """
        stage = self.folder / _STAGE
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with locked(self.folder / ".lock"):
                shutil.rmtree(stage, ignore_errors=True)
                self._sweep()
                stage.mkdir()
                try:
                    yield stage
                finally:
                    shutil.rmtree(stage, ignore_errors=True)
        except OSError as error:
            self._sweep()
            reason = error.strerror or error
            raise StoreError(f"{self.folder}: nothing was loaded: {reason}") from error

    def commit(self, manifest: Manifest) -> None:
        """Let the manifest count, in one step."""
        data = {
            "format": _FORMAT,
            "parts": [asdict(part) for part in manifest.parts],
            "loads": [asdict(load) for load in manifest.loads],
        }
        new = self.folder / f"{_MANIFEST}.new"
        with new.open("w", encoding="utf-8") as file:
            json.dump(data, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.folder / _MANIFEST)

    def write(self, frame: pl.DataFrame, kind: str, name: str) -> Part:
        """Write the rows of one month and dataset; they do not count until the manifest says so."""
        first = frame["date"][0]
        path = Path(kind, f"year={first.year}", f"month={first.month}", f"{name}.parquet")
        whole = self.folder / path
        whole.parent.mkdir(parents=True, exist_ok=True)
        save(frame, whole)
        ids = frame["ids"].explode() if "ids" in frame.columns else frame["id"]
        return Part(
            kind, path.as_posix(), str(frame["dataset"][0]), frame.height,
            *(str(each) for each in (frame["date"].min(), frame["date"].max())),
            *(str(each) for each in (ids.min(), ids.max())),
        )  # fmt: skip

    def _sweep(self) -> None:
        """Remove what no manifest knows."""
        known = {part.path for part in self.manifest().parts}
        known |= {load.rejects for load in self.manifest().loads}
        for pattern in (*(f"{kind}/*/*/*.parquet" for kind in KINDS), "rejects/*.tsv"):
            for path in self.folder.glob(pattern):
                if path.relative_to(self.folder).as_posix() not in known:
                    path.unlink()


def save(frame: pl.DataFrame, path: Path) -> None:
    """Write Parquet; what the disk refuses is an OSError, which polars makes another error of.

    Compressed, a million rows are some 60 MB.
    """
    data = io.BytesIO()
    frame.write_parquet(data, compression="zstd")
    with path.open("wb") as file:
        file.write(data.getbuffer())
        file.flush()
        os.fsync(file.fileno())
