"""JSON as tools write it: a text a line, a list, one object, or objects one after another.

A file of a text a line is read line by line and never held whole. Of a damaged line only its own
text is lost, and told.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from kg.errors import EncodingError, InputError, InvalidInputError, SyntaxProblem, TooLargeError
from kg.loaders.base import Loaded, Reading
from kg.loaders.foreign import loaded, read_bytes
from kg.standoff import Collector, Marked

__all__ = ["Entry", "each_text", "entries", "is_number", "numbers", "sequence", "table", "text_of"]

#: bytes of one line
_LONGEST: Final = 64_000_000
_SHOWN: Final = 60


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
    if isinstance(text, str):
        return text
    found.wrong("the text is missing", entry.line, expected=f'a key "{keys[0]}"')
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
                yield InvalidInputError((_broken(path, error, at),))
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
        yield InvalidInputError((_broken(path, error, 0),))
        return
    decoder = json.JSONDecoder(parse_constant=_refuse)
    at, number = 0, 0
    while (at := _next(text, at)) < len(text):
        line = text.count("\n", 0, at) + 1
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            yield InvalidInputError((_broken(path, error, 0),))
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
    return json.loads(line.decode(), parse_constant=_refuse)


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is no JSON")


def _broken(path: Path, error: ValueError | RecursionError, line: int) -> InputError:
    if isinstance(error, UnicodeDecodeError):
        return EncodingError(
            "the file is not UTF-8", path, line, expected="UTF-8",
            found=f"byte 0x{error.object[error.start]:02X}",
        )  # fmt: skip
    if isinstance(error, json.JSONDecodeError):
        where = (line, error.pos + 1) if line else (error.lineno, error.colno)
        return SyntaxProblem(f"not JSON: {error.msg}", path, *where)
    if isinstance(error, RecursionError):
        return SyntaxProblem("not JSON that can be read: too deep", path, line)
    return SyntaxProblem(f"not JSON: {error}", path, line)


def _no_object(path: Path, line: int, value: object) -> SyntaxProblem:
    shown = json.dumps(value, ensure_ascii=False)[:_SHOWN]
    return SyntaxProblem("not an object", path, line, expected="{…}", found=shown)


def is_number(value: object) -> bool:
    """Whether it is a whole number; true and false are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def numbers(first: object, second: object) -> tuple[int, int] | None:
    """Two offsets, if both are whole numbers."""
    if bool in (type(first), type(second)):
        return None
    if isinstance(first, int) and isinstance(second, int):
        return first, second
    return None


def sequence(value: object) -> list[Any]:
    """A list as it is, and nothing else."""
    return value if isinstance(value, list) else []


def table(value: object) -> Mapping[str, Any]:
    """An object as it is, and nothing else."""
    return value if isinstance(value, dict) else {}
