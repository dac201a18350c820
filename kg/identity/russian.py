"""The case forms of Russian names: the only place that knows the morphological dictionary.

A name is declined as a whole: of a person every word, of anything else the head and the adjectives
before it, since what follows the head («МИД России») stands in the genitive and stays. Number and
gender are those of the name, so that «Захарова» is never taken for «Захаров».
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer
    from pymorphy3.analyzer import Parse

__all__ = ["CASES", "case_forms", "nominatives"]

#: OpenCorpora's names of the cases other than the nominative, with ours
CASES: Final = {
    "gent": "genitive", "datv": "dative", "accs": "accusative", "ablt": "instrumental",
    "loct": "prepositional",
}  # fmt: skip

#: a name of each declension, by the end of the surnames that go like it, the longest end first;
#: only for those that the dictionary does not know
_MODELS: Final = {
    "ова": "петрова", "ева": "сергеева", "ина": "пушкина", "ына": "пушкина",
    "ов": "петров", "ев": "сергеев", "ин": "пушкин", "ын": "пушкин", "ь": "гоголь", "й": "гайдай",
}  # fmt: skip
#: and of the rest that end in a consonant
_MALE: Final = "трамп"
_CONSONANTS: Final = frozenset("бвгджзклмнпрстфхцчшщ")
_WORD: Final = re.compile(r"[\w-]+|[^\w-]+")


@cache
def _analyzer() -> MorphAnalyzer:
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer(lang="ru")


@lru_cache(maxsize=8192)
def case_forms(name: str, *, person: bool) -> dict[str, str]:
    """The forms of a name in the nominative by case (`CASES`); of «МИД России», «мида России».

    Words that cannot be declined stay as they are; the others come in lower case.
    """
    pieces = _WORD.findall(name)
    parses = [_nominative(piece, person=person) if piece[0].isalpha() else None for piece in pieces]
    woman = parses[0] is not None and "femn" in parses[0].tag and parses[0].is_known
    declined = range(len(pieces)) if person else _head(parses)
    forms = {}
    for case in CASES:
        said = list(pieces)
        for at in declined:
            said[at] = (
                _personal_in_case(pieces[at], parses[at], case, woman=woman)
                if person
                else _in_case(pieces[at], parses[at], case)
            )
        forms[case] = "".join(said)
    return forms


def _head(parses: list[Parse | None]) -> range:
    """The adjectives at the beginning and the noun after them."""
    for at, parse in enumerate(parses):
        if parse is not None and parse.tag.POS == "NOUN":
            return range(at + 1)
    return range(0)


def _nominative(word: str, *, person: bool) -> Parse | None:
    """The reading of a word as a nominative; in a person's name as one of a person if it can be."""
    found = [
        parse for parse in _analyzer().parse(word)
        if "nomn" in parse.tag and parse.tag.POS in ("NOUN", "ADJF", "PRTF")
    ]  # fmt: skip
    if person:
        found.sort(key=lambda parse: not _is_personal(parse))
    return found[0] if found else None


def _is_personal(parse: Parse) -> bool:
    """Whether the dictionary has it, or one like it, as a name of one person that is declined."""
    tag = parse.tag
    return (
        any(mark in tag for mark in ("Surn", "Name", "Patr"))
        and "Fixd" not in tag
        and "plur" not in tag
    )


def _in_case(word: str, parse: Parse | None, case: str) -> str:
    if parse is None:
        return word
    inflected = None
    # what an adjective belongs to in the name of a body or place is inanimate
    if parse.tag.POS != "NOUN" and case == "accs" and not {"femn", "neut"} & parse.tag.grammemes:
        inflected = parse.inflect({case, "inan"})
    inflected = inflected or parse.inflect({case})
    return inflected.word if inflected else word


def _personal_in_case(word: str, parse: Parse | None, case: str, *, woman: bool) -> str:
    """A word of a person's name; what is foreign and ends in another vowel than a is not declined.

    Source: Zaliznyak, Grammatičeskij slovar' russkogo jazyka, 4th ed., 2003, on proper names.
    """
    if parse is not None and _is_personal(parse):
        return _in_case(word, parse, case)
    lower = word.lower()
    for ending, model in _MODELS.items():
        if lower.endswith(ending):
            return _like(model, lower, len(ending), case) if woman == model.endswith("а") else word
    if lower[-1] in _CONSONANTS:
        return word if woman else lower + _like(_MALE, _MALE, 0, case)[len(_MALE) :]
    return _in_case(word, parse, case) if lower.endswith(("а", "я")) else word


def _like(model: str, word: str, ending: int, case: str) -> str:
    """`word` in that case with the end that `model` has there in place of its last letters."""
    parse = _nominative(model, person=True)
    inflected = _in_case(model, parse, case)
    return word[: len(word) - ending] + inflected[len(model) - ending :]


@lru_cache(maxsize=8192)
def nominatives(word: str) -> tuple[str, ...]:
    """What the nominative of a single word may be, the likeliest first, without the word itself.

    A surname keeps its gender: of «Захаровой» it is «захарова».
    """
    found: dict[str, None] = {}
    for parse in _analyzer().parse(word):
        if parse.tag.POS == "NOUN" and "nomn" not in parse.tag:
            base = parse.inflect({"nomn", "sing"})
            if base and base.word != word.lower():
                found.setdefault(base.word, None)
    return tuple(found)
