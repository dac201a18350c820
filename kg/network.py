"""From results to NetworkX: the graph of one relation, its exchange formats, paths in it.

The border to NetworkX. What is drawn are nodes that somebody speaks of, and every edge bears the
claims that it rests on; whether a claim is believed is the reader's business. This module knows
results and labels, never a store.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final

import networkx as nx

from kg.errors import ExportError
from kg.iris import BR, node_iri
from kg.result import Result

__all__ = [
    "EXCHANGE",
    "communities",
    "composed",
    "exchange",
    "relation_network",
    "shortest_chain",
    "states_network",
]

Row = Mapping[str, Any]


@dataclass(frozen=True)
class _Sources:
    """The rows that a relation's network is made of."""

    ledger: Sequence[Row]
    events: Sequence[Row]
    claims: Sequence[Row]
    attendance: Sequence[Row]


def relation_network(
    a: tuple[str, str],
    b: tuple[str, str],
    *,
    ledger: Result,
    events: Result,
    claims: Result,
    attendance: Result,
) -> nx.MultiDiGraph[str]:
    """The network of one relation.

    Args:
        a: IRI and label of one party.
        b: those of the other.
        ledger: rows of `commitments/ledger`.
        events: rows of `events/timeline`.
        claims: rows of `claims/between`.
        attendance: rows of `events/attendance`.

    Returns:
        Nodes are IRIs with `kind` (party, event, matter, agreement), `label`, `date`, `edtf`, `day`
        (Rata Die), `claims` (IRIs), on matters also `issue` and, for either side, `a_status`,
        `a_stage`, `a_basis`, `a_denies` and the same of b, and `narrator_status`. Edges have
        `kind`: "claim" leads from a party, or from the event where nobody is named, to the matter
        whose act is told; "moved" from an event to a matter; "part" from a party to an event in
        which its people took part. All have `label`, `date`, `claims`.
    """
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    sources = _Sources(*(list(each.records()) for each in (ledger, events, claims, attendance)))
    for iri, label in (a, b):
        _node(network, iri, "party", label)
    _events(network, sources)
    _matters(network, sources)
    _accounts(network, sources, {a[0]: "a", b[0]: "b"})
    return network


def _node(network: nx.MultiDiGraph[str], iri: str, kind: str, label: str, **more: Any) -> None:
    empty = {"date": "", "edtf": "", "day": None, "claims": ()}
    network.add_node(iri, kind=kind, label=label, **{**empty, **more})


def _notation(iri: object) -> str:
    return str(iri or "").rpartition("/")[2]


def _events(network: nx.MultiDiGraph[str], sources: _Sources) -> None:
    told: defaultdict[str, list[str]] = defaultdict(list)
    for claim in sources.claims:
        if claim["subject"] == claim["about"]:
            told[claim["subject"]].append(claim["claim"])
    for row in sources.events:
        day = row["date"]
        _node(
            network, row["event"], "event", row["event_label"],
            date=day.isoformat() if isinstance(day, date) else "",
            day=day.toordinal() if isinstance(day, date) else None,
            edtf=row["edtf"] or "", event_type=_notation(row["event_type"]),
            claims=tuple(told[row["event"]]),
        )  # fmt: skip


def _matters(network: nx.MultiDiGraph[str], sources: _Sources) -> None:
    """A node for each matter, with the two accounts of its most telling axis, and agreements."""
    told: defaultdict[str, list[str]] = defaultdict(list)
    labels: dict[str, str] = {}
    for claim in sources.claims:
        told[claim["subject"]].append(claim["claim"])
        labels[claim["subject"]] = claim["subject_label"]
    axes: defaultdict[str, dict[str, Row]] = defaultdict(dict)
    for row in sources.ledger:
        axes[row["matter"]][_notation(row["axis"])] = row
        labels.setdefault(row["matter"], row["matter_label"])
    for iri, label in labels.items():
        if iri in network:
            continue
        kind = "agreement" if "/id/agreement/" in iri else "matter"
        accounts = _side_accounts(axes.get(iri, {}))
        _node(network, iri, kind, label, claims=tuple(told[iri]), **accounts)


def _side_accounts(axes: Mapping[str, Row]) -> dict[str, Any]:
    """Each side's status: performance where the side speaks of it, else the stage."""
    found: dict[str, Any] = {"issue": "", "narrator_status": ""}
    for row in axes.values():
        found["issue"] = row["issue_label"] or ""
        found["narrator_status"] = found["narrator_status"] or row["narrator_status_label"] or ""
    for side in ("a", "b"):
        told = [
            axes[axis]
            for axis in ("performance", "stage", "answer")
            if axis in axes and axes[axis][f"{side}_status"]
        ]
        best: Row = told[0] if told else {}
        stage = axes.get("stage")
        found[f"{side}_status"] = best.get(f"{side}_status_label") or ""
        found[f"{side}_basis"] = best.get(f"{side}_basis") or ""
        found[f"{side}_stage"] = _notation(stage[f"{side}_status"]) if stage else ""
        found[f"{side}_denies"] = any(bool(each[f"{side}_denies"]) for each in axes.values())
    return found


