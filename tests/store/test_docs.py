"""What docs/stores.md says of endpoints and engines is so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cli import COMMANDS
from kg.errors import EndpointError, StoreError
from kg.store import Backend, access, open_backend, protocol, remote
from kg.terms import XSD, Literal, to_ntriples

TEXT = (Path(__file__).parents[2] / "docs" / "stores.md").read_text(encoding="utf-8")
G = "https://example.org/g"
PI = Literal("3.141592653589793", XSD + "double")


@pytest.fixture
def virtuoso(virtuoso_url: str) -> Iterator[Backend]:
    with open_backend(virtuoso_url) as backend:
        yield backend


def quad(value: Literal) -> bytes:
    return f"<urn:s> <urn:p> {to_ntriples(value)} <{G}> .\n".encode()


def test_every_variable_is_described() -> None:
    source = Path(access.__file__).read_text(encoding="utf-8")
    (names,) = re.findall(r"for name in \((.*?)\)", source)
    assert set(re.findall(r"`KG_([A-Z_]+)`", TEXT)) >= set(re.findall(r'"(\w+)"', names))


def test_the_commands_are_there() -> None:
    assert {"copy", "backup", "restore", "export"} <= set(re.findall(r"`?kg (\w+)", TEXT)) & set(
        COMMANDS
    )


def test_the_figures_of_waiting_are_those_of_the_program() -> None:
    assert protocol._WAITS == (0.5, 1.0, 2.0, 4.0)
    assert "up to four times" in TEXT
    assert "after 0.5, 1, 2 and 4 seconds" in TEXT
    assert (protocol._TOTAL, access.TIMEOUT, remote.CHUNK) == (30, 60, 1_500_000)


class TestVirtuoso:
    """What it cannot do, and what can be done instead."""

    def test_rows_have_six_digits_and_str_has_sixteen(self, virtuoso: Backend) -> None:
        virtuoso.insert(quad(PI))
        (row,) = virtuoso.select("SELECT ?o (STR(?o) AS ?text) { GRAPH ?g { ?s ?p ?o } }").rows
        rounded, exact = row
        assert rounded == Literal("3.14159", XSD + "double")
        assert exact == Literal("3.141592653589793")

    @pytest.mark.parametrize(
        "value", [Literal("P1D", XSD + "duration"), Literal(str(2**63), XSD + "integer")]
    )
    def test_what_it_cannot_keep_is_refused(self, virtuoso: Backend, value: Literal) -> None:
        with pytest.raises(StoreError):
            virtuoso.insert(quad(value))
        virtuoso.insert(quad(Literal(value.value)))
        assert virtuoso.count() == 1

    @pytest.mark.parametrize(
        "value",
        [Literal("3.141592653589793238", XSD + "decimal"), Literal("-0044-03-15", XSD + "date")],
    )
    def test_what_it_alters_differs_when_it_is_read(
        self, virtuoso: Backend, value: Literal
    ) -> None:
        virtuoso.insert(quad(value))
        assert list(virtuoso.quads()) != [quad(value).decode().rstrip("\n")]

    def test_only_a_silent_drop_takes_a_graph_that_nobody_created(self, virtuoso: Backend) -> None:
        virtuoso.insert(quad(Literal("x")))
        with pytest.raises(EndpointError, match="has not been explicitly created"):
            virtuoso.update(f"DROP GRAPH <{G}>")
        virtuoso.update(f"DROP SILENT GRAPH <{G}>")
        assert virtuoso.count() == 0
