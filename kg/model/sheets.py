"""The sheets, a file each: a registry declares things, an article or a chronicle tells of them."""

from __future__ import annotations

import difflib
import functools
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, TypeAdapter, model_validator
from pydantic_core import PydanticCustomError

from kg.model.annotations import Annotation
from kg.model.declarations import Declarations
from kg.model.documents import Coding, Compilation, Document, DocumentId, Proposal, Source
from kg.model.fields import Path, Selector
from kg.model.judgements import Judgements
from kg.model.statements import Citation, Mention, Statement, Utterance, references

__all__ = ["Article", "Chronicle", "Registry", "Sheet", "Telling", "sheet_adapter"]


class Registry(Declarations):
    """A sheet that declares things and describes no text."""

    kind: Literal["registry"]
    id: DocumentId
    coding: Coding | None = None


def _check_corrections(statements: Iterable[Utterance]) -> None:
    """Ids of assertions are unique in the sheet, and `corrects` names one of them.

    Raises:
        PydanticCustomError: they are not.
    """
    ids: set[str] = set()
    said = [assertion for statement in statements for assertion in statement.says]
    for assertion in said:
        if assertion.id in ids:
            raise PydanticCustomError(
                "duplicate_id", "the id {id} stands twice", {"id": assertion.id}
            )
        if assertion.id:
            ids.add(assertion.id)
    for assertion in said:
        if assertion.corrects and assertion.corrects not in ids:
            near = difflib.get_close_matches(assertion.corrects, ids, 3)
            raise PydanticCustomError(
                "corrects", "no assertion has the id {id}; nearest: {near}",
                {"id": assertion.corrects, "near": ", ".join(near) or "none"},
            )  # fmt: skip


class Article(Declarations):
    """A sheet that describes one text; `proposed` while it is a draft of `kg suggest`."""

    kind: Literal["article"]
    id: DocumentId
    document: Document
    proposed: Proposal | None = None
    coding: Coding
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    annotations: tuple[Annotation, ...] = ()

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
        yield from references(self.statements)

    @model_validator(mode="after")
    def _corrections(self) -> Self:
        _check_corrections(self.statements)
        return self

    @model_validator(mode="after")
    def _linked(self) -> Self:
        """Ids of annotations are unique in the sheet, and links lead to one of them."""
        ids = {one.id for one in self.annotations}
        if len(ids) < len(self.annotations):
            counted = Counter(one.id for one in self.annotations)
            twice = next(each for each, number in counted.items() if number > 1)
            raise PydanticCustomError("duplicate_id", "the id {id} stands twice", {"id": twice})
        for one in self.annotations:
            for target in one.targets() if one.trigger or one.links else ():
                if target not in ids:
                    near = difflib.get_close_matches(target, ids, 3)
                    raise PydanticCustomError(
                        "links", "no annotation has the id {id}; nearest: {near}",
                        {"id": target, "near": ", ".join(near) or "none"},
                    )  # fmt: skip
        return self


class Chronicle(Declarations):
    """A sheet that tells facts by citing pages whose text is not stored."""

    kind: Literal["chronicle"]
    id: DocumentId
    document: Compilation
    coding: Coding
    sources: tuple[Source, ...] = ()
    statements: tuple[Citation, ...] = ()

    def references(self) -> Iterator[tuple[str, Path]]:
        """Every reference to something that has to be declared somewhere, with its place."""
        yield from super().references()
        for at, source in enumerate(self.sources):
            if source.publisher:
                yield f"actor/{source.publisher}", ("sources", at, "publisher")
        yield from references(self.statements)

    @model_validator(mode="after")
    def _cited(self) -> Self:
        """Ids of sources are unique in the sheet, and statements cite only those."""
        ids: set[str] = set()
        for source in self.sources:
            if source.id in ids:
                raise PydanticCustomError(
                    "duplicate_id", "the id {id} stands twice", {"id": source.id}
                )
            ids.add(source.id)
        for statement in self.statements:
            for cited in statement.cites:
                if cited not in ids:
                    near = difflib.get_close_matches(cited, ids, 3)
                    raise PydanticCustomError(
                        "cites", "no source has the id {id}; nearest: {near}",
                        {"id": cited, "near": ", ".join(near) or "none"},
                    )  # fmt: skip
        _check_corrections(self.statements)
        return self


#: the sheets that tell of something: what they say becomes claims
Telling = Article | Chronicle
Sheet = Article | Chronicle | Registry | Judgements


@functools.cache
def sheet_adapter() -> TypeAdapter[Sheet]:
    """The validator of sheets, which also gives their JSON Schema."""
    return TypeAdapter(Annotated[Sheet, Field(discriminator="kind")])
