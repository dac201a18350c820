"""Label Studio: JSON or JSON-MIN, a task for each text, with the work of one or more annotators.

A task that several people annotated becomes a document for each of them. Offsets are re-anchored:
older versions count UTF-16 units, newer ones code points, and some lose the CR of a CRLF; which way
held is recorded. In HyperText the text is what stands between the tags, and `globalOffsets` count
it. Source: <https://labelstud.io/guide/export>,
<https://labelstud.io/guide/task_format#Relevant-JSON-properties>.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from kg.errors import InvalidInputError
from kg.loaders.base import Loaded, Reading
from kg.loaders.foreign import loaded, marks_of
from kg.loaders.jsons import Entry, entries, is_number, numbers, sequence, table
from kg.model import Sheet
from kg.standoff import Collector, Marked, Marking, Where, flattened, id_of, relations

__all__ = ["documents", "dump", "name", "sniff", "suffixes"]

name = "labelstudio"
suffixes = (".json", ".jsonl")

_FULL: Final = re.compile(rb'"(?:annotations|completions)"\s*:\s*\[')
_TASK: Final = re.compile(rb'"(?:data|result|annotation_id|annotator)"\s*:')
_MINIMAL: Final = re.compile(rb'"(?:annotation_id|lead_time|annotator)"\s*:')
#: kinds of results that say something of a stretch
_LABELS: Final = ("labels", "hypertextlabels", "paragraphlabels")
#: keys of a task of JSON-MIN that are no labels
_OWN: Final = frozenset(
    ("id", "text", "annotator", "annotation_id", "created_at", "updated_at", "lead_time")
)
_TAG: Final = re.compile(r"<[A-Za-z!/][^>]*>")


def sniff(path: Path, head: bytes) -> bool:
    """Tasks with annotations and results, or the keys of JSON-MIN."""
    del path
    if b'"annotation_sets"' in head or b'"_input_hash"' in head:
        return False
    return bool((_FULL.search(head) and _TASK.search(head)) or _MINIMAL.search(head))


def documents(path: Path, reading: Reading) -> Iterator[Loaded | InvalidInputError]:
    """A document for each annotation of each task."""
    for entry in entries(path):
        if isinstance(entry, InvalidInputError):
            yield entry
            continue
        for number, results in enumerate(_annotations(entry.value)):
            yield loaded(_marked(path, entry, results, number), reading)


def _annotations(task: dict[str, Any]) -> Iterator[list[Any]]:
    """The results of each annotator who did not skip the task; none if nobody has begun."""
    done = task.get("annotations", task.get("completions"))
    if done is None:
        yield _minimal(task)
        return
    skipped = False
    for one in map(table, sequence(done)):
        skipped = bool(one.get("was_cancelled") or one.get("skipped"))
        if not skipped:
            yield sequence(one.get("result"))
    if not sequence(done):
        yield []


def _minimal(task: dict[str, Any]) -> list[Any]:
    """A task of JSON-MIN as results: every key with a list of spans, choices or texts."""
    results: list[Any] = []
    for key, value in task.items():
        if key in _OWN:
            continue
        for number, one in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(one, dict) and any(kind in one for kind in (*_LABELS, "start")):
                kind = next((each for each in _LABELS if each in one), "labels")
                results.append(
                    {"id": f"{key}-{number}", "from_name": key, "type": kind, "value": one}
                )
            elif (
                isinstance(one, str) and key in task and key != "text" and value != task.get("text")
            ):
                results.append({"from_name": key, "type": "choices", "value": {"choices": [one]}})
    return results


def _marked(path: Path, entry: Entry, results: list[Any], number: int) -> Marked:
    task, line = entry.value, entry.line
    found = Collector(path)
    data = table(task.get("data")) or {k: v for k, v in task.items() if isinstance(v, str)}
    hyper = any(table(one).get("type") == "hypertextlabels" for one in results)
    text = _text(found, data, results, line, hyper=hyper)
    regions: set[str] = set()
    for nth, one in enumerate(map(table, results), 1):
        if one.get("type") in _LABELS:
            _region(found, one, nth, line)
            regions.add(str(one.get("id")))
    for nth, one in enumerate(map(table, results), 1):
        _other(found, one, nth, regions, line)
    place = str(task["id"]) if is_number(task.get("id")) else str(entry.number)
    inside = place if number == 0 else f"{place}.{number + 1}"
    about: dict[str, Any] = {}
    url = data.get("url")
    if isinstance(url, str) and url.startswith(("http://", "https://")) and url != text:
        about["url"] = url
    where = Where(id_of(path, inside), f"{path.name}#{inside}", name)
    return found.marked(text, where, by_quote=True, about=about)


def _text(
    found: Collector, data: Mapping[str, Any], results: list[Any], line: int, *, hyper: bool
) -> str:
    """The text of a task: by its key, and else the one in which the quotes stand."""
    texts = {key: one for key, one in data.items() if isinstance(one, str)}
    names = {str(table(one).get("to_name")) for one in results}
    ordered = [key for key in texts if key in names]
    ordered += [key for key in ("text", "html") if key in texts and key not in ordered]
    ordered += sorted((k for k in texts if k not in ordered), key=lambda k: -len(texts[k]))
    if not ordered:
        found.wrong("the text is missing", line, expected='"data" with a text')
        return ""
    quotes = [
        quote
        for one in results
        if isinstance(quote := table(table(one).get("value")).get("text"), str)
    ]
    for key in ordered:
        text = _shown(texts[key]) if hyper else texts[key]
        if all(quote in text for quote in quotes):
            return text
    return _shown(texts[ordered[0]]) if hyper else texts[ordered[0]]


def _region(found: Collector, one: Mapping[str, Any], nth: int, line: int) -> None:
    """A stretch and its labels; of several labels each is an annotation, the first bears the id."""
    value = table(one.get("value"))
    at = table(value.get("globalOffsets")) or value
    offsets = numbers(at.get("start"), at.get("end"))
    if offsets is None:
        found.wrong(
            "the region has no offsets in its text", line, expected="start and end, as numbers",
            found=str(value.get("text", ""))[:60],
        )  # fmt: skip
        return
    kind = str(one.get("type"))
    labels = sequence(value.get(kind)) or sequence(value.get("labels")) or [one.get("from_name")]
    quote = value.get("text") if isinstance(value.get("text"), str) else None
    for number, label in enumerate(labels):
        ident = str(one.get("id", f"region-{nth}")) + (f".{number + 1}" if number else "")
        found.add(ident, label, [Marking(*offsets, quote, line)], line=line)
    notes = table(one.get("meta")).get("text")
    for note in notes if isinstance(notes, list) else [notes]:
        if isinstance(note, str):
            found.note(one.get("id", f"region-{nth}"), note, line)


def _other(
    found: Collector, one: Mapping[str, Any], nth: int, regions: set[str], line: int
) -> None:
    """A relation, or what was chosen or written of a region or of the whole text."""
    kind, value = one.get("type"), table(one.get("value"))
    if kind == "relation":
        labels = sequence(one.get("labels")) or ["relation"]
        ends = [("from", one.get("from_id")), ("to", one.get("to_id"))]
        if one.get("direction") == "left":
            ends = [("from", one.get("to_id")), ("to", one.get("from_id"))]
        for number, label in enumerate(labels):
            found.add(f"relation-{nth}.{number + 1}", label, links=ends, line=line)
        return
    if kind in _LABELS:
        return
    said = value.get(str(kind), value.get("text"))
    key = str(one.get("from_name", kind))
    for each in said if isinstance(said, list) else [said]:
        if each in (None, ""):
            continue
        if str(one.get("id")) in regions:
            found.feature(one["id"], key, each, line)
        else:
            ident = f"{key}-{nth}"
            if ident not in found:
                found.add(ident, key, line=line)
            found.feature(ident, "value", each, line)


class _Content(HTMLParser):
    """The text between the tags, as a browser counts it (`textContent` of the DOM)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def _shown(html: str) -> str:
    if not _TAG.search(html):
        return html
    content = _Content()
    content.feed(html)
    content.close()
    return "".join(content.parts)


