"""What one side says and the other does not, and how both accounts changed by month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from kg import lifecycle
from kg.answers.base import Asking, Row, day
from kg.answers.ledger import coverage
from kg.answers.picture import Picture, picture
from kg.lifecycle import FAR, NOBODY, STAGE
from kg.result import tail
from kg.terms import Iri

if TYPE_CHECKING:
    from kg.result import Cell

__all__ = ["months", "one_sided", "statuses"]

_OTHER: Final = {"a": "b", "b": "a"}


def statuses(asking: Asking) -> Iterator[Row]:
    """Every status by every account; see `queries/commitments/statuses.rq`."""
    now = picture(asking, [asking.pair])
    for row in now.statuses.iter_rows(named=True):
        yield {
            "subject": Iri(row["subject"]),
            "axis": Iri(row["axis"]),
            "account": row["account"],
            "party": None if row["party"] == NOBODY else Iri(row["party"]),
            "status": Iri(row["status"]),
            "since": day(row["since"]),
            "basis": row["basis"],
        }


# ------------------------------------------------------------------------------------ one and other


def one_sided(asking: Asking) -> Iterator[Row]:
    """What one side says itself and the other never did; see `queries/claims/one-sided.rq`."""
    now = picture(asking, [asking.pair])
    parties = dict(zip(("a", "b"), now.pairs[0], strict=True))
    counts = {who: (n, read) for _, who, n, read in coverage(now).iter_rows()}
    issues = dict(now.subjects.select("subject", "issue").iter_rows())
    said = _said(now)
    for row in said.sort("subject", "axis", "rank", "status", "account").iter_rows(named=True):
        other = _OTHER[row["account"]]
        theirs = said.filter(
            (pl.col("subject") == row["subject"])
            & (pl.col("axis") == row["axis"])
            & (pl.col("account") == other)
        )
        if len(theirs.filter(_as_far(row))):
            continue
        texts, read = counts.get(other, (0, 0))
        issue = issues.get(row["subject"])
        yield {
            "about": Iri(row["subject"]),
            "issue": Iri(issue) if issue else None,
            "status": Iri(row["status"]),
            "said_by": parties[row["account"]],
            "since": day(row["day"]),
            "other": parties[other],
            "other_stands": _stands(now, row, other, theirs),
            "other_texts": texts,
            "other_read": read,
        }


def _said(now: Picture) -> pl.DataFrame:
    """What each side says itself: one row a subject, status and account, with its first day.

    Of the stage only the highest: who says "agreed" need not say "discussed".
    """
    said = (
        now.steps.filter(pl.col("own") & pl.col("account").is_in(["a", "b"]))
        .join(now.effects.filter(pl.col("status").is_not_null()), on="step")
        .group_by("subject", "account", "status", "axis", "rank")
        .agg(day=pl.col("day").min())
    )
    highest = pl.col("rank") == pl.col("rank").max().over("subject", "account", "axis")
    return said.filter((pl.col("axis") != STAGE) | highest)


def _as_far(row: dict[str, Any]) -> pl.Expr:
    """Whether the other says the same; of a stage, that it has come at least as far."""
    if row["axis"] == STAGE:
        return pl.col("rank").ge(row["rank"])
    return pl.col("status").eq(row["status"])


def _stands(now: Picture, row: dict[str, Any], other: str, theirs: pl.DataFrame) -> str:
    """How the other side stands to it: denied, doubted, what it says instead, attributed, silent.

    What it says instead is its own latest status on the same axis, such as "discussed" for what the
    one calls agreed; attributed is what is known of it at second hand only.
    """
    steps = now.effects.filter(pl.col("status") == row["status"])["step"].to_list()
    same = now.acts.filter(
        (pl.col("subject") == row["subject"])
        & pl.col("step").is_in(steps)
        & (pl.col("account") == other)
    )
    if same["stance"].str.ends_with("denies").any():
        return "denied"
    if same["stance"].str.ends_with("doubts").any():
        return "doubted"
    if len(theirs):
        return tail(theirs.sort("day", "rank")["status"][-1])
    return "attributed" if len(same) else "silent"


# ----------------------------------------------------------------------------------- month by month


def months(asking: Asking) -> Iterator[Row]:
    """The status at the end of each month; see `queries/commitments/months.rq`."""
    now = picture(asking, [asking.pair])
    matter, moment = asking.iri("matter"), now.moment
    acts = now.acts.filter(pl.col("subject") == matter)
    days = acts["day"].drop_nulls()
    first = min((each for each in days if each), default=None)
    last = moment.valid_at or min(max(days, default=0), asking.today)
    if first is None:
        return
    before: dict[tuple[str, str], dict[str, Cell]] = {}
    for end in _month_ends(date.fromordinal(first), date.fromordinal(max(first, last))):
        # what counts at all was chosen with the picture: here only whether it was so by then
        happened = pl.col("day") if moment.doubtful else pl.col("day_to").fill_null(FAR)
        seen = lifecycle.seen(acts.filter(happened <= end.toordinal()))
        statuses = lifecycle.statuses(seen, now.effects)
        for (axis, party), group in sorted(
            statuses.group_by("axis", "party"), key=lambda each: str(each[0])
        ):
            told: dict[str, Cell] = dict.fromkeys(("a", "b", "third", "narrator"))
            told |= {
                who: Iri(status) for who, status in group.select("account", "status").iter_rows()
            }
            key = str(axis), str(party)
            yield {
                "month": end.strftime("%Y-%m"),
                "axis": Iri(key[0]),
                "party": None if party == NOBODY else Iri(key[1]),
                **{f"{who}_status": told[who] for who in told},
                "changed": before.get(key) != told,
            }
            before[key] = told


def _month_ends(first: date, last: date) -> Iterator[date]:
    """The last day of each month from that of `first` to that of `last`."""
    start = first.replace(day=1)
    while start <= last:
        start = (start + timedelta(days=31)).replace(day=1)
        yield start - timedelta(days=1)
