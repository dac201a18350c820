"""A quote leads to exactly one place of the text, or to an error that shows what is there."""

from __future__ import annotations

import hashlib
import time
import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from kg.anchors import Selector, Span, context, is_boundary, locate
from kg.errors import AmbiguousQuoteError, QuoteNotFoundError

TEXT = "रूसी पक्ष ने कहा। रूस और अमेरिका मिले। रूस ने उड़ानें मांगीं।\nThe US-Russia talks: Roman met Oman."

#: code points that combine: Devanagari with virama and nukta, emoji with joiners, flags, Hangul
COMBINING = "रूसक्ष्डिें़ािकी ab.,' \n\u0301\u200d\u200c👩👧🏽❤\ufe0f🇷🇺🇸각กำ俄罗\u0600"
texts = st.text(alphabet=st.one_of(st.sampled_from(COMBINING), st.characters(codec="utf-8")))


def quoted(span: Span, text: str = TEXT) -> str:
    return text[span.start : span.end]


def test_a_quote_that_stands_once_is_found_in_code_points() -> None:
    span = locate(TEXT, Selector("अमेरिका"))
    assert span == Span(TEXT.index("अमेरिका"), TEXT.index("अमेरिका") + len("अमेरिका"))


@pytest.mark.parametrize(
    ("selector", "start"),
    [
        (Selector("रूस", suffix=" और"), TEXT.index("रूस और")),
        (Selector("रूस", prefix="मिले। "), TEXT.index("रूस ने")),
        (Selector("रूस", prefix="मिले। ", suffix=" ने"), TEXT.index("रूस ने")),
        (Selector("रूस", occurrence=1), TEXT.index("रूस और")),
        (Selector("रूस", occurrence=2), TEXT.index("रूस ने")),
        (Selector("ने", prefix="रूस ", occurrence=1), TEXT.index("ने उड़ानें")),
    ],
)
def test_prefix_suffix_or_occurrence_tell_places_apart(selector: Selector, start: int) -> None:
    assert locate(TEXT, selector) == Span(start, start + len(selector.exact))


def test_a_written_character_is_never_cut() -> None:
    with pytest.raises(QuoteNotFoundError, match="part of longer written characters") as caught:
        locate("रूसी", Selector("रूस"))
    assert "रूसी" in caught.value.near[0]


def test_a_place_at_word_boundaries_is_preferred() -> None:
    assert locate("Romania met Roma", Selector("Roma")) == Span(12, 16)


def test_the_only_place_counts_even_inside_a_word() -> None:
    assert locate("Romania met Oman", Selector("oman")) == Span(1, 5)


def test_inside_a_word_is_found_when_prefix_or_suffix_point_there() -> None:
    assert locate("Romania met Roma", Selector("Roma", suffix="nia")) == Span(0, 4)


def test_scripts_without_spaces_have_places_everywhere() -> None:
    text = "俄罗斯和美国在伊斯坦布尔会谈。美国说"
    assert locate(text, Selector("伊斯坦布尔")) == Span(7, 12)
    assert locate(text, Selector("美国", occurrence=2)) == Span(15, 17)


def test_two_places_are_an_error_that_shows_both() -> None:
    with pytest.raises(AmbiguousQuoteError) as caught:
        locate(TEXT, Selector("रूस"))
    first, second = caught.value.near
    assert first.startswith("(1) line 1 of the text")
    assert "⟦रूस⟧ और अमेरिका" in first
    assert second.startswith("(2) line 1 of the text")
    assert "⟦रूस⟧ ने उड़ानें" in second
    assert "occurrence" in caught.value.expected


def test_many_places_are_counted_and_the_first_shown() -> None:
    with pytest.raises(AmbiguousQuoteError, match="40 places") as caught:
        locate("no " * 40, Selector("no"))
    assert len(caught.value.near) == 6
    assert caught.value.near[-1] == "and 35 more"


@pytest.mark.parametrize("occurrence", [0, 3, 99])
def test_an_occurrence_that_is_not_there_lists_those_that_are(occurrence: int) -> None:
    with pytest.raises(QuoteNotFoundError, match="from 1 to 2") as caught:
        locate(TEXT, Selector("रूस", occurrence=occurrence))
    assert len(caught.value.near) == 2


def test_a_wrong_prefix_shows_where_the_quote_stands() -> None:
    with pytest.raises(QuoteNotFoundError, match="not with this prefix") as caught:
        locate(TEXT, Selector("अमेरिका", prefix="रूस या "))
    assert "रूस और ⟦अमेरिका⟧" in caught.value.near[0]


