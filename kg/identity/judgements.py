"""What people have judged: that a name means a thing, or that two things are one, or are not.

A judgement only adds to what the names of a registry say, and taking it away undoes it: nothing is
merged in the data. Where people differ about one question, it is open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple

from kg.names import fold

__all__ = ["DIFFERENT", "SAME", "UNSURE", "Judgement", "Judgements", "Verdict"]

SAME: Final = "same"
DIFFERENT: Final = "different"
UNSURE: Final = "unsure"


class Judgement(NamedTuple):
    """One judgement: whether a name, or else a node, is what `as_` names. Nodes are IRIs.

    It holds in every language and document unless it names one.
    """

    iri: str
    as_: str
    verdict: str
    form: str = ""
    node: str = ""
    language: str = ""
    document: str = ""


class Verdict(NamedTuple):
    """What all judgements together say, and the IRIs of those that say it."""

    verdict: str
    judgements: tuple[str, ...]


class Judgements:
    """All judgements, as the answers to what a resolver asks."""

    def __init__(self, judgements: Iterable[Judgement] = ()) -> None:
        """Take them in any order: the answers do not depend on it."""
        self._forms: defaultdict[str, list[Judgement]] = defaultdict(list)
        pairs: defaultdict[tuple[str, str], list[Judgement]] = defaultdict(list)
        for one in sorted(judgements):
            if one.form:
                self._forms[fold(one.form)].append(one)
            else:
                pairs[_pair(one.node, one.as_)].append(one)
        self._pairs = {pair: _together(ones) for pair, ones in pairs.items()}
        same = [
            (one.node, one.as_)
            for pair, ones in pairs.items()
            for one in ones
            if self._pairs[pair].verdict == SAME
        ]
        self._kept = _kept(same, {p for p, v in self._pairs.items() if v.verdict == DIFFERENT})

    def of_name(self, name: str, *, language: str = "", document: str = "") -> dict[str, Verdict]:
        """The verdict on a name for each node that it was judged as.

        Those made for the document come before those made for the language, and these before all
        others.
        """
        found: defaultdict[str, list[tuple[bool, bool, Judgement]]] = defaultdict(list)
        for one in self._forms.get(fold(name), ()):
            if one.document not in ("", document) or (
                language and one.language not in ("", language)
            ):
                continue
            found[one.as_].append((bool(one.document), bool(one.language), one))
        verdicts = {}
        for node, ones in found.items():
            closest = max(rank for *rank, _ in ones)
            verdicts[node] = _together([one for *rank, one in ones if rank == closest])
        return verdicts

    def kept(self, node: str) -> str:
        """The node to which the names of `node` lead, since the two were judged to be one."""
        return self._kept.get(node, node)

    def between(self, one: str, other: str) -> Verdict | None:
        """The verdict on two nodes."""
        return self._pairs.get(_pair(one, other))


def _pair(one: str, other: str) -> tuple[str, str]:
    return min(one, other), max(one, other)


def _together(ones: list[Judgement]) -> Verdict:
    verdicts = {one.verdict for one in ones}
    verdict = verdicts.pop() if len(verdicts) == 1 else UNSURE
    return Verdict(verdict, tuple(one.iri for one in ones))


def _kept(same: list[tuple[str, str]], different: set[tuple[str, str]]) -> dict[str, str]:
    """For each node that was judged to be another, that other one.

    Where nodes that were told apart would become one by way of a third, none of them is merged.
    """
    clusters: dict[str, set[str]] = {}
    for node, as_ in same:
        joined = clusters.get(node, {node}) | clusters.get(as_, {as_})
        clusters.update(dict.fromkeys(joined, joined))
    kept = {}
    for node, cluster in clusters.items():
        if any(one in cluster and other in cluster for one, other in different):
            continue
        targets = {as_ for one, as_ in same if one in cluster}
        kept[node] = min(targets - {one for one, _ in same} or targets)
    return kept
