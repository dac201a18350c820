"""Reads Turtle files of ours into N-Quads of one graph; part of the border to pyoxigraph."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError

__all__ = ["turtle_to_nquads"]


def turtle_to_nquads(path: Path, graph: str) -> bytes:
    """The triples of a Turtle file as N-Quads in `graph`, sorted.

    Raises:
        StoreError: the file is not Turtle, or has blank nodes, which two loads would double.
    """
    name = ox.NamedNode(graph)
    try:
        quads = [
            ox.Quad(triple.subject, triple.predicate, triple.object, name)
            for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
        ]
    except (OSError, SyntaxError) as error:
        raise StoreError(f"{path}: {error}") from error
    if any(isinstance(term, ox.BlankNode) for quad in quads for term in quad):
        raise StoreError(f"{path}: a blank node; give it an IRI")
    return b"".join(sorted(f"{quad} .\n".encode() for quad in quads))
