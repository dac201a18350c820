"""How like one name is to another, 0..1, as two names of a person or of anything else."""

from __future__ import annotations

from typing import Final, NamedTuple

from rapidfuzz.distance import Levenshtein

from kg.identity.sounds import is_han
from kg.identity.units import Concept, Reading, Word

__all__ = ["Likeness", "of_persons", "of_things", "of_words"]

#: two words that are less alike than this have nothing in common
_ALIKE: Final = 0.55
#: what is left of the likeness of two persons' names
_SHORTER: Final = 0.98  # one leaves out a second name or a patronymic
_SURNAME: Final = 0.92  # one is the surname alone
_FIRST_NAME: Final = 0.6  # one is a first name alone
_CONFLICT: Final = 0.8  # each has a word that the other has not

#: names of fewer sounds are one only if they sound the same
_SHORT: Final = 8

#: words beside common ones must at least be so alike: India TV is not ETV Bharat
_CLEAR: Final = 0.7
#: so many common words together are a name
_SPECIFIC: Final = 4

#: the sounds in which the surnames of Slavic men end: -ov, -ev, -in
_SLAVIC: Final = ("oP4", "eP4", "iN1")

_WEIGHTS: Final = {"states": 10, "bodies": 7, "landforms": 4, "titles": 10}


class Likeness(NamedTuple):
    """How like two names are, 0..1 (`score`).

    `whole` where neither name has a word that speaks against the other; `translated` where it rests
    on words of the lexicon; `bent` where a word had to be led back to its nominative; `sound` is
    how alike the words sound that both have.
    """

    score: float
    whole: bool = False
    translated: bool = False
    bent: bool = False
    sound: float = 0.0


NOTHING: Final = Likeness(0.0)


_Words = tuple[Word, ...]


class _Pair(NamedTuple):
    likeness: float
    one: int
    other: int
    bent: bool


def of_words(one: Word, other: Word) -> tuple[float, bool]:
    """How alike two words sound, and whether that takes the nominative of the first."""
    if one.initial or other.initial:
        return float(one.readings[0][:2] == other.readings[0][:2]), False
    if is_han(one.text) and is_han(other.text):  # characters that sound alike differ
        return _alike(one.text, other.text), False
    plain = max(_alike(a, b) for a in one.readings for b in other.readings)
    bent = max((_alike(a, b) for a in one.bent for b in other.readings), default=0.0)
    return (bent, True) if bent > plain else (plain, False)


def _alike(one: str, other: str) -> float:
    if _is_wife(one, other) or _is_wife(other, one):
        return 0.0
    return Levenshtein.normalized_similarity(one, other, score_cutoff=_ALIKE)


def _is_wife(one: str, other: str) -> bool:
    """Whether one is the Slavic surname of a woman and the other that of a man: Petrova, Petrov."""
    return one == other + "a" and other.endswith(_SLAVIC)


def _matched(one: _Words, other: _Words) -> list[_Pair]:
    """The words of two names in pairs, the likest first, each word in one pair."""
    pairs = []
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            likeness, bent = of_words(a, b)
            if likeness >= _ALIKE:
                pairs.append(_Pair(likeness, i, j, bent))
    pairs.sort(key=lambda pair: (-pair.likeness, abs(pair.one - pair.other)))
    taken: list[_Pair] = []
    seen_one: set[int] = set()
    seen_other: set[int] = set()
    for pair in pairs:
        if pair.one not in seen_one and pair.other not in seen_other:
            taken.append(pair)
            seen_one.add(pair.one)
            seen_other.add(pair.other)
    return taken


def of_persons(one: Reading, other: Reading) -> Likeness:
    """How like two names of persons are; `other` is a name as a registry has it."""
    if not one.words or not other.words:
        return NOTHING
    pairs = _matched(one.words, other.words)
    apart = _pairwise(one.words, other.words, pairs)
    joined = _joined(one.words, other.words)
    return joined if joined.score > apart.score else apart


