"""GATE's bdocjs: a text, and sets of annotations with types and features.

`offset_type` is `p` for code points (Python) or `j` for UTF-16 units (Java). Source:
<https://gatenlp.github.io/python-gatenlp/>, format `bdocjs`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from kg.loaders.jsons import Entry, each_text, is_number, text_of
from kg.loaders.records import Record
from kg.standoff import Collector, Marked, Marking, Unit, Where, id_of

__all__ = ["documents", "name", "sniff", "suffixes"]

name = "gate"
suffixes = (".bdocjs", ".json")

_UNITS: Final[Mapping[str | None, Unit]] = {"p": "code points", "j": "utf-16", None: "code points"}
#: features of GATE's own that say what is one: ids of annotations in one set
_COREFERENT: Final = "matches"


def sniff(path: Path, head: bytes) -> bool:
    """A document with sets of annotations."""
    del path
    return b'"annotation_sets"' in head or b'"offset_type"' in head


def _marked(path: Path, entry: Entry) -> Marked:
    line = entry.line
    found = Collector(path)
    value = Record(found, line, entry.value)
    text = text_of(found, entry, "text")
    kind = value.words("offset_type")
    if kind not in _UNITS:
        found.wrong("unknown way of counting", line, expected="offset_type p or j", found=str(kind))
    sets = value.record("annotation_sets")
    for key in sets.value:
        _set(found, key, sets.record(key))
    features = value.record("features")
    about: dict[str, Any] = {}
    if url := features.address("gate.SourceURL", "url"):
        about["url"] = url
    if features.value:
        found.add("document", "document", line=line)
        found.features("document", features.value, line)
    inside = "" if entry.number == 1 else str(entry.number)
    where = Where(id_of(path, inside), path.name, name)
    return found.marked(text, where, declared=_UNITS.get(kind, "code points"), about=about)


documents = each_text(_marked)


def _set(found: Collector, key: str, content: Record) -> None:
    prefix, line = f"{key}." if key else "A", content.line
    for number, one in content.records("annotations"):
        ident = f"{prefix}{one.name('id', number - 1)}"
        offsets = one.offsets("start", "end")
        if offsets is None:
            found.wrong(f"annotation {ident} has no offsets", line, expected="start and end")
            continue
        features = one.record("features").value
        matches = features.get(_COREFERENT)
        # GATE marks places between characters too
        stretches = [Marking(*offsets, None, line)] if offsets[0] != offsets[1] else []
        found.add(ident, one.get("type"), stretches, line=line)
        if not stretches:
            found.feature(ident, "at", offsets[0], line)
        if isinstance(matches, list) and all(map(is_number, matches)):
            found.same([f"{prefix}{each}" for each in matches], line)
        found.features(ident, features, line)
