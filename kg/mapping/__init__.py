"""From sheets to quads: the only place that knows both the records and their RDF.

One sheet becomes one named graph, named by the sheet and by a revision that is computed from the
sheet's content, its text and `VERSION`; so the same content is always the same graph.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kg.iris import digest, graph_iri, node_iri
from kg.mapping.declared import map_declarations
from kg.mapping.documents import Pages, map_article, map_chronicle, page_reference
from kg.mapping.judgements import map_judgements
from kg.mapping.nquads import Quads
from kg.mapping.statements import claim_id, map_statements
from kg.mapping.texts import Text, mention_iri
from kg.model import Article, Assertion, Chronicle, Judgements, Sheet, Telling

__all__ = [
    "VERSION",
    "Mapped",
    "claim_id",
    "map_sheet",
    "mention_iri",
    "page_reference",
    "revision",
]

#: part of every revision: a change of the mapping makes new revisions of unchanged sheets
VERSION: Final = "2"


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
    folder = "document" if isinstance(sheet, Telling) else "registry"
    graph = graph_iri(folder, sheet.id, revision(sheet))
    quads = Quads(graph)
    if isinstance(sheet, Judgements):
        map_judgements(quads, sheet)
    else:
        map_declarations(quads, sheet)
    idle: list[Assertion] = []
    match sheet:
        case Article():
            map_article(quads, sheet, text)
            rests = Text(quads, sheet, text)
            rests.named()
            rests.annotated()
            idle = map_statements(quads, sheet, rests)
        case Chronicle():
            map_chronicle(quads, sheet)
            idle = map_statements(quads, sheet, Pages(quads, sheet))
    document = node_iri("document", sheet.id)
    return Mapped(graph, document, len(quads), quads.encode(), tuple(idle))
