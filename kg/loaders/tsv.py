r"""WebAnno TSV 3.x: a line for each token, columns for the layers of annotations.

A header declares the layers: `#T_SP` spans, `#T_RL` relations, `#T_CH` chains. A cell holds values
stacked with `|`, `*` for one without a value, `_` for none, and `[n]` where an annotation goes over
several tokens or stands with others on one. Slots hold roles and, in the next column, the tokens of
what fills them; the name of that column is the layer of what does, as `BT_…` names the layer of
what relations lead to. The text is made of the `#Text` lines at the offsets of their
tokens, which count UTF-16 units; what stands between sentences the file does not say, and a line
end takes its place.
Source: <https://inception-project.github.io/releases/36.4/docs/user-guide.html>, "WebAnno TSV 3.3
File format".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kg.errors import AnchorProblem, SyntaxProblem
from kg.loaders.foreign import decoded, one_text
from kg.standoff import Collector, Marked, Marking, Where, id_of

__all__ = ["documents", "name", "sniff", "suffixes"]

name = "tsv"
suffixes = (".tsv",)

_HEAD: Final = b"#FORMAT=WebAnno TSV 3"
_LAYER: Final = re.compile(r"#T_(SP|RL|CH)=([^|]+)((?:\|.*)?)\Z")
_TOKEN: Final = re.compile(r"([0-9]+-[0-9]+(?:\.[0-9]+)?)\t([0-9]{1,12})-([0-9]{1,12})\t")
_NUMBERED: Final = re.compile(r"(.*?)(?<!\\)\[([0-9]+(?:_[0-9]+)?)\]\Z", re.DOTALL)
#: of an element in its chain: the number of the chain, the place in it
_PLACE: Final = re.compile(r"->([0-9]+)-([0-9]+)")
_STACK: Final = re.compile(r"(?<!\\)\|")
_SLOTS: Final = re.compile(r"(?<!\\);")
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_CONTROLS: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
#: how far a token may lie behind the one before: a gap is filled with line ends
_GAP: Final = 100_000
#: before the name of a column with the roles of slots
_ROLE: Final = "ROLE_"
#: before the name of the layer between whose annotations relations are
_BASE: Final = "BT_"
#: names of columns by which an annotation of any layer may stand there
_ANY: Final = ("", "uima.tcas.Annotation")


def sniff(path: Path, head: bytes) -> bool:
    """The first line of the format."""
    del path
    return head.lstrip(b"\xef\xbb\xbf").startswith(_HEAD)


def _marked(path: Path) -> Marked:
    content = decoded(path).removeprefix("\ufeff")
    reader = _Reader(path)
    for number, line in enumerate(content.split("\n"), 1):
        reader.read(number, line.removesuffix("\r"))
    reader.finish()
    where = Where(id_of(path), path.name, name)
    return reader.found.marked(reader.text, where, declared="utf-16")


documents = one_text(_marked)


@dataclass
class _Layer:
    """One layer: what it is, its label, its columns, its name in ids."""

    kind: str
    label: str
    columns: list[str]
    name: str

    def __post_init__(self) -> None:
        #: columns whose numbers are those of what fills a slot
        self.targets = frozenset(
            at + 1 for at, column in enumerate(self.columns) if column.startswith(_ROLE)
        )


@dataclass
class _End:
    """What a slot or a relation leads to: its layer, one of its tokens, its number or ""."""

    layer: str
    address: str
    number: str


@dataclass
class _Made:
    """One annotation while its tokens come: its stretches, the features and slots of its first."""

    layer: _Layer
    line: int
    stretches: list[tuple[int, int]] = field(default_factory=list)
    features: dict[str, str] = field(default_factory=dict)
    #: role, what fills it
    slots: list[tuple[str, _End]] = field(default_factory=list)


@dataclass
class _Relation:
    """A relation: its features, where it begins and ends."""

    layer: _Layer
    line: int
    features: dict[str, str]
    begin: _End
    end: _End


class _Reader:
    """A file, line by line."""

    def __init__(self, path: Path) -> None:
        self.found = Collector(path)
        #: by their labels
        self._layers: dict[str, _Layer] = {}
        self._made: dict[str, _Made] = {}
        self._relations: list[_Relation] = []
        self._chains: dict[tuple[str, str], list[tuple[int, str]]] = {}
        #: of the annotations at a token: layer, number or "", key
        self._at: dict[str, list[tuple[str, str, str]]] = {}
        self._tokens: dict[str, tuple[int, int]] = {}
        #: the text in UTF-16 units, so that offsets are places in it
        self._units = bytearray()
        self._sentence: list[str] = []
        #: up to where tokens go, in the same units
        self._covered = 0

    @property
    def text(self) -> str:
        """The text so far."""
        return self._units.decode("utf-16-le", "surrogatepass")

    def read(self, number: int, line: str) -> None:
        """One line of the file."""
        if line.startswith("#Text="):
            self._sentence.append(_unescaped(line[6:]))
        elif match := _LAYER.match(line):
            self._declare(number, match)
        elif token := _TOKEN.match(line):
            self._token(number, token, line[token.end() :].split("\t"))
        elif line.strip() and not line.startswith("#"):
            self.found.problems.append(
                SyntaxProblem(
                    "not a line of WebAnno TSV", self.found.file, number, 1,
                    "1-1⇥0-4⇥word⇥…, or a line that begins with #", repr(line[:60]),
                )
            )  # fmt: skip

    def _declare(self, number: int, match: re.Match[str]) -> None:
        kind, label = match[1], match[2]
        if label in self._layers:
            self.found.wrong(f"the layer {label} is declared twice", number, 1)
            return
        columns = [one for one in match[3].split("|")[1:] if one] or [""]
        short = label.rpartition(".")[2]
        # the layers of two projects may end alike
        taken = any(layer.name == short for layer in self._layers.values())
        self._layers[label] = _Layer(kind, label, columns, label if taken else short)

    def _token(self, number: int, token: re.Match[str], cells: list[str]) -> None:
        address, start, end = token[1], int(token[2]), int(token[3])
        word = _unescaped(cells.pop(0))
        if self._sentence:
            self._place("\n".join(self._sentence), word, start, number)
            self._sentence = []
        self._cover(start, number)
        self._covered = max(self._covered, end)
        stands = self._between(start, end)
        if address in self._tokens:
            self.found.wrong(f"the token {address} stands twice", number, 1)
            return
        if stands != word:
            self.found.problems.append(
                AnchorProblem(
                    "the token does not stand there", self.found.file, number, 1,
                    expected=repr(word[:60]), found=repr(stands[:60]),
                )
            )  # fmt: skip
            return
        self._tokens[address] = (start, end)
        for layer in self._layers.values():
            wanted, cells = cells[: len(layer.columns)], cells[len(layer.columns) :]
            if len(wanted) < len(layer.columns):
                self.found.wrong(
                    f"columns of {layer.label} are missing", number, 1,
                    expected=str(len(layer.columns)), found=str(len(wanted)),
                )  # fmt: skip
                return
            self._layer(layer, address, (start, end), wanted, number)
        if any(cells):  # a line ends with a tab
            declared = 3 + sum(len(layer.columns) for layer in self._layers.values())
            self.found.wrong(
                "more columns than the header declares", number, 1, expected=str(declared),
                found=str(declared + len(cells) - (not cells[-1])),
            )  # fmt: skip

    def _between(self, start: int, end: int) -> str:
        """The text from one offset to another."""
        return bytes(self._units[2 * start : 2 * end]).decode("utf-16-le", "replace")

    def _cover(self, start: int, number: int) -> None:
        """See that no words stand between the last token and the one that begins here."""
        between = self._between(self._covered, start)
        if any(map(str.isalnum, between)):
            self.found.wrong(
                "words of the text stand in no token", number, 1, found=repr(between.strip()[:60])
            )

    def _place(self, sentence: str, word: str, start: int, number: int) -> None:
        """Put a sentence where its first token stands."""
        self._cover(len(self._units) // 2, number)
        self._covered = len(self._units) // 2
        before = _units(sentence[: max(sentence.find(word), 0)])
        gap = start - before - len(self._units) // 2
        if not 0 <= gap <= _GAP:
            self.found.wrong(
                "the sentence begins where the one before has not ended" if gap < 0
                else "the sentence lies too far behind the one before",
                number, 1, found=str(start),
            )  # fmt: skip
            return
        self._units += "\n".encode("utf-16-le") * gap
        self._units += sentence.encode("utf-16-le", "surrogatepass")

    def _layer(
        self, layer: _Layer, address: str, span: tuple[int, int], cells: list[str], line: int
    ) -> None:
        stacks = [_STACK.split(cell) for cell in cells]
        for nth in range(max(map(len, stacks))):
            values = [stack[nth] if nth < len(stack) else stack[0] for stack in stacks]
            if all(value in ("_", "") for value in values):
                continue
            if layer.kind == "RL":
                self._relation(layer, address, values, line)
            elif layer.kind == "CH":
                self._chain(layer, address, span, values, line)
            else:
                self._span(layer, (address, nth), span, values, line)

    def _span(
        self,
        layer: _Layer,
        at: tuple[str, int],
        span: tuple[int, int],
        values: list[str],
        line: int,
    ) -> None:
        numbers = [match[2] for nth, value in enumerate(values) if nth not in layer.targets
                   and (match := _NUMBERED.match(value))]  # fmt: skip
        number = numbers[0] if numbers else ""
        key = f"{layer.name}.{number or f'{at[0]}.{at[1] + 1}'}"
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = _Made(layer, line)
            self._fill(made, values)
        made.stretches.append(span)
        self._at.setdefault(at[0], []).append((layer.label, number, key))

    def _fill(self, made: _Made, values: list[str]) -> None:
        """The features of an annotation and its slots: roles in a column, targets in the next."""
        roles: list[str] = []
        for column, value in zip(made.layer.columns, values, strict=True):
            plain = _NUMBERED.sub(r"\1", value)
            if column.startswith(_ROLE):
                roles = [] if value in ("_", "") else _SLOTS.split(plain)
                continue
            if roles:
                targets = _SLOTS.split(value)
                for role, target in zip(roles, targets, strict=False):
                    if target in ("*", "_") or role == "_":
                        continue
                    match = _NUMBERED.match(target)
                    address, number = (match[1], match[2]) if match else (target, "")
                    named = "slot" if role == "*" else _unescaped(role)
                    made.slots.append((named, _End(column, address, number)))
                roles = []
            elif column and plain not in ("_", "*", ""):
                made.features[column] = _unescaped(plain)

    def _relation(self, layer: _Layer, address: str, values: list[str], line: int) -> None:
        """A relation: the last column says where it begins, as `1-2[3_0]`."""
        match = _NUMBERED.match(values[-1])
        source, numbers = (match[1], match[2]) if match else (values[-1], "0_0")
        first, _, second = numbers.partition("_")
        features = {
            column: _unescaped(plain)
            for column, value in zip(layer.columns[:-1], values[:-1], strict=True)
            if column and (plain := _NUMBERED.sub(r"\1", value)) not in ("_", "*", "")
        }
        base = layer.columns[-1].removeprefix(_BASE)
        begin = _End(base, source, "" if first == "0" else first)
        end = _End(base, address, "" if second == "0" else second)
        self._relations.append(_Relation(layer, line, features, begin, end))

    def _chain(
        self, layer: _Layer, address: str, span: tuple[int, int], values: list[str], line: int
    ) -> None:
        """An element of a chain: `type[n]`, and `link->chain-place` in the last column."""
        joined = "\t".join(values)
        match = _PLACE.search(joined)
        if match is None:
            self.found.wrong(
                "an element of a chain has no place in it", line, 1, expected="…->1-1",
                found=joined[:60],
            )  # fmt: skip
            return
        key = f"{layer.name}.{match[1]}-{match[2]}"
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = _Made(layer, line)
            for column, value in zip(layer.columns, values, strict=True):
                kind = _PLACE.sub("", _NUMBERED.sub(r"\1", value))
                if column and kind not in ("_", "*", ""):
                    made.features[column] = _unescaped(kind)
            self._chains.setdefault((layer.name, match[1]), []).append((int(match[2][:9]), key))
        made.stretches.append(span)
        self._at.setdefault(address, []).append((layer.label, "", key))

    def finish(self) -> None:
        """Hand over what was read."""
        if self._sentence:
            self.found.wrong("the last sentence has no tokens", found=self._sentence[0][:60])
        elif not self._units:
            self.found.wrong("the text is missing", expected="#Text=… and its tokens")
        self._cover(len(self._units) // 2, 0)
        for key, made in self._made.items():
            self._add(key, made)
        for number, one in enumerate(self._relations, 1):
            key = f"{one.layer.name}.{number}"
            begin = self._leads(one.begin, "a relation begins", one.line)
            end = self._leads(one.end, "a relation ends", one.line)
            if begin and end:
                label, features = _label(one.layer, one.features)
                ends = [("Governor", begin), ("Dependent", end)]
                self.found.add(key, label, links=ends, line=one.line)
                self.found.features(key, features, one.line)
        for group in self._chains.values():
            if len(group) > 1:
                self.found.same([key for _, key in sorted(group)])

    def _add(self, key: str, made: _Made) -> None:
        label, features = _label(made.layer, made.features)
        links = [
            (role, target)
            for role, end in made.slots
            if (target := self._leads(end, f"the slot {role!r} is filled", made.line))
        ]
        runs = [Marking(*run, None, made.line, 1) for run in self._runs(made.stretches)]
        self.found.add(key, label, runs, links=links, line=made.line)
        if not runs:  # a place between characters
            self.found.feature(key, "at", made.stretches[0][0], made.line)
        self.found.features(key, features, made.line)

    def _leads(self, end: _End, what: str, line: int) -> str | None:
        """The annotation, or the token, that something leads to; what is not there is told."""
        wanted = end.layer in self._layers
        there = [
            (number, key)
            for layer, number, key in self._at.get(end.address, ())
            if layer == end.layer or end.layer in _ANY
        ]
        found = [key for number, key in there if number == end.number]
        found = found or [key for number, key in there if not (number and end.number)]
        if len(found) == 1:
            return found[0]
        if not there and not wanted and end.address in self._tokens:
            return self._token_at(end, line)
        self.found.wrong(
            f"{what} by several annotations" if found else f"{what} where no annotation is",
            line, 1, expected=f"one of {end.layer}" if wanted else "an annotation or a token",
            found=", ".join(found) or end.address + (f"[{end.number}]" if end.number else ""),
        )  # fmt: skip
        return None

    def _token_at(self, end: _End, line: int) -> str:
        """A token as an annotation, for what leads to one."""
        base = end.layer.rpartition(".")[2] or "Token"
        key = f"{base}.{end.address}"
        if key not in self.found:
            marking = Marking(*self._tokens[end.address], None, line, 1)
            self.found.add(key, base, [marking], line=line)
        return key

    def _runs(self, stretches: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Tokens one after the other are one stretch."""
        start, end = -1, -1
        for first, last in sorted({one for one in stretches if one[0] != one[1]}):
            if end >= 0 and not self._between(end, first).strip():
                end = max(end, last)
                continue
            if end >= 0:
                yield start, end
            start, end = first, last
        if end >= 0:
            yield start, end


def _label(layer: _Layer, features: dict[str, str]) -> tuple[str, dict[str, str]]:
    """The label: the feature `value` where there is one, else the layer's name."""
    rest = dict(features)
    value = rest.pop("value", None)
    return (value, {"layer": layer.name, **rest}) if value else (layer.name, rest)


def _units(text: str) -> int:
    """How many UTF-16 units a text has."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: _CONTROLS.get(match[1], match[1]), text)
