"""From rows of claims to what a page shows of each: plain texts in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from kg.views.evidence import Evidence

__all__ = ["direction_of", "evidence_of", "relays_of"]

Row = Mapping[str, Any]

#: code points of the text that are shown on either side of a quote at most
CONTEXT = 240
#: where a sentence ends
_ENDS = re.compile(r"[.!?।…](?=\s)|\n")

#: scripts that run from right to left, by the languages that are usually written in them
_RIGHT_TO_LEFT = frozenset(("ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"))


def evidence_of(
    claims: Iterable[Row],
    *,
    texts: Iterable[Row],
    documents: Iterable[Row],
    bodies: Mapping[str, str],
    attendance: Iterable[Row],
    relayers: Mapping[str, str],
) -> dict[str, Evidence]:
    """The evidence of every claim, by its IRI.

    Args:
        claims: rows of `claims/between`, with labels.
        texts: rows of `claims/texts`.
        documents: rows of `relations/documents`.
        bodies: the whole text of each document.
        attendance: rows of `events/attendance`.
        relayers: labels of those who relay, by slug.
    """
    rows = {row["claim"]: row for row in claims}
    worded = {row["claim"]: row for row in texts}
    sources = {row["document"]: row for row in documents}
    taking_part = {row["claim"]: row for row in attendance}
    says = {
        claim: _says(row, worded.get(claim), taking_part.get(claim)) for claim, row in rows.items()
    }
    literal_of = {row["corrected_by"]: claim for claim, row in rows.items() if row["corrected_by"]}
    found: dict[str, Evidence] = {}
    for claim, row in rows.items():
        better, worse = row["corrected_by"], literal_of.get(claim)
        reason = worded.get(better or claim, {}).get("reason") or ""
        source = sources.get(row["document"], {})
        language = source.get("language") or ""
        body, start, end = bodies.get(row["document"], ""), row["start"], row["end"]
        anchored = start is not None
        found[claim] = Evidence(
            claim=claim,
            quote=row["quote"] or "", gist=row["gist"] or "",
            prefix=_before(body, start) if anchored else "",
            suffix=_after(body, end) if anchored else "", start=start, end=end,
            language=language,
            direction=direction_of(language),
            speaker=row["speaker_label"] or "",
            relays=tuple(relayers.get(slug, slug) for slug in relays_of(row)),
            outlet=source.get("publisher_label") or "",
            document=row["document_label"] or "",
            source=str(row["document"] or ""),
            document_date=source.get("published") or "",
            date=row["said"] or "",
            attribution=row["attribution_label"] or "",
            stance=row["stance_label"] or "",
            says=says[claim],
            corrected=says.get(better, "") if better else says[claim] if worse else "",
            literal=says[claim] if better else says[worse] if worse else "",
            reason=reason,
            machine_translated=source.get("translated_by") == "machine",
            translated_from=source.get("translated_from") or "",
            url=str(source.get("url") or ""),
        )  # fmt: skip
    return found


def _before(text: str, start: int) -> str:
    """The sentence up to a quote; of a longer one whole words."""
    first = max(0, start - CONTEXT)
    near = text[first:start]
    ends = [match.end() for match in _ENDS.finditer(near.rstrip())]
    if ends:
        return near[ends[-1] :].lstrip()
    return near if first == 0 else near[near.find(" ") + 1 :]


def _after(text: str, end: int) -> str:
    """The sentence from a quote on, with what ends it."""
    near = text[end : end + CONTEXT]
    if match := _ENDS.search(near):
        return near[: match.end()].rstrip("\n")
    return near if end + CONTEXT >= len(text) else near[: near.rfind(" ") + 1].rstrip()


def direction_of(language: str) -> str:
    """How the script of a language (BCP 47) usually runs: `rtl` or `ltr`."""
    return "rtl" if language.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


def relays_of(row: Row) -> list[str]:
    """The slugs of those who relayed a claim, the nearest to the speaker first."""
    return [slug for slug in str(row["relays"] or "").split(" > ") if slug]


def _says(row: Row, words: Row | None, part: Row | None) -> str:
    """What is claimed: the property, and its value or its words."""
    if row["property"] is None:
        return str(row["subject_label"] or "")
    if part is not None:
        worth = f"{part['participant_label']} ({part['role_label']})"
    else:
        worth = (words or {}).get("text") or row["value_label"] or row["value"] or ""
    return f"{row['property_label']}: {worth}"
