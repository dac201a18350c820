"""Every example in the help of every command does what it says, on the project's own data."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import kg
from kg.cli import run
from kg.resources import data_dir
from tests import sheets, shell
from tests.cli.test_cli import all_commands
from tests.models import recorded

#: of so many pages of answers one is written
_PAGES = 12
#: where the examples have an Oxigraph server
_SERVER = "http://127.0.0.1:7878/query"
_QUERY = "SELECT ?state { GRAPH graph:derived { ?actor br:side ?state } }"


def _examples() -> list[str]:
    """The indented lines after the heading at the end of a help."""
    ends = (
        re.split(r"^Examples?:$", one.epilog or "", maxsplit=1, flags=re.MULTILINE)
        for _, one in all_commands()
    )
    lines_ = sorted({line.strip() for _, lines in ends for line in lines.splitlines() if line})
    # the queries themselves are asked by their own examples: of their pages some will do
    pages = [line for line in lines_ if line.startswith("kg view query")]
    return [line for line in lines_ if line not in pages[1:] or line in pages[::_PAGES]]


@pytest.fixture(scope="module")
def desk(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of somebody who has the files that the examples name."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "data").symlink_to(data_dir())
    shutil.copytree(store, folder / "store")
    with kg.open(folder / "store") as graph:
        graph.coded.materialise()
    (folder / "events.tab").symlink_to(data_dir() / "coded" / "example-icews.tab")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "1.txt").write_text("Дарчиев прибыл.", encoding="utf-8")
    (folder / "corpus" / "1.ann").write_text("T1\tPERSON 0 7\tДарчиев\n", encoding="utf-8")
    (folder / "export.jsonl").write_text(
        '{"text": "Дарчиев прибыл.", "entities": [{"id": 1, "start_offset": 0, "end_offset": 7, '
        '"label": "PERSON"}], "relations": []}\n', encoding="utf-8",
    )  # fmt: skip
    (folder / "ties.csv").write_text("source,target,weight\nA,B,2\nB,C,1\n", encoding="utf-8")
    for name in ("talks", "statement", "corrected"):
        (folder / f"{name}.txt").write_text("Дарчиев прибыл.\n", encoding="utf-8")
    assert run(["suggest", str(folder / "corrected.txt"), "--lang", "ru"]) == 0
    (folder / "my-query.rq").write_text(_QUERY, encoding="utf-8")
    for name in ("one", "my-article"):
        sheets.article(folder, name)
    unlike = sheets.BODY.replace("attribution: secondHand", "attribution: quoted")
    sheets.article(folder, "other", body=unlike)
    loaded = [sheets.registry(folder), sheets.article(folder, "retracted", n="-retracted")]
    assert run(["load", *map(str, loaded), "--store", str(folder / "my-store")]) == 0
    assert run(["backup", str(folder / "store"), str(folder / "kept.zip")]) == 0
    chronicle = str(data_dir() / "chronicles" / "russia-us.yaml")
    assert run(["convert", chronicle, str(folder / "chronicle.xlsx")]) == 0
    shell.put_program(folder)
    return folder


@pytest.fixture
def _model(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A language model that finds nothing."""
    with recorded() as there:
        there.says('{"mentions": [], "events": [], "matters": [], "statements": []}')
        monkeypatch.setenv("OPENAI_BASE_URL", there.url)
        yield


@pytest.mark.usefixtures("_model")
@pytest.mark.parametrize("line", _examples())
def test_an_example_runs(
    line: str,
    desk: Path,
    oxigraph_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(desk)
    monkeypatch.delenv("KG_STORE", raising=False)
    opened: list[str] = []
    monkeypatch.setattr(click, "launch", opened.append)
    code, out, err = shell.execute(line.replace(_SERVER, oxigraph_url), capsys)
    assert code == 0, err
    assert "kg: " not in err
    assert "no rows" not in out or line.startswith("kg query commitments/illegal")
    assert bool(opened) is ("--open" in line)
    for made in re.findall(r"(?:-o|>) (\S+)", line):
        assert (desk / made).stat().st_size


def test_there_are_examples_of_all_kinds() -> None:
    assert len(_examples()) > 30
