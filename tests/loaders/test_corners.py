"""The corners of the formats, each with the smallest file that has it."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InvalidInputError, KgError
from kg.loaders import cas
from kg.loaders.base import PLAIN, Loaded, Reading, load_one, read
from kg.loaders.profiles import profile_of
from kg.model import Article
from kg.resources import data_dir
from tests.loaders import formats

SEED = data_dir() / "articles/russia-us/2025-04-10-istanbul.hi.yaml"


def put(path: Path, *values: Any) -> Path:
    lines = (json.dumps(value, ensure_ascii=False) for value in values)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    return path


def sheets(path: Path, reading: Reading = PLAIN) -> list[Article]:
    found = []
    for one in read(path, reading):
        assert isinstance(one, Loaded), one
        assert isinstance(one.sheet, Article)
        found.append(one.sheet)
    return found


def sheet(path: Path, reading: Reading = PLAIN) -> Article:
    (one,) = sheets(path, reading)
    return one


def marks(one: Article) -> list[tuple[str, list[str]]]:
    return [(each.label, [part.exact for part in each.at]) for each in one.annotations]


def links(one: Article) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each annotation with links: its label, the roles and the words that they lead to."""
    words = {each.id: each.at[0].exact if each.at else each.label for each in one.annotations}
    return [
        (each.label, [(link.role, words[link.to]) for link in each.links])
        for each in one.annotations if each.links
    ]  # fmt: skip


def problem(path: Path, reading: Reading = PLAIN) -> str:
    found = [one for one in read(path, reading) if isinstance(one, InvalidInputError)]
    return str(found[0].problems[0])


# ---------------------------------------------------------------------------------------- doccano


@pytest.mark.parametrize(
    "record",
    [
        {"text": "Ann met Bob", "label": [[0, 3, "PER"], [8, 11, "PER"]]},
        {"text": "Ann met Bob", "labels": [[0, 3, "PER"], [8, 11, "PER"]]},
        {"text": "Ann met Bob", "entities": [[0, 3, "PER"], [8, 11, "PER"]]},
        {"data": "Ann met Bob", "label": [[0, 3, "PER"], [8, 11, "PER"]], "Comments": []},
    ],
)
def test_doccano_has_had_several_ways(record: dict[str, Any], tmp_path: Path) -> None:
    path = put(tmp_path / "a.jsonl", record)
    assert marks(sheet(path)) == [("PER", ["Ann"]), ("PER", ["Bob"])]


def test_doccano_labels_of_whole_texts_are_about_the_document(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jsonl", {"id": 4, "text": "Ann", "label": ["talks"], "page": 9})
    assert marks(sheet(path)) == [("talks", []), ("text", [])]
    assert sheet(path).annotations[1].features == {"page": "9"}


def test_json_over_several_lines_and_in_a_list(tmp_path: Path) -> None:
    records = [{"id": n, "text": "Ann", "label": [[0, 3, "PER"]]} for n in (1, 2)]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps(one, indent=2) for one in records))
    assert [one.id for one in sheets(path)] == [f"{tmp_path.name}/a/1", f"{tmp_path.name}/a/2"]
    path.write_text(json.dumps(records, indent=1))
    assert len(sheets(path)) == 2


def test_of_a_damaged_line_only_its_own_text_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    good = json.dumps({"text": "Ann", "label": [[0, 3, "PER"]]})
    path.write_text(f"{good}\n{good[:20]}\n{good}\n")
    found = [*read(path, PLAIN)]
    assert [isinstance(one, Loaded) for one in found] == [True, False, True]
    assert problem(path).startswith(f"{path}:2:")


def test_half_a_surrogate_pair_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "a\\ud83d b", "label": [[0, 1, "PER"]]}\n')
    assert "half of a surrogate pair" in problem(path)


# ---------------------------------------------------------------------------------------- prodigy


def test_prodigy_tells_how_many_answers_were_not_accepted(tmp_path: Path) -> None:
    base = {"text": "Ann", "spans": [{"start": 0, "end": 3, "label": "PER"}], "_input_hash": 1}
    answers = ("accept", "reject", "ignore", "reject")
    path = put(tmp_path / "a.jsonl", *({**base, "answer": answer} for answer in answers))
    loaded = load_one(path)
    assert [one.message for one in loaded.notices] == [
        "1 texts are left out, since their answer is 'ignore'",
        "2 texts are left out, since their answer is 'reject'",
    ]


def test_prodigy_relations_may_lead_to_bare_tokens(tmp_path: Path) -> None:
    tokens = [{"text": "Ann", "start": 0, "end": 3, "id": 0},
              {"text": "met", "start": 4, "end": 7, "id": 1}]  # fmt: skip
    relations = [{"head": 1, "child": 0, "label": "subj"}]
    record = {"text": "Ann met", "tokens": tokens, "relations": relations, "answer": "accept"}
    found = sheet(put(tmp_path / "a.jsonl", record))
    assert links(found) == [("subj", [("head", "met"), ("child", "Ann")])]


