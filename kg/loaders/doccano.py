"""doccano: JSONL or JSON, an object for each text.

Of a span task with relations: `entities` (`id`, `label`, `start_offset`, `end_offset`) and
`relations` (`from_id`, `to_id`, `type`); of older versions and simple ones `label` or `labels` with
triples `[start, end, label]`. `label` with words alone is about the whole text. Offsets count code
points; doccano gives no quotes to hold them against. Source:
<https://doccano.github.io/doccano/>, and `data_export` of doccano for what it says nothing of.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from kg.loaders.foreign import marks_of
from kg.loaders.jsons import Entry, each_text, is_number, text_of
from kg.loaders.records import Record
from kg.model import Sheet
from kg.standoff import Collector, Marked, Marking, Where, flattened, id_of, relations

__all__ = ["documents", "dump", "name", "sniff", "suffixes"]

name = "doccano"
suffixes = (".jsonl", ".json")

_TEXT: Final = re.compile(rb'"(?:text|data)"\s*:\s*"')
_OWN: Final = re.compile(
    rb'"start_offset"\s*:|"entities"\s*:\s*\[|"labels?"\s*:\s*\[|"Comments"\s*:\s*\['
)
#: characters of a value that an error shows
_SHOWN: Final = 60
#: keys that belong to the text and its marks
_KNOWN: Final = frozenset(
    "id text data entities relations label labels cats Comments comments kg".split()  # noqa: SIM905
)


def sniff(path: Path, head: bytes) -> bool:
    """An object with a text, and spans or labels as doccano names them."""
    del path
    others = (b'"annotation_sets"', b'"event_mentions"', b'"denotations"', b'"_input_hash"',
              b'"annotations"', b'"completions"', b'"annotation_id"', b'"lead_time"')  # fmt: skip
    return bool(_TEXT.search(head) and _OWN.search(head)) and not any(
        other in head for other in others
    )


def _marked(path: Path, entry: Entry) -> Marked:
    line = entry.line
    found = Collector(path)
    value = Record(found, line, entry.value)
    text = text_of(found, entry, "text", "data")
    notes = list(_notes(value))
    for number, one in enumerate(value.items("entities"), 1):
        if isinstance(one, list):  # of a task that is about the whole text as well
            _label(found, number, one, line)
            continue
        ident, stands = _span(found, f"span-{number}", one, f"entities[{number - 1}]", line)
        at = next((nth for nth, note in enumerate(notes) if note[:3] == stands), None)
        if at is not None:
            for note in notes.pop(at)[3]:
                found.note(ident, note, line)
    for number, one in enumerate(value.items("cats"), 1):
        found.add(f"cat-{number}", one, line=line)
    for number, one in enumerate([*value.several("label"), *value.several("labels")], 1):
        _label(found, number, one, line)
    for number, relation in value.records("relations"):
        ident = f"relation-{relation.name('id', number)}"
        if links := relation.ends(("from", "from_id"), ("to", "to_id")):
            found.add(ident, relation.get("type"), links=links, line=line)
    about: dict[str, Any] = {}
    if said := list(_comments(value)):
        about["note"] = "; ".join(said)
    place = str(value.get("id")) if is_number(value.get("id")) else str(entry.number)
    _meta(found, entry.value, line)
    where = Where(id_of(path, place), f"{path.name}#{place}", name)
    return found.marked(text, where, about=about)


documents = each_text(_marked)


def _span(
    found: Collector, ident: str, one: object, place: str, line: int
) -> tuple[str, list[object]]:
    """A span; its id, and the offsets and the label by which a note finds it."""
    if not isinstance(one, dict):
        found.wrong(f"{place} is of the wrong kind", line, expected="an object",
                    found=repr(one)[:_SHOWN])  # fmt: skip
        return ident, []
    span = Record(found, line, one, place)
    ident, offsets = span.name("id", ident), span.offsets("start_offset", "end_offset")
    if offsets is None:
        found.wrong("the span has no offsets", line, expected="start_offset and end_offset")
        return ident, []
    found.add(ident, span.get("label"), [Marking(*offsets, None, line)], line=line)
    return ident, [*offsets, span.get("label")]


def _label(found: Collector, number: int, one: object, line: int) -> None:
    """A triple is a span, a word is about the whole text."""
    match one:
        case [start, end, label] if is_number(start) and is_number(end):
            found.add(f"label-{number}", label, [Marking(start, end, None, line)], line=line)
        case str():
            found.add(f"label-{number}", one, line=line)
        case {"start_offset": _, "end_offset": _}:
            _span(found, f"label-{number}", one, f"label[{number - 1}]", line)
        case _:
            found.wrong("not a label", line, expected="[start, end, label]",
                        found=str(one)[:_SHOWN])  # fmt: skip


def _comments(value: Record) -> Iterator[str]:
    """What annotators said of the text: words, or objects with them."""
    for one in value.items("Comments", "comments"):
        match one:
            case str() | {"text": str()} | {"comment": str()}:
                yield one if isinstance(one, str) else str(one.get("text", one.get("comment")))
            case _:
                value.wrong("Comments" if "Comments" in value else "comments", "a list of texts")


def _notes(value: Record) -> Iterator[list[Any]]:
    """Our own column, as `dump` writes it."""
    for one in value.items("kg"):
        match one:
            case [start, end, str(), list() as notes] if (
                is_number(start) and is_number(end) and all(isinstance(n, str) for n in notes)
            ):
                yield one
            case _:
                value.wrong("kg", '[[start, end, label, ["kg:…"]]]')


def _meta(found: Collector, value: dict[str, Any], line: int) -> None:
    """What else an export has of a text, as features of an annotation of the whole of it."""
    rest = {key: one for key, one in value.items() if key not in _KNOWN}
    if any(one not in (None, "", [], {}) for one in rest.values()):
        found.add("text", "text", line=line)
        found.features("text", rest, line)


def dump(sheet: Sheet, path: Path, text: str | None = None) -> None:
    """Write an article as a line of JSONL, of a span task with relations.

    What doccano has no place for stands in the column `kg`, which it keeps: for each mark its
    offsets, its label and its notes (see `kg.standoff.notes`).

    Raises:
        ExportError: the sheet is no article, or its text is not given.
    """
    marks = flattened(marks_of(sheet, text, name))
    numbers_of = {one.id: number for number, one in enumerate(marks) if one.at}
    entities, notes = [], []
    for one in marks:
        for stretch in one.at[:1]:
            start, end = stretch.start, one.at[-1].span.end
            entities.append({"id": numbers_of[one.id], "label": one.label, "start_offset": start,
                             "end_offset": end})  # fmt: skip
            if one.notes:
                notes.append([start, end, one.label, list(one.notes)])
    lines = [
        {"id": number, "from_id": numbers_of[one.start], "to_id": numbers_of[one.end],
         "type": one.label}
        for number, one in enumerate(relations(marks))
    ]  # fmt: skip
    record = {"text": text, "entities": entities, "relations": lines, "Comments": [],
              "kg": notes}  # fmt: skip
    path.write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
