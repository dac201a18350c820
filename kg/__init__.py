"""A knowledge graph of bilateral relations: its public names, and nothing else.

The names are imported when they are first used, so that `import kg` and `kg --help` load no
database, no RDF library and no data frames. This module must not import any of ours by itself.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.errors import KgError
    from kg.graph import Graph
    from kg.graph import open as open
    from kg.relation import Relation
    from kg.result import Result
    from kg.store import Store

    __version__: str

__all__ = ["Graph", "KgError", "Relation", "Result", "Store", "__version__", "open"]

_HOMES = {
    "Graph": "kg.graph",
    "KgError": "kg.errors",
    "Relation": "kg.relation",
    "Result": "kg.result",
    "Store": "kg.store",
    "open": "kg.graph",
}


def __getattr__(name: str) -> object:
    """Import a public name at its first use (PEP 562) and keep it."""
    if name == "__version__":
        value: object = import_module("importlib.metadata").version("bilateral-kg")
    elif name in _HOMES:
        value = getattr(import_module(_HOMES[name]), name)
    else:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, whether imported yet or not."""
    return sorted(__all__)
