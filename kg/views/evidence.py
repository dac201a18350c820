"""What a page shows of one claim: the words of the source and where they come from.

Plain texts in the reader's language, ready to be shown. This module knows no graph, no query and
no HTML; whoever makes a page fills it in.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Evidence"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One claim as its reader meets it.

    Attributes:
        claim: IRI of the claim.
        quote: the words of the source, verbatim, never normalised.
        gist: what a cited page says, in our words; empty where its text is stored.
        prefix: what stands before them in the text.
        suffix: what stands after them.
        start: offset of the first character in the text, in code points; None without an anchor.
        end: offset behind the last.
        language: BCP 47 tag of the text.
        direction: "ltr" or "rtl", the direction of its script.
        speaker: who says it; empty where nobody is named.
        relays: who passed it on, the one nearest to the speaker first.
        outlet: who published the text.
        document: its title.
        source: its IRI.
        document_date: when it was published, as far as known.
        date: when the claim was made, as far as known.
        attribution: how it is put into the speaker's mouth ("quoted", "reported" …).
        stance: whether the speaker affirms, denies or doubts it.
        says: what is claimed, in the reader's language.
        corrected: our corrected reading of a text that was badly translated, or empty.
        literal: what the words say as they stand, where that differs from `corrected`.
        reason: why the reading was corrected.
        machine_translated: whether the text was translated by a machine.
        translated_from: the language it was translated from, in the reader's language or as a tag.
        url: where the text was published; shown as a link only if it is http or https.
    """

    claim: str
    quote: str = ""
    gist: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None
    language: str = ""
    direction: str = "ltr"
    speaker: str = ""
    relays: tuple[str, ...] = ()
    outlet: str = ""
    document: str = ""
    source: str = ""
    document_date: str = ""
    date: str = ""
    attribution: str = ""
    stance: str = ""
    says: str = ""
    corrected: str = ""
    literal: str = ""
    reason: str = ""
    machine_translated: bool = False
    translated_from: str = ""
    url: str = ""
