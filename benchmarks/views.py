"""The dossier and its network: how long a page takes to make, to show itself, to answer a hand."""

from __future__ import annotations

import contextlib
import os
import shutil
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
from pyvis.network import Network

import kg
from kg.iris import ID
from kg.resources import data_dir
from kg.views import relation_page, write_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["run"]

_ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
_A, _B = f"{ID}actor/AAA", f"{ID}actor/BBB"
#: seconds that a page is moved, while its frames are counted
_MOVED = 2
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
#: repaint at every frame, as a hand that moves over the drawing makes it do
_FRAMES = """seconds => new Promise(done => {
  const { network } = relationPage;
  const until = performance.now() + seconds * 1000;
  let frames = 0;
  const step = () => {
    frames += 1;
    network.moveTo({ offset: { x: frames % 2, y: 0 }, animation: false });
    network.redraw();
    if (performance.now() < until) requestAnimationFrame(step);
    else done(frames / seconds);
  };
  requestAnimationFrame(step);
})"""


def run(folder: Path, runs: int) -> None:
    """Print medians of the dossier on the project's data, and of networks of growing size."""
    folder.mkdir(parents=True)
    _dossier(folder, runs)
    for number in (300, 2000, 10_000):
        made = [_made(folder / f"{number}.html", number) for _ in range(runs)]
        print(f"network of {number} nodes: made in {statistics.median(made):.2f} s", flush=True)
    with _browser() as browser:
        for number in (300, 2000):
            found = [_shown(browser, folder / f"{number}.html") for _ in range(runs)]
            paint, frames = (statistics.median(each) for each in zip(*found, strict=True))
            print(f"network of {number} nodes: first paint {paint:.0f} ms, {frames:.0f} frames/s")
        paint = [_paint(browser, folder / "dossier.html") for _ in range(runs)]
        print(f"dossier: first paint {statistics.median(paint):.0f} ms", flush=True)
        _beside_pyvis(browser, folder)


def _dossier(folder: Path, runs: int) -> None:
    with kg.open() as graph:
        graph.load(data_dir())
        relation = graph.relation("RUS", "USA")
        times = []
        for _ in range(runs + 1):
            began = time.perf_counter()
            path = relation.view(folder / "dossier.html")
            times.append(time.perf_counter() - began)
    size = path.stat().st_size / 1e6
    print(f"dossier of Russia and the United States: {statistics.median(times[1:]):.2f} s warm, "
          f"{times[0]:.2f} s at first, {size:.2f} MB", flush=True)  # fmt: skip


def _network(number: int) -> nx.MultiDiGraph[str]:
    """Two parties and so many matters, each told by one of them."""
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for party, label in ((_A, "Party A"), (_B, "Party B")):
        network.add_node(party, kind="party", label=label, claims=())
    for place in range(number):
        node = f"{ID}matter/m{place}"
        network.add_node(
            node, kind="matter", label=f"Matter number {place} of many", claims=(),
            day=735_000 + place // 3,
        )  # fmt: skip
        network.add_edge((_A, _B)[place % 2], node, kind="claim", label="proposes", claims=())
    return network


def _made(path: Path, number: int) -> float:
    network = _network(number)
    began = time.perf_counter()
    html = relation_page(network, {}, title="Many", language="en", a=_A, b=_B)
    write_page(path, html)
    return time.perf_counter() - began


@contextlib.contextmanager
def _browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_ARGUMENTS))
        yield browser
        browser.close()


def _opened(browser: Browser, path: Path) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(path.as_uri())
    return page


def _paint(browser: Browser, path: Path) -> float:
    page = _opened(browser, path)
    page.wait_for_function(_PAINT)
    found = float(page.evaluate(_PAINT))
    page.close()
    return found


def _shown(browser: Browser, path: Path) -> tuple[float, float]:
    """Milliseconds until the first paint, and frames a second with every group open."""
    page = _opened(browser, path)
    page.wait_for_function(_PAINT)
    paint = float(page.evaluate(_PAINT))
    for button in page.locator("[data-group]").all():
        button.click()
    frames = float(page.evaluate(_FRAMES, _MOVED))
    page.close()
    return paint, frames


def _beside_pyvis(browser: Browser, folder: Path) -> None:
    """Time a page as pyvis makes it, its script in it, until it has drawn five hundred nodes."""
    network = Network(directed=True, cdn_resources="in_line")
    for node in range(500):
        network.add_node(node, label=f"Matter number {node}")
    for node in range(1, 500):
        network.add_edge(node, node // 2)
    html = network.generate_html().replace(
        "network = new vis.Network(container, data, options);",
        "network = new vis.Network(container, data, options);"
        "network.once('stabilizationIterationsDone', () => { window.drawn = performance.now() });",
    )
    path = write_page(folder / "pyvis.html", html)
    page = _opened(browser, path)
    page.wait_for_function("window.drawn", timeout=120_000)
    theirs = float(page.evaluate("window.drawn")) / 1000
    page.close()
    _made(folder / "500.html", 500)
    ours = _paint(browser, folder / "500.html") / 1000
    print(f"500 nodes until they are drawn: {ours:.2f} s, pyvis's own page {theirs:.1f} s")
