"""Zips of project exports: what is in them is read where it is and never unpacked to a folder."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from kg.errors import InputError, InvalidInputError, TooLargeError
from kg.loaders.foreign import LIMIT

__all__ = ["Member", "members", "names"]

_END: Final = ".zip"

#: how much more a member may be than its compressed bytes; text has a tenth of it
_RATIO: Final = 1000


class Member(NamedTuple):
    """One file in a zip; `archive` is the zip in the zip in which it stands, or ""."""

    name: str
    content: bytes
    archive: str = ""


def names(path: Path) -> list[str]:
    """The names of what is in a zip; none if it is no zip."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return []


def members(path: Path) -> Iterator[Member]:
    """The files in a zip and in the zips in it, in the order of their names.

    A zip in a zip in it stays closed.

    Raises:
        InvalidInputError: it is no zip, it is damaged or encrypted, a path in it climbs out, or
            what is in it is too large.
    """
    size = 0
    try:
        with zipfile.ZipFile(path) as archive:
            inside = _inside(path, archive)
            size = _within(path, size, inside)
            for one in inside:
                content = archive.read(one)
                if not one.filename.lower().endswith(_END):
                    yield Member(one.filename, content)
                    continue
                folder = one.filename[: -len(_END)]
                with zipfile.ZipFile(io.BytesIO(content)) as nested:
                    further = _inside(path, nested)
                    size = _within(path, size, further)
                    for each in further:
                        name = f"{folder}/{each.filename}"
                        yield Member(name, nested.read(each), one.filename)
    except (
        zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError,
        ValueError,
    ) as error:  # fmt: skip
        problem = InputError("the zip cannot be read", path, found=str(error))
        raise InvalidInputError((problem,)) from error


def _inside(path: Path, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files of a zip, none of which climbs out of it."""
    files = sorted(archive.infolist(), key=lambda one: one.filename)
    for one in files:
        parts = PurePosixPath(one.filename.replace("\\", "/"))
        if parts.is_absolute() or ".." in parts.parts or ":" in one.filename[:3]:
            problem = InputError("a path in this zip climbs out of it", path, found=one.filename)
            raise InvalidInputError((problem,))
    return [one for one in files if not one.is_dir()]


def _within(path: Path, size: int, inside: list[zipfile.ZipInfo]) -> int:
    """The size with that of more files, which is not beyond the limit."""
    for one in inside:
        size += one.file_size
        if size > LIMIT or one.file_size > _RATIO * max(one.compress_size, 1000):
            large = TooLargeError(
                "what is in this zip is too large", path,
                expected=f"at most {LIMIT / 1e6:.0f} MB", found=one.filename,
            )  # fmt: skip
            raise InvalidInputError((large,))
    return size
