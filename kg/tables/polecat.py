"""POLECAT: 40 columns under their names, coded in PLOVER itself; several values between `; `.

Source: Halterman et al., "POLECAT Weekly Data", Harvard Dataverse, doi:10.7910/DVN/AJGVIT.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

import polars as pl

from kg.tables.codes import Term, columns, state_of_name, states_of
from kg.tables.sources import Source
from kg.vocab.coded import PLOVER

__all__ = ["SOURCES"]

_SEPARATOR: Final = ";"


def _expressions() -> Mapping[str, pl.Expr]:
    type_ = pl.col("Event Type").str.strip_chars().str.to_lowercase()
    mode = (
        pl.col("Event Mode")
        .str.strip_chars()
        .str.to_lowercase()
        .str.replace_all(" ", "-", literal=True)
    )
    whole = pl.concat_str(type_, mode, separator="-")
    # a mode of a later version is kept as its type
    code = pl.when(whole.is_in(list(PLOVER))).then(whole).otherwise(type_)
    return {
        "id": pl.col("Event ID"),
        "day": pl.col("Event Date"),
        "date": pl.col("Event Date").str.to_date("%Y-%m-%d", strict=False),
        **_side("source", "Actor"),
        **_side("target", "Recipient"),
        "code": code,
        "swapped": pl.lit(value=False),
        "identity": code,
        "within": pl.concat_str("Placename", "Contexts", ignore_nulls=True),
        "contexts": _listed("Contexts"),
        "score": pl.col("Intensity"),
        "place": pl.coalesce("Placename", "City", "Province", "Country"),
        "city": pl.col("City"),
        "district": pl.col("District"),
        "province": pl.col("Province"),
        "country": pl.col("Country"),
        "latitude": pl.col("Latitude"),
        "longitude": pl.col("Longitude"),
        "publisher": pl.col("Source"),
        # the people, bodies and places of its story are the only name that a story has
        "story": pl.concat_str(
            "Source", "Publication Date", "Story People", "Story Organizations",
            "Story Locations", separator="|", ignore_nulls=True,
        ),
        "published_day": pl.col("Publication Date"),
        "published": pl.col("Publication Date").str.to_date("%Y-%m-%d", strict=False),
        "language": pl.col("Language"),
    }  # fmt: skip


def _side(ours: str, theirs: str) -> Mapping[str, pl.Expr]:
    # a table that pandas wrote again has numbers such as 365.0
    numbers = _listed(f"{theirs} COW").list.eval(
        pl.element().filter(pl.element() != "None").str.replace(r"^([0-9]+)\.0+$", "$1")
    )
    country = _listed(f"{theirs} Country")
    found = pl.when(numbers.list.len() > 0).then(numbers).otherwise(country)
    return {
        f"{ours}_name": pl.col(f"{theirs} Name"),
        f"{ours}_country": found.list.first(),
        f"{ours}_more": found.list.slice(1),
        f"{ours}_sectors": _listed(f"{theirs} Sectors"),
    }


def _listed(name: str) -> pl.Expr:
    return pl.col(name).str.split(_SEPARATOR).list.eval(pl.element().str.strip_chars())


@cache
def _state(text: str) -> Term | None:
    """By the number in the Correlates of War, else by code or name."""
    return states_of("cow").get(text) if text.isdigit() else state_of_name(text)


SOURCES: Final = (
    Source(
        dataset="polecat", kind="events", columns=columns("polecat"), header=True,
        nulls=("NA", "None"), scheme="plover", expressions=_expressions, state=_state,
    ),
)  # fmt: skip
