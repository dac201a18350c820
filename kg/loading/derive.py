"""The derived graph: what follows from all open revisions together, made by `queries/derive/*.rq`.

It is never the source of anything. Its mark, written last, says that it is
whole; a load that was killed between leaves none, and the next opening makes the graph anew.
"""

from __future__ import annotations

import io

from kg.iris import graph_iri
from kg.mapping.nquads import A, name
from kg.resources import queries_dir
from kg.store.base import Backend

__all__ = ["DERIVED", "is_whole", "refresh"]

#: a transaction holds its quads in memory; above this it is the bulk loader's turn
_BULK_CHARACTERS = 8_000_000

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
    for path in sorted((queries_dir() / "derive").glob("*.rq")):
        # each may read what those before it derived
        triples = backend.construct(path.read_text(encoding="utf-8"))
        _write(backend, "".join(f"{line.removesuffix(' .')} <{DERIVED}> .\n" for line in triples))
    _write(backend, _MARK)


def _write(backend: Backend, nquads: str) -> None:
    if len(nquads) < _BULK_CHARACTERS:
        backend.insert(nquads.encode())
    else:
        backend.bulk(io.BytesIO(nquads.encode()))
