"""Turtle in and out."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.iris import BR, ID
from kg.store.turtle import turtle, turtle_to_nquads
from kg.terms import XSD

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LINES = (
    f"<{ID}actor/RUS> {TYPE} <{BR}State> .\n"
    f'<{ID}actor/RUS> <{BR}note> "रूस \\"x\\""@hi .\n'
    f'<{ID}claim/ab> <{BR}day> "739351"^^<{XSD}integer> .\n'
    f'<http://example.org/a> <http://example.org/b> "2025-04-10"^^<{XSD}date> .\n'
)


def test_turtle_has_the_prefixes_that_occur_and_no_other() -> None:
    text = turtle(LINES.encode()).decode()
    prefixes = {line.split()[1] for line in text.splitlines() if line.startswith("@prefix")}
    assert prefixes == {"actor:", "br:", "id:", "xsd:"}
    assert 'actor:RUS a br:State ;\n\tbr:note "रूस \\"x\\""@hi .\n' in text
    assert "<http://example.org/a> <http://example.org/b>" in text


def test_turtle_is_the_same_triples(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_bytes(turtle(LINES.encode()))
    graph = "http://example.org/g"
    expected = "".join(f"{line[:-1]}<{graph}> .\n" for line in LINES.splitlines())
    assert turtle_to_nquads(file, graph).decode().splitlines() == sorted(expected.splitlines())


def test_nothing_is_an_empty_file() -> None:
    assert turtle(b"") == b""


def test_what_is_no_ntriples_is_an_error() -> None:
    with pytest.raises(StoreError, match="not N-Triples"):
        turtle(b"<a> <b> .\n")
