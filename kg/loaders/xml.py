"""XML from elsewhere: no document type, so no entities that grow or reach for other files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from kg.errors import InvalidInputError, SyntaxProblem

__all__ = ["refuse_entities"]

_ENCODED: Final = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")


def refuse_entities(path: Path, content: bytes) -> None:
    """See that a text of XML declares no document type (XML 1.0, 2.8), in whatever encoding.

    Raises:
        InvalidInputError: it does.
    """
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        at = content.find("<!DOCTYPE".encode(encoding))
        if at >= 0:
            problem = SyntaxProblem(
                "a document type is declared in this XML, which can hold entities", path,
                content.count(b"\n", 0, at) + 1, expected="XML without <!DOCTYPE>",
            )  # fmt: skip
            raise InvalidInputError((problem,))
    declared = _ENCODED.match(content)
    if declared and not declared[1].lower().startswith((b"utf", b"us-ascii", b"iso-8859")):
        problem = SyntaxProblem(
            "the encoding of this XML is not read", path, 1, expected="UTF-8",
            found=declared[1].decode(),
        )  # fmt: skip
        raise InvalidInputError((problem,))
