"""Every value in a file of JSON is of a kind, and one of another kind is told.

Each value of a small file that has everything is put in place of others, one after the other: no
damage ends in anything but an error of ours, and none is passed over.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InvalidInputError
from kg.loaders.base import PLAIN, Loaded, Reading, read
from kg.model import Article
from tests.loaders import formats

TEXT = "Ann met Bob"


def _nested(depth: int) -> Any:
    value: Any = "x"
    for _ in range(depth):
        value = [value]
    return value


OTHERS: dict[str, Any] = {
    "number": 5, "null": None, "true": True, "half": 1.5, "list": [], "object": {}, "text": "x",
    "empty": "", "list of null": [None], "object of null": {"id": None}, "deep": _nested(700),
    "nested": _nested(90), "surrogate": "\ud83d", "address": "http://[::1/a.txt", "NUL": "\0",
    "huge": 10**40, "negative": -1,
}  # fmt: skip

KINDS = {int: "number", str: "text", list: "list", dict: "object"}

DOCCANO = {
    "id": 7, "text": TEXT, "Comments": ["a", {"text": "b"}], "page": 3, "cats": ["talks"],
    "entities": [{"id": 1, "label": "PER", "start_offset": 0, "end_offset": 3},
                 {"id": 2, "label": "PER", "start_offset": 8, "end_offset": 11}],
    "relations": [{"id": 1, "from_id": 1, "to_id": 2, "type": "met"}],
    "label": [[4, 7, "VERB"], "talks"], "kg": [[0, 3, "PER", ["a note"]]],
}  # fmt: skip
GATE = {
    "text": TEXT, "offset_type": "j", "features": {"url": "http://example.org/", "a": 1},
    "annotation_sets": {"Key": {"name": "Key", "annotations": [
        {"type": "PER", "start": 0, "end": 3, "id": 1, "features": {"matches": [1, 2], "b": [1]}},
        {"type": "PER", "start": 8, "end": 11, "id": 2, "features": {}}]}},
}  # fmt: skip
LABELSTUDIO = {
    "id": 3, "data": {"text": TEXT, "url": "http://example.org/"}, "predictions": [],
    "annotations": [{"id": 1, "was_cancelled": False, "result": [
        {"id": "a", "from_name": "label", "to_name": "text", "type": "labels",
         "value": {"start": 0, "end": 3, "text": "Ann", "labels": ["PER", "OFFICIAL"]},
         "meta": {"text": ["a note"]}},
        {"id": "b", "from_name": "label", "to_name": "text", "type": "hypertextlabels",
         "value": {"start": "/p", "end": "/p", "globalOffsets": {"start": 8, "end": 11},
                   "text": "Bob", "hypertextlabels": ["PER"]}},
        {"from_id": "a", "to_id": "b", "type": "relation", "direction": "bi", "labels": ["met"]},
        {"id": "a", "from_name": "sure", "to_name": "text", "type": "choices",
         "value": {"choices": ["no"]}},
    ]}],
}  # fmt: skip
MINIMAL = {
    "id": 1, "article": TEXT, "annotator": 1, "annotation_id": 3, "lead_time": 1.5,
    "ner": [{"start": 0, "end": 3, "text": "Ann", "labels": ["PER"]}], "topic": "talks", "rank": 3,
}  # fmt: skip
PRODIGY = {
    "text": TEXT, "_input_hash": 1, "answer": "accept", "label": "TALKS", "accept": ["a", 1],
    "meta": {"source": "http://example.org/"},
    "tokens": [{"text": "Ann", "start": 0, "end": 3, "id": 0},
               {"text": "met", "start": 4, "end": 7, "id": 1},
               {"text": "Bob", "start": 8, "end": 11, "id": 2}],
    "spans": [{"start": 0, "end": 3, "label": "PER", "token_start": 0, "token_end": 0, "a": 1},
              {"start": 8, "end": 11, "label": "PER", "token_start": 2, "token_end": 2}],
    "relations": [{"head": 0, "child": 2, "label": "met",
                   "head_span": {"start": 0, "end": 3, "label": "PER"},
                   "child_span": {"start": 8, "end": 11, "label": "PER"}}],
}  # fmt: skip
PUBANNOTATION = {
    "text": TEXT, "sourcedb": "X", "sourceid": "1", "target": "http://example.org/",
    "denotations": [{"id": "T1", "obj": "PER", "span": {"begin": 0, "end": 3}},
                    {"id": "T2", "obj": "PER", "span": [{"begin": 8, "end": 11}]}],
    "blocks": [{"id": "B1", "obj": "Sentence", "span": {"begin": 0, "end": 11}}],
    "relations": [{"id": "R1", "subj": "T1", "pred": "met", "obj": "T2"}],
    "attributes": [{"id": "A1", "subj": "T1", "pred": "sure", "obj": "yes"}],
    "tracks": [{"project": "p", "denotations": [
        {"id": "T1", "obj": "VERB", "span": {"begin": 4, "end": 7}}]}],
}  # fmt: skip
WEBANNOTATION = {
    "@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": [
        {"id": "http://example.org/1", "type": "Annotation", "motivation": ["tagging"],
         "body": [{"type": "TextualBody", "purpose": "tagging", "value": "PER"},
                  {"type": "TextualBody", "purpose": "commenting", "value": "a note"},
                  {"type": "SpecificResource", "source": "http://example.org/ann", "a": 1}],
         "target": {"source": "a.txt", "selector": [
             {"type": "TextQuoteSelector", "exact": "Ann", "prefix": "", "suffix": " met"},
             {"type": "TextPositionSelector", "start": 0, "end": 3}]}},
        {"id": "http://example.org/2", "type": "Annotation", "bodyValue": "talks",
         "target": "a.txt"}],
}  # fmt: skip
WIKIEVENTS = {
    "doc_id": "d", "text": TEXT, "tokens": ["Ann", "met", "Bob"],
    "sentences": [[[["Ann", 0, 3], ["met", 4, 7], ["Bob", 8, 11]], TEXT]],
    "entity_mentions": [{"id": "e1", "start": 0, "end": 1, "entity_type": "PER", "text": "Ann"}],
    "event_mentions": [{"id": "v1", "event_type": "Contact.Meet", "trigger": {
        "start": 1, "end": 2, "text": "met"}, "arguments": [{"entity_id": "e1", "role": "Who"}]}],
    "relation_mentions": [{"id": "r1", "relation_type": "knows", "arguments": [
        {"entity_id": "e1", "role": "Arg1"}]}],
}  # fmt: skip

_LABELSTUDIO = (
    "id|predictions|data/url|annotations/0/id|.*/to_name|.*/was_cancelled|.*/choices(/0)?"
    "|.*/1/value/(start|end)"
)
#: the file of each format, and the places at which any value may stand: it is a feature, or no
#: part of what is read
FILES: dict[str, tuple[str, Any, str]] = {
    "doccano": ("a.jsonl", DOCCANO, "id|page"),
    "gate": ("a.bdocjs", GATE, "features/.+|.*/features/.+|.*/name"),
    "labelstudio": ("a.json", LABELSTUDIO, _LABELSTUDIO),
    "labelstudio minimal": (
        "a.json", MINIMAL, "id|annotator|annotation_id|lead_time|topic|rank|ner(/0)?",
    ),
    "prodigy": ("a.jsonl", PRODIGY, "_input_hash|meta/source|tokens/./(text|id)|spans/0/a"),
    "pubannotation": ("a.json", PUBANNOTATION, "target|attributes/0/(id|obj)"),
    "webannotation": ("a.jsonld", WEBANNOTATION, "@context|type|.*/(type|id|a)"),
    "wikievents": ("a.jsonl", WIKIEVENTS, ".*/mention_type|sentences/0/1"),
}  # fmt: skip
#: of two kinds at choice: ids, and one where there may be several
EITHER = re.compile(
    r"((.*/)?(id|from_id|to_id|doc_id|sourcedb|sourceid|project|pred)|accept/.) (number|text)"
    r"|accept (number|text)|label(/0)? text|Comments/1 text|.*meta/text text"
    r"|.*(motivation|body(/\d)?) text|items/0/body object|.*/purpose list"
)


@pytest.fixture(params=sorted(FILES))
def name(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of each value in another one."""
    inside: Any = value.items() if isinstance(value, dict) else ()
    for key, one in enumerate(value) if isinstance(value, list) else inside:
        yield (*path, key)
        yield from places(one, (*path, key))


