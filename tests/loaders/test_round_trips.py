"""What goes out to an annotation tool comes back without loss, and with what a person changed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import ExportError, InvalidInputError
from kg.loaders.base import Loaded, Reading, load_one, loaders, read
from kg.model import Annotation, Article, Stretch
from kg.resources import data_dir
from tests.loaders.formats import MARKS, WRITERS

ARTICLES = sorted((data_dir() / "articles").rglob("*.yaml"))
SHORT = data_dir() / "articles/russia-us/2025-06-16-round-cancelled.ru.yaml"
SEED = data_dir() / "articles/russia-us/2025-04-10-istanbul.hi.yaml"
#: a file name for each format that can be written
TARGETS = {
    "brat": "x.ann", "cas": "x.json", "cas xmi": "x.xmi", "doccano": "x.jsonl",
    "labelstudio": "x.json", "sheet": "x.yaml", "webannotation": "x.jsonld",
}  # fmt: skip


def put(loaded: Loaded, target: str, folder: Path) -> Path:
    path = folder / TARGETS[target]
    loaders()[target.partition(" ")[0]].dump(loaded.sheet, path, loaded.text)
    return path


def back(path: Path, target: str) -> Loaded:
    return load_one(path, Reading(format=target.partition(" ")[0]))


def spans(loaded: Loaded) -> list[tuple[int, int]]:
    assert isinstance(loaded.sheet, Article)
    return [selector.span for selector, _ in loaded.sheet.selectors()]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_an_article_comes_back_equal(path: Path, target: str, tmp_path: Path) -> None:
    loaded = load_one(path)
    again = back(put(loaded, target, tmp_path), target)
    assert again.sheet == loaded.sheet
    assert again.text == loaded.text
    assert spans(again) == spans(loaded)
    assert not again.unnamed
    assert not again.notices


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("source", sorted(WRITERS))
def test_what_another_tool_had_travels_on(source: str, target: str, tmp_path: Path) -> None:
    (tmp_path / "from").mkdir()
    (tmp_path / "to").mkdir()
    path = WRITERS[source](tmp_path / "from", MARKS)
    loaded = load_one(path, Reading(format=source, profile="nerel"))
    again = back(put(loaded, target, tmp_path / "to"), target)
    if target == "sheet":  # one that came out of a larger file takes the name of the sheet
        name = again.sheet.document.text  # type: ignore[union-attr]
        document = loaded.sheet.document.model_copy(update={"text": name})  # type: ignore[union-attr]
        loaded = Loaded(loaded.sheet.model_copy(update={"document": document}), loaded.text)
    assert again.sheet == loaded.sheet


@pytest.mark.parametrize("target", TARGETS)
def test_a_mark_in_two_parts_travels_on(target: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Alice, said Ann, Smith left")
    (tmp_path / "a.ann").write_text("T1\tPerson 0 5;17 22\tAlice Smith\n")
    loaded = load_one(tmp_path / "a.ann", Reading(language="en"))
    assert isinstance(loaded.sheet, Article)
    (tmp_path / "to").mkdir()
    again = back(put(loaded, target, tmp_path / "to"), target).sheet
    assert isinstance(again, Article)
    assert again.annotations == loaded.sheet.annotations
    assert again.mentions == loaded.sheet.mentions


def test_brat_finds_a_configuration_beside_its_files(tmp_path: Path) -> None:
    put(load_one(SEED), "brat", tmp_path)
    conf = (tmp_path / "annotation.conf").read_text(encoding="utf-8")
    assert re.findall(r"^\[(\w+)\]$", conf, re.MULTILINE) == [
        "entities", "relations", "events", "attributes",
    ]  # fmt: skip
    listed = set(conf.split())
    used = re.findall(
        r"^T\d+\t(\S+) ", (tmp_path / "x.ann").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert set(used) <= listed
    visual = (tmp_path / "visual.conf").read_text(encoding="utf-8")
    assert visual.startswith("[labels]\n")
    assert (tmp_path / "tools.conf").is_file()


def test_a_mention_that_was_moved_in_brat_keeps_what_it_refers_to(tmp_path: Path) -> None:
    """Somebody widened the mark of a name by the word after it."""
    path = put(load_one(SEED), "brat", tmp_path)
    lines = path.read_text(encoding="utf-8")
    text = (tmp_path / "x.txt").read_text(encoding="utf-8")
    match = re.search(r"^(T\d+)\tActor (\d+) (\d+)\tडार्चिएव$", lines, re.MULTILINE)
    assert match
    start, end = int(match[2]), text.index(" ", int(match[3]) + 1)
    wider = f"{match[1]}\tActor {start} {end}\t{text[start:end]}"
    path.write_text(lines.replace(match[0], wider), encoding="utf-8")
    before, after = load_one(SEED).sheet, back(path, "brat").sheet
    assert isinstance(before, Article)
    assert isinstance(after, Article)
    changed = [
        (one, other) for one, other in zip(before.mentions, after.mentions, strict=True)
        if one != other
    ]  # fmt: skip
    ((one, other),) = changed
    assert other.refers == one.refers == "actor/darchiev"
    assert other.exact == text[start:end]
    assert other.span == (start, end)


def test_a_mark_that_was_added_in_brat_is_new(tmp_path: Path) -> None:
    path = put(load_one(SEED), "brat", tmp_path)
    text = (tmp_path / "x.txt").read_text(encoding="utf-8")
    at = text.index("बयान")
    added = f"T9001\tPerson {at} {at + 4}\tबयान\n"
    path.write_text(path.read_text(encoding="utf-8") + added, encoding="utf-8")
    sheet = back(path, "brat").sheet
    assert isinstance(sheet, Article)
    (actor,) = [one for one in sheet.actors if one.names.get("hi", ())[:1]
                and one.names["hi"][0].form == "बयान"]  # fmt: skip
    assert actor.type == "Person"
    assert [one.id for one in sheet.annotations] == ["T9001"]
    assert sheet.mentions[-1].refers == f"actor/{actor.id}"


def test_a_claim_that_was_deleted_is_gone(tmp_path: Path) -> None:
    path = put(load_one(SEED), "labelstudio", tmp_path)
    tasks = json.loads(path.read_text(encoding="utf-8"))
    result = tasks[0]["annotations"][0]["result"]
    taken = next(one for one in result if one["id"] == "kg.S1.c1")
    result[:] = [
        one for one in result
        if one is not taken and "kg.S1.c1" not in (one.get("from_id"), one.get("to_id"))
    ]  # fmt: skip
    path.write_text(json.dumps(tasks), encoding="utf-8")
    before, after = load_one(SEED).sheet, back(path, "labelstudio").sheet
    assert isinstance(before, Article)
    assert isinstance(after, Article)
    assert after.statements[0].says == before.statements[0].says[1:]
    assert after.statements[1:] == before.statements[1:]


def test_a_note_that_was_damaged_is_told(tmp_path: Path) -> None:
    path = put(load_one(SEED), "brat", tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('kg:{"at":["mentions",0]', 'kg:{"at":["mentions"'), "utf-8")
    with pytest.raises(
        InvalidInputError, match="a note that begins with kg: is not as it was written"
    ):
        back(path, "brat")


@pytest.mark.parametrize("target", sorted({*TARGETS} - {"sheet"}))
def test_only_an_article_goes_to_a_tool(target: str, tmp_path: Path) -> None:
    registry = load_one(data_dir() / "registry" / "places.yaml")
    with pytest.raises(ExportError, match="only an article"):
        put(registry, target, tmp_path)


def test_one_configuration_of_brat_serves_all_texts_of_a_folder(tmp_path: Path) -> None:
    for number, path in enumerate(ARTICLES):
        loaded = load_one(path)
        loaders()["brat"].dump(loaded.sheet, tmp_path / f"{number}.ann", loaded.text)
    conf = (tmp_path / "annotation.conf").read_text(encoding="utf-8")
    words = {line.partition(" ")[0] for line in conf.splitlines()}
    for number in range(len(ARTICLES)):
        lines = (tmp_path / f"{number}.ann").read_text(encoding="utf-8")
        assert set(re.findall(r"^T\d+\t(\S+) ", lines, re.MULTILINE)) <= words
        for key, value in re.findall(r"^A\d+\t(\S+) \S+ (\S+)$", lines, re.MULTILINE):
            (line,) = re.findall(rf"^{key} Arg:<ANY>, Value:(.*)$", conf, re.MULTILINE)
            assert value in line.split("|")


def test_label_studio_is_given_the_labels_of_the_task(tmp_path: Path) -> None:
    path = put(load_one(SEED), "labelstudio", tmp_path)
    (task,) = json.loads(path.read_text(encoding="utf-8"))
    config = (tmp_path / "x.config.xml").read_text(encoding="utf-8")
    for one in task["annotations"][0]["result"]:
        for label in one.get("labels", one.get("value", {}).get("labels", [])):
            assert f'value="{label}"' in config


def test_marks_of_another_tool_under_our_ids_are_told_apart(tmp_path: Path) -> None:
    loaded = load_one(SEED)
    assert isinstance(loaded.sheet, Article)
    assert loaded.text
    at = (Stretch(exact=loaded.text[:3], start=0),)
    others = tuple(Annotation(id=name, label="X", at=at) for name in ("M1", "S1", "S1.c1", "Sheet"))
    sheet = loaded.sheet.model_copy(update={"annotations": others})
    path = tmp_path / "x.ann"
    loaders()["brat"].dump(sheet, path, loaded.text)
    again = back(path, "brat").sheet
    assert isinstance(again, Article)
    assert [one.id for one in again.annotations] == [one.id for one in others]
    assert again.statements == loaded.sheet.statements


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@pytest.mark.parametrize("target", sorted({*TARGETS} - {"sheet"}))
@given(data=st.data())
def test_damaged_notes_are_an_error_of_ours_or_a_right_result(
    target: str, data: st.DataObject, tmp_path: Path
) -> None:
    path = put(load_one(SHORT), target, tmp_path)
    text = path.read_text(encoding="utf-8")
    places = [match.start() for match in re.finditer("kg:", text)]
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.sampled_from(places)) + data.draw(st.integers(3, 90))
        piece = data.draw(
            st.sampled_from(("", "[", "]", "{", "}", "0", "null", '"', "x", ",", "1"))
        )
        text = text[:at] + piece + text[at + data.draw(st.integers(0, 3)) :]
    path.write_text(text, encoding="utf-8", newline="")
    reading = Reading(format=target.partition(" ")[0], lenient=data.draw(st.booleans()))
    for found in read(path, reading):
        if isinstance(found, Loaded):
            assert all(span for span in spans(found))
        else:
            assert all(str(problem) for problem in found.problems)
