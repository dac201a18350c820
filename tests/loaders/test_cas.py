"""A CAS as INCEpTION exports it: its layers, views and archives, each in the smallest file."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InvalidInputError
from kg.loaders import cas
from kg.loaders.base import PLAIN, Loaded, Reading, load_one, read
from kg.model import Annotation, Article
from kg.resources import data_dir
from tests.loaders import formats
from tests.loaders.reading import marks, problem, put, sheet, sheets

SEED = data_dir() / "articles/russia-us/2025-04-10-istanbul.hi.yaml"
ANNOTATION, TOP = "uima.tcas.Annotation", "uima.cas.TOP"
SEGMENTATION = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type"
TEXT = "Ann met Bob"
#: the features of each type besides its place; a list is an array
TYPES: dict[str, tuple[str, dict[str, str]]] = {
    f"{SEGMENTATION}.Token": (ANNOTATION, {}),
    f"{SEGMENTATION}.Sentence": (ANNOTATION, {}),
    "custom.Sentence": (ANNOTATION, {"value": "uima.cas.String", "notes": "uima.cas.String"}),
    "custom.Dependency": (
        ANNOTATION, {"Governor": f"{SEGMENTATION}.Token", "Dependent": f"{SEGMENTATION}.Token"},
    ),
    "custom.Link": (TOP, {"role": "uima.cas.String", "target": ANNOTATION}),
    "custom.Event": (ANNOTATION, {"args": "custom.Link[]", "of": "custom.Matter"}),
    "custom.Matter": (TOP, {"name": "uima.cas.String", "sure": "uima.cas.Integer"}),
}  # fmt: skip


def structure(ident: int, kind: str, begin: int = 0, end: int = 0, **more: Any) -> dict[str, Any]:
    named = kind if "." in kind else f"{SEGMENTATION}.{kind}"
    place = {"@sofa": 1, "begin": begin, "end": end} if TYPES[named][0] == ANNOTATION else {}
    return {"%ID": ident, "%TYPE": named, **place, **more}


def content(*structures: dict[str, Any]) -> dict[str, Any]:
    types = {
        name: {"%NAME": name, "%SUPER_TYPE": base,
               **{key: {"%NAME": key, "%RANGE": kind} for key, kind in features.items()}}
        for name, (base, features) in TYPES.items()
    }  # fmt: skip
    sofa = {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView",
            "mimeType": "text", "sofaString": TEXT}  # fmt: skip
    members = [one["%ID"] for one in structures if "@sofa" in one]
    return {"%TYPES": types, "%FEATURE_STRUCTURES": [sofa, *structures],
            "%VIEWS": {"_InitialView": {"%SOFA": 1, "%MEMBERS": members}}}  # fmt: skip


def annotations(folder: Path, *structures: dict[str, Any]) -> dict[str, Annotation]:
    path = folder / "a.json"
    path.write_text(json.dumps(content(*structures)), encoding="utf-8")
    found = load_one(path).sheet
    assert isinstance(found, Article)
    return {one.id: one for one in found.annotations}


TOKENS = (structure(2, "Token", 0, 3), structure(3, "Token", 4, 7), structure(4, "Token", 8, 11))


def test_a_layer_of_a_project_may_have_the_name_of_a_structure_of_the_text(tmp_path: Path) -> None:
    found = annotations(
        tmp_path, *TOKENS, structure(5, "Sentence", 0, 11),
        structure(6, "custom.Sentence", 0, 7, value="claim", notes="in a hurry"),
    )  # fmt: skip
    assert [(one.label, one.at[0].exact) for one in found.values()] == [("claim", "Ann met")]
    assert found["Sentence.6"].features == {"layer": "Sentence", "notes": "in a hurry"}


def test_a_relation_between_tokens_leads_to_their_words(tmp_path: Path) -> None:
    found = annotations(
        tmp_path, *TOKENS,
        structure(6, "custom.Dependency", 0, 3, **{"@Governor": 3, "@Dependent": 2}),
    )  # fmt: skip
    links = {link.role: found[link.to].at[0].exact for link in found["Dependency.6"].links}
    assert links == {"Governor": "met", "Dependent": "Ann"}
    assert found["Dependency.6"].features == {}
    assert "Token.4" not in found


def test_a_slot_may_be_filled_by_a_token_or_by_nothing(tmp_path: Path) -> None:
    found = annotations(
        tmp_path, *TOKENS, structure(6, "custom.Event", 4, 7, **{"@args": 9}),
        structure(7, "custom.Link", role="Who", **{"@target": 2}),
        structure(8, "custom.Link", role="When"),
        {"%ID": 9, "%TYPE": "custom.Link[]", "%ELEMENTS": [7, 8]},
    )  # fmt: skip
    assert [(one.role, one.to) for one in found["Event.6"].links] == [("Who", "Token.2")]


def test_what_leads_to_no_annotation_is_kept_as_it_is_written(tmp_path: Path) -> None:
    found = annotations(
        tmp_path, structure(6, "custom.Event", 4, 7, **{"@of": 7}),
        structure(7, "custom.Matter", name="talks", sure=2),
    )  # fmt: skip
    told = json.loads(found["Event.6"].features["of"])
    assert told == {"layer": "Matter", "name": "talks", "sure": 2}


def test_an_annotation_between_two_characters_keeps_its_place(tmp_path: Path) -> None:
    found = annotations(tmp_path, structure(6, "custom.Sentence", 4, 4, value="gap"))
    assert found["Sentence.6"].at == ()
    assert found["Sentence.6"].features["at"] == "4"


def archive(*files: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, held_in_it in files:
            made.writestr(name, held_in_it)
    return held.getvalue()


def test_the_export_of_a_project_has_a_zip_for_each_annotator(tmp_path: Path) -> None:
    texts = {
        who: json.dumps(content(structure(6, "custom.Sentence", 0, 3, value=who))).encode()
        for who in ("ann", "bob", "INITIAL_CAS")
    }
    path = tmp_path / "project.zip"
    path.write_bytes(archive(
        ("exportedproject.json", b"{}"), ("source/a.txt", TEXT.encode()),
        *((f"annotation/a.txt/{who}.zip", archive((f"{who}.json", one)))
          for who, one in texts.items()),
        ("annotation/b.txt/INITIAL_CAS.zip", archive(("b.json", texts["INITIAL_CAS"]))),
    ))  # fmt: skip
    labels = []
    for one in read(path, PLAIN):
        assert isinstance(one, Loaded)
        assert isinstance(one.sheet, Article)
        labels.append([each.label for each in one.sheet.annotations])
    # of a text that somebody has annotated not what it was before
    assert labels == [["ann"], ["bob"], ["INITIAL_CAS"]]


@pytest.mark.parametrize(
    ("inner", "told"),
    [
        (("../a.json", b"{}"), "climbs out"), (("a.json", b" " * 50_000_000), "too large"),
    ],
)  # fmt: skip
def test_a_zip_in_a_zip_is_held_to_the_same(
    inner: tuple[str, bytes], told: str, tmp_path: Path
) -> None:
    path = tmp_path / "project.zip"
    path.write_bytes(archive(("annotation/a.txt/ann.zip", archive(inner))))
    (found,) = read(path, Reading(format="cas"))
    assert told in str(found)


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("%FEATURE_STRUCTURES", 0), 5, "%FEATURE_STRUCTURES[0]; expected an object, found 5"),
        (("%TYPES",), [], "%TYPES; expected an object, found []"),
        (("%VIEWS", "_InitialView"), {}, "%VIEWS._InitialView; expected"),
        (("%FEATURE_STRUCTURES", 1, "%ID"), "x", "[1].%ID; expected a whole number"),
        (("%FEATURE_STRUCTURES", 1, "@Governor"), 99, "@Governor; expected the %ID of a structure"),
        (("%FEATURE_STRUCTURES", 1, "%TYPE"), "x.Y", "the type x.Y is not in its type system"),
    ],
)  # fmt: skip
def test_what_is_no_cas_is_told_by_its_place(
    path: tuple[str | int, ...], value: Any, told: str, tmp_path: Path
) -> None:
    made: Any = content(structure(2, "custom.Sentence", 0, 3))
    held = made
    for step in path[:-1]:
        held = held[step]
    held[path[-1]] = value
    file = tmp_path / "a.json"
    file.write_text(json.dumps(made))
    (found,) = read(file, Reading(format="cas"))
    assert isinstance(found, InvalidInputError)
    assert told in str(found)


# ------------------------------------------------------------------------- files and archives


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


def test_bytes_that_are_no_zip(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(io.BytesIO(b"PK\x03\x04 no").getvalue())
    assert "the zip cannot be read" in problem(path, Reading(format="cas"))
