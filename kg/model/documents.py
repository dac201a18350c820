"""Documents as a library would catalogue them: texts that are stored, and pages that are cited."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from kg import dates
from kg.model.fields import (
    DOCUMENT_ID,
    ActorRef,
    Edtf,
    Language,
    Legible,
    NonEmpty,
    Record,
    Slug,
    Texts,
    Url,
    concept,
)

__all__ = [
    "Coding",
    "Compilation",
    "Document",
    "Origin",
    "Proposal",
    "Publication",
    "Source",
    "Translation",
]

DocumentId = Annotated[str, StringConstraints(pattern=DOCUMENT_ID)]


class Translation(Record):
    """By which route the text came into its language."""

    source: Annotated[Language, Field(alias="from")]
    by: Literal["machine", "human", "unknown"]
    basis: str | None = None


class Publication(Record):
    """What is known of a published text, whether it is stored or only cited.

    `published` is an EDTF date or interval; where the page has no date, `published_basis` says from
    what its bounds are known. Texts that repeat one wire or one original share an `origin`.
    """

    language: Language
    title: Legible | None = None
    publisher: ActorRef | None = None
    published: Edtf | None = None
    published_basis: str | None = None
    url: Url | None = None
    origin: Slug | None = None
    translation: Translation | None = None
    medium: Annotated[str, concept("medium")] | None = None
    weak: bool = False
    note: str | None = None

    def reported(self, coded: str) -> tuple[int, int]:
        """The first and the last day on which it can have been published, as `br:day` counts.

        Without a date it can be of any day until it was coded.
        """
        last = dates.parse(coded)
        bounds = dates.parse(self.published) if self.published else None
        first = bounds.day if bounds and bounds.day is not None else 0
        until = bounds.day_to if bounds and bounds.day_to is not None else None
        return first, max(first, until if until is not None else last.day_to or first)


class _Stored(Record):
    """Where a text is; a base of its own, so that a sheet is written with it first."""

    text: NonEmpty
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Origin(Record):
    """In which format the annotations of a text came, and how its offsets were counted there.

    `offsets` is the way of counting by which every quote held, `declared` the one that the format
    promises, where that is another.
    """

    format: NonEmpty
    offsets: Literal["code points", "utf-16", "utf-8", "lf", "tokens", "quotes"]
    declared: NonEmpty | None = None


class Document(Publication, _Stored):
    """The text that an article's sheet describes; `annotated` where a tool's annotations came."""

    read_in_full: bool = True
    annotated: Origin | None = None


class _Cited(Record):
    """Under which id a page is cited; a base of its own, so that it is written first."""

    id: Slug
    document: DocumentId | None = None


class Source(Publication, _Cited):
    """A page that a chronicle cites: by its URL, or by `document` where we hold its text.

    `id` is what the chronicle's statements cite and belongs to that sheet alone.
    """

    read_in_full: bool = False

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if self.url is None and self.document is None:
            raise PydanticCustomError("source", "expected a url, or the document that it is")
        return self


class Compilation(Record):
    """What a chronicle is: its title in languages, and what its reader has to beware of."""

    language: Language
    title: Texts
    note: str | None = None


class Proposal(Record):
    """Who drafted a sheet that nobody has accepted yet; with it a sheet is not loaded.

    `model` and `prompt` (the sha256 of all that it was told besides the text) are those of a
    language model; `score` is the share of its quotes that stand in the text (0 to 1), `rejected`
    what was left out of its answer, each with the reason.
    """

    by: NonEmpty
    model: NonEmpty | None = None
    prompt: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None
    score: Annotated[float, Field(ge=0, le=1)] | None = None
    rejected: tuple[NonEmpty, ...] = ()


class Coding(Record):
    """Who coded the sheet, when, and by which edition of the codebook."""

    by: NonEmpty
    date: Edtf
    codebook: NonEmpty
    note: str | None = None
