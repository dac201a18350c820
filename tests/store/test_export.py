"""Export: the same bytes for the same quads, whatever order they came in and on every engine."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from typing import BinaryIO

import pyoxigraph
import pytest

from kg.iris import BR, GRAPH, ID, PREFIXES
from kg.store import Backend, open_backend
from kg.store.export import write_nquads, write_trig

RDFS_LABEL = PREFIXES["rdfs"] + "label"

RUS, USA = f"<{ID}actor/RUS>", f"<{ID}actor/USA>"
STATES, DERIVED = f"<{GRAPH}registry/states/1>", f"<{GRAPH}derived>"

LINES = [
    f'{RUS} <{RDFS_LABEL}> "Россия"@ru {STATES} .\n',
    f'{RUS} <{RDFS_LABEL}> "a \\"quote\\"\\nand a line"@en {STATES} .\n',
    f"{RUS} <{PREFIXES['rdf']}type> <{BR}State> {STATES} .\n",
    f'{USA} <{BR}day> "739351"^^<{PREFIXES["xsd"]}integer> {DERIVED} .\n',
    f"{USA} <{BR}side> {USA} {DERIVED} .\n",
    *(f'{USA} <{BR}edtf> "2025-04-{n}" <{GRAPH}document/d{n % 3}/r> .\n' for n in range(10, 30)),
]

Write = Callable[[Backend, BinaryIO], None]


def written(write: Write, lines: list[str], location: str | None = None) -> bytes:
    with open_backend(location) as backend:
        for line in lines:
            backend.insert(line.encode())
        output = io.BytesIO()
        write(backend, output)
        return output.getvalue()


def parsed(data: bytes, form: pyoxigraph.RdfFormat) -> set[pyoxigraph.Quad]:
    return set(pyoxigraph.parse(data, form))


@pytest.mark.parametrize("write", [write_nquads, write_trig])
def test_the_order_of_loading_does_not_show(write: Write, endpoint_url: str) -> None:
    shuffled = random.Random(1).sample(LINES, len(LINES))  # noqa: S311 - a fixed order
    assert written(write, LINES) == written(write, shuffled)
    assert written(write, LINES) == written(write, shuffled, endpoint_url)


@pytest.mark.parametrize(
    ("write", "form"),
    [(write_nquads, pyoxigraph.RdfFormat.N_QUADS), (write_trig, pyoxigraph.RdfFormat.TRIG)],
)
def test_what_is_written_reads_back_as_the_same_quads(
    write: Write, form: pyoxigraph.RdfFormat
) -> None:
    original = parsed("".join(LINES).encode(), pyoxigraph.RdfFormat.N_QUADS)
    assert parsed(written(write, LINES), form) == original


def test_nquads_are_sorted_by_graph_and_line() -> None:
    lines = written(write_nquads, LINES).decode().splitlines(keepends=True)
    assert lines == sorted(LINES, key=lambda line: (line.split()[-2], line))


def test_trig_is_grouped_by_graph_and_subject_and_uses_our_prefixes() -> None:
    text = written(write_trig, LINES[:5]).decode()
    head, _, body = text.partition("graph:derived")
    assert set(head.splitlines()) == {
        f"@prefix {prefix}: <{iri}> ." for prefix, iri in PREFIXES.items()
    }
    assert body == (
        " {\n\tactor:USA br:day 739351 ;\n\t\tbr:side actor:USA .\n}\n"
        "graph:registry\\/states\\/1 {\n"
        "\tactor:RUS a br:State ;\n"
        '\t\trdfs:label "a \\"quote\\"\\nand a line"@en , "Россия"@ru .\n}\n'
    )


def test_some_graphs_only() -> None:
    with open_backend() as backend:
        backend.insert("".join(LINES).encode())
        output = io.BytesIO()
        write_nquads(backend, output, [f"{GRAPH}derived"])
    assert output.getvalue().decode() == "".join(LINES[3:5])
