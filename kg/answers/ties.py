"""What is tied to what: conditions and linkages, and the chain of claims between two things."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from kg.answers import terms
from kg.answers.base import Asking, Row, day
from kg.answers.frames import Schema
from kg.answers.picture import picture, timeless
from kg.lifecycle import NOBODY, visible
from kg.network import shortest_chain
from kg.terms import Iri

__all__ = ["chain", "conditions"]

_TIES: Final[Schema] = {
    "subject": pl.String, "tie": pl.String, "value": pl.String, "wished": pl.String,
    "english": pl.String, "kind": pl.String, "depends_on": pl.String, "stance": pl.String,
    "attribution": pl.String, "said": pl.Int64, "reported": pl.Int64, "reported_to": pl.Int64,
    "speaker": pl.String, "side": pl.String, "weight": pl.Int64, "outlet": pl.String,
    "claim": pl.String,
}  # fmt: skip
_JOINS: Final[Schema] = {"one": pl.String, "other": pl.String, "claim": pl.String}
_WORDS: Final[Schema] = {
    "about": pl.String, "property": pl.String, "value": pl.String, "stance": pl.String,
    "attribution": pl.String, "speaker": pl.String, "quote": pl.String, "gist": pl.String,
    "start": pl.Int64, "end": pl.Int64, "document": pl.String,
}  # fmt: skip


def conditions(asking: Asking) -> Iterator[Row]:
    """Every tie, and whether it has come about; see `queries/commitments/conditions.rq`."""
    a, b = asking.pair
    rows = asking.frame("commitments/conditions", _TIES, a=a, b=b, lang=asking.text("lang"))
    reached = dict(terms.come_about(picture(asking, [(a, b)])).iter_rows())
    told = visible(timeless(rows), asking.moment).sort("subject", "tie", "value", "claim")
    # said again and again by one speaker, it is one tie
    once = told.unique(
        ["subject", "tie", "speaker", "account", "value", "stance"],
        keep="first",
        maintain_order=True,
    )
    for row in once.iter_rows(named=True):
        link = row["tie"] == "link"
        on = row["value"] if link else row["depends_on"]
        since = reached.get(on) if on else None
        yield {
            "matter": Iri(row["subject"]),
            "tie": row["tie"],
            "account": None if row["account"] == NOBODY else Iri(row["account"]),
            "speaker": Iri(row["speaker"]) if row["speaker"] else None,
            "stance": Iri(row["stance"]),
            "condition": "" if link else row["wished"] or row["english"],
            "kind": Iri(row["kind"]) if row["kind"] else None,
            "depends_on": Iri(on) if on else None,
            "come_about": "not followed" if not on else "no" if since is None else "yes",
            "since": day(since),
            "claim": Iri(row["claim"]),
        }


def chain(asking: Asking) -> Iterator[Row]:
    """The shortest chain of claims between two nodes; see `queries/claims/chain.rq`."""
    a, b = asking.pair
    start, end = asking.iri("start"), asking.iri("end")
    reported = {key: asking.clocks[key] for key in ("reported_by", "unknown")}
    joins = asking.frame("claims/joins", _JOINS, a=a, b=b, **reported).to_dicts()
    found = shortest_chain(((row["one"], row["other"], row) for row in joins), str(start), str(end))
    for number, (one, other, join) in enumerate(found, 1):
        words = asking.frame("claims/words", _WORDS, claim=Iri(join["claim"])).row(0, named=True)
        yield {
            "link": number,
            "node": Iri(one),
            "next": Iri(other),
            "property": Iri(words["property"]),
            "stance": Iri(words["stance"]),
            "speaker": Iri(words["speaker"]) if words["speaker"] else None,
            "quote": words["quote"],
            "gist": words["gist"],
            "document": Iri(words["document"]),
            "claim": Iri(join["claim"]),
        }
