"""A load that is killed leaves whole documents only, and the next one completes it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

import kg
from kg.graph import Graph
from kg.iris import GRAPH
from kg.loading import derive, ground, record
from kg.store import Store
from tests import sheets
from tests.loading.killed_load import STAGES, WITHDRAWAL

ROOT = Path(__file__).parents[2]
DRIVER = Path(__file__).with_name("killed_load.py")
MOMENT = datetime(2025, 4, 12, 10, 30, tzinfo=UTC)
NUMBER = 40

Quads = dict[str, list[str]]


def by_graph(graph: Graph) -> Quads:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for quad in graph._backend.quads():
        found[quad.rpartition("<")[2].removesuffix("> .")].append(quad)
    return dict(found)


def revisions(quads: Quads) -> Quads:
    folders = (f"{GRAPH}document/", f"{GRAPH}registry/", f"{GRAPH}ontology/")
    return {graph: lines for graph, lines in quads.items() if graph.startswith(folders)}


def opened(store: Path) -> Graph:
    return kg.open(store, clock=lambda: MOMENT)


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Many sheets that rest on one registry."""
    made = tmp_path_factory.mktemp("sheets")
    sheets.registry(made)
    for n in range(NUMBER):
        sheets.article(made, f"a{n:03}", n=f"-{n}")
    return made


@pytest.fixture(scope="module")
def undisturbed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Quads:
    """What a load gives that nobody kills."""
    with opened(tmp_path_factory.mktemp("undisturbed") / "store") as graph:
        graph.load(folder)
        return by_graph(graph)


@pytest.fixture(scope="module")
def mapped(folder: Path) -> Quads:
    """What the mapping gives for each sheet, without any load."""
    graph = Graph(Store())
    for path in folder.glob("*.yaml"):
        graph._backend.insert(sheets.nquads(path))
    return by_graph(graph)


def assert_whole(graph: Graph, undisturbed: Quads) -> None:
    """Every document is there wholly or not at all; what is derived belongs to what is there."""
    backend = graph._backend
    quads = by_graph(graph)
    assert set(revisions(quads)) == record.revisions(backend)
    assert all(lines == undisturbed[name] for name, lines in revisions(quads).items())
    assert derive.is_whole(backend) or not revisions(quads)
    derived = quads.get(derive.DERIVED)
    if derived:
        derive.refresh(backend)
        assert list(backend.quads([derive.DERIVED])) == derived


def test_a_load_writes_what_the_mapping_gives(undisturbed: Quads, mapped: Quads) -> None:
    ours = {name: lines for name, lines in revisions(undisturbed).items() if "iso-3166" not in name}
    assert len(ours) == NUMBER + 1
    assert ours == mapped


