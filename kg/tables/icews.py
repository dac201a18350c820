"""ICEWS coded event data: 20 columns under their names, `NA` for nothing.

Source: Boschee et al., "ICEWS Coded Event Data", Harvard Dataverse, doi:10.7910/DVN/28075.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from kg.tables.codes import columns, state_of_name
from kg.tables.sources import Source

__all__ = ["SOURCES"]


def _expressions() -> Mapping[str, pl.Expr]:
    code = pl.col("CAMEO Code")
    hosted = code == "043"
    return {
        "id": pl.col("Event ID"),
        "day": pl.col("Event Date"),
        "date": pl.col("Event Date").str.to_date("%Y-%m-%d", strict=False),
        **_side("source", "Source"),
        **_side("target", "Target"),
        "code": code,
        # a visit received is the visit paid, seen from the host
        "swapped": hosted,
        "identity": pl.when(hosted).then(pl.lit("042")).otherwise(code),
        "within": pl.col("Sentence Number"),
        "score": pl.col("Intensity"),
        "place": pl.coalesce("City", "District", "Province", "Country"),
        "city": pl.col("City"),
        "district": pl.col("District"),
        "province": pl.col("Province"),
        "country": pl.col("Country"),
        "latitude": pl.col("Latitude"),
        "longitude": pl.col("Longitude"),
        "publisher": pl.col("Publisher"),
        "story": pl.col("Story ID"),
        "sentence": pl.col("Sentence Number"),
    }


def _side(ours: str, theirs: str) -> Mapping[str, pl.Expr]:
    return {
        f"{ours}_name": pl.col(f"{theirs} Name"),
        f"{ours}_country": pl.col(f"{theirs} Country"),
        f"{ours}_sectors": pl.col(f"{theirs} Sectors").str.split(","),
    }


SOURCES: Final = (
    Source(
        dataset="icews", kind="events", columns=columns("icews"), header=True, nulls=("NA",),
        scheme="cameo-icews", expressions=_expressions, state=state_of_name,
    ),
)  # fmt: skip
