"""What statements say: an act was done, a node has a property, a node is so at all.

The properties that can be claimed are not listed here: the ontology has them
(`br:ClaimableProperty`) and the record's fields are made from its generated table.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, create_model, model_validator
from pydantic_core import PydanticCustomError

from kg.iris import KINDS, split_reference
from kg.model.declarations import Post
from kg.model.fields import (
    ActorRef,
    Edtf,
    EventRef,
    Record,
    Reference,
    Selector,
    Slug,
    Texts,
    check_concept,
    check_reference,
    check_slug,
    concept,
    many,
)
from kg.vocab.claimable import CLAIMABLE, Claimable
from kg.vocab.concepts import CONCEPTS


class Minutes(Record):
    """A duration in minutes, from–to; a bound that nobody gave is None."""

    at_least: Annotated[int, Field(ge=0)] | None = None
    at_most: Annotated[int, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise PydanticCustomError("minutes", "expected at_least, at_most or both (minutes)")
        if self.at_most is not None and (self.at_least or 0) > self.at_most:
            raise PydanticCustomError("minutes", "expected at_least not above at_most")
        return self


class Participation(Record):
    """Somebody in a role at an event (n-ary `sem:Role`), perhaps on behalf of a party."""

    participant: ActorRef
    role: Annotated[str, concept("role")]
    on_behalf_of: ActorRef | None = None


class Term(Record):
    """When something falls due: a date, or relative to an event ("by the next meeting")."""

    deadline: Edtf | None = None
    event: EventRef | None = None
    text: Texts | None = None

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if self.deadline is None and self.event is None and self.text is None:
            raise PydanticCustomError("term", "expected a deadline, an event or a text")
        return self


class Condition(Record):
    """What something depends on."""

    kind: Annotated[str, concept("condition-kind")]
    text: Texts
    depends_on: Reference | None = None


#: text is a reference, a concept's notation or an EDTF date, as the property's kinds say
Value = str | Texts | Minutes | Participation | Term | Condition | Post

_STRUCTURES: Mapping[str, Any] = {
    "minutes": Minutes,
    "participation": Participation,
    "term": Term,
    "condition": Condition,
    "post": Post,
    "text": Texts,
    "edtf": Edtf,
}


def _node_or_concept(claimable: Claimable) -> AfterValidator:
    """Text that names a node or a concept, as `kind/slug` where only one kind is possible."""
    nodes = [kind for kind in claimable.kinds if kind in KINDS]
    scheme = claimable.scheme if "concept" in claimable.kinds else None

    def check(text: str) -> str:
        kind, slug = split_reference(text)
        if kind in nodes:
            return check_reference(text)
        if not kind and scheme and (not nodes or slug in CONCEPTS[scheme]):
            return check_concept(scheme, text)
        if not kind and len(nodes) == 1 and not scheme:
            return f"{nodes[0]}/{check_slug(slug)}"
        raise PydanticCustomError(
            "value_kind", "expected {kinds}, found {text}",
            {"kinds": " or ".join(claimable.kinds), "text": text},
        )  # fmt: skip

    return AfterValidator(check)


def _values_of(claimable: Claimable) -> Any:
    """The type of a claimable property's values: a list, of which one may be written bare."""
    kinds = [_STRUCTURES[kind] for kind in claimable.kinds if kind in _STRUCTURES]
    if len(kinds) < len(claimable.kinds):
        kinds.append(Annotated[str, _node_or_concept(claimable)])
    # mypy has no types made at run time
    union: Any = functools.reduce(operator.or_, kinds)
    return Annotated[tuple[union, ...], BeforeValidator(many)]


def act_slug(of: str, occasion: str, slot: str) -> str:
    """The slug of an act: one node per matter, event (or date) and slot, whoever tells it.

    `act_slug("matter/flights", "istanbul-talks", "1")` is `"matter.flights/istanbul-talks/1"`.
    """
    return f"{of.replace('/', '.', 1)}/{occasion}/{slot}"


class _Assertion(Record):
    """One thing that a statement says: of a node, of a property of it, or that an act was done.

    An act (`act`, `of`, and `in` or `when`) says that a step in the life of a matter, a meeting or
    an agreement took place. Otherwise `about` names the node. Every further key is a property that
    can be claimed (`br:ClaimableProperty`), with one value or a list; the ontology has their list.
    `corrects` names the assertion of the same sheet whose reading this one puts right.
    """

    id: Slug | None = None
    about: Reference | None = None
    act: Annotated[str, concept("act")] | None = None
    of: Reference | None = None
    in_: Annotated[EventRef | None, Field(alias="in")] = None
    when: Edtf | None = None
    slot: Slug = "1"
    quote: Selector | None = None
    stance: Annotated[str, concept("stance")] | None = None
    certainty: Annotated[str, concept("certainty")] | None = None
    corrects: Slug | None = None
    reason: Texts | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.act is None) == (self.about is None):
            raise PydanticCustomError("assertion", "expected either `about` or `act`")
        if self.act is not None:
            if self.of is None:
                raise PydanticCustomError("assertion", "an act needs `of`: the matter it moves")
            if self.of.split("/")[0] not in ("matter", "event", "agreement"):
                raise PydanticCustomError("assertion", "`of` takes a matter, event or agreement")
            if (self.in_ is None) == (self.when is None):
                raise PydanticCustomError("assertion", "an act needs either `in` or `when`")
        if (self.corrects is None) != (self.reason is None):
            raise PydanticCustomError("assertion", "`corrects` and `reason` go together")
        return self

    @property
    def subject(self) -> str:
        """The reference of the node that is spoken of."""
        if self.about is not None:
            return self.about
        return "act/" + act_slug(self.of or "", self.in_ or self.when or "", self.slot)

    @property
    def agents(self) -> tuple[str, ...]:
        """The slugs of the actors whose step it is, as far as it says."""
        return tuple(
            value.removeprefix("actor/")
            for claimable, value in self.properties
            if claimable.key == "byActor" and isinstance(value, str)
        )

    @property
    def properties(self) -> Iterator[tuple[Claimable, Value]]:
        """Each property that is claimed, with each of its values."""
        if self.act is not None:
            yield CLAIMABLE["actType"], self.act
        for key in sorted(self.model_fields_set & CLAIMABLE.keys()):
            for value in getattr(self, key):
                yield CLAIMABLE[key], value


if TYPE_CHECKING:
    Assertion = _Assertion
else:
    Assertion = create_model(
        "Assertion",
        __base__=_Assertion,
        __doc__=_Assertion.__doc__,
        **{
            key: (_values_of(claimable), ())
            for key, claimable in CLAIMABLE.items()
            if key != "actType"
        },
    )
