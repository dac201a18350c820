"""The life of matters, meetings and agreements: their statuses by each account, as of a moment.

A status is never stored: it is derived from the claims that steps were taken, by what the ontology
says each step does. `queries/lifecycle/statuses.rq` defines it in plain SPARQL 1.1; here the same
is computed in columns, so that thousands of matters take no longer than one. This module knows
frames of claims (the columns of `queries/lifecycle/acts.rq`); it asks no store.

A step is *seen* in an account if the weightiest latest word that affirms it is not outweighed by
one that denies it. Then

- the **stage** is the status of the highest rank among the steps after the day of the last one that
  ends the axis; if there is none, the status which that one sets. It holds since the earliest of
  those of that rank;
- on **every other axis** the latest step counts, ordered by (day, rank, IRI), unless a step of a
  later day ends its status; it holds since the first of the unbroken run of steps that set it.
  Answers and performance are told for each party by itself.

Source: docs/ontology.md, "The life of a matter".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from kg.iris import BR, PREFIXES

__all__ = [
    "ACTS", "AFFIRMS", "DENIES", "EFFECTS", "FAR", "NOBODY", "STAGE", "STATUSES", "Moment", "seen",
    "statuses", "visible",
]  # fmt: skip

#: the number of a day after all others
FAR: Final = 9_999_999
#: the weight of what is known of a side only at second hand: less than any word of its own
_SECOND_HAND: Final = 5
#: so that a weight and a day are one number, of which the weight counts first
_DAYS: Final = 10_000_000
STAGE: Final = PREFIXES["axis"] + "stage"
_PER_PARTY: Final = (PREFIXES["axis"] + "answer", PREFIXES["axis"] + "performance")
AFFIRMS: Final = PREFIXES["stance"] + "affirms"
DENIES: Final = PREFIXES["stance"] + "denies"
#: the account of whoever is not named, and the party of a step whose agent is unstated
NOBODY: Final = BR + "nobody"

#: one row a claim, and one more for each further agent, outlet or document of it
ACTS: Final[dict[str, type[pl.DataType]]] = {
    "subject": pl.String, "act": pl.String, "step": pl.String, "day": pl.Int64, "day_to": pl.Int64,
    "claim": pl.String, "stance": pl.String, "attribution": pl.String, "certainty": pl.String,
    "said": pl.Int64, "reported": pl.Int64, "reported_to": pl.Int64, "weak": pl.Boolean,
    "speaker": pl.String, "side": pl.String, "weight": pl.Int64, "agent": pl.String,
    "party": pl.String, "outlet": pl.String, "document": pl.String,
}  # fmt: skip
#: what each step sets (status, axis, rank) or ends (a status, or an axis)
EFFECTS: Final[dict[str, type[pl.DataType]]] = {
    "step": pl.String, "status": pl.String, "axis": pl.String, "rank": pl.Int64, "ends": pl.String,
}  # fmt: skip
STATUSES: Final[dict[str, type[pl.DataType]]] = {
    "subject": pl.String, "axis": pl.String, "account": pl.String, "party": pl.String,
    "status": pl.String, "since": pl.Int64, "basis": pl.String,
}  # fmt: skip


@dataclass(frozen=True)
class Moment:
    """As of when, and by whose account, a question is asked; days as `br:day` counts them.

    `doubtful` says whether what may have been so by then counts: a vague day then counts from its
    first possible day, and otherwise only from its last. `according_to` is a party, a speaker or an
    outlet, as an IRI.
    """

    valid_at: int | None = None
    reported_by: int | None = None
    according_to: str | None = None
    doubtful: bool = True


def visible(acts: pl.DataFrame, moment: Moment) -> pl.DataFrame:
    """The rows of claims that count at that moment, with `account`, `by_party` and `weighed`.

    `account` is the side of the speaker, or the speaker who is on none, or `NOBODY`; `by_party` the
    same of the agent; `weighed` orders the words of one account on one step.
    """
    day, day_to = pl.col("day").fill_null(0), pl.col("day_to").fill_null(FAR)
    happened, reported = (
        (day, pl.col("reported")) if moment.doubtful else (day_to, pl.col("reported_to"))
    )
    speaker = pl.coalesce("speaker", pl.lit(NOBODY))
    found = acts.with_columns(
        account=pl.coalesce("side", speaker),
        by_party=pl.coalesce("party", "agent", pl.lit(NOBODY)),
        day=day,
        weighed=pl.when(pl.col("attribution") == PREFIXES["attribution"] + "secondHand")
        .then(_SECOND_HAND)
        .otherwise(pl.col("weight").fill_null(0))
        * _DAYS
        + pl.col("said").fill_null(0),
    ).filter(
        happened <= (FAR if moment.valid_at is None else moment.valid_at),
        reported <= (FAR if moment.reported_by is None else moment.reported_by),
    )
    if moment.according_to is None:
        return found
    own = found.filter(
        (speaker == moment.according_to)
        | (pl.col("side") == moment.according_to)
        | (pl.col("outlet") == moment.according_to)
    )
    return found.join(own.select("claim").unique(), on="claim", how="semi")


def seen(claims: pl.DataFrame) -> pl.DataFrame:
    """The steps that each account sees: one row a subject, account, step and party.

    Args:
        claims: what `visible` gives.

    Returns:
        subject, account, by_party, act, step, day, own (whether a speaker of the account is quoted
        or reported) and denied (whether somebody of the account denies it all the same).
    """
    step = ["subject", "account", "act", "step"]
    own = pl.col("attribution").is_in(
        [PREFIXES["attribution"] + name for name in ("quoted", "reported")]
    )
    affirmed = (
        claims.filter(pl.col("stance") == AFFIRMS)
        .group_by([*step, "by_party", "day"])
        .agg(own=own.any(), affirmed=pl.col("weighed").max())
    )
    denied = (
        claims.filter(pl.col("stance") == DENIES).group_by(step).agg(denial=pl.col("weighed").max())
    )
    return (
        affirmed.join(denied, on=step, how="left")
        .filter(pl.col("denial").fill_null(-1) <= pl.col("affirmed"))
        .with_columns(denied=pl.col("denial").is_not_null())
        .drop("affirmed", "denial")
    )


def statuses(steps: pl.DataFrame, effects: pl.DataFrame) -> pl.DataFrame:
    """The status of every subject on every axis, by each account and party, with since when.

    Args:
        steps: what `seen` gives.
        effects: the columns of `EFFECTS`, a row for each status that a step sets or thing it ends.

    Returns:
        The columns of `STATUSES`; `account` and `party` are `NOBODY` where none is named, and
        `basis` is "confirmed" or "attributed".
    """
    sets = effects.filter(pl.col("status").is_not_null()).drop("ends")
    ends = effects.filter(pl.col("ends").is_not_null()).select("step", "ends")
    rows = steps.join(sets, on="step").with_columns(
        party=pl.when(pl.col("axis").is_in(_PER_PARTY))
        .then(pl.col("by_party"))
        .otherwise(pl.lit(NOBODY))
    )
    ended = (
        steps.join(ends, on="step")
        .group_by("subject", "account", "ends")
        .agg(end_day=pl.col("day").max())
    )
    found = pl.concat([_stages(rows, ended, ends), _others(rows, ended)])
    return found.select(
        *list(STATUSES)[:-1],
        basis=pl.when("own").then(pl.lit("confirmed")).otherwise(pl.lit("attributed")),
    ).sort("subject", "axis", "account", "party")


_GROUP: Final = ["subject", "axis", "account", "party"]


def _stages(rows: pl.DataFrame, ended: pl.DataFrame, ends: pl.DataFrame) -> pl.DataFrame:
    resets = ended.filter(pl.col("ends") == STAGE).drop("ends")
    ending = ends.filter(pl.col("ends") == STAGE).select("step", ending=pl.lit(value=True))
    counted = (
        rows.filter(pl.col("axis") == STAGE)
        .join(resets, on=["subject", "account"], how="left")
        .join(ending.unique(), on="step", how="left")
        .with_columns(
            ending=pl.col("ending").fill_null(value=False),
            end_day=pl.col("end_day").fill_null(-1),
        )
        .filter(
            (pl.col("day") > pl.col("end_day"))
            | (pl.col("ending") & (pl.col("day") == pl.col("end_day")))
        )
        # what ended the stage is its status only while nothing has been raised since
        .with_columns(height=pl.when("ending").then(0).otherwise("rank"))
    )
    top = pl.col("height") == pl.col("height").max()
    return counted.group_by(_GROUP).agg(
        status=pl.col("status").filter(top).max(),
        since=pl.col("day").filter(top).min(),
        own=pl.col("own").filter(top).any(),
    )


def _others(rows: pl.DataFrame, ended: pl.DataFrame) -> pl.DataFrame:
    counted = rows.filter(pl.col("axis") != STAGE)
    for what in ("status", "axis"):
        counted = counted.join(
            ended.rename({"ends": what, "end_day": f"{what}_ended"}),
            on=["subject", "account", what],
            how="left",
        )
    counted = counted.with_columns(
        gone=pl.max_horizontal("status_ended", "axis_ended").fill_null(-1) > pl.col("day")
    ).sort("day", "rank", "act")
    last = pl.col("status").last()
    # the run: what comes after the last row of another status
    after = pl.int_range(pl.len()) > (
        pl.int_range(pl.len()).filter(pl.col("status") != last).max().fill_null(-1)
    )
    run = after & ~pl.col("gone")
    return (
        counted.group_by(_GROUP, maintain_order=True)
        .agg(
            status=last,
            since=pl.col("day").filter(run).min(),
            own=pl.col("own").filter(run).any(),
        )
        .filter(pl.col("since").is_not_null())
    )
