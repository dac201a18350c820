"""Values of parameters: from what a caller gives, by the declared type, to one neutral term.

Text from a command line and Python values give the same term; what does not fit the type is refused
and never guessed at. Lexical forms are those of XML Schema 1.1 part 2. This module knows nothing of
query texts, and finds actors only through the function it is given.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final, SupportsIndex

from kg.iris import ID, KINDS, PREFIXES, SCHEME, SLUG, node_iri, split_reference
from kg.terms import XSD, Iri, Literal, Term, to_ntriples

__all__ = ["TYPES", "Resolver", "serialise", "to_term"]

#: finds a thing by its kind and any way to name it: `resolve("actor", "Россия")`
Resolver = Callable[[str, str], Iri]

_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[^\s%]|%[0-9A-Fa-f]{2})+\Z")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_MOMENT: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?(?:Z|[+-]\d{2}:\d{2})\Z", re.ASCII
)
_INTEGER: Final = re.compile(r"[+-]?\d{1,4000}\Z", re.ASCII)
_DECIMAL: Final = re.compile(r"[+-]?(?:\d{1,4000}(?:\.\d{0,4000})?|\.\d{1,4000})\Z", re.ASCII)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*\Z")

#: what engines read differently in a literal, and how to write it so that they do not
_UNAMBIGUOUS: Final = {"\\\\u": "\\\\\\U00000075", "\\\\U": "\\\\\\U00000055", "\t": "\\t"}
_AMBIGUOUS: Final = re.compile("|".join(map(re.escape, _UNAMBIGUOUS)))


def _iri(value: object) -> Iri:
    text = _text(value)
    if not _ABSOLUTE.match(text):
        raise ValueError(f"not an absolute IRI: {text!r}")
    iri = Iri(text)
    to_ntriples(iri)
    return iri


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"not text: {value!r}")
    value.encode()  # a lone surrogate is no character: it raises, and would in the store
    return value


def _prefixed(text: str) -> Iri | None:
    """`act:agree` as its IRI, None when the prefix is not one of the project's."""
    prefix, colon, local = text.partition(":")
    if not colon or prefix not in PREFIXES or local.startswith("//"):
        return None
    return _iri(PREFIXES[prefix] + local) if local else None


def _slugs(path: str) -> str:
    if not all(SLUG.match(part) for part in path.split("/")):
        raise ValueError(f"not a slug: {path!r}")
    return path


def _node(value: object) -> Iri:
    text = _text(value)
    if prefixed := _prefixed(text):
        return prefixed
    kind, slug = split_reference(text)
    if kind in KINDS:
        return Iri(node_iri(kind, _slugs(slug)))
    return _iri(text)


def _of_kind(kind: str) -> Callable[[object], Iri]:
    """The converter of a parameter that is of one kind, for which a bare slug is enough."""

    def convert(value: object) -> Iri:
        text = _text(value)
        return Iri(node_iri(kind, text)) if SLUG.match(text) else _node(text)

    return convert


def _concept(value: object) -> Iri:
    text = _text(value)
    scheme, slash, name = text.partition("/")
    if slash and f"{SCHEME}{scheme}/" in PREFIXES.values():
        iri = Iri(f"{SCHEME}{scheme}/{_slugs(name)}")
    else:
        iri = _prefixed(text) or _iri(text)
    if iri.startswith(ID):
        raise ValueError(f"a thing, not a concept: {text!r}")
    return iri


