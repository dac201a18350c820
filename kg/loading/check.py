"""Checks sheets against each other and against the store: who declares what, and what is unknown.

A slug is declared once in all sheets together; every reference leads to a declaration, and a sheet
that is corrected goes on declaring what others rest on. A document that fails takes those down that
rest on it, so the check runs until nothing more falls. One that has failed by itself takes part all
the same, so that everything wrong with it is told at once.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path

from kg.errors import (
    DroppedDeclarationError,
    DuplicateDeclarationError,
    InputError,
    UnknownReferenceError,
)
from kg.iris import ID
from kg.loaders.base import PLAIN, Loaded, read
from kg.loading.convert import Converted, Key
from kg.resources import data_dir

__all__ = ["check_together"]

#: references to these need no declaration: they are made by the documents that tell of them, or
#: stand in the event table
_TOLD = ("claim", "mention", "document", "relation", "participation", "post", "coded")

Known = Callable[[Iterable[str]], dict[str, str]]
#: for a document (IRI), what it declared, each with the documents of the store that rest on it
Dropped = Mapping[str, Mapping[str, AbstractSet[str]]]


def check_together(
    converted: list[Converted],
    known: Known,
    candidates: Callable[[], Iterable[str]],
    dropped: Callable[[list[Converted]], Dropped],
) -> dict[Key, list[InputError]]:
    """The problems of each document that its neighbours or the store make.

    Args:
        converted: the documents of this load, in order; nothing rests on those with problems
            of their own.
        known: for references, the document (IRI) in the store that declares each; what the store
            does not know is left out.
        candidates: every reference that the store declares, asked for only when something is
            unknown, to name the nearest.
        dropped: what the store's revisions of these documents declare and the documents do not.
    """
    problems: dict[Key, list[InputError]] = {}
    sound = [one for one in converted if not one.problems]
    broken = [one for one in converted if one.problems]
    replaced = {one.document for one in sound}
    stored = known(
        {place.reference for one in converted for place in (*one.declared, *one.references)}
    )
    staying = {ref: document for ref, document in stored.items() if document not in replaced}
    # those that are broken come last: they are not what another one is measured by
    _same_documents([*sound, *broken], problems)
    _declared_twice([*sound, *broken], staying, problems)
    references = _References(converted, candidates)
    gone = dropped(sound)
    fallen = [one for one in converted if one.problems or one.key in problems]
    while True:
        whole = [one for one in sound if one.key not in problems]
        there = _there(staying, whole)
        replacing = {one.document for one in whole}
        falling = {
            one.key: found
            for one in whole
            if (
                found := [
                    *references.missing(one, there),
                    *_orphaned(one, gone.get(one.document, {}), there, replacing),
                ]
            )
        }
        if not falling:
            break
        problems.update(falling)
    anywhere = _there(stored, converted)
    for one in fallen:
        if unknown := [*references.missing(one, anywhere)]:
            problems.setdefault(one.key, []).extend(unknown)
    return problems


def _there(stored: Iterable[str], documents: Iterable[Converted]) -> set[str]:
    """The references that the store or one of the documents makes good."""
    there = set(stored)
    for one in documents:
        there.update(place.reference for place in one.declared)
        there.update(one.told)
    return there


def _orphaned(
    one: Converted,
    gone: Mapping[str, AbstractSet[str]],
    there: set[str],
    replacing: set[str],
) -> Iterator[DroppedDeclarationError]:
    """A problem for each reference on which documents rest that stay as they are."""
    for reference, resting in sorted(gone.items()):
        left = sorted(document.removeprefix(f"{ID}document/") for document in resting - replacing)
        if left and reference not in there:
            yield DroppedDeclarationError(
                f"{reference} is declared no longer", one.path,
                expected="what other documents rest on, or these loaded with it",
                found=f"{', '.join(left)} in the store",
            )  # fmt: skip


class _References:
    """Tells what is wrong with a reference that leads nowhere."""

    def __init__(
        self, converted: Iterable[Converted], candidates: Callable[[], Iterable[str]]
    ) -> None:
        self._candidates = candidates
        self._stored: list[str] | None = None
        self._declarers = {place.reference: one.path for one in converted for place in one.declared}

    def missing(self, one: Converted, there: set[str]) -> Iterator[UnknownReferenceError]:
        """A problem for each reference of a document that is not among those `there`."""
        for place in one.references:
            kind, _, slug = place.reference.partition("/")
            if place.reference in there or kind in _TOLD:
                continue
            if declarer := self._declarers.get(place.reference):
                yield UnknownReferenceError(
                    f"{kind} {slug!r} is declared by {declarer}, which has problems", one.path,
                    place.line, place.column,
                )  # fmt: skip
                continue
            yield UnknownReferenceError(
                f"unknown {kind} {slug!r}", one.path, place.line, place.column,
                expected="one that a sheet declares" + _hint(place.reference),
                near=self._near(kind, slug, there),
            )  # fmt: skip

    def _near(self, kind: str, slug: str, there: set[str]) -> tuple[str, ...]:
        if self._stored is None:
            self._stored = [*self._candidates()]
        names = (*self._stored, *self._declarers, *there)
        tails = {name.partition("/")[2]: name for name in names if name.startswith(f"{kind}/")}
        return tuple(tails[near] for near in difflib.get_close_matches(slug, tails, 3, 0.5))


def _hint(reference: str) -> str:
    """Where a reference can be had, if the registry that comes with the program has it."""
    shipped = reference in _shipped()
    return "; the registry that comes with the program does: kg load --registry" if shipped else ""


@cache
def _shipped() -> frozenset[str]:
    files = sorted((data_dir() / "registry").rglob("*.yaml"))
    loaded = (one for file in files for one in read(file, PLAIN) if isinstance(one, Loaded))
    return frozenset(reference for one in loaded for reference, _ in one.sheet.declared())


def _same_documents(converted: list[Converted], problems: dict[Key, list[InputError]]) -> None:
    first: dict[str, Path] = {}
    for one in converted:
        if one.document in first:
            problems.setdefault(one.key, []).append(
                DuplicateDeclarationError(
                    f"the sheet id {one.document.removeprefix(f'{ID}document/')!r} is taken",
                    one.path,
                    expected="an id of its own", found=f"the same in {first[one.document]}",
                )
            )  # fmt: skip
        if one.document:
            first.setdefault(one.document, one.path)


def _declared_twice(
    converted: list[Converted], stored: dict[str, str], problems: dict[Key, list[InputError]]
) -> None:
    first: dict[str, str] = {}
    for one in converted:
        for place in one.declared:
            document = stored.get(place.reference, one.document)
            known = first.get(place.reference) or (document != one.document and document)
            if known and place.line:
                problems.setdefault(one.key, []).append(
                    DuplicateDeclarationError(
                        f"{place.reference} is declared a second time", one.path,
                        place.line, place.column,
                        expected="one declaration in all sheets together; elsewhere only refer",
                        found=f"the first in {known}",
                    )
                )  # fmt: skip
            elif not known:
                first[place.reference] = f"{one.path}:{place.line}"
