"""The generated table of states, and CLDR's names for them."""

from __future__ import annotations

import re

import pytest
from babel.core import get_global

from kg.errors import NameNotFoundError
from kg.states import State, state, state_names, states, territory_names


def test_iso_lists_249_states_and_territories() -> None:
    assert len(states()) == 249


@pytest.mark.parametrize("column", State._fields)
def test_every_code_and_every_item_is_of_one_state_only(column: str) -> None:
    values = [getattr(each, column) for each in states()]
    assert len(set(values)) == len(values)


@pytest.mark.parametrize(
    ("column", "form"),
    [
        ("alpha3", "[A-Z]{3}"),
        ("alpha2", "[A-Z]{2}"),
        ("numeric", "[0-9]{3}"),
        ("wikidata", "Q[1-9][0-9]*"),
    ],
)
def test_columns_have_their_form(column: str, form: str) -> None:
    assert not [each for each in states() if not re.fullmatch(form, getattr(each, column))]


def test_codes_agree_with_an_independent_source() -> None:
    aliases = get_global("territory_aliases")  # CLDR: alpha-3 and numeric codes to alpha-2
    for each in states():
        assert aliases[each.alpha3] == aliases[each.numeric] == [each.alpha2]


@pytest.mark.parametrize(
    ("alpha3", "expected"),
    [
        ("RUS", ("RU", "643", "Q159")),
        ("USA", ("US", "840", "Q30")),
        ("TUR", ("TR", "792", "Q43")),
        ("IND", ("IN", "356", "Q668")),
        ("CHN", ("CN", "156", "Q148")),
        ("UKR", ("UA", "804", "Q212")),
        ("ARE", ("AE", "784", "Q878")),
        ("SAU", ("SA", "682", "Q851")),
        ("HUN", ("HU", "348", "Q28")),
        ("NOR", ("NO", "578", "Q20")),
        ("DNK", ("DK", "208", "Q35")),
        ("NLD", ("NL", "528", "Q55")),
    ],
)
def test_well_known_states(alpha3: str, expected: tuple[str, str, str]) -> None:
    assert state(alpha3)[1:] == expected


def test_a_state_has_an_iri_by_its_alpha3_code() -> None:
    assert state("RUS").iri == "https://w3id.org/bilateral/id/actor/RUS"


def test_names_in_several_languages() -> None:
    names = state_names("RUS", ["en", "hi", "ru", "zh-Hant", "sr-Latn", "tlh"])
    assert names == {
        "en": "Russia",
        "hi": "रूस",
        "ru": "Россия",
        "zh-Hant": "俄羅斯",
        "sr-Latn": "Rusija",
    }


def test_names_of_all_states_in_given_languages() -> None:
    names = dict(territory_names(["hi"]))
    assert len(names) == 249
    assert names["IND"] == "भारत"


@pytest.mark.parametrize("code", ["XKX", "rus", "RU", ""])
def test_what_iso_does_not_list_is_an_error(code: str) -> None:
    with pytest.raises(NameNotFoundError):
        state(code)
    with pytest.raises(NameNotFoundError):
        state_names(code, ["en"])
