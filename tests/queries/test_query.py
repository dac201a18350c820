"""A bound query is the query with one token in the place of each parameter, on every engine."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import (
    EndpointError,
    MissingParameterError,
    NameNotFoundError,
    ParameterValueError,
    QueryHeaderError,
    UnknownParameterError,
)
from kg.iris import PREFIXES
from kg.queries import Query
from kg.queries.tokenizer import significant, tokenize
from kg.store import Endpoint
from kg.terms import Iri

RUSSIA = Iri("https://w3id.org/bilateral/id/actor/RUS")


def query(params: str, body: str, columns: str = "[{name: v, type: text}]") -> Query:
    """A query with these parameters, as a YAML flow sequence, and this body."""
    header = (
        "#+ title: {en: A, hi: अ}\n#+ description: {en: A, hi: अ}\n"
        f"#+ params: {params}\n#+ columns: {columns}\n"
    )
    return Query.parse(header + body, "tests/inline", Path("inline.rq"))


def typed(kind: str) -> Query:
    return query(f"[{{name: p, type: {kind}}}]", "SELECT ?v { ?v ?q $p }")


def bound_token(kind: str, value: object) -> str:
    """What `value` becomes as a parameter of type `kind`."""
    return typed(kind).bind({"p": value}).removeprefix("SELECT ?v { ?v ?q ").removesuffix(" }")


def on_oxigraph(text: str) -> list[str]:
    solutions = pyoxigraph.Store().query(text)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    return [_value(solution[0]) for solution in solutions]


def _value(term: object) -> str:
    assert isinstance(term, pyoxigraph.Literal | pyoxigraph.NamedNode)
    return term.value


def on_rdflib(text: str) -> list[str]:
    return [str(row[0]) for row in _rows(rdflib.Graph().query(text))]


def _rows(result: rdflib.query.Result) -> Iterator[rdflib.query.ResultRow]:
    for row in result:
        assert isinstance(row, rdflib.query.ResultRow)
        yield row


Run = Callable[[str], list[str]]


@pytest.fixture(params=["oxigraph", "rdflib", "virtuoso"])
def run(request: pytest.FixtureRequest) -> Run:
    """Runs a SELECT of one column on an engine."""
    if request.param == "oxigraph":
        return on_oxigraph
    if request.param == "rdflib":
        return on_rdflib
    endpoint = Endpoint(request.getfixturevalue("virtuoso_server"))

    def on_virtuoso(text: str) -> list[str]:
        return [str(getattr(row[0], "value", row[0])) for row in endpoint.select(text).rows]

    return on_virtuoso


HOSTILE = [
    '"', "'", '"""', "'''", "\\", "\\\\", '\\"', "\n", "\r", "\r\n", "\t", "}", "} #", ">", "<a>",
    "$y", "?x", "$p", "# no comment", '" } INSERT DATA { <a> <b> <c> } #', "\\u0022 } #", "\\u0041",
    "\\\\u0041", "\\U00000041", "\\\\U0041u", "\\uzz", "%s {0}", "\x00", "\u2028", "\ufeff", "",
    "रूस से क़रार", "👩‍👩‍👧", "\U0010ffff", "a\\", "\\n",
]  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(alphabet=st.sampled_from("\"'\\<>#$?{}uU0041 \n\r\taक")),
    st.text(),
)


@settings(deadline=None)  # the machine may be busy
@given(TEXTS)
def test_a_hostile_value_is_one_literal_token(value: str) -> None:
    tokens = [*tokenize(bound_token("string", value))]
    assert [token.kind for token in tokens] == ["string"]


BOUND = query(
    "[{name: p, type: string}, {name: q, type: string, many: true},"
    " {name: o, type: string, required: false}]",
    """PREFIX br: <https://w3id.org/bilateral/ontology#>
    # $p is a comment, "$q" too
    SELECT ?v WHERE { GRAPH ?g { ?v br:content $p, "$p", '''$q''' ; <http://a/#p> ?w }
      { SELECT ?w { ?w br:text $p } } FILTER(?w IN ($q)||?w<$p)
      FILTER(!bound # of $o
        ( $o ) || ?w = $o) }""",
)


