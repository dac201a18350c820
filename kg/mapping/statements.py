"""Statements as quads: the mention in the text, the claims, who relayed them, what they correct."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from kg.anchors import Span, context
from kg.iris import digest, node_iri
from kg.mapping.declared import map_post
from kg.mapping.nquads import A, Quads, integer, name, node, plain, typed
from kg.model import (
    Article,
    Assertion,
    Condition,
    Minutes,
    Participation,
    Post,
    Selector,
    Statement,
    Term,
    Value,
)
from kg.vocab.claimable import Claimable

__all__ = ["claim_id", "map_statements", "mention_iri"]

#: code points of context on either side of a quote, so that it can be found in a changed page
CONTEXT = 32


def mention_iri(document: str, span: Span) -> str:
    """The IRI of a stretch of one document's text; two marks of one stretch are one mention."""
    return node_iri("mention", f"{document}/{span.start}-{span.end}")


def claim_id(
    document: str, *, about: str, key: str, value: str, speaker: str, stance: str, span: Span
) -> str:
    """The deterministic id of a claim: the same words about the same thing are the same claim.

    `value` is the N-Quads form of what is claimed and "" where the node itself is; the span stands
    for quote and occurrence.
    """
    return digest(document, about, key, value, speaker, stance, f"{span.start}-{span.end}")


@dataclass(frozen=True)
class _Said:
    """One claim in the making."""

    statement: Statement
    assertion: Assertion
    key: str
    predicate: str
    value: str
    texts: dict[str, str]


class _Mapper:
    """Maps the statements of one article; keeps what the claims of one sheet share."""

    def __init__(self, quads: Quads, sheet: Article, text: str) -> None:
        self.quads = quads
        self.sheet = sheet
        self.text = text
        self.document = node(f"document/{sheet.id}")
        #: assertion id -> its claims by property, for the readings that are corrected
        self.by_id: dict[str, dict[str, list[str]]] = {}
        self.corrected: list[tuple[Assertion, dict[str, list[str]]]] = []

    def mention(self, selector: Selector, kind: str | None = None) -> str:
        """A stretch of the text with its two W3C selectors; its N-Quads term."""
        span = selector.span
        iri = mention_iri(self.sheet.id, span)
        subject = f"<{iri}>"
        add = self.quads.add
        add(subject, A, name("br:Mention"))
        if kind:
            add(subject, A, name(kind))
        add(subject, name("oa:hasSource"), self.document)
        add(subject, name("br:quote"), plain(selector.exact))
        add(subject, name("br:start"), integer(span.start))
        add(subject, name("br:end"), integer(span.end))
        position, quote = f"<{iri}#position>", f"<{iri}#quote>"
        add(subject, name("oa:hasSelector"), position)
        add(subject, name("oa:hasSelector"), quote)
        add(position, A, name("oa:TextPositionSelector"))
        add(position, name("oa:start"), typed(str(span.start), "nonNegativeInteger"))
        add(position, name("oa:end"), typed(str(span.end), "nonNegativeInteger"))
        before, after = context(self.text, span, CONTEXT)
        add(quote, A, name("oa:TextQuoteSelector"))
        add(quote, name("oa:exact"), plain(selector.exact))
        add(quote, name("oa:prefix"), plain(before))
        add(quote, name("oa:suffix"), plain(after))
        return subject

    def statement(self, statement: Statement) -> None:
        whole = self.mention(statement)
        if statement.note:
            self.quads.texts(whole, name("skos:note"), statement.note)
        for quotation in statement.quotations:
            inner = self.mention(quotation, "br:Quotation")
            self.quads.add(inner, name("dcterms:isPartOf"), whole)
            if statement.speaker:
                self.quads.add(inner, name("br:saidBy"), node(f"actor/{statement.speaker}"))
            for gloss in quotation.glosses:
                mark = self.mention(gloss, "br:Gloss")
                self.quads.add(mark, name("dcterms:isPartOf"), inner)
            if quotation.note:
                self.quads.texts(inner, name("skos:note"), quotation.note)
        for assertion in statement.says:
            self.assertion(statement, assertion, whole)

    def assertion(self, statement: Statement, assertion: Assertion, whole: str) -> None:
        if assertion.act is not None:
            self.act(assertion)
        mention = self.mention(assertion.quote) if assertion.quote else whole
        claims: dict[str, list[str]] = {}
        said = list(self._said(statement, assertion))
        for one in said or [_Said(statement, assertion, "", "", "", {})]:
            claims.setdefault(one.key, []).append(self.claim(one, mention))
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

    def claim(self, said: _Said, mention: str) -> str:
        """One claim, and one more for each who relayed it; its N-Quads term."""
        statement, assertion = said.statement, said.assertion
        stance = assertion.stance or statement.stance
        speaker = statement.speaker or ""
        span = (assertion.quote or statement).span
        about = assertion.subject
        key = said.value or repr(sorted(said.texts.items()))
        identity = claim_id(
            self.sheet.id,
            about=about,
            key=said.key,
            value=key,
            speaker=speaker,
            stance=stance,
            span=span,
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
        add(subject, name("br:attribution"), name(f"attribution:{statement.attribution}"))
        add(subject, name("br:stance"), name(f"stance:{stance}"))
        certainty = assertion.certainty or statement.certainty
        add(subject, name("br:certainty"), name(f"certainty:{certainty}"))
        if date := statement.said_on or self.sheet.document.published:
            self.quads.day(subject, date)
        if statement.said_at:
            add(subject, name("br:saidAt"), node(f"event/{statement.said_at}"))
        add(subject, name("gaf:denotedBy"), mention)
        add(subject, name("br:inDocument"), self.document)
        if statement.via:
            add(subject, name("br:relayChain"), plain(" > ".join(statement.via)))
        self._relays(identity, subject, statement.via)
        return subject

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

    def _said(self, statement: Statement, assertion: Assertion) -> Iterator[_Said]:
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


def map_statements(quads: Quads, sheet: Article, text: str) -> list[Assertion]:
    """Mentions, quotations and claims of one article; the corrections that correct nothing."""
    mapper = _Mapper(quads, sheet, text)
    for mention in sheet.mentions:
        subject = mapper.mention(mention)
        quads.add(subject, name("br:denotes"), node(mention.refers))
        if mention.sense:
            quads.add(subject, name("br:sense"), name(f"sense:{mention.sense}"))
    for statement in sheet.statements:
        mapper.statement(statement)
    return list(mapper.corrections())
