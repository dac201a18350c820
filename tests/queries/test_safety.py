"""A user's SPARQL reads this store and nothing else, however it is spelled."""

import subprocess
import sys

import pyoxigraph
import pytest

from kg.errors import ForbiddenSparqlError, SparqlSyntaxError
from kg.queries import check_read_only

SERVICE = "SERVICE <http://127.0.0.1:9/> { ?s ?p ?o }"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * { ?s ?p ?o }", "select"),
        ("# a comment\nPREFIX a: <http://a/> aSk { ?s a:b ?o }", "ask"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }", "construct"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "construct"),
        ("DESCRIBE <http://a/b>", "describe"),
        ("BASE <http://a/> SELECT ?from { ?service ?load 'SERVICE <http://a/> { }' }", "select"),
        ("PREFIX service: <http://a/> SELECT * { ?s service:from <http://a/FROM> }", "select"),
        ("SELECT * { ?s ?p ?o } # FROM SERVICE", "select"),
        ("SELECT * { ?s ?p '''\nFROM <x>\n''', \"a \\\" SERVICE \" }", "select"),
        ("SELECT * { ?s ?p 'a'@from ; ?q _:service }", "select"),
        ("SELECT * { { SELECT * { ?s ?p ?o } } MINUS { ?s ?p 1 } FILTER EXISTS { } }", "select"),
    ],
)  # fmt: skip
def test_a_query_that_reads(text: str, form: str) -> None:
    pyoxigraph.Store().query(text)
    assert check_read_only(text) == form


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ {SERVICE} }}",
        f"SELECT * {{ {SERVICE.replace('SERVICE', 'sErViCe SILENT')} }}",
        "SELECT * { SERVICE ?where { ?s ?p ?o } }",
        "SELECT * { SERVICE#comment\n<http://127.0.0.1:9/>#more\n{ ?s ?p ?o } }",
        f"SELECT * {{ OPTIONAL {{ {SERVICE} }} }}",
        f"SELECT * {{ {{ }} UNION {{ {SERVICE} }} }}",
        f"SELECT * {{ ?s ?p ?o MINUS {{ {SERVICE} }} }}",
        f"SELECT * {{ {{ SELECT * {{ {SERVICE} }} }} }}",
        f"SELECT * {{ FILTER EXISTS {{ {SERVICE} }} }}",
        f"SELECT * {{ FILTER(NOT EXISTS {{ {SERVICE} }} || true) }}",
        f"SELECT * {{ BIND(EXISTS {{ {SERVICE} }} AS ?x) }}",
        f"SELECT (EXISTS {{ {SERVICE} }} AS ?x) {{ }}",
        f"SELECT * {{ }} HAVING (EXISTS {{ {SERVICE} }})",
        f"SELECT * {{ }} ORDER BY (EXISTS {{ {SERVICE} }})",
        f"SELECT * {{ GRAPH ?g {{ {SERVICE} }} }}",
        f"ASK {{ {SERVICE} }}",
        f"DESCRIBE ?s {{ {SERVICE} }}",
        f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {SERVICE} }}",
        # written in escapes, whole or in part
        r"SELECT * { \u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        r"SELECT * { S\U00000045RVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        # a comment that one reader ends here and another does not
        f"SELECT * {{ # \r {SERVICE}\n }}",
        f"SELECT * {{ # \\u000A {SERVICE}\n }}",
        # a string that one reader ends here and another does not
        rf"""SELECT ?w {{ BIND("\u0022 AS ?v) }} #" AS ?w) {SERVICE} }}""",
        # `<` as an operator for one reader, the beginning of an IRI for another
        "SELECT * { FILTER(?a<?b)SERVICE?x#>\n{ ?s ?p ?o } }",
    ],
)
def test_service_is_refused(text: str) -> None:
    with pytest.raises(ForbiddenSparqlError) as caught:
        check_read_only(text)
    assert caught.value.construct == "SERVICE"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * fRoM NAMED <http://a/> { GRAPH ?g { ?s ?p ?o } }",
        "SELECT ?s FROM#\n<http://a/> WHERE { ?s ?p ?o }",
        "ASK FROM <http://a/> { ?s ?p ?o }",
        "CONSTRUCT { ?s ?p ?o } FROM <http://a/> WHERE { ?s ?p ?o }",
        "CONSTRUCT FROM <http://a/> WHERE { ?s ?p ?o }",
        "DESCRIBE ?s FROM <http://a/> { ?s ?p ?o }",
        r"SELECT * F\u0052OM <http://a/> { ?s ?p ?o }",
    ],
)
def test_from_is_refused(text: str) -> None:
    with pytest.raises(ForbiddenSparqlError) as caught:
        check_read_only(text)
    assert caught.value.construct == "FROM"


