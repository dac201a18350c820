"""What all tests share: property tests with the same verdict on every machine, a real server."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

_READY_WITHIN = 30.0


@pytest.fixture(scope="session")
def oxigraph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of a server that runs as long as the tests."""
    folder = tmp_path_factory.mktemp("oxigraph")
    # what else runs here may take a port between finding it free and binding it
    for attempt in range(3):
        with (folder / f"log-{attempt}").open("wb") as log:
            port = _free_port()
            process = subprocess.Popen(
                [
                    _oxigraph(), "serve", "--location", str(folder / f"store-{attempt}"),
                    "--bind", f"127.0.0.1:{port}",
                ],
                stdout=log, stderr=log,
            )  # fmt: skip
        try:
            if _is_ready(port, process):
                yield f"http://127.0.0.1:{port}"
                return
        finally:
            process.terminate()
            process.wait(timeout=30)
    logs = "\n".join(path.read_text() for path in sorted(folder.glob("log-*")))
    pytest.fail(f"the Oxigraph server does not start:\n{logs}")


@pytest.fixture
def oxigraph_url(oxigraph_server: str) -> str:
    """The query URL of a real, empty SPARQL endpoint."""
    port = int(oxigraph_server.rpartition(":")[2])
    assert _status(port, "/update", "CLEAR ALL", "application/sparql-update") == 204
    return f"{oxigraph_server}/query"


def _oxigraph() -> str:
    beside = Path(sys.executable).parent / "oxigraph"
    found = str(beside) if beside.exists() else shutil.which("oxigraph")
    assert found, "no `oxigraph`: install the extra `dev`"
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _is_ready(port: int, process: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + _READY_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return _status(port, "/query", "ASK {}", "application/sparql-query") == 200
        except ConnectionError:
            time.sleep(0.05)
    return False


def _status(port: int, path: str, body: str, media_type: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("POST", path, body, {"Content-Type": media_type})
        return connection.getresponse().status
    finally:
        connection.close()
