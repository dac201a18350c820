"""A text with the annotations of a tool, before anything of it is understood."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from anyascii import anyascii

from kg.errors import InputError
from kg.iris import digest
from kg.model import Annotation, Origin

__all__ = ["Marked", "id_of", "slug_of"]

_SLUG: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\Z")
_NO_SLUG: Final = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass
class Marked:
    """One text as an annotation tool holds it.

    Attributes:
        file: where it came from.
        id: of the document, unique among all that are loaded.
        text: the text as it is.
        name: what the text is called: a file, or a place in one.
        origin: the format, and how its offsets were counted.
        annotations: with spans in code points of the text.
        lines: where in the file each annotation stands, by its id.
        same: ids of annotations that mean one thing, in groups.
        about: what the format knows of the document, by the keys of a sheet's `document`.
        coder: who annotated it, where the format knows.
        problems: what is wrong with the file; what they are about is left out of the annotations.
        notices: what a reader should know.
    """

    file: Path
    id: str
    text: str
    name: str
    origin: Origin
    annotations: tuple[Annotation, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)
    same: tuple[tuple[str, ...], ...] = ()
    about: dict[str, Any] = field(default_factory=dict)
    coder: str = ""
    problems: tuple[InputError, ...] = ()
    notices: tuple[InputError, ...] = ()

    @property
    def sha256(self) -> str:
        """Of the text in UTF-8, as it is."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@lru_cache(maxsize=1 << 12)  # the ids of tools come again in each text
def slug_of(text: str) -> str:
    """A text as a slug; what no slug may hold is spelled in ASCII, or told apart by a digest."""
    if _SLUG.match(text):
        return text
    made = _NO_SLUG.sub("-", anyascii(text)).strip("-._")
    return f"{made}-{digest(text, size=3)}" if made else digest(text, size=6)


def id_of(path: Path, inside: str = "") -> str:
    """The id of a document by its file: the folder and the name, and a place in the file."""
    parts = [_folder(path.parent), path.stem, inside]
    return "/".join(slug_of(part) for part in parts if part)


@lru_cache(maxsize=1024)
def _folder(folder: Path) -> str:
    """What a folder is called, wherever its path leads through."""
    return folder.resolve().name