def at(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def put(value: Any, path: tuple[str | int, ...], other: Any) -> Any:
    made = copy.deepcopy(value)
    at(made, path[:-1])[path[-1]] = other
    return made


def results(folder: Path, name: str, value: Any, reading: Reading) -> list[Any]:
    (folder / "a.txt").write_text(TEXT, encoding="utf-8", newline="")
    path = folder / (FILES[name][0] if name in FILES else "a.json")
    path.write_text(json.dumps(value), encoding="utf-8")
    return [*read(path, Reading(format=name.partition(" ")[0], lenient=reading.lenient))]


def sound(found: list[Any]) -> bool:
    """Whether all of it was read; what was is as it should be, and so is what is told."""
    for one in found:
        if isinstance(one, InvalidInputError):
            assert one.problems
            assert all(str(problem) and problem.file for problem in one.problems)
            continue
        assert isinstance(one, Loaded)
        assert isinstance(one.sheet, Article)
        assert one.text is not None
        for each in one.sheet.annotations:
            assert all(one.text.startswith(part.exact, part.start) for part in each.at)
    assert found
    return all(isinstance(one, Loaded) for one in found)


def test_the_files_are_whole(name: str, tmp_path: Path) -> None:
    assert sound(results(tmp_path, name, FILES[name][1], PLAIN))


@pytest.mark.parametrize("other", OTHERS)
def test_a_value_of_another_kind_is_told(name: str, other: str, tmp_path: Path) -> None:
    _, whole, free = FILES[name]
    passed = []
    for path in places(whole):
        value, instead = at(whole, path), OTHERS[other]
        read = sound(results(tmp_path, name, put(whole, path, instead), PLAIN))
        sound(results(tmp_path, name, put(whole, path, instead), Reading(lenient=True)))
        shown = "/".join(map(str, path))
        kind = KINDS.get(type(instead), "")
        meant = (
            instead is None or kind == KINDS.get(type(value)) or EITHER.fullmatch(f"{shown} {kind}")
        )
        if read and not meant and not re.fullmatch(free, shown):
            passed.append(shown)
    assert not passed


@pytest.mark.parametrize("other", OTHERS)
def test_a_cas_of_other_values_is_an_error_of_ours_or_read(other: str, tmp_path: Path) -> None:
    whole = json.loads(formats.cas(tmp_path, formats.MARKS[:2]).read_text(encoding="utf-8"))
    for path in places(whole):
        sound(results(tmp_path, "cas", put(whole, path, OTHERS[other]), PLAIN))


@pytest.mark.parametrize("key", [False, True])
def test_a_value_that_is_not_there(name: str, key: bool, tmp_path: Path) -> None:
    """Nothing is asked of what is left, but that it is an error of ours or a right result."""
    whole = FILES[name][1]
    for path in places(whole):
        made = copy.deepcopy(whole)
        held = at(made, path[:-1])
        if key and isinstance(held, dict):
            held[f"{path[-1]}x"] = held.pop(path[-1])
        else:
            del held[path[-1]]
        sound(results(tmp_path, name, made, PLAIN))


def test_of_json_that_is_too_deep_the_line_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    deep = {**DOCCANO, "page": _nested(700)}
    path.write_text(f"{json.dumps(DOCCANO)}\n{json.dumps(deep)}\n")
    first, second = read(path, PLAIN)
    assert isinstance(first, Loaded)
    assert str(second) == f"{path}:2: not JSON that can be read: too deep"
