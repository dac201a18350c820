"""Quads of coded events by Spark: those of one process, whole or not at all, whoever dies."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg
from kg.cli import run
from kg.cluster import Wanted, session, spread, tasks
from kg.errors import (
    ClusterError,
    EventTableNotFoundError,
    ExportError,
    InvalidInputError,
    MissingExtraError,
    MissingProgramError,
)
from kg.mapping.coded import write_file
from kg.tables import EventTable, load
from kg.tables.counts import Slice
from tests.cluster.standalone import Cluster, cluster, descendants, settings
from tests.tables.coded import row, write

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

KG = str(Path(sys.executable).with_name("kg"))
NOW = datetime(2025, 6, 1, tzinfo=UTC)
STATES = ("Russian Federation", "United States", "India", "China", "Turkey")
CODES = ("040", "010", "112", "057")


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> EventTable:
    """Events of three months, of two files and of two sources; stories that are told again."""
    folder = tmp_path_factory.mktemp("a table [1]")  # what Spark might take for a pattern
    found = EventTable(folder / "events")
    for part in (0, 1):
        path = write(folder / f"{part}.tab", "icews", *rows(part))
        load(found, [path], "icews", now=NOW)
    polecat = [row("polecat", Event_ID=f"p{n}", Intensity=f"{n / 10}") for n in range(50)]
    load(found, [write(folder / "p.txt", "polecat", *polecat)], "polecat", now=NOW)
    return found


def rows(part: int) -> Iterator[str]:
    """Every other of the sentences of each story; the first of a story is in either part."""
    for number in range(part, 15_000, 2):
        story = number // 5
        source, target = (STATES[place % 5] for place in (story, story + 1 + story % 4))
        yield row(
            "icews", Event_ID=str(number), Story_ID=str(story), Sentence_Number=str(number % 5),
            Event_Date=str(date(2025, 1, 1) + timedelta(story % 90)), Source_Country=source,
            Target_Country=target, Source_Name=source, Target_Name=target,
            CAMEO_Code=CODES[story % 4], Intensity=str(story % 70 / 10),
            Latitude="NA" if story % 3 else "41.01", Longitude="NA" if story % 3 else "28.95",
        )  # fmt: skip


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """A session in this process, of two cores."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings(tmp_path_factory.mktemp("spark") / "conf").items():
            patch.setenv(name, value)
        with session("local[2]") as opened:
            yield opened


def lines(folder: Path) -> Counter[bytes]:
    """The quads of all files of a folder."""
    found: Counter[bytes] = Counter()
    for path in folder.rglob("*.nq"):
        found.update(path.read_bytes().splitlines())
    return found


def alone(table: EventTable, path: Path, wanted: Wanted) -> Counter[bytes]:
    """The quads that a single process makes."""
    write_file(table.folder, path, wanted.part, wanted.pair, wanted.events)
    return Counter(path.read_bytes().splitlines())


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(Slice(once=True)),
        Wanted(Slice(date(2025, 2, 10), date(2025, 3, 2)), ("USA", "RUS")),
        Wanted(Slice(datasets=("polecat",))),
        Wanted(events=False),
        Wanted(Slice(since=date(2025, 6, 1), once=True)),
    ],
    ids=["all", "once", "dyad and days", "one source", "counts alone", "no events"],
)
def test_the_quads_are_those_of_a_single_process(
    table: EventTable, spark: SparkSession, tmp_path: Path, wanted: Wanted
) -> None:
    number = spread(table, tmp_path / "out", spark, wanted, partitions=3)
    found = lines(tmp_path / "out")
    assert found == alone(table, tmp_path / "one.nq", wanted)
    assert number == found.total()


def test_what_was_loaded_later_is_not_in_a_snapshot(
    table: EventTable, spark: SparkSession, tmp_path: Path
) -> None:
    before = EventTable(table.folder, datetime(2025, 1, 1, tzinfo=UTC))
    spread(before, tmp_path / "out", spark, Wanted())
    assert not [*(tmp_path / "out" / "events").iterdir()]


def test_the_folder_says_what_it_has(
    table: EventTable, spark: SparkSession, tmp_path: Path
) -> None:
    out, told = tmp_path / "out", []
    number = spread(
        table, out, spark, Wanted(), partitions=4, progress=lambda *each: told.append(each)
    )
    assert sorted(path.name for path in out.iterdir()) == [
        "_SUCCESS", "counts.nq", "events", "manifest.json",
    ]  # fmt: skip
    files = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["files"]
    paths = [file["path"] for file in files]
    assert paths == [*(f"events/part-0000{part}.nq" for part in range(4)), "counts.nq"]
    for file in files:
        data = (out / file["path"]).read_bytes()
        assert (len(data), data.count(b"\n")) == (file["bytes"], file["quads"])
    assert sum(file["quads"] for file in files) == number
    assert sum(file["events"] for file in files) == table.scan().collect().height
    assert ("events", 4, 4) in told
    assert not [path for path in tmp_path.iterdir() if path != out]


