"""One request of the SPARQL 1.1 Protocol, through SPARQLWrapper, and what can go wrong with it.

The border to SPARQLWrapper: it is told here what it does not do by itself (POST, a time limit, a
user agent that is let in, asking again) and every error it, urllib or HTTP can raise becomes an
`EndpointError` without credentials. Source: <https://www.w3.org/TR/sparql11-protocol/>.
"""

from __future__ import annotations

import ast
import time
from collections.abc import Mapping
from http.client import HTTPException, IncompleteRead
from importlib.metadata import PackageNotFoundError, version
from types import MappingProxyType
from typing import Final, NamedTuple
from urllib.error import HTTPError
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from SPARQLWrapper import INSERT, JSON, POST, SELECT, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import (
    EndPointInternalError,
    EndPointNotFound,
    QueryBadFormed,
    SPARQLWrapperException,
    Unauthorized,
    URITooLong,
)

from kg.errors import EndpointError

__all__ = ["GRAPHS", "ROWS", "STATUS", "Address", "Answer", "Client", "default_agent"]

#: SPARQLWrapper's own errors and the HTTP status that each stands for
STATUS: Final[Mapping[type[SPARQLWrapperException], int | None]] = MappingProxyType(
    {
        SPARQLWrapperException: None,
        QueryBadFormed: 400,
        Unauthorized: 401,
        EndPointNotFound: 404,
        URITooLong: 414,
        EndPointInternalError: 500,
    }
)

#: what a query asks for: rows or a truth value, or a graph
ROWS: Final = "application/sparql-results+json"
GRAPHS: Final = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"

#: refused before anything was done, so that asking again is safe even for an update
_BUSY: Final = frozenset({429, 503})
#: asking again is safe for a query only: a gateway does not know what became of an update
_GATEWAY: Final = frozenset({502, 504})
_RETRIES: Final = 2
_LONGEST_WAIT: Final = 5.0

#: all that a request can raise: HTTPError, URLError, timeouts and TLS are OSErrors; ValueError is a
#: URL that urllib takes for none
_ERRORS: Final = (SPARQLWrapperException, OSError, HTTPException, ValueError)


class Answer(NamedTuple):
    """An answer: its media type without parameters, its body, its headers; names in lower case."""

    media_type: str
    body: bytes
    headers: Mapping[str, str]


class Address(NamedTuple):
    """A URL taken apart: where to send, what may be shown, and the credentials that were in it."""

    url: str
    shown: str
    user: str
    password: str

    @classmethod
    def parse(cls, url: str) -> Address:
        """Take `http://user:password@host/path?key=…` apart.

        Raises:
            EndpointError: not a URL with a host.
        """
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
            if parts.port is not None:
                host += f":{parts.port}"
        except ValueError as error:
            raise EndpointError("endpoint", None, f"not a URL: {error}") from error
        if not host or parts.scheme not in {"http", "https"}:
            raise EndpointError("endpoint", None, "not a URL of the kind http(s)://host/path")
        return cls(
            urlunsplit((parts.scheme, host, parts.path, parts.query, "")),
            urlunsplit((parts.scheme, host, parts.path, "", "")),  # keys stand in the query
            unquote(parts.username or ""),
            unquote(parts.password or ""),
        )

    def update_service(self) -> Address:
        """Where updates go when nobody says it: `…/update` beside `…/query`, else the same URL."""
        parts = urlsplit(self.url)
        if not parts.path.endswith("/query"):
            return self
        path = parts.path.removesuffix("query") + "update"
        shown = self.shown.removesuffix("query") + "update"
        return self._replace(url=urlunsplit(parts._replace(path=path)), shown=shown)


