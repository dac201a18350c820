"""Events of both relations, from the shipped data on every engine; rows checked by hand."""

from __future__ import annotations

from kg.graph import Graph
from tests.asking import rows, tail

FEBRUARY = "event/istanbul-consultations-2025-02-27"
APRIL = "event/istanbul-talks-2025-04-10"
JANUARY = "event/misri-sun-weidong-beijing-2025-01-27"


def test_points_say_what_was_agreed_and_by_whose_account(graph: Graph) -> None:
    told = {
        (tail(row["matter"]), tail(row["stage"]), tail(row["account"]))
        for row in rows(graph, "commitments/points", event=APRIL)
    }
    # Moscow calls the next meeting agreed in principle, Washington says it was discussed
    assert ("rus-usa-follow-up-meeting", "agreedInPrinciple", "RUS") in told
    assert ("rus-usa-follow-up-meeting", "discussed", "USA") in told
    assert not any(
        who == "USA" and stage in ("agreed", "agreedInPrinciple") for _, stage, who in told
    )
    assert ("rus-usa-direct-flights", "raised", "RUS") in told


def test_points_of_january_are_told_by_both(graph: Graph) -> None:
    told = {
        (tail(row["matter"]), tail(row["account"]))
        for row in rows(graph, "commitments/points", event=JANUARY)
        if tail(row["stage"]) in ("agreed", "agreedInPrinciple")
    }
    for matter in ("ind-chn-direct-flights", "ind-chn-yatra-2025", "ind-chn-journalists"):
        assert {(matter, "IND"), (matter, "CHN")} <= told
    # the experts on rivers are in India's text alone
    assert ("ind-chn-river-experts-meeting", "IND") in told
    assert ("ind-chn-river-experts-meeting", "CHN") not in told


def test_heads_of_delegation_have_the_posts_of_that_day(graph: Graph) -> None:
    def heads(event: str) -> dict[str, tuple[str, str]]:
        return {
            tail(row["participant"]): (row["post"], tail(row["level"]))
            for row in rows(graph, "events/delegations", event=event)
            if tail(row["role"]) == "headOfDelegation"
        }

    assert heads(FEBRUARY)["darchiev"] == ("Director of the North Atlantic Department", "director")
    post, level = heads(APRIL)["darchiev"]
    assert "Ambassador of Russia to the United States" in post
    assert level == "ambassador"
    assert heads(APRIL)["coulter"] == ("Deputy Assistant Secretary of State", "director")
    assert heads(JANUARY)["misri"][0] == "Foreign Secretary of India"


def test_both_rounds_had_the_same_heads_and_russia_raised_its_level(graph: Graph) -> None:
    found = rows(graph, "actors/attendance", first=FEBRUARY, second=APRIL)
    people = {tail(row["participant"]): row["standing"] for row in found if row["participant"]}
    assert people["darchiev"] == people["coulter"] == "both"
    levels = {tail(row["side"]): row["standing"] for row in found if not row["participant"]}
    assert levels == {"RUS": "raised", "USA": "same"}


def test_what_became_of_the_points_of_february(graph: Graph) -> None:
    outcome = {
        tail(row["matter"]): row["outcome"]
        for row in rows(graph, "commitments/compare", first=FEBRUARY, second=APRIL)
    }
    assert outcome["rus-usa-property-road-map"] == "advanced"
    assert outcome["rus-usa-hiring-of-local-staff"] == "reaffirmed"
    assert outcome["rus-usa-istanbul-proposals"] == "new"
    # the notes on banking were an event of their own that day
    assert outcome["rus-usa-mission-banking"] == "not mentioned"


def test_readouts_stand_side_by_side(graph: Graph) -> None:
    said = {
        (tail(row["about"]), tail(row["property"])): row
        for row in rows(graph, "events/readouts", event=APRIL, a="RUS", b="USA")
    }
    meeting = said["rus-usa-follow-up-meeting", "ontology#actType"]
    assert meeting["said_by"] == "differently"
    assert (meeting["a_says"], meeting["b_says"]) == ("agreeInPrinciple", "discuss")
    assert said["rus-usa-hiring-of-local-staff", "ontology#actType"]["said_by"] == "b"
    assert said["rus-usa-normal-work-of-missions", "ontology#actType"]["said_by"] == "both"


