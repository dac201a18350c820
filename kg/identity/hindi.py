"""Hindi names without what the sentence does to them: postpositions, plurals, honorifics.

`spelled` is a key that the usual ways to spell one name share; `bases` are the keys of the forms
from which a form in a text may come. Both are for look-up only.
"""

from __future__ import annotations

import re
from typing import Final

from kg.names import fold

__all__ = ["bare", "bases", "spelled"]

#: what stands after a noun, or is joined to it by careless hands
_POSTPOSITIONS: Final = frozenset(
    ("ने", "को", "से", "का", "के", "की", "में", "पर", "तक", "द्वारा", "सहित", "वाला", "वाले", "वाली")
)
_JOINED: Final = ("ने", "को", "से", "का", "के", "की", "में", "पर")
_HONORIFICS: Final = frozenset(("जी", "श्री", "श्रीमती", "सुश्री", "साहब"))
#: the shortest name from which an ending is taken
_SHORTEST: Final = 3

#: a half nasal before a consonant is written as anusvara as well
_HALF_NASAL: Final = re.compile("[ङञणनम]\u094d(?=[क-ह])")
#: the vowels of foreign names that are spelled now so, now so
_VOWELS: Final = str.maketrans({"ॉ": "ा", "ऑ": "आ", "ँ": "ं", "ॅ": "े"})
#: a glide before a vowel may be left out, as in नयी and नई
_GLIDE: Final = re.compile("(?<=[क-हा-ौ])य([ीिे])")
_VOWEL: Final = {"ी": "ई", "ि": "इ", "े": "ए"}

#: the ends of plural and oblique forms with those of the form that a registry has
_ENDINGS: Final = (
    ("ियों", "ी"), ("ियां", "ी"), ("ाओं", "ा"), ("ओं", ""), ("ों", ""), ("ों", "ा"), ("ें", ""),
    ("े", "ा"),
)  # fmt: skip


def spelled(name: str) -> str:
    """The key of a name, whatever way its nasals, its nukta and its foreign vowels are spelled.

    `का`, `के` and `की` count as one, since they only agree with what follows.
    """
    folded = _HALF_NASAL.sub("ं", fold(name)).translate(_VOWELS)
    folded = _GLIDE.sub(lambda found: _VOWEL[found[1]], folded)
    words = ["का" if word in ("के", "की") else word for word in folded.split()]
    return " ".join(word for word in words if word not in _HONORIFICS) or folded


def bare(name: str) -> str:
    """A name without the postpositions and honorifics after it."""
    words = name.split()
    while len(words) > 1 and fold(words[-1]) in _POSTPOSITIONS | _HONORIFICS:
        words.pop()
    return " ".join(words)


def bases(name: str) -> tuple[str, ...]:
    """The keys (`spelled`) of what a form in a text may come from, the form itself first."""
    words = fold(bare(name)).split()
    if not words:
        return ()
    last = words.pop()
    found = [last]
    if last.endswith("जी") and not last.endswith("र्जी") and len(last) - 2 >= _SHORTEST:
        found.append(last[:-2])
    found += [
        last.removesuffix(each) for each in _JOINED if last.endswith(each) and _is_long(last, each)
    ]
    found += [
        stem.removesuffix(ending) + base
        for stem in list(found)
        for ending, base in _ENDINGS
        if stem.endswith(ending) and _is_long(stem, ending)
    ]
    return tuple(dict.fromkeys(spelled(" ".join((*words, each))) for each in found))


def _is_long(word: str, ending: str) -> bool:
    """Whether enough of a word is left, and it does not end in a half consonant."""
    stem = word.removesuffix(ending)
    return len(stem) >= _SHORTEST and not stem.endswith("\u094d")