def test_prodigy_relations_lead_to_the_span_of_their_label(tmp_path: Path) -> None:
    spans = [{"start": 0, "end": 3, "label": label} for label in ("PER", "OFFICIAL")]
    spans.append({"start": 8, "end": 11, "label": "PER"})
    relation = {"head": 0, "child": 2, "label": "met", "head_span": spans[0],
                "child_span": spans[2]}  # fmt: skip
    record = {"text": "Ann met Bob", "spans": spans, "relations": [relation], "answer": "accept"}
    found = sheet(put(tmp_path / "a.jsonl", record))
    assert [link.to for link in found.annotations[-1].links] == ["T1", "T3"]


def test_prodigy_relations_that_may_lead_to_several_spans(tmp_path: Path) -> None:
    spans = [{"start": 0, "end": 3, "label": label} for label in ("PER", "OFFICIAL")]
    relation = {"label": "met", "head_span": {"start": 0, "end": 3}, "child_span": spans[0]}
    record = {"text": "Ann met Bob", "spans": spans, "relations": [relation], "answer": "accept"}
    path = put(tmp_path / "a.jsonl", record)
    assert problem(path).endswith("expected head_span with a label, found PER or OFFICIAL")


def test_prodigy_a_file_of_which_nothing_was_accepted(tmp_path: Path) -> None:
    base = {"text": "Ann", "_input_hash": 1}
    path = put(tmp_path / "a.jsonl", *({**base, "answer": each} for each in ("ignore", "reject")))
    assert problem(path).endswith("no text of this file was accepted, found 1 ignore, 1 reject")


# ----------------------------------------------------------------------------------- Label Studio


def task(text: str, *regions: tuple[int, int, str], key: str = "text", **more: Any) -> Any:
    result = [
        {"id": f"r{n}", "from_name": "l", "to_name": "t", "type": "labels",
         "value": {"start": start, "end": end, "text": words, "labels": ["PER"]}}
        for n, (start, end, words) in enumerate(regions)
    ]  # fmt: skip
    return [{"id": 1, "data": {key: text}, "annotations": [{"result": result, **more}]}]


@pytest.mark.parametrize(
    ("text", "region", "unit"),
    [
        ("😀 Ann", (2, 5, "Ann"), "code points"),
        ("😀 Ann", (3, 6, "Ann"), "utf-16"),
        ("one\r\nAnn", (4, 7, "Ann"), "lf"),
        ("one Ann", (0, 3, "Ann"), "quotes"),
    ],
)
def test_label_studio_is_anchored_by_the_way_that_holds(
    text: str, region: tuple[int, int, str], unit: str, tmp_path: Path
) -> None:
    found = sheet(put(tmp_path / "a.json", task(text, region)))
    assert found.document.annotated
    assert found.document.annotated.offsets == unit
    assert marks(found) == [("PER", ["Ann"])]
    assert text[found.annotations[0].at[0].start :].startswith("Ann")


def test_label_studio_finds_its_text_under_any_key(tmp_path: Path) -> None:
    found = sheet(put(tmp_path / "a.json", task("Ann met", (0, 3, "Ann"), key="body")))
    assert marks(found) == [("PER", ["Ann"])]


def test_label_studio_what_was_skipped_is_left_out(tmp_path: Path) -> None:
    skipped = put(tmp_path / "a.json", task("Ann", (0, 3, "Ann"), was_cancelled=True))
    assert problem(skipped).endswith("no text stands in this file; expected at least one")


def test_label_studio_has_a_document_for_each_annotator(tmp_path: Path) -> None:
    record = task("Ann met", (0, 3, "Ann"))
    record[0]["annotations"] *= 2
    found = sheets(put(tmp_path / "a.json", record))
    assert [one.id.rpartition("/")[2] for one in found] == ["1", "1.2"]


def test_label_studio_choices_and_texts_of_regions_and_of_the_whole(tmp_path: Path) -> None:
    record = task("Ann met", (0, 3, "Ann"))
    record[0]["annotations"][0]["result"] += [
        {"id": "r0", "from_name": "sure", "type": "choices", "value": {"choices": ["no"]}},
        {"id": "z", "from_name": "topic", "type": "choices", "value": {"choices": ["talks"]}},
        {"id": "r0", "from_name": "why", "type": "textarea", "value": {"text": ["a name"]}},
    ]
    found = sheet(put(tmp_path / "a.json", record))
    assert found.annotations[0].features == {"sure": "no", "why": "a name"}
    assert (found.annotations[1].label, found.annotations[1].features) == (
        "topic", {"value": "talks"},
    )  # fmt: skip


