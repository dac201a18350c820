"""The two-sided ledger: what each side says of every matter, beside the other's word.

Source of the rules: docs/ontology.md, "The ledger".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

import polars as pl

from kg.answers import terms
from kg.answers.base import Asking, Row, day
from kg.answers.picture import AXIS, STATUS, Pairs, Picture, picture
from kg.iris import PREFIXES
from kg.lifecycle import NOBODY, STAGE, Moment
from kg.terms import Iri

__all__ = [
    "corroborated", "coverage", "defaults", "ledger", "ledger_rows", "ledgers", "owed", "related",
]  # fmt: skip

ANSWER: Final = AXIS + "answer"
PERFORMANCE: Final = AXIS + "performance"
_ORDER: Final = {STAGE: 0, ANSWER: 1, PERFORMANCE: 2}
#: the rank from which something is owed
_IN_PRINCIPLE: Final = STATUS + "agreedInPrinciple"
_KEY: Final = ["subject", "axis", "party"]


def ledger(asking: Asking) -> Iterable[Row]:
    """The ledger of two parties; see `queries/commitments/ledger.rq`."""
    return _without_pair(ledger_rows(asking, [asking.pair]))


def ledgers(asking: Asking) -> Iterable[Row]:
    """The ledgers of all relations; see `queries/commitments/ledgers.rq`."""
    pairs = related(asking)
    return ledger_rows(asking, pairs) if pairs else ()


def related(asking: Asking) -> list[tuple[Iri, Iri]]:
    """The two parties of every relation of the store."""
    table = asking.select("relations/parties", {})
    places = [table.columns.index(name) for name in ("a", "b")]
    return [
        (first, second)
        for first, second in ([row[place] for place in places] for row in table.rows)
        if isinstance(first, Iri) and isinstance(second, Iri)
    ]


def _without_pair(rows: Iterable[Row]) -> Iterator[Row]:
    for row in rows:
        yield {key: value for key, value in row.items() if key not in ("a", "b")}


def owed(picture: Picture) -> pl.DataFrame:
    """The matters of which one of the two says itself that they were at least agreed in principle.

    What nobody is named for, and what is known of a side only at second hand, makes nothing owed.
    """
    threshold = picture.ranks.get(_IN_PRINCIPLE, 0)
    return (
        picture.stages.filter(
            pl.col("account").is_in(["a", "b"])
            & (pl.col("basis") == "confirmed")
            & (pl.col("rank") >= threshold)
        )
        .select("subject")
        .unique()
    )


def coverage(picture: Picture) -> pl.DataFrame:
    """How many texts of each side were looked at: pair, account, texts, read (in full).

    A text of a side is a document in which one of its speakers is quoted or reported on anything
    between the two.
    """
    own = pl.col("attribution").is_in(
        [PREFIXES["attribution"] + name for name in ("quoted", "reported")]
    )
    return (
        picture.sources.filter(own & pl.col("account").is_in(["a", "b"]))
        .select("pair", "account", "document")
        .unique()
        .join(picture.documents.select("document", "read"), on="document", how="left")
        .group_by("pair", "account")
        .agg(texts=pl.len(), read=pl.col("read").fill_null(value=False).sum())
    )


def ledger_rows(asking: Asking, pairs: Pairs) -> Iterator[Row]:
    """The rows of the ledgers of these relations, each with its two parties."""
    now = picture(asking, pairs)
    sure = now if not now.moment.doubtful else picture(asking, pairs, _sure(now.moment))
    frame = _joined(now)
    certain = _joined(sure).select(*_KEY, *(f"{who}_status" for who in ("a", "b")))
    frame = frame.join(certain, on=_KEY, how="left", suffix="_sure", nulls_equal=True).with_columns(
        possible=pl.any_horizontal(
            pl.col(f"{who}_status").ne_missing(pl.col(f"{who}_status_sure")) for who in ("a", "b")
        )
    )
    counts = {(pair, who): (n, read) for pair, who, n, read in coverage(now).iter_rows()}
    for row in frame.iter_rows(named=True):
        yield _row(now, row, counts)


def _sure(moment: Moment) -> Moment:
    return Moment(moment.valid_at, moment.reported_by, moment.according_to, doubtful=False)


def _row(
    now: Picture, row: dict[str, object], counts: dict[tuple[int, str], tuple[int, int]]
) -> Row:
    pair = int(str(row["pair"]))
    a, b = now.pairs[pair]

    def node(value: object) -> Iri | None:
        return None if value is None or value == NOBODY else Iri(str(value))

    def when(value: object) -> date | None:
        return day(value) if isinstance(value, int) else None

    return {
        "a": a,
        "b": b,
        "matter": Iri(str(row["subject"]).rpartition("|")[2]),
        "issue": node(row["issue"]),
        "standing": "owed" if row["owed"] else "asked",
        "axis": node(row["axis"]),
        "party": node(row["party"]),
        **{
            f"{who}_{key}": convert(row[f"{who}_{key}"])
            for who in ("a", "b")
            for key, convert in (
                ("status", node), ("since", when), ("basis", str), ("denies", bool)
            )
        },
        "third_status": node(row["third_status"]),
        "narrator_status": node(row["narrator_status"]),
        "corroborated": node(row["corroborated"]),
        "contested": bool(row["contested"]),
        "possible": bool(row["possible"]),
        **{
            f"{who}_{name}": counts.get((pair, who), (0, 0))[place]
            for who in ("a", "b")
            for place, name in enumerate(("texts", "read"))
        },
    }  # fmt: skip


# --------------------------------------------------------------------------------------- in columns


def _joined(now: Picture) -> pl.DataFrame:
    """One row a matter, axis and party, with the word of each account."""
    matters = now.subjects.filter(pl.col("issue").is_not_null())
    found = pl.concat([now.statuses, defaults(now)], how="diagonal").join(
        matters.select("subject"), on="subject", how="semi"
    )
    rows = pl.concat(
        [
            found.select(_KEY),
            _denials(now).select(_KEY).join(matters, on="subject", how="semi"),
            # a matter of which nothing has been told by then does not stand in the ledger
            matters.join(now.acts, on="subject", how="semi").select(
                "subject", axis=pl.lit(STAGE), party=pl.lit(NOBODY)
            ),
        ]
    ).unique()
    for who in ("a", "b", "third", "narrator"):
        account = found.filter(pl.col("account") == who).select(
            *_KEY,
            pl.col("status").alias(f"{who}_status"),
            pl.col("since").alias(f"{who}_since"),
            pl.col("basis").alias(f"{who}_told"),
        )
        rows = rows.join(account, on=_KEY, how="left")
    rows = _with_basis(now, rows)
    return (
        rows.join(corroborated(now), on="subject", how="left")
        .with_columns(
            corroborated=pl.when(pl.col("axis") == STAGE).then("corroborated"),
            contested=_contested(),
        )
        .join(owed(now).with_columns(owed=pl.lit(value=True)), on="subject", how="left")
        .join(matters, on="subject")
        .with_columns(
            owed=pl.col("owed").fill_null(value=False),
            order=pl.col("axis").replace_strict(_ORDER, default=9, return_dtype=pl.Int64),
        )
        .sort("pair", pl.col("owed").not_(), "issue", "subject", "order", "party")
    )


def _contested() -> pl.Expr:
    """One side affirms what the other denies."""
    return (pl.col("a_status").is_not_null() & pl.col("b_denies")) | (
        pl.col("b_status").is_not_null() & pl.col("a_denies")
    )


def _denials(now: Picture) -> pl.DataFrame:
    """On which axes each account denies a step.

    The party is the agent of the step as the denial tells it, or else as whoever affirms the step.
    """
    told = now.steps.select("subject", "act", "step", doer="by_party").unique()
    denied = (
        now.acts.filter(pl.col("stance").str.ends_with("denies"))
        .join(told, on=["subject", "act", "step"], how="left")
        .with_columns(
            by_party=pl.when(pl.col("by_party") == NOBODY)
            .then(pl.coalesce("doer", "by_party"))
            .otherwise("by_party")
        )
    )
    seen = now.steps.select("subject", "account", "act", "step", seen=pl.lit(value=True)).unique()
    return (
        denied.join(seen, on=["subject", "account", "act", "step"], how="left")
        .join(now.effects.filter(pl.col("status").is_not_null()), on="step")
        .select(
            "subject",
            "axis",
            "account",
            party=pl.when(pl.col("axis").is_in([ANSWER, PERFORMANCE]))
            .then("by_party")
            .otherwise(pl.lit(NOBODY)),
            # somebody of the same account affirms it all the same
            split=pl.col("seen").fill_null(value=False),
        )
        .unique()
    )


def _with_basis(now: Picture, rows: pl.DataFrame) -> pl.DataFrame:
    """How each side stands to its row: confirmed, attributed, denied, split or silent."""
    denials = _denials(now)
    for who in ("a", "b"):
        mine = (
            denials.filter(pl.col("account") == who)
            .group_by(_KEY)
            .agg(split=pl.col("split").any(), denied=pl.lit(value=True).first())
        )
        rows = (
            rows.join(mine, on=_KEY, how="left")
            .with_columns(
                pl.col("denied").fill_null(value=False).alias(f"{who}_denies"),
                pl.when(pl.col(f"{who}_status").is_not_null() & pl.col("split").fill_null(False))
                .then(pl.lit("split"))
                .when(pl.col(f"{who}_status").is_not_null())
                .then(f"{who}_told")
                .when(pl.col("denied").fill_null(value=False))
                .then(pl.lit("denied"))
                .otherwise(pl.lit("silent"))
                .alias(f"{who}_basis"),
            )
            .drop("split", "denied")
        )
    return rows


def corroborated(now: Picture) -> pl.DataFrame:
    """The highest stage that both sides affirm themselves: subject, corroborated."""
    by_rank = {rank: status for status, rank in now.ranks.items() if _is_stage(now, status)}
    confirmed = now.stages.filter(pl.col("basis") == "confirmed")
    one, other = (
        confirmed.filter(pl.col("account") == who).select("subject", pl.col("rank").alias(who))
        for who in ("a", "b")
    )
    lower = pl.min_horizontal("a", "b")
    ended = pl.when((pl.col("a") == 0) & (pl.col("b") == 0)).then(pl.lit(STATUS + "terminated"))
    return one.join(other, on="subject").select(
        "subject",
        corroborated=pl.when(lower > 0)
        .then(lower.replace_strict(by_rank, default=None, return_dtype=pl.String))
        .otherwise(ended),
    )


def _is_stage(now: Picture, status: str) -> bool:
    axes = now.effects.filter((pl.col("status") == status) & (pl.col("axis") == STAGE))
    return not axes.is_empty()


def defaults(now: Picture) -> pl.DataFrame:
    """Performance of which an account tells no step, though by it something is owed.

    Pending; conditional while a condition that it tells has not come about; lapsed where the term
    that it tells has passed and no account knows of any performance.
    """
    stages = now.stages.filter(
        pl.col("account").is_in(["a", "b"]) & (pl.col("rank") >= now.ranks.get(_IN_PRINCIPLE, 0))
    ).select("subject", "account", "basis", agreed="since")
    told = now.statuses.filter(pl.col("axis") == PERFORMANCE).select(
        "subject", "account", "party", told=pl.lit(value=True)
    )
    debtors = now.roles("debtor").select("subject", "party").unique()
    passed = (
        terms.terms(now)
        .filter(pl.col("passed"))
        .group_by("subject", "account")
        .agg(due=pl.col("due").max())
    )
    return (
        stages.join(debtors, on="subject")
        .join(told, on=["subject", "account", "party"], how="left")
        .filter(pl.col("told").is_null())
        .join(terms.suspended(now), on=["subject", "account"], how="left")
        .join(passed, on=["subject", "account"], how="left")
        .join(terms.performed(now), on=["subject", "party"], how="left")
        .with_columns(lapsed=pl.col("due").is_not_null() & pl.col("begun").is_null())
        .select(
            "subject",
            "account",
            "party",
            "basis",
            axis=pl.lit(PERFORMANCE),
            status=pl.when("lapsed")
            .then(pl.lit(STATUS + "lapsed"))
            .when(pl.col("waits").fill_null(value=False))
            .then(pl.lit(STATUS + "conditional"))
            .otherwise(pl.lit(STATUS + "pending")),
            since=pl.when("lapsed").then(pl.col("due") + 1).otherwise("agreed"),
        )
    )
