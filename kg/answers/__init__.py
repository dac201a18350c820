"""What SPARQL 1.1 cannot say: answers that go on where a query ends, listed in the same catalogue.

A query file whose header names an `answer` is answered by the function of that name. It gets the
parameters and may ask other queries; its rows have the columns that the header declares.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kg.answers.base import Answer, Asking, Row
from kg.answers.disagreements import disagreements
from kg.answers.identity import evidence, evidence_of
from kg.answers.ledger import ledger, ledgers
from kg.answers.matters import balance, due, moves, still_open, summary

__all__ = ["ANSWERS", "Answer", "Asking", "Row"]

#: the functions by the names under which headers know them
ANSWERS: Final[Mapping[str, Answer]] = {
    "balance": balance,
    "disagreements": disagreements,
    "due": due,
    "evidence": evidence,
    "evidence-of": evidence_of,
    "ledger": ledger,
    "ledgers": ledgers,
    "moves": moves,
    "open": still_open,
    "summary": summary,
}
