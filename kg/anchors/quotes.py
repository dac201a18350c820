"""The place of a quote: exactly one, or an error that shows what the text has instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, Protocol

from kg.anchors.spans import Span, is_boundary, stands_as_words
from kg.errors import AmbiguousQuoteError, QuoteNotFoundError

__all__ = ["Context", "HasQuote", "Selector", "context", "locate", "places", "shown"]

#: code points on each side of a place that is shown to people
_AROUND: Final = 24
#: longest quote that is shown whole
_LONGEST: Final = 120
#: places that an error lists
_LISTED: Final = 5


class Context(NamedTuple):
    """What stands before and after a span, as a `TextQuoteSelector` has it."""

    prefix: str
    suffix: str


class HasQuote(Protocol):
    """What `locate` reads of a selector; `occurrence` counts from 1."""

    @property
    def exact(self) -> str:
        """The quote, character by character."""

    @property
    def prefix(self) -> str:
        """What stands right before it; empty when that does not matter."""

    @property
    def suffix(self) -> str:
        """What stands right after it; empty when that does not matter."""

    @property
    def occurrence(self) -> int | None:
        """Which of its places is meant, from 1."""


class Selector(NamedTuple):
    """A quote with what tells it from others; satisfies `HasQuote`."""

    exact: str
    prefix: str = ""
    suffix: str = ""
    occurrence: int | None = None


def locate(text: str, selector: HasQuote) -> Span:
    """The one place of a quote, in code points.

    A place counts when it begins and ends between grapheme clusters (UAX 29) and has the prefix and
    suffix. If any such place stands at word boundaries, only those do: "Oman" is the word, not the
    end of "Roman", unless the text has nothing else. `occurrence` counts what is left, from 1.

    Raises:
        QuoteNotFoundError: no such place; `near` holds what resembles it most.
        AmbiguousQuoteError: several, and no `occurrence`; `near` holds each with its context.
    """
    found = places(text, selector)
    wanted = selector.occurrence
    if wanted is None and len(found) == 1:
        return found[0]
    if wanted is not None and 1 <= wanted <= len(found):
        return found[wanted - 1]
    if wanted is None and found:
        raise _ambiguous(text, selector.exact, found)
    raise _not_found(text, selector, found)


def places(text: str, selector: HasQuote) -> list[Span]:
    """The places of a quote as `locate` counts them, in code points."""
    found = [
        span
        for span in _occurrences(text, selector.exact)
        if text.endswith(selector.prefix, 0, span.start)
        and text.startswith(selector.suffix, span.end)
    ]
    if len(found) > 1:
        return [span for span in found if stands_as_words(text, span)] or found
    return found


def context(text: str, span: Span, width: int = 32) -> Context:
    """Up to `width` code points on each side of a span, cutting no grapheme cluster."""
    start, end = max(span.start - width, 0), min(span.end + width, len(text))
    while start < span.start and not is_boundary(text, start):
        start += 1
    while end > span.end and not is_boundary(text, end):
        end -= 1
    return Context(text[start : span.start], text[span.end : end])


def shown(text: str, span: Span) -> str:
    """A place for people: its line in the text and the words around it, the quote in ⟦ ⟧."""
    prefix, suffix = context(text, span, _AROUND)
    quote = f"{prefix}⟦{_cut(text[span.start : span.end])}⟧{suffix}".replace("\n", " ")
    return f"line {text.count(chr(10), 0, span.start) + 1} of the text: …{quote}…"


def _occurrences(text: str, exact: str) -> Iterator[Span]:
    """Every place of a quote that cuts no cluster, overlapping ones too."""
    at = text.find(exact) if exact else -1
    while at >= 0:
        end = at + len(exact)
        if is_boundary(text, at) and is_boundary(text, end):
            yield Span(at, end)
        at = text.find(exact, at + 1)


def _ambiguous(text: str, exact: str, places: Sequence[Span]) -> AmbiguousQuoteError:
    return AmbiguousQuoteError(
        "the quote stands in several places",
        expected="prefix, suffix or occurrence to say which",
        found=f"{len(places)} places of {_cut(exact)!r}",
        near=_listed(text, places),
    )


def _not_found(text: str, selector: HasQuote, places: Sequence[Span]) -> QuoteNotFoundError:
    if places:
        return QuoteNotFoundError(
            "the quote has no such occurrence",
            expected=f"an occurrence from 1 to {len(places)}",
            found=str(selector.occurrence),
            near=_listed(text, places),
        )
    elsewhere = list(_occurrences(text, selector.exact))
    if elsewhere:
        return QuoteNotFoundError(
            "the quote stands in the text, but not with this prefix and suffix",
            expected="the characters right before and after it",
            found=f"prefix {_cut(selector.prefix)!r}, suffix {_cut(selector.suffix)!r}",
            near=_listed(text, elsewhere),
        )
    return _resembling(text, selector.exact)


def _resembling(text: str, exact: str) -> QuoteNotFoundError:
    from kg.anchors import nearest

    likeness = nearest.find(text, exact)
    return QuoteNotFoundError(
        likeness.reason,
        expected="words of the text, character by character",
        found=repr(_cut(exact)),
        near=() if likeness.span is None else (shown(text, likeness.span),),
    )


def _listed(text: str, places: Sequence[Span]) -> tuple[str, ...]:
    lines = [f"({nth}) {shown(text, span)}" for nth, span in enumerate(places[:_LISTED], 1)]
    rest = len(places) - _LISTED
    return (*lines, f"and {rest} more") if rest > 0 else tuple(lines)


def _cut(quote: str) -> str:
    return quote if len(quote) <= _LONGEST else quote[:_LONGEST] + "…"
