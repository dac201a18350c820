r"""brat standoff: a text `x.txt` and its annotations `x.ann`, a line each.

| line | what |
|---|---|
| `T1⇥Person 0 5;9 14⇥Alice Smith` | a stretch, or several that are one |
| `E1⇥Meet:T2 Participant:T1 Participant2:T3` | an event with its trigger and numbered arguments |
| `R1⇥Employment Arg1:T1 Arg2:T3` | a relation |
| `*⇥Equiv T1 T4` | marks of one thing |
| `A1⇥Negation E1`, `M1⇥Confidence E1 Low` | a flag, or a value |
| `N1⇥Reference T1 Wikidata:Q159⇥Russia` | an entry of another collection |
| `#1⇥AnnotatorNotes T1⇥words` | a note, on any of these |

Offsets count code points of the text with its line ends as they are. Source:
<https://brat.nlplab.org/standoff.html>, and `annotation.py` of brat for what it says nothing of.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final

from kg.errors import AnchorProblem, InvalidInputError, MissingTextError, SyntaxProblem
from kg.loaders.files import byte_order_mark
from kg.loaders.foreign import decoded, marks_of, one_text
from kg.model import Annotation, Sheet
from kg.standoff import NOTE, Collector, Marked, Marking, Where, id_of
from kg.vocab.claimable import CLAIMABLE
from kg.vocab.concepts import CONCEPTS

__all__ = ["Lines", "documents", "dump", "name", "sniff", "suffixes"]

name = "brat"
suffixes = (".ann",)

_TEXT: Final = ".txt"
_ID: Final = r"[TERAMN#][A-Za-z0-9._-]+"
_NOTE: Final = "AnnotatorNotes"
#: the first letters of the ids of lines that are no annotations but say something of one
_SAYING: Final = "AMN#"
_LINE: Final = re.compile(rf"(?:{_ID}|\*)\t")
#: digits of an offset: no text is longer
_OFFSETS: Final = r"[0-9]{1,18} [0-9]{1,18}"
_STRETCH: Final = re.compile(rf"(\S+) ({_OFFSETS}(?:;{_OFFSETS})*)\Z")
_ARGUMENT: Final = re.compile(r"([^\s:]+):([A-Za-z0-9][A-Za-z0-9._-]*)\Z")
_BLANK: Final = re.compile(r"\s")
#: by the Okabe-Ito palette, lightened
_COLOURS: Final = {
    "Actor": "#b9dcf2", "Place": "#c9ead9", "Event": "#f7e3b0", "Matter": "#f2c9b4",
    "Agreement": "#e6cfe0", "Statement": "#f4f4f4", "Quotation": "#fffbe0",
}  # fmt: skip
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


def _marked(path: Path) -> Marked:
    """A file of annotations with its text.

    Raises:
        InvalidInputError: the text is not there, or one of the two is not UTF-8.
    """
    beside = path.with_suffix(_TEXT)
    try:
        text = decoded(beside)
    except InvalidInputError as invalid:
        if beside.exists():
            raise
        problem = MissingTextError("the text is not there", path, expected=str(beside))
        raise InvalidInputError((problem,)) from invalid
    lines = Lines(path)
    for number, line in enumerate(decoded(path).removeprefix("\ufeff").split("\n"), 1):
        lines.read(number, line.removesuffix("\r"))
    lines.finish()
    where = Where(id_of(path), beside.name, name)
    marked = lines.collector.marked(text, where, reads=_as_brat)
    # brat counts the mark; an editor may have put it there later
    if text.startswith("\ufeff") and any(isinstance(one, AnchorProblem) for one in marked.problems):
        marked.problems = (byte_order_mark(beside), *marked.problems)
    return marked


documents = one_text(_marked)


def _as_brat(stretch: str) -> str:
    """How brat writes the words of a stretch: a line of a file has no line ends in it."""
    return stretch.replace("\r\n", " ").replace("\n", " ")


class Lines:
    """The lines of one file, as they are read."""

    def __init__(self, path: Path) -> None:
        self.collector = Collector(path)
        #: what is said of an annotation in a line of its own: of which one, and what, by its id
        self._said: dict[str, tuple[str, str]] = {}
        #: notes on such lines: the line, the id of what they are on, the words
        self._notes: list[tuple[int, str, str]] = []
        #: of events and relations: the line, and what they are made of
        self._made: dict[str, tuple[int, list[str]]] = {}

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
            self._made.setdefault(ident, (number, [to for _, to in links]))
        return bool(links)

    def _read_relation(self, number: int, ident: str, fields: list[str]) -> bool:
        label, _, rest = fields[0].partition(" ")
        links = _arguments(rest)
        if label and links:
            self.collector.add(ident, label, links=links, line=number)
            self._made.setdefault(ident, (number, [to for _, to in links]))
        return bool(label and links)

    def _read_equivalence(self, number: int, _id: str, fields: list[str]) -> bool:
        _, *ids = fields[0].split() or [""]
        if len(ids) > 1:
            self.collector.same(ids, number)
        return len(ids) > 1

    def _read_attribute(self, number: int, ident: str, fields: list[str]) -> bool:
        key, target, value = (*fields[0].strip().split(" ", 2), "", "")[:3]
        if key and target:
            self.collector.feature(target, key, value or "true", number)
            self._said[ident] = target, key
        return bool(key and target)

    def _read_reference(self, number: int, ident: str, fields: list[str]) -> bool:
        parts = fields[0].split()
        if len(parts) != 3 or ":" not in parts[2]:
            return False
        self.collector.reference(parts[1], parts[2], number)
        self._said[ident] = parts[1], parts[2]
        return True

    def _read_note(self, number: int, ident: str, fields: list[str]) -> bool:
        key, _, target = fields[0].strip().partition(" ")
        words = "\t".join(fields[1:]).strip()
        if key and target and words:
            known = key == _NOTE or words.startswith(NOTE)
            words = words if known else f"{key}: {words}"
            self._said[ident] = target, key
            if target[0] in _SAYING:
                self._notes.append((number, target, words))
            else:
                self.collector.note(target, words, number)
        return bool(key and target)

    def finish(self) -> None:
        """Put notes on attributes, references and notes to what these are of; refuse circles."""
        self._refuse_circles()
        for number, ident, words in self._notes:
            target, noted, seen = ident, words, set[str]()
            while target in self._said and target not in seen:  # of each other is of nothing
                seen.add(target)
                target, what = self._said[target]
                noted = f"{what}: {noted}"
            self.collector.note(target, noted, number)

    def _refuse_circles(self) -> None:
        """What is made of itself, through others or not, is nothing."""
        # most are made of stretches alone
        rests = {
            ident: inner
            for ident, (_, ids) in self._made.items()
            if (inner := [one for one in ids if one in self._made])
        }
        while rests:
            try:
                TopologicalSorter(rests).prepare()
            except CycleError as error:
                circle: list[str] = error.args[1][:0:-1]  # each rests on the one after it
            else:
                return
            first = min(circle, key=lambda one: self._made[one][0])
            circle = [*circle[circle.index(first) :], *circle[: circle.index(first)]]
            for ident in circle:
                self.collector.leave_out(ident)
                del rests[ident]
            self.collector.wrong(
                "annotations are made of each other", self._made[first][0], 1,
                expected="events and relations that end at stretches of the text",
                found=" → ".join((*circle[:8], first)),
            )  # fmt: skip

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


# ---------------------------------------------------------------------------------------- writing


def dump(sheet: Sheet, path: Path, text: str | None = None) -> None:
    """Write an article as standoff, its text beside it, and a configuration for brat.

    Raises:
        ExportError: the sheet is no article, or its text is not given.
    """
    marks = marks_of(sheet, text, name)
    lines = _Written()
    for one in marks:
        lines.add(one)
    path.write_text("\n".join((*lines.lines(), "")), encoding="utf-8", newline="")
    path.with_suffix(_TEXT).write_text(text or "", encoding="utf-8", newline="")
    for conf, content in configuration(marks).items():
        file = path.parent / conf
        there = file.read_text(encoding="utf-8") if file.is_file() else ""
        file.write_text(_joined(there, content), encoding="utf-8", newline="\n")


class _Written:
    """Annotations as lines, under ids of brat's own."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}
        self._marks: list[Annotation] = []

    def add(self, one: Annotation) -> None:
        """One annotation; lines are made when all are known, since they lead to each other."""
        kind = "E" if one.trigger else "T" if one.at else "R"
        number = sum(ident[0] == kind for ident in self._ids.values()) + 1
        self._ids[one.id] = f"{kind}{number}"
        self._marks.append(one)

    def lines(self) -> Iterator[str]:
        """All lines: each annotation, then what is said of it."""
        counted: Counter[str] = Counter()
        for one in self._marks:
            ident = self._ids[one.id]
            yield f"{ident}\t{self._line(one)}"
            for key, value in one.features.items():
                if _is_word(key) and _is_word(value):
                    counted["A"] += 1
                    yield f"A{counted['A']}\t{key} {ident} {value}"
            for reference in one.references:
                if _is_word(reference) and ":" in reference:
                    counted["N"] += 1
                    words = self._words(one)
                    yield f"N{counted['N']}\tReference {ident} {reference}\t{words}"
            for note in one.notes:
                counted["#"] += 1
                kind = "Sheet" if note.startswith(NOTE) else _NOTE
                yield f"#{counted['#']}\t{kind} {ident}\t{_as_brat(note)}"

    def _line(self, one: Annotation) -> str:
        label = _word(one.label)
        links = [f"{_word(link.role)}:{self._ids[link.to]}" for link in one.links]
        if one.trigger:
            return " ".join((f"{label}:{self._ids[one.trigger]}", *_numbered(links)))
        if one.at:
            places = ";".join(f"{each.span.start} {each.span.end}" for each in one.at)
            return f"{label} {places}\t{self._words(one)}"
        return " ".join((label, *(links or ["Arg1:T1", "Arg2:T1"])))

    def _words(self, one: Annotation) -> str:
        return " ".join(_as_brat(each.exact) for each in one.at)


