"""What a dossier knows of a relation: the rows from which everything on it can be asked again.

The page answers as of any moment and by any account without the store, so it holds the rows from
which the statuses follow, not the statuses (`kg/views/static/life.js` has the rules). This module
asks queries of the catalogue and arranges their rows; it knows no HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from kg.answers.frames import Schema, frame
from kg.answers.picture import DOCUMENTS, EVENT_DAYS, PROPERTIES, SOURCES, SUBJECTS
from kg.evidence import direction_of
from kg.iris import BR, ID, SCHEME
from kg.lifecycle import ACTS, EFFECTS
from kg.views.tables import packed
from kg.views.vague import vague_days
from kg.views.words import show_date
from kg.vocab.concepts import CONCEPTS

if TYPE_CHECKING:
    from kg.store.base import Table

__all__ = ["dossier"]

Row = Mapping[str, Any]
#: the tables from which the statuses follow, as kg.answers.picture has them
_TABLES: Final[dict[str, tuple[str, Schema]]] = {
    "subjects": ("lifecycle/subjects", SUBJECTS),
    "acts": ("lifecycle/acts", ACTS),
    "properties": ("lifecycle/properties", PROPERTIES),
    "sources": ("lifecycle/sources", SOURCES),
    "effects": ("lifecycle/effects", EFFECTS),
    "days": ("events/dates", EVENT_DAYS),
}
#: nodes whose labels a page shows; claims and documents have titles of their own
_LABELLED: Final = (
    *(ID + kind for kind in ("actor/", "event/", "matter/", "agreement/", "place/")), SCHEME, BR,
)  # fmt: skip


def dossier(
    fetch: Callable[[str], Table],
    rows: Callable[[str], Iterable[Row]],
    label: Callable[[Iterable[str]], Mapping[str, str]],
    parties: tuple[str, str],
    *,
    language: str,
    coded: Iterable[Row] = (),
) -> dict[str, Any]:
    """All that the page of a relation is asked.

    Args:
        fetch: gives the bare rows of a query of the catalogue about the two.
        rows: gives its rows with labels.
        label: gives labels for IRIs.
        parties: the IRIs of the two.
        language: of labels and dates.
        coded: rows of event-coded data by month and direction, as `kg.coded` counts them.

    Returns:
        What JSON can hold: `a`, `b`, `today` (a day number), `tables`, `documents`, `texts`,
        `labels`, `coded`, `names` (of an actor or place every name but its label, a
        line each), and `vague`: of an act or a subject what to write for a day (by its
        number) that only begins a span.
    """
    frames = {name: frame(fetch(query), schema) for name, (query, schema) in _TABLES.items()}
    documents = [*_documents(fetch, rows, language)]
    texts = [*_texts(rows)]
    timeline = [*rows("events/timeline")]
    named = {
        value
        for table in frames.values()
        for column in table.columns
        if table[column].dtype == pl.String
        for value in table[column].unique()
        if value and value.startswith(_LABELLED)
    }
    named |= {name for text in texts for name in text["mentions"]["denotes"]}
    # some statuses are set by no step: pending, conditional, lapsed
    named |= {*parties, *(f"{SCHEME}status/{name}" for name in CONCEPTS["status"])}
    tables = {name: packed(table.to_dict(as_series=False)) for name, table in frames.items()}
    tables["events"] = packed(
        {
            "event": [str(row["event"]) for row in timeline],
            "edtf": [row["edtf"] or "" for row in timeline],
            "type": [row["event_type"] and str(row["event_type"]) for row in timeline],
        }
    )
    named |= {str(row["event_type"]) for row in timeline if row["event_type"]}
    labels = label(sorted(named))
    return {
        "a": parties[0], "b": parties[1], "today": datetime.now(UTC).toordinal(),
        "tables": tables,
        "documents": packed(_columns(documents)),
        "texts": texts,
        "coded": packed(_columns([_month(row, parties[0]) for row in coded])),
        "vague": _vague(fetch, frames["acts"], language),
        "labels": dict(sorted(labels.items())),
        "names": _names(fetch, labels),
    }  # fmt: skip


def _vague(
    fetch: Callable[[str], Table], acts: pl.DataFrame, language: str
) -> dict[str, dict[int, str]]:
    rows = ((str(row[0]), getattr(row[1], "value", "")) for row in fetch("lifecycle/vague").rows)
    shown = {*acts["act"], *acts["subject"]}
    return {
        thing: {day.toordinal(): show_date(edtf, language) for day, edtf in days.items()}
        for thing, days in vague_days(rows).items()
        if thing in shown
    }


def _names(fetch: Callable[[str], Table], labels: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, dict[str, None]] = {}
    for thing, name, _ in fetch("identity/names").rows:
        iri, text = str(thing), getattr(name, "value", "")
        if iri in labels and text != labels[iri]:
            found.setdefault(iri, {})[text] = None
    return {iri: "\n".join(names) for iri, names in sorted(found.items())}


def _month(row: Row, a: str) -> dict[str, Any]:
    """A month of coded events in one direction."""
    counts = {key: row[key] for key in ("cooperation", "conflict")}
    return {"month": row["period"], "side": "a" if row["source"] == a else "b", **counts}


def _columns(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    return {key: [row[key] for row in rows] for key in (rows[0] if rows else ())}


def _documents(
    fetch: Callable[[str], Table], rows: Callable[[str], Iterable[Row]], language: str
) -> Iterable[dict[str, Any]]:
    """The documents of the relation; by the rows of all documents whether one is weak or read."""
    every = frame(fetch("lifecycle/documents"), DOCUMENTS).to_dicts()
    known = {row["document"]: row for row in every}
    for row in rows("relations/documents"):
        more = known.get(str(row["document"]), {})
        yield {
            "document": str(row["document"]),
            "title": row["document_label"] or "",
            "language": row["language"] or "",
            "published": show_date(row["published"] or "", language),
            "date": row["published"] or "",
            "outlet": row["publisher_label"] or "",
            "publisher": row["publisher"] and str(row["publisher"]),
            "origin": row["origin"] or "",
            "translated_from": row["translated_from"] or "",
            "translated_by": row["translated_by"] or "",
            "url": str(row["url"] or ""),
            "revision": row["revision"] or "",
            "weak": bool(more.get("weak")),
            "read": bool(more.get("read")),
        }


def _texts(rows: Callable[[str], Iterable[Row]]) -> Iterable[dict[str, Any]]:
    """The texts that are stored, with who and what is named in them."""
    mentions: dict[str, list[Row]] = {}
    for row in rows("relations/mentions"):
        mentions.setdefault(str(row["document"]), []).append(row)
    for row in rows("relations/texts"):
        document = str(row["document"])
        named = mentions.get(document, [])
        yield {
            "document": document,
            "language": row["language"],
            "direction": direction_of(row["language"] or ""),
            "text": str(row["text"]),
            "mentions": {
                "start": [one["start"] for one in named],
                "end": [one["end"] for one in named],
                "denotes": [str(one["denotes"]) for one in named],
            },
        }
