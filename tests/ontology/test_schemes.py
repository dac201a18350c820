"""The concept schemes hang together, and the types of PLOVER are whole."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from rdflib import RDF, SKOS, Graph, Namespace, URIRef

SCHEME = "https://w3id.org/bilateral/scheme/"
BR = Namespace("https://w3id.org/bilateral/ontology#")
EVENT_TYPE = Namespace(SCHEME + "event-type/")
SCHEMES = Path(__file__).parents[2] / "ontology/schemes"


def test_a_concept_is_in_the_scheme_of_its_iri_under_its_notation(ontology: Graph) -> None:
    for concept in ontology.subjects(RDF.type, SKOS.Concept):
        scheme, _, slug = str(concept).rpartition("/")
        assert list(ontology.objects(concept, SKOS.inScheme)) == [URIRef(scheme)], concept
        assert [str(notation) for notation in ontology.objects(concept, SKOS.notation)] == [slug]
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", slug)


def test_a_concept_is_at_the_top_or_below_one_of_its_scheme(ontology: Graph) -> None:
    for concept in ontology.subjects(RDF.type, SKOS.Concept):
        broader = list(ontology.objects(concept, SKOS.broader))
        top = (concept, SKOS.topConceptOf, None) in ontology
        assert top == (not broader), concept
        assert len(broader) <= 1, concept
        for above in broader:
            shared = set(ontology.objects(concept, SKOS.inScheme))
            assert shared == set(ontology.objects(above, SKOS.inScheme)), concept
            assert concept not in ontology.transitive_objects(above, SKOS.broader), concept


def test_labels_tell_the_concepts_of_a_scheme_apart(ontology: Graph) -> None:
    for scheme in ontology.subjects(RDF.type, SKOS.ConceptScheme):
        if scheme == URIRef(SCHEME + "status"):
            continue  # "in force" is a stage and a status of agreements; the axis tells them apart
        labels = [
            label
            for concept in ontology.subjects(SKOS.inScheme, scheme)
            for label in ontology.objects(concept, SKOS.prefLabel)
        ]
        assert len(labels) == len(set(labels)), [
            label for label in labels if labels.count(label) > 1
        ]


def test_plover_has_sixteen_types_each_with_a_class_and_a_score(ontology: Graph) -> None:
    types = [
        concept
        for concept in ontology.subjects(BR.quadClass)
        if (concept, SKOS.topConceptOf, None) in ontology
    ]
    assert len(types) == 16
    for concept in types:
        name = str(ontology.value(ontology.value(concept, BR.quadClass), SKOS.notation))
        score = ontology.value(concept, BR.priorScore)
        assert score is not None, concept
        value = Decimal(str(score))
        assert value > 0 if name.endswith("Cooperation") else value <= 0, concept


def test_a_mode_has_the_class_of_its_type(ontology: Graph) -> None:
    for concept in ontology.subjects(BR.quadClass):
        for above in ontology.objects(concept, SKOS.broader):
            assert ontology.value(concept, BR.quadClass) == ontology.value(above, BR.quadClass)


def test_scores_of_plover_stand_in_its_own_file_alone(ontology: Graph) -> None:
    apart = Graph().parse(SCHEMES / "plover.ttl")
    for predicate in (BR.quadClass, BR.priorScore):
        everywhere = set(ontology.subject_objects(predicate))
        ours = {pair for pair in everywhere if str(pair[0]).startswith(EVENT_TYPE)}
        assert set(apart.subject_objects(predicate)) == ours
    header = (SCHEMES / "plover.ttl").read_text(encoding="utf-8")
    assert "CC BY-SA 4.0" in header


def test_the_lost_minus_sign_of_accuse_is_restored(ontology: Graph) -> None:
    modes = [
        Decimal(str(ontology.value(mode, BR.priorScore)))
        for mode in ontology.subjects(SKOS.broader, EVENT_TYPE.accuse)
        if (mode, BR.priorScore, None) in ontology
    ]
    assert Decimal(str(ontology.value(EVENT_TYPE.accuse, BR.priorScore))) == sum(modes) / len(modes)


CAMEO = {by: Namespace(f"{SCHEME}cameo-{by}/") for by in ("icews", "gdelt")}


@pytest.mark.parametrize("by", CAMEO)
def test_every_code_of_cameo_has_a_score_and_all_but_statements_a_type_of_plover(
    by: str, ontology: Graph
) -> None:
    codes = set(ontology.subjects(SKOS.inScheme, URIRef(f"{SCHEME}cameo-{by}")))
    assert len(codes) > 300
    for code in codes:
        assert -10 <= Decimal(str(ontology.value(code, BR.priorScore))) <= 10
        plover = [
            match
            for kind in (SKOS.closeMatch, SKOS.broadMatch)
            for match in ontology.objects(code, kind)
            if str(match).startswith(EVENT_TYPE)
        ]
        statement = str(ontology.value(code, SKOS.notation)).startswith("01")
        # GDELT gives the number 127 to what ICEWS has among statements
        denial = code == CAMEO["gdelt"]["127"]
        assert len(plover) == (0 if statement or denial else 1), code


def test_codes_that_both_number_alike_or_not_are_matched(ontology: Graph) -> None:
    icews, gdelt = CAMEO["icews"], CAMEO["gdelt"]
    assert (gdelt["042"], SKOS.exactMatch, icews["042"]) in ontology
    assert (gdelt["166"], SKOS.exactMatch, icews["163"]) in ontology
    assert (gdelt["163"], SKOS.exactMatch, icews["163"]) not in ontology


def test_the_crosswalk_stands_in_a_file_of_its_own_licence() -> None:
    text = (SCHEMES / "plover-crosswalk.ttl").read_text(encoding="utf-8")
    assert "CC BY-SA 4.0" in text
    for by in CAMEO:
        assert "eventType:" not in (SCHEMES / f"cameo-{by}.ttl").read_text(encoding="utf-8")
