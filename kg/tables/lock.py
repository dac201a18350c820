"""One load at a time: a lock that goes with the process, however that ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreLockedError

__all__ = ["locked"]

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of a file, which is made if it is not there.

    Raises:
        StoreLockedError: another process, or another load of this one, holds it.
    """
    with path.open("wb") as file:
        try:
            _take(file.fileno())
        except (BlockingIOError, PermissionError) as error:
            raise StoreLockedError(str(path.parent)) from error
        yield