@settings(deadline=None)  # the machine may be busy
@given(TEXTS, st.lists(TEXTS, min_size=1), st.none() | TEXTS)
def test_binding_leaves_the_other_tokens_as_they_are(
    value: str, values: list[str], optional: str | None
) -> None:
    before = significant(BOUND.body.tokens)
    after = significant([*tokenize(BOUND.bind({"p": value, "q": values, "o": optional}))])
    expected: list[tuple[str, str | None]] = []
    test = [token.text for token in before].index("bound")
    before[test : test + 4] = [*tokenize("false" if optional is None else "true")]
    for token in before:
        if token.text == "$q":
            unique = len(dict.fromkeys(values))
            expected += [("string", None), ("punctuation", ",")] * (unique - 1) + [("string", None)]
        elif token.text in ("$p", "$o"):
            unset = token.text == "$o" and optional is None
            expected.append(("variable" if unset else "string", None))
        else:
            expected.append((token.kind, token.text))
    assert [token.kind for token in after] == [kind for kind, _ in expected]
    for token, (_, text) in zip(after, expected, strict=True):
        assert text is None or token.text == text


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_arrives_as_it_was(run: Run, value: str) -> None:
    echo = query("[{name: p, type: string}]", "SELECT ?v { BIND($p AS ?v) }")
    try:
        assert run(echo.bind({"p": value})) == [value]
    except EndpointError:
        assert value == "\0", "Virtuoso takes no other value for the end of the query"


@settings(deadline=None)  # the machine may be busy
@given(TEXTS)
def test_any_text_arrives_as_it_was(value: str) -> None:
    echo = query("[{name: p, type: string}]", "SELECT ?v { BIND($p AS ?v) }")
    assert on_oxigraph(echo.bind({"p": value})) == [value]
    assert on_rdflib(echo.bind({"p": value})) == [value]


XSD = "^^<http://www.w3.org/2001/XMLSchema#"
#: a moment that does not say where
NAIVE = datetime.fromisoformat("2025-04-11T10:00:00")
INDIA_TIME = timezone(timedelta(hours=5, minutes=30))


