"""The form of a query, told by its prologue and nothing behind it."""

from __future__ import annotations

import pytest

from kg.errors import SparqlSyntaxError
from kg.store.forms import expect, form_of


@pytest.mark.parametrize(
    ("sparql", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("ask{}", "ASK"),
        ("Construct { ?s ?p ?o } WHERE { ?s ?p ?o }", "CONSTRUCT"),
        ("DESCRIBE <x:y>", "DESCRIBE"),
        ("#+ ask\n# CONSTRUCT\rSELECT * {}", "SELECT"),
        ("PREFIX : <x:ASK{}#> BASE<http://a/> prefix a-b:<x:y>SELECT * {}", "SELECT"),
        ("PREFIX # SELECT\n a: # ASK\n <x:y>\nASK {}", "ASK"),
        ("PREFIX select: <x:SELECT> DESCRIBE select:a", "DESCRIBE"),
        ("SELECTION * {}", None),
        ("INSERT DATA {}", None),
        ("# SELECT * {}", None),
        ("PREFIX a: <x: SELECT * {}", None),
        ("", None),
    ],
)
def test_the_form(sparql: str, form: str | None) -> None:
    assert form_of(sparql) == form


def test_what_is_expected_and_is_not_there_is_a_syntax_error() -> None:
    expect("DESCRIBE <x:y>", "CONSTRUCT", "DESCRIBE")
    with pytest.raises(SparqlSyntaxError, match="CONSTRUCT or DESCRIBE is expected"):
        expect("SELECT * {}", "CONSTRUCT", "DESCRIBE")
