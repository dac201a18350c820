"""Copies between stores of all kinds: the same to the last quad, or one clear error."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyoxigraph as ox
import pytest

import kg
from kg.errors import CopyError, EndpointError, StoreNotFoundError
from kg.loading import record
from kg.loading.unfinished import MARK
from kg.moving import copy, copying
from kg.resources import data_dir
from kg.store import Store, open_backend
from kg.store.base import GENID
from tests import servers, sheets

ROOT = Path(__file__).parents[2]
DRIVER = Path(__file__).with_name("killed_copy.py")
MOMENT = datetime(2025, 4, 12, 10, 30, tzinfo=UTC)
KINDS = ("directory", "oxigraph", "virtuoso")

#: where a store is: made anew for each test
Place = Callable[[str], str]


def filled(location: str | Path, folder: Path) -> list[str]:
    """A store with two loads, a new revision, a withdrawal and coded events; its quads."""
    folder.mkdir()
    moments = (MOMENT + timedelta(minutes=n) for n in range(1000))
    events = folder / "events"
    with kg.open(location, clock=lambda: next(moments), events=events) as graph:
        sheets.registry(folder)
        for n in range(4):
            sheets.article(folder, f"a{n}", n=f"-{n}")
        graph.load(folder)
        body = sheets.BODY.replace("{act: agree,", "{act: agreeInPrinciple,")
        graph.load(sheets.article(folder, "a1", body=body, n="-1"))
        graph.withdraw("test/a2", reason="taken back")
        graph.coded.load(data_dir() / "coded", format="icews")
        graph.coded.materialise(events=True)
        return list(graph._backend.quads())


def quads(location: str | Path) -> list[str]:
    with open_backend(location, create=False) as backend:
        return list(backend.quads())


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """A second server of a kind, started when it is first asked for."""
    started: dict[str, str] = {}
    with contextlib.ExitStack() as stack:

        def url(kind: str) -> str:
            if kind not in started:
                folder = tmp_path_factory.mktemp(kind)
                started[kind] = stack.enter_context(getattr(servers, kind)(folder))
            servers.empty(started[kind])
            return started[kind]

        yield url


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with some larger graphs among many small ones."""
    folder = tmp_path_factory.mktemp("many")
    filled(folder / "store", folder / "sheets")
    with open_backend(folder / "store") as backend:
        backend.insert(
            b"".join(
                b'<urn:s%d> <urn:p> "%d" <urn:g%d> .\n' % (n, n, n % 7 if n % 2 else 7)
                for n in range(3000)
            )
        )
    return folder / "store"


@pytest.fixture
def source(request: pytest.FixtureRequest, many: Path) -> Place:
    """Where to copy from, by its kind: the same quads in each."""

    def place(kind: str) -> str:
        if kind == "directory":
            return str(many)
        url = str(request.getfixturevalue(f"{kind}_url"))
        with open_backend(url) as backend:
            backend.insert("".join(f"{line}\n" for line in quads(many)).encode())
        return url

    return place


@pytest.fixture
def target(second: Callable[[str], str], tmp_path: Path) -> Place:
    """Where to copy to, by its kind: another one than `source`."""
    return lambda kind: str(tmp_path / "target") if kind == "directory" else second(kind)


@pytest.mark.parametrize("there", KINDS)
@pytest.mark.parametrize("here", KINDS)
def test_a_copy_is_the_same_to_the_quad(
    here: str, there: str, source: Place, target: Place, many: Path
) -> None:
    origin, place = source(here), target(there)
    original = quads(many)
    seen: list[tuple[str, int, int]] = []
    report = copy(origin, place, progress=lambda *told: seen.append(told))
    assert quads(place) == original == quads(origin)
    assert report.quads == len(original)
    assert {stage: (done, total) for stage, done, total in seen} == {
        stage: (len(original), len(original)) for stage in ("read", "verified")
    }
    again = copy(origin, place)
    assert again.before == again.graphs == report.graphs
    with kg.open(place) as graph, kg.open(origin) as other:
        for query in ("coded/top", "coded/matrix", "store/documents", "relations/parties"):
            expected = other.query(query).rows
            assert graph.query(query).rows == expected != ()


def test_a_copy_answers_and_goes_on_as_a_store(tmp_path: Path) -> None:
    origin, place = tmp_path / "source", tmp_path / "target"
    filled(origin, tmp_path / "sheets")
    copy(origin, place)
    late = sheets.article(tmp_path / "sheets", "late", n="-late")
    for each in (origin, place):
        with kg.open(each, clock=lambda: MOMENT) as graph:
            graph.load(late)
    assert quads(place) == quads(origin)


