"""The ontology, its concepts and the valid examples contradict nothing under OWL 2 RL."""

from __future__ import annotations

from pathlib import Path

import owlrl
import pytest
from rdflib import OWL, RDF, Graph, URIRef

HERE = Path(__file__).parent
ONTOLOGY = HERE.parents[1] / "ontology"
#: what owlrl says of a contradiction that it finds
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")

CONTRADICTIONS = {
    "a person is no state": "[] a br:Person , br:State .",
    "a matter is no event": "[] a br:Event , br:Matter .",
    "an act has no participants": "[] a br:Act ; br:participant [] .",
    "a claim is no activity": "[] a br:Claim , prov:Activity .",
    "a concept is no scheme": "[] a skos:Concept , skos:ConceptScheme .",
}
PREFIXES = """
    PREFIX br: <https://w3id.org/bilateral/ontology#>
    PREFIX prov: <http://www.w3.org/ns/prov#>
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


def contradictions(graph: Graph) -> list[str]:
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    errors = [str(list(graph.objects(node))) for node in graph.subjects(RDF.type, ERROR)]
    return errors + [str(node) for node in graph.subjects(RDF.type, OWL.Nothing)]


def test_ontology_concepts_and_examples_are_consistent(ontology: Graph) -> None:
    graph = Graph() + ontology
    graph.parse(ONTOLOGY / "alignments.ttl")
    graph.parse(HERE / "external.ttl")
    for example in (ONTOLOGY / "examples/valid").glob("*.ttl"):
        graph.parse(example)
    assert contradictions(graph) == []


@pytest.mark.parametrize("data", CONTRADICTIONS.values(), ids=CONTRADICTIONS.keys())
def test_a_contradiction_is_found(data: str) -> None:
    graph = Graph().parse(ONTOLOGY / "bilateral.ttl").parse(HERE / "external.ttl")
    graph.parse(data=PREFIXES + data, format="turtle")
    assert contradictions(graph) != []
