"""SPARQL of one's own with values put in the place of `$name`, as terms and never as text."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Final

from kg.errors import MissingParameterError, ParameterValueError, UnknownParameterError
from kg.queries.tokenizer import Token, tokenize
from kg.queries.values import Resolver, serialise, to_term

__all__ = ["placed"]

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_INTEGER: Final = re.compile(r"[+-]?\d+\Z")
_NODE: Final = re.compile(r"https?://|id:|[a-z]+[:/]")


def placed(sparql: str, values: Mapping[str, str], resolve: Resolver) -> str:
    """The SPARQL with every `$name` replaced by the term that its value stands for.

    A day is an xsd:date, a whole number an xsd:integer, an IRI or `kind/slug` a node, and anything
    else the name of an actor.

    Raises:
        UnknownParameterError: a value for a name that does not stand there.
        MissingParameterError: a name without a value.
        ParameterValueError: a value is of no term.
        NameNotFoundError, AmbiguousNameError: no one actor bears the name.
    """
    tokens = list(tokenize(sparql))
    names = {
        token.text[1:] for token in tokens if token.kind == "variable" and token.text[0] == "$"
    }
    for name in values:
        if name not in names:
            near = tuple(difflib.get_close_matches(name, names, 3))
            raise UnknownParameterError("SPARQL", name, near)
    if missing := sorted(names - values.keys()):
        raise MissingParameterError("SPARQL", missing[0])
    terms = {name: _term(name, value, resolve) for name, value in values.items()}
    return "".join(
        terms[token.text[1:]] if _is_parameter(token) else token.text for token in tokens
    )


def _is_parameter(token: Token) -> bool:
    return token.kind == "variable" and token.text.startswith("$")


def _term(name: str, value: str, resolve: Resolver) -> str:
    try:
        return serialise(to_term(value, _kind(value), resolve))
    except ValueError as error:
        raise ParameterValueError("SPARQL", name, str(error), value) from error


def _kind(value: str) -> str:
    if _DAY.match(value):
        return "date"
    if _INTEGER.match(value):
        return "integer"
    return "node" if _NODE.match(value) else "actor"
