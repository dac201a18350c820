"""Things are found by code, slug, reference or a name in any language, and never by a guess."""

from __future__ import annotations

import time

import pytest

from kg.errors import AmbiguousNameError, NameNotFoundError
from kg.iris import ID
from kg.names import NameIndex, fold, romanize

NAMES = [
    ("actor/RUS", "Россия"),
    ("actor/RUS", "रूस"),
    ("actor/USA", "United States"),
    ("actor/USA", "США"),
    ("actor/USA", "अमेरिका"),
    ("actor/rus-mfa", "Russian Foreign Ministry"),
    ("actor/rus-mfa", "МИД России"),
    ("actor/trump", "डोनाल्ड ट्रम्प"),
    ("actor/trump", "Donald Trump"),
    ("actor/darchiev", "Александр Дарчиев"),
    ("actor/darchiev", "अलेक्जेंडर डार्चिएव"),
    ("place/moscow", "Moscow"),
    ("place/russia", "Россия"),
    ("actor/twin-a", "Joint Commission"),
    ("actor/twin-b", "Joint commission"),
    ("actor/loose-a", "Комиссия Север"),
    ("actor/loose-b", "Комиссийа Север"),
]


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return NameIndex.from_names((ID + reference, name) for reference, name in NAMES)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("  New\u00a0 Delhi ", "new delhi"),
        ("Türkiye", "turkiye"),
        ("İstanbul", "istanbul"),
        ("U.S.A.", "USA"),
        ("Côte-d’Ivoire", "cote d'ivoire"),
        ("Straße", "STRASSE"),
        ("Артём", "артем"),
        ("फ़्रांस", "फ्रांस"),  # the nukta as a character of its own, and left out
        ("फ\u093c्रांस", "\u095e्रांस"),  # decomposed and precomposed
        ("क्\u200dष", "क्ष"),  # zero width joiner
        ("ＲＵＳ", "rus"),
        ("مُحَمَّد", "محمد"),
    ],
)
def test_spellings_that_share_a_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("रूस", "रस"), ("रूस", "रूसी"), ("कमल", "कमला"), ("が", "か"), ("Niger", "Nigeria")],
)
def test_vowel_signs_and_letters_count(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Россия", "Rossiya"), ("हिंदी", "हिन्दी"), ("ट्रंप", "ट्रम्प"), ("Дарчиев", "Darchiev")],
)
def test_scripts_and_spellings_that_share_the_looser_key(one: str, other: str) -> None:
    assert romanize(one) == romanize(other)


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("RUS", "actor/RUS"),
        ("RU", "actor/RUS"),
        ("ru", "actor/RUS"),
        ("रूस", "actor/RUS"),
        ("actor/RUS", "actor/RUS"),
        ("id:actor/RUS", "actor/RUS"),
        (ID + "actor/RUS", "actor/RUS"),
        ("russia", "actor/RUS"),
        ("Russland", "actor/RUS"),
        ("U.S.", "actor/USA"),
        ("сша", "actor/USA"),
        ("rus-mfa", "actor/rus-mfa"),
        ("мид россии", "actor/rus-mfa"),
        ("darchiev", "actor/darchiev"),
        ("Aleksandr Darchiev", "actor/darchiev"),
        ("डोनाल्ड ट्रंप", "actor/trump"),
        ("MOSCOW", "place/moscow"),
        ("NO", "actor/NOR"),
        ("FRA", "actor/FRA"),
        ("actor/FRA", "actor/FRA"),
        ("ჰაიტი", "actor/HTI"),
        ("ロシア", "actor/RUS"),
    ],
)
def test_what_resolves(index: NameIndex, text: str, reference: str) -> None:
    assert index.resolve(text, kind="actor" if "RUS" in reference else None) == ID + reference


@pytest.mark.parametrize("text", ["", "  ", "—", "रूसी", "Rossia-Unknown", "actor/nobody", "Q159"])
def test_what_does_not_resolve(index: NameIndex, text: str) -> None:
    with pytest.raises(NameNotFoundError) as caught:
        index.resolve(text)
    assert caught.value.name == text


def test_two_things_of_one_name_are_both_shown(index: NameIndex) -> None:
    with pytest.raises(AmbiguousNameError) as caught:
        index.resolve("joint  COMMISSION")
    assert caught.value.candidates == ("actor/twin-a", "actor/twin-b")


def test_the_kind_tells_things_of_one_name_apart(index: NameIndex) -> None:
    with pytest.raises(AmbiguousNameError):
        index.resolve("Россия")
    assert index.resolve("Россия", kind="actor") == ID + "actor/RUS"
    assert index.resolve("Россия", kind="place") == ID + "place/russia"


def test_a_reference_of_another_kind_does_not_pass(index: NameIndex) -> None:
    with pytest.raises(NameNotFoundError):
        index.resolve("place/moscow", kind="actor")


def test_the_looser_key_does_not_choose(index: NameIndex) -> None:
    with pytest.raises(AmbiguousNameError) as caught:
        index.resolve("Komissiya Sever")
    assert caught.value.candidates == ("actor/loose-a", "actor/loose-b")


def test_short_texts_are_not_romanised() -> None:
    index = NameIndex.from_names([(ID + "actor/x", "Сша")])
    with pytest.raises(NameNotFoundError):
        index.resolve("ssa")


@pytest.mark.parametrize("text", ["kongo", "toga"])
def test_a_name_that_languages_give_to_several_states_is_ambiguous(text: str) -> None:
    with pytest.raises(AmbiguousNameError):
        NameIndex.from_names([]).resolve(text)


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("Darchiyev", "actor/darchiev"),
        ("Frnace", "actor/FRA"),
        ("ministry", "actor/rus-mfa"),
        ("डोनाल्ड", "actor/trump"),
        ("Дональд Трамп", "actor/trump"),
        ("mosocw", "place/moscow"),
    ],
)
def test_candidates_begin_with_the_likeliest(index: NameIndex, text: str, reference: str) -> None:
    assert index.candidates(text)[0].iri == ID + reference


def test_candidates_show_each_thing_once(index: NameIndex) -> None:
    found = index.candidates("Donald Trump", n=3)
    assert len(found) <= 3
    assert len({each.iri for each in found}) == len(found)


def test_the_error_names_what_is_near(index: NameIndex) -> None:
    with pytest.raises(NameNotFoundError, match=r"nearest: Moscow \(place/moscow\)"):
        index.resolve("Mosocw")


def test_five_thousand_names_are_indexed_at_once() -> None:
    names = [(f"{ID}actor/a{nth}", f"Name {nth} Фамилия नाम") for nth in range(5000)]
    started = time.process_time()
    assert NameIndex.from_names(names).resolve("name 4999 фамилия नाम") == ID + "actor/a4999"
    assert time.process_time() - started < 0.15