def test_announced_meetings_were_held_put_off_or_cancelled(graph: Graph) -> None:
    found = {tail(row["event"]): row for row in rows(graph, "events/announced", a="RUS", b="USA")}
    assert found["alaska-summit-2025-08-15"]["outcome"] == "held"
    budapest = found["rus-usa-budapest-meeting-planned-2025-10"]
    assert tail(budapest["a_status"]) == "postponed"
    assert tail(budapest["b_status"]) == "cancelled"
    assert found["rus-usa-meeting-after-istanbul-2025-04-10"]["b_status"] is None
    other = {tail(row["event"]): row for row in rows(graph, "events/announced", a="IND", b="CHN")}
    assert {row["outcome"] for row in other.values()} == {"held"}
    assert "wang-yi-visit-new-delhi-2025-08-18" in other
    # as of the spring of 2025 the talks of the summer are ahead, or not known of
    spring = rows(graph, "events/announced", a="RUS", b="USA", valid_at="2025-03-01")
    assert [(tail(row["event"]), row["outcome"]) for row in spring] == [
        ("istanbul-talks-2025-04-10", "to come")
    ]


def test_a_meeting_in_a_third_country_counts_once(graph: Graph) -> None:
    of_2025 = {"since": "2025-01-01", "until": "2025-12-31"}
    found = rows(graph, "events/third-country", a="RUS", b="USA", **of_2025)
    assert [(tail(row["event"]), tail(row["country"])) for row in found] == [
        ("riyadh-talks-2025-02-18", "saudi-arabia"),
        ("istanbul-consultations-2025-02-27", "turkiye"),
        ("riyadh-expert-talks-2025-03-24", "saudi-arabia"),
        ("istanbul-talks-2025-04-10", "turkiye"),
        ("rus-usa-prisoner-swap-2025-04-10", "united-arab-emirates"),
        ("lavrov-rubio-meeting-2025-07-10", "malaysia"),
    ]
    # the exchange of notes is a part of the talks of 10 April, not a meeting of its own
    assert found[3]["parts"] == 1
    assert found[4]["mediators"] == "ARE"
    both = rows(graph, "events/third-country", a="IND", b="CHN")
    assert [tail(row["country"]) for row in both] == ["russia", "brazil", "south-africa"]


def test_two_events_are_linked_by_a_source_or_only_told_together(graph: Graph) -> None:
    linked = rows(graph, "events/links", first=APRIL, second=FEBRUARY)
    assert {row["link"] for row in linked} == {"claimed", "common matter", "told together"}
    assert {tail(row["property"]) for row in linked if row["link"] == "claimed"} == {
        "ontology#follows"
    }
    swap = "event/rus-usa-prisoner-swap-2025-04-10"
    assert {row["link"] for row in rows(graph, "events/links", first=APRIL, second=swap)} == {
        "told together"
    }


def test_who_only_gives_the_room_has_no_relation_with_those_who_meet(graph: Graph) -> None:
    found = rows(graph, "relations/parties")
    pairs = {(tail(row["a"]), tail(row["b"])) for row in found}
    assert {("RUS", "USA"), ("CHN", "IND")} <= pairs
    # Modi met Xi in Kazan, Lavrov and Rubio in Riyadh and in Kuala Lumpur
    assert not pairs & {("CHN", "RUS"), ("IND", "RUS"), ("RUS", "SAU"), ("MYS", "RUS")}


def test_what_is_told_of_an_act_counts_for_the_event_where_it_was_done(graph: Graph) -> None:
    for row in rows(graph, "events/timeline", a="RUS", b="USA"):
        if row["acts"]:
            assert row["claims"]
            assert row["documents"]
