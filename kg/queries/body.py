"""What the SPARQL of a query file does with its parameters, read off its tokens.

Here are the rules of where a parameter may stand. They make that a value put in the place of `$x`
always gives SPARQL again, with the meaning it had: see `docs/queries.md`. This module knows tokens
and headers; it does not judge whether the SPARQL is right (engines do, and the tests run them).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Final

from kg.errors import QueryHeaderError
from kg.queries.header import Header
from kg.queries.parameters import Parameter
from kg.queries.tokenizer import Token, significant, tokenize

__all__ = ["UNSET", "Body", "read_body"]

#: the name of the variable that stands for an optional parameter without value; see `Query.bind`
UNSET: Final = "__unset_"

_FORMS: Final = ("SELECT", "CONSTRUCT", "ASK", "DESCRIBE")
_PAIRS: Final = {")": "(", "]": "[", "}": "{"}
#: words that end the list before them: SELECT …, GROUP BY …, ORDER BY …, VALUES …
_CLAUSES: Final = {
    "SELECT": "SELECT", "GROUP": "GROUP BY", "ORDER": "ORDER BY", "VALUES": "VALUES",
    "WHERE": "", "HAVING": "", "LIMIT": "", "OFFSET": "", "FROM": "", "FILTER": "", "BIND": "",
    "CONSTRUCT": "", "ASK": "", "DESCRIBE": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Body:
    """The SPARQL of a query file: tokens, form ("select", "construct" …), names of its columns."""

    tokens: tuple[Token, ...]
    kind: str
    projection: tuple[str, ...]


@dataclass(slots=True)
class _Bracket:
    """An open bracket: the word in front of it, the clause around it, the commas in it so far."""

    opener: str
    owner: str
    clause: str
    commas: int = 0


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one `$name` stands: its token, neighbours, clause, and brackets, innermost first."""

    token: Token
    before: str
    after: str
    clause: str
    brackets: tuple[tuple[_Bracket, int], ...]

    @property
    def name(self) -> str:
        return self.token.text[1:]

    def forbidden(self) -> str:
        """The construct that may not hold a parameter and holds this one, or ""."""
        if any(bracket.owner == "BOUND" for bracket, _ in self.brackets):
            return "BOUND"
        if self.before == "AS":
            return "AS"
        if self.clause == "ORDER BY" and not self.brackets:
            return "ORDER BY"
        return self.clause if self.clause in ("SELECT", "GROUP BY", "VALUES") else ""

    def may_be_unset(self) -> bool:
        """Whether an error here leads to a later argument of a COALESCE around it."""
        return any(
            bracket.owner == "COALESCE" and argument < bracket.commas
            for bracket, argument in self.brackets
        )

    def is_whole_list(self) -> bool:
        """Whether it stands as `IN ($name)`, alone."""
        around = self.brackets[0][0] if self.brackets else None
        return (
            around is not None and around.owner == "IN" and (self.before, self.after) == ("(", ")")
        )


@dataclass(slots=True)
class _Walk:
    """One pass over the tokens, with the brackets and clauses that are open."""

    file: Path
    offset: int
    tokens: Sequence[Token]
    clause: str = ""
    stack: list[_Bracket] = field(default_factory=list)

    def error(self, token: Token, message: str) -> QueryHeaderError:
        return QueryHeaderError(self.file, token.line + self.offset, message)

    def places(self) -> Iterator[_Place]:
        before = ""
        for index, token in enumerate(self.tokens):
            if token.kind == "punctuation":
                self.punctuation(token, before)
            elif token.kind == "word" and not self.inside_parentheses():
                self.clause = _CLAUSES.get(token.text.upper(), self.clause)
            elif token.kind == "variable" and token.text[0] == "$":
                after = self.tokens[index + 1].text if index + 1 < len(self.tokens) else ""
                yield _Place(token, before, after, self.clause, self.open_parentheses())
            before = token.text.upper() if token.kind == "word" else token.text
        if self.stack:
            raise self.error(self.tokens[-1], f"{self.stack[-1].opener!r} is never closed")

    def punctuation(self, token: Token, before: str) -> None:
        text = token.text
        if text in "([{":
            self.stack.append(_Bracket(text, before, self.clause))
            if text == "{" and self.clause != "VALUES":
                self.clause = ""
        elif text in _PAIRS:
            if not self.stack or self.stack[-1].opener != _PAIRS[text]:
                raise self.error(token, f"{text!r} closes nothing")
            closed = self.stack.pop()
            if (
                text == "}"
            ):  # a list goes on after EXISTS {…} in its parentheses, and ends otherwise
                self.clause = closed.clause if self.inside_parentheses() else ""
        elif text == "," and self.stack:
            self.stack[-1].commas += 1

    def inside_parentheses(self) -> bool:
        return bool(self.stack) and self.stack[-1].opener == "("

    def open_parentheses(self) -> tuple[tuple[_Bracket, int], ...]:
        """The parentheses around, innermost first, up to the group; each with our argument."""
        found = []
        for bracket in reversed(self.stack):
            if bracket.opener != "(":
                break
            found.append((bracket, bracket.commas))
        return tuple(found)


