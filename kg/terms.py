"""RDF terms of our own, so that no library's term leaves the module that borders on it.

Two kinds only: the data holds no blank nodes (every node has an IRI minted from its content), hence
neither has this module. Source: RDF 1.1 Concepts, <https://www.w3.org/TR/rdf11-concepts/>.
"""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["XSD", "Iri", "Literal", "Term", "characters", "to_ntriples"]

XSD = "http://www.w3.org/2001/XMLSchema#"
_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"

#: the characters that an N-Triples string may not hold as they are
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_TO_ESCAPE = re.compile(r'[\\"\n\r]')
#: and those that an IRI may not (RFC 3987, and the IRIREF production of SPARQL 1.1)
_NOT_IN_IRI = frozenset('<>"{}|^`\\') | {chr(code) for code in range(0x21)}


class Iri(str):
    """An absolute IRI."""

    __slots__ = ()


class Literal(NamedTuple):
    """A literal; `datatype` is an IRI as text and None for a plain or a language-tagged string."""

    value: str
    datatype: str | None = None
    language: str | None = None


Term = Iri | Literal


def characters(term: Term | None) -> str:
    """The characters of a term; "" where there is none."""
    return term.value if isinstance(term, Literal) else term or ""


def to_ntriples(term: Term) -> str:
    """The term as N-Triples writes it, which is also how SPARQL writes it.

    Raises:
        ValueError: an IRI holds a character that no IRI may hold.
    """
    if isinstance(term, Iri):
        if not _NOT_IN_IRI.isdisjoint(term):
            raise ValueError(f"not an IRI: {term!r}")
        return f"<{term}>"
    value = term.value
    # most texts need no escapes, and looking is ten times quicker than translating
    text = f'"{value.translate(_ESCAPES) if _TO_ESCAPE.search(value) else value}"'
    if term.language:
        return f"{text}@{term.language}"
    if term.datatype and term.datatype not in (XSD + "string", _LANG_STRING):
        return f"{text}^^{to_ntriples(Iri(term.datatype))}"
    return text
