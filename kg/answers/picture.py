"""What lies between two parties at a moment, in columns: the ground of the ledger and its kin.

An **account** here is one of four: "a" and "b", the two parties, "third" for everybody else who is
named, "narrator" for whoever is not. This module fetches and arranges; what a status is,
`kg.lifecycle` knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl

from kg import lifecycle
from kg.answers.base import Asking
from kg.answers.frames import Schema
from kg.iris import PREFIXES
from kg.lifecycle import NOBODY, Moment
from kg.terms import Iri

__all__ = ["ACCOUNTS", "AXIS", "STATUS", "Picture", "event_days", "picture"]

ACCOUNTS: Final = ("a", "b", "third", "narrator")
AXIS: Final = PREFIXES["axis"]
STATUS: Final = PREFIXES["status"]

SUBJECTS: Final[Schema] = {"subject": pl.String, "issue": pl.String}
PROPERTIES: Final[Schema] = {
    "subject": pl.String, "claim": pl.String, "property": pl.String, "value": pl.String,
    "value_side": pl.String, "due": pl.Int64, "due_by": pl.String, "condition_kind": pl.String,
    "depends_on": pl.String, "stance": pl.String, "attribution": pl.String, "said": pl.Int64,
    "reported": pl.Int64, "reported_to": pl.Int64, "speaker": pl.String, "side": pl.String,
    "weight": pl.Int64, "outlet": pl.String,
}  # fmt: skip
SOURCES: Final[Schema] = {
    "subject": pl.String, "claim": pl.String, "document": pl.String, "attribution": pl.String,
    "speaker": pl.String, "side": pl.String, "outlet": pl.String, "reported": pl.Int64,
    "reported_to": pl.Int64,
}  # fmt: skip
DOCUMENTS: Final[Schema] = {
    "document": pl.String, "language": pl.String, "origin": pl.String, "translated_by": pl.String,
    "weak": pl.Boolean, "read": pl.Boolean,
}  # fmt: skip
EVENT_DAYS: Final[Schema] = {"event": pl.String, "day": pl.Int64, "day_to": pl.Int64}

Pairs = Sequence[tuple[Iri, Iri]]


@dataclass(frozen=True)
class Picture:
    """Frames of one or more relations; `pair` in each row is the relation's place in `pairs`.

    subjects: what lies between the two. acts: the rows of `lifecycle/acts` that count at the
    moment, with `account`. properties, sources: likewise. documents: of the whole store. today: the
    day number as of which terms are judged.
    """

    pairs: Pairs
    moment: Moment
    today: int
    subjects: pl.DataFrame
    acts: pl.DataFrame
    properties: pl.DataFrame
    sources: pl.DataFrame
    documents: pl.DataFrame
    effects: pl.DataFrame

    @cached_property
    def steps(self) -> pl.DataFrame:
        """The steps that each account sees; see `kg.lifecycle.seen`."""
        return lifecycle.seen(self.acts)

    @cached_property
    def statuses(self) -> pl.DataFrame:
        """The status of every subject on every axis by each account and party."""
        return lifecycle.statuses(self.steps, self.effects)

    def together(self, *, denials: bool) -> pl.DataFrame:
        """The statuses by all accounts taken for one; `denials` says whether one side's count."""
        told = self.acts if denials else self.acts.filter(pl.col("stance") != lifecycle.DENIES)
        one = told.with_columns(account=pl.lit("all"))
        return lifecycle.statuses(lifecycle.seen(one), self.effects)

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The rank of each status that a step can set, by IRI."""
        sets = self.effects.filter(pl.col("status").is_not_null())
        return dict(sets.select("status", "rank").unique().iter_rows())

    @cached_property
    def stages(self) -> pl.DataFrame:
        """One row a subject and account: stage, since, basis and rank (0 where terminated)."""
        found = self.statuses.filter(pl.col("axis") == lifecycle.STAGE)
        rank = pl.col("status").replace_strict(self.ranks, default=0, return_dtype=pl.Int64)
        return found.with_columns(
            rank=pl.when(pl.col("status") == STATUS + "terminated").then(0).otherwise(rank)
        )

    def roles(self, key: str) -> pl.DataFrame:
        """Who is claimed to be the debtor (or creditor …) of a subject: subject, account, party.

        A claim that the same account denies later, or by a weightier voice, counts no more.
        """
        found = self.properties.filter(pl.col("property") == PREFIXES["br"] + key)
        group = ["subject", "account", "value"]
        said = (
            found.group_by(group)
            .agg(
                party=pl.coalesce("value_side", "value").first(),
                yes=pl.col("weighed").filter(pl.col("stance").str.ends_with("affirms")).max(),
                no=pl.col("weighed").filter(pl.col("stance").str.ends_with("denies")).max(),
            )
            .filter(pl.col("yes") >= pl.col("no").fill_null(-1))
        )
        return said.select("subject", "account", "party").unique()


def picture(asking: Asking, pairs: Pairs, moment: Moment | None = None) -> Picture:
    """The picture of these relations at the moment of the question, or at another one."""
    when = moment or asking.moment

    def fetch(name: str, schema: Schema) -> pl.DataFrame:
        return pl.concat(
            asking.frame(f"lifecycle/{name}", schema, a=a, b=b).with_columns(
                pair=pl.lit(nth, dtype=pl.Int64),
                # a matter between three lies in three relations
                subject=pl.format("{}|{}", pl.lit(nth), "subject") if len(pairs) > 1 else "subject",
            )
            for nth, (a, b) in enumerate(pairs)
        )

    a = {nth: str(pair[0]) for nth, pair in enumerate(pairs)}
    b = {nth: str(pair[1]) for nth, pair in enumerate(pairs)}

    def arranged(rows: pl.DataFrame) -> pl.DataFrame:
        account = pl.col("account")
        first, second = (
            pl.col("pair").replace_strict(each, return_dtype=pl.String) for each in (a, b)
        )
        return lifecycle.visible(rows, when).with_columns(
            account=pl.when(account == first)
            .then(pl.lit("a"))
            .when(account == second)
            .then(pl.lit("b"))
            .when(account == NOBODY)
            .then(pl.lit("narrator"))
            .otherwise(pl.lit("third"))
        )

    return Picture(
        pairs,
        when,
        asking.today if when.valid_at is None else when.valid_at,
        fetch("subjects", SUBJECTS).unique(),
        arranged(fetch("acts", lifecycle.ACTS)),
        arranged(timeless(fetch("properties", PROPERTIES))),
        arranged(timeless(fetch("sources", SOURCES))),
        asking.frame("lifecycle/documents", DOCUMENTS),
        asking.frame("lifecycle/effects", lifecycle.EFFECTS),
    )


def event_days(asking: Asking) -> dict[str, tuple[int, int | None]]:
    """The first and the last day on which each event can have been; one without a first is out."""
    a, b = asking.pair
    rows = asking.frame("events/dates", EVENT_DAYS, a=a, b=b).iter_rows()
    return {event: (first, last) for event, first, last in rows}


def timeless(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of claims that are so on no particular day, with the columns that those of acts have.

    Day 0 to day 0: they hold at any moment, certainly.
    """
    missing = {name: kind for name, kind in lifecycle.ACTS.items() if name not in rows.columns}
    none = {name: pl.lit(None, dtype=kind) for name, kind in missing.items()}
    return rows.with_columns(**none).with_columns(day_to=pl.lit(0, dtype=pl.Int64))
