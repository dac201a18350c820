"""Rebuilding: all that is not recorded is made anew, by the ontology and the rules of this version.

What was loaded stays as it is: a sheet that an older mapping turned into quads is named, and
loading it again makes the new revision.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.iris import node_iri
from kg.loading import derive, lay_ground, record
from kg.store.base import Backend

__all__ = ["RebuildReport", "rebuild"]


@dataclass(frozen=True)
class RebuildReport:
    """What a rebuild did.

    `swept` are graphs that a killed load had left, `renewed` whether ontology or states were of
    another version, `derived` the quads of the derived graph, `outdated` the ids of documents that
    another version of the mapping made: load their sheets again.
    """

    swept: tuple[str, ...]
    renewed: bool
    derived: int
    outdated: tuple[str, ...]


def rebuild(backend: Backend, clock: record.Clock) -> RebuildReport:
    """Sweep what was left over, bring the ground up to date, derive everything anew."""
    swept = record.sweep(backend)
    renewed = lay_ground(backend, derive.Upkeep(backend), clock)
    derive.refresh(backend)
    outdated = record.outdated(backend)
    folder = node_iri("document", "")
    return RebuildReport(
        tuple(swept), renewed, backend.count(derive.DERIVED),
        tuple(each.removeprefix(folder) for each in outdated),
    )  # fmt: skip
