"""The sheets: one file each, a registry that declares things or an article that tells of them."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, TypeAdapter, model_validator
from pydantic_core import PydanticCustomError

from kg.model.claims import Assertion, Condition, Participation, Term
from kg.model.declarations import Declarations, Post
from kg.model.fields import (
    DOCUMENT_ID,
    ActorRef,
    Edtf,
    EventRef,
    Language,
    NonEmpty,
    Path,
    Record,
    Reference,
    Selector,
    Slug,
    Texts,
    concept,
    many,
)


class Quotation(Selector):
    """Direct speech: the characters between the marks, with what an editor put among them."""

    glosses: tuple[Selector, ...] = ()
    note: Texts | None = None


class Statement(Selector):
    """A stretch of the text in which somebody, or nobody who is named, says something.

    `speaker` is whose word it is, `via` the chain of those who passed it on, the nearest to the
    speaker first; the document itself is not in it. Without a speaker the voice is the narrator's,
    and such a statement confirms nothing for anybody.
    """

    id: Slug | None = None
    speaker: ActorRef | None = None
    via: Annotated[tuple[ActorRef, ...], BeforeValidator(many)] = ()
    attribution: Annotated[str, concept("attribution")] = "unattributed"
    stance: Annotated[str, concept("stance")] = "affirms"
    certainty: Annotated[str, concept("certainty")] = "certain"
    said_on: Edtf | None = None
    said_at: EventRef | None = None
    quotations: tuple[Quotation, ...] = ()
    says: tuple[Assertion, ...] = ()
    note: Texts | None = None

    @model_validator(mode="after")
    def _voiced(self) -> Self:
        if (self.speaker is None) != (self.attribution == "unattributed"):
            raise PydanticCustomError(
                "attribution",
                "a statement with a speaker is quoted, reported or secondHand; "
                "one without is unattributed",
            )
        return self


class Mention(Selector):
    """A name, title or pronoun in the text, and what it stands for here (`sense`)."""

    refers: Reference
    sense: Annotated[str, concept("sense")] | None = None


class Translation(Record):
    """By which route the text came into its language."""

    source: Annotated[Language, Field(alias="from")]
    by: Literal["machine", "human", "unknown"]
    basis: str | None = None


class Document(Record):
    """The text that a sheet describes, as a library would catalogue it."""

    text: NonEmpty
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    language: Language
    title: NonEmpty | None = None
    publisher: ActorRef | None = None
    published: Edtf | None = None
    published_basis: str | None = None
    url: (
        Annotated[str, StringConstraints(pattern=r"^https?://[^\s\x00-\x1f<>\"{}|^`\\]+$")] | None
    ) = None
    origin: Slug | None = None
    translation: Translation | None = None
    read_in_full: bool = True
    weak: bool = False
    note: str | None = None


class Coding(Record):
    """Who coded the sheet, when, and by which edition of the codebook."""

    by: NonEmpty
    date: Edtf
    codebook: NonEmpty
    note: str | None = None


class Registry(Declarations):
    """A sheet that declares things and describes no text."""

    kind: Literal["registry"]
    id: Annotated[str, StringConstraints(pattern=DOCUMENT_ID)]
    coding: Coding | None = None


class Article(Declarations):
    """A sheet that describes one text."""

    kind: Literal["article"]
    id: Annotated[str, StringConstraints(pattern=DOCUMENT_ID)]
    document: Document
    coding: Coding
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()

    def selectors(self) -> Iterator[tuple[Selector, Path]]:
        """Every selector of the sheet, with its place, in the order of the file."""
        for at, mention in enumerate(self.mentions):
            yield mention, ("mentions", at)
        for at, statement in enumerate(self.statements):
            here: Path = ("statements", at)
            yield statement, here
            for nth, quotation in enumerate(statement.quotations):
                yield quotation, (*here, "quotations", nth)
                for number, gloss in enumerate(quotation.glosses):
                    yield gloss, (*here, "quotations", nth, "glosses", number)
            for nth, assertion in enumerate(statement.says):
                if assertion.quote:
                    yield assertion.quote, (*here, "says", nth, "quote")

    def references(self) -> Iterator[tuple[str, Path]]:
        """Every reference to something that has to be declared somewhere, with its place."""
        yield from super().references()
        if self.document.publisher:
            yield f"actor/{self.document.publisher}", ("document", "publisher")
        for at, mention in enumerate(self.mentions):
            yield mention.refers, ("mentions", at, "refers")
        for at, statement in enumerate(self.statements):
            here: Path = ("statements", at)
            if statement.speaker:
                yield f"actor/{statement.speaker}", (*here, "speaker")
            for slug in statement.via:
                yield f"actor/{slug}", (*here, "via")
            if statement.said_at:
                yield f"event/{statement.said_at}", (*here, "said_at")
            for nth, assertion in enumerate(statement.says):
                yield from _referred(assertion, (*here, "says", nth))

    @model_validator(mode="after")
    def _corrections(self) -> Self:
        """Ids of assertions are unique in the sheet, and `corrects` names one of them."""
        ids: set[str] = set()
        for statement in self.statements:
            for assertion in statement.says:
                if assertion.id in ids:
                    raise PydanticCustomError(
                        "duplicate_id", "the id {id} stands twice", {"id": assertion.id}
                    )
                if assertion.id:
                    ids.add(assertion.id)
        for statement in self.statements:
            for assertion in statement.says:
                if assertion.corrects and assertion.corrects not in ids:
                    near = difflib.get_close_matches(assertion.corrects, ids, 3)
                    raise PydanticCustomError(
                        "corrects", "no assertion has the id {id}; nearest: {near}",
                        {"id": assertion.corrects, "near": ", ".join(near) or "none"},
                    )  # fmt: skip
        return self


def _referred(assertion: Assertion, here: Path) -> Iterator[tuple[str, Path]]:
    if assertion.about:
        yield assertion.about, (*here, "about")
    if assertion.of:
        yield assertion.of, (*here, "of")
    if assertion.in_:
        yield f"event/{assertion.in_}", (*here, "in")
    for claimable, value in assertion.properties:
        at = (*here, claimable.key)
        match value:
            case str() if "/" in value and "edtf" not in claimable.kinds:
                yield value, at
            case Participation():
                yield f"actor/{value.participant}", at
                if value.on_behalf_of:
                    yield f"actor/{value.on_behalf_of}", at
            case Term() if value.event:
                yield f"event/{value.event}", at
            case Condition() if value.depends_on:
                yield value.depends_on, at
            case Post():
                yield f"actor/{value.at}", at


Sheet = Article | Registry


@functools.cache
def sheet_adapter() -> TypeAdapter[Sheet]:
    """The validator of sheets, which also gives their JSON Schema."""
    return TypeAdapter(Annotated[Sheet, Field(discriminator="kind")])