def test_label_studio_counts_the_text_between_the_tags(tmp_path: Path) -> None:
    value = {"start": "/p[1]/text()[1]", "startOffset": 0, "endOffset": 3, "text": "Ann",
             "globalOffsets": {"start": 6, "end": 9}, "hypertextlabels": ["PER"]}  # fmt: skip
    result = [{"id": "a", "from_name": "l", "to_name": "t", "type": "hypertextlabels",
               "value": value}]  # fmt: skip
    record = [
        {"data": {"html": "<p>Five </p><p>&amp;Ann</p>"}, "annotations": [{"result": result}]}
    ]
    loaded = load_one(put(tmp_path / "a.json", record))
    assert loaded.text == "Five &Ann"


def test_json_min(tmp_path: Path) -> None:
    record = [{"id": 1, "text": "Ann met", "annotator": 1, "annotation_id": 3, "lead_time": 1.5,
               "ner": [{"start": 0, "end": 3, "text": "Ann", "labels": ["PER"]}],
               "topic": "talks"}]  # fmt: skip
    assert marks(sheet(put(tmp_path / "a.json", record))) == [("PER", ["Ann"]), ("topic", [])]


def test_json_min_with_a_text_of_another_name_and_numbers(tmp_path: Path) -> None:
    record = [{"id": 1, "article": "Ann met", "annotator": 1, "annotation_id": 3, "lead_time": 1.5,
               "ner": [{"start": 0, "end": 3, "text": "Ann", "labels": ["PER"]}],
               "topics": {"choices": ["talks", "war"]}, "rank": 3}]  # fmt: skip
    found = sheet(put(tmp_path / "a.json", record))
    assert marks(found) == [("PER", ["Ann"]), ("topics", []), ("rank", [])]
    assert [one.features for one in found.annotations] == [
        {}, {"value": "talks", "value.2": "war"}, {"value": "3"},
    ]  # fmt: skip


def test_label_studio_relations_in_both_directions(tmp_path: Path) -> None:
    record = task("Ann met", (0, 3, "Ann"), (4, 7, "met"))
    record[0]["annotations"][0]["result"].append(
        {"from_id": "r0", "to_id": "r1", "type": "relation", "direction": "bi", "labels": ["x"]}
    )
    assert sheet(put(tmp_path / "a.json", record)).annotations[-1].features == {"direction": "bi"}


def test_label_studio_what_a_model_predicts_is_told(tmp_path: Path) -> None:
    record = task("Ann met", (0, 3, "Ann"))
    record[0]["predictions"], record[0]["annotations"] = record[0]["annotations"], []
    (notice,) = load_one(put(tmp_path / "a.json", record)).notices
    assert notice.message.startswith("nobody has annotated this task")


# --------------------------------------------------------------------------------- Web Annotation


def test_a_web_annotation_with_a_quote_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ann met Bob and Ann")
    one = {"@context": "http://www.w3.org/ns/anno.jsonld", "id": "x", "type": "Annotation",
           "body": [{"type": "TextualBody", "value": "PER", "purpose": "tagging"},
                    {"type": "SpecificResource", "source": "http://www.wikidata.org/entity/Q1"}],
           "target": {"source": "http://example.org/a", "selector": {
               "type": "TextQuoteSelector", "exact": "Ann", "prefix": "and "}}}  # fmt: skip
    found = sheet(put(tmp_path / "a.jsonld", one))
    assert found.annotations[0].at[0].start == 16
    assert found.annotations[0].references == ("http://www.wikidata.org/entity/Q1",)
    assert found.document.url == "http://example.org/a"


def test_web_annotations_by_other_names_of_the_context(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ann met Bob")
    selector = {"@type": "oa:TextPositionSelector", "oa:start": 8, "oa:end": 11}
    target = {"oa:hasSource": {"@id": "a.txt"}, "oa:hasSelector": selector}
    one = {"@id": "x", "@type": "oa:Annotation", "oa:hasBody": {"oa:value": "PER"},
           "oa:hasTarget": target, "@context": "http://www.w3.org/ns/oa#"}  # fmt: skip
    assert marks(sheet(put(tmp_path / "a.jsonld", one)))[0][1] == ["Bob"]


def test_web_annotations_of_two_texts_are_two_documents(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"{name} Ann")
    items = [
        {"type": "Annotation", "body": "PER", "target": {"source": f"{name}.txt", "selector": {
            "type": "TextPositionSelector", "start": 2, "end": 5}}}
        for name in ("a", "b")
    ]  # fmt: skip
    page = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage",
            "items": items}  # fmt: skip
    assert [one.document.text for one in sheets(put(tmp_path / "c.jsonld", page))] == [
        "a.txt", "b.txt",
    ]  # fmt: skip


