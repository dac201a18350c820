"""Layouts: nothing overlaps, whatever there is and in whatever language."""

from __future__ import annotations

from itertools import combinations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from kg.views.geometry import NARROW, WIDE, Geometry, Layout, Piece
from kg.views.layout import lay_out
from kg.views.scene import Group, scene_of
from kg.views.text import drawable, width, wrap
from tests.views import talks

BOXES = {"matter", "agreement", "group", "words"}


def layout(language: str, geometry: Geometry, leading: float = 1.5) -> Layout:
    scene = scene_of(talks.network(language), talks.A, talks.B, at_first=12)
    return lay_out(scene, geometry, leading, _more)


def _more(group: Group) -> str:
    return f"+{len(group.members)}"


def box(piece: Piece) -> tuple[float, float, float, float]:
    """Left, top, right, bottom; an event's words stand below its diamond."""
    if piece.look == "event":
        return (piece.x - 60, piece.y - 11, piece.x + 60, piece.y + 15 + piece.h)
    w, h = piece.w / 2, piece.h / 2
    return (piece.x - w, piece.y - h, piece.x + w, piece.y + h)


def overlap(one: Piece, other: Piece) -> bool:
    left, top, right, bottom = box(one)
    to_left, to_top, to_right, to_bottom = box(other)
    slack = 1
    return (
        left + slack < to_right
        and to_left + slack < right
        and top + slack < to_bottom
        and to_top + slack < bottom
    )


@pytest.mark.parametrize("language", ["en", "hi"])
@pytest.mark.parametrize("geometry", [WIDE, NARROW], ids=["wide", "narrow"])
def test_no_words_overlap(language: str, geometry: Geometry) -> None:
    made = layout(language, geometry)
    for inside in {piece.inside for piece in made.pieces}:
        seen = [
            piece
            for piece in made.pieces
            if piece.inside == inside and (piece.look in BOXES or piece.look == "event")
        ]
        for one, other in combinations(seen, 2):
            assert not overlap(one, other), (one, other)


@pytest.mark.parametrize("geometry", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_party_s_line_crosses_no_box(geometry: Geometry) -> None:
    made = layout("hi", geometry)
    places = {piece.key: piece for piece in made.pieces}
    boxes = [piece for piece in made.pieces if piece.look in {"matter", "agreement"}]
    for stroke in made.strokes:
        if not stroke.line or not stroke.line.side:
            continue
        source, target = places[stroke.source], places[stroke.target]
        for other in boxes:
            if other.key == target.key or other.inside != target.inside:
                continue
            between = min(source.x, target.x) < other.x < max(source.x, target.x)
            assert not between or abs(source.y - other.y) > other.h / 2


def test_a_layout_is_the_same_every_time() -> None:
    assert layout("en", WIDE) == layout("en", WIDE)


@given(st.text(max_size=300), st.integers(1, 4))
def test_wrapped_text_fits_and_is_whole_or_ends_in_an_ellipsis(text: str, lines: int) -> None:
    wrapped = wrap(text, 15, 120, lines)
    assert len(wrapped) <= lines
    # a single cluster can be wider than a line; it cannot be broken
    clusters = {line: regex.findall(r"\X", line) for line in wrapped}
    assert all(width(line, 15) <= 120 or len(clusters[line]) == 1 for line in wrapped)
    letters = "".join(drawable(text).split())
    assert "".join(wrapped).replace(" ", "") == letters or wrapped[-1].endswith("…")


@pytest.mark.parametrize(
    ("text", "wrapped"),
    [
        ("Российско-американские консультации", ("Российско-", "американские", "консультации")),
        ("a-b-cccccccccccccccccccc", ("a-b-ccccccccccc", "ccccccccc")),
        ("one-two", ("one-two",)),
    ],
)
def test_a_word_longer_than_a_line_breaks_after_a_hyphen_first(
    text: str, wrapped: tuple[str, ...]
) -> None:
    assert wrap(text, 15, 128, 4) == wrapped


def test_direction_controls_are_not_drawn() -> None:
    assert drawable("a\u202eb\u2066c\u2028d\x00") == "abc d"
