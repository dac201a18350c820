"""Writes N-Quads into one buffer, as fast as plain Python can.

A document is a few hundred to a few thousand quads, and thousands of documents are loaded at once:
so no term objects here, only text. Source: RDF 1.1 N-Quads, <https://www.w3.org/TR/n-quads/>.
"""

from __future__ import annotations

import functools
from typing import Final

from kg.dates import parse
from kg.iris import BR, ID, PREFIXES
from kg.terms import XSD, Iri, Literal, to_ntriples

__all__ = ["A", "Quads", "integer", "iri", "name", "node", "plain", "tagged", "typed"]

A: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


@functools.cache
def name(prefixed: str) -> str:
    """`br:about` or `oa:exact` as an N-Quads term, from the project's prefixes."""
    prefix, _, local = prefixed.partition(":")
    return f"<{PREFIXES[prefix]}{local}>"


def iri(text: str) -> str:
    """An IRI that came from a person, checked.

    Raises:
        ValueError: a character that no IRI may hold.
    """
    return to_ntriples(Iri(text))


def node(reference: str) -> str:
    """`event/istanbul-talks`, checked by the model before, as an N-Quads term."""
    return f"<{ID}{reference}>"


def plain(text: str) -> str:
    """A plain string."""
    return to_ntriples(Literal(text))


def tagged(text: str, language: str) -> str:
    """A string in a language."""
    return to_ntriples(Literal(text, language=language))


def typed(text: str, datatype: str) -> str:
    """A literal of an XML Schema datatype, by its local name; the text needs no escapes."""
    return f'"{text}"^^<{XSD}{datatype}>'


def integer(number: int) -> str:
    """An xsd:integer."""
    return f'"{number}"^^<{XSD}integer>'


_BOUNDS: Final = (
    ("earliest_begin", name("sem:hasEarliestBeginTimeStamp")),
    ("latest_begin", name("sem:hasLatestBeginTimeStamp")),
    ("earliest_end", name("sem:hasEarliestEndTimeStamp")),
    ("latest_end", name("sem:hasLatestEndTimeStamp")),
)
_EDTF: Final = f"<{BR}edtf>"
_DAY: Final = f"<{BR}day>"
_DAY_TO: Final = f"<{BR}dayTo>"


@functools.lru_cache(maxsize=65536)
def _dated(edtf: str) -> tuple[tuple[str, str], ...]:
    """The predicates and objects that say a date: as written, and its day numbers."""
    bounds = parse(edtf)
    pairs = [(_EDTF, plain(edtf))]
    if bounds.day is not None:
        pairs.append((_DAY, integer(bounds.day)))
    if bounds.day_to is not None:
        pairs.append((_DAY_TO, integer(bounds.day_to)))
    return tuple(pairs)


@functools.lru_cache(maxsize=65536)
def _bounded(edtf: str) -> tuple[tuple[str, str], ...]:
    """The four bounds of a date, those that it has."""
    bounds = parse(edtf)
    return tuple(
        (predicate, typed(value.isoformat(), "date"))
        for field, predicate in _BOUNDS
        if (value := getattr(bounds, field)) is not None
    )


class Quads:
    """The quads of one named graph, as lines."""

    def __init__(self, graph: str) -> None:
        self._end = f" <{graph}> .\n"
        self._lines: dict[str, None] = {}

    def add(self, subject: str, predicate: str, value: str) -> None:
        """One quad; all three are N-Quads terms. Said twice, it stands once."""
        self._lines[f"{subject} {predicate} {value}{self._end}"] = None

    def day(self, subject: str, edtf: str) -> None:
        """When the subject was said: the date as written and its day numbers."""
        for predicate, value in _dated(edtf):
            self.add(subject, predicate, value)

    def date(self, subject: str, edtf: str) -> None:
        """When the subject was or will be: as `day`, and SEM's four bounds."""
        self.day(subject, edtf)
        for predicate, value in _bounded(edtf):
            self.add(subject, predicate, value)

    def texts(self, subject: str, predicate: str, texts: dict[str, str]) -> None:
        """One literal a language."""
        for language, text in texts.items():
            self.add(subject, predicate, tagged(text, language))

    def __len__(self) -> int:
        return len(self._lines)

    def encode(self) -> bytes:
        """All lines in the order in which they were said, UTF-8."""
        return "".join(self._lines).encode()
