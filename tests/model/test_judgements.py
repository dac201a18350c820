"""A sheet of judgements: what it takes, what it refuses and where, and that it comes back."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from kg.errors import InvalidInputError, SchemaProblem
from kg.loaders.sheet import dump, load
from kg.model import Judgements
from kg.model.schema import sheet_schema
from tests import sheets

SHEET = """\
kind: judgements
id: judged
judgements:
  - form: la ministre
    language: fr
    document: test/bonn
    as: actor/envoy
    verdict: same
    by: tester
    date: 2025-03-05
    reason: She is named in the line above.
  - node: actor/agency
    as: actor/de-ministry
    verdict: different
    by: tester
    date: 2025-03
    reason: One is an outlet.
"""


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    text = SHEET
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return sheets.write(folder, "judged.yaml", text)


def problem(path: Path) -> SchemaProblem:
    with pytest.raises(InvalidInputError) as caught:
        load(path)
    (found,) = caught.value.problems
    assert isinstance(found, SchemaProblem)
    return found


def test_a_sheet_loads_and_is_written_the_same(tmp_path: Path) -> None:
    sheet = load(written(tmp_path)).sheet
    assert isinstance(sheet, Judgements)
    assert [one.verdict for one in sheet.judgements] == ["same", "different"]
    assert sheet.judgements[0].as_ == "actor/envoy"
    dump(sheet, tmp_path / "again.yaml")
    assert load(tmp_path / "again.yaml").sheet == sheet


def test_it_conforms_to_the_json_schema(tmp_path: Path) -> None:
    validator = Draft202012Validator(sheet_schema())
    read = yaml.safe_load(written(tmp_path).read_text(encoding="utf-8"))
    for one in read["judgements"]:
        one["date"] = str(one["date"])
    validator.validate(read)
    read["judgements"][0]["verdict"] = "maybe"
    assert not validator.is_valid(read)


def test_it_declares_nothing_and_refers_to_what_is_judged(tmp_path: Path) -> None:
    sheet = load(written(tmp_path)).sheet
    assert [*sheet.declared()] == []
    assert {reference for reference, _ in sheet.references()} == {
        "actor/envoy",
        "actor/agency",
        "actor/de-ministry",
    }


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (("verdict: same", "verdict: perhaps"), 8, "scheme verdict"),
        (("    reason: One is an outlet.\n", ""), 11, "reason"),
        (("node: actor/agency", "node: place/agency"), 11, "two nodes of one kind"),
        (("node: actor/agency", "node: actor/de-ministry"), 11, "two nodes of one kind"),
        (("node: actor/agency", "node: actor/agency\n    form: agency"), 11, "either a form or"),
        (("node: actor/agency", "language: en\n    node: actor/agency"), 11, "belong to"),
        (("node: actor/agency", "nodes: actor/agency"), 11, "nodes"),
    ],
)
def test_what_is_refused_and_where(
    tmp_path: Path, change: tuple[str, str], line: int, words: str
) -> None:
    found = problem(written(tmp_path, change))
    assert words in str(found)
    assert found.line >= line


def test_nobody_judges_one_thing_twice(tmp_path: Path) -> None:
    twice = SHEET + SHEET.partition("judgements:\n")[2].partition("  - node")[0]
    found = problem(sheets.write(tmp_path, "judged.yaml", twice))
    assert "tester judges la ministre as actor/envoy twice" in str(found)
