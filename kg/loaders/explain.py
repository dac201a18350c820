"""What the record model finds wrong with a sheet, in words of the sheet and with its lines.

pydantic names its own types and wants ("Input should be a valid tuple"); here each becomes an error
of our tree, with what was expected and the nearest key or concept. This module reads no files.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, get_args

from pydantic import BaseModel

from kg import dates
from kg.errors import DateProblem, InputError, SchemaProblem, TypedOffsetError
from kg.model import Article, Chronicle, Judgements, Registry

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails, ValidationError

    from kg.loaders.marks import Node, Tree

__all__ = ["explain", "walk"]

_Path = tuple[str | int, ...]

_SHEETS: Final[Mapping[str, type[BaseModel]]] = {
    "article": Article,
    "chronicle": Chronicle,
    "registry": Registry,
    "judgements": Judgements,
}

#: keys by which other formats give places; here they are computed
_OFFSETS: Final = frozenset(("start", "end", "begin", "offset", "offsets", "position", "span"))

#: what pydantic's types of error say was expected
_EXPECTED: Final = {
    "tuple_type": "a list",
    "dict_type": "a mapping, such as a text in languages (en: …)",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "string_type": "text",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "literal_error": "{expected}",
    "string_pattern_mismatch": "text that matches {pattern}",
    "string_too_short": "text",
    "too_short": "at least {min_length}",
    "greater_than_equal": "at least {ge}",
}

#: keys that an error lists when none resembles the unknown one
_LISTED: Final = 12
_LONGEST: Final = 80


def explain(error: ValidationError, tree: Tree) -> Iterator[InputError]:
    """Every problem of a sheet that its record model found, with file, line and column."""
    for detail in error.errors(include_url=False):
        yield from _explained(detail, tree)


def walk(node: Node, path: _Path = ()) -> Iterator[tuple[_Path, dict[str, Node]]]:
    """Every mapping inside a node, with its path, in the order of the file."""
    if isinstance(node, dict):
        yield path, node
        for key, value in node.items():
            yield from walk(value, (*path, key))
    elif isinstance(node, list):
        for position, value in enumerate(node):
            yield from walk(value, (*path, position))


def _explained(detail: ErrorDetails, tree: Tree) -> Iterator[InputError]:
    path, node = _path_of(detail["loc"], tree.data)
    kind, context = detail["type"], detail.get("ctx", {})
    match kind:
        case "union_tag_invalid" | "union_tag_not_found":
            yield _wrong_kind(tree)
        case "extra_forbidden":
            yield _unknown_key(str(detail["loc"][-1]), path, node, tree)
        case "missing":
            yield SchemaProblem(
                f"the key {detail['loc'][-1]!r} is missing", tree.file, *tree.mark(path)
            )
        case "edtf":
            yield _no_date(detail["input"], path, tree)
        case "duplicate_id":
            pass  # the loader tells both lines
        case "corrects":
            where = _corrector(tree.data, context["id"])
            expected = "the id of another entry of the sheet"
            yield _wrong(where, tree, expected, context["id"], _listed(context["near"]))
        case "cites":
            expected = "the id of one of the sources of the sheet"
            where, near = _citing(tree.data, context["id"]), _listed(context["near"])
            yield _wrong(where, tree, expected, context["id"], near)
        case "concept":
            expected = f"a concept of the scheme {context['scheme']}"
            near = _listed(context["near"])
            yield _wrong(path, tree, expected, detail["input"], near)
        case "literal_error":
            near = tuple(
                difflib.get_close_matches(
                    str(detail["input"]), re.findall("'([^']*)'", context["expected"])
                )
            )
            yield _wrong(path, tree, context["expected"], detail["input"], near)
        case _:
            yield _other(detail, path, tree)


def _path_of(loc: Iterable[str | int], data: Node) -> tuple[_Path, Node]:
    """The part of pydantic's location that is there in the data, and the node at its end.

    What is not: the tag of the kind of sheet, names of types in a union, the key of a mapping, the
    position 0 in a value that was written bare, a missing or unknown key.
    """
    path: list[str | int] = []
    node = data
    for nth, step in enumerate(loc):
        if nth == 0 and step in _SHEETS:
            continue
        match step, node:
            case str(), dict() if step in node:
                node = node[step]
            case int(), list() if step < len(node):
                node = node[step]
            case _:
                continue
        path.append(step)
    return tuple(path), node


def _wrong_kind(tree: Tree) -> SchemaProblem:
    assert isinstance(tree.data, dict)  # anything else is not asked for its kind
    kind = tree.data.get("kind")
    message = "the kind of sheet is unknown" if "kind" in tree.data else "the key 'kind' is missing"
    near = tuple(difflib.get_close_matches(str(kind), _SHEETS, 1))
    found = "" if "kind" not in tree.data else _shown(kind)
    return SchemaProblem(
        message, tree.file, *tree.mark(("kind",)), " or ".join(_SHEETS), found, near
    )


def _unknown_key(key: str, path: _Path, node: Node, tree: Tree) -> InputError:
    owner = path[:-1] if path and path[-1] == key else path
    line, column = tree.mark((*owner, key), key=True)
    fields = _fields(owner, tree.data)
    if key in _OFFSETS and "exact" in fields:
        expected = "exact, with prefix and suffix or occurrence where it is not unique"
        return TypedOffsetError(
            "offsets are computed from the quote, never typed", tree.file, line, column,
            expected, f"{key}: {_shown(node)}",
        )  # fmt: skip
    near = tuple(difflib.get_close_matches(key, fields, 3))
    expected = "" if near or len(fields) > _LISTED else "one of " + ", ".join(fields)
    return SchemaProblem(f"unknown key {key!r}", tree.file, line, column, expected, near=near)


def _no_date(text: object, path: _Path, tree: Tree) -> DateProblem:
    try:
        dates.parse(str(text))
    except DateProblem as problem:
        problem.file = tree.file
        problem.line, problem.column = tree.mark(path)
        return problem
    raise AssertionError(f"the model refused the date {text!r}, which is one")


def _other(detail: ErrorDetails, path: _Path, tree: Tree) -> SchemaProblem:
    context = detail.get("ctx", {})
    known = _EXPECTED.get(detail["type"])
    if detail["loc"] and detail["loc"][-1] == "[key]":
        line, column = tree.mark(path, key=True)
        expected = (known or detail["msg"]).format(**context)
        return SchemaProblem(f"wrong key {path[-1]!r}", tree.file, line, column, expected)
    if known:
        return _wrong(path, tree, known.format(**context), detail["input"])
    said, _, expected = detail["msg"].rpartition("expected ")
    if said or not expected or expected == detail["msg"]:
        return SchemaProblem(detail["msg"], tree.file, *tree.mark(path))
    return _wrong(path, tree, expected.partition(", found ")[0], detail["input"])


def _wrong(
    path: _Path, tree: Tree, expected: str, found: object, near: tuple[str, ...] = ()
) -> SchemaProblem:
    names = [step for step in path if isinstance(step, str)]
    message = f"wrong value of {names[-1]!r}" if names else "not a sheet"
    return SchemaProblem(message, tree.file, *tree.mark(path), expected, _shown(found), near)


def _listed(near: str) -> tuple[str, ...]:
    """The model names candidates in one text, "none" when there are none."""
    return () if near == "none" else tuple(near.split(", "))


def _shown(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case dict():
            return "a mapping"
        case list() | tuple():
            return "a list"
        case _:
            text = str(value)
            return repr(text if len(text) <= _LONGEST else text[:_LONGEST] + "…")


def _corrector(data: Node, wanted: str) -> _Path:
    """The place where an entry corrects an id that is not there."""
    places = (path for path, node in walk(data) if node.get("corrects") == wanted)
    return (*next(places, ()), "corrects")


def _citing(data: Node, wanted: str) -> _Path:
    """The place where a statement cites a source that is not there."""
    for path, node in walk(data):
        cites = node.get("cites")
        if cites == wanted:
            return (*path, "cites")
        if isinstance(cites, list) and wanted in cites:
            return (*path, "cites", cites.index(wanted))
    return ()


def _fields(path: _Path, data: Node) -> list[str]:
    """The keys that the mapping at a path can have."""
    kind = data.get("kind") if isinstance(data, dict) else None
    models: list[type[BaseModel]] = [_SHEETS[kind]] if isinstance(kind, str) else []
    for step in path:
        if isinstance(step, str):
            inner = [_named(model).get(step) for model in models]
            models = [model for annotation in inner for model in _models_in(annotation)]
    return [name for model in models for name in _named(model)]


def _named(model: type[BaseModel]) -> dict[str, Any]:
    """The annotations of a model's fields by the names that a sheet uses."""
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)
