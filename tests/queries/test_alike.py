"""The catalogue keeps the rules of docs/queries.md, "What all three engines read alike".

Those that can be told from the text alone, so that a query that breaks one is told why before the
engines differ over it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from kg.queries import Query, QueryLibrary
from kg.queries.tokenizer import Token, significant, tokenize
from kg.resources import queries_dir

CATALOGUE = list(QueryLibrary(queries_dir()))
_CLOSING = {"(": ")", "{": "}", "[": "]"}
_COMPARISONS = {"=", "!=", "<", ">", "<=", ">=", "&&", "||"}

Words = list[str]
Rule = Callable[[Words], Iterator[str]]


def words(sparql: str) -> Words:
    """The tokens of a query as text; keywords in capitals."""
    tokens: Sequence[Token] = significant([*tokenize(sparql)])
    return [token.text.upper() if token.kind == "word" else token.text for token in tokens]


def inside(text: Words, start: int) -> Words:
    """What is between the bracket at `start` and the one that closes it."""
    opening, depth = text[start], 0
    for end in range(start, len(text)):
        depth += (text[end] == opening) - (text[end] == _CLOSING[opening])
        if depth == 0:
            return text[start + 1 : end]
    return text[start + 1 :]


def calls(text: Words, name: str, bracket: str = "(") -> Iterator[Words]:
    """What is in the brackets after each `name`."""
    for index, word in enumerate(text[:-1]):
        if word == name and text[index + 1] == bracket:
            yield inside(text, index + 1)


def arguments(text: Words) -> list[Words]:
    """The arguments of a call, cut at its own commas."""
    found: list[Words] = [[]]
    depth = 0
    for word in text:
        depth += (word in _CLOSING) - (word in _CLOSING.values())
        if word == "," and depth == 0:
            found.append([])
        else:
            found[-1].append(word)
    return found


def no_word_that_engines_read_differently(text: Words) -> Iterator[str]:
    yield from {"SAMETERM", "DATATYPE", "ENCODE_FOR_URI"} & set(text)


def no_escape_in_a_name(text: Words) -> Iterator[str]:
    yield from (word for word in text if "\\" in word and not word.startswith(('"', "'")))


def a_separator_in_every_group_concat(text: Words) -> Iterator[str]:
    yield from (" ".join(call) for call in calls(text, "GROUP_CONCAT") if "SEPARATOR" not in call)


def no_bind_in_an_optional(text: Words) -> Iterator[str]:
    for group in calls(text, "OPTIONAL", "{"):
        depth = below_select = 0
        for index, word in enumerate(group):
            depth += (word == "{") - (word == "}")
            if word == "SELECT" and not below_select:
                below_select = depth + 1
            elif below_select and depth < below_select - 1:
                below_select = 0
            if word == "BIND" and not below_select:
                yield " ".join(inside(group, index + 1))


def no_filter_of_what_coalesce_made(text: Words) -> Iterator[str]:
    made = {}
    for call in calls(text, "BIND"):
        if call[0] == "COALESCE":
            made[call[-1]] = " ".join(call[:-2])
    for condition in calls(text, "FILTER"):
        written = " ".join(condition)
        yield from (name for name in made if name in condition)
        yield from (expression for expression in made.values() if expression in written)


def no_comparison_as_a_branch_of_if_in_a_filter(text: Words) -> Iterator[str]:
    for condition in calls(text, "FILTER"):
        for call in calls(condition, "IF"):
            branches = arguments(call)[1:]
            yield from (" ".join(each) for each in branches if _COMPARISONS & set(each))


RULES: list[Rule] = [
    no_word_that_engines_read_differently,
    no_escape_in_a_name,
    a_separator_in_every_group_concat,
    no_bind_in_an_optional,
    no_filter_of_what_coalesce_made,
    no_comparison_as_a_branch_of_if_in_a_filter,
]
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)


@each_rule
@pytest.mark.parametrize("query", CATALOGUE, ids=lambda query: query.name)
def test_the_catalogue_keeps_the_rule(query: Query, rule: Rule) -> None:
    assert list(rule(words(query.sparql))) == []


@pytest.mark.parametrize("query", CATALOGUE, ids=lambda query: query.name)
def test_a_truth_value_that_is_computed_has_its_type(query: Query) -> None:
    names = {f"?{column.name}" for column in query.columns if column.type == "boolean"}
    computed = [call for call in calls(words(query.sparql), "BIND") if call[-1] in names]
    assert all(call[0] == "STRDT" for call in computed)


@pytest.mark.parametrize(
    ("rule", "sparql"),
    [
        (no_word_that_engines_read_differently, "ASK { FILTER(sameTerm(?a, ?b)) }"),
        (no_escape_in_a_name, "ASK { GRAPH ?g { document:a\\/b ?p ?o } }"),
        (a_separator_in_every_group_concat, "SELECT (GROUP_CONCAT(STR(?a)) AS ?b) {}"),
        (no_bind_in_an_optional, "ASK { OPTIONAL { ?s ?p ?o BIND(STR(?o) AS ?a) } }"),
        (no_bind_in_an_optional, "ASK { OPTIONAL { { SELECT ?s { } } BIND(STR(?s) AS ?a) } }"),
        (no_filter_of_what_coalesce_made, "ASK { BIND(COALESCE(?a, 0) AS ?b) FILTER(?b > 1) }"),
        (
            no_filter_of_what_coalesce_made,
            "ASK { BIND(COALESCE(?a, 0) AS ?b) FILTER(COALESCE( ?a, 0 ) > 1) }",
        ),
        (no_comparison_as_a_branch_of_if_in_a_filter, "ASK { FILTER(IF(?a, ?b > 1, ?c)) }"),
    ],
)
def test_what_breaks_a_rule(rule: Rule, sparql: str) -> None:
    assert list(rule(words(sparql)))


@each_rule
@pytest.mark.parametrize(
    "sparql",
    [
        'ASK { FILTER(CONTAINS(?a, "sameTerm \\\\ GROUP_CONCAT(")) }',
        'SELECT (GROUP_CONCAT(STR(?a); separator=" ") AS ?b) {}',
        "ASK { OPTIONAL { SELECT ?s { ?s ?p ?o BIND(STR(?o) AS ?a) } } BIND(STR(?a) AS ?b) }",
        "ASK { BIND(COALESCE(?a, 0) AS ?b) FILTER(COALESCE(?c, 0) > 1) }",
        "ASK { FILTER(IF(?a = 1, ?b, STR(?c)) > 1) }",
    ],
)
def test_what_keeps_every_rule(rule: Rule, sparql: str) -> None:
    assert list(rule(words(sparql))) == []