def test_a_web_annotation_of_several_stretches_is_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ann met Bob")
    selectors = ({"type": "TextPositionSelector", "start": start, "end": start + 3}
                 for start in (0, 8))  # fmt: skip
    one = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "body": "PAIR",
           "target": [{"source": "a.txt", "selector": each} for each in selectors]}  # fmt: skip
    assert marks(sheet(put(tmp_path / "a.jsonld", one))) == [("PAIR", ["Ann", "Bob"])]


@pytest.mark.parametrize(
    ("motivation", "body", "label", "notes"),
    [
        ("commenting", {"value": "I doubt it."}, "commenting", ("I doubt it.",)),
        ("oa:commenting", {"value": "I doubt it."}, "commenting", ("I doubt it.",)),
        ("commenting", {"value": "PER", "purpose": "tagging"}, "PER", ()),
        ("tagging", {"value": "I doubt it.", "purpose": "commenting"}, "tagging", ("I doubt it.",)),
        ("highlighting", "PER", "PER", ()),
    ],
)
def test_a_body_without_a_purpose_has_that_of_its_web_annotation(
    motivation: str, body: Any, label: str, notes: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("Ann met Bob")
    one = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation",
           "motivation": motivation, "body": body, "target": "a.txt"}  # fmt: skip
    (found,) = sheet(put(tmp_path / "a.jsonld", one)).annotations
    assert (found.label, found.notes) == (label, notes)


@pytest.mark.parametrize(
    ("outer", "inner", "words"),
    [
        ({"start": 4, "end": 11}, {"start": 4, "end": 7}, ["Bob"]),
        ({"start": 4, "end": 11}, {"exact": "Bob"}, ["Bob"]),
        ({"type": "XPathSelector", "value": "/p"}, {"exact": "Bob"}, ["Bob"]),
        ({"type": "XPathSelector", "value": "/p"}, {"start": 0, "end": 3}, None),
    ],
)
def test_what_refines_a_selector_counts_within_it(
    outer: dict[str, Any], inner: dict[str, Any], words: list[str] | None, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("Ann met Bob")
    one = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "body": "PER",
           "target": {"source": "a.txt", "selector": {**outer, "refinedBy": inner}}}  # fmt: skip
    path = put(tmp_path / "a.jsonld", one)
    if words is None:
        assert "has no selector that is read" in problem(path)
    else:
        assert marks(sheet(path)) == [("PER", words)]


def test_a_collection_of_web_annotations_whose_pages_are_elsewhere(tmp_path: Path) -> None:
    one = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationCollection",
           "first": "http://example.org/page1"}  # fmt: skip
    path = put(tmp_path / "a.jsonld", one)
    assert "the pages of this collection are not in the file" in problem(path)


def test_a_web_annotation_that_is_none_is_left_out_if_one_wants_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ann met Bob")
    items = [{"type": "Annotation", "body": "PER", "target": target} for target in ("a.txt", 5)]
    page = {"@context": "http://www.w3.org/ns/anno.jsonld", "items": items}
    path = put(tmp_path / "a.jsonld", page)
    assert problem(path).startswith(f"{path}:1: not a Web Annotation: target; expected an address")
    (notice,) = load_one(path, Reading(lenient=True)).notices
    assert "not a Web Annotation" in notice.message


# ------------------------------------------------------------------------------------ other JSON


@pytest.mark.parametrize("record", [{"text": ""}, {"text": "Ann", "entities": {"a": 1}},
                                    {"text": "Ann", "label": [[0, 3, None]]}])  # fmt: skip
def test_doccano_what_is_damaged_is_told(record: dict[str, Any], tmp_path: Path) -> None:
    assert problem(put(tmp_path / "a.jsonl", record), Reading(format="doccano"))


def test_pubannotation_relations_lead_to_blocks(tmp_path: Path) -> None:
    record = {
        "text": "Ann met Bob", "sourcedb": "X", "sourceid": "1",
        "denotations": [{"id": "T1", "obj": "PER", "span": {"begin": 0, "end": 3}}],
        "blocks": [{"id": "B1", "obj": "Sentence", "span": {"begin": 0, "end": 11}}],
        "relations": [{"id": "R1", "subj": "T1", "pred": "in", "obj": "B1"}],
    }  # fmt: skip
    found = sheet(put(tmp_path / "a.json", record))
    assert links(found) == [("in", [("subj", "Ann"), ("obj", "Ann met Bob")])]


def test_pubannotation_two_people_may_have_annotated_one_project(tmp_path: Path) -> None:
    track = {"project": "p", "denotations": [
        {"id": "T1", "obj": "PER", "span": {"begin": 0, "end": 3}}]}  # fmt: skip
    record = {"text": "Ann met", "sourcedb": "X", "sourceid": "1", "tracks": [track, track]}
    found = sheet(put(tmp_path / "a.json", record))
    assert [one.id for one in found.annotations] == ["p.T1", "p.2.T1"]


