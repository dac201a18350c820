"""HTTP as a store needs it: a limit for the whole answer, and no redirect that is followed unseen.

urllib's limit is one of silence: a server that sends a byte now and then keeps it waiting for ever.
And of a POST that is redirected it makes a GET without a body, which takes the header with the
credentials along, wherever it leads. What is done about both is known here only.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from email.message import Message
from http.client import (
    HTTPConnection,
    HTTPException,
    HTTPResponse,
    HTTPSConnection,
    IncompleteRead,
)
from typing import IO, Any, Final, NamedTuple
from urllib.error import HTTPError
from urllib.request import (
    BaseHandler,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
    build_opener,
)

__all__ = ["Response", "Watch", "exchange"]

_PIECE: Final = 1 << 20
#: bytes of an error page that are read
_PAGE: Final = 4000


class Response(NamedTuple):
    """An answer: its status with the words for it, its headers, its body."""

    status: int
    reason: str
    headers: Message
    body: bytes


class Watch:
    """Ends a connection when its time is over, whatever it is doing."""

    def __init__(self, seconds: float) -> None:
        #: whether the time was over before the end
        self.rang = False
        self._connections: list[HTTPConnection] = []
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True

    def over(self, connection: HTTPConnection) -> HTTPConnection:
        """Watch this connection, which is not open yet."""
        connect = connection.connect

        def connected() -> None:
            connect()
            self._sockets.append(connection.sock)
            if self.rang:
                self._ring()

        connection.connect = connected  # type: ignore[method-assign]  # one object, not the class
        return connection

    def __enter__(self) -> Watch:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _ring(self) -> None:
        self.rang = True
        for each in self._sockets:
            # of TLS too the bare one: its own would be taken from under the reader
            with suppress(OSError):  # it was closed already
                socket.socket.shutdown(each, socket.SHUT_RDWR)


class _NoRedirect(HTTPRedirectHandler):
    """Makes an HTTPError of a redirect, whose header tells where it would lead."""

    def redirect_request(self, *_: object) -> None:
        return None


class _Handler(HTTPHandler):
    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self._watch = watch

    def http_open(self, req: Request) -> HTTPResponse:
        def connection(host: str, **arguments: Any) -> HTTPConnection:
            return self._watch.over(HTTPConnection(host, **arguments))

        return self.do_open(connection, req)


class _SecureHandler(HTTPSHandler):
    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self._watch = watch

    def https_open(self, req: Request) -> HTTPResponse:
        def connection(host: str, **arguments: Any) -> HTTPConnection:
            return self._watch.over(HTTPSConnection(host, **arguments))

        return self.do_open(connection, req)


def exchange(
    request: Request, *, silence: float, total: float, out: IO[bytes] | None = None
) -> Response:
    """Send a request and read the answer, whatever its status is.

    Args:
        request: what to send.
        silence: seconds in which nothing need come.
        total: seconds until all has to be there.
        out: where to write the body of a good answer; without it the body is in what is returned.

    Raises:
        TimeoutError: it took longer.
        OSError, HTTPException: no answer, or half of one.
        ValueError: a request that cannot be sent.
    """
    with Watch(total) as watch:
        try:
            response = _exchange(build_opener(*_handlers(watch)), request, silence, out)
        except (OSError, HTTPException) as error:
            raise TimeoutError if watch.rang else error from error
        if watch.rang:  # an answer without a length ends where the connection does
            raise TimeoutError
    return response


def _handlers(watch: Watch) -> tuple[BaseHandler, ...]:
    return _NoRedirect(), _Handler(watch), _SecureHandler(watch)


def _exchange(
    opener: OpenerDirector, request: Request, silence: float, out: IO[bytes] | None
) -> Response:
    try:
        with opener.open(request, timeout=silence) as answer:
            body = answer.read() if out is None else _copy(answer, out)
            return Response(answer.status, answer.reason, answer.headers, body)
    except HTTPError as error:
        page = b""
        # where it breaks off, its status is what matters
        with error, suppress(HTTPException, OSError):
            page = error.read(_PAGE)
        return Response(error.code, str(error.reason), error.headers, page)


def _copy(answer: HTTPResponse, out: IO[bytes]) -> bytes:
    while piece := answer.read(_PIECE):
        out.write(piece)
    if answer.length:  # read(size) takes the end of the connection for the end of the body
        raise IncompleteRead(b"", answer.length)
    return b""
