"""What a sheet declares: actors, places, events, matters, agreements.

Each has a slug that is declared once in all sheets together; everything that can be disputed about
it is not here but claimed by statements (see `kg.model.claims`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from kg.model.fields import (
    ActorRef,
    Edtf,
    Language,
    Legible,
    Path,
    PlaceRef,
    Record,
    Reference,
    Slug,
    Texts,
    concept,
    many,
)


class Name(Record):
    """One form of a name; `basis` says where the form comes from (seed, page, babel, translit)."""

    form: Legible
    basis: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        return {"form": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string", "minLength": 1}, handler(schema)]}

    @model_serializer(mode="plain")
    def _to_text(self) -> str | dict[str, str]:
        return {"form": self.form, "basis": self.basis} if self.basis else self.form


#: forms by language; the first of each is the one shown
Names = Annotated[
    dict[Language, Annotated[tuple[Name, ...], BeforeValidator(many), Field(min_length=1)]],
    Field(min_length=1),
]


class Post(Record):
    """A post and the time for which somebody holds it (W3C ORG `Membership`).

    `level` says how high it stands, so that the delegations of two meetings can be compared.
    """

    title: Texts
    at: ActorRef
    level: Annotated[str, concept("level")] | None = None
    since: Edtf | None = None
    until: Edtf | None = None
    basis: str | None = None


class Actor(Record):
    """A party, body, mission, outlet, delegation or person; `type` is a class under br:Actor.

    `based_in` is the state where an outlet or organization is at home, for which it does not speak.
    `voice` is the weight of its word in the account of its side, where the class does not say it.
    """

    id: Slug
    type: Annotated[str, concept("actor-class")]
    names: Names
    represents: Annotated[tuple[ActorRef, ...], BeforeValidator(many)] = ()
    based_in: ActorRef | None = None
    voice: Annotated[str, concept("voice")] | None = None
    posts: tuple[Post, ...] = ()
    wikidata: Annotated[str, StringConstraints(pattern=r"^Q[1-9][0-9]*$")] | None = None
    note: str | None = None


class Place(Record):
    """A place; `speaks_for` names the body that is meant when the place is said to speak.

    `territory_of` is given for a country: the state whose territory it is.
    """

    id: Slug
    names: Names
    within: PlaceRef | None = None
    territory_of: ActorRef | None = None
    speaks_for: ActorRef | None = None
    wikidata: Annotated[str, StringConstraints(pattern=r"^Q[1-9][0-9]*$")] | None = None
    note: str | None = None


class Event(Record):
    """Something that happened, or is to happen; its date identifies it, disputes are claims."""

    id: Slug
    label: Texts
    date: Edtf | None = None
    date_basis: str | None = None
    note: str | None = None


def _distinct(parties: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(parties)) < len(parties):
        raise PydanticCustomError("parties", "each party stands once")
    return parties


Parties = Annotated[tuple[ActorRef, ...], Field(min_length=2), AfterValidator(_distinct)]


class Matter(Record):
    """What lies between parties: a request, an offer, an undertaking. Asked is not yet owed."""

    id: Slug
    label: Texts
    parties: Parties
    issue: Annotated[str, concept("issue")]
    note: str | None = None


class Agreement(Record):
    """An instrument that parties concluded: exchange of notes, statement, treaty."""

    id: Slug
    label: Texts
    parties: Parties
    note: str | None = None


class Alias(Record):
    """Further names of a thing that another sheet declares: spellings met in texts, short forms."""

    of: Reference
    names: Names


class Declarations(Record):
    """The things that a sheet declares; each slug is declared once in all sheets together."""

    actors: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    events: tuple[Event, ...] = ()
    matters: tuple[Matter, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    aliases: tuple[Alias, ...] = ()

    def declared(self) -> Iterator[tuple[str, Path]]:
        """Every reference that this sheet declares, with its place."""
        for key in ("actors", "places", "events", "matters", "agreements"):
            for position, record in enumerate(getattr(self, key)):
                yield f"{key[:-1]}/{record.id}", (key, position, "id")

    def references(self) -> Iterator[tuple[str, Path]]:
        """Every reference to something that has to be declared somewhere, with its place."""
        for at, actor in enumerate(self.actors):
            for slug in actor.represents:
                yield f"actor/{slug}", ("actors", at, "represents")
            if actor.based_in:
                yield f"actor/{actor.based_in}", ("actors", at, "based_in")
            for nth, post in enumerate(actor.posts):
                yield f"actor/{post.at}", ("actors", at, "posts", nth, "at")
        for at, place in enumerate(self.places):
            for key, kind in (
                ("within", "place"),
                ("territory_of", "actor"),
                ("speaks_for", "actor"),
            ):
                if slug := getattr(place, key):
                    yield f"{kind}/{slug}", ("places", at, key)
        for at, alias in enumerate(self.aliases):
            yield alias.of, ("aliases", at, "of")
        for key in ("matters", "agreements"):
            for at, record in enumerate(getattr(self, key)):
                for slug in record.parties:
                    yield f"actor/{slug}", (key, at, "parties")
