"""Who says what, alone, first, or against whom, from the shipped data on every engine."""

from __future__ import annotations

from kg.graph import Graph
from tests.asking import rows, tail


def test_what_one_side_says_and_the_other_never_confirmed(graph: Graph) -> None:
    found = {
        (tail(row["about"]), tail(row["status"])): row
        for row in rows(graph, "claims/one-sided", a="RUS", b="USA")
    }
    proposals = found["rus-usa-istanbul-proposals", "agreed"]
    assert (tail(proposals["said_by"]), proposals["other_stands"]) == ("RUS", "silent")
    assert proposals["other_texts"] > 50
    # the contacts of December: the embassy denies what Moscow tells
    december = found["rus-usa-follow-up-meeting", "partlyFulfilled"]
    assert december["other_stands"] == "denied"
    # Moscow calls the next meeting agreed, Washington discussed
    assert found["rus-usa-follow-up-meeting", "agreed"]["other_stands"] == "discussed"
    # both presidents' offices told of the truce of March
    assert ("rus-usa-energy-truce", "agreed") not in found
    assert found["rus-usa-direct-flights", "discussed"]["other_stands"] == "doubted"
    other = {
        (tail(row["about"]), tail(row["status"]), tail(row["said_by"]))
        for row in rows(graph, "claims/one-sided", a="IND", b="CHN")
    }
    assert ("ind-chn-air-services-agreement", "agreed", "IND") in other
    assert ("ind-chn-river-memoranda-renewal", "agreed", "CHN") in other


def test_each_saying_has_a_first_page(graph: Graph) -> None:
    found = rows(graph, "claims/relays", node="matter/rus-usa-follow-up-meeting")
    gusarov = next(row for row in found if tail(row["speaker"]) == "gusarov")
    assert (gusarov["relays"], tail(gusarov["outlet"])) == ("izvestia", "tass")
    assert gusarov["origin"] == "izvestia-2025-12-24-gusarov"
    sayings: dict[tuple[str, ...], list[bool]] = {}
    for row in found:
        key = tuple(str(row[name]) for name in ("speaker", "about", "property", "says"))
        sayings.setdefault(key, []).append(row["first"])
    assert all(marks[0] and not any(marks[1:]) for marks in sayings.values())
    assert any(len(marks) > 2 for marks in sayings.values())


def test_who_alleges_a_violation(graph: Graph) -> None:
    (only,) = rows(graph, "claims/violations", a="RUS", b="USA")
    assert tail(only["about"]) == "rus-usa-energy-truce"
    assert (tail(only["accused"]), only["word"], tail(only["side"])) == ("UKR", "alleges", "RUS")
    assert only["retracted"] is None
    steps = {tail(row["step"]) for row in rows(graph, "claims/violations", a="IND", b="CHN")}
    assert steps == {"callForCompliance", "protest"}


def test_who_spoke_differently_within_one_side(graph: Graph) -> None:
    told = {
        (tail(row["side"]), tail(row["about"]), row["told_by"], tail(row["stance"]))
        for row in rows(graph, "claims/split", a="RUS", b="USA")
    }
    assert ("RUS", "alaska-summit-2025-08-15", "ryabkov", "affirms") in told
    assert ("RUS", "alaska-summit-2025-08-15", "ushakov", "denies") in told
    # agreed in principle by the ambassador, discussed by his ministry
    assert {"darchiev", "rus-consulate-istanbul, rus-mfa"} <= {told_by for _, _, told_by, _ in told}


def test_a_chain_of_evidence_has_a_claim_and_words_for_every_link(graph: Graph) -> None:
    links = rows(
        graph, "claims/chain", a="RUS", b="USA",
        start="matter/rus-usa-mission-banking", end="matter/rus-usa-mission-visas",
    )  # fmt: skip
    assert len(links) == 2
    assert tail(links[0]["next"]) == tail(links[1]["node"])
    assert tail(links[-1]["next"]) == "rus-usa-mission-visas"
    assert all((row["quote"] or row["gist"]) and row["claim"] for row in links)
    nowhere = rows(
        graph, "claims/chain", a="RUS", b="USA",
        start="matter/rus-usa-mission-banking", end="matter/ind-chn-direct-flights",
    )  # fmt: skip
    assert nowhere == []


def test_formulas_stand_in_the_order_of_days_by_side(graph: Graph) -> None:
    found = rows(graph, "claims/formulas", matter="matter/rus-usa-direct-flights")
    russian = [row for row in found if tail(row["side"]) == "RUS"]
    said = [str(row["said"])[:7] for row in russian]
    assert said == sorted(said)
    # of the other side Rubio alone speaks of flights, and doubts that they are discussed
    american = {(tail(row["speaker"]), tail(row["stance"])) for row in found[len(russian) :]}
    assert american == {("rubio", "doubts"), ("rubio", "affirms")}
    speakers = [tail(row["speaker"]) for row in russian]
    assert speakers.index("darchiev") < speakers.index("lavrov") < speakers.index("ushakov")
    both = {tail(row["side"]) for row in rows(
        graph, "claims/formulas", matter="matter/ind-chn-direct-flights"
    )}  # fmt: skip
    assert {"IND", "CHN"} <= both