def _joined(there: str, content: str) -> str:
    """A configuration for one more document of the same folder: what is new goes to its section."""
    sections: dict[str, dict[str, str]] = {}
    for line in f"{there}\n{content}".splitlines():
        if line.startswith("["):
            lines = sections.setdefault(line, {})
        elif line:
            # an attribute has its values in one line
            name, _, values = line.partition(" Arg:<ANY>, Value:")
            known = lines.get(name, "").partition("Value:")[2].split("|") if values else []
            both = "|".join(sorted({*filter(None, known), *values.split("|")}))
            lines[name] = f"{name} Arg:<ANY>, Value:{both}" if values else line
    return "\n".join("\n".join((head, *lines.values(), "")) for head, lines in sections.items())


def _numbered(links: list[str]) -> Iterator[str]:
    """Arguments of one role are told apart by numbers, as brat wants them."""
    counted: Counter[str] = Counter()
    for link in links:
        role, _, target = link.partition(":")
        counted[role] += 1
        yield f"{role}{counted[role] if counted[role] > 1 else ''}:{target}"


def _is_word(text: str) -> bool:
    return bool(text) and not _BLANK.search(text)


def _word(text: str) -> str:
    """A label as one word; the name that it had stands in its note."""
    return _BLANK.sub("_", text).replace(":", "_") or "_"