def test_pubannotation_spans_in_parts_attributes_and_tracks(tmp_path: Path) -> None:
    record = {
        "text": "Ann met Bob", "sourcedb": "X", "sourceid": "1",
        "denotations": [{"id": "T1", "obj": "PER", "span": [{"begin": 0, "end": 3},
                                                            {"begin": 8, "end": 11}]}],
        "attributes": [{"id": "A1", "subj": "T1", "pred": "sure", "obj": "yes"}],
        "tracks": [{"project": "p", "denotations": [
            {"id": "T1", "obj": "Verb", "span": {"begin": 4, "end": 7}}]}],
    }  # fmt: skip
    found = sheet(put(tmp_path / "a.json", record))
    assert marks(found) == [("PER", ["Ann", "Bob"]), ("Verb", ["met"])]
    assert found.annotations[0].features == {"sure": "yes"}


@pytest.mark.parametrize(("kind", "start"), [("p", 2), ("j", 3)])
def test_gate_says_how_it_counts(kind: str, start: int, tmp_path: Path) -> None:
    record = {
        "text": "😀 Ann", "offset_type": kind, "features": {},
        "annotation_sets": {"Key": {"annotations": [
            {"type": "PER", "start": start, "end": start + 3, "id": 0, "features": {"a": [1]}},
            {"type": "Break", "start": 0, "end": 0, "id": 1, "features": {}}]}},
    }  # fmt: skip
    found = sheet(put(tmp_path / "a.bdocjs", record))
    assert marks(found) == [("PER", ["Ann"]), ("Break", [])]
    assert found.annotations[0].features == {"a": "[1]"}


def test_wikievents_events_are_arguments_of_events(tmp_path: Path) -> None:
    record = {
        "doc_id": "d", "tokens": ["Ann", "said", "Bob", "left"], "entity_mentions": [
            {"id": "e1", "start": 0, "end": 1, "entity_type": "PER", "text": "Ann"}],
        "event_mentions": [
            {"id": "v1", "event_type": "Movement.Leave", "arguments": [],
             "trigger": {"start": 3, "end": 4, "text": "left"}},
            {"id": "v2", "event_type": "Contact.Contact.Broadcast", "arguments": [
                {"entity_id": "e1", "role": "Communicator", "text": "Ann"},
                {"entity_id": "v1", "role": "Topic", "text": "left"}],
             "trigger": {"start": 1, "end": 2, "text": "said"}}],
    }  # fmt: skip
    found = sheet(put(tmp_path / "a.jsonl", record), Reading(profile="wikievents", language="en"))
    assert links(found) == [
        ("Contact.Contact.Broadcast", [("Communicator", "Ann"), ("Topic", "Movement.Leave")])
    ]
    (statement,) = found.statements
    assert statement.exact == "Ann said Bob left"


# -------------------------------------------------------------------------------------------- NAF

NAF = """<?xml version="1.0"?>
<NAF xml:lang="en"><nafHeader><fileDesc title="T"/><public uri="http://example.org/n"/></nafHeader>
<raw>😀 Ann met Bob yesterday</raw>
<text><wf id="w1" offset="{0}" length="3">Ann</wf><wf id="w2" offset="{1}" length="3">met</wf>
<wf id="w3" offset="{2}" length="3">Bob</wf>
<wf id="w4" offset="{3}" length="9">yesterday</wf></text>
<terms><term id="t1"><span><target id="w1"/></span></term><term id="t2"><span>
<target id="w2"/></span></term><term id="t3"><span><target id="w3"/></span></term></terms>
<entities><entity id="e1" type="PER"><references><span><target id="t1"/></span></references>
<externalReferences><externalRef resource="Wikidata" reference="Q1"/></externalReferences></entity>
</entities>
<timeExpressions><timex3 id="x" type="DATE" value="2025-04-09"><span>
<target id="w4"/></span></timex3>
</timeExpressions>
<srl><predicate id="p1"><span><target id="t2"/></span>
<role id="r1" semRole="A0"><span><target id="t1"/></span></role>
<role id="r2" semRole="A1"><span><target id="t3"/></span></role></predicate></srl></NAF>
"""


