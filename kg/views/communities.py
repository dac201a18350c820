"""Large networks: they open as communities, and each community opens into its members.

Tens of thousands of nodes drawn at once say nothing. What is seen first are the communities, as
large as they have members, with the ties between them bundled; one that is opened shows its most
connected members and their ties. Places are computed here, always the same: the largest in the
middle, the others around it along Fermat's spiral (Vogel, Math. Biosciences 44, 1979).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from kg.views.assemble import render
from kg.views.words import words

__all__ = ["Tie", "communities_page"]

#: ties between communities that are drawn, the strongest
_BUNDLES: Final = 400
#: members of a community that are drawn, and ties among them; the rest is counted
_MEMBERS, _TIES = 240, 900
#: members by which a community is named
_NAMED: Final = 3
_GOLDEN: Final = math.pi * (3 - math.sqrt(5))


class Tie(NamedTuple):
    """What lies between two nodes, whichever way it goes."""

    one: str
    other: str
    weight: float


def communities_page(
    ties: Sequence[Tie],
    communities: Iterable[Collection[str]],
    labels: Mapping[str, str],
    *,
    title: str,
    language: str,
) -> str:
    """One self-contained page.

    Args:
        ties: each pair of nodes once.
        communities: sets of nodes that hold all of them, each in one.
        labels: of the nodes; one without is shown by its name.
        title: of the page.
        language: BCP 47 tag of the interface.
    """
    told = words(language)
    degree: defaultdict[str, float] = defaultdict(float)
    for one, other, weight in ties:
        degree[one] += weight
        degree[other] += weight
    groups = sorted(
        (sorted(members, key=lambda node: (-degree[node], node)) for members in communities),
        key=lambda members: (-len(members), members[0]),
    )
    home = {node: number for number, members in enumerate(groups) for node in members}
    between: defaultdict[tuple[int, int], float] = defaultdict(float)
    within: defaultdict[int, list[Tie]] = defaultdict(list)
    for tie in ties:
        here, there = sorted((home[tie.one], home[tie.other]))
        if here == there:
            within[here].append(tie)
        else:
            between[here, there] += tie.weight
    strongest = sorted(between.items(), key=lambda each: (-each[1], each[0]))[:_BUNDLES]
    data = {
        "language": language, "words": dict(told), "title": title,
        "nodes": len(home), "ties": len(ties),
        "groups": [
            _group(members, within[number], degree, labels)
            for number, members in enumerate(groups)
        ],
        "places": _spiral([math.sqrt(len(members)) for members in groups]),
        "bundles": [[*pair, round(weight, 1)] for pair, weight in strongest],
    }  # fmt: skip
    return render(
        "communities.html", data, scripts=("data", "communities"), words=told, language=language,
        title=title,
    )  # fmt: skip


def _group(
    members: Sequence[str], ties: list[Tie], degree: Mapping[str, float], labels: Mapping[str, str]
) -> dict[str, Any]:
    """A community: its name, how many are in it, and those of them that are drawn."""
    shown = members[:_MEMBERS]
    place = {node: number for number, node in enumerate(shown)}
    drawn = sorted(
        (tie for tie in ties if tie.one in place and tie.other in place),
        key=lambda tie: (-tie.weight, tie.one, tie.other),
    )[:_TIES]
    names = [labels.get(node, node) for node in shown]
    most = degree[shown[0]] or 1
    return {
        "label": " · ".join(names[:_NAMED]), "size": len(members), "ties": len(ties),
        "members": names, "weights": [round(degree[node], 1) for node in shown],
        "places": _spiral([0.6 + 1.4 * math.sqrt(degree[node] / most) for node in shown]),
        "drawn": [[place[tie.one], place[tie.other], round(tie.weight, 1)] for tie in drawn],
    }  # fmt: skip


def _spiral(radii: Sequence[float]) -> list[list[float]]:
    """A place for each circle, x, y and radius; none lies on another, the first in the middle."""
    found = []
    area = 0.0
    for number, radius in enumerate(radii):
        away = 0.0 if not number else 1.45 * math.sqrt(area) + radius
        turn = number * _GOLDEN
        x, y = away * math.cos(turn), away * math.sin(turn)
        found.append([round(x, 2), round(y, 2), round(radius, 2)])
        area += radius * radius
    return found
