"""Names in a text, led to what a registry has, in any script and form.

Only words that sound like a word of a registered name, or that the lexicon of common words has
(states, bodies, titles), are looked at; of each run of them the longest stretch that certainly
names one thing is proposed. A capital stands for those who speak there, unless the words around it
say that it is a place; what else it may mean is told with it. Nothing is guessed: a name that may
be that of several is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.anchors import Span
from kg.identity import Resolver
from kg.identity.lexicon import Entry, lexicon
from kg.identity.units import as_person
from kg.iris import ID
from kg.names import Form
from kg.suggest.words import Word, parted, phrases

if TYPE_CHECKING:
    from kg.identity import Candidate

__all__ = ["Known", "Name", "find"]

#: the longest name, in words
_LONGEST: Final = 8
#: a shorter word is too often one of the language
_SHORTEST: Final = 3
#: words before or after a capital that make a place of it
_AT: Final = {
    "en": frozenset(("in", "at", "near", "to", "from")),
    "ru": frozenset(("в", "во", "из", "под")),
    "hi": frozenset(("में", "से")),
}
#: what may stand inside a name without being a word of it
_INSIDE: Final = frozenset(("of", "the", "for", "and", "s", "का", "के", "की", "и", "по")).union(
    *_AT.values()
)
#: and what is no name though it may sound like a part of one
_SMALL: Final = _INSIDE | {"ने", "को", "पर", "तक", "यह", "इस"}
_GENITIVE: Final = re.compile(r"['’]s\b")
#: as what a state is spoken of
_STATES: Final = ("state", "government")
_SENSES: Final = {"State": "state", "Person": "person", "Place": "place"}


@dataclass(frozen=True)
class Known:
    """What a registry has: the forms of names, who bears them, what kind of thing that is.

    `classes` holds the local name of the class of each thing, `represents` for whom it acts,
    `speaks_for` who is meant by the name of a place.
    """

    resolver: Resolver
    forms: tuple[Form, ...]
    classes: Mapping[str, str]
    represents: Mapping[str, str]
    speaks_for: Mapping[str, str]

    @cached_property
    def sounds(self) -> frozenset[str]:
        """How the words of all names sound."""
        return frozenset(
            reading
            for form in self.forms
            for word in as_person(form.text).words
            for reading in word.readings
            if len(reading) >= _SHORTEST
        )

    def party(self, iri: str) -> str | None:
        """The state that a thing is or represents."""
        seen: set[str] = set()
        while iri not in seen and self.classes.get(iri) != "State":
            seen.add(iri)
            iri = self.represents.get(iri, iri)
        return iri if self.classes.get(iri) == "State" else None

    def sense(self, iri: str) -> str:
        """As what a thing is spoken of, by its class."""
        if iri in self.speaks_for.values():
            return "government"
        return _SENSES.get(self.classes.get(iri, ""), "organization")


class Name(NamedTuple):
    """A stretch of a text and what it names.

    Attributes:
        span: in code points.
        refers: a reference, such as `actor/RUS`.
        sense: a concept of the scheme of senses.
        score: how sure the name is (0 to 1).
        others: references of what it may mean as well.
        basis: why it was taken so where the words alone do not say it.
    """

    span: Span
    refers: str
    sense: str
    score: float
    others: tuple[str, ...] = ()
    basis: str = ""


def find(found: Sequence[Word], language: str, known: Known) -> list[Name]:
    """All names that the words of a text certainly tell, in order."""
    finder = _Finder(found, language, known)
    names = [*finder.names()]
    names += finder.both(names)
    return sorted(names, key=lambda name: (name.span, name.refers))


class _Finder:
    def __init__(self, found: Sequence[Word], language: str, known: Known) -> None:
        self.words, self.language, self.known = found, language, known
        keys = [word.key for word in found]
        self.entries: dict[int, Entry] = {}
        at = 0
        while at < len(keys):
            there = lexicon().at(keys, at)
            if there and there[1].group != "particles":
                self.entries |= dict.fromkeys(range(at, at + there[0]), there[1])
            at += there[0] if there else 1

        self.people = {
            at for at, _, entry in phrases(found, "cues", language) if entry.group == "people"
        }

    def names(self) -> Iterator[Name]:
        """The longest names one after the other, and the places within them."""
        at = 0
        while at < len(self.words):
            if not self._begins(at):
                at += 1
                continue
            name, length = self._longest(at)
            if name:
                yield name
                yield from self._within(at, length)
            at += length

    def _within(self, at: int, length: int) -> Iterator[Name]:
        """The places within the name of something else, which are mentioned as well."""
        for nth in range(at, at + length if length > 1 else at):
            if self._begins(nth) and (name := self._name(nth, 1)) and name.sense == "place":
                yield name

    def _begins(self, at: int) -> bool:
        """Whether a name can begin, or end, with a word."""
        entry = self.entries.get(at)
        if entry:
            return entry.group in ("states", "bodies", "landforms")
        word = self.words[at]
        if len(word.key) < _SHORTEST or not word.text[0].isalpha() or word.key in _SMALL:
            return False
        if self.language != "hi" and not word.text[0].isupper():
            return False
        return any(
            sound in self.known.sounds
            for read in as_person(word.text, bend=True).words
            for sound in (*read.readings, *read.bent)
        )

    def _longest(self, at: int) -> tuple[Name | None, int]:
        """The longest name that begins with a word, and how many words are done with."""
        for length in range(self._run(at), 0, -1):
            last = at + length - 1
            if length > 1 and last in self.people and (name := self._people(at, length)):
                return name, length
            if self._begins(last) and (name := self._name(at, length)):
                return name, length
        return None, 1

    def _run(self, at: int) -> int:
        """How many words a name that begins here may have at most."""
        length = 1
        for nth in range(at + 1, min(at + _LONGEST, len(self.words))):
            word = self.words[nth]
            capital = self.language != "hi" and word.text[0].isupper()
            inside = capital or word.key in _INSIDE or nth in self.entries or nth in self.people
            if parted(word) or not (inside or self._begins(nth)):
                break
            length += 1
        return length

    def _name(self, at: int, length: int) -> Name | None:
        first, last = self.words[at], self.words[at + length - 1]
        span = Span(first.span.start, last.span.end)
        entries = [self.entries.get(nth) for nth in range(at, at + length)]
        states = {entry.concepts[0] for entry in entries if entry and entry.group == "states"}
        if len(states) == 1 and all(entry and entry.group == "states" for entry in entries):
            state = states.pop()
            if f"{ID}actor/{state}" in self.known.classes:
                return self._of_state(at, length, span, state)
        found = self.known.resolver.candidates(self._text(at, length), language=self.language, n=4)
        if not found or not found[0].linked:
            return None
        return self._meant(at, length, span, found)

    def _people(self, at: int, length: int) -> Name | None:
        """Those of a state who are named by what they are: "the American side"."""
        of = self._name(at, length - 1 - (self.words[at + length - 2].key in _SMALL))
        state = self.known.party(ID + of.refers) if of and of.sense in _STATES else None
        if of is None or state is None:
            return None
        speakers = [iri for iri in self.known.speaks_for.values() if self.known.party(iri) == state]
        if len(speakers) != 1:
            return None
        span = Span(of.span.start, self.words[at + length - 1].span.end)
        return Name(
            span, speakers[0].removeprefix(ID), "speaker", of.score, (state.removeprefix(ID),),
            "those who speak for a state",
        )  # fmt: skip

    def _text(self, at: int, length: int) -> str:
        """The words with what stands between them, without the s of an English genitive."""
        rest = (word.before + word.text for word in self.words[at + 1 : at + length])
        return _GENITIVE.sub("", self.words[at].text + "".join(rest))

    def _of_state(self, at: int, length: int, span: Span, state: str) -> Name:
        """The name of a state, or the word that says that something is its."""
        iri = f"{ID}actor/{state}"
        found = self.known.resolver.candidates(self._text(at, length), kind="place", n=1)
        country = found[0].iri.removeprefix(ID) if found and found[0].score > 0.96 else ""
        if country and self._is_where(at, length):
            return Name(span, country, "place", found[0].score, (f"actor/{state}",), "where it is")
        score = found[0].score if country else 0.9
        return Name(span, iri.removeprefix(ID), "state", score, (country,) if country else ())

    def _meant(self, at: int, length: int, span: Span, found: Sequence[Candidate]) -> Name | None:
        best = found[0]
        if self.known.classes.get(best.iri) == "Person" and self._is_longer(at, length, best.iri):
            return None
        reference = best.iri.removeprefix(ID)
        speaker = self.known.speaks_for.get(best.iri)
        if not speaker:
            return Name(span, reference, self.known.sense(best.iri), best.score)
        if self._is_where(at, length):
            return Name(
                span, reference, "place", best.score, (speaker.removeprefix(ID),), "where it is"
            )
        return Name(
            span, speaker.removeprefix(ID), "government", best.score, (reference,),
            "a capital for those who speak there",
        )  # fmt: skip

    def _is_longer(self, at: int, length: int, iri: str) -> bool:
        """Whether a person's name is also there without whose minister, and what, they are."""
        first, last = at, at + length - 1
        while first < last and first in self.entries:
            first += 1
        while first < last and last in self.entries:
            last -= 1
        if (first, last) == (at, at + length - 1):
            return False
        within = self.known.resolver.candidates(self._text(first, last - first + 1), n=1)
        return bool(within) and within[0].linked and within[0].iri == iri

    def _is_where(self, at: int, length: int) -> bool:
        """Whether the words say that something is there."""
        beside = at + length if self.language == "hi" else at - 1
        if not 0 <= beside < len(self.words):
            return False
        inner = self.words[beside] if self.language == "hi" else self.words[at]
        return self.words[beside].key in _AT[self.language] and not parted(inner)

    def both(self, names: Iterable[Name]) -> Iterator[Name]:
        """The two states of which a text tells most, where it says "both sides"."""
        told = Counter(party for name in names if (party := self.known.party(ID + name.refers)))
        two = sorted(state.removeprefix(ID) for state, _ in told.most_common(2))
        if len(two) < 2:
            return
        for at, length, entry in phrases(self.words, "cues", self.language):
            if entry.group == "parties":
                span = Span(self.words[at].span.start, self.words[at + length - 1].span.end)
                for state in two:
                    yield Name(
                        span, state, "state", 0.5, (), "the two of which the text tells most"
                    )
