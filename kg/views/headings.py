"""What the columns of answers are called on a page, in the reader's language.

`headings.json` has a heading for each name of a column in the catalogue, and for a name that means
another thing in a column of another type one for `name:type`. `{a}` and `{b}` are the two parties.
Programs and terminals know columns by their names. This module knows no query and no page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from kg.views.words import base

if TYPE_CHECKING:
    from kg.result import Column

__all__ = ["heading", "headings"]


@cache
def headings() -> Mapping[str, Mapping[str, str]]:
    """All headings by name, or by name and type, and then by language."""
    text = (files("kg.views") / "headings.json").read_text(encoding="utf-8")
    table: dict[str, dict[str, str]] = json.loads(text)
    return table


def heading(column: Column, language: str, parties: tuple[str, str] | None = None) -> str:
    """What a column is called; one that is in no query of the catalogue keeps its name.

    Args:
        column: name and type.
        language: BCP 47 tag; another language than en, hi and ru reads English.
        parties: the labels of the two that the answer is about, if it is about two.
    """
    known = headings()
    found = known.get(f"{column.name}:{column.type}") or known.get(column.name)
    if not found:
        return column.name.replace("_", " ")
    a, b = parties or (known[side][base(language)] for side in ("a", "b"))
    return found[base(language)].format(a=a, b=b)
