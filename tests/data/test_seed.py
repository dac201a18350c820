"""The seed article, wholly annotated: what its sheet has to hold, as a specification."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.loaders import sheet as loader
from kg.model import Article, Assertion, Participation, Registry, Selector, Statement
from kg.states import states
from kg.vocab.concepts import CONCEPTS

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"


def _seed() -> tuple[Article, str]:
    loaded = loader.load(DATA / "articles" / "russia-us" / "2025-04-10-istanbul.hi.yaml")
    assert isinstance(loaded.sheet, Article)
    assert loaded.text is not None
    return loaded.sheet, loaded.text


def _registry(name: str) -> Registry:
    sheet = loader.load(DATA / "registry" / name).sheet
    assert isinstance(sheet, Registry)
    return sheet


SEED, TEXT = _seed()
REGISTRY = [
    _registry(path.name)
    for path in sorted((DATA / "registry").glob("*.yaml"))
    if path.stem != "judgements"
]
DECLARED = {reference for reference, _ in SEED.declared()}

Said = tuple[Statement, Assertion]
SAID: list[Said] = [(statement, said) for statement in SEED.statements for said in statement.says]
BY_ID = {said.id: (statement, said) for statement, said in SAID if said.id}
CORRECTED = {said.corrects for _, said in SAID if said.corrects}


def _anchor(statement: Statement, said: Assertion) -> Selector:
    return said.quote or statement


def _values(subject: str, key: str, *, literal: bool = False) -> list[Any]:
    """What stands of a node, without the readings that are corrected unless they are asked for."""
    return [
        value
        for _, said in SAID
        if said.subject == subject and (literal or said.id not in CORRECTED)
        for claimable, value in said.properties
        if claimable.key == key
    ]


def _acts(of: str, act: str) -> Iterator[Said]:
    for statement, said in SAID:
        if said.of == of and said.act == act and said.id not in CORRECTED:
            yield statement, said


# ---------------------------------------------------------------------------------------- the text


def test_the_document_is_the_machine_translation_that_was_read_in_full() -> None:
    document = SEED.document
    assert document.sha256 == "095c6fcf8ad53ba077490ef6a52475bbcbed93ef850e21f15df08d0861c1bc8e"
    assert len(TEXT) == 2496
    assert document.language == "hi"
    assert document.translation is not None
    assert (document.translation.source, document.translation.by) == ("en", "machine")
    assert document.read_in_full
    assert document.published == "2025-04-10/2025-04-16"
    assert "गुरुवार" in (document.published_basis or "")


def test_the_text_between_the_offsets_is_the_quote() -> None:
    selectors = [selector for selector, _ in SEED.selectors()]
    assert len(selectors) > 150
    for selector in selectors:
        assert TEXT[selector.span.start : selector.span.end] == selector.exact


def test_mentions_and_statements_stand_in_the_order_of_the_text() -> None:
    lines = [TEXT.count("\n", 0, mention.span.start) for mention in SEED.mentions]
    assert lines == sorted(lines)
    lines = [TEXT.count("\n", 0, statement.span.start) for statement in SEED.statements]
    assert lines == sorted(lines)


def test_every_line_is_told_but_the_words_of_a_link() -> None:
    told = {TEXT.count("\n", 0, statement.span.start) for statement in SEED.statements}
    links = {number for number, line in enumerate(TEXT.split("\n")) if line == "और पढ़ें"}
    assert told | links == set(range(TEXT.count("\n") + 1))


def test_all_direct_speech_is_quoted_and_nothing_else() -> None:
    spoken = {match.span(1) for match in re.finditer("“([^”]*)”", TEXT)}
    quoted = {
        (quotation.span.start, quotation.span.end)
        for statement in SEED.statements
        for quotation in statement.quotations
    }
    assert len(spoken) == 3
    assert quoted == spoken


def test_a_quotation_lies_in_a_quoted_statement_and_its_gloss_in_the_quotation() -> None:
    for statement in SEED.statements:
        assert bool(statement.quotations) == (statement.attribution == "quoted")
        for quotation in statement.quotations:
            assert statement.span.start <= quotation.span.start
            assert quotation.span.end <= statement.span.end
            for gloss in quotation.glosses:
                assert quotation.span.start < gloss.span.start < quotation.span.end


def test_the_editor_and_not_the_speaker_says_what_stands_in_brackets() -> None:
    glosses = [
        (statement.speaker, gloss.exact)
        for statement in SEED.statements
        for quotation in statement.quotations
        for gloss in quotation.glosses
    ]
    assert glosses == [("darchiev", "(अनुशीलन करना)")]


@pytest.mark.parametrize(("statement", "said"), SAID)
def test_what_is_said_is_anchored_in_its_statement(statement: Statement, said: Assertion) -> None:
    anchor = _anchor(statement, said)
    assert statement.span.start <= anchor.span.start
    assert anchor.span.end <= statement.span.end


# ---------------------------------------------------------------------------------- who and where


def test_everything_that_is_referred_to_is_declared() -> None:
    known = {reference for sheet in REGISTRY for reference, _ in sheet.declared()}
    known |= DECLARED | {f"actor/{state.alpha3}" for state in states()}
    assert {reference for reference, _ in SEED.references()} <= known


def test_everything_that_is_declared_is_told_of_and_named_in_three_languages() -> None:
    subjects = {said.subject for _, said in SAID}
    assert subjects >= DECLARED
    labels = [thing.label for thing in SEED.events]
    labels += [thing.label for thing in SEED.matters]
    labels += [thing.label for thing in SEED.agreements]
    for label in labels:
        assert {"en", "hi", "ru"} <= set(label), label
    assert all(event.date_basis for event in SEED.events)


@pytest.mark.parametrize(
    ("actor", "words"),
    [
        ("RUS", "रूस"),
        ("USA", "अमेरिका"),
        ("rus-mfa", "मॉस्को में विदेश मंत्रालय"),
        ("usa-state-department", "विदेश विभाग"),
        ("usa-embassy-moscow", "मास्को में अमेरिकी दूतावास"),
        ("un", "संयुक्त राष्ट्र"),
        ("tass", "टैस"),
        ("rus-delegation-istanbul-2025-04-10", "रूसी टीम"),
        ("usa-delegation-istanbul-2025-04-10", "अमेरिकी प्रतिनिधिमंडल"),
        ("usa-delegation-istanbul-2025-04-10", "वाशिंगटन के प्रतिनिधियों"),
        ("darchiev", "अलेक्जेंड्र डार्चिएव"),
        ("coulter", "सोनाटा कूल्टर"),
        ("trump", "डोनाल्ड ट्रम्प"),
        ("biden", "जो बिडेन"),
        ("usa-biden-administration", "पूर्व अमेरिकी राष्ट्रपति जो बिडेन के प्रशासन"),
    ],
)
def test_actors_are_mentioned(actor: str, words: str) -> None:
    assert words in {one.exact for one in SEED.mentions if one.refers == f"actor/{actor}"}


def test_turkiye_is_where_the_talks_are_and_gives_them_a_place() -> None:
    (mention,) = [one for one in SEED.mentions if one.exact == "तुर्केय"]
    assert (mention.refers, mention.sense) == ("place/turkiye", "place")
    venue = Participation(participant="TUR", role="venueProvider")
    assert venue in _values("event/istanbul-talks-2025-04-10", "participation")


#: every occurrence, in the order of the text; one inside a longer name counts for itself
CAPITALS = {
    "मॉस्को": [
        ("actor/rus-government", "speaker"),
        ("actor/RUS", "state"),
        ("actor/rus-government", "government"),
        ("actor/rus-government", "government"),
        ("place/moscow", "place"),
        ("actor/RUS", "state"),
        ("actor/rus-government", "government"),
    ],
    "मास्को": [("place/moscow", "place")],
    "वाशिंगटन": [
        ("actor/usa-government", "speaker"),
        ("actor/USA", "state"),
        ("actor/usa-government", "government"),
        ("actor/usa-government", "government"),
        ("actor/usa-government", "government"),
        ("actor/usa-government", "government"),
    ],
}


@pytest.mark.parametrize("name", CAPITALS)
def test_a_capital_is_resolved_at_each_occurrence(name: str) -> None:
    found = []
    for match in re.finditer(name, TEXT):
        here = [one for one in SEED.mentions if one.span.start == match.start()]
        nearest = min(here, key=lambda one: len(one.exact))
        found.append((nearest.refers, nearest.sense))
    assert found == CAPITALS[name]


def test_the_host_country_is_the_state_that_receives_the_mission() -> None:
    hosts = [one for one in SEED.mentions if one.exact == "मेजबान देश"]
    assert {one.refers for one in hosts} == {"actor/RUS", "actor/USA"}
    assert {one.sense for one in hosts} == {"hostCountry"}


def test_the_text_names_the_heads_and_their_posts() -> None:
    heads = {
        (one.participant, one.on_behalf_of)
        for one in _values("event/istanbul-talks-2025-04-10", "participation")
        if one.role == "headOfDelegation"
    }
    assert heads == {
        ("darchiev", "rus-delegation-istanbul-2025-04-10"),
        ("coulter", "usa-delegation-istanbul-2025-04-10"),
    }
    for head in ("darchiev", "coulter"):
        assert _values(f"actor/{head}", "title")
        assert _values(f"actor/{head}", "holdsPost")


# ----------------------------------------------------------------------------------------- events

EVENTS = {
    "istanbul-talks-2025-04-10": ("talks", "2025-04-10"),
    "darchiev-remarks-2025-04-10": ("pressRemarks", "2025-04-10"),
    "rus-mfa-statement-2025-04-10": ("readout", "2025-04-10"),
    "usa-state-department-statement-2025-04-10": ("readout", "2025-04-10"),
    "istanbul-statement-unnamed-2025-04-10": ("statement", "2025-04-10/2025-04-16"),
    "rus-usa-exchange-of-notes-2025-04-10": ("exchangeOfNotes", "2025-04-10"),
    "usa-seizure-of-rus-property-2016-2018": ("seizureOfProperty", "2016/2018"),
    "istanbul-consultations-2025-02-27": ("consultations", "2025-02-27"),
    "rus-usa-meeting-after-istanbul-2025-04-10": (None, "2025-04-11/.."),
    "rus-usa-prisoner-swap-2025-04-10": ("prisonerExchange", "2025-04-10"),
    "trump-takes-office-2025-01-20": ("takingOffice", "2025-01-20"),
    "rus-usa-contacts-restored-2025": ("support", "2025-01-20/.."),
    "rus-usa-contacts-frozen-2021-2025": ("suspensionOfContacts", "2021-01-20/2025-01-20"),
}


@pytest.mark.parametrize("slug", EVENTS)
def test_events(slug: str) -> None:
    kind, date = EVENTS[slug]
    (event,) = [event for event in SEED.events if event.id == slug]
    assert event.date == date
    assert _values(f"event/{slug}", "eventType") == ([kind] if kind else [])


def test_the_talks_were_closed_in_a_third_country_and_took_over_five_hours() -> None:
    talks = "event/istanbul-talks-2025-04-10"
    assert set(_values(talks, "setting")) == {"closedDoor", "thirdCountry"}
    assert _values(talks, "place") == ["place/istanbul"]
    (duration,) = _values(talks, "duration")
    assert (duration.at_least, duration.at_most) == (300, None)
    assert set(_values(talks, "agenda")) == {"matter/rus-usa-normal-work-of-missions"}
    assert _values(talks, "follows") == ["event/istanbul-consultations-2025-02-27"]


@pytest.mark.parametrize(
    ("slug", "date"),
    [
        ("darchiev-remarks-2025-04-10", "2025-04-10/.."),
        ("rus-mfa-statement-2025-04-10", "2025-04-10/.."),
        ("usa-seizure-of-rus-property-2016-2018", "../2025-04-10"),
        ("trump-takes-office-2025-01-20", "2025-01"),
        ("rus-usa-contacts-frozen-2021-2025", "2021-01-20/2025-01-20"),
    ],
)
def test_a_vague_time_is_claimed_as_vague_as_the_text_has_it(slug: str, date: str) -> None:
    assert _values(f"event/{slug}", "date") == [date]


def test_the_next_meeting_is_talked_of_and_neither_announced_nor_scheduled() -> None:
    meeting = "event/rus-usa-meeting-after-istanbul-2025-04-10"
    assert not [said for _, said in SAID if said.of == meeting]
    assert {said.certainty for _, said in SAID if said.about == meeting} == {"probable", "possible"}


def test_nobody_is_said_to_have_frozen_the_contacts() -> None:
    roles = _values("event/rus-usa-contacts-frozen-2021-2025", "participation")
    assert {one.role for one in roles} == {"party"}


# ---------------------------------------------------------------------------------------- matters

BOTH = {"RUS", "USA"}
TALKS = "istanbul-talks-2025-04-10"
NOTES = "rus-usa-exchange-of-notes-2025-04-10"
Account = tuple[str | None, str]
NOBODY: set[Account] = {(None, "unattributed")}

#: matter -> issue, its one act, where, by whose accounts, who owes and to whom
MATTERS: dict[str, tuple[str, str, str, set[Account], set[str], set[str]]] = {
    "normal-work-of-missions": (
        "diplomaticMissions", "discuss", TALKS,
        {("rus-government", "reported"), ("usa-government", "reported")}, set(), set(),
    ),
    "movement-of-diplomats": (
        "movementOfStaff", "agreeInPrinciple", TALKS, {("darchiev", "quoted")}, BOTH, BOTH,
    ),
    "mission-visas": (
        "missionVisas", "agreeInPrinciple", TALKS, {("darchiev", "quoted")}, BOTH, BOTH,
    ),
    "property-road-map": ("diplomaticProperty", "agree", TALKS, NOBODY, BOTH, BOTH),
    "restoring-relations": (
        "bilateralRelations", "callOn", TALKS, {("darchiev", "reported")}, {"USA"}, {"RUS"},
    ),
    "direct-flights": (
        "directFlights", "callOn", TALKS, {("darchiev", "reported")}, {"USA"}, {"RUS"},
    ),
    "istanbul-proposals": ("irritants", "agree", TALKS, NOBODY, BOTH, BOTH),
    "mission-banking": (
        "missionBanking", "formalise", NOTES,
        {("rus-mfa", "reported"), ("usa-government", "secondHand")}, BOTH, BOTH,
    ),
    "contributions-to-organizations": ("contributions", "agree", TALKS, NOBODY, {"USA"}, {"RUS"}),
    "hiring-of-local-staff": ("localStaff", "raise", TALKS, NOBODY, {"RUS"}, {"USA"}),
    "follow-up-meeting": (
        "consultations", "discuss", TALKS, {("usa-state-department", "quoted")}, BOTH, BOTH,
    ),
}  # fmt: skip


def test_these_are_the_matters() -> None:
    assert {matter.id for matter in SEED.matters} == {f"rus-usa-{name}" for name in MATTERS}


@pytest.mark.parametrize("name", MATTERS)
def test_matters_and_their_acts(name: str) -> None:
    issue, act, occasion, accounts, debtors, creditors = MATTERS[name]
    subject = f"matter/rus-usa-{name}"
    (matter,) = [matter for matter in SEED.matters if matter.id == f"rus-usa-{name}"]
    assert matter.issue == issue
    assert set(matter.parties) == BOTH
    assert {said.act for _, said in SAID if said.of == subject and said.id not in CORRECTED} == {
        act
    }
    told = list(_acts(subject, act))
    assert {(statement.speaker, statement.attribution) for statement, _ in told} == accounts
    assert {said.in_ for _, said in told} == {occasion}
    assert set(_values(subject, "debtor")) == {f"actor/{slug}" for slug in debtors}
    assert set(_values(subject, "creditor")) == {f"actor/{slug}" for slug in creditors}
    contents = _values(subject, "content")
    assert contents
    assert all({"en", "hi"} <= set(content) for content in contents)


@pytest.mark.parametrize(
    ("name", "proponent", "addressee"),
    [
        ("direct-flights", "RUS", "USA"),
        ("restoring-relations", "RUS", "USA"),
        ("hiring-of-local-staff", "USA", "RUS"),
    ],
)
def test_who_asks_is_not_who_owes(name: str, proponent: str, addressee: str) -> None:
    subject = f"matter/rus-usa-{name}"
    assert _values(subject, "proponent") == [f"actor/{proponent}"]
    assert _values(subject, "addressee") == [f"actor/{addressee}"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("property-road-map", "negotiate"),
        ("istanbul-proposals", "negotiate"),
        ("mission-banking", "continuing"),
        ("contributions-to-organizations", "conduct"),
        ("direct-flights", "result"),
    ],
)
def test_what_it_takes_to_perform(name: str, kind: str) -> None:
    assert _values(f"matter/rus-usa-{name}", "obligationKind") == [kind]


@pytest.mark.parametrize(
    "name", ["property-road-map", "istanbul-proposals", "contributions-to-organizations"]
)
def test_what_the_narrator_tells_is_no_sides_word(name: str) -> None:
    subject = f"matter/rus-usa-{name}"
    speakers = {statement.speaker for statement, said in SAID if subject in (said.about, said.of)}
    assert speakers == {None}


def test_the_statement_without_an_author_stays_without_one() -> None:
    unnamed = "istanbul-statement-unnamed-2025-04-10"
    assert {one.speaker for one in SEED.statements if one.said_at == unnamed} == {None}
    assert not _values(f"event/{unnamed}", "participation")


def test_the_understanding_is_the_ambassadors_word_by_tass_and_names_no_agent() -> None:
    for name in ("movement-of-diplomats", "mission-visas"):
        (told,) = _acts(f"matter/rus-usa-{name}", "agreeInPrinciple")
        statement, said = told
        assert statement.via == ("tass",)
        assert "byActor" not in said.model_fields_set
        assert _anchor(*told).exact == "समझ हो गई है"


def test_the_american_echo_is_known_only_through_the_article() -> None:
    (echo,) = [one for one in SEED.statements if one.attribution == "secondHand"]
    assert echo.exact == "एक स्थिति अमेरिकी पक्ष द्वारा प्रतिध्वनित"
    assert echo.speaker == "usa-government"


def test_the_notes_are_one_agreement_that_confers_the_banking() -> None:
    (agreement,) = SEED.agreements
    subject = f"agreement/{agreement.id}"
    assert _values(subject, "instrumentType") == ["exchangeOfNotes"]
    assert _values(subject, "concludedBy") == [f"event/{NOTES}"]
    assert _values(subject, "confers") == ["matter/rus-usa-mission-banking"]


# ------------------------------------------------------------------- what the translation changed

#: words of the text that change polarity, time, agent or object -> the reading that corrects them
TRAPS = {
    "राजदूत वाशिंगटन": "darchiev-title",
    "अमेरिकी और यूरेशियन": "coulter-title",
    "अनुशीलन करना": "movement",
    "आंदोलन": "movement",
    "कम करने": "movement",
    "वीजा प्रक्रियाओं को भी": "visas",
    "से बाहर काम करने": "road-map",
    "बड़ा होने": "big",
    "की बात आती है": "big",
    "लगाए गए": "proposals",
    "अगली बैठक से": "proposals-term",
    "संचालन करते हैं": "swap",
    "प्रतिबद्धता को मजबूत करते हुए": "banking-act",
    "सुविधा": "banking-content",
    "स्थिति": "echo",
    "रोकते हुए": "local-staff",
    "के पास था": "follow-up-act",
    "चर्चा की गई": "follow-up-act",
    "के साथ निर्धारित किया जाना है": "follow-up-content",
    "अंतिम": "last-round",
    "प्रयास बढ़ते हैं": "effort",
    "के लिए चले गए हैं": "restored",
    "जमे हुए": "frozen",
    "प्रभावी रूप से": "frozen",
}


@pytest.mark.parametrize("words", TRAPS)
def test_a_trap_has_its_literal_and_its_corrected_reading(words: str) -> None:
    statement, said = BY_ID[TRAPS[words]]
    assert said.corrects is not None
    literal_statement, literal = BY_ID[said.corrects]
    assert words in _anchor(statement, said).exact
    assert statement is literal_statement
    assert literal.subject == said.subject or said.id == "echo"
    reason = (said.reason or {})["en"]
    assert all(part in reason for part in words.split(" की बात ")), reason


def test_no_correction_is_unaccounted_for() -> None:
    assert {said.id for _, said in SAID if said.corrects} == set(TRAPS.values())


@pytest.mark.parametrize("better", sorted(set(TRAPS.values())))
def test_a_literal_reading_claims_only_what_is_wrong(better: str) -> None:
    """A claim that both readings made would correct itself."""
    statement, said = BY_ID[better]
    _, literal = BY_ID[said.corrects or ""]

    def claims(reading: Assertion) -> set[str]:
        span = _anchor(statement, reading).span
        return {
            f"{reading.subject} {claimable.key} {value!r} {span}"
            for claimable, value in reading.properties
        }

    assert claims(literal)
    assert not claims(literal) & claims(said)


def test_a_reading_whose_original_was_not_seen_is_not_certain() -> None:
    for _, said in SAID:
        if "not seen" in (said.reason or {}).get("en", ""):
            assert said.certainty == "probable", said.id


def test_the_corrected_term_is_the_next_meeting() -> None:
    (term,) = _values("matter/rus-usa-istanbul-proposals", "term")
    assert term.event == "rus-usa-meeting-after-istanbul-2025-04-10"


def test_one_word_says_one_thing_of_one_node() -> None:
    """No two assertions of one speaker make the same claim at the same place."""
    seen: dict[str, list[str | None]] = defaultdict(list)
    for statement, said in SAID:
        span = _anchor(statement, said).span
        for claimable, value in said.properties:
            key = f"{statement.speaker} {said.subject} {claimable.key} {value!r} {span}"
            seen[key].append(said.id)
    assert not {key for key, ids in seen.items() if len(ids) > 1}


# --------------------------------------------------------------------------------- the coder's book


def test_the_sheet_names_the_edition_of_the_codebook_it_follows() -> None:
    book = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    assert f"Edition {SEED.coding.codebook}." in book


@pytest.mark.parametrize("scheme", ["act", "attribution", "stance", "sense", "obligation"])
def test_the_codebook_says_when_to_take_each_concept(scheme: str) -> None:
    book = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    words = set(re.findall(r"[A-Za-z]+", book))
    assert set(CONCEPTS[scheme]) <= words


def _examples() -> list[list[dict[str, Any]]]:
    book = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    return [
        yaml.BaseLoader(block).get_single_data()
        for block in re.findall(r"```yaml\n(.*?)```", book, re.DOTALL)
    ]


@pytest.mark.parametrize("example", _examples())
def test_an_example_of_the_codebook_has_the_form_of_a_sheet(example: list[dict[str, Any]]) -> None:
    assert example
    for entry in example:
        (Statement if "exact" in entry else Assertion).model_validate(entry)
