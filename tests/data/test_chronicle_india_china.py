"""India and China, 2024 to 2026: what the chronicle has to hold, as a specification."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kg import dates
from kg.loaders import sheet as loader
from kg.model import Actor, Assertion, Chronicle, Citation, Participation, Registry, Source, Term
from kg.model.claims import Minutes
from kg.states import states

DATA = Path(__file__).parents[2] / "data"


def _chronicle() -> Chronicle:
    sheet = loader.load(DATA / "chronicles" / "india-china.yaml").sheet
    assert isinstance(sheet, Chronicle)
    return sheet


def _actors() -> dict[str, Actor]:
    actors: dict[str, Actor] = {}
    for path in sorted((DATA / "registry").glob("*.yaml")):
        sheet = loader.load(path).sheet
        if path.stem == "judgements":
            continue
        assert isinstance(sheet, Registry)
        actors |= {actor.id: actor for actor in sheet.actors}
    return actors


SHEET = _chronicle()
ACTORS = _actors()
STATES = {state.alpha3 for state in states()}
SOURCES = {source.id: source for source in SHEET.sources}
STATEMENTS = {statement.id or "": statement for statement in SHEET.statements}
EVENTS = {event.id: event for event in SHEET.events}

Said = tuple[Citation, Assertion]
SAID: list[Said] = [(statement, said) for statement in SHEET.statements for said in statement.says]

#: how many versions each of the disagreements has
VERSIONS = {
    1: 2, 2: 5, 3: 3, 4: 3, 5: 4, 6: 2, 7: 3, 8: 4, 9: 3, 10: 5, 11: 2, 12: 2,
    13: 3, 14: 4, 15: 2, 16: 2, 17: 2, 18: 2, 19: 3, 20: 3, 21: 2, 22: 2, 23: 6,
}  # fmt: skip

#: how many steps the life of each commitment has
STEPS = {
    1: 7, 2: 5, 3: 3, 4: 4, 5: 3, 6: 10, 7: 3, 8: 12, 9: 6, 10: 6,
    11: 5, 12: 7, 13: 8, 14: 1, 15: 7, 16: 6, 17: 3, 18: 2, 19: 7, 20: 4,
}  # fmt: skip

BOTH = {"actor/IND", "actor/CHN"}


def _side(actor: str) -> str | None:
    """The state for which somebody speaks; None where it is none or more than one."""
    if actor in STATES:
        return actor
    represented = ACTORS[actor].represents
    return _side(represented[0]) if len(represented) == 1 else None


def _acts(of: str, occasion: str, slot: str = "1") -> list[Said]:
    """Every telling of one act."""
    return [
        (statement, said)
        for statement, said in SAID
        if said.act and (said.of, said.in_ or said.when, said.slot) == (of, occasion, slot)
    ]


def _types(tellings: list[Said], speaker: str | None) -> set[str | None]:
    return {said.act for statement, said in tellings if statement.speaker == speaker}


def _values(reference: str, key: str) -> Iterator[tuple[Citation, str, Any]]:
    """What is claimed of a property of a node: the statement, its stance and the value."""
    for statement, said in SAID:
        if said.subject == reference:
            for claimable, value in said.properties:
                if claimable.key == key:
                    yield statement, said.stance or statement.stance, value


def _says(statement: str) -> list[Assertion]:
    return list(STATEMENTS[statement].says)


def _reason(statement: str) -> str:
    coded = STATEMENTS[statement].coded_from
    assert coded is not None
    return coded.reason or ""


# ------------------------------------------------------------------------------------- nothing lost


def test_all_events_are_declared_and_told_by_their_own_row() -> None:
    rows = [f"e{number:02}" for number in range(1, 51)]
    assert [id_ for id_ in STATEMENTS if re.fullmatch(r"e\d\d", id_)] == rows
    told = {said.about for row in rows for said in _says(row) if said.about and said.eventType}
    assert len(told & {f"event/{event}" for event in EVENTS}) >= 50
    for row in rows:
        assert STATEMENTS[row].speaker is None, row
        assert any(said.participation for said in _says(row)), row


def test_every_event_has_a_date_and_labels_in_english_and_hindi() -> None:
    for event in SHEET.events:
        assert event.date, event.id
        assert {"en", "hi"} <= set(event.label), event.id


def test_twenty_matters_are_followed_and_each_says_what_is_owed_by_whom() -> None:
    numbers = {id_[:3] for id_ in STATEMENTS if re.match(r"c\d\d-matter-", id_)}
    assert numbers == {f"c{number:02}" for number in range(1, 21)}
    owed = {
        said.subject for _, said in SAID if said.debtor and said.creditor and said.obligationKind
    }
    assert len(SHEET.matters) >= 20
    assert {f"matter/{matter.id}" for matter in SHEET.matters[:20]} <= owed
    for matter in SHEET.matters:
        assert {"en", "hi"} <= set(matter.label), matter.id


def test_every_declared_matter_and_agreement_has_something_said_of_it() -> None:
    subjects = {said.subject for _, said in SAID} | {said.of for _, said in SAID}
    for matter in SHEET.matters:
        assert f"matter/{matter.id}" in subjects, matter.id
    for agreement in SHEET.agreements:
        assert f"agreement/{agreement.id}" in subjects, agreement.id


@pytest.mark.parametrize(("commitment", "count"), STEPS.items())
def test_every_step_of_a_commitment_is_told(commitment: int, count: int) -> None:
    step = re.compile(rf"(c{commitment:02}-\d{{4}}-\d\d(?:-\d\d)?-[a-z])\b")
    told = {id_: match[1] for id_ in STATEMENTS if (match := step.match(id_))}
    assert len(set(told.values())) == count
    for id_ in told:
        assert STATEMENTS[id_].coded_from, id_
        assert STATEMENTS[id_].says, id_


def test_there_are_109_steps() -> None:
    assert sum(STEPS.values()) == 109


@pytest.mark.parametrize(("disagreement", "count"), VERSIONS.items())
def test_every_version_of_a_disagreement_is_told(disagreement: int, count: int) -> None:
    version = re.compile(rf"d{disagreement:02}-(\d)\b")
    told = {match[1] for id_ in STATEMENTS if (match := version.match(id_))}
    assert told == {str(number) for number in range(1, count + 1)}


def test_every_statement_somebody_made_is_told_with_its_day() -> None:
    said = {id_: STATEMENTS[id_] for id_ in STATEMENTS if re.fullmatch(r"s\d\d", id_)}
    assert sorted(said) == [f"s{number:02}" for number in range(1, 33)]
    for id_, statement in said.items():
        assert statement.speaker, id_
        assert statement.said_on, id_


# ------------------------------------------------------------------------------------------- pages


def test_every_statement_cites_and_every_page_is_cited() -> None:
    cited = Counter(source for statement in SHEET.statements for source in statement.cites)
    assert len(SHEET.sources) == 157
    assert set(cited) == set(SOURCES)
    assert all(statement.cites and statement.gist["en"] for statement in SHEET.statements)


def test_a_page_without_a_date_has_an_interval_up_to_the_day_it_was_read_and_a_basis() -> None:
    intervals = [source for source in SHEET.sources if "/" in (source.published or "")]
    assert len(intervals) == 57
    for source in intervals:
        assert source.published is not None
        lower, upper = source.published.split("/")
        assert upper == "2026-11-23", source.id
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", lower), source.id
        assert "no date" in (source.published_basis or ""), source.id


@pytest.mark.parametrize(
    ("page", "published"),
    [
        # cited for talks of 27 January 2025, and not dated by them
        ("theprint-20250127", "2025-01-27/2026-11-23"),
        # an address is no date, unless it bears one
        ("theprint-20260113", "2026-01-13/2026-11-23"),
        # army sources of 4 November are the latest thing that it tells
        ("newsx-20241104", "2024-11-04/2026-11-23"),
        # a dateline only bounds it from below
        ("republica-20250824", "2025-08-24/2026-11-23"),
        ("bold-news-20260528", "2026-05-28/2026-11-23"),
        # a date of its own
        ("mint-20241219", "2024-12-19"),
        ("hk01-20250819", "2025-08-19"),
    ],
)
def test_no_day_of_publication_is_taken_from_an_event(page: str, published: str) -> None:
    assert SOURCES[page].published == published


def test_dates_that_the_page_does_not_bear_say_what_they_rest_on() -> None:
    assert "address" in (SOURCES["business-standard-20250819"].published_basis or "")
    assert "text" in (SOURCES["khabarhub-20250831"].published_basis or "")


def test_every_weak_source_is_marked_and_no_other() -> None:
    weak = re.compile(
        r"koala-by|topologypro|mingoda|freedomcentralnews|newszop|webjosh|vaidra|efinder"
        r"|cn\.bg3|boldnewsonline|blogspot"
    )
    for source in SHEET.sources:
        assert source.weak == bool(weak.search(source.url or "")), source.id


def test_the_events_that_rest_on_weak_sources_alone_are_only_probable() -> None:
    for row in ("e48", "e49", "e50"):
        assert all(SOURCES[cited].weak for cited in STATEMENTS[row].cites), row
        assert STATEMENTS[row].certainty == "probable", row


def test_reprints_of_one_original_share_it_and_translations_say_so() -> None:
    def origin(part: str) -> Source:
        return next(source for source in SHEET.sources if part in (source.url or ""))

    assert (origin("globalsecurity").origin or "").startswith("ind-mea")
    assert (origin("shine.cn").origin or "").startswith("chn-mfa")
    assert (origin("koala-by").origin or "").startswith("hindustan-times")
    translation = origin("qazinform").translation
    assert translation is not None
    assert translation.source == "zh"


def test_the_reader_is_told_what_was_not_found() -> None:
    note = SHEET.document.note or ""
    for words in ("28 May 2026", "25th round", "tunnel boring", "correspondents", "mea.gov.in"):
        assert words in note


# ------------------------------------------------------------------------------------ whose account


def test_an_account_of_one_side_is_spoken_by_that_side() -> None:
    sides = {"ind": "IND", "chn": "CHN", "npl": "NPL"}
    for id_, statement in STATEMENTS.items():
        for suffix, state in sides.items():
            if id_.endswith(f"-{suffix}"):
                assert statement.speaker is not None, id_
                assert _side(statement.speaker) == state, id_


def test_outlets_speak_for_nobody() -> None:
    for statement in SHEET.statements:
        if statement.speaker is None:
            assert statement.attribution == "unattributed", statement.id
        else:
            actor = ACTORS.get(statement.speaker)
            assert actor is None or actor.type != "MediaOrganization", statement.id


def test_what_is_known_through_the_other_side_is_second_hand() -> None:
    second = {id_ for id_, statement in STATEMENTS.items() if statement.attribution == "secondHand"}
    assert second == {"c01-2025-06-26-a", "c20-2025-08-31-a"}
    offered = STATEMENTS["c20-2025-08-31-a"]
    assert (offered.speaker, offered.via) == ("xi-jinping", ("ind-mea",))


def test_what_both_ministries_tell_is_a_statement_of_each() -> None:
    for row in ("c03-2024-12-18-a", "c04-2024-12-18-a", "c04-2025-08-16-a", "c08-2025-06-12-a",
                "c17-2025-08-19-a", "c18-2025-08-19-a", "c20-2026-02-10-a"):  # fmt: skip
        told = {STATEMENTS[f"{row}-{suffix}"].speaker for suffix in ("ind", "chn")}
        assert told == {"ind-mea", "chn-mfa"}, row


def test_the_outlet_of_the_page_is_not_among_those_who_passed_it_on() -> None:
    for statement in SHEET.statements:
        publishers = {SOURCES[cited].publisher for cited in statement.cites}
        assert not publishers & set(statement.via), statement.id


def test_a_silence_of_the_chinese_readout_is_no_word_of_china() -> None:
    assert STATEMENTS["d10-5"].speaker is None


def test_each_side_tells_of_its_meetings_in_its_own_name() -> None:
    for event in (
        "special-representatives-23-beijing-2024-12-18",
        "misri-sun-weidong-beijing-2025-01-27",
        "special-representatives-24-new-delhi-2025-08-19",
        "modi-xi-tianjin-2025-08-31",
        "strategic-dialogue-new-delhi-2026-02-10",
    ):
        held = {
            _side(statement.speaker)
            for statement, said in SAID
            if said.act == "hold" and said.in_ == event and statement.speaker
        }
        assert {"IND", "CHN"} <= held, event


def test_the_private_traveller_has_no_name_here() -> None:
    names = ACTORS["ind-traveller-shanghai-2025"].names["en"]
    assert all("traveller" in name.form.lower() for name in names)


# --------------------------------------------------------------------------------------- judgements


def test_flights_of_january_are_one_step_in_two_words() -> None:
    told = _acts("matter/ind-chn-direct-flights", "misri-sun-weidong-beijing-2025-01-27")
    assert _types(told, "ind-mea") == {"agreeInPrinciple"}
    assert _types(told, "chn-mfa") == {"agree"}
    assert all(set(said.byActor) == BOTH for _, said in told)
    told_later = STATEMENTS["c08-2025-01-28-a"]
    assert (told_later.said_on, told_later.said_at) == ("2025-01-28", "chn-mfa-readout-2025-01-28")
    assert "one act with two types" in _reason("c08-2025-01-28-a")


def test_the_first_flight_is_a_part_by_a_carrier_and_the_resumption_an_act_of_the_two() -> None:
    event = "direct-flights-resume-2025-10-26"
    flown = _acts("matter/ind-chn-direct-flights", event)
    assert {said.act for _, said in flown} == {"performPart"}
    assert {actor for _, said in flown for actor in said.byActor} == {"actor/indigo"}
    resumed = _acts("matter/ind-chn-direct-flights", event, "2")
    assert [(statement.id, said.act) for statement, said in resumed] == [("e36", "perform")]
    assert set(resumed[0][1].byActor) == BOTH
    assert "carrier is no debtor" in _reason("c08-2025-10-26-a")
    assert all(ACTORS[carrier].represents == () for carrier in ("indigo", "air-india"))


def test_flights_of_october_have_a_term_by_both_and_a_condition_by_one() -> None:
    terms = defaultdict(set)
    for statement, _, value in _values("matter/ind-chn-direct-flights", "term"):
        assert isinstance(value, Term)
        if value.deadline:
            terms[value.deadline].add(statement.speaker)
    assert terms == {"2025-10-31": {"ind-mea", "chn-mfa"}}
    conditions = list(_values("matter/ind-chn-direct-flights", "condition"))
    assert [statement.speaker for statement, _, _ in conditions] == ["ind-mea"]
    assert conditions[0][2].kind == "suspensive"
    assert "without the other side's condition" in _reason("c08-2025-10-09-a")


def test_the_pilgrimage_is_fulfilled_by_its_first_crossing_and_the_creditor_says_so() -> None:
    crossed = _acts("matter/ind-chn-yatra-2025", "yatra-resumes-nathu-la-2025-06-20")
    assert {said.act for _, said in crossed} == {"perform"}
    assert {statement.speaker for statement, _ in crossed} >= {"ind-mea", "modi", "xu-feihong"}
    assert all(set(said.byActor) == BOTH for _, said in crossed)
    assert "144 days" in _reason("c06-2025-06-20-a")


def test_a_mark_of_2026_on_the_pilgrimage_of_2025_belongs_to_that_promise() -> None:
    subjects = {said.of for said in _says("c07-2026-02-10-a")}
    assert subjects == {"matter/ind-chn-yatra-2025"}
    assert "c06" in _reason("c07-2026-02-10-a")


def test_that_experts_met_performs_another_promise_than_the_data() -> None:
    (met,) = _says("c13-2025-04-a")
    assert (met.act, met.of) == ("perform", "matter/ind-chn-river-experts-meeting")
    performed = {said.act for _, said in SAID if said.of == "matter/ind-chn-river-data"}
    assert not performed & {"agree", "agreeInPrinciple", "violate"}
    (denied,) = _acts("matter/ind-chn-river-data", "2025-05-28")
    assert (denied[1].act, denied[1].stance) == ("perform", "denies")
    assert "no violation" in _reason("c13-2025-05-28-a")


def test_lapsed_memoranda_are_the_end_of_instruments() -> None:
    ended = {(said.act, said.of, said.when) for said in _says("c13-2025-08-21-a")}
    assert ended == {
        ("expire", "agreement/ind-chn-sutlej-memorandum", "2020-11-06"),
        ("expire", "agreement/ind-chn-brahmaputra-memorandum", "2023-06-05"),
    }


def test_the_oral_assurance_stands_in_one_account_and_is_not_denied_by_the_other() -> None:
    for matter in ("matter/ind-chn-rare-earths", "matter/ind-chn-fertilisers"):
        promised = _acts(matter, "jaishankar-wang-yi-new-delhi-2025-08-18")
        assert {said.act for _, said in promised} == {"undertake"}
        assert {statement.speaker for statement, _ in promised} <= {"ind-officials-unnamed", None}
        answered = _acts(matter, "chn-mfa-briefing-2025-08-19")
        assert {said.act for _, said in answered} == {"neitherConfirmNorDeny"}
        stances = {said.stance or statement.stance for statement, said in promised + answered}
        assert stances == {"affirms"}
    assert "Not a denial" in _reason("c15-2025-08-19-a")


def test_a_general_closure_suspends_and_a_general_control_is_a_judgement() -> None:
    closed = _acts("matter/ind-chn-fertilisers", "chn-fertiliser-exports-closed-2025-10-15")
    assert {said.act for _, said in closed} == {"suspend"}
    assert "general measure" in _reason("c16-2025-10-15-a")
    assert all(said.act is None for said in _says("c15-2025-10-09-a"))
    assert "no suspension" in _reason("c15-2025-10-09-a")


def test_clearances_of_one_side_prepare_and_fulfil_nothing() -> None:
    for step in ("c12-2025-12-15-a", "c12-2026-03-21-a"):
        (cleared,) = _says(step)
        assert (cleared.act, bool(cleared.part)) == ("prepare", True)
        assert {_side(actor.partition("/")[2]) for actor in cleared.byActor} == {"IND"}
    assert "no part performance" in _reason("c12-2025-12-15-a")


def test_nepal_objects_as_a_third_party() -> None:
    objected = [(statement, said) for statement, said in SAID if said.act == "object"]
    assert {said.of for _, said in objected} == {
        "matter/ind-chn-border-trade", "matter/ind-chn-yatra-from-2026",
    }  # fmt: skip
    assert {_side(actor.partition("/")[2]) for _, said in objected for actor in said.byActor} == {
        "NPL"
    }
    assert {_side(statement.speaker) for statement, _ in objected if statement.speaker} == {"NPL"}


def test_asked_is_not_owed_de_escalation_is_asked_and_only_talks_are_agreed() -> None:
    asked = {said.act for _, said in SAID if said.of == "matter/ind-chn-de-escalation"}
    assert {"raise", "ask"} <= asked
    assert not asked & {"agree", "agreeInPrinciple", "undertake"}
    (agreed,) = _says("c19-2025-08-19-a")
    assert (agreed.act, agreed.of) == ("agree", "matter/ind-chn-de-escalation-talks")
    kinds = {
        value for _, _, value in _values("matter/ind-chn-de-escalation-talks", "obligationKind")
    }
    assert kinds == {"negotiate"}


def test_results_listed_a_day_later_stand_in_the_talks() -> None:
    for step in ("c07-2025-08-19-a", "c08-2025-08-19-a", "c09-2025-08-19-a", "c10-2025-08-19-a",
                 "c12-2025-08-19-a", "c20-2025-08-19-a"):  # fmt: skip
        assert _says(step)[0].in_ == "jaishankar-wang-yi-new-delhi-2025-08-18", step
        assert STATEMENTS[step].said_on == "2025-08-19", step
        assert "talks of the day before" in _reason(step), step


def test_patrols_begin_for_each_debtor_with_its_part() -> None:
    event = "patrols-resume-depsang-demchok-2024-11-01"
    parts = {
        said.byActor: said.part
        for said in _says("c01-2024-11-02-a-army")
        if said.in_ == event and said.act == "beginPerformance"
    }
    assert set(parts) == {("actor/ind-army",), ("actor/chn-pla",)}
    assert "only" in parts["actor/chn-pla",][0]["en"]


def test_a_level_of_attendance_is_no_act() -> None:
    level = [
        said for id_ in ("c20-2026-05-12-a", "c20-2026-05-12-a-absence") for said in _says(id_)
    ]
    assert all(said.act is None for said in level)
    present = {
        value.participant: stance
        for _, stance, value in _values(
            "event/brics-foreign-ministers-new-delhi-2026-05-14", "participation"
        )
        if isinstance(value, Participation)
    }
    assert present == {"xu-feihong": "affirms", "wang-yi": "denies"}


# ---------------------------------------------------------------------- what is told in two ways


@pytest.mark.parametrize(
    ("disagreement", "node", "key"),
    [
        ("d01", "matter/ind-chn-patrolling-depsang-demchok", "content"),
        ("d02", "event/disengagement-depsang-demchok-2024-10-30", "date"),
        ("d06", "matter/ind-chn-journalists", "content"),
        ("d08", "matter/ind-chn-boundary-expert-group", "content"),
        ("d11", "event/wang-yi-visit-new-delhi-2025-08-18", "date"),
        ("d12", "agreement/ind-chn-trade-and-river-understanding-2025-08", "concludedBy"),
        ("d15", "event/lipulekh-trade-begins", "date"),
        (
            "d17",
            "act/matter.ind-chn-xi-at-brics-summit-2026/modi-xi-tianjin-2025-08-31/2",
            "actType",
        ),
        ("d18", "event/strategic-dialogue-new-delhi-2026-02-10", "title"),
        ("d19", "event/yatra-resumes-nathu-la-2025-06-20", "date"),
    ],
)
def test_versions_differ_on_one_property_of_one_node(
    disagreement: str, node: str, key: str
) -> None:
    told = {
        str(value)
        for statement, _, value in _values(node, key)
        if (statement.id or "").startswith(disagreement)
    }
    assert len(told) >= 2


@pytest.mark.parametrize(
    ("node", "key"),
    [
        ("event/shanghai-airport-incident-2025-11-21", "eventType"),
        ("event/ind-press-note-3-amendment-2026-03-10", "assessment"),
        ("matter/ind-chn-buffer-zones", "content"),
        ("act/matter.ind-chn-air-services-agreement/2025-10-10/1", "actType"),
        ("act/matter.ind-chn-border-trade/2025-08-22/1", "actType"),
    ],
)
def test_what_one_affirms_another_denies(node: str, key: str) -> None:
    stances = defaultdict(set)
    for _, stance, value in _values(node, key):
        stances[str(value)].add(stance)
    assert {"affirms", "denies"} in stances.values()


def test_the_pause_before_2025_is_told_in_lengths_that_exclude_each_other() -> None:
    lengths = [value for _, _, value in _values("event/yatra-pause-before-2025", "duration")]
    assert all(isinstance(length, Minutes) for length in lengths)
    three, five = sorted(lengths, key=lambda length: length.at_least)
    assert three.at_most < five.at_least


# --------------------------------------------------------------------------- promises of January


class _Lag(NamedTuple):
    """The days from a promise to its performance, from and to."""

    least: int
    most: int


def _lag(of: str, promised: str, until: str) -> _Lag | None:
    """From the event of the promise to the first performance in full by the two before a day."""
    start = dates.parse(EVENTS[promised].date or "").day
    last = dates.parse(until).day_to
    assert start is not None
    assert last is not None
    found = set()
    for statement, said in SAID:
        if said.act != "perform" or said.of != of or (said.stance or statement.stance) != "affirms":
            continue
        if set(said.byActor) != BOTH:
            continue
        bounds = dates.parse(EVENTS[said.in_].date or "" if said.in_ else said.when or "")
        latest = bounds.latest_begin
        if bounds.day is not None and latest is not None and bounds.day <= last:
            found.add(_Lag(bounds.day - start, latest.toordinal() - start))
    return min(found, default=None)


def test_which_promises_of_january_2025_were_kept_by_the_end_of_october_and_how_fast() -> None:
    talks = "misri-sun-weidong-beijing-2025-01-27"
    promised = {
        said.of
        for statement, said in SAID
        if said.in_ == talks and said.act in {"agree", "agreeInPrinciple"} and statement.speaker
    }
    lags = {of: _lag(of or "", talks, "2025-10-31") for of in promised}
    assert lags == {
        "matter/ind-chn-yatra-2025": _Lag(144, 144),
        "matter/ind-chn-direct-flights": _Lag(272, 272),
        # only the month of the meeting is known
        "matter/ind-chn-river-experts-meeting": _Lag(64, 93),
        "matter/ind-chn-air-services-agreement": None,
        "matter/ind-chn-journalists": None,
    }
