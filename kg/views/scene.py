"""What is to be seen of a network: things, the lines between them, and what is folded away.

Parallel edges that look alike become one line with a count; beyond sixty things the less spoken of
are folded into one group per stretch of time. This module knows the attributes of a relation's
network (`kg.network.relation_network`) and nothing of coordinates, colours or pages.
"""

from __future__ import annotations

import contextlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg.dates import parse
from kg.errors import DateProblem

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["AT_FIRST", "Group", "Line", "Scene", "Thing", "scene_of"]

#: how many things a page shows before anything is unfolded
AT_FIRST: Final = 60

#: more stretches of time than this are no help: a coarser one is taken
_MOST_GROUPS: Final = 15

_NO_DAY: Final = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Thing:
    """A node.

    `when` is its own date as written; `day` (Rata Die) and `at` are its place in time, which are
    taken from the events that moved it where it has none of its own.
    """

    iri: str
    kind: str
    label: str
    when: str
    at: str
    day: int | None
    claims: tuple[str, ...]
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """Edges between the same two things that look alike.

    `role` is "claim" (an account by a party), "told" (an account by nobody named), "moved" or
    "part"; `side` is "a", "b" or "" for whom it comes from. `labels` are distinct, in time's order;
    `times` is how many accounts there are.
    """

    key: str
    role: str
    source: str
    target: str
    side: str
    stance: str
    attribution: str
    labels: tuple[str, ...]
    claims: tuple[str, ...]
    times: int


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one stretch of time (`period` is "2025-04", "2025", "2020s" or "") folded away."""

    period: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A whole picture; `things` are in order of time, parties first."""

    a: str
    b: str
    things: Mapping[str, Thing]
    lines: tuple[Line, ...]
    groups: tuple[Group, ...]
    #: how periods are cut: the first characters of an ISO date
    resolution: int

    def period(self, day: int | None) -> str:
        """The stretch of time that a day belongs to."""
        return _period(day, self.resolution)


def scene_of(network: nx.MultiDiGraph[str], a: str, b: str, at_first: int = AT_FIRST) -> Scene:
    """Make the scene of the relation between `a` and `b`, IRIs of two nodes of the network."""
    lines = _lines(network, {a: "a", b: "b"})
    nodes: dict[str, Mapping[str, Any]] = dict(network.nodes.items())
    places = _places(nodes, lines)
    things = sorted(
        (_thing(iri, data, places[iri]) for iri, data in nodes.items()),
        key=lambda each: (each.kind != "party", _order(each)),
    )
    folded, resolution = _fold(things, lines, at_first)
    return Scene(a, b, {each.iri: each for each in things}, lines, folded, resolution)


def _order(thing: Thing) -> tuple[int, str, str]:
    return (_NO_DAY if thing.day is None else thing.day, thing.at, thing.iri)


def _thing(iri: str, data: Mapping[str, Any], place: _Place) -> Thing:
    return Thing(
        iri, str(data.get("kind", "matter")), str(data.get("label") or iri), _when(data), place.at,
        place.day, tuple(data.get("claims", ())), data,
    )  # fmt: skip


class _Place(NamedTuple):
    """A place in time: Rata Die, and the date as written."""

    day: int | None
    at: str


def _when(data: Mapping[str, Any]) -> str:
    """The date as written; `date` alone is only the day on which a vague one may begin."""
    return str(data.get("edtf") or data.get("date") or "")


def _own_place(data: Mapping[str, Any]) -> _Place:
    """A vague date stands where it may begin."""
    day, when = data.get("day"), _when(data)
    if day is None and when:
        with contextlib.suppress(DateProblem):
            first = parse(when).earliest_begin
            day = first.toordinal() if first else None
    return _Place(day, when)


