"""The mark of a store that is being copied into, which nobody may use before all is there."""

from __future__ import annotations

from typing import Final

from kg.errors import CopyError
from kg.iris import graph_iri
from kg.store.base import Backend
from kg.terms import Iri, to_ntriples

__all__ = ["MARK", "check_finished"]

#: the graph that is the mark
MARK: Final = graph_iri("copy")


def check_finished(backend: Backend) -> None:
    """See that a store is not in the middle of being copied.

    Raises:
        CopyError: it is, or the copy was broken off.
    """
    if backend.ask(f"ASK {{ GRAPH {to_ntriples(Iri(MARK))} {{ ?s ?p ?o }} }}"):
        raise CopyError(
            backend.location,
            "a copy into this store is not finished; run the same `kg copy` or `kg restore` again",
        )
