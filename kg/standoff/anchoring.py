"""From offsets as a tool counts them to code points of the text, held against every quote.

Tools count in code points, in UTF-16 units, in bytes, or with every CRLF as one character, and some
do so by version. What the format promises is tried first; where a quote does not hold by it, the
other ways are tried, and the one by which every quote holds is the one that was meant.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from kg.anchors import Offsets, Span, cuts_nothing, is_boundary
from kg.errors import AnchorProblem, InputError

__all__ = ["Anchored", "Marking", "Unit", "anchor", "evened"]

Unit = Literal["code points", "utf-16", "utf-8", "lf"]
_UNITS: Final[tuple[Unit, ...]] = ("code points", "utf-16", "lf", "utf-8")
#: characters of a quote that an error shows
_SHOWN: Final = 60


@dataclass(frozen=True)
class Marking:
    """A stretch as a tool has it: offsets in its own unit, the quote if it gives one, its place."""

    start: int
    end: int
    quote: str | None = None
    line: int = 0
    column: int = 0


@dataclass(frozen=True)
class Anchored:
    """Where the markings stand, in code points; None where one stands nowhere.

    `unit` is "quotes" if some could only be found by their words. `problems` tells what is wrong
    with each that stands nowhere, `notices` which of the others cut a written character.
    """

    spans: tuple[Span | None, ...]
    unit: Unit | Literal["quotes"]
    problems: tuple[InputError, ...] = ()
    notices: tuple[InputError, ...] = ()


def anchor(
    text: str,
    markings: Sequence[Marking],
    declared: Unit,
    *,
    reads: Callable[[str], str] = str,
    by_quote: bool = False,
    units: Sequence[Unit] = _UNITS,
) -> Anchored:
    """Find the markings in the text.

    Args:
        text: the text as it is.
        markings: in the order in which problems are to be told.
        declared: the unit that the format promises.
        reads: how the tool writes a stretch of the text as a quote; of a quote, the same again.
        by_quote: whether a quote that stands in one place only is believed against its offsets.
        units: the ways of counting that are tried if the declared one does not hold.
    """
    if declared == "code points" and (whole := _as_promised(text, markings, reads)):
        return whole
    offsets = Offsets(text)
    wanted = [declared, *(unit for unit in units if unit != declared)]
    # in most texts all ways of counting are one
    plain = "\r\n" not in text and (not text or max(text) <= "\uffff")
    if plain:
        wanted = [unit for unit in wanted if unit == declared or (unit == "utf-8" and text)]
    first: list[Span | InputError] = []
    for unit in wanted:
        found = [_placed(text, offsets, one, unit, reads) for one in markings]
        if unit == declared:
            first = found
        spans = [one for one in found if isinstance(one, Span)]
        if len(spans) == len(found) and (unit == declared or _is_proof(markings)):
            return Anchored(tuple(spans), unit, notices=tuple(_cut(text, markings, spans)))
    if by_quote:
        again = [
            _only_place(text, one) or found for one, found in zip(markings, first, strict=True)
        ]
        if all(isinstance(one, Span) for one in again):
            spans = [one for one in again if isinstance(one, Span)]
            return Anchored(tuple(spans), "quotes", notices=tuple(_cut(text, markings, spans)))
        first = again
    standing = [
        (one, span) for one, span in zip(markings, first, strict=True) if isinstance(span, Span)
    ]
    return Anchored(
        tuple(one if isinstance(one, Span) else None for one in first),
        declared,
        tuple(one for one in first if isinstance(one, InputError)),
        tuple(_cut(text, [one for one, _ in standing], [span for _, span in standing])),
    )


def evened(words: str) -> str:
    """Words with one blank between them, as tools write quotes that do not keep blanks."""
    return " ".join(words.split())


def _as_promised(
    text: str, markings: Sequence[Marking], reads: Callable[[str], str]
) -> Anchored | None:
    """All markings where they say, as nearly every file has them; quicker than looking further."""
    spans = []
    for one in markings:
        start, end, quote = one.start, one.end, one.quote
        stands = text[start:end]
        if not 0 <= start < end <= len(text) or (
            quote != stands and quote is not None and reads(quote) != reads(stands)
        ):
            return None
        spans.append(Span(start, end))
    return Anchored(tuple(spans), "code points", notices=tuple(_cut(text, markings, spans)))


def _is_proof(markings: Sequence[Marking]) -> bool:
    """Whether quotes say which unit is meant: without any, only the promise of the format does."""
    return all(one.quote for one in markings)


def _placed(
    text: str, offsets: Offsets, one: Marking, unit: Unit, reads: Callable[[str], str]
) -> Span | InputError:
    """The span that a marking means by one way of counting, or what speaks against it."""
    try:
        if unit == "code points":
            span = offsets.span_of(one.start, one.end)
        else:
            span = offsets.span(unit, one.start, one.end)
    except AnchorProblem as problem:
        problem.line, problem.column = one.line, one.column
        return problem
    if span.start == span.end:
        return AnchorProblem("the mark holds no character", None, one.line, one.column)
    stands = text[span.start : span.end]
    if one.quote is None or reads(stands) == reads(one.quote):
        return span
    return AnchorProblem(
        f"the text has something else at {one.start}–{one.end}", None, one.line, one.column,
        expected=_short(one.quote), found=_short(stands),
    )  # fmt: skip


def _only_place(text: str, one: Marking) -> Span | None:
    if not one.quote:
        return None
    at = text.find(one.quote)
    if at < 0 or text.find(one.quote, at + 1) >= 0:
        return None
    return Span(at, at + len(one.quote))


def _cut(text: str, markings: Sequence[Marking], spans: Sequence[Span]) -> list[InputError]:
    if cuts_nothing(text, spans):
        return []
    return [
        AnchorProblem(
            "the mark cuts a written character", None, one.line, one.column,
            found=_short(text[span.start : span.end]),
        )
        for one, span in zip(markings, spans, strict=True)
        if not (is_boundary(text, span.start) and is_boundary(text, span.end))
    ]  # fmt: skip


def _short(quote: str) -> str:
    return repr(quote if len(quote) <= _SHOWN else f"{quote[:_SHOWN]}…")