def configuration(marks: Iterable[Annotation]) -> dict[str, str]:
    """`annotation.conf`, `visual.conf` and `tools.conf`: our ontology's names, and those in use."""
    marks = list(marks)
    spans = {_word(one.label) for one in marks if one.at}
    events = {_word(one.label) for one in marks if one.trigger}
    entities = [*CONCEPTS["actor-class"], "Place", "Event", "Matter", "Agreement", "Date",
                "Statement", "Quotation", "Gloss", "Sheet"]  # fmt: skip
    entities += sorted(spans - events - {*entities})
    kinds = [*dict.fromkeys((*CONCEPTS["event-type"], *CONCEPTS["act"], "claim", *sorted(events)))]
    roles = [*dict.fromkeys((*CONCEPTS["role"], *CLAIMABLE, "of", "in", "about"))]
    arguments = ", ".join(f"{role}*:<ANY>" for role in roles)  # said once, by a macro of brat
    relations = sorted({_word(one.label) for one in marks if not one.at and not one.trigger})
    attributes = sorted({key for one in marks for key in one.features if _is_word(key)})
    values = {
        key: sorted({one.features[key] for one in marks if _is_word(one.features.get(key, ""))})
        for key in attributes
    }
    annotation = [
        "[entities]", *entities, "", "[relations]", "same Arg1:<ANY>, Arg2:<ANY>",
        "represents Arg1:<ANY>, Arg2:<ANY>",
        *(f"{one} Arg1:<ANY>, Arg2:<ANY>" for one in relations),
        "<OVERLAP> Arg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>", "",
        "[events]", f"<ROLES>={arguments}",
        *(f"{kind} <ROLES>" for kind in kinds), "", "[attributes]",
        *(f"{key} Arg:<ANY>, Value:{'|'.join(values[key])}" for key in attributes if values[key]),
    ]  # fmt: skip
    names = [(kind, label) for scheme in ("actor-class", "event-type", "act", "role")
             for kind, label in CONCEPTS[scheme].items()]  # fmt: skip
    visual = [
        "[labels]", *(f"{kind} | {label}" for kind, label in dict(names).items()), "", "[drawing]",
        "SPAN_DEFAULT fgColor:black, bgColor:#e8eef4, borderColor:darken",
        "ARC_DEFAULT color:black, arrowHead:triangle-5",
        *(f"{one} bgColor:{colour}" for one, colour in _COLOURS.items()),
    ]  # fmt: skip
    tools = ["[options]", "Tokens tokenizer:whitespace", "Sentences splitter:newline",
             "Validation validate:none", "Annotation-log logfile:<NONE>", "", "[search]",
             "", "[annotators]", "", "[disambiguators]", "", "[normalization]"]  # fmt: skip
    made = {"annotation.conf": annotation, "visual.conf": visual, "tools.conf": tools}
    return {key: "\n".join((*lines, "")) for key, lines in made.items()}
