"""The embedded engine: whose directory it is, who has it open, and what is left when it breaks."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg.errors import (
    NotAStoreError,
    SparqlSyntaxError,
    StoreError,
    StoreLockedError,
    StoreNotFoundError,
)
from kg.store import open_backend
from kg.store.embedded import MARK

QUAD = (
    b"<https://example.org/s> <https://example.org/p> <https://example.org/o> <https://g.org> .\n"
)


def make(directory: Path) -> Path:
    with open_backend(directory) as store:
        store.insert(QUAD)
    return directory


def test_a_store_is_made_with_its_parents_and_kept(tmp_path: Path) -> None:
    directory = make(tmp_path / "not" / "yet")
    with open_backend(str(directory), create=False) as store:
        assert store.location == str(directory)
        assert store.count() == 1


def test_an_empty_directory_becomes_a_store(tmp_path: Path) -> None:
    with open_backend(tmp_path) as store:
        assert store.count() == 0


@pytest.mark.parametrize("name", ["missing", ""])
def test_where_nothing_is_to_be_made_nothing_is(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreNotFoundError):
        open_backend(tmp_path / name, create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_no_store(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(NotAStoreError, match="a file"):
        open_backend(file)
    with pytest.raises(StoreError):
        open_backend(file / "below")


def test_a_foreign_directory_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("x")
    with pytest.raises(NotAStoreError, match=r"thesis\.tex"):
        open_backend(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


@pytest.mark.parametrize("mark", ["bilateral-kg store, format 2\n", "", "\x00\xff"])
def test_another_format_is_not_opened(tmp_path: Path, mark: str) -> None:
    directory = make(tmp_path / "store")
    (directory / MARK).write_text(mark)
    with pytest.raises(NotAStoreError, match="its mark says"):
        open_backend(directory)


@pytest.mark.parametrize("part", ["CURRENT", "MANIFEST", ".sst"])
def test_a_broken_store_says_why(tmp_path: Path, part: str) -> None:
    directory = make(tmp_path / "store")
    make(directory)  # what was in the log goes into a file of its own
    for path in directory.iterdir():
        if part in path.name:
            path.write_bytes(b"garbage")
    with pytest.raises(NotAStoreError, match="Corruption") as caught:
        open_backend(directory)
    assert caught.value.location == str(directory)


@contextmanager
def another_process(directory: Path) -> Iterator[None]:
    program = (
        "import sys; from pathlib import Path; from kg.store import open_backend;"
        f"store = open_backend(Path({str(directory)!r})); print('open', flush=True);"
        "sys.stdin.read()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        yield


def test_a_store_that_another_process_has_open_is_locked(tmp_path: Path) -> None:
    directory = make(tmp_path / "store")
    with another_process(directory), pytest.raises(StoreLockedError, match="open") as caught:
        open_backend(directory)
    assert caught.value.location == str(directory)
    with open_backend(directory) as store:
        assert store.count() == 1


def test_a_store_that_this_process_has_open_is_locked_too(tmp_path: Path) -> None:
    with open_backend(tmp_path), pytest.raises(StoreLockedError):
        open_backend(tmp_path)


def test_closing_lets_go_of_the_lock_whatever_was_left_half_read(tmp_path: Path) -> None:
    store = open_backend(tmp_path)
    store.insert(QUAD)
    half_read = store.quads()
    next(half_read)
    dataset = store.to_rdflib()
    also_half_read = dataset.quads()
    store.close()
    with open_backend(tmp_path) as again:
        assert again.count() == 1
    with pytest.raises(AttributeError):  # rdflib's word for a store that is closed
        next(also_half_read)


def test_a_dataset_may_be_closed_before_its_store(tmp_path: Path) -> None:
    with open_backend(tmp_path) as store:
        dataset = store.to_rdflib()
        dataset.close()
    open_backend(tmp_path).close()


def test_a_syntax_error_has_its_line() -> None:
    with open_backend() as store, pytest.raises(SparqlSyntaxError) as caught:
        store.select("SELECT *\nWHERE {\n  ?s ?p }")
    assert caught.value.line == 3


def test_a_function_that_the_engine_lacks_is_a_fault_of_the_query(tmp_path: Path) -> None:
    with open_backend(tmp_path) as store:
        store.insert(b"<http://a/s> <http://a/p> <http://a/o> <http://a/g> .\n")
        with pytest.raises(SparqlSyntaxError, match="function <http://a/f>"):
            store.select("SELECT (<http://a/f>(?s) AS ?x) { GRAPH ?g { ?s ?p ?o } }")


def test_a_query_that_the_engine_gives_up_is_a_store_error() -> None:
    # nothing listens on the discard port, and pyoxigraph refuses to try it
    service = "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"
    with open_backend() as store, pytest.raises(StoreError):
        store.select(service)


def test_optimize_changes_no_answer(tmp_path: Path) -> None:
    with open_backend(tmp_path) as store:
        store.insert(QUAD)
        store.optimize()
        assert store.count() == 1


_KILLED = """
import os, signal, sys
from pathlib import Path
from kg.store import open_backend

class Killer:
    def __init__(self, file, after):
        self.file, self.left = file, after
    def read(self, size=-1):
        self.left -= 1
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)
        return self.file.read(size)

store = open_backend(Path(sys.argv[1]))
with open(sys.argv[2], "rb") as file:
    store.bulk(Killer(file, 5))
"""


def test_a_store_killed_in_the_middle_of_bulk_opens_again(tmp_path: Path) -> None:
    directory = make(tmp_path / "store")
    big = tmp_path / "big.nq"
    big.write_bytes(b"".join(QUAD.replace(b"/o>", b"/o%d>" % number) for number in range(20_000)))
    killed = subprocess.run([sys.executable, "-c", _KILLED, directory, big], check=False)
    assert killed.returncode == -9
    with open_backend(directory) as store:
        assert store.ask(f"ASK {{ GRAPH ?g {{ {QUAD.decode().rpartition('<')[0]} }} }}")
        store.bulk(big)
        assert store.count() == 20_001
