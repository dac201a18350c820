"""What was done at meetings, as each account has it: at one, at two, and what was announced."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import polars as pl

from kg import lifecycle
from kg.answers.base import Asking, Row, day
from kg.answers.frames import Schema
from kg.answers.picture import AXIS, STATUS, Picture, event_days, picture
from kg.iris import BR, PREFIXES
from kg.lifecycle import AFFIRMS, DENIES, STAGE
from kg.result import tail
from kg.terms import Iri

if TYPE_CHECKING:
    from kg.result import Cell

__all__ = ["announced", "compare", "readouts"]

_POINTS: Final[Schema] = {
    "matter": pl.String, "stage": pl.String, "step": pl.String, "account": pl.String,
    "attribution": pl.String, "stance": pl.String, "documents": pl.Int64, "claim": pl.String,
}  # fmt: skip
_ABOUT: Final[Schema] = {
    "about": pl.String, "property": pl.String, "value": pl.String, "text": pl.String,
    "stance": pl.String, "certainty": pl.String, "attribution": pl.String, "speaker": pl.String,
    "side": pl.String, "relays": pl.String, "quote": pl.String, "gist": pl.String,
    "start": pl.Int64, "end": pl.Int64, "document": pl.String, "said": pl.String,
    "corrected_by": pl.String, "reason": pl.String, "claim": pl.String,
}  # fmt: skip
_MOVED: Final[Schema] = {"event": pl.String, "matter": pl.String, "day": pl.Int64}
_OWN: Final = tuple(PREFIXES["attribution"] + name for name in ("quoted", "reported"))
_PERFORMED: Final = tuple(
    STATUS + name for name in ("inEffect", "partlyFulfilled", "fulfilled")
)  # fmt: skip
_REAFFIRM: Final = PREFIXES["act"] + "reaffirm"
#: what was to come when it was last told of
_TO_COME: Final = frozenset(STATUS + name for name in ("announced", "scheduled"))


# ------------------------------------------------------------------------------ from one to another


def compare(asking: Asking) -> Iterator[Row]:
    """What became of each point; see `queries/commitments/compare.rq`."""
    effects = asking.frame("lifecycle/effects", lifecycle.EFFECTS)
    first, second = (
        asking.frame("commitments/points", _POINTS, event=asking.iri(key), **asking.clocks)
        for key in ("first", "second")
    )
    for matter in sorted({*first["matter"], *second["matter"]}):
        before, after = (rows.filter(pl.col("matter") == matter) for rows in (first, second))
        tellers = sorted({tail(who) for rows in (before, after) for who in rows["account"] if who})
        yield {
            "matter": Iri(matter),
            "outcome": _outcome(before, after, effects),
            "first_stage": _highest(before, effects)[1],
            "first_steps": _steps(before),
            "second_stage": _highest(after, effects)[1],
            "second_steps": _steps(after),
            "told_by": ", ".join(tellers),
        }


def _outcome(before: pl.DataFrame, after: pl.DataFrame, effects: pl.DataFrame) -> str:
    told = after.filter(pl.col("stance") == AFFIRMS)
    if not len(after):
        return "not mentioned"
    if not len(told):
        return "denied"
    does = told.join(effects, on="step")
    if (does["ends"] == STAGE).any():
        return "ended"
    if not len(before):
        return "new"
    reached, was = _highest(told, effects)[0], _highest(before, effects)[0]
    if reached > was or does["status"].is_in(_PERFORMED).any():
        return "advanced"
    if reached == was or (told["step"] == _REAFFIRM).any():
        return "reaffirmed"
    return "taken up"


def _highest(rows: pl.DataFrame, effects: pl.DataFrame) -> tuple[int, Iri | None]:
    """The highest stage that the affirmed steps set, with its rank; 0 without any."""
    stages = (
        rows.filter(pl.col("stance") == AFFIRMS)
        .join(effects.filter(pl.col("axis") == STAGE), on="step")
        .sort("rank", "status")
    )
    return (stages["rank"][-1], Iri(stages["status"][-1])) if len(stages) else (0, None)


def _steps(rows: pl.DataFrame) -> str:
    """The steps in words, those that are denied marked so."""
    found = {
        f"not {tail(step)}" if stance == DENIES else tail(step)
        for step, stance in rows.select("step", "stance").iter_rows()
    }
    return ", ".join(sorted(found))


# --------------------------------------------------------------------------------- two sides of one


def readouts(asking: Asking) -> Iterator[Row]:
    """Both sides' readouts point by point; see `queries/events/readouts.rq`."""
    event, (a, b) = asking.iri("event"), asking.pair
    points = asking.frame("commitments/points", _POINTS, event=event, **asking.clocks)
    told = points.select(
        pl.col("matter").alias("about"), pl.lit(BR + "actType").alias("property"),
        pl.col("step").alias("value"), pl.lit(None, dtype=pl.String).alias("text"),
        "stance", "attribution", "account", "claim",
    )  # fmt: skip
    own = asking.frame("claims/about", _ABOUT, node=event, **asking.clocks).filter(
        (pl.col("about") == event) & pl.col("corrected_by").is_null()
    )
    rows = pl.concat(
        [told, own.with_columns(account=pl.coalesce("side", "speaker")).select(told.columns)]
    ).filter(pl.col("attribution").is_in(_OWN))
    for (about, property_), group in rows.group_by("about", "property", maintain_order=True):
        says = {
            who: group.filter(pl.col("account") == party).unique("claim", maintain_order=True)
            for who, party in (("a", a), ("b", b))
        }
        if not any(len(each) for each in says.values()):
            continue
        yield {
            "about": Iri(str(about)),
            "property": Iri(str(property_)),
            "said_by": _said_by(_versions(says["a"]), _versions(says["b"])),
            **{f"{who}_says": "; ".join(sorted(_versions(each))) for who, each in says.items()},
            **{
                f"{who}_claim": Iri(each["claim"][0]) if len(each) else None
                for who, each in says.items()
            },
        }


