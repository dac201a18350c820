"""Writes what a store holds as N-Quads or TriG, the same bytes for the same quads.

Graph by graph, so that memory is bounded by the largest graph and not by the store. It knows the
interface of a store only, and pyoxigraph's serializer for TriG.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

import pyoxigraph as ox

from kg.iris import PREFIXES
from kg.store.base import Backend

__all__ = ["write_nquads", "write_trig"]


def write_nquads(backend: Backend, output: BinaryIO, graphs: Iterable[str] | None = None) -> None:
    """Write the graphs, all by default, as N-Quads sorted by graph and then by line."""
    output.writelines(line.encode() + b"\n" for line in backend.quads(graphs))


def write_trig(backend: Backend, output: BinaryIO, graphs: Iterable[str] | None = None) -> None:
    """Write the graphs, all by default, as TriG with the project's prefixes.

    Graphs, the subjects in them and what is said of each are sorted.
    """
    ox.serialize(_parsed(backend.quads(graphs)), output, ox.RdfFormat.TRIG, prefixes=PREFIXES)


def _parsed(lines: Iterable[str]) -> Iterator[ox.Quad]:
    for line in lines:
        yield from ox.parse(line, ox.RdfFormat.N_QUADS)
