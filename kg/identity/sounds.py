"""How a word sounds, roughly and whatever its script, as a string that can be compared by letters.

Each consonant becomes two symbols, its class and its kind within the class, each vowel one; so an
edit distance on such strings takes `p` for `b` at half the price of `p` for `k`, and a vowel is
worth half a consonant. The classes follow Dolgopolsky's (Gipoteza drevnejšego rodstva jazykovych
semej, 1964): what is written one way in one script and another way in the next stays within a
class. Nothing of this is a transcription, and nothing is shown to people.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from anyascii import anyascii

__all__ = ["is_han", "is_readable", "script", "sounds"]

_CYRILLIC: Final = {
    "а": "a", "б": "P2", "в": "P4", "г": "K2", "д": "T2", "е": "e", "ж": "S4", "з": "S2", "и": "i",
    "й": "i", "к": "K1", "л": "L1", "м": "N2", "н": "N1", "о": "o", "п": "P1", "р": "L2",
    "с": "S1", "т": "T1", "у": "u", "ф": "P3", "х": "K3", "ц": "T1S1", "ч": "S5", "ш": "S3",
    "щ": "S3", "ы": "i", "э": "e", "ю": "iu", "я": "ia", "ё": "e", "і": "i", "ї": "i", "є": "ie",
    "ґ": "K2", "дж": "S4", "цз": "S4", "чж": "S4",
}  # fmt: skip

#: Palladius' transcription of Chinese: нь is n and н is ng
_PALLADIUS: Final = {
    "нь": "N1", "н": "N1K2", "си": "S3i", "сю": "S3u", "ся": "S3a", "се": "S3e", "ци": "S5i",
    "цю": "S5u", "ця": "S5a", "ж": "L2",
    **{f"н{letter}": f"N1{_CYRILLIC[letter]}" for letter in "аеиоуыэюя"},
}  # fmt: skip

_LATIN: Final = {
    "a": "a", "b": "P2", "c": "K1", "d": "T2", "e": "e", "f": "P3", "g": "K2", "h": "K3", "i": "i",
    "j": "S4", "k": "K1", "l": "L1", "m": "N2", "n": "N1", "o": "o", "p": "P1", "q": "S5",
    "r": "L2", "s": "S1", "t": "T1", "u": "u", "v": "P4", "w": "P4", "x": "K1S1", "y": "i",
    "z": "S2", "tsch": "S5", "shch": "S3", "sch": "S3", "ch": "S5", "sh": "S3", "zh": "S4",
    "kh": "K3", "gh": "K2", "ph": "P3", "th": "T1", "dh": "T2", "bh": "P2", "ck": "K1",
    "tz": "T1S1", "ce": "S1e", "ci": "S1i", "cy": "S1i", "qu": "K1P4", "oo": "u", "ee": "i",
    "ou": "u", "wh": "P4",
}  # fmt: skip

#: where Pinyin reads a letter otherwise, which only the script can tell
_PINYIN: Final = _LATIN | {"c": "S1", "er": "L2", "qu": "S5u", "x": "S3"}

_DEVANAGARI: Final = {
    "अ": "a", "आ": "a", "इ": "i", "ई": "i", "उ": "u", "ऊ": "u", "ऋ": "L2i", "ए": "e", "ऐ": "e",
    "ओ": "o", "औ": "o", "ऑ": "o", "ऍ": "e", "ा": "a", "ि": "i", "ी": "i", "ु": "u", "ू": "u",
    "ृ": "L2i", "े": "e", "ै": "e", "ो": "o", "ौ": "o", "ॉ": "o", "ॅ": "e",
    "क": "K1", "ख": "K3", "ग": "K2", "घ": "K2", "ङ": "N1", "च": "S5", "छ": "S5", "ज": "S4",
    "झ": "S4", "ञ": "N1", "ट": "T1", "ठ": "T1", "ड": "T2", "ढ": "T2", "ण": "N1", "त": "T1",
    "थ": "T1", "द": "T2", "ध": "T2", "न": "N1", "प": "P1", "फ": "P3", "ब": "P2", "भ": "P2",
    "म": "N2", "य": "i", "र": "L2", "ल": "L1", "व": "P4", "श": "S3", "ष": "S3", "स": "S1",
    "ह": "K3", "ळ": "L1", "ं": "N1", "ँ": "N1",
    "क\u093c": "K1", "ख\u093c": "K3", "ग\u093c": "K2", "ज\u093c": "S2", "ड\u093c": "L2",
    "ढ\u093c": "L2", "फ\u093c": "P3", "झ\u093c": "S4",
    "ंप": "N2P1", "ंफ": "N2P3", "ंब": "N2P2", "ंभ": "N2P2", "ंम": "N2",
}  # fmt: skip


_DIGITS: Final = {str(digit): f"{digit}#" for digit in range(10)}


def _reader(table: dict[str, str]) -> tuple[re.Pattern[str], dict[str, str]]:
    """The table with a pattern that finds its longest keys first; what it lacks is silent."""
    table = table | _DIGITS
    longest = sorted(table, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest)) + "|."), table


_READERS: Final = {
    "CYRILLIC": _reader(_CYRILLIC),
    "PALLADIUS": _reader(_CYRILLIC | _PALLADIUS),
    "DEVANAGARI": _reader(_DEVANAGARI),
    "CJK": _reader(_PINYIN),
    "LATIN": _reader(_LATIN),
}

#: a `у` before a vowel at the beginning is English w: Уиткофф, Уолтц
_W: Final = re.compile(r"^у(?=[аеиоэ])")
#: a final e that English does not speak: Bruce, House
_SILENT: Final = re.compile(r"(?<=[aeiouy][^aeiouy])e$|(?<=[aeiouy][^aeiouy]{2})e$")
#: a word of so many letters speaks its e
_SHORT: Final = 3
#: a consonant of Devanagari followed by the next one with no sign between: it has its vowel,
#: which is spoken, or not
_INHERENT: Final = re.compile("([क-ह]\u093c?)(?=[क-हंँ])")
_TWICE: Final = re.compile(r"([A-Z]\d|[a-z])\1+")


def script(word: str) -> str:
    """The script of the first letter, by its Unicode name: LATIN, CYRILLIC, DEVANAGARI, CJK …."""
    for character in word:
        if character.isalpha():
            return unicodedata.name(character, "").partition(" ")[0]
    return ""


def is_readable(text: str) -> bool:
    """Whether it is written in a script whose letters are read here, not merely spelled out."""
    return script(text) in _READERS


def is_han(text: str) -> bool:
    """Whether a name is written in Chinese characters."""
    return script(text) == "CJK"


@lru_cache(maxsize=65536)
def sounds(word: str) -> tuple[str, ...]:
    """The ways in which one word may sound, the likelier first.

    `sounds("Lawrow")[0] == sounds("Лавров")[0] == "L1aP4L2oP4"`. Latin and Cyrillic letters may
    have two, since they also transcribe Chinese (Pinyin, Palladius); Devanagari, since a consonant
    may or may not be spoken with its inherent vowel.
    """
    written = _with_digits(unicodedata.normalize("NFKD", word).casefold())
    match script(written):
        case "CJK":
            found = ["".join(_read(anyascii(each).lower(), "CJK") for each in word)]
        case "CYRILLIC":
            composed = unicodedata.normalize("NFC", written)
            found = [_read(_W.sub("в", composed), "CYRILLIC"), _read(composed, "PALLADIUS")]
        case "DEVANAGARI":
            found = [_read(_INHERENT.sub(r"\1अ", written), "DEVANAGARI")]
            found.append(_read(written, "DEVANAGARI"))
        case _:
            plain = anyascii(written).casefold()
            found = [_read(_spoken(plain), "LATIN"), _read(plain, "CJK")]
    return tuple(dict.fromkeys(_TWICE.sub(r"\1", read) for read in found))


def _with_digits(word: str) -> str:
    """The word with the digits of all scripts as those of ASCII."""
    if word.isascii():
        return word
    return "".join(str(unicodedata.digit(each)) if each.isdigit() else each for each in word)


def _spoken(word: str) -> str:
    """An English word without what it does not speak."""
    if len(word) <= _SHORT:
        return word
    return _SILENT.sub("", re.sub("ce$", "se", word))


def _read(word: str, script_: str) -> str:
    pattern, table = _READERS[script_]
    return pattern.sub(lambda found: table.get(found[0], ""), word)
