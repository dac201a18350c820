"""What the labels of an annotation scheme mean in ours: a small YAML file for each scheme.

```yaml
profile: my-scheme
entities:                       # labels of stretches
  PERSON: {actor: Person}
  COUNTRY: {actor: State, sense: state}
  CITY: {place: true}
  DATE: {date: true}
  SUMMIT: {event: consult}
events:                         # labels of events with a trigger
  Contact.Meet*: {type: consult}
  Cancel: {act: cancel, of: Meeting}
roles:                          # arguments of events
  Participant: {role: participant}
  Place: {property: place}
relations:
  ALIAS: {same: true}
  CITIZEN_OF: {property: represents, about: Arg1, value: Arg2}
features:
  Negation: {"*": {stance: denies}}
known:                          # names of things that a registry declares
  США: actor/USA
```

A label is looked up as it is, and then by patterns with `*`, the longest first. A role's number
(`Org-Arg2`) counts only where the scheme names it.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Annotated, Any, Final, Generic, Self, TypeVar

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from kg.model.fields import ActorRef, Language, NonEmpty, Record, Reference, Slug, Url, concept
from kg.names import fold
from kg.vocab.claimable import CLAIMABLE
from kg.vocab.concepts import CONCEPTS

__all__ = [
    "EntityLabel",
    "EventLabel",
    "FeatureValue",
    "Profile",
    "RelationLabel",
    "RoleLabel",
    "own_profile",
]

_NUMBER: Final = re.compile(r"[0-9]+\Z")
_Label = TypeVar("_Label")


def _check_property(key: str) -> str:
    if key not in CLAIMABLE:
        raise PydanticCustomError(
            "property", "expected a property that can be claimed, such as place or byActor"
        )
    return key


Property = Annotated[str, AfterValidator(_check_property)]


class EntityLabel(Record):
    """A stretch that names an actor (of a class), a place, a date or an event (of a type)."""

    actor: Annotated[str, concept("actor-class")] | None = None
    place: bool = False
    date: bool = False
    event: bool | Annotated[str, concept("event-type")] = False
    sense: Annotated[str, concept("sense")] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(map(bool, (self.actor, self.place, self.date, self.event))) != 1:
            raise PydanticCustomError(
                "entity", "expected one of actor, place, date and event for a label"
            )
        return self


class EventLabel(Record):
    """An event, and the step that it is in the life of a meeting: of itself, or of its argument."""

    type: Annotated[str, concept("event-type")] | None = None
    act: Annotated[str, concept("act")] | None = None
    of: NonEmpty | None = None

    @model_validator(mode="after")
    def _some(self) -> Self:
        if self.type is None and self.act is None:
            raise PydanticCustomError("event", "expected a type, an act or both for an event")
        if self.of is not None and self.act is None:
            raise PydanticCustomError("event", "`of` belongs to an act")
        return self


class RoleLabel(Record):
    """What an argument is to its event: a participant in a role, or the value of a property."""

    role: Annotated[str, concept("role")] | None = None
    property: Property | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.role is None) == (self.property is None):
            raise PydanticCustomError("role", "expected either a role or a property")
        return self


class RelationLabel(Record):
    """Two annotations that are of one thing, or a property of what `about` names.

    With `role` the value takes part in the event that `about` names.
    """

    same: bool = False
    property: Property | None = None
    role: Annotated[str, concept("role")] | None = None
    about: NonEmpty = "Arg1"
    value: NonEmpty = "Arg2"

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(map(bool, (self.same, self.property, self.role))) != 1:
            raise PydanticCustomError("relation", "expected one of same, property and role")
        return self


class FeatureValue(Record):
    """What a feature's value says of the annotation's statement."""

    stance: Annotated[str, concept("stance")] | None = None
    certainty: Annotated[str, concept("certainty")] | None = None


class About(Record):
    """What holds for every document of a collection, where its files do not say it."""

    language: Language | None = None
    publisher: ActorRef | None = None
    origin: Slug | None = None
    by: NonEmpty | None = None
    date: NonEmpty | None = None
    note: NonEmpty | None = None


class Profile(Record):
    """The meaning of one scheme's labels."""

    profile: NonEmpty
    title: NonEmpty | None = None
    source: Url | None = None
    document: About = Field(default_factory=About)
    entities: dict[NonEmpty, EntityLabel] = Field(default_factory=dict)
    events: dict[NonEmpty, EventLabel] = Field(default_factory=dict)
    roles: dict[NonEmpty, RoleLabel] = Field(default_factory=dict)
    relations: dict[NonEmpty, RelationLabel] = Field(default_factory=dict)
    features: dict[NonEmpty, dict[NonEmpty, FeatureValue]] = Field(default_factory=dict)
    known: dict[NonEmpty, Reference] = Field(default_factory=dict)

    def entity(self, label: str) -> EntityLabel | None:
        """What a stretch with that label names."""
        return self._entities.get(label)

    def event(self, label: str) -> EventLabel | None:
        """What an event with that label is."""
        return self._events.get(label)

    def role(self, label: str) -> RoleLabel | None:
        """What an argument in that role is."""
        return self._roles.get(label) or self._roles.get(_NUMBER.sub("", label))

    def relation(self, label: str) -> RelationLabel | None:
        """What a relation with that label says."""
        return self._relations.get(label)

    def feature(self, name: str, value: str) -> FeatureValue | None:
        """What a feature says."""
        table = self.features.get(name, {})
        return table.get(value) or table.get("*")

    def thing(self, words: str) -> str | None:
        """What a registry declares and these words name; case and accents do not count."""
        return self._things.get(fold(words)) if self._things else None

    @cached_property
    def _things(self) -> dict[str, str]:
        return {fold(words): reference for words, reference in self.known.items()}

    @cached_property
    def _entities(self) -> _Table[EntityLabel]:
        return _Table(self.entities)

    @cached_property
    def _events(self) -> _Table[EventLabel]:
        return _Table(self.events)

    @cached_property
    def _roles(self) -> _Table[RoleLabel]:
        return _Table(self.roles)

    @cached_property
    def _relations(self) -> _Table[RelationLabel]:
        return _Table(self.relations)


