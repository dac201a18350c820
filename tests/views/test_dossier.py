"""The dossier on the project's own data, in a real browser: it answers as the program does."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import axe_playwright_python
import networkx as nx
import pytest
import rdflib

import kg
from kg.errors import ParameterValueError
from kg.iris import ID, SCHEME
from kg.resources import data_dir
from kg.views.page import TABS

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.views.conftest import Open, Opened

FLIGHTS = f"{ID}matter/rus-usa-direct-flights"
#: kept after the tests, to be looked at
SCREENSHOTS = Path(__file__).parents[2] / ".cache" / "screenshots"
#: what an HTML file of the Russia-US dossier may weigh
MOST_BYTES = 2_000_000
AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text("utf-8")

_ANSWERS = """([at, by, who, unknown]) => {
  Object.assign(relationPage.state, {at, by, who, unknown});
  const picture = relationPage.pictureAt(relationPage.moment());
  const nobody = party => party.endsWith('nobody') ? null : party;
  return {
    ledger: picture.ledger.map(row => [
      row.subject, row.axis, nobody(row.party), row.owed ? 'owed' : 'asked',
      row.a.status, row.a.since, row.a.basis, row.a.denies,
      row.b.status, row.b.since, row.b.basis, row.b.denies,
      row.third, row.narrator, row.corroborated, row.contested]),
    moves: [...picture.lives.values()].filter(life => life.move.who.length).map(life => [
      life.subject, life.move.who.map(iri => iri.split('/').pop()).sort().join(', '),
      life.move.why, life.move.since]),
    due: picture.expiring(90).map(row => [row.subject, row.due]),
    texts: [picture.coverage.a, picture.coverage.b].map(side => [side.texts, side.read]),
  }
}"""


@pytest.fixture(scope="module")
def graph() -> Iterator[kg.Graph]:
    with kg.open() as graph:
        graph.load(data_dir())
        yield graph


@pytest.fixture(scope="module")
def html(graph: kg.Graph, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("dossier")
    return graph.relation("RUS", "USA").view(folder / "page.html").read_text(encoding="utf-8")


def number(day: object) -> int | None:
    return day.toordinal() if isinstance(day, date) else None


def answers(graph: kg.Graph, a: str, b: str, clocks: dict[str, Any]) -> dict[str, Any]:
    """What the program says, in the form of `_ANSWERS`."""
    ledger = list(graph.query("commitments/ledger", a=a, b=b, **clocks).records())
    moves = graph.query("commitments/moves", a=a, b=b, **clocks).records()
    due = graph.query("commitments/due", a=a, b=b, days=90, **clocks).records()
    return {
        "ledger": [
            [
                row["matter"], row["axis"], row["party"], row["standing"],
                *(
                    number(row[f"{who}_{key}"]) if key == "since" else row[f"{who}_{key}"]
                    for who in "ab" for key in ("status", "since", "basis", "denies")
                ),
                row["third_status"], row["narrator_status"], row["corroborated"], row["contested"],
            ]
            for row in ledger
        ],
        "moves": [
            [row["matter"], row["move"], row["why"], number(row["move_since"])] for row in moves
        ],
        "due": [[row["matter"], number(row["due"])] for row in due],
        "texts": [[ledger[0][f"{who}_texts"], ledger[0][f"{who}_read"]] for who in "ab"],
    }  # fmt: skip


@pytest.mark.parametrize("who", [("RUS", "USA", "tass"), ("IND", "CHN", "ind-mea")])
def test_as_of_any_day_and_by_any_account_the_page_says_what_the_program_says(
    graph: kg.Graph, open_page: Open, tmp_path: Path, who: tuple[str, str, str]
) -> None:
    a, b, speaker = who
    path = graph.relation(a, b).view(tmp_path / "one.html")
    opened = open_page(path.read_text(encoding="utf-8"))
    days, reported = (None, "2025-04-11", "2025-11-01"), (None, "2025-10-27")
    for at, by, whose, unknown in itertools.product(
        days, reported, (None, a, speaker), ("include", "exclude")
    ):
        clocks = {"valid_at": at, "reported_by": by, "according_to": whose, "unknown": unknown}
        given = {key: value for key, value in clocks.items() if value}
        account = str(graph.resolve(whose)) if whose else ""
        found = opened.page.evaluate(_ANSWERS, [at or "", by or "", account, unknown])
        expected = answers(graph, a, b, given)
        for key in ("ledger", "moves", "due"):
            assert sorted(map(json.dumps, found[key])) == sorted(map(json.dumps, expected[key])), (
                key, given,
            )  # fmt: skip
        assert found["texts"] == expected["texts"], given


def test_a_search_leaves_the_state_of_play_as_it_is(open_page: Open, html: str) -> None:
    opened = open_page(html)
    sentences = opened.page.locator("#view-brief .sentences")
    before = sentences.inner_text()
    opened.page.fill("#query", "Дарчиев")
    assert opened.page.locator("#found").inner_text() != ""
    assert sentences.inner_text() == before


@pytest.mark.parametrize("name", ["Дарчиев", "Darchiev", "डार्चिएव"])
def test_search_finds_a_name_in_any_script(open_page: Open, html: str, name: str) -> None:
    opened = open_page(html)
    opened.page.fill("#query", name)
    found = re.findall(r"\d+", opened.page.locator("#found").inner_text())
    assert int(found[0]) > 20


def test_what_is_damaged_in_a_link_is_left_out(open_page: Open, html: str) -> None:
    opened = open_page(html, at="tab=ledger&at=garbage&by=2025-99-99&who=zzz&issue=none")
    assert opened.page.locator("#view-ledger").is_visible()
    state = opened.page.evaluate("relationPage.state")
    assert [state[key] for key in ("at", "by", "who", "issue")] == [""] * 4


def test_nothing_is_told_where_nothing_is_said_to_be(open_page: Open, html: str) -> None:
    opened = open_page(html, at="tab=timeline")
    hidden = opened.page.evaluate(
        """() => { const dark = [...document.querySelectorAll('rect.silence')].map(
            one => one.getBoundingClientRect());
          const marks = [...document.querySelectorAll('#view-timeline .mark .target')].map(
            one => one.getBoundingClientRect().x + one.getBoundingClientRect().width / 2);
          return [dark.length, marks.filter(
            x => dark.some(box => box.left < x && x < box.right)).length]; }"""
    )
    assert hidden[0] > 0
    assert hidden[1] == 0


def test_a_filter_is_named_above_what_it_leaves_on_paper_too(open_page: Open, html: str) -> None:
    opened = open_page(html, at=f"issue={SCHEME}issue/directFlights")
    opened.page.emulate_media(media="print")
    assert "only Issue: direct flights" in opened.page.locator("#view-brief .asof").inner_text()
    assert "these filters" in opened.page.locator("#view-brief").inner_text()


def test_nothing_of_the_state_of_play_is_left_out_on_paper(open_page: Open, html: str) -> None:
    opened = open_page(html)
    opened.page.emulate_media(media="print")
    movers = opened.page.locator("#view-brief .mover").evaluate_all(
        "all => all.map(one => [one.querySelector('h4 b').textContent,"
        " [...one.querySelectorAll('li')].filter(item => item.offsetHeight > 0).length])"
    )
    assert max(int(count) for count, _ in movers) > 8
    assert [int(count) for count, _ in movers] == [seen for _, seen in movers]


def test_the_state_of_play_counts_every_matter_once(
    graph: kg.Graph, open_page: Open, html: str
) -> None:
    opened = open_page(html)
    told = opened.page.locator("#view-brief .sentences li").all_inner_texts()
    matters, owed, asked, *untold = map(int, re.findall(r"\d+", told[0]))
    assert (matters, untold) == (owed + asked, [1])
    [relation] = [
        row for row in graph.query("relations/parties").records()
        if (row["a_label"], row["b_label"]) == ("Russia", "United States")
    ]  # fmt: skip
    assert matters == relation["matters"]
    assert sum(map(int, re.findall(r": (\d+)", told[2]))) == owed
    denied = int(re.findall(r"\d+", told[3])[0])
    disputes = opened.page.locator("#view-brief .part", has_text="One affirms").locator("li")
    assert disputes.count() == denied > 0


def test_what_both_have_carried_out_is_not_only_asked(open_page: Open, html: str) -> None:
    opened = open_page(html, at="tab=ledger")
    exchange = f"{ID}matter/rus-usa-exchange-karelina-petrov"
    row = opened.page.locator(f"table.twosided tr[data-item='{exchange}']")
    assert "not by both" not in row.inner_text()
    assert "fulfilled" in row.locator("td").nth(2).inner_text()
    groups = opened.page.locator("table.twosided tr").evaluate_all(
        "(rows, item) => { const at = rows.findIndex(row => row.dataset.item === item);"
        " return rows.slice(0, at).filter(row => row.className === 'group').at(-1).innerText }",
        exchange,
    )
    assert groups.startswith("Owed")


def test_what_is_over_with_its_term_is_nobodys_move(
    graph: kg.Graph, open_page: Open, html: str
) -> None:
    truce = f"{ID}matter/rus-usa-energy-truce"
    rows = graph.query("commitments/summary", a="RUS", b="USA").records()
    [row] = [row for row in rows if row["matter"] == truce]
    assert (row["move"], row["why"]) == ("", "term over")
    opened = open_page(html)
    listed = opened.page.locator(f"#view-brief .part li [data-open='{truce}']")
    assert listed.count() == 0


def test_a_vague_day_is_told_as_vague_as_it_is(open_page: Open, html: str) -> None:
    opened = open_page(html, at="tab=ledger")
    follow_up = f"tr[data-item='{ID}matter/rus-usa-follow-up-meeting']"
    row = opened.page.locator(f"table.twosided {follow_up}")
    assert "Dec 2025" in row.inner_text()
    assert "1 Dec 2025" not in row.inner_text()
    opened.page.evaluate("relationPage.change({tab: 'timeline', span: 'all'})")
    told = opened.page.locator("#view-timeline table.acts").evaluate("table => table.textContent")
    assert "Dec 2025" in told
    assert "1 Dec 2025" not in told.replace("11 Dec 2025", "").replace("21 Dec 2025", "")


def test_it_opens_on_the_state_of_play_and_weighs_little(open_page: Open, html: str) -> None:
    assert len(html.encode()) < MOST_BYTES
    opened = open_page(html)
    assert opened.page.locator("#view-brief .sentences li").count() == 6
    assert opened.page.locator("[role=tabpanel]:visible").count() == 1
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_the_tabs_go_by_keyboard_and_stand_in_the_address(open_page: Open, html: str) -> None:
    opened = open_page(html)
    opened.page.locator("#tab-brief").focus()
    seen = []
    for _ in TABS:
        opened.page.keyboard.press("ArrowRight")
        seen.append(opened.page.evaluate("document.activeElement.id"))
    assert seen == [*(f"tab-{tab}" for tab in TABS[1:]), "tab-brief"]
    opened.page.locator("#tab-ledger").click()
    assert opened.page.evaluate("location.hash") == "#tab=ledger"


def test_an_address_restores_the_view(open_page: Open, html: str) -> None:
    address = f"tab=ledger&at=2025-04-11&by=2025-04-12&issue=&q=flights&open={FLIGHTS}"
    opened = open_page(html, at=address)
    assert opened.page.locator("#tab-ledger").get_attribute("aria-selected") == "true"
    assert opened.page.locator("#at-date").input_value() == "2025-04-11"
    assert opened.page.locator("#by-shown").text_content() == "12 Apr 2025"
    assert opened.page.locator("#query").input_value() == "flights"
    assert opened.page.locator("#panel-title").text_content() == "Resuming direct flights"
    rows = opened.page.locator("table.twosided tbody tr[data-item]")
    assert FLIGHTS in rows.evaluate_all("rows => rows.map(row => row.dataset.item)")


def test_the_clocks_of_the_command_are_how_the_page_opens(
    graph: kg.Graph, open_page: Open, tmp_path: Path
) -> None:
    path = graph.relation("RUS", "USA").view(
        tmp_path / "then.html", valid_at="2025-04-11", according_to="RUS", unknown="exclude"
    )
    opened = open_page(path.read_text(encoding="utf-8"))
    text = opened.page.locator("#view-brief .asof").inner_text()
    assert text == "As of 11 Apr 2025 · account of Russia · certain only"


def test_a_clock_that_is_none_is_told_before_a_page_is_written(
    graph: kg.Graph, tmp_path: Path
) -> None:
    with pytest.raises(ParameterValueError, match="valid_at must be a day"):
        graph.relation("RUS", "USA").view(tmp_path / "no.html", valid_at="soon")
    assert not (tmp_path / "no.html").exists()


def ledger_row(opened: Opened, item: str = FLIGHTS) -> Locator:
    return opened.page.locator(f"table.twosided tr[data-item='{item}']")


def test_each_side_stands_beside_the_other_and_silence_is_counted(
    open_page: Open, html: str
) -> None:
    opened = open_page(html, at="tab=ledger&at=2025-04-11&by=2025-04-11")
    row = ledger_row(opened)
    assert "11 Apr 2025" not in row.inner_text()
    assert row.locator("td.told.a button.chip").count() > 0
    assert "texts of United States" in row.locator("td.told.b").inner_text()
    chip = row.locator("td.told.a button.chip").first
    assert chip.locator(".route").inner_text()  # who says it
    chip.click()
    assert opened.page.locator("#panel .claim").count() > 0
    assert opened.page.locator("#panel h4.day").first.inner_text()


def test_a_slider_moves_the_world_and_every_filter_narrows_it(open_page: Open, html: str) -> None:
    opened = open_page(html, at="tab=ledger")
    rows = opened.page.locator("table.twosided tbody tr[data-item]")
    every = rows.count()
    slider = opened.page.locator("#at")
    slider.focus()
    for _ in range(9):
        opened.page.keyboard.press("PageDown")
    assert opened.page.evaluate("location.hash").count("at=") == 1
    assert 0 < rows.count() < every
    opened.page.locator("#reset").click()
    assert rows.count() == every
    for name in ("issue", "status", "source", "type"):
        opened.page.locator(f"#{name}").select_option(index=1)
        assert rows.count() < every, name
        opened.page.locator("#reset").click()
    opened.page.locator("#who").select_option(label="TASS")
    assert 0 < rows.count() < every


@pytest.mark.parametrize("column", ["matter", "a", "b", "both", "move"])
def test_the_ledger_sorts_both_ways(open_page: Open, html: str, column: str) -> None:
    opened = open_page(html, at="tab=ledger")
    item = "rows => rows.map(row => row.dataset.item)"
    first = opened.page.locator("tr.group").first
    owed = int((first.inner_text()).split()[-1])
    head = opened.page.locator(f"[data-sort='{column}']")
    head.click()
    up = opened.page.locator("table.twosided tbody tr[data-item]").evaluate_all(item)
    head.click()
    down = opened.page.locator("table.twosided tbody tr[data-item]").evaluate_all(item)
    assert down[:owed] == up[:owed][::-1]
    sort = head.evaluate("button => button.closest('th').getAttribute('aria-sort')")
    assert sort == "descending"


def test_the_timeline_goes_by_keyboard_and_every_mark_leads_to_words(
    open_page: Open, html: str
) -> None:
    opened = open_page(html, at="tab=timeline")
    marks = opened.page.locator(".timeline .mark")
    assert marks.count() > 60
    opened.page.locator(".timeline .mark[tabindex='0']").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "Enter"):
        opened.page.keyboard.press(key)
    assert opened.page.locator("#panel .claim").count() > 0
    opened.page.keyboard.press("Escape")
    assert opened.page.evaluate("document.activeElement.classList.contains('mark')")
    told = marks.evaluate_all("marks => marks.every(mark => mark.dataset.told)")
    assert told
    lanes = opened.page.locator(".timeline .issue").count()
    opened.page.locator("details.twin summary").click()
    assert opened.page.locator("table.acts tbody tr").count() >= marks.count() > lanes


def test_coded_events_stand_below_the_accounts_month_by_month(
    open_page: Open, tmp_path: Path
) -> None:
    with kg.open(tmp_path / "store") as graph:
        graph.load(data_dir())
        graph.coded.load(data_dir() / "coded", format="icews")
        months = list(graph.coded.months("RUS", "USA").records())
        path = graph.relation("RUS", "USA").view(tmp_path / "coded.html")
    opened = open_page(path.read_text(encoding="utf-8"), at="tab=timeline&span=3")
    bars = opened.page.locator(".timeline .coded .bar")
    shown = sum((row["cooperation"] > 0) + (row["conflict"] > 0) for row in months)
    assert bars.count() == shown > 10
    assert "made by machines" in opened.page.locator("#view-timeline").inner_text()


def test_sources_stand_by_origin_and_a_text_shows_who_is_named_and_what_is_said(
    open_page: Open, html: str
) -> None:
    opened = open_page(html, at="tab=sources")
    seed = "document/russia-us/2025-04-10-istanbul.hi"
    entry = opened.page.locator(f".doc[data-document='{ID}{seed}']")
    assert "machine-translated from English" in entry.inner_text()
    entry.locator("[data-text]").click()
    path = data_dir() / "articles/russia-us/2025-04-10-istanbul.hi.txt"
    shown = entry.locator(".body").evaluate("body => body.textContent")
    assert shown == path.read_text(encoding="utf-8")
    assert entry.locator(".body").get_attribute("lang") == "hi"
    assert entry.locator(".body .names").count() > 50
    entry.locator(".body .says").first.click()
    quotes = opened.page.locator("#panel mark.quote").all_text_contents()
    assert quotes
    assert all(quote in shown for quote in quotes)


def test_a_claim_is_copied_as_a_footnote_that_leads_back(open_page: Open, html: str) -> None:
    opened = open_page(html, at=f"tab=ledger&open={FLIGHTS}")
    opened.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened.page.locator("#panel .footnote").first.click()
    opened.page.wait_for_function(
        "document.querySelector('#panel .footnote').textContent === 'Copied'"
    )
    text = opened.page.evaluate("navigator.clipboard.readText()")
    assert "\npage-0.html#tab=ledger&open=" in text
    assert "file:" not in text
    assert f"kg query claims/about --node {FLIGHTS}" in text
    assert "revision: " in text


def test_the_network_is_faint_where_nothing_counts_yet(open_page: Open, html: str) -> None:
    opened = open_page(html, at="tab=network&at=2025-04-11")
    told = opened.page.evaluate(
        "Object.entries(relationPage.items).filter(([, item]) => item.look === 'event')"
        ".map(([key]) => [key, relationPage.isTold(key)])"
    )
    seen = dict(told)
    assert seen[f"{ID}event/istanbul-talks-2025-04-10"]
    later = [key for key, is_told in told if not is_told]
    assert len(later) > 20
    assert all("2025-01" not in key and "2025-02" not in key for key in later)


def test_searching_in_any_script_can_be_switched_off(open_page: Open, html: str) -> None:
    opened = open_page(html, at="tab=ledger")
    rows = opened.page.locator("table.twosided tbody tr[data-item]")
    opened.page.fill("#query", "darchiev")
    folded = rows.count()
    assert folded > 0
    opened.page.locator("#fold").uncheck()
    assert rows.count() < folded
    opened.page.fill("#query", "Дарчиев")
    assert rows.count() == 0 or "Дарчиев" in html


def test_on_paper_there_is_the_view_alone(open_page: Open, html: str) -> None:
    opened = open_page(html)
    opened.page.emulate_media(media="print")
    for hidden in (".tabbar", "#controls", ".search"):
        assert not opened.page.locator(hidden).is_visible()
    assert opened.page.locator("#view-brief").is_visible()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
@pytest.mark.parametrize("tab", TABS)
def test_axe_finds_no_fault(
    open_page: Open, html: str, tab: str, *, scheme: str, width: int
) -> None:
    opened = open_page(
        html, at=f"tab={tab}&open={FLIGHTS}", width=width, scheme=scheme, trusting=True
    )
    opened.page.evaluate(AXE)
    found = opened.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    opened.page.screenshot(path=SCREENSHOTS / f"{tab}-{scheme}-{width}.png", full_page=True)


# ----------------------------------------------------------------------------------------- exports


def saved(opened: Opened, kind: str) -> bytes:
    opened.page.locator("details.exports").evaluate("details => { details.open = true }")
    with opened.page.expect_download() as download:
        opened.page.locator(f"[data-export='{kind}']").click()
    assert download.value.suggested_filename.endswith(f".{kind}")
    return Path(download.value.path()).read_bytes()


def test_the_ledger_is_saved_as_csv_json_and_turtle(open_page: Open, html: str) -> None:
    opened = open_page(html, at="tab=ledger&at=2025-04-11")
    rows = list(csv.DictReader(io.StringIO(saved(opened, "csv").decode("utf-8-sig"))))
    records = json.loads(saved(opened, "json"))
    triples = rdflib.Graph().parse(data=saved(opened, "ttl"), format="turtle")
    assert len(rows) == len(records) == len(set(triples.subjects()))
    assert {row["matter"] for row in rows} == {record["matter"] for record in records}
    assert rdflib.URIRef(FLIGHTS) in set(triples.objects())
    sources = open_page(html, at="tab=sources")
    assert len(json.loads(saved(sources, "json"))) > 200


def test_what_a_tab_cannot_be_saved_as_is_not_offered(open_page: Open, html: str) -> None:
    opened = open_page(html, at="tab=ledger")
    opened.page.locator("details.exports").evaluate("details => { details.open = true }")
    offered = "[...document.querySelectorAll('[data-export]')].filter(one => !one.hidden)"
    kinds = f"{offered}.map(one => one.dataset.export)"
    assert set(opened.page.evaluate(kinds)) == {"csv", "json", "ttl"}
    opened.page.locator("#tab-timeline").click()
    assert set(opened.page.evaluate(kinds)) == {"csv", "json", "ttl", "svg", "png"}
    rows = json.loads(saved(opened, "json"))
    assert {row["account"] for row in rows} >= {f"{ID}actor/RUS", f"{ID}actor/USA"}
    assert any(row["quote"] and row["url"] and row["speaker_label"] for row in rows)


@pytest.mark.parametrize("tab", ["timeline", "network"])
def test_a_drawing_is_saved_as_svg_and_as_png_of_twice_its_size(
    open_page: Open, html: str, tab: str
) -> None:
    opened = open_page(html, at=f"tab={tab}")
    root = ET.fromstring(saved(opened, "svg"))  # noqa: S314 - our own page made it
    png = saved(opened, "png")
    assert png.startswith(b"\x89PNG")
    size = [int.from_bytes(png[at : at + 4], "big") for at in (16, 20)]
    expected = [2 * int(float(root.attrib[key])) for key in ("width", "height")]
    assert all(abs(is_ - should) <= 2 for is_, should in zip(size, expected, strict=True))


def test_the_network_is_saved_for_other_programs(open_page: Open, html: str) -> None:
    opened = open_page(html, at="tab=network")
    nodes = opened.page.evaluate(
        "Object.values(relationPage.items)"
        ".filter(item => !['group', 'line'].includes(item.look)).length"
    )
    for kind, read in (("graphml", nx.read_graphml), ("gexf", nx.read_gexf)):
        network = read(io.BytesIO(saved(opened, kind)))
        assert len(network) == nodes
        assert network.number_of_edges() > 50
        label = network.nodes[FLIGHTS]["label"]
        assert label == "Resuming direct flights"
    assert network.nodes[FLIGHTS]["viz"]["position"]
    assert network.nodes[FLIGHTS]["viz"]["color"]
    assert network.nodes[FLIGHTS]["start"]
