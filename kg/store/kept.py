"""Answers of a store that only this process changes: asked again, they are given again.

A page asks for the claims of a relation several times, and so does a notebook. Nothing is kept of
an endpoint, which others may change; whoever changes the store says so.
"""

from __future__ import annotations

from collections import OrderedDict

from kg.errors import EndpointError
from kg.store.base import Backend, Table

__all__ = ["Kept"]

#: rows that are held at most; a longer answer is not kept
_ROWS = 200_000


class Kept:
    """The last answers of one store, by their SPARQL."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._tables: OrderedDict[str, Table] = OrderedDict()
        self._rows = 0

    def select(self, sparql: str, name: str = "") -> Table:
        """The answer of the store, which is only to be read.

        Raises:
            EndpointError: as `Backend.select` raises it, with the name of the query.
        """
        if not self._backend.exclusive:
            try:
                return self._backend.select(sparql)
            except EndpointError as error:
                error.query = error.query or name
                raise
        if (table := self._tables.get(sparql)) is not None:
            self._tables.move_to_end(sparql)
            return table
        table = self._backend.select(sparql)
        if len(table.rows) <= _ROWS:
            self._tables[sparql] = table
            self._rows += len(table.rows)
        while self._rows > _ROWS:
            _, oldest = self._tables.popitem(last=False)
            self._rows -= len(oldest.rows)
        return table

    def forget(self) -> None:
        """The store has changed."""
        self._tables.clear()
        self._rows = 0
