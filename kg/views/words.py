"""The words of the interface in the reader's language.

`words.json` has them in en, hi and ru; another language reads English. Dates are written as the
language writes them. This module knows no page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from kg.vocab.drawing import DRAWING

__all__ = ["LANGUAGES", "base", "class_label", "leading", "show_date", "words"]

LANGUAGES: Final = ("en", "hi", "ru")

_SIDE: Final = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?([~?%]?)")
_EXACT: Final = re.compile(r"\d{4}-\d\d-\d\d")
_APPROXIMATE: Final = {"~": "≈ ", "%": "≈ "}
_UNCERTAIN: Final = {"?": "?", "%": "?"}


def base(language: str) -> str:
    """The language of the interface for a BCP 47 tag: en, hi or ru."""
    base = language.replace("_", "-").partition("-")[0].lower()
    return base if base in LANGUAGES else "en"


@cache
def words(language: str) -> Mapping[str, str]:
    """All words by key; `language` is a BCP 47 tag of which the first part counts."""
    table: dict[str, dict[str, str]] = json.loads(
        (files("kg.views") / "words.json").read_text(encoding="utf-8")
    )
    return {key: found[base(language)] for key, found in table.items()}


def class_label(name: str, language: str) -> str:
    """What the members of a class are called: `class_label("Event", "hi")` is `"घटना"`."""
    return DRAWING[name].labels[base(language)]


def leading(language: str) -> float:
    """Line height as a multiple of the font's; Devanagari has signs above and below its letters."""
    return 1.5 if base(language) == "hi" else 1.28


@lru_cache(maxsize=1 << 14)
def show_date(when: str, language: str) -> str:
    """A date as the language writes it: a day, a month, a year, an interval of these.

    Of two days in one month or year that is said once: "24–25 Mar 2025". Of EDTF
    <https://www.loc.gov/standards/datetime/> what is approximate gets "≈", what is uncertain "?",
    an open end "…"; whatever else it can say stays as it is.
    """
    days = [_day(side) for side in when.split("/")]
    if len(days) == 2 and (first := days[0]) and (last := days[1]) and first.year == last.year:
        same_month = first.month == last.month
        begin = format_date(first, "d" if same_month else "d MMM", locale=_locale(language))
        end = format_date(last, "d MMM y", locale=_locale(language))
        return f"{begin}–{end}" if same_month else f"{begin} – {end}"
    return " – ".join(_show_side(side, language) for side in when.split("/"))


def _day(side: str) -> date | None:
    try:
        return date.fromisoformat(side) if _EXACT.fullmatch(side) else None
    except ValueError:
        return None


def _show_side(side: str, language: str) -> str:
    found = _SIDE.fullmatch(side)
    if not found:
        return "…" if side == ".." else side
    year, month, day, doubt = found.groups()
    if month:
        try:
            begin = date(int(year), int(month), int(day or 1))
        except ValueError:
            return side
        shown = str(format_date(begin, "d MMM y" if day else "LLL y", locale=_locale(language)))
    else:
        shown = year
    return _APPROXIMATE.get(doubt, "") + shown + _UNCERTAIN.get(doubt, "")


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