class Client:
    """Sends queries and updates; holds no connection."""

    def __init__(self, query: Address, update: Address, *, timeout: int, agent: str) -> None:
        self._query = query
        self._update = update
        self._timeout = timeout
        self._agent = agent

    def query(self, sparql: str, accept: str, **parameters: str) -> Answer:
        """Ask; `accept` is the HTTP header, a parameter `default_graph_uri` or an engine's own.

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
        return self._send(wrapper, self._query, _BUSY | _GATEWAY)

    def update(self, sparql: str) -> None:
        """Change the store; raises as `query` does."""
        wrapper = self._wrapper(self._update)
        wrapper.queryString, wrapper.queryType = sparql, INSERT
        self._send(wrapper, self._update, _BUSY)

    def _wrapper(self, address: Address) -> SPARQLWrapper:
        wrapper = SPARQLWrapper(address.url, updateEndpoint=address.url, agent=self._agent)
        wrapper.setMethod(POST)
        wrapper.setOnlyConneg(True)  # else it sends five spellings of "format" as parameters
        wrapper.setTimeout(self._timeout)
        if address.user:
            wrapper.setCredentials(address.user, address.password)
        return wrapper

    def _send(self, wrapper: SPARQLWrapper, address: Address, again: frozenset[int]) -> Answer:
        for attempt in range(_RETRIES):
            try:
                return _exchange(wrapper)
            except HTTPError as error:
                wait = _wait(error.headers.get("Retry-After"), attempt)
                if error.code not in again or wait > _LONGEST_WAIT:
                    raise _mapped(error, address, self._timeout) from error
                error.close()
            except _ERRORS as error:
                raise _mapped(error, address, self._timeout) from error
            time.sleep(wait)
        try:
            return _exchange(wrapper)
        except _ERRORS as error:
            raise _mapped(error, address, self._timeout) from error


def default_agent() -> str:
    """`bilateral-kg/<version>`: public services refuse the names of libraries."""
    try:
        return f"bilateral-kg/{version('bilateral-kg')}"
    except PackageNotFoundError:  # a checkout that was never installed
        return "bilateral-kg"


def _exchange(wrapper: SPARQLWrapper) -> Answer:
    # the body is read here: convert() of an unexpected media type gives bytes and a warning
    with wrapper.query().response as response:
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.headers.get_content_type(), response.read(), headers)


def _wait(retry_after: str | None, attempt: int) -> float:
    """Seconds until the next try: what the server asks for, else half a second, then one."""
    if retry_after is not None and retry_after.isascii() and retry_after.isdigit():
        return float(retry_after)
    return 0.5 if attempt == 0 else 1.0


def _mapped(error: Exception, address: Address, timeout: int) -> EndpointError:
    """The one error that callers see; without the password, wherever it may have got into."""
    status: int | None = None
    if isinstance(error, SPARQLWrapperException):
        status = STATUS.get(type(error))
        reason = _reason(error.msg, _quoted_body(error))
    elif isinstance(error, HTTPError):
        status = error.code
        reason = _reason(str(error.reason), _body(error))
    elif isinstance(error, TimeoutError) or isinstance(getattr(error, "reason", 0), TimeoutError):
        reason = f"no answer within {timeout} s"
    elif isinstance(error, IncompleteRead):
        reason = "the answer breaks off in the middle"
    else:
        reason = f"no answer: {getattr(error, 'reason', '') or str(error) or type(error).__name__}"
    for secret in (address.password, quote(address.password)):
        reason = reason.replace(secret, "***") if secret else reason
    return EndpointError(address.shown, status, reason)


def _body(error: HTTPError) -> bytes:
    try:
        with error:
            return error.read()
    except (OSError, HTTPException):  # the error page broke off; its status is what matters
        return b""


def _quoted_body(error: SPARQLWrapperException) -> bytes:
    """The answer that SPARQLWrapper has put into its message, by repr()."""
    literal = str(error).partition("Response:\n")[2]
    return bytes(ast.literal_eval(literal)) if literal else b""


def _reason(what: str, body: bytes) -> str:
    """What the server says, on one line; a page of HTML says nothing to the reader."""
    text = " ".join(body[:4000].decode(errors="replace").split())
    if not text or text.startswith("<"):
        return what
    return f"{what}: {text[:300]}"
