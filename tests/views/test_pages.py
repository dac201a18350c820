"""Pages of actors, matters and answers, relations side by side, and a folder of all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

import kg
from kg import pages
from kg.dates import parse
from kg.errors import InvalidInputError, NameNotFoundError
from kg.iris import ID
from kg.resources import data_dir
from kg.views import drawings_of
from kg.views.words import show_date
from tests.views.test_dossier import AXE

if TYPE_CHECKING:
    from tests.views.conftest import Open

FLIGHTS = f"{ID}matter/rus-usa-direct-flights"


@pytest.fixture(scope="module")
def graph() -> Iterator[kg.Graph]:
    with kg.open() as graph:
        graph.load(data_dir())
        yield graph


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_an_actor_has_posts_events_and_words(
    graph: kg.Graph, open_page: Open, tmp_path: Path
) -> None:
    path = pages.actor(graph, graph.resolve("Дарчиев"), tmp_path / "actor.html")
    opened = open_page(read(path))
    assert opened.page.title() == "Alexander Darchiev"
    headings = [text.rsplit(" ", 1)[0] for text in opened.page.locator("h2").all_inner_texts()]
    assert headings == ["Posts", "Took part in", "Statements", "Names"]
    assert "Ambassador of Russia to the United States" in opened.page.locator("body").inner_text()
    assert opened.page.locator("#part-2 .strip .mark").count() > 20
    mark = opened.page.locator("#part-2 .strip .mark").first
    row = (mark.get_attribute("href") or "").removeprefix("#")
    assert opened.page.locator(f"[id='{row}']").count() == 1


def test_an_act_is_called_as_what_it_is_an_act_of(graph: kg.Graph, tmp_path: Path) -> None:
    html = read(pages.actor(graph, graph.resolve("Дарчиев"), tmp_path / "actor.html"))
    told = set(re.findall(r'<td data-label="About"><bdi>([^<]*)', html))
    assert "Resuming direct flights" in told
    assert not [text for text in told if text.isdigit()]


def test_a_state_has_its_relations(graph: kg.Graph, tmp_path: Path) -> None:
    html = read(pages.actor(graph, graph.resolve("IND"), tmp_path / "india.html"))
    assert html.index("Relations") < html.index("Statements")
    assert "Nepal" in html


def test_a_matter_opens_its_relation_on_itself_alone(
    graph: kg.Graph, open_page: Open, tmp_path: Path
) -> None:
    matter = graph.matter("rus-usa-direct-flights")
    opened = open_page(read(matter.view(tmp_path / "matter.html")))
    assert opened.page.title() == "Resuming direct flights"
    rows = opened.page.locator("table.twosided tbody tr[data-item]")
    assert rows.evaluate_all("rows => rows.map(row => row.dataset.item)") == [FLIGHTS]
    assert opened.page.locator("#panel .claim").count() > 50
    opened.page.locator("#only button").click()
    assert rows.count() > 20


def test_a_matter_that_nobody_knows_is_an_error(graph: kg.Graph) -> None:
    with pytest.raises(NameNotFoundError, match="nearest"):
        graph.matter("rus-usa-direct-flight")


@pytest.mark.parametrize(
    ("name", "values", "best"),
    [
        ("actors/posts", {"actor": "RUS"}, "graph"),
        ("events/timeline", {"a": "RUS", "b": "USA"}, "timeline"),
        ("commitments/balance", {"a": "RUS", "b": "USA"}, "table"),
    ],
)
def test_an_answer_is_drawn_as_its_columns_allow(  # noqa: PLR0917 - fixtures and a case
    graph: kg.Graph, open_page: Open, tmp_path: Path, name: str, values: dict[str, str], best: str
) -> None:
    result = graph.query(name, **values)
    assert drawings_of(result)[0] == best
    opened = open_page(read(pages.query(graph, result, tmp_path / "answer.html")))
    table = opened.page.locator("table.rows tbody tr")
    assert table.count() == len(result)
    drawn = {"graph": ".twomode .tie", "timeline": ".strip .mark", "table": ".rows td"}[best]
    assert opened.page.locator(drawn).count() > 0
    if best != "table":
        opened.page.locator("[data-view='table']").click()
        assert opened.page.locator(drawn).count() == 0


def test_a_vague_date_is_never_shown_as_a_day(
    graph: kg.Graph, open_page: Open, tmp_path: Path
) -> None:
    result = graph.query("events/timeline", a="RUS", b="USA")
    vague = {
        str(row["event_label"]): str(row["edtf"])
        for row in result.records()
        if row["edtf"] and not re.fullmatch(r"\d{4}-\d\d-\d\d", str(row["edtf"]))
    }
    opened = open_page(read(pages.query(graph, result, tmp_path / "answer.html")))
    for label, edtf in vague.items():
        row = opened.page.locator("table.rows tr", has=opened.page.get_by_text(label, exact=True))
        assert show_date(edtf, "en") in row.first.locator("td").all_inner_texts(), label
    spans = [when for when in map(parse, vague.values()) if when.day != when.day_to]
    assert opened.page.locator(".strip .mark .span").count() == len(spans) > 10
    seizure = opened.page.locator(".strip .mark", has_text="2016 – 2018").locator(".span")
    freeze = opened.page.locator(".strip .mark", has_text="20 Jan 2021 – 20 Jan 2025")
    wide = [
        float(one.first.get_attribute("width") or 0) for one in (seizure, freeze.locator(".span"))
    ]
    # three years and four
    assert wide[1] / wide[0] == pytest.approx(4 / 3, rel=0.02)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("commitments/history", {"matter": "matter/rus-usa-follow-up-meeting"}),
        ("commitments/ledger", {"a": "RUS", "b": "USA"}),
    ],
)
def test_the_day_of_an_act_that_is_vague_is_as_vague(
    graph: kg.Graph, tmp_path: Path, name: str, values: dict[str, str]
) -> None:
    result = graph.query(name, **values)
    assert "2025-12-01" in {str(cell) for row in result.rows for cell in row}
    html = read(pages.query(graph, result, tmp_path / "answer.html"))
    assert ">Dec 2025<" in html
    assert ">1 Dec 2025<" not in html


#: controls whose text is cut or broken within a word, by the room that the text needs in one line
_BROKEN = """() => [...document.querySelectorAll('button, select, output')].filter(one => {
  if (!one.checkVisibility() || !one.textContent.trim()) return false;
  const text = one.tagName === 'SELECT' ? one.selectedOptions[0].textContent : one.textContent;
  const probe = document.createElement('span');
  probe.style.cssText = 'position:absolute;white-space:nowrap';
  probe.style.font = getComputedStyle(one).font;
  const wide = word => { probe.textContent = word; document.body.append(probe);
    const width = probe.offsetWidth; probe.remove(); return width; };
  const style = getComputedStyle(one);
  const room = one.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  const words = one.tagName === 'SELECT' ? [text] : text.split(/\\s+/);
  const arrow = one.tagName === 'SELECT' ? 18 : 0;
  return one.scrollWidth > one.clientWidth + 1 || words.some(word => wide(word) + arrow > room + 1);
}).map(one => one.id || one.textContent)"""


@pytest.mark.parametrize("language", ["en", "hi", "ru"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_text_is_cut_and_no_lane_reaches_into_the_drawing(
    graph: kg.Graph, open_page: Open, tmp_path: Path, language: str, width: int
) -> None:
    asked = graph.language
    graph.language = language
    try:
        made = pages.actor(graph, graph.resolve("lavrov"), tmp_path / "actor.html")
        dossier = graph.relation("RUS", "USA").view(tmp_path / "dossier.html")
    finally:
        graph.language = asked
    opened = open_page(read(made), width=width)
    assert opened.page.evaluate(_BROKEN) == []
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    opened = open_page(read(dossier), width=width, at="tab=timeline")
    if width < 640:
        opened.page.locator("#controls-toggle").click()
    assert opened.page.evaluate(_BROKEN) == []
    reaching = opened.page.evaluate(
        """() => [...document.querySelectorAll('#view-timeline .issue')].filter(name => {
          const box = name.getBoundingClientRect();
          return [...document.querySelectorAll('#view-timeline .stair, #view-timeline .mark')].some(
            drawn => { const its = drawn.getBoundingClientRect();
              return its.left < box.right && box.left < its.right
                && its.top < box.bottom && box.top < its.bottom; });
        }).map(name => name.textContent)"""
    )
    assert reaching == []


def test_of_several_dates_a_mark_says_which_it_is(graph: kg.Graph, tmp_path: Path) -> None:
    parties = (graph.resolve("RUS"), graph.resolve("USA"))
    result = graph.query("commitments/ledger", a="RUS", b="USA")
    html = read(pages.query(graph, result, tmp_path / "a.html", view="timeline", parties=parties))
    assert '"Russia: since: 10 Apr 2025 · ' in html


def test_the_headings_of_an_answer_name_the_parties(graph: kg.Graph, tmp_path: Path) -> None:
    parties = (graph.resolve("RUS"), graph.resolve("USA"))
    result = graph.query("commitments/ledger", a="RUS", b="USA")
    html = read(pages.query(graph, result, tmp_path / "answer.html", parties=parties))
    heads = re.findall(r'<th scope="col">([^<]*)', html)
    assert {"Matter", "Russia: status", "United States: since", "Both say"} <= {*heads}
    assert not [head for head in heads if "_" in head or head in ("a", "b")]


def test_no_rows_are_a_page_too(graph: kg.Graph, open_page: Open, tmp_path: Path) -> None:
    result = graph.query("commitments/illegal", a="RUS", b="USA")
    assert not len(result)
    opened = open_page(read(pages.query(graph, result, tmp_path / "none.html")))
    assert "None." in opened.page.locator("main").inner_text()


def test_relations_stand_side_by_side_on_one_scale(
    graph: kg.Graph, open_page: Open, tmp_path: Path
) -> None:
    pairs = [(graph.resolve(a), graph.resolve(b)) for a, b in (("RUS", "USA"), ("IND", "CHN"))]
    opened = open_page(read(pages.compare(graph, pairs, tmp_path / "compared.html")))
    charts = opened.page.locator("svg.curves")
    assert charts.count() == 4
    scales = [
        charts.nth(at).locator("text").evaluate_all("texts => texts.map(text => text.textContent)")
        for at in range(4)
    ]
    assert scales[0] == scales[2]
    assert scales[1] == scales[3]
    for marks in scales[:2]:
        values = [int(text) for text in marks if text.isdigit()]
        step = values[1] - values[0]
        assert values == [step * nth for nth in range(len(values))]
        assert str(step).rstrip("0") in ("1", "2", "5")
    last = graph.query("commitments/summary", a="RUS", b="USA").to_polars()
    owed = int((last["standing"] == "owed").sum())
    shown = opened.page.evaluate("JSON.parse(document.getElementById('data').textContent)")
    assert shown["panels"][0]["owed"][-1] == owed


def test_a_folder_of_pages_is_linked_through_and_through(
    graph: kg.Graph, open_page: Open, tmp_path: Path
) -> None:
    told: list[tuple[int, int]] = []
    index = pages.site(graph, tmp_path / "site", lambda *done: told.append(done))
    assert told[-1][0] == told[-1][1]
    files = {str(path.relative_to(index.parent)) for path in index.parent.rglob("*.html")}
    assert "relations/RUS-USA.html" in files
    assert "actors/darchiev.html" in files
    for name in ("index.html", "actors/darchiev.html", "actors/RUS.html"):
        html = read(index.parent / name)
        links = [unquote(link.partition("#")[0]) for link in re.findall(r'<a href="([^"]+)"', html)]
        assert links, name
        for link in links:
            target = (index.parent / name).parent / link
            assert target.resolve().is_file(), (name, link)
    html = read(index)
    assert f"relations/RUS-USA.html#tab=ledger&amp;only={FLIGHTS}".replace(":", "%3A") in (
        html.replace("%2F", "/")
    )
    opened = open_page(html)
    assert opened.page.locator("h2").count() == 3
    opened = open_page(read(index.parent / "relations" / "RUS-USA.html"), at=f"open={FLIGHTS}")
    speaker = opened.page.locator("#panel .speaker a", has_text="Alexander Darchiev").first
    assert speaker.get_attribute("href") == "../actors/darchiev.html"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_no_fault_on_them(
    graph: kg.Graph, open_page: Open, tmp_path: Path, *, scheme: str, width: int
) -> None:
    pairs = [(graph.resolve(a), graph.resolve(b)) for a, b in (("RUS", "USA"), ("IND", "CHN"))]
    made = [
        pages.actor(graph, graph.resolve("darchiev"), tmp_path / "actor.html"),
        pages.compare(graph, pairs, tmp_path / "compared.html"),
    ]
    for path in made:
        opened = open_page(read(path), width=width, scheme=scheme, trusting=True)
        opened.page.evaluate(AXE)
        found = opened.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [one["id"] for one in found["violations"]] == []
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


# ---------------------------------------------------------------------------------- large networks


def planted(folder: Path, communities: int = 6, members: int = 40) -> Path:
    """Ties of communities that are known: each member to the next five of its own, few abroad."""
    rows = ["source,target,weight"]
    for group in range(communities):
        names = [f"{group}-{number:03}" for number in range(members + group)]
        for at, name in enumerate(names):
            rows += [f"{name},{names[(at + step) % len(names)]},3" for step in range(1, 6)]
        rows.append(f"{names[0]},{(group + 1) % communities}-000,1")
    path = folder / "ties.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_large_network_opens_as_communities_and_each_into_its_members(
    open_page: Open, tmp_path: Path
) -> None:
    ties = pages.ties_of(planted(tmp_path))
    path = pages.network(ties, tmp_path / "network.html", title="Planted", language="en")
    opened = open_page(read(path))
    bubbles = opened.page.locator(".bubble")
    assert bubbles.count() == 6
    assert opened.page.locator("#counts").inner_text().startswith("255 actors")
    bubbles.first.focus()
    opened.page.keyboard.press("ArrowRight")
    opened.page.keyboard.press("Enter")
    assert bubbles.count() == 44
    names = opened.page.locator(".bubble title").evaluate_all(
        "titles => titles.map(title => title.textContent.slice(0, 1))"
    )
    assert set(names) == {"4"}
    opened.page.keyboard.press("Escape")
    assert bubbles.count() == 6
    opened.page.fill("#query", "3-007")
    assert opened.page.locator(".bubble.hit").count() == 1
    bubbles.first.click()
    assert opened.page.locator("#found").inner_text() == "found: 0 here, 1 in other communities"
    opened.page.keyboard.press("Escape")
    inside = opened.page.evaluate(
        """() => [...document.querySelectorAll('.bubble')].every(bubble => {
          const circle = bubble.querySelector('circle').getBoundingClientRect();
          return [...bubble.querySelectorAll('text')].every(text => {
            const box = text.getBoundingClientRect();
            return box.left >= circle.left && box.right <= circle.right;
          });
        })"""
    )
    assert inside
    assert "…" not in opened.page.locator("#drawing").inner_text()
    opened.page.set_viewport_size({"width": 390, "height": 800})
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "source,target,weight\nA,B,much\n"])
def test_a_file_that_holds_no_ties_is_one_clear_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "ties.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInputError, match="columns source, target"):
        pages.ties_of(path)
