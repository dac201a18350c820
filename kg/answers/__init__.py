"""What SPARQL 1.1 cannot say: answers that go on where a query ends, listed in the same catalogue.

A query file whose header names an `answer` is answered by the function of that name. It gets the
parameters and may ask other queries; its rows have the columns that the header declares.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kg.answers.abroad import third_country
from kg.answers.accounts import months, one_sided, statuses
from kg.answers.base import Answer, Asking, Row
from kg.answers.coded import aligned, before_agreements
from kg.answers.delegations import attendance, delegations
from kg.answers.disagreements import disagreements, split
from kg.answers.identity import evidence, evidence_of
from kg.answers.instruments import instruments
from kg.answers.ledger import ledger, ledgers
from kg.answers.legality import illegal
from kg.answers.matters import balance, due, moves, still_open, summary
from kg.answers.meetings import announced, compare, readouts
from kg.answers.parts import parts
from kg.answers.spans import fulfilled, lag_medians, lags
from kg.answers.ties import chain, conditions
from kg.answers.words import relays, violations

__all__ = ["ANSWERS", "Answer", "Asking", "Row"]

#: the functions by the names under which headers know them
ANSWERS: Final[Mapping[str, Answer]] = {
    "aligned": aligned,
    "announced": announced,
    "attendance": attendance,
    "balance": balance,
    "before-agreements": before_agreements,
    "chain": chain,
    "compare": compare,
    "conditions": conditions,
    "delegations": delegations,
    "disagreements": disagreements,
    "due": due,
    "evidence": evidence,
    "evidence-of": evidence_of,
    "fulfilled": fulfilled,
    "illegal": illegal,
    "instruments": instruments,
    "lag-medians": lag_medians,
    "lags": lags,
    "ledger": ledger,
    "ledgers": ledgers,
    "months": months,
    "moves": moves,
    "one-sided": one_sided,
    "open": still_open,
    "parts": parts,
    "readouts": readouts,
    "relays": relays,
    "split": split,
    "statuses": statuses,
    "summary": summary,
    "third-country": third_country,
    "violations": violations,
}
