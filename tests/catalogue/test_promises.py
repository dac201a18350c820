"""The life of promises in both relations, from the shipped data on every engine."""

from __future__ import annotations

from kg.graph import Graph
from tests.asking import rows, tail

FLIGHTS = "matter/rus-usa-direct-flights"
INDIAN_FLIGHTS = "matter/ind-chn-direct-flights"


def test_flights_month_by_month_by_both_accounts(graph: Graph) -> None:
    found = {
        (row["month"], tail(row["axis"])): row
        for row in rows(graph, "commitments/months", matter=FLIGHTS, a="RUS", b="USA")
    }
    assert tail(found["2025-02", "stage"]["a_status"]) == "proposed"
    assert tail(found["2025-04", "stage"]["a_status"]) == "discussed"
    # no US speaker affirms any step of it in the whole span
    assert {row["b_status"] for row in found.values()} == {None}
    assert tail(found["2025-09", "answer"]["a_status"]) == "unanswered"
    changed = [key for key, row in found.items() if row["changed"]]
    assert ("2025-03", "stage") not in changed
    both = {
        (row["month"], tail(row["axis"]), tail(row["party"])): row
        for row in rows(graph, "commitments/months", matter=INDIAN_FLIGHTS, a="IND", b="CHN")
    }
    assert tail(both["2025-01", "stage", ""]["a_status"]) in ("agreed", "agreedInPrinciple")
    assert tail(both["2025-01", "stage", ""]["b_status"]) in ("agreed", "agreedInPrinciple")


def test_what_is_tied_to_what(graph: Graph) -> None:
    found = rows(graph, "commitments/conditions", a="RUS", b="USA")
    flights = [row for row in found if tail(row["matter"]) == "rus-usa-direct-flights"]
    lavrov = next(
        row for row in flights if tail(row["speaker"]) == "lavrov" and row["tie"] == "condition"
    )
    assert tail(lavrov["depends_on"]) == "rus-usa-sanctions-on-aeroflot"
    assert lavrov["come_about"] == "no"
    assert {tail(row["depends_on"]) for row in flights if row["tie"] == "link"} == {
        "rus-usa-ukraine-settlement"
    }
    # that the US ties flights to Ukraine only Russian speakers tell
    assert {tail(row["account"]) for row in flights} == {"RUS"}
    rivers = next(
        row
        for row in rows(graph, "commitments/conditions", a="IND", b="CHN")
        if tail(row["matter"]) == "ind-chn-river-data"
    )
    assert tail(rivers["depends_on"]) == "ind-chn-river-memoranda-renewal"


def test_which_promises_of_january_were_kept_by_october(graph: Graph) -> None:
    found = {
        tail(row["matter"]): (tail(row["performance"]), str(row["performed"] or ""), row["days"])
        for row in rows(
            graph, "commitments/fulfilled", a="IND", b="CHN", since="2025-01-01",
            until="2025-01-31", valid_at="2025-10-31",
        )
    }  # fmt: skip
    assert found == {
        "ind-chn-air-services-agreement": ("", "", None),
        "ind-chn-direct-flights": ("fulfilled", "2025-10-26", 272),
        "ind-chn-journalists": ("", "", None),
        "ind-chn-river-experts-meeting": ("fulfilled", "2025-04-01", 64),
        "ind-chn-yatra-2025": ("fulfilled", "2025-06-20", 144),
    }


def test_lags_are_told_for_one_relation_and_for_all(graph: Graph) -> None:
    every = rows(graph, "commitments/lags")
    one = rows(graph, "commitments/lags", a="RUS", b="USA")
    assert {tail(row["a"]) for row in every} == {"CHN", "RUS"}
    assert len(one) == sum(tail(row["a"]) == "RUS" for row in every)
    banking = next(row for row in one if tail(row["matter"]) == "rus-usa-mission-banking")
    # the Russian ministry on 28 February, the State Department on 10 April
    assert (str(banking["start"]), str(banking["end"])) == ("2025-02-28", "2025-04-10")
    assert (banking["days"], banking["first"], banking["second"]) == (41, "RUS", "USA")
    medians = {
        (row["kind"], tail(row["a"])): (row["n"], int(row["median"]))
        for row in rows(graph, "commitments/lag-medians")
    }
    assert medians["agreed in principle to fulfilled", ""] == (7, 184)
    assert medians["one side's word to the other's", "RUS"] == (6, 0)


