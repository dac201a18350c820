"""What a name consists of: words by their sounds, initials, and concepts of the lexicon.

A name is read in two ways: as that of a person, where every word counts by its sound and titles are
set aside, and as that of anything else, where words of the lexicon count by what they mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import regex
from anyascii import anyascii

from kg.identity.hindi import bases
from kg.identity.lexicon import Entry, letters, lexicon
from kg.identity.russian import nominatives
from kg.identity.sounds import is_han, sounds
from kg.names import fold

__all__ = ["Concept", "Reading", "Word", "as_person", "as_thing", "variants"]

#: a word, with the full stop of an initial, or a sign that says how what follows hangs together
_TOKEN: Final = regex.compile(
    r"(?:\p{Lu}\.){2,}"
    r"|[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}\p{Join_Control}'’ʼ]"
    r"|(?<=[\p{L}\p{N}]{2})\.(?=[\p{L}\p{N}]{2}))*\.?"
    r"|[,，]"
)
_INITIALS: Final = regex.compile(r"(?:\p{Lu}\.){2,}")
_COMMAS: Final = frozenset(",，")
_BRACKETS: Final = regex.compile(r"[(（]([^()（）]*)[)）]")
_LONGEST_INITIAL: Final = 2
#: capitals that are read letter by letter; longer ones are spoken as a word (BRICS)
_LONGEST_ACRONYM: Final = 3


class Word(NamedTuple):
    """A word by its sounds; `bent` are those of the nominatives from which it may come.

    `common` if the lexicon has it as a word for a body, so that it is hardly a person's name.
    """

    text: str
    readings: tuple[str, ...]
    bent: tuple[str, ...] = ()
    initial: bool = False
    common: bool = False

    @property
    def weight(self) -> int:
        """How much of a name it is."""
        return len(self.readings[0])


class Concept(NamedTuple):
    """What a word of the lexicon means; `located` of a state where, not whose, a mission is."""

    group: str
    name: str
    located: bool = False


@dataclass(frozen=True)
class Reading:
    """One way to read a name."""

    words: tuple[Word, ...]
    concepts: frozenset[Concept] = frozenset()


class _Token(NamedTuple):
    text: str
    entry: Entry | None = None


@lru_cache(maxsize=65536)
def as_person(name: str, *, bend: bool = False) -> Reading:
    """A name as a person's; with `bend` words of a text are also led back to their nominatives."""
    tokens = [*_tokens(name)]
    if any(token.entry and token.entry.group == "titles" for token in tokens):
        # of what, and of whom, goes with the title
        tokens = [token for token in tokens if not token.entry]
    words = (
        word._replace(common=token.entry is not None and token.entry.group == "bodies")
        for token in tokens
        for word in _words(token.text, bend=bend)
    )
    return Reading(tuple(words))


@lru_cache(maxsize=65536)
def as_thing(name: str, *, bend: bool = False) -> Reading:
    """A name as that of a body, place, organization or delegation."""
    words: list[Word] = []
    concepts: list[Concept] = []
    here = False
    for token in _tokens(name):
        entry = token.entry
        if token.text in _COMMAS:
            here = True
        elif entry is None:
            words += _words(token.text, bend=bend)
            here = False
        elif entry.group == "particles":
            here = here or entry.concepts == ("here",)
            if entry.concepts == ("there",) and concepts and concepts[-1].group == "states":
                concepts[-1] = concepts[-1]._replace(located=True)
        else:
            concepts += _concepts(entry, located=here or entry.located)
            here = False
    return Reading(tuple(words), frozenset(concepts))


def _concepts(entry: Entry, *, located: bool) -> Iterator[Concept]:
    for name in entry.concepts:
        if name.isupper():
            yield Concept("states", name, located)
        else:
            yield Concept(entry.group, name)


@lru_cache(maxsize=65536)
def variants(name: str) -> tuple[str, ...]:
    """The name with what it has in brackets, and both by themselves where the brackets hold a name.

    «Ministry of Commerce (India)» is one name; 典角（德姆乔克） are two.
    """
    found = _BRACKETS.search(name)
    if not found:
        return (name,)
    outside, inside = _BRACKETS.sub(" ", name).strip(), found[1].strip()
    if as_thing(inside).concepts or not outside or not inside:
        return (name,)
    return (name, outside, inside)


# ----------------------------------------------------------------------------------------- tokens


def _tokens(name: str) -> Iterator[_Token]:
    """The tokens of a name, phrases of the lexicon in one."""
    pieces = [*_pieces(name)]
    folded = [fold(piece) for piece in pieces]
    known = lexicon()
    at = 0
    while at < len(pieces):
        found = None if _is_initial(pieces[at]) else known.at(folded, at)
        if found:
            yield _Token(" ".join(pieces[at : at + found[0]]), found[1])
            at += found[0]
            continue
        if is_han(pieces[at]):
            for text, entry in known.segments(pieces[at]):
                yield _Token(text, entry)
        else:
            yield _Token(pieces[at])
        at += 1


def _pieces(name: str) -> Iterator[str]:
    for found in _TOKEN.findall(name):
        if _INITIALS.fullmatch(found) and not lexicon().at([fold(found)], 0):
            yield from (f"{letter}." for letter in found.split(".") if letter)
        else:
            yield found


def _is_initial(piece: str) -> bool:
    """`S.` or `Дж.` or `के.`: a letter or two, or the Hindi name of one, with a full stop."""
    text = piece.removesuffix(".")
    return text != piece and (len(text) <= _LONGEST_INITIAL or fold(text) in letters())


def _words(text: str, *, bend: bool) -> Iterator[Word]:
    for piece in text.split():
        if _is_initial(piece):
            letter = letters().get(fold(piece), piece.removesuffix("."))
            yield Word(piece, sounds(letter), initial=True)
        elif read := _readings(piece):
            yield Word(piece, read, tuple(_bent(piece, read)) if bend else ())


def _readings(piece: str) -> tuple[str, ...]:
    """How a word sounds; an acronym is its letters, सीआईए those of CIA."""
    text = piece.removesuffix(".")
    acronym = _spelled_letters(fold(text)) or (anyascii(text).lower() if text.isupper() else "")
    if 1 < len(acronym) <= _LONGEST_ACRONYM:
        return ("".join(f"{letter}." for letter in acronym),)
    return tuple(dict.fromkeys(filter(None, (*sounds(acronym)[:1], *sounds(text)))))


def _bent(piece: str, read: tuple[str, ...]) -> Iterator[str]:
    """The sounds of the nominatives of a Russian or Hindi word."""
    if "\u0400" <= piece[0] < "\u0500":
        found: Iterable[str] = nominatives(piece)
    elif "\u0900" <= piece[0] < "\u0980":
        found = bases(piece)
    else:
        return
    for base in found:
        for sound in sounds(base):
            if sound and sound not in read:
                yield sound


def _spelled_letters(folded: str) -> str:
    """सीआईए as `cia`: a word that is nothing but the names of at least two Latin letters."""
    found, rest = "", folded
    by_length = sorted(letters(), key=len, reverse=True)
    while rest:
        name = next((each for each in by_length if rest.startswith(each)), None)
        if name is None:
            return ""
        found, rest = found + letters()[name], rest[len(name) :]
    return found if len(found) > 1 else ""
