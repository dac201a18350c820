"""Any text is cut into tokens that are the text again, and each terminal of SPARQL is one token."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.iris import BR, ID
from kg.queries.tokenizer import significant, tokenize, with_prefixes

SPARQL_LIKE = st.text(
    alphabet=st.sampled_from("\"'\\<>#$?{}()@:^&|.,;_%aB1 \n\r\t\u0915\U0001f600")
)


@settings(deadline=None)  # the machine may be busy
@given(st.one_of(st.text(), SPARQL_LIKE))
def test_the_tokens_joined_are_the_text(text: str) -> None:
    tokens = list(tokenize(text))
    assert "".join(token.text for token in tokens) == text
    for token in tokens:
        assert text[token.offset :].startswith(token.text)
        assert token.line == text[: token.offset].count("\n") + 1


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("<http://a/#b>", ["iri"]),
        ("<http://a/\\u0041>", ["iri"]),
        ("?a < ?b", ["variable", "punctuation", "variable"]),
        ("?a<?b", ["variable", "punctuation", "variable"]),
        ("?a<=$b", ["variable", "punctuation", "variable"]),
        ("'it''s'", ["string", "string"]),
        (r'"a \" $x"', ["string"]),
        ('"""a "quoted" $x \n }"""', ["string"]),
        ("'''a 'b' ''c'''", ["string"]),
        ('""', ["string"]),
        ('"never closed', ["other", "word", "word"]),
        ('"a"@hi-Deva', ["string", "language"]),
        ('"5"^^xsd:integer', ["string", "punctuation", "name"]),
        ("ex:a.b.", ["name", "punctuation"]),
        (r"ex:a\$x", ["name"]),
        ("ex:a%20b", ["name"]),
        (":", ["name"]),
        ("_:b0", ["blank"]),
        ("$क ?जी", ["variable", "variable"]),
        ("1 .5 6. 1e-3", ["number"] * 4),
        ("# $x <http://a> 'b", ["comment"]),
        ("SELECT#c\r?x", ["word", "comment", "space", "variable"]),
        ("$ x", ["other", "word"]),
        (r"\u0053ELECT", ["other", "word"]),
    ],
)
def test_terminals(text: str, kinds: list[str]) -> None:
    tokens = [token for token in tokenize(text) if token.text != " "]
    assert [token.kind for token in tokens] == kinds


def test_significant_tokens_are_without_space_and_comments() -> None:
    tokens = list(tokenize("SELECT # all\n *"))
    assert [token.text for token in significant(tokens)] == ["SELECT", "*"]


def test_prefixes_of_the_project_are_added_where_used_and_not_declared() -> None:
    text = "PREFIX br: <http://other/>\nSELECT * { ?x br:a id:b, 'graph:c' } # prov:d"
    assert with_prefixes(text) == f"PREFIX id: <{ID}> {text}"


def test_prefixes_are_added_without_moving_any_line() -> None:
    text = "SELECT *\n{ ?x a br:Act, unknown:thing }"
    assert with_prefixes(text) == f"PREFIX br: <{BR}> {text}"


def test_a_text_without_prefixed_names_stays_as_it_is() -> None:
    assert with_prefixes("ASK { ?s ?p ?o }") == "ASK { ?s ?p ?o }"
