"""The quads of a load while its sheets are being checked: in memory when few, else on disk."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from types import TracebackType
from typing import Self

from kg.loading.convert import Converted

__all__ = ["Spool"]

#: up to this many bytes stay in memory
IN_MEMORY = 16_000_000


class Spool:
    """N-Quads of many documents one after the other; a context manager that removes them."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, prefix="kg-load-")  # noqa: SIM115 - closed by __exit__

    def take(self, one: Converted) -> Converted:
        """Move the quads of a document here; what remains bears only their place."""
        offset = self._file.seek(0, io.SEEK_END)
        self._file.write(one.nquads)
        return replace(one, nquads=b"", offset=offset, size=len(one.nquads))

    def read(self, one: Converted) -> bytes:
        """The quads of one document."""
        self._file.seek(one.offset)
        return self._file.read(one.size)

    def stream(self, documents: Iterable[Converted]) -> io.BufferedReader:
        """The quads of these documents as one file to read, without holding them in memory."""
        return io.BufferedReader(_Stream(map(self.read, documents)), buffer_size=1 << 20)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()


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
