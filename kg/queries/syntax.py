"""The syntax tree of a SPARQL text, reduced to the names of its productions.

The border on rdflib's parser, in a module of its own because importing that takes a third of a
second, which a program that runs no user's SPARQL need not spend. Names are those of rdflib's
grammar.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyparsing import ParseBaseException, ParseResults
from rdflib.plugins.sparql.parser import parseQuery, parseUpdate
from rdflib.plugins.sparql.parserutils import CompValue

from kg.errors import SparqlSyntaxError

__all__ = ["query_productions", "update_operations"]


def query_productions(text: str) -> list[str]:
    """The productions of a query, outermost first, such as "SelectQuery", "ServiceGraphPattern".

    Raises:
        SparqlSyntaxError: `text` is no SPARQL 1.1 query.
    """
    try:
        return list(_names(parseQuery(text)))
    except ParseBaseException as error:
        rest = error.line[max(error.column - 1, 0) :].strip()[:40]
        message = f"cannot be read from column {error.column} on: {rest or 'the end'}"
        raise SparqlSyntaxError(message, error.lineno) from None
    except ValueError as error:  # an escape that is no code point
        raise SparqlSyntaxError(str(error)) from None
    except RecursionError:
        raise SparqlSyntaxError("nested too deeply") from None


def update_operations(text: str) -> list[str]:
    """The operations of an update, such as "Load" and "InsertData"; none if `text` is no update."""
    try:
        tree = parseUpdate(text)
    except (ParseBaseException, ValueError, RecursionError):
        return []
    return [operation.name for operation in tree["request"]] if "request" in tree else []


def _names(tree: object) -> Iterator[str]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, CompValue):
            yield node.name
            waiting.extend(reversed(node.values()))
        elif isinstance(node, ParseResults | list | tuple):
            waiting.extend(reversed(list(node)))
