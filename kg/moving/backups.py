"""A backup: one zip file with all graphs of a store as N-Triples, its event table, and a list.

    backup.json              the format, when it was made, each graph with its count and digest
    graphs/000001.nt …       one file a graph
    events/…                 the event table, as it lies beside an embedded store

Any engine can be restored from it, another one than it was made from too, and any tool can read it.
The list is written last and the file renamed when all has been read back: half a backup is none.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, BinaryIO, Final, Self
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from kg.errors import CopyError, StoreError
from kg.moving.copying import (
    MoveReport,
    Progress,
    check_source,
    check_unchanged,
    in_order,
    lines_of,
    print_of,
)
from kg.moving.files import files_of, put_table, sha256
from kg.store.base import Backend
from kg.store.fingerprint import Fingerprint, fingerprint
from kg.tables import EventTable
from kg.tables.lock import locked
from kg.tables.table import Manifest

__all__ = ["Backup", "write_backup"]

_LIST: Final = "backup.json"
_FORMAT: Final = 1
_EVENTS: Final = "events/"
_TABLE: Final = f"{_EVENTS}manifest.json"

#: what reading a zip file that is none, or is damaged, raises
_DAMAGED: Final = (BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError)


class Backup:
    """A backup that is read; a context manager that closes the file.

    Raises:
        CopyError: no backup, or of a format that this version does not know.
    """

    def __init__(self, file: Path) -> None:
        self.location = str(file)
        try:
            self._zip = ZipFile(file)
        except BadZipFile as error:
            raise CopyError(self.location, "not a backup, or only the beginning of one") from error
        except OSError as error:
            raise StoreError(f"{file}: {error.strerror or error}") from error
        try:
            self._graphs, self._files = self._listed()
        except BaseException:
            self._zip.close()
            raise

    @property
    def has_events(self) -> bool:
        """Whether an event table is in it."""
        return _TABLE in self._files

    def counts(self) -> dict[str, int]:
        """How many triples each named graph holds."""
        return {graph: held.triples for graph, (_, held) in self._graphs.items()}

    def dump(self, graph: str, out: BinaryIO) -> None:
        """Write one graph as lines of N-Triples.

        Raises:
            CopyError: it is not what the list says.
        """
        path, held = self._graphs[graph]
        with self._reading(path) as file:
            found = fingerprint(_copied(file, out))
        if found != held:
            raise CopyError(self.location, f"damaged: {path} is not what {_LIST} says of it")

    def restore_table(self, folder: Path) -> int:
        """Put the event table into a folder; how many files. Raises `CopyError`."""
        manifest = self._manifest()
        for path in files_of(manifest):
            self._check(_EVENTS + path)
        return put_table(folder, manifest, files_of(manifest), self._open)

    def check(self, progress: Progress) -> None:
        """Read all of it; raises `CopyError` where it is damaged."""
        done, total = 0, sum(self.counts().values())
        for graph in self._graphs:
            print_of(self, graph)
            done += self._graphs[graph][1].triples
            progress("verified", done, total)
        for path in self._files:
            self._check(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    def _listed(self) -> tuple[dict[str, tuple[str, Fingerprint]], dict[str, str]]:
        """The list: of each graph its file and fingerprint, of each other file its SHA-256."""
        if _LIST not in self._zip.namelist():
            raise CopyError(self.location, f"not a backup: no {_LIST} in it")
        with self._reading(_LIST) as file:
            text = file.read()
        try:
            data = json.loads(text)
            if data["format"] != _FORMAT:
                what = f"a backup of format {data['format']!r}; this version reads {_FORMAT}"
                raise CopyError(self.location, what)
            graphs = {
                str(one["graph"]): (
                    str(one["file"]), Fingerprint(int(one["triples"]), str(one["digest"]))
                )
                for one in data["graphs"]
            }  # fmt: skip
            return graphs, {str(path): str(held) for path, held in data["files"].items()}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CopyError(self.location, f"damaged: {_LIST}: {error!r}") from error

    def _manifest(self) -> Manifest:
        self._check(_TABLE)
        with tempfile.TemporaryDirectory(prefix="kg-backup-") as folder:
            with self._reading(_TABLE) as file:
                Path(folder, "manifest.json").write_bytes(file.read())
            return EventTable(Path(folder)).manifest()

    def _check(self, path: str) -> None:
        with self._reading(path) as file:
            if sha256(file) != self._files.get(path):
                raise CopyError(self.location, f"damaged: {path} is not what {_LIST} says of it")

    def _open(self, path: str) -> IO[bytes]:
        return self._zip.open(_EVENTS + path)

    @contextmanager
    def _reading(self, path: str) -> Iterator[IO[bytes]]:
        try:
            with self._zip.open(path) as file:
                yield file
        except _DAMAGED as error:
            raise CopyError(self.location, f"damaged: {path}: {error}") from error


def write_backup(
    source: Backend, table: EventTable | None, target: Path, *, now: datetime, progress: Progress
) -> tuple[Path, MoveReport]:
    """Write a backup, read it back and let it count; see `kg.moving.backup`."""
    if target.is_dir():
        target /= f"{_name(source.location)}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.zip"
    if target.exists():
        raise CopyError(str(target), "is there already; a backup replaces nothing")
    expected = source.counts()
    check_source(source, expected)
    part = target.with_name(f"{target.name}.part")
    try:
        with part.open("wb") as file:
            files = _write(file, source, expected, table, made=now, progress=progress)
            file.flush()
            os.fsync(file.fileno())
        check_unchanged(source, expected)
        with Backup(part) as whole:
            whole.check(progress)
        part.rename(target)
    except OSError as error:
        raise StoreError(f"{target}: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)
    return target, MoveReport(len(expected), sum(expected.values()), files=files)


def _write(
    file: BinaryIO, source: Backend, expected: Mapping[str, int], table: EventTable | None, *,
    made: datetime, progress: Progress,
) -> int:  # fmt: skip
    """All graphs, the table and the list; how many files of events."""
    graphs, files = [], {}
    done, total = 0, sum(expected.values())
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for number, graph in enumerate(in_order(expected), 1):
            path = f"graphs/{number:06}.nt"
            with archive.open(path, "w", force_zip64=True) as out:
                held = fingerprint(_copied(lines_of(source, graph), out))
            if held.triples != expected[graph]:
                raise CopyError(source.location, f"<{graph}> changed while it was read")
            graphs.append(
                {"graph": graph, "file": path, "triples": held.triples, "digest": held.digest}
            )
            done += held.triples
            progress("read", done, total)
        if table is not None:
            files = _write_table(archive, table)
        data = {
            "format": _FORMAT, "made": made.astimezone(UTC).isoformat(timespec="seconds"),
            "of": source.location, "graphs": graphs, "files": files,
        }  # fmt: skip
        archive.writestr(_LIST, json.dumps(data, ensure_ascii=False, indent=1))
    return max(len(files) - 1, 0)


def _write_table(archive: ZipFile, table: EventTable) -> dict[str, str]:
    """The files of an event table, which are compressed already; their SHA-256 by path."""
    with locked(table.folder / ".lock"):
        held = {}
        for path in ("manifest.json", *files_of(table.manifest())):
            archive.write(table.folder / path, _EVENTS + path, compress_type=ZIP_STORED)
            with (table.folder / path).open("rb") as file:
                held[_EVENTS + path] = sha256(file)
        return held


def _copied(lines: Iterable[bytes], out: IO[bytes]) -> Iterator[bytes]:
    """The lines, each of which is written."""
    for line in lines:
        out.write(line)
        yield line


def _name(location: str) -> str:
    """What a backup of a store is called: the end of its path, or the host of its URL."""
    parts = urlsplit(location)
    is_url = parts.scheme in {"http", "https"}
    text = parts.netloc + parts.path if is_url else Path(location).resolve().name
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-") or "store"
