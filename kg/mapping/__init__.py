"""From sheets to quads: the only place that knows both the records and their RDF.

One sheet becomes one named graph, named by the sheet and by a revision that is computed from the
sheet's content, its text and `VERSION`; so the same content is always the same graph.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kg.iris import digest, graph_iri, node_iri
from kg.mapping.declared import map_declarations
from kg.mapping.nquads import A, Quads, iri, name, node, plain, tagged, typed
from kg.mapping.statements import claim_id, map_statements, mention_iri
from kg.model import Article, Assertion, Sheet

__all__ = ["VERSION", "Mapped", "claim_id", "map_sheet", "mention_iri", "revision"]

#: part of every revision: a change of the mapping makes new revisions of unchanged sheets
VERSION: Final = "1"


@dataclass(frozen=True)
class Mapped:
    """One sheet as quads: the graph that holds them, what it is a revision of, the N-Quads.

    `idle` are its corrections that say nothing else than the reading that they are to correct.
    """

    graph: str
    document: str
    quads: int
    nquads: bytes
    idle: tuple[Assertion, ...] = ()


def revision(sheet: Sheet) -> str:
    """The revision of a sheet: from its content (which bears the text's hash) and the mapping."""
    return digest(VERSION, sheet.model_dump_json(exclude_unset=True, by_alias=True), size=8)


def map_sheet(sheet: Sheet, text: str = "") -> Mapped:
    """The quads of one sheet, `text` being the text that an article describes.

    Raises:
        LookupError: a selector that has not been located in the text.
    """
    folder = "document" if isinstance(sheet, Article) else "registry"
    graph = graph_iri(folder, sheet.id, revision(sheet))
    quads = Quads(graph)
    map_declarations(quads, sheet)
    idle: list[Assertion] = []
    if isinstance(sheet, Article):
        _document(quads, sheet, text)
        idle = map_statements(quads, sheet, text)
    document = node_iri("document", sheet.id)
    return Mapped(graph, document, len(quads), quads.encode(), tuple(idle))


def _document(quads: Quads, sheet: Article, text: str) -> None:
    subject = node(f"document/{sheet.id}")
    document, coding = sheet.document, sheet.coding
    add = quads.add
    add(subject, A, name("br:Document"))
    add(subject, name("schema:inLanguage"), plain(document.language))
    add(subject, name("schema:articleBody"), tagged(text, document.language))
    add(subject, name("br:sha256"), plain(document.sha256))
    if document.title:
        add(subject, name("rdfs:label"), tagged(document.title, document.language))
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
    add(subject, name("br:readInFull"), typed(str(document.read_in_full).lower(), "boolean"))
    add(subject, name("br:weak"), typed(str(document.weak).lower(), "boolean"))
    if document.note:
        add(subject, name("skos:note"), plain(document.note))
    add(subject, name("br:codedBy"), plain(coding.by))
    add(subject, name("br:codedOn"), plain(coding.date))
    add(subject, name("br:codebook"), plain(coding.codebook))
