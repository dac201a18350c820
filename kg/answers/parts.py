"""Which parts of a matter were done, for which debtor, by whose account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from kg.answers.base import Asking, Row, day
from kg.answers.frames import Schema
from kg.answers.picture import picture
from kg.lifecycle import NOBODY
from kg.terms import Iri

__all__ = ["parts"]

_NAMED: Final[Schema] = {
    "act": pl.String, "wished": pl.String, "english": pl.String, "speaker": pl.String,
    "document": pl.String,
}  # fmt: skip


def parts(asking: Asking) -> Iterator[Row]:
    """What was done of each part; see `queries/commitments/parts.rq`."""
    a, b = asking.pair
    named = (
        asking.frame("commitments/parts", _NAMED, a=a, b=b, lang=asking.text("lang"))
        .with_columns(part=pl.coalesce("wished", "english"))
        .select("act", "part", "speaker", "document")
        .unique()
    )
    now = picture(asking, [(a, b)])
    pages = now.sources.select("claim", page="document").unique()
    # a part and a step of one act belong together where one speaker tells both in one sheet
    told = (
        now.acts.join(named, on=["act", "speaker", "document"], nulls_equal=True)
        .join(pages, on="claim", how="left")
        .group_by("subject", "part", "day", "step", "stance", "by_party", "side", "speaker")
        .agg(documents=pl.col("page").n_unique(), claim=pl.col("claim").min())
        .sort("subject", "day", "part", "step", "stance", "by_party", "speaker")
    )
    for row in told.iter_rows(named=True):
        yield {
            "matter": Iri(row["subject"]),
            "part": row["part"],
            "date": day(row["day"]),
            "step": Iri(row["step"]),
            "stance": Iri(row["stance"]),
            "party": None if row["by_party"] == NOBODY else Iri(row["by_party"]),
            "side": Iri(row["side"]) if row["side"] else None,
            "speaker": Iri(row["speaker"]) if row["speaker"] else None,
            "documents": row["documents"],
            "claim": Iri(row["claim"]),
        }
