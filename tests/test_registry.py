"""Names and judgements as a store has them, through every way in which they are asked."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.errors import NameNotFoundError
from kg.iris import ID
from kg.registry import rulings
from tests import sheets

ENVOY = ID + "actor/envoy"

JUDGED = """\
kind: judgements
id: judged
judgements:
  - form: the envoy
    language: en
    as: actor/envoy
    verdict: {verdict}
    by: tester
    date: 2025-03-05
    reason: No other envoy is in the registry.
"""


@pytest.fixture
def graph(tmp_path: Path) -> kg.Graph:
    graph = kg.open()
    graph.load(sheets.registry(tmp_path), sheets.article(tmp_path))
    return graph


def judge(graph: kg.Graph, folder: Path, text: str) -> None:
    graph.load(sheets.write(folder, "judged.yaml", text))


def test_names_have_their_language_and_basis(graph: kg.Graph) -> None:
    rows = graph.query("identity/names-of", node=ENVOY).records()
    found = {(row["name"], row["language"]): (row["basis"], row["person"]) for row in rows}
    assert found["ऐन एनवॉय", "hi"] == ("translit", True)
    assert found["Anne Envoy", "en"] == (None, True)
    assert not any(row["person"] for row in graph.query(
        "identity/names-of", node=ID + "actor/agency").records())  # fmt: skip


def test_events_and_matters_have_labels_and_are_no_names(graph: kg.Graph) -> None:
    assert graph.candidates("Talks in Bonn") == []
    with pytest.raises(NameNotFoundError):
        graph.resolve("Talks in Bonn", "event")
    rows = graph.query("identity/names-of", node="event/bonn-talks").records()
    assert [row["name"] for row in rows] == ["Talks in Bonn"]


def test_declined_and_transliterated_names_are_parameters(graph: kg.Graph) -> None:
    assert graph.resolve("Анны Энвой") == ENVOY
    assert graph.resolve("Ann Envoy") == ENVOY
    assert graph.relation("फ़्रांस", "Германией").b == ID + "actor/DEU"
    with pytest.raises(NameNotFoundError, match=r"nearest: .* \(actor/envoy\)"):
        graph.resolve("Anne Convoy")


def test_a_judgement_is_replayed_and_undone(graph: kg.Graph, tmp_path: Path) -> None:
    assert not any(one.linked for one in graph.candidates("the envoy"))
    judge(graph, tmp_path, JUDGED.format(verdict="same"))
    best = graph.candidates("the envoy")[0]
    assert (best.iri, best.linked, best.verdict) == (ENVOY, True, "same")
    assert graph.resolve("the envoy") == ENVOY
    (ruling,) = rulings(graph.table)
    assert (ruling.by, ruling.judgement.language) == ("tester", "en")
    judge(graph, tmp_path, JUDGED.format(verdict="different"))
    assert ENVOY not in [one.iri for one in graph.candidates("the envoy")]
    judge(graph, tmp_path, "kind: judgements\nid: judged\n")
    assert [*rulings(graph.table)] == []
    assert not any(one.linked or one.verdict for one in graph.candidates("the envoy"))


def test_a_judgement_of_nothing_known_is_refused(graph: kg.Graph, tmp_path: Path) -> None:
    text = JUDGED.format(verdict="same").replace("actor/envoy", "actor/envoi")
    path = sheets.write(tmp_path, "judged.yaml", text)
    (problem,) = graph.validate(path)
    assert "unknown actor 'envoi'" in str(problem)
    assert problem.line == 6


def test_a_judgement_keeps_to_its_document(graph: kg.Graph, tmp_path: Path) -> None:
    text = JUDGED.format(verdict="same").replace("language: en", "document: test/bonn")
    judge(graph, tmp_path, text)
    assert graph.candidates("the envoy", document="test/bonn")[0].linked
    assert not any(one.linked for one in graph.candidates("the envoy"))
    assert not any(one.linked for one in graph.candidates("the envoy", document="test/other"))


def test_the_shapes_take_judgements(graph: kg.Graph, tmp_path: Path) -> None:
    path = sheets.write(tmp_path, "judged.yaml", JUDGED.format(verdict="unsure"))
    assert graph.validate(path) == []
