"""Turtle in and out: files of ours into N-Quads of one graph, triples of an answer for people.

Part of the border to pyoxigraph; what the triples mean it does not know.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.errors import StoreError
from kg.iris import PREFIXES

__all__ = ["turtle", "turtle_to_nquads"]

_UNWRITTEN: Final = frozenset(
    {f"{PREFIXES['rdf']}type", f"{PREFIXES['rdf']}langString", f"{PREFIXES['xsd']}string"}
)


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


def turtle(ntriples: bytes) -> bytes:
    """Triples as Turtle, with those of the project's prefixes that occur in them.

    Args:
        ntriples: N-Triples in UTF-8; triples of one subject that follow each other share it.

    Raises:
        StoreError: it is not N-Triples.
    """
    try:
        triples = [quad.triple for quad in ox.parse(ntriples, ox.RdfFormat.N_TRIPLES)]
    except SyntaxError as error:
        raise StoreError(f"not N-Triples: {error}") from error
    used = {_prefix(iri) for triple in triples for iri in _iris(triple)}
    prefixes = {prefix: start for prefix, start in PREFIXES.items() if prefix in used}
    out = io.BytesIO()
    ox.serialize(triples, out, ox.RdfFormat.TURTLE, prefixes=prefixes)
    return out.getvalue()


def _iris(triple: ox.Triple) -> Iterator[str]:
    """The IRIs that Turtle would shorten; it has its own way to write the type and texts."""
    for term in triple:
        iri = term.datatype if isinstance(term, ox.Literal) else term
        if isinstance(iri, ox.NamedNode) and iri.value not in _UNWRITTEN:
            yield iri.value


def _prefix(iri: str) -> str | None:
    """The prefix of the longest namespace that the IRI lies in."""
    found = [prefix for prefix, start in PREFIXES.items() if iri.startswith(start)]
    return max(found, key=lambda prefix: len(PREFIXES[prefix]), default=None)
