"""Which files are loaded, and by which loader."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from kg.errors import InputError, InvalidInputError, UnknownFormatError
from kg.loaders import base, sheet, xlsx
from kg.loaders.base import Loaded, Loader, Reading, find_files, loader_for, loaders
from kg.loading.convert import convert
from tests.loaders.conftest import Write


class Upper:
    """A loader of another package."""

    name = "upper"
    suffixes = (".up", ".yaml")

    def sniff(self, path: Path, head: bytes) -> bool:
        del path
        return head.startswith(b"UPPER")

    def documents(self, path: Path, reading: Reading) -> Iterator[Loaded | InvalidInputError]:
        return sheet.documents(path, reading)

    def dump(self, sheet: object, path: Path, text: str | None = None) -> None:
        del text
        path.write_text(f"UPPER {sheet}")


UPPER = Upper()


@pytest.fixture
def plugin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """`UPPER`, registered as an installed package would register it."""
    entries = [
        metadata.EntryPoint("upper", "tests.loaders.test_base:UPPER", base.GROUP),
        metadata.EntryPoint("sheet", "tests.loaders.test_base:UPPER", base.GROUP),
    ]
    monkeypatch.setattr(metadata, "entry_points", lambda **_: entries)
    loaders.cache_clear()
    yield
    loaders.cache_clear()


def test_our_own_are_always_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "entry_points", lambda **_: [])
    loaders.cache_clear()
    known: dict[str, Loader] = loaders()
    loaders.cache_clear()
    assert [*known.values()][:2] == [sheet, xlsx]
    assert [*known] == [*_registered()]


def _registered() -> dict[str, str]:
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: dict[str, str] = project["entry-points"][base.GROUP]
    return found


def test_the_package_registers_its_own_loaders() -> None:
    for name, value in _registered().items():
        loader = metadata.EntryPoint(name, value, base.GROUP).load()
        assert loader.name == name
        assert loader.__name__ == value


@pytest.mark.usefixtures("plugin")
def test_another_package_adds_a_format_and_replaces_none() -> None:
    assert [*loaders()] == [*_registered(), "upper"]
    assert loaders()["sheet"] is sheet
    assert loader_for(Path("a.up")).name == "upper"


@pytest.mark.usefixtures("plugin")
def test_of_two_formats_with_one_suffix_the_content_decides(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("UPPER")
    assert loader_for(path).name == "upper"
    path.write_text("kind: registry\n")
    assert loader_for(path).name == "sheet"
    path.write_text("neither\n")
    with pytest.raises(UnknownFormatError, match="--format sheet or upper"):
        loader_for(path)


@pytest.mark.parametrize(
    ("name", "after", "format_"),
    [
        ("a.jsonl", {"label": [[0, 3, "PER"]]}, "doccano"),
        ("a.jsonl", {"_input_hash": 1, "spans": [], "answer": "accept"}, "prodigy"),
        ("a.json", {"denotations": []}, "pubannotation"),
        ("a.json", {"annotation_sets": {}, "offset_type": "p"}, "gate"),
        ("a.json", {"label": [], "annotation_id": 2}, "labelstudio"),
    ],
)
def test_a_long_text_hides_no_key(
    name: str, after: dict[str, object], format_: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    text = 'He said "no" \\ . ' * 70_000  # the keys are neither in the first bytes nor in the last
    path.write_text(json.dumps({"text": text, "vector": [0] * 99, **after, "more": text}))
    assert loader_for(path).name == format_
    assert find_files([tmp_path]) == [path]


def test_a_loader_that_raises_loses_its_own_file_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def documents(path: Path, reading: Reading) -> Iterator[Loaded | InvalidInputError]:
        del reading
        raise InvalidInputError((InputError("broken", path),))

    monkeypatch.setattr(sheet, "documents", documents)
    (found,) = convert(tmp_path / "a.yml", Reading(), tmp_path)
    assert [one.message for one in found.problems] == ["broken"]


def test_a_suffix_of_one_format_alone_is_enough(tmp_path: Path) -> None:
    assert loader_for(tmp_path / "broken.YML") is sheet


def test_a_format_is_taken_by_name() -> None:
    assert loader_for(Path("a.txt"), "sheet") is sheet


def test_an_unknown_format_names_the_nearest() -> None:
    with pytest.raises(UnknownFormatError) as caught:
        loader_for(Path("a.yaml"), "sheets")
    assert caught.value.near == ("sheet",)


def test_a_file_of_no_format_names_the_sheet_beside_it(write: Write) -> None:
    path = write().with_suffix(".txt")
    with pytest.raises(UnknownFormatError) as caught:
        loader_for(path)
    assert caught.value.near == ("talks.hi.yaml",)
    assert ".yaml or .yml" in caught.value.expected


def test_directories_are_walked_in_order_for_sheets_only(write: Write, tmp_path: Path) -> None:
    first = write()
    for name in ("b/z.yaml", "a/y.yml", ".git/x.yaml", "a/.hidden.yaml", "a/damaged.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(first, tmp_path / name)
    (tmp_path / "a/damaged.yaml").write_bytes(b"kind: article\r\n\xff")
    (tmp_path / "a/other.yaml").write_text("services: {}\n")
    (tmp_path / "a/folder.yaml").mkdir()
    names = ["talks.hi.yaml", "a/damaged.yaml", "a/y.yml", "b/z.yaml"]
    assert find_files([tmp_path]) == [tmp_path / name for name in names]


def test_a_file_that_is_named_is_taken_as_it_is_and_once(write: Write, tmp_path: Path) -> None:
    path = write()
    text = path.with_suffix(".txt")
    assert find_files([text, path, tmp_path, path]) == [text, path]


def test_paths_that_are_not_there_are_all_told(write: Write, tmp_path: Path) -> None:
    write()
    with pytest.raises(InvalidInputError) as caught:
        find_files([tmp_path / "talk.hi.yaml", tmp_path, tmp_path / "none" / "x.yaml"])
    first, second = caught.value.problems
    assert first.near == ("talks.hi.yaml",)
    assert second.near == ()


def test_a_directory_without_a_sheet_is_not_taken_for_a_valid_one(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing to load")
    (tmp_path / "other.yaml").write_text("services: {}\n")
    with pytest.raises(InvalidInputError) as caught:
        find_files([tmp_path])
    (problem,) = caught.value.problems
    assert problem.file == tmp_path
    assert ".yaml or .yml" in problem.expected


def test_a_directory_that_cannot_be_read_is_not_passed_over(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write()
    # a path beyond the system's longest cannot be listed, not even by root
    monkeypatch.chdir(tmp_path)
    for _ in range(17):
        Path("x" * 250).mkdir()
        monkeypatch.chdir("x" * 250)
    with pytest.raises(InvalidInputError, match="the directory cannot be read") as caught:
        find_files([tmp_path])
    (problem,) = caught.value.problems
    assert "name too long" in problem.found


def test_a_link_in_a_directory_is_not_walked(write: Write, tmp_path: Path) -> None:
    path = write()
    (tmp_path / "loop").symlink_to(tmp_path)
    assert find_files([tmp_path]) == [path]
