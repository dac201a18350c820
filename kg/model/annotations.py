"""What an annotation tool holds, as it holds it: its labels, links and features, word for word.

Nothing here is understood. What a profile understands of it stands beside it, as mentions, events
and statements; what it does not stays here and is never lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, StringConstraints

from kg.anchors import Span
from kg.model.fields import NonEmpty, Record

__all__ = ["ANNOTATION_ID", "Annotation", "Link", "Stretch"]

#: what is an id in an IRI; a loader makes one of whatever its tool has
ANNOTATION_ID = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
AnnotationId = Annotated[str, StringConstraints(pattern=ANNOTATION_ID)]


class Stretch(Record):
    """Characters that a tool marked: the quote, and where it begins in code points.

    Unlike the quotes that people write it has its place with it, since a tool may mark what no
    quote leads to, such as half of a written character. The text must have the quote there.
    """

    exact: NonEmpty
    start: Annotated[int, Field(ge=0)]

    @property
    def span(self) -> Span:
        """Code points `[start, end)` of the document's text."""
        return Span(self.start, self.start + len(self.exact))


class Link(Record):
    """From one annotation to another: an argument of an event, an end of a relation."""

    role: NonEmpty
    to: AnnotationId


class Annotation(Record):
    """One annotation: of stretches (several if it is discontinuous), or of other annotations.

    `trigger` is the annotation of the words that tell of an event. `features` are what the tool has
    of it besides, by name; `references` lead to other collections, as `Wikidata:Q159`.
    """

    id: AnnotationId
    label: NonEmpty
    at: tuple[Stretch, ...] = ()
    trigger: AnnotationId | None = None
    links: tuple[Link, ...] = ()
    features: dict[NonEmpty, str] = Field(default_factory=dict)
    references: tuple[NonEmpty, ...] = ()
    notes: tuple[NonEmpty, ...] = ()

    def targets(self) -> Iterator[str]:
        """The ids of the annotations that this one is about."""
        if self.trigger:
            yield self.trigger
        yield from (link.to for link in self.links)
