"""The corners of the formats of JSON, each with the smallest file that has it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import KgError
from kg.loaders.base import PLAIN, Loaded, Reading, load_one, read
from tests.loaders.reading import links, marks, problem, put, sheet, sheets

# ------------------------------------------------------------------------------------------ doccano


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


# ------------------------------------------------------------------------------------------ prodigy


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


# ------------------------------------------------------------------------------------- Label Studio


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
    assert problem(skipped).endswith("no task of this file was annotated, found 1 skipped")
    both = [*task("Ann", (0, 3, "Ann")), *task("Bob", (0, 3, "Bob"), was_cancelled=True)]
    (loaded,) = read(put(tmp_path / "a.json", both), PLAIN)
    assert isinstance(loaded, Loaded)
    (notice,) = loaded.notices
    assert notice.message == "1 annotations are left out, since they were skipped"


@pytest.mark.parametrize(
    ("who", "coder"),
    [
        ({"completed_by": 5}, "annotator 5 (labelstudio)"),
        ({"completed_by": {"id": 6, "email": "x"}}, "annotator 6 (labelstudio)"),
        ({"completed_by": {"email": "x"}}, "annotator x (labelstudio)"),
        ({}, "annotators (labelstudio)"),
    ],
)
def test_label_studio_has_a_document_for_each_annotator(
    who: dict[str, Any], coder: str, tmp_path: Path
) -> None:
    record = task("Ann met", (0, 3, "Ann"))
    done = record[0]["annotations"][0]
    record[0]["annotations"] = [done, {**done, "was_cancelled": True}, {**done, **who}]
    found = sheets(put(tmp_path / "a.json", record))
    # one that is skipped no longer would be 1.2
    assert [one.id.rpartition("/")[2] for one in found] == ["1", "1.3"]
    assert found[1].coding.by == coder


def test_json_min_has_a_row_for_each_annotator(tmp_path: Path) -> None:
    rows = [
        {"id": 1, "text": "Ann", "annotator": who, "annotation_id": who, "lead_time": 1.5,
         "ner": [{"start": 0, "end": 3, "text": "Ann", "labels": ["PER"]}]} for who in (5, 6)
    ]  # fmt: skip
    found = sheets(put(tmp_path / "a.json", rows))
    assert [one.id.rpartition("/")[2] for one in found] == ["1", "1.2"]
    assert [one.coding.by for one in found] == [f"annotator {who} (labelstudio)" for who in (5, 6)]


@pytest.mark.parametrize("quote", ["Ann met Bob", "Ann  met\tBob", " Ann met Bob"])
def test_label_studio_collapses_blanks_in_its_quotes(quote: str, tmp_path: Path) -> None:
    record = task("So Ann  met\tBob.", (3, 15, quote))
    record[0]["data"] = {"other": "A text that is longer than that one.", **record[0]["data"]}
    found = sheet(put(tmp_path / "a.json", record))
    assert marks(found) == [("PER", ["Ann  met\tBob"])]
    assert found.document.annotated
    assert found.document.annotated.offsets == "code points"


def test_label_studio_of_older_exports_is_told_from_doccano(tmp_path: Path) -> None:
    record = task("Ann met", (0, 3, "Ann"))
    record[0]["completions"] = record[0].pop("annotations")
    assert marks(sheet(put(tmp_path / "a.json", record))) == [("PER", ["Ann"])]


def test_label_studio_of_a_damaged_annotation_only_its_own_document_is_lost(tmp_path: Path) -> None:
    record = task("Ann met", (0, 3, "Ann"))
    record[0]["annotations"] = [{"result": 5}, *record[0]["annotations"]]
    first, second = read(put(tmp_path / "a.json", record), PLAIN)
    assert "annotations[0].result is of the wrong kind; expected a list, found 5" in str(first)
    assert isinstance(second, Loaded)


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


@pytest.mark.parametrize("odd", ["<![foo bar]>", "<![if IE]>", "<![CDATA[x]>"])
def test_label_studio_what_a_browser_takes_for_a_comment_is_no_text(
    odd: str, tmp_path: Path
) -> None:
    value = {"globalOffsets": {"start": 0, "end": 3}, "text": "Ann", "hypertextlabels": ["PER"]}
    result = [{"id": "a", "type": "hypertextlabels", "value": value}]
    record = [{"data": {"html": f"<p>{odd}Ann</p>"}, "annotations": [{"result": result}]}]
    assert load_one(put(tmp_path / "a.json", record)).text == "Ann"


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


# ------------------------------------------------------------------------------------------- others


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


def test_deep_json_is_an_error_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"[" * 200_000)
    with pytest.raises(KgError):
        load_one(path, Reading(format="doccano"))
