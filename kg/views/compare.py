"""Relations beside each other: small multiples on shared axes <https://www.edwardtufte.com/>."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg.views.assemble import render
from kg.views.words import words

__all__ = ["compare_page"]


def compare_page(
    panels: Sequence[Mapping[str, Any]], *, months: Sequence[str], title: str, language: str
) -> str:
    """One self-contained page.

    Args:
        panels: one a relation: `title`, `sides` (two labels), `months`, and a number for each month
            under `owed`, `asked`, `done`, `said_a` and `said_b`.
        months: all months that the axes show ("2025-04"), without a gap.
        title: of the page.
        language: BCP 47 tag of the interface.
    """
    told = words(language)
    data = {
        "language": language, "words": dict(told), "title": title,
        "months": list(months), "panels": [dict(panel) for panel in panels],
    }  # fmt: skip
    return render(
        "compare.html", data, scripts=("data", "compare"), words=told, language=language,
        title=title, panels=panels, months=months,
    )  # fmt: skip
