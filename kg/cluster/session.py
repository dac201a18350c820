"""A session with a Spark cluster, and its errors as ours.

Spark runs in Java and says what goes wrong in traces of hundreds of lines; of these only the cause
is told.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from kg.errors import (
    ClusterError,
    InputError,
    InvalidInputError,
    MissingExtraError,
    MissingProgramError,
)

if TYPE_CHECKING:
    from pyspark import StatusTracker
    from pyspark.sql import SparkSession

__all__ = ["damaged", "run", "session", "told"]

T = TypeVar("T")

#: Spark 4 runs on no older one
_JAVA: Final = 17
_QUIET: Final = Path(__file__).with_name("log4j2.properties")
#: seconds between two looks at how far a job is
_LOOK: Final = 0.2
#: seconds that the master of a cluster may take to answer
_ANSWER: Final = 10
#: how Spark names a file that it cannot read, and one that is not there
_FILE: Final = re.compile(r"(?:reading file|does not exist:) (file:[^\n]+?)\.\s+SQLSTATE")
#: a line of a trace of Java
_CAUSE: Final = re.compile(r"^(?:Caused by)?: (.+)$", re.MULTILINE)


@contextmanager
def session(master: str) -> Iterator[SparkSession]:
    """A session of its own, which ends with the context.

    Python on the workers is what PYSPARK_PYTHON says, by default this very one. Spark's own
    settings are those of `spark-defaults.conf` in SPARK_CONF_DIR.

    Args:
        master: `local[2]`, `local-cluster[2,1,1024]`, `spark://host:7077`, …

    Raises:
        MissingExtraError: pyspark is not installed.
        MissingProgramError: there is no Java 17 or newer.
        ClusterError: there is no such master, or this program has a session already.
    """
    try:
        from pyspark import SparkContext
        from pyspark.sql import SparkSession
    except ImportError:
        raise MissingExtraError("pyspark", "spark") from None
    _java()
    _answers(master)
    if SparkContext._active_spark_context is not None:  # noqa: SLF001 - there is no other way
        raise ClusterError(master, "a Spark session is open already: give that instead of a master")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = (
        SparkSession.builder.appName("bilateral-kg")
        .master(master)
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.log.level", "OFF")
        # not the extra ones, which are the user's
        .config("spark.driver.defaultJavaOptions", f"-Dlog4j2.configurationFile={_QUIET}")
        # each task has one core
        .config("spark.executorEnv.POLARS_MAX_THREADS", "1")
    )
    with told(master):
        spark = builder.getOrCreate()
    try:
        yield spark
    finally:
        spark.stop()


def _java() -> None:
    """There is a Java that Spark can use.

    Raises:
        MissingProgramError: there is none, or it is too old.
    """
    home = os.environ.get("JAVA_HOME")
    java = shutil.which(str(Path(home, "bin", "java")) if home else "java")
    what = f"Java {_JAVA} or newer (Debian: apt-get install default-jre-headless)"
    if java is None:
        raise MissingProgramError(what, f"JAVA_HOME is {home}" if home else "")
    done = subprocess.run(  # noqa: S603 - the Java that Spark would start
        [java, "-version"], capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    version = re.search(r'version "(\d+)[^"]*"', done.stderr)
    if version is None or int(version[1]) < _JAVA:
        found = version[0] if version else done.stderr.partition("\n")[0]
        raise MissingProgramError(what, f"{java}: {found}")


def _answers(master: str) -> None:
    """The master of a cluster answers: Spark itself would try for minutes.

    Raises:
        ClusterError: it does not.
    """
    if not master.startswith("spark://"):
        return
    for place in master.removeprefix("spark://").split(","):
        try:
            parts = urlsplit(f"//{place}")
            socket.create_connection((parts.hostname or "", parts.port or 7077), _ANSWER).close()
        except (OSError, ValueError) as error:
            reason = error
        else:
            return
    raise ClusterError(master, f"the master does not answer: {reason}")


def run(
    spark: SparkSession, action: Callable[[], T], progress: Callable[[int, int], None]
) -> T:  # fmt: skip
    """What an action gives, such as collecting a frame; broken off, its tasks are ended too.

    Args:
        spark: the session that it belongs to.
        action: starts jobs and waits for them.
        progress: told how many tasks are done, and of how many.
    """
    context = spark.sparkContext
    tracker, group = context.statusTracker(), uuid4().hex

    def work() -> T:
        context.setJobGroup(group, "bilateral-kg", interruptOnCancel=True)
        return action()

    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(work)
        try:
            while not wait([future], _LOOK).done:
                progress(*_tasks(tracker, group))
        except BaseException:
            context.cancelJobGroup(group)
            raise
        found = future.result()
        progress(*_tasks(tracker, group))
    return found


def _tasks(tracker: StatusTracker, group: str) -> tuple[int, int]:
    done = total = 0
    for job in tracker.getJobIdsForGroup(group):
        about = tracker.getJobInfo(job)
        for stage in about.stageIds if about else ():
            if info := tracker.getStageInfo(stage):
                done += info.numCompletedTasks
                total += info.numTasks
    return done, total


@contextmanager
def told(master: str) -> Iterator[None]:
    """Errors of Spark as ours.

    Raises:
        InvalidInputError: a file cannot be read.
        ClusterError: anything else that Spark says.
    """
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        with warnings.catch_warnings():
            # of pandas nothing is used
            warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas")
            yield
    except (Py4JError, PySparkException) as error:
        raise _clear(master, str(error)) from None


def _clear(master: str, text: str) -> ClusterError | InvalidInputError:
    if found := _FILE.search(text):
        return damaged(Path(unquote(urlsplit(found[1]).path)))
    # of a failure in Python the last line says what it was, of one in Java the last cause
    lines = [line.strip() for line in text.splitlines() if line.strip()] or [text]
    causes = _CAUSE.findall(text)
    python = any(line.startswith("Traceback (most recent call last)") for line in lines)
    return ClusterError(master, lines[-1] if python else causes[-1] if causes else lines[0])


def damaged(path: Path) -> InvalidInputError:
    """What to say of a file that cannot be read."""
    what = "cannot be read" if path.exists() else "is not there"
    expected = "a Parquet file that the list of the event table names"
    return InvalidInputError((InputError(what, path, expected=expected),))
