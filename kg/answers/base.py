"""What an answer may use: the parameters, the moment, and rows of other queries as frames."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from kg.answers.frames import Schema, frame
from kg.lifecycle import Moment
from kg.terms import Iri, Literal, Term

if TYPE_CHECKING:
    from kg.result import Cell
    from kg.store.base import Table

__all__ = ["Answer", "Asking", "Row", "day"]

Row = Mapping[str, "Cell"]
Key = tuple[str, tuple[tuple[str, object], ...]]


@dataclass(frozen=True)
class Asking:
    """One question being answered.

    Args:
        select: asks a query of the catalogue by name, with values, for its bare rows.
        given: the terms of each parameter of the question, None without a value.
        today: the day number of the day on which it is asked.
        events: the coded events between two states, lazily; raises `EventTableNotFoundError`
            without an event table.
        kept: frames of an unchanged store, so that the next question need not fetch them again.
    """

    select: Callable[[str, Mapping[str, object]], Table]
    given: Mapping[str, tuple[Term, ...] | None]
    today: int
    events: Callable[[str, str], pl.LazyFrame]
    kept: MutableMapping[Key, pl.DataFrame] = field(default_factory=dict)

    def frame(self, name: str, schema: Schema, **values: object) -> pl.DataFrame:
        """The rows of a query of the catalogue as a frame of these types."""
        key = (name, tuple(sorted(values.items())))
        if key not in self.kept:
            self.kept[key] = frame(self.select(name, values), schema)
        return self.kept[key]

    def iri(self, parameter: str) -> Iri | None:
        """The value of a parameter that is a node; None without one."""
        terms = self.given.get(parameter)
        return terms[0] if terms and isinstance(terms[0], Iri) else None

    def text(self, parameter: str) -> str:
        """The value of a parameter that is a literal; "" without one."""
        terms = self.given.get(parameter)
        return terms[0].value if terms and isinstance(terms[0], Literal) else ""

    def number(self, parameter: str) -> int | None:
        """The value of a parameter that is a number or a day; None without one."""
        text = self.text(parameter)
        return int(text) if text else None

    @property
    def pair(self) -> tuple[Iri, Iri]:
        """The two parties of a question about a relation, which requires both."""
        a, b = self.iri("a"), self.iri("b")
        assert a is not None
        assert b is not None
        return a, b

    @property
    def moment(self) -> Moment:
        """As of when, and by whose account, the question is asked."""
        return Moment(
            valid_at=self.number("valid_at"),
            reported_by=self.number("reported_by"),
            according_to=self.iri("according_to"),
            doubtful=self.text("unknown") != "exclude",
        )

    @property
    def clocks(self) -> dict[str, object]:
        """The moment of the question, as another question takes it."""
        return {
            "reported_by": day(self.number("reported_by")),
            "according_to": self.iri("according_to"),
            "unknown": self.text("unknown") or None,
        }


Answer = Callable[[Asking], Iterable[Row]]


def day(number: int | None) -> date | None:
    """The date of a day number; None where there is none, or none that a calendar has."""
    return date.fromordinal(number) if number and number <= date.max.toordinal() else None
