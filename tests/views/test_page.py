"""The page of a relation, opened in a real browser from a file, with the network off."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from kg.views import Evidence, relation_page, write_page
from tests.views import talks

if TYPE_CHECKING:
    from tests.views.conftest import Open, Opened


def page(language: str = "en", **more: str) -> str:
    return relation_page(
        talks.network(language), talks.evidence(language), a=talks.A, b=talks.B, language=language,
        **{"title": "Russia and the United States", **more},
    )  # fmt: skip


def test_holds_no_character_that_html_has_no_place_for() -> None:
    html = page(title="Russia\x1b[31m\0 and\x9b\nthe United States\x07")
    assert "<title>Russia\ufffd[31m\ufffd and\ufffd\nthe United States\ufffd" in html
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", html)


def line_between(opened: Opened, source: str, target: str) -> str:
    key = opened.page.evaluate(
        "ends => Object.keys(relationPage.items).find("
        "key => String(relationPage.items[key].ends) === String(ends))",
        [source, target],
    )
    assert isinstance(key, str)
    return key


# -------------------------------------------------------------------------------------- the drawing


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["en", "hi", "ru"])
def test_shows_every_thing_once_and_no_wider_than_the_screen(
    open_page: Open, language: str, width: int
) -> None:
    opened = open_page(page("hi" if language == "hi" else "en"), width=width)
    shown = opened.page.evaluate(
        "relationPage.pieces()"
        ".filter(node => ['party', 'event', 'matter', 'agreement'].includes(node.look))"
        ".map(node => node.item)"
    )
    assert sorted(shown) == sorted(talks.network().nodes)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_parties_stand_at_the_sides_and_time_flows_down(open_page: Open) -> None:
    opened = open_page(page())
    place = {
        each: opened.page.evaluate("key => relationPage.whereIs(key)", each)
        for each in [talks.A, talks.B, *(talks.iri(event) for event, *_ in talks.EVENTS)]
    }
    a, b, *events = place.values()
    assert a["x"] < min(each["x"] for each in events)
    assert b["x"] > max(each["x"] for each in events)
    assert [each["y"] for each in events] != []
    told_in_order = ["seizure", "earlier", "talks", "notes", "next"]
    ys = [place[talks.iri(event)]["y"] for event in told_in_order]
    assert ys == sorted(ys)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_click_on_a_matter_shows_the_verbatim_quote(open_page: Open, width: int) -> None:
    opened = open_page(page("hi"), width=width)
    opened.click_item(talks.FLIGHTS)
    quotes = opened.page.locator("#panel mark.quote")
    assert quotes.all_text_contents() == [talks.QUOTE] * 3
    paragraph = opened.page.locator("#panel blockquote p").first
    assert paragraph.text_content() == talks.PREFIX + talks.QUOTE + talks.SUFFIX
    assert paragraph.get_attribute("lang") == "hi"
    assert paragraph.get_attribute("dir") == "ltr"


def test_a_click_on_a_line_shows_the_claims_of_that_side_alone(open_page: Open) -> None:
    opened = open_page(page())
    opened.click_item(line_between(opened, talks.B, talks.FLIGHTS))
    assert opened.page.locator("#panel .claim").count() == 1
    claim = opened.page.locator("#panel .claim").first
    assert claim.get_attribute("data-claim") == talks.claim(5)
    assert claim.locator(".speaker").text_content() == "State Department"
    assert claim.locator(".chip").all_text_contents() == [
        "second-hand", "doubts", "machine-translated from English",
    ]  # fmt: skip


def test_the_panel_tells_of_relays_readings_and_places(open_page: Open) -> None:
    opened = open_page(page())
    opened.page.locator(f"[data-open='{talks.VISAS}']").first.click()
    text = opened.page.locator("#panel .claim").first.inner_text()
    for expected in (
        "Дарчиев", "via TASS → RT", "characters 500–560", "the movement is reduced",
        "the movement is eased", "A slip of the machine", "published: 11 Apr 2025",
    ):  # fmt: skip
        assert expected in text
    link = opened.page.locator("#panel .claim a").first
    assert link.get_attribute("href") == "https://example.org/talks"
    assert link.get_attribute("rel") == "noopener noreferrer"


# ------------------------------------------------------------------------------ tables and keyboard


def test_the_tables_say_the_same_without_the_drawing(open_page: Open) -> None:
    opened = open_page(page())
    row = opened.page.locator("table.ledger tr", has_text="Transit of gas")
    assert "refuses" in row.inner_text()
    assert "denies it" in row.inner_text()
    assert row.locator(".denied").count() == 1
    silent = opened.page.locator("table.ledger tr", has_text="Russian contributions")
    assert silent.locator(".silent").all_text_contents() == ["no statement found"] * 2


def test_the_keyboard_opens_and_closes_and_the_focus_returns(open_page: Open) -> None:
    opened = open_page(page())
    button = opened.page.locator(f"table.ledger [data-open='{talks.FLIGHTS}']")
    button.focus()
    opened.page.keyboard.press("Enter")
    assert opened.page.locator("#panel mark.quote").first.text_content() == talks.QUOTE
    assert opened.page.evaluate("document.activeElement.id") == "panel-title"
    opened.page.keyboard.press("Escape")
    assert opened.page.locator("#panel .claim").count() == 0
    assert button.evaluate("element => element === document.activeElement")


def test_arrows_lead_through_the_drawing(open_page: Open) -> None:
    opened = open_page(page())
    opened.page.locator("#stage").focus()
    for _ in range(40):
        opened.page.keyboard.press("ArrowDown")
        if "direct flights" in (opened.page.locator("#said").text_content() or ""):
            break
    opened.page.keyboard.press("ArrowRight")
    opened.page.keyboard.press("Enter")
    assert opened.page.locator("#panel .claim").count() == 1
    assert opened.page.locator("#panel .speaker").text_content() == "State Department"


@pytest.mark.parametrize(
    ("query", "finds"),
    [
        ("Дарчиев", talks.FLIGHTS),
        ("darchiev", talks.FLIGHTS),
        ("उड़ानें", talks.FLIGHTS),  # the nukta is a character of its own here, not in the text
        ("TRANSIT", talks.DENIED),
    ],
)
def test_search_in_any_script(open_page: Open, query: str, finds: str) -> None:
    opened = open_page(page())
    opened.page.fill("#query", query)
    hits = opened.page.locator("table.ledger tr.hit").evaluate_all(
        "rows => rows.map(row => row.dataset.item)"
    )
    assert finds in hits
    assert opened.page.locator("table.ledger tr.miss").count() > 0


def test_the_theme_follows_the_reader_and_paper_is_light(open_page: Open) -> None:
    opened = open_page(page(), scheme="dark")
    colour = "getComputedStyle(document.body).backgroundColor"
    dark = opened.page.evaluate(colour)
    opened.page.emulate_media(color_scheme="light")
    light = opened.page.evaluate(colour)
    assert dark != light
    opened.page.emulate_media(color_scheme="dark")
    opened.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert opened.page.evaluate(colour) == light
    opened.page.emulate_media(media="print")
    assert opened.page.locator("#printed").is_visible()
    assert not opened.page.locator("#stage").is_visible()


# -------------------------------------------------------------------------------------- many things


def many(count: int) -> nx.MultiDiGraph[str]:
    network = talks.network()
    for number in range(count):
        matter = f"{talks.ID}matter/m{number:03}"
        network.add_node(
            matter, kind="matter", label=f"Matter number {number}", claims=(),
            day=730000 + number * 11,
        )  # fmt: skip
        network.add_edge(talks.A, matter, kind="claim", label="proposes", claims=())
    return network


def test_sixty_at_first_and_the_rest_on_demand(open_page: Open) -> None:
    html = relation_page(many(150), {}, title="Many", language="en", a=talks.A, b=talks.B)
    opened = open_page(html)
    count = "relationPage.pieces().filter(node => !['port', 'words'].includes(node.look)).length"
    at_first = opened.page.evaluate(count)
    assert 55 < at_first <= 60
    button = opened.page.locator("[data-group]").first
    hidden = int(re.search(r"\+(\d+)", button.inner_text())[1])  # type: ignore[index] # it has one
    height = f"relationPage.pieces().find(node => node.item === '{talks.iri('next')}').y"
    before = opened.page.evaluate(height)
    button.click()
    assert opened.page.evaluate(count) == at_first + hidden
    assert opened.page.evaluate(height) > before
    button.click()
    assert opened.page.evaluate(count) == at_first


def test_what_is_found_in_a_group_unfolds_it(open_page: Open) -> None:
    html = relation_page(many(150), {}, title="Many", language="en", a=talks.A, b=talks.B)
    opened = open_page(html)
    opened.page.fill("#query", "number 149")
    expanded = opened.page.locator("[data-group][aria-expanded='true']")
    key = f"{talks.ID}matter/m149"
    assert opened.page.evaluate("key => relationPage.whereIs(key)", key)
    assert expanded.count() <= 1


# ------------------------------------------------------------------------------------- hostile data

HOSTILE = (
    "<script>document.title = 'owned'</script>",
    "</script><script>document.title = 'owned'</script>",
    "<!-- <script>",
    "<img src=x onerror=\"document.title = 'owned'\">",
    "a\u2028b\u2029c",
    "\u202eright to left override\u2066",
    "{{ 7 * 7 }} {% raw %} &amp; \" ' ` ${1}",
    "x" * 10_000,
    "lone \ud800 surrogate",
    "nul \x00 bell \x07",
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(open_page: Open, text: str) -> None:
    network = talks.network()
    for node in network.nodes:
        network.nodes[node]["label"] = text
    for *_, edge in network.edges(data=True):
        edge["label"] = text
    fields = ("quote", "prefix", "suffix", "speaker", "says", "document", "reason", "attribution")
    hostile = replace(
        talks.evidence()[talks.claim(3)],
        **dict.fromkeys(fields, text),
        relays=(text, text),
        url=text,
    )
    found = {talks.claim(3): hostile}
    html = relation_page(
        network, found, title=text, subtitle=text, language="en", a=talks.A, b=talks.B
    )
    opened = open_page(html)
    written = text.encode("utf-8", "replace").decode()
    opened.page.locator(f"table.ledger [data-open='{talks.FLIGHTS}']").click()
    quote = opened.page.locator("#panel mark.quote").first.evaluate("mark => mark.textContent")
    assert quote == written
    assert opened.page.title() != "owned"
    assert opened.page.locator("script").count() == 3
    assert opened.page.locator("img").count() == 0
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 1280


@pytest.mark.parametrize(
    "url",
    ["javascript:document.title='owned'", "data:text/html,x", "file:///etc/passwd", "//x", "x"],
)
def test_only_web_addresses_become_links(open_page: Open, url: str) -> None:
    found = {talks.claim(3): replace(talks.evidence()[talks.claim(3)], url=url)}
    html = relation_page(talks.network(), found, title="t", language="en", a=talks.A, b=talks.B)
    opened = open_page(html)
    opened.page.locator(f"table.ledger [data-open='{talks.FLIGHTS}']").click()
    assert opened.page.locator("#panel .claim").count() == 1
    assert opened.page.locator("a").count() == 0


def test_no_other_script_runs_and_text_never_becomes_markup(open_page: Open) -> None:
    opened = open_page(page())
    inserted = (
        "() => { const script = document.createElement('script');"
        " script.text = trusted.createScript('window.ran = true');"
        " document.body.append(script); return window.ran === undefined }"
    )
    opened.page.evaluate(
        "window.trusted = trustedTypes.createPolicy('test', {createScript: text => text})"
    )
    assert opened.page.evaluate(inserted)
    markup = "() => { try { document.body.innerHTML = '<b>x</b>' } catch { return 'refused' } }"
    assert opened.page.evaluate(markup) == "refused"
    assert opened.console  # the browser tells of what it refused
    opened.console.clear()


# ---------------------------------------------------------------------------------- the file itself


def test_the_page_is_the_same_every_time_and_has_a_strict_policy() -> None:
    html = page()
    assert html == page()
    policy = re.search(r'Security-Policy" content="([^"]+)"', html)
    assert policy
    assert "unsafe" not in policy[1]
    assert "default-src &#39;none&#39;" in policy[1]
    assert html.lstrip().startswith("<!DOCTYPE html>")
    assert "vis.js is dual licensed" in html
    assert len(html.encode()) < 700_000


def test_a_page_is_written_as_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    path = write_page(tmp_path / "new" / "page.html", "<p>दार्चिएव\n</p>")
    assert path.read_bytes() == "<p>दार्चिएव\n</p>".encode()
    assert [each.name for each in path.parent.iterdir()] == ["page.html"]


def test_a_party_that_is_not_in_the_network_is_an_error() -> None:
    with pytest.raises(KeyError):
        relation_page(talks.network(), {}, title="t", language="en", a=talks.A, b="x")


def test_a_relation_without_anything_is_a_page_too(open_page: Open) -> None:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for party in (talks.A, talks.B):
        network.add_node(party, kind="party", label=party, claims=())
    opened = open_page(
        relation_page(network, {}, title="None", language="hi", a=talks.A, b=talks.B)
    )
    assert opened.page.locator("#stage canvas").count() == 1


def test_evidence_needs_a_claim_and_nothing_else() -> None:
    assert Evidence(claim="c").relays == ()
