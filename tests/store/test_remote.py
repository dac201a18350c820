"""The remote engine: how it asks, and that whatever goes wrong is one clear error.

The servers here are real ones on the loopback interface which answer as bad servers do.
"""

from __future__ import annotations

import base64
import io
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

import kg
from kg.errors import EndpointError, StoreError
from kg.store import open_backend, protocol, remote
from kg.store.access import Access, Address, Credentials
from kg.store.remote import Endpoint
from kg.terms import XSD

RESULTS = "application/sparql-results+json"
TRUE = b'{"head": {}, "boolean": true}'
SECRET = "pass/word"  # noqa: S105 - of nobody

Respond = Callable[[BaseHTTPRequestHandler], None]


class Request:
    """What a server got."""

    def __init__(self, handler: BaseHTTPRequestHandler) -> None:
        self.method = handler.command
        self.path = handler.path
        self.headers = handler.headers
        self.body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        self.form = {key: values[0] for key, values in parse_qs(self.body.decode()).items()}


@contextmanager
def server(*responses: Respond) -> Iterator[tuple[str, list[Request]]]:
    """A server that gives each response once and the last for ever; its host, and what it got."""
    left = list(responses)
    got: list[Request] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            got.append(Request(self))
            respond = left.pop(0) if len(left) > 1 else left[0]
            respond(self)

        do_GET = do_POST = answer  # noqa: N815 - the names are http.server's

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"127.0.0.1:{listening.server_port}", got
        finally:
            listening.shutdown()
            thread.join()