@pytest.mark.parametrize(
    ("kind", "value", "token"),
    [
        ("string", "रूस", '"रूस"'),
        ("language", "hi-Deva", '"hi-deva"'),
        ("integer", "010", f'"10"{XSD}integer>'),
        ("integer", -3, f'"-3"{XSD}integer>'),
        ("decimal", "1.50", f'"1.50"{XSD}decimal>'),
        ("decimal", 0.1, f'"0.1"{XSD}decimal>'),
        ("decimal", Decimal("1E+2"), f'"100"{XSD}decimal>'),
        ("boolean", True, f'"true"{XSD}boolean>'),
        ("boolean", "False", f'"false"{XSD}boolean>'),
        ("date", "2025-04-11", f'"2025-04-11"{XSD}date>'),
        ("date", date(2025, 4, 11), f'"2025-04-11"{XSD}date>'),
        ("day", "2025-04-11", f'"{date(2025, 4, 11).toordinal()}"{XSD}integer>'),
        ("day", date(1, 1, 1), f'"1"{XSD}integer>'),
        ("dateTime", "2025-04-11T10:00:00Z", f'"2025-04-11T10:00:00Z"{XSD}dateTime>'),
        ("dateTime", "2025-04-11T10:00:00+03:00", f'"2025-04-11T07:00:00Z"{XSD}dateTime>'),
        ("dateTime", datetime(2025, 4, 11, tzinfo=UTC), f'"2025-04-11T00:00:00Z"{XSD}dateTime>'),
        ("dateTime", NAIVE.replace(tzinfo=INDIA_TIME), f'"2025-04-11T04:30:00Z"{XSD}dateTime>'),
        ("iri", "http://example.org/क", "<http://example.org/क>"),
        ("iri", "urn:isbn:1", "<urn:isbn:1>"),
        ("node", "event/istanbul-talks", f"<{PREFIXES['event']}istanbul-talks>"),
        ("node", "document/russia-us/2025-04-10", f"<{PREFIXES['document']}russia-us/2025-04-10>"),
        ("node", "matter:flights", f"<{PREFIXES['matter']}flights>"),
        ("node", RUSSIA, f"<{RUSSIA}>"),
        ("matter", "flights", f"<{PREFIXES['matter']}flights>"),
        ("matter", "event/istanbul-talks", f"<{PREFIXES['event']}istanbul-talks>"),
        ("event", "istanbul-talks", f"<{PREFIXES['event']}istanbul-talks>"),
        ("event", "event:istanbul-talks", f"<{PREFIXES['event']}istanbul-talks>"),
        ("actor", "actor/RUS", f"<{RUSSIA}>"),
        ("actor", "actor:RUS", f"<{RUSSIA}>"),
        ("concept", "act:agree", f"<{PREFIXES['act']}agree>"),
        ("concept", "event-type/consult", f"<{PREFIXES['eventType']}consult>"),
        ("concept", "http://www.wikidata.org/entity/Q1", "<http://www.wikidata.org/entity/Q1>"),
    ],
)  # fmt: skip
def test_a_value_becomes_a_term_of_its_type(kind: str, value: object, token: str) -> None:
    assert bound_token(kind, value) == token


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("string", [5, b"text", "\ud800", ["a"]]),
        ("language", ["", "hindi!", "12345678901", "hi_IN"]),
        ("integer", ["", "1.0", "one", "१", "1_000", 1.0, True, " 1", "1\n", "9" * 5000]),
        ("decimal", ["1e3", "NaN", float("inf"), Decimal("NaN"), "1,5", True, b"1"]),
        ("boolean", ["yes", "1", 1, "NO", ""]),
        ("date", ["2025-4-1", "20250411", "2025-W15-5", "2025-02-30", "2025", NAIVE,
                  "2025-04-11T00:00:00Z", "2025-04-11\n", 20250411]),
        ("day", ["739352", 739352, "2025-02-30", NAIVE]),
        ("dateTime", ["2025-04-11", "2025-04-11T10:00:00", NAIVE, date(2025, 4, 11),
                      "2025-04-11T25:00:00Z", "0001-01-01T00:00:00+01:00", "now"]),
        ("iri", ["", "RUS", "event/x", "http://a b", "http://a/>", 'http://a/"', "http://a\n/",
                 "http://a/%zz", "http://a/{x}", "http://a/\\u003e", "javascript", 5]),
        ("node", ["RUS", "planet/mars", "event/a b", "event/", "event/..//x", "event:a>b",
                  "event:"]),
        ("matter", ["", "planet/mars", "a b", "matter/", "matter:", "..//x", "a>b", 5]),
        ("concept", ["agree", "verb/agree", "act/", "actor:RUS", "act:a b"]),
        ("actor", ["RUS", "Россия", "", 5]),
    ],
)  # fmt: skip
def test_a_value_of_another_type_is_refused(kind: str, values: list[object]) -> None:
    for value in values:
        with pytest.raises(ParameterValueError) as caught:
            typed(kind).bind({"p": value})
        assert (caught.value.query, caught.value.parameter) == ("tests/inline", "p")


def test_the_error_says_what_was_expected_and_found() -> None:
    with pytest.raises(ParameterValueError) as caught:
        typed("date").bind({"p": "last Thursday"})
    assert str(caught.value) == (
        "query tests/inline: p must be a day such as 2025-04-11, found 'last Thursday'"
    )


NAMES = {"RUS": RUSSIA, "Россия": RUSSIA, "रूस": RUSSIA}


def by_name(kind: str, text: str) -> Iri:
    if kind != "actor" or text not in NAMES:
        raise NameNotFoundError(text)
    return NAMES[text]


@pytest.mark.parametrize("name", [*NAMES, RUSSIA])
def test_an_actor_is_found_by_any_name(name: str) -> None:
    assert f"<{RUSSIA}>" in typed("actor").bind({"p": name}, by_name)


def test_an_actor_that_nobody_knows() -> None:
    with pytest.raises(NameNotFoundError):
        typed("actor").bind({"p": "Atlantis"}, by_name)


@pytest.mark.parametrize("values", [{}, {"p": None}])
def test_a_required_parameter_needs_a_value(values: Mapping[str, object]) -> None:
    needs = query(
        "[{name: p, type: string, description: the word sought}]", "SELECT ?v { ?v ?q $p }"
    )
    with pytest.raises(MissingParameterError) as caught:
        needs.bind(values)
    assert str(caught.value) == "query tests/inline needs a value for 'p' (the word sought)"


