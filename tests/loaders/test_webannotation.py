"""W3C Web Annotations: targets, selectors, bodies, and files that hold none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.loaders.base import Reading, load_one
from tests.loaders.reading import marks, problem, put, sheet, sheets


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


@pytest.mark.parametrize("source", ["a" * 300, "a\0b", "http://example.org/" + "a" * 70_000])
def test_a_source_that_is_no_name_of_a_file_is_told(source: str, tmp_path: Path) -> None:
    one = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "body": "PER",
           "target": {"source": source}}  # fmt: skip
    assert "is not beside the file" in problem(put(tmp_path / "b.jsonld", one))


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
