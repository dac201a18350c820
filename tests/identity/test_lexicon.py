"""The words of `words.json` are ones that a name can contain, each with one meaning."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

import kg.identity
from kg.identity.lexicon import lexicon
from kg.names import fold
from kg.states import states

WORDS = json.loads((Path(kg.identity.__file__).parent / "words.json").read_text(encoding="utf-8"))
GROUPS = ("bodies", "landforms", "titles", "states", "particles")
LANGUAGES = {"en", "hi", "ru", "zh"}


def phrases() -> list[tuple[str, str, str, str]]:
    return [
        (group, concept, language, phrase)
        for group in GROUPS
        for concept, by_language in WORDS[group].items()
        for language, listed in by_language.items()
        for phrase in listed
    ]


def test_the_groups_are_known() -> None:
    assert set(WORDS) == {*GROUPS, "letters"}
    assert {language for _, _, language, _ in phrases()} == LANGUAGES


@pytest.mark.parametrize("group", ["bodies", "landforms", "titles", "states"])
def test_every_concept_has_all_languages(group: str) -> None:
    assert all(set(by_language) == LANGUAGES for by_language in WORDS[group].values())


def test_states_are_codes() -> None:
    assert set(WORDS["states"]) <= {state.alpha3 for state in states()}


def test_a_phrase_means_one_thing() -> None:
    meanings = defaultdict(set)
    for group, concept, language, phrase in phrases():
        meanings[language, phrase].add((group, concept))
    assert {phrase for phrase, found in meanings.items() if len(found) > 1} == set()


@pytest.mark.parametrize(
    ("concept", "phrase"),
    [
        pytest.param(concept, phrase, id=f"{concept}-{phrase}")
        for _, concept, language, phrase in phrases()
        if language != "zh"
    ],
)
def test_a_phrase_is_found(concept: str, phrase: str) -> None:
    said = [fold(word.removesuffix("*")) for word in phrase.split()]
    found = lexicon().at([each for word in said for each in word.split()], 0)
    assert found
    assert found[1].concepts == tuple(concept.split()), found


def test_a_longer_chinese_word_comes_first() -> None:
    found = [(text, entry and entry.concepts) for text, entry in lexicon().segments("印度外交部长")]
    assert found == [("印度", ("IND",)), ("外交部长", ("minister",))]


@pytest.mark.parametrize("text", ["德姆乔克", "北京", "印象"])
def test_a_single_character_counts_only_beside_another_word(text: str) -> None:
    assert list(lexicon().segments(text)) == [(text, None)]
    assert next(lexicon().segments("德外长"))[1] is not None
