"""Acts that had nothing to act on: a report, which changes no status.

Which act is illegal after which status, the ontology says (`br:illegalAfter`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from kg import lifecycle
from kg.answers.base import Asking, Row, day
from kg.answers.frames import Schema
from kg.answers.picture import picture
from kg.lifecycle import NOBODY
from kg.result import tail
from kg.terms import Iri

__all__ = ["illegal"]

_RULES: Final[Schema] = {"step": pl.String, "status": pl.String}


def illegal(asking: Asking) -> Iterator[Row]:
    """Acts on what had ended, by each account; see `queries/commitments/illegal.rq`."""
    now = picture(asking, [asking.pair])
    rules = asking.frame("lifecycle/illegal", _RULES)
    names = dict(zip(("a", "b"), map(tail, now.pairs[0]), strict=True))
    told = now.steps.sort("subject", "account", "day", "act", "step", "by_party")
    setting = (
        told.join(now.effects.join(rules.select("status").unique(), on="status"), on="step")
        .select("subject", "account", "status", earlier="day")
        .unique()
    )
    # what no such status came before needs no closer look
    suspects = (
        told.join(rules, on="step")
        .join(setting, on=["subject", "account", "status"])
        .filter(pl.col("earlier") < pl.col("day"))
        .select(told.columns)
        .unique(maintain_order=True)
    )
    for step in suspects.iter_rows(named=True):
        before = told.filter(
            (pl.col("subject") == step["subject"])
            & (pl.col("account") == step["account"])
            & (pl.col("day") < step["day"])
        )
        forbidden = rules.filter(pl.col("step") == step["step"])["status"].to_list()
        standing = lifecycle.statuses(before, now.effects).filter(
            pl.col("status").is_in(forbidden) & pl.col("party").is_in([NOBODY, step["by_party"]])
        )
        for status, since in standing.select("status", "since").iter_rows():
            yield {
                "subject": Iri(step["subject"]),
                "account": names.get(step["account"], step["account"]),
                "step": Iri(step["step"]),
                "party": None if step["by_party"] == NOBODY else Iri(step["by_party"]),
                "date": day(step["day"]),
                "status": Iri(status),
                "since": day(since),
                "act": Iri(step["act"]),
            }
