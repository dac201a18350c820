"""The quads of a load while its sheets are being checked: files in a folder that goes with it.

Every process that converts sheets appends to a file of its own, so that quads never travel between
processes; what travels is the piece's place.
"""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

__all__ = ["Piece", "Spool", "append", "moved", "read", "stream"]


class Piece(NamedTuple):
    """Where the quads of one document are: the file, the first byte, how many."""

    file: Path
    offset: int
    size: int


def append(folder: Path, nquads: bytes) -> Piece:
    """Write the quads of one document at the end of this process's file."""
    path = folder / f"{os.getpid()}.nq"
    with path.open("ab") as file:
        offset = file.tell()
        file.write(nquads)
    return Piece(path, offset, len(nquads))


def read(piece: Piece) -> bytes:
    """The quads of one document."""
    with piece.file.open("rb") as file:
        file.seek(piece.offset)
        return file.read(piece.size)


def moved(nquads: bytes, graph: str, other: str) -> bytes:
    """The quads of one graph, as quads of the other; every quad is a line."""
    return nquads.replace(f" <{graph}> .\n".encode(), f" <{other}> .\n".encode())


def stream(texts: Iterable[bytes]) -> io.BufferedReader:
    """The texts as one file to read, of which one at a time is in memory."""
    return io.BufferedReader(_Stream(iter(texts)), buffer_size=1 << 20)


class Spool:
    """A folder for the quads of one load; a context manager that removes it."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="kg-load-")

    @property
    def folder(self) -> Path:
        """Where the processes put their files."""
        return Path(self._folder.name)

    def stream(self, pieces: Iterable[Piece]) -> io.BufferedReader:
        """The pieces as one file to read, of which one piece at a time is in memory."""
        return stream(map(read, pieces))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._folder.cleanup()


class _Stream(io.RawIOBase):
    """Pieces of bytes as a file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces = pieces
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed: any buffer
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size
