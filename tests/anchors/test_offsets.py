"""Offsets of other tools and ours mean the same characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.anchors import Offsets, Span, Unit
from kg.errors import AnchorProblem

TEXT = "aé👩ह\r\nb"

texts = st.text(alphabet=st.one_of(st.sampled_from("aéह👩🇷\r\n"), st.characters(codec="utf-8")))
spans = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [("utf-16", Span(2, 5)), ("utf-8", Span(3, 10)), ("lf", Span(2, 4))],
)
def test_one_span_in_every_unit(unit: Unit, expected: Span) -> None:
    offsets = Offsets(TEXT)
    assert offsets.to(unit, Span(2, 4)) == expected
    assert offsets.span(unit, *expected) == Span(2, 4)


def test_after_a_collapsed_line_end_comes_the_next_line() -> None:
    assert Offsets(TEXT).span("lf", 4, 5) == Span(4, 6)
    assert Offsets(TEXT).span("lf", 5, 6) == Span(6, 7)


@pytest.mark.parametrize(
    ("unit", "start", "end", "reason"),
    [
        ("utf-16", 3, 4, "inside a character"),
        ("utf-8", 0, 2, "inside a character"),
        ("utf-16", -1, 2, "negative"),
        ("utf-8", 3, 1, "swapped"),
        ("utf-16", 0, 9, "beyond the end"),
        ("lf", 0, 7, "beyond the end"),
    ],
)
def test_an_offset_that_means_no_characters_is_an_error(
    unit: Unit, start: int, end: int, reason: str
) -> None:
    with pytest.raises(AnchorProblem, match=reason):
        Offsets(TEXT).span(unit, start, end)


@pytest.mark.parametrize(
    ("unit", "span", "reason"),
    [
        ("utf-8", Span(0, 8), "beyond the end"),
        ("utf-16", Span(2, 1), "swapped"),
        ("utf-16", Span(-2, 1), "negative"),
        ("lf", Span(5, 6), "between CR and LF"),
    ],
)
def test_a_span_that_is_none_is_an_error(unit: Unit, span: Span, reason: str) -> None:
    with pytest.raises(AnchorProblem, match=reason):
        Offsets(TEXT).to(unit, span)


@given(texts, spans)
def test_utf16_offsets_cut_the_same_characters(text: str, ends: list[int]) -> None:
    span = Span(*(min(end, len(text)) for end in ends))
    offsets = Offsets(text)
    start, end = offsets.to("utf-16", span)
    units = text.encode("utf-16-le")
    assert units[2 * start : 2 * end].decode("utf-16-le") == text[span.start : span.end]
    assert offsets.span("utf-16", start, end) == span


@given(texts, spans)
def test_utf8_offsets_cut_the_same_characters(text: str, ends: list[int]) -> None:
    span = Span(*(min(end, len(text)) for end in ends))
    offsets = Offsets(text)
    start, end = offsets.to("utf-8", span)
    assert text.encode()[start:end].decode() == text[span.start : span.end]
    assert offsets.span("utf-8", start, end) == span


@given(texts, spans)
def test_collapsed_offsets_cut_the_same_characters(text: str, ends: list[int]) -> None:
    collapsed = text.replace("\r\n", "\n")
    start, end = (min(end, len(collapsed)) for end in ends)
    span = Offsets(text).span("lf", start, end)
    assert text[span.start : span.end].replace("\r\n", "\n") == collapsed[start:end]
    assert Offsets(text).to("lf", span) == Span(start, end)
