"""What the README says is so: its sessions, its tables, its example of a sheet."""

from __future__ import annotations

import doctest
import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from rich.cells import cell_len

from kg.cli import COMMANDS, run
from kg.cli.codes import CODES
from kg.resources import data_dir
from tests import shell

HOME = Path(__file__).parents[1]
README = (HOME / "README.md").read_text(encoding="utf-8")
#: language, what is behind it, text
BLOCKS = re.findall(r"^```(\w+) ?(\S*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
#: in which the sessions are shown
WIDTH = 92


def sessions(language: str) -> list[str]:
    return [text for kind, name, text in BLOCKS if (kind, name) == (language, "session")]


def sheet() -> dict[str, str]:
    return {name: text for _, name, text in BLOCKS if name.startswith("flights.")}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of somebody who reads the README, with a terminal as wide as its pages."""
    (tmp_path / "data").symlink_to(data_dir())
    for name, text in sheet().items():
        (tmp_path / name).write_bytes(text.encode())
    shell.put_program(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_STORE", raising=False)
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    return tmp_path


def plain(text: str) -> str:
    """Without the blanks at the ends of lines, which no page shows."""
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


@pytest.mark.usefixtures("desk")
def test_the_sessions_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    # one after the other: what one makes the next one finds
    for part in re.split(r"^\$ ", "".join(sessions("console")), flags=re.MULTILINE)[1:]:
        line, _, wanted = part.partition("\n")
        _, out, err = shell.execute(line, capsys)
        got = plain(out + err)
        assert doctest.OutputChecker().check_output(wanted, got, doctest.ELLIPSIS), f"{line}\n{got}"


@pytest.mark.usefixtures("desk")
def test_the_session_in_python() -> None:
    assert run(["load", "data/"]) == 0
    (session,) = sessions("pycon")
    parser = doctest.DocTestParser()
    examples = parser.get_doctest(session, {}, "README.md", "README.md", 0)
    told: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(examples, out=told.append)
    assert not told, "".join(told)


def test_what_is_left_out_of_a_session_is_little() -> None:
    for session in sessions("console") + sessions("pycon"):
        lines = session.splitlines()
        assert sum(line == "..." for line in lines) < len(lines) / 2
        assert max(map(cell_len, lines)) <= 100


def test_exit_codes() -> None:
    rows = re.findall(r"^\| (\d+) \| (.*) \|$", README, re.MULTILINE)
    assert {int(code): text for code, text in rows} == CODES


def test_commands() -> None:
    named = re.findall(r"(?:^\$ |`)(?:KG_STORE=\S+ )?kg ([a-z]+)", README, re.MULTILINE)
    assert set(named) == set(COMMANDS)


def test_targets() -> None:
    makefile = (HOME / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`?make ([a-z]+)`?", README):
        assert f"\n{target}: " in makefile, target


def test_modules_and_files() -> None:
    modules = set(re.findall(r"`(kg\.[a-z]+)`", README))
    assert len(modules) > 15
    for module in modules:
        assert find_spec(module), module
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", README):
        assert (HOME / target).exists(), target


def test_extras() -> None:
    project = (HOME / "pyproject.toml").read_text(encoding="utf-8")
    for extra in re.findall(r"bilateral-kg\[(\w+)\]", README):
        assert f"\n{extra} = [" in project


def test_the_example_of_a_sheet_is_valid(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = sheet()
    assert set(files) == {"flights.txt", "flights.yaml"}
    for name, text in files.items():
        (tmp_path / name).write_bytes(text.encode())
    registry = str(data_dir() / "registry")
    store = str(tmp_path / "store")
    assert run(["validate", registry, str(tmp_path / "flights.yaml")]) == 0
    assert run(["load", registry, str(tmp_path / "flights.yaml"), "--store", store]) == 0
    assert "loaded" in capsys.readouterr().err
