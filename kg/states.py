"""States and territories: their codes, their Wikidata items, their names in every language.

The codes are the generated table `kg.vocab.states`; the names are CLDR's, read through Babel and
only when somebody asks, since the names in all languages take a second to read. This module knows
nothing of sheets or stores.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.errors import NameNotFoundError
from kg.iris import node_iri
from kg.vocab.states import STATES

if TYPE_CHECKING:
    from babel import Locale

__all__ = ["COMMON_LANGUAGES", "State", "state", "state_names", "states", "territory_names"]

#: looked through before all others: the six of the United Nations and Hindi
COMMON_LANGUAGES: Final = ("en", "hi", "ru", "zh", "ar", "es", "fr")


class State(NamedTuple):
    """One entry of ISO 3166-1; whether it is a sovereign state, the standard does not say."""

    alpha3: str
    alpha2: str
    numeric: str
    wikidata: str

    @property
    def iri(self) -> str:
        """`https://w3id.org/bilateral/id/actor/RUS`."""
        return node_iri("actor", self.alpha3)


@cache
def states() -> tuple[State, ...]:
    """All entries of ISO 3166-1 by alpha-3."""
    return tuple(State(*row) for row in STATES)


@cache
def _by_alpha3() -> dict[str, State]:
    return {state.alpha3: state for state in states()}


def state(alpha3: str) -> State:
    """The state of an alpha-3 code, in upper case.

    Raises:
        NameNotFoundError: ISO 3166-1 has no such code.
    """
    try:
        return _by_alpha3()[alpha3]
    except KeyError:
        raise NameNotFoundError(alpha3) from None


def state_names(alpha3: str, languages: Iterable[str]) -> dict[str, str]:
    """CLDR's name of a state by language tag (BCP 47); languages that CLDR lacks are left out.

    Raises:
        NameNotFoundError: ISO 3166-1 has no such code.
    """
    alpha2 = state(alpha3).alpha2
    found = {language: _territories(language).get(alpha2) for language in languages}
    return {language: name for language, name in found.items() if name}


def territory_names(languages: Iterable[str] | None = None) -> Iterator[tuple[str, str]]:
    """Pairs (alpha-3, name) in the given languages; None stands for all that CLDR has."""
    codes = {state.alpha2: state.alpha3 for state in states()}
    for language in _all_languages() if languages is None else languages:
        for alpha2, name in _territories(language).items():
            if alpha2 in codes:
                yield codes[alpha2], name


def _territories(language: str) -> dict[str, str]:
    from babel.core import Locale, UnknownLocaleError

    try:
        locale: Locale = Locale.parse(language, sep="-" if "-" in language else "_")
    except (UnknownLocaleError, ValueError):
        return {}
    return dict(locale.territories)


def _all_languages() -> list[str]:
    """Babel's identifiers without a region: a region changes hardly any name of a state."""
    from babel.localedata import locale_identifiers

    return sorted(each for each in locale_identifiers() if _without_region(each))


def _without_region(identifier: str) -> bool:
    _, *rest = identifier.split("_")
    return all(len(part) == len("Latn") and part.isalpha() for part in rest)
