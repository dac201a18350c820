"""The page of Russia and the United States from the first article, whose every word is known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg
from kg.iris import ID
from kg.resources import data_dir

if TYPE_CHECKING:
    from tests.views.conftest import Open

SHEET = "2025-04-10-istanbul.hi.yaml"
TEXT = (data_dir() / "articles/russia-us/2025-04-10-istanbul.hi.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def relation() -> kg.Relation:
    graph = kg.open()
    graph.load(data_dir() / "registry", data_dir() / "articles/russia-us" / SHEET)
    return graph.relation("रूस", "США")


@pytest.fixture(scope="module", params=["en", "hi", "ru"])
def html(
    request: pytest.FixtureRequest, relation: kg.Relation, tmp_path_factory: pytest.TempPathFactory
) -> str:
    path: Path = relation.view(tmp_path_factory.mktemp("view") / "page.html", lang=request.param)
    return path.read_text(encoding="utf-8")


def test_everything_of_the_relation_is_drawn(
    open_page: Open, html: str, relation: kg.Relation
) -> None:
    opened = open_page(html)
    drawn = opened.page.evaluate(
        "relationPage.pieces()"
        ".filter(node => ['party', 'event', 'matter', 'agreement'].includes(node.look))"
        ".map(node => node.item)"
    )
    network = relation.network()
    assert sorted(drawn) == sorted(network.nodes)
    kinds = [data["kind"] for _, data in network.nodes(data=True)]
    assert kinds.count("matter") >= 10
    assert kinds.count("agreement") == 1
    assert kinds.count("party") == 2


def test_a_click_on_a_matter_shows_the_hindi_words_their_speaker_and_who_passed_them_on(
    open_page: Open, html: str
) -> None:
    opened = open_page(html, at="tab=network")
    opened.click_item(f"{ID}matter/rus-usa-movement-of-diplomats")
    quotes = opened.page.locator("#panel mark.quote").all_text_contents()
    assert quotes
    assert all(quote in TEXT for quote in quotes)
    panel = opened.page.locator("#panel").inner_text()
    names = {"Alexander Darchiev", "अलेक्जेंड्र डार्चिएव", "Александр Дарчиев"}
    assert any(name in panel for name in names)
    assert any(name in panel for name in ("TASS", "टैस", "ТАСС"))


def test_every_quote_of_the_evidence_is_the_characters_between_its_offsets(
    relation: kg.Relation,
) -> None:
    evidence = relation.evidence()
    assert len(evidence) > 100
    for one in evidence.values():
        assert TEXT[one.start : one.end] == one.quote
        assert TEXT[: one.start].endswith(one.prefix)
        assert TEXT[one.end :].startswith(one.suffix)


def test_both_readings_of_a_trap_are_shown_with_the_reason(relation: kg.Relation) -> None:
    corrected = [one for one in relation.evidence().values() if one.corrected]
    assert len(corrected) >= 30
    assert all(one.literal and one.reason for one in corrected)
    # one pair says the same of other words: the agent that the translation lost has no place in it
    assert sum(one.literal == one.corrected for one in corrected) <= 2