def test_the_event_table_of_a_directory_goes_along(tmp_path: Path, oxigraph_url: str) -> None:
    origin, place = tmp_path / "source", tmp_path / "target"
    with kg.open(origin) as graph:
        graph.coded.load(data_dir() / "coded", format="icews")
        expected = graph.coded.top().rows
    report = copy(origin, place)
    assert report.files > 1
    with kg.open(place) as graph:
        assert graph.coded.top().rows == expected
    assert copy(origin, place).files == 0
    assert copy(origin, oxigraph_url).left == str(origin / "events")


@pytest.mark.parametrize("kind", ["directory", "oxigraph"])
@pytest.mark.parametrize("step", [0, 1, 9, 20, 40])
def test_a_copy_that_was_killed_goes_on(step: int, kind: str, many: Path, target: Place) -> None:
    place = target(kind)
    command = [sys.executable, DRIVER, many, place, str(step)]
    killed = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False, capture_output=True
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    with open_backend(place) as backend:
        unfinished = backend.count(MARK) == 1
        assert not backend.count(record.PROVENANCE)
    if unfinished and kind == "directory":
        with pytest.raises(CopyError, match="is not finished; run the same `kg copy`"):
            kg.open(place)
    report = copy(many, place)
    assert quads(place) == quads(many)
    assert step < 20 or report.before


def test_killed_at_any_moment_it_goes_on(many: Path, target: Place) -> None:
    """By the clock, again and again, until it has come to its end."""
    place, chance = target("directory"), random.Random(1)  # noqa: S311 - the same each time
    code = "import sys; from kg.cli import run; sys.exit(run(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "copy", str(many), place]
    began = time.monotonic()
    subprocess.run([*command[:-1], f"{place}-first"], check=True, capture_output=True)
    whole = time.monotonic() - began
    for _ in range(4):
        process = subprocess.Popen(command, stderr=subprocess.PIPE)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=whole * chance.uniform(0.5, 1))
        process.kill()
        process.communicate()
        # a directory in which nothing was written yet is no store
        assert process.returncode in {-signal.SIGKILL, 0}
    subprocess.run(command, check=True, capture_output=True)
    assert quads(place) == quads(many) == quads(f"{place}-first")


@pytest.mark.parametrize("kind", KINDS)
def test_what_holds_something_else_is_left_as_it_is(kind: str, many: Path, target: Place) -> None:
    place = target(kind)
    other = b"<urn:s> <urn:p> <urn:o> <urn:other> .\n"
    with open_backend(place) as backend:
        backend.insert(other)
    words = rf"holds something else than {many}: 1 graphs differ, <urn:other>; a copy goes into an"
    with pytest.raises(CopyError, match=words):
        copy(many, place)
    assert quads(place) == [other.decode().rstrip("\n")]


@pytest.mark.parametrize("more", [True, False])
def test_a_copy_that_was_changed_since_is_something_else(
    more: bool, many: Path, target: Place
) -> None:
    place = target("directory")
    copy(many, place)
    with open_backend(place) as backend:
        if more:
            backend.insert(b'<urn:s1> <urn:p> "more" <urn:g1> .\n')
        else:  # as many, and not the same
            backend.update(
                'DELETE DATA { GRAPH <urn:g1> { <urn:s1> <urn:p> "1" } } ; '
                'INSERT DATA { GRAPH <urn:g1> { <urn:s1> <urn:p> "2" } }'
            )
    changed = quads(place)
    with pytest.raises(CopyError, match="1 graphs differ, <urn:g1>"):
        copy(many, place)
    assert quads(place) == changed


def test_an_unfinished_copy_is_no_source_and_takes_no_load(
    many: Path, tmp_path: Path, oxigraph_url: str
) -> None:
    with open_backend(oxigraph_url) as backend:
        backend.insert(copying._mark("elsewhere"))
    with pytest.raises(CopyError, match="not finished"):
        copy(oxigraph_url, tmp_path / "target")
    with kg.open(oxigraph_url) as graph, pytest.raises(CopyError, match="not finished"):
        graph.load(sheets.registry(tmp_path))
    assert copy(many, oxigraph_url).quads
    with open_backend(oxigraph_url) as backend:
        assert not backend.count(MARK)


@pytest.mark.parametrize("wrong", ['"0"', '"0" , "00"'])
def test_what_is_wrong_in_an_unfinished_copy_is_put_right(wrong: str, tmp_path: Path) -> None:
    with open_backend(tmp_path / "source") as backend:
        backend.insert(b'<urn:s> <urn:p> "1" <urn:g> .\n')
    with open_backend(tmp_path / "target") as backend:
        backend.insert(copying._mark("elsewhere"))
        backend.update(f"INSERT DATA {{ GRAPH <urn:g> {{ <urn:s> <urn:p> {wrong} }} }}")
    copy(tmp_path / "source", tmp_path / "target")
    assert quads(tmp_path / "target") == quads(tmp_path / "source")


