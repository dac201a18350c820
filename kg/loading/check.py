"""Checks sheets against each other and against the store: who declares what, and what is unknown.

A slug is declared once in all sheets together; every reference leads to a declaration. A document
that fails takes those down that rest on it, so the check runs until nothing more falls.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from pathlib import Path

from kg.errors import DuplicateDeclarationError, InputError, UnknownReferenceError
from kg.loading.convert import Converted, Place

__all__ = ["check_together"]

#: references to these need no declaration: they are made by the documents that tell of them
_TOLD = ("act", "claim", "mention", "document", "relation", "participation", "post")

Known = Callable[[Iterable[str]], dict[str, str]]


def check_together(
    converted: list[Converted], known: Known, candidates: Callable[[], Iterable[str]]
) -> dict[Path, list[InputError]]:
    """The problems of each file that its neighbours or the store make.

    Args:
        converted: the files of this load, in order; those with problems of their own declare
            nothing.
        known: for references, the document (IRI) in the store that declares each; what the store
            does not know is left out.
        candidates: every reference that the store declares, asked for only when something is
            unknown, to name the nearest.
    """
    problems: dict[Path, list[InputError]] = {}
    replaced = {one.document for one in converted if not one.problems}
    stored = known(
        {place.reference for one in converted for place in (*one.declared, *one.references)}
    )
    stored = {ref: document for ref, document in stored.items() if document not in replaced}
    _same_documents(converted, problems)
    _declared_twice(converted, stored, problems)
    names: list[str] | None = None
    while True:
        whole = [one for one in converted if not one.problems and one.path not in problems]
        there = set(stored)
        for one in whole:
            there.update(place.reference for place in one.declared)
            there.update(one.told)
        fallen = False
        for one in whole:
            for place in one.references:
                if place.reference in there or _needs_no_declaration(place.reference):
                    continue
                names = names if names is not None else [*candidates()]
                problems.setdefault(one.path, []).append(_unknown(one, place, [*names, *there]))
                fallen = True
        if not fallen:
            return problems


def _needs_no_declaration(reference: str) -> bool:
    return reference.split("/", 1)[0] in _TOLD[1:]


def _unknown(one: Converted, place: Place, names: list[str]) -> UnknownReferenceError:
    kind, _, slug = place.reference.partition("/")
    tails = {name.partition("/")[2]: name for name in names if name.startswith(kind + "/")}
    near = difflib.get_close_matches(slug, tails, 3, 0.5)
    return UnknownReferenceError(
        f"unknown {kind} {slug!r}", one.path, place.line, place.column,
        expected=f"a {kind} that a sheet declares", near=tuple(tails[name] for name in near),
    )  # fmt: skip


def _same_documents(converted: list[Converted], problems: dict[Path, list[InputError]]) -> None:
    first: dict[str, Path] = {}
    for one in converted:
        if one.problems:
            continue
        if one.document in first:
            problems.setdefault(one.path, []).append(
                DuplicateDeclarationError(
                    f"the sheet id {one.document.split('/id/document/')[1]!r} is taken", one.path,
                    expected="an id of its own", found=f"the same in {first[one.document]}",
                )
            )  # fmt: skip
        first.setdefault(one.document, one.path)


def _declared_twice(
    converted: list[Converted], stored: dict[str, str], problems: dict[Path, list[InputError]]
) -> None:
    first: dict[str, str] = dict(stored)
    for one in converted:
        if one.problems:
            continue
        for place in one.declared:
            if place.reference in first:
                problems.setdefault(one.path, []).append(
                    DuplicateDeclarationError(
                        f"{place.reference} is declared a second time", one.path,
                        place.line, place.column,
                        expected="one declaration in all sheets together; elsewhere only refer",
                        found=f"the first in {first[place.reference]}",
                    )
                )  # fmt: skip
            else:
                first[place.reference] = f"{one.path}:{place.line}"
