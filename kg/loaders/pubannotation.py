"""PubAnnotation JSON: a text with denotations, relations and attributes, also in tracks.

Offsets count code points; a span may be a list of spans. Source:
<https://www.pubannotation.org/docs/annotation-format/>.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from kg.loaders.jsons import Entry, each_text, numbers, sequence, table, text_of
from kg.standoff import Collector, Marked, Marking, Where, id_of

__all__ = ["documents", "name", "sniff", "suffixes"]

name = "pubannotation"
suffixes = (".json", ".jsonl")

_KEYS: Final = (b'"denotations"', b'"sourcedb"', b'"tracks"', b'"sourceid"')


def sniff(path: Path, head: bytes) -> bool:
    """A text with denotations or tracks."""
    del path
    return b'"text"' in head and any(key in head for key in _KEYS)


def _marked(path: Path, entry: Entry) -> Marked:
    value, line = entry.value, entry.line
    found = Collector(path)
    text = text_of(found, entry, "text")
    _track(found, value, "", line)
    for number, track in enumerate(map(table, sequence(value.get("tracks"))), 1):
        _track(found, track, f"{track.get('project', number)}.", line)
    about: dict[str, Any] = {}
    for key in ("target", "source_url"):
        if isinstance(value.get(key), str):
            about.setdefault("url", value[key])
    parts = [
        str(value[key]) for key in ("sourcedb", "sourceid", "divid") if value.get(key) is not None
    ]
    inside = "-".join(parts) or ("" if entry.number == 1 else str(entry.number))
    where = Where(id_of(path, inside), f"{path.name}#{inside}" if inside else path.name, name)
    return found.marked(text, where, about=about)


documents = each_text(_marked)


def _track(found: Collector, track: Mapping[str, Any], prefix: str, line: int) -> None:
    """One set of annotations; the ids of a track are its own."""
    for number, one in enumerate(map(table, sequence(track.get("denotations"))), 1):
        ident = f"{prefix}{one.get('id', f'T{number}')}"
        spans = one.get("span")
        markings = [_marking(found, ident, table(each), line)
                    for each in (spans if isinstance(spans, list) else [spans])]  # fmt: skip
        if None not in markings:
            found.add(ident, one.get("obj", ""), [each for each in markings if each], line=line)
    for number, one in enumerate(map(table, sequence(track.get("relations"))), 1):
        ends = [("subj", f"{prefix}{one.get('subj')}"), ("obj", f"{prefix}{one.get('obj')}")]
        ident = f"{prefix}{one.get('id', f'R{number}')}"
        found.add(ident, one.get("pred", one.get("type", "")), links=ends, line=line)
    for key in ("attributes", "modifications"):
        for one in map(table, sequence(track.get(key))):
            target = one.get("subj", one.get("obj"))
            told = one.get("obj", True) if "subj" in one else True
            found.feature(f"{prefix}{target}", one.get("pred", key), told, line)


def _marking(found: Collector, ident: str, span: Mapping[str, Any], line: int) -> Marking | None:
    offsets = numbers(span.get("begin"), span.get("end"))
    if offsets is None:
        found.wrong(f"{ident} has no span", line, expected='"span": {"begin": 0, "end": 1}')
        return None
    return Marking(*offsets, None, line)
