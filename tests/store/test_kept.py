"""Answers that are asked again are given again, as long as the store is this process's alone."""

from __future__ import annotations

from unittest import mock

import pytest

from kg.store import Store, kept
from kg.store.kept import Kept

ONE = "SELECT ?s WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 1"
TWO = "SELECT ?s WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 2"
ALL = "SELECT ?s WHERE { GRAPH ?g { ?s ?p ?o } }"


@pytest.fixture
def store() -> Store:
    made = Store()
    lines = (f"<urn:s{n}> <urn:p> <urn:o> <urn:g> .\n" for n in range(5))
    made.insert("".join(lines).encode())
    return made


def asked(store: Store, *texts: str, most: int = 3) -> int:
    """How often the store itself was asked."""
    with (
        mock.patch.object(store, "select", wraps=store.select) as select,
        mock.patch.object(kept, "_ROWS", most),
    ):
        answers = Kept(store)
        for text in texts:
            assert answers.select(text) == store.__class__.select(store, text)
        return select.call_count


def test_an_answer_is_given_again(store: Store) -> None:
    assert asked(store, ONE, ONE, ONE) == 1


def test_the_one_not_asked_for_longest_goes_first(store: Store) -> None:
    third = f"{ONE} OFFSET 1"
    assert asked(store, ONE, TWO, ONE, third, ONE) == 3
    assert asked(store, ONE, TWO, ONE, third, TWO) == 4


def test_an_answer_that_is_too_long_drives_out_no_other(store: Store) -> None:
    assert asked(store, ONE, ALL, ONE) == 2
    assert asked(store, ALL, ALL) == 2


def test_after_a_change_the_store_is_asked_anew(store: Store) -> None:
    answers = Kept(store)
    before = answers.select(ALL)
    store.insert(b"<urn:new> <urn:p> <urn:o> <urn:g> .\n")
    assert answers.select(ALL) is before
    answers.forget()
    assert len(answers.select(ALL).rows) == len(before.rows) + 1
