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
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.anchors import Span
from kg.identity import Resolver
from kg.identity.lexicon import Entry, letters, lexicon
from kg.identity.likeness import of_words
from kg.identity.units import as_person
from kg.iris import ID
from kg.names import Form
from kg.suggest.words import Word, parted, phrases

if TYPE_CHECKING:
    from kg.identity import Candidate
    from kg.identity.units import Word as Sounding

__all__ = ["Known", "Name", "find"]

#: the longest name, in words
_LONGEST: Final = 8
#: a shorter word is too often one of the language
_SHORTEST: Final = 3
#: the most that what is merely like a name scores, with words beside it or without
_ALIKE: Final = 0.96
#: groups of the lexicon of which no word is in the name of a person, or of a place
_NO_PERSON: Final = ("states", "bodies", "landforms", "titles")
_NO_PLACE: Final = ("bodies", "titles")
#: two words that sound less alike are not one
_SAME_SOUND: Final = 0.7
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
        self._asked: dict[tuple[str, str | None], list[Candidate]] = {}
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
            name, length = self._longest(at, _LONGEST)
            if name:
                yield name
                yield from self._within(name, at, length)
            at += length

    def _within(self, whole: Name, at: int, length: int) -> Iterator[Name]:
        """The places within the name of something else, which are mentioned as well."""
        end = at + length
        while length > 1 and at < end:
            name, done = self._longest(at, min(end - at, length - 1))
            if name and name.sense == "place" and whole.refers not in (name.refers, *name.others):
                yield name
            at += done

    def _begins(self, at: int) -> bool:
        """Whether a name can begin, or end, with a word."""
        entry = self.entries.get(at)
        if entry:
            return entry.group in ("states", "bodies", "landforms")
        word = self.words[at]
        if len(word.key) < _SHORTEST or word.key in _SMALL:
            return False
        return self._may_be_proper(word) and any(
            sound in self.known.sounds
            for read in as_person(word.text, bend=True).words
            for sound in (*read.readings, *read.bent)
        )

    def _may_be_proper(self, word: Word) -> bool:
        return word.text[0].isupper() or (self.language == "hi" and word.text[0].isalpha())

    def _is_first(self, at: int) -> bool:
        """Whether a word is one that counts before another only: S. Jaishankar, Xi Jinping."""
        if at + 1 >= len(self.words):
            return False
        is_short = self.words[at].text[0].isupper() and self._is_short(at)
        is_first = self._is_initial(at) or is_short
        return is_first and (self._begins(at + 1) or self._is_first(at + 1))

    def _is_short(self, at: int) -> bool:
        """Whether a word is too short to be a name by itself, but may be a part of one: Yi."""
        word = self.words[at]
        is_short = len(word.key) < _SHORTEST and word.key not in _SMALL
        return is_short and self._may_be_proper(word)

    def _is_initial(self, at: int) -> bool:
        word, after = self.words[at], self.words[at + 1 : at + 2]
        is_letter = len(word.text) == 1 or word.key in letters()
        return (
            is_letter
            and self._may_be_proper(word)
            and bool(after)
            and after[0].before in (".", ". ")
        )

    def _longest(self, at: int, most: int) -> tuple[Name | None, int]:
        """The longest name that begins with a word, and how many words are done with."""
        begins = self._begins(at) or self._is_first(at)
        for length in range(min(self._run(at), most) if begins else 0, 0, -1):
            last = at + length - 1
            if length > 1 and last in self.people and (name := self._people(at, length)):
                return name, length
            begins = self._begins(last)
            ends = begins or (length > 1 and self._is_short(last))
            name = self._name(at, length) if ends else None
            if name and (begins or name.score > _ALIKE):
                return name, length
        return None, 1

    def _run(self, at: int) -> int:
        """How many words a name that begins here may have at most."""
        length = 1
        for nth in range(at + 1, min(at + _LONGEST, len(self.words))):
            word = self.words[nth]
            capital = self.language != "hi" and word.text[0].isupper()
            inside = capital or word.key in _INSIDE or nth in self.entries or nth in self.people
            if parted(word) and not self._is_initial(nth - 1):
                break
            if not (inside or self._begins(nth) or self._is_first(nth)):
                return length + self._is_short(nth)
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
        found = self._candidates(self._text(at, length))
        if not found or not found[0].linked:
            return None
        return self._meant(at, length, span, found)

    def _candidates(self, text: str, kind: str | None = None) -> list[Candidate]:
        """What a name may mean; a text says most of its names more than once."""
        if (text, kind) not in self._asked:
            language, most = ("", 1) if kind else (self.language, 4)
            found = self.known.resolver.candidates(text, kind=kind, language=language, n=most)
            self._asked[text, kind] = found
        return self._asked[text, kind]

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
        found = self._candidates(self._text(at, length), "place")
        country = found[0].iri.removeprefix(ID) if found and found[0].score > _ALIKE else ""
        if country and self._is_where(at, length):
            return Name(span, country, "place", found[0].score, (f"actor/{state}",), "where it is")
        score = found[0].score if country else 0.9
        return Name(span, iri.removeprefix(ID), "state", score, (country,) if country else ())

    def _meant(self, at: int, length: int, span: Span, found: Sequence[Candidate]) -> Name | None:
        best = found[0]
        if not self._is_alone(at, length, best):
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

    def _is_alone(self, at: int, length: int, found: Candidate) -> bool:
        """Whether the words are the name of a person or place, with nothing beside it.

        What is merely like a name is so with a title, a town or a second person as well.
        """
        kind = self.known.classes.get(found.iri)
        if found.score > _ALIKE or kind not in ("Person", "Place"):
            return True
        small, common = (
            (_INSIDE, _NO_PERSON) if kind == "Person" else (_AT[self.language], _NO_PLACE)
        )
        stretch = range(at, at + length)
        if any(self._is_of(nth, common) or self.words[nth].key in small for nth in stretch):
            return False
        form = as_person(found.evidence.form).words
        ends = (nth for nth in (at, at + length - 1) if not self._is_of(nth, ("landforms",)))
        return all(self._sounds_like(nth, form) for nth in ends)

    def _is_of(self, at: int, groups: Collection[str]) -> bool:
        return at in self.entries and self.entries[at].group in groups

    def _sounds_like(self, at: int, form: Sequence[Sounding]) -> bool:
        """Whether a word is one of a name's, or its initial."""
        text = self.words[at].text + "." * self._is_initial(at)
        read = as_person(text, bend=True).words
        return any(of_words(one, other)[0] >= _SAME_SOUND for one in read for other in form)

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
