"""One query of the catalogue: read from its file, and bound to values.

Binding puts one serialised term in the place of one token, outside of strings, comments and IRIs;
nothing is ever pasted as text. It works alike on every engine and inside subselects, which the
engines' own substitutions do not. This module runs nothing: it makes text for `kg.store`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from kg.errors import (
    MissingParameterError,
    ParameterValueError,
    QueryHeaderError,
    UnknownParameterError,
)
from kg.queries.body import UNSET, Body, bound_test, read_body
from kg.queries.header import Column, Derivation, read_header
from kg.queries.parameters import Parameter, in_language
from kg.queries.tokenizer import with_prefixes
from kg.queries.values import TYPES, Resolver, serialise, to_term
from kg.terms import Term

__all__ = ["Query"]


@dataclass(frozen=True, slots=True)
class Query:
    """One query: what its header says, and its SPARQL.

    `name` is `<topic>/<name>`; titles and descriptions are by language ("en", "hi"); `columns` are
    those of the SELECT in order, or of the `answer` that goes on from it (see `kg.answers`);
    `derive` is there for those that make the derived graph.
    """

    name: str
    file: Path
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    view: str | None
    derive: Derivation | None
    answer: str | None
    stacks: tuple[tuple[str, ...], ...]
    background: tuple[str, ...]
    body: Body

    @classmethod
    def read(cls, file: Path, name: str | None = None) -> Query:
        """The query in `file`, named after its folder and itself unless a name is given.

        Raises:
            QueryHeaderError: the file is malformed.
            OSError: it cannot be read.
        """
        try:
            text = file.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            raise QueryHeaderError(file, line, "not UTF-8") from None
        return cls.parse(text, name or f"{file.parent.name}/{file.stem}", file)

    @classmethod
    def parse(cls, text: str, name: str, file: Path) -> Query:
        """The query whose file, `file`, holds `text`; raises as `read` does."""
        if text.startswith("\ufeff"):
            raise QueryHeaderError(file, 1, "a byte order mark; save the file as plain UTF-8")
        header, sparql, first_line = read_header(text.replace("\r\n", "\n"), file)
        body = read_body(sparql, header, file, first_line)
        return cls(
            name=name,
            file=file,
            titles=header.titles,
            descriptions=header.descriptions,
            parameters=header.parameters,
            columns=header.columns,
            view=header.view,
            derive=header.derive,
            answer=header.answer,
            stacks=header.stacks,
            background=header.background,
            body=body,
        )

    @property
    def kind(self) -> str:
        """select, construct, ask or describe."""
        return self.body.kind

    def title(self, language: str) -> str:
        """The title in `language`, or else in English."""
        return in_language(self.titles, language)

    def description(self, language: str) -> str:
        """The description in `language`, or else in English."""
        return in_language(self.descriptions, language)

    def has(self, parameter: str) -> bool:
        """Whether the query has a parameter of that name."""
        return any(known.name == parameter for known in self.parameters)

    @property
    def sparql(self) -> str:
        """The SPARQL as it stands in the file, with its parameters still `$name`."""
        return "".join(token.text for token in self.body.tokens)

    def bind(self, values: Mapping[str, object], resolve: Resolver | None = None) -> str:
        """The SPARQL with its parameters replaced, ready for any engine.

        A value of None counts as not given, and so does an empty list for an optional parameter. An
        optional parameter without value and default becomes a variable that nothing binds: an error
        to every expression, so that the COALESCE around it goes on to its next argument. `BOUND` of
        a parameter becomes `true` or `false`.

        Args:
            values: by parameter name; text as from a command line, or Python values.
            resolve: finds actors by any of their names; what it raises passes through. Without it
                an actor is an IRI, a prefixed name or `actor/slug`.

        Raises:
            UnknownParameterError, MissingParameterError, ParameterValueError.
        """
        return self.place(self.terms(values, resolve))

    def terms(
        self, values: Mapping[str, object], resolve: Resolver | None = None
    ) -> dict[str, tuple[Term, ...] | None]:
        """Every parameter with its terms, of which a list has several; None without a value.

        Raises as `bind` does.
        """
        names = [parameter.name for parameter in self.parameters]
        for name in values:
            if name not in names:
                raise UnknownParameterError(self.name, name, tuple(get_close_matches(name, names)))
        return {
            parameter.name: self._terms(parameter, values.get(parameter.name), resolve)
            for parameter in self.parameters
        }

    def place(self, terms: Mapping[str, tuple[Term, ...] | None]) -> str:
        """The SPARQL with the terms of `terms()` in the places of the parameters."""
        texts = {name: _serialised(name, found) for name, found in terms.items()}
        return with_prefixes(self._replaced(texts))

    def explain(self, values: Mapping[str, object], resolve: Resolver | None = None) -> str:
        """The text that would be run: what `bind` gives."""
        return self.bind(values, resolve)

    def _terms(
        self, parameter: Parameter, value: object, resolve: Resolver | None
    ) -> tuple[Term, ...] | None:
        listed = isinstance(value, list | tuple | set | frozenset)
        if value is None or (listed and not value and not parameter.required):
            if parameter.required:
                description = parameter.description("en")
                raise MissingParameterError(self.name, parameter.name, description)
            return parameter.default
        if not listed:
            return (self._term(parameter, value, resolve),)
        items = _in_order(value)
        if not parameter.many or not items:
            expected = (
                "a list of at least one"
                if parameter.many
                else f"one value, {TYPES[parameter.type]}"
            )
            raise ParameterValueError(self.name, parameter.name, expected, repr(value))
        return tuple(self._term(parameter, item, resolve) for item in items)

    def _term(self, parameter: Parameter, value: object, resolve: Resolver | None) -> Term:
        try:
            return to_term(value, parameter.type, resolve)
        except ValueError:
            found = value if isinstance(value, str) else repr(value)
            expected = TYPES[parameter.type]
            raise ParameterValueError(self.name, parameter.name, expected, found) from None

    def _replaced(self, texts: Mapping[str, str]) -> str:
        parts: list[str] = []
        skip = -1
        for index, token in enumerate(self.body.tokens):
            if index <= skip:
                continue
            test = bound_test(self.body.tokens, index)
            if test is not None:
                name, skip = test
                parts.append("false" if texts[name].startswith(f"?{UNSET}") else "true")
            elif token.kind == "variable" and token.text[0] == "$":
                # `?a <$b` must not become `?a <<http…`, which opens a quoted triple
                parts.append(" " if parts and parts[-1] == "<" else "")
                parts.append(texts[token.text[1:]])
            else:
                parts.append(token.text)
        return "".join(parts)


def _serialised(name: str, terms: tuple[Term, ...] | None) -> str:
    if terms is None:
        return f"?{UNSET}{name}"
    return ", ".join(dict.fromkeys(map(serialise, terms)))


def _in_order(values: object) -> list[object]:
    """The items of a list as they stand, those of a set in a fixed order."""
    assert isinstance(values, list | tuple | set | frozenset)
    return sorted(values, key=repr) if isinstance(values, set | frozenset) else list(values)