def _accounts(network: nx.MultiDiGraph[str], sources: _Sources, sides: Mapping[str, str]) -> None:
    """The edges: what each side says was done, where it was done, who took part."""
    moved: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for claim in sources.claims:
        if claim["corrected_by"]:
            continue  # a literal reading that was corrected is evidence and draws nothing
        if claim["property"] == BR + "concludedBy" and claim["value"] in network:
            moved[claim["value"], claim["subject"]].append(claim["claim"])
        if claim["property"] != BR + "actType":
            continue
        event, subject = claim["event"], claim["subject"]
        source = claim["side"] if claim["side"] in sides else event
        if source in network and subject in network:
            _account(network, source, claim)
        if event in network:
            moved[event, subject].append(claim["claim"])
    for (event, subject), claims in moved.items():
        _edge(network, event, subject, "moved", tuple(claims))
    parts: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for row in sources.attendance:
        if row["side"] in sides and row["event"] in network:
            parts[row["side"], row["event"]].append(row["claim"])
    for (party, event), claims in parts.items():
        _edge(network, party, event, "part", tuple(claims))


def _account(network: nx.MultiDiGraph[str], source: str, claim: Row) -> None:
    event = claim["event"]
    network.add_edge(
        source, claim["subject"], key=claim["claim"], kind="claim",
        label=claim["value_label"] or "", act_type=_notation(claim["value"]),
        date=network.nodes[event]["date"] if event in network else "",
        stance=_notation(claim["stance"]), attribution=_notation(claim["attribution"]),
        claims=(claim["claim"],),
    )  # fmt: skip


def _edge(
    network: nx.MultiDiGraph[str], source: str, target: str, kind: str, claims: tuple[str, ...]
) -> None:  # fmt: skip
    event = source if kind == "moved" else target
    network.add_edge(
        source, target, key=f"{kind} {source} {target}", kind=kind, label="",
        date=network.nodes[event]["date"], claims=claims,
    )  # fmt: skip


def states_network(edges: Iterable[Row]) -> nx.DiGraph[str]:
    """States and what they did to each other, of sums: as many edges as there are directed pairs.

    Args:
        edges: rows of `kg.tables.counts.edges`.

    Returns:
        Nodes are IRIs of states with `kind` "party"; an edge has `events`, `cooperation`,
        `conflict` and the mean `score` and `plover_score`.
    """
    network: nx.DiGraph[str] = nx.DiGraph()
    for row in edges:
        source, target = (node_iri("actor", row[side]) for side in ("source", "target"))
        for node in (source, target):
            network.add_node(node, kind="party")
        network.add_edge(
            source, target, **{key: row[key] for key in row if key not in ("source", "target")}
        )
    return network


def composed(networks: Iterable[nx.MultiDiGraph[str]]) -> nx.MultiDiGraph[str]:
    """Several networks as one; a node or an edge of several is there once."""
    whole: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for network in networks:
        whole.update(network)
    return whole


# ----------------------------------------------------------------------------------------- formats


def communities(ties: Iterable[tuple[str, str, float]]) -> list[set[str]]:
    """Communities of a weighted network, by Louvain's method with a fixed seed.

    Blondel et al., Fast unfolding of communities in large networks, J. Stat. Mech. 2008.
    """
    network: nx.Graph[str] = nx.Graph()
    network.add_weighted_edges_from(ties)
    return [set(found) for found in nx.community.louvain_communities(network, seed=1)]


EXCHANGE = ("graphml", "gexf")
_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def exchange(network: nx.MultiDiGraph[str], format: str) -> bytes:
    """The network as GraphML or GEXF, UTF-8; lists become text, missing values empty text.

    Characters that XML 1.0 has no form for (2.2 Characters) become U+FFFD.

    Raises:
        ExportError: another format.
    """
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, data in network.nodes(data=True):
        plain.add_node(node, **_flat(data))
    for source, target, key, data in network.edges(keys=True, data=True):
        plain.add_edge(source, target, key=key, **_flat(data))
    out = io.BytesIO()
    if format == "graphml":
        nx.write_graphml(plain, out, named_key_ids=True)
    elif format == "gexf":
        nx.write_gexf(plain, out)
    else:
        raise ExportError(f"a network is written as {' or '.join(EXCHANGE)}, not {format!r}")
    return out.getvalue()


def _flat(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _scalar(value) for key, value in data.items()}


def _scalar(value: Any) -> str | int | float | bool:
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, Iterable) and not isinstance(value, str):
        value = " ".join(map(str, value))
    return _NOT_IN_XML.sub("\ufffd", "" if value is None else str(value))


# ------------------------------------------------------------------------------------------- paths


def shortest_chain(
    joins: Iterable[tuple[str, str, Row]], start: str, end: str
) -> list[tuple[str, str, Row]]:
    """The fewest joins that lead from one node to another, in order; [] if none do.

    Args:
        joins: two nodes and what joins them, in either direction; of several between the same two
            the first counts.
        start: a node.
        end: a node.
    """
    graph: nx.Graph[str] = nx.Graph()
    for one, other, row in joins:
        if not graph.has_edge(one, other):
            graph.add_edge(one, other, row=row)
    if start not in graph or end not in graph or not nx.has_path(graph, start, end):
        return []
    nodes: Sequence[str] = nx.bidirectional_shortest_path(graph, start, end)
    return [(one, other, graph.edges[one, other]["row"]) for one, other in pairwise(nodes)]
