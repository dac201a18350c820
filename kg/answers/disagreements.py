"""Where accounts contradict each other on one fact: one node and property, found in the claims.

Two claims contradict each other if one affirms what the other denies, or if they give values that
cannot both be: another place or type, durations or dates whose bounds do not meet, another title.
Of what can have several values at once (participants, agents, agenda) only the stance is compared;
of free words (content, assessment) what the two sides themselves say without a wording in common.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from kg import dates
from kg.answers.base import Asking, Row
from kg.answers.frames import Schema
from kg.iris import BR, PREFIXES
from kg.lifecycle import NOBODY, visible
from kg.terms import Iri

__all__ = ["disagreements"]

ASSERTIONS: Final[Schema] = {
    "about": pl.String, "claim": pl.String, "property": pl.String, "value": pl.String,
    "text": pl.String, "stance": pl.String, "attribution": pl.String, "said": pl.Int64,
    "reported": pl.Int64, "reported_to": pl.Int64, "speaker": pl.String, "side": pl.String,
    "outlet": pl.String, "document": pl.String,
}  # fmt: skip
#: of these a node has one value
_ONE: Final = frozenset(BR + name for name in ("actType", "eventType", "place", "obligationKind"))
#: of these it may have several at once
_MANY: Final = frozenset(
    BR + name
    for name in (
        "participation", "byActor", "toActor", "agenda", "setting", "concludedBy", "confers",
        "debtor", "creditor", "proponent", "addressee", "linkedTo", "noAnswerFrom",
    )
)  # fmt: skip
_WORDS: Final = frozenset(BR + name for name in ("content", "assessment"))
_TITLE, _DURATION, _DATE = BR + "title", BR + "duration", BR + "date"
_DENIES: Final = PREFIXES["stance"] + "denies"
_FAR: Final = 9_999_999


def disagreements(asking: Asking) -> Iterator[Row]:
    """What is told in ways that cannot all be so; see `queries/claims/disagreements.rq`."""
    a, b = asking.iri("a"), asking.iri("b")
    assert a is not None  # both are required
    assert b is not None
    rows = asking.frame("lifecycle/assertions", ASSERTIONS, a=a, b=b)
    told = visible(
        rows.with_columns(
            day=pl.lit(0), day_to=pl.lit(0), weight=pl.lit(0), agent=pl.lit(None, dtype=pl.String),
            party=pl.lit(None, dtype=pl.String),
        ),
        asking.moment,
    )  # fmt: skip
    for (about, property_), group in told.sort("claim").group_by(
        ["about", "property"], maintain_order=True
    ):
        versions = _versions(group)
        opposed = _opposed(versions)
        if _differ(str(property_), versions, {str(a), str(b)}) or opposed:
            shown = opposed if str(property_) in _MANY else set(versions)
            for value, stance in sorted(shown):
                yield _row(str(about), str(property_), value, stance, versions[value, stance])


def _versions(group: pl.DataFrame) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """The claims of one property of one node, by value and stance."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in group.iter_rows(named=True):
        found.setdefault((row["value"] or row["text"] or "", row["stance"]), []).append(row)
    return found


def _row(about: str, property_: str, value: str, stance: str, claims: list[dict[str, Any]]) -> Row:
    who = sorted({_tail(each["speaker"] or each["outlet"] or "?") for each in claims})
    return {
        "about": Iri(about),
        "property": Iri(property_),
        "value": Iri(value) if value.startswith("https://w3id.org/") else value,
        "stance": Iri(stance),
        "told_by": ", ".join(who),
        "documents": len({each["document"] for each in claims}),
        "claim": Iri(claims[0]["claim"]),
    }


def _opposed(versions: dict[tuple[str, str], list[dict[str, Any]]]) -> set[tuple[str, str]]:
    """The versions of which one affirms what another denies."""
    denied = {value for value, stance in versions if stance == _DENIES}
    told = {value for value, stance in versions if stance != _DENIES}
    return {version for version in versions if version[0] in denied & told}


def _differ(
    property_: str, versions: dict[tuple[str, str], list[dict[str, Any]]], parties: set[str]
) -> bool:
    """Whether values are affirmed that cannot all be so."""
    affirmed = [value for value, stance in versions if stance != _DENIES]
    if property_ in _ONE:
        return len(affirmed) > 1
    if property_ == _TITLE:
        return len({value.casefold() for value in affirmed}) > 1
    if property_ in (_DURATION, _DATE):
        bounds = map(_minutes if property_ == _DURATION else _days, affirmed)
        pairs = itertools.combinations(list(bounds), 2)
        return any(one[1] < other[0] or other[1] < one[0] for one, other in pairs)
    if property_ in _WORDS:
        return _sides_differ(versions, parties)
    return False


def _sides_differ(versions: dict[tuple[str, str], list[dict[str, Any]]], parties: set[str]) -> bool:
    """Whether both sides say it, and never with the same words."""
    words: dict[str, set[str]] = {}
    for (value, stance), claims in versions.items():
        for each in claims:
            if stance != _DENIES and each["account"] in parties and each["account"] != NOBODY:
                words.setdefault(each["account"], set()).add(value)
    return len(words) > 1 and not set.intersection(*words.values())


def _minutes(value: str) -> tuple[int, int]:
    low, _, high = value.partition("/")
    return int(low or 0), int(high or _FAR)


def _days(value: str) -> tuple[int, int]:
    bounds = dates.parse(value)
    return bounds.day or 0, bounds.day_to or _FAR


def _tail(iri: str) -> str:
    return iri.rpartition("/")[2]
