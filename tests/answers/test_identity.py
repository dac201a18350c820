"""Each mention with what makes it one thing: the form of the registry, the step, the judgement."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import kg
from kg.iris import ID
from tests import sheets

ENVOY = ID + "actor/envoy"

#: two reports of one matter, in two languages
RUSSIAN = """\
Анну Энвой принял министр.
Посланница назвала переговоры в Бонне полезными.
"""
HINDI = "ऐन एनवॉय ने जर्मन मंत्रालय से बात की।\n"

BODY = """\
mentions:
{mentions}
statements:
  - exact: {exact}
    says:
      - {{act: discuss, of: matter/bridge, in: bonn-talks}}
"""

JUDGED = """\
kind: judgements
id: judged
judgements:
  - form: Посланница
    language: ru
    as: actor/envoy
    verdict: same
    by: tester
    date: 2025-03-05
    reason: The line before has her name.
  - form: The envoy
    as: actor/envoy
    verdict: unsure
    by: another
    date: 2025-03-06
    reason: It may be the ambassador.
  - node: actor/agency
    as: actor/envoy
    verdict: different
    by: tester
    date: 2025-03-05
    reason: One is an outlet.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sheets, but for the judgements."""
    folder = tmp_path_factory.mktemp("identity")
    sheets.registry(folder)
    sheets.article(folder)
    _article(folder, "ru", RUSSIAN, ("Анну Энвой", "Посланница"), "назвала переговоры")
    _article(folder, "hi", HINDI, ("ऐन एनवॉय ने",), "बात की")
    return folder


@pytest.fixture(scope="module")
def graph(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> kg.Graph:
    graph = kg.open()
    graph.load(folder, sheets.write(tmp_path_factory.mktemp("judged"), "judged.yaml", JUDGED))
    return graph


def _article(folder: Path, language: str, text: str, names: tuple[str, ...], exact: str) -> None:
    mentions = "\n".join(f"  - {{exact: {name}, refers: actor/envoy}}" for name in names)
    body = BODY.format(mentions=mentions, exact=exact)
    path = sheets.article(folder, language, body=body, text=text)
    path.write_text(
        path.read_text(encoding="utf-8").replace("language: en", f"language: {language}"),
        encoding="utf-8",
    )


def rows(graph: kg.Graph, **values: object) -> list[dict[str, object]]:
    name = "identity/evidence-of" if "node" in values else "identity/evidence"
    return [dict(row) for row in graph.query(name, **values).records()]


def test_three_languages_name_one_person(graph: kg.Graph) -> None:
    found = [row for row in rows(graph, node="actor/envoy") if row["form"]]
    assert {row["thing"] for row in found} == {ENVOY}
    assert [(row["language"], row["form"], row["step"], row["registered"]) for row in found] == [
        ("en", "The envoy", None, None),
        ("hi", "ऐन एनवॉय ने", "inflected", "ऐन एनवॉय"),
        ("ru", "Анну Энвой", "inflected", "Анна Энвой"),
        ("ru", "Посланница", "judged", None),
    ]
    hindi = found[1]
    assert (hindi["basis"], hindi["registered_language"]) == ("translit", "hi")
    assert hindi["score"] == Decimal("0.970")
    assert (hindi["times"], hindi["coder"]) == (1, "tester")


def test_judgements_stand_beside_what_they_judge(graph: kg.Graph) -> None:
    found = {row["form"]: row for row in rows(graph, node="actor/envoy")}
    assert found["Посланница"]["verdict_label"] == "same"
    assert found["Посланница"]["reason"] == "The line before has her name."
    assert found["The envoy"]["verdict_label"] == "unsure"
    assert found["The envoy"]["judged_by"] == "another"
    apart = found[None]
    assert apart["judged_node"] == ID + "actor/agency"
    assert apart["verdict_label"] == "different"


def test_a_relation_has_all_that_its_documents_mention(graph: kg.Graph) -> None:
    found = rows(graph, a="France", b="Германия")
    assert {row["thing"] for row in found} == {ENVOY, ID + "event/bonn-talks"}
    assert rows(graph, a="FRA", b="ITA") == []


def test_without_judgements_only_the_coder_is_left(folder: Path) -> None:
    with kg.open() as graph:
        graph.load(folder)
        found = {row["form"]: row for row in rows(graph, node="actor/envoy")}
    assert None not in found
    assert found["Посланница"]["step"] is None
    assert found["Посланница"]["verdict"] is None
    assert found["Посланница"]["coder"] == "tester"
