"""What a graph holds in two figures: how many triples, and a digest that no order changes.

The digest is the sum of the SHA-256 of all lines, modulo 2^256: a set of lines has one, however an
engine lists it, and no line is kept (AdHash: Bellare and Micciancio, EUROCRYPT 1997,
<https://doi.org/10.1007/3-540-69053-0_13>). Lines are N-Triples as the engines are made to write
them, without blank nodes: these have no names of their own, so that equal graphs would differ.
What holds some is given IRIs first, by the label that its store has for them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from kg.store.base import GENID

__all__ = ["Fingerprint", "fingerprint", "skolemised"]

_MODULUS: Final = 1 << 256
_IRI: Final = rb"<[^<>]*>"
_LABEL: Final = rb"_:([^ ]+)"
_SUBJECT: Final = re.compile(rb"\A" + _LABEL)
_OBJECT: Final = re.compile(rb"\A(" + _IRI + rb" " + _IRI + rb" )" + _LABEL)


class Fingerprint(NamedTuple):
    """How many triples there are, and their digest as hexadecimal."""

    triples: int
    digest: str


def fingerprint(lines: Iterable[bytes]) -> Fingerprint:
    """The fingerprint of lines, each of which is given once, with its line end or without."""
    count = total = 0
    sha256, number = hashlib.sha256, int.from_bytes
    for count, line in enumerate(lines, 1):  # noqa: B007 - the last one is the number of all
        total += number(sha256(line.rstrip(b"\n")).digest(), "little")
    return Fingerprint(count, f"{total % _MODULUS:064x}")


def skolemised(line: bytes) -> bytes:
    """A line of N-Triples with IRIs for its blank nodes (RDF 1.1 Concepts, 3.5).

    The label is the store's own, so that one node has one IRI in all graphs of the store, and each
    time that it is read.
    """
    if b"_:" not in line:
        return line
    iri = f"<{GENID}".encode() + rb"\1>"
    line = _SUBJECT.sub(iri, line)
    return _OBJECT.sub(rb"\1" + iri.replace(rb"\1", rb"\2"), line)
