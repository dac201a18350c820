"""What a file of annotations is read as, in few words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kg.errors import InvalidInputError
from kg.loaders.base import PLAIN, Loaded, Reading, read
from kg.model import Article

__all__ = ["links", "marks", "problem", "put", "sheet", "sheets"]


def put(path: Path, *values: Any) -> Path:
    lines = (json.dumps(value, ensure_ascii=False) for value in values)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    return path


def sheets(path: Path, reading: Reading = PLAIN) -> list[Article]:
    found = []
    for one in read(path, reading):
        assert isinstance(one, Loaded), one
        assert isinstance(one.sheet, Article)
        found.append(one.sheet)
    return found


def sheet(path: Path, reading: Reading = PLAIN) -> Article:
    (one,) = sheets(path, reading)
    return one


def marks(one: Article) -> list[tuple[str, list[str]]]:
    return [(each.label, [part.exact for part in each.at]) for each in one.annotations]


def links(one: Article) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each annotation with links: its label, the roles and the words that they lead to."""
    words = {each.id: each.at[0].exact if each.at else each.label for each in one.annotations}
    return [
        (each.label, [(link.role, words[link.to]) for link in each.links])
        for each in one.annotations if each.links
    ]  # fmt: skip


def problem(path: Path, reading: Reading = PLAIN) -> str:
    found = [one for one in read(path, reading) if isinstance(one, InvalidInputError)]
    return str(found[0].problems[0])
