"""A chronicle loads whole, or tells with its line what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InvalidInputError
from kg.loaders.sheet import load

SHEET = """\
kind: chronicle
id: test/ferry
document: {language: en, title: {en: The ferry}}
coding: {by: tester, date: 2025-06-01, codebook: "1"}
sources:
  - {id: gazette, url: "https://example.org/a", language: en}
matters:
  - {id: ferry, label: {en: The ferry}, parties: [NOR, SWE], issue: visas}
statements:
  - cites: gazette
    gist: {en: Both agreed.}
    says:
      - {act: agree, of: matter/ferry, when: 2025-03-01}
"""


def test_a_page_may_be_cited_bare(tmp_path: Path) -> None:
    path = tmp_path / "ferry.yaml"
    path.write_text(SHEET)
    (statement,) = load(path).sheet.statements  # type: ignore[union-attr]
    assert statement.cites == ("gazette",)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("cites: gazette", "cites: gazete", 10, ("the id of one of the sources", "gazette")),
        ("cites: gazette", "cites: [gazette, other]", 10, ("'other'",)),
        ("cites: gazette", "cites: []", 10, ("at least 1",)),
        ("    gist: {en: Both agreed.}\n", "", 10, ("'gist' is missing",)),
        ("gist: {en: Both agreed.}", "gist: {}", 11, ("at least 1",)),
        ('url: "https://example.org/a", ', "", 6, ("a url, or the document",)),
        ("when: 2025-03-01}", "when: 2025-03-01, quote: {exact: x}}", 10, ("`quote` belongs",)),
        ("language: en}\nmatters", "language: en, medium: telegram}\nmatters", 6, ("medium",)),
        ("matters:", '  - {id: gazette, url: "https://b.example", language: en}\nmatters:', 7,
         ("declared twice", "line 6")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, words: tuple[str, ...]
) -> None:
    path = tmp_path / "ferry.yaml"
    path.write_text(SHEET.replace(old, new, 1))
    with pytest.raises(InvalidInputError) as caught:
        load(path)
    (problem,) = caught.value.problems
    assert problem.line == line, problem
    for word in words:
        assert word in str(problem)
