"""The constants in `kg.vocab` are what the ontology says, and say when they are not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg import iris
from kg.vocab import generate, types
from kg.vocab.claimable import CLAIMABLE
from kg.vocab.coded import CODED, PLOVER
from kg.vocab.concepts import CONCEPTS
from kg.vocab.drawing import DRAWING
from kg.vocab.lifecycle import ACTS, AXES, STATUSES
from kg.vocab.terms import CLASSES, PARENTS, PROPERTIES, byActor

MODULES = ("claimable.py", "coded.py", "concepts.py", "drawing.py", "lifecycle.py", "terms.py")


def test_the_committed_modules_are_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert generate.main(["--check"]) == 0
    assert capsys.readouterr().err == ""


def test_check_names_what_differs_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in generate.modules(generate.read()).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "concepts.py").write_text("# edited by hand\n", encoding="utf-8")
    (tmp_path / "terms.py").unlink()
    assert generate.main(["--check"], target=tmp_path) == 1
    assert capsys.readouterr().err == "differs: concepts.py\ndiffers: terms.py\n"
    assert (tmp_path / "concepts.py").read_text(encoding="utf-8") == "# edited by hand\n"
    assert not (tmp_path / "terms.py").exists()


def test_generating_twice_writes_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert generate.main([], target=tmp_path) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == list(MODULES)
    capsys.readouterr()
    assert generate.main([], target=tmp_path) == 0
    assert capsys.readouterr().err == ""


def test_what_is_generated_is_in_the_formatters_layout(tmp_path: Path) -> None:
    generate.main([], target=tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--line-length", "100", "--check", str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_namespaces_are_those_of_the_project() -> None:
    assert (generate.BR, generate.SCHEME) == (iris.BR, iris.SCHEME)


def test_reading_the_constants_reads_no_rdf() -> None:
    code = (
        "import sys, kg.vocab.claimable, kg.vocab.concepts, kg.vocab.drawing, "
        "kg.vocab.lifecycle, kg.vocab.terms\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & "
        "{'rdflib', 'pyoxigraph', 'pydantic', 'polars', 'dataclasses'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_claimable_property_says_what_it_takes() -> None:
    assert CLAIMABLE["agenda"] == types.Claimable(
        key="agenda",
        iri="https://w3id.org/bilateral/ontology#agenda",
        kinds=("concept", "matter"),
        scheme="issue",
        scheme_iri="https://w3id.org/bilateral/scheme/issue/",
        domains=("Event",),
        compared_by="stance",
    )
    assert CLAIMABLE["assessment"].domains == ()
    for key, claimable in CLAIMABLE.items():
        assert key == claimable.key
        assert claimable.scheme is None or claimable.scheme in CONCEPTS
        assert set(claimable.domains) <= CLASSES
        assert key in PROPERTIES
        assert claimable.compared_by in ("value", "bounds", "words", "lists", "tellers", "stance")


def test_concepts_are_labelled_by_notation_within_their_scheme() -> None:
    assert CONCEPTS["role"]["headOfDelegation"] == "head of delegation"
    assert CONCEPTS["actor-class"]["DiplomaticMission"] == "diplomatic mission"
    assert CONCEPTS["act"].keys() == ACTS.keys()
    assert CONCEPTS["status"].keys() == STATUSES.keys()
    assert CONCEPTS["axis"].keys() == AXES.keys()


def test_effects_of_acts_and_ranks_of_statuses() -> None:
    assert ACTS["withdraw"] == types.ActEffect(
        initiates=("terminated", "withdrawn"), terminates=(), terminates_axes=("stage",),
        applies_to=("Matter",),
    )  # fmt: skip
    assert STATUSES["agreed"] == types.Status(axis="stage", rank=50)
    assert AXES["meeting"] == "Event"


def test_terms_are_constants_and_classes_know_what_is_above_them() -> None:
    assert byActor == "https://w3id.org/bilateral/ontology#byActor"
    assert PARENTS["DiplomaticMission"] == ("Actor", "GovernmentBody", "Organization")
    assert "Actor" not in PARENTS


def test_each_drawn_class_has_a_shape_a_symbol_and_three_labels() -> None:
    shapes_of_vis_network = {
        "box", "circle", "database", "diamond", "dot", "ellipse", "hexagon", "square", "star",
        "text", "triangle", "triangleDown",
    }  # fmt: skip
    assert DRAWING.keys() == CLASSES - {"ClaimableProperty", "DerivedGraph", "Withdrawal"}
    for drawing in DRAWING.values():
        assert drawing.shape in shapes_of_vis_network
        assert drawing.symbol
        assert list(drawing.labels) == ["en", "hi", "ru"]


def test_a_code_is_a_string_and_leads_to_plover_by_the_crosswalk() -> None:
    assert CODED["cameo-icews/010"] == types.CodedType(None, (), 0.0)
    assert CODED["cameo-icews/10"] == types.CodedType("request", (), -5.0)
    assert CODED["cameo-icews/042"].plover == "consult-visit"
    # an embargo is 163 for ICEWS and 166 for GDELT; the other number is something else
    assert CODED["cameo-icews/163"][:2] == CODED["cameo-gdelt/166"][:2]
    assert CODED["cameo-gdelt/163"].plover == "sanction-withdraw"
    assert PLOVER["consult-visit"] == types.PloverType("verbalCooperation", 4.0)
    assert {one.plover for one in CODED.values()} - {None} <= set(PLOVER)
