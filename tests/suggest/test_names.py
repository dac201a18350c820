"""Names of the registry are found in any script and inflection, and never one by mere likeness."""

from __future__ import annotations

import pytest

from kg.loaders.base import load_one
from kg.model import Article
from kg.resources import data_dir
from kg.suggest import Known
from kg.suggest.names import find
from kg.suggest.words import words


def named(text: str, language: str, known: Known) -> list[tuple[str, str]]:
    return [
        (text[slice(*name.span)], name.refers) for name in find(words(text), language, known)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "встретился с Дарчиевым", [("Дарчиевым", "actor/darchiev")]),
        ("ru", "сообщили в МИД России", [("МИД России", "actor/rus-mfa")]),
        ("hi", "डार्चिएव ने कहा", [("डार्चिएव", "actor/darchiev")]),
        ("hi", "रूसी विदेश मंत्रालय ने", [("रूसी विदेश मंत्रालय", "actor/rus-mfa")]),
        ("en", "China's Foreign Ministry said", [("China's Foreign Ministry", "actor/chn-mfa")]),
        ("en", "Ambassador Alexander Darchiev", [("Alexander Darchiev", "actor/darchiev")]),
    ],
)
def test_a_name_is_found_in_its_language_and_form(
    language: str, text: str, expected: list[tuple[str, str]], known: Known
) -> None:
    assert named(text, language, known) == expected


@pytest.mark.parametrize(
    ("language", "speaks", "place"),
    [
        ("en", "Moscow agreed.", "They met in Moscow."),
        ("ru", "Москва согласилась.", "Встреча прошла в Москве."),
        ("hi", "मॉस्को सहमत हुआ।", "बैठक मॉस्को में हुई।"),
    ],
)
def test_a_capital_speaks_unless_the_words_say_that_something_is_there(
    language: str, speaks: str, place: str, known: Known
) -> None:
    assert [refers for _, refers in named(speaks, language, known)] == ["actor/rus-government"]
    assert [refers for _, refers in named(place, language, known)] == ["place/moscow"]


def test_those_who_speak_for_a_state_are_its_government(known: Known) -> None:
    assert named("The American side agreed.", "en", known) == [
        ("American side", "actor/usa-government")
    ]


def test_both_sides_are_the_two_of_which_the_text_tells_most(known: Known) -> None:
    text = "Russia and India met; Russia spoke. China was absent. India left. Both sides agreed."
    assert named(text, "en", known)[-2:] == [
        ("Both sides", "actor/IND"), ("Both sides", "actor/RUS"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Secretary of State Marco Rubio in Riyadh, on Monday", ["Marco Rubio", "Riyadh"]),
        ("en", "Vladimir Putin in Kazan and President Donald Trump",
         ["Vladimir Putin", "Kazan", "Donald Trump"]),
        ("en", "Marco Rubio and Sergey Lavrov spoke", ["Marco Rubio", "Sergey Lavrov"]),
        ("en", "Vladimir Vladimirovich Putin spoke", ["Vladimir Vladimirovich Putin"]),
        ("en", "Prime Minister Modi met Xi Jinping in Kazan", ["Modi", "Xi Jinping", "Kazan"]),
        ("en", "Ajit Doval met Wang Yi in Kazan", ["Ajit Doval", "Wang Yi", "Kazan"]),
        ("hi", "विदेश मंत्री वांग यी नई दिल्ली में", ["वांग यी", "नई दिल्ली"]),
        ("en", "Mr Rubio left", ["Rubio"]),
        ("en", "Vitamin C. Rubio and S. Jaishankar met", ["Rubio", "S. Jaishankar"]),
        ("ru", "В Стамбуле министр Сергей Лавров", ["Стамбуле", "Сергей Лавров"]),
        ("ru", "Владимир Путин и президент США Дональд Трамп",
         ["Владимир Путин", "США", "Дональд Трамп"]),
        ("ru", "Нарендра Моди в Казани и в Эр-Рияде", ["Нарендра Моди", "Казани", "Эр-Рияде"]),
        ("hi", "रियाद में विदेश मंत्री सर्गेई लावरोव ने", ["रियाद", "सर्गेई लावरोव"]),
        ("hi", "कज़ान में नया वाणिज्य दूतावास", ["कज़ान"]),
        ("hi", "नई दिल्ली में एस. जयशंकर ने", ["नई दिल्ली", "एस. जयशंकर"]),
        ("hi", "नरेंद्र मोदी नई दिल्ली से", ["नरेंद्र मोदी", "नई दिल्ली"]),
    ],
)  # fmt: skip
def test_a_name_is_marked_alone_without_the_words_beside_it(
    language: str, text: str, expected: list[str], known: Known
) -> None:
    assert [words for words, _ in named(text, language, known)] == expected


@pytest.mark.parametrize(
    ("language", "text", "whole", "place"),
    [
        ("en", "the US Embassy in Moscow", "US Embassy in Moscow", "Moscow"),
        ("ru", "Посольство США в Москве", "Посольство США в Москве", "Москве"),
        ("hi", "मास्को में अमेरिकी दूतावास", "मास्को में अमेरिकी दूतावास", "मास्को"),
    ],
)
def test_the_place_in_the_name_of_a_body_is_the_only_mention_within_another(
    language: str, text: str, whole: str, place: str, known: Known
) -> None:
    assert sorted(named(text, language, known)) == sorted(
        [(whole, "actor/usa-embassy-moscow"), (place, "place/moscow")]
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The ministry said that nothing had been agreed."),
        ("ru", "В министерстве заявили, что ничего не согласовано."),
        ("hi", "मंत्रालय ने कहा कि कुछ भी तय नहीं हुआ।"),
    ],
)
def test_what_may_be_that_of_several_is_left_out(language: str, text: str, known: Known) -> None:
    assert named(text, language, known) == []


def test_on_the_seed_half_of_what_people_marked_is_found(known: Known) -> None:
    """The figures of docs/annotations.md: words and thing both as people marked them."""
    found = marked = proposed = 0
    for path in sorted(data_dir().glob("articles/*/*.yaml")):
        loaded = load_one(path)
        assert isinstance(loaded.sheet, Article)
        names = find(words(loaded.text or ""), loaded.sheet.document.language, known)
        ours = {(name.span, name.refers) for name in names}
        theirs = {(mention.span, mention.refers) for mention in loaded.sheet.mentions}
        right = len(ours & theirs)
        if path.stem == "2025-04-10-istanbul.hi":
            stretches = {span for span, _ in theirs}
            other_thing = sum(span in stretches for span, _ in ours - theirs)
            assert (len(theirs), right, other_thing, len(ours)) == (73, 36, 10, 56)
        found, marked, proposed = found + right, marked + len(theirs), proposed + len(ours)
    assert (found, marked, proposed) == (61, 102, 114)
