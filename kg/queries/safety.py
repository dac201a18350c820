r"""Whether SPARQL that a user wrote only reads this store.

It is parsed and judged by its syntax tree, whatever its spelling: SERVICE reaches any host, FROM
makes some engines fetch, an update changes what is there. The tree is taken before its translation
into algebra, which leaves parts of it out.

Engines do not read every text alike: one ends a comment at a carriage return and another does not,
one replaces `\u0022` before it looks for the ends of strings and another after. So one parser's
tree is not all: the tokens of every such reading are looked at as well, where a bare SERVICE or
FROM is that keyword and nothing else. This module runs nothing.
"""

from __future__ import annotations

import re
import sys
from typing import Final

from kg.errors import ForbiddenSparqlError, SparqlSyntaxError
from kg.queries.tokenizer import prefixes, significant, tokenize

__all__ = ["check_read_only"]

_FORMS: Final = {
    "SelectQuery": "select",
    "AskQuery": "ask",
    "ConstructQuery": "construct",
    "DescribeQuery": "describe",
}
_FORBIDDEN: Final = {"ServiceGraphPattern": "SERVICE", "DatasetClause": "FROM"}
_UPDATES: Final = {
    "InsertData": "INSERT DATA",
    "DeleteData": "DELETE DATA",
    "DeleteWhere": "DELETE WHERE",
    "Modify": "DELETE/INSERT",
}
#: words that are keywords wherever they stand bare, and that no reading query has
_KEYWORDS: Final = frozenset(
    {
        "SERVICE",
        "FROM",
        "LOAD",
        "INSERT",
        "DELETE",
        "CLEAR",
        "DROP",
        "CREATE",
        "ADD",
        "MOVE",
        "COPY",
    }
)
_CODE_POINT: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def check_read_only(text: str) -> str:
    """The form of a query that reads: "select", "ask", "construct" or "describe".

    Raises:
        ForbiddenSparqlError: it holds SERVICE, FROM or FROM NAMED anywhere, or is an update.
        SparqlSyntaxError: it is not SPARQL 1.1, with the line where it cannot be read further; or
            it uses a prefix that it does not declare.
    """
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    form = _form(unix)
    for reading in (unix, _CODE_POINT.sub(_character, unix)):
        for token in significant(list(tokenize(reading))):
            if token.kind == "word" and token.text.upper() in _KEYWORDS:
                raise ForbiddenSparqlError(token.text.upper())
    # the parser does not look, and engines say it among all that they expected in its place
    declared, used = prefixes(unix)
    for prefix, token in used.items():
        if prefix not in declared:
            raise SparqlSyntaxError(f"the prefix {prefix}: is not declared", token.line)
    return form


def _form(text: str) -> str:
    """The form of a query as rdflib parses it; raises as `check_read_only` does."""
    from kg.queries import syntax

    try:
        productions = syntax.query_productions(text)
    except SparqlSyntaxError:
        for operation in syntax.update_operations(text):
            construct = _UPDATES.get(operation, operation.upper())
            raise ForbiddenSparqlError(construct) from None
        raise
    for production in productions:
        if production in _FORBIDDEN:
            raise ForbiddenSparqlError(_FORBIDDEN[production])
    return next(_FORMS[production] for production in productions if production in _FORMS)


def _character(escape: re.Match[str]) -> str:
    r"""The character of a `\u` escape, which SPARQL 1.1, 19.2, allows anywhere in a query."""
    code = int(escape[1] or escape[2], 16)
    if code > sys.maxunicode:
        raise SparqlSyntaxError(f"no code point has the number {code:X}")
    return chr(code)
