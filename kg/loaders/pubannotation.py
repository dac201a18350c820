"""PubAnnotation JSON: a text with denotations, blocks, relations and attributes, also in tracks.

Offsets count code points; a span may be a list of spans. Source:
<https://www.pubannotation.org/docs/annotation-format/>.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from kg.loaders.jsons import Entry, each_text, text_of
from kg.loaders.records import Record
from kg.standoff import Collector, Marked, Marking, Where, id_of

__all__ = ["documents", "name", "sniff", "suffixes"]

name = "pubannotation"
suffixes = (".json", ".jsonl")

#: what stands on stretches, with the letter of its ids
_STRETCHES: Final = (("denotations", "T"), ("blocks", "B"))
_KEYS: Final = (b'"denotations"', b'"sourcedb"', b'"tracks"', b'"sourceid"')


def sniff(path: Path, head: bytes) -> bool:
    """A text with denotations or tracks."""
    del path
    return b'"text"' in head and any(key in head for key in _KEYS)


def _marked(path: Path, entry: Entry) -> Marked:
    found = Collector(path)
    value = Record(found, entry.line, entry.value)
    text = text_of(found, entry, "text")
    _track(found, value, "")
    prefixes: set[str] = set()
    for number, track in value.records("tracks"):
        prefix = f"{track.name('project', number)}."
        # several people may have annotated one project
        prefix = f"{prefix}{number}." if prefix in prefixes else prefix
        prefixes.add(prefix)
        _track(found, track, prefix)
    about: dict[str, Any] = {}
    if url := value.address("target", "source_url"):
        about["url"] = url
    parts = [value.name(key) for key in ("sourcedb", "sourceid", "divid") if key in value]
    inside = "-".join(parts) or ("" if entry.number == 1 else str(entry.number))
    where = Where(id_of(path, inside), f"{path.name}#{inside}" if inside else path.name, name)
    return found.marked(text, where, about=about)


documents = each_text(_marked)


def _track(found: Collector, track: Record, prefix: str) -> None:
    """One set of annotations; the ids of a track are its own."""
    line = track.line
    for key, letter in _STRETCHES:
        for number, one in track.records(key):
            ident = f"{prefix}{one.name('id', f'{letter}{number}')}"
            spans = (
                [span for _, span in one.records("span")]
                if isinstance(one.get("span"), list)
                else [one.record("span")]
            )
            markings = [_marking(span) for span in spans]
            if markings and None not in markings:
                found.add(ident, one.get("obj"), [each for each in markings if each], line=line)
            else:
                found.wrong(f"{ident} has no span", line, expected='"span": {"begin": 0, "end": 1}')
    for number, one in track.records("relations"):
        ident = f"{prefix}{one.name('id', f'R{number}')}"
        if ends := one.ends(("subj", "subj"), ("obj", "obj")):
            links = [(role, f"{prefix}{end}") for role, end in ends]
            found.add(ident, one.get("pred", one.get("type")), links=links, line=line)
    for key in ("attributes", "modifications"):
        for _, one in track.records(key):
            target = one.name("subj") if "subj" in one else one.name("obj")
            told = one.get("obj", True) if "subj" in one else True
            found.feature(f"{prefix}{target}", one.name("pred", key), told, line)


def _marking(span: Record) -> Marking | None:
    offsets = span.offsets("begin", "end")
    return None if offsets is None else Marking(*offsets, None, span.line)
