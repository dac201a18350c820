"""A graph as it was loaded by a moment, or as it would be without some documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

from kg.graph import Graph
from kg.loading.snapshot import moment_of
from kg.store.base import Backend
from kg.terms import Term

__all__ = ["PastGraph"]


class PastGraph(Graph):
    """A graph as it was loaded by a moment: it is asked as any other, and not written to."""

    def __init__(
        self, origin: Graph, backend: Backend, moment: datetime, clock: Callable[[], datetime]
    ) -> None:
        super().__init__(backend, language=origin.language, clock=clock, events=origin.coded.folder)
        self._origin = origin
        self.loaded_by = moment

    @property
    def location(self) -> str:
        """That of the graph which it is a picture of."""
        return self._origin.location

    def as_of(self, loaded_by: str | date | datetime) -> Graph:
        """The same as of an earlier moment; a later one knows no more than this one."""
        assert self.loaded_by
        return self._origin.as_of(min(moment_of(loaded_by), self.loaded_by))

    def check_known(self, nodes: Iterable[Term]) -> None:
        """The same of all that is known now: what came later is no mistake."""
        self._origin.check_known(nodes)

    def close(self) -> None:
        """Nothing: the store in memory goes with the graph that it was taken of."""

    def __repr__(self) -> str:
        assert self.loaded_by
        return f"<Graph {self.location or 'in memory'} as of {self.loaded_by.isoformat()}>"
