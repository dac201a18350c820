"""Where the two met that is neither's territory, each meeting once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import polars as pl

from kg.answers.base import Asking, Row, day
from kg.answers.frames import Schema
from kg.answers.picture import AXIS, STATUS, Picture, event_days, picture
from kg.iris import BR, PREFIXES
from kg.result import tail
from kg.terms import Iri

__all__ = ["territory", "third_country"]

_WITHIN: Final[Schema] = {"place": pl.String, "within": pl.String, "state": pl.String}
_ATTENDED: Final[Schema] = {
    "event": pl.String, "participant": pl.String, "role": pl.String, "side": pl.String,
    "stance": pl.String, "value": pl.String, "claim": pl.String,
}  # fmt: skip
_EVENTS: Final[Schema] = {"event": pl.String}
#: places lie in places no deeper than this: premises, city, region, country
_DEPTH: Final = 6


def third_country(asking: Asking) -> Iterator[Row]:
    """Meetings in the territory of neither; see `queries/events/third-country.rq`."""
    a, b = asking.pair
    now = picture(asking, [(a, b)])
    since, until = asking.number("since") or 0, asking.number("until") or now.today
    days = {event: first for event, (first, _) in event_days(asking).items()}
    met = set(asking.frame("events/third-country", _EVENTS, a=a, b=b)["event"]) - _not_held(now)
    claimed = now.properties.filter(pl.col("stance").str.ends_with("affirms"))
    inside = asking.frame("places/within", _WITHIN)
    abroad: dict[str, dict[str, Any]] = {}
    places = claimed.filter(pl.col("property") == BR + "place").sort("subject", "weighed", "value")
    for row in places.iter_rows(named=True):
        country, state = territory(row["value"], inside)
        if (
            row["subject"] in met
            and state not in (None, a, b)
            and since <= days.get(row["subject"], 0) <= until
        ):
            abroad.setdefault(row["subject"], row | {"country": country, "tellers": set()})
            abroad[row["subject"]]["tellers"].add(
                tail(row["speaker"] or row["outlet"] or "narrator")
            )
    whole = dict(
        claimed.filter(pl.col("property") == BR + "partOfEvent")
        .select("subject", "value")
        .iter_rows()
    )
    roles = asking.frame("events/attendance", _ATTENDED, a=a, b=b).filter(
        pl.col("stance").str.ends_with("affirms")
    )
    for event in sorted(abroad, key=lambda each: (days.get(each, 0), each)):
        if _within_another(event, whole, abroad):
            continue
        parts = {each for each in abroad if each != event and whole.get(each) == event}
        row = abroad[event]
        yield {
            "event": Iri(event),
            "date": day(days.get(event)),
            "place": Iri(row["value"]),
            "country": Iri(row["country"]),
            "hosts": _in_role(roles, {event, *parts}, "host", "venueProvider"),
            "mediators": _in_role(roles, {event, *parts}, "mediator"),
            "parts": len(parts),
            "told_by": ", ".join(sorted(row["tellers"])),
        }


def _not_held(now: Picture) -> set[str]:
    """The events of which the last that anybody tells is something else than that they were held.

    An event of which no step is told at all is not among them.
    """
    together = now.together(denials=True).filter(pl.col("axis") == AXIS + "meeting")
    return set(together.filter(pl.col("status") != STATUS + "held")["subject"])


def territory(place: str, inside: pl.DataFrame) -> tuple[str, str | None]:
    """The country in which a place lies, and the state whose territory that is."""
    outer = dict(
        inside.filter(pl.col("within").is_not_null()).select("place", "within").iter_rows()
    )
    states = dict(inside.filter(pl.col("state").is_not_null()).select("place", "state").iter_rows())
    for _ in range(_DEPTH):
        if place in states or place not in outer:
            break
        place = outer[place]
    return place, states.get(place)


def _within_another(event: str, whole: Mapping[str, str], abroad: Mapping[str, object]) -> bool:
    seen = {event}
    while (event := whole.get(event, "")) and event not in seen:
        if event in abroad:
            return True
        seen.add(event)
    return False


def _in_role(roles: pl.DataFrame, events: set[str], *names: str) -> str:
    found = roles.filter(
        pl.col("event").is_in(list(events))
        & pl.col("role").is_in([PREFIXES["role"] + name for name in names])
    )
    return ", ".join(sorted({tail(who) for who in found["participant"]}))
