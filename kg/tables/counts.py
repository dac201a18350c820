"""What is counted in the event table: dyads, periods, scores. Frames in, frames out.

An event that each did to the other counts once in either direction, and once where directions do
not matter. A mean score, to three digits, is the mean of priors of types, never a measurement.
Scores are added up as whole thousandths: so a sum is the same in whatever order and on however many
machines it is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from kg.tables.table import EventTable

__all__ = [
    "COUNTED",
    "PERIODS",
    "WHOLE",
    "Slice",
    "actors",
    "between",
    "dyad",
    "edges",
    "matrix",
    "months",
    "observations",
    "of_pair",
    "pairs",
    "sums",
    "top",
]

#: how days are put together
PERIODS: Final = ("month", "quarter", "year")

_SIDES: Final = ("source_state", "target_state")
_NAMED: Final = ("source", "target")
_MEASURED: Final = (
    "date", *_SIDES, "mutual", "telling", "quad_class", "score", "plover_score",
)  # fmt: skip
#: the mean scores, and what counts the events that have one
_SCORES: Final = {"score": "scored", "plover_score": "typed"}
#: the columns of which `sums` are made
COUNTED: Final = ("dataset", "date", *_SIDES, "mutual", "quad_class", *_SCORES)
_SUMS: Final = ("events", "cooperation", "conflict", *_SCORES, *_SCORES.values())


@dataclass(frozen=True)
class Slice:
    """Which events of the table are meant.

    Attributes:
        since: not before this day.
        until: not after this day.
        once: of the events of one story, day and type between the same parties only the first.
        datasets: of these sources (icews, gdelt, polecat); none is all.
    """

    since: date | None = None
    until: date | None = None
    once: bool = False
    datasets: tuple[str, ...] = ()

    def of(self, table: EventTable, wanted: pl.Expr | bool = True) -> pl.LazyFrame:
        """Those of its events that are wanted, lazily.

        Raises:
            EventTableNotFoundError: there is no event table.
        """
        found = table.scan(since=self.since, until=self.until, datasets=self.datasets)
        found = found.filter(wanted)
        return found.unique("telling", keep="first", maintain_order=True) if self.once else found


_ALL: Final = 2**32 - 2
#: all of the table
WHOLE: Final = Slice()


def between(table: EventTable, a: str, b: str, part: Slice = WHOLE) -> pl.LazyFrame:
    """The events between two states, lazily, with all columns of `kg.tables.schema.EVENTS`.

    Raises:
        EventTableNotFoundError: there is no event table.
    """
    return part.of(table, of_pair(a, b))


def of_pair(a: str, b: str) -> pl.Expr:
    """Whether an event is one between two states."""
    one, other = (pl.col(side) for side in _SIDES)
    return ((one == a) & (other == b)) | ((one == b) & (other == a))


def dyad(
    table: EventTable, a: str, b: str, part: Slice = WHOLE, *, by: str = "month"
) -> pl.DataFrame:
    """What was coded between two states in each period and direction.

    Args:
        table: the event table.
        a: a state, by its code.
        b: another one.
        part: which events.
        by: month, quarter or year.

    Returns:
        Columns period, source, target, events, cooperation, conflict, score, plover_score, the
        last two being means.
    """
    found = between(table, a, b, part).select(_MEASURED).with_columns(_period(by).alias("period"))
    return _measured(_cells(found, ("period", *_SIDES)), ("period", "source", "target")).collect()


def months(table: EventTable, a: str, b: str, part: Slice = WHOLE) -> pl.DataFrame:
    """Cooperation and conflict of two states month by month: `dyad`, with no month left out."""
    found = dyad(table, a, b, part)
    if not found.height:
        return found
    first, last = (date.fromisoformat(f"{found['period'][place]}-01") for place in (0, -1))
    whole = pl.date_range(first, last, "1mo", eager=True).dt.strftime("%Y-%m").alias("period")
    directions = pl.DataFrame({"source": sorted((a, b)), "target": sorted((a, b), reverse=True)})
    every = whole.to_frame().join(directions, how="cross")
    return every.join(
        found, on=["period", "source", "target"], how="left", maintain_order="left"
    ).with_columns(pl.col("events", "cooperation", "conflict").fill_null(0))


def top(table: EventTable, part: Slice = WHOLE, *, n: int | None = 20) -> pl.DataFrame:
    """The pairs of states with the most events, whoever did them; all of them without a number.

    Returns:
        Columns a, b (in the order of their codes), events, cooperation, conflict, score,
        plover_score.
    """
    summed = _summed(_abroad(table, part), _SIDES)
    return pairs(summed).head(_ALL if n is None else n).collect()


def matrix(table: EventTable, part: Slice = WHOLE) -> pl.DataFrame:
    """How often each state did something to each other one in each year.

    Returns:
        Columns year, source, target, events, cooperation, conflict, score, plover_score: one row a
        cell that is not 0.
    """
    found = _abroad(table, part).with_columns(year=pl.col("date").dt.year())
    return _measured(_cells(found, ("year", *_SIDES)), ("year", "source", "target")).collect()


def sums(events: pl.LazyFrame) -> pl.LazyFrame:
    """What adds up of events between two different states: of it, pairs and observations are made.

    Args:
        events: with the columns in `COUNTED`.

    Returns:
        Columns dataset, month (2025-04), source_state, target_state, mutual, and whole numbers, of
        which those of one cell may be added to those of other events: events, cooperation,
        conflict, score and plover_score (in thousandths), scored and typed (how many have one).
    """
    sides = [pl.col(side).cast(pl.String) for side in _SIDES]
    found = events.filter(sides[0] != sides[1]).select(
        pl.col("dataset").cast(pl.String), _period("month").alias("month"), *sides,
        "mutual", pl.col("quad_class").cast(pl.String), "score", "plover_score",
    )  # fmt: skip
    return _summed(found, ("dataset", "month", *_SIDES))


def pairs(cells: pl.LazyFrame) -> pl.LazyFrame:
    """The pairs of states in sums of one source, those with the most events first.

    Returns:
        The columns of `top`.
    """
    one, other = (pl.col(side).cast(pl.String) for side in _SIDES)
    ordered = cells.with_columns(a=pl.min_horizontal(one, other), b=pl.max_horizontal(one, other))
    found = _measured(ordered.group_by("a", "b").agg(pl.col(_SUMS).sum()), ("a", "b"))
    return found.sort("events", "a", "b", descending=[True, False, False])


def observations(cells: pl.LazyFrame) -> pl.LazyFrame:
    """What each state did to each other one in every month, and in every year.

    Args:
        cells: sums of one source.

    Returns:
        Columns period (2025-04, 2025), source, target, events, cooperation, conflict, score,
        plover_score.
    """
    month = pl.col("month")
    keys = ("period", *_SIDES)
    both = [
        _measured(_directed(cells.with_columns(period=period), keys), ("period", *_NAMED))
        for period in (month, month.str.slice(0, 4))
    ]
    return pl.concat(both)


def edges(table: EventTable, part: Slice = WHOLE) -> pl.DataFrame:
    """The network of states: one row a pair and direction.

    Returns:
        Columns source, target, events, cooperation, conflict, score, plover_score.
    """
    return _measured(_cells(_abroad(table, part), _SIDES), ("source", "target")).collect()


def actors(table: EventTable, part: Slice = WHOLE) -> pl.DataFrame:
    """The network of actors: one row a pair, whichever way it went, summed before it is collected.

    Returns:
        Columns one, other (names, in the order of letters) and weight, the number of events.
    """
    one, other = pl.col("source_name"), pl.col("target_name")
    pairs = part.of(table, one.is_not_null() & other.is_not_null() & (one != other))
    ordered = pairs.select(one=pl.min_horizontal(one, other), other=pl.max_horizontal(one, other))
    counted = ordered.group_by("one", "other").agg(weight=pl.len().cast(pl.Float64))
    return counted.sort("one", "other").collect()


def _abroad(table: EventTable, part: Slice) -> pl.LazyFrame:
    """What counts of the events between two different states."""
    return part.of(table, pl.col("source_state") != pl.col("target_state")).select(_MEASURED)


def _cells(frame: pl.LazyFrame, keys: Sequence[str]) -> pl.LazyFrame:
    """The sums of each cell; what each did to the other also the other way round.

    Summed before it is turned round: so few rows are turned.
    """
    return _directed(_summed(frame, keys), keys)


def _summed(frame: pl.LazyFrame, keys: Sequence[str]) -> pl.LazyFrame:
    kinds = pl.col("quad_class")
    thousandths = {name: (pl.col(name) * 1000).round().cast(pl.Int64) for name in _SCORES}
    sums = [
        pl.len().cast(pl.Int64).alias("events"),
        ((kinds == "verbalCooperation") | (kinds == "materialCooperation"))
        .sum().cast(pl.Int64).alias("cooperation"),
        ((kinds == "verbalConflict") | (kinds == "materialConflict"))
        .sum().cast(pl.Int64).alias("conflict"),
        *(value.sum().alias(name) for name, value in thousandths.items()),
        *(pl.col(name).count().cast(pl.Int64).alias(of) for name, of in _SCORES.items()),
    ]  # fmt: skip
    return frame.group_by(*keys, "mutual").agg(sums).select(*keys, "mutual", *_SUMS)


def _directed(summed: pl.LazyFrame, keys: Sequence[str]) -> pl.LazyFrame:
    turned = summed.filter("mutual").rename(dict(zip(_SIDES, reversed(_SIDES), strict=True)))
    both = pl.concat([each.select(*keys, *_SUMS) for each in (summed, turned)])
    return both.group_by(keys).agg(pl.col(_SUMS).sum())


def _measured(cells: pl.LazyFrame, keys: tuple[str, ...]) -> pl.LazyFrame:
    """Sums as means, sides as text, in the order of the keys."""
    named = cells.rename(dict(zip(_SIDES, _NAMED, strict=True)), strict=False)
    return named.select(
        *(pl.col(key).cast(pl.Int64 if key == "year" else pl.String) for key in keys),
        "events", "cooperation", "conflict",
        *(
            pl.when(pl.col(number) > 0)
            .then((pl.col(score) / pl.col(number) / 1000).round(3))
            .alias(score)
            for score, number in _SCORES.items()
        ),
    ).sort(keys)  # fmt: skip


def _period(by: str) -> pl.Expr:
    day = pl.col("date")
    if by == "quarter":
        return pl.format("{}-Q{}", day.dt.year(), day.dt.quarter())
    return day.dt.strftime("%Y-%m" if by == "month" else "%Y")
