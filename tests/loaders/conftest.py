"""Real files: an article with its text, as people would write them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

#: the characters that no label, title or name may have
CONTROLS = "".join(map(chr, range(0x20))).translate(dict.fromkeys(map(ord, "\t\n\r"))) + "\x7f"

TEXT = "रूसी पक्ष ने कहा। रूस और अमेरिका मिले। रूस ने उड़ानें मांगीं।\nमास्को ने कहा NO।\n"

SHEET = """\
kind: article
id: tests/talks
document:
  text: talks.hi.txt
  sha256: {sha256}
  language: hi
  published: 2025-04-10
coding:
  by: tester
  date: 2025-04-12
  codebook: '1'
events:
  - id: talks
    label: {{en: talks}}
    date: 2025-04-10
matters:
  - id: flights
    label: {{en: flights}}
    parties: [RUS, USA]
    issue: {issue}
mentions:
  - exact: रूस
    occurrence: 2
    refers: actor/RUS
statements:
  - exact: रूस ने उड़ानें मांगीं
    speaker: rus-mfa
    attribution: reported
    says:
      - id: s1
        act: ask
        of: matter/flights
        in: talks
        quote: {{exact: उड़ानें, suffix: " मांगीं"}}
"""

#: a sheet of the text above with some of its words changed, written beside it
Write = Callable[..., Path]


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """`write((old, new), …)` writes text and sheet, the sheet with these replacements."""
    from kg.vocab.concepts import CONCEPTS

    def write(*changes: tuple[str, str], text: bytes | None = None, more: str = "") -> Path:
        (tmp_path / "talks.hi.txt").write_bytes(TEXT.encode() if text is None else text)
        sheet = SHEET.format(sha256=sha256(TEXT), issue=min(CONCEPTS["issue"]))
        for old, new in changes:
            assert old in sheet, f"the sheet has no {old!r}"
            sheet = sheet.replace(old, new, 1)
        path = tmp_path / "talks.hi.yaml"
        path.write_text(sheet + more, encoding="utf-8", newline="")
        return path

    return write
