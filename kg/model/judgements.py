"""What people judged about names and identity: a sheet of its own, replayed and never merged.

A judgement says of a name, or of a node, whether it is what `as` refers to. Taking the line out and
loading the sheet again undoes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from kg.model.fields import (
    DOCUMENT_ID,
    Edtf,
    Language,
    NonEmpty,
    Path,
    Record,
    Reference,
    concept,
)

#: a coded event is judged as one of which articles tell
_CODED: Final = ("coded", "event")


class Judgement(Record):
    """Whether `form`, a name, or else `node` is what `as` refers to: same, different or unsure.

    One of a name holds in every language and document unless it says in which.
    """

    form: NonEmpty | None = None
    node: Reference | None = None
    as_: Annotated[Reference, Field(alias="as")]
    verdict: Annotated[str, concept("verdict")]
    by: NonEmpty
    date: Edtf
    reason: NonEmpty
    language: Language | None = None
    document: Annotated[str, StringConstraints(pattern=DOCUMENT_ID)] | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What makes it one judgement: who judged what as what, and where that holds."""
        judged = (self.form or "", self.node or "", self.as_)
        return (*judged, self.language or "", self.document or "", self.by)

    @model_validator(mode="after")
    def _of_one(self) -> Self:
        if (self.form is None) == (self.node is None):
            raise PydanticCustomError("judged", "expected either a form or a node to judge")
        if self.node is not None:
            if self.language or self.document:
                raise PydanticCustomError(
                    "judged", "a language and a document belong to the judgement of a form"
                )
            kinds = (_kind(self.node), _kind(self.as_))
            if self.node == self.as_ or (kinds[0] != kinds[1] and kinds != _CODED):
                raise PydanticCustomError(
                    "judged", "expected two nodes of one kind, found {node} as {as_}",
                    {"node": self.node, "as_": self.as_},
                )  # fmt: skip
        return self


def _kind(reference: str) -> str:
    return reference.partition("/")[0]


class Judgements(Record):
    """A sheet of judgements."""

    kind: Literal["judgements"]
    id: Annotated[str, StringConstraints(pattern=DOCUMENT_ID)]
    judgements: tuple[Judgement, ...] = ()

    @model_validator(mode="after")
    def _once(self) -> Self:
        """Nobody judges one thing twice; who changes a judgement changes its line."""
        seen: set[tuple[str, ...]] = set()
        for one in self.judgements:
            if one.key in seen:
                raise PydanticCustomError(
                    "judged", "{by} judges {what} as {as_} twice",
                    {"by": one.by, "what": one.form or one.node, "as_": one.as_},
                )  # fmt: skip
            seen.add(one.key)
        return self

    def declared(self) -> Iterator[tuple[str, Path]]:
        """Nothing: a judgement is of what other sheets declare."""
        return iter(())

    def references(self) -> Iterator[tuple[str, Path]]:
        """Every reference to something that has to be declared somewhere, with its place."""
        for at, one in enumerate(self.judgements):
            yield one.as_, ("judgements", at, "as")
            if one.node:
                yield one.node, ("judgements", at, "node")