def kill(what: object, store: Path, stage: str) -> None:
    """Run a load or withdrawal in a process of its own, which is killed at that stage."""
    killed = subprocess.run(
        [sys.executable, DRIVER, str(what), store, stage, MOMENT.isoformat()],
        env=environment(), check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL, killed.stderr


@pytest.mark.parametrize("stage", STAGES)
def test_killed_at(stage: str, folder: Path, undisturbed: Quads, tmp_path: Path) -> None:
    store = tmp_path / "store"
    kill(folder, store, stage)
    with opened(store) as graph:
        assert_whole(graph, undisturbed)
        loaded = sum("test/" in name for name in record.open_revisions(graph._backend))
        # the record is one update: before it nothing is there, after it everything
        assert loaded == (NUMBER if stage in STAGES[STAGES.index("after the record") :] else 0)
        report = graph.load(folder)
        assert len(report.loaded) + len(report.unchanged) == NUMBER + 1
        assert by_graph(graph) == undisturbed


def test_killed_at_any_moment(folder: Path, undisturbed: Quads, tmp_path: Path) -> None:
    """The command itself, killed from outside; whatever it was doing, the rules hold."""
    store = tmp_path / "store"
    command = [sys.executable, "-c", "from kg.cli import main; main()", "load", folder]
    for seconds in (0.6, 0.9):
        process = subprocess.Popen(
            [*command, "--store", store], env=environment(),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(seconds)
        process.kill()
        process.wait()
        with opened(store) as graph:
            assert_whole(graph, undisturbed)
    with opened(store) as graph:
        graph.load(folder)
        assert revisions(by_graph(graph)) == revisions(undisturbed)


@pytest.mark.parametrize("stage", ["bulk half done", "before the record"])
def test_a_changed_sheet_stays_as_it_was(stage: str, tmp_path: Path) -> None:
    """Killed before the new revision counts, the old one still does, and so does what it gives."""
    folder, store = tmp_path / "sheets", tmp_path / "store"
    sheets.registry(folder)
    for n in range(4):
        sheets.article(folder, f"a{n}", n=f"-{n}")
    with opened(store) as graph:
        graph.load(folder)
        before = by_graph(graph)
    for n in range(4):
        body = sheets.BODY.replace("{act: agree,", "{act: agreeInPrinciple,")
        sheets.article(folder, f"a{n}", body=body, n=f"-{n}")
    kill(folder, store, stage)
    with opened(store) as graph:
        assert by_graph(graph) == before


@pytest.fixture(scope="module")
def filled(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with all sheets, to be copied; a change of two of them is a small one."""
    store = tmp_path_factory.mktemp("filled") / "store"
    with opened(store) as graph:
        graph.load(folder)
    return store


@pytest.mark.parametrize("stage", ["after the record", "derived in part"])
def test_a_small_change_is_made_whole(stage: str, filled: Path, tmp_path: Path) -> None:
    """Killed when what is derived was about to follow, or did so in part."""
    store = shutil.copytree(filled, tmp_path / "store")
    for n in range(2):
        body = sheets.BODY.replace("date: 2025-03-03}", "date: 2025-03-02}")
        sheets.article(tmp_path / "changed", f"a{n:03}", body=body, n=f"-{n}")
    kill(tmp_path / "changed", store, stage)
    with Store(store) as backend:
        assert not derive.is_whole(backend)
        before = list(backend.quads([derive.DERIVED]))
    with opened(store) as graph:
        assert_whole(graph, by_graph(graph))
        assert list(graph._backend.quads([derive.DERIVED])) != before
        assert len(graph.load(tmp_path / "changed").unchanged) == 2


@pytest.mark.parametrize("stage", WITHDRAWAL)
def test_a_withdrawal_is_done_or_it_is_not(stage: str, filled: Path, tmp_path: Path) -> None:
    store = shutil.copytree(filled, tmp_path / "store")
    kill("test/a001 test/a003", store, stage)
    with opened(store) as graph:
        assert_whole(graph, by_graph(graph))
        there = record.open_revisions(graph._backend)
        gone = {f"test/a{n:03}" for n in (1, 3)} - {
            each.partition("/id/document/")[2] for each in there
        }
        assert len(gone) == (0 if stage.startswith("before") else 2)


def test_what_was_left_is_swept_even_if_nothing_is_loaded_again(
    folder: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    with opened(store) as graph:
        graph.load(folder / "actors.yaml")
        before = by_graph(graph)
    with Store(store) as backend:  # half a document, as a killed bulk load leaves it
        lines = sheets.nquads(folder / "a000.yaml").splitlines(keepends=True)
        backend.insert(b"".join(lines[: len(lines) // 2]))
    with opened(store) as graph:
        assert by_graph(graph) == before


def test_a_killed_change_of_the_ontology_is_made_good(folder: Path, tmp_path: Path) -> None:
    """An update of the program brings a new ontology, and the load that installs it is killed."""
    store = tmp_path / "store"
    with opened(store) as graph:
        graph.load(folder / "actors.yaml")
        ontology = by_graph(graph)[ground.ONTOLOGY]
        sheets.age_ontology(graph, "0" * 64)
        derive.refresh(graph._backend)
        old = by_graph(graph)[ground.ONTOLOGY]
    kill(folder, store, "ground")
    kept = f"{ground.ONTOLOGY}/{'0' * 64}"
    with opened(store) as graph:
        assert_whole(graph, by_graph(graph))
        assert by_graph(graph)[ground.ONTOLOGY] == ontology
        assert by_graph(graph)[kept] == [
            quad.replace("ontology> .", f"ontology/{'0' * 64}> .") for quad in old
        ]
        before = by_graph(graph)
    with opened(store) as graph:
        assert by_graph(graph) == before
