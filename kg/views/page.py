"""The dossier of one relation: its state of play, ledger, timeline, sources and network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from kg.views.assemble import render
from kg.views.content import Content
from kg.views.drawing import OPTIONS, drawing_of, vis_network
from kg.views.evidence import Evidence
from kg.views.geometry import NARROW, WIDE
from kg.views.layout import lay_out
from kg.views.scene import scene_of
from kg.views.words import leading

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["TABS", "relation_page"]

#: the views of a dossier, in order; each is a section of the template and a script
TABS: Final = ("brief", "ledger", "timeline", "sources", "network")
_SCRIPTS: Final = (
    "data", "twin", "life", "ledgers", "state", "panel", "drawing", "keyboard", "search", "history",
    "brief", "sides", "timeline", "sources", "exports", "controls", "main",
)  # fmt: skip


def relation_page(  # noqa: PLR0913 - what a page shows, and how it opens
    network: nx.MultiDiGraph[str],
    evidence: Mapping[str, Evidence],
    *,
    title: str,
    language: str,
    a: str,
    b: str,
    subtitle: str = "",
    home: str = "",
    dossier: Mapping[str, Any] | None = None,
    state: Mapping[str, str] | None = None,
) -> str:
    """One self-contained page of the relation between `a` and `b`.

    Args:
        network: as `kg.network.relation_network` makes it.
        evidence: what is to be shown of each claim, by its IRI; claims without are left out.
        title: of the page.
        language: BCP 47 tag of the interface and of the labels; en, hi and ru have words.
        a: IRI of the party at the left.
        b: IRI of the party at the right.
        subtitle: a line below the title, such as the moment that the page is true of.
        home: the address of the page that this one belongs to, "" for none.
        dossier: the rows from which the ledger and its kin follow, as `kg.dossier` gives them;
            without them the page is the network alone.
        state: how the page opens, by the keys of its address (`static/state.js`).

    Raises:
        KeyError: `a` or `b` is not in the network.
    """
    for party in (a, b):
        network.nodes[party]
    scene = scene_of(network, a, b)
    content = Content(scene, evidence, language)
    layouts = {
        name: lay_out(scene, geometry, leading(language), content.more)
        for name, geometry in (("wide", WIDE), ("narrow", NARROW))
    }
    data = {
        "a": a,
        "b": b,
        "language": language,
        "title": title,
        "words": content.words,
        "options": OPTIONS,
        "leading": leading(language),
        "drawings": {name: drawing_of(layout) for name, layout in layouts.items()},
        "state": dict(state or {}),
        **(dossier or {}),
        **content.data(),
    }
    note, vis = vis_network()
    return render(
        "page.html", data, scripts=_SCRIPTS, library=f"{note}\n{vis}",
        content=content, words=content.words, language=language, title=title, subtitle=subtitle,
        a=a, b=b, home=home, tabs=TABS if dossier else (),
    )  # fmt: skip
