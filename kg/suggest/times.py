"""Dates in a text, counted from the day of its publication: the only place that knows dateparser.

What may tell of a date is found by a vocabulary of three languages, put into English, and read by
dateparser <https://dateparser.readthedocs.io>, whose own search misses most of the Russian and
Hindi forms. A date comes out as EDTF with the precision of the words: a day, a month, a year, or an
interval for a week or a range. Where words may mean two days, both are told (`[a,b]`, EDTF's "one
of a set"), and what was assumed is told as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from kg import dates
from kg.anchors import Span
from kg.errors import MissingExtraError
from kg.suggest.words import Word, parted, phrases

__all__ = ["Base", "Time", "base_of", "find"]

#: the sign of each group of the vocabulary, and of digits, in the line that the forms are read from
_SIGNS: Final = {
    "month": "M", "weekday": "W", "relative": "R", "unit": "U", "number": "N", "ago": "A",
    "past": "P", "future": "F", "to": "-", "yearword": "y", "in": "i",
}  # fmt: skip
_DASH: Final = re.compile(r"\s*[-\u2010-\u2015]\s*")
_ORDINAL: Final = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|го|е)?")
#: the forms of dates, the longest first; `,` is a comma, `|` what parts sentences and clauses
_FORMS: Final = tuple(
    (name, re.compile(form))
    for name, form in (
        ("dates", "(D)(M)(Y?)y?-(D)(M)(Y?)"),
        ("days", "(D)-(D)(M)(Y?)"),
        ("days of", "(M)(D)-(D),?(Y?)"),
        ("months", "(M)-(M)(Y?)"),
        ("day", "(D)i?(M),?(Y?)"),
        ("day of", "(M)(D),?(Y?)"),
        ("month", "(M),?(Y?)"),
        ("weekday", "([PF]?)(W)"),
        ("relative", "(R)"),
        ("ago", "([ND])(U)A"),
        ("year", "(?:i(Y)|(Y)y)"),
    )
)
#: what is always counted from the publication
_BY_PUBLICATION: Final = ("weekday", "relative", "ago")
#: a date in digits: day, month and year, or as ISO 8601 has it
_DIGITS: Final = re.compile(
    r"(?<![\d.])(?:(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})"
    r"|(?P<Y>\d{4})-(?P<M>\d{2})-(?P<D>\d{2}))(?![\d-])"
)
_YEARS: Final = range(1900, 2101)


class Base(NamedTuple):
    """The first and the last day on which a text can have been published."""

    first: date
    last: date


class Time(NamedTuple):
    """What a stretch of a text says of time.

    `edtf` is "" where it cannot be told; `basis` says what was assumed, "" for nothing.
    """

    span: Span
    edtf: str
    basis: str = ""


class _Token(NamedTuple):
    """A word or phrase of the vocabulary: its sign, its English, its place."""

    sign: str
    english: str
    span: Span


def base_of(published: str | None) -> Base | None:
    """The days of publication (EDTF); None where it has no bounds.

    Raises:
        DateProblem: it is no date.
    """
    bounds = dates.parse(published) if published else None
    if bounds is None or bounds.earliest_begin is None or bounds.latest_end is None:
        return None
    return Base(bounds.earliest_begin, bounds.latest_end)


def find(text: str, found: Sequence[Word], language: str, base: Base | None) -> Iterator[Time]:
    """All dates that the words of a text tell, in order.

    Raises:
        MissingExtraError: dateparser is not installed.
    """
    taken: list[Span] = []
    times = []
    for match in _DIGITS.finditer(text):
        if time_ := _in_digits(match):
            taken.append(time_.span)
            times.append(time_)
    tokens = [*_tokens(found, language)]
    line = "".join(token.sign for token in tokens)
    near: Base | None = None
    at = 0
    while at < len(line):
        form = _form(line, at)
        if form is None:
            at += 1
            continue
        name, match = form
        at = match.end()
        parts = [
            tokens[match.start(group)]
            for group in range(1, (match.lastindex or 0) + 1)
            if match[group]
        ]
        span = Span(parts[0].span.start, _end(tokens, match).span.end)
        if not any(span.start < other.end and other.start < span.end for other in taken):
            # a date without a year goes with the last that had one
            around = base if name in _BY_PUBLICATION else near or base
            times.append(_read(name, span, parts, around))
            if any(part.sign == "Y" for part in parts):
                near = base_of(times[-1].edtf)
    return iter(sorted(times, key=lambda time_: time_.span))


def _form(line: str, at: int) -> tuple[str, re.Match[str]] | None:
    """The longest form that begins there."""
    for name, form in _FORMS:
        if match := form.match(line, at):
            return name, match
    return None


def _end(tokens: Sequence[_Token], match: re.Match[str]) -> _Token:
    """The last token of a form that is of the date itself."""
    last = match.end() - 1
    while tokens[last].sign in ",y-i":
        last -= 1
    return tokens[last]


def _in_digits(match: re.Match[str]) -> Time | None:
    day, month, year = (
        int(match[name] or match[other]) for name, other in (("d", "D"), ("m", "M"), ("y", "Y"))
    )
    try:
        return Time(Span(*match.span()), date(year, month, day).isoformat())
    except ValueError:
        return None


def _tokens(found: Sequence[Word], language: str) -> Iterator[_Token]:
    """The words as signs; what parts words is a sign of its own."""
    known = {at: (length, entry) for at, length, entry in phrases(found, "times", language)}
    at = 0
    while at < len(found):
        word = found[at]
        if _DASH.fullmatch(word.before):
            yield _Token("-", "", word.span)
        elif word.before.strip() == ",":
            yield _Token(",", "", word.span)
        elif parted(word):
            yield _Token("|", "", word.span)
        length, entry = known.get(at, (1, None))
        if entry and not (language == "en" and word.text.islower() and entry.group in _CAPITALS):
            yield _Token(
                _SIGNS[entry.group], "|".join(entry.concepts),
                Span(word.span.start, found[at + length - 1].span.end),
            )  # fmt: skip
        else:
            length = 1
            yield _Token(*_number(word), word.span)
        at += length


#: in English these begin with a capital, and May is a verb otherwise
_CAPITALS: Final = ("month", "weekday")


def _number(word: Word) -> tuple[str, str]:
    """The sign and the digits of a word: a day of a month, a year, a number, or nothing."""
    digits = "".join(str(int(each)) if each.isdecimal() else each for each in word.key)
    if match := _ORDINAL.fullmatch(digits):
        return ("D", match[1]) if 1 <= int(match[1]) <= 31 else ("N", match[1])
    if digits.isdecimal() and int(digits) in _YEARS:
        return "Y", digits
    return "x", ""


# -------------------------------------------------------------------------------------- meaning


def _read(name: str, span: Span, parts: Sequence[_Token], base: Base | None) -> Time:
    english = [part.english for part in parts]
    signs = [part.sign for part in parts]
    year = english[-1] if signs[-1] == "Y" else ""
    match name:
        case "year":
            return Time(span, year)
        case "dates":
            half = next(at for at in range(1, len(signs)) if signs[at] == "D")
            ends = [english[:half], english[half:]]
            if year and "Y" not in signs[:half]:
                ends[0] = [*ends[0], year]
            return _range(span, [" ".join(end) for end in ends], base, named=bool(year))
        case "days" | "days of":
            days = [word for word, sign in zip(english, signs, strict=True) if sign == "D"]
            month = english[signs.index("M")]
            return _range(
                span, [f"{day} {month} {year}".strip() for day in days], base, named=bool(year)
            )
        case "months":
            return _range(
                span, [f"{month} {year}".strip() for month in english[:2]], base, named=bool(year)
            )
        case "weekday":
            return _weekday(span, english, base)
        case "relative" | "ago":
            phrase = f"{' '.join(english)} ago" if name == "ago" else english[0]
            return _relative(span, phrase.split("|"), base)
        case _:
            return _dated(span, " ".join(english), base, named=bool(year))


def _dated(span: Span, english: str, base: Base | None, *, named: bool) -> Time:
    """A date or month; without a year that which is nearest to the publication."""
    if named:
        return Time(span, _resolve(english, date.max))
    if base is None:
        return Time(span, "", "no year, and no date to count from")
    return Time(span, _nearest(english, base), "the year: that of the nearest such day")


def _range(span: Span, ends: Sequence[str], base: Base | None, *, named: bool) -> Time:
    both = [_dated(span, end, base, named=named) for end in ends]
    if not all(end.edtf for end in both):
        return Time(span, "", both[0].basis or both[1].basis or "no date of the calendar")
    first, last = (end.edtf for end in both)
    if first > last:  # from December to January
        first = f"{int(first[:4]) - 1}{first[4:]}"
    return Time(span, f"{first}/{last}", both[0].basis)


def _weekday(span: Span, english: Sequence[str], base: Base | None) -> Time:
    """The nearest before the publication, or after it where the words say so."""
    if base is None:
        return Time(span, "", "no day of publication")
    *said, weekday = english
    if said == ["next"]:
        return Time(span, _bounded(weekday, base, "future"), "the first after the publication")
    # news of a Thursday that come out on that day tell of it, not of the one before
    later = Base(base.first + timedelta(1), base.last + timedelta(1))
    return Time(span, _bounded(weekday, later, "past"), "the last until the publication")


def _relative(span: Span, meanings: Sequence[str], base: Base | None) -> Time:
    if base is None:
        return Time(span, "", "no day of publication")
    found = [_bounded(meaning, base, "past") for meaning in meanings]
    basis = "by the day of publication"
    if len(found) > 1:
        return Time(span, f"[{','.join(found)}]", f"ambiguous: {' or '.join(meanings)}; {basis}")
    return Time(span, found[0], basis)


def _bounded(english: str, base: Base, prefer: str) -> str:
    """As told by the first and by the last day of publication: one date, or what bounds it."""
    first, last = (_resolve(english, day, prefer) for day in base)
    if first == last:
        return first
    return f"{first.partition('/')[0]}/{last.rpartition('/')[2]}"


def _nearest(english: str, base: Base) -> str:
    found = [_resolve(english, base.last, prefer) for prefer in ("past", "future")]

    def away(edtf: str) -> int:
        bounds = base_of(edtf)
        return min(abs((day - base.last).days) for day in bounds) if bounds else 0

    return min((edtf for edtf in found if edtf), key=away, default="")


@lru_cache(maxsize=4096)
def _resolve(english: str, day: date, prefer: str = "past") -> str:
    """What dateparser makes of English words, as EDTF; "" where the calendar has no such day."""
    try:
        from dateparser.date import DateDataParser
    except ImportError:
        raise MissingExtraError("dateparser", "suggest") from None
    settings = {
        "RELATIVE_BASE": datetime.combine(min(day, date(2100, 1, 1)), time()),
        "PREFER_DATES_FROM": prefer,
    }
    parser = DateDataParser(languages=["en"], settings=settings)
    found = parser.get_date_data(english)
    if found.date_obj is None:
        return ""
    there = found.date_obj.date()
    match found.period:
        case "year":
            return f"{there:%Y}"
        case "month":
            return f"{there:%Y-%m}"
        case "week":
            monday = there - timedelta(there.weekday())
            return f"{monday}/{monday + timedelta(6)}"
        case _:
            return str(there)
