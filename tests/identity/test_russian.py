"""Russian names are declined as a whole, and single words led back to the nominative."""

from __future__ import annotations

import pytest

from kg.identity.russian import CASES, case_forms, nominatives


def forms(name: str, *, person: bool) -> list[str]:
    found = case_forms(name, person=person)
    assert tuple(found) == tuple(CASES)
    return [form.lower() for form in found.values()]


@pytest.mark.parametrize(
    ("name", "genitive", "instrumental"),
    [
        ("Сергей Викторович Лавров", "сергея викторовича лаврова", "сергеем викторовичем лавровым"),
        ("Мария Захарова", "марии захаровой", "марией захаровой"),
        ("Александр Дарчиев", "александра дарчиева", "александром дарчиевым"),
        ("Дмитрий Ядров", "дмитрия ядрова", "дмитрием ядровым"),  # unknown to the dictionary
        ("Дмитрий Песков", "дмитрия пескова", "дмитрием песковым"),  # not of песок, sand
        ("Сергей Беседа", "сергея беседы", "сергеем беседой"),
        ("Стив Уиткофф", "стива уиткоффа", "стивом уиткоффом"),
        ("Марк Фогель", "марка фогеля", "марком фогелем"),
        ("Соната Коултер", "сонаты коултер", "сонатой коултер"),  # a woman's stays
        ("Марко Рубио", "марко рубио", "марко рубио"),
        ("Линн Трейси", "линн трейси", "линн трейси"),
    ],
)
def test_persons(name: str, genitive: str, instrumental: str) -> None:
    found = forms(name, person=True)
    assert (found[0], found[3]) == (genitive, instrumental)


@pytest.mark.parametrize(
    ("name", "genitive", "accusative"),
    [
        ("МИД России", "мида россии", "мид россии"),
        ("Госдепартамент США", "госдепартамента сша", "госдепартамент сша"),
        ("Белый дом", "белого дома", "белый дом"),
        ("Российская делегация", "российской делегации", "российскую делегацию"),
        ("Соединённые Штаты Америки", "соединённых штатов америки", "соединённые штаты америки"),
        (
            "Министерство иностранных дел Российской Федерации",
            "министерства иностранных дел российской федерации",
            "министерство иностранных дел российской федерации",
        ),
        ("Москва", "москвы", "москву"),
        ("ООН", "оон", "оон"),
    ],
)
def test_bodies_and_places(name: str, genitive: str, accusative: str) -> None:
    found = forms(name, person=False)
    assert (found[0], found[2]) == (genitive, accusative)


@pytest.mark.parametrize(
    ("word", "nominative"),
    [("Дарчиева", "дарчиев"), ("Лавровым", "лавров"), ("Захаровой", "захарова")],
)
def test_nominatives(word: str, nominative: str) -> None:
    assert nominative in nominatives(word)


def test_a_nominative_leads_nowhere_else() -> None:
    assert nominatives("Госдепартамент") == ()
