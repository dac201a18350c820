"""The derived graph: what follows from all open revisions together, made by `queries/derive/*.rq`.

It is never the source of anything. Its own record, written with it or after it, says that it is
whole; a load that was killed between leaves none, and the next opening makes the graph anew.
"""

from __future__ import annotations

import io

from kg.iris import graph_iri
from kg.mapping.nquads import A, name
from kg.resources import queries_dir
from kg.store.base import Backend

__all__ = ["DERIVED", "is_whole", "refresh"]

#: a transaction holds its quads in memory; above this the bulk loader, and the mark after it
_BULK_BYTES = 8_000_000

DERIVED = graph_iri("derived")
_MARK = f"<{DERIVED}> {A} {name('br:DerivedGraph')} <{DERIVED}> .\n"


def is_whole(backend: Backend) -> bool:
    """Whether the derived graph belongs to what is loaded."""
    return backend.ask(
        f"ASK {{ GRAPH <{DERIVED}> {{ <{DERIVED}> {A} {name('br:DerivedGraph')} }} }}"
    )


def discard(backend: Backend) -> None:
    """Say that the derived graph holds no more, before anything it rests on is changed."""
    backend.drop([DERIVED])


def refresh(backend: Backend) -> None:
    """Make the derived graph anew from the open revisions."""
    discard(backend)
    tail = f" <{DERIVED}> .\n"
    quads: list[str] = []
    for path in sorted((queries_dir() / "derive").glob("*.rq")):
        triples = backend.construct(path.read_text(encoding="utf-8"))
        quads += [line.removesuffix(" .") + tail for line in triples]
    nquads = "".join(quads).encode()
    if len(nquads) < _BULK_BYTES:
        backend.insert(nquads + _MARK.encode())
    else:
        backend.bulk(io.BytesIO(nquads))
        backend.insert(_MARK.encode())
