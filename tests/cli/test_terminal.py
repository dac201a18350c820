"""The command line where somebody sits before it: progress, widths, nothing that is no text."""

from __future__ import annotations

import re
from pathlib import Path

from rich.cells import cell_len

from tests import sheets
from tests.cli.conftest import Terminal

_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def test_a_load_shows_its_stages(terminal: Terminal, tmp_path: Path) -> None:
    sheets.registry(tmp_path)
    code, shown = terminal("load", tmp_path, "--store", tmp_path / "store")
    assert code == 0
    for stage in ("read", "written"):
        assert stage in shown
    assert "100%" in shown
    # the bars are wiped away: what stays is the sentence
    assert re.search(r"\n1 loaded; [\d,]+ quads written\n\Z", _ESCAPES.sub("\n", shown))


def test_the_ledger_fits_into_a_hundred_columns(terminal: Terminal) -> None:
    code, shown = terminal("query", "commitments/ledger", "--a", "RUS", "--b", "USA")
    assert code == 0
    lines = _ESCAPES.sub("", shown).splitlines()
    assert max(map(cell_len, lines)) <= 100
    assert lines[0] == "The two-sided ledger: a = Russia, b = United States"
    found = next(number for number, line in enumerate(lines) if "Uninterrupted banking" in line)
    rows = [re.split(r" {2,}", line.strip()) for line in lines[found : found + 3]]
    assert rows[0][-2:] == ["formalised", "formalised"]
    assert rows[1][1:3] == ["2025-04-10", "2025-04-10"]
    assert "confirmed" in rows[2]
    assert re.search(r"the same in every row: a_texts \d+, a_read \d+", shown)


def test_a_zip_is_not_for_a_terminal(terminal: Terminal) -> None:
    code, shown = terminal("export", "--format", "csv")
    assert code == 2
    assert shown == (
        "kg: csv is a zip, which no terminal shows; give -o FILE (see `kg export --help`)\n"
    )


def test_quads_are(terminal: Terminal) -> None:
    code, shown = terminal("export", "--format", "trig")
    assert code == 0
    assert "@prefix br:" in shown
