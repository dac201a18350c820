"""Statements as quads: what they rest on, the claims, who relayed them, what they correct.

An article's statement rests on a stretch of its text, a chronicle's on the pages that it cites.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from kg.iris import digest
from kg.mapping.declared import map_post
from kg.mapping.nquads import A, Quads, integer, name, node, plain, typed
from kg.model import (
    Assertion,
    Condition,
    Minutes,
    Participation,
    Post,
    Publication,
    Selector,
    Telling,
    Term,
    Utterance,
    Value,
)
from kg.vocab.claimable import Claimable

__all__ = ["Ground", "Rests", "claim_id", "map_statements", "outlets"]


@dataclass(frozen=True)
class Ground:
    """What a claim rests on, as N-Quads terms: mention or citation, documents, their publishers.

    `place` tells the mention from others of the same sheet, `earliest` is the document that was
    published first, `reported` is the first day on which
    the claim can have been published and the one by which it was, `said` when it was said if the
    statement itself does not tell.
    """

    mention: str
    place: str
    documents: tuple[str, ...]
    earliest: str
    outlets: tuple[str, ...]
    reported: tuple[int, int]
    said: str | None
    weak: bool


def outlets(publications: Iterable[Publication]) -> tuple[str, ...]:
    """Who published them, each once."""
    slugs = dict.fromkeys(each.publisher for each in publications if each.publisher)
    return tuple(node(f"actor/{slug}") for slug in slugs)


class Rests(Protocol):
    """How the statements of one kind of sheet are anchored."""

    def ground(self, statement: Utterance) -> Ground:
        """Write the mention or citation of a statement; what its claims rest on."""

    def narrower(self, ground: Ground, quote: Selector) -> Ground:
        """The same for one assertion that has words of its own."""


def claim_id(
    document: str, *, about: str, key: str, value: str, speaker: str, stance: str, place: str
) -> str:
    """The deterministic id of a claim: the same words about the same thing are the same claim.

    `value` is the N-Quads form of what is claimed and "" where the node itself is; `place` stands
    for quote and occurrence, or for the citation.
    """
    return digest(document, about, key, value, speaker, stance, place)


@dataclass(frozen=True)
class _Said:
    """One claim in the making."""

    statement: Utterance
    assertion: Assertion
    key: str
    predicate: str
    value: str
    texts: dict[str, str]


class _Mapper:
    """Maps the statements of one sheet; keeps what its claims share."""

    def __init__(self, quads: Quads, sheet: Telling, rests: Rests) -> None:
        self.quads = quads
        self.sheet = sheet
        self.rests = rests
        self.document = node(f"document/{sheet.id}")
        #: assertion id -> its claims by property, for the readings that are corrected
        self.by_id: dict[str, dict[str, list[str]]] = {}
        self.corrected: list[tuple[Assertion, dict[str, list[str]]]] = []

    def statement(self, statement: Utterance) -> None:
        ground = self.rests.ground(statement)
        if statement.note:
            self.quads.texts(ground.mention, name("skos:note"), statement.note)
        for assertion in statement.says:
            self.assertion(statement, assertion, ground)

    def assertion(self, statement: Utterance, assertion: Assertion, ground: Ground) -> None:
        if assertion.act is not None:
            self.act(assertion)
        if assertion.quote:
            ground = self.rests.narrower(ground, assertion.quote)
        claims: dict[str, list[str]] = {}
        said = list(self._said(statement, assertion))
        for one in said or [_Said(statement, assertion, "", "", "", {})]:
            claims.setdefault(one.key, []).append(self.claim(one, ground))
        if assertion.id:
            self.by_id[assertion.id] = claims
        if assertion.corrects:
            self.corrected.append((assertion, claims))

    def act(self, assertion: Assertion) -> None:
        """The node of an act: whose life it belongs to, and when; that it was done is claimed."""
        subject = node(assertion.subject)
        self.quads.add(subject, A, name("br:Act"))
        self.quads.add(subject, name("br:ofMatter"), node(assertion.of or ""))
        self.quads.add(subject, name("br:slot"), plain(assertion.slot))
        if assertion.in_:
            self.quads.add(subject, name("br:inEvent"), node(f"event/{assertion.in_}"))
        else:
            self.quads.date(subject, assertion.when or "")

    def claim(self, said: _Said, ground: Ground) -> str:
        """One claim, and one more for each who relayed it; its N-Quads term."""
        statement, assertion = said.statement, said.assertion
        stance = assertion.stance or statement.stance
        speaker = statement.speaker or ""
        about = assertion.subject
        identity = claim_id(
            self.sheet.id,
            about=about,
            key=said.key,
            value=said.value or repr(sorted(said.texts.items())),
            speaker=speaker,
            stance=stance,
            place=ground.place,
        )
        subject = node(f"claim/{identity}")
        add = self.quads.add
        add(subject, A, name("br:Claim"))
        add(subject, name("br:about"), node(about))
        add(subject, name("br:concerns"), node(about))
        if about.startswith("act/"):
            add(subject, name("br:concerns"), node(_moved_by(about)))
        if said.predicate:
            add(subject, name("br:claimedProperty"), said.predicate)
        if said.value:
            add(subject, name("br:claimedValue"), said.value)
        self.quads.texts(subject, name("br:claimedText"), said.texts)
        if speaker:
            add(subject, name("br:speaker"), node(f"actor/{speaker}"))
        if statement.voice:
            add(subject, name("br:voice"), name(f"voice:{statement.voice}"))
        add(subject, name("br:attribution"), name(f"attribution:{statement.attribution}"))
        add(subject, name("br:stance"), name(f"stance:{stance}"))
        certainty = assertion.certainty or statement.certainty
        add(subject, name("br:certainty"), name(f"certainty:{certainty}"))
        if date := statement.said_on or ground.said:
            self.quads.day(subject, date)
        if statement.said_at:
            add(subject, name("br:saidAt"), node(f"event/{statement.said_at}"))
        self._step(subject, said)
        self._grounded(subject, ground)
        if statement.via:
            add(subject, name("br:relayChain"), plain(" > ".join(statement.via)))
        self._relays(identity, subject, statement.via)
        return subject

    def _step(self, claim: str, said: _Said) -> None:
        """What the claim says was done and by whom, where it is a step in the life of a node."""
        if said.key == "actType":
            self.quads.add(claim, name("br:step"), said.value)
            for actor in said.assertion.agents:
                self.quads.add(claim, name("br:agent"), node(f"actor/{actor}"))
        elif said.key == "noAnswerFrom":
            self.quads.add(claim, name("br:step"), said.predicate)
            self.quads.add(claim, name("br:agent"), said.value)

    def _grounded(self, claim: str, ground: Ground) -> None:
        add = self.quads.add
        add(claim, name("gaf:denotedBy"), ground.mention)
        add(claim, name("br:inDocument"), self.document)
        for document in ground.documents:
            add(claim, name("prov:hadPrimarySource"), document)
        add(claim, name("br:firstSource"), ground.earliest)
        for outlet in ground.outlets:
            add(claim, name("br:outlet"), outlet)
        first, last = ground.reported
        add(claim, name("br:reportedDay"), integer(first))
        add(claim, name("br:reportedDayTo"), integer(last))
        if ground.weak:
            add(claim, name("br:weak"), typed("true", "boolean"))

    def _relays(self, identity: str, claim: str, via: tuple[str, ...]) -> None:
        for order, relayer in enumerate(via, 1):
            relay = node("claim/" + digest(identity, "relay", str(order), relayer))
            add = self.quads.add
            add(relay, A, name("br:Claim"))
            add(relay, name("br:about"), claim)
            add(relay, name("prov:wasQuotedFrom"), claim)
            add(relay, name("br:speaker"), node(f"actor/{relayer}"))
            add(relay, name("br:relayOrder"), integer(order))
            add(relay, name("br:inDocument"), self.document)

    def _said(self, statement: Utterance, assertion: Assertion) -> Iterator[_Said]:
        for claimable, value in assertion.properties:
            term, texts = self.value(assertion, claimable, value)
            predicate = f"<{claimable.iri}>"
            yield _Said(statement, assertion, claimable.key, predicate, term, texts)

    def value(
        self, assertion: Assertion, claimable: Claimable, value: Value
    ) -> tuple[str, dict[str, str]]:
        """What is claimed: an N-Quads term, or texts by language."""
        match value:
            case str():
                return _scalar(claimable, value), {}
            case dict():
                return "", value
            case Minutes():
                low = "" if value.at_least is None else str(value.at_least)
                high = "" if value.at_most is None else str(value.at_most)
                return typed(f"{low}/{high}", "string"), {}
            case Participation():
                return self._participation(assertion.subject, value), {}
            case Term():
                return self._term(value), {}
            case Condition():
                return self._condition(value), {}
            case Post():
                return map_post(self.quads, assertion.subject, value), {}

    def _participation(self, event: str, value: Participation) -> str:
        behalf = value.on_behalf_of or ""
        subject = node("participation/" + digest(event, value.participant, value.role, behalf))
        add = self.quads.add
        add(subject, A, name("br:Participation"))
        add(subject, name("br:ofEvent"), node(event))
        add(subject, name("br:participant"), node(f"actor/{value.participant}"))
        add(subject, name("br:role"), name(f"role:{value.role}"))
        if behalf:
            add(subject, name("br:onBehalfOf"), node(f"actor/{behalf}"))
        return subject

    def _term(self, value: Term) -> str:
        texts = repr(sorted((value.text or {}).items()))
        subject = node("term/" + digest(value.deadline or "", value.event or "", texts))
        self.quads.add(subject, A, name("br:Term"))
        if value.deadline:
            self.quads.date(subject, value.deadline)
        if value.event:
            self.quads.add(subject, name("br:dueBy"), node(f"event/{value.event}"))
        self.quads.texts(subject, name("rdfs:label"), value.text or {})
        if not value.text:
            self.quads.add(subject, name("rdfs:label"), plain(value.deadline or value.event or ""))
        return subject

    def _condition(self, value: Condition) -> str:
        texts = repr(sorted(value.text.items()))
        subject = node("condition/" + digest(value.kind, value.depends_on or "", texts))
        self.quads.add(subject, A, name("br:Condition"))
        self.quads.add(subject, name("br:conditionKind"), name(f"conditionKind:{value.kind}"))
        if value.depends_on:
            self.quads.add(subject, name("br:dependsOn"), node(value.depends_on))
        self.quads.texts(subject, name("rdfs:label"), value.text)
        return subject

    def corrections(self) -> Iterator[Assertion]:
        """Link each corrected reading with the literal one, which then counts for nothing.

        Yields those that say nothing else than what they are to correct.

        Claims of the same property are paired; where the literal reading claims another property,
        every claim of the correction takes its place.
        """
        for assertion, better in self.corrected:
            every = [claim for claims in better.values() for claim in claims]
            disputed = False
            for key, literal in self.by_id[assertion.corrects or ""].items():
                for old, new in itertools.product(literal, better.get(key, every)):
                    if old in every:
                        continue  # both readings say it: it stands, and corrects nothing
                    disputed = True
                    self.quads.add(old, name("br:correctedBy"), new)
                    self.quads.add(new, name("prov:wasRevisionOf"), old)
                    self.quads.texts(new, name("br:reason"), assertion.reason or {})
            if not disputed:
                yield assertion


def _moved_by(act: str) -> str:
    """The matter, meeting or agreement whose act it is, from the act's reference."""
    return act.split("/")[1].replace(".", "/", 1)


def _scalar(claimable: Claimable, value: str) -> str:
    if "edtf" in claimable.kinds:
        return plain(value)
    if "/" in value:
        return node(value)
    return f"<{claimable.scheme_iri}{value}>"


def map_statements(quads: Quads, sheet: Telling, rests: Rests) -> list[Assertion]:
    """The claims of one sheet; its corrections that correct nothing."""
    mapper = _Mapper(quads, sheet, rests)
    for statement in sheet.statements:
        mapper.statement(statement)
    return list(mapper.corrections())
