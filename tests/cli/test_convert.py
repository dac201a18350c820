"""`kg convert` into folders where somebody has worked, and `kg load --registry`."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.cli import run
from tests import sheets


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two articles, of which the second has another label."""
    one = sheets.article(tmp_path)
    text = one.with_suffix(".txt").name
    other = tmp_path / "other.yaml"
    mark = "annotations:\n  - {id: T1, label: Unheard, at: [{exact: %r, start: 0}]}\n"
    first = (tmp_path / text).read_text(encoding="utf-8").split()[0]
    source = one.read_text(encoding="utf-8").replace("id: ", "id: other-", 1)
    other.write_text(source + mark % first, encoding="utf-8")
    return one, other


def test_articles_go_into_one_folder_of_brat_one_by_one(
    two: tuple[Path, Path], tmp_path: Path
) -> None:
    folder = tmp_path / "brat"
    for number, sheet in enumerate(two):
        assert run(["convert", str(sheet), str(folder / f"{number}.ann")]) == 0
    labels = (folder / "annotation.conf").read_text(encoding="utf-8").splitlines()
    assert labels.count("Unheard") == 1
    assert labels.count("[entities]") == 1


def test_work_of_others_is_replaced_by_force_alone(
    two: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "brat" / "a.ann"
    assert run(["convert", str(two[0]), str(out)]) == 0
    made = out.read_bytes()
    assert run(["convert", str(two[0]), str(out)]) == 0, "the same again is no loss"
    out.write_bytes(made + b"#9\tAnnotatorNotes T1\tmine\n")
    assert run(["convert", str(two[0]), str(out)]) == 2
    assert f"{out} is there and holds something else; --force" in capsys.readouterr().err
    assert out.read_bytes() != made
    assert run(["convert", str(two[0]), str(out), "--force"]) == 0
    assert out.read_bytes() == made


def test_the_registry_of_the_program_is_named_and_loaded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet, store = sheets.article(tmp_path), str(tmp_path / "store")
    sheet.write_text(
        sheet.read_text(encoding="utf-8")
        + "agreements:\n  - {id: x, label: {en: X}, parties: [rus-mfa, usa-state-department]}\n",
        encoding="utf-8",
    )
    assert run(["load", str(sheet), "--store", store]) == 1
    told = capsys.readouterr().err
    assert "unknown actor 'rus-mfa'" in told
    assert "the registry that comes with the program does: kg load --registry" in told
    folk = sheets.registry(tmp_path / "registry")
    assert run(["load", "--registry", str(sheet), str(folk), "--store", store]) == 0
    with kg.open(store) as graph:
        assert graph.resolve("МИД РФ").endswith("/rus-mfa")
    assert run(["load"]) == 2


def test_a_store_that_is_not_there_yet_keeps_nobody_from_validating(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_STORE", str(tmp_path / "none"))
    sheets.registry(tmp_path)
    assert run(["validate", str(sheets.article(tmp_path)), str(tmp_path)]) == 0
