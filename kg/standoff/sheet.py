"""From a marked text to a sheet: what travelled as notes, what was understood, what is left."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from kg.anchors import Span
from kg.model import Article, Path, sheet_adapter
from kg.standoff.interpret import understand
from kg.standoff.marked import Marked
from kg.standoff.notes import Restored
from kg.standoff.profile import Profile

__all__ = ["Understanding", "article"]

#: BCP 47 for a language that nobody has told
_UNDETERMINED: Final = "und"
_LISTS: Final = ("actors", "places", "events", "mentions", "statements")


class Understanding(NamedTuple):
    """A sheet of a marked text, and how many annotations bear each label that nothing names."""

    sheet: Article
    unnamed: Counter[str]


def article(restored: Restored, profile: Profile, language: str | None = None) -> Understanding:
    """The sheet of one marked text.

    Args:
        restored: the text, and what travelled with it; what is wrong with it is left out.
        profile: what its labels mean.
        language: of the text, where neither its file nor the profile knows it.

    Raises:
        ValidationError: what the file itself says of the document is none (an address, a date).
    """
    own, records, spans = restored
    record = {"kind": "article", **(_restored(own, records) or _described(own, profile, language))}
    found = understand(own, profile, str(_get(record, "document", "language") or _UNDETERMINED))
    _append_spans(record, found.spans_of_mentions, "mentions", spans)
    _append_spans(record, found.spans_of_statements, "statements", spans)
    for key in _LISTS:
        if values := getattr(found, key):
            record[key] = [*record.get(key, ()), *values]
    if own.annotations:
        taken = {one["id"] for one in record.get("annotations", ())}
        told = [one for one in own.annotations if one.id not in taken] if taken else own.annotations
        record["annotations"] = [*record.get("annotations", ()), *told]
    sheet = sheet_adapter().validate_python(record)
    assert isinstance(sheet, Article)
    for selector, path in sheet.selectors():
        selector.place(spans[path])
    return Understanding(sheet, found.unnamed)


def _append_spans(
    record: dict[str, Any], spans: list[Span], key: str, known: dict[Path, Span]
) -> None:
    """The places of what is put after the records that are there."""
    first = len(record.get(key, ()))
    known.update({(key, first + nth): span for nth, span in enumerate(spans)})


def _restored(marked: Marked, records: dict[str, Any]) -> dict[str, Any]:
    """The sheet that travelled with the text; nothing if its head was lost on the way."""
    if "document" not in records:
        return {}
    document = dict(records["document"])
    if document.get("sha256") != marked.sha256:
        document |= {"text": marked.name, "sha256": marked.sha256}
    return {**records, "document": document}


def _described(marked: Marked, profile: Profile, language: str | None) -> dict[str, Any]:
    """The head of a sheet by what the file and the profile know of the document."""
    about = profile.document
    known = marked.about.get("language") or about.language or _UNDETERMINED
    document: dict[str, Any] = {
        **{key: value for key in ("publisher", "origin") if (value := getattr(about, key))},
        **marked.about,
        "text": marked.name, "sha256": marked.sha256, "language": language or known,
        "annotated": marked.origin,
    }  # fmt: skip
    of = about.by or marked.origin.format
    coding: dict[str, Any] = {
        "by": f"annotator {marked.coder} ({of})"
        if marked.coder
        else about.by or f"annotators ({of})",
        "date": about.date or _day(marked),
        "codebook": profile.profile,
    }
    if about.note:
        coding["note"] = about.note
    return {"id": marked.id, "document": document, "coding": coding}


def _get(record: dict[str, Any], *keys: str) -> Any:
    value: Any = record
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _day(marked: Marked) -> str:
    """The day on which the file was last written: annotations bear none of their own."""
    return datetime.fromtimestamp(marked.file.stat().st_mtime, UTC).date().isoformat()
