"""Things are found by code, slug, reference or a name in any language that is theirs by a key."""

from __future__ import annotations

import pytest

from kg.iris import ID
from kg.names import Form, NameIndex, fold, romanize

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

INDEX = NameIndex(Form(ID + reference, name) for reference, name in NAMES)


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


def references(text: str, kind: str | None = None, **options: bool) -> list[str]:
    found = INDEX.find(text, kind, **options)
    return [form.iri.removeprefix(ID) for form in found.forms] if found else []


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
def test_what_is_found(text: str, reference: str) -> None:
    assert references(text, "actor" if "RUS" in reference else None) == [reference]


@pytest.mark.parametrize("text", ["", "  ", "—", "रूसी", "Rossia-Unknown", "actor/nobody", "Q159"])
def test_what_is_not_found(text: str) -> None:
    assert references(text) == []


def test_all_that_bear_a_name_are_found() -> None:
    assert references("joint  COMMISSION") == ["actor/twin-a", "actor/twin-b"]


def test_the_kind_tells_things_of_one_name_apart() -> None:
    assert references("Россия") == ["actor/RUS", "place/russia"]
    assert references("Россия", "place") == ["place/russia"]
    assert references("place/moscow", "actor") == []


def test_the_looser_key_is_told_and_does_not_choose() -> None:
    found = INDEX.find("Komissiya Sever")
    assert found
    assert found.romanized
    assert references("Komissiya Sever") == ["actor/loose-a", "actor/loose-b"]


def test_short_texts_are_not_romanised() -> None:
    assert NameIndex([Form(ID + "actor/x", "Сша")]).find("ssa") is None


@pytest.mark.parametrize("text", ["kongo", "toga"])
def test_names_that_languages_give_to_several_states(text: str) -> None:
    found = NameIndex([]).find(text)
    assert found
    assert len(found.forms) > 1
    assert not found.common
    assert NameIndex([]).find(text, everywhere=False) is None


def test_a_form_bears_its_language() -> None:
    index = NameIndex([Form(ID + "actor/x", "Икс", "ru")])
    found = index.find("икс")
    assert found
    assert found.forms == (Form(ID + "actor/x", "Икс", "ru"),)
