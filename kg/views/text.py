"""Text that is to be drawn: how wide it will be, and where its lines break.

A canvas neither wraps nor measures before it draws, and a page is laid out before there is any
browser. Widths are estimated from the kind of each character, on the generous side. This module
knows text only.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

import regex

__all__ = ["drawable", "width", "wrap"]

_MORE = "…"

#: no label is drawn longer, however long it is; the panel shows all of it
_LONGEST = 400

#: they would turn what stands beside them around, and a canvas does not isolate
_BIDI_CONTROLS = dict.fromkeys(
    [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)

_THIN = frozenset("fijlrtI.,:;'|!()[]/-")
_BROAD = frozenset("mwMW@%—")

_HYPHENS = frozenset("-\u2010")

_CLUSTER = regex.compile(r"\X")


def drawable(text: str) -> str:
    """The text in one line, without control characters, as far as it can be drawn at all."""
    shown = text[: _LONGEST * 4].translate(_BIDI_CONTROLS)
    shown = "".join(
        " " if unicodedata.category(each) in {"Cc", "Zl", "Zp"} else each for each in shown
    )
    shown = " ".join(shown.split())
    return shown if len(shown) <= _LONGEST else shown[:_LONGEST] + _MORE


@cache
def _em(character: str) -> float:
    """The width of a character as a part of the font size (0 to 1)."""
    category = unicodedata.category(character)
    if category in {"Mn", "Me", "Cf"}:
        return 0.0
    if category == "Mc":
        return 0.36
    if category == "Zs":
        return 0.28
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return 1.0
    if character in _THIN:
        return 0.35
    if character in _BROAD:
        return 0.92
    if category[0] in "PS":
        return 0.42 if character.isascii() else 0.62
    if character.isascii():
        return 0.66 if category == "Lu" else 0.58
    return 0.72 if category == "Lu" else 0.62


def width(text: str, size: float) -> float:
    """How wide a line will be at most, in the unit of `size`, the height of the font."""
    return size * sum(map(_em, text))


def wrap(text: str, size: float, room: float, lines: int) -> tuple[str, ...]:
    """Break a text into at most `lines` lines of `room`; what does not fit gives way to "…".

    Lines break at spaces; a word that is longer than a line breaks after a hyphen, and where even
    that is too long at the border of grapheme clusters <https://www.unicode.org/reports/tr29/>.
    """
    done: list[str] = []
    line = ""
    for word in _words(drawable(text), size, room):
        longer = f"{line} {word}" if line else word
        if width(longer, size) <= room:
            line = longer
            continue
        done.append(line)
        line = word
        if len(done) == lines:
            return (*done[:-1], _shortened(done[-1], size, room))
    return (*done, line) if line else tuple(done)


def _words(text: str, size: float, room: float) -> Iterator[str]:
    for word in text.split():
        if width(word, size) <= room:
            yield word
            continue
        # each part takes all that fits, so that no two are ever put on one line, with a space
        part = ""
        for piece in _pieces(word, size, room):
            if part and width(part + piece, size) > room:
                yield part
                part = ""
            part += piece
        yield part


def _pieces(word: str, size: float, room: float) -> Iterator[str]:
    """A word cut after its hyphens, and what is still longer than a line cut into its clusters."""
    piece: list[str] = []
    clusters = _CLUSTER.findall(word)
    for number, cluster in enumerate(clusters, 1):
        piece.append(cluster)
        if cluster in _HYPHENS or number == len(clusters):
            whole = "".join(piece)
            yield from [whole] if width(whole, size) <= room else piece
            piece = []


def _shortened(line: str, size: float, room: float) -> str:
    clusters = _CLUSTER.findall(line)
    while clusters and width("".join(clusters) + _MORE, size) > room:
        clusters.pop()
    return "".join(clusters).rstrip() + _MORE
