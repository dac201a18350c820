"""From places in a text to the quotes that lead back to each alone."""

from __future__ import annotations

from typing import Final

from kg.anchors import Selector as Quote
from kg.anchors import Span, context, is_boundary, locate, places
from kg.errors import AnchorProblem
from kg.model import Selector

__all__ = ["Quoter"]

#: code points of context where neither the words nor their number tell a place from its likes
_WIDTH: Final = 24


class Quoter:
    """Makes the selectors of one text; where a quote stands is looked up once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places: dict[str, list[Span]] = {}

    def selector(self, span: Span) -> Selector | None:
        """The selector of a span; None where no quote leads to it, since it cuts a character."""
        text, exact = self._text, self._text[span.start : span.end]
        if not exact or not (is_boundary(text, span.start) and is_boundary(text, span.end)):
            return None
        if exact not in self._places:
            self._places[exact] = places(text, Quote(exact))
        standing = self._places[exact]
        if standing == [span]:
            return _placed(span, exact=exact)
        if span in standing:
            return _placed(span, exact=exact, occurrence=standing.index(span) + 1)
        # others stand as words and this one inside of one
        before, after = context(text, span, _WIDTH)
        try:
            alone = locate(text, Quote(exact, before, after)) == span
        except AnchorProblem:
            return None
        return _placed(span, exact=exact, prefix=before, suffix=after) if alone else None


def _placed(span: Span, **told: str | int) -> Selector:
    selector = Selector.model_validate({key: value for key, value in told.items() if value})
    selector.place(span)
    return selector
