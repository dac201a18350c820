"""The common words of names: what kind of body, whose, what landform; titles; particles.

`words.json` holds them by language. They let «МИД Франции», `फ्रांसीसी विदेश मंत्रालय` and `French
Foreign Ministry` be one set of concepts. Names of single bodies do not belong there but into a
registry. The states come from CLDR; their adjectives and short forms are in the file.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Final, NamedTuple

from kg.identity.russian import case_forms
from kg.names import fold
from kg.states import territory_names

__all__ = ["Entry", "Lexicon", "letters", "lexicon"]

_FILE: Final = Path(__file__).with_name("words.json")
_STATE_LANGUAGES: Final = ("en", "hi", "ru", "zh")
#: groups whose single Chinese characters are also mere sounds
_DOUBTFUL: Final = ("bodies", "states", "titles")
#: the longest phrase, in words
_LONGEST: Final = 5


class Entry(NamedTuple):
    """What a word or phrase means: concepts of a group (`bodies`, `states`, `titles` …).

    `located` where the word itself says that a mission is there (驻华).
    """

    group: str
    concepts: tuple[str, ...]
    located: bool = False


class Lexicon:
    """Look-up of the longest phrase at a place, in spaced text and in Chinese."""

    def __init__(self, entries: Iterator[tuple[str, Entry]]) -> None:
        self._phrases: dict[tuple[str, ...], Entry] = {}
        self._stems: defaultdict[str, list[tuple[tuple[str, ...], Entry]]] = defaultdict(list)
        self._han: dict[str, Entry] = {}
        for phrase, entry in entries:
            words = _pattern(phrase)
            if any(word.endswith("*") for word in words):
                self._stems[words[0][:2]].append((words, entry))
            elif phrase[0] >= "\u2e80":
                self._han.setdefault(phrase, entry)
            else:
                self._phrases.setdefault(words, entry)
        for stems in self._stems.values():
            stems.sort(key=lambda stem: -sum(map(len, stem[0])))  # the longest is the closest
        self._longest_han = max(map(len, self._han), default=0)

    def at(self, words: Sequence[str], start: int) -> tuple[int, Entry] | None:
        """The longest phrase of folded words from `start` on: how many words it has, its entry."""
        for length in range(min(_LONGEST, len(words) - start), 0, -1):
            phrase = tuple(words[start : start + length])
            if entry := self._phrases.get(phrase) or self._stem(phrase):
                return length, entry
        return None

    def _stem(self, phrase: tuple[str, ...]) -> Entry | None:
        for pattern, entry in self._stems.get(phrase[0][:2], ()):
            if len(pattern) == len(phrase) and all(map(_fits, pattern, phrase)):
                return entry
        return None

    def segments(self, text: str) -> Iterator[tuple[str, Entry | None]]:
        """A run of Chinese characters as words of the lexicon and what stands between them.

        A single character counts only beside another word: 德 is Germany in 德外长, and a sound in
        德姆乔克.
        """
        found = [*self._cut(text)]
        for at, (word, entry) in enumerate(found):
            beside = found[max(at - 1, 0) : at] + found[at + 1 : at + 2]
            if (
                len(word) == 1
                and entry
                and entry.group in _DOUBTFUL
                and not any(e for _, e in beside)
            ):
                found[at] = word, None
        for known, group in groupby(found, key=lambda each: each[1] is not None):
            if known:
                yield from group
            else:
                yield "".join(word for word, _ in group), None

    def _cut(self, text: str) -> Iterator[tuple[str, Entry | None]]:
        """The longest words from left to right, single characters where there is none."""
        at = 0
        while at < len(text):
            longest = min(self._longest_han, len(text) - at)
            words = (text[at : at + length] for length in range(longest, 0, -1))
            word = next((word for word in words if word in self._han), text[at])
            yield word, self._han.get(word)
            at += len(word)


def _pattern(phrase: str) -> tuple[str, ...]:
    """The folded words of a phrase; one known by its stem ends in `*`."""
    words = (fold(word) + "*" * word.endswith("*") for word in phrase.split())
    return tuple(piece for word in words for piece in word.split())


def _fits(pattern: str, word: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


@cache
def lexicon() -> Lexicon:
    """That of `words.json`, with the names of states."""
    return Lexicon(_entries())


@cache
def letters() -> dict[str, str]:
    """How Hindi writes the names of Latin letters, by their keys."""
    return {fold(name): letter for name, letter in _read()["letters"].items()}


@cache
def _read() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found


def _entries() -> Iterator[tuple[str, Entry]]:
    for group in ("bodies", "landforms", "titles", "states", "particles"):
        for concept, by_language in _read()[group].items():
            for phrases in by_language.values():
                for phrase in phrases:
                    located = phrase.startswith("@")
                    entry = Entry(group, tuple(concept.split()), located)
                    yield phrase.removeprefix("@"), entry
    for alpha3, name in territory_names(_STATE_LANGUAGES):
        entry = Entry("states", (alpha3,))
        yield name, entry
        if "\u0400" <= name[0] < "\u0500":
            for form in case_forms(name, person=False).values():
                yield form, entry
