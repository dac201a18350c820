"""A store as an rdflib Dataset: the same quads seen through another library, nothing copied.

The border to rdflib and oxrdflib. `default_union` stays False: a union of the named graphs would
assert what somebody denied.
"""

from __future__ import annotations

import contextlib
import weakref
from typing import TYPE_CHECKING

from oxrdflib import OxigraphStore
from rdflib import Dataset, Namespace
from rdflib.store import Store

from kg.iris import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph

__all__ = ["SharedStores"]


class SharedStores:
    """The rdflib stores that were handed out over one embedded store.

    Each holds a reference to it, and with that its lock: so they close with it.
    """

    def __init__(self) -> None:
        self._handed_out: weakref.WeakSet[OxigraphStore] = weakref.WeakSet()

    def dataset(self, store: pyoxigraph.Store) -> Dataset:
        """A new Dataset over the store."""
        shared = OxigraphStore(store=store)
        self._handed_out.add(shared)
        return _dataset(shared)

    def close(self) -> None:
        """Take the store away from every Dataset that is still about."""
        for shared in self._handed_out:
            # closing is `del self._store`; the user may have done it before
            with contextlib.suppress(AttributeError):
                shared.close()


def _dataset(store: Store) -> Dataset:
    dataset = Dataset(store=store, default_union=False)
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, Namespace(namespace), override=True, replace=True)
    return dataset
