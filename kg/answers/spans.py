"""How long things took: from promise to performance, from one side's word to the other's."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING, Final

import polars as pl

from kg.answers.base import Asking, Row, day
from kg.answers.ledger import related
from kg.answers.picture import STATUS, Picture, picture
from kg.lifecycle import STAGE
from kg.result import tail
from kg.terms import Iri

if TYPE_CHECKING:
    from kg.result import Cell

__all__ = ["fulfilled", "lag_medians", "lags"]

_IN_PRINCIPLE: Final = STATUS + "agreedInPrinciple"
#: performance from the least to the most that can be said of it
_PERFORMED: Final = (STATUS + "inEffect", STATUS + "partlyFulfilled", STATUS + "fulfilled")
_AGREED_TO_DONE: Final = "agreed in principle to fulfilled"
_WORD_TO_WORD: Final = "one side's word to the other's"


def fulfilled(asking: Asking) -> Iterator[Row]:
    """Which promises were kept, and after how many days; see `commitments/fulfilled.rq`."""
    now = picture(asking, [asking.pair])
    since, until = asking.number("since"), asking.number("until")
    issues = dict(now.subjects.select("subject", "issue").iter_rows())
    names = dict(zip(("a", "b"), map(tail, now.pairs[0]), strict=True))
    promised = _first_stage(now, now.ranks.get(_IN_PRINCIPLE, 0), since, until)
    performed = _performed(now)
    for subject, first, who in promised.sort("day", "subject").iter_rows():
        if issues.get(subject) is None:
            continue
        status, done = performed.get(subject, (None, None))
        yield {
            "matter": Iri(subject),
            "promised": day(first),
            "told_by": ", ".join(sorted(names.get(each, each) for each in who)),
            "performance": Iri(status) if status else None,
            "performed": day(done),
            "days": None if done is None else done - first,
        }


def lags(asking: Asking) -> Iterator[Row]:
    """How many days lay between two steps; see `queries/commitments/lags.rq`."""
    given = {party for party in (asking.iri("a"), asking.iri("b")) if party}
    pairs = (
        [asking.pair]
        if len(given) == 2
        else [pair for pair in related(asking) if given <= set(pair)]
    )
    if not pairs:
        return
    now = picture(asking, pairs)
    threshold = now.ranks.get(_IN_PRINCIPLE, 0)
    issues = dict(now.subjects.select("subject", "issue").iter_rows())
    performed = _performed(now)
    for subject, first, _ in _first_stage(now, threshold).sort("subject").iter_rows():
        status, done = performed.get(subject, (None, None))
        if status == _PERFORMED[-1] and done is not None and issues.get(subject):
            yield _lag(now, _AGREED_TO_DONE, subject, (first, ""), (done, ""))
    words = _own_words(now, threshold)
    for subject, group in words.group_by("subject", maintain_order=True):
        said = dict(group.select("account", "said").iter_rows())
        if len(said) == 2 and issues.get(str(subject[0])):
            earlier, later = sorted(said, key=lambda who: (said[who], who))
            steps = (said[earlier], earlier), (said[later], later)
            yield _lag(now, _WORD_TO_WORD, str(subject[0]), *steps)


def _lag(now: Picture, kind: str, subject: str, *steps: tuple[int, str]) -> Row:
    """One row; a step is a day and the account whose it is, "" for all together."""
    nth, slash, matter = subject.rpartition("|")
    a, b = now.pairs[int(nth) if slash else 0]
    parties = {"a": tail(a), "b": tail(b), "": ""}
    (start, first), (end, second) = steps
    return {
        "kind": kind, "a": a, "b": b, "matter": Iri(matter),
        "start": day(start), "end": day(end), "days": end - start,
        "first": parties[first], "second": parties[second],
    }  # fmt: skip


def lag_medians(asking: Asking) -> Iterator[Row]:
    """The lags of each kind and relation in one row; see `queries/commitments/lag-medians.rq`."""
    found: dict[tuple[str, Cell, Cell], list[int]] = {}
    for row in lags(asking):
        days = row["days"]
        assert isinstance(days, int)
        for pair in ((row["a"], row["b"]), (None, None)):
            found.setdefault((str(row["kind"]), *pair), []).append(days)
    for (kind, a, b), lasted in sorted(found.items(), key=str):
        if a is None and len({key for key in found if key[0] == kind}) == 2:
            continue  # of one relation there is nothing to take together
        yield {
            "kind": kind, "a": a, "b": b, "n": len(lasted),
            "shortest": min(lasted), "median": Decimal(median(lasted)), "longest": max(lasted),
        }  # fmt: skip


def _first_stage(
    now: Picture, threshold: int, since: int | None = None, until: int | None = None
) -> pl.DataFrame:
    """When anybody first has a step to this stage or a higher one, in a span of days.

    Returns:
        subject, day, who (the accounts that tell it of that day).
    """
    reached = (
        now.steps.join(now.effects.filter(pl.col("axis") == STAGE), on="step")
        .filter(
            pl.col("rank") >= threshold,
            pl.col("day").is_between(max(since or 1, 1), until or now.today),
        )
        .with_columns(first=pl.col("day").min().over("subject"))
        .filter(pl.col("day") == pl.col("first"))
    )
    return reached.group_by("subject").agg(day=pl.col("day").min(), who=pl.col("account").unique())


def _performed(now: Picture) -> dict[str, tuple[str, int]]:
    """The most that anybody tells was performed, and since which day, by subject."""
    order = {status: nth for nth, status in enumerate(_PERFORMED)}
    told = now.steps.join(
        now.effects.filter(pl.col("status").is_in(list(_PERFORMED))), on="step"
    ).filter(pl.col("day") > 0)
    found: dict[str, tuple[str, int]] = {}
    for subject, status, number in told.select("subject", "status", "day").sort("day").iter_rows():
        known = found.get(subject)
        if known is None or order[status] > order[known[0]]:
            found[subject] = status, number
    return found


def _own_words(now: Picture, threshold: int) -> pl.DataFrame:
    """When a side's speakers first said themselves that it was agreed: subject, account, said."""
    own = now.acts.filter(
        pl.col("account").is_in(["a", "b"])
        & pl.col("attribution").str.contains("/(quoted|reported)$")
        & pl.col("stance").str.ends_with("affirms")
    ).with_columns(said=pl.coalesce("said", "reported", "day"))
    reached = own.join(now.effects.filter(pl.col("axis") == STAGE), on="step").filter(
        (pl.col("rank") >= threshold) & (pl.col("said") > 0)
    )
    return (
        reached.group_by("subject", "account").agg(pl.col("said").min()).sort("subject", "account")
    )
