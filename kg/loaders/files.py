"""The bytes of files that people write: regular, small, UTF-8 with LF line ends, never changed.

This module knows no format.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kg.errors import EncodingError, InputError, InvalidInputError, TooLargeError

__all__ = ["LIMIT", "byte_order_mark", "is_there", "line_of", "read_text"]

#: bytes that a sheet or a text can have
LIMIT: Final = 5_000_000


def read_text(path: Path) -> tuple[bytes, str]:
    """A text as its bytes and its characters; nothing is changed.

    Raises:
        InvalidInputError: of EncodingError (not UTF-8, a byte order mark, CR, NUL), TooLargeError,
            or InputError when the file cannot be read.
    """
    raw = _read(path)
    problems: list[InputError] = list(_encoding_problems(raw, path))
    if problems:
        raise InvalidInputError(tuple(problems))
    return raw, raw.decode()


def _read(path: Path) -> bytes:
    """The bytes of a regular file that is not too large; more than the limit is never read."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _one(InputError("not a regular file", path))
        if status.st_size > LIMIT:
            raise _one(_too_large(path, status.st_size))
        with path.open("rb") as file:
            raw = file.read(status.st_size + 1)
            if len(raw) > status.st_size:  # it grew, or its size is not known
                raw += file.read(LIMIT + 1 - len(raw))
    except (OSError, ValueError) as problem:  # ValueError: a NUL in the path
        reason = getattr(problem, "strerror", None) or str(problem)
        raise _one(InputError("the file cannot be read", path, found=reason)) from problem
    if len(raw) > LIMIT:
        raise _one(_too_large(path, len(raw)))
    return raw


def _one(problem: InputError) -> InvalidInputError:
    return InvalidInputError((problem,))


def _too_large(path: Path, size: int) -> TooLargeError:
    expected, found = f"at most {LIMIT / 1e6:.0f} MB", f"{size / 1e6:.1f} MB"
    return TooLargeError("the file is too large", path, expected=expected, found=found)


def _encoding_problems(raw: bytes, path: Path) -> Iterator[EncodingError]:
    """Whatever is not plain UTF-8 with LF line ends, each kind once, with how to convert it."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        hint = f"UTF-8; convert it: iconv -f UTF-16 -t UTF-8 {path.name}"
        yield EncodingError("the file is UTF-16", path, 1, 1, hint)
        return
    if raw.startswith(b"\xef\xbb\xbf"):
        yield byte_order_mark(path)
    try:
        raw.decode()
    except UnicodeDecodeError as problem:
        at, byte = problem.start, raw[problem.start]
        hint = f"UTF-8; convert it: iconv -f ITS-ENCODING -t UTF-8 {path.name}"
        found = f"byte 0x{byte:02X} at offset {at} ({problem.reason})"
        yield EncodingError("the file is not UTF-8", path, line_of(raw, at), 0, hint, found)
    if (at := raw.find(b"\r")) >= 0:
        hint = f"LF alone; convert it: sed -i 's/\\r$//' {path.name}"
        kind = "CRLF" if raw.startswith(b"\r\n", at) else "CR"
        found = f"{kind} at byte {at}"
        yield EncodingError("carriage returns in the file", path, line_of(raw, at), 0, hint, found)
    if (at := raw.find(b"\0")) >= 0:
        found = f"NUL at byte {at}"
        yield EncodingError("the file is binary", path, line_of(raw, at), 0, "text", found)


def is_there(path: Path) -> bool:
    """Whether there is a file of that name, which may be none: too long, with a NUL."""
    try:
        return path.is_file()
    except OSError:
        return False


def byte_order_mark(path: Path) -> EncodingError:
    """That a file begins with one, and how to remove it."""
    hint = f"none; remove it: sed -i '1s/^\\xEF\\xBB\\xBF//' {path.name}"
    return EncodingError("the file begins with a byte order mark", path, 1, 1, hint)


def line_of(raw: bytes, at: int) -> int:
    """The line, from 1, in which a byte stands."""
    return raw.count(b"\n", 0, at) + 1