def _form(tokens: Sequence[Token]) -> tuple[str, int] | None:
    """The form of the query and the index of its keyword."""
    for index, token in enumerate(tokens):
        if token.kind == "word" and token.text.upper() not in ("PREFIX", "BASE"):
            word = token.text.upper()
            return (word.lower(), index) if word in _FORMS else None
    return None


def _projection(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The variables after SELECT, as results name their columns; `("*",)` for all."""
    names: list[str] = []
    depth = 0
    for before, token in pairwise(tokens):
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth == 0 and (token.text == "{" or token.text.upper() in ("WHERE", "FROM")):
            break
        is_name = token.kind == "variable" and (depth == 0 or before.text.upper() == "AS")
        if is_name and depth <= 1:
            names.append(token.text[1:])
        elif token.text == "*" and depth == 0:
            names.append("*")
    return tuple(names)


def _check_tokens(walk: _Walk, parameters: Mapping[str, Parameter]) -> None:
    for token in walk.tokens:
        if token.kind == "other":
            raise walk.error(token, f"{token.text!r} is no part of SPARQL")
        if token.kind == "iri" and "$" in token.text:
            raise walk.error(token, f"{token.text} reads as an IRI: put a space after '<'")
        if token.kind == "variable" and token.text[1:].startswith(UNSET):
            raise walk.error(token, f"names beginning with {UNSET} are the binder's own")
        if token.kind == "variable" and token.text[0] == "?" and token.text[1:] in parameters:
            message = f"{token.text} is the parameter ${token.text[1:]}; write it so, or rename it"
            raise walk.error(token, message)


def _check_place(walk: _Walk, place: _Place, parameters: Mapping[str, Parameter]) -> None:
    name = f"${place.name}"
    parameter = parameters.get(place.name)
    if parameter is None:
        raise walk.error(place.token, f"{name} is not declared in params")
    if construct := place.forbidden():
        raise walk.error(place.token, f"{name} may not stand in {construct}")
    if parameter.many and not place.is_whole_list():
        raise walk.error(place.token, f"{name} is a list: it stands only as IN ({name})")
    if not parameter.required and parameter.default is None and not place.may_be_unset():
        message = f"{name} is optional without a default: it stands in COALESCE({name}, …)"
        raise walk.error(place.token, message)


def _check_columns(file: Path, header: Header, body: Body) -> None:
    if header.answer:  # the columns are the answer's own
        return
    declared = tuple(column.name for column in header.columns)
    line = min((header.lines["columns", name] for name in declared), default=1)
    if body.kind != "select":
        if declared:
            raise QueryHeaderError(file, line, f"{body.kind.upper()} has no columns")
        return
    if "*" in body.projection:
        raise QueryHeaderError(file, line, "SELECT * leaves the columns open; name them")
    if declared != body.projection:
        found, expected = ", ".join(declared) or "none", ", ".join(body.projection)
        message = f"the columns are {found}; the SELECT gives {expected}"
        raise QueryHeaderError(file, line, message)


def read_body(text: str, header: Header, file: Path, first_line: int) -> Body:
    """The SPARQL below a header, whose first line is `first_line` of the file.

    Raises:
        QueryHeaderError: it disagrees with the header, or a parameter stands where it may not.
    """
    tokens = tuple(tokenize(text))
    parameters = {parameter.name: parameter for parameter in header.parameters}
    walk = _Walk(file, first_line - 1, significant(tokens))
    form = _form(walk.tokens)
    if form is None:
        raise QueryHeaderError(file, first_line, f"a query is one of {', '.join(_FORMS)}")
    _check_tokens(walk, parameters)
    places = list(walk.places())  # all of them first: a later comma makes a COALESCE go on
    for place in places:
        _check_place(walk, place, parameters)
    used = {place.name for place in places}
    for name in parameters:
        if name not in used and not header.answer:
            line = header.lines["params", name]
            raise QueryHeaderError(file, line, f"parameter {name!r} is never used as ${name}")
    kind, index = form
    body = Body(tokens, kind, _projection(walk.tokens[index:]) if kind == "select" else ())
    _check_columns(file, header, body)
    return body
