"""Words that tell of acts, stances and conditions are found in three languages and inflected."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kg.suggest
from kg.suggest import Known, offline
from kg.suggest.words import LANGUAGES
from kg.vocab.concepts import CONCEPTS

#: the scheme of each group whose words are proposed
SCHEMES = {"act": "act", "stance": "stance", "condition": "condition-kind"}


def told(text: str, language: str, known: Known, folder: Path) -> list[tuple[str, str]]:
    path = folder / "text.txt"
    path.write_text(text, encoding="utf-8")
    found = offline(path, language, None, known).record["annotations"]
    return [
        (mark["at"][0]["exact"], concept)
        for mark in found
        if mark["label"] == "cue"
        for concept in mark["features"].values()
    ]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        # promises
        ("en", "We promise to hand back the villas.", [("promise", "undertake")]),
        ("en", "The ministry pledges aid and gave assurances.",
         [("pledges", "undertake"), ("assurances", "undertake")]),
        ("en", "It committed itself to a visit.", [("committed itself", "undertake")]),
        ("ru", "Мы обещаем вернуть дачи.", [("обещаем", "undertake")]),
        ("ru", "Обещание дано, и обязательства взяты.",
         [("Обещание", "undertake"), ("обязательства", "undertake")]),
        ("ru", "Посол заверил коллег и гарантирует визы.",
         [("заверил", "undertake"), ("гарантирует", "undertake")]),
        ("hi", "हम वादा करते हैं।", [("वादा", "undertake")]),
        ("hi", "मंत्री ने इस वादे पर आश्वासन दिया।", [("वादे", "undertake"), ("आश्वासन", "undertake")]),
        ("hi", "दूत ने सहयोग का भरोसा दिलाया।", [("भरोसा दिलाया", "undertake")]),
        # denials and doubts
        ("en", "Officials deny it: a denial of baseless claims.",
         [("deny", "denies"), ("denial", "denies"), ("baseless", "denies")]),
        ("en", "The envoy did not confirm it and doubts the figure.",
         [("not confirm", "neitherConfirmNorDeny"), ("doubts", "doubts")]),
        ("en", "It would neither confirm nor deny the visit.",
         [("neither confirm nor deny", "neitherConfirmNorDeny")]),
        ("ru", "В ведомстве опровергают слухи; опровержение готово.",
         [("опровергают", "denies"), ("опровержение", "denies")]),
        ("ru", "Это не соответствует действительности.",
         [("не соответствует действительности", "denies")]),
        ("ru", "Там не подтвердили визит и усомнились в цифрах.",
         [("не подтвердили", "neitherConfirmNorDeny"), ("усомнились", "doubts")]),
        ("hi", "प्रवक्ता ने खबर को नकारा और निराधार कहा।",
         [("नकारा", "denies"), ("निराधार", "denies")]),
        ("hi", "यात्रा की पुष्टि नहीं हुई, और संदेह है।",
         [("पुष्टि नहीं", "neitherConfirmNorDeny"), ("संदेह", "doubts")]),
        # postponements
        ("en", "They postpone the round; the delay was no deferral.",
         [("postpone", "postpone"), ("delay", "postpone"), ("deferral", "postpone")]),
        ("en", "The visit was pushed back to May.", [("pushed back to", "postpone")]),
        ("ru", "Встречу перенесли, визит откладывается.",
         [("перенесли", "postpone"), ("откладывается", "postpone")]),
        ("ru", "Решено отложить раунд и отсрочить платёж.",
         [("отложить", "postpone"), ("отсрочить", "postpone")]),
        ("hi", "बैठक टल गई और यात्रा का स्थगन हुआ।", [("टल", "postpone"), ("स्थगन", "postpone")]),
        ("hi", "दौरा टाला जाएगा।", [("टाला", "postpone")]),
        # conditions
        ("en", "It opens provided that visas follow, unless they stop.",
         [("provided that", "suspensive"), ("unless", "suspensive")]),
        ("en", "If visas follow, flights go in return, as long as it is safe.",
         [("If", "suspensive"), ("in return", "reciprocal"), ("as long as", "resolutive")]),
        ("en", "Delhi set conditions.", [("set conditions", "attachCondition")]),
        ("ru", "Рейсы начнутся при условии, что визы выдадут взамен.",
         [("при условии", "suspensive"), ("взамен", "reciprocal")]),
        ("ru", "Если снимут санкции, консульство откроют только после визита.",
         [("Если", "suspensive"), ("только после", "suspensive")]),
        ("ru", "Москва выдвинула условия.", [("выдвинула условия", "attachCondition")]),
        ("ru", "Визы увязали с рейсами.", [("увязали", "link")]),
        ("hi", "उड़ानें शुरू होंगी बशर्ते वीज़ा मिले।", [("बशर्ते", "suspensive")]),
        ("hi", "अगर वीज़ा मिले तभी, इसके बदले में उड़ानें।",
         [("अगर", "suspensive"), ("तभी", "suspensive"), ("बदले में", "reciprocal")]),
        ("hi", "दिल्ली ने शर्तें रखीं।", [("शर्तें रखीं", "attachCondition")]),
    ],
)  # fmt: skip
def test_promises_denials_postponements_and_conditions_are_found_in_their_forms(
    language: str, text: str, expected: list[tuple[str, str]], known: Known, tmp_path: Path
) -> None:
    assert told(text, language, known, tmp_path) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A promising start, even if late; they asked if it was sunny."),
        ("ru", "Обязательно приедут, даже если холодно, в условиях зимы."),
        ("hi", "यह नकारात्मक वाद नहीं था।"),
    ],
)
def test_what_only_looks_like_a_cue_is_left_alone(
    language: str, text: str, known: Known, tmp_path: Path
) -> None:
    assert told(text, language, known, tmp_path) == []


def test_every_cue_leads_to_a_concept_and_stands_once_in_its_language() -> None:
    path = Path(kg.suggest.__file__).with_name("cues.json")
    groups = json.loads(path.read_text(encoding="utf-8"))
    for group, scheme in SCHEMES.items():
        assert set(groups[group]) <= set(CONCEPTS[scheme])
    for language in LANGUAGES:
        words = [
            word
            for group in groups.values()
            for meanings in group.values()
            for word in meanings[language]
        ]
        assert sorted(words) == sorted(set(words))
