"""Prodigy JSONL: a text a line with spans, relations by token, and the annotator's answer.

Only accepted answers count; how many were rejected or ignored is told. Offsets count code points.
Source: <https://prodi.gy/docs/api-interfaces>.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from kg.errors import InputError, InvalidInputError
from kg.loaders.base import Loaded, Reading
from kg.loaders.foreign import loaded
from kg.loaders.jsons import Entry, entries, numbers, sequence, table, text_of
from kg.standoff import Collector, Marked, Marking, Where, id_of

__all__ = ["documents", "name", "sniff", "suffixes"]

name = "prodigy"
suffixes = (".jsonl",)

_ACCEPTED: Final = "accept"
#: keys of a span that are no features
_SPAN: Final = frozenset(("start", "end", "label", "text", "token_start", "token_end"))
_SIGNS: Final = (b'"_input_hash"', b'"_task_hash"', b'"answer"', b'"token_start"', b'"head_span"')


def sniff(path: Path, head: bytes) -> bool:
    """An object with a hash, an answer, or spans by tokens, which no other tool has."""
    del path
    return any(sign in head for sign in _SIGNS) and b'"text"' in head


def documents(path: Path, reading: Reading) -> Iterator[Loaded | InvalidInputError]:
    """The texts whose annotation was accepted; the last one tells how many were not."""
    left: Counter[str] = Counter()
    last: Loaded | None = None
    for entry in entries(path):
        if isinstance(entry, InvalidInputError):
            yield entry
            continue
        answer = entry.value.get("answer", _ACCEPTED)
        if answer != _ACCEPTED:
            left[str(answer)] += 1
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


def _marked(path: Path, entry: Entry) -> Marked:
    value = entry.value
    reader = _Reader(path, entry)
    for number, one in enumerate(map(table, sequence(value.get("spans"))), 1):
        reader.span(f"T{number}", one)
    for number, one in enumerate(map(table, sequence(value.get("relations"))), 1):
        reader.relation(f"R{number}", one)
    chosen = value.get("accept")
    for number, one in enumerate(chosen if isinstance(chosen, list) else [chosen], 1):
        if isinstance(one, str | int) and not isinstance(one, bool):
            reader.found.add(f"choice-{number}", one, line=entry.line)
    if isinstance(value.get("label"), str):
        reader.found.add("label", value["label"], line=entry.line)
    source = table(value.get("meta")).get("source")
    about: dict[str, Any] = {}
    if isinstance(source, str) and source.startswith(("http://", "https://")):
        about["url"] = source
    place = str(entry.number)
    where = Where(id_of(path, place), f"{path.name}#{place}", name)
    return reader.found.marked(reader.text, where, about=about)


class _Reader:
    """One text: its tokens, and which span stands at which characters."""

    def __init__(self, path: Path, entry: Entry) -> None:
        self.found = Collector(path)
        self._line = entry.line
        self.text = text_of(self.found, entry, "text")
        self._tokens = [table(one) for one in sequence(entry.value.get("tokens"))]
        self._spans: dict[tuple[int, int], str] = {}

    def span(self, ident: str, one: Mapping[str, Any]) -> None:
        """A span by its characters, or by its first and last token."""
        offsets = numbers(one.get("start"), one.get("end")) or self._of_tokens(
            one.get("token_start"), one.get("token_end")
        )
        if offsets is None:
            self.found.wrong("the span has no offsets", self._line, expected="start and end")
            return
        quote = one.get("text") if isinstance(one.get("text"), str) else None
        marking = Marking(*offsets, quote, self._line)
        self.found.add(ident, one.get("label", ""), [marking], line=self._line)
        self._spans[offsets] = ident
        rest = {key: each for key, each in one.items() if key not in _SPAN}
        self.found.features(ident, rest, self._line)

    def relation(self, ident: str, one: Mapping[str, Any]) -> None:
        """From head to child: spans where the tool has them, else single tokens."""
        ends = [(key, self._end(ident, one, key)) for key in ("head", "child")]
        if all(end for _, end in ends):
            self.found.add(ident, one.get("label", ""), links=ends, line=self._line)

    def _end(self, ident: str, one: Mapping[str, Any], key: str) -> str | None:
        span, token = table(one.get(f"{key}_span")), one.get(key)
        offsets = numbers(span.get("start"), span.get("end")) or self._of_tokens(token, token)
        if offsets is None:
            self.found.wrong(
                f"the {key} of a relation is not there", self._line,
                expected="the number of a token", found=str(token),
            )  # fmt: skip
            return None
        if offsets not in self._spans:
            self._spans[offsets] = f"{ident}-{key}"
            label = span.get("label") or "token"
            marking = Marking(*offsets, None, self._line)
            self.found.add(f"{ident}-{key}", label, [marking], line=self._line)
        return self._spans[offsets]

    def _of_tokens(self, first: object, last: object) -> tuple[int, int] | None:
        """The characters from one token to another."""
        between = numbers(first, last)
        if between is None or not all(0 <= each < len(self._tokens) for each in between):
            return None
        return numbers(self._tokens[between[0]].get("start"), self._tokens[between[1]].get("end"))