@pytest.mark.parametrize(
    ("text", "construct"),
    [
        ("LOAD <file:///etc/passwd>", "LOAD"),
        ("lOaD SILENT <http://a/> INTO GRAPH <http://b/>", "LOAD"),
        (r"\u004cOAD <http://a/>", "LOAD"),
        ("PREFIX a: <http://a/> INSERT DATA { a:b a:c a:d }", "INSERT DATA"),
        ("DELETE DATA { <http://a/> <http://a/> <http://a/> }", "DELETE DATA"),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE WHERE"),
        ("INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", "DELETE/INSERT"),
        ("WITH <http://a/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "DELETE/INSERT"),
        ("CLEAR ALL", "CLEAR"),
        ("DROP GRAPH <http://a/>", "DROP"),
        ("CREATE GRAPH <http://a/>", "CREATE"),
        ("ADD DEFAULT TO <http://a/>", "ADD"),
        ("MOVE DEFAULT TO <http://a/>", "MOVE"),
        ("COPY DEFAULT TO <http://a/>", "COPY"),
    ],
)
def test_an_update_is_refused(text: str, construct: str) -> None:
    with pytest.raises(ForbiddenSparqlError) as caught:
        check_read_only(text)
    assert caught.value.construct == construct


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("# nothing", 1),
        ("SELEC * { ?s ?p ?o }", 1),
        ("SELECT *\n{\n  ?s ?p }", 3),
        ("SELECT * { ?s ?p ?o }\r\n}", 2),
        ("SELECT * { ?s ?p ?o } ; LOAD <http://a/>", 1),
        ("SELECT * { ?s ?p 'open }", 1),
        ("PREFIX a: <http://a/>", 1),
    ],
)
def test_what_is_no_sparql_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(SparqlSyntaxError) as caught:
        check_read_only(text)
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("text", "line", "prefix"),
    [
        ("SELECT *\n{ ?s nope:a ?o }", 2, "nope:"),
        ("SELECT * { ?s :a ?o }", 1, " : "),
        ("PREFIX a: <http://a/>\nASK {\n?s a:b 'x'^^xsd:date }", 3, "xsd:"),
    ],
)
def test_a_prefix_that_is_not_declared_is_named_with_its_line(
    text: str, line: int, prefix: str
) -> None:
    with pytest.raises(SparqlSyntaxError, match=prefix) as caught:
        check_read_only(text)
    assert caught.value.line == line


@pytest.mark.parametrize(
    "text",
    [
        r"SELECT * { ?s ?p '\uDEADBEEF' }",
        "SELECT * " + "{" * 5000 + "}" * 5000,
        f"SELECT * {{ FILTER({'(' * 5000}1{')' * 5000}) }}",
        f"INSERT DATA {'{' * 5000}",
    ],
)
def test_what_would_break_a_parser_is_no_sparql(text: str) -> None:
    with pytest.raises(SparqlSyntaxError):
        check_read_only(text)


def test_rdflib_is_loaded_only_to_check() -> None:
    program = "import sys, kg.queries; print('rdflib' in sys.modules)"
    run = [sys.executable, "-c", program]
    assert subprocess.run(run, capture_output=True, text=True, check=True).stdout == "False\n"
