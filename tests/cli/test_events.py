"""`kg load --format icews` and `kg events`: what is told, where it goes, how it ends."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from kg.cli import run
from kg.resources import data_dir
from tests.tables.coded import row, text, write

EXAMPLE = data_dir() / "coded" / "example-icews.tab"


def test_a_load_tells_what_became_of_the_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "store"
    lines = [row("icews"), row("icews", Event_ID="2", CAMEO_Code="77"), "too\tshort"]
    path = write(tmp_path / "a.tab", "icews", *lines)
    assert run(["load", str(path), "--format", "icews", "--store", str(store)]) == 0
    out, err = capsys.readouterr()
    assert not out
    told, *more = err.splitlines()
    head, _, where = told.partition(" rejected: ")
    assert head == "a.tab: 3 rows; 1 new events, 0 rows that mirror or repeat one; 2"
    assert [line.split("\t")[:2] for line in Path(where).read_text().splitlines()] == [
        ["3", "no code 77 in cameo-icews"], ["4", "2 columns, expected 20"],
    ]  # fmt: skip
    assert "not among the actors of the registry: Foreign Affairs (Russia) 1" in more[0]
    assert run(["load", str(path), "--format", "icews", "--store", str(store)]) == 0
    assert capsys.readouterr().err == "unchanged: a.tab\n"


def test_windows_lines_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.tab"
    path.write_bytes(text("icews", [row("icews", City="Málaga")]).encode("cp1252"))
    assert run(["load", str(path), "--format", "icews", "--store", str(tmp_path / "s")]) == 0
    assert "1 lines were read as Windows-1252" in capsys.readouterr().err


def test_a_file_of_another_kind_is_invalid_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["load", str(EXAMPLE), "--format", "gdelt", "--store", str(tmp_path / "s")]) == 1
    assert f"kg: {EXAMPLE}:1: not a file of gdelt" in capsys.readouterr().err


def test_without_a_table_it_is_said_how_one_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    registry = str(data_dir() / "registry" / "actors.yaml")
    assert run(["load", registry, "--store", str(tmp_path / "s")]) == 0
    capsys.readouterr()
    assert run(["events", "top", "--store", str(tmp_path / "s")]) == 3
    assert "`kg load --format icews|gdelt|polecat PATH…` makes one" in capsys.readouterr().err


def test_a_table_elsewhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--store", str(tmp_path / "s"), "--events", str(tmp_path / "e")]
    assert run(["load", str(EXAMPLE), "--format", "icews", *options]) == 0
    capsys.readouterr()
    assert (
        run(["events", "dyad", "Россия", "USA", "--by", "year", "--format", "csv", *options]) == 0
    )
    found = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(each["source_label"], each["events"]) for each in found] == [
        ("Russia", "17"), ("United States", "21"),
    ]  # fmt: skip
    assert not (tmp_path / "s" / "events").exists()
    assert run(["events", "top", "--since", "yesterday", *options]) == 2
    assert "a day such as" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["coded/dyad --a RUS --b USA", "coded/top", "coded/matrix"])
def test_that_counts_are_not_in_the_store_yet_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    store = ("--store", str(tmp_path / "store"))
    registry = str(data_dir() / "registry" / "actors.yaml")
    assert run(["load", registry, *store]) == 0
    assert run(["query", *name.split(), *store]) == 0
    assert "kg events quads" not in capsys.readouterr().err  # no coded events either
    assert run(["load", str(EXAMPLE), "--format", "icews", *store]) == 0
    capsys.readouterr()
    assert run(["query", *name.split(), *store]) == 0
    [told] = capsys.readouterr().err.splitlines()
    assert "their counts are not in the store: `kg events quads`" in told
    page = str(tmp_path / "answer.html")
    assert run(["view", "query", *name.split(), "-o", page, *store]) == 0
    assert "kg events quads" in capsys.readouterr().err
    assert run(["events", "quads", *store]) == 0
    capsys.readouterr()
    assert run(["query", *name.split(), *store]) == 0
    out, err = capsys.readouterr()
    assert not err
    assert "no rows" not in out


def test_the_formats_of_coded_events_are_named_where_no_other_fits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = ["--store", str(tmp_path / "store")]
    assert run(["load", str(EXAMPLE), *store]) == 1
    assert "coded events need --format icews, gdelt, polecat" in capsys.readouterr().err
    unclear = tmp_path / "a.jsonl"
    unclear.write_text('{"text": 5}\n', encoding="utf-8")
    assert run(["load", str(unclear), *store]) == 1
    told = capsys.readouterr().err
    assert "several formats are possible" in told
    assert "coded events" not in told
    assert "nearest" not in told, "a file is not like itself"