def test_blank_nodes_become_iris_by_their_labels(tmp_path: Path, oxigraph_url: str) -> None:
    """One node has one IRI in all graphs, and the same each time."""
    with open_backend(tmp_path / "source") as backend:
        assert isinstance(backend, Store)
        text = b'_:a <urn:p> _:b <urn:g> .\n_:b <urn:p> "_:c <_:d>" <urn:h> .\n'
        backend._store.load(text, ox.RdfFormat.N_QUADS)
    for place in (oxigraph_url, tmp_path / "target"):
        copy(tmp_path / "source", place)
        copy(tmp_path / "source", place)
    assert quads(oxigraph_url) == quads(tmp_path / "target")
    first, second_ = (line.split(" ") for line in quads(oxigraph_url))
    assert first[0].startswith(f"<{GENID}")
    assert second_[0] == first[2] != first[0]
    assert second_[2:4] == ['"_:c', '<_:d>"']


@pytest.mark.parametrize("where", ["", "_:g"])
def test_what_is_in_no_named_graph_is_not_left_out_in_silence(where: str, tmp_path: Path) -> None:
    with open_backend(tmp_path / "source") as backend:
        assert isinstance(backend, Store)
        backend._store.load(f"<urn:s> <urn:p> <urn:o> {where} .\n".encode(), ox.RdfFormat.N_QUADS)
    with pytest.raises(CopyError, match="in its default graph, or in one without an IRI"):
        copy(tmp_path / "source", tmp_path / "target")


def test_the_default_graph_of_an_endpoint_is_not_left_out_either(
    tmp_path: Path, oxigraph_url: str
) -> None:
    with open_backend(oxigraph_url) as backend:
        backend.update("INSERT DATA { <urn:s> <urn:p> <urn:o> }")
        try:
            with pytest.raises(CopyError, match="in its default graph"):
                copy(oxigraph_url, tmp_path / "target")
        finally:
            backend.update("CLEAR DEFAULT")


def test_what_an_engine_alters_is_told_with_the_lines(tmp_path: Path, virtuoso_url: str) -> None:
    with open_backend(tmp_path / "source") as backend:
        backend.insert(
            b'<urn:s> <urn:p> "3.141592653589793238"'
            b"^^<http://www.w3.org/2001/XMLSchema#decimal> <urn:g> .\n"
        )
    with pytest.raises(CopyError) as caught:
        copy(tmp_path / "source", virtuoso_url)
    head, *lines = str(caught.value).splitlines()
    assert head.startswith(f"{virtuoso_url}: <urn:g> is not as it was written: 1 triples, ")
    assert '"3.141592653589793238"' in lines[0]
    assert '"3.141592653589793"' in lines[1]


def test_a_source_that_changes_meanwhile_is_told(tmp_path: Path, oxigraph_url: str) -> None:
    with open_backend(oxigraph_url) as backend:
        backend.insert(b"<urn:s> <urn:p> <urn:o> <urn:g> .\n")

        def meddle(stage: str, *_: int) -> None:
            if stage == "verified":
                backend.insert(b"<urn:s> <urn:p> <urn:late> <urn:h> .\n")

        with pytest.raises(CopyError, match="changed while it was read"):
            copy(oxigraph_url, tmp_path / "target", progress=meddle)
    # it is still known for a copy that is not finished, and the next one finishes it
    assert copy(oxigraph_url, tmp_path / "target").quads == 2


def test_a_store_is_not_copied_into_itself(many: Path, oxigraph_url: str) -> None:
    for place in (many, f"{many.parent}/../{many.parent.name}/store"):
        with pytest.raises(CopyError, match="the same store"):
            copy(many, place)
    with pytest.raises(CopyError, match="the same store"):
        copy(oxigraph_url, oxigraph_url)


def test_what_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreNotFoundError):
        copy(tmp_path / "none", tmp_path / "target")
    assert not list(tmp_path.iterdir())


def test_a_server_that_is_killed_in_the_middle_goes_on_when_it_is_there_again(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "_BATCH", 30_000)
    place = f"127.0.0.1:{servers._free_port()}"
    command = [servers._program("oxigraph"), "serve", "--location", "store", "--bind", place]
    running = servers._Running(servers._run(command, tmp_path), f"http://{place}/query")
    assert servers._is_ready(*running)

    def kill(stage: str, done: int, total: int) -> None:
        if stage == "verified" and 3 * done > total:
            running.process.kill()
            running.process.wait()

    try:
        with pytest.raises(EndpointError, match="no answer"):
            copy(many, running.url, progress=kill)
        running = running._replace(process=servers._run(command, tmp_path))
        assert servers._is_ready(*running)
        assert copy(many, running.url).before
        assert quads(running.url) == quads(many)
    finally:
        running.process.kill()
        running.process.wait()
