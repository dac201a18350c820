"""A CAS in JSON before cassis reads it: its shape, and its views.

cassis stumbles over what has another shape without a word on the place, and reads only the first
view of a file. Source: <https://github.com/apache/uima-uimaj-io-jsoncas>, format 0.4.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from kg.errors import InvalidInputError, SyntaxProblem
from kg.loaders.jsons import broken, check, is_number

__all__ = ["DEFAULT_VIEW", "single_views"]

DEFAULT_VIEW: Final = "_InitialView"
_SOFA: Final = "uima.cas.Sofa"
_TYPES, _STRUCTURES, _VIEWS = "%TYPES", "%FEATURE_STRUCTURES", "%VIEWS"
#: before the name of a feature that leads to another structure
_REFERENCE: Final = "@"
_SHOWN: Final = 60
#: the place of a value, what it should be, what it is
_Problem = tuple[str, str, Any]


def single_views(path: Path, content: bytes) -> Iterator[tuple[bytes, str]]:
    """The CAS as it is, or of one with several views each as one by itself, with its name.

    Raises:
        InvalidInputError: it is no JSON, or no CAS.
    """
    try:
        whole = json.loads(content)
        check(whole)
    except (ValueError, RecursionError) as error:
        raise InvalidInputError((broken(path, error),)) from error
    if problem := _misshapen(whole):
        place, expected, value = problem
        found = json.dumps(value, ensure_ascii=False)[:_SHOWN]
        raise InvalidInputError(
            (SyntaxProblem(f"not a UIMA CAS: {place}", path, expected=expected, found=found),)
        )
    structures = whole[_STRUCTURES]
    sofas = [one for one in structures if one["%TYPE"] == _SOFA]
    if len(sofas) < 2:
        yield content, ""
        return
    views = {view["%SOFA"]: view["%MEMBERS"] for view in whole[_VIEWS].values()}
    for sofa in sofas:
        kept = [one for one in structures if one.get("@sofa", sofa["%ID"]) == sofa["%ID"]
                and (one["%TYPE"] != _SOFA or one is sofa)]  # fmt: skip
        there = {one["%ID"] for one in kept}
        members = [one for one in views.get(sofa["%ID"], []) if one in there]
        alone = {
            **whole,
            _STRUCTURES: [
                one if one is not sofa else {**sofa, "sofaID": DEFAULT_VIEW} for one in kept
            ],
            _VIEWS: {DEFAULT_VIEW: {"%SOFA": sofa["%ID"], "%MEMBERS": members}},
        }
        yield json.dumps(alone).encode(), str(sofa.get("sofaID", DEFAULT_VIEW))


def _misshapen(whole: Any) -> _Problem | None:
    """The first value that is not what a CAS has there."""
    if not isinstance(whole, dict):
        return "the file", "an object", whole
    for key, kind in ((_TYPES, dict), (_STRUCTURES, list), (_VIEWS, dict)):
        if not isinstance(whole.get(key), kind):
            return key, "a list" if kind is list else "an object", whole.get(key)
    for name, one in whole[_TYPES].items():
        if not isinstance(one, dict):
            return f"{_TYPES}.{name}", "an object", one
    for name, view in whole[_VIEWS].items():
        match view:
            case {"%SOFA": int(), "%MEMBERS": list() as members} if all(map(is_number, members)):
                pass
            case _:
                return f"{_VIEWS}.{name}", '{"%SOFA": 1, "%MEMBERS": [2]}', view
    wrong = (
        (f"{_STRUCTURES}[{number}]{key}", expected, value)
        for number, one in enumerate(whole[_STRUCTURES])
        for key, expected, value in _no_structure(one)
    )
    return next(wrong, None) or _dangling(whole[_STRUCTURES])


def _no_structure(one: Any) -> Iterator[_Problem]:
    if type(one) is not dict:
        yield "", "an object", one
    elif type(one.get("%ID")) is not int:
        yield ".%ID", "a whole number", one.get("%ID")
    elif type(one.get("%TYPE")) is not str:
        yield ".%TYPE", "the name of a type", one.get("%TYPE")
    elif one["%TYPE"] == _SOFA and not isinstance(one.get("sofaString", ""), str):
        yield ".sofaString", "a text", one["sofaString"]


def _dangling(structures: list[dict[str, Any]]) -> _Problem | None:
    """A feature that leads to a structure which is not there; cassis would drop it."""
    ids: set[Any] = {one["%ID"] for one in structures}
    for number, one in enumerate(structures):
        for key in one:
            if key[:1] == _REFERENCE and (value := one[key]) is not None:
                if type(value) is int and value in ids:
                    continue
                return f"{_STRUCTURES}[{number}].{key}", "the %ID of a structure", value
    return None