def dump(sheet: Sheet, path: Path, text: str | None = None) -> None:
    """Write an article as a task with one annotation, and the labels for the project beside it.

    Notes stand in the `meta` of regions.

    Raises:
        ExportError: the sheet is no article, or its text is not given.
    """
    marks = flattened(marks_of(sheet, text, name))
    regions: list[dict[str, Any]] = [
        {
            "id": one.id, "from_name": "label", "to_name": "text", "type": "labels",
            "value": {
                "start": one.at[0].start, "end": one.at[-1].span.end, "labels": [one.label],
                "text": (text or "")[one.at[0].start : one.at[-1].span.end],
            },
            **({"meta": {"text": list(one.notes)}} if one.notes else {}),
        }
        for one in marks if one.at
    ]  # fmt: skip
    lines = [
        {"type": "relation", "from_id": one.start, "to_id": one.end, "direction": "right",
         "labels": [one.label]}
        for one in relations(marks)
    ]  # fmt: skip
    task = {"data": {"text": text}, "annotations": [{"result": regions + lines}]}
    path.write_text(json.dumps([task], ensure_ascii=False, indent=1) + "\n", encoding="utf-8",
                    newline="\n")  # fmt: skip
    config = path.with_suffix(".config.xml")
    labels = sorted({one.label for one in marks if one.at})
    relation = sorted({one.label for one in relations(marks)})
    config.write_text(_configuration(labels, relation), encoding="utf-8", newline="\n")


def _configuration(labels: list[str], relation: list[str]) -> str:
    """The labelling interface of a project in which such a task opens."""
    spans = "\n".join(f"    <Label value={quoteattr(label)}/>" for label in labels)
    lines = "\n".join(f"    <Relation value={quoteattr(label)}/>" for label in relation)
    return (
        f'<View>\n  <Labels name="label" toName="text">\n{spans}\n  </Labels>\n'
        f"  <Relations>\n{lines}\n  </Relations>\n"
        '  <Text name="text" value="$text" granularity="symbol"/>\n</View>\n'
    )