def test_which_events_are_in_which_part_depends_on_the_table_alone(
    table: EventTable, spark: SparkSession, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        spread(table, tmp_path / name, spark, Wanted(), partitions=3)
    for path in (tmp_path / "a").rglob("*.nq"):
        other = tmp_path / "b" / path.relative_to(tmp_path / "a")
        assert sorted(path.read_bytes().splitlines()) == sorted(other.read_bytes().splitlines())


class TestFailures:
    """One clear error, and on the disk all is as it was."""

    @pytest.fixture
    def damaged(self, tmp_path: Path) -> EventTable:
        found = EventTable(tmp_path / "events")
        days = ["2025-04-10", "2025-05-10"]
        texts = [row("icews", Event_ID=day, Event_Date=day, Story_ID=day) for day in days]
        load(found, [write(tmp_path / "a.tab", "icews", *texts)], "icews", now=NOW)
        return found

    @pytest.mark.parametrize("content", [b"PAR1 and no more PAR1", None], ids=["damaged", "gone"])
    def test_a_file_that_cannot_be_read(
        self, damaged: EventTable, spark: SparkSession, tmp_path: Path, content: bytes | None
    ) -> None:
        path = damaged.folder / damaged.manifest().parts[1].path
        path.unlink()
        if content is not None:
            path.write_bytes(content)
        out = tmp_path / "out"
        out.mkdir()
        (out / "before").touch()
        with pytest.raises(InvalidInputError) as caught:
            spread(damaged, out, spark, Wanted(), force=True)
        (problem,) = caught.value.problems
        assert problem.file == path
        assert problem.message == ("is not there" if content is None else "cannot be read")
        assert [each.name for each in out.iterdir()] == ["before"]
        assert {each.name for each in tmp_path.iterdir()} == {"a.tab", "events", "out"}

    def test_a_folder_with_something_in_it_is_left_alone_unless_forced(
        self, damaged: EventTable, spark: SparkSession, tmp_path: Path
    ) -> None:
        out = tmp_path / "out"
        out.mkdir()
        (out / "before").touch()
        with pytest.raises(ExportError, match="--force replaces it"):
            spread(damaged, out, spark, Wanted())
        assert (out / "before").exists()
        spread(damaged, out, spark, Wanted(), force=True)
        assert not (out / "before").exists()
        assert (out / "_SUCCESS").exists()

    def test_a_worker_of_another_version_is_told(
        self, damaged: EventTable, spark: SparkSession, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        monkeypatch.setattr(tasks, "versions", lambda: (("polars", "0.1"),))
        with pytest.raises(ClusterError, match=r"a worker has .*, expected polars 0\.1"):
            spread(damaged, tmp_path / "out", spark, Wanted())
        assert not (tmp_path / "out").exists()

    def test_a_folder_that_cannot_be_made(
        self, damaged: EventTable, spark: SparkSession, tmp_path: Path
    ) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(ExportError, match="nothing was written"):
            spread(damaged, tmp_path / "file" / "out", spark, Wanted())

    @pytest.mark.usefixtures("spark")
    def test_a_second_session_is_refused(self, damaged: EventTable, tmp_path: Path) -> None:
        with pytest.raises(ClusterError, match="a Spark session is open already"):
            spread(damaged, tmp_path / "out", "local[2]", Wanted())

    def test_no_table(self, spark: SparkSession, tmp_path: Path) -> None:
        with pytest.raises(EventTableNotFoundError):
            spread(EventTable(tmp_path / "none"), tmp_path / "out", spark, Wanted())

    def test_a_master_that_does_not_answer(self, damaged: EventTable, tmp_path: Path) -> None:
        with pytest.raises(ClusterError, match="the master does not answer"):
            spread(damaged, tmp_path / "out", "spark://127.0.0.1:9", Wanted())
        assert not (tmp_path / "out").exists()

    def test_no_java(
        self, damaged: EventTable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("JAVA_HOME", str(tmp_path))
        with pytest.raises(MissingProgramError, match=r"Java 17 or newer .*default-jre-headless"):
            spread(damaged, tmp_path / "out", "local[2]", Wanted())

    def test_an_old_java(
        self, damaged: EventTable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        java = tmp_path / "jdk" / "bin" / "java"
        java.parent.mkdir(parents=True)
        java.write_text("#!/bin/sh\necho 'openjdk version \"1.8.0_452\"' >&2\n", encoding="ascii")
        java.chmod(0o755)
        monkeypatch.setenv("JAVA_HOME", str(tmp_path / "jdk"))
        with pytest.raises(MissingProgramError, match=r'found .*version "1\.8\.0_452"'):
            spread(damaged, tmp_path / "out", "local[2]", Wanted())

    def test_no_pyspark(
        self, damaged: EventTable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "pyspark", None)
        with pytest.raises(MissingExtraError, match=r"pip install 'bilateral-kg\[spark\]'"):
            spread(damaged, tmp_path / "out", "local[2]", Wanted())

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (["--spark", "local[2]"], "say which with -o DIR"),
            (["--force"], "--force and --partitions go with --spark"),
            (["-o", "."], "only --spark writes into one"),
        ],
    )
    def test_a_wrong_command_line(
        self, options: list[str], said: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(["events", "quads", *options]) == 2
        assert said in capsys.readouterr().err


def test_a_graph_has_it_too(spark: SparkSession, tmp_path: Path) -> None:
    with kg.open(events=tmp_path / "events", clock=lambda: NOW) as graph:
        graph.coded.load(write(tmp_path / "a.tab", "icews", row("icews")), format="icews")
        number = graph.coded.quads_by_spark(tmp_path / "out", spark, dyad=("Россия", "USA"))
        with (tmp_path / "one.nq").open("wb") as file:
            assert graph.coded.quads(file, dyad=("RUS", "USA")) == number
    assert lines(tmp_path / "out") == Counter((tmp_path / "one.nq").read_bytes().splitlines())


class TestStandalone:
    """A cluster with a master and two workers, each a process of its own."""

    @pytest.fixture
    def two(self, tmp_path: Path) -> Iterator[Cluster]:
        folder = tmp_path / "cluster"
        folder.mkdir()
        with cluster(folder, 2) as found:
            yield found

    def test_one_worker_is_killed_while_it_writes(
        self, table: EventTable, two: Cluster, tmp_path: Path
    ) -> None:
        out = tmp_path / "out"
        command = [KG, "events", "quads", "--all", "-o", str(out), "--spark", two.master]
        command += ["--partitions", "8"]
        places = ["--store", str(tmp_path / "store"), "--events", str(table.folder)]
        with kg.open(tmp_path / "store"):
            pass
        with subprocess.Popen(
            [*command, *places], env=two.environment,
            stderr=subprocess.PIPE,
        ) as job:  # fmt: skip
            killed, attempt = _kill_while_writing(two.workers[0], tmp_path, job)
            _, said = job.communicate(timeout=180)
        assert job.returncode == 0, said.decode()
        assert two.workers[0].wait(20) == -signal.SIGKILL
        assert killed
        assert two.alive() == 1
        found = lines(out)
        assert found == alone(table, tmp_path / "one.nq", Wanted())
        assert f"{found.total():,} quads written" in said.decode()
        assert not [*out.rglob(attempt)]
        files = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["files"]
        assert len([*out.rglob("*.nq")]) == len(files)


def _kill_while_writing(
    worker: subprocess.Popen[bytes], folder: Path, job: subprocess.Popen[bytes]
) -> tuple[list[int], str]:
    """Kill a worker and all that it started while a task of ours on it has its file open."""
    until = time.monotonic() + 180
    while time.monotonic() < until and job.poll() is None:
        time.sleep(0.01)
        if not [*folder.glob(".out-*/[0-9]*")]:
            continue
        for pid in descendants(worker.pid):
            if not _writes(pid, folder):
                continue
            # held still, so that it is certain to be in the middle of it
            os.kill(pid, signal.SIGSTOP)
            if name := _writes(pid, folder):
                doomed = [worker.pid, *descendants(worker.pid)]
                for each in doomed:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(each, signal.SIGKILL)
                return doomed, name
            os.kill(pid, signal.SIGCONT)
    raise AssertionError("the worker had no task of ours")


def _writes(pid: int, folder: Path) -> str:
    """The name of the file of quads that a process has open; "" if none."""
    try:
        for link in Path(f"/proc/{pid}/fd").iterdir():
            target = Path(link.readlink())
            if target.parent.parent == folder and target.parent.name.startswith(".out-"):
                return target.name
    except OSError:
        pass
    return ""
