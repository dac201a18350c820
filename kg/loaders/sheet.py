"""The native sheet: YAML, written by hand, read in a diff, with the text of an article beside it.

All problems of a sheet are told at once, with their lines: those of YAML, of the record model, of
its text and of its quotes. This module knows nothing of other sheets; what one sheet says of
another is checked when they are loaded together.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, Final

import yaml
from pydantic import ValidationError

from kg.anchors import Selector, locate
from kg.errors import (
    AnchorProblem,
    DuplicateDeclarationError,
    ExportError,
    InputError,
    InvalidInputError,
    MissingTextError,
    SchemaProblem,
    SyntaxProblem,
    TextChangedError,
)
from kg.iris import SLUG
from kg.loaders.base import DamagedError, Loaded, alone
from kg.loaders.explain import explain, walk
from kg.loaders.files import read_text
from kg.loaders.marks import Node, Tree, read_tree
from kg.model import Article, Declarations, Sheet, sheet_adapter

__all__ = ["documents", "dump", "load", "name", "sniff", "suffixes"]

name = "sheet"
suffixes = (".yaml", ".yml")

_KIND: Final = re.compile(rb"(?m)^(?:\xef\xbb\xbf)?(?:\{\s*)?['\"]?kind['\"]?\s*:")
_SHA256: Final = re.compile(r"[0-9a-f]{64}\Z")
#: an `occurrence` as it may be: no text has more places
_NUMBER: Final = re.compile(r"[0-9]{1,9}\Z")
#: between a file and the text in it, in the names that loaders give to texts
_IN_FILE: Final = "#"
#: ends of files that hold a text among other things
_NO_TEXT: Final = frozenset((".bdocjs", ".json", ".jsonl", ".naf", ".tsv", ".xmi", ".xml", ".zip"))
#: the order in which the top of a sheet is written; the rest follows as the model has it
_FIRST: Final = ("kind", "id", "proposed", "document", "coding")


def sniff(path: Path, head: bytes) -> bool:
    """A mapping with a `kind` on top, or what may be a damaged one: empty, or not UTF-8."""
    del path  # the suffix was looked at before
    return not head.strip() or b"\0" in head or _KIND.search(head) is not None


def load(path: Path) -> Loaded:
    """Read a sheet and the text beside it, and locate every quote.

    Raises:
        DamagedError: with every problem of the sheet and its text, in the order of lines.
    """
    tree = read_tree(path)
    problems = list(tree.problems)
    sheet, text = None, None
    if not any(isinstance(problem, SyntaxProblem) for problem in problems):
        sheet, found = _validated(tree)
        problems += found
        problems += _declared_twice(tree)
        text, found = _text_of(tree)
        problems += found
        if text is not None:
            problems += _located(tree, sheet, text)
    if problems or sheet is None:
        order = sorted(problems, key=lambda problem: (problem.file != path, *_place(problem)))
        read = Loaded(sheet, text, tree.mark) if sheet else None
        raise DamagedError(tuple(order), read=read, declared=tuple(_declared(tree)))
    return Loaded(sheet, text, tree.mark)


documents = alone(load)


def _place(problem: InputError) -> tuple[int, int]:
    return problem.line, problem.column


# ----------------------------------------------------------------------------------------- record


def _validated(tree: Tree) -> tuple[Sheet | None, list[InputError]]:
    """The sheet as a record, or what is wrong with it."""
    try:
        return sheet_adapter().validate_python(tree.data), []
    except ValidationError as error:
        return None, list(explain(error, tree))


def _declared_twice(tree: Tree) -> Iterator[DuplicateDeclarationError]:
    """Slugs, and ids of statements and of what they say, that stand twice in the sheet."""
    first: dict[tuple[str, str], int] = {}
    for kind, slug, path in _ids(tree.data):
        line, column = tree.mark(path)
        if (kind, slug) in first:
            yield DuplicateDeclarationError(
                f"the id {slug!r} is declared twice in {kind!r}", tree.file, line, column,
                expected="an id of its own", found=f"the first in line {first[kind, slug]}",
            )  # fmt: skip
        first.setdefault((kind, slug), line)


def _declared(tree: Tree) -> Iterator[str]:
    """What the sheet declares, by what stands in the file."""
    for kind, slug, _ in _ids(tree.data):
        if kind in Declarations.model_fields and SLUG.match(slug):
            yield f"{kind[:-1]}/{slug}"


def _ids(data: Node) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    """Every id as it stands in the file: the list that holds it, the id, its path."""
    top = data if isinstance(data, dict) else {}
    for kind in (*Declarations.model_fields, "sources", "statements"):
        for at, record in _records(top.get(kind)):
            if isinstance(slug := record.get("id"), str):
                yield kind, slug, (kind, at, "id")
            for nth, said in _records(record.get("says")):
                if isinstance(slug := said.get("id"), str):
                    yield "says", slug, (kind, at, "says", nth, "id")


def _records(node: Node) -> Iterator[tuple[int, dict[str, Node]]]:
    """The mappings of a list, with their positions."""
    for at, record in enumerate(node if isinstance(node, list) else ()):
        if isinstance(record, dict):
            yield at, record


# ------------------------------------------------------------------------------------------- text


def _text_of(tree: Tree) -> tuple[str | None, list[InputError]]:
    """The text that the sheet names, with what is wrong with it; None where there is none."""
    document = tree.data.get("document") if isinstance(tree.data, dict) else None
    beside = document.get("text") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(beside, str) or not beside:
        return None, []  # a registry or a chronicle, or the model has told
    line, column = tree.mark(("document", "text"))
    parts = PurePosixPath(beside)
    if parts.is_absolute() or ".." in parts.parts or "\0" in beside:
        expected = "the name of a file beside the sheet"
        outside = SchemaProblem(
            "the text lies outside", tree.file, line, column, expected, repr(beside)
        )
        return None, [outside]
    path = tree.file.parent / parts
    try:
        if not path.is_file():
            return None, [_missing(tree, path)]
        raw, text = read_text(path)
    except OSError as error:  # a name that the file system does not take
        reason = error.strerror or str(error)
        problem = MissingTextError("the text cannot be found", tree.file, line, column, "", reason)
        return None, [problem]
    except InvalidInputError as invalid:
        return None, list(invalid.problems)
    return text, list(_changed(tree, document.get("sha256"), raw))


def _missing(tree: Tree, path: Path) -> MissingTextError:
    there = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
    likely = sorted(file for file in there if not file.endswith(suffixes))
    near = tuple(difflib.get_close_matches(path.name, likely, 3))
    line, column = tree.mark(("document", "text"))
    return MissingTextError(
        "the text is not there", tree.file, line, column, expected=str(path), near=near
    )


def _changed(tree: Tree, noted: object, raw: bytes) -> Iterator[TextChangedError]:
    actual = hashlib.sha256(raw).hexdigest()
    if isinstance(noted, str) and _SHA256.match(noted) and noted != actual:
        yield TextChangedError(
            "the text is not the one that was annotated: its sha256 differs",
            tree.file, *tree.mark(("document", "sha256")), expected=noted, found=actual,
        )  # fmt: skip


# ---------------------------------------------------------------------------------------- anchors


def _located(tree: Tree, sheet: Sheet | None, text: str) -> Iterator[AnchorProblem]:
    """Give every selector of a sheet its span; tell those that have none.

    Where the record failed, the quotes are taken as they stand in the file.
    """
    if isinstance(sheet, Article):
        for selector, path in sheet.selectors():
            try:
                selector.place(locate(text, selector))
            except AnchorProblem as problem:
                yield _placed(problem, tree, path)
        yield from _stretches(tree, sheet, text)
        return
    for path, node in walk(tree.data):
        # what a tool marked stands where it says, and no quote has to lead there
        written = None if path[:1] == ("annotations",) else _written(node)
        try:
            if written:
                locate(text, written)
        except AnchorProblem as problem:
            yield _placed(problem, tree, path)


def _stretches(tree: Tree, sheet: Article, text: str) -> Iterator[AnchorProblem]:
    """Tell the stretches of a tool's annotations that do not stand where the sheet says."""
    for at, annotation in enumerate(sheet.annotations):
        for nth, stretch in enumerate(annotation.at):
            if not text.startswith(stretch.exact, stretch.start):
                place = tree.mark(("annotations", at, "at", nth, "start"))
                there = text[stretch.start : stretch.span.end]
                yield AnchorProblem(
                    "the text has something else there", tree.file, *place,
                    expected=repr(stretch.exact), found=repr(there),
                )  # fmt: skip


