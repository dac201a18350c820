"""One interface, two engines: an embedded Oxigraph and any SPARQL 1.1 endpoint.

The only place that knows pyoxigraph, SPARQLWrapper and rdflib's stores. What the quads mean, and
what may be asked, is the business of the floors above.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from kg.store.base import Backend, Source, Table

if TYPE_CHECKING:
    from kg.store.embedded import Store
    from kg.store.remote import Endpoint

__all__ = ["Backend", "Endpoint", "Source", "Store", "Table", "open_backend"]

#: the engines are imported at their first use: each brings a heavy library
_ENGINES = {"Endpoint": "kg.store.remote", "Store": "kg.store.embedded"}


def __getattr__(name: str) -> object:
    if name not in _ENGINES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_ENGINES[name]), name)


def open_backend(
    location: str | Path | None = None, *, create: bool = True, variables: str = "KG_"
) -> Backend:
    """Open a store: a directory, `http(s)://…` for an endpoint, None for one in memory.

    Args:
        location: where it is.
        create: whether a directory that is not there is made.
        variables: how the names begin of the environment variables that hold the credentials of an
            endpoint, see `kg.store.access.Access.from_environment`.

    Raises:
        StoreNotFoundError: nothing is at that place, and `create` is False.
        NotAStoreError: something else is there.
        StoreLockedError: another process has it open.
    """
    if isinstance(location, str) and location.startswith(("http://", "https://")):
        from kg.store.access import Access
        from kg.store.remote import Endpoint

        access = Access.from_environment(variables)
        return Endpoint(
            location, update_url=access.update_url, timeout=access.timeout,
            credentials=access.credentials,
        )  # fmt: skip
    from kg.store.embedded import Store

    return Store(None if location is None else Path(location), create=create)
