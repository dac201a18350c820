"""How each free word for a status became an act: the tables of the documentation, recounted."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from kg.loaders import sheet as loader
from kg.model import Chronicle, Citation
from kg.resources import data_dir

ROOT = Path(__file__).parents[2]
#: which ids are tellings of one step, and the heading under which it is documented
CHRONICLES = {
    "russia-us": (r"(c-.+-\d{4}-\d{2}(?:-\d{2})?(?:-\d)?)-[a-z]", "Russia and the United States"),
    "india-china": (r"(c\d\d-\d{4}-\d\d(?:-\d\d)?-[a-z]).*", "India and China"),
}


def first_tellings(name: str) -> list[Citation]:
    """The first telling of each step, in the order of the sheet."""
    chronicle = loader.load(data_dir() / "chronicles" / f"{name}.yaml").sheet
    assert isinstance(chronicle, Chronicle)
    found: dict[str, Citation] = {}
    for statement in chronicle.statements:
        if match := re.fullmatch(CHRONICLES[name][0], statement.id or ""):
            found.setdefault(match[1], statement)
    return list(found.values())


def became(statement: Citation) -> str:
    """What a step was turned into: its act, or the claim that stands in its place."""
    said = statement.says[0]
    if said.act is None:
        return next(claimable.key for claimable, _ in said.properties)
    return f"{said.act} (denied)" if said.stance == "denies" else said.act


def table(name: str) -> list[str]:
    """Word, act, how often, how often judged; the commonest word first."""
    rows: Counter[tuple[str, str]] = Counter()
    judged: Counter[tuple[str, str]] = Counter()
    for statement in first_tellings(name):
        assert statement.coded_from is not None
        row = statement.coded_from.word, became(statement)
        rows[row] += 1
        judged[row] += bool(statement.coded_from.reason)
    total: Counter[str] = Counter()
    for (word, _), number in rows.items():
        total[word] += number
    ordered = sorted(rows, key=lambda row: (-total[row[0]], row[0], -rows[row], row[1]))
    return [
        f"| {word} | `{act}` | {rows[word, act]} | {judged[word, act]} |" for word, act in ordered
    ]


@pytest.mark.parametrize(("name", "steps"), [("russia-us", 107), ("india-china", 109)])
def test_the_documentation_tells_how_each_word_was_mapped(name: str, steps: int) -> None:
    assert len(first_tellings(name)) == steps
    text = (ROOT / "docs" / "chronicles.md").read_text(encoding="utf-8")
    section = text.partition(f"## {CHRONICLES[name][1]}")[2].partition("\n## ")[0]
    assert re.findall(r"^\| .* \| `.*$", section, re.MULTILINE) == table(name)
