"""A remote store: any SPARQL 1.1 endpoint over HTTP.

Every request is a POST with a time limit; rows come as SPARQL 1.1 JSON, which keeps the types of
terms, and graphs as N-Triples or Turtle. Whatever goes wrong on the way is one `EndpointError`.

An endpoint has no transaction over several requests. A document of up to `CHUNK` bytes is inserted
by one request, hence atomically; a longer one, and all of `bulk`, by several: a partial document is
told from a whole one only by the record that the caller writes last.

Which engine it is, is asked before anything else, since there are queries on which Virtuoso hangs
when they come as they are: `kg.store.virtuoso` has what it needs. It undoes no operation that was
done when a later one of the same request fails; what it cannot read, or what it is killed in the
middle of, it does not do at all.
"""

from __future__ import annotations

import io
import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Final

import pyoxigraph as ox

from kg.errors import EndpointError, StoreError
from kg.store import virtuoso
from kg.store.access import TIMEOUT, Address, Credentials
from kg.store.base import GENID, Backend, Source, Table
from kg.store.forms import expect, form_of
from kg.store.inserts import insert_requests, nquads_requests
from kg.store.protocol import GRAPHS, ROWS, Answer, Client, default_agent
from kg.terms import XSD, Iri, Literal, Term, characters, to_ntriples

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["BULK", "CHUNK", "Endpoint"]

#: bytes of triples in one INSERT DATA request
CHUNK: Final = 1_500_000
#: bytes of quads in one request to the bulk loader of an Oxigraph server
BULK: Final = 8_000_000

