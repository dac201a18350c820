"""Vague time: EDTF as people write it, and the days between which it lies.

A date is kept as written and turned into four bounds, those of SEM
(`sem:hasEarliestBeginTimeStamp` and its three sisters), so that engines that know no EDTF can
compare. ISO dates and unspecified digits are read here; the rest of the format
<https://www.loc.gov/standards/datetime/> goes to the `edtf` library, which is slow and therefore
imported late and asked once per text. This module knows no file and no record.
"""

from __future__ import annotations

import calendar
import contextlib
import datetime
import functools
import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from time import struct_time
from typing import Final

from kg.errors import DateProblem

__all__ = ["Bounds", "parse"]

#: the longest text that is looked at: the library's grammar backtracks
_LONGEST: Final = 100

_EXPECTED: Final = "an ISO date (2025-04-10, 2025-04, 2025) or EDTF (2025-04~, 2025-04/2025-06)"

#: year, month, day with digits or X ("unspecified"), then one mark of doubt for the whole
_DATE: Final = re.compile(r"([0-9X]{4})(?:-([0-9X]{2})(?:-([0-9X]{2}))?)?[?~%]?\Z")

#: three groups of digits in any usual order, from which a likely ISO date is proposed
_GROUPS: Final = re.compile(r"([0-9]{1,4})[-./ ]([0-9]{1,2})(?:[-./ ]([0-9]{1,4}))?\Z")

#: what the library raises on nonsense; only the first is meant (5.0.2, seen on `2025-XX/..`)
_LIBRARY_ERRORS: Final = (ValueError, AttributeError, TypeError, LookupError, OverflowError)

_Range = tuple[datetime.date | None, datetime.date | None]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which days something begins and ends, both days included; None is "not bounded".

    A date without a slash tells of something within it: beginning and end both lie between its
    first and last day. An interval `A/B` begins within A and ends within B; the same notation
    serves for a span and for an instant that is known within bounds, since both lie from the
    first day of A to the last of B. An open (`..`) or unknown (empty) side has no bounds.
    """

    edtf: str
    earliest_begin: datetime.date | None
    latest_begin: datetime.date | None
    earliest_end: datetime.date | None
    latest_end: datetime.date | None

    @property
    def day(self) -> int | None:
        """Rata Die of the first possible day (`date.toordinal`); None when open."""
        return self.earliest_begin.toordinal() if self.earliest_begin else None

    @property
    def day_to(self) -> int | None:
        """Rata Die of the last possible day; None when open."""
        return self.latest_end.toordinal() if self.latest_end else None


@functools.lru_cache(maxsize=1 << 16)
def parse(edtf: str) -> Bounds:
    """The bounds of an ISO 8601 date or an EDTF text, in days of the proleptic Gregorian calendar.

    Bounds are strict: `2025~` lies within 2025, "approximately" widens nothing. Seasons are those
    of the `edtf` library (northern, meteorological, cut at the end of the year), and so is the
    level of EDTF that is understood (2, but for groups in parentheses).

    Raises:
        DateProblem: the text is neither, ends before it begins, or leaves the years 1 to 9999.
    """
    parts = edtf.split("/")
    if len(parts) == 1:
        first, last = _range(edtf, edtf)
        return Bounds(edtf, first, last, first, last)
    if len(parts) > 2 or not any(part.strip(".") for part in parts):
        raise _problem(edtf)
    begin, end = _side(parts[0], edtf), _side(parts[1], edtf)
    if begin[0] and end[1] and begin[0] > end[1]:
        raise _problem(edtf, "the interval ends before it begins")
    return Bounds(edtf, *begin, *end)


def _side(part: str, whole: str) -> _Range:
    """One side of an interval; `..` is open, an empty one unknown, and neither bounds anything."""
    return (None, None) if part in ("..", "") else _range(part, whole)


def _range(part: str, whole: str) -> _Range:
    """First and last day of a date that is no interval."""
    found = _DATE.match(part)
    if found:
        masks = (found[1], found[2] or "XX", found[3] or "XX")
        first = next(_days(*masks, last=False), None)
        if first:
            return first, next(_days(*masks, last=True))
    return _library_range(part, whole)


def _days(year: str, month: str, day: str, *, last: bool) -> Iterator[datetime.date]:
    """The days that fit masks of digits and X, from the first on or, with `last`, backwards."""
    step = -1 if last else 1
    for y in _fitting(year, 9999)[::step]:
        for m in _fitting(month, 12)[::step]:
            for d in _fitting(day, calendar.monthrange(y, m)[1])[::step]:
                yield datetime.date(y, m, d)


@functools.lru_cache(maxsize=256)
def _fitting(mask: str, highest: int) -> list[int]:
    """The numbers from 1 to `highest` that fit a mask such as `1X`, ascending."""
    low, high = int(mask.replace("X", "0")), int(mask.replace("X", "9"))
    pattern = re.compile(mask.replace("X", "."))
    return [
        number
        for number in range(max(low, 1), min(high, highest) + 1)
        if pattern.match(str(number).zfill(len(mask)))
    ]


def _library_range(part: str, whole: str) -> _Range:
    """First and last day by the `edtf` library."""
    if not part.isascii() or part != part.strip() or len(part) > _LONGEST:
        raise _problem(whole)
    import edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        # before it raises on what it half understands, the library prints to stdout
        with contextlib.redirect_stdout(io.StringIO()):
            date = edtf.parse_edtf(part)
            lower, upper = date.lower_strict(), date.upper_strict()
    except (EDTFParseException, *_LIBRARY_ERRORS) as problem:
        raise _problem(whole) from problem
    return _day(lower, whole), _day(upper, whole)


def _day(bound: float | struct_time, whole: str) -> datetime.date | None:
    """A bound of the library (`struct_time`, or an infinity) as a day."""
    if isinstance(bound, float):
        return None if math.isinf(bound) else _outside(whole)
    try:
        return datetime.date(bound.tm_year, bound.tm_mon, bound.tm_mday)
    except (ValueError, OverflowError):
        return _outside(whole)


def _outside(whole: str) -> datetime.date:
    raise _problem(whole, "the date lies outside the years 1 to 9999")


def _problem(edtf: str, message: str = "not a date") -> DateProblem:
    found = repr(edtf if len(edtf) <= _LONGEST else edtf[:_LONGEST] + "…")
    return DateProblem(message, expected=_EXPECTED, found=found, near=_near(edtf))


def _near(text: str) -> tuple[str, ...]:
    """The ISO dates that somebody who wrote `10.04.2025` or `2025-4-1` may have meant."""
    found = _GROUPS.match(text.strip())
    if not found:
        return ()
    groups = [int(group) for group in found.groups(default="0")]
    orders = [(0, 1, 2), (0, 2, 1)] if groups[0] > 31 else [(2, 1, 0), (2, 0, 1)]
    likely: dict[str, None] = {}
    for year, month, day in orders:
        with contextlib.suppress(ValueError):
            date = datetime.date(groups[year], groups[month], groups[day] or 1).isoformat()
            likely[date if groups[day] else date[:7]] = None
    return tuple(likely)
