"""From chronicles to quads: pages, citations, and when a claim was published."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from kg.iris import BR, ID
from kg.mapping import map_sheet, page_reference
from kg.model import Source
from tests.chronicles import act, chronicle, page, statement

PROV = "http://www.w3.org/ns/prov#"


def triples(*statements: dict[str, Any], **more: Any) -> list[tuple[str, str, str]]:
    lines = map_sheet(chronicle(*statements, **more)).nquads.decode().splitlines()
    found = (re.fullmatch(r"(\S+) (\S+) (.+) <\S+> \.", line) for line in lines)
    return [match.groups() for match in found if match]  # type: ignore[misc]


def values(found: list[tuple[str, str, str]], predicate: str) -> list[str]:
    return [value for _, each, value in found if each == f"<{predicate}>"]


def number(text: str) -> int:
    return int(text.split('"')[1])


def reported(*pages: dict[str, Any]) -> tuple[int, int]:
    told = statement(act("agree"), cites=[each["id"] for each in pages])
    found = triples(told, sources=list(pages))
    (first,), (last,) = (values(found, f"{BR}reportedDay{end}") for end in ("", "To"))
    return number(first), number(last)


def test_a_claim_was_published_with_the_first_page_that_carries_it() -> None:
    early = page("a", published="2025-03-04")
    late = page("b", published="2025-03-09")
    assert reported(late, early) == (date(2025, 3, 4).toordinal(),) * 2


def test_a_page_without_a_date_can_be_of_any_day_until_it_was_coded() -> None:
    assert reported(page("a")) == (0, date(2025, 6, 1).toordinal())


def test_an_interval_is_possible_from_its_first_day_and_certain_from_its_last() -> None:
    vague = page("a", published="2025-03-04/2025-03-20", published_basis="no date on the page")
    assert reported(vague) == (date(2025, 3, 4).toordinal(), date(2025, 3, 20).toordinal())


def test_the_first_source_is_the_one_that_had_been_published_for_certain() -> None:
    vague = page("a", published="2025-03-01/2025-05-01")
    sure = page("b", published="2025-03-09")
    found = triples(statement(act("agree"), cites=["a", "b"]), sources=[vague, sure])
    (first,) = values(found, f"{BR}firstSource")
    assert first == f"<{ID}{page_reference(Source.model_validate(sure))}>"
    assert len(values(found, f"{PROV}hadPrimarySource")) == 2


def test_one_url_is_one_page_in_every_chronicle() -> None:
    one, other = Source.model_validate(page("a")), Source.model_validate({**page("a"), "id": "z"})
    assert page_reference(one) == page_reference(other)


def test_a_text_that_we_hold_is_that_document() -> None:
    held = {"id": "a", "document": "test/bonn", "language": "en"}
    found = triples(statement(act("agree"), cites="a"), sources=[held])
    assert set(values(found, f"{PROV}hadPrimarySource")) == {f"<{ID}document/test/bonn>"}
    # what it is, its own sheet says
    assert f"<{ID}document/test/bonn>" not in {subject for subject, _, _ in found}


def test_a_claim_is_weak_only_if_all_its_pages_are() -> None:
    strong, weak = page("a"), page("b", weak=True)
    for cited, expected in ((["b"], 1), (["a", "b"], 0)):
        found = triples(statement(act("agree"), cites=cited), sources=[strong, weak])
        claims = {subject for subject, _, value in found if value == f"<{BR}Claim>"}
        marks = [s for s, p, _ in found if p == f"<{BR}weak>" and s in claims]
        assert len(marks) == expected


def test_a_step_is_told_with_its_agents_beside_the_claim() -> None:
    found = triples(
        statement(
            act("agree", byActor=["FRA", "DEU"]), {"about": "matter/m", "noAnswerFrom": "DEU"}
        )
    )
    steps = {(s, value) for s, p, value in found if p == f"<{BR}step>"}
    assert {value.rpartition("/")[2].rpartition("#")[2] for _, value in steps} == {
        "agree>", "noAnswerFrom>",
    }  # fmt: skip
    agents = sorted(value for _, p, value in found if p == f"<{BR}agent>")
    assert agents == [f"<{ID}actor/{slug}>" for slug in ("DEU", "DEU", "FRA")]


def test_a_citation_bears_its_gist_its_wording_and_what_it_was_coded_from() -> None:
    coded = {"word": "promised", "reason": "it waits for no answer"}
    found = triples(statement(act("undertake"), exact="we shall", coded_from=coded))
    assert values(found, f"{BR}gist") == ['"it is told"@en']
    assert values(found, f"{BR}quote") == ['"we shall"']
    assert values(found, f"{BR}statusWord") == ['"promised"']
    assert values(found, f"{BR}reason") == ['"it waits for no answer"']
