"""Coded events held against what articles tell: candidates for people to judge, and spans of days.

The events come from the event table of the graph, never from the store; nothing here merges two.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import polars as pl

from kg.answers.abroad import territory
from kg.answers.base import Asking, Row, day
from kg.answers.frames import Schema
from kg.answers.picture import picture
from kg.iris import BR, node_iri
from kg.result import tail
from kg.terms import Iri

if TYPE_CHECKING:
    from kg.result import Cell

__all__ = ["aligned", "before_agreements"]

_AGREED: Final[Schema] = {"agreement": pl.String, "day": pl.Int64}
_KNOWN: Final[Schema] = {
    "event": pl.String, "day": pl.Int64, "day_to": pl.Int64, "type": pl.String, "above": pl.String,
    "top": pl.String,
}  # fmt: skip
_WITHIN: Final[Schema] = {"place": pl.String, "within": pl.String, "state": pl.String}
_JUDGED: Final[Schema] = {
    "judgement": pl.String, "form": pl.String, "language": pl.String, "node": pl.String,
    "judged_as": pl.String, "verdict": pl.String, "document": pl.String, "judged_by": pl.String,
    "judged_on": pl.String, "reason": pl.String,
}  # fmt: skip
#: CAMEO's code, in both numberings, for an agreement that was signed
_SIGNED: Final = "057"
_WINDOW: Final = 28
_NEAR: Final = 1
#: an event that lasts longer is a state of affairs, not a meeting
_LONGEST: Final = 31


# -------------------------------------------------------------------------------- before agreements


def before_agreements(asking: Asking) -> Iterator[Row]:
    """Consultations before agreements; see `queries/coded/before-agreements.rq`."""
    a, b = asking.pair
    events = asking.events(a, b).filter(pl.col("date") <= date.fromordinal(asking.today))
    first, last = events.select(pl.col("date").min(), last=pl.col("date").max()).collect().row(0)
    until = day(asking.number("until")) or last or date.fromordinal(asking.today)
    since = day(asking.number("since")) or date(until.year, (until.month - 1) // 3 * 3 + 1, 1)
    window = timedelta(days=asking.number("days") or _WINDOW)
    once = events.unique("telling").select("date", pl.col("code", "plover").cast(pl.String))
    found = once.collect()
    consulted = found.filter(pl.col("plover").str.starts_with("consult"))["date"].to_list()
    signed = set(found.filter(pl.col("code") == _SIGNED)["date"])
    told = asking.frame("coded/before-agreements", _AGREED, a=a, b=b)
    known: dict[date, list[str]] = {each: [] for each in signed}
    for agreement, number in told.iter_rows():
        known.setdefault(date.fromordinal(number), []).append(agreement)
    for when in sorted(each for each in known if since <= each <= until):
        before, earlier = (
            sum(when - (n + 1) * window <= each < when - n * window for each in consulted)
            for n in (0, 1)
        )
        sources = ["articles"] * bool(known[when]) + ["coded"] * (when in signed)
        for agreement in known[when] or ("",):
            yield {
                "date": when,
                "agreement": Iri(agreement) if agreement else None,
                "told_by": " and ".join(sources),
                "before": before,
                "earlier": earlier,
                "change": before - earlier,
                "rose": before > earlier,
                "covered": first is not None and first <= when - 2 * window,
            }


# ---------------------------------------------------------------------------------------- alignment


def aligned(asking: Asking) -> Iterator[Row]:
    """Coded events beside those that articles tell of; see `queries/coded/aligned.rq`."""
    a, b = asking.pair
    near = _NEAR if (given := asking.number("days")) is None else given
    since, until = asking.number("since") or 0, asking.number("until") or date.max.toordinal()
    known = asking.frame("coded/aligned", _KNOWN, a=a, b=b)
    types = _types(known)
    countries = _countries(asking)
    judged = {
        (row["node"], row["judged_as"]): row
        for row in asking.frame("identity/judgements", _JUDGED).iter_rows(named=True)
        if row["node"]
    }
    coded = asking.events(a, b).collect().sort("date", "event")
    spans = known.select("event", "day", pl.coalesce("day_to", "day").alias("last")).unique()
    for event, first, last in spans.sort("day", "event").iter_rows():
        if not since <= first <= until or last - first > _LONGEST:
            continue
        span = pl.col("date").is_between(
            date.fromordinal(first) - timedelta(days=near),
            date.fromordinal(last) + timedelta(days=near),
        )
        rows = [
            _candidate(event, (first, last), row, types[event], countries.get(event, set()))
            for row in coded.filter(span).iter_rows(named=True)
        ]
        for row in sorted(rows, key=lambda one: (-one["likeness"], one["coded"])):  # type: ignore[operator]
            verdict = judged.get((str(row["coded"]), event))
            if row["same_type"] or row["same_country"] or verdict:
                row["verdict"] = Iri(verdict["verdict"]) if verdict else None
                row["judged_by"] = verdict["judged_by"] if verdict else None
                yield row


def _types(known: pl.DataFrame) -> dict[str, set[str]]:
    """PLOVER's types that cover what is told of each event."""
    found: dict[str, set[str]] = {}
    for event, *types in known.select("event", "type", "above", "top").iter_rows():
        # consult-visit and consult are one type here; our own types stand below one of these
        roots = {tail(each).partition("-")[0] for each in types if each}
        found.setdefault(event, set()).update(roots)
    return found


def _countries(asking: Asking) -> dict[str, set[str]]:
    """The states in which somebody says that each event was."""
    now = picture(asking, [asking.pair])
    inside = asking.frame("places/within", _WITHIN)
    found: dict[str, set[str]] = {}
    placed = now.properties.filter(
        (pl.col("property") == BR + "place") & pl.col("stance").str.ends_with("affirms")
    )
    for event, place in placed.select("subject", "value").iter_rows():
        _, state = territory(place, inside)
        if state:
            found.setdefault(event, set()).add(tail(state))
    return found


def _candidate(
    event: str, span: tuple[int, int], row: dict[str, object], types: set[str],
    countries: set[str],
) -> dict[str, Cell]:  # fmt: skip
    when = row["date"]
    assert isinstance(when, date)
    number = when.toordinal()
    apart = max(span[0] - number, number - span[1], 0)
    plover = str(row["plover"] or "")
    same_type = bool(plover) and plover.partition("-")[0] in types
    same_country = row["country"] in countries if countries and row["country"] else None
    # the parties are the same for all; day, type and place weigh alike, an unknown place half
    place = Decimal("0.5") if same_country is None else Decimal(same_country)
    likeness = (Decimal(1) / (1 + apart) + same_type + place) / 3
    return {
        "event": Iri(event),
        "date": day(span[0]),
        "coded": Iri(node_iri("coded", str(row["event"]))),
        "coded_date": when,
        "days": apart,
        "dataset": str(row["dataset"]),
        "code": str(row["code"]),
        "plover": plover or None,
        "coded_place": str(row["place"]) if row["place"] else None,
        "same_type": same_type,
        "same_country": same_country,
        "likeness": likeness.quantize(Decimal("0.001")),
    }
