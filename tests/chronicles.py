"""Small chronicles for tests: two sides, and pages that tell what each says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import kg
from kg.graph import Graph
from kg.loaders.sheet import dump
from kg.model import Chronicle, sheet_adapter
from tests import sheets

EVENTS = (("first", "2025-03-01"), ("second", "2025-04-01"), ("third", "2025-05-01"))


def statement(
    *says: dict[str, Any], speaker: str = "", attribution: str = "reported", **more: Any
) -> dict[str, Any]:
    """One statement; without a speaker it is the narrator's. It cites page `p` unless told."""
    found: dict[str, Any] = {"cites": "p", "gist": {"en": "it is told"}, "says": list(says), **more}
    if speaker:
        found |= {"speaker": speaker, "attribution": attribution}
    return found


def act(kind: str, event: str = "first", of: str = "matter/m", **more: Any) -> dict[str, Any]:
    """That a step was taken at one of the events."""
    return {"act": kind, "of": of, "in": event, **more}


def chronicle(*statements: dict[str, Any], **more: Any) -> Chronicle:
    """A chronicle of one matter `m` between France and Germany."""
    found = sheet_adapter().validate_python(
        {
            "kind": "chronicle",
            "id": "test/chronicle",
            "document": {"language": "en", "title": {"en": "A chronicle"}},
            "coding": {"by": "tester", "date": "2025-06-01", "codebook": "1"},
            "sources": [page("p")],
            "events": [
                {"id": slug, "label": {"en": slug}, "date": date} for slug, date in EVENTS
            ],
            "matters": [
                {"id": "m", "label": {"en": "The matter"}, "parties": ["FRA", "DEU"],
                 "issue": "visas"}
            ],
            "statements": list(statements),
            **more,
        }
    )  # fmt: skip
    assert isinstance(found, Chronicle)
    return found


def page(slug: str, **more: Any) -> dict[str, Any]:
    """A page that can be cited."""
    return {"id": slug, "url": f"https://example.org/{slug}", "language": "en", **more}


def loaded(folder: Path, *statements: dict[str, Any], **more: Any) -> Graph:
    """A graph in memory that holds them, with the officials of both sides."""
    sheets.registry(folder)
    dump(chronicle(*statements, **more), folder / "chronicle.yaml")
    graph = kg.open()
    graph.load(folder)
    return graph
