"""The chronicle of Russia and the United States: what its sheet has to hold, as a specification."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.loaders import sheet as loader
from kg.model import Article, Assertion, Chronicle, Citation, Registry

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"


def _chronicle() -> Chronicle:
    sheet = loader.load(DATA / "chronicles" / "russia-us.yaml").sheet
    assert isinstance(sheet, Chronicle)
    return sheet


def _seed() -> Article:
    sheet = loader.load(DATA / "articles" / "russia-us" / "2025-04-10-istanbul.hi.yaml").sheet
    assert isinstance(sheet, Article)
    return sheet


def _represents() -> dict[str, tuple[str, ...]]:
    """Actor -> for whom it stands, by the registry."""
    found = {}
    for path in sorted((DATA / "registry").glob("*.yaml")):
        sheet = loader.load(path).sheet
        if path.stem == "judgements":
            continue
        assert isinstance(sheet, Registry)
        found.update({actor.id: actor.represents for actor in sheet.actors})
    return found


CHRONICLE = _chronicle()
SEED = _seed()
REPRESENTS = _represents()
BY_ID = {statement.id or "": statement for statement in CHRONICLE.statements}
SOURCES = {source.id: source for source in CHRONICLE.sources}
SAID = [(statement, said) for statement in CHRONICLE.statements for said in statement.says]
#: a step is a matter's short name and a day, numbered where the day has two; `a`, `b` tell of it
STEP = re.compile(r"(c-.+-\d{4}-\d{2}(?:-\d{2})?(?:-\d)?)-[a-z]")


def _sides(actor: str | None) -> set[str]:
    """The states for which an actor speaks, if any; a slug, or a reference to it."""
    actor = (actor or "").removeprefix("actor/")
    if actor in ("RUS", "USA", "UKR"):
        return {actor}
    return {side for each in REPRESENTS.get(actor, ()) for side in _sides(each)}


def _steps() -> dict[str, list[Citation]]:
    """The tellings of each step, in the order of the sheet."""
    found: defaultdict[str, list[Citation]] = defaultdict(list)
    for key, statement in BY_ID.items():
        if match := STEP.fullmatch(key):
            found[match[1]].append(statement)
    return dict(found)


def _first(statement: Citation) -> str:
    """What a step was turned into: its act, or the claim that stands in its place."""
    said = statement.says[0]
    if said.act is None:
        return next(claimable.key for claimable, _ in said.properties)
    return f"{said.act} (denied)" if said.stance == "denies" else said.act


def _values(said: Assertion, key: str) -> list[Any]:
    """The values that an assertion claims of one property."""
    return [value for claimable, value in said.properties if claimable.key == key]


def _acts(statement: str) -> list[Assertion]:
    return [said for said in BY_ID[statement].says if said.act]


STEPS = _steps()

# -------------------------------------------------------------------------------------- how many


def test_every_fact_is_there() -> None:
    kinds = Counter(key[0] for key in BY_ID)
    assert set(kinds) == set("emcds")
    assert len([key for key in BY_ID if re.match("e-(?!.*-[a-z]$)", key)]) == 60
    declared = {said.about for said in _main("e-(?!.*-[a-z]$)")}
    assert len(declared) == 60
    assert len({said.about for said in _main("m-")}) == 25
    assert len(STEPS) == 107
    assert kinds["s"] == 40


def _main(pattern: str) -> Iterator[Assertion]:
    """The first assertion of each statement that tells what a node is, by a pattern of its id."""
    for key, statement in BY_ID.items():
        said = statement.says[0]
        if not re.match(pattern, key):
            continue
        if _values(said, "eventType") or _values(said, "content"):
            yield said


VERSIONS = {
    "duration-2": 5, "duration-1": 3, "coulter-title": 7, "darchiev-dept": 3, "venue": 4,
    "outcome-2": 4, "notes-scope": 3, "next-meeting": 3, "june-cancel": 5, "round-count": 7,
    "flights": 5, "property-number": 2, "riyadh-list": 2, "riyadh-level": 2, "energy-scope": 4,
    "blacksea": 2, "hockey": 3, "agrement-us": 2, "alaska-content": 4, "budapest": 4,
    "momentum": 4, "start-deal": 4, "karelina": 4, "call-date": 2, "antonov": 2, "oil-waiver": 2,
}  # fmt: skip


def test_each_version_of_each_disagreement_is_there() -> None:
    assert len(VERSIONS) == 26
    found = Counter[str]()
    for key in {re.sub(r"-[a-z]$", "", each) for each in BY_ID if each.startswith("d-")}:
        name, _, number = key.removeprefix("d-").rpartition("-")
        assert number.isdigit(), key
        found[name] += 1
    assert found == VERSIONS


def test_events_and_matters_have_names_in_three_languages() -> None:
    labels = [
        *(event.label for event in CHRONICLE.events),
        *(matter.label for matter in CHRONICLE.matters),
        *(agreement.label for agreement in CHRONICLE.agreements),
    ]
    for label in labels:
        assert set(label) == {"en", "hi", "ru"}, label
        assert re.search("[\u0900-\u097f]", label["hi"]), label
        assert re.search("[\u0400-\u04ff]", label["ru"]), label


def test_what_the_article_of_the_day_declares_is_meant_and_not_declared_again() -> None:
    seed = {reference for reference, _ in SEED.declared()}
    assert seed.isdisjoint(reference for reference, _ in CHRONICLE.declared())
    matters = {said.about for said in _main("m-")}
    assert {
        "matter/rus-usa-normal-work-of-missions", "matter/rus-usa-mission-banking",
        "matter/rus-usa-contributions-to-organizations", "matter/rus-usa-movement-of-diplomats",
        "matter/rus-usa-mission-visas", "matter/rus-usa-property-road-map",
        "matter/rus-usa-direct-flights", "matter/rus-usa-hiring-of-local-staff",
        "matter/rus-usa-follow-up-meeting", "matter/rus-usa-istanbul-proposals",
    } == matters & seed  # fmt: skip


# ------------------------------------------------------------------------------------- the sources


def test_every_page_is_cited_and_the_article_by_its_document() -> None:
    assert len(SOURCES) == 229
    assert {cited for statement in CHRONICLE.statements for cited in statement.cites} == set(
        SOURCES
    )
    assert SOURCES["seed"].document == SEED.id
    assert len({source.url for source in SOURCES.values()}) == 229


def test_every_weak_source_is_marked() -> None:
    assert {key for key, source in SOURCES.items() if source.weak} == {
        "eir-mar29", "pioner", "wtn-darchiev", "sayac-may", "monexus-may", "monexus-jun",
        "studio-jun", "p7pd-may22", "fifthbell", "starnation", "mfa-riyadh-copy", "tuzara",
    }  # fmt: skip


def test_what_only_weak_sources_tell_is_not_certain() -> None:
    # a blog's translation of an official readout; what a page that is not weak tells too
    known = {key for key, each in BY_ID.items() if each.cites == ("mfa-riyadh-copy",)}
    known.add("d-budapest-1")
    for key, statement in BY_ID.items():
        only = all(SOURCES[cited].weak for cited in statement.cites)
        if only and statement.speaker and key not in known:
            assert statement.certainty != "certain", key


def test_a_date_that_the_archive_does_not_have_is_an_interval_with_a_basis() -> None:
    """No day of publication is made of the day of an event: it only bounds it from below."""
    intervals = {key: source for key, source in SOURCES.items() if "/" in (source.published or "")}
    assert len(intervals) == 63
    for key, source in intervals.items():
        assert source.published_basis, key
        if key not in ("seed", "tass-jun11", "tass-dec22", "baird-dec"):
            assert (source.published or "").endswith("/2026-11-24"), key
    for key, source in SOURCES.items():
        assert source.published, key
        if key not in intervals:
            assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", source.published or ""), key
            assert not source.published_basis, key
    # the archive dates these two a day before, or on the day of, what they tell of
    assert SOURCES["newsby-swap"].published == "2025-04-10/2026-11-24"
    assert SOURCES["vk-apr10"].published == "2025-04-10/2026-11-24"
    assert SOURCES["burda"].published == "2025-03-06/2026-11-24"


def test_nothing_is_said_after_the_pages_that_tell_it() -> None:
    for statement in CHRONICLE.statements:
        if statement.said_on:
            last = [(SOURCES[cited].published or "").split("/")[-1] for cited in statement.cites]
            said = statement.said_on.split("/")[0]
            assert any(said <= day or day.startswith(said) for day in last), statement.id


@pytest.mark.parametrize(
    "copies",
    [
        {"seed", "troib-rt"},
        {"rozslid", "unn-bank"},
        {"mangalorean", "bignews-cgtn"},
        {"tass-dec22", "rbc-dec22"},
        {"komm-nov19", "wtn-darchiev"},
        {"interaffairs", "pravda-jun24"},
        {"tass-gusarov-feb", "ria-feb9"},
    ],
)
def test_copies_of_one_text_share_an_origin(copies: set[str]) -> None:
    origins = {SOURCES[key].origin for key in copies}
    assert len(origins) == 1
    assert None not in origins


# --------------------------------------------------------------------------------- whose account


@pytest.mark.parametrize(
    "matter",
    [
        "property-road-map", "movement-of-diplomats", "mission-visas", "istanbul-proposals",
        "access-to-property", "sanctions-on-aeroflot", "consultations-in-capitals",
        "contributions-to-organizations", "hockey-matches", "exchange-of-nine-for-nine",
    ],
)  # fmt: skip
def test_what_only_moscow_tells_is_no_word_of_washington(matter: str) -> None:
    """Silence of one side is neither its confirmation nor its denial."""
    node = f"matter/rus-usa-{matter}"
    sides = [_sides(said.speaker) for said, each in SAID if node in (each.about, each.of)]
    assert {"RUS"} in sides
    assert {"USA"} not in sides


def test_what_the_other_side_is_said_to_have_refused_is_told_by_who_says_so() -> None:
    told = [
        (statement, said)
        for statement, said in SAID
        if said.act in ("refuse", "decline", "link") and _values(said, "byActor")
    ]
    assert len(told) > 15
    for statement, said in told:
        assert {side for actor in _values(said, "byActor") for side in _sides(actor)} == {"USA"}
        assert _sides(statement.speaker) == {"RUS"}, statement.id
        assert statement.attribution == "reported", statement.id


def test_nobody_contradicts_himself_on_what_step_it_was() -> None:
    """One act is one step for each voice, also beside what the article of the day tells."""
    types: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    everything = [*CHRONICLE.statements, *SEED.statements]
    for statement in everything:
        for said in statement.says:
            stance = said.stance or statement.stance
            literal = said.id is not None and said.id.endswith("-literal")
            if said.act and statement.speaker and stance == "affirms" and not literal:
                types[said.subject, statement.speaker].add(said.act)
    assert [(key, found) for key, found in types.items() if len(found) > 1] == []


def test_both_sides_are_heard_where_both_are_on_record() -> None:
    heard = {
        step
        for step, tellings in STEPS.items()
        if {"RUS", "USA"} <= {side for each in tellings for side in _sides(each.speaker)}
    }
    assert heard >= {
        "c-missions-2025-02-18", "c-missions-2025-02-27", "c-missions-2025-04-10",
        "c-amb-ru-2025-06-11", "c-banking-2025-04-10", "c-next-round-2025-04-10",
        "c-visits-2025-02-12", "c-visits-2025-08-15", "c-energy-truce-2025-03-18",
        "c-farm-exports-2025-03-25", "c-swap-apr-2025-04-10", "c-budapest-2025-10-16",
        "c-advisers-2025-10-16", "c-advisers-2025-10-20",
    }  # fmt: skip


def test_words_in_quotation_marks_are_quoted() -> None:
    quoted = {key: each.exact for key, each in BY_ID.items() if each.exact}
    assert set(quoted.values()) == {
        "absolutely not", "as needed", "five of us", "no deal until there's a deal",
    }  # fmt: skip
    assert all(BY_ID[key].attribution == "quoted" for key in quoted)
    assert all(each.exact for each in CHRONICLE.statements if each.attribution == "quoted")


# ------------------------------------------------------------------------------------ judgements


def test_every_step_names_its_word_and_every_judgement_its_reason() -> None:
    for step, tellings in STEPS.items():
        assert all(each.coded_from for each in tellings), step
        assert len({each.coded_from.word for each in tellings if each.coded_from}) == 1, step
    assert all(not each.coded_from for key, each in BY_ID.items() if not STEP.fullmatch(key))
    usual = {
        "agreed_in_principle": {"agreeInPrinciple"}, "agreed": {"agree"}, "raised": {"raise"},
        "discussed": {"discuss"}, "proposed": {"propose"}, "formalised": {"formalise"},
        "fulfilled": {"perform"}, "refused": {"refuse"}, "linked_to_ukraine": {"link"},
    }  # fmt: skip
    for step, tellings in STEPS.items():
        coded = tellings[0].coded_from
        assert coded is not None
        if _first(tellings[0]) not in usual.get(coded.word, set()):
            assert coded.reason, step


@pytest.mark.parametrize(
    ("step", "act", "words"),
    [
        ("c-missions-2025-04-10-a", "reportProgress", "names no part"),
        ("c-missions-2025-06-16-a", "suspend", "Moscow's account"),
        ("c-roadmap-2025-06-10-a", "deliver", "owed since 10 April"),
        ("c-amb-ru-2025-03-06-a", "performPart", "promised"),
        ("c-movement-2025-04-10-a", "agreeInPrinciple", "without an agent"),
        ("c-property-access-2025-09-17-a", "decline", "Consent is withheld"),
        ("c-start-limits-2025-10-05-a", "welcome", "no consent"),
        ("c-start-limits-2026-02-05-a", "counterpropose", "another proposal"),
        ("c-energy-truce-2025-04-02-a", "violate", "accuser's claim"),
        ("c-next-round-2025-09-02-a", "prepare", "nothing is put off"),
        ("c-capitals-2025-06-10-a", "agreeInPrinciple", "talks of 10 April"),
        ("c-farm-exports-2025-03-25-a", "undertake", "only the US owes"),
    ],
)
def test_judgements_are_told(step: str, act: str, words: str) -> None:
    assert _acts(step)[0].act == act
    coded = BY_ID[step].coded_from
    assert coded is not None
    assert words in (coded.reason or "")


def test_a_meeting_that_is_called_off_leaves_its_matter_alone() -> None:
    cancelled = [said for _, said in SAID if said.act in ("cancel", "postpone", "schedule")]
    assert len(cancelled) > 10
    assert all((said.of or "").startswith("event/") for said in cancelled)


def test_budapest_was_cancelled_for_one_and_postponed_for_the_other() -> None:
    (trump,) = _acts("c-budapest-2025-10-22-a")
    (putin,) = _acts("c-budapest-2025-10-23-a")
    assert trump.subject == putin.subject
    assert (trump.act, putin.act) == ("cancel", "postpone")


def test_stalled_is_an_assessment_and_no_answer_a_claim_of_absence() -> None:
    for step, tellings in STEPS.items():
        coded = tellings[0].coded_from
        assert coded is not None
        if coded.word == "no_answer" and step != "c-start-limits-2025-10-05":
            assert _values(tellings[0].says[0], "noAnswerFrom") == ["actor/USA"], step
        # one tells of a demand, one of an alleged breach
        exceptions = ("c-roadmap-2025-11-05", "c-energy-truce-2025-04-02", "c-amb-us-2026-01-25")
        if coded.word == "stalled" and step not in exceptions:
            assert [said for said in tellings[0].says if said.act] == [], step
            assert _values(tellings[0].says[0], "assessment"), step


def test_our_own_reading_is_nobodys_and_no_act() -> None:
    (reading,) = STEPS["c-proposals-2025-06-16"]
    assert reading.speaker is None
    assert _acts("c-proposals-2025-06-16-a") == []
    assert "reading" in reading.gist["en"]


def test_asked_is_not_owed() -> None:
    for name in ("property-access", "flights", "aeroflot", "local-staff", "start-limits"):
        key = next(key for key in BY_ID if re.fullmatch(f"m-{name}(-a)?", key))
        (said, *_) = BY_ID[key].says
        proponent, addressee = _values(said, "proponent"), _values(said, "addressee")
        assert {*proponent, *addressee} == {"actor/RUS", "actor/USA"}, key
        assert proponent != addressee, key


def test_conditions_belong_to_who_sets_them() -> None:
    set_by = defaultdict(set)
    for statement, said in SAID:
        for condition in _values(said, "condition"):
            set_by[said.about].add((_side(statement), condition.kind))
    assert set_by["matter/rus-usa-agricultural-exports"] == {("RUS", "suspensive")}
    assert ("RUS", "resolutive") in set_by["matter/rus-usa-new-start-limits"]
    assert ("USA", "suspensive") in set_by["matter/rus-usa-follow-up-meeting"]


def _side(statement: Citation) -> str:
    return "".join(sorted(_sides(statement.speaker)))
