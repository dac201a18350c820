r"""brat standoff: a text `x.txt` and its annotations `x.ann`, a line each.

| line | what |
|---|---|
| `T1⇥Person 0 5;9 14⇥Alice Smith` | a stretch, or several that are one |
| `E1⇥Meet:T2 Participant:T1 Participant2:T3` | an event with its trigger and numbered arguments |
| `R1⇥Employment Arg1:T1 Arg2:T3` | a relation |
| `*⇥Equiv T1 T4` | marks of one thing |
| `A1⇥Negation E1`, `M1⇥Confidence E1 Low` | a flag, or a value |
| `N1⇥Reference T1 Wikidata:Q159⇥Russia` | an entry of another collection |
| `#1⇥AnnotatorNotes T1⇥words` | a note |

Offsets count code points of the text with its line ends as they are. Source:
<https://brat.nlplab.org/standoff.html>, and `annotation.py` of brat for what it says nothing of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kg.errors import EncodingError, InvalidInputError, MissingTextError, SyntaxProblem
from kg.loaders.base import Loaded, Reading
from kg.loaders.foreign import loaded, read_bytes
from kg.standoff import Collector, Marked, Marking, Where, id_of

__all__ = ["documents", "name", "sniff", "suffixes"]

name = "brat"
suffixes = (".ann",)

_TEXT: Final = ".txt"
_ID: Final = r"[TERAMN#][A-Za-z0-9._-]+"
_NOTE: Final = "AnnotatorNotes"
_LINE: Final = re.compile(rf"(?:{_ID}|\*)\t")
_STRETCH: Final = re.compile(r"(\S+) ([0-9]+ [0-9]+(?:;[0-9]+ [0-9]+)*)\Z")
_ARGUMENT: Final = re.compile(r"([^\s:]+):([A-Za-z0-9][A-Za-z0-9._-]*)\Z")
#: what each kind of line looks like, for an error
_EXPECTED: Final = {
    "T": "T1⇥Type start end⇥words",
    "E": "E1⇥Type:T1 Role:T2",
    "R": "R1⇥Type Arg1:T1 Arg2:T2",
    "A": "A1⇥Name T1 or A1⇥Name T1 value",
    "M": "M1⇥Name T1 or M1⇥Name T1 value",
    "N": "N1⇥Type T1 Collection:entry⇥words",
    "#": "#1⇥Type T1⇥words",
    "*": "*⇥Type T1 T2",
}
_ANY: Final = "a line that begins with T, E, R, A, M, N, # or *, its number and a tab"


def sniff(path: Path, head: bytes) -> bool:
    """Lines of standoff, or none: a text without annotations has an empty file."""
    del path  # the suffix was looked at before
    first = head.lstrip(b"\xef\xbb\xbf\r\n \t")
    return not first or first[:1] in b"TERAMN#*"


def documents(path: Path, reading: Reading) -> Iterator[Loaded | InvalidInputError]:
    """The one document of a file of annotations and the text beside it."""
    try:
        marked = _marked(path)
    except InvalidInputError as invalid:
        yield invalid
        return
    yield loaded(marked, reading)


def _marked(path: Path) -> Marked:
    """A file of annotations with its text.

    Raises:
        InvalidInputError: the text is not there, or one of the two is not UTF-8.
    """
    beside = path.with_suffix(_TEXT)
    if not beside.is_file():
        problem = MissingTextError("the text is not there", path, expected=str(beside))
        raise InvalidInputError((problem,))
    text = _decoded(beside)
    lines = _Lines(path)
    for number, line in enumerate(_decoded(path).removeprefix("\ufeff").split("\n"), 1):
        lines.read(number, line.removesuffix("\r"))
    where = Where(id_of(path), beside.name, name)
    return lines.collector.marked(text, where, reads=_as_brat)


def _decoded(path: Path) -> str:
    """A file as it is: no line end is changed, since offsets count them.

    Raises:
        InvalidInputError: it is not UTF-8.
    """
    raw = read_bytes(path)
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{raw[error.start]:02X} at offset {error.start}"
        hint = f"UTF-8; convert it: iconv -f ITS-ENCODING -t UTF-8 {path.name}"
        problem = EncodingError("the file is not UTF-8", path, line, 0, hint, found)
        raise InvalidInputError((problem,)) from error


def _as_brat(stretch: str) -> str:
    """How brat writes the words of a stretch: a line of a file has no line ends in it."""
    return stretch.replace("\r\n", " ").replace("\n", " ")


class _Lines:
    """The lines of one file, as they are read."""

    def __init__(self, path: Path) -> None:
        self.collector = Collector(path)

    def read(self, number: int, line: str) -> None:
        """One line of the file."""
        if not line.strip():
            return
        if not _LINE.match(line):
            self._stray(number, line, _ANY)
            return
        ident, tail = line.split("\t", 1)
        if not getattr(self, f"_read_{_KINDS[ident[0]]}")(number, ident, tail.split("\t")):
            self._stray(number, line, _EXPECTED[ident[0]])

    def _read_stretch(self, number: int, ident: str, fields: list[str]) -> bool:
        match = _STRETCH.match(fields[0].rstrip())
        if match is None:
            return False
        words = "\t".join(fields[1:]) if len(fields) > 1 else None
        places = [tuple(map(int, part.split(" "))) for part in match[2].split(";")]
        quotes = _split(words, [end - start for start, end in places])
        self.collector.add(
            ident, match[1], line=number,
            markings=[
                Marking(start, end, quote, number, 1)
                for (start, end), quote in zip(places, quotes, strict=True)
            ],
        )  # fmt: skip
        return True

    def _read_event(self, number: int, ident: str, fields: list[str]) -> bool:
        links = _arguments(fields[0])
        if links:
            (label, trigger), *rest = links
            self.collector.add(ident, label, trigger=trigger, links=rest, line=number)
        return bool(links)

    def _read_relation(self, number: int, ident: str, fields: list[str]) -> bool:
        label, _, rest = fields[0].partition(" ")
        links = _arguments(rest)
        if label and links:
            self.collector.add(ident, label, links=links, line=number)
        return bool(label and links)

    def _read_equivalence(self, number: int, _id: str, fields: list[str]) -> bool:
        _, *ids = fields[0].split() or [""]
        if len(ids) > 1:
            self.collector.same(ids, number)
        return len(ids) > 1

    def _read_attribute(self, number: int, _id: str, fields: list[str]) -> bool:
        key, target, value = (*fields[0].strip().split(" ", 2), "", "")[:3]
        if key and target:
            self.collector.feature(target, key, value or "true", number)
        return bool(key and target)

    def _read_reference(self, number: int, _id: str, fields: list[str]) -> bool:
        parts = fields[0].split()
        if len(parts) != 3 or ":" not in parts[2]:
            return False
        self.collector.reference(parts[1], parts[2], number)
        return True

    def _read_note(self, number: int, _id: str, fields: list[str]) -> bool:
        key, _, target = fields[0].strip().partition(" ")
        words = "\t".join(fields[1:]).strip()
        if key and target and words:
            self.collector.note(target, words if key == _NOTE else f"{key}: {words}", number)
        return bool(key and target)

    def _stray(self, number: int, line: str, expected: str) -> None:
        shown = repr(line if len(line) <= 60 else f"{line[:60]}…")
        self.collector.problems.append(
            SyntaxProblem(
                "not a line of brat standoff", self.collector.file, number, 1, expected, shown
            )
        )


def _arguments(text: str) -> list[tuple[str, str]]:
    """`Role:T1 Role2:T3` as roles and ids; an empty list if one of them is none."""
    found = [_ARGUMENT.match(part) for part in text.split()]
    return [(match[1], match[2]) for match in found if match] if all(found) else []


_KINDS: Final = {
    "T": "stretch", "E": "event", "R": "relation", "*": "equivalence",
    "A": "attribute", "M": "attribute", "N": "reference", "#": "note",
}  # fmt: skip


def _split(words: str | None, lengths: list[int]) -> list[str | None]:
    """The words of each part of a stretch: brat joins them by one blank."""
    if words is None:
        return [None] * len(lengths)
    if len(lengths) == 1:
        return [words]
    if len(words) != sum(lengths) + len(lengths) - 1:
        # other tools write what stands between the parts as well: the first part tells then
        return [words[: lengths[0]], *[None] * (len(lengths) - 1)]
    found: list[str | None] = []
    at = 0
    for length in lengths:
        found.append(words[at : at + length])
        at += length + 1
    return found
