"""What a store knows of names, read by queries of the catalogue."""

from __future__ import annotations

from kg.iris import BR
from kg.names import Form, common_forms
from kg.registry import Ask, resolver
from kg.suggest.names import Known
from kg.terms import characters

__all__ = ["known"]


def known(ask: Ask) -> Known:
    """The names of the actors and places of a store, and what they are."""
    names = (Form(*map(characters, row)) for row in ask("identity/names").rows)
    kinds = [[*map(characters, row)] for row in ask("identity/kinds").rows]
    return Known(
        resolver(ask),
        (*names, *common_forms()),
        {thing: class_.removeprefix(BR) for thing, class_, *_ in kinds},
        {thing: party for thing, _, party, _ in kinds if party},
        {place: speaker for place, *_, speaker in kinds if speaker},
    )