def _placed(problem: AnchorProblem, tree: Tree, path: Iterable[str | int]) -> AnchorProblem:
    problem.file = tree.file
    problem.line, problem.column = tree.mark((*path, "exact"))
    return problem


def _written(node: dict[str, Any]) -> Selector | None:
    """A selector as it stands in the file, where its keys are what the model takes."""
    exact, prefix, suffix = node.get("exact"), node.get("prefix", ""), node.get("suffix", "")
    number = node.get("occurrence")
    texts = all(isinstance(part, str) for part in (exact, prefix, suffix))
    if not texts or not exact or (number is not None and not _NUMBER.match(str(number))):
        return None
    return Selector(exact, prefix, suffix, None if number is None else int(number))


# ---------------------------------------------------------------------------------------- writing


def dump(sheet: Sheet, path: Path, text: str | None = None) -> None:
    """Write a sheet so that it loads equal: what was set, in the order of the model, unfolded.

    The text of an article is written beside it if it is given, under the name that the sheet has
    for it; one that came out of a larger file takes the name of the sheet.

    Raises:
        ExportError: another text stands there.
    """
    record = sheet.model_dump(mode="json", by_alias=True, exclude_unset=True)
    if text is not None and isinstance(sheet, Article):
        named = PurePosixPath(sheet.document.text)
        if _IN_FILE in named.name or named.suffix in _NO_TEXT:
            record["document"]["text"] = f"{path.stem}.txt"
        _write_text(path.parent / record["document"]["text"], text)
    ordered = {key: record[key] for key in _FIRST if key in record} | record
    written = yaml.dump(ordered, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10**9)
    path.write_text(written, encoding="utf-8", newline="\n")


def _write_text(path: Path, text: str) -> None:
    if path.is_file() and path.read_bytes() != text.encode():
        raise ExportError(f"another text stands in {path}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")


class _Dumper(yaml.SafeDumper):
    """Block style, lists indented, several lines as literal blocks, no aliases."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the base class calls it so
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        del indentless
        super().increase_indent(flow, indentless=False)


#: line breaks to YAML 1.1 and invisible to people: only double quotes keep them
_ODD: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if _ODD.search(text) else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(str, _represent_text)