def _places(nodes: Mapping[str, Mapping[str, Any]], lines: Iterable[Line]) -> dict[str, _Place]:
    """The place in time of each node: its own, or that of the first event that moved it."""
    own = {iri: _own_place(data) for iri, data in nodes.items()}
    found: defaultdict[str, list[_Place]] = defaultdict(list)
    for line in lines:
        if own[line.source].day is not None and own[line.target].day is None:
            found[line.target].append(own[line.source])
    return {iri: min(found[iri]) if iri in found else place for iri, place in own.items()}


# ------------------------------------------------------------------------------------------- lines


def _role(data: Mapping[str, Any], source_kind: str) -> str:
    role = str(data.get("kind", "claim"))
    return "told" if role == "claim" and source_kind != "party" else role


def _lines(network: nx.MultiDiGraph[str], sides: Mapping[str, str]) -> tuple[Line, ...]:
    """Bundle the edges. A loop tells of its own node and is no line.

    Where an account joins two things, that the one moved the other, or took part in it, needs no
    line of its own.
    """
    bundles: defaultdict[tuple[str, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for source, target, data in network.edges(data=True):
        if source != target:
            role = _role(data, str(network.nodes[source].get("kind")))
            look = (str(data.get("stance") or "affirms"), str(data.get("attribution") or ""))
            bundles[
                source, target, role, *(look if role in {"claim", "told"} else ("", ""))
            ].append(data)
    told = {key[:2]: key for key in bundles if key[2] in {"claim", "told"}}
    for key in [key for key in bundles if key[2] in {"moved", "part"} and key[:2] in told]:
        bundles[told[key[:2]]].extend(bundles.pop(key))
    return tuple(
        _line(number, key, edges, sides) for number, (key, edges) in enumerate(bundles.items())
    )


def _line(
    number: int, key: tuple[str, ...], edges: list[Mapping[str, Any]], sides: Mapping[str, str]
) -> Line:
    source, target, role, stance, attribution = key
    in_time = sorted(edges, key=lambda edge: str(edge.get("date") or "9999"))
    labels = dict.fromkeys(str(edge["label"]) for edge in in_time if edge.get("label"))
    claims = dict.fromkeys(claim for edge in in_time for claim in edge.get("claims", ()))
    return Line(
        f"l{number}", role, source, target, sides.get(source, ""), stance, attribution,
        tuple(labels), tuple(claims), sum(edge.get("kind", "claim") == "claim" for edge in edges),
    )  # fmt: skip


# ------------------------------------------------------------------------------------------ groups


def _period(day: int | None, resolution: int) -> str:
    if day is None:
        return ""
    iso = date.fromordinal(day).isoformat()
    return f"{iso[:3]}0s" if resolution == 3 else iso[:resolution]


def _fold(
    things: list[Thing], lines: Iterable[Line], at_first: int
) -> tuple[tuple[Group, ...], int]:
    """Fold what is spoken of least; a group counts as a thing."""
    free = [each for each in things if each.kind != "party"]
    if len(things) <= at_first:
        return (), 4
    told: Counter[str] = Counter()
    for line in lines:
        told[line.target] += len(line.claims)
        told[line.source] += len(line.claims)
    free.sort(key=lambda each: (-told[each.iri] - len(each.claims), -_order(each)[0], each.iri))
    resolution = next(
        (
            size
            for size in (7, 4)
            if len({_period(each.day, size) for each in free}) <= _MOST_GROUPS
        ),
        3,
    )
    room = max(0, at_first - (len(things) - len(free)))
    periods = [_period(each.day, resolution) for each in free]
    kept = next(
        count
        for count in range(room, -1, -1)
        if count == 0 or count + len(set(periods[count:])) <= room
    )
    members: defaultdict[str, list[Thing]] = defaultdict(list)
    for each in free[kept:]:
        members[_period(each.day, resolution)].append(each)
    return tuple(
        Group(period, tuple(each.iri for each in sorted(found, key=_order)))
        for period, found in sorted(members.items(), key=lambda pair: pair[0] or "~")
    ), resolution
