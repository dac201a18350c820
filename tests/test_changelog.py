"""The change log names what a release brings to those who use the ontology."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from kg.vocab.concepts import CONCEPTS
from kg.vocab.terms import CLASSES, PROPERTIES

HOME = Path(__file__).parents[1]
TEXT = (HOME / "CHANGELOG.md").read_text(encoding="utf-8")


def items(what: str) -> set[str]:
    """What all releases list as added, less what they list as removed."""
    named: dict[str, set[str]] = {"added": set(), "removed": set()}
    for how, listed in re.findall(
        rf"^- {what} (added|removed): (.*?)\.$", TEXT, re.MULTILINE | re.DOTALL
    ):
        named[how] |= set(re.findall(r"`([^`]+)`", listed))
    return named["added"] - named["removed"]


def test_the_version_has_an_entry() -> None:
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"\n## [{project['version']}] - " in TEXT


@pytest.mark.parametrize(
    ("what", "there"),
    [
        ("Classes", set(CLASSES)),
        ("Properties", set(PROPERTIES)),
        ("Concept schemes", set(CONCEPTS) - {"actor-class"}),
    ],
)
def test_what_the_ontology_has_was_announced(what: str, there: set[str]) -> None:
    assert items(what) == there
