"""The words of the interface in the reader's language.

`words.json` has them in en, hi and ru; another language reads English. Dates are written as the
language writes them. This module knows no page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from kg.vocab.drawing import DRAWING

__all__ = ["LANGUAGES", "class_label", "leading", "show_date", "words"]

LANGUAGES: Final = ("en", "hi", "ru")


def _base(language: str) -> str:
    base = language.replace("_", "-").partition("-")[0].lower()
    return base if base in LANGUAGES else "en"


@cache
def words(language: str) -> Mapping[str, str]:
    """All words by key; `language` is a BCP 47 tag of which the first part counts."""
    table: dict[str, dict[str, str]] = json.loads(
        (files("kg.views") / "words.json").read_text(encoding="utf-8")
    )
    return {key: found[_base(language)] for key, found in table.items()}


def class_label(name: str, language: str) -> str:
    """What the members of a class are called: `class_label("Event", "hi")` is `"घटना"`."""
    return DRAWING[name].labels[_base(language)]


def leading(language: str) -> float:
    """Line height as a multiple of the font's; Devanagari has signs above and below its letters."""
    return 1.5 if _base(language) == "hi" else 1.28


def show_date(when: str, language: str) -> str:
    """A day as the language writes it; whatever is no plain ISO day (EDTF) stays as it is."""
    try:
        day = date.fromisoformat(when)
    except ValueError:
        return when
    if len(when) != len("2025-04-10"):
        return when
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return str(format_date(day, "d MMM y", locale=locale))
