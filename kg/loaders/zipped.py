"""Zips of project exports: what is in them is read where it is and never unpacked to a folder."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from kg.errors import InputError, InvalidInputError, TooLargeError
from kg.loaders.foreign import LIMIT

__all__ = ["Member", "members"]

#: how much more a member may be than its compressed bytes; text has a tenth of it
_RATIO: Final = 1000


class Member(NamedTuple):
    """One file in a zip."""

    name: str
    content: bytes


def members(path: Path) -> Iterator[Member]:
    """The files in a zip, in the order of their names.

    Raises:
        InvalidInputError: it is no zip, it is damaged or encrypted, a path in it climbs out, or
            what is in it is too large.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            inside = sorted(archive.infolist(), key=lambda one: one.filename)
            _check(path, inside)
            for one in inside:
                if not one.is_dir():
                    yield Member(one.filename, archive.read(one))
    except (
        zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError,
        ValueError,
    ) as error:  # fmt: skip
        problem = InputError("the zip cannot be read", path, found=str(error))
        raise InvalidInputError((problem,)) from error


def _check(path: Path, inside: list[zipfile.ZipInfo]) -> None:
    size = 0
    for one in inside:
        parts = PurePosixPath(one.filename.replace("\\", "/"))
        if parts.is_absolute() or ".." in parts.parts or ":" in one.filename[:3]:
            problem = InputError("a path in this zip climbs out of it", path, found=one.filename)
            raise InvalidInputError((problem,))
        size += one.file_size
        if size > LIMIT or one.file_size > _RATIO * max(one.compress_size, 1000):
            large = TooLargeError(
                "what is in this zip is too large", path,
                expected=f"at most {LIMIT / 1e6:.0f} MB", found=one.filename,
            )  # fmt: skip
            raise InvalidInputError((large,))
