"""Small files of each format of annotation tools, written by hand-made writers, not by our own.

A writer puts marks (id, label, start, end in code points) and links (label, from, to) of one text
into a file as the format's own tool does; `shift` moves the offsets of the last mark, to make them
wrong.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["LINKS", "MARKS", "TEXT", "WRITERS", "Mark", "utf16", "words"]


class Mark(NamedTuple):
    """A stretch in code points, with the words that its tool would write."""

    ident: str
    label: str
    start: int
    end: int

    @property
    def quote(self) -> str:
        """The words."""
        return TEXT[self.start : self.end]


#: a flag beyond the BMP, combining signs, two lines; `Дарчиев` twice
TEXT = "🇷🇺 Посол Дарчиев прибыл в Вашингтон.\nडार्चिएव ने कहा: Дарчиев доволен 👍.\n"


def _mark(ident: str, label: str, words: str, nth: int = 1) -> Mark:
    at = -1
    for _ in range(nth):
        at = TEXT.index(words, at + 1)
    return Mark(ident, label, at, at + len(words))


MARKS = (
    _mark("T1", "PERSON", "Дарчиев"),
    _mark("T2", "CITY", "Вашингтон"),
    _mark("T3", "PERSON", "डार्चिएव"),
    _mark("T4", "PERSON", "Дарчиев", 2),
)
LINKS = (("PLACE_RESIDES_IN", "T1", "T2"),)
Writer = Callable[[Path, tuple[Mark, ...]], Path]


def utf16(offset: int) -> int:
    """An offset in UTF-16 units."""
    return len(TEXT[:offset].encode("utf-16-le")) // 2


def words() -> list[tuple[str, int, int]]:
    """Tokens with their places in code points: what stands between blanks, and the last sign."""
    found, at = [], 0
    for word in TEXT.split():
        start = TEXT.index(word, at)
        at = start + len(word)
        core = word.rstrip(".:")
        found.append((core, start, start + len(core)))
        if core != word:
            found.append((word[len(core) :], start + len(core), at))
    return found


def _json(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def brat(folder: Path, marks: tuple[Mark, ...]) -> Path:
    (folder / "a.txt").write_text(TEXT, encoding="utf-8", newline="")
    lines = [f"{one.ident}\t{one.label} {one.start} {one.end}\t{one.quote}" for one in marks]
    lines += [f"R{n}\t{label} Arg1:{a} Arg2:{b}\t" for n, (label, a, b) in enumerate(LINKS, 1)]
    path = folder / "a.ann"
    path.write_text("\n".join((*lines, "")), encoding="utf-8")
    return path


def doccano(folder: Path, marks: tuple[Mark, ...]) -> Path:
    ids = {one.ident: number for number, one in enumerate(marks)}
    return _json(
        folder / "a.jsonl",
        {
            "id": 7, "text": TEXT, "Comments": [],
            "entities": [
                {"id": ids[one.ident], "label": one.label, "start_offset": one.start,
                 "end_offset": one.end}
                for one in marks
            ],
            "relations": [
                {"id": n, "from_id": ids[a], "to_id": ids[b], "type": label}
                for n, (label, a, b) in enumerate(LINKS)
            ],
        },
    )  # fmt: skip


def gate(folder: Path, marks: tuple[Mark, ...]) -> Path:
    """With the offsets of Java."""
    return _json(
        folder / "a.bdocjs",
        {
            "text": TEXT, "features": {"lang": "ru"}, "offset_type": "j",
            "annotation_sets": {"": {"name": "detached-from:", "next_annid": 9, "annotations": [
                {"type": one.label, "start": utf16(one.start) if one.start >= 0 else one.start,
                 "end": utf16(one.end) + max(0, one.end - len(TEXT)), "id": n, "features": {}}
                for n, one in enumerate(marks)
            ]}},
        },
    )  # fmt: skip


def labelstudio(folder: Path, marks: tuple[Mark, ...]) -> Path:
    regions: list[dict[str, Any]] = [
        {"id": one.ident, "from_name": "label", "to_name": "text", "type": "labels",
         "value": {"start": one.start, "end": one.end, "text": one.quote, "labels": [one.label]}}
        for one in marks
    ]  # fmt: skip
    relations = [
        {"from_id": a, "to_id": b, "type": "relation", "direction": "right", "labels": [label]}
        for label, a, b in LINKS
    ]
    return _json(
        folder / "a.json",
        [{"id": 3, "data": {"text": TEXT},
          "annotations": [{"id": 1, "result": regions + relations, "was_cancelled": False}]}],
    )  # fmt: skip


def prodigy(folder: Path, marks: tuple[Mark, ...]) -> Path:
    tokens = [
        {"text": word, "start": start, "end": end, "id": n, "ws": True}
        for n, (word, start, end) in enumerate(words())
    ]
    places = {token["start"]: token["id"] for token in tokens}
    spans = {
        one.ident: {"start": one.start, "end": one.end, "label": one.label,
                    "token_start": places.get(one.start, 0), "token_end": places.get(one.start, 0)}
        for one in marks
    }  # fmt: skip
    return _json(
        folder / "a.jsonl",
        {
            "text": TEXT, "tokens": tokens, "spans": list(spans.values()), "answer": "accept",
            "relations": [
                {"head": spans[a]["token_end"], "child": spans[b]["token_end"], "label": label,
                 "head_span": spans[a], "child_span": spans[b]}
                for label, a, b in LINKS
            ],
            "_input_hash": 11, "_task_hash": -12,
        },
    )  # fmt: skip


def pubannotation(folder: Path, marks: tuple[Mark, ...]) -> Path:
    return _json(
        folder / "a.json",
        {
            "text": TEXT, "sourcedb": "PMC", "sourceid": "7",
            "denotations": [
                {"id": one.ident, "span": {"begin": one.start, "end": one.end}, "obj": one.label}
                for one in marks
            ],
            "relations": [
                {"id": f"R{n}", "subj": a, "pred": label, "obj": b}
                for n, (label, a, b) in enumerate(LINKS, 1)
            ],
        },
    )  # fmt: skip


def webannotation(folder: Path, marks: tuple[Mark, ...]) -> Path:
    (folder / "a.txt").write_text(TEXT, encoding="utf-8", newline="")
    items = [
        {
            "id": f"http://example.org/anno/{one.ident}", "type": "Annotation",
            "motivation": "tagging",
            "body": {"type": "TextualBody", "purpose": "tagging", "value": one.label},
            "target": {"source": "a.txt", "selector": [
                {"type": "TextQuoteSelector", "exact": one.quote},
                {"type": "TextPositionSelector", "start": one.start, "end": one.end},
            ]},
        }
        for one in marks
    ]  # fmt: skip
    return _json(
        folder / "a.jsonld",
        {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": items},
    )


def wikievents(folder: Path, marks: tuple[Mark, ...]) -> Path:
    tokens = words()
    starts = {start: n for n, (_, start, _) in enumerate(tokens)}
    return _json(
        folder / "a.jsonl",
        {
            "doc_id": "doc_1", "text": TEXT, "tokens": [word for word, _, _ in tokens],
            "sentences": [[[list(token) for token in tokens], TEXT]],
            "entity_mentions": [
                {"id": one.ident, "sent_idx": 0, "entity_type": one.label, "mention_type": "NAM",
                 "start": starts.get(one.start, one.start),
                 "end": starts[one.start] + 1 if one.start in starts else one.end,
                 "text": one.quote}
                for one in marks
            ],
            "relation_mentions": [
                {"id": f"R{n}", "relation_type": label, "arguments": [
                    {"entity_id": a, "role": "Arg1"}, {"entity_id": b, "role": "Arg2"}]}
                for n, (label, a, b) in enumerate(LINKS, 1)
            ],
            "event_mentions": [],
        },
    )  # fmt: skip


def _bounded(offset: int) -> int:
    """In UTF-16 units, also where the text has no such place."""
    inside = offset if offset < 0 else utf16(offset)
    return inside + max(0, offset - len(TEXT))


def cas(folder: Path, marks: tuple[Mark, ...]) -> Path:
    """UIMA JSON 0.4, with a layer of spans and one of relations that nobody has heard of."""
    ids = {one.ident: number for number, one in enumerate(marks, 10)}
    span, relation = "some.where.Naming", "some.where.Residence"
    annotation = "uima.tcas.Annotation"
    types = {
        span: {"%NAME": span, "%SUPER_TYPE": annotation,
               "value": {"%NAME": "value", "%RANGE": "uima.cas.String"}},
        relation: {"%NAME": relation, "%SUPER_TYPE": annotation,
                   "value": {"%NAME": "value", "%RANGE": "uima.cas.String"},
                   "Governor": {"%NAME": "Governor", "%RANGE": annotation},
                   "Dependent": {"%NAME": "Dependent", "%RANGE": annotation}},
    }  # fmt: skip
    structures: list[dict[str, Any]] = [
        {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView",
         "mimeType": "text", "sofaString": TEXT},
        *({"%ID": ids[one.ident], "%TYPE": span, "@sofa": 1, "value": one.label,
           "begin": _bounded(one.start), "end": _bounded(one.end)} for one in marks),
        *({"%ID": 90 + n, "%TYPE": relation, "@sofa": 1, "value": label, "begin": 0, "end": 4,
           "@Governor": ids[a], "@Dependent": ids[b]} for n, (label, a, b) in enumerate(LINKS)),
    ]  # fmt: skip
    members = [one["%ID"] for one in structures[1:]]
    return _json(
        folder / "a.json",
        {"%TYPES": types, "%FEATURE_STRUCTURES": structures,
         "%VIEWS": {"_InitialView": {"%SOFA": 1, "%MEMBERS": members}}},
    )  # fmt: skip


def naf(folder: Path, marks: tuple[Mark, ...]) -> Path:
    """Marks that are no words of the text stand on a word of their own."""
    tokens = words()
    ids = {(start, end): f"w{n}" for n, (_, start, end) in enumerate(tokens)}
    forms = [f'<wf id="{ids[start, end]}" offset="{start}" length="{end - start}">{word}</wf>'
             for word, start, end in tokens]  # fmt: skip
    entities = []
    for one in marks:
        if (one.start, one.end) not in ids:
            ids[one.start, one.end] = f"x{one.ident}"
            forms.append(
                f'<wf id="x{one.ident}" offset="{one.start}" length="{one.end - one.start}">?</wf>'
            )
        target = ids[one.start, one.end]
        entities.append(
            f'<entity id="{one.ident}" type="{one.label}"><references><span>'
            f'<target id="{target}"/></span></references></entity>'
        )
    path = folder / "a.naf"
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<NAF xml:lang="ru" version="v3">'
        f"<raw><![CDATA[{TEXT}]]></raw>\n<text>{chr(10).join(forms)}</text>\n"
        f"<entities>{''.join(entities)}</entities></NAF>\n",
        encoding="utf-8",
    )
    return path


def tsv(folder: Path, marks: tuple[Mark, ...]) -> Path:
    """WebAnno TSV 3.3, a sentence a line, offsets in UTF-16 units."""
    lines = ["#FORMAT=WebAnno TSV 3.3", "#T_SP=some.where.Naming|value",
             "#T_RL=some.where.Residence|value|BT_some.where.Naming", "", ""]  # fmt: skip
    at, addresses = 0, {}
    rows: list[list[str]] = []
    for nth, sentence in enumerate(TEXT.splitlines(), 1):
        rows.append([f"#Text={sentence}"])
        inside = [one for one in words() if at <= one[1] < at + len(sentence)]
        for number, (word, start, end) in enumerate(inside, 1):
            address = f"{nth}-{number}"
            addresses[start, end] = address
            label = next((one.label for one in marks if one[2:] == (start, end)), "_")
            rows.append([address, f"{utf16(start)}-{utf16(end)}", word, label, "_", "_", ""])
        at += len(sentence) + 1
    rows += [
        ["3-1", f"{_bounded(mark.start)}-{_bounded(mark.end)}", "?", mark.label]
        for mark in marks
        if mark[2:] not in addresses
    ]
    starts = {one.ident: addresses.get((one.start, one.end), "") for one in marks}
    for label, a, b in LINKS:
        row = next(row for row in rows if row[0] == starts[b])
        row[4:6] = [label.replace("_", "\\_"), starts[a]]
    lines += ["\t".join(row) for row in rows]
    path = folder / "a.tsv"
    path.write_text("\n".join((*lines, "")), encoding="utf-8")
    return path


WRITERS: dict[str, Writer] = {
    "brat": brat, "cas": cas, "doccano": doccano, "gate": gate, "labelstudio": labelstudio,
    "naf": naf, "prodigy": prodigy, "pubannotation": pubannotation, "tsv": tsv,
    "webannotation": webannotation, "wikievents": wikievents,
}  # fmt: skip
