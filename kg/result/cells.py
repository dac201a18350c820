"""The values in a result: from terms to Python by the types of their columns, and on to text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final, NamedTuple

from kg.errors import ColumnTypeError
from kg.iris import PREFIXES
from kg.terms import XSD, Iri, Term

__all__ = [
    "CONTROLS",
    "Cell",
    "Column",
    "Plain",
    "Text",
    "declared",
    "inferred",
    "natural",
    "plain",
    "shorten",
    "tail",
    "written",
]

#: characters that a terminal obeys, as it may see them; tabs and line ends are left
CONTROLS: Final = {
    code: f"\\x{code:02x}"
    for code in (*range(0x20), *range(0x7F, 0xA0))
    if chr(code) not in "\t\n\r"
}

_INTEGERS: Final = frozenset(
    XSD + name
    for name in (
        "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger",
        "nonPositiveInteger", "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort",
        "unsignedByte",
    )
)  # fmt: skip
_FLOATS: Final = frozenset({XSD + "double", XSD + "float"})
_DATE: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?\Z", re.ASCII)
_MOMENT: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.\d+)?(Z|[+-]\d{2}:\d{2})?\Z", re.ASCII
)


class Text(str):
    """A text with the tag of the language it is in (BCP 47), "" if it has none."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, value: str = "", language: str = "") -> Text:
        """The text `value`, which is in `language`."""
        text = super().__new__(cls, value)
        text.language = language
        return text

    def __reduce__(self) -> tuple[type[Text], tuple[str, str]]:
        return Text, (str(self), self.language)


#: what stands in a row; an unbound variable is None
Cell = Iri | Text | str | int | float | Decimal | bool | date | datetime | None


class Column(NamedTuple):
    """One column: its name, and its type as in the header of a query, or "double" or "mixed"."""

    name: str
    type: str


def lexical(term: Term) -> str | Text:
    if isinstance(term, Iri):
        return term
    return Text(term.value, term.language) if term.language else term.value


def natural(term: Term) -> Cell:
    """The Python value of a term by its own datatype; its lexical form where there is none."""
    if isinstance(term, Iri) or term.datatype is None or term.language:
        return lexical(term)
    try:
        return _by_datatype(term.value, term.datatype)
    except (ValueError, ArithmeticError):  # ill-typed, such as "soon"^^xsd:date
        return term.value


def _by_datatype(value: str, datatype: str) -> Cell:
    if datatype in _INTEGERS:
        return int(value)
    if datatype == XSD + "decimal" and (number := Decimal(value)).is_finite():
        return number
    if datatype in _FLOATS:
        return float(value.replace("INF", "inf"))
    if datatype == XSD + "boolean":
        return {"true": True, "1": True, "false": False, "0": False}.get(value, value)
    if datatype == XSD + "date" and (match := _DATE.match(value)):
        return date.fromisoformat(match[1])
    if datatype == XSD + "dateTime" and (match := _MOMENT.match(value)):
        # Python counts microseconds: more digits than it holds are cut
        return datetime.fromisoformat(match[1] + (match[2] or "")[:7] + (match[3] or ""))
    return value


def declared(term: Term | None, column: Column) -> Cell:
    """The value of a term in a column of a declared type.

    A literal may stand among nodes: what is claimed of a node is a node or a text.

    Raises:
        ColumnTypeError: it is not of that type.
    """
    if term is None:
        return None
    if column.type in ("string", "text", "node") or (
        column.type == "iri" and isinstance(term, Iri)
    ):
        return lexical(term)
    value = None if isinstance(term, Iri) else natural(term)
    match column.type, value:
        case ("boolean", bool()):
            return value
        case ("integer" | "decimal", bool()):
            pass
        case ("integer", Decimal() | float()) if value == value // 1:
            return int(value)
        case ("integer", int()) | ("dateTime", datetime()):
            return value
        case ("decimal", int() | Decimal()):
            return Decimal(value)
        case ("decimal", float()):
            return Decimal(repr(value))
        case ("date", date()) if not isinstance(value, datetime):
            return value
    raise ColumnTypeError(column.name, column.type, repr(str(lexical(term))))


def _kind(value: Cell) -> str:
    """The column type of one value."""
    kinds: tuple[tuple[type, str], ...] = (
        (Iri, "iri"), (Text, "text"), (str, "string"), (bool, "boolean"), (int, "integer"),
        (Decimal, "decimal"), (float, "double"), (datetime, "dateTime"), (date, "date"),
    )  # fmt: skip
    return next(kind for python, kind in kinds if isinstance(value, python))


def inferred(values: Iterable[Cell]) -> str:
    """The column type that all of these values fit."""
    kinds = {_kind(value) for value in values if value is not None}
    if len(kinds) < 2:
        return kinds.pop() if kinds else "string"
    for kind, fitting in (
        ("text", {"text", "string"}),
        ("decimal", {"integer", "decimal"}),
        ("double", {"integer", "decimal", "double"}),
    ):
        if kinds <= fitting:
            return kind
    return "mixed"


def shorten(iri: str) -> str:
    """The IRI as a prefixed name of the project, such as `matter:flights`, or as it is."""
    best = max(
        ((prefix, start) for prefix, start in PREFIXES.items() if iri.startswith(start)),
        key=lambda item: len(item[1]),
        default=None,
    )
    return f"{best[0]}:{iri[len(best[1]) :]}" if best and len(iri) > len(best[1]) else iri


def tail(iri: str) -> str:
    """The last part of an IRI, which names a node that has no label."""
    return re.split(r"[/#:]", iri.rstrip("/#"))[-1] or iri


def written(value: Cell) -> str:
    """A value as text: dates in ISO 8601, numbers and truth values as XML Schema writes them."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
        case _:
            return str(value)


#: the values that data frames and JSON know
Plain = str | int | float | bool | date | datetime | None


def plain(value: Cell, kind: str) -> Plain:
    """A value for a data frame's column of this type: decimals as floats, moments in UTC."""
    match kind, value:
        case (_, None | bool()):
            return value if kind == "boolean" or value is None else written(value)
        case ("decimal" | "double", int() | float() | Decimal()):
            return float(value)
        case ("integer", int()):
            return value
        case ("dateTime", datetime()):
            # without a zone: SPARQL leaves it to the engine, and ours take UTC
            return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
        case ("date", date()):
            return value
        case _:
            return str(written(value))
