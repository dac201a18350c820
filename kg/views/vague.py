"""Days that only begin a span: what a store, which compares days, does not say of a vague date.

An answer has the first possible day of each act and event. A page that showed it would tell a day
that nobody told, so it looks here first. This module knows dates and no page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from kg.dates import Bounds, parse
from kg.errors import DateProblem

__all__ = ["Vague", "bounds", "vague_days"]

#: of a thing the days that are none: by the first possible day the EDTF text that says more
Vague = Mapping[str, Mapping[date, str]]


def vague_days(rows: Iterable[tuple[str, str]]) -> dict[str, dict[date, str]]:
    """The vague dates of things, by the thing and the first possible day.

    Args:
        rows: the IRI of an event, an act or a matter, and the EDTF text of a date of it, as
            `lifecycle/vague` gives them.

    Of two that begin on one day the later is told; where an exact day of a matter begins a span of
    it too, so is the span: better to know less than to tell what nobody said.
    """
    found: dict[str, dict[date, str]] = {}
    for thing, edtf in rows:
        known = bounds(edtf)
        if known and known.earliest_begin:
            found.setdefault(thing, {})[known.earliest_begin] = edtf
    return found


def bounds(text: str) -> Bounds | None:
    """The days between which an EDTF text lies; None for any other text."""
    try:
        return parse(text)
    except DateProblem:
        return None
