"""Withdrawing: documents are taken back, and what they said stays on record.

The open revisions are closed by one activity, a `br:Withdrawal`; nothing is deleted. What other
documents rest on is not taken from under them.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from kg.errors import DocumentNotFoundError, WithdrawalError
from kg.iris import ID, node_iri
from kg.loading import declared, derive, ground, record
from kg.store.base import Backend

__all__ = ["leaving_with", "withdraw"]

_FOLDER = node_iri("document", "")


def withdraw(
    backend: Backend,
    documents: tuple[str, ...],
    *,
    clock: record.Clock,
    reason: str = "",
    with_dependants: bool = False,
) -> tuple[str, ...]:
    """Close the open revisions of documents.

    Args:
        backend: the store.
        documents: ids of sheets, as they stand in the sheets; also as reference or IRI.
        clock: tells when that was.
        reason: why, in any words.
        with_dependants: withdraw those too that rest on what the documents declare.

    Returns:
        The ids of what was withdrawn, sorted.

    Raises:
        DocumentNotFoundError: no such document is open.
        WithdrawalError: every store rests on it, or another document does.
    """
    began = clock()
    upkeep = derive.Upkeep(backend)
    known = record.open_revisions(backend)
    leaving = leaving_with(backend, documents, known, with_dependants=with_dependants)
    if leaving:
        graphs = tuple(known[each] for each in leaving)
        activity = record.Activity(began, record.moment(backend, clock), graphs)
        upkeep.touch((), graphs)
        record.close(backend, sorted(leaving), activity, reason)
        upkeep.finish()
    return tuple(sorted(map(_id, leaving)))


def leaving_with(
    backend: Backend,
    documents: tuple[str, ...],
    known: Mapping[str, str],
    *,
    with_dependants: bool = False,
) -> set[str]:
    """The documents (IRIs) that leave the store when these are withdrawn; raises as `withdraw`.

    Args:
        backend: the store.
        documents: as for `withdraw`.
        known: the graph of every open revision, by document.
        with_dependants: as for `withdraw`.
    """
    leaving = {_found(each, known) for each in documents}
    if ground.STATES in leaving:
        raise WithdrawalError((_id(ground.STATES),), "every store stands on it")
    while resting := _resting(backend, leaving, known):
        if not with_dependants:
            raise WithdrawalError(
                tuple(sorted(map(_id, leaving))),
                "other documents rest on what it declares; withdraw them with it",
                tuple(
                    (_id(one), tuple(sorted(references)))
                    for one, references in sorted(resting.items())
                ),
            )
        leaving |= set(resting)
    return leaving


def _found(document: str, known: Mapping[str, str]) -> str:
    """The IRI of a document that is open."""
    iri = _FOLDER + document.removeprefix(ID).removeprefix("document/")
    if iri in known:
        return iri
    near = get_close_matches(_id(iri), map(_id, known))
    raise DocumentNotFoundError(_id(iri), tuple(near))


def _id(iri: str) -> str:
    return iri.removeprefix(_FOLDER)


def _resting(
    backend: Backend, leaving: set[str], known: Mapping[str, str]
) -> Mapping[str, set[str]]:
    """The other documents that rest on what these declare."""
    references = declared.declared_by(backend, (known[each] for each in leaving))
    return {
        document: found
        for document, found in declared.resting_on(backend, references).items()
        if document not in leaving
    }
