"""Rows of the catalogue's answers, and the ends of the names in them."""

from __future__ import annotations

from typing import Any

from kg.graph import Graph

__all__ = ["rows", "tail"]


def rows(graph: Graph, query: str, **given: object) -> list[dict[str, Any]]:
    """What a query of the catalogue gives."""
    return [*graph.query(query, **given).records()]


def tail(node: object) -> str:
    """The last part of an IRI; "" for none."""
    return str(node).rpartition("/")[2] if node else ""
