"""JSON as tools write it: a text a line, a list, one object, or objects one after another.

A file of a text a line is read line by line and never held whole. Of a damaged line only its own
text is lost, and told.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeGuard

from kg.errors import EncodingError, InputError, InvalidInputError, SyntaxProblem, TooLargeError
from kg.loaders.base import Loaded, Reading
from kg.loaders.foreign import loaded, read_bytes
from kg.standoff import Collector, Marked

__all__ = ["Entry", "broken", "check", "each_text", "entries", "is_number", "text_of"]

#: bytes of one line
_LONGEST: Final = 64_000_000
_SHOWN: Final = 60
#: levels of lists and objects in each other; tools have fewer than twenty
_DEEPEST: Final = 100
_HALVED: Final = "half of a surrogate pair stands in the text"


class Entry(NamedTuple):
    """One object of a file: the line where it begins, its number from 1, the object."""

    line: int
    number: int
    value: dict[str, Any]


def entries(path: Path) -> Iterator[Entry | InvalidInputError]:
    """The objects of a file, or what is wrong with the place where one should be."""
    if _is_line_wise(path):
        yield from _lines(path)
    else:
        yield from _whole(path)


def each_text(
    marked: Callable[[Path, Entry], Marked],
) -> Callable[[Path, Reading], Iterator[Loaded | InvalidInputError]]:
    """The `documents` of a format whose files hold an object for each text."""

    def documents(path: Path, reading: Reading) -> Iterator[Loaded | InvalidInputError]:
        for entry in entries(path):
            if isinstance(entry, InvalidInputError):
                yield entry
            else:
                yield loaded(marked(path, entry), reading)

    return documents


def text_of(found: Collector, entry: Entry, *keys: str) -> str:
    """The text of an object under the first of the keys that it has; "" and a problem without."""
    text = next((entry.value[key] for key in keys if key in entry.value), None)
    if isinstance(text, str) and text:
        return text
    what = "the text is empty" if text == "" else "the text is missing"
    found.wrong(what, entry.line, expected=f'a text under the key "{keys[0]}"')
    return ""


def _is_line_wise(path: Path) -> bool:
    """Whether the first line with something in it is an object by itself."""
    try:
        with path.open("rb") as file:
            for line in iter(lambda: file.readline(_LONGEST), b""):
                if line.strip(b"\xef\xbb\xbf \t\r\n"):
                    return isinstance(_parsed(line.lstrip(b"\xef\xbb\xbf")), dict)
    except (OSError, ValueError, RecursionError):  # of JSON as well: its reader will say so
        return False
    return False


def _lines(path: Path) -> Iterator[Entry | InvalidInputError]:
    number = 0
    with path.open("rb") as file:
        for at, line in enumerate(iter(lambda: file.readline(_LONGEST + 1), b""), 1):
            written = line.removeprefix(b"\xef\xbb\xbf") if at == 1 else line
            if not written.strip():
                continue
            number += 1
            if len(written) > _LONGEST:
                problem: InputError = TooLargeError(
                    "the line is too long", path, at, expected=f"at most {_LONGEST / 1e6:.0f} MB"
                )
                yield InvalidInputError((problem,))
                return
            try:
                value = _parsed(written)
            except (ValueError, RecursionError) as error:
                yield InvalidInputError((broken(path, error, at),))
                continue
            if isinstance(value, dict):
                yield Entry(at, number, value)
            else:
                yield InvalidInputError((_no_object(path, at, value),))


def _whole(path: Path) -> Iterator[Entry | InvalidInputError]:
    """A list of objects, or objects one after another, over any lines."""
    try:
        text = read_bytes(path).decode().removeprefix("\ufeff")
    except InvalidInputError as invalid:
        yield invalid
        return
    except UnicodeDecodeError as error:
        yield InvalidInputError((broken(path, error),))
        return
    decoder = json.JSONDecoder(parse_constant=_refuse)
    at, number = 0, 0
    while (at := _next(text, at)) < len(text):
        line = text.count("\n", 0, at) + 1
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            yield InvalidInputError((broken(path, error),))
            return
        try:
            check(value)
        except (ValueError, RecursionError) as error:
            yield InvalidInputError((broken(path, error, line),))
            return
        for one in value if isinstance(value, list) else [value]:
            number += 1
            if isinstance(one, dict):
                yield Entry(line, number, one)
            else:
                yield InvalidInputError((_no_object(path, line, one),))


def _next(text: str, at: int) -> int:
    """The next character that is not between values; a comma may stand there."""
    while at < len(text) and text[at] in " \t\r\n,":
        at += 1
    return at


def _parsed(line: bytes) -> object:
    value = json.loads(line.decode(), parse_constant=_refuse)
    check(value)
    return value


def check(value: object) -> None:
    """See that a value of JSON is one that can be walked through and written again.

    Raises:
        RecursionError: it is deeper than any tool makes it.
        UnicodeEncodeError: half of a surrogate pair stands in it.
    """
    level: list[Any] = [value]
    for _ in range(_DEEPEST):
        inner: list[Any] = []
        for one in level:
            kind = type(one)
            if kind is dict:
                inner += one
                inner += one.values()
            elif kind is list:
                inner += one
            elif kind is str and not one.isascii():
                one.encode()
        if not inner:
            return
        level = inner
    raise RecursionError


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is no JSON")


def broken(path: Path, error: ValueError | RecursionError, line: int = 0) -> InputError:
    """What is wrong with JSON that cannot be read: in one `line`, or in the whole file."""
    if isinstance(error, UnicodeDecodeError):
        return EncodingError(
            "the file is not UTF-8", path, line, expected="UTF-8",
            found=f"byte 0x{error.object[error.start]:02X}",
        )  # fmt: skip
    if isinstance(error, UnicodeEncodeError):
        found = f"U+{ord(error.object[error.start]):04X}"
        return EncodingError(_HALVED, path, line, expected="whole characters", found=found)
    if isinstance(error, json.JSONDecodeError):
        where = (line, error.pos + 1) if line else (error.lineno, error.colno)
        return SyntaxProblem(f"not JSON: {error.msg}", path, *where)
    if isinstance(error, RecursionError):
        return SyntaxProblem("not JSON that can be read: too deep", path, line)
    return SyntaxProblem(f"not JSON: {error}", path, line)


def _no_object(path: Path, line: int, value: object) -> SyntaxProblem:
    shown = json.dumps(value, ensure_ascii=False)[:_SHOWN]
    return SyntaxProblem("not an object", path, line, expected="{…}", found=shown)


def is_number(value: object) -> TypeGuard[int]:
    """Whether it is a whole number; true and false are none."""
    return isinstance(value, int) and not isinstance(value, bool)