def _versions(rows: pl.DataFrame) -> set[str]:
    """What is said, a node by its slug, what is denied marked so."""
    return {
        ("not " if stance == DENIES else "")
        + (tail(value) if (value or "").startswith("https:") else text or value or "")
        for value, text, stance in rows.select("value", "text", "stance").iter_rows()
    }


def _said_by(one: set[str], other: set[str]) -> str:
    if not one or not other:
        return "a" if one else "b"
    return "both" if one & other else "differently"


# ------------------------------------------------------------------------------------------ to come


def announced(asking: Asking) -> Iterator[Row]:
    """What became of the meetings that were announced; see `queries/events/announced.rq`."""
    a, b = asking.pair
    now = picture(asking, [(a, b)])
    meeting = now.effects.filter(pl.col("axis") == AXIS + "meeting")
    told = now.acts.join(meeting.select("step", "status").unique(), on="step")
    planned = told.filter(pl.col("status") != STATUS + "held")
    dates = event_days(asking)
    statuses = now.statuses.filter(pl.col("axis") == AXIS + "meeting")
    together = now.together(denials=True).filter(pl.col("axis") == AXIS + "meeting")
    last = dict(together.select("subject", "status").iter_rows())
    happened = _happened(asking, now)
    for event in sorted(set(planned["subject"])):
        steps = planned.filter(pl.col("subject") == event).sort("day", "act", "step")
        row: dict[str, Cell] = {}
        for who in ("a", "b", "third", "narrator"):
            mine = statuses.filter((pl.col("subject") == event) & (pl.col("account") == who))
            row[f"{who}_status"] = Iri(mine["status"][0]) if len(mine) else None
            if who in ("a", "b"):
                row[f"{who}_since"] = day(mine["since"][0]) if len(mine) else None
        yield {
            "event": Iri(event),
            "first_told": day(steps["day"][0]),
            "told_by": _tellers(steps),
            "outcome": "held"
            if event in happened and last.get(event) in _TO_COME
            else _came_to(last.get(event), dates.get(event, (None, None))[1], now.today),
            **row,
        }


def _happened(asking: Asking, now: Picture) -> set[str]:
    """The events at which something is told to have been done, at themselves or a part of them."""
    a, b = asking.pair
    moved = asking.frame("events/moved", _MOVED, a=a, b=b)
    done = moved.filter(
        (pl.col("event") != pl.col("matter")) & (pl.col("day").fill_null(0) <= now.today)
    )
    held = now.acts.filter(
        (pl.col("step") == PREFIXES["act"] + "hold") & (pl.col("stance") == AFFIRMS)
    )
    here = {*done["event"], *held["subject"]}
    parts = now.properties.filter(
        (pl.col("property") == BR + "partOfEvent") & pl.col("subject").is_in(list(here))
    )
    return here | set(parts["value"])


def _tellers(steps: pl.DataFrame) -> str:
    """Who told first."""
    first = steps.filter(pl.col("day") == steps["day"][0])
    who = {
        tail(speaker or outlet or "narrator")
        for speaker, outlet in first.select("speaker", "outlet").iter_rows()
    }
    return ", ".join(sorted(who))


def _came_to(status: str | None, last_day: int | None, today: int) -> str:
    """All accounts together; a day that has passed without a word is "not reported again"."""
    if status is None:
        return "denied"
    if status not in _TO_COME:
        return tail(status)
    return "not reported again" if last_day is not None and last_day < today else "to come"