class _Table(Generic[_Label]):
    """Labels and patterns of labels; what was found for a label is remembered."""

    def __init__(self, labels: Mapping[str, _Label]) -> None:
        self._known: dict[str, _Label | None] = dict(labels)
        patterns = sorted((one for one in labels if "*" in one), key=len, reverse=True)
        self._patterns = [(re.compile(fnmatch.translate(one)), labels[one]) for one in patterns]

    def get(self, label: str) -> _Label | None:
        if label not in self._known:
            found = (meaning for pattern, meaning in self._patterns if pattern.match(label))
            self._known[label] = next(found, None)
        return self._known[label]


@cache
def own_profile() -> Profile:
    """Our own names as labels: classes of actors, types of events, acts, roles, properties."""
    entities: dict[str, Any] = {
        notation: {"actor": notation, **({"sense": "state"} if notation == "State" else {})}
        for notation in CONCEPTS["actor-class"]
    }
    entities["Place"] = {"place": True}
    entities["Date"] = {"date": True}
    events = {one: {"type": one} for one in CONCEPTS["event-type"]}
    events |= {one: {"act": one, "of": "of"} for one in CONCEPTS["act"] if one not in events}
    roles = {one: {"role": one} for one in CONCEPTS["role"]}
    wanted = ("place", "date", "byActor", "toActor", "follows", "partOfEvent", "inResponseTo")
    roles |= {key: {"property": key} for key in wanted}
    return Profile.model_validate(
        {"profile": "bilateral", "entities": entities, "events": events, "roles": roles,
         "relations": {"same": {"same": True}, "represents": {"property": "represents"}}}
    )  # fmt: skip