def _pairwise(one: _Words, other: _Words, pairs: list[_Pair]) -> Likeness:
    if not pairs:
        return NOTHING
    sound = _sound(one, other, pairs)
    bent = any(pair.bent for pair in pairs)
    length = _length(one, other, pairs)
    left = _left(one, {pair.one for pair in pairs})
    missing = _left(other, {pair.other for pair in pairs})
    if (left and missing) or any(word.common for word in left):
        share = length / (length + sum(word.weight for word in (*left, *missing)))
        return Likeness(sound * _CONFLICT * share, bent=bent, sound=sound)
    whole = _is_long(length, sound)
    full = [pair for pair in pairs if not one[pair.one].initial and not other[pair.other].initial]
    if not full:  # initials alone name nobody
        return NOTHING
    spelled_out = [word for word in (*left, *missing) if not word.initial]
    if len(full) > 1 or len(pairs) > 1 or not spelled_out:
        return Likeness(sound * (_SHORTER if spelled_out else 1.0), whole, bent=bent, sound=sound)
    longer, at = (other, full[0].other) if missing else (one, full[0].one)
    family = 0 if is_han(longer[0].text) else len(longer) - 1
    part = _SURNAME if at == family else _FIRST_NAME
    return Likeness(sound * part, whole, bent=bent, sound=sound)


def _is_long(length: float, sound: float) -> bool:
    return length >= _SHORT or sound == 1


def _joined(one: _Words, other: _Words) -> Likeness:
    """The two names each as one word: Chinese parts none, and others as they like."""
    if len(one) == len(other) or any(word.initial for word in (*one, *other)):
        return NOTHING
    if all(is_han(word.text) for word in (*one, *other)):
        return NOTHING
    ways = [(_alike(a, b), min(len(a), len(b))) for a in _ways(one) for b in _ways(other)]
    sound, length = max(ways)
    return Likeness(sound, _is_long(length, sound), sound=sound)


def _ways(words: _Words) -> tuple[str, str]:
    """All words in their first readings, and in their last."""
    return "".join(each.readings[0] for each in words), "".join(each.readings[-1] for each in words)


def of_things(one: Reading, other: Reading, *, place: bool = False) -> Likeness:
    """How like two names of bodies, places, organizations or delegations are.

    A landform may be left out of the name of a place.
    """
    common = sum(map(_concept_weight, one.concepts & other.concepts))
    odd = sum(
        _concept_weight(each) for each in one.concepts ^ other.concepts
        if not (place and each.group == "landforms")
    )  # fmt: skip
    pairs = _matched(one.words, other.words)
    sound = _sound(one.words, other.words, pairs)
    said = _length(one.words, other.words, pairs)
    unsaid = (
        *_left(one.words, {pair.one for pair in pairs}),
        *_left(other.words, {pair.other for pair in pairs}),
    )
    silent = sum(word.weight for word in unsaid)
    if unsaid and (joined := _joined(one.words, other.words).score) >= _ALIKE:
        sound, said, silent = joined, said + silent / 2, 0
    whole = common + odd / 2 + said + silent / 2
    if not whole:
        return NOTHING
    groups = {concept.group for concept in one.concepts}
    # neither an adjective nor a common noun is a name: "Russian", "foreign ministry"
    specific = (
        bool(one.words)
        or ("states" in groups and len(groups) > 1)
        or len(one.concepts) >= _SPECIFIC
    )
    named = sound >= _CLEAR if common else _is_long(said, sound)
    return Likeness(
        (common + sound * said) / whole,
        whole=specific and not odd and not silent and (named or not one.words),
        translated=common > 0,
        bent=any(pair.bent for pair in pairs),
        sound=sound if one.words or other.words else 1.0,
    )


def _sound(one: _Words, other: _Words, pairs: list[_Pair]) -> float:
    """How alike the pairs of words are, the longer ones counting for more."""
    alike = sum(pair.likeness * _weight(one[pair.one], other[pair.other]) for pair in pairs)
    return alike / _length(one, other, pairs) if pairs else 0.0


def _length(one: _Words, other: _Words, pairs: list[_Pair]) -> float:
    return sum(_weight(one[pair.one], other[pair.other]) for pair in pairs)


def _weight(one: Word, other: Word) -> float:
    if one.initial or other.initial:
        return min(one.weight, other.weight)
    return (one.weight + other.weight) / 2


def _left(words: _Words, taken: set[int]) -> _Words:
    """The words without a partner."""
    return tuple(word for at, word in enumerate(words) if at not in taken)


def _concept_weight(concept: Concept) -> int:
    return _WEIGHTS[concept.group]
