"""One parameter of a query: what it is called, what it takes, what holds without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.terms import Term

__all__ = ["Parameter", "in_language"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a query.

    `default` holds terms, one or (with `many`) several; None when there is none. An optional
    parameter without a default stands in the SPARQL only where it may lack: see `kg.queries.body`.
    """

    name: str
    type: str
    required: bool
    many: bool
    default: tuple[Term, ...] | None
    descriptions: Mapping[str, str]
    #: a value that finds something in the data that come with the package
    example: str | None = None

    def description(self, language: str) -> str:
        """What it means, in `language` or else in English; "" if the header does not say."""
        return in_language(self.descriptions, language)


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in `language` (BCP 47; `hi-IN` finds `hi`), else in English, else ""."""
    wanted = language.lower()
    return texts.get(wanted) or texts.get(wanted.partition("-")[0]) or texts.get("en", "")