def test_a_parameter_that_the_query_does_not_have() -> None:
    dated = query("[{name: valid_at, type: date}]", "SELECT ?v { ?v ?q $valid_at }")
    with pytest.raises(UnknownParameterError) as caught:
        dated.bind({"valid_at": "2025-04-11", "valid-at": "2025-04-11"})
    assert (caught.value.parameter, caught.value.near) == ("valid-at", ("valid_at",))


def test_a_default_stands_in_for_a_value() -> None:
    text = "SELECT ?v { BIND($p AS ?v) }"
    assert on_oxigraph(query("[{name: p, type: string, default: no}]", text).bind({})) == ["no"]


OPTIONAL = query(
    "[{name: p, type: integer, required: false}]", "SELECT ?v { BIND(COALESCE($p, 7) AS ?v) }"
)
OPTIONAL_LIST = query(
    "[{name: p, type: integer, required: false, many: true}]",
    "SELECT ?v { VALUES ?v { 1 2 3 } FILTER(!BOUND($p) || ?v IN ($p)) }",
)
OPTIONAL_IN_SUBSELECT = query(
    "[{name: p, type: integer, required: false}]",
    """SELECT ?v { { SELECT (MAX(?x) AS ?v)
      { VALUES ?x { 1 2 3 } FILTER(?x <= COALESCE($p, 9)) } } }""",
)


@pytest.mark.parametrize(
    ("asked", "values", "rows"),
    [
        (OPTIONAL, {}, ["7"]),
        (OPTIONAL, {"p": 5}, ["5"]),
        (OPTIONAL_LIST, {}, ["1", "2", "3"]),
        (OPTIONAL_LIST, {"p": []}, ["1", "2", "3"]),
        (OPTIONAL_LIST, {"p": [3, 1]}, ["1", "3"]),
        (OPTIONAL_LIST, {"p": 2}, ["2"]),
        (OPTIONAL_IN_SUBSELECT, {}, ["3"]),
        (OPTIONAL_IN_SUBSELECT, {"p": 2}, ["2"]),
    ],
)
def test_an_optional_parameter(
    run: Run, asked: Query, values: dict[str, object], rows: list[str]
) -> None:
    assert sorted(run(asked.bind(values))) == rows


LISTED = query("[{name: p, type: string, many: true}]", "SELECT ?v { ?v ?q ?w FILTER(?w IN ($p)) }")


def test_a_list_is_bound_in_its_order_and_each_value_once() -> None:
    assert 'IN ("b", "a")' in LISTED.bind({"p": ["b", "a", "b"]})
    assert 'IN ("a", "b")' in LISTED.bind({"p": {"b", "a"}})
    assert 'IN ("a")' in LISTED.bind({"p": "a"})


@pytest.mark.parametrize("values", [[], (), ["a", None], [["a"]]])
def test_a_list_of_nothing_is_refused(values: object) -> None:
    with pytest.raises(ParameterValueError):
        LISTED.bind({"p": values})


@pytest.mark.parametrize(
    ("use", "message"),
    [
        ("SELECT ?v $p { ?v ?q ?w }", "$p may not stand in SELECT"),
        ("SELECT (STR($p) AS ?v) { ?v ?q ?w }", "$p may not stand in SELECT"),
        ("SELECT ?v { { SELECT ?v $p { ?v ?q ?w } } }", "$p may not stand in SELECT"),
        ("SELECT ?v { ?v ?q ?w } GROUP BY ?v $p", "$p may not stand in GROUP BY"),
        ("SELECT ?v { ?v ?q ?w } GROUP BY (STR($p))", "$p may not stand in GROUP BY"),
        ("SELECT ?v { ?v ?q ?w } ORDER BY $p", "$p may not stand in ORDER BY"),
        ("SELECT ?v { VALUES $p { 1 } }", "$p may not stand in VALUES"),
        ("SELECT ?v { VALUES (?v $p) { (1 2) } }", "$p may not stand in VALUES"),
        ("SELECT ?v { VALUES ?v { $p } }", "$p may not stand in VALUES"),
        ("SELECT ?v { ?v ?q ?w } VALUES $p { 1 }", "$p may not stand in VALUES"),
        ("SELECT ?v { FILTER(BOUND($p)) }", "$p always has a value"),
        ("SELECT ?v { FILTER(bound # of\n ($p)) }", "$p always has a value"),
        ("SELECT ?v { BIND(1 AS $p) }", "$p may not stand in AS"),
        ("SELECT ?v { ?v ?q $p, $r }", "$r is not declared"),
        ("SELECT ?v { ?v ?q ?w }", "never used as $p"),
        ("SELECT ?v { ?v ?q '$p' } # $p", "never used as $p"),
        ("SELECT ?v { ?v ?q $p . ?p ?q ?v }", "?p is the parameter $p"),
        ("SELECT ?v { ?v ?q $p, ?__unset_x }", "the binder's own"),
        ("SELECT ?v { FILTER(?v<$p&&?v>1) FILTER(?v = $p) }", "put a space after '<'"),
        ("SELECT ?v { ?v ?q $p", "'{' is never closed"),
        ("SELECT ?v { ?v ?q $p ) }", "')' closes nothing"),
        ('SELECT ?v { ?v ?q $p, "open }', "is no part of SPARQL"),
    ],
)
def test_where_a_parameter_may_not_stand(use: str, message: str) -> None:
    with pytest.raises(QueryHeaderError) as caught:
        query("[{name: p, type: integer}]", use)
    assert message in caught.value.message


