"""The registry as it stands in a store: the names of things, and what was judged of them.

Read by queries of the catalogue, whoever asks them; what a name leads to, `kg.identity` knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, Protocol

from kg.identity import Judgement, Resolver
from kg.names import Form
from kg.terms import characters

if TYPE_CHECKING:
    from kg.store.base import Table

__all__ = ["Ask", "Ruling", "resolver", "rulings"]


class Ask(Protocol):
    """Gives the rows of a query of the catalogue by its name."""

    def __call__(self, name: str, /) -> Table:
        """Raises what the store does."""


class Ruling(NamedTuple):
    """A judgement with who made it, and why."""

    judgement: Judgement
    by: str
    reason: str


def resolver(ask: Ask) -> Resolver:
    """Who leads names to the actors and places of a store, with all that was judged."""
    names = (map(characters, row) for row in ask("identity/names").rows)
    return Resolver(
        (Form(*row) for row in names),
        persons={characters(person) for (person,) in ask("identity/persons").rows},
        judgements=[ruling.judgement for ruling in rulings(ask)],
    )


def rulings(ask: Ask) -> Iterator[Ruling]:
    """All judgements of a store."""
    for row in ask("identity/judgements").rows:
        iri, form, language, node, as_, verdict, document, by, _, reason = map(characters, row)
        judgement = Judgement(
            iri, as_, verdict.rpartition("/")[2], form, node, language, document
        )  # fmt: skip
        yield Ruling(judgement, by, reason)