def reply(
    status: int, body: bytes = b"", media_type: str = RESULTS, length: int | None = None,
    **headers: str,
) -> Respond:  # fmt: skip
    def respond(handler: BaseHTTPRequestHandler) -> None:
        if "Server" in headers:
            handler.version_string = lambda: headers["Server"]  # type: ignore[method-assign]
        handler.send_response(status)
        handler.send_header("Content-Type", media_type)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        handler.send_header("Connection", "close")
        for name, value in headers.items() - {("Server", headers.get("Server"))}:
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = True

    return respond


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits are short where the server does not say how long they are."""
    monkeypatch.setattr(protocol, "_WAITS", (0.01,) * 4)


def known(url: str, *, update_url: str | None = None, timeout: float = 60) -> Endpoint:
    """An endpoint of which it is known already that it is no Virtuoso."""
    endpoint = Endpoint(url, update_url=update_url, timeout=timeout)
    endpoint.__dict__["_server"] = ""
    return endpoint


def silence(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(1.5)
    handler.close_connection = True


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)
    handler.close_connection = True


def drip(handler: BaseHTTPRequestHandler) -> None:
    """An answer of which a byte comes now and then, and never the last."""
    reply(200, b" ", length=10_000)(handler)
    try:
        for _ in range(200):
            time.sleep(0.05)
            handler.wfile.write(b" ")
    except OSError:  # it was hung up on
        handler.close_connection = True


def drip_headers(handler: BaseHTTPRequestHandler) -> None:
    """A header that never ends."""
    try:
        for byte in b"HTTP/1.1 200 OK\r\nX: " + 200 * b"x":
            handler.wfile.write(bytes([byte]))
            time.sleep(0.05)
    except OSError:
        handler.close_connection = True


def no_http(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n")
    handler.close_connection = True


BAD = {
    "400": (reply(400, b"error at 1:6: expected ASK", "text/plain"), 400, "expected ASK"),
    "401": (reply(401, SECRET.encode(), "text/plain"), 401, "Unauthorized"),
    "403": (reply(403, base64.b64encode(f"me:{SECRET}".encode()), "text/plain"), 403, "Forbidden"),
    "404": (reply(404, b"<html>", "text/html"), 404, "Not Found"),
    "414": (reply(414), 414, "URI"),
    "418": (reply(418, b"teapot", "text/plain"), 418, "teapot"),
    "a redirect": (
        reply(301, Location="https://me:word@other.example/x?k=word"),
        301,
        "redirects to https://other.example/x; give the address where that ends",
    ),
    "a redirect loop": (reply(307, Location="/sparql?apikey=KEY"), 307, "redirects to http://127"),
    "a redirect to nowhere": (reply(302), 302, "redirects to"),
    "429, for ever": (reply(429), 429, "Too Many"),
    "429, wait an hour": (reply(429, Retry_After="3600"), 429, "Too Many.*asks to wait 3600 s"),
    "503, for ever": (reply(503, b"overloaded", "text/plain"), 503, "overloaded"),
    "500": (reply(500, "सर्वर\nfailed".encode(), "text/plain"), 500, "सर्वर failed"),
    "503, wait an hour": (reply(503, Retry_After="3600"), 503, "Unavailable"),
    "a page": (reply(200, b"<html>log in</html>", "text/html"), 200, "text/html"),
    "no JSON": (reply(200, b"<html>"), 200, "JSON"),
    "half a JSON": (reply(200, TRUE[:15]), 200, "JSON"),
    "not UTF-8": (reply(200, b'{"boolean": "\xff"}'), 200, "JSON"),
    "a JSON of something else": (reply(200, b'{"error": "x"}'), 200, "results"),
    "a JSON list": (reply(200, b"[]"), 200, "results"),
    "rows of something else": (reply(200, b'{"boolean": 1}'), 200, "results"),
    "half a body": (reply(200, TRUE, length=5000), None, "breaks off"),
    "half an error page": (
        reply(502, b"Bad", "text/plain", length=99, Retry_After="9"),
        502,
        "Bad",
    ),
    "silence": (silence, None, "no answer within 1 s"),
    "a wrong content type": (reply(200, TRUE, "text/csv"), 200, "answered text/csv, not SPARQL"),
    "a connection that ends": (hang_up, None, "no answer"),
    "no HTTP": (no_http, None, "no answer"),
}


@pytest.mark.parametrize("name", BAD)
def test_every_bad_answer_is_an_endpoint_error_without_credentials(name: str) -> None:
    respond, status, words = BAD[name]
    with server(respond) as (host, _):
        endpoint = known(f"http://me:pass%2Fword@{host}/sparql?apikey=KEY", timeout=1)
        with pytest.raises(EndpointError, match=words) as caught:
            endpoint.ask("ASK {}")
    assert caught.value.status == status
    assert caught.value.endpoint == f"http://{host}/sparql"
    assert not [word for word in ("me:", "word", "KEY") if word in str(caught.value)]


@pytest.mark.parametrize(
    "body",
    [
        b'{"head": {"vars": ["x"]}}',
        b'{"results": {"bindings": []}}',
        b'{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "uri"}}]}}',
        b'{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": "y"}]}}',
        b'{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type":"triple","value":1}}]}}',
        b'{"head": {"vars": ["x"]}, "results": {"bindings": [[]]}}',
        b'{"head": {"vars": 1}, "results": {"bindings": null}}',
    ],
)
def test_rows_that_are_none_are_an_error(body: bytes) -> None:
    with server(reply(200, body)) as (host, _), pytest.raises(EndpointError, match="JSON results"):
        known(f"http://{host}/").select("SELECT ?x {}")


@pytest.mark.parametrize(
    ("media_type", "body"),
    [("text/html", b"<html>"), ("text/turtle", b"<s> <p"), ("application/n-triples", b"\xff")],
)
def test_a_graph_that_is_none_is_an_error(media_type: str, body: bytes) -> None:
    with server(reply(200, body, media_type)) as (host, _), pytest.raises(EndpointError):
        known(f"http://{host}/").construct("DESCRIBE <https://example.org/>")


@pytest.mark.parametrize("media_type", ["text/turtle", "text/turtle;charset=UTF-8"])
def test_a_graph_may_come_as_turtle(media_type: str) -> None:
    body = '@prefix e: <https://example.org/> . e:s e:p "रूस"@hi, 1 .'.encode()
    with server(reply(200, body, media_type)) as (host, _):
        assert known(f"http://{host}/").construct("CONSTRUCT WHERE { ?s ?p ?o }") == [
            f'<https://example.org/s> <https://example.org/p> "1"^^<{XSD}integer> .',
            '<https://example.org/s> <https://example.org/p> "रूस"@hi .',
        ]


def test_nobody_there_is_an_endpoint_error() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        with pytest.raises(EndpointError, match="no answer") as caught:
            Endpoint(f"http://127.0.0.1:{port}/sparql").ask("ASK {}")
    assert caught.value.status is None


@pytest.mark.parametrize("url", ["http://", "ftp://h/x", "http://h:port/", "http://[::1/x", "/x"])
def test_what_is_no_url_is_said_at_once(url: str) -> None:
    with pytest.raises(EndpointError, match="not a URL"):
        Endpoint(url)


def test_a_request_is_a_post_by_name_that_asks_for_json() -> None:
    with server(reply(200, TRUE)) as (host, got):
        assert known(f"http://me:pass%2Fword@{host}/sparql?apikey=KEY").ask("ASK { } # ё")
    (request,) = got
    assert (request.method, request.path) == ("POST", "/sparql?apikey=KEY")
    assert request.form == {"query": "ASK { } # ё"}
    assert re.fullmatch(r"bilateral-kg/\S+ \(\+https://\S+\)", request.headers["User-Agent"])
    assert request.headers["Accept"].startswith(RESULTS)
    credentials = base64.b64encode(f"me:{SECRET}".encode()).decode()
    assert request.headers["Authorization"] == f"Basic {credentials}"


@pytest.mark.parametrize(
    ("url", "given", "update"),
    [
        ("/query", None, "/update"),
        ("/ds/query?key=1", None, "/ds/update?key=1"),
        ("/sparql", None, "/sparql"),
        ("/repositories/x", "/repositories/x/statements", "/repositories/x/statements"),
    ],
)
def test_where_updates_go(url: str, given: str | None, update: str) -> None:
    with server(reply(204)) as (host, got):
        update_url = f"http://{host}{given}" if given else None
        known(f"http://{host}{url}", update_url=update_url).update("CLEAR ALL")
    assert [(request.path, request.form) for request in got] == [(update, {"update": "CLEAR ALL"})]


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_server_is_asked_again(status: int) -> None:
    busy = reply(status, Retry_After="0")
    with server(busy, busy, reply(200, TRUE)) as (host, got):
        assert known(f"http://{host}/").ask("ASK {}")
    assert len(got) == 3


def test_it_is_not_asked_for_ever() -> None:
    with server(reply(503, Retry_After="0")) as (host, got), pytest.raises(EndpointError):
        known(f"http://{host}/").ask("ASK {}")
    assert len(got) == 5


@pytest.mark.parametrize("kind", ["seconds", "date"])
def test_a_server_that_says_how_long_to_wait_is_waited_for(kind: str) -> None:
    then = datetime.now(UTC) + timedelta(seconds=2)
    busy = reply(429, Retry_After="1" if kind == "seconds" else format_datetime(then, usegmt=True))
    began = time.monotonic()
    with server(busy, reply(200, TRUE)) as (host, _):
        assert known(f"http://{host}/").ask("ASK {}")
    assert 0.9 < time.monotonic() - began < 3


@pytest.mark.parametrize("what", ["", "soon", "Wed, 99 Nov 2026 99:00:00 GMT"])
def test_what_is_no_time_to_wait_is_ours_to_choose(what: str) -> None:
    with server(reply(503, Retry_After=what), reply(200, TRUE)) as (host, _):
        assert known(f"http://{host}/").ask("ASK {}")


@pytest.mark.parametrize("respond", [drip, drip_headers, silence])
def test_the_limit_of_the_whole_answer_holds(
    respond: Respond, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, "_TOTAL", 2)
    began = time.monotonic()
    with server(respond) as (host, _):
        with pytest.raises(EndpointError, match=r"within (0\.3|0\.6) s"):
            known(f"http://{host}/", timeout=0.3).ask("ASK {}")
        assert time.monotonic() - began < 1


def test_it_holds_for_all_repetitions_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "_TOTAL", 2)
    monkeypatch.setattr(protocol, "_WAITS", (0.4,) * 100)
    began = time.monotonic()
    with server(reply(503)) as (host, _):
        with pytest.raises(EndpointError):
            known(f"http://{host}/", timeout=0.5).ask("ASK {}")
        assert time.monotonic() - began < 2


@pytest.mark.parametrize(("status", "times"), [(429, 5), (503, 5), (502, 1), (504, 1), (500, 1)])
def test_an_update_is_repeated_only_if_it_was_surely_not_done(status: int, times: int) -> None:
    with server(reply(status, Retry_After="0")) as (host, got), pytest.raises(EndpointError):
        known(f"http://{host}/").update("CLEAR ALL")
    assert len(got) == times


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_quads_are_sent_again_since_twice_is_as_good_as_once(status: int) -> None:
    line = b"<https://s.org> <https://p.org> <https://o.org> <https://g.org> .\n"
    with server(reply(status), reply(204)) as (host, got):
        known(f"http://{host}/").insert(line)
    first, second = (request.form["update"] for request in got)
    assert first == second


@pytest.mark.parametrize("media_type", ["text/html", "application/xhtml+xml; charset=utf-8"])
def test_a_page_is_no_answer_to_an_update(media_type: str) -> None:
    page = reply(200, b"<html>log in</html>", media_type)
    with server(page) as (host, _), pytest.raises(EndpointError, match="not done"):
        known(f"http://{host}/").update("CLEAR ALL")


def test_a_redirect_takes_the_credentials_nowhere() -> None:
    with server(reply(200, TRUE)) as (other, stolen):
        away = reply(302, Location=f"http://{other}/")
        with server(away) as (host, _), pytest.raises(EndpointError, match=f"to http://{other}/"):
            known(f"http://me:{SECRET[:4]}@{host}/").ask("ASK {}")
    assert not stolen


def test_the_name_of_the_query_is_in_the_error() -> None:
    failing = reply(500, b"out of memory", "text/plain")
    with server(reply(200, TRUE), failing) as (host, _), kg.open(f"http://{host}/sparql") as graph:
        with pytest.raises(EndpointError) as caught:
            graph.query("relations/parties")
        said = f"http://{host}/sparql (HTTP 500) in query relations/parties: "
        assert str(caught.value).startswith(said)
        assert "out of memory" in str(caught.value)


class TestCredentials:
    """From the environment, into the header, and nowhere else."""

    @pytest.mark.parametrize(
        ("variables", "header"),
        [
            ({"USER": "me", "PASSWORD": SECRET}, "Basic bWU6cGFzcy93b3Jk"),
            ({"USER": "me"}, "Basic bWU6"),
            ({"TOKEN": "abc.def"}, "Bearer abc.def"),
            ({"TOKEN": ""}, None),
        ],
    )
    def test_they_are_sent(
        self, variables: dict[str, str], header: str | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name, value in variables.items():
            monkeypatch.setenv(f"KG_{name}", value)
        with server(reply(200, TRUE)) as (host, got):
            assert open_backend(f"http://{host}/").ask("ASK {}")
        assert {request.headers["Authorization"] for request in got} == {header}

    def test_those_in_the_url_go_before(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KG_TOKEN", "abc")
        with server(reply(200, TRUE)) as (host, got):
            assert open_backend(f"http://a:b@{host}/").ask("ASK {}")
        assert got[0].headers["Authorization"] == "Basic YTpi"

    def test_two_endpoints_have_their_own(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KG_TOKEN", "abc")
        with server(reply(200, TRUE)) as (host, got):
            assert open_backend(f"http://{host}/", variables="KG_SOURCE_").ask("ASK {}")
        assert got[0].headers["Authorization"] is None

    def test_a_server_that_gives_the_token_back_is_not_repeated(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("KG_TOKEN", "t0ken")
        refused = pytest.raises(EndpointError, match=r"bad token: \*\*\*")
        echo = reply(403, b"bad token: t0ken", "text/plain")
        with server(echo) as (host, _), refused as caught:
            open_backend(f"http://{host}/").ask("ASK {}")
        assert "t0ken" not in repr(caught.value)

    def test_they_are_in_no_repr(self) -> None:
        assert "word" not in repr(Access(Credentials("me", "word", "")))

    @pytest.mark.parametrize(
        ("variables", "words"),
        [
            ({"USER": "me", "TOKEN": "t"}, "both set"),
            ({"PASSWORD": "p"}, "without KG_USER"),
            ({"USER": "a:b"}, "colon"),
            ({"TOKEN": "secret\nX-Header: y"}, "KG_TOKEN holds"),
            ({"TOKEN": "गुप्त"}, "KG_TOKEN holds"),
            ({"TIMEOUT": "soon"}, "KG_TIMEOUT"),
            ({"TIMEOUT": "0"}, "KG_TIMEOUT"),
            ({"TIMEOUT": "nan"}, "KG_TIMEOUT"),
        ],
    )
    def test_what_can_be_none_is_said_without_it(
        self, variables: dict[str, str], words: str
    ) -> None:
        environment = {f"KG_{name}": value for name, value in variables.items()}
        with pytest.raises(StoreError, match=words) as caught:
            Access.from_environment(environment=environment)
        assert "secret" not in str(caught.value)

    def test_the_rest_of_what_an_endpoint_needs(self) -> None:
        environment = {"KG_TIMEOUT": "1.5", "KG_UPDATE_URL": "https://h/update"}
        access = Access.from_environment(environment=environment)
        assert (access.timeout, access.update_url) == (1.5, "https://h/update")


def test_which_engine_it_is_is_asked_once_and_first() -> None:
    with server(reply(200, TRUE)) as (host, got):
        endpoint = Endpoint(f"http://{host}/")
        endpoint.update("CLEAR ALL")
        assert endpoint.ask("ASK { GRAPH ?g { ?s ?p ?o } }")
    texts = [text for request in got for text in request.form.values()]
    assert texts == ["ASK {}", "CLEAR ALL", "ASK { GRAPH ?g { ?s ?p ?o } }"]


def test_a_document_is_one_request_and_a_long_one_several_in_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = [b'<https://s.org> <https://p.org> "%d" <https://g.org> .\n' % n for n in range(30)]
    with server(reply(204)) as (host, got):
        known(f"http://{host}/").insert(b"".join(lines))
        assert len(got) == 1
        monkeypatch.setattr(remote, "CHUNK", 400)
        known(f"http://{host}/").insert(b"".join(lines))
    assert len(got) > 3
    texts = [request.form["update"] for request in got[1:]]
    order = [n for text in texts for n in range(30) if f'"{n}"' in text]
    assert order == list(range(30))


def test_an_oxigraph_server_gets_many_quads_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "BULK", 400)
    monkeypatch.setenv("KG_TOKEN", "t0ken")
    lines = [b'<https://s.org> <https://p.org> "%d" <https://g.org> .\n' % n for n in range(30)]
    with server(reply(200, TRUE, Server="Oxigraph/0.5.13"), reply(204)) as (host, got):
        open_backend(f"http://{host}/query?key=1").bulk(io.BytesIO(b"".join(lines)))
    assert {request.path for request in got[1:]} == {"/store?key=1&no_transaction"}
    assert {request.headers["Content-Type"] for request in got[1:]} == {"application/n-quads"}
    assert {request.headers["Authorization"] for request in got} == {"Bearer t0ken"}
    assert b"".join(request.body for request in got[1:]) == b"".join(lines)
    assert len(got) > 3


def test_a_server_that_fails_in_the_middle_stops_the_load(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "CHUNK", 1)
    line = b"<https://s.org> <https://p.org> <https://o.org> <https://g.org> .\n"
    with server(reply(204), reply(500, b"disk full", "text/plain")) as (host, got):
        with pytest.raises(EndpointError, match="disk full"):
            known(f"http://{host}/").insert(3 * line)
        assert len(got) == 2


def test_the_address_shows_no_secret() -> None:
    address = Address.parse("https://me:secret@Example.org:8443/sparql?key=KEY#there")
    assert address.shown == "https://example.org:8443/sparql"
    assert address.url == "https://example.org:8443/sparql?key=KEY"
    assert address.credentials == Credentials("me", "secret")
    assert Address.parse("http://[::1]:80/x").shown == "http://[::1]:80/x"
    with pytest.raises(StoreError) as caught:
        Address.parse("http://me:secret@[::1/")
    assert "secret" not in str(caught.value)