@pytest.mark.parametrize(
    "use",
    [
        "SELECT ?v { GRAPH $p { $p ?q ?v } }",
        "SELECT ?v { ?v ?q ?w } ORDER BY DESC(?v = $p)",
        "SELECT ?v { ?v ?q ?w } GROUP BY ?v HAVING (?v = $p) ORDER BY ?v LIMIT 5",
        "SELECT (COUNT(*) AS ?v) { FILTER EXISTS { ?x ?y $p } }",
        "SELECT ?v { VALUES ?v { 1 2 } FILTER(?v = $p) }",
        "SELECT ?v { { SELECT ?v { ?v ?q ?w } GROUP BY ?v } ?v ?x $p }",
        "SELECT ?v { ?v ?q [ ?r $p ] MINUS { ?v ?q $p } OPTIONAL { ?v ?q ( $p ) } }",
    ],
)
def test_where_a_parameter_may_stand(use: str) -> None:
    asked = query("[{name: p, type: iri}]", use)
    pyoxigraph.Store().query(asked.sparql)
    pyoxigraph.Store().query(asked.bind({"p": "http://example.org/"}))


@pytest.mark.parametrize(
    "use", ["FILTER(?v = $p)", "FILTER(?v IN ($p, 1))", "FILTER(?v IN (STR($p)))", "?v ?q $p"]
)
def test_a_list_stands_only_in_a_list(use: str) -> None:
    with pytest.raises(QueryHeaderError, match="stands only as IN"):
        query("[{name: p, type: integer, many: true}]", f"SELECT ?v {{ ?v ?q ?w {use} }}")


@pytest.mark.parametrize(
    "use",
    [
        "?v ?q $p",
        "FILTER(?v = $p)",
        "FILTER(?v = COALESCE(1, $p))",
        "FILTER(COALESCE($p))",
        "FILTER(COALESCE(?v = $p, true))",  # false to Virtuoso where $p has no value
        "FILTER(COALESCE($p = 1, true))",
        "FILTER(BOUND($p) || ?v = $p)",
        "FILTER(!BOUND($p) && ?v = $p)",
        "FILTER((!BOUND($p) || true) && ?v = $p)",
        "FILTER(?v IN (!BOUND($p) || true, $p))",
    ],
)
def test_an_optional_without_default_has_somewhere_to_go_on(use: str) -> None:
    with pytest.raises(QueryHeaderError, match="optional without a default"):
        query("[{name: p, type: integer, required: false}]", f"SELECT ?v {{ ?v ?q ?w {use} }}")


def test_errors_bear_the_line_of_the_file() -> None:
    with pytest.raises(QueryHeaderError) as caught:
        query("[{name: p, type: integer}]", "SELECT ?v\n{\n  ?v ?q $p, $r }")
    assert caught.value.line == 7


def test_explain_shows_what_would_be_run_with_its_prefixes() -> None:
    asked = query("[{name: p, type: node}]", "SELECT ?v { ?v br:party $p }")
    assert asked.explain({"p": "actor/RUS"}) == (
        f"PREFIX br: <{PREFIXES['br']}> SELECT ?v {{ ?v br:party <{RUSSIA}> }}"
    )
