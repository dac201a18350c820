"""N-Quads as INSERT DATA."""

from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.store.inserts import insert_requests
from kg.terms import Literal, to_ntriples

G = b"<https://g.org>"


def test_neighbours_in_one_graph_share_its_block() -> None:
    lines = [b"<a:a> <a:b> <a:c> <a:g> .\n", b"<a:a> <a:b> <a:d> <a:g> .\n"]
    lines += [b"<a:a> <a:b> <a:c> <a:h> .\n"]
    (request,) = insert_requests(lines, 1000)
    assert request == (
        "INSERT DATA {\n"
        "GRAPH <a:g> {\n<a:a> <a:b> <a:c> .\n<a:a> <a:b> <a:d> .\n}\n"
        "GRAPH <a:h> {\n<a:a> <a:b> <a:c> .\n}\n}"
    )


@pytest.mark.parametrize(
    "line",
    [
        b'<a:a><a:b>"x"<a:g>.',
        b"  <a:a>\t<a:b> \t <a:c> <a:g> . # a comment\r\n",
        b'<a:a> <a:b> "> <a:x> .\\" <a:y>"@en-GB <a:g> .\n',
        b'<a:a> <a:b> "1"^^<a:type> <a:g> .\n',
    ],
)
def test_every_way_of_writing_a_quad_is_read(line: bytes) -> None:
    (request,) = insert_requests([b"# comment\n", b"\n", line, b"  \n"], 1000)
    store = pyoxigraph.Store()
    store.update(request)
    assert [quad.graph_name.value for quad in store] == ["a:g"]


@pytest.mark.parametrize(
    "line",
    [
        b"<a:a> <a:b> <a:c> .\n",
        b'<a:a> <a:b> "1"^^<a:type> .\n',
        b"_:a <a:b> <a:c> <a:g> .\n",
        b"<a:a> <a:b> <a:c> <a:g> . } ; DROP ALL #\n",
        b'<a:a> <a:b> "x" } ; DROP ALL # <a:g> .\n',
        b"<a:a> <a:b> <a:c> <a:g> . <a:a> <a:b> <a:c> <a:g> .\n",
        b"<a:a> <a:b> <a: c> <a:g> .\n",
        b"<a:a> <a:b> <a:c> <a:g>\n",
    ],
)
def test_anything_else_is_refused_with_its_line(line: bytes) -> None:
    with pytest.raises(ValueError, match="line 2"):
        list(insert_requests([b"\n", line], 1000))


def test_nothing_makes_no_request() -> None:
    assert list(insert_requests([b"\n", b"# nothing"], 1000)) == []


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1), st.integers(1, 200))
def test_any_text_arrives_whatever_the_size_of_requests(texts: list[str], size: int) -> None:
    lines = [f"<a:a> <a:b> {to_ntriples(Literal(text))} <a:g> .\n".encode() for text in texts]
    store = pyoxigraph.Store()
    for request in insert_requests(b"".join(lines).split(b"\n"), size):
        store.update(request)
    assert {quad.object.value for quad in store} == set(texts)


def test_a_block_has_no_more_triples_than_a_small_parser_takes() -> None:
    lines = [b'<a:a> <a:b> "%d" <a:g> .\n' % number for number in range(4500)]
    (request,) = insert_requests(lines, 10**9)
    blocks = request.split("GRAPH <a:g> {")[1:]
    assert [block.count(" .\n") for block in blocks] == [2000, 2000, 500]
    store = pyoxigraph.Store()
    store.update(request)
    assert len(store) == 4500
