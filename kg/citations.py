"""Documents as citations for reference managers: RIS and BibTeX.

RIS is written by rispy, <https://github.com/MrTango/rispy>. BibTeX is written here: of the
libraries that write it, one needs a package without a wheel, and another escapes addresses, so that
they lead nowhere. Text stays in its script (UTF-8, as biblatex reads it). Source of the formats:
the RIS format of Reference Manager, with the tags that Zotero reads; BibTeXing (O. Patashnik, 1988)
with `url`, `date` and `langid` as in biblatex.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import rispy

from kg.errors import ExportError
from kg.result import tail

__all__ = ["FORMATS", "bibtex", "citations", "ris"]

FORMATS: Final = ("ris", "bibtex")

Row = Mapping[str, Any]

#: what TeX would read as a command
_ESCAPED: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "$": r"\$",
        "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    }
)  # fmt: skip
#: in an address these would end the field, and nothing else is a command there
_IN_URL: Final = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
_DAY: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


def citations(documents: Iterable[Row], format_: str) -> str:
    """The documents as text in one of `FORMATS`, each once, in their order.

    Args:
        documents: rows of `store/documents` with labels; of several rows of one document the first
            counts.
        format_: "ris" or "bibtex".

    Raises:
        ExportError: another format.
    """
    rows = {str(row["document"]): row for row in reversed([*documents])}
    once = [row for _, row in sorted(rows.items())]
    match format_:
        case "ris":
            return ris(once)
        case "bibtex":
            return bibtex(once)
        case _:
            raise ExportError(f"no citations as {format_!r}: {' or '.join(FORMATS)}")


def ris(documents: Iterable[Row]) -> str:
    """The documents in RIS, as electronic sources."""
    return str(rispy.dumps([*map(_reference, documents)]))


def _reference(row: Row) -> dict[str, Any]:
    date = _DAY.match(row["published"] or "")
    found: dict[str, Any] = {
        "type_of_reference": "ELEC",
        "id": str(row["document"]).partition("/document/")[2],
        "title": row["title"] or row["url"] or tail(row["document"]),
        "publisher": row["publisher_label"],
        "year": date[1] if date else None,
        # a day, a month or a year: what is not known stays empty between the strokes
        "date": "/".join(part or "" for part in (*date.groups(), "")) if date else None,
        "language": row["language"],
        "urls": [row["url"]] if row["url"] else None,
        "notes": [*_notes(row)],
    }
    return {key: _one_line(value) for key, value in found.items() if value}


def _one_line(value: str | list[str]) -> str | list[str]:
    """A value that cannot begin a field or a record of its own: in RIS each line is one."""
    return (
        " ".join(value.split())
        if isinstance(value, str)
        else [" ".join(each.split()) for each in value]
    )


def bibtex(documents: Iterable[Row]) -> str:
    """The documents in BibTeX, as `@misc` with their addresses."""
    rows = [*documents]
    keys = _keys(rows)
    entries = []
    for row, key in zip(rows, keys, strict=True):
        fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(row))
        entries.append(f"@misc{{{key},\n{fields}}}\n")
    return "\n".join(entries)


def _fields(row: Row) -> Iterator[tuple[str, str]]:
    date = _DAY.match(row["published"] or "")
    yield "title", _tex(row["title"] or row["url"] or tail(row["document"]))
    if row["publisher_label"]:
        # in braces of its own: a name of an organization has no first and last part
        yield "author", f"{{{_tex(row['publisher_label'])}}}"
    if date:
        yield "year", date[1]
        yield "date", row["published"]
    if row["url"]:
        yield "url", row["url"].translate(_IN_URL)
    yield "langid", row["language"]
    if notes := [*_notes(row)]:
        yield "note", _tex("; ".join(notes))


def _tex(text: str) -> str:
    return " ".join(text.split()).translate(_ESCAPED)


def _notes(row: Row) -> Iterator[str]:
    """What a reader has to beware of."""
    if row["published"] and "/" in row["published"]:
        yield f"published between {' and '.join(row['published'].split('/'))}"
    if row["weak"]:
        yield "weak source"
    if row["origin"]:
        yield f"same origin as others: {row['origin']}"
    if row["translated_from"]:
        how = "machine-translated" if row["translated_by"] == "machine" else "translated"
        yield f"{how} from {row['translated_from']}"


def _keys(rows: Iterable[Row]) -> list[str]:
    """A key for each: publisher and date, with the document's own name where that is not enough."""
    plain = [
        "-".join(filter(None, (tail(row["publisher"]), _day(row))))
        if row["publisher"]
        else str(row["document"]).partition("/document/")[2].replace("/", "-")
        for row in rows
    ]
    often = Counter(plain)
    return [
        key if often[key] == 1 else f"{key}-{tail(row['document'])[:8]}"
        for key, row in zip(plain, rows, strict=True)
    ]


def _day(row: Row) -> str:
    found = _DAY.match(row["published"] or "")
    return found[0] if found else ""
