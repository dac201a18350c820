"""Documents as quads, and what a chronicle's statements rest on: citations of pages."""

from __future__ import annotations

from urllib.parse import urlsplit

from kg.iris import digest
from kg.mapping.nquads import A, Quads, iri, name, node, plain, tagged, typed
from kg.mapping.statements import Ground, outlets
from kg.model import Article, Chronicle, Citation, Coding, Publication, Selector, Source, Utterance

__all__ = ["Pages", "map_article", "map_chronicle", "page_reference"]


def page_reference(source: Source) -> str:
    """The reference of a cited page: the same URL is the same page in every chronicle."""
    return f"document/{source.document or 'page/' + digest(source.url or '')}"


def map_article(quads: Quads, sheet: Article, text: str) -> None:
    """The document that an article's sheet describes, with its text."""
    subject = node(f"document/{sheet.id}")
    document = sheet.document
    _publication(quads, subject, document)
    if document.title:
        quads.add(subject, name("rdfs:label"), tagged(document.title, document.language))
    quads.add(subject, name("schema:articleBody"), tagged(text, document.language))
    quads.add(subject, name("br:sha256"), plain(document.sha256))
    _truth(quads, subject, "br:readInFull", value=document.read_in_full)
    if document.annotated:
        quads.add(subject, name("br:annotationFormat"), plain(document.annotated.format))
        quads.add(subject, name("br:offsetUnit"), plain(document.annotated.offsets))
        if document.annotated.declared:
            quads.add(subject, name("br:declaredOffsets"), plain(document.annotated.declared))
    _coding(quads, subject, sheet.coding)


def map_chronicle(quads: Quads, sheet: Chronicle) -> None:
    """The chronicle itself and every page that it cites."""
    subject = node(f"document/{sheet.id}")
    quads.add(subject, A, name("br:Document"))
    quads.add(subject, A, name("br:Chronicle"))
    quads.add(subject, name("schema:inLanguage"), plain(sheet.document.language))
    quads.texts(subject, name("rdfs:label"), sheet.document.title)
    if sheet.document.note:
        quads.add(subject, name("skos:note"), plain(sheet.document.note))
    _truth(quads, subject, "br:readInFull", value=True)
    _coding(quads, subject, sheet.coding)
    for source in sheet.sources:
        if source.document is None:  # else its own sheet says what it is
            page = node(page_reference(source))
            _publication(quads, page, source)
            quads.add(page, name("rdfs:label"), _label(source))
            _truth(quads, page, "br:readInFull", value=source.read_in_full)


class Pages:
    """The pages of one chronicle, by the ids under which its statements cite them."""

    def __init__(self, quads: Quads, sheet: Chronicle) -> None:
        self.quads = quads
        self.sheet = sheet
        self._sources = {source.id: source for source in sheet.sources}

    def ground(self, statement: Utterance) -> Ground:
        """The citation of a statement: its pages, its gist, the wording if one is known."""
        assert isinstance(statement, Citation)  # a chronicle has no other
        sources = [self._sources[cited] for cited in statement.cites]
        pages = tuple(node(page_reference(source)) for source in sources)
        gist = repr(sorted(statement.gist.items()))
        place = digest(*sorted(pages), statement.speaker or "", gist, statement.exact or "")
        subject = node(f"citation/{self.sheet.id}/{place}")
        add = self.quads.add
        add(subject, A, name("br:Citation"))
        for page in pages:
            add(subject, name("oa:hasSource"), page)
        self.quads.texts(subject, name("br:gist"), statement.gist)
        if statement.exact:
            add(subject, name("br:quote"), plain(statement.exact))
        if coded := statement.coded_from:
            add(subject, name("br:statusWord"), plain(coded.word))
            if coded.reason:
                add(subject, name("br:reason"), plain(coded.reason))
        days = [source.reported(self.sheet.coding.date) for source in sources]
        first = min(range(len(days)), key=lambda nth: days[nth][::-1])
        reported = min(day for day, _ in days), min(last for _, last in days)
        return Ground(
            mention=subject,
            place=place,
            documents=pages,
            earliest=pages[first],
            outlets=outlets(sources),
            reported=reported,
            said=sources[first].published,
            weak=all(source.weak for source in sources),
        )

    def narrower(self, ground: Ground, quote: Selector) -> Ground:
        """Never asked for: the model lets no assertion of a chronicle have a quote."""
        raise AssertionError(f"a chronicle has no text to quote: {quote.exact!r}, {ground.place}")


def _label(source: Source) -> str:
    host = (urlsplit(source.url or "").hostname or "").removeprefix("www.")
    when = source.published if source.published and "/" not in source.published else ""
    return (
        tagged(source.title, source.language)
        if source.title
        else plain(f"{host}, {when}" if when else host)
    )


def _truth(quads: Quads, subject: str, property_: str, *, value: bool) -> None:
    quads.add(subject, name(property_), typed(str(value).lower(), "boolean"))


def _publication(quads: Quads, subject: str, document: Publication) -> None:
    add = quads.add
    add(subject, A, name("br:Document"))
    add(subject, name("schema:inLanguage"), plain(document.language))
    if document.publisher:
        add(subject, name("br:publisher"), node(f"actor/{document.publisher}"))
    if document.published:
        quads.date(subject, document.published)
    if document.published_basis:
        add(subject, name("br:dateBasis"), plain(document.published_basis))
    if document.url:
        add(subject, name("schema:url"), iri(document.url))
    if document.origin:
        add(subject, name("br:origin"), plain(document.origin))
    if document.translation:
        add(subject, name("br:translatedFrom"), plain(document.translation.source))
        add(subject, name("br:translatedBy"), plain(document.translation.by))
    if document.medium:
        add(subject, name("br:medium"), name(f"medium:{document.medium}"))
    _truth(quads, subject, "br:weak", value=document.weak)
    if document.note:
        add(subject, name("skos:note"), plain(document.note))


def _coding(quads: Quads, subject: str, coding: Coding) -> None:
    quads.add(subject, name("br:codedBy"), plain(coding.by))
    quads.add(subject, name("br:codedOn"), plain(coding.date))
    quads.add(subject, name("br:codebook"), plain(coding.codebook))
