"""WikiEvents JSONL: a document a line, with entities and events by the numbers of tokens.

The tokens carry their characters in `sentences`; without these the text is looked through for
them. Events may be arguments of events. Source: <https://github.com/raspberryice/gen-arg>.
"""

from __future__ import annotations

from pathlib import Path

from kg.loaders.jsons import Entry, each_text, is_number
from kg.loaders.records import Record
from kg.standoff import Collector, Marked, Marking, Where, evened, id_of

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
    reader = _Reader(path, entry)
    value = reader.value
    for number, one in value.records("entity_mentions"):
        reader.entity(one.name("id", f"T{number}"), one)
    for number, one in value.records("event_mentions"):
        reader.event(one.name("id", f"E{number}"), one)
    for number, one in value.records("relation_mentions"):
        reader.relation(one.name("id", f"R{number}"), one)
    # a file of sentences has the same document in several lines
    place = value.name("sent_id" if "sent_id" in value else "doc_id", entry.number)
    where = Where(id_of(path, place), f"{path.name}#{place}", name)
    return reader.found.marked(reader.text, where, offsets="tokens", reads=evened)


documents = each_text(_marked)


class _Reader:
    """One document: its text, its tokens, and what stands at them."""

    def __init__(self, path: Path, entry: Entry) -> None:
        self.found = Collector(path)
        self.value = Record(self.found, entry.line, entry.value)
        self._line = entry.line
        self._words = [one for one in self.value.items("tokens") if isinstance(one, str)]
        if len(self._words) < len(self.value.items("tokens")):
            self.value.wrong("tokens", "a list of texts")
        text = self.value.words("text" if "text" in self.value else "sentence")
        self.text = text or " ".join(self._words)
        if not self.text:
            self.found.wrong("the text is missing", self._line, expected='"text" or "tokens"')
        self._places = self._told() or self._looked_up()

    def _told(self) -> list[tuple[int, int]]:
        """The characters of each token by the sentences; an empty list if they are not so."""
        places: list[tuple[int, int]] = []
        for sentence in self.value.items("sentences"):
            match sentence:
                case [list() as tokens, *_]:
                    for token in tokens:
                        match token:
                            case [str(), start, end] if is_number(start) and is_number(end):
                                places.append((start, end))
                            case _:
                                self._no_sentences()
                                return []
                case _:
                    self._no_sentences()
                    return []
        holds = len(places) == len(self._words) and all(
            self.text[start:end] == word
            for (start, end), word in zip(places, self._words, strict=True)
        )
        return places if holds else []

    def _no_sentences(self) -> None:
        self.value.wrong("sentences", "[[[[token, start, end], …], text], …]")

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

    def entity(self, ident: str, one: Record) -> None:
        """A stretch that names something."""
        if self._stretch(ident, one.get("entity_type"), one):
            self.found.features(ident, {"mention_type": one.get("mention_type")}, self._line)

    def event(self, ident: str, one: Record) -> None:
        """An event, whose arguments may be events."""
        label, trigger = one.get("event_type"), f"{ident}.trigger"
        if self._stretch(trigger, label, one.record("trigger")):
            links = self._ends(one)
            self.found.add(ident, label, trigger=trigger, links=links, line=self._line)

    def relation(self, ident: str, one: Record) -> None:
        """A relation between entities."""
        label = one.get("relation_type")
        self.found.add(ident, label, links=self._ends(one), line=self._line)

    def _ends(self, one: Record) -> list[tuple[object, object]]:
        return [
            (
                each.words("role") or "",
                each.name("entity_id" if "entity_id" in each else "event_id"),
            )
            for _, each in one.records("arguments")
        ]

    def _stretch(self, ident: str, label: object, one: Record) -> bool:
        offsets = one.offsets("start", "end")
        if offsets is None or not 0 <= offsets[0] < offsets[1] <= len(self._places):
            self.found.wrong(
                f"{ident!r} stands at no tokens", self._line,
                expected=f"numbers up to {len(self._places)}",
                found=f"{one.get('start')}–{one.get('end')}",
            )  # fmt: skip
            return False
        quote = one.words("text")
        start, end = self._places[offsets[0]][0], self._places[offsets[1] - 1][1]
        self.found.add(ident, label, [Marking(start, end, quote, self._line)], line=self._line)
        return True
