"""An endpoint for language models on this machine, which answers as it was recorded."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Endpoint:
    """What the server is to answer, and what it was asked."""

    def __init__(self) -> None:
        self.url = ""
        self.answers: list[tuple[int, str]] = []
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []
        #: where a redirect leads
        self.location: str | None = None

    def says(self, content: object, finish: str = "stop", **more: object) -> None:
        """The next answer, as an OpenAI-compatible server wraps it."""
        message = {"role": "assistant", "content": content, **more}
        choice = {"index": 0, "message": message, "finish_reason": finish}
        body = {"id": "1", "object": "chat.completion", "created": 0, "model": "m"}
        self.answers.append((200, json.dumps({**body, "choices": [choice]})))


@contextmanager
def recorded() -> Iterator[Endpoint]:
    """A server that gives the answers of an endpoint one after the other."""
    there = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            there.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            there.keys.append(self.headers["Authorization"])
            status, body = there.answers.pop(0)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            if there.location:
                self.send_header("Location", there.location)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    there.url = f"http://127.0.0.1:{server.server_port}/v1"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield there
    finally:
        server.shutdown()
        server.server_close()
