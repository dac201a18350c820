"""Who said it first, who relayed it, who took it back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from kg import dates
from kg.answers.base import Asking, Row, day
from kg.answers.frames import Schema
from kg.answers.picture import picture, timeless
from kg.iris import PREFIXES
from kg.lifecycle import visible
from kg.result import tail
from kg.terms import Iri

__all__ = ["relays", "violations"]

_RELAYS: Final[Schema] = {
    "speaker": pl.String, "side": pl.String, "about": pl.String, "property": pl.String,
    "value": pl.String, "text": pl.String, "stance": pl.String, "attribution": pl.String,
    "said": pl.Int64, "reported": pl.Int64, "reported_to": pl.Int64, "published": pl.String,
    "relays": pl.String, "outlet": pl.String, "origin": pl.String, "document": pl.String,
    "claim": pl.String,
}  # fmt: skip
_WORDS: Final = {"affirms": "alleges", "denies": "denies", "doubts": "doubts"}
_WRONGS: Final = ("violate", "callForCompliance", "protest")


def relays(asking: Asking) -> Iterator[Row]:
    """Every saying with its chains, the first page marked; see `queries/claims/relays.rq`."""
    rows = asking.frame("claims/relays", _RELAYS, node=asking.iri("node"))
    told = visible(timeless(rows), asking.moment).with_columns(
        says=pl.coalesce("value", "text", pl.lit("")),
        # that of the page: the claim itself is as old as its earliest page
        page_day=pl.col("published").map_elements(_first_day, pl.Int64),
    )
    saying = ["speaker", "about", "property", "says", "stance"]
    ordered = told.sort(*saying, "page_day", "document", "claim", nulls_last=True).with_columns(
        first=pl.int_range(pl.len()).over(saying) == 0
    )
    for row in ordered.iter_rows(named=True):
        said = tail(row["says"]) if row["says"].startswith("https:") else row["says"]
        yield {
            "speaker": Iri(row["speaker"]),
            "about": Iri(row["about"]),
            "property": Iri(row["property"]),
            "says": f"not {said}" if row["stance"].endswith("denies") else said,
            "first": row["first"],
            "published": row["published"],
            "relays": row["relays"],
            "outlet": Iri(row["outlet"]) if row["outlet"] else None,
            "origin": row["origin"],
            "document": Iri(row["document"]),
            "claim": Iri(row["claim"]),
        }


def _first_day(published: str) -> int | None:
    """The first day on which a page can have been published."""
    return dates.parse(published).day


def violations(asking: Asking) -> Iterator[Row]:
    """Allegations, denials and retractions; see `queries/claims/violations.rq`."""
    now = picture(asking, [asking.pair])
    wrongs = now.acts.filter(pl.col("step").is_in([PREFIXES["act"] + name for name in _WRONGS]))
    pages = (
        now.sources.select("claim", "document")
        .group_by("claim")
        .agg(pl.col("document").n_unique().alias("documents"))
    )
    found = (
        wrongs.sort("said", "reported", "claim")
        .unique("claim", keep="first", maintain_order=True)
        .join(pages, on="claim", how="left", maintain_order="left")
    )
    later: dict[tuple[Any, ...], dict[str, int]] = {}
    for row in found.iter_rows(named=True):
        if row["speaker"] and row["said"] is not None:
            words = later.setdefault((row["act"], row["step"], row["speaker"]), {})
            words[row["stance"]] = max(words.get(row["stance"], 0), row["said"])
    for row in found.sort("subject", "day", "act", "step", "said", "claim").iter_rows(named=True):
        words = later.get((row["act"], row["step"], row["speaker"]), {})
        taken_back = max((on for stance, on in words.items() if stance != row["stance"]), default=0)
        accused = row["party"] or row["agent"]
        yield {
            "about": Iri(row["subject"]),
            "step": Iri(row["step"]),
            "date": day(row["day"]),
            "accused": Iri(accused) if accused and row["step"].endswith("violate") else None,
            "word": _WORDS[tail(row["stance"])],
            "speaker": Iri(row["speaker"]) if row["speaker"] else None,
            "side": Iri(row["side"]) if row["side"] else None,
            "said": day(row["said"]),
            "retracted": day(taken_back) if taken_back > (row["said"] or 0) else None,
            "documents": row["documents"] or 0,
            "claim": Iri(row["claim"]),
        }
