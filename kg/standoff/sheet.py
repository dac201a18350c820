"""From a marked text to a sheet: what was understood, and all annotations as they were."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from kg.model import Article, sheet_adapter
from kg.standoff.interpret import understand
from kg.standoff.marked import Marked
from kg.standoff.profile import Profile

__all__ = ["Understanding", "article"]

#: BCP 47 for a language that nobody has told
_UNDETERMINED: Final = "und"


class Understanding(NamedTuple):
    """A sheet of a marked text, and how many annotations bear each label that nothing names."""

    sheet: Article
    unnamed: Counter[str]


def article(marked: Marked, profile: Profile, language: str | None = None) -> Understanding:
    """The sheet of one marked text.

    Args:
        marked: the text; what is wrong with it is left out.
        profile: what its labels mean.
        language: of the text, where neither its file nor the profile knows it.

    Raises:
        ValidationError: what the file itself says of the document is none (an address, a date).
    """
    about = profile.document
    known = marked.about.get("language")
    language = language or (known and str(known)) or about.language or _UNDETERMINED
    found = understand(marked, profile, language)
    document: dict[str, Any] = {
        **{key: value for key in ("publisher", "origin") if (value := getattr(about, key))},
        **marked.about,
        "text": marked.name, "sha256": marked.sha256, "language": language,
        "annotated": marked.origin,
    }  # fmt: skip
    coding: dict[str, Any] = {
        "by": about.by or f"annotators ({marked.origin.format})",
        "date": about.date or _day(marked),
        "codebook": profile.profile,
    }
    if about.note:
        coding["note"] = about.note
    record: dict[str, Any] = {
        "kind": "article", "id": marked.id, "document": document, "coding": coding,
    }  # fmt: skip
    for key in ("actors", "places", "events", "mentions", "statements"):
        if values := getattr(found, key):
            record[key] = values
    if marked.annotations:
        record["annotations"] = marked.annotations
    sheet = sheet_adapter().validate_python(record)
    assert isinstance(sheet, Article)
    spans = iter(found.spans_of_mentions + found.spans_of_statements)
    for selector, _ in sheet.selectors():
        selector.place(next(spans))
    return Understanding(sheet, found.unnamed)


def _day(marked: Marked) -> str:
    """The day on which the file was last written: annotations bear none of their own."""
    return datetime.fromtimestamp(marked.file.stat().st_mtime, UTC).date().isoformat()