def _calendar_day(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    text = _text(value)
    if not _DAY.match(text):
        raise ValueError(f"not a day: {text!r}")
    return date.fromisoformat(text)


def _date(value: object) -> Literal:
    return Literal(_calendar_day(value).isoformat(), XSD + "date")


def _day(value: object) -> Literal:
    """The number of a day as `br:day` has it (Rata Die), which every engine can subtract."""
    return Literal(str(_calendar_day(value).toordinal()), XSD + "integer")


def _moment(value: object) -> Literal:
    if not isinstance(value, datetime):
        text = _text(value)
        if not _MOMENT.match(text):
            raise ValueError(f"not a moment: {text!r}")
        value = datetime.fromisoformat(text)
    if value.tzinfo is None:
        raise ValueError("a moment without its time zone")
    # one form for one moment: the store compares some of them as they are written
    utc = value.astimezone(UTC).replace(tzinfo=None)
    return Literal(f"{utc.isoformat()}Z", XSD + "dateTime")


def _integer(value: object) -> Literal:
    if isinstance(value, bool) or not isinstance(value, SupportsIndex | str):
        raise TypeError(f"not an integer: {value!r}")
    if isinstance(value, str) and not _INTEGER.match(value):
        raise ValueError(f"not an integer: {value!r}")
    return Literal(str(int(value)), XSD + "integer")


def _decimal(value: object) -> Literal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise TypeError(f"not a number: {value!r}")
    if isinstance(value, str) and not _DECIMAL.match(value):
        raise ValueError(f"not a decimal number: {value!r}")
    # repr gives the shortest text that is this float: 0.1, not its 55 digits
    number = Decimal(repr(value) if isinstance(value, float) else value)
    if not number.is_finite():
        raise ValueError(f"not a finite number: {value!r}")
    return Literal(format(number, "f"), XSD + "decimal")


def _boolean(value: object) -> Literal:
    text = str(value).lower() if isinstance(value, bool | str) else ""
    if text not in ("true", "false"):
        raise ValueError(f"not a boolean: {value!r}")
    return Literal(text, XSD + "boolean")


def _language(value: object) -> Literal:
    text = _text(value)
    if not _LANGUAGE.match(text):
        raise ValueError(f"not a language tag: {text!r}")
    return Literal(text.lower())


def _doubt(value: object) -> Literal:
    text = _text(value)
    if text not in ("include", "exclude"):
        raise ValueError(f"neither include nor exclude: {text!r}")
    return Literal(text)


#: each type of parameter: how a value becomes a term, and what to tell who gave another
_CONVERTERS: Final[dict[str, tuple[Callable[[object], Term], str]]] = {
    "actor": (_node, "an actor (ISO code, slug, IRI or name)"),
    "node": (_node, "an IRI or a reference such as event/istanbul-talks"),
    "matter": (_of_kind("matter"), "a slug, an IRI or a reference such as matter/flights"),
    "event": (_of_kind("event"), "a slug, an IRI or a reference such as event/istanbul-talks"),
    "concept": (_concept, "a concept such as act:agree or event-type/consult"),
    "iri": (_iri, "an absolute IRI"),
    "date": (_date, "a day such as 2025-04-11"),
    "day": (_day, "a day such as 2025-04-11"),
    "dateTime": (_moment, "a moment with its time zone, such as 2025-04-11T00:00:00Z"),
    "integer": (_integer, "an integer"),
    "decimal": (_decimal, "a decimal number"),
    "boolean": (_boolean, "true or false"),
    "string": (lambda value: Literal(_text(value)), "text"),
    "language": (_language, "a language tag such as hi (BCP 47)"),
    "doubt": (_doubt, "include or exclude"),
}

TYPES: Final[dict[str, str]] = {name: expected for name, (_, expected) in _CONVERTERS.items()}
"""Each type of parameter with what it expects, in words."""


def to_term(value: object, kind: str, resolve: Resolver | None = None) -> Term:
    """`value` as a term of the parameter type `kind`.

    `resolve` finds actors; without it they are given as IRI, prefixed name or `actor/slug`.

    Raises:
        ValueError: the value does not fit. What `resolve` raises passes through.
    """
    convert, _ = _CONVERTERS[kind]
    try:
        if kind == "actor" and resolve is not None and not isinstance(value, Iri):
            return resolve("actor", _text(value))
        return convert(value)
    except (TypeError, OverflowError, InvalidOperation) as error:
        raise ValueError(str(error)) from error


def serialise(term: Term) -> str:
    r"""The term as one SPARQL token that every engine reads alike.

    N-Triples writes the text `\u0041` as `"\\u0041"`. Engines that replace `\uXXXX` before they
    parse (SPARQL 1.1, 19.2; rdflib does it without looking at the backslash in front, and takes
    eight digits where it finds them) would read an escape there; so the letter after an escaped
    backslash is itself written as an escape, of eight digits. A tab is one too: pyparsing, under
    rdflib, turns tabs into spaces.
    """
    return _AMBIGUOUS.sub(lambda match: _UNAMBIGUOUS[match.group()], to_ntriples(term))
