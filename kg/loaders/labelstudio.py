"""Label Studio: JSON or JSON-MIN, a task for each text, with the work of one or more annotators.

A task that several people annotated becomes a document for each of them, which says who it was; its
number is the place of the annotation among all, so that one that was skipped and is done later
renames no other. How many were skipped is told. Quotes do not keep the blanks of the text. Offsets
are re-anchored: older versions count UTF-16 units, newer ones code points, and some lose the CR of
a CRLF; which way held is recorded. In HyperText the text is what stands between the tags, and
`globalOffsets` count it.
Source: <https://labelstud.io/guide/export>,
<https://labelstud.io/guide/task_format#Relevant-JSON-properties>.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from kg.errors import InputError, InvalidInputError
from kg.loaders.base import Loaded, Reading
from kg.loaders.foreign import loaded, marks_of
from kg.loaders.jsons import Entry, entries, is_number
from kg.loaders.records import Record
from kg.model import Sheet
from kg.standoff import Collector, Marked, Marking, Where, evened, flattened, id_of, relations

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
#: keys of a span of JSON-MIN that say where it is and what its label is
_PLACE: Final = frozenset(("start", "end", "startOffset", "endOffset", "globalOffsets", *_LABELS))
_TAG: Final = re.compile(r"<[A-Za-z!/][^>]*>")


def sniff(path: Path, head: bytes) -> bool:
    """Tasks with annotations and results, or the keys of JSON-MIN."""
    del path
    if b'"annotation_sets"' in head or b'"_input_hash"' in head:
        return False
    return bool((_FULL.search(head) and _TASK.search(head)) or _MINIMAL.search(head))


def documents(path: Path, reading: Reading) -> Iterator[Loaded | InvalidInputError]:
    """A document for each annotation of each task; the last one tells how many were skipped.

    Where all were, that is an error.
    """
    skipped: list[Record] = []
    last: Loaded | None = None
    damaged = False
    for made in _each(path, reading, skipped):
        if isinstance(made, InvalidInputError):
            damaged = True
            yield made
            continue
        if last is not None:
            yield last
        last = made
    number = len(skipped)
    if last is not None and number:
        told = InputError(f"{number} annotations are left out, since they were skipped", path)
        last = replace(last, notices=(*last.notices, told))
    if last is not None:
        yield last
    elif number and not damaged:
        found = f"{number} skipped"
        problem = InputError("no task of this file was annotated", path, found=found)
        yield InvalidInputError((problem,))


def _each(
    path: Path, reading: Reading, skipped: list[Record]
) -> Iterator[Loaded | InvalidInputError]:
    """The documents of all tasks; what is left out goes to `skipped`."""
    rows: Counter[str] = Counter()
    for entry in entries(path):
        if isinstance(entry, InvalidInputError):
            yield entry
            continue
        # what is wrong with the task itself is told with each of its documents
        told = Collector(path)
        task = Record(told, entry.line, entry.value)
        done = "annotations" if "annotations" in task else "completions"
        if done not in entry.value:
            place = _place(entry)
            made = _marked(path, entry, _minimal(task), rows[place], told, coder=_coder(task))
            rows[place] += 1  # a row for each annotator
            yield loaded(made, reading)
            continue
        work = [one for _, one in task.records(done)]
        left = [one for one in work if one.get("was_cancelled") or one.get("skipped")]
        kept = [(number, one) for number, one in enumerate(work) if one not in left]
        skipped += left
        if not work:
            _unread(task, told)
        for number, one in kept:
            own = Collector(path)
            own.problems += told.problems
            results = Record(own, entry.line, one.value, one.place).items("result")
            yield loaded(_marked(path, entry, results, number, own, coder=_coder(one)), reading)
        if not work or (told.problems and not kept):
            yield loaded(_marked(path, entry, [], 0, told), reading)


def _coder(one: Record) -> str:
    """Who annotated: the number of a person, which all exports have, else a name or an address."""
    who = one.get("completed_by", one.get("annotator"))
    names = (
        (who.get(key) for key in ("id", "email", "username")) if isinstance(who, dict) else [who]
    )
    return next(
        (str(each).strip() for each in names if is_number(each) or isinstance(each, str)), ""
    )


def _place(entry: Entry) -> str:
    """What a task is called in the ids of its documents."""
    ident = entry.value.get("id")
    return str(ident) if is_number(ident) else str(entry.number)


def _unread(task: Record, told: Collector) -> None:
    """What a model proposes of a task that nobody has annotated is no annotation."""
    if proposed := task.items("predictions"):
        told.notices.append(
            InputError(
                f"nobody has annotated this task; what a model predicts of it is left out "
                f"({len(proposed)} predictions)", told.file, task.line,
            )
        )  # fmt: skip


def _minimal(task: Record) -> list[Any]:
    """A task of JSON-MIN as results: every key with a list of spans, choices or texts."""
    results: list[Any] = []
    for key, value in task.value.items():
        if key in _OWN:
            continue
        for number, one in enumerate(value if isinstance(value, list) else [value]):
            if not isinstance(one, dict):
                if one is not None:
                    results.append(
                        {"from_name": key, "type": "choices", "value": {"choices": [one]}}
                    )
                continue
            ident = f"{key}-{number}"
            if any(kind in one for kind in (*_LABELS, "start")):
                kind = next((each for each in _LABELS if each in one), "labels")
                results.append({"id": ident, "from_name": key, "type": kind, "value": one})
            results += [
                {"id": ident, "from_name": key, "type": kind, "value": one}
                for kind in one if kind not in _PLACE and (kind != "text" or "start" not in one)
            ]  # fmt: skip
    return results


def _marked(
    path: Path, entry: Entry, results: list[Any], number: int, told: Collector, *, coder: str = ""
) -> Marked:
    line = entry.line
    found = Collector(path)
    task = Record(found, line, entry.value)
    data = task.record("data").value if "data" in task else {
        key: one for key, one in entry.value.items() if isinstance(one, str)
    }  # fmt: skip
    records = [one for _, one in Record(found, line, {"result": results}).records("result")]
    hyper = any(one.get("type") == "hypertextlabels" for one in records)
    key, text = _text(found, data, records, line, hyper=hyper)
    regions: set[str] = set()
    kinds = [one.words("type") for one in records]
    for nth, (kind, one) in enumerate(zip(kinds, records, strict=True), 1):
        if kind in _LABELS:
            regions.add(_region(found, one, kind, nth))
    for nth, (kind, one) in enumerate(zip(kinds, records, strict=True), 1):
        # in JSON-MIN the text stands among what is said of it
        if kind == "relation":
            _relation(found, one, nth)
        elif kind and kind not in _LABELS and ("data" in task or one.get("from_name") != key):
            _other(found, one, kind, nth, regions)
    inside = _place(entry) + (f".{number + 1}" if number else "")
    about: dict[str, Any] = {}
    url = Record(found, line, data).address("url")
    if url and url != text:
        about["url"] = url
    found.problems += told.problems
    found.notices += told.notices
    where = Where(id_of(path, inside), f"{path.name}#{inside}", name, coder)
    return found.marked(text, where, reads=evened, by_quote=True, about=about)


def _text(
    found: Collector, data: Mapping[str, Any], results: list[Record], line: int, *, hyper: bool
) -> tuple[str, str]:
    """The text of a task and its key: the one that is labelled, else that in which quotes stand."""
    texts = {key: one for key, one in data.items() if isinstance(one, str) and one}
    names = {one.get("to_name") for one in results if isinstance(one.get("to_name"), str)}
    ordered = [key for key in texts if key in names]
    ordered += [key for key in ("text", "html") if key in texts and key not in ordered]
    ordered += sorted((k for k in texts if k not in ordered), key=lambda k: -len(texts[k]))
    if not ordered:
        found.wrong("the text is missing", line, expected='"data" with a text')
        return "", ""
    values = [one.get("value") for one in results if one.get("type") in _LABELS]
    quotes = [
        value["text"] for value in values
        if isinstance(value, dict) and isinstance(value.get("text"), str)
    ]  # fmt: skip
    for key in ordered:
        text = _shown(texts[key]) if hyper else texts[key]
        even = evened(text)
        if all(evened(quote) in even for quote in quotes):
            return key, text
    return ordered[0], _shown(texts[ordered[0]]) if hyper else texts[ordered[0]]


def _region(found: Collector, one: Record, kind: str, nth: int) -> str:
    """A stretch and its labels; of several labels each is an annotation, the first bears the id."""
    value, line, ident = one.record("value"), one.line, one.name("id", f"region-{nth}")
    named = one.words("from_name")
    at = value.record("globalOffsets")
    offsets = (at if at.value else value).offsets("start", "end")
    if offsets is None:
        found.wrong(
            "the region has no offsets in its text", line, expected="start and end, as numbers",
            found=str(value.get("text", ""))[:60],
        )  # fmt: skip
        return ident
    labels = value.items(kind) or value.items("labels") or [named]
    quote = value.words("text")
    for number, label in enumerate(labels):
        each = ident + (f".{number + 1}" if number else "")
        found.add(each, label, [Marking(*offsets, quote, line)], line=line)
    for note in one.record("meta").several("text"):
        if isinstance(note, str):
            found.note(ident, note, line)
        else:
            one.wrong("meta", '{"text": ["…"]}')
    return ident


def _other(found: Collector, one: Record, kind: str, nth: int, regions: set[str]) -> None:
    """What was chosen or written of a region or of the whole text."""
    value, line = one.record("value"), one.line
    said = value.get(kind, value.get("text"))
    key = one.words("from_name") or kind
    for each in said if isinstance(said, list) else [said]:
        if each in (None, ""):
            continue
        if "id" in one and one.name("id") in regions:
            found.feature(one.name("id"), key, each, line)
            continue
        ident = f"{key}-{nth}"
        if ident not in found:
            found.add(ident, key, line=line)
        found.feature(ident, "value", each, line)


def _relation(found: Collector, one: Record, nth: int) -> None:
    direction = one.words("direction")
    start, end = ("to_id", "from_id") if direction == "left" else ("from_id", "to_id")
    ends = one.ends(("from", start), ("to", end))
    for number, label in enumerate((one.items("labels") or ["relation"]) if ends else (), 1):
        ident = f"relation-{nth}.{number}"
        found.add(ident, label, links=ends, line=one.line)
        if direction not in (None, "left", "right"):
            found.feature(ident, "direction", direction, one.line)


class _Content(HTMLParser):
    """The text between the tags, as a browser counts it (`textContent` of the DOM)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """`<![…>` is a comment to a browser; the parser stumbles over what it does not know."""
        return self.parse_bogus_comment(i, report)


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
