"""Looking a thing up by what people call it: its code, its slug, or a name in any language.

Names in data are never altered; what is folded here are keys for look-up only. Only names that are
the same by such a key are found; which thing a name leads to that is merely like others, is the
matter of `kg.identity`. The module knows neither the store nor the records, only forms of names.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache, cached_property
from typing import Final, NamedTuple

from anyascii import anyascii

from kg.iris import ID
from kg.states import COMMON_LANGUAGES, State, states, territory_names

__all__ = ["Form", "Found", "NameIndex", "common_forms", "fold", "is_kind", "romanize"]


class Form(NamedTuple):
    """One form of the name of a thing, in a language (BCP 47) if that is known."""

    iri: str
    text: str
    language: str = ""


#: a form of each thing that bears the name, by key
Table = Mapping[str, Mapping[str, Form]]

#: a shorter text is too likely to be the romanised name of something else
_SHORTEST_ROMANIZED: Final = 4

#: what joins rather than separates: U.S. is US, and the apostrophe of Côte d'Ivoire has many forms
_JOINING: Final = frozenset(".'’ʼʹ`")

_NUKTA: Final = 7
_HEBREW_AND_ARABIC_POINTS: Final = range(10, 37)
_ACCENTS: Final = range(200, 241)

#: anusvara, with the labial after it if there is one
_ANUSVARA: Final = re.compile("ं([पफबभम]?)")

_NOTHING: Final[Mapping[str, Form]] = {}


# ------------------------------------------------------------------------------------------- keys


def _is_dispensable(mark: str) -> bool:
    """Whether a combining mark may be missing from a name without making it another name.

    Accents, vowel points and the nukta (ज़ and ज) are; vowel signs, the virama and the marks of
    Thai or kana are letters of their scripts. Told apart by the canonical combining class
    <https://www.unicode.org/reports/tr44/#Canonical_Combining_Class_Values>.
    """
    order = unicodedata.combining(mark)
    return order == _NUKTA or order in _HEBREW_AND_ARABIC_POINTS or order in _ACCENTS


@cache
def _folded(character: str) -> str:
    """One character of compatibility-decomposed text as it stands in a key."""
    category = unicodedata.category(character)
    if category == "Cf" or character in _JOINING or _is_dispensable(character):
        return ""
    return character if category[0] in "LMN" else " "


def fold(name: str) -> str:
    """The look-up key of a name: case, accents, punctuation and spacing do not count.

    `fold("  Côte-d’Ivoire ")` is `"cote divoire"`, `fold("U.S.")` is `"us"`; फ़्रांस and फ्रांस
    have one key, however the nukta is encoded. Never to be stored or shown.
    """
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    return " ".join("".join(map(_folded, decomposed)).split())


def romanize(name: str) -> str:
    """A looser key, which spellings and scripts share: Rossiya and Россия, ट्रंप and ट्रम्प."""
    spelled_out = _ANUSVARA.sub(lambda found: "म" + found[1] if found[1] else "न", name)
    return "".join(filter(str.isalnum, anyascii(spelled_out).casefold()))


def _table(key: Callable[[str], str], forms: Iterable[Form]) -> Table:
    table: defaultdict[str, dict[str, Form]] = defaultdict(dict)
    for form in forms:
        table[key(form.text)].setdefault(form.iri, form)
    table.pop("", None)  # a name of signs alone
    return table


# ------------------------------------------------------------------------------------------ index


class Found(NamedTuple):
    """What bears a name, one form a thing.

    `romanized` where that took the looser key, `common` where the language is a usual one.
    """

    forms: tuple[Form, ...]
    romanized: bool = False
    common: bool = True


class NameIndex:
    """Look-up of things by name.

    What the caller knows comes first, then the codes of ISO 3166-1 and the names of states in the
    common languages, then both by a looser key, last the names of states in all languages (a second
    to read). Each step is prepared only when those before it found nothing.
    """

    def __init__(self, forms: Iterable[Form]) -> None:
        """Take every form of every thing."""
        self.forms = tuple(dict.fromkeys(forms))

    def find(self, text: str, kind: str | None = None, *, everywhere: bool = True) -> Found | None:
        """What `text` names: IRI, reference, slug, ISO code, or a name in any language.

        `kind` ("actor", "place" …) leaves out whatever else bears the name; without `everywhere`
        names of states in the less common languages are left out as well. None where nothing bears
        it; several forms where several things do.
        """
        iri = ID + text.removeprefix(ID).removeprefix("id:")
        if (iri in self._things or iri in _states_by_iri()) and is_kind(iri, kind):
            return Found((_code(iri),))
        return next(filter(None, self._steps(text, kind, everywhere)), None)

    def _steps(self, text: str, kind: str | None, everywhere: bool) -> Iterator[Found | None]:
        """What each of the tables has, made one by one."""
        folded = fold(text)
        yield _found(self._folded, folded, kind)
        yield _found(_common_states(), folded, kind)
        if len(folded) >= _SHORTEST_ROMANIZED:
            romanized = romanize(text)
            yield _found(self._romanized, romanized, kind, romanized=True)
            yield _found(_romanized_states(), romanized, kind, romanized=True)
        if everywhere:
            yield _found(_all_states(), folded, kind, common=False)

    @cached_property
    def _things(self) -> AbstractSet[str]:
        return {form.iri for form in self.forms}

    @cached_property
    def _folded(self) -> Table:
        return _table(fold, (*self.forms, *map(_code, self._things), *self._second_codes()))

    def _second_codes(self) -> Iterator[Form]:
        known = _states_by_iri()
        return (Form(iri, known[iri].alpha2) for iri in self._things if iri in known)

    @cached_property
    def _romanized(self) -> Table:
        return _table(romanize, self.forms)


def _found(
    table: Table, key: str, kind: str | None, *, romanized: bool = False, common: bool = True
) -> Found | None:
    bearers = table.get(key, _NOTHING)
    forms = tuple(bearers[iri] for iri in sorted(bearers) if is_kind(iri, kind))
    return Found(forms, romanized, common) if forms else None


def _code(iri: str) -> Form:
    """The code or slug at the end of an IRI, as a form of its name."""
    return Form(iri, iri.rpartition("/")[2])


def is_kind(iri: str, kind: str | None) -> bool:
    """Whether a thing is of a kind ("actor", "place" …); None is any."""
    return kind is None or iri.startswith(f"{ID}{kind}/")


# ----------------------------------------------------------------------------------------- states


@cache
def _states_by_iri() -> Mapping[str, State]:
    return {state.iri: state for state in states()}


@cache
def common_forms() -> tuple[Form, ...]:
    """The names of states in the common languages."""
    return tuple(
        form for language in COMMON_LANGUAGES for form in _names_of_states([language], language)
    )


def _names_of_states(languages: Iterable[str] | None, language: str = "") -> Iterator[Form]:
    iris = {state.alpha3: state.iri for state in states()}
    return (Form(iris[alpha3], name, language) for alpha3, name in territory_names(languages))


@cache
def _common_states() -> Table:
    codes = (Form(state.iri, code) for state in states() for code in (state.alpha3, state.alpha2))
    return _table(fold, (*codes, *common_forms()))


@cache
def _all_states() -> Table:
    return _table(fold, _names_of_states(None))


@cache
def _romanized_states() -> Table:
    return _table(romanize, common_forms())
