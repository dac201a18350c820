"""What a text has instead of a quote that is not in it: asked only when something is wrong.

Short sequences of characters that quote and text share vote for the place where the quote would
begin (as in seed-and-extend search of sequences); only the best few places are compared closely,
so a text of 100 kB is answered within milliseconds.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from kg.anchors.spans import Span, is_boundary, widened

__all__ = ["Likeness", "find"]

_EMPTY: Final = "the quote is empty"
_NOT_THERE: Final = "the quote does not stand in the text"
_CUT: Final = "the quote stands in the text only as a part of longer written characters"
_NORMALIZED: Final = (
    "the quote stands in the text in another Unicode normalisation form (NFC, NFD); "
    "copy it from the text"
)

#: characters of the quote that are compared
_COMPARED: Final = 400
#: seeds taken from the quote, and places of each in the text
_SEEDS, _HITS = 120, 60
#: places that are compared closely
_CANDIDATES: Final = 4
#: share of common characters below which nothing is proposed (`difflib` ratio)
_ALIKE: Final = 0.6


class Likeness(NamedTuple):
    """Why a quote is not found, and the place that it most likely means, if any."""

    reason: str
    span: Span | None


def find(text: str, quote: str) -> Likeness:
    """The place of `text` that resembles a quote most, in code points."""
    if not quote:
        return Likeness(_EMPTY, None)
    inside = text.find(quote)
    if inside >= 0:
        return Likeness(_CUT, _clusters(text, inside, inside + len(quote)))
    other = _other_form(text, quote)
    if other:
        return Likeness(_NORMALIZED, other)
    compared = quote[:_COMPARED]
    folded, sought = _folded(text), _folded(compared)
    ranked = [_compared(folded, sought, start) for start in _candidates(folded, sought)]
    ratio, span = max(ranked, default=(0.0, Span(0, 0)))
    return Likeness(_NOT_THERE, widened(text, span) if ratio >= _ALIKE else None)


def _clusters(text: str, start: int, end: int) -> Span:
    while not is_boundary(text, start):
        start -= 1
    while not is_boundary(text, end):
        end += 1
    return Span(start, end)


def _other_form(text: str, quote: str) -> Span | None:
    """The place of the quote when only the normalisation form differs."""
    if unicodedata.normalize("NFD", quote) not in unicodedata.normalize("NFD", text):
        return None
    for form in ("NFC", "NFD"):
        at = text.find(unicodedata.normalize(form, quote))
        if at >= 0:
            return _clusters(text, at, at + len(unicodedata.normalize(form, quote)))
    return _mapped_form(text, unicodedata.normalize("NFD", quote))


def _mapped_form(text: str, quote: str) -> Span | None:
    """The place where neither form stands purely, by decomposing character by character."""
    pieces = [unicodedata.normalize("NFD", character) for character in text]
    at = "".join(pieces).find(quote)
    if at < 0:
        return None
    origin = [index for index, piece in enumerate(pieces) for _ in piece]
    return _clusters(text, origin[at], origin[at + len(quote) - 1] + 1)


def _folded(text: str) -> str:
    """Lower case of the same length, so that places stay comparable."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text


def _candidates(text: str, quote: str) -> Iterator[int]:
    """Where in the text the quote would begin, likeliest first; rare seeds weigh more."""
    size = min(4, max(1, len(quote) // 3))
    offsets = range(0, max(1, len(quote) - size + 1), max(1, len(quote) // _SEEDS))
    width = max(4, len(quote) // 8)
    votes: Counter[int] = Counter()
    for offset in offsets:
        hits = list(_hits(text, quote[offset : offset + size]))
        for hit in hits:
            bucket = (hit - offset) // width
            votes[bucket] += 1000 // len(hits)
            votes[bucket + 1] += 500 // len(hits)
    for bucket, _ in votes.most_common(_CANDIDATES):
        yield bucket * width


def _hits(text: str, seed: str) -> Iterator[int]:
    at = text.find(seed)
    for _ in range(_HITS):
        if at < 0:
            return
        yield at
        at = text.find(seed, at + 1)


def _compared(text: str, quote: str, start: int) -> tuple[float, Span]:
    """How alike the text around `start` is, and which part of it answers to the quote."""
    slack = max(8, len(quote) // 4)
    low = max(0, start - slack)
    window = text[low : max(0, start + len(quote) + slack)]
    matcher = difflib.SequenceMatcher(None, window, quote, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size > 1]
    if not blocks:
        return 0.0, Span(0, 0)
    first, last = blocks[0], blocks[-1]
    begin = max(low, low + first.a - first.b)
    end = min(len(text), low + last.a + len(quote) - last.b)
    common = sum(block.size for block in blocks)
    return 2 * common / (len(quote) + end - begin), Span(begin, end)
