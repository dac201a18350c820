"""Moving a graph: from one store to another, into a file and back, whole and verified.

Everything here sees stores as named graphs of triples, and the event table as files. That a
document counts by its record alone is why the graph of records goes last: until then a copy that is
not whole answers nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from kg import loading
from kg.errors import CopyError
from kg.loading.unfinished import check_finished
from kg.moving.backups import Backup, write_backup
from kg.moving.copying import MoveReport, Progress, copy_quads, quiet
from kg.moving.files import copy_table
from kg.store import Backend, open_backend
from kg.tables import EventTable

__all__ = ["MoveReport", "Progress", "backup", "copy", "restore"]

Clock = Callable[[], datetime]


def _now() -> datetime:
    return datetime.now(UTC)


def copy(
    source: str | Path, target: str | Path, *, progress: Progress = quiet, clock: Clock = _now
) -> MoveReport:
    """Copy a store into an empty one; broken off, it goes on when it is called again.

    Args:
        source: a directory or the URL of an endpoint. The credentials for it are in environment
            variables that begin with KG_SOURCE_.
        target: a directory, which is made, or a URL; its credentials are in KG_USER and so on.
        progress: called with a stage (read, verified), the quads that have passed it, and all.
        clock: tells when something is recorded.

    Raises:
        CopyError: the target holds something else; see `kg.moving.copying.copy_quads`.
        StoreError: one of the two cannot be used.
    """
    with _opened(source, "KG_SOURCE_", clock) as here:
        if _is_same_place(here, target):
            raise CopyError(here.location, "source and target are the same store")
        with open_backend(target) as there:
            report = copy_quads(here, there, progress=progress)
            table = _table(here)
            if table is None:
                return report
            if there.directory is None:
                return replace(report, left=str(table.folder))
            return replace(report, files=copy_table(table, there.directory / "events"))


def backup(
    store: str | Path, target: Path, *, progress: Progress = quiet, clock: Clock = _now
) -> tuple[Path, MoveReport]:
    """Write all that is in a store into one file, and read it back.

    Args:
        store: a directory or a URL.
        target: a file, which is not there yet, or a folder, in which one is made by name and time.
        progress: as for `copy`.
        clock: tells the time that the backup bears.

    Returns:
        The file, and what is in it.

    Raises:
        CopyError: the file is there, or what is read back differs.
        StoreError: the store cannot be used.
    """
    with _opened(store, "KG_", clock) as here:
        return write_backup(here, _table(here), target, now=clock(), progress=progress)


def restore(file: Path, target: str | Path, *, progress: Progress = quiet) -> MoveReport:
    """Put what a backup holds into an empty store; broken off, it goes on when called again.

    Raises:
        CopyError: the file is no backup, or is damaged; the store holds something else.
        StoreError: the store cannot be used.
    """
    with Backup(file) as here, open_backend(target) as there:
        report = copy_quads(here, there, progress=progress)
        if not here.has_events:
            return report
        if there.directory is None:
            return replace(report, left=f"{file}")
        return replace(report, files=here.restore_table(there.directory / "events"))


@contextmanager
def _opened(location: str | Path, variables: str, clock: Clock) -> Iterator[Backend]:
    """A store that is there, without what a killed load left in it."""
    with open_backend(location, create=False, variables=variables) as backend:
        if backend.exclusive:
            loading.recover(backend, clock)
        else:
            check_finished(backend)
        yield backend


def _is_same_place(source: Backend, target: str | Path) -> bool:
    if source.directory is None or str(target).startswith(("http://", "https://")):
        return source.location == str(target)
    return source.directory.resolve() == Path(target).resolve()


def _table(backend: Backend) -> EventTable | None:
    """The event table beside a store, where there is one."""
    if backend.directory is None:
        return None
    table = EventTable(backend.directory / "events")
    return table if table.is_there else None
