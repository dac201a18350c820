"""Finding a thing by what people call it: its code, its slug, or a name in any language.

Names in data are never altered; what is folded here are keys for look-up only. The module refuses
to guess: two things of one name are an error that shows both. It knows neither the store nor the
records, only pairs of an IRI and a name.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher
from functools import cache, cached_property
from itertools import chain
from typing import Final, NamedTuple, Self

from anyascii import anyascii

from kg.errors import AmbiguousNameError, NameNotFoundError
from kg.iris import ID
from kg.states import COMMON_LANGUAGES, State, states, territory_names

__all__ = ["Candidate", "NameIndex", "fold", "romanize"]

#: IRIs by key
Table = Mapping[str, AbstractSet[str]]

#: a shorter text is too likely to be the romanised name of something else
_SHORTEST_ROMANIZED: Final = 4

#: how alike two romanised names must be for one to be offered in place of the other (0..1)
_LIKENESS: Final = 0.6

#: what joins rather than separates: U.S. is US, and the apostrophe of Côte d'Ivoire has many forms
_JOINING: Final = frozenset(".'’ʼʹ`")

_NUKTA: Final = 7
_HEBREW_AND_ARABIC_POINTS: Final = range(10, 37)
_ACCENTS: Final = range(200, 241)

#: anusvara, with the labial after it if there is one
_ANUSVARA: Final = re.compile("ं([पफबभम]?)")

_NOTHING: Final[frozenset[str]] = frozenset()


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


def _table(key: Callable[[str], str], names: Iterable[tuple[str, str]]) -> Table:
    table: defaultdict[str, set[str]] = defaultdict(set)
    for iri, name in names:
        table[key(name)].add(iri)
    table.pop("", None)  # a name of signs alone
    return table


# ------------------------------------------------------------------------------------------ index


class Candidate(NamedTuple):
    """A thing whose name is like the one asked for."""

    iri: str
    name: str

    def __str__(self) -> str:
        return f"{self.name} ({_reference(self.iri)})"


class NameIndex:
    """Look-up of things by name.

    What the caller knows comes first, then the codes of ISO 3166-1 and the names of states in the
    common languages, then both by a looser key, last the names of states in all languages (a second
    to read). Each step is prepared only when those before it found nothing.
    """

    def __init__(self, names: Table) -> None:
        """Take all names by IRI; `from_names` makes that of pairs."""
        self._names = names

    @classmethod
    def from_names(cls, names: Iterable[tuple[str, str]]) -> Self:
        """An index of pairs (IRI, name); an IRI comes as often as it has names."""
        by_iri: defaultdict[str, set[str]] = defaultdict(set)
        for iri, name in names:
            by_iri[iri].add(name)
        return cls(by_iri)

    def resolve(self, text: str, kind: str | None = None) -> str:
        """The IRI of what `text` names: IRI, reference, slug, ISO code, or a name in any language.

        `kind` ("actor", "place" …) leaves out whatever else bears the name.

        Raises:
            NameNotFoundError: nothing bears it; `near` has the likeliest, best first.
            AmbiguousNameError: several things bear it.
        """
        iri = ID + text.removeprefix(ID).removeprefix("id:")
        if (iri in self._names or iri in _states_by_iri()) and _is_kind(iri, kind):
            return iri
        for table, key in self._steps(text):
            found = sorted(iri for iri in table.get(key, _NOTHING) if _is_kind(iri, kind))
            if len(found) == 1:
                return found[0]
            if found:
                raise AmbiguousNameError(text, tuple(map(_reference, found)))
        raise NameNotFoundError(text, tuple(map(str, self.candidates(text, kind=kind))))

    def candidates(self, text: str, n: int = 5, kind: str | None = None) -> list[Candidate]:
        """At most `n` things of a name like `text`, the likeliest first, each thing once."""
        likeness = _Likeness(text)
        scored = sorted(
            (-score, iri, name)
            for iri, name in chain(self._known(), _names_of_states(COMMON_LANGUAGES))
            if _is_kind(iri, kind) and (score := likeness(name)) >= _LIKENESS
        )
        best: dict[str, Candidate] = {}
        for _, iri, name in scored:
            best.setdefault(iri, Candidate(iri, name))
        return list(best.values())[:n]

    def _steps(self, text: str) -> Iterator[tuple[Table, str]]:
        """The tables to look in, each with the key to look for, made one by one."""
        folded = fold(text)
        yield self._folded, folded
        yield _common_states(), folded
        if len(folded) >= _SHORTEST_ROMANIZED:
            romanized = romanize(text)
            yield self._romanized, romanized
            yield _romanized_states(), romanized
        yield _all_states(), folded

    @cached_property
    def _folded(self) -> Table:
        return _table(fold, self._known(with_codes=True))

    @cached_property
    def _romanized(self) -> Table:
        return _table(romanize, self._known())

    def _known(self, *, with_codes: bool = False) -> Iterator[tuple[str, str]]:
        for iri, names in self._names.items():
            yield from ((iri, name) for name in names)
            if with_codes:
                yield iri, iri.rpartition("/")[2]
                if iri in _states_by_iri():
                    yield iri, _states_by_iri()[iri].alpha2


class _Likeness:
    """How like a name is to one text: 1 where the text begins one of its words, else by letters."""

    def __init__(self, text: str) -> None:
        self._key = " " + fold(text)
        self._matcher = SequenceMatcher(autojunk=False)
        self._matcher.set_seq2(romanize(text))

    def __call__(self, name: str) -> float:
        if len(self._key) > 1 and self._key in " " + fold(name):
            return 1.0
        self._matcher.set_seq1(romanize(name))
        if self._matcher.real_quick_ratio() < _LIKENESS or self._matcher.quick_ratio() < _LIKENESS:
            return 0.0
        return self._matcher.ratio()


def _reference(iri: str) -> str:
    return iri.removeprefix(ID)


def _is_kind(iri: str, kind: str | None) -> bool:
    return kind is None or iri.startswith(f"{ID}{kind}/")


# ----------------------------------------------------------------------------------------- states


@cache
def _states_by_iri() -> Mapping[str, State]:
    return {state.iri: state for state in states()}


def _names_of_states(languages: Iterable[str] | None) -> Iterator[tuple[str, str]]:
    iris = {state.alpha3: state.iri for state in states()}
    return ((iris[alpha3], name) for alpha3, name in territory_names(languages))


def _codes() -> Iterator[tuple[str, str]]:
    for state in states():
        yield state.iri, state.alpha3
        yield state.iri, state.alpha2


@cache
def _common_states() -> Table:
    return _table(fold, (*_codes(), *_names_of_states(COMMON_LANGUAGES)))


@cache
def _all_states() -> Table:
    return _table(fold, _names_of_states(None))


@cache
def _romanized_states() -> Table:
    return _table(romanize, _names_of_states(COMMON_LANGUAGES))
