"""The JSON Schema takes what the loader takes, and an editor sees the usual mistakes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from kg.model.schema import sheet_schema
from kg.resources import data_dir
from tests import sheets

SHEETS = sorted(data_dir().rglob("*.yaml"))


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    return Draft202012Validator(sheet_schema())


class Editor(yaml.CBaseLoader):
    """Reads as an editor does, by YAML 1.2: numbers and truth values, but no dates."""


Editor.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"-?[0-9]+\Z"), list("-0123456789")
)
Editor.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(true|false)\Z"), list("tf"))
Editor.add_constructor("tag:yaml.org,2002:int", lambda _, node: int(node.value))
Editor.add_constructor("tag:yaml.org,2002:bool", lambda _, node: node.value == "true")


def read(path: Path) -> Any:
    return yaml.load(path.read_bytes(), Loader=Editor)  # noqa: S506 - it makes plain values only


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(sheet_schema())


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_the_sheets_of_the_project_conform(path: Path, validator: Draft202012Validator) -> None:
    validator.validate(read(path))


def test_values_may_be_written_bare(tmp_path: Path, validator: Draft202012Validator) -> None:
    validator.validate(read(sheets.registry(tmp_path)))
    validator.validate(read(sheets.article(tmp_path)))


def test_a_year_is_a_date(tmp_path: Path, validator: Draft202012Validator) -> None:
    body = sheets.BODY.replace("said_on: 2025-03-03", "said_on: 2025")
    validator.validate(read(sheets.article(tmp_path, body=body)))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("issue: bilateralRelations", "issue: bilateralRelation"),
        ("act: agree,", "act: agreed,"),
        ("attribution: reported", "attribution: alleged"),
        ("speaker: envoy", "speeker: envoy"),
        ("parties: [FRA, DEU]", "parties: [FRA]"),
        ("label: {en: Talks in Bonn{n}}", "label: Talks in Bonn"),
        ("label: {en: Talks in Bonn{n}}", "label: {english: Talks in Bonn}"),
        ("exact: The two ministries, ", ""),
    ],
)
def test_mistakes_do_not_conform(
    right: str, wrong: str, tmp_path: Path, validator: Draft202012Validator
) -> None:
    assert right in sheets.BODY
    broken = sheets.article(tmp_path, body=sheets.BODY.replace(right, wrong))
    assert not validator.is_valid(read(broken))
