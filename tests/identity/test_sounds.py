"""Words that sound alike in any script have strings that are alike."""

from __future__ import annotations

import pytest
from rapidfuzz.distance import Levenshtein

from kg.identity.sounds import is_han, is_readable, script, sounds


def alike(one: str, other: str) -> float:
    return max(Levenshtein.normalized_similarity(a, b) for a in sounds(one) for b in sounds(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lavrov", "Лавров"),
        ("Lavrov", "Lawrow"),
        ("Darchiev", "Darchiyev"),
        ("डार्चिएव", "Дарчиев"),
        ("Witkoff", "Уиткофф"),
        ("Zakharova", "ज़ाखारोवा"),
        ("Sergei", "सर्गेई"),
        ("ट्रंप", "ट्रम्प"),
        ("习近平", "XiJinping"),
        ("Цзиньпин", "Jinping"),
        ("Qingdao", "चिंगदाओ"),
    ],
)
def test_words_that_sound_the_same(one: str, other: str) -> None:
    assert alike(one, other) == 1


@pytest.mark.parametrize(
    ("one", "other", "least"),
    [
        ("Trump", "Трамп", 0.85),
        ("Waltz", "वाल्ट्ज", 0.85),
        ("Bruce", "ब्रूस", 1),
        ("Doval", "डोभाल", 0.85),
        ("शीचिनफिंग", "XiJinping", 0.85),
        ("多瓦尔", "Doval", 0.75),
        ("Vardhan", "वर्धन", 0.85),
    ],
)
def test_words_that_sound_nearly_the_same(one: str, other: str, least: float) -> None:
    assert alike(one, other) >= least


@pytest.mark.parametrize(
    ("one", "other"),
    [("Petrov", "Песков"), ("Arthur", "Александр"), ("Lavrov", "Лукойл"), ("Niger", "नाइजीरिया")],
)
def test_words_that_do_not(one: str, other: str) -> None:
    assert alike(one, other) < 0.8


@pytest.mark.parametrize(
    ("text", "found"),
    [("王毅", "CJK"), ("(रूस", "DEVANAGARI"), ("мид", "CYRILLIC"), ("Rio", "LATIN"), ("—", "")],
)
def test_the_script_is_that_of_the_first_letter(text: str, found: str) -> None:
    assert script(text) == found
    assert is_han(text) == (found == "CJK")
    assert is_readable(text) == bool(found)


def test_other_scripts_are_spelled_out() -> None:
    assert not is_readable("საქართველო")
    assert sounds("საქართველო")


def test_signs_have_no_sound() -> None:
    assert set(sounds("—")) == {""}
