"""What Virtuoso 7 does otherwise than SPARQL 1.1 says, as far as a client can set it right.

An endpoint tells by its header `Server` that it is one. What cannot be set right from outside (how
it evaluates a query) is avoided by the way queries are written: docs/queries.md, "What all three
engines read alike". Source: <https://docs.openlinksw.com/virtuoso/rdfsparql/>, and experiment with
version 7.2.5.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from math import isfinite
from typing import Any, Final

from kg.terms import XSD

__all__ = [
    "BOOLEANS",
    "COMPACT",
    "cut_off",
    "double",
    "is_virtuoso",
    "limit",
    "prologue",
    "time_limit",
    "too_long",
    "unfit",
]

#: the graphs of its own that every database of Virtuoso holds
_SYSTEM_GRAPHS: Final = (
    "http://www.openlinksw.com/schemas/virtrdf#",
    "http://www.w3.org/ns/ldp#",
    "http://localuriqaserver/sparql",
)
_WITHOUT_SYSTEM: Final = "".join(
    f"define input:named-graph-exclude <{graph}> " for graph in _SYSTEM_GRAPHS
)

#: Goes before an update. Where the cost of queries is limited, as in Debian's configuration,
#: each triple is otherwise written out as a few lines of SQL, of which it takes 10,000.
COMPACT: Final = "define sql:big-data-const 1 "

#: its JSON has the one lexical form of booleans, everything else the other
BOOLEANS: Final = {"1": "true", "0": "false"}

_PREFIX: Final = re.compile(r"PREFIX\s+([^\s:]*)\s*:\s*<([^<>]*)>", re.IGNORECASE)
_GRAPH: Final = re.compile(r"\bGRAPH\s*(?:<([^<>]*)>|([\w.-]*):([^\s{}<>()]*))", re.IGNORECASE)

_INTEGER: Final = re.compile(rf'"[+-]?0*([0-9]{{19,}})"\^\^<{re.escape(XSD)}[A-Za-z]+>')
_LARGEST: Final = 2**63 - 1


def is_virtuoso(server: str) -> bool:
    """Whether a server that calls itself so in its header `Server` is one."""
    return server.startswith("Virtuoso/")


def prologue(sparql: str) -> str:
    """What goes before a query, on its first line, so that it is read over our dataset.

    By itself it takes the union of all graphs for the default graph, and `GRAPH ?g` finds its own
    graphs too. Leaving those out makes the default graph empty, but also lets `GRAPH <name>` find
    nothing unless that graph is in the dataset. So the graphs that the query names are put there:
    a pattern outside `GRAPH` sees these, where it should see nothing.
    """
    prefixes = dict(_PREFIX.findall(sparql))
    named = {
        iri or prefixes.get(prefix, "") + local.replace("\\", "")
        for iri, prefix, local in _GRAPH.findall(sparql)
    }
    return _WITHOUT_SYSTEM + "".join(
        f"define input:default-graph-uri <{graph}> " for graph in sorted(named)
    )


def time_limit(seconds: float) -> dict[str, str]:
    """The parameter by which it gives up a query; what it has by then, `cut_off` tells from all."""
    return {"timeout": str(max(int(seconds * 1000), 1000))}


def cut_off(headers: Mapping[str, str]) -> str | None:
    """Why an answer may be a part only, which it sends with status 200; or None."""
    rows = headers.get("x-sparql-maxrows")
    if rows is not None:
        return too_long(int(rows))
    if "x-sql-state" in headers:
        return f"gives a part of the answer only: {headers.get('x-sql-message', '')}".rstrip(": ")
    return None


def limit(settings: Mapping[str, Any]) -> int:
    """After how many rows, or triples, it cuts an answer off: from its answer to `ini=1`, as JSON.

    Of a graph that was cut off no header tells.
    """
    return next(
        (
            int(row["o"]["value"])
            for row in settings["results"]["bindings"]
            if row["p"]["value"].endswith("#ResultSetMaxRows")
        ),
        2**20,
    )


def double(digits: str) -> str:
    """A floating-point number as the embedded store writes it: the shortest, without exponent.

    In answers it rounds them to six digits; the text that `STR` makes has sixteen.
    """
    number = float(digits)
    if not isfinite(number):
        return digits
    text = format(Decimal(repr(number)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def too_long(rows: int) -> str:
    """The reason of an error: the answer was cut off."""
    return f"cuts answers off after {rows} rows; raise ResultSetMaxRows in its virtuoso.ini"


def unfit(insertion: str) -> str | None:
    """A number in an INSERT DATA that it would store as another one without a word, or None."""
    for found in _INTEGER.finditer(insertion):
        if int(found[1]) > _LARGEST:
            return found[0]
    return None
