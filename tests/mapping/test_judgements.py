"""A judgement becomes a node that says who judged what as what, and merges nothing."""

from __future__ import annotations

from pathlib import Path

from kg.iris import BR, GRAPH, ID, PREFIXES
from kg.loaders.base import load_one
from kg.mapping import map_sheet
from tests import sheets
from tests.model.test_judgements import SHEET


def lines(folder: Path, text: str = SHEET) -> list[list[str]]:
    path = sheets.write(folder, "judged.yaml", text)
    mapped = map_sheet(load_one(path).sheet)
    assert mapped.graph.startswith(f"{GRAPH}registry/judged/")
    return [line.removesuffix(f" <{mapped.graph}> .").split(" ", 2) for line in
            mapped.nquads.decode().splitlines()]  # fmt: skip


def values(quads: list[list[str]], name: str) -> set[str]:
    return {value for _, predicate, value in quads if predicate == f"<{BR}{name}>"}


def test_the_quads_of_a_judgement(tmp_path: Path) -> None:
    quads = lines(tmp_path)
    assert values(quads, "judgedForm") == {'"la ministre"@fr'}
    assert values(quads, "judgedNode") == {f"<{ID}actor/agency>"}
    assert values(quads, "judgedAs") == {f"<{ID}actor/envoy>", f"<{ID}actor/de-ministry>"}
    assert values(quads, "judgedIn") == {f"<{ID}document/test/bonn>"}
    assert values(quads, "judgedBy") == {'"tester"'}
    verdict = PREFIXES["verdict"]
    assert values(quads, "verdict") == {f"<{verdict}same>", f"<{verdict}different>"}
    assert len({subject for subject, *_ in quads}) == 2


def test_nothing_is_said_of_the_things_themselves(tmp_path: Path) -> None:
    assert all(subject.startswith(f"<{ID}judgement/") for subject, *_ in lines(tmp_path))
    assert "sameAs" not in str(lines(tmp_path))


def test_a_changed_verdict_is_the_same_judgement(tmp_path: Path) -> None:
    changed = SHEET.replace("verdict: same", "verdict: unsure").replace("2025-03-05", "2025-04-01")
    one, other = lines(tmp_path), lines(tmp_path, changed)
    assert {subject for subject, *_ in one} == {subject for subject, *_ in other}
