"""From a place in a text to the quote that leads back to it alone."""

from __future__ import annotations

from typing import Final

from kg.anchors import Selector as Quote
from kg.anchors import Span, context, is_boundary, locate
from kg.errors import AmbiguousQuoteError, AnchorProblem
from kg.model import Selector

__all__ = ["quoted"]

#: code points of context by which a quote is told from its likes
_WIDTH: Final = 24


def quoted(text: str, span: Span) -> Selector | None:
    """The selector of a span; None where no quote leads to it, since it cuts a character."""
    exact = text[span.start : span.end]
    if not exact or not (is_boundary(text, span.start) and is_boundary(text, span.end)):
        return None
    for quote in _candidates(text, span, exact):
        try:
            if locate(text, quote) == span:
                return _placed(quote, span)
        except AnchorProblem:
            continue
    before, after = context(text, span, _WIDTH)
    number = _number(text, Quote(exact, before, after), span)
    return _placed(Quote(exact, before, after, number), span) if number else None


def _candidates(text: str, span: Span, exact: str) -> list[Quote]:
    """The quote alone, and with what stands around it."""
    before, after = context(text, span, _WIDTH)
    return [Quote(exact), Quote(exact, before, after)]


def _number(text: str, quote: Quote, span: Span) -> int | None:
    """Which of the places of a quote the span is, from 1."""
    number = 0
    while True:
        number += 1
        try:
            place = locate(text, quote._replace(occurrence=number))
        except AmbiguousQuoteError:  # never: the number decides
            return None
        except AnchorProblem:
            return None
        if place == span:
            return number


def _placed(quote: Quote, span: Span) -> Selector:
    made = {key: value for key, value in quote._asdict().items() if value}
    selector = Selector(**made)
    selector.place(span)
    return selector
