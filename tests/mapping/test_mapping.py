"""From sheets to quads: every promise of the ontology's guide, on a small article."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.errors import InvalidInputError
from kg.iris import BR, ID, PREFIXES
from kg.loaders.base import load_one
from kg.mapping import Mapped, map_sheet, revision
from kg.vocab.terms import CLASSES, PROPERTIES
from tests import sheets

TEXT = """\
The envoy said: “We agreed to ease (sic) the movement of diplomats from the next meeting.”
The talks lasted over five hours.
The ministry denies it.
"""

BODY = """\
events:
  - {id: talks, label: {en: Talks}, date: 2025-03}
  - {id: next, label: {en: Next meeting}}
matters:
  - id: movement
    label: {en: Movement of diplomats}
    parties: [FRA, DEU]
    issue: bilateralRelations
statements:
  - exact: |-
      The envoy said: “We agreed to ease (sic) the movement of diplomats from the next meeting.”
    speaker: envoy
    via: [agency, de-ministry]
    attribution: quoted
    quotations:
      - exact: We agreed to ease (sic) the movement of diplomats from the next meeting.
        glosses: [{exact: (sic)}]
    says:
      - {act: agree, of: matter/movement, in: talks, byActor: [FRA, DEU]}
      - {id: literal, about: matter/movement, term: {text: {en: from the next meeting}}}
      - {about: matter/movement, term: {event: next}, corrects: literal, reason: {en: by was meant}}
      - {about: matter/movement, content: {en: to ease movement, hi: आवाजाही आसान करना}}
  - exact: The talks lasted over five hours.
    says:
      - about: event/talks
        duration: {at_least: 300}
        participation: {participant: envoy, role: headOfDelegation, on_behalf_of: FRA}
  - exact: The ministry denies it.
    speaker: de-ministry
    attribution: reported
    stance: denies
    says: [{act: agree, of: matter/movement, in: talks}]
"""


def mapped(folder: Path, body: str = BODY, text: str = TEXT) -> Mapped:
    path = sheets.article(folder, "m", body=body, text=text)
    loaded = load_one(path)
    return map_sheet(loaded.sheet, loaded.text or "")


def triples(one: Mapped) -> set[tuple[str, str, str]]:
    """Subject, predicate, object, shortened by the project's prefixes where that is possible."""
    found = set()
    for line in one.nquads.decode().splitlines():
        match = re.fullmatch(r"<([^>]*)> <([^>]*)> (.*) <[^>]*> \.", line)
        assert match, line
        found.add((short(match[1]), short(match[2]), short(match[3].strip("<>"))))
    return found


def short(text: str) -> str:
    for prefix, start in sorted(PREFIXES.items(), key=lambda pair: -len(pair[1])):
        if text.startswith(start):
            return f"{prefix}:{text.removeprefix(start)}"
    return text


def test_every_term_that_is_written_is_in_the_ontology(tmp_path: Path) -> None:
    used = set(re.findall(rf"{re.escape(BR)}(\w+)", mapped(tmp_path).nquads.decode()))
    assert used <= CLASSES | PROPERTIES


def test_one_graph_named_by_content(tmp_path: Path) -> None:
    one, again = mapped(tmp_path), mapped(tmp_path)
    assert one == again
    other = mapped(
        tmp_path, BODY.replace("over five", "over five").replace("at_least: 300", "at_least: 301")
    )
    assert other.graph != one.graph
    graphs = {line.split(" ")[-2] for line in one.nquads.decode().splitlines()}
    assert graphs == {f"<{one.graph}>"}


def test_a_comment_makes_no_revision(tmp_path: Path) -> None:
    assert mapped(tmp_path, "# a comment\n" + BODY).graph == mapped(tmp_path).graph


def test_an_act_is_one_node_whoever_tells_it_and_its_type_is_claimed(tmp_path: Path) -> None:
    found = triples(mapped(tmp_path))
    act = "id:act/matter.movement/talks/1"
    assert {(act, "rdf:type", "br:Act"), (act, "br:ofMatter", "matter:movement"),
            (act, "br:inEvent", "event:talks")} <= found  # fmt: skip
    assert not {predicate for subject, predicate, _ in found if subject == act} & {"br:actType"}
    typed = {s for s, p, o in found if (p, o) == ("br:claimedValue", "act:agree")}
    stances = {o for s, p, o in found if s in typed and p == "br:stance"}
    assert stances == {"stance:affirms", "stance:denies"}


def test_a_relay_is_a_claim_that_quotes_a_claim_in_order(tmp_path: Path) -> None:
    found = triples(mapped(tmp_path))
    (claim,) = [s for s, p, o in found if (p, o) == ("br:claimedValue", "act:agree")
                and (s, "br:stance", "stance:affirms") in found]  # fmt: skip
    relays = {s for s, p, o in found if (p, o) == ("prov:wasQuotedFrom", claim)}
    chain = {
        (order, speaker)
        for relay in relays
        for s, p, order in found if s == relay and p == "br:relayOrder"
        for t, q, speaker in found if t == relay and q == "br:speaker"
    }  # fmt: skip
    number = '"{}"^^<http://www.w3.org/2001/XMLSchema#integer'
    assert chain == {(number.format(1), "actor:agency"), (number.format(2), "actor:de-ministry")}
    assert not {p for s, p, _ in found if s in relays} & {"br:claimedProperty", "br:claimedValue"}


