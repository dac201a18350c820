"""Each shape has an example that conforms and one that fails for the reason it names."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, SH, Graph, Namespace, URIRef
from rdflib.namespace import NamespaceManager

ONTOLOGY = Path(__file__).parents[2] / "ontology"
SHAPES = Namespace("https://w3id.org/bilateral/shapes#")
VALID = sorted((ONTOLOGY / "examples/valid").glob("*.ttl"))
INVALID = sorted((ONTOLOGY / "examples/invalid").glob("*.ttl"))


@cache
def shapes() -> Graph:
    return Graph().parse(ONTOLOGY / "shapes.ttl")


def failures(ontology: Graph, example: Path) -> list[tuple[str, str]]:
    """The path (empty for a whole node) and message of each result, as prefixed names."""
    data = Graph().parse(example)
    names = NamespaceManager(shapes())
    conforms, report, _ = pyshacl.validate(data + ontology, shacl_graph=shapes(), inference="none")
    results = list(report.objects(None, SH.result))
    assert conforms == (not results)
    return [
        (
            names.normalizeUri(path) if isinstance(path, URIRef) else "",
            str(report.value(result, SH.resultMessage)),
        )
        for result in results
        for path in [report.value(result, SH.resultPath)]
    ]


@pytest.mark.parametrize("example", VALID, ids=lambda path: path.stem)
def test_a_valid_example_conforms(ontology: Graph, example: Path) -> None:
    assert failures(ontology, example) == []


@pytest.mark.parametrize("example", INVALID, ids=lambda path: path.stem)
def test_an_invalid_example_fails_for_the_reason_it_names(ontology: Graph, example: Path) -> None:
    header = example.read_text(encoding="utf-8").partition("\n")[0]
    expected = re.fullmatch(r"# expect: (?:(\S+) )?\| (.+)", header)
    assert expected, header
    ((path, message),) = failures(ontology, example)
    assert path == (expected[1] or "")
    assert expected[2] in message


def test_each_shape_has_both_examples() -> None:
    names = {
        re.sub(r"(?<=[a-z])(?=[A-Z])", "-", str(shape).removeprefix(SHAPES)).lower()
        for shape in shapes().subjects(RDF.type, SH.NodeShape)
    }
    assert names == {path.stem for path in VALID} == {path.stem for path in INVALID}


def test_every_constraint_says_what_is_expected() -> None:
    graph = shapes()
    for shape in graph.subjects(RDF.type, SH.NodeShape):
        for constraint in graph.objects(shape, SH.property):
            assert graph.value(constraint, SH.message), (shape, graph.value(constraint, SH.path))
