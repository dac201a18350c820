"""`kg copy`, `kg backup`, `kg restore`: what they say, where, and with which exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.cli import run
from kg.store import open_backend
from tests.cli.conftest import Terminal


@pytest.fixture
def small(tmp_path: Path) -> Path:
    with open_backend(tmp_path / "small") as backend:
        backend.insert(b"<urn:s> <urn:p> <urn:o> <urn:g> .\n")
    return tmp_path / "small"


@pytest.fixture
def desk(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where we are: beside two stores and a file that is none."""
    monkeypatch.chdir(small.parent)
    Path("note.txt").write_text("a note", encoding="utf-8")
    with open_backend("other") as backend:
        backend.insert(b"<urn:s> <urn:p> <urn:o> <urn:h> .\n")


def test_what_was_copied_is_told_on_stderr(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["copy", str(small), str(tmp_path / "copied")]) == 0
    assert capsys.readouterr() == ("", "1 quads in 1 graphs copied and verified\n")
    assert run(["copy", str(small), str(tmp_path / "copied")]) == 0
    told = "1 quads in 1 graphs copied and verified, 1 of them there before\n"
    assert capsys.readouterr() == ("", told)


def test_the_path_of_a_backup_is_on_stdout(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "kept.zip"
    assert run(["backup", str(small), str(file)]) == 0
    out, err = capsys.readouterr()
    assert out == f"{file}\n"
    assert err == "1 quads in 1 graphs written and read back\n"
    assert run(["restore", str(file), str(tmp_path / "back")]) == 0
    assert capsys.readouterr() == ("", "1 quads in 1 graphs restored and verified\n")
    assert run(["backup", str(small), f"{tmp_path}/new/"]) == 0
    (made,) = (tmp_path / "new").iterdir()
    assert made.suffix == ".zip"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["copy", "none", "copied"], 3, "kg: none: no store here"),
        (["copy", "small", "small"], 3, "kg: small: source and target are the same store"),
        (["copy", "small", "other"], 3, "kg: other: holds something else than small: 1 graphs"),
        (["copy", "small", "http://"], 3, "kg: endpoint: not a URL"),
        (["copy", "small"], 2, "kg: Missing argument 'DST'"),
        (["backup", "small", "note.txt"], 3, "kg: note.txt: is there already"),
        (["restore", "note.txt", "back"], 3, "kg: note.txt: not a backup"),
        (["restore", "none.zip", "back"], 2, "kg: Invalid value for 'FILE'"),
    ],
)
@pytest.mark.usefixtures("desk")
def test_a_failure_is_one_line_and_an_exit_code(
    arguments: list[str], code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == code
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith(message)
    assert len(err.splitlines()) == 1


def test_on_a_terminal_there_is_progress(terminal: Terminal, store: Path, tmp_path: Path) -> None:
    code, shown = terminal("copy", store, tmp_path / "copied")
    assert code == 0
    assert "read" in shown
    assert "verified" in shown
    assert "100%" in shown
