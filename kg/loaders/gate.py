"""GATE's bdocjs: a text, and sets of annotations with types and features.

`offset_type` is `p` for code points (Python) or `j` for UTF-16 units (Java). Source:
<https://gatenlp.github.io/python-gatenlp/>, format `bdocjs`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from kg.loaders.jsons import Entry, each_text, is_number, numbers, sequence, table, text_of
from kg.standoff import Collector, Marked, Marking, Unit, Where, id_of

__all__ = ["documents", "name", "sniff", "suffixes"]

name = "gate"
suffixes = (".bdocjs", ".json")

_UNITS: Final[Mapping[object, Unit]] = {"p": "code points", "j": "utf-16", None: "code points"}
#: features of GATE's own that say what is one: ids of annotations in one set
_COREFERENT: Final = "matches"


def sniff(path: Path, head: bytes) -> bool:
    """A document with sets of annotations."""
    del path
    return b'"annotation_sets"' in head or b'"offset_type"' in head


def _marked(path: Path, entry: Entry) -> Marked:
    value, line = entry.value, entry.line
    found = Collector(path)
    text = text_of(found, entry, "text")
    kind = value.get("offset_type")
    if kind not in _UNITS:
        found.wrong("unknown way of counting", line, expected="offset_type p or j", found=str(kind))
    sets = table(value.get("annotation_sets"))
    for key, content in sets.items():
        _set(found, str(key), table(content), line)
    features = table(value.get("features"))
    about: dict[str, Any] = {}
    for key in ("gate.SourceURL", "url"):
        if str(features.get(key, "")).startswith(("http://", "https://")):
            about.setdefault("url", features[key])
    if features:
        found.add("document", "document", line=line)
        found.features("document", features, line)
    inside = "" if entry.number == 1 else str(entry.number)
    where = Where(id_of(path, inside), path.name, name)
    return found.marked(text, where, declared=_UNITS.get(kind, "code points"), about=about)


documents = each_text(_marked)


def _set(found: Collector, key: str, content: Mapping[str, Any], line: int) -> None:
    prefix = f"{key}." if key else "A"
    for number, one in enumerate(map(table, sequence(content.get("annotations")))):
        ident = f"{prefix}{one.get('id', number)}"
        offsets = numbers(one.get("start"), one.get("end"))
        if offsets is None:
            found.wrong(f"annotation {ident} has no offsets", line, expected="start and end")
            continue
        features = dict(table(one.get("features")))
        matches = features.get(_COREFERENT)
        # GATE marks places between characters too
        stretches = [Marking(*offsets, None, line)] if offsets[0] != offsets[1] else []
        found.add(ident, one.get("type", ""), stretches, line=line)
        if not stretches:
            found.feature(ident, "at", offsets[0], line)
        if isinstance(matches, list) and all(map(is_number, matches)):
            found.same([f"{prefix}{each}" for each in matches], line)
        found.features(ident, features, line)
