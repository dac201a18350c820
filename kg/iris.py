"""Where things live: the namespaces of the project and the IRIs that are minted under them.

An IRI is made from what a thing is, never from its place in a file, so that loading twice adds
nothing. This module knows names only: no record, no library.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

__all__ = [
    "BASE",
    "BR",
    "GRAPH",
    "ID",
    "KINDS",
    "OPEN_END",
    "PREFIXES",
    "SCHEME",
    "SLUG",
    "digest",
    "graph_iri",
    "node_iri",
    "split_reference",
]

BASE: Final = "https://w3id.org/bilateral/"
BR: Final = BASE + "ontology#"
ID: Final = BASE + "id/"
GRAPH: Final = BASE + "graph/"
SCHEME: Final = BASE + "scheme/"

#: the closing time of a revision that is still open
OPEN_END: Final = "9999-12-31T23:59:59Z"

#: the kinds of things that have an IRI, each with what it holds
KINDS: Final = (
    "actor", "place", "event", "matter", "agreement", "act", "claim", "document", "mention",
    "citation", "participation", "post", "term", "condition", "relation", "activity", "name",
    "judgement", "annotation", "coded", "dataset", "dyad", "observation",
)  # fmt: skip

SLUG: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")

PREFIXES: Final[dict[str, str]] = {
    "br": BR,
    "id": ID,
    "graph": GRAPH,
    "actor": ID + "actor/",
    "place": ID + "place/",
    "event": ID + "event/",
    "matter": ID + "matter/",
    "agreement": ID + "agreement/",
    "document": ID + "document/",
    "act": SCHEME + "act/",
    "status": SCHEME + "status/",
    "axis": SCHEME + "axis/",
    "eventType": SCHEME + "event-type/",
    "role": SCHEME + "role/",
    "issue": SCHEME + "issue/",
    "attribution": SCHEME + "attribution/",
    "stance": SCHEME + "stance/",
    "certainty": SCHEME + "certainty/",
    "obligation": SCHEME + "obligation/",
    "sense": SCHEME + "sense/",
    "instrument": SCHEME + "instrument/",
    "setting": SCHEME + "setting/",
    "context": SCHEME + "context/",
    "conditionKind": SCHEME + "condition-kind/",
    "cameoGdelt": SCHEME + "cameo-gdelt/",
    "cameoIcews": SCHEME + "cameo-icews/",
    "quadClass": SCHEME + "quad-class/",
    "voice": SCHEME + "voice/",
    "level": SCHEME + "level/",
    "medium": SCHEME + "medium/",
    "verdict": SCHEME + "verdict/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "gaf": "http://groundedannotationframework.org/gaf#",
    "prov": "http://www.w3.org/ns/prov#",
    "org": "http://www.w3.org/ns/org#",
    "time": "http://www.w3.org/2006/time#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "skosxl": "http://www.w3.org/2008/05/skos-xl#",
    "oa": "http://www.w3.org/ns/oa#",
    "qb": "http://purl.org/linked-data/cube#",
    "schema": "https://schema.org/",
    "dcterms": "http://purl.org/dc/terms/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "sh": "http://www.w3.org/ns/shacl#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "wd": "http://www.wikidata.org/entity/",
}


def node_iri(kind: str, slug: str) -> str:
    """The IRI of one thing; `slug` is the tail, which may contain `/` for documents and acts."""
    return f"{ID}{kind}/{slug}"


def graph_iri(*parts: str) -> str:
    """The IRI of a named graph, such as `graph_iri("document", sheet_id, revision)`."""
    return GRAPH + "/".join(parts)


def split_reference(reference: str) -> tuple[str, str]:
    """`"event/istanbul-talks"` as `("event", "istanbul-talks")`; the kind is "" for a bare slug."""
    kind, slash, slug = reference.partition("/")
    return (kind, slug) if slash else ("", reference)


def digest(*parts: str, size: int = 10) -> str:
    """A deterministic id from texts: BLAKE2b of `size` bytes in hexadecimal (RFC 7693).

    The parts are joined by the unit separator U+001F, which no writing uses, so ("ab", "c") and
    ("a", "bc") differ.
    """
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=size).hexdigest()
