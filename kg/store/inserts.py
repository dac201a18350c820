"""N-Quads as requests: as INSERT DATA for stores that are reached by SPARQL alone, or as they are.

Text in, text out, streaming: a quad is never made into an object. Sources: RDF 1.1 N-Quads,
<https://www.w3.org/TR/n-quads/>; SPARQL 1.1 Update, 3.1.1 INSERT DATA. The strings and IRIs of
N-Quads are strings and IRIs of SPARQL as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter
from typing import Final

__all__ = ["insert_requests", "nquads_requests"]

_IRI: Final = rb"<[^\x00-\x20<>\"{}|^`]*>"
_STRING: Final = rb'"(?:[^"\\\n\r]|\\.)*"'
_QUAD: Final = re.compile(
    rb"[ \t]*(%(iri)s[ \t]*%(iri)s[ \t]*"
    rb"(?:%(iri)s|%(string)s(?:@[A-Za-z][A-Za-z0-9-]*|\^\^%(iri)s)?))"
    rb"[ \t]*(%(iri)s)[ \t]*\.[ \t]*(?:#.*)?\r?\n?" % {b"iri": _IRI, b"string": _STRING}
)
_BLANK: Final = re.compile(rb"\s*(?:#.*\s*)?")

#: triples in one GRAPH block: the parser of Virtuoso 7 gives up at 5,000, but takes more blocks
_BLOCK: Final = 2000


def insert_requests(lines: Iterable[bytes], size: int) -> Iterator[str]:
    """The lines of an N-Quads file as INSERT DATA requests of about `size` bytes each.

    The order stays: what comes later in the file comes in a later request, or in the same one.

    Raises:
        ValueError: a line is not a quad of IRIs and literals in a named graph; it says which.
    """
    chunk: list[tuple[bytes, bytes]] = []
    length = 0
    for _, triple, graph in _quads(lines):
        if chunk and length + len(triple) > size:
            yield _request(chunk)
            chunk, length = [], 0
        chunk.append((graph, triple))
        length += len(triple)
    if chunk:
        yield _request(chunk)


def nquads_requests(lines: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The lines of an N-Quads file in pieces of about `size` bytes; raises as `insert_requests`."""
    chunk: list[bytes] = []
    length = 0
    for line, _, _ in _quads(lines):
        if chunk and length + len(line) > size:
            yield b"".join(chunk)
            chunk, length = [], 0
        chunk.append(line if line.endswith(b"\n") else line + b"\n")
        length += len(line)
    if chunk:
        yield b"".join(chunk)


def _quads(lines: Iterable[bytes]) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Each line that is a quad, with its triple and its graph."""
    for number, line in enumerate(lines, 1):
        quad = _QUAD.fullmatch(line)
        if quad is not None:
            yield line, quad[1], quad[2]
        elif not _BLANK.fullmatch(line):
            raise ValueError(f"line {number} is no quad: {line[:200].decode(errors='replace')!r}")


def _request(chunk: list[tuple[bytes, bytes]]) -> str:
    blocks = [
        b"GRAPH %s {\n%s}" % (graph, b"".join(b"%s .\n" % triple for _, triple in block))
        for graph, run in groupby(chunk, key=itemgetter(0))
        for block in _cut(run)
    ]
    return (b"INSERT DATA {\n%s\n}" % b"\n".join(blocks)).decode()


def _cut(run: Iterator[tuple[bytes, bytes]]) -> Iterator[list[tuple[bytes, bytes]]]:
    while block := list(islice(run, _BLOCK)):
        yield block
