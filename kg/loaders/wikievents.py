"""WikiEvents JSONL: a document a line, with entities and events by the numbers of tokens.

The tokens carry their characters in `sentences`; without these the text is looked through for
them. Events may be arguments of events. Source: <https://github.com/raspberryice/gen-arg>.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.loaders.jsons import Entry, each_text, numbers, sequence, table
from kg.standoff import Collector, Marked, Marking, Where, id_of

__all__ = ["documents", "name", "sniff", "suffixes"]

name = "wikievents"
suffixes = (".jsonl", ".json")


def sniff(path: Path, head: bytes) -> bool:
    """A document with mentions of events."""
    del path
    return (
        b'"event_mentions"' in head
        or b'"entity_mentions"' in head
        or (b'"doc_id"' in head and b'"sentences"' in head)
    )


def _marked(path: Path, entry: Entry) -> Marked:
    value = entry.value
    reader = _Reader(path, entry)
    for number, one in enumerate(map(table, sequence(value.get("entity_mentions"))), 1):
        reader.entity(str(one.get("id", f"T{number}")), one)
    for number, one in enumerate(map(table, sequence(value.get("event_mentions"))), 1):
        reader.event(str(one.get("id", f"E{number}")), one)
    for number, one in enumerate(map(table, sequence(value.get("relation_mentions"))), 1):
        reader.relation(str(one.get("id", f"R{number}")), one)
    # a file of sentences has the same document in several lines
    place = str(value.get("sent_id", value.get("doc_id", entry.number)))
    where = Where(id_of(path, place), f"{path.name}#{place}", name)
    return reader.found.marked(reader.text, where, offsets="tokens", reads=_even)


documents = each_text(_marked)


def _even(words: str) -> str:
    """Words with one blank between them, as the quotes of the format have them."""
    return " ".join(words.split())


class _Reader:
    """One document: its text, its tokens, and what stands at them."""

    def __init__(self, path: Path, entry: Entry) -> None:
        self.found = Collector(path)
        self._line = entry.line
        self._words = [str(one) for one in sequence(entry.value.get("tokens"))]
        text = entry.value.get("text", entry.value.get("sentence"))
        self.text = text if isinstance(text, str) else " ".join(self._words)
        if not self.text:
            self.found.wrong("the text is missing", self._line, expected='"text" or "tokens"')
        self._places = self._told(entry.value) or self._looked_up()

    def _told(self, value: Mapping[str, Any]) -> list[tuple[int, int]]:
        """The characters of each token by the sentences; an empty list if they are not so."""
        places = [
            offsets
            for sentence in map(sequence, sequence(value.get("sentences")))
            for token in map(sequence, sequence(sentence[0] if sentence else None))
            if len(token) == 3 and (offsets := numbers(token[1], token[2]))
        ]
        holds = len(places) == len(self._words) and all(
            self.text[start:end] == word
            for (start, end), word in zip(places, self._words, strict=True)
        )
        return places if holds else []

    def _looked_up(self) -> list[tuple[int, int]]:
        """The characters of each token by looking for it after the one before."""
        places: list[tuple[int, int]] = []
        at = 0
        for word in self._words:
            start = self.text.find(word, at)
            if start < 0:
                self.found.wrong("a token does not stand in the text", self._line, found=word[:60])
                break
            at = start + len(word)
            places.append((start, at))
        return places

    def entity(self, ident: str, one: Mapping[str, Any]) -> None:
        """A stretch that names something."""
        if self._stretch(ident, one.get("entity_type", ""), one):
            self.found.features(ident, {"mention_type": one.get("mention_type")}, self._line)

    def event(self, ident: str, one: Mapping[str, Any]) -> None:
        """An event, whose arguments may be events."""
        label, trigger = one.get("event_type", ""), f"{ident}.trigger"
        if self._stretch(trigger, label, table(one.get("trigger"))):
            links = self._ends(one)
            self.found.add(ident, label, trigger=trigger, links=links, line=self._line)

    def relation(self, ident: str, one: Mapping[str, Any]) -> None:
        """A relation between entities."""
        label = one.get("relation_type", "")
        self.found.add(ident, label, links=self._ends(one), line=self._line)

    def _ends(self, one: Mapping[str, Any]) -> list[tuple[object, object]]:
        return [
            (each.get("role", ""), each.get("entity_id", each.get("event_id")))
            for each in map(table, sequence(one.get("arguments")))
        ]

    def _stretch(self, ident: str, label: object, one: Mapping[str, Any]) -> bool:
        offsets = numbers(one.get("start"), one.get("end"))
        if offsets is None or not 0 <= offsets[0] < offsets[1] <= len(self._places):
            self.found.wrong(
                f"{ident!r} stands at no tokens", self._line,
                expected=f"numbers up to {len(self._places)}",
                found=f"{one.get('start')}–{one.get('end')}",
            )  # fmt: skip
            return False
        quote = one.get("text")
        words = _even(quote) if isinstance(quote, str) else None
        start, end = self._places[offsets[0]][0], self._places[offsets[1] - 1][1]
        self.found.add(ident, label, [Marking(start, end, words, self._line)], line=self._line)
        return True
