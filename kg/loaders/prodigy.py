"""Prodigy JSONL: a text a line with spans, relations by token, and the annotator's answer.

Only accepted answers count; how many were rejected or ignored is told. Offsets count code points.
Source: <https://prodi.gy/docs/api-interfaces>.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from kg.errors import InputError, InvalidInputError
from kg.loaders.base import Loaded, Reading
from kg.loaders.foreign import loaded
from kg.loaders.jsons import Entry, entries, is_number, text_of
from kg.loaders.records import Record
from kg.standoff import Collector, Marked, Marking, Where, id_of

__all__ = ["documents", "name", "sniff", "suffixes"]

name = "prodigy"
suffixes = (".jsonl",)

_ACCEPTED: Final = "accept"
_REFUSED: Final = ("reject", "ignore")
#: keys of a span that are no features
_SPAN: Final = frozenset(("start", "end", "label", "text", "token_start", "token_end"))
_SIGNS: Final = (b'"_input_hash"', b'"_task_hash"', b'"answer"', b'"token_start"', b'"head_span"')


def sniff(path: Path, head: bytes) -> bool:
    """An object with a hash, an answer, or spans by tokens, which no other tool has."""
    del path
    return any(sign in head for sign in _SIGNS) and b'"text"' in head


def documents(path: Path, reading: Reading) -> Iterator[Loaded | InvalidInputError]:
    """The texts whose annotation was accepted; the last one tells how many were not.

    Where none was, that is an error.
    """
    left: Counter[str] = Counter()
    last: Loaded | None = None
    for entry in entries(path):
        if isinstance(entry, InvalidInputError):
            yield entry
            continue
        answer = entry.value.get("answer")
        if answer in _REFUSED:
            left[answer] += 1
            continue
        if last is not None:
            yield last
            last = None
        made = loaded(_marked(path, entry), reading)
        if isinstance(made, Loaded):
            last = made
        else:
            yield made
    notices = tuple(
        InputError(f"{count} texts are left out, since their answer is {answer!r}", path)
        for answer, count in sorted(left.items())
    )
    if last is not None:
        yield replace(last, notices=(*last.notices, *notices))
    elif left:
        found = ", ".join(f"{count} {answer}" for answer, count in sorted(left.items()))
        problem = InputError("no text of this file was accepted", path, found=found)
        yield InvalidInputError((problem,))


def _marked(path: Path, entry: Entry) -> Marked:
    reader = _Reader(path, entry)
    value, line = reader.value, entry.line
    if value.words("answer") not in (None, _ACCEPTED):
        value.wrong("answer", "accept, reject or ignore")
    for number, one in value.records("spans"):
        reader.span(f"T{number}", one)
    for number, one in value.records("relations"):
        reader.relation(f"R{number}", one)
    chosen = value.get("accept")
    for number, one in enumerate([chosen] if is_number(chosen) else value.several("accept"), 1):
        reader.found.add(f"choice-{number}", str(one) if is_number(one) else one, line=line)
    if (label := value.words("label")) is not None:
        reader.found.add("label", label, line=line)
    about: dict[str, Any] = {}
    if url := value.record("meta").address("source"):
        about["url"] = url
    place = str(entry.number)
    where = Where(id_of(path, place), f"{path.name}#{place}", name)
    return reader.found.marked(reader.text, where, about=about)


class _Reader:
    """One text: its tokens, and which span stands at which characters."""

    def __init__(self, path: Path, entry: Entry) -> None:
        self.found = Collector(path)
        self.value = Record(self.found, entry.line, entry.value)
        self._line = entry.line
        self.text = text_of(self.found, entry, "text")
        self._tokens = [one.offsets("start", "end") for _, one in self.value.records("tokens")]
        #: the spans at the same characters, by their labels
        self._spans: dict[tuple[int, int], dict[str, str]] = {}

    def span(self, ident: str, one: Record) -> None:
        """A span by its characters, or by its first and last token."""
        offsets = self._offsets(one)
        if offsets is None:
            self.found.wrong("the span has no offsets", self._line, expected="start and end")
            return
        label = one.get("label")
        marking = Marking(*offsets, one.words("text"), self._line)
        self.found.add(ident, label, [marking], line=self._line)
        self._spans.setdefault(offsets, {}).setdefault(str(label), ident)
        rest = {key: each for key, each in one.value.items() if key not in _SPAN}
        self.found.features(ident, rest, self._line)

    def relation(self, ident: str, one: Record) -> None:
        """From head to child: spans where the tool has them, else single tokens."""
        ends = [(key, self._end(ident, one, key)) for key in ("head", "child")]
        if all(end for _, end in ends):
            self.found.add(ident, one.get("label"), links=ends, line=self._line)

    def _end(self, ident: str, one: Record, key: str) -> str | None:
        span = one.record(f"{key}_span")
        token = self._of_tokens(one.offsets(key, key))
        offsets = self._offsets(span) or token
        if offsets is None:
            self.found.wrong(
                f"the {key} of a relation is not there", self._line,
                expected="the number of a token", found=str(one.get(key)),
            )  # fmt: skip
            return None
        here, label = self._spans.setdefault(offsets, {}), span.words("label")
        if label is None and len(here) > 1:
            self.found.wrong(
                f"the {key} of a relation may be any of several spans", self._line,
                expected=f"{key}_span with a label", found=" or ".join(here),
            )  # fmt: skip
            return None
        if label is None and here:
            return next(iter(here.values()))
        named = label or "token"
        if named not in here:
            here[named] = f"{ident}-{key}"
            marking = Marking(*offsets, None, self._line)
            self.found.add(here[named], named, [marking], line=self._line)
        return here[named]

    def _offsets(self, span: Record) -> tuple[int, int] | None:
        """The characters of a span: its own, or those from its first token to its last."""
        tokens = self._of_tokens(span.offsets("token_start", "token_end"))
        return span.offsets("start", "end") or tokens

    def _of_tokens(self, between: tuple[int, int] | None) -> tuple[int, int] | None:
        if between is None or not all(0 <= each < len(self._tokens) for each in between):
            return None
        start, end = self._tokens[between[0]], self._tokens[between[1]]
        return (start[0], end[1]) if start and end else None
