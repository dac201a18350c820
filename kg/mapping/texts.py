"""What an article's statements rest on: mentions, stretches of its text with their selectors."""

from __future__ import annotations

from dataclasses import replace

from kg.anchors import Span, context
from kg.iris import node_iri
from kg.mapping.nquads import A, Quads, integer, name, node, plain, typed
from kg.mapping.statements import Ground, outlets
from kg.model import Annotation, Article, Selector, Statement, Utterance

__all__ = ["Text", "mention_iri"]

#: code points of context on either side of a quote, so that it can be found in a changed page
CONTEXT = 32


def mention_iri(document: str, span: Span) -> str:
    """The IRI of a stretch of one document's text; two marks of one stretch are one mention."""
    return node_iri("mention", f"{document}/{span.start}-{span.end}")


class Text:
    """The text of one article, whose mentions are written as they are met."""

    def __init__(self, quads: Quads, sheet: Article, text: str) -> None:
        self.quads = quads
        self.sheet = sheet
        self.text = text
        self.document = node(f"document/{sheet.id}")
        self._reported = sheet.document.reported(sheet.coding.date)

    def mention(self, selector: Selector, kind: str | None = None) -> str:
        """A stretch of the text with its two W3C selectors; its N-Quads term."""
        return self._stretch(selector.span, kind)

    def _stretch(self, span: Span, kind: str | None = None) -> str:
        iri = mention_iri(self.sheet.id, span)
        exact = self.text[span.start : span.end]
        subject = f"<{iri}>"
        add = self.quads.add
        add(subject, A, name("br:Mention"))
        if kind:
            add(subject, A, name(kind))
        add(subject, name("oa:hasSource"), self.document)
        add(subject, name("br:quote"), plain(exact))
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
        add(quote, name("oa:exact"), plain(exact))
        add(quote, name("oa:prefix"), plain(before))
        add(quote, name("oa:suffix"), plain(after))
        return subject

    def named(self) -> None:
        """The names in the text, and what each stands for."""
        for mention in self.sheet.mentions:
            subject = self.mention(mention)
            self.quads.add(subject, name("br:denotes"), node(mention.refers))
            if mention.sense:
                self.quads.add(subject, name("br:sense"), name(f"sense:{mention.sense}"))

    def annotated(self) -> None:
        """What an annotation tool holds: W3C annotations of stretches, and links between them."""
        for one in self.sheet.annotations:
            self._annotation(one)

    def _annotation(self, one: Annotation) -> None:
        add, subject = self.quads.add, self._annotation_node(one.id)
        add(subject, A, name("oa:Annotation"))
        add(subject, name("dcterms:isPartOf"), self.document)
        add(subject, name("br:annotatedAs"), plain(one.label))
        targets = [self._stretch(stretch.span) for stretch in one.at]
        for target in targets or [*map(self._annotation_node, one.targets())] or [self.document]:
            add(subject, name("oa:hasTarget"), target)
        if one.trigger:
            add(subject, name("br:trigger"), self._annotation_node(one.trigger))
        for feature, value in one.features.items():
            add(subject, name("br:feature"), plain(f"{feature}={value}"))
        for reference in one.references:
            add(subject, name("br:externalReference"), plain(reference))
        for note in one.notes:
            add(subject, name("skos:note"), plain(note))
        for number, each in enumerate(one.links, 1):
            link = self._annotation_node(f"{one.id}#{number}")
            add(subject, name("br:link"), link)
            add(link, A, name("br:AnnotationLink"))
            add(link, name("br:linkRole"), plain(each.role))
            add(link, name("br:linkTo"), self._annotation_node(each.to))

    def _annotation_node(self, ident: str) -> str:
        return node(f"annotation/{self.sheet.id}/{ident}")

    def ground(self, statement: Utterance) -> Ground:
        """The mention of a statement, with the quotations inside it."""
        assert isinstance(statement, Statement)  # an article has no other
        whole = self.mention(statement)
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
        return Ground(
            mention=whole,
            place=_place(statement),
            documents=(self.document,),
            earliest=self.document,
            outlets=outlets([self.sheet.document]),
            reported=self._reported,
            said=self.sheet.document.published,
            weak=self.sheet.document.weak,
        )

    def narrower(self, ground: Ground, quote: Selector) -> Ground:
        """The same, standing on fewer characters."""
        return replace(ground, mention=self.mention(quote), place=_place(quote))


def _place(selector: Selector) -> str:
    return f"{selector.span.start}-{selector.span.end}"
