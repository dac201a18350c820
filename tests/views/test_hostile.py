"""A hostile article stays text in every tab, in every export and on every other page."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib

import kg
from kg import pages
from kg.iris import ID
from kg.views.page import TABS
from tests import sheets
from tests.views.test_dossier import saved

if TYPE_CHECKING:
    from tests.views.conftest import Open

HOSTILE = (
    "<script>document.title='owned'</script></script><!--<script> <img src=x onerror=alert(1)> "
    "javascript:alert(1) {{7*7}} ${1} \\u202e \u202eoverride\u2066 a\u2028b =cmd|' /C calc'!A0 "
    "&amp; \" ' ` ]]> " + "x" * 10_000
)
MATTER = f"{ID}matter/bridge"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[kg.Graph]:
    """The small sheets of the tests, with the label, the quote and the title made hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    text = sheets.TEXT.replace("A road map was agreed.", f"A road map {HOSTILE} was agreed.")
    quoted = json.dumps(f"A road map {HOSTILE} was agreed.")
    body = sheets.BODY.replace("exact: A road map was agreed.", f"exact: {quoted}")
    body = body.replace("en: Reopening of the bridge{n}", f"en: {json.dumps(HOSTILE)}")
    path = sheets.article(folder, body=body, text=text, head=f", title: {json.dumps(HOSTILE)}")
    with kg.open() as graph:
        graph.load(sheets.registry(folder), path)
        yield graph


@pytest.fixture(scope="module")
def html(graph: kg.Graph, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "page.html"
    return graph.relation("FRA", "DEU").view(path).read_text(encoding="utf-8")


@pytest.mark.parametrize("tab", TABS)
def test_it_stays_text_in_every_tab(open_page: Open, html: str, tab: str) -> None:
    opened = open_page(html, at=f"tab={tab}&open={MATTER}")
    assert opened.page.locator("#panel-title").evaluate("title => title.textContent") == HOSTILE
    if tab == "sources":
        opened.page.locator("[data-text]").first.click()
        assert HOSTILE in opened.page.locator(".body").evaluate("body => body.textContent")
    assert opened.page.title() != "owned"
    assert opened.page.locator("script").count() == 3
    assert opened.page.locator("img").count() == 0
    assert opened.page.locator("a[href^='javascript']").count() == 0
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_it_stays_text_in_every_export(open_page: Open, html: str) -> None:
    ledger = open_page(html, at="tab=ledger")
    assert json.loads(saved(ledger, "json"))[0]["matter_label"] == HOSTILE
    triples = rdflib.Graph().parse(data=saved(ledger, "ttl"), format="turtle")
    assert rdflib.Literal(HOSTILE) in set(triples.objects())
    assert b"\n=cmd" not in saved(ledger, "csv")
    network = open_page(html, at="tab=network")
    for kind in ("graphml", "gexf", "svg"):
        root = ET.fromstring(saved(network, kind))  # noqa: S314 - our own page made it
        assert not root.findall(".//{*}script")
    timeline = open_page(html, at="tab=timeline")
    assert not ET.fromstring(saved(timeline, "svg")).findall(".//{*}script")  # noqa: S314
    assert saved(timeline, "png").startswith(b"\x89PNG")


def test_it_stays_text_on_other_pages(graph: kg.Graph, open_page: Open, tmp_path: Path) -> None:
    result = graph.query("claims/about", node=MATTER)
    opened = open_page(pages.query(graph, result, tmp_path / "q.html", title=HOSTILE).read_text())
    assert opened.page.locator("h1").evaluate("title => title.textContent") == HOSTILE
    assert opened.page.locator("script").count() == 2
    opened = open_page(graph.matter("bridge").view(tmp_path / "m.html").read_text())
    assert opened.page.title() != "owned"