@pytest.mark.parametrize(
    ("starts", "unit"), [((2, 6, 10, 14), "code points"), ((3, 7, 11, 15), "utf-16")]
)
def test_naf_entities_times_and_roles(
    starts: tuple[int, int, int, int], unit: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.naf"
    path.write_text(NAF.format(*starts), encoding="utf-8")
    found = sheet(path)
    assert found.document.annotated
    assert found.document.annotated.offsets == unit
    assert (found.document.language, found.document.url) == ("en", "http://example.org/n")
    by_id = {one.id: one for one in found.annotations}
    assert by_id["e1"].references == ("Wikidata:Q1",)
    assert by_id["x"].features == {"value": "2025-04-09"}
    assert links(found) == [("predicate", [("A0", "Ann"), ("A1", "Bob")])]


def test_naf_annotations_stand_on_multiwords(tmp_path: Path) -> None:
    path = tmp_path / "a.naf"
    path.write_text(
        """<NAF xml:lang="en"><raw>Ann called it off</raw><text>
<wf id="w1" offset="0" length="3">Ann</wf><wf id="w2" offset="4" length="6">called</wf>
<wf id="w4" offset="14" length="3">off</wf></text><terms><term id="t2"><span><target id="w2"/>
</span></term></terms><multiwords><mw id="mw1" type="phrasal"><component id="mw1.c1"><span>
<target id="t2"/></span></component><component id="mw1.c2"><span><target id="w4"/></span>
</component></mw></multiwords><srl><predicate id="p1"><span><target id="mw1"/></span></predicate>
</srl></NAF>""",
        encoding="utf-8",
    )
    assert marks(sheet(path))[0] == ("predicate", ["called", "off"])


def test_naf_terms_on_words_that_are_not_there(tmp_path: Path) -> None:
    path = tmp_path / "a.naf"
    text = NAF.format(2, 6, 10, 14).replace('<term id="t1"><span><target id="w1"/>',
                                            '<term id="t1"><span><target id="w9"/>')  # fmt: skip
    path.write_text(text, encoding="utf-8")
    assert "'t1' stands on 'w9', which is not there" in problem(path)


def test_naf_of_an_older_version_has_ids_by_other_names(tmp_path: Path) -> None:
    path = tmp_path / "a.naf"
    text = NAF.format(2, 6, 10, 14).replace('entity id="e1"', 'entity eid="e1"')
    path.write_text(text, encoding="utf-8")
    assert {one.id: one.features for one in sheet(path).annotations}["e1"] == {}


@pytest.mark.parametrize(
    "raw",
    ["<raw><![CDATA[Write <!DOCTYPE html> first]]></raw>", "<raw>x</raw><!-- <!DOCTYPE x> -->"],
)
def test_words_of_a_text_declare_nothing(raw: str, tmp_path: Path) -> None:
    path = tmp_path / "a.naf"
    path.write_text(f'<NAF xml:lang="en">{raw}</NAF>', encoding="utf-8")
    assert load_one(path).text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-16"])
@pytest.mark.parametrize(
    "before", ["", "<!-- <? -->", "<?a <!-- ?>", "<!-- <!DOCTYPE x> -->\n", '<?xml version="1.0"?>']
)
def test_a_document_type_is_found_in_any_encoding(
    encoding: str, before: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.naf"
    path.write_bytes(f"{before}<!DOCTYPE NAF [<!ENTITY a 'b'>]><NAF>&a;</NAF>".encode(encoding))
    assert "a document type is declared" in problem(path, Reading(format="naf"))


def test_an_encoding_in_which_no_declaration_is_found_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.naf"
    path.write_bytes(b'<?xml version="1.0" encoding="utf-7"?>+ADw-NAF/+AD4-')
    assert "the encoding of this XML is not read" in problem(path, Reading(format="naf"))


@pytest.mark.parametrize(
    "bomb",
    [
        '<!DOCTYPE NAF [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE NAF [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>',
    ],
)
@pytest.mark.parametrize("name", ["naf", "cas"])
def test_xml_with_entities_is_refused(name: str, bomb: str, tmp_path: Path) -> None:
    if name == "naf":
        path = tmp_path / "a.naf"
        path.write_text(NAF.format(2, 6, 10, 14).replace("<NAF", f"{bomb}<NAF", 1), "utf-8")
    else:
        loaded = load_one(SEED)
        path = tmp_path / "a.xmi"
        cas.dump(loaded.sheet, path, loaded.text)
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("<xmi:XMI", f"{bomb}<xmi:XMI", 1), encoding="utf-8")
    assert "a document type is declared" in problem(path)


# -------------------------------------------------------------------------------------------- CAS


def test_cas_without_its_type_system_is_told_what_is_missing(tmp_path: Path) -> None:
    loaded = load_one(SEED)
    cas.dump(loaded.sheet, tmp_path / "a.xmi", loaded.text)
    (tmp_path / "TypeSystem.xml").unlink()
    assert "the type system of this CAS is not there" in problem(tmp_path / "a.xmi")


def test_a_zip_of_an_export(tmp_path: Path) -> None:
    loaded = load_one(SEED)
    cas.dump(loaded.sheet, tmp_path / "a.xmi", loaded.text)
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("a.xmi", "TypeSystem.xml"):
            archive.write(tmp_path / name, f"annotation/{name}")
    assert sheet(path) == loaded.sheet


@pytest.mark.parametrize("name", ["../a.xmi", "/a.xmi", "x/../../a.xmi", "C:/a.xmi", "..\\a.xmi"])
def test_a_zip_whose_paths_climb_out(name: str, tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, "<xmi/>")
    assert "climbs out" in problem(path, Reading(format="cas"))


def test_a_zip_that_swells(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xmi", b"\0" * 50_000_000)
    assert "too large" in problem(path, Reading(format="cas"))


def test_several_views_are_several_documents(tmp_path: Path) -> None:
    made = json.loads(formats.cas(tmp_path, formats.MARKS).read_text(encoding="utf-8"))
    structures = made["%FEATURE_STRUCTURES"]
    structures += [
        {"%ID": 500, "%TYPE": "uima.cas.Sofa", "sofaNum": 2, "sofaID": "english",
         "mimeType": "text", "sofaString": "Ann met"},
        {"%ID": 501, "%TYPE": "some.where.Naming", "@sofa": 500, "value": "PER", "begin": 0,
         "end": 3},
    ]  # fmt: skip
    made["%VIEWS"]["english"] = {"%SOFA": 500, "%MEMBERS": [501]}
    first, second = sheets(put(tmp_path / "a.json", made))
    assert len(first.annotations) == len(formats.MARKS) + 1
    assert marks(second) == [("PER", ["Ann"])]


def test_an_offset_inside_of_a_surrogate_pair(tmp_path: Path) -> None:
    made = json.loads(formats.cas(tmp_path, formats.MARKS).read_text(encoding="utf-8"))
    made["%FEATURE_STRUCTURES"][1]["begin"] = 1
    assert "inside a character" in problem(put(tmp_path / "a.json", made))


# -------------------------------------------------------------------------------------------- TSV

HEAD = "#FORMAT=WebAnno TSV 3.3\n"


def tsv(folder: Path, layers: str, *rows: str) -> Path:
    path = folder / "a.tsv"
    path.write_text(f"{HEAD}{layers}\n\n" + "\n".join((*rows, "")), encoding="utf-8")
    return path


def test_tsv_stacked_and_over_several_tokens(tmp_path: Path) -> None:
    path = tsv(
        tmp_path, "#T_SP=x.Named|value|identifier\n", "#Text=New York 😀 Times",
        "1-1\t0-3\tNew\tLOC[1]|ORG[2]\tQ60[1]|_[2]\t",
        "1-2\t4-8\tYork\tLOC[1]|ORG[2]\tQ60[1]|_[2]\t",
        "1-3\t9-11\t😀\tORG[2]\t_[2]\t", "1-4\t12-17\tTimes\tORG[2]\t_[2]\t",
    )  # fmt: skip
    found = sheet(path)
    assert marks(found) == [("LOC", ["New York"]), ("ORG", ["New York 😀 Times"])]
    assert found.annotations[0].features == {"layer": "Named", "identifier": "Q60"}


@pytest.mark.parametrize("value", ["2025-04-10", "9-11", "1-1"])
def test_tsv_values_that_look_like_the_address_of_a_token(value: str, tmp_path: Path) -> None:
    path = tsv(
        tmp_path, "#T_SP=x.Timex|value\n", "#Text=10 April 2025", f"1-1\t0-2\t10\t{value}[1]\t",
        f"1-2\t3-8\tApril\t{value}[1]\t", f"1-3\t9-13\t2025\t{value}[1]\t",
    )  # fmt: skip
    assert marks(sheet(path)) == [(value, ["10 April 2025"])]


@pytest.mark.parametrize(
    ("layers", "rows", "told"),
    [
        ("#T_SP=x.Y|value\n", ("1-1\t0-3\tAnn\tQ\t",), "in no token, found 'met'"),
        ("#T_SP=x.Y|value\n", ("1-2\t4-7\tmet\tQ\t",), "in no token, found 'Ann'"),
        ("#T_SP=x.Y|value\n", ("1-1\t0-3\tAnn\tQ\tZ\tA\t",), "expected 4, found 6"),
        ("", ("1-1\t0-3\tAnn\tQ",), "more columns than the header declares; expected 3, found 4"),
        ("", ("1-1\t0-3\tAnn\t", "1-1\t0-3\tAnn\t"), "the token 1-1 stands twice"),
    ],
)
def test_tsv_what_is_damaged_is_told(
    layers: str, rows: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    path = tsv(tmp_path, layers, "#Text=Ann met", *rows)
    (found,) = read(path, PLAIN)
    assert told in str(found)


def test_tsv_without_a_text_is_no_document(tmp_path: Path) -> None:
    path = tsv(tmp_path, "#T_SP=x.Y|value\n")
    assert "the text is missing" in problem(path)
    assert "the text is missing" in problem(path, Reading(lenient=True))


def test_tsv_values_with_signs_of_the_format(tmp_path: Path) -> None:
    path = tsv(
        tmp_path, "#T_SP=x.Named|value|note\n", "#Text=Ann",
        "1-1\t0-3\tAnn\tPER\ta\\_b\\|c\\[1\\]\\;d\t",
    )  # fmt: skip
    assert sheet(path).annotations[0].features["note"] == "a_b|c[1];d"


def test_tsv_parts_of_tokens_and_places_between_them(tmp_path: Path) -> None:
    path = tsv(
        tmp_path, "#T_SP=x.Named|value\n", "#Text=Moscow-based", "1-1\t0-12\tMoscow-based\t_\t",
        "1-1.1\t0-6\tMoscow\tLOC\t", "1-1.2\t6-6\t\tGAP\t",
    )  # fmt: skip
    assert marks(sheet(path)) == [("LOC", ["Moscow"]), ("GAP", [])]


def test_tsv_slots(tmp_path: Path) -> None:
    path = tsv(
        tmp_path, "#T_SP=x.Event|value|ROLE_x.Event:args_x.Link|x.Named\n#T_SP=x.Named|\n",
        "#Text=Ann met Bob", "1-1\t0-3\tAnn\t_\t_\t_\t*\t",
        "1-2\t4-7\tmet\tMeet\tWho;With\t1-1;1-3\t_\t", "1-3\t8-11\tBob\t_\t_\t_\t*\t",
    )  # fmt: skip
    assert links(sheet(path)) == [("Meet", [("Who", "Ann"), ("With", "Bob")])]


def test_tsv_chains_in_either_order_of_columns(tmp_path: Path) -> None:
    path = tsv(
        tmp_path, "#T_CH=x.CoreferenceLink|referenceRelation|referenceType\n", "#Text=Ann she",
        "1-1\t0-3\tAnn\t*->1-1\tnam[1]\t", "1-2\t4-7\tshe\tana->1-2\tpro[1]\t",
    )  # fmt: skip
    assert marks(sheet(path)) == [("CoreferenceLink", ["Ann"]), ("CoreferenceLink", ["she"])]


def test_tsv_relations_between_tokens(tmp_path: Path) -> None:
    path = tsv(
        tmp_path, "#T_RL=x.Dependency|value|BT_y.Token\n", "#Text=Ann met",
        "1-1\t0-3\tAnn\tnsubj\t1-2\t", "1-2\t4-7\tmet\t_\t_\t",
    )  # fmt: skip
    assert links(sheet(path)) == [("nsubj", [("Governor", "met"), ("Dependent", "Ann")])]


def test_tsv_sentences_with_line_ends_in_them(tmp_path: Path) -> None:
    path = tsv(
        tmp_path, "#T_SP=x.Named|value\n", "#Text=Ann", "#Text=met", "1-1\t0-3\tAnn\tPER\t",
        "1-2\t4-7\tmet\t_\t",
    )  # fmt: skip
    assert load_one(path).text == "Ann\nmet"


# --------------------------------------------------------------------------------------- profiles


def test_the_profile_of_the_documentation_loads(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs/annotations.md").read_text(encoding="utf-8")
    (block,) = [one for one in text.split("```yaml\n")[1:] if one.startswith("profile:")]
    path = tmp_path / "my.yaml"
    path.write_text(block.partition("```")[0], encoding="utf-8")
    profile = profile_of(path)
    assert profile.document.publisher == "tass"
    assert profile.event("Contact.Meeting")
    assert profile.role("Participant3")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("profile: x\nentities:\n  A: {actor: Persn}\n", "3:14: wrong value of entities.A.actor"),
        ("profile: x\nentitys: {}\n", "2:1: entitys: unknown key"),
        ("entities: {}\n", "profile: the key is missing"),
        ("profile: x\nentities:\n  A: {}\n", "expected one of actor, place, date and event"),
    ],
)
def test_what_is_wrong_with_a_profile_is_told(written: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "my.yaml"
    path.write_text(written)
    with pytest.raises(InvalidInputError) as caught:
        profile_of(path)
    assert told in str(caught.value)


def test_no_profile_of_that_name(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jsonl", {"text": "Ann", "label": [[0, 3, "PER"]]})
    assert "no profile 'nerl'; expected a file, or one of" in problem(path, Reading(profile="nerl"))
    assert "nearest: nerel" in problem(path, Reading(profile="nerl"))


def test_deep_json_is_an_error_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"[" * 200_000)
    with pytest.raises(KgError):
        load_one(path, Reading(format="doccano"))


def test_bytes_that_are_no_zip(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(io.BytesIO(b"PK\x03\x04 no").getvalue())
    assert "the zip cannot be read" in problem(path, Reading(format="cas"))
