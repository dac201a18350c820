"""States are known everywhere: by their entry in Wikidata, and by their names in any form.

Every store has the states of ISO 3166-1, so a mark that names one can refer to it whatever else is
loaded. Anything else that a registry may have is not looked up here: the same file must always give
the same sheet.
"""

from __future__ import annotations

from functools import cache, lru_cache

from kg.identity import Resolver
from kg.iris import ID
from kg.states import states

__all__ = ["state_by_entry", "state_by_name"]


@cache
def _by_entry() -> dict[str, str]:
    return {state.wikidata: state.iri.removeprefix(ID) for state in states()}


@cache
def _resolver() -> Resolver:
    return Resolver(())


def state_by_entry(wikidata: str) -> str | None:
    """The reference of the state with that entry of Wikidata, such as `actor/RUS` for Q159."""
    return _by_entry().get(wikidata)


@lru_cache(maxsize=4096)
def state_by_name(name: str) -> str | None:
    """The reference of the state that a name certainly means, inflected or not (России)."""
    found = _resolver().candidates(name, kind="actor", n=1)
    return found[0].iri.removeprefix(ID) if found and found[0].linked else None
