"""Who says what: in the characters of a text that we hold, or on pages that are cited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from kg.model.claims import Assertion, Condition, Participation, Term
from kg.model.declarations import Post
from kg.model.fields import (
    ActorRef,
    Edtf,
    EventRef,
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

__all__ = ["Citation", "Coded", "Mention", "Quotation", "Statement", "Utterance", "references"]


class Utterance(Record):
    """Somebody, or nobody who is named, says something.

    `speaker` is whose word it is, `via` the chain of those who passed it on, the nearest to the
    speaker first; the document itself is not in it. Without a speaker the voice is the narrator's,
    and such a statement confirms nothing for anybody. `voice` says how much weight the word has in
    the account of its side, where that differs from what the speaker's own record says.
    """

    id: Slug | None = None
    speaker: ActorRef | None = None
    via: Annotated[tuple[ActorRef, ...], BeforeValidator(many)] = ()
    attribution: Annotated[str, concept("attribution")] = "unattributed"
    voice: Annotated[str, concept("voice")] | None = None
    stance: Annotated[str, concept("stance")] = "affirms"
    certainty: Annotated[str, concept("certainty")] = "certain"
    said_on: Edtf | None = None
    said_at: EventRef | None = None
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


class Quotation(Selector):
    """Direct speech: the characters between the marks, with what an editor put among them."""

    glosses: tuple[Selector, ...] = ()
    note: Texts | None = None


class Statement(Utterance, Selector):
    """A stretch of a text in which somebody, or nobody who is named, says something."""

    quotations: tuple[Quotation, ...] = ()


class Coded(Record):
    """From which free word of a collection of facts a statement was coded, and why so."""

    word: NonEmpty
    reason: str | None = None


class Citation(Utterance):
    """What cited pages say: `cites` are ids of the chronicle's sources, `gist` is in our words.

    `exact` is the wording that a page gives as the speaker's own; it has no place, since the page
    is not stored.
    """

    cites: Annotated[tuple[Slug, ...], BeforeValidator(many), Field(min_length=1)]
    gist: Texts = Field(min_length=1)
    exact: NonEmpty | None = None
    coded_from: Coded | None = None

    @model_validator(mode="after")
    def _unplaced(self) -> Self:
        for assertion in self.says:
            if assertion.quote is not None:
                raise PydanticCustomError(
                    "citation", "a chronicle holds no text: `quote` belongs to articles"
                )
        return self


class Mention(Selector):
    """A name, title or pronoun in the text, and what it stands for here (`sense`)."""

    refers: Reference
    sense: Annotated[str, concept("sense")] | None = None


def references(statements: Iterable[Utterance]) -> Iterator[tuple[str, Path]]:
    """Every reference that statements make to something declared somewhere, with its place."""
    for at, statement in enumerate(statements):
        here: Path = ("statements", at)
        if statement.speaker:
            yield f"actor/{statement.speaker}", (*here, "speaker")
        for slug in statement.via:
            yield f"actor/{slug}", (*here, "via")
        if statement.said_at:
            yield f"event/{statement.said_at}", (*here, "said_at")
        for nth, assertion in enumerate(statement.says):
            yield from _referred(assertion, (*here, "says", nth))


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
