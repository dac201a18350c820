"""The embedded store: Oxigraph in this process, in memory or in a directory.

The border to pyoxigraph: its terms and its exceptions end here. One process at a time has a
directory open. pyoxigraph has no switch against `SERVICE` and `LOAD`, runs both by itself and
cannot be interrupted: what may be asked is checked before it comes here.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

import pyoxigraph as ox

from kg.errors import (
    NotAStoreError,
    SparqlSyntaxError,
    StoreError,
    StoreLockedError,
    StoreNotFoundError,
)
from kg.store.base import GENID, Backend, Source, Table
from kg.terms import XSD, Iri, Literal, Term

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.store.rdflib_bridge import SharedStores

__all__ = ["MARK", "Store"]

#: the file that tells a directory of ours from any other; RocksDB lets it be
MARK: Final = "kg-store"
_FORMAT: Final = b"bilateral-kg store, format 1\n"

_XSD_STRING: Final = XSD + "string"
#: the one thing that a text which parses may ask for and the engine not have
_NO_FUNCTION: Final = re.compile(r"The custom function (<.*>) is not supported")
_PLACE: Final = re.compile(r"error at (\d+):\d+: (.*)", re.DOTALL)


class Store(Backend):
    """A store in `directory`, or in memory when there is none."""

    def __init__(self, directory: Path | None = None, *, create: bool = True) -> None:
        """Open it, and make it first if it is not there and `create` allows.

        Raises:
            StoreNotFoundError: nothing is there, and nothing is to be made.
            NotAStoreError: something else is there, or a store that is broken.
            StoreLockedError: somebody, perhaps this process, has it open.
        """
        self.location = "memory" if directory is None else str(directory)
        if directory is not None:
            _prepare(directory, create=create)
        self.directory = directory
        self._inner: ox.Store | None = _open(directory)
        self._shared: SharedStores | None = None

    def select(self, sparql: str) -> Table:
        """Run a SELECT; the answer is read to its end, so no cursor keeps the store open."""
        with self._reading():
            found = self._store.query(sparql)
            if not isinstance(found, ox.QuerySolutions):
                raise SparqlSyntaxError("a SELECT query is expected here")
            columns = tuple(variable.value for variable in found.variables)
            return Table(columns, [tuple(map(_neutral, solution)) for solution in found])

    def ask(self, sparql: str) -> bool:
        """Run an ASK."""
        with self._reading():
            found = self._store.query(sparql)
            if not isinstance(found, ox.QueryBoolean):
                raise SparqlSyntaxError("an ASK query is expected here")
            return bool(found)

    def construct(self, sparql: str) -> list[str]:
        """Run a CONSTRUCT or DESCRIBE; blank nodes that it makes get random names."""
        with self._reading():
            found = self._store.query(sparql)
            if not isinstance(found, ox.QueryTriples):
                raise SparqlSyntaxError("a CONSTRUCT or DESCRIBE query is expected here")
            text = found.serialize(format=ox.RdfFormat.N_TRIPLES) or b""
        # not splitlines(): literals hold U+2028 and its like
        return sorted(set(text.decode().split("\n")) - {""})

    def update(self, sparql: str) -> None:
        """Run an update in one transaction."""
        with self._reading():
            self._store.update(sparql)

    def insert(self, nquads: bytes) -> None:
        """Add quads in one transaction, which pyoxigraph holds in memory."""
        with self._loading():
            self._store.load(nquads, ox.RdfFormat.N_QUADS)

    def bulk(self, source: Source) -> None:
        """Write new files beside the others, without a transaction.

        The terms are not checked anew, which would take a tenth of the time: whoever writes much
        has made them of what was checked.
        """
        if isinstance(source, Path):
            source = [source]
        with self._loading():
            if isinstance(source, Sequence):
                for path in source:
                    self._store.bulk_load(path=path, format=ox.RdfFormat.N_QUADS, lenient=True)
            else:
                self._store.bulk_load(source, ox.RdfFormat.N_QUADS, lenient=True)

    def dump(self, graph: str, out: BinaryIO) -> None:
        """Write what one graph holds, in the order of an index."""
        with self._reading():
            self._store.dump(out, ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(graph))

    def unnamed(self) -> bool:
        """Whether there is a quad in the default graph, or in one that a blank node names."""
        with self._reading():
            names = [ox.DefaultGraph(), *self._store.named_graphs()]
            return any(
                next(self._store.quads_for_pattern(None, None, None, name), None) is not None
                for name in names
                if not isinstance(name, ox.NamedNode)
            )

    def graphs(self) -> list[str]:
        """The named graphs that hold a quad, sorted."""
        # the engine remembers graphs that were emptied; asking each for one quad costs microseconds
        with self._reading():
            store = self._store
            named = [name for name in store.named_graphs() if isinstance(name, ox.NamedNode)]
            return sorted(
                name.value
                for name in named
                if next(store.quads_for_pattern(None, None, None, name), None) is not None
            )

    def count(self, graph: str | None = None) -> int:
        """How many quads are in the graph, or in all of them."""
        if graph is not None:
            return super().count(graph)
        with self._reading():  # three times as quick as to count by SPARQL
            return len(self._store)

    def optimize(self) -> None:
        """Compact the files of RocksDB."""
        with self._reading():
            self._store.optimize()

    def to_rdflib(self) -> Dataset:
        """A Dataset over this store by oxrdflib; it closes with the store.

        oxrdflib gives plain strings the datatype xsd:string, which rdflib tells from none.
        """
        from kg.store.rdflib_bridge import SharedStores

        if self._shared is None:
            self._shared = SharedStores()
        return self._shared.dataset(self._store)

    def close(self) -> None:
        """Let go of the directory's lock, and close the Datasets that were made of it.

        pyoxigraph has no close(): the lock goes with the last reference to the store. An iterator
        of rdflib that is kept half read holds one, which is out of reach here.
        """
        if self._shared is not None:
            self._shared.close()
        if self._inner is not None:
            self._inner = None
            gc.collect()

    @property
    def _store(self) -> ox.Store:
        if self._inner is None:
            raise StoreError(f"{self.location}: the store is closed")
        return self._inner

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except SyntaxError as error:
            raise _syntax(str(error)) from error
        except RuntimeError as error:
            if unknown := _NO_FUNCTION.fullmatch(str(error)):
                raise SparqlSyntaxError(f"there is no function {unknown[1]}") from error
            raise NotAStoreError(self.location, str(error)) from error
        except (OSError, ValueError) as error:
            raise StoreError(f"{self.location}: {error}") from error

    @contextmanager
    def _loading(self) -> Iterator[None]:
        try:
            yield
        except SyntaxError as error:
            raise StoreError(f"{self.location}: not N-Quads: {error}") from error
        except RuntimeError as error:
            raise NotAStoreError(self.location, str(error)) from error
        except OSError as error:
            raise StoreError(f"{self.location}: {error}") from error


def _prepare(directory: Path, *, create: bool) -> None:
    """See that the directory is ours, or make it so, before RocksDB writes anything into it."""
    location = str(directory)
    mark = directory / MARK
    try:
        if directory.exists() and not directory.is_dir():
            raise NotAStoreError(location, "a file, not a directory")
        if mark.is_file():
            _check(location, mark.read_bytes())
            return
        inside = next(directory.iterdir(), None) if directory.is_dir() else None
        if inside is not None:
            raise NotAStoreError(location, f"the directory holds other things: {inside.name}")
        if not create:
            raise StoreNotFoundError(location)
        directory.mkdir(parents=True, exist_ok=True)
        mark.write_bytes(_FORMAT)
    except OSError as error:
        raise StoreError(f"{location}: {error.strerror or error}") from error


def _check(location: str, mark: bytes) -> None:
    if mark != _FORMAT:
        found = mark[:80].decode(errors="replace").strip() or "nothing"
        expected = _FORMAT.decode().strip()
        raise NotAStoreError(location, f"its mark says {found!r} and not {expected!r}")


def _open(directory: Path | None) -> ox.Store:
    location = str(directory)
    try:
        store = ox.Store() if directory is None else ox.Store(directory)
        # RocksDB leaves one at each opening
        for log in directory.glob("LOG.old.*") if directory else ():
            log.unlink(missing_ok=True)
    except RuntimeError as error:  # RocksDB's "Corruption: …"
        raise NotAStoreError(location, str(error)) from error
    except OSError as error:
        # RocksDB gives no errno; these are its words for another process and for this one
        if "lock file" in str(error) or "lock hold by" in str(error):
            raise StoreLockedError(location) from error
        raise StoreError(f"{location}: {error}") from error
    return store


def _syntax(message: str) -> SparqlSyntaxError:
    place = _PLACE.match(message)
    return SparqlSyntaxError(place[2], int(place[1])) if place else SparqlSyntaxError(message)


def _neutral(term: object) -> Term | None:
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, language=term.language)
        datatype = term.datatype.value
        return Literal(term.value, None if datatype == _XSD_STRING else datatype)
    if isinstance(term, ox.BlankNode):
        return Iri(GENID + term.value)
    raise ValueError(f"a term that is neither IRI nor literal: {term}")
