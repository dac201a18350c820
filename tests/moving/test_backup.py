"""Backups: what was in the store comes back from the file, in any engine, or the file says why."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

import kg
from kg.errors import CopyError, StoreError, StoreNotFoundError
from kg.moving import backup, backups, restore
from kg.resources import data_dir
from kg.store import open_backend
from tests import sheets

MOMENT = datetime(2026, 7, 1, 12, 30, tzinfo=UTC)


def quads(location: str | Path) -> list[str]:
    with open_backend(location, create=False) as backend:
        return list(backend.quads())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with documents, one of them withdrawn, and coded events."""
    folder = tmp_path_factory.mktemp("store")
    sheets.registry(folder)
    for n in range(3):
        sheets.article(folder, f"a{n}", n=f"-{n}")
    with kg.open(folder / "store", clock=lambda: MOMENT) as graph:
        graph.load(folder)
        graph.withdraw("test/a2", reason="taken back")
        graph.coded.load(data_dir() / "coded", format="icews")
        graph.coded.materialise(events=True)
    return folder / "store"


@pytest.fixture(scope="module")
def kept(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return backup(store, tmp_path_factory.mktemp("kept") / "kept.zip")[0]


def test_what_was_there_comes_back(store: Path, kept: Path, tmp_path: Path) -> None:
    report = restore(kept, tmp_path / "back")
    assert quads(tmp_path / "back") == quads(store)
    assert report.quads == len(quads(store))
    assert report.files > 1
    with kg.open(tmp_path / "back") as graph, kg.open(store) as original:
        assert graph.coded.top().rows == original.coded.top().rows != ()
        late = graph.as_of("2026-07-01").query("store/documents").rows
        assert late == original.as_of("2026-07-01").query("store/documents").rows != ()


def test_an_endpoint_is_kept_and_restored_too(
    store: Path, kept: Path, endpoint_url: str, tmp_path: Path
) -> None:
    report = restore(kept, endpoint_url)
    assert report.left == str(kept)
    assert quads(endpoint_url) == quads(store)
    file, _ = backup(endpoint_url, tmp_path / "endpoint.zip")
    restore(file, tmp_path / "back")
    assert quads(tmp_path / "back") == quads(store)


def test_restoring_twice_adds_nothing(kept: Path, tmp_path: Path) -> None:
    first, second = (restore(kept, tmp_path / "back") for _ in range(2))
    assert first.before == 0
    assert second.before == second.graphs == first.graphs


def test_in_a_folder_it_is_named_after_the_store_and_the_time(
    store: Path, oxigraph_url: str, tmp_path: Path
) -> None:
    file, _ = backup(store, tmp_path, clock=lambda: MOMENT)
    assert file == tmp_path / "store-20260701T123000Z.zip"
    file, _ = backup(oxigraph_url, tmp_path, clock=lambda: MOMENT)
    port = oxigraph_url.partition("1:")[2].partition("/")[0]
    assert file.name == f"127-0-0-1-{port}-query-20260701T123000Z.zip"


def test_nothing_is_replaced(store: Path, tmp_path: Path) -> None:
    there = tmp_path / "there.zip"
    there.write_bytes(b"mine")
    with pytest.raises(CopyError, match="is there already"):
        backup(store, there)
    assert there.read_bytes() == b"mine"


def test_what_is_not_finished_is_not_there(store: Path, tmp_path: Path) -> None:
    def stop(_: str, done: int, total: int) -> None:
        if 2 * done > total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup(store, tmp_path / "kept.zip", progress=stop)
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_told(store: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"none/kept\.zip: No such file or directory"):
        backup(store, tmp_path / "none" / "kept.zip")
    with pytest.raises(StoreNotFoundError):
        backup(tmp_path / "none", tmp_path / "kept.zip")
    assert not list(tmp_path.iterdir())


def test_other_tools_read_it(store: Path, kept: Path) -> None:
    with zipfile.ZipFile(kept) as archive:
        listed = json.loads(archive.read("backup.json"))
        lines = [
            f"{line.removesuffix(' .')} <{one['graph']}> ."
            for one in listed["graphs"]
            for line in archive.read(one["file"]).decode().removesuffix("\n").split("\n")
        ]
    assert sorted(lines) == sorted(quads(store))
    assert listed["graphs"][-1]["graph"].endswith("/provenance")


Change = Callable[[dict[str, bytes]], None]


def altered(kept: Path, made: Path, change: Change) -> Path:
    """The same backup with other files in it."""
    with zipfile.ZipFile(kept) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made


def _one_triple_less(files: dict[str, bytes]) -> None:
    files["graphs/000001.nt"] = files["graphs/000001.nt"].partition(b"\n")[2]


def _another_triple(files: dict[str, bytes]) -> None:
    first, _, rest = files["graphs/000002.nt"].partition(b"\n")
    files["graphs/000002.nt"] = first.replace(b"a", b"b") + b"\n" + rest


def _a_graph_less(files: dict[str, bytes]) -> None:
    del files["graphs/000002.nt"]


def _another_format(files: dict[str, bytes]) -> None:
    files["backup.json"] = files["backup.json"].replace(b'"format": 1', b'"format": 2')


def _half_a_list(files: dict[str, bytes]) -> None:
    files["backup.json"] = files["backup.json"][:100]


def _a_list_of_something_else(files: dict[str, bytes]) -> None:
    files["backup.json"] = b"[]"


def _no_list(files: dict[str, bytes]) -> None:
    del files["backup.json"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_one_triple_less, r"damaged: graphs/000001\.nt is not what backup\.json says"),
        (_another_triple, r"damaged: graphs/000002\.nt is not what backup\.json says"),
        (_a_graph_less, r"damaged: graphs/000002\.nt"),
        (_another_format, "a backup of format 2; this version reads 1"),
        (_half_a_list, r"damaged: backup\.json"),
        (_a_list_of_something_else, r"damaged: backup\.json"),
        (_no_list, r"not a backup: no backup\.json in it"),
    ],
)
def test_a_damaged_backup_says_what_is_wrong(
    change: Change, words: str, kept: Path, tmp_path: Path
) -> None:
    file = altered(kept, tmp_path / "altered.zip", change)
    with pytest.raises(CopyError, match=words) as caught:
        restore(file, tmp_path / "back")
    assert caught.value.location == str(file)
    if (tmp_path / "back").exists():  # what came before is known for a copy that is not finished
        with pytest.raises(CopyError, match="not finished"):
            kg.open(tmp_path / "back")


