"""One request of the SPARQL 1.1 Protocol, through SPARQLWrapper, and what can go wrong with it.

The border to SPARQLWrapper, which makes the requests; it is told here what it does not do by itself
(POST, a user agent that is let in, credentials, asking again). Every error that it or HTTP can
raise becomes an `EndpointError` without credentials. Source:
<https://www.w3.org/TR/sparql11-protocol/>.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException, IncompleteRead
from importlib.metadata import PackageNotFoundError, version
from types import MappingProxyType
from typing import IO, Final, NamedTuple
from urllib.parse import urljoin
from urllib.request import Request

from SPARQLWrapper import INSERT, JSON, POST, SELECT, SPARQLWrapper

from kg.errors import EndpointError
from kg.store.access import Address
from kg.store.transport import Response, exchange

__all__ = ["GRAPHS", "ROWS", "Answer", "Client", "default_agent"]

#: what a query asks for: rows or a truth value, or a graph
ROWS: Final = "application/sparql-results+json"
GRAPHS: Final = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"

#: what no service answers to an update
_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})

#: refused before anything was done, so that asking again is safe even for an update
_BUSY: Final = frozenset({429, 503})
#: asking again is safe for what can be done twice: a gateway does not know what became of it
_GATEWAY: Final = frozenset({502, 504})
#: seconds between one try and the next, where the server does not say how long to wait
_WAITS: Final = (0.5, 1.0, 2.0, 4.0)
#: how many times the limit of silence a whole request may take, its repetitions included
_TOTAL: Final = 30

#: all that a request can raise: URLError, timeouts and TLS are OSErrors; ValueError is a URL that
#: urllib takes for none
_ERRORS: Final = (OSError, HTTPException, ValueError)


class Answer(NamedTuple):
    """An answer: its media type without parameters, its body, its headers; names in lower case."""

    media_type: str
    body: bytes
    headers: Mapping[str, str]


class Client:
    """Sends queries and updates; holds no connection.

    Args:
        query: the service for queries.
        update: that for updates.
        timeout: seconds in which the server may be silent; a whole answer, however often it is
            asked for, may take 30 times as long.
        agent: the name that is sent.
    """

    def __init__(self, query: Address, update: Address, *, timeout: float, agent: str) -> None:
        self._query = query
        self._update = update
        self._timeout = timeout
        self._agent = agent

    @property
    def has_update_path(self) -> bool:
        """Whether updates go to a path of that name, beside which there are other services."""
        return self._update.shown.endswith("/update")

    def query(
        self, sparql: str, accept: str, parameters: Mapping[str, str] = MappingProxyType({}),
        out: IO[bytes] | None = None,
    ) -> Answer:  # fmt: skip
        """Ask.

        Args:
            sparql: the query.
            accept: the HTTP header.
            parameters: of the protocol, such as `default_graph_uri`, or an engine's own.
            out: where the body of the answer is written; without it, it is in the answer.

        Raises:
            EndpointError: no answer, an error for an answer, or half an answer.
        """
        wrapper = self._wrapper(self._query)
        # Set by hand: setQuery() looks for the kind with patterns that read "#+ ask" as ASK.
        wrapper.queryString, wrapper.queryType = sparql, SELECT
        # the header is ours, for it offers no N-Triples; the format must only be one it knows
        wrapper.setReturnFormat(JSON)
        wrapper.addCustomHttpHeader("Accept", accept)
        for name, value in parameters.items():
            wrapper.addParameter(name.replace("_", "-"), value)
        return self._send(_request(wrapper), self._query, _BUSY | _GATEWAY, out)

    def update(self, sparql: str, *, repeatable: bool = False) -> None:
        """Change the store; raises as `query` does.

        Args:
            sparql: the update.
            repeatable: whether it does the same if it is done twice.
        """
        wrapper = self._wrapper(self._update)
        wrapper.queryString, wrapper.queryType = sparql, INSERT
        self._change(_request(wrapper), self._update, repeatable=repeatable)

    def load(self, service: str, nquads: bytes) -> None:
        """Add quads by the Graph Store Protocol, at a service beside that for updates.

        Args:
            service: what stands in place of the end of the path, with parameters if need be.
            nquads: N-Quads.

        Raises:
            EndpointError: as `query` does.
        """
        address = self._update.beside(service)
        headers = {"Content-Type": "application/n-quads", "User-Agent": self._agent}
        if (header := address.credentials.header()) is not None:
            headers["Authorization"] = header
        request = Request(address.url, data=nquads, headers=headers, method="POST")  # noqa: S310
        self._change(request, address, repeatable=True)

    def _change(self, request: Request, address: Address, *, repeatable: bool) -> None:
        answer = self._send(request, address, _BUSY | _GATEWAY if repeatable else _BUSY)
        if answer.media_type in _PAGES:  # to log in, or of a proxy
            raise EndpointError(address.shown, 200, f"answered {answer.media_type}: not done")

    def _wrapper(self, address: Address) -> SPARQLWrapper:
        wrapper = SPARQLWrapper(address.url, updateEndpoint=address.url, agent=self._agent)
        wrapper.setMethod(POST)
        wrapper.setOnlyConneg(True)  # else it sends five spellings of "format" as parameters
        # its own way leaves out a user without a password
        if (header := address.credentials.header()) is not None:
            wrapper.addCustomHttpHeader("Authorization", header)
        return wrapper

    def _send(
        self, request: Request, address: Address, again: frozenset[int],
        out: IO[bytes] | None = None,
    ) -> Answer:  # fmt: skip
        until = time.monotonic() + _TOTAL * self._timeout
        for pause in (*_WAITS, None):
            left = max(until - time.monotonic(), 0.001)
            try:
                response = exchange(request, silence=self._timeout, total=left, out=out)
            except _ERRORS as error:
                raise _failed(error, address, self._timeout) from error
            if response.status in range(200, 300):
                headers = {name.lower(): value for name, value in response.headers.items()}
                return Answer(response.headers.get_content_type(), response.body, headers)
            wait = _wait(response.headers.get("Retry-After"), pause)
            # a longer one is told to whoever waits
            if response.status not in again or wait is None or wait > self._timeout:
                raise _refused(response, address, wait)
            time.sleep(min(wait, max(until - time.monotonic(), 0)))
        raise AssertionError("the last try has no pause")


def _request(wrapper: SPARQLWrapper) -> Request:
    """What it would send by itself, following redirects and without a limit to the whole."""
    request: Request = wrapper._createRequest()  # noqa: SLF001
    return request


def default_agent() -> str:
    """`bilateral-kg/<version>` and where to read about it: services refuse names of libraries."""
    try:
        return f"bilateral-kg/{version('bilateral-kg')} (+https://w3id.org/bilateral/)"
    except PackageNotFoundError:  # a checkout that was never installed
        return "bilateral-kg (+https://w3id.org/bilateral/)"


def _wait(retry_after: str | None, pause: float | None) -> float | None:
    """Seconds until the next try, None if there is none: what the server asks for, else `pause`.

    Retry-After is a number of seconds or a date: RFC 9110, 10.2.3.
    """
    if pause is None or retry_after is None:
        return pause
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after)
    try:
        then = parsedate_to_datetime(retry_after)
    except ValueError:
        return pause
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    return max((then - datetime.now(UTC)).total_seconds(), 0.0)


def _refused(response: Response, address: Address, wait: float | None) -> EndpointError:
    """The error for an answer that is none."""
    reason = _reason(response.reason, response.body)
    location = response.headers.get("Location")
    if response.status in range(300, 400):
        shown = _shown(urljoin(address.url, location or ""))
        reason = f"{response.reason}: redirects to {shown}; give the address where that ends"
    elif wait is not None and "Retry-After" in response.headers:
        reason = f"{reason}; asks to wait {wait:.0f} s"
    return EndpointError(address.shown, response.status, _without_secrets(reason, address))


def _failed(error: Exception, address: Address, timeout: float) -> EndpointError:
    """The error for no answer, or half of one."""
    cause = getattr(error, "reason", error)
    if isinstance(error, TimeoutError) or isinstance(cause, TimeoutError):
        # the limit of silence raises it with words, that of the whole without
        seconds = timeout if error.args else _TOTAL * timeout
        reason = f"no answer within {seconds:g} s" if error.args else f"no end within {seconds:g} s"
    elif isinstance(error, IncompleteRead):
        reason = "the answer breaks off in the middle"
    else:
        reason = f"no answer: {str(cause) or type(error).__name__}"
    return EndpointError(address.shown, None, _without_secrets(reason, address))


def _without_secrets(reason: str, address: Address) -> str:
    """The text without what a server may have given back of the credentials."""
    for secret in sorted(address.secrets(), key=len, reverse=True):
        reason = reason.replace(secret, "***")
    return reason


def _shown(location: str) -> str:
    """Where a redirect leads, without what may not be shown."""
    try:
        return Address.parse(location).shown
    except EndpointError:
        return "another place"


def _reason(what: str, body: bytes) -> str:
    """What the server says, on one line; a page of HTML says nothing to the reader."""
    text = " ".join(body.decode(errors="replace").split())
    if not text or text.startswith("<"):
        return what
    return f"{what}: {text[:300]}"
