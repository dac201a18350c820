"""A real Spark cluster on loopback: a standalone master and its workers, by pyspark's scripts."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pyspark

__all__ = ["Cluster", "cluster", "descendants", "settings"]

_READY_WITHIN = 120.0
_HOME = Path(pyspark.__file__).parent
#: programs that run for seconds are not worth a second compiler, nor a collector with threads
_QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


@dataclass(frozen=True)
class Cluster:
    """Its master, what its programs find in their environment, and the processes of its workers."""

    master: str
    environment: Mapping[str, str]
    workers: tuple[subprocess.Popen[bytes], ...]
    status: str

    def alive(self) -> int:
        """How many workers the master counts."""
        with urllib.request.urlopen(self.status, timeout=10) as answer:
            return int(json.load(answer)["aliveworkers"])


def settings(folder: Path) -> dict[str, str]:
    """An environment with the settings of a small Spark: a folder of them is made."""
    folder.mkdir()
    lines = [
        f"spark.{program}.{what}"
        for program in ("driver", "executor")
        for what in ("memory 512m", f"extraJavaOptions {_QUICK}")
    ]
    (folder / "spark-defaults.conf").write_text("\n".join(lines), encoding="utf-8")
    return {
        **os.environ, "SPARK_CONF_DIR": str(folder), "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "256m", "SPARK_DAEMON_JAVA_OPTS": _QUICK, "SPARK_HOME": str(_HOME),
    }  # fmt: skip


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[Cluster]:
    """A cluster whose workers have one core each; it ends with the context."""
    environment = settings(folder / "conf")
    port, web = _free_port(), _free_port()
    master = f"spark://127.0.0.1:{port}"
    with ExitStack() as stack:

        def start(name: str, program: str, *arguments: str) -> subprocess.Popen[bytes]:
            log = stack.enter_context((folder / f"{name}.log").open("wb"))
            process = _start([f"org.apache.spark.deploy.{program}", *arguments], environment, log)
            stack.callback(_end, process)
            return process

        start(
            "master", "master.Master", "--host", "127.0.0.1", "--port", str(port),
            "--webui-port", str(web),
        )  # fmt: skip
        started = tuple(
            start(
                f"worker-{number}", "worker.Worker", "--host", "127.0.0.1", "--webui-port", "0",
                "--cores", "1", "--memory", "1g", "--work-dir", str(folder / f"work-{number}"),
                master,
            )
            for number in range(workers)
        )  # fmt: skip
        found = Cluster(master, environment, started, f"http://127.0.0.1:{web}/json/")
        _wait(found)
        yield found


def _start(
    command: list[str], environment: Mapping[str, str], log: IO[bytes]
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [_HOME / "bin" / "spark-class", *command], env=environment, stdin=subprocess.DEVNULL,
        stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait(found: Cluster) -> None:
    until = time.monotonic() + _READY_WITHIN
    while time.monotonic() < until:
        try:
            if found.alive() == len(found.workers):
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"{found.master} has not all its workers after {_READY_WITHIN} s")


def descendants(pid: int) -> list[int]:
    """The processes that a process has started, and those that these have."""
    try:
        tasks = [*Path(f"/proc/{pid}/task").iterdir()]
        texts = [(task / "children").read_text(encoding="ascii") for task in tasks]
    except (FileNotFoundError, ProcessLookupError):
        return []
    children = [int(child) for text in texts for child in text.split()]
    return [each for child in children for each in (child, *descendants(child))]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