_XSD_BOOLEAN: Final = XSD + "boolean"
_XSD_STRING: Final = XSD + "string"
#: what Oxigraph keeps as xsd:integer and others as what it was
_INTEGERS: Final = frozenset(
    XSD + name
    for name in (
        "byte", "int", "long", "negativeInteger", "nonNegativeInteger", "nonPositiveInteger",
        "positiveInteger", "short", "unsignedByte", "unsignedInt", "unsignedLong", "unsignedShort",
    )
)  # fmt: skip
_DOUBLE: Final = f'"^^<{XSD}double> .\n'.encode()
#: at the end of a line of N-Triples, so that it is never within a text
_TYPE: Final = re.compile(r'"\^\^<([^<>]*)> \.\Z')
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
        timeout: seconds in which the server may be silent; a whole answer may take 30 times as
            long. A server that can be told (Virtuoso) gives up a query after as many seconds.
        credentials: for both services, where their URLs hold none.
        user_agent: by default `bilateral-kg/<version>` with the project's address.

    Raises:
        EndpointError: not an http(s) URL. That nobody answers is seen at the first request.
    """

    exclusive = False

    def __init__(
        self,
        url: str,
        *,
        update_url: str | None = None,
        timeout: float = TIMEOUT,
        credentials: Credentials | None = None,
        user_agent: str | None = None,
    ) -> None:
        self._address = _address(url, credentials)
        update = _address(update_url, credentials) if update_url else None
        self._client = Client(
            self._address,
            update or self._address.update_service(),
            timeout=timeout,
            agent=user_agent or default_agent(),
        )
        self._timeout = timeout
        self.location = self._address.shown
        self._closed = False

    def select(self, sparql: str) -> Table:
        """Run a SELECT; literals come back in the form in which the endpoint keeps them."""
        expect(sparql, "SELECT")
        found = self._json(sparql)
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
        expect(sparql, "ASK")
        found = self._json(sparql)
        if not isinstance(found.get("boolean"), bool):
            raise self._nonsense("not SPARQL 1.1 JSON results: no boolean")
        return bool(found["boolean"])

    def construct(self, sparql: str) -> list[str]:
        """Run a CONSTRUCT or DESCRIBE; blank nodes that it makes get random names."""
        expect(sparql, "CONSTRUCT", "DESCRIBE")
        answer = self.answer(sparql)
        lines = sorted(set(self._lines(answer.media_type, answer.body)))
        if self._is_virtuoso and len(lines) >= self._most_triples:
            raise self._nonsense(virtuoso.too_long(self._most_triples))
        return lines

    def update(self, sparql: str) -> None:
        """Run an update by one request, which SPARQL 1.1 Update wants to be atomic (section 3)."""
        self._update(sparql)

    def insert(self, nquads: bytes) -> None:
        """Add quads: by one request, hence atomically, up to `CHUNK` bytes; else by several."""
        self._insert(nquads.split(b"\n"))

    def bulk(self, source: Source) -> None:
        """Add quads, read as a stream, by requests of about `CHUNK` bytes.

        Of an Oxigraph server they are larger, and its bulk loader takes them.
        """
        if isinstance(source, Path):
            source = [source]
        if not isinstance(source, Sequence):
            self._bulk(source)
            return
        for path in source:
            try:
                with path.open("rb") as file:
                    self._bulk(file)
            except OSError as error:
                raise StoreError(f"{path}: {error.strerror or error}") from error

    def triples(self, graph: str) -> list[str]:
        """What one graph holds, sorted; by way of `dump` if it would be cut off or rounded."""
        if not self._is_virtuoso:
            return super().triples(graph)
        out = io.BytesIO()
        self.dump(graph, out)
        # not splitlines(): literals hold U+2028 and its like
        return sorted(out.getvalue().decode().split("\n")[:-1])

    def dump(self, graph: str, out: BinaryIO) -> None:
        """Write what one graph holds, from an answer that is read as a stream.

        Of an engine that cuts answers off, it is read in pages: these have no order that one could
        ask for at a bearable price, so that they are read again if they overlap, which happens
        when the engine chooses another plan between two of them.
        """
        where = f"GRAPH {to_ntriples(Iri(graph))} {{ ?s ?p ?o }}"
        text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {where} }}"
        if not self._is_virtuoso:
            out.writelines(self._streamed(text))
            return
        count, start = self.count(graph), out.tell()
        in_parts = self._parts(where, count)
        for texts in (self._pages(text, count), self._pages(text, count), in_parts):
            lines = chain.from_iterable(map(self._streamed, texts))
            seen: set[int] = set()
            written = 0
            for line in self._unrounded(lines, where):
                seen.add(hash(line))
                out.write(line)
                written += 1
            if written == len(seen) == count:
                return
            out.seek(start)
            out.truncate()
        raise self._nonsense(f"other triples of <{graph}> each time; does somebody write there?")

    def to_rdflib(self) -> Dataset:
        """A Dataset over this endpoint; each look-up is a request."""
        from kg.store.rdflib_bridge import endpoint_dataset

        self._check_open()
        return endpoint_dataset(self)

    def close(self) -> None:
        """Take no further request; there is no connection to end."""
        self._closed = True

    def answer(self, sparql: str, **parameters: str) -> Answer:
        """The answer to a query as it came; the parameters are those of the protocol."""
        return self._answer(sparql, parameters)

    def _answer(
        self, sparql: str, parameters: Mapping[str, str], out: IO[bytes] | None = None
    ) -> Answer:
        self._check_open()
        accept = ROWS if form_of(sparql) in ("SELECT", "ASK") else GRAPHS
        if not self._is_virtuoso:
            return self._client.query(sparql, accept, parameters, out)
        answer = self._client.query(
            virtuoso.prologue(sparql) + sparql, accept,
            {**parameters, **virtuoso.time_limit(self._timeout)}, out,
        )  # fmt: skip
        part = virtuoso.cut_off(answer.headers)
        if part is not None:
            raise self._nonsense(part)
        return answer

    def _streamed(self, sparql: str) -> Iterator[bytes]:
        """The lines of a graph that is asked for, by way of a file."""
        with tempfile.TemporaryFile(prefix="kg-answer-") as body:
            answer = self._answer(sparql, {}, body)
            body.seek(0)
            for line in self._lines(answer.media_type, body):
                yield f"{line}\n".encode()

    def _pages(self, text: str, count: int) -> list[str]:
        size = self._most_triples - 1
        return [f"{text} LIMIT {size} OFFSET {offset}" for offset in range(0, count, size)]

    def _parts(self, where: str, count: int) -> Iterator[str]:
        """Asks for a graph in parts by a digest of subjects, each of which reads all of it."""
        digits = 1
        while 2 * count >= self._most_triples * 16**digits:
            digits += 1
        for part in range(16**digits):
            among = f'FILTER(STRSTARTS(MD5(STR(?s)), "{part:0{digits}x}"))'
            yield f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {where} {among} }}"

    def _unrounded(self, lines: Iterable[bytes], where: str) -> Iterator[bytes]:
        """The lines of a graph with all digits of its floating-point numbers, asked for anew."""
        rounded = 0
        for line in lines:
            if line.endswith(_DOUBLE):
                rounded += 1
            else:
                yield line
        text = (
            f"SELECT ?s ?p (STR(?o) AS ?text) WHERE {{ {where} "
            f"FILTER(DATATYPE(?o) = <{XSD}double>) }}"
        )
        for page in self._pages(text, rounded):
            for row in self.select(page).rows:
                subject, predicate, digits = (characters(term) for term in row)
                head = f'<{subject}> <{predicate}> "{virtuoso.double(digits)}'
                yield head.encode() + _DOUBLE

    def _lines(self, media_type: str, body: bytes | IO[bytes]) -> Iterator[str]:
        """The triples of a graph that was answered, as the embedded store writes them."""
        if media_type not in _FORMATS:
            raise self._nonsense(f"answered {media_type}, not a graph")
        try:
            for quad in ox.parse(body, _FORMATS[media_type]):
                yield _TYPE.sub(_canonical, f"{quad.triple} .")
        except (SyntaxError, ValueError) as error:
            raise self._nonsense(f"a graph that cannot be read: {error}") from error

    def _bulk(self, lines: Iterable[bytes]) -> None:
        self._check_open()
        if not self._server.startswith("Oxigraph/") or not self._client.has_update_path:
            self._insert(lines)
            return
        try:
            for piece in nquads_requests(lines, BULK):
                self._client.load("store?no_transaction", piece)
        except ValueError as error:
            raise StoreError(f"{self.location}: not N-Quads: {error}") from error

    def _insert(self, lines: Iterable[bytes]) -> None:
        try:
            for request in insert_requests(lines, CHUNK):
                self._check_fit(request)
                self._update(request, repeatable=True)  # quads that are there add nothing
        except ValueError as error:
            raise StoreError(f"{self.location}: not N-Quads: {error}") from error

    def _update(self, sparql: str, *, repeatable: bool = False) -> None:
        self._check_open()
        text = virtuoso.COMPACT + sparql if self._is_virtuoso else sparql
        self._client.update(text, repeatable=repeatable)

    def _check_fit(self, request: str) -> None:
        number = virtuoso.unfit(request) if self._is_virtuoso else None
        if number is not None:
            raise StoreError(
                f"{self.location}: Virtuoso has no integers of more than 64 bits: {number}"
            )

    @cached_property
    def _server(self) -> str:
        """What the server calls itself; "" if nothing."""
        return self._client.query("ASK {}", ROWS).headers.get("server", "")

    @property
    def _is_virtuoso(self) -> bool:
        return virtuoso.is_virtuoso(self._server)

    @cached_property
    def _most_triples(self) -> int:
        try:
            return virtuoso.limit(self._json("ASK {}", ini="1"))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise self._nonsense(f"settings that cannot be read: {error!r}") from error

    def _json(self, sparql: str, **parameters: str) -> dict[str, Any]:
        answer = self.answer(sparql, **parameters)
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


def _address(url: str, credentials: Credentials | None) -> Address:
    """Where and how to get in; what stands in the URL goes before."""
    address = Address.parse(url)
    if credentials is None or address.credentials.header() is not None:
        return address
    return address._replace(credentials=credentials)


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
        if datatype == _XSD_BOOLEAN:
            return Literal(virtuoso.BOOLEANS.get(value, value), datatype)
        if datatype in _INTEGERS:
            datatype = XSD + "integer"
        return Literal(value, None if datatype == _XSD_STRING else datatype)
    if kind == "bnode":
        return Iri(GENID + value)
    raise ValueError(f"a term that is neither IRI nor literal: {kind}")


def _canonical(found: re.Match[str]) -> str:
    return f'"^^<{XSD}integer> .' if found[1] in _INTEGERS else found[0]
