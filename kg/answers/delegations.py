"""Who came to an event and how high they stood there, at one event and at two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import polars as pl

from kg.answers.base import Asking, Row, day
from kg.answers.frames import Schema
from kg.iris import PREFIXES
from kg.result import tail
from kg.terms import Iri

if TYPE_CHECKING:
    from kg.result import Cell

__all__ = ["attendance", "delegations"]

_TOLD: Final[Schema] = {
    "side": pl.String, "role": pl.String, "participant": pl.String, "on_behalf_of": pl.String,
    "speaker": pl.String, "outlet": pl.String, "document": pl.String, "day": pl.Int64,
}  # fmt: skip
_POSTS: Final[Schema] = {
    "holder": pl.String, "title": pl.String, "organization": pl.String, "side": pl.String,
    "level": pl.String, "dates": pl.String, "basis": pl.String, "post": pl.String,
}  # fmt: skip
_LEVELS: Final[Schema] = {"level": pl.String, "rank": pl.Int64}
_HEAD: Final = PREFIXES["role"] + "headOfDelegation"
#: in these roles somebody is spoken to or of, and does not come
_ABSENT: Final = frozenset(PREFIXES["role"] + name for name in ("addressee", "beneficiary"))


@dataclass
class _Seat:
    """One participant in one role, by all who tell of it."""

    side: str | None
    role: str
    participant: str
    behalf: str | None
    tellers: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    post: str = ""
    level: str | None = None


def delegations(asking: Asking) -> Iterator[Row]:
    """Who took part, for whom, in which post; see `queries/events/delegations.rq`."""
    for seat in _seats(asking, asking.iri("event")):
        yield {
            "side": _node(seat.side),
            "role": Iri(seat.role),
            "participant": Iri(seat.participant),
            "on_behalf_of": _node(seat.behalf),
            "post": seat.post,
            "level": _node(seat.level),
            "told_by": ", ".join(sorted(seat.tellers)),
            "documents": len(seat.documents),
        }


def attendance(asking: Asking) -> Iterator[Row]:
    """Who came to both of two events; see `queries/actors/attendance.rq`."""
    rank = dict(asking.frame("actors/levels", _LEVELS).iter_rows())
    one, other = (_by_participant(_seats(asking, asking.iri(key))) for key in ("first", "second"))
    everybody = sorted({*one, *other}, key=lambda who: (_seat_of(who, one, other).side or "~", who))
    sides: dict[str, dict[str, int]] = {}
    for who in everybody:
        side = _seat_of(who, one, other).side
        standing = "both" if who in one and who in other else "first" if who in one else "second"
        row: dict[str, Cell] = {
            "side": _node(side), "participant": Iri(who), "standing": standing,
        }  # fmt: skip
        for key, seats in (("first", one), ("second", other)):
            held = seats.get(who, ())
            level = next((seat.level for seat in held if seat.level), None)
            row[f"{key}_role"] = ", ".join(tail(seat.role) for seat in held)
            row[f"{key}_post"] = next((seat.post for seat in held if seat.post), "")
            row[f"{key}_level"] = _node(level)
            if side and level:
                highest = sides.setdefault(side, {})
                highest[key] = max(highest.get(key, 0), rank[level])
        yield row
    of_rank = {number: level for level, number in rank.items()}
    for side, highest in sorted(sides.items()):
        yield {
            "side": Iri(side), "participant": None, "standing": _compared(highest),
            "first_role": "", "first_post": "", "second_role": "", "second_post": "",
            **{
                f"{key}_level": _node(of_rank.get(highest.get(key, 0)))
                for key in ("first", "second")
            },
        }  # fmt: skip


def _compared(highest: Mapping[str, int]) -> str:
    first, second = highest.get("first"), highest.get("second")
    if first is None or second is None:
        return "unknown"
    return "raised" if second > first else "lowered" if second < first else "same"


def _seats(asking: Asking, event: Iri | None) -> list[_Seat]:
    """The participants of an event, heads of delegation first, with their posts on its day."""
    told = asking.frame("events/delegations", _TOLD, event=event)
    seats: dict[tuple[str, str, str | None], _Seat] = {}
    when = told["day"].min() if len(told) else None
    for row in told.iter_rows(named=True):
        key = row["participant"], row["role"], row["on_behalf_of"]
        seat = seats.setdefault(key, _Seat(row["side"], row["role"], row["participant"], key[2]))
        seat.tellers.add(tail(row["speaker"] or row["outlet"] or row["document"]))
        seat.documents.add(row["document"])
    found = [seat for seat in seats.values() if seat.role not in _ABSENT]
    rank = dict(asking.frame("actors/levels", _LEVELS).iter_rows())
    for holder in {seat.participant for seat in found}:
        posts = asking.frame(
            "actors/posts", _POSTS, actor=Iri(holder),
            valid_at=day(when if isinstance(when, int) else None),
        ).filter(pl.col("holder") == holder)  # fmt: skip
        levels = sorted(posts["level"].drop_nulls(), key=lambda each: -rank[each])
        for seat in found:
            if seat.participant == holder:
                seat.post = "; ".join(dict.fromkeys(posts["title"].drop_nulls()))
                seat.level = levels[0] if levels else None
    return sorted(
        found, key=lambda seat: (seat.role != _HEAD, seat.side or "~", seat.role, seat.participant)
    )


def _by_participant(seats: list[_Seat]) -> dict[str, list[_Seat]]:
    found: dict[str, list[_Seat]] = {}
    for seat in seats:
        found.setdefault(seat.participant, []).append(seat)
    return found


def _seat_of(who: str, *events: Mapping[str, list[_Seat]]) -> _Seat:
    return next(seats[who][0] for seats in events if who in seats)


def _node(iri: str | None) -> Iri | None:
    return Iri(iri) if iri else None
