"""The parameters by which any question is asked as of a moment: one wording for all query files.

A header names those that its query obeys, `clocks: [valid_at, reported_by, according_to]`, and gets
these parameters. The third clock, when something was loaded, is none of them: it chooses the data
that a query is asked of (see `kg.loading.snapshot`). This module knows parameters only.
"""

from __future__ import annotations

from typing import Final

from kg.queries.parameters import Parameter
from kg.queries.values import to_term

__all__ = ["CLOCKS", "clock_parameters"]

#: each clock: its type, and what it means in each language
CLOCKS: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "valid_at": (
        "day",
        {"en": "as of this day in the world", "hi": "जगत में इस दिन की स्थिति"},
    ),
    "reported_by": (
        "day",
        {
            "en": "only what had been published by this day",
            "hi": "केवल वह जो इस दिन तक प्रकाशित हो चुका था",
        },
    ),
    "according_to": (
        "actor",
        {
            "en": "only the account of this party, speaker or outlet",
            "hi": "केवल इस पक्ष, वक्ता या प्रकाशक के अनुसार",
        },
    ),
}

_UNKNOWN: Final = {
    "en": "whether what may have been so by then counts: include or exclude",
    "hi": "जो तब तक शायद ऐसा था, वह गिना जाए (include) या नहीं (exclude)",
}


def clock_parameters(names: tuple[str, ...]) -> tuple[Parameter, ...]:
    """The parameters of these clocks; with a day among them, also what to do with vague days."""
    found = [
        Parameter(name, CLOCKS[name][0], False, False, None, CLOCKS[name][1]) for name in names
    ]
    if any(CLOCKS[name][0] == "day" for name in names):
        default = (to_term("include", "doubt"),)
        found.append(Parameter("unknown", "doubt", False, False, default, _UNKNOWN))
    return tuple(found)