@pytest.mark.parametrize(
    ("quote", "meant"),
    [
        ("रूस और अमरीका मिले", "रूस और अमेरिका मिले"),
        ("the us-russia talk", "The US-Russia talks"),
        ("Roman  met  Oman", "Roman met Oman"),
        ("मांगीं। The US-Russia", "मांगीं। The US-Russia"),
        ("उड़ाने", "उड़ानें"),
    ],
)
def test_a_misquote_shows_the_nearest_words(quote: str, meant: str) -> None:
    with pytest.raises(QuoteNotFoundError) as caught:
        locate(TEXT, Selector(quote))
    assert f"⟦{meant}⟧" in caught.value.near[0]


@pytest.mark.parametrize("quote", ["Zimbabwe exports tobacco", "", "☃", "x" * 10_000])
def test_nothing_is_proposed_where_nothing_resembles(quote: str) -> None:
    with pytest.raises(QuoteNotFoundError) as caught:
        locate(TEXT, Selector(quote))
    assert caught.value.near == ()
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_other_normalisation_form_is_named(form: str) -> None:
    other = {"NFC": "NFD", "NFD": "NFC"}[form]
    text = unicodedata.normalize(form, "The café in Zürich")  # type: ignore[arg-type]  # a literal
    quote = unicodedata.normalize(other, "café")  # type: ignore[arg-type]  # a literal
    with pytest.raises(QuoteNotFoundError, match="normalisation form") as caught:
        locate(text, Selector(quote))
    assert unicodedata.normalize(form, "⟦café⟧") in caught.value.near[0]  # type: ignore[arg-type]


def test_a_text_of_neither_form_is_still_understood() -> None:
    text = "\u0958लम और क\u093cलम"  # NFC decomposes U+0958
    with pytest.raises(QuoteNotFoundError, match="normalisation form"):
        locate(text, Selector("\u0958लम और \u0958लम"))


@pytest.mark.parametrize("size", [100_000])
def test_a_misquote_of_a_long_text_is_answered_quickly(size: int) -> None:
    words = (hashlib.blake2b(str(n).encode(), digest_size=4).hexdigest() for n in range(size // 9))
    text = " ".join(words)
    quote = text[50_000:50_300].replace("a", "e", 6)
    start = time.perf_counter()
    with pytest.raises(QuoteNotFoundError) as caught:
        locate(text, Selector(quote))
    assert time.perf_counter() - start < 0.5
    assert text[50_040:50_060] in caught.value.near[0]


def test_context_is_what_stands_on_both_sides() -> None:
    span = locate(TEXT, Selector("अमेरिका"))
    assert context(TEXT, span, 2) == ("र ", " ")  # मि does not fit
    assert context("ab", Span(0, 2)) == ("", "")


@given(texts, st.data())
def test_what_is_cut_out_at_boundaries_is_found_again(text: str, data: st.DataObject) -> None:
    ends = [place for place in range(len(text) + 1) if is_boundary(text, place)]
    start, end = sorted(data.draw(st.tuples(st.sampled_from(ends), st.sampled_from(ends))))
    if start == end:
        return
    selector = Selector(text[start:end], prefix=text[:start], suffix=text[end:])
    assert locate(text, selector) == Span(start, end)


@given(texts)
def test_boundaries_are_those_of_the_whole_segmentation(text: str) -> None:
    ends = {0, len(text), *(cluster.end() for cluster in regex.finditer(r"\X", text))}
    assert {place for place in range(len(text) + 1) if is_boundary(text, place)} == ends


@given(texts, st.integers(0, 40), st.data())
def test_context_cuts_no_cluster(text: str, width: int, data: st.DataObject) -> None:
    ends = [place for place in range(len(text) + 1) if is_boundary(text, place)]
    start, end = sorted(data.draw(st.tuples(st.sampled_from(ends), st.sampled_from(ends))))
    prefix, suffix = context(text, Span(start, end), width)
    assert text[:start].endswith(prefix)
    assert text[end:].startswith(suffix)
    assert len(prefix) <= width
    assert len(suffix) <= width
    assert is_boundary(text, start - len(prefix))
    assert is_boundary(text, end + len(suffix))


@given(texts, texts)
def test_any_quote_is_found_or_refused_with_a_reason(text: str, quote: str) -> None:
    try:
        span = locate(text, Selector(quote))
    except (QuoteNotFoundError, AmbiguousQuoteError) as problem:
        assert problem.message  # noqa: PT017 - either outcome is right
    else:
        assert quoted(span, text) == quote
