"""Codes of states and of types of event, as look-up tables.

`states.csv` says which state a code or name of a coding system stands for, and between which days:
COW numbers, CAMEO's codes of countries (SUN until 1991), FIPS 10-4, and names that CLDR has not.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

import polars as pl

from kg.names import NameIndex
from kg.vocab.coded import CODED, PLOVER

__all__ = ["Term", "columns", "cow_numbers", "state_of_name", "states_of", "types_of"]


class Term(NamedTuple):
    """What a code stands for, and the first and last day on which it does; None is no bound."""

    state: str
    since: date | None
    until: date | None


def _text(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


@cache
def columns(name: str) -> tuple[str, ...]:
    """The names of a source's columns, in order."""
    return tuple(_text(f"{name}.txt").splitlines())


@cache
def _systems() -> dict[str, dict[str, Term]]:
    found: dict[str, dict[str, Term]] = {}
    for row in csv.DictReader(_text("states.csv").splitlines()):
        bounds = (date.fromisoformat(row[key]) if row[key] else None for key in ("from", "until"))
        found.setdefault(row["system"], {})[row["code"]] = Term(row["state"], *bounds)
    return found


def states_of(system: str) -> dict[str, Term]:
    """The codes of a system: cow, cameo, fips, name."""
    return _systems()[system]


@cache
def cow_numbers() -> dict[str, int]:
    """The number of each state in the Correlates of War; the lowest of those that still hold."""
    terms = sorted(
        states_of("cow").items(), key=lambda item: (item[1].until is None, -int(item[0]))
    )
    return {term.state: int(code) for code, term in terms}


_STATES: Final = NameIndex(())


@cache
def state_of_name(name: str) -> Term | None:
    """The state that an English name stands for; None where it is none, or not one alone."""
    if known := states_of("name").get(name):
        return known
    found = _STATES.find(name, "actor", everywhere=False)
    if found is None or len(found.forms) != 1:
        return None
    return Term(found.forms[0].iri.rpartition("/")[2], None, None)


@cache
def types_of(scheme: str) -> pl.DataFrame:
    """The codes of a scheme with what they are in PLOVER.

    Returns:
        Columns code, plover, quad_class, contexts, prior, plover_score.
    """
    if scheme == "plover":
        rows: Iterable[tuple[str, str | None, tuple[str, ...], float | None]] = (
            (slug, slug, (), one.score) for slug, one in PLOVER.items()
        )
    else:
        rows = (
            (key.partition("/")[2], one.plover, one.contexts, one.score)
            for key, one in CODED.items()
            if key.startswith(f"{scheme}/")
        )
    listed = list(rows)
    covers = [PLOVER[slug] if slug else None for _, slug, _, _ in listed]
    return pl.DataFrame(
        {
            "code": [code for code, *_ in listed],
            "plover": [slug for _, slug, _, _ in listed],
            "quad_class": [one and one.quad_class for one in covers],
            "contexts": [list(contexts) for *_, contexts, _ in listed],
            "prior": [score for *_, score in listed],
            "plover_score": [one and one.score for one in covers],
        },
        schema={
            "code": pl.String, "plover": pl.String, "quad_class": pl.String,
            "contexts": pl.List(pl.String), "prior": pl.Float64, "plover_score": pl.Float64,
        },
    )  # fmt: skip
