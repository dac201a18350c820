"""The lines of a table that is plain, gzipped or zipped, in batches of bounded size.

A line is UTF-8 or, where it is not, Windows-1252, which older exports are in; a line that is
neither is handed on as bytes. What breaks off in the middle is an error.
"""

from __future__ import annotations

import codecs
import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final, cast

from kg.errors import EncodingError, InputError, InvalidInputError

__all__ = ["Batch", "batches", "first_line"]

_CHUNK: Final = 16 << 20
_LONGEST: Final = 16 << 20
_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = b"PK\x03\x04"
_EMPTY_ZIP: Final = b"PK\x05\x06"


@dataclass(frozen=True)
class Batch:
    """Lines without their ends, those that are empty left out.

    Attributes:
        numbers: the number of each line in the file, from 1.
        lines: the text of each.
        undecodable: lines in no encoding, by number.
        windows: how many were in Windows-1252.
    """

    numbers: range | list[int]
    lines: list[str]
    undecodable: dict[int, bytes] = field(default_factory=dict)
    windows: int = 0


def first_line(path: Path) -> str:
    """The first line, "" of an empty file; raises as `batches` does."""
    with _failing(path, [0]), _opened(path) as stream:
        line = stream.readline(_LONGEST + 1)
    if line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        hint = f"UTF-8; convert it: iconv -f UTF-16 -t UTF-8 {path.name}"
        utf16 = EncodingError("the file is UTF-16", path, line=1, expected=hint)
        raise InvalidInputError((utf16,))
    if len(line) > _LONGEST:
        raise InvalidInputError((_endless(path, 1),))
    return _decoded(line.rstrip(b"\r\n")) or ""


def batches(path: Path, size: int = _CHUNK) -> Iterator[Batch]:
    """All lines of a file, some `size` bytes at a time.

    Raises:
        InvalidInputError: the file is truncated or damaged, or a zip of several files.
    """
    number = [0]
    with _failing(path, number), _opened(path) as stream:
        rest = b""
        while chunk := stream.read(size):
            head, end, tail = chunk.rpartition(b"\n")
            if not end:
                rest += tail
                if len(rest) > _LONGEST:
                    raise InvalidInputError((_endless(path, number[0] + 1),))
                continue
            batch = _batch(rest + head, number[0] + 1)
            number[0] += (rest + head).count(b"\n") + 1
            rest = tail
            yield batch
        if rest:
            yield _batch(rest, number[0] + 1)


def _endless(path: Path, line: int) -> InputError:
    """A line that only grows: a compressed one of some bytes can fill the memory."""
    expected = f"lines of at most {_LONGEST >> 20} MB, as in a table"
    return InputError("a line has no end", path, line=line, expected=expected)


def _batch(data: bytes, first: int) -> Batch:
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").removesuffix(b"\r")
    try:
        lines = data.decode("utf-8-sig" if first == 1 else "utf-8").split("\n")
    except UnicodeDecodeError:
        return _mixed(data.split(b"\n"), first)
    if "" not in lines:
        return Batch(range(first, first + len(lines)), lines)
    kept = [(number, line) for number, line in enumerate(lines, first) if line]
    return Batch([number for number, _ in kept], [line for _, line in kept])


def _mixed(lines: list[bytes], first: int) -> Batch:
    numbers, texts, undecodable, windows = [], [], {}, 0
    for number, line in enumerate(lines, first):
        text = _decoded(line)
        if text is None:
            undecodable[number] = line
        elif text:
            windows += not _is_utf8(line)
            numbers.append(number)
            texts.append(text)
    return Batch(numbers, texts, undecodable, windows)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _decoded(line: bytes) -> str | None:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    with path.open("rb") as file:
        magic = file.read(4)
        file.seek(0)
        if magic.startswith(_GZIP):
            with gzip.open(file) as stream:
                yield cast("BinaryIO", stream)
        elif magic in (_ZIP, _EMPTY_ZIP):
            with zipfile.ZipFile(file) as archive, archive.open(_member(archive, path)) as stream:
                yield cast("BinaryIO", stream)
        else:
            yield file


def _member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    inside = [each for each in archive.infolist() if not each.is_dir()]
    if len(inside) == 1 and not inside[0].flag_bits & 0x1:
        return inside[0]
    found = "an encrypted one" if len(inside) == 1 else f"{len(inside)} files"
    problem = InputError("not one table", path, expected="a zip of one file", found=found)
    raise InvalidInputError((problem,))


@contextmanager
def _failing(path: Path, number: list[int]) -> Iterator[None]:
    """Say of a file that breaks off where it did."""
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile) as error:
        problem = EncodingError(
            "the compressed file is truncated or damaged", path, line=number[0] + 1,
            expected="a whole gzip or zip file", found=str(error),
        )  # fmt: skip
        raise InvalidInputError((problem,)) from error