@pytest.mark.parametrize("size", [0, 100, -1])
def test_half_a_backup_is_none(size: int, kept: Path, tmp_path: Path) -> None:
    (tmp_path / "half.zip").write_bytes(kept.read_bytes()[:size])
    with pytest.raises(CopyError, match="not a backup, or only the beginning"):
        restore(tmp_path / "half.zip", tmp_path / "back")
    assert not (tmp_path / "back").exists()


def test_bytes_that_a_disk_has_turned_are_found(kept: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.zip"
    shutil.copy(kept, broken)
    with zipfile.ZipFile(kept) as archive:
        place = archive.infolist()[0].header_offset + 200
    with broken.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)
        file.seek(place)
        file.write(bytes([byte[0] ^ 255]))
    with pytest.raises(CopyError, match="damaged: graphs/000001"):
        restore(broken, tmp_path / "back")


def test_a_damaged_file_of_events_is_found(kept: Path, tmp_path: Path) -> None:
    def change(files: dict[str, bytes]) -> None:
        name = next(name for name in files if name.endswith(".parquet"))
        files[name] = files[name][:-1]

    file = altered(kept, tmp_path / "altered.zip", change)
    with pytest.raises(CopyError, match="damaged: events/"):
        restore(file, tmp_path / "back")
    with kg.open(tmp_path / "back") as graph:
        assert not graph.coded.table.is_there


def test_a_store_that_holds_something_else_is_left_as_it_is(kept: Path, tmp_path: Path) -> None:
    with kg.open(tmp_path / "other") as graph:
        graph.load(sheets.registry(tmp_path))
    before = quads(tmp_path / "other")
    with pytest.raises(CopyError, match="holds something else than"):
        restore(kept, tmp_path / "other")
    assert quads(tmp_path / "other") == before


def test_a_backup_is_read_back_before_it_counts(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(*_: object) -> None:
        raise CopyError("kept.zip", "damaged")

    monkeypatch.setattr(backups.Backup, "check", wrong)
    with pytest.raises(CopyError, match="damaged"):
        backup(store, tmp_path / "kept.zip")
    assert not list(tmp_path.iterdir())