def test_a_correction_stands_beside_the_literal_reading(tmp_path: Path) -> None:
    found = triples(mapped(tmp_path))
    ((literal, _, corrected),) = [triple for triple in found if triple[1] == "br:correctedBy"]
    assert (corrected, "prov:wasRevisionOf", literal) in found
    assert (corrected, "br:reason", '"by was meant"@en') in found
    (term,) = [o for s, p, o in found if s == corrected and p == "br:claimedValue"]
    assert (term, "br:dueBy", "event:next") in found


def test_texts_are_claimed_in_each_language(tmp_path: Path) -> None:
    texts = {o for _, p, o in triples(mapped(tmp_path)) if p == "br:claimedText"}
    assert {'"to ease movement"@en', '"आवाजाही आसान करना"@hi'} <= texts


def test_a_mention_leads_to_the_characters(tmp_path: Path) -> None:
    found = triples(mapped(tmp_path))
    start = TEXT.index("The talks lasted")
    mention = f"id:mention/test/m/{start}-{start + 33}"
    assert (mention, "rdf:type", "br:Mention") in found
    assert (f"{mention}#quote", "oa:exact", '"The talks lasted over five hours."') in found
    assert any(
        s == f"{mention}#position" and p == "oa:start" and o.startswith(f'"{start}"')
        for s, p, o in found
    )


def test_a_quotation_has_a_speaker_and_its_glosses(tmp_path: Path) -> None:
    found = triples(mapped(tmp_path))
    (quotation,) = [s for s, p, o in found if (p, o) == ("rdf:type", "br:Quotation")]
    assert (quotation, "br:saidBy", "actor:envoy") in found
    (gloss,) = [s for s, p, o in found if (p, o) == ("rdf:type", "br:Gloss")]
    assert (gloss, "dcterms:isPartOf", quotation) in found


def test_a_vague_date_keeps_its_words_and_has_bounds(tmp_path: Path) -> None:
    found = triples(mapped(tmp_path))
    assert ("event:talks", "br:edtf", '"2025-03"') in found
    assert (
        "event:talks",
        "sem:hasLatestEndTimeStamp",
        '"2025-03-31"^^<http://www.w3.org/2001/XMLSchema#date',
    ) in found
    assert not [o for s, p, o in found if s == "event:next" and p in ("br:edtf", "br:day")]


def test_durations_are_minutes_from_to(tmp_path: Path) -> None:
    assert any(
        o.startswith('"300/"') for _, p, o in triples(mapped(tmp_path)) if p == "br:claimedValue"
    )


def test_a_participation_is_what_it_consists_of(tmp_path: Path) -> None:
    found = triples(mapped(tmp_path))
    (node,) = [s for s, p, o in found if (p, o) == ("rdf:type", "br:Participation")]
    content = {(p, o) for s, p, o in found if s == node}
    assert {
        ("br:ofEvent", "event:talks"),
        ("br:participant", "actor:envoy"),
        ("br:role", "role:headOfDelegation"),
        ("br:onBehalfOf", "actor:FRA"),
    } <= content


def test_nobody_named_is_no_speaker(tmp_path: Path) -> None:
    found = triples(mapped(tmp_path))
    narrated = {s for s, p, o in found if (p, o) == ("br:attribution", "attribution:unattributed")}
    assert narrated
    assert not [s for s, p, _ in found if s in narrated and p == "br:speaker"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("attribution: quoted", "attribution: unattributed"),
        ("    speaker: envoy\n", ""),
    ],
    ids=["a speaker, yet unattributed", "quoted, yet nobody"],
)
def test_speaker_and_attribution_agree(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(InvalidInputError, match=r"attribut|speaker"):
        mapped(tmp_path, BODY.replace(old, new))


def test_names_keep_their_basis(tmp_path: Path) -> None:
    path = sheets.registry(tmp_path)
    sheet = load_one(path).sheet
    found = triples(map_sheet(sheet))
    (label,) = [s for s, p, o in found if (p, o) == ("br:nameBasis", '"translit"')]
    assert (label, "skosxl:literalForm", '"ऐन एनवॉय"@hi') in found
    assert ("actor:envoy", "skosxl:prefLabel", label) in found
    assert revision(sheet) in map_sheet(sheet).graph


def test_every_node_lives_under_its_kind(tmp_path: Path) -> None:
    subjects = {
        line.split(" ")[0].strip("<>") for line in mapped(tmp_path).nquads.decode().splitlines()
    }
    assert all(subject.startswith(ID) for subject in subjects)