def test_a_part_that_was_done_is_named(graph: Graph) -> None:
    parts = {
        (tail(row["matter"]), str(row["part"])): (tail(row["step"]), str(row["date"]))
        for row in rows(graph, "commitments/parts", a="IND", b="CHN")
    }
    assert parts["ind-chn-direct-flights", "first flight, Kolkata-Guangzhou"] == (
        "performPart",
        "2025-10-26",
    )
    assert parts["ind-chn-fertilisers", "urea"][0] == "performPart"
    assert rows(graph, "commitments/parts", a="RUS", b="USA")


def test_property_that_is_held_back_has_a_holder_and_an_account(graph: Graph) -> None:
    found = rows(graph, "commitments/property", a="RUS", b="USA")
    assert {tail(row["matter"]) for row in found} == {
        "rus-usa-access-to-property",
        "rus-usa-property-road-map",
    }
    debtors = {
        (tail(row["side"]), tail(row["value"]))
        for row in found
        if tail(row["property"]) == "ontology#debtor" and row["side"]
    }
    assert ("RUS", "USA") in debtors
    assert any(tail(row["value"]) == "refuse" for row in found)
    pilgrims = rows(graph, "commitments/property", a="IND", b="CHN", issue="issue:pilgrimage")
    assert {tail(row["matter"]) for row in pilgrims} >= {"ind-chn-yatra-2025"}


def test_measures_that_answered_others(graph: Graph) -> None:
    found = rows(graph, "commitments/tit-for-tat", a="IND", b="CHN")
    assert [(tail(row["subject"]), tail(row["response_to"])) for row in found] == [
        ("ind-chn-visas", "ind-tourist-visas-reopened-2025-07-24")
    ]
    assert tail(found[0]["side"]) == "CHN"


def test_no_act_of_the_shipped_data_is_illegal(graph: Graph) -> None:
    for a, b in (("RUS", "USA"), ("IND", "CHN")):
        assert rows(graph, "commitments/illegal", a=a, b=b) == []


def test_notes_form_one_agreement_and_the_last_is_marked(graph: Graph) -> None:
    found = [
        row
        for row in rows(graph, "agreements/instruments", a="RUS", b="USA")
        if row["instruments"] == "exchangeOfNotes"
    ]
    assert [(tail(row["event"]), str(row["date"]), row["last"]) for row in found] == [
        ("rus-usa-exchange-of-notes-2025-04-10", "2025-04-10", True)
    ]
    august = [
        (str(row["date"]), row["last"])
        for row in rows(graph, "agreements/instruments", a="IND", b="CHN")
        if tail(row["agreement"]) == "ind-chn-trade-and-river-understanding-2025-08"
    ]
    assert august == [("2025-08-18", False), ("2025-08-19", True)]


def test_the_genealogy_of_promises(graph: Graph) -> None:
    links = {
        (tail(row["subject"]), tail(row["link"]), tail(row["object"]))
        for pair in (("RUS", "USA"), ("IND", "CHN"))
        for row in rows(graph, "agreements/genealogy", a=pair[0], b=pair[1])
    }
    # the pilgrimage from 2026 on is a promise of its own
    assert ("ind-chn-yatra-from-2026", "ontology#renews", "ind-chn-yatra-2025") in links
    notes = "rus-usa-notes-on-mission-banking-2025-04-10"
    assert (notes, "ontology#confers", "rus-usa-mission-banking") in links
    whole = "rus-usa-normal-work-of-missions"
    assert ("rus-usa-mission-banking", "ontology#partOfMatter", whole) in links
