"""Who holds which post on a day: by the registry, and by what is affirmed in a text."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from tests import sheets

TEXT = "Ambassador Envoy spoke. Director Envoy spoke. Spokesman Envoy spoke. Envoy left.\n"


def told(exact: str, title: str, at: str, more: str = "") -> str:
    post = f"{{title: {{en: {title}}}, at: {at}}}"
    return (
        f"  - exact: {exact}\n    says:\n      - {{about: actor/envoy, holdsPost: {post}{more}}}\n"
    )


#: "Ambassador" at the ministry, where the registry has her from January to June 2025
AMBASSADOR = told("Ambassador Envoy spoke.", "Ambassador", "fr-ministry")
#: "Director" at another place, of which no dates are known
DIRECTOR = told("Director Envoy spoke.", "Director", "agency")


def posts(folder: Path, *statements: str, **parameters: str) -> list[tuple[object, object]]:
    """Title and dates of each row."""
    sheets.registry(folder)
    for number, body in enumerate(statements):
        sheets.article(folder, f"p{number}", body=f"statements:\n{body}", text=TEXT)
    graph = kg.open()
    graph.load(folder)
    rows = graph.query("actors/posts", **parameters).records()
    return [(row["title"], row["dates"]) for row in rows]


@pytest.mark.parametrize(
    ("day", "held"), [("2024-12-31", False), ("2025-01-01", True), ("2025-07-01", False)]
)
def test_a_post_is_held_on_its_days(tmp_path: Path, day: str, held: bool) -> None:
    assert bool(posts(tmp_path, AMBASSADOR, valid_at=day)) is held


def test_what_a_text_says_without_dates_gives_way_to_the_dates_on_record(tmp_path: Path) -> None:
    assert posts(tmp_path, AMBASSADOR) == [("Ambassador", "2025-01-01/2025-06-30")]


def test_a_post_without_dates_is_listed_once_however_many_tell_it(tmp_path: Path) -> None:
    assert posts(tmp_path, DIRECTOR, DIRECTOR, valid_at="2030-01-01") == [("Director", None)]


def test_the_basis_of_the_registry_is_not_lost_where_a_text_tells_the_post_too(
    tmp_path: Path,
) -> None:
    known = sheets.REGISTRY.replace(
        "since: 2025-01-01, until: 2025-06-30", "basis: Held in 2025 by the ministry"
    )
    sheets.registry(tmp_path, known)
    sheets.article(tmp_path, "p", body=f"statements:\n{AMBASSADOR}", text=TEXT)
    graph = kg.open()
    graph.load(tmp_path)
    (row,) = graph.query("actors/posts").records()
    assert row["basis"] == "Held in 2025 by the ministry"


@pytest.mark.parametrize("stance", ["denies", "doubts"])
def test_a_post_that_is_only_denied_or_doubted_is_not_held(tmp_path: Path, stance: str) -> None:
    said = told("Spokesman Envoy spoke.", "Spokesman", "agency").replace(
        "    says:", f"    stance: {stance}\n    says:"
    )
    assert "Spokesman" not in [title for title, _ in posts(tmp_path, said)]


def test_a_literal_reading_that_was_corrected_gives_no_post(tmp_path: Path) -> None:
    body = DIRECTOR.replace("- {about", "- {id: literal, about") + (
        "      - {id: better, corrects: literal, reason: {en: slip}, about: actor/envoy,\n"
        "         holdsPost: {title: {en: Deputy Director}, at: agency}}\n"
    )
    assert [title for title, _ in posts(tmp_path, body)] == ["Deputy Director", "Ambassador"]


@pytest.mark.parametrize(("actor", "count"), [("envoy", 1), ("FRA", 1), ("DEU", 0)])
def test_posts_are_asked_of_a_person_or_of_a_side(tmp_path: Path, actor: str, count: int) -> None:
    assert len(posts(tmp_path, actor=actor)) == count
