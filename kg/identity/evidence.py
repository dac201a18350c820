"""How a form of a registry leads from a name to a thing: the step, and how sure it is.

Steps that find the very name come first (`exact` to `inflected`); what sounds or means the same
(`transliterated`, `translated`) is never quite as sure, and what is merely like (`fuzzy`) less.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final, NamedTuple

from kg.identity.hindi import bare, bases, spelled
from kg.identity.likeness import NOTHING, Likeness, of_persons, of_things
from kg.identity.russian import case_forms
from kg.identity.sounds import script
from kg.identity.units import as_person, as_thing, variants
from kg.names import Form, Found, fold, is_kind
from kg.states import states

__all__ = ["LINK", "STEPS", "Evidence", "Name"]

#: how a form leads to a thing, the surest first
STEPS: Final = (
    "judged", "code", "exact", "folded", "spelled", "inflected", "transliterated", "translated",
    "fuzzy",
)  # fmt: skip
#: what each of the steps that find the very name is worth
_SCORES: Final = {
    "code": 1.0, "exact": 1.0, "folded": 0.99, "spelled": 0.98, "inflected": 0.97,
}  # fmt: skip
#: the most that what sounds or means the same is worth
_SURE: Final = 0.96
#: the least score of what is linked
LINK: Final = 0.85
#: and within one script, where one letter more is another name
_LINK_FUZZY: Final = 0.93
#: a name of a state in a language that is neither the registry's nor a common one
_RARE: Final = 0.9
#: the names of states are known in all usual languages, so that another name is hardly theirs
_OTHER_STATE: Final = 0.75
#: the most that a sound is worth where the Chinese characters are known and others
_OTHER_CHARACTERS: Final = 0.75


class Evidence(NamedTuple):
    """Why a name may be that of a thing: which form of the registry, in which language, how sure.

    `step` is one of `STEPS`; `whole` says that no word of either name speaks against the other.
    """

    score: float
    step: str
    form: str
    language: str = ""
    whole: bool = True

    @property
    def certain(self) -> bool:
        """Whether it would be enough if nothing else bore a name like it."""
        return self.whole and self.score >= (_LINK_FUZZY if self.step == "fuzzy" else LINK)

    @property
    def order(self) -> tuple[float, int]:
        """What makes one evidence better than another: the score, then the surer step."""
        return self.score, -STEPS.index(self.step)


class Name:
    """A name in a text, with all that is computed of it once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._key = fold(text)
        self._script = script(text)
        self._bases = frozenset(bases(text) if self._script == "DEVANAGARI" else ())
        ways = variants(bare(text))
        self._persons = [as_person(each, bend=True) for each in ways]
        self._things = [as_thing(each, bend=True) for each in ways]

    def best(self, forms: Iterable[Form], *, person: bool, least: float) -> Evidence | None:
        """The best evidence among the forms of one thing that is worth `least` or more."""
        forms = tuple(forms)
        found = [self._evidence(form, person=person) for form in forms]
        if self._script == "CJK" and any(script(form.text) == "CJK" for form in forms):
            # characters that differ say more than that they sound alike
            found = [
                each
                if script(form.text) == "CJK"
                else each._replace(score=min(each.score, _OTHER_CHARACTERS))
                for form, each in zip(forms, found, strict=True)
            ]
        best = max(found, key=lambda each: each.order, default=None)
        return best if best and best.score >= least else None

    def found(self, form: Form, how: Found) -> Evidence:
        """The evidence of a form that the index of names found."""
        if how.romanized:
            return Evidence(_SURE, "transliterated", form.text, form.language)
        if fold(form.text) == fold(form.iri.rpartition("/")[2]):
            step = "code"
        else:
            step = "exact" if form.text == self.text else "folded"
        if not how.common:
            return Evidence(_RARE, step, form.text, form.language, whole=False)
        return Evidence(_SCORES[step], step, form.text, form.language)

    def _evidence(self, form: Form, *, person: bool) -> Evidence:
        if step := self._same(form, person=person):
            return Evidence(_SCORES[step], step, form.text, form.language)
        likeness = self._like(form, person=person)
        score = min(likeness.score, _SURE) * (_OTHER_STATE if _is_state(form) else 1)
        return Evidence(
            score, self._how(form, likeness), form.text, form.language, likeness.whole
        )  # fmt: skip

    def _same(self, form: Form, *, person: bool) -> str:
        """The step by which the form is this very name; "" where it is another."""
        if form.text == self.text:
            return "exact"
        key = _folded(form.text)
        if key == self._key:
            return "folded"
        match self._script:
            case "DEVANAGARI" if script(form.text) == "DEVANAGARI":
                plain = _spelled(form.text)
                if plain == _spelled(self.text):
                    return "spelled"
                return "inflected" if plain in self._bases else ""
            case "CYRILLIC" if key[:1] == self._key[:1]:
                return "inflected" if self._key in _declined(form.text, person=person) else ""
        return ""

    def _like(self, form: Form, *, person: bool) -> Likeness:
        """How like the form is, by sounds and concepts."""
        place, state = is_kind(form.iri, "place"), _is_state(form)
        found = NOTHING
        for said, meant in zip(self._persons, self._things, strict=True):
            for other in variants(form.text):
                if not person and not state:
                    found = max(found, of_things(meant, as_thing(other), place=place))
                # words of the lexicon alone are no proper name: रूसी is not Russia
                if meant.concepts and not meant.words:
                    continue
                if person:
                    found = max(found, of_persons(said, as_person(other)))
                elif place or state:
                    found = max(found, of_things(said, as_person(other)))
        return found

    def _how(self, form: Form, likeness: Likeness) -> str:
        """The step by which the form is like the name."""
        if not likeness.whole or _is_state(form):
            return "fuzzy"
        if likeness.translated:
            return "translated"
        if script(form.text) != self._script:
            return "transliterated"
        if likeness.sound < 1:
            return "fuzzy"
        return "inflected" if likeness.bent else "spelled"


@cache
def _states() -> frozenset[str]:
    return frozenset(state.iri for state in states())


def _is_state(form: Form) -> bool:
    return form.iri in _states()


@lru_cache(maxsize=65536)
def _folded(text: str) -> str:
    return fold(text)


@lru_cache(maxsize=65536)
def _spelled(text: str) -> str:
    return spelled(text)


@lru_cache(maxsize=16384)
def _declined(text: str, *, person: bool) -> frozenset[str]:
    return frozenset(map(fold, case_forms(text, person=person).values()))
