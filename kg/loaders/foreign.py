"""What all formats of annotation tools share once they are read: checks, profile, sheet.

A loader gives a `Marked` text, whose problems are told with their lines. Under `lenient` what is
wrong is left out and told as a notice, and so is whatever rests on it.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from kg.errors import (
    EncodingError,
    ExportError,
    InputError,
    InvalidInputError,
    SchemaProblem,
    TooLargeError,
)
from kg.loaders.base import Loaded, Reading
from kg.loaders.profiles import profile_of
from kg.model import Annotation, Article, Sheet
from kg.standoff import Marked, article, express, restore

__all__ = ["LIMIT", "decoded", "loaded", "marks_of", "one_text", "read_bytes"]

#: bytes of a file that is read whole; formats of a line for each text have no such limit
LIMIT: Final = 256_000_000


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, as they are.

    Raises:
        InvalidInputError: it cannot be read, is no regular file or is too large.
    """
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise InvalidInputError((InputError("not a regular file", path),))
        if (size := facts.st_size) > LIMIT:
            problem: InputError = TooLargeError(
                "the file is too large", path, expected=f"at most {LIMIT / 1e6:.0f} MB",
                found=f"{size / 1e6:.1f} MB",
            )  # fmt: skip
            raise InvalidInputError((problem,))
        return path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or str(error)
        problem = InputError("the file cannot be read", path, found=reason)
        raise InvalidInputError((problem,)) from error


def decoded(path: Path) -> str:
    """A file as it is: no line end is changed, since offsets count them.

    Raises:
        InvalidInputError: it is not UTF-8, or it cannot be read.
    """
    raw = read_bytes(path)
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        found = f"byte 0x{raw[error.start]:02X} at offset {error.start}"
        hint = f"UTF-8; convert it: iconv -f ITS-ENCODING -t UTF-8 {path.name}"
        line = raw.count(b"\n", 0, error.start) + 1
        problem = EncodingError("the file is not UTF-8", path, line, 0, hint, found)
        raise InvalidInputError((problem,)) from error


def one_text(
    marked: Callable[[Path], Marked],
) -> Callable[[Path, Reading], Iterator[Loaded | InvalidInputError]]:
    """The `documents` of a format whose files hold one text each."""

    def documents(path: Path, reading: Reading) -> Iterator[Loaded | InvalidInputError]:
        try:
            found = marked(path)
        except InvalidInputError as invalid:
            yield invalid
        else:
            yield loaded(found, reading)

    return documents


def loaded(marked: Marked, reading: Reading) -> Loaded | InvalidInputError:
    """A marked text as a sheet, or all that is wrong with it."""
    try:
        marked.text.encode()
    except UnicodeEncodeError as error:
        found = f"U+{ord(marked.text[error.start]):04X} at {error.start}"
        halved = EncodingError("half of a surrogate pair stands in the text", marked.file,
                                expected="whole characters", found=found)  # fmt: skip
        return InvalidInputError((halved,))
    restored = restore(_whole(marked))
    marked = restored.marked
    for problem in (*marked.problems, *marked.notices):
        problem.file = problem.file or marked.file
    # without a text there is nothing that could be left
    if marked.problems and (not reading.lenient or not marked.text):
        return InvalidInputError(tuple(sorted(marked.problems, key=lambda each: each.line)))
    try:
        profile = profile_of(reading.profile)
    except InvalidInputError as invalid:
        return invalid
    try:
        sheet, unnamed = article(restored, profile, reading.language)
    except ValidationError as error:
        return InvalidInputError(tuple(_refused(error, marked)))
    notices = sorted((*marked.problems, *marked.notices), key=lambda each: each.line)
    return Loaded(sheet, marked.text, notices=tuple(notices), unnamed=unnamed)


def marks_of(sheet: Sheet, text: str | None, format_: str) -> tuple[Annotation, ...]:
    """An article as the annotations that a tool can hold.

    Raises:
        ExportError: the sheet is no article, or its text is not given.
    """
    if not isinstance(sheet, Article) or text is None:
        raise ExportError(f"only an article with its text can be written as {format_}")
    return express(sheet, text)


def _whole(marked: Marked) -> Marked:
    """The same without annotations that stand twice or rest on what is not there."""
    # most marks lead to no other
    leading = [one for one in marked.annotations if one.trigger or one.links]
    ids = {one.id for one in marked.annotations}
    sound = len(ids) == len(marked.annotations) and not marked.same
    if sound and all(target in ids for one in leading for target in one.targets()):
        return marked
    known: dict[str, Annotation] = {}
    twice = [one for one in marked.annotations if known.setdefault(one.id, one) is not one]
    problems = list(marked.problems)
    problems += [_problem(marked, one, f"the id {one.id!r} stands twice") for one in twice]
    leading = [one for one in leading if known[one.id] is one]
    while lost := [
        (one, target)
        for one in leading
        for target in one.targets()
        if one.id in known and target not in known
    ]:
        for one, target in lost:
            if known.pop(one.id, None):
                problems.append(
                    _problem(marked, one, f"{one.id} rests on {target!r}, which is not there")
                )
    same = [tuple(ident for ident in group if ident in known) for group in marked.same]
    return replace(
        marked, annotations=tuple(known.values()), problems=tuple(problems), same=tuple(same)
    )


def _problem(marked: Marked, one: Annotation, message: str) -> SchemaProblem:
    return SchemaProblem(message, marked.file, marked.lines.get(one.id, 0))


def _refused(error: ValidationError, marked: Marked) -> Iterator[SchemaProblem]:
    """What the record model finds wrong with what a file says of its document."""
    for detail in error.errors(include_url=False):
        where = ".".join(str(step) for step in detail["loc"] if step != "article")
        value = detail["input"]
        found = "" if isinstance(value, Mapping) else repr(value)[:80]
        yield SchemaProblem(f"{where}: {detail['msg']}", marked.file, found=found)
