"""Spans of a text and the boundaries they may have: of written characters and of words (UAX 29).

Only the neighbourhood of a position is looked at, because sheets are located by the thousand.
This module knows nothing of quotes.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Final, NamedTuple

import regex

__all__ = ["Span", "cuts_nothing", "is_boundary", "stands_as_words", "widened"]


class Span(NamedTuple):
    """Code points `[start, end)` of a text, counted from 0."""

    start: int
    end: int


_CLUSTER: Final = regex.compile(r"\X")
_WORD_BOUNDARY: Final = regex.compile(r"(?w)\b")
_JOINS_WHAT_FOLLOWS: Final = regex.compile(r"[\p{GCB=Extend}\p{GCB=ZWJ}]")
_REGIONAL: Final = regex.compile(r"\p{GCB=Regional_Indicator}")
#: characters that never continue a cluster and before which segmentation can start
_SAFE: Final = frozenset(" \t\n.,;:!?()[]\"'|।")
#: how far back segmentation starts where nothing safe stands; no writing has longer clusters
_WINDOW: Final = 1024


def is_boundary(text: str, position: int) -> bool:
    """Whether a grapheme cluster begins or ends at `position` (code points).

    Two neighbours mostly decide it, and pairs of them recur: only flags, emoji sequences and
    conjuncts need the characters before.
    """
    if position <= 0 or position >= len(text):
        return True
    decided = _decided_by_pair(text[position - 1 : position + 1])
    return _by_segmentation(text, position) if decided is None else decided


def cuts_nothing(text: str, spans: Sequence[Span]) -> bool:
    """Whether no span certainly cuts a cluster; each two neighbours are asked about once.

    False may also mean that `is_boundary` has to be asked about each end.
    """
    neighbours = {text[start - 1 : start + 1] for start, _ in spans}
    neighbours.update([text[end - 1 : end + 1] for _, end in spans])
    return all(_decided_by_pair(pair) for pair in neighbours if len(pair) == 2)


def stands_as_words(text: str, span: Span) -> bool:
    """Whether both ends are word boundaries; between ideographs every place is one."""
    return bool(_WORD_BOUNDARY.match(text, span.start) and _WORD_BOUNDARY.match(text, span.end))


def widened(text: str, span: Span) -> Span:
    """The span with the whole of the words that it cuts, for showing it."""
    start, end = span
    while start > 0 and not _WORD_BOUNDARY.match(text, start):
        start -= 1
    while end < len(text) and not _WORD_BOUNDARY.match(text, end):
        end += 1
    return Span(start, end)


@functools.lru_cache(maxsize=1 << 14)
def _decided_by_pair(pair: str) -> bool | None:
    """Whether a cluster ends between two characters in any context; None when that depends."""
    before, after = pair[0], pair[1]
    if len(_CLUSTER.findall(pair)) == 1:
        return None if _REGIONAL.match(after) else False
    if _JOINS_WHAT_FOLLOWS.match(before) and after not in _SAFE:
        return None
    return True


def _by_segmentation(text: str, position: int) -> bool:
    start = position - 1
    lowest = max(0, position - _WINDOW)
    while start > lowest and text[start] not in _SAFE:
        start -= 1
    clusters = _CLUSTER.finditer(text, start, position + 1)
    return any(cluster.start() == position for cluster in clusters)
