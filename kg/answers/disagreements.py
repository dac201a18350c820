"""Where accounts contradict each other on one fact: one node and property, found in the claims.

Two claims contradict each other if one affirms what the other denies, or if they give values that
cannot both be. Which values those are, the ontology says for each property (`br:comparedBy`): of
some a node has one value, unless one telling gives several; of some the bounds have to meet; of
free words what the two sides themselves say is set side by side, and so are the things that they
list; grounds are compared by whoever tells them; of the rest the stance alone counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, starmap
from typing import Any, Final

import polars as pl

from kg import dates
from kg.answers.base import Asking, Row
from kg.answers.frames import Schema
from kg.answers.picture import timeless
from kg.iris import BASE, BR
from kg.lifecycle import DENIES, FAR, visible
from kg.result import tail
from kg.terms import Iri
from kg.vocab.claimable import CLAIMABLE

__all__ = ["disagreements", "split"]

SHEETS: Final[Schema] = {"sheet": pl.String}
ASSERTIONS: Final[Schema] = {
    "about": pl.String, "claim": pl.String, "property": pl.String, "value": pl.String,
    "text": pl.String, "stance": pl.String, "attribution": pl.String, "said": pl.Int64,
    "reported": pl.Int64, "reported_to": pl.Int64, "speaker": pl.String, "side": pl.String,
    "outlet": pl.String, "page": pl.String, "mention": pl.String,
}  # fmt: skip

#: the claims of one property of one node, by value and stance
Versions = Mapping[tuple[str, str], Sequence[Mapping[str, Any]]]


def disagreements(asking: Asking) -> Iterator[Row]:
    """What is told in ways that cannot all be so; see `queries/claims/disagreements.rq`."""
    told, parties = _told(asking), set(map(str, asking.pair))
    for (about, property_), group in told.group_by("about", "property", maintain_order=True):
        versions = _versions(group)
        mode, differing = _contradicting(str(property_), versions, parties)
        for value, stance in sorted(differing):
            told_so = _row(str(about), str(property_), value, stance, versions[value, stance])
            yield {**told_so, "by": mode}


def split(asking: Asking) -> Iterator[Row]:
    """What speakers of one side tell differently; see `queries/claims/split.rq`."""
    told = _told(asking).filter(pl.col("speaker").is_not_null())
    for party in asking.pair:
        own = told.filter(pl.col("account") == str(party))
        for (about, property_), group in own.group_by("about", "property", maintain_order=True):
            versions = _versions(group)
            mode, differing = _contradicting(str(property_), versions, set())
            speakers = {each["speaker"] for version in differing for each in versions[version]}
            for value, stance in sorted(differing) if len(speakers) > 1 else ():
                told_so = _row(str(about), str(property_), value, stance, versions[value, stance])
                yield {**told_so, "by": mode, "side": party}


def _told(asking: Asking) -> pl.DataFrame:
    """Every claim in the sheets on the two that counts at the moment, in one order."""
    a, b = asking.pair
    sheets = asking.frame("lifecycle/sheets", SHEETS, a=a, b=b)["sheet"]
    rows = pl.concat(
        [
            pl.DataFrame(schema=ASSERTIONS),
            *(
                asking.frame("lifecycle/assertions", ASSERTIONS, document=Iri(each))
                for each in sheets
            ),
        ]
    )
    return visible(timeless(rows), asking.moment).sort("about", "property", "claim", "outlet")


def _versions(group: pl.DataFrame) -> Versions:
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in group.iter_rows(named=True):
        found.setdefault((row["value"] or row["text"] or "", row["stance"]), []).append(row)
    return found


def _row(
    about: str, property_: str, value: str, stance: str, claims: Sequence[Mapping[str, Any]]
) -> Row:
    who = {tail(each["speaker"] or each["outlet"] or each["page"]) for each in claims}
    return {
        "about": Iri(about),
        "property": Iri(property_),
        "value": Iri(value) if value.startswith(BASE) else value,
        "stance": Iri(stance),
        "told_by": ", ".join(sorted(who)),
        "documents": len({each["page"] for each in claims}),
        "claim": Iri(claims[0]["claim"]),
    }


def _contradicting(
    property_: str, versions: Versions, parties: set[str]
) -> tuple[str, set[tuple[str, str]]]:
    """By what they are found to differ, and the versions that do; none if all can be so."""
    denied = {value for value, stance in versions if stance == DENIES}
    affirmed = sorted({value for value, stance in versions if stance != DENIES})
    if opposed := denied.intersection(affirmed):
        return "stance", {version for version in versions if version[0] in opposed}
    mode = CLAIMABLE[property_.removeprefix(BR)].compared_by
    match mode:
        case "value":
            differ = _exclusive(affirmed, versions)
        case "bounds":
            bounds = [_bounds(property_, value) for value in affirmed]
            differ = any(starmap(_apart, combinations(bounds, 2)))
        case "words":
            differ = _sides_differ(versions, parties)
        case "lists":
            differ = _lists_differ(versions, parties)
        case "tellers":
            differ = _tellers_differ(versions)
        case _:
            differ = False
    return mode, set(versions) if differ else set()


def _exclusive(values: Sequence[str], versions: Versions) -> bool:
    """Whether two values are told that nobody tells together."""
    tellers: dict[str, set[str]] = {value.casefold(): set() for value in values}
    for (value, stance), claims in versions.items():
        if stance != DENIES:
            tellers[value.casefold()] |= {each["mention"] for each in claims}
    return any(one.isdisjoint(other) for one, other in combinations(tellers.values(), 2))


def _apart(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether bounds do not meet; two stretches that share but an end do not."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common < 0 or (common == 0 and one[0] < one[1] and other[0] < other[1])


def _sides_differ(versions: Versions, parties: set[str]) -> bool:
    """Whether each side itself has words for it that the other has not."""
    words = [said for who, said in _said(versions, "account").items() if who in parties]
    return len(words) > 1 and bool(words[0] - words[1]) and bool(words[1] - words[0])


def _lists_differ(versions: Versions, parties: set[str]) -> bool:
    """Whether both sides name some themselves, and not the same."""
    lists = [said for who, said in _said(versions, "account").items() if who in parties]
    return len(lists) > 1 and lists[0] != lists[1]


def _tellers_differ(versions: Versions) -> bool:
    """Whether two who tell it have nothing in common."""
    told = _said(versions, "teller").values()
    return any(one.isdisjoint(other) for one, other in combinations(told, 2))


def _said(versions: Versions, by: str) -> dict[str, set[str]]:
    """What is affirmed or doubted, by account, or by teller: the speaker, or else the page."""
    said: dict[str, set[str]] = {}
    for (value, stance), claims in versions.items():
        for each in claims if stance != DENIES else ():
            who = each["account"] if by == "account" else each["speaker"] or each["page"]
            said.setdefault(who, set()).add(value)
    return said


def _bounds(property_: str, value: str) -> tuple[int, int]:
    """The least and the most that a duration (minutes) or a date (days) can be."""
    if "minutes" in CLAIMABLE[property_.removeprefix(BR)].kinds:
        low, _, high = value.partition("/")
        return int(low or 0), int(high or FAR)
    bounds = dates.parse(value)
    return bounds.day or 0, bounds.day_to or FAR
