"""The files of an event table, moved: each held against its SHA-256, the list of them last."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Final

from kg.errors import CopyError
from kg.tables import EventTable
from kg.tables.lock import locked
from kg.tables.table import Manifest

__all__ = ["copy_table", "files_of", "put_table", "sha256"]

_PIECE: Final = 1 << 20

#: opens a file of a table by its path in the folder
Open = Callable[[str], IO[bytes]]


def files_of(manifest: Manifest) -> list[str]:
    """The paths in the folder of all files that count, sorted, without the list itself."""
    rejects = {load.rejects for load in manifest.loads if load.rejects}
    return sorted({part.path for part in manifest.parts} | rejects)


def copy_table(source: EventTable, folder: Path) -> int:
    """Copy an event table into a folder; how many files.

    Raises:
        CopyError: another table is there, or a file is not as it was written.
        StoreLockedError: somebody is loading into one of the two.
    """
    with locked(source.folder / ".lock"):
        manifest = source.manifest()

        def opened(path: str) -> IO[bytes]:
            return (source.folder / path).open("rb")

        return put_table(folder, manifest, files_of(manifest), opened)


def put_table(folder: Path, manifest: Manifest, paths: Iterable[str], opened: Open) -> int:
    """Write the files of a table and then its list; how many files. Raises as `copy_table`."""
    target = EventTable(folder)
    if target.is_there:
        if target.manifest() != manifest:
            raise CopyError(str(folder), "holds other event-coded data; a copy goes where none is")
        return 0
    number = 0
    with target.writing():
        for path in paths:
            whole = folder / path
            whole.parent.mkdir(parents=True, exist_ok=True)
            with opened(path) as original, whole.open("wb") as copied:
                shutil.copyfileobj(original, copied, _PIECE)
            with opened(path) as original, whole.open("rb") as copied:
                if sha256(original) != sha256(copied):
                    raise CopyError(str(whole), "is not as it was written")
            number += 1
        target.commit(manifest)
    return number


def sha256(file: IO[bytes]) -> str:
    """The SHA-256 of what is left to read of a file."""
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # no fileno
