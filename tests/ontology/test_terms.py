"""Each term of the ontology is named in three languages, defined, and tied to terms that exist."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, GEO, ORG, PROV, QB, SDO, SH, TIME, XSD, DefinedNamespace

ONTOLOGY = Path(__file__).parents[2] / "ontology"
BR = Namespace("https://w3id.org/bilateral/ontology#")
FILES = sorted(ONTOLOGY.glob("**/*.ttl"))
SHIPPED = (DCTERMS, GEO, ORG, OWL, PROV, QB, RDF, RDFS, SDO, SH, SKOS, TIME, XSD)
SCRIPTS = {"en": r"[A-Za-z]", "hi": r"[\u0900-\u097F]", "ru": r"[\u0400-\u04FF]"}
FOREIGN = {
    "en": r"[\u0400-\u04FF\u0900-\u097F]",
    "hi": r"[\u0400-\u04FF]",
    "ru": r"[\u0900-\u097F]",
}
#: what the IRIs of CAMEO's codes begin with
CODED = tuple(f"https://w3id.org/bilateral/scheme/cameo-{by}/" for by in ("gdelt", "icews"))
#: labels that are the same letters in every language
SAME = {BR.sha256}


def terms(graph: Graph) -> list[URIRef]:
    kinds = (
        OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDF.Property,
    )  # fmt: skip
    found = {term for kind in kinds for term in graph.subjects(RDF.type, kind)}
    return sorted(term for term in found if isinstance(term, URIRef))


def languages(graph: Graph, subject: URIRef, predicate: URIRef) -> list[str | None]:
    return sorted(str(text.language) for text in graph.objects(subject, predicate))  # type: ignore[attr-defined]  # labels are literals


def test_every_term_is_labelled_defined_and_says_where(ontology: Graph) -> None:
    assert terms(ontology)
    for term in terms(ontology):
        assert languages(ontology, term, RDFS.label) == ["en", "hi", "ru"], term
        assert languages(ontology, term, SKOS.definition) == ["en"], term
        home = ontology.value(term, RDFS.isDefinedBy)
        assert home == URIRef(str(BR).removesuffix("#")), term


def test_every_concept_and_scheme_is_labelled_and_defined(ontology: Graph) -> None:
    for kind in (SKOS.Concept, SKOS.ConceptScheme):
        for concept in ontology.subjects(RDF.type, kind):
            assert isinstance(concept, URIRef)
            # the codes of CAMEO are read in English alone; their short labels say what they mean
            coded = str(concept).startswith(CODED)
            labels = ["en"] if coded else ["en", "hi", "ru"]
            assert languages(ontology, concept, SKOS.prefLabel) == labels, concept
            definitions = [] if coded else ["en"]
            assert languages(ontology, concept, SKOS.definition) == definitions, concept


def test_a_label_is_in_the_script_of_its_language(ontology: Graph) -> None:
    for predicate in (RDFS.label, SKOS.prefLabel):
        for subject, label in ontology.subject_objects(predicate):
            assert isinstance(label, Literal)
            if subject not in SAME:
                assert re.search(SCRIPTS[str(label.language)], label), (subject, label)
            assert not re.search(FOREIGN[str(label.language)], label), (subject, label)
            assert unicodedata.is_normalized("NFC", label), (subject, label)


def test_definitions_are_sentences_of_our_own_length(ontology: Graph) -> None:
    for subject, text in ontology.subject_objects(SKOS.definition):
        assert str(text).endswith("."), subject
        assert len(str(text)) <= 250, subject


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ONTOLOGY).as_posix())
def test_terms_of_others_are_spelled_as_they_spell_them(path: Path) -> None:
    listed = set(Graph().parse(Path(__file__).parent / "external.ttl").subjects())
    for node in {node for triple in Graph().parse(path) for node in triple}:
        if not isinstance(node, URIRef) or node.startswith("https://w3id.org/bilateral/"):
            continue
        home = next((space for space in SHIPPED if node.startswith(str(space))), None)
        if home is not None:
            assert isinstance(home, type(DefinedNamespace))
            assert node in home, node
        elif not re.match(r"https://(creativecommons\.org|github\.com)/|.*wikidata\.org/", node):
            assert node in listed, node


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ONTOLOGY).as_posix())
def test_our_own_terms_and_concepts_exist(path: Path, ontology: Graph) -> None:
    known = set(ontology.subjects())
    for node in {node for triple in Graph().parse(path) for node in triple}:
        ours = isinstance(node, URIRef) and re.search(r"/bilateral/(ontology#|scheme/)", node)
        if ours and "invalid" not in path.parts:
            assert node in known, node


def test_the_graph_of_the_ontology_has_no_blank_nodes(ontology: Graph) -> None:
    assert not {node for triple in ontology for node in triple if isinstance(node, BNode)}


def test_claimable_properties_say_what_they_take(ontology: Graph) -> None:
    kinds = {
        "actor", "place", "event", "matter", "agreement", "act", "concept", "edtf", "minutes",
        "text", "participation", "term", "condition", "post",
    }  # fmt: skip
    claimable = list(ontology.subjects(RDF.type, BR.ClaimableProperty))
    assert len(claimable) == 37
    for term in claimable:
        taken = {str(kind) for kind in ontology.objects(term, BR.valueKind)}
        assert taken, term
        assert taken <= kinds, term
        scheme = ontology.value(term, BR.valueScheme)
        assert ("concept" in taken) == (scheme is not None), term
        assert scheme is None or (scheme, RDF.type, SKOS.ConceptScheme) in ontology
        literal = taken <= {"edtf", "minutes", "text"}
        kind = OWL.DatatypeProperty if literal else OWL.ObjectProperty
        assert (term, RDF.type, kind) in ontology, term


def test_what_can_be_disputed_infers_nothing(ontology: Graph) -> None:
    for term in ontology.subjects(RDF.type, BR.ClaimableProperty):
        assert (term, RDFS.domain, None) not in ontology, term
        assert (term, RDFS.range, None) not in ontology, term
