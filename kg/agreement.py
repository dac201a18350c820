"""How far two coders of one text agree: percentage and Krippendorff's alpha, per kind of mark.

The unit is the word, since coders may cut quotes differently: for every word of the text it is
asked what each coder marked it with. Whether to mark is one question, compared over all words; what
the mark then is, is another, compared over the words that both marked, or a stretch that one left
out would count again as a disagreement on its speaker, its stance and its sense. Alpha is the
nominal one (Krippendorff, *Content Analysis*, 4th ed., 2019, ch. 12): 1 is full agreement, 0 what
chance would give. The words of one mark hang together, so long marks weigh more and no interval of
confidence is given. This module knows sheets and no store.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import regex

from kg.errors import SchemaProblem
from kg.loaders.base import Loaded, load_one
from kg.model import Article, Assertion, Selector, Statement

__all__ = ["KINDS", "Agreement", "Disagreement", "Kind", "compare"]

#: what a word is coded with when a coder left it unmarked
NOTHING: Final = ""

#: what each of the two coded a word with
_Pair = tuple[str, str]

#: hyphens, apostrophes and the joiners of Indic scripts are inside a word and cut none
_WORD: Final = regex.compile(r"[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}\p{Pd}\u200c\u200d]|['’](?=\p{L}))*")


class Agreement(NamedTuple):
    """How far two coders agree on one kind of mark.

    `words` are those that were asked about: all of the text, or where the kind says more of another
    mark (`Kind.of`), those on which both set that one. `marked` are those of them that one or both
    marked, `agreed` the share of the marked on which they agree (0..1, None without marks), `alpha`
    that of `words` (None where nothing varies, for then chance would agree as well).
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


@dataclass(frozen=True)
class Kind:
    """A kind of mark: how it is read from a sheet, and the kind of which it says more, if any."""

    marks: Callable[[Article], Iterable[_Mark]]
    of: str | None = None


def compare(a: Path, b: Path) -> tuple[list[Agreement], list[Disagreement]]:
    """Compare two sheets of one text.

    Raises:
        InvalidInputError: one of the sheets is not valid.
        SchemaProblem: they are not articles, or not about the same text.
    """
    first, second = load_one(a), load_one(b)
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
    left = {name: _per_word(words, kind.marks(one)) for name, kind in KINDS.items()}
    right = {name: _per_word(words, kind.marks(other)) for name, kind in KINDS.items()}
    for name, kind in KINDS.items():
        pairs: list[_Pair | None] = list(zip(left[name], right[name], strict=True))
        if kind.of:
            asked = zip(left[kind.of], right[kind.of], strict=True)
            pairs = [pair if all(both) else None for pair, both in zip(pairs, asked, strict=True)]
        agreements.append(_agreement(name, [pair for pair in pairs if pair]))
        disagreements += _disagreements(name, text, words, pairs)
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
    values: Callable[[Assertion], Iterable[str]],
) -> Callable[[Article], Iterator[_Mark]]:
    def marks(sheet: Article) -> Iterator[_Mark]:
        for statement in sheet.statements:
            for assertion in statement.says:
                for value in values(assertion):
                    yield _mark(assertion.quote or statement, value)

    return marks


def _stances(sheet: Article) -> Iterator[_Mark]:
    """Those of statements, and those by which one assertion in them differs."""
    yield from _of_statements(lambda statement: statement.stance)(sheet)
    yield from _of_assertions(lambda said: [said.stance] if said.stance else [])(sheet)


def _event_types(assertion: Assertion) -> Iterator[str]:
    return (str(value) for key, value in assertion.properties if key.key == "eventType")


def _issues(sheet: Article) -> Iterator[_Mark]:
    """The issue of the matter that an act moves: matters themselves have each coder's own slugs.

    A matter that another sheet declares is the same for both coders and stands for itself.
    """
    issues = {f"matter/{matter.id}": matter.issue for matter in sheet.matters}

    def issue(assertion: Assertion) -> Iterator[str]:
        moved = assertion.of or ""
        if assertion.act and moved.startswith("matter/"):
            yield issues.get(moved, moved)

    yield from _of_assertions(issue)(sheet)


#: every kind of mark that is compared
KINDS: Final[dict[str, Kind]] = {
    "mention": Kind(_mentions),
    "sense": Kind(_senses, of="mention"),
    "statement": Kind(_of_statements(lambda _: "statement")),
    "speaker": Kind(_of_statements(lambda it: it.speaker or "nobody named"), of="statement"),
    "attribution": Kind(_of_statements(lambda it: it.attribution), of="statement"),
    "stance": Kind(_stances, of="statement"),
    "quotation": Kind(_quotations),
    "event type": Kind(_of_assertions(_event_types)),
    "act": Kind(_of_assertions(lambda said: [said.act] if said.act else [])),
    "issue of the act": Kind(_issues, of="act"),
    "corrected reading": Kind(_of_assertions(lambda said: ["corrected"] if said.corrects else [])),
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


def _agreement(kind: str, pairs: list[_Pair]) -> Agreement:
    marked = [pair for pair in pairs if pair != (NOTHING, NOTHING)]
    same = sum(left == right for left, right in marked)
    share = same / len(marked) if marked else None
    return Agreement(kind, len(pairs), len(marked), share, _alpha(pairs))


def _alpha(pairs: list[_Pair]) -> float | None:
    import krippendorff

    values = sorted({value for pair in pairs for value in pair})
    if len(values) < 2:
        return None
    code = {value: number for number, value in enumerate(values)}
    data = [[code[value] for value in coder] for coder in zip(*pairs, strict=True)]
    return float(krippendorff.alpha(reliability_data=data, level_of_measurement="nominal"))


def _disagreements(
    kind: str, text: str, words: list[tuple[int, int]], pairs: list[_Pair | None]
) -> Iterator[Disagreement]:
    """Neighbouring words on which the coders differ in the same way are one row."""
    position = 0
    for pair, group in itertools.groupby(pairs):
        first, position = position, position + len(list(group))
        if pair and pair[0] != pair[1]:
            start, end = words[first][0], words[position - 1][1]
            yield Disagreement(kind, start, end, text[start:end], *pair)
