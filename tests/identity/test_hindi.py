"""Hindi names, whatever way they are spelled and whatever stands behind them."""

from __future__ import annotations

import pytest

from kg.identity.hindi import bare, bases, spelled


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ट्रंप", "ट्रम्प"),
        ("हिंदी", "हिन्दी"),
        ("मॉस्को", "मास्को"),
        ("चाँद", "चांद"),
        ("फ़्रांस", "फ्रांस"),
        ("नई दिल्ली", "नयी दिल्ली"),
        ("रूस का विदेश मंत्रालय", "रूस के विदेश मंत्रालय"),
        ("श्री नरेंद्र मोदी", "नरेन्द्र मोदी जी"),
    ],
)
def test_spellings_that_share_a_key(one: str, other: str) -> None:
    assert spelled(one) == spelled(other)


@pytest.mark.parametrize(
    ("one", "other"), [("रूस", "रूसी"), ("चीन", "चीनी"), ("कमल", "कमाल"), ("जी", "श्री")]
)
def test_names_that_do_not(one: str, other: str) -> None:
    assert spelled(one) != spelled(other)


@pytest.mark.parametrize(
    ("form", "base"),
    [
        ("रूस ने", "रूस"),
        ("रूसने", "रूस"),
        ("ट्रम्प के साथ", None),
        ("मोदीजी", "मोदी"),
        ("दूतावासों", "दूतावास"),
        ("अधिकारियों", "अधिकारी"),
        ("मंत्रालयों में", "मंत्रालय"),
        ("कोलकाते", "कोलकाता"),
        ("मुखर्जी", "मुखर्जी"),
    ],
)
def test_the_bases_of_a_form(form: str, base: str | None) -> None:
    found = bases(form)
    if base is None:
        assert found == (spelled(form),)
    else:
        assert spelled(base) in found


def test_an_adjective_is_not_led_back_to_its_noun() -> None:
    assert spelled("रूस") not in bases("रूसी")
    assert spelled("चीन") not in bases("चीनी")


def test_a_short_word_and_a_half_consonant_keep_their_ends() -> None:
    assert bases("सको") == (spelled("सको"),)
    assert bases("मॉस्को") == (spelled("मॉस्को"),)


@pytest.mark.parametrize(
    ("name", "rest"), [("डोनाल्ड ट्रंप ने", "डोनाल्ड ट्रंप"), ("मोदी जी को", "मोदी"), ("ने", "ने")]
)
def test_what_stands_behind_a_name_is_left_out(name: str, rest: str) -> None:
    assert bare(name) == rest


def test_nothing_has_no_base() -> None:
    assert bases("") == bases(" — ") == ()
