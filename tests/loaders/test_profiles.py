"""The profiles that say what labels mean, as files of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InvalidInputError
from kg.loaders.base import Reading
from kg.loaders.profiles import profile_of
from tests.loaders.reading import problem, put


def test_the_profile_of_the_documentation_loads(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs/annotations.md").read_text(encoding="utf-8")
    (block,) = [one for one in text.split("```yaml\n")[1:] if one.startswith("profile:")]
    path = tmp_path / "my.yaml"
    path.write_text(block.partition("```")[0], encoding="utf-8")
    profile = profile_of(path)
    assert profile.document.publisher == "tass"
    assert profile.event("Contact.Meeting")
    assert profile.role("Participant3")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("profile: x\nentities:\n  A: {actor: Persn}\n", "3:14: wrong value of entities.A.actor"),
        ("profile: x\nentitys: {}\n", "2:1: entitys: unknown key"),
        ("entities: {}\n", "profile: the key is missing"),
        ("profile: x\nentities:\n  A: {}\n", "expected one of actor, place, date and event"),
    ],
)
def test_what_is_wrong_with_a_profile_is_told(written: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "my.yaml"
    path.write_text(written)
    with pytest.raises(InvalidInputError) as caught:
        profile_of(path)
    assert told in str(caught.value)


def test_no_profile_of_that_name(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jsonl", {"text": "Ann", "label": [[0, 3, "PER"]]})
    assert "no profile 'nerl'; expected a file, or one of" in problem(path, Reading(profile="nerl"))
    assert "nearest: nerel" in problem(path, Reading(profile="nerl"))
