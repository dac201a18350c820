"""A remote store: any SPARQL 1.1 endpoint over HTTP.

Every request is a POST with a time limit; rows come as SPARQL 1.1 JSON, which keeps the types of
terms, and graphs as N-Triples or Turtle. Whatever goes wrong on the way is one `EndpointError`.

An endpoint has no transaction over several requests. A document of up to `CHUNK` bytes is inserted
by one request, hence atomically; a longer one, and all of `bulk`, by several: a partial document is
told from a whole one only by the record that the caller writes last.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from kg.errors import EndpointError, SparqlSyntaxError, StoreError
from kg.store.base import GENID, Backend, Source, Table
from kg.store.inserts import insert_requests
from kg.store.protocol import ANY_FORM, GRAPHS, ROWS, Address, Answer, Client, default_agent
from kg.terms import XSD, Iri, Literal, Term

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["CHUNK", "Endpoint"]

#: bytes of triples in one INSERT DATA request
CHUNK: Final = 1_500_000

_XSD_STRING: Final = XSD + "string"
_FORMATS: Final = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}


class Endpoint(Backend):
    """The store behind a SPARQL 1.1 endpoint.

    Args:
        url: of the query service; `user:password@` in it is sent as HTTP Basic authentication.
        update_url: of the update service. Without it `…/update` for `…/query`, else `url` itself.
        timeout: seconds in which the server may be silent.
        user_agent: by default `bilateral-kg/<version>`.

    Raises:
        EndpointError: not an http(s) URL. That nobody answers is seen at the first request.
    """

    exclusive = False

    def __init__(
        self,
        url: str,
        *,
        update_url: str | None = None,
        timeout: int = 60,
        user_agent: str | None = None,
    ) -> None:
        self._address = Address.parse(url)
        self._client = Client(
            self._address,
            Address.parse(update_url) if update_url else self._address.update_service(),
            timeout=timeout,
            agent=user_agent or default_agent(),
        )
        self.location = self._address.shown
        self._closed = False

    def select(self, sparql: str) -> Table:
        """Run a SELECT; literals come back in the form in which the endpoint keeps them."""
        found = self._json(sparql)
        if "boolean" in found:
            raise SparqlSyntaxError("a SELECT query is expected here")
        try:
            columns = tuple(map(str, found["head"]["vars"]))
            rows = [
                tuple(map(_term, map(row.get, columns))) for row in found["results"]["bindings"]
            ]
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise self._nonsense(f"not SPARQL 1.1 JSON results: {error!r}") from error
        return Table(columns, rows)

    def ask(self, sparql: str) -> bool:
        """Run an ASK."""
        found = self._json(sparql)
        if "results" in found:
            raise SparqlSyntaxError("an ASK query is expected here")
        if not isinstance(found.get("boolean"), bool):
            raise self._nonsense("not SPARQL 1.1 JSON results: no boolean")
        return bool(found["boolean"])

    def construct(self, sparql: str) -> list[str]:
        """Run a CONSTRUCT or DESCRIBE; blank nodes that it makes get random names."""
        answer = self.answer(sparql, f"{GRAPHS}, {ROWS};q=0.1")
        if answer.media_type == ROWS:
            raise SparqlSyntaxError("a CONSTRUCT or DESCRIBE query is expected here")
        if answer.media_type not in _FORMATS:
            raise self._nonsense(f"answered {answer.media_type}, not a graph")
        try:
            quads = ox.parse(answer.body, _FORMATS[answer.media_type])
            return sorted({f"{quad.triple} ." for quad in quads})
        except (SyntaxError, ValueError) as error:
            raise self._nonsense(f"a graph that cannot be read: {error}") from error

    def update(self, sparql: str) -> None:
        """Run an update by one request, which SPARQL 1.1 Update wants to be atomic (section 3)."""
        self._check_open()
        self._client.update(sparql)

    def insert(self, nquads: bytes) -> None:
        """Add quads: by one request, hence atomically, up to `CHUNK` bytes; else by several."""
        self._insert(nquads.split(b"\n"))

    def bulk(self, source: Source) -> None:
        """Add quads, read as a stream, by requests of about `CHUNK` bytes."""
        if isinstance(source, Path):
            source = [source]
        if not isinstance(source, Sequence):
            self._insert(source)
            return
        for path in source:
            try:
                with path.open("rb") as file:
                    self._insert(file)
            except OSError as error:
                raise StoreError(f"{path}: {error.strerror or error}") from error

    def to_rdflib(self) -> Dataset:
        """A Dataset over this endpoint; each look-up is a request."""
        from kg.store.rdflib_bridge import endpoint_dataset

        self._check_open()
        return endpoint_dataset(self)

    def close(self) -> None:
        """Take no further request; there is no connection to end."""
        self._closed = True

    def answer(
        self, sparql: str, accept: str = ANY_FORM, *, default_graph: str | None = None
    ) -> Answer:
        """The answer to a query as it came; with `default_graph` over a dataset of it alone."""
        self._check_open()
        return self._client.query(sparql, accept, default_graph=default_graph)

    def _insert(self, lines: Iterable[bytes]) -> None:
        try:
            for request in insert_requests(lines, CHUNK):
                self.update(request)
        except ValueError as error:
            raise StoreError(f"{self.location}: not N-Quads: {error}") from error

    def _json(self, sparql: str) -> dict[str, Any]:
        answer = self.answer(sparql, f"{ROWS}, {GRAPHS.partition(',')[0]};q=0.1")
        if answer.media_type in _FORMATS:
            raise SparqlSyntaxError("a SELECT or ASK query is expected here")
        if not answer.media_type.endswith("json"):
            raise self._nonsense(f"answered {answer.media_type}, not SPARQL results")
        try:
            found = json.loads(answer.body)
        except ValueError as error:
            raise self._nonsense(f"JSON that cannot be read: {error}") from error
        if not isinstance(found, dict):
            raise self._nonsense("not SPARQL 1.1 JSON results")
        return found

    def _nonsense(self, reason: str) -> EndpointError:
        return EndpointError(self.location, 200, reason)

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError(f"{self.location}: the store is closed")


def _term(binding: dict[str, str] | None) -> Term | None:
    """A term of SPARQL 1.1 JSON results, 3.2.2; `typed-literal` is what Virtuoso 7 writes."""
    if binding is None:
        return None
    kind, value = binding["type"], binding["value"]
    if kind == "uri":
        return Iri(value)
    if kind in {"literal", "typed-literal"}:
        language = binding.get("xml:lang")
        if language:
            return Literal(value, language=language.lower())
        datatype = binding.get("datatype")
        return Literal(value, None if datatype == _XSD_STRING else datatype)
    if kind == "bnode":
        return Iri(GENID + value)
    raise ValueError(f"a term that is neither IRI nor literal: {kind}")
