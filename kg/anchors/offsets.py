"""Between the ways of counting characters: code points, UTF-16 units, UTF-8 bytes, LF for CRLF.

Annotation tools count differently: Java and JavaScript tools in UTF-16 units, others in bytes, and
some read the text with every CRLF collapsed to one LF. Ours are code points of the text as it is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from typing import Final, Literal

from kg.anchors.spans import Span
from kg.errors import AnchorProblem

__all__ = ["Offsets", "Unit"]

#: "lf" counts code points of the text in which each CRLF is one LF
Unit = Literal["utf-16", "utf-8", "lf"]


class Offsets:
    """The offsets of one text in every unit; a table is built when a unit is first asked for.

    An offset that is negative, beyond the end, or inside a character (a surrogate pair, a UTF-8
    sequence, a CRLF) raises AnchorProblem, and so does a span that ends before it begins.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._tables: dict[Unit, Sequence[int]] = {}

    def to(self, unit: Unit, span: Span) -> Span:
        """A span of code points in another unit."""
        table = self._table(unit)
        _check(span, len(self._text), "code points")
        if unit == "lf":
            for offset in span:
                self._check_line_end(offset)
        return Span(table[span.start], table[span.end])

    def span(self, unit: Unit, start: int, end: int) -> Span:
        """The span of code points that offsets of another unit mean."""
        table = self._table(unit)
        _check(Span(start, end), table[-1], unit)
        return Span(_inverse(table, start, unit), _inverse(table, end, unit))

    def span_of(self, start: int, end: int) -> Span:
        """The span of offsets that count code points already."""
        span = Span(start, end)
        _check(span, len(self._text), "code points")
        return span

    def _check_line_end(self, offset: int) -> None:
        if offset > 0 and self._text.startswith("\r\n", offset - 1):
            raise _problem("between CR and LF", "code points", str(offset))

    def _table(self, unit: Unit) -> Sequence[int]:
        """For every boundary of code points its offset in the unit, from 0 to the length."""
        if unit not in self._tables:
            self._tables[unit] = _TABLES[unit](self._text)
        return self._tables[unit]


def _utf16(text: str) -> Sequence[int]:
    if not text or max(text) <= "\uffff":
        return range(len(text) + 1)
    return [0, *accumulate(2 if character > "\uffff" else 1 for character in text)]


def _utf8(text: str) -> Sequence[int]:
    if text.isascii():
        return range(len(text) + 1)
    return [0, *accumulate(len(character.encode()) for character in text)]


def _lf(text: str) -> Sequence[int]:
    if "\r\n" not in text:
        return range(len(text) + 1)
    steps = (0 if pair == ("\r", "\n") else 1 for pair in pairwise(text))
    return [0, *accumulate(steps, initial=1)]


_TABLES: Final[dict[Unit, Callable[[str], Sequence[int]]]] = {
    "utf-16": _utf16,
    "utf-8": _utf8,
    "lf": _lf,
}


def _inverse(table: Sequence[int], offset: int, unit: Unit) -> int:
    """The last boundary of code points at an offset: after an LF that answers to a CRLF."""
    index = bisect_right(table, offset) - 1
    if table[index] != offset:
        raise _problem("inside a character", unit, str(offset))
    return index


def _check(span: Span, length: int, unit: str) -> None:
    if 0 <= span.start <= span.end <= length:
        return
    found = f"{span.start}–{span.end}"
    if span.start < 0 or span.end < 0:
        raise _problem("negative", unit, found)
    if span.end < span.start:
        raise _problem("swapped: the end stands before the start", unit, found)
    raise _problem(f"beyond the end of the text ({length})", unit, found)


def _problem(what: str, unit: str, found: str) -> AnchorProblem:
    return AnchorProblem(f"the offset ({unit}) is {what}", found=found)
