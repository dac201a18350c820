"""How far two coders of one text agree: percentage and Krippendorff's alpha, per kind of mark.

The unit is the word, since coders may cut quotes differently: for every word of the text it is
asked what each coder marked it with. Alpha is the nominal one (Krippendorff, *Content Analysis*,
4th ed., 2019, ch. 12): 1 is full agreement, 0 what chance would give. This module knows sheets and
no store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import regex

from kg.errors import SchemaProblem
from kg.loaders.base import Loaded, loader_for
from kg.model import Article, Assertion, Selector, Statement

__all__ = ["KINDS", "Agreement", "Disagreement", "compare"]

#: what a word is coded with when a coder left it unmarked
NOTHING: Final = ""

_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}\p{M}\p{Pd}]*")


class Agreement(NamedTuple):
    """How far two coders agree on one kind of mark.

    `words` are those of the text, `marked` those that one or both marked, `agreed` the share of the
    marked on which they agree (0..1, None without marks), `alpha` that of all words (None where
    nothing varies).
    """

    kind: str
    words: int
    marked: int
    agreed: float | None
    alpha: float | None


class Disagreement(NamedTuple):
    """One stretch of words on which the coders differ."""

    kind: str
    start: int
    end: int
    text: str
    a: str
    b: str


@dataclass(frozen=True)
class _Mark:
    """A stretch of text and what it is marked with."""

    start: int
    end: int
    value: str


def compare(a: Path, b: Path) -> tuple[list[Agreement], list[Disagreement]]:
    """Compare two sheets of one text.

    Raises:
        InvalidInputError: one of the sheets is not valid.
        SchemaProblem: they are not articles, or not about the same text.
    """
    first, second = loader_for(a).load(a), loader_for(b).load(b)
    one, other = _article(a, first), _article(b, second)
    if one.document.sha256 != other.document.sha256:
        raise SchemaProblem(
            "two coders are compared on one text", b, expected=f"sha256 {one.document.sha256}",
            found=other.document.sha256,
        )  # fmt: skip
    text = first.text or ""
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    agreements: list[Agreement] = []
    disagreements: list[Disagreement] = []
    for kind, marks in KINDS.items():
        left, right = _per_word(words, marks(one)), _per_word(words, marks(other))
        agreements.append(_agreement(kind, left, right))
        disagreements += _disagreements(kind, text, words, left, right)
    return agreements, disagreements


def _article(path: Path, loaded: Loaded) -> Article:
    if not isinstance(loaded.sheet, Article):
        raise SchemaProblem("a registry has no text to agree on", path, expected="an article")
    return loaded.sheet


# ------------------------------------------------------------------------------------------ marks


def _mark(selector: Selector, value: str) -> _Mark:
    return _Mark(selector.span.start, selector.span.end, value)


def _mentions(sheet: Article) -> Iterator[_Mark]:
    """What a name stands for.

    Actors and places by slug; other things by their kind, since each coder gives them slugs of his
    own.
    """
    for mention in sheet.mentions:
        kind, _, _ = mention.refers.partition("/")
        yield _mark(mention, mention.refers if kind in ("actor", "place") else kind)


def _senses(sheet: Article) -> Iterator[_Mark]:
    for mention in sheet.mentions:
        if mention.sense:
            yield _mark(mention, mention.sense)


def _of_statements(value: Callable[[Statement], str]) -> Callable[[Article], Iterator[_Mark]]:
    def marks(sheet: Article) -> Iterator[_Mark]:
        return (_mark(statement, value(statement)) for statement in sheet.statements)

    return marks


def _quotations(sheet: Article) -> Iterator[_Mark]:
    for statement in sheet.statements:
        yield from (_mark(quotation, "quotation") for quotation in statement.quotations)


def _of_assertions(
    value: Callable[[Article, Assertion], str | None],
) -> Callable[[Article], Iterator[_Mark]]:
    def marks(sheet: Article) -> Iterator[_Mark]:
        for statement in sheet.statements:
            for assertion in statement.says:
                if (found := value(sheet, assertion)) is not None:
                    yield _mark(assertion.quote or statement, found)

    return marks


def _issue(sheet: Article, assertion: Assertion) -> str | None:
    """The issue of the matter that an act moves: matters themselves have each coder's own slugs."""
    issues = {f"matter/{matter.id}": matter.issue for matter in sheet.matters}
    return issues.get(assertion.of or "") if assertion.act else None


#: every kind of mark that is compared, and how it is read from a sheet
KINDS: Final[dict[str, Callable[[Article], Iterable[_Mark]]]] = {
    "mention": _mentions,
    "sense": _senses,
    "speaker": _of_statements(lambda statement: statement.speaker or "nobody named"),
    "attribution": _of_statements(lambda statement: statement.attribution),
    "stance": _of_statements(lambda statement: statement.stance),
    "quotation": _quotations,
    "act": _of_assertions(lambda _, assertion: assertion.act),
    "issue of the act": _of_assertions(_issue),
    "corrected reading": _of_assertions(
        lambda _, assertion: "corrected" if assertion.corrects else None
    ),
}


# ---------------------------------------------------------------------------------------- figures


def _per_word(words: list[tuple[int, int]], marks: Iterable[_Mark]) -> list[str]:
    """For each word all values that it is marked with, sorted and joined."""
    found: list[set[str]] = [set() for _ in words]
    for mark in marks:
        for position, (start, end) in enumerate(words):
            if start < mark.end and mark.start < end:
                found[position].add(mark.value)
    return [" + ".join(sorted(values)) if values else NOTHING for values in found]


def _agreement(kind: str, a: list[str], b: list[str]) -> Agreement:
    pairs = list(zip(a, b, strict=True))
    marked = [pair for pair in pairs if pair != (NOTHING, NOTHING)]
    same = sum(left == right for left, right in marked)
    share = same / len(marked) if marked else None
    return Agreement(kind, len(pairs), len(marked), share, _alpha(a, b))


def _alpha(a: list[str], b: list[str]) -> float | None:
    import krippendorff

    values = sorted({*a, *b})
    if len(values) < 2:
        return None
    code = {value: number for number, value in enumerate(values)}
    data = [[code[value] for value in a], [code[value] for value in b]]
    return float(krippendorff.alpha(reliability_data=data, level_of_measurement="nominal"))


def _disagreements(
    kind: str, text: str, words: list[tuple[int, int]], a: list[str], b: list[str]
) -> Iterator[Disagreement]:
    """Neighbouring words on which the coders differ in the same way are one row."""
    start = 0
    while start < len(words):
        end = start + 1
        if a[start] != b[start]:
            while end < len(words) and (a[end], b[end]) == (a[start], b[start]):
                end += 1
            first, last = words[start][0], words[end - 1][1]
            yield Disagreement(kind, first, last, text[first:last], a[start], b[start])
        start = end
