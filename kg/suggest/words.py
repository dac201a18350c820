"""A text as words with their places, and the phrases of a small vocabulary among them.

The vocabularies are data beside this module: `cues.json` has the words that tell of acts, stances
and conditions, by concept and language, and under `none` what only looks like one ("even if");
`times.json` has those that tell of dates, with what they mean in English. A word that ends in `*`
stands for all that begin so. This module knows neither names nor dates.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import regex

from kg.anchors import Span
from kg.identity.lexicon import Entry, Lexicon
from kg.names import fold

__all__ = ["LANGUAGES", "Word", "parted", "phrases", "words"]

#: the languages that the vocabularies know
LANGUAGES: Final = ("en", "hi", "ru")

#: letters and digits with their marks; hyphens and apostrophes part words
_WORD: Final = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}\p{M}\p{Join_Control}]*")
#: what may stand between the words of one phrase
_BETWEEN: Final = " \t\u00a0\u202f-\u2010\u2011.'’"


class Word(NamedTuple):
    """A word of a text; `key` is its look-up key, `before` what parts it from the word before."""

    text: str
    span: Span
    key: str
    before: str


def words(text: str) -> list[Word]:
    """The words of a text in order; spans in code points."""
    found: list[Word] = []
    end = 0
    for match in _WORD.finditer(text):
        span = Span(match.start(), match.end())
        found.append(Word(match[0], span, fold(match[0]), text[end : span.start]))
        end = span.end
    return found


def parted(word: Word) -> bool:
    """Whether a word cannot belong to one phrase with the word before it: a comma, a line."""
    return bool(word.before.strip(_BETWEEN)) or word.before.startswith(". ")


def phrases(
    found: Sequence[Word], vocabulary: str, language: str
) -> Iterator[tuple[int, int, Entry]]:
    """Each longest phrase of a vocabulary: its first word, how many words it has, its entry."""
    known = _lexicon(vocabulary, language)
    keys = [word.key for word in found]
    at = 0
    while at < len(found):
        there = known.at(keys, at)
        if there and not any(map(parted, found[at + 1 : at + there[0]])):
            yield at, *there
            at += there[0]
        else:
            at += 1


@cache
def _lexicon(vocabulary: str, language: str) -> Lexicon:
    file = Path(__file__).with_name(f"{vocabulary}.json")
    groups: dict[str, dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return Lexicon(
        (phrase, Entry(group, tuple(meaning.split("|"))))
        for group, meanings in groups.items()
        for meaning, by_language in meanings.items()
        for phrase in by_language.get(language, ())
    )
