"""Files of a source into the event table: each file wholly or not at all, the same one once.

A file is read in batches into pieces by month; then each month is put together: rows that are one
event become one, events that the table has are left out, and an id that stands for another event
already is a reject. What counts is written in one step at the end.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import polars as pl

from kg.errors import InputError, InvalidInputError
from kg.tables.lines import Batch, batches
from kg.tables.rows import KEYS, Rows
from kg.tables.sources import Source, source_of
from kg.tables.table import EventTable, Load, Manifest, Part, save

__all__ = ["EventsReport", "load"]

#: called with the name of a file and how many of its lines are read
Progress = Callable[[str, int], None]

#: rows of a month that are put together at once: a row takes less than a kilobyte
_AT_ONCE: Final = 1_000_000
#: a month in more files than these is written as one
_FILES: Final = 24
_DIGITS: Final = "0123456789abcdef"


@dataclass(frozen=True)
class EventsReport:
    """What became of the files of a load.

    Attributes:
        loads: the files that are in, in order.
        unchanged: names of files that were in already.
        windows: lines that were read as Windows-1252.
        no_states: texts of countries that stand for no state, with their rows.
        no_actors: names that the registry has not, with their rows; kept as actors of their own.
    """

    loads: tuple[Load, ...] = ()
    unchanged: tuple[str, ...] = ()
    windows: int = 0
    no_states: Counter[str] = field(default_factory=Counter)
    no_actors: Counter[str] = field(default_factory=Counter)


def load(
    table: EventTable,
    paths: Iterable[Path],
    format: str,
    *,
    now: datetime,
    actor: Callable[[str], str | None] = lambda _: None,
    progress: Progress = lambda _, __: None,
) -> EventsReport:
    """Load files, and those in folders.

    Args:
        table: where they go.
        paths: files, plain, gzipped or zipped, and folders of them.
        format: icews, gdelt or polecat.
        now: the moment of the load; no event can lie after it.
        actor: the registry's slug of a name; None where it leads to no one thing.
        progress: told of every batch.

    Raises:
        InvalidInputError: a file of another format, or one that is damaged; those before it are in.
        StoreError: the table cannot be written; those before it are in.
    """
    report = EventsReport()
    for path in _files(paths):
        digest = _sha256(path)
        if known := table.manifest().load_of(digest):
            if known.dataset != format:
                problem = InputError(
                    "the file is in the table already, as another format", path,
                    expected=f"--format {known.dataset}", found=format,
                )  # fmt: skip
                raise InvalidInputError((problem,))
            report = replace(report, unchanged=(*report.unchanged, path.name))
            continue
        source = source_of(path, format)
        rows = Rows(source, digest[:16], now.astimezone(UTC).date(), actor)
        with table.writing() as stage:
            one = _File(table, path, source, stage, digest)
            one.read(rows, progress)
            manifest, done = one.finish(now)
            table.commit(manifest)
        report = EventsReport(
            (*report.loads, done), report.unchanged, report.windows + one.windows,
            report.no_states + rows.no_states, report.no_actors + rows.no_actors,
        )  # fmt: skip
    return report


def _files(paths: Iterable[Path]) -> list[Path]:
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(each for each in path.rglob("*") if each.is_file())
            found.update(dict.fromkeys(each for each in inside if not each.name.startswith(".")))
        else:
            found[path] = None
    return list(found)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _File:
    """One file on its way into the table."""

    def __init__(
        self, table: EventTable, path: Path, source: Source, stage: Path, digest: str
    ) -> None:
        self._table = table
        self._path = path
        self._source = source
        self._stage = stage
        self._digest = digest
        self._key = KEYS[source.kind]
        self._pieces: dict[tuple[int, int], list[Path]] = {}
        self._sizes: Counter[tuple[int, int]] = Counter()
        #: hashes of id and event with the line, to find ids that stand for two
        self._ids: list[pl.DataFrame] = []
        self._rejects: list[pl.DataFrame] = []
        self.windows = 0
        self._read = 0

    def read(self, rows: Rows, progress: Progress) -> None:
        """Read the file into pieces by month."""
        for batch in self._batches():
            self.windows += batch.windows
            self._read += len(batch.lines) + len(batch.undecodable)
            frame, rejects = rows.read(batch)
            self._rejects.append(rejects)
            self._ids.append(_hashes(frame, self._key))
            self._put(frame)
            progress(self._path.name, self._read)
        rejected = sum(each.height for each in self._rejects)
        if self._read and rejected == self._read:
            raise InvalidInputError((self._nothing(),))

    def _batches(self) -> Iterator[Batch]:
        """The lines without the names of the columns."""
        for batch in batches(self._path):
            head = self._source.header and next(iter(batch.numbers), 0) == 1
            yield (
                replace(batch, numbers=batch.numbers[1:], lines=batch.lines[1:]) if head else batch
            )

    def _nothing(self) -> InputError:
        first = next(each for each in self._rejects if each.height)
        line, reason, _ = first.row(0)
        return InputError(
            f"none of its {self._read} rows can be read", self._path, line=line, found=reason,
            expected=f"rows of {self._source.dataset} {self._source.kind}",
        )  # fmt: skip

    def _put(self, frame: pl.DataFrame) -> None:
        if not frame.height:
            return
        dated = frame.with_columns(
            year=pl.col("date").dt.year(), month=pl.col("date").dt.month().cast(pl.Int32)
        )
        months = dated.partition_by("year", "month", as_dict=True, include_key=False)
        for (year, month), part in months.items():
            key = (int(year), int(month))
            path = self._stage / f"{key[0]}-{key[1]}-{len(self._pieces.get(key, ()))}.parquet"
            save(part, path)
            self._pieces.setdefault(key, []).append(path)
            self._sizes[key] += part.height

    # ------------------------------------------------------------------------------------- in whole

    def finish(self, now: datetime) -> tuple[Manifest, Load]:
        """Write what is new; the manifest with it, and what became of the file."""
        manifest = self._table.manifest()
        conflicts = self._conflicts(manifest)
        parts: list[Part] = []
        for month in sorted(self._pieces):
            parts += self._month(month, conflicts)
        rejects = self._write_rejects(conflicts)
        rejected = sum(each.height for each in self._rejects) + len(conflicts)
        new = sum(part.rows for part in parts)
        load = Load(
            self._digest, self._path.name, self._source.kind, self._source.dataset, self._read,
            new, self._read - rejected - new, rejected, rejects,
            now.astimezone(UTC).isoformat(timespec="seconds"),
        )  # fmt: skip
        kept = _compacted(self._table, [*manifest.parts, *parts])
        return Manifest(tuple(kept), (*manifest.loads, load)), load

    def _conflicts(self, manifest: Manifest) -> dict[int, str]:
        """The lines whose id stands for something else already, with the reason."""
        if self._source.kind == "mentions" or not self._pieces:
            return {}
        ids = pl.concat(self._ids)
        first = ids.unique("id", keep="first", maintain_order=True)
        here = ids.join(first, on="id", suffix="_first").filter(
            pl.col("event") != pl.col("event_first")
        )
        found = {
            line: f"its id stands for another event in line {earlier}"
            for line, earlier in here.select("line", "line_first").iter_rows()
        }
        there = self._stored(manifest, ids)
        if there is not None:
            clash = ids.join(there, on="id", suffix="_there").group_by("line").agg(
                (pl.col("event") != pl.col("event_there")).all().alias("other")
            )  # fmt: skip
            lines = clash.filter("other")["line"].to_list()
            found.update(dict.fromkeys(lines, "its id stands for another event in the table"))
        return found

    def _stored(self, manifest: Manifest, ids: pl.DataFrame) -> pl.DataFrame | None:
        """Hashes of the ids of the table and their events, where the ids may be among these."""
        bounds = self._bounds()
        paths = [
            self._table.folder / part.path
            for part in manifest.parts
            if (part.kind, part.dataset) == (self._source.kind, self._source.dataset)
            and part.first_id <= bounds[1]
            and part.last_id >= bounds[0]
        ]
        if not paths:
            return None
        scan = pl.scan_parquet(paths, hive_partitioning=False, glob=False)
        if self._source.kind == "events":
            scan = scan.select("event", id="ids").explode("id")
        hashed = scan.select(pl.col("id").hash(), pl.col(self._key).hash().alias("event"))
        return hashed.join(ids.lazy(), on="id", how="semi").collect(engine="streaming")

    def _bounds(self) -> tuple[str, str]:
        scan = pl.scan_parquet(
            [path for paths in self._pieces.values() for path in paths], glob=False
        )
        column = pl.col("ids").list.first() if self._source.kind == "events" else pl.col("id")
        low, high = scan.select(column.min().alias("a"), column.max().alias("b")).collect().row(0)
        return str(low), str(high)

    def _month(self, month: tuple[int, int], conflicts: dict[int, str]) -> Iterator[Part]:
        pieces = pl.scan_parquet(self._pieces[month], glob=False)
        before = [
            self._table.folder / part.path
            for part in self._table.manifest().parts
            if (part.kind, part.dataset) == (self._source.kind, self._source.dataset)
            and part.path.split("/")[1:3] == [f"year={month[0]}", f"month={month[1]}"]
        ]
        shards = _DIGITS if self._sizes[month] > _AT_ONCE else ("",)
        for shard in shards:
            rows = pieces
            if shard:
                place = len(self._source.dataset) + 1
                rows = rows.filter(pl.col(self._key).str.slice(place, 1) == shard)
            if conflicts:
                rows = rows.filter(~pl.col("line").is_in(list(conflicts)))
            if before:
                known = pl.scan_parquet(before, hive_partitioning=False, glob=False).select(
                    self._key
                )
                rows = rows.join(known, on=self._key, how="anti", maintain_order="left")
            merged = _merged(rows.collect(), self._source.kind)
            if merged.height:
                name = f"{self._source.dataset}-{self._digest[:16]}{shard}"
                yield self._table.write(merged, self._source.kind, name)

    def _write_rejects(self, conflicts: dict[int, str]) -> str:
        """The rejected lines with their reasons, in a file; its path in the table, "" if none."""
        rejects = [*self._rejects]
        if conflicts:
            texts = [
                (number, conflicts[number], line)
                for batch in batches(self._path)
                for number, line in zip(batch.numbers, batch.lines, strict=True)
                if number in conflicts
            ]
            rejects.append(pl.DataFrame(texts, schema=self._rejects[0].schema, orient="row"))
        whole = pl.concat(rejects).sort("line")
        if not whole.height:
            return ""
        name = f"rejects/{self._path.name}-{self._digest[:16]}.tsv"
        path = self._table.folder / name
        path.parent.mkdir(exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            for line, reason, text in whole.iter_rows():
                file.write(f"{line}\t{reason}\t{text}\n")
        return name


def _hashes(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    id_ = pl.col("ids").list.first() if "ids" in frame.columns else pl.col("id")
    return frame.select("line", id_.hash().alias("id"), pl.col(key).hash().alias("event"))


def _merged(rows: pl.DataFrame, kind: str) -> pl.DataFrame:
    """One row an event: the first, with all ids; mutual where it stands in both directions."""
    key = KEYS[kind]
    rows = rows.sort("line")
    first = rows.unique(key, keep="first", maintain_order=True)
    if kind == "events" and first.height < rows.height:
        several = rows.filter(pl.col(key).is_duplicated())
        together = several.group_by(key).agg(
            pl.col("ids").list.explode().unique(maintain_order=True),
            mutual=pl.col("flip").n_unique() > 1,
            rows=pl.len().cast(pl.Int32),
        )
        first = first.update(together, on=key)
    return first.drop("line", "flip").sort("date", key)


def _compacted(table: EventTable, parts: Sequence[Part]) -> list[Part]:
    """The same parts, those of a month that is in very many files as one."""
    months: dict[tuple[str, str, str], list[Part]] = {}
    for part in parts:
        months.setdefault((part.kind, part.dataset, part.path.rpartition("/")[0]), []).append(part)
    kept: list[Part] = []
    for (kind, dataset, _), inside in months.items():
        if len(inside) <= _FILES or sum(part.rows for part in inside) > _AT_ONCE:
            kept += inside
            continue
        paths = [table.folder / part.path for part in inside]
        frame = pl.read_parquet(paths, hive_partitioning=False, glob=False)
        names = hashlib.sha256("".join(part.path for part in inside).encode()).hexdigest()
        whole = frame.sort("date", KEYS[kind])
        kept.append(table.write(whole, kind, f"{dataset}-{names[:16]}-of-{len(inside)}"))
    return kept
