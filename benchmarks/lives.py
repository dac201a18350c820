"""A store of lives: two thousand commitments of fifty dyads, each of twenty acts told three times.

One chronicle a dyad. The acts are those of the ontology in the order in which lives go, from
raising to performing, by both sides in turn; of each the two sides and the narrator tell.
"""

from __future__ import annotations

import itertools
import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import kg
from benchmarks.sheets import pairs
from kg.graph import Graph

__all__ = ["generate", "measure"]

DYADS, MATTERS, ACTS = 50, 40, 20
START = date(2020, 1, 1)
_ISSUES = ("directFlights", "visas", "missionBanking", "diplomaticProperty", "borderTrade")
_LIFE = (
    "raise", "ask", "propose", "discuss", "consider", "counterpropose", "agreeInPrinciple", "agree",
    "formalise", "reaffirm", "prepare", "performPart", "reportProgress", "suspend", "resume",
    "callForCompliance", "performPart", "extend", "declarePerformed", "perform",
)  # fmt: skip


def generate(folder: Path) -> list[tuple[str, str]]:
    """Write the chronicles and their officials; the pairs of states."""
    chance = random.Random(7)  # noqa: S311 - the same store for everybody, no secret
    between = pairs(DYADS)
    folder.mkdir(parents=True)
    officials = [
        {"id": f"{state.lower()}-ministry", "type": "GovernmentBody", "represents": state,
         "names": {"en": f"Ministry of {state}"}}
        for state in sorted(set(itertools.chain(*between)))
    ]  # fmt: skip
    _dump(folder / "officials.yaml", {"kind": "registry", "id": "officials", "actors": officials})
    for number, pair in enumerate(between):
        _dump(folder / f"dyad-{number:02}.yaml", _chronicle(number, pair, chance))
    return between


def _dump(path: Path, sheet: dict[str, Any]) -> None:
    # JSON is YAML, and written without aliases
    path.write_text(json.dumps(sheet), encoding="utf-8")


def _chronicle(number: int, pair: tuple[str, str], chance: random.Random) -> dict[str, Any]:
    slugs = [f"m{number}-{nth}" for nth in range(MATTERS)]
    events = [f"e{number}-{nth}" for nth in range(ACTS)]
    dates = [START + timedelta(days=30 * nth + number) for nth in range(ACTS)]
    return {
        "kind": "chronicle", "id": f"lives/{number}",
        "document": {"language": "en", "title": {"en": f"Lives {number}"}},
        "coding": {"by": "generator", "date": "2026-01-01", "codebook": "1"},
        "sources": [
            {"id": f"s{nth}", "url": f"https://example.org/{number}/{nth}", "language": "en",
             "published": str(when + timedelta(days=1)), "origin": f"o{nth % 7}"}
            for nth, when in enumerate(dates)
        ],
        "events": [
            {"id": slug, "label": {"en": f"Talks {slug}"}, "date": str(when)}
            for slug, when in zip(events, dates, strict=True)
        ],
        "matters": [
            {"id": slug, "label": {"en": f"Matter {slug}"}, "parties": list(pair),
             "issue": _ISSUES[nth % len(_ISSUES)]}
            for nth, slug in enumerate(slugs)
        ],
        "statements": list(itertools.chain.from_iterable(
            _life(slug, events, pair, chance) for slug in slugs
        )),
    }  # fmt: skip


def _life(
    slug: str, events: list[str], pair: tuple[str, str], chance: random.Random
) -> Iterator[dict[str, Any]]:
    debtor, creditor = chance.sample(pair, 2)
    owes = {"about": f"matter/{slug}", "debtor": debtor, "creditor": creditor}
    for nth, (act, event) in enumerate(zip(_LIFE, events, strict=True)):
        says: list[dict[str, Any]] = [
            {"act": act, "of": f"matter/{slug}", "in": event, "byActor": chance.choice(pair)}
        ]
        for speaker in (*pair, None):
            told: dict[str, Any] = {
                "cites": f"s{nth}", "gist": {"en": f"{speaker or 'it is said'}: {act}"},
                "says": says + [owes] * (nth == 0),
            }  # fmt: skip
            if speaker:
                told |= {"speaker": f"{speaker.lower()}-ministry", "attribution": "reported"}
                told["stance"] = "denies" if chance.random() < 0.1 else "affirms"
            yield told


def measure(folder: Path, runs: int) -> None:
    """Load the lives, then time the catalogue for one dyad and the ledger of all."""
    between = generate(folder / "sheets")
    with kg.open(folder / "store") as graph:
        began = time.perf_counter()
        graph.load(folder / "sheets")
        (quads,) = (row["number"] for row in graph.info().records() if row["what"] == "quads")
        print(f"lives: {quads:,} quads loaded in {time.perf_counter() - began:.1f} s", flush=True)
        one_dyad(graph, *between[0], runs)
        ledger_of_all(graph, between, runs)


def one_dyad(graph: Graph, a: str, b: str, runs: int) -> None:
    """Every query of the catalogue that is about one dyad, or about one thing of it."""
    matter, event = "matter/m0-0", "event/e0-1"
    values: dict[str, object] = {
        "a": a, "b": b, "actor": a, "matter": matter, "node": matter, "event": event,
        "first": event, "second": "event/e0-2", "start": matter, "end": "matter/m0-1",
        "document": "document/lives/0",
        "claim": graph.query("claims/about", node=matter).to_polars()["claim"][0],
    }  # fmt: skip
    slow = []
    for query in graph.catalogue:
        needed = [each.name for each in query.parameters if each.required]
        given = {name: values[name] for name in needed if name in values}
        if query.kind != "select" or not given or len(given) < len(needed):
            continue
        began = time.perf_counter()
        graph.query(query.name, **given)
        first = time.perf_counter() - began
        middle, rows = _median(lambda q=query, g=given: graph.query(q.name, **g), runs)  # type: ignore[misc]
        print(
            f"{query.name}: {middle * 1000:.0f} ms, first {first * 1000:.0f} ms, {rows} rows",
            flush=True,
        )
        slow += [query.name] if middle > 0.25 else []
    print(f"above 250 ms: {', '.join(slow) or 'none'}", flush=True)


def ledger_of_all(graph: Graph, between: list[tuple[str, str]], runs: int) -> None:
    """The ledger of all commitments as of several days and accounts; the first fetches columns."""
    began = time.perf_counter()
    rows = len(graph.query("commitments/ledgers"))
    print(f"ledgers, first: {time.perf_counter() - began:.2f} s, {rows} rows", flush=True)
    for day, account in (
        ("2020-06-30", None), ("2021-03-31", None), ("2021-03-31", between[0][0]),
    ):  # fmt: skip
        middle, rows = _median(
            lambda d=day, w=account: graph.query(  # type: ignore[misc]
                "commitments/ledgers", valid_at=d, reported_by=d, according_to=w
            ),
            runs,
        )
        print(f"ledgers as of {day} by {account or 'all'}: {middle:.2f} s, {rows} rows", flush=True)


def _median(ask: Callable[[], Any], runs: int) -> tuple[float, int]:
    ask()
    times, rows = [], 0
    for _ in range(runs):
        began = time.perf_counter()
        rows = len(ask())
        times.append(time.perf_counter() - began)
    return statistics.median(times), rows
