"""What leaves the store as files: quads, tables, networks; the same bytes for the same content."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING, BinaryIO

from kg.errors import ExportError
from kg.network import exchange
from kg.store.base import Backend
from kg.store.export import write_nquads, write_trig

if TYPE_CHECKING:
    import networkx as nx

    from kg.graph import Graph

__all__ = ["network", "quads", "tables", "write"]

#: the earliest that a zip can say; a real time would make each export differ
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def write(graph: Graph, backend: Backend, out: BinaryIO, format: str) -> None:
    """All that is in a graph; see `Graph.export`."""
    match format:
        case "trig" | "nq":
            quads(backend, out, format)
        case "csv":
            names = graph.catalogue.topics["tables"]
            tables({name.rpartition("/")[2]: graph.query(name).to_csv() for name in names}, out)
        case "graphml" | "gexf":
            out.write(network(graph.network(), format))
        case _:
            raise ExportError(f"no export as {format!r}: trig, nq, csv, graphml or gexf")


def quads(backend: Backend, out: BinaryIO, format: str) -> None:
    """Every quad, as N-Quads ("nq") or TriG."""
    (write_nquads if format == "nq" else write_trig)(backend, out)


def tables(texts: Mapping[str, str], out: BinaryIO) -> None:
    """A zip of CSV files, UTF-8, one a table, named after it."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(texts.items()):
            entry = zipfile.ZipInfo(f"{name}.csv", _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text)


def network(graph: nx.MultiDiGraph[str], format: str) -> bytes:
    """A network as GraphML or GEXF."""
    return exchange(graph, format)
