"""Terms and conditions: whether what is owed is due, overdue, or waits for something else."""

from __future__ import annotations

from typing import Final

import polars as pl

from kg.answers.picture import AXIS, STATUS, Picture
from kg.iris import PREFIXES

__all__ = ["come_about", "conditions", "performed", "suspended", "terms"]

_HELD: Final = STATUS + "held"
#: a condition that depends on a matter or a meeting has come about when one of these is its status
_COME: Final = (_HELD, STATUS + "fulfilled", STATUS + "inEffect", STATUS + "agreementInForce")
_SUSPENSIVE: Final = PREFIXES["conditionKind"] + "suspensive"


def _reached(picture: Picture, statuses: tuple[str, ...]) -> pl.DataFrame:
    """Since when a subject has had one of the statuses by anybody's account."""
    return (
        picture.statuses.filter(pl.col("status").is_in(statuses))
        .group_by(node="subject")
        .agg(reached=pl.col("since").min())
    )


def come_about(picture: Picture) -> pl.DataFrame:
    """What has come about by anybody's account, and since when: node, reached."""
    return _reached(picture, _COME)


def _claimed(picture: Picture, key: str) -> pl.DataFrame:
    """The claims of a property that nobody of the same account outweighs by a denial."""
    found = picture.properties.filter(pl.col("property") == PREFIXES["br"] + key)
    denied = found.filter(pl.col("stance").str.ends_with("denies")).select(
        "subject", "account", "value", no="weighed"
    )
    return (
        found.filter(pl.col("stance").str.ends_with("affirms"))
        .join(denied, on=["subject", "account", "value"], how="left")
        .filter(pl.col("weighed") >= pl.col("no").fill_null(-1))
    )


def terms(picture: Picture) -> pl.DataFrame:
    """By when each account says that something is due: the latest word of each.

    Returns:
        subject, account, due (the last day, null where none is fixed), due_by (the event that it
        waits for) and passed: true, false, or null where that cannot be told. A term tied to a
        meeting that has not been held has not passed.
    """
    held = _reached(picture, (_HELD,)).rename({"node": "due_by", "reached": "held"})
    prefix = _prefix(picture)
    return (
        _claimed(picture, "term")
        .sort("weighed", "value")
        .group_by("subject", "account", maintain_order=True)
        .agg(pl.col("due").last(), pl.col("due_by").last(), pl.col("pair").last())
        .with_columns(key=prefix + pl.col("due_by"))
        .join(held.rename({"due_by": "key"}), on="key", how="left")
        .with_columns(due=pl.coalesce("due", "held"))
        .with_columns(
            passed=pl.when(pl.col("due").is_not_null())
            .then(pl.col("due") < picture.today)
            .when(pl.col("due_by").is_not_null())
            .then(pl.lit(value=False))
        )
        .select("subject", "account", "due", "due_by", "passed")
    )


def conditions(picture: Picture) -> pl.DataFrame:
    """On what each account says that something depends.

    Returns:
        subject, account, value (the condition), condition_kind, depends_on, and met: the day since
        when it has come about by anybody's account, null where nothing tells it.
    """
    reached = _reached(picture, _COME).rename({"node": "key", "reached": "met"})
    return (
        _claimed(picture, "condition")
        .with_columns(key=_prefix(picture) + pl.col("depends_on"))
        .join(reached, on="key", how="left")
        .select("subject", "account", "value", "condition_kind", "depends_on", "met")
        .unique()
    )


def suspended(picture: Picture) -> pl.DataFrame:
    """The subjects whose performance waits, by account: a suspensive condition not come about."""
    return (
        conditions(picture)
        .filter((pl.col("condition_kind") == _SUSPENSIVE) & pl.col("met").is_null())
        .select("subject", "account", waits=pl.lit(value=True))
        .unique()
    )


def performed(picture: Picture) -> pl.DataFrame:
    """Subjects and parties of which some account has told some performance."""
    told = picture.steps.join(
        picture.effects.filter(pl.col("axis") == AXIS + "performance"), on="step"
    )
    begun = tuple(
        STATUS + name for name in ("inEffect", "partlyFulfilled", "fulfilled", "suspended")
    )
    return (
        told.filter(pl.col("status").is_in(begun))
        .select("subject", party="by_party", begun=pl.lit(value=True))
        .unique()
    )


def _prefix(picture: Picture) -> pl.Expr:
    """What stands before a subject where several relations are in one picture."""
    return pl.format("{}|", "pair") if len(picture.pairs) > 1 else pl.lit("")
