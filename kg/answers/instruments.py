"""Agreements: what concluded them, and when the last of it was."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from kg.answers.base import Asking, Row, day
from kg.answers.picture import AXIS, Picture, event_days, picture
from kg.iris import BR, ID
from kg.result import tail
from kg.terms import Iri

__all__ = ["instruments"]


def instruments(asking: Asking) -> Iterator[Row]:
    """Agreements and what concluded them; see `queries/agreements/instruments.rq`."""
    a, b = asking.pair
    now = picture(asking, [(a, b)])
    days = {event: first for event, (first, _) in event_days(asking).items()}
    claimed = now.properties.filter(pl.col("stance").str.ends_with("affirms"))
    agreements = sorted(
        each for each in now.subjects["subject"] if each.startswith(f"{ID}agreement/")
    )
    for agreement in agreements:
        mine = claimed.filter(pl.col("subject") == agreement)
        concluded = mine.filter(pl.col("property") == BR + "concludedBy")
        events = sorted(set(concluded["value"]), key=lambda each: (days.get(each, 0), each))
        kinds = {tail(each) for each in mine.filter(_is("instrumentType"))["value"]}
        shared = {
            "agreement": Iri(agreement),
            "instruments": ", ".join(sorted(kinds)),
            "a_status": _status(now, agreement, "a"),
            "b_status": _status(now, agreement, "b"),
            "confers": mine.filter(_is("confers"))["value"].n_unique(),
        }
        for event in events or [None]:
            tellers = concluded.filter(pl.col("value") == event) if event else concluded
            yield {
                **shared,
                "event": Iri(event) if event else None,
                "date": day(days.get(event)) if event else None,
                "last": bool(event) and event == events[-1],
                "told_by": ", ".join(
                    sorted(
                        {
                            tail(speaker or outlet or "narrator")
                            for speaker, outlet in tellers.select("speaker", "outlet").iter_rows()
                        }
                    )
                ),
            }


def _is(key: str) -> pl.Expr:
    return pl.col("property") == BR + key


def _status(now: Picture, agreement: str, account: str) -> Iri | None:
    found = now.statuses.filter(
        (pl.col("subject") == agreement)
        & (pl.col("axis") == AXIS + "agreement")
        & (pl.col("account") == account)
    )
    return Iri(found["status"][0]) if len(found) else None
