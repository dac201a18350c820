"""The border to pyvis: a layout becomes vis-network's nodes, edges and options.

pyvis builds the network and that is all: its pages fetch from elsewhere, put labels into markup and
are written in the locale's encoding, so ours takes the data out of it. Colours are the page's
business (they follow the reader's theme): here a node has a `look`, an edge a `tone` and dashes.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any, Final

import regex
from pyvis.network import Network

from kg.views.geometry import Layout, Piece, Stroke
from kg.views.scene import Line
from kg.vocab.drawing import DRAWING

__all__ = ["CLASSES", "OPTIONS", "Script", "drawing_of", "vis_network"]

#: the class that tells how the things of a kind are drawn
CLASSES: Final = {
    "party": "State",
    "event": "Event",
    "matter": "Matter",
    "agreement": "Agreement",
    "words": "Claim",
}

#: nothing moves by itself, nothing bends, and the page, not the canvas, gets the wheel
OPTIONS: Final[dict[str, Any]] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "edges": {"smooth": False, "selectionWidth": 0, "hoverWidth": 0, "arrowStrikethrough": False},
    "nodes": {"chosen": False},
    "interaction": {
        "dragNodes": False,
        "dragView": False,
        "zoomView": False,
        "hover": True,
        "hoverConnectedEdges": False,
        "selectable": False,
        "keyboard": False,
    },
}

#: by how a claim is put into the speaker's mouth
_DASHES: Final[dict[str, list[int]]] = {"secondHand": [9, 6], "unattributed": [2, 5]}
_WIDTHS: Final = {"quoted": 2.6, "reported": 1.7, "secondHand": 1.7, "unattributed": 1.9}

Script = tuple[str, str]


class _Ids(list[str]):
    """pyvis asks its list of ids whether it has one, twice an edge; a list looks through all."""

    def __init__(self) -> None:
        super().__init__()
        self._known: set[str] = set()

    def append(self, item: str) -> None:
        super().append(item)
        self._known.add(item)

    def __contains__(self, item: object) -> bool:
        return item in self._known


def drawing_of(layout: Layout) -> dict[str, Any]:
    """The layout as JSON data: vis-network's `nodes` and `edges`, and what the page draws itself.

    Nodes and edges bear, besides what vis-network knows, `item` (what they show), `after` and
    `inside` (see `Piece`), and on nodes `w`, `h` and `lines`.
    """
    # undirected, pyvis drops the second of two parallel edges
    network = Network(directed=True)
    network.node_ids = _Ids()
    network.options = OPTIONS
    for piece in layout.pieces:
        _add_node(network, piece)
    for number, stroke in enumerate(layout.strokes):
        _add_edge(network, f"e{number}", stroke)
    nodes, edges, *_ = network.get_network_data()
    return {"nodes": nodes, "edges": edges, **_frame(layout)}


def _frame(layout: Layout) -> dict[str, Any]:
    return {
        "width": layout.geometry.width,
        "height": round(layout.height, 1),
        "top": round(layout.top, 1),
        "lifeline": layout.geometry.lifeline,
        "size": layout.geometry.size,
        "small": layout.geometry.small,
        "blocks": [round(block.height, 1) for block in layout.blocks],
        "ticks": [
            {
                "y": round(tick.y, 1),
                "thing": tick.thing.iri,
                "after": tick.after,
                "inside": tick.inside,
            }
            for tick in layout.ticks
        ],
    }


def _add_node(network: Network, piece: Piece) -> None:
    kind = CLASSES.get(piece.look)
    more: dict[str, Any] = {"after": piece.after, "inside": piece.inside}
    if piece.look == "port":
        shape, more["size"] = "dot", 0
    else:
        shape = DRAWING[kind].shape if kind else "box"
        more |= {"w": round(piece.w, 1), "h": round(piece.h, 1), "lines": list(piece.lines)}
    network.add_node(
        piece.key, label=" ", shape=shape, group=piece.look, look=piece.look, item=piece.item,
        x=round(piece.x, 1), y=round(piece.y, 1), **more,
    )  # fmt: skip


def tone(line: Line | None) -> str:
    """What an edge's colour says: whose account, or that it is denied or doubted."""
    if line is None or line.role in {"moved", "part"}:
        return "trunk"
    return {"denies": "denied", "doubts": "doubted"}.get(line.stance, line.side or "nobody")


def _add_edge(network: Network, key: str, stroke: Stroke) -> None:
    line = stroke.line
    is_account = line is not None and line.role in {"claim", "told"}
    more: dict[str, Any] = {"width": 1.3, "dashes": False}
    if line is not None and is_account:
        more["width"] = _WIDTHS.get(line.attribution, 1.7)
        more["dashes"] = _DASHES.get(line.attribution, False)
    # given as an object even when off: pyvis adds an arrow to a directed edge that names none
    more["arrows"] = {"to": {"enabled": stroke.arrow, "scaleFactor": 0.55}}
    network.add_edge(
        stroke.source, stroke.target, id=key, item=line.key if line else "", tone=tone(line), **more
    )


def vis_network() -> Script:
    """vis-network's script as pyvis's package has it, and its licence note.

    Its style sheet is not needed: it serves the editor, the tooltips and the buttons, which the
    page does without.

    Raises:
        FileNotFoundError: this release of pyvis has no copy of vis-network.
    """
    versions = {
        tuple(map(int, found[1].split("."))): folder / "vis-network.min.js"
        for folder in (files("pyvis") / "templates" / "lib").iterdir()
        if (found := regex.fullmatch(r"vis-([0-9.]+)", folder.name))
    }
    if not versions:
        raise FileNotFoundError("pyvis/templates/lib/vis-*/vis-network.min.js")
    text = versions[max(versions)].read_text(encoding="utf-8")
    note, _, code = text.partition("*/")
    return f"{note}*/", code.strip()
