"""XML from elsewhere: no document type, so no entities that grow or reach for other files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from kg.errors import InvalidInputError, SyntaxProblem

__all__ = ["refuse_entities"]

_DECLARED: Final = "<!DOCTYPE"
#: comments and instructions, which alone may stand before it (XML 1.0, 2.8)
_PROLOG: Final = re.compile(r"\s*(?:(?:<!--.*?-->|<\?.*?\?>)\s*)*", re.DOTALL)
#: encodings of which the declaration is found; in UTF-7 it would not be
_READ: Final = re.compile(rb"(?i:utf-?(?:8|16|32)|us-ascii|iso-8859)")
_ENCODED: Final = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")


def refuse_entities(path: Path, content: bytes) -> None:
    """See that a text of XML declares no document type (XML 1.0, 2.8), in whatever encoding.

    Raises:
        InvalidInputError: it does.
    """
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        if _DECLARED.encode(encoding) not in content:
            continue
        text = content.decode(encoding, "replace").removeprefix("\ufeff")
        prolog = _PROLOG.match(text)
        # further on it is words of the text, in a comment or a section of characters
        if prolog and text.startswith(_DECLARED, prolog.end()):
            problem = SyntaxProblem(
                "a document type is declared in this XML, which can hold entities", path,
                text.count("\n", 0, prolog.end()) + 1, expected=f"XML without {_DECLARED}>",
            )  # fmt: skip
            raise InvalidInputError((problem,))
    declared = _ENCODED.match(content)
    if declared and not _READ.match(declared[1]):
        problem = SyntaxProblem(
            "the encoding of this XML is not read", path, 1, expected="UTF-8",
            found=declared[1].decode(),
        )  # fmt: skip
        raise InvalidInputError((problem,))
