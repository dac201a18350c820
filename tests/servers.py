"""The real SPARQL servers of the tests: on loopback, each in a directory of its own.

One that is not installed is an error and never a reason to skip: that all engines give the same
answers is what the tests are about.
"""

from __future__ import annotations

import http.client
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

import pytest

from kg.store import open_backend

__all__ = ["empty", "oxigraph", "virtuoso"]

_READY_WITHIN = 60.0

#: As Debian's own file has it, but small, on loopback, and within the directory where it starts:
#: the Unix socket, which would lie elsewhere, is off.
_VIRTUOSO_INI = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
TempStorage = TempDatabase

[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx

[Parameters]
ServerPort = 127.0.0.1:{sql}
CaseMode = 2
DisableUnixSocket = 1
DirsAllowed = .
AllowOSCalls = 0
CheckpointInterval = 0
NumberOfBuffers = 8000
MaxDirtyBuffers = 6000
MaxQueryMem = 200M
ThreadsPerQuery = 1

[HTTPServer]
ServerPort = 127.0.0.1:{web}
ServerThreads = 4
Charset = UTF-8

[SPARQL]
ResultSetMaxRows = 10000
MaxQueryCostEstimationTime = 400
MaxQueryExecutionTime = 60
"""


class _Running(NamedTuple):
    """A process and the query URL at which it will answer."""

    process: subprocess.Popen[bytes]
    url: str


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """The query URL of an Oxigraph server, which ends with the context."""

    def start(folder: Path) -> _Running:
        place = f"127.0.0.1:{_free_port()}"
        command = [_program("oxigraph"), "serve", "--location", "store", "--bind", place]
        return _Running(_run(command, folder), f"http://{place}/query")

    with _started(start, folder) as url:
        yield url


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """The query URL of a Virtuoso 7 that lets everybody write; it ends with the context."""
    password = secrets.token_hex(8)
    sql = 0

    def start(folder: Path) -> _Running:
        nonlocal sql
        sql, web = _free_port(), _free_port()
        ini = folder / "virtuoso.ini"
        ini.write_text(_VIRTUOSO_INI.format(sql=sql, web=web), encoding="utf-8")
        command = [_program("virtuoso-t"), "+foreground", "+configfile", str(ini)]
        return _Running(_run(command, folder), f"http://127.0.0.1:{web}/sparql")

    with _started(start, folder) as url:
        done = subprocess.run(
            [
                _program("isql-vt"), f"127.0.0.1:{sql}", "dba", "dba", "ERRORS=stdout",
                f'EXEC=set password dba "{password}"; GRANT SPARQL_UPDATE TO "SPARQL";',
            ],
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        yield url


def empty(url: str) -> None:
    """Drop all graphs; Virtuoso's `CLEAR ALL` does nothing."""
    with open_backend(url) as backend:
        backend.drop(backend.graphs())
        assert backend.count() == 0


@contextmanager
def _started(start: Callable[[Path], _Running], folder: Path) -> Iterator[str]:
    """Start a server, let it be used, and kill it whatever happened."""
    logs: list[str] = []
    # what else runs here may take a port between finding it free and binding it
    for attempt in range(3):
        own = folder / str(attempt)
        own.mkdir()
        process, url = start(own)
        try:
            if _is_ready(process, url):
                yield url
                return
        finally:
            process.kill()
            process.wait(timeout=30)
        logs.append((own / "log").read_text(encoding="utf-8", errors="replace"))
    pytest.fail("the server does not start:\n" + "\n".join(logs))


def _run(command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)


def _program(name: str) -> str:
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    assert found, f"no `{name}`: `make test` installs what the tests need"
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _is_ready(process: subprocess.Popen[bytes], url: str) -> bool:
    deadline = time.monotonic() + _READY_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return _status(url) == 200
        except ConnectionError:
            time.sleep(0.05)
    return False


def _status(url: str) -> int:
    where = urlsplit(url)
    connection = http.client.HTTPConnection(where.netloc, timeout=60)
    try:
        connection.request("GET", f"{where.path}?{urlencode({'query': 'ASK {}'})}")
        return connection.getresponse().status
    finally:
        connection.close()
