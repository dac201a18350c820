"""What a name consists of: words by their sounds, initials, concepts."""

from __future__ import annotations

import pytest

from kg.identity.units import Concept, as_person, as_thing, variants


def concepts(name: str) -> set[str]:
    return {("@" if each.located else "") + each.name for each in as_thing(name).concepts}


def words(name: str) -> list[str]:
    return [word.text for word in as_thing(name).words]


@pytest.mark.parametrize(
    "name",
    [
        "French Foreign Ministry",
        "Ministry of Foreign Affairs of France",
        "МИД Франции",
        "Министерства иностранных дел Франции",
        "फ़्रांसीसी विदेश मंत्रालय",
        "फ़्रांस के विदेश मंत्रालय",
        "法国外交部",
    ],
)
def test_one_body_in_four_languages(name: str) -> None:
    assert concepts(name) == {"FRA", "foreign", "ministry"}
    assert words(name) == []


@pytest.mark.parametrize(
    "name",
    [
        "Embassy of Japan in Germany",
        "Japanese embassy in Germany",
        "Embassy of Japan, Germany",
        "Посольство Японии в Германии",
        "जर्मनी में जापानी दूतावास",
        "जर्मनी स्थित जापानी दूतावास",
        "日本驻德国大使馆",
    ],
)
def test_a_mission_has_an_owner_and_a_place(name: str) -> None:
    assert concepts(name) == {"JPN", "@DEU", "embassy"}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Госдепартамент", {"foreign", "ministry", "USA"}),
        ("U.S. State Department", {"foreign", "ministry", "USA"}),
        ("印度驻华大使馆", {"IND", "@CHN", "embassy"}),
        ("Посол Франции", {"ambassador", "FRA"}),
        ("Посольство Франции", {"embassy", "FRA"}),
        ("Consulate General of Italy in Chennai", {"consulate", "general", "ITA"}),
    ],
)
def test_the_longest_phrase_counts(name: str, found: set[str]) -> None:
    assert concepts(name) == found


def test_the_group_of_a_state_does_not_depend_on_the_phrase() -> None:
    assert Concept("states", "USA") in as_thing("Госдеп").concepts


def test_what_the_lexicon_has_not_are_words() -> None:
    assert words("Consulate General of Italy in Chennai") == ["Chennai"]
    assert words("Саратовский район") == ["Саратовский"]
    assert words("喜马偕尔邦政府") == ["喜马偕尔"]


@pytest.mark.parametrize(
    "name",
    [
        "Foreign Minister Raman Sen", "विदेश मंत्री रमन सेन", "министр обороны Индии Раман Сен",
        "Mr Raman Sen", "श्री रमन सेन",
    ],
)  # fmt: skip
def test_a_person_has_no_title(name: str) -> None:
    assert len(as_person(name).words) == 2


def test_words_of_the_lexicon_may_be_surnames() -> None:
    assert [word.text for word in as_person("Anna Bank").words] == ["Anna", "Bank"]


@pytest.mark.parametrize("name", ["К. П. Шарма", "K.P. Sharma", "के. पी. शर्मा", "К.П. Шарма"])
def test_initials(name: str) -> None:
    found = as_person(name).words
    assert [word.initial for word in found] == [True, True, False]
    assert [word.readings[0] for word in found[:2]] == ["K1", "P1"]


@pytest.mark.parametrize("name", ["एफएसबी", "ФСБ", "FSB"])
def test_an_acronym_is_its_letters(name: str) -> None:
    assert [word.readings for word in as_thing(name).words] == [("f.s.b.",)]


def test_a_long_acronym_is_spoken() -> None:
    assert as_thing("BRICS").words[0].readings == as_thing("Brics").words[0].readings


def test_words_of_a_text_are_led_back_to_their_nominatives() -> None:
    (word,) = as_person("Дарчиева", bend=True).words
    assert as_person("Darchiev").words[0].readings[0] in word.bent
    assert as_person("Дарчиева").words[0].bent == ()


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("典角（德姆乔克）", ("典角（德姆乔克）", "典角", "德姆乔克")),
        ("Nathu La (pass)", ("Nathu La (pass)",)),
        ("Ministry of Commerce (India)", ("Ministry of Commerce (India)",)),
        ("Kremlin", ("Kremlin",)),
    ],
)
def test_brackets_hold_another_name_or_a_part_of_it(name: str, found: tuple[str, ...]) -> None:
    assert variants(name) == found
