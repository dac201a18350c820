"""The derived graph: what follows from all open revisions together, made by `queries/derive/*.rq`.

It is never the source of anything. Its own record, written with it in one update, says that it is
whole; a load that was killed between leaves none, and the next opening makes the graph anew.
"""

from __future__ import annotations

from kg.iris import graph_iri
from kg.mapping.nquads import A, name
from kg.resources import queries_dir
from kg.store.base import Backend

__all__ = ["DERIVED", "is_whole", "refresh"]

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
    quads = [_MARK]
    for path in sorted((queries_dir() / "derive").glob("*.rq")):
        triples = backend.construct(path.read_text(encoding="utf-8"))
        quads += [line.removesuffix(" .") + tail for line in triples]
    backend.insert("".join(quads).encode())
