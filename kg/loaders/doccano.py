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
from pathlib import Path
from typing import Any, Final

from kg.loaders.foreign import marks_of
from kg.loaders.jsons import Entry, each_text, is_number, numbers, sequence, table, text_of
from kg.model import Sheet
from kg.standoff import Collector, Marked, Marking, Where, flattened, id_of, relations

__all__ = ["documents", "dump", "name", "sniff", "suffixes"]

name = "doccano"
suffixes = (".jsonl", ".json")

_TEXT: Final = re.compile(rb'"(?:text|data)"\s*:\s*"')
_OWN: Final = re.compile(
    rb'"start_offset"\s*:|"entities"\s*:\s*\[|"labels?"\s*:\s*\[|"Comments"\s*:\s*\['
)
#: keys that belong to the text and its marks
_KNOWN: Final = frozenset(
    "id text data entities relations label labels cats Comments comments kg".split()  # noqa: SIM905
)


def sniff(path: Path, head: bytes) -> bool:
    """An object with a text, and spans or labels as doccano names them."""
    del path
    others = (b'"annotation_sets"', b'"event_mentions"', b'"denotations"', b'"_input_hash"',
              b'"annotations"', b'"annotation_id"', b'"lead_time"')  # fmt: skip
    return bool(_TEXT.search(head) and _OWN.search(head)) and not any(
        other in head for other in others
    )


def _marked(path: Path, entry: Entry) -> Marked:
    value, line = entry.value, entry.line
    found = Collector(path)
    text = text_of(found, entry, "text", "data")
    notes = [one for one in sequence(value.get("kg")) if isinstance(one, list) and len(one) == 4]
    for number, one in enumerate(sequence(value.get("entities")), 1):
        if isinstance(one, list):  # of a task that is about the whole text as well
            _label(found, number, one, line)
            continue
        ident = table(one).get("id", f"span-{number}")
        _span(found, ident, table(one), line)
        stands = [table(one).get(key) for key in ("start_offset", "end_offset", "label")]
        at = next((nth for nth, note in enumerate(notes) if note[:3] == stands), None)
        if at is not None:
            for note in sequence(notes.pop(at)[3]):
                found.note(ident, note, line)
    for number, one in enumerate(sequence(value.get("cats")), 1):
        found.add(f"cat-{number}", one, line=line)
    labels = [*sequence(value.get("label")), *sequence(value.get("labels"))]
    if isinstance(value.get("label"), str):
        labels.append(value["label"])
    for number, one in enumerate(labels, 1):
        _label(found, number, one, line)
    for number, one in enumerate(sequence(value.get("relations")), 1):
        relation = table(one)
        found.add(
            f"relation-{relation.get('id', number)}", relation.get("type", ""), line=line,
            links=[("from", relation.get("from_id")), ("to", relation.get("to_id"))],
        )  # fmt: skip
    said = [*sequence(value.get("Comments")), *sequence(value.get("comments"))]
    about: dict[str, Any] = {}
    if said:
        about["note"] = "; ".join(str(table(one).get("text", one)) for one in said)
    place = str(value["id"]) if is_number(value.get("id")) else str(entry.number)
    _meta(found, value, line)
    where = Where(id_of(path, place), f"{path.name}#{place}", name)
    return found.marked(text, where, about=about)


documents = each_text(_marked)


def _span(found: Collector, ident: object, one: Any, line: int) -> None:
    offsets = numbers(one.get("start_offset"), one.get("end_offset"))
    if offsets is None:
        found.wrong("the span has no offsets", line, expected="start_offset and end_offset")
        return
    found.add(ident, one.get("label", ""), [Marking(*offsets, None, line)], line=line)


def _label(found: Collector, number: int, one: object, line: int) -> None:
    """A triple is a span, a word is about the whole text."""
    match one:
        case [start, end, label] if offsets := numbers(start, end):
            found.add(f"label-{number}", label, [Marking(*offsets, None, line)], line=line)
        case str():
            found.add(f"label-{number}", one, line=line)
        case {"start_offset": _, "end_offset": _}:
            _span(found, table(one).get("id", f"label-{number}"), one, line)
        case _:
            found.wrong("not a label", line, expected="[start, end, label]", found=str(one)[:60])


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
