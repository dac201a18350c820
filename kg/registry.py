"""The registry as it stands in a store: the names of all things, and what was judged of them.

Read by two queries of the catalogue, whoever asks them; what a name leads to, `kg.identity` knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kg.identity import Judgement, Resolver
from kg.names import Form, is_kind
from kg.terms import Literal, Term

if TYPE_CHECKING:
    from kg.store.base import Table

__all__ = ["Known", "Ruling", "read"]

#: what a name of a text is looked for among; the labels of events and matters are descriptions
_NAMED = ("actor", "place")


class Ruling(NamedTuple):
    """A judgement with who made it, and why."""

    judgement: Judgement
    by: str
    reason: str


@dataclass(frozen=True)
class Known:
    """All that a store knows of names.

    `forms` are those of every thing, `bases` say where a form comes from (for those that are not
    the established ones of their language), `persons` are IRIs.
    """

    forms: tuple[Form, ...]
    bases: dict[Form, str]
    persons: frozenset[str]
    rulings: tuple[Ruling, ...]

    def resolver(self, *, named: bool = True) -> Resolver:
        """Who leads names to actors and places, or without `named` to all that has a name."""
        return Resolver(
            [form for form in self.forms if not named or any(is_kind(form.iri, k) for k in _NAMED)],
            persons=self.persons,
            judgements=[ruling.judgement for ruling in self.rulings],
        )


def read(ask: Callable[[str], Table]) -> Known:
    """What a store knows; `ask` gives the rows of a query of the catalogue by its name."""
    rows = [tuple(map(_text, row)) for row in ask("identity/names").rows]
    bases = {Form(node, name, language): basis for node, name, language, basis, _ in rows if basis}
    return Known(
        forms=tuple(
            dict.fromkeys(Form(node, name, language) for node, name, language, _, _ in rows)
        ),
        bases=bases,
        persons=frozenset(node for node, *_, person in rows if person in ("true", "1")),
        rulings=tuple(_rulings(ask("identity/judgements"))),
    )


def _rulings(table: Table) -> Iterator[Ruling]:
    for row in table.rows:
        iri, form, language, node, as_, verdict, document, by, _, reason = map(_text, row)
        judgement = Judgement(
            iri, as_, verdict.rpartition("/")[2], form, node, language, document
        )  # fmt: skip
        yield Ruling(judgement, by, reason)


def _text(term: Term | None) -> str:
    if isinstance(term, Literal):
        return term.value
    return term or ""
