"""Pages of a graph besides the dossier: an actor, an answer, relations compared, a folder of all.

Each is one self-contained file. This module puts questions and views together; it knows no query's
columns and no HTML.
"""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

import polars as pl

from kg.errors import InputError, InvalidInputError
from kg.iris import BR, ID
from kg.network import communities
from kg.result import Column, Result, tail
from kg.terms import Iri
from kg.views import Context, Part, Tie, communities_page, compare_page, results_page, write_page
from kg.views.vague import vague_days
from kg.views.words import class_label, words
from kg.vocab.drawing import DRAWING

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.result import Cell
    from kg.views.results import Link

__all__ = ["actor", "compare", "network", "query", "site", "ties_of"]

Progress = Callable[[int, int], None]
_ACT: Final = f"{ID}act/"
#: months of a comparison at most, the last ones
_MOST_MONTHS: Final = 36


def query(
    graph: Graph, result: Result, path: Path, *, view: str = "", title: str = "",
    parties: tuple[Iri, Iri] | None = None,
) -> Path:  # fmt: skip
    """Write the answer to a query.

    Args:
        graph: the graph that was asked.
        result: the answer.
        path: of the page.
        view: graph, timeline or table, "" for what fits best.
        title: of the page, "" for that of the answer.
        parties: the two that it is about, whose names its headings then bear.
    """
    labels = graph.label(*parties or ())
    sides = (labels[parties[0]], labels[parties[1]]) if parties else None
    named = title or result.title
    page = results_page(
        [Part(named, _with_acts(graph, result), view)],
        title=named,
        language=graph.language,
        context=Context(vague=_vague(graph), parties=sides),
    )
    return write_page(path, page)


def _with_acts(graph: Graph, result: Result) -> Result:
    """The result with each act called as the matter, meeting or agreement in whose life it is.

    An act has no name of its own, and its IRI begins with that of what it is an act of.
    """
    of = {
        str(cell): ID + str(cell).removeprefix(_ACT).partition("/")[0].replace(".", "/", 1)
        for row in result.rows for cell in row if str(cell).startswith(_ACT)
    }  # fmt: skip
    if not of:
        return result
    labels = graph.label(*{*of.values()})
    places = [at for at, column in enumerate(result.columns) if column.type == "node"]
    rows = [list(row) for row in result.rows]
    for row in rows:
        for at in places:
            if label := labels.get(of.get(str(row[at]), "")):
                row[at + 1] = label
    return replace(result, rows=tuple(map(tuple, rows)))


def _vague(graph: Graph) -> dict[str, dict[date, str]]:
    """What the days of events, acts and matters stand for, where a date is no single day."""
    rows = graph.query("lifecycle/vague").rows
    return vague_days((str(thing), str(edtf)) for thing, edtf in rows)


def actor(
    graph: Graph, iri: Iri, path: Path, *, link: Link = lambda _iri: None, home: str = ""
) -> Path:
    """Write what is known of an actor: posts, events, words, names; of a state its relations."""
    told = words(graph.language)
    kinds = {row["thing"]: row for row in graph.query("identity/kinds").records()}
    one = kinds.get(iri)
    names = graph.query("identity/names-of", node=iri)
    facts = []
    if one:
        name = tail(str(one["class"]))
        kind = class_label(name, graph.language) if name in DRAWING else name
        facts.append((told["what_it_is"], kind))
        if one["represents"]:
            facts.append((told["acts_for"], str(one["represents_label"])))
    label = graph.label(iri).get(iri, tail(iri))
    statements = graph.query("actors/statements", actor=iri)
    took_part = graph.query("actors/events", actor=iri)
    parts = [
        Part(told["posts"], graph.query("actors/posts", actor=iri), "table"),
        Part(told["took_part"], took_part, "timeline", len({*took_part.column("event")})),
        Part(told["said_what"], _with_acts(graph, statements), "timeline"),
        Part(told["names"], names, "table"),
    ]
    if one and one["class"] == BR + "State":
        parts.insert(0, Part(told["relations"], _relations_of(graph, iri), "table"))
    page = results_page(
        [part for part in parts if part.result.rows], title=label, language=graph.language,
        facts=facts, context=Context(link=link, home=home, vague=_vague(graph)),
    )  # fmt: skip
    return write_page(path, page)


def _relations_of(graph: Graph, iri: Iri) -> Result:
    """The rows of `relations/parties` in which a state stands."""
    found = graph.query("relations/parties")
    places = [at for at, column in enumerate(found.columns) if column.name in ("a", "b")]
    rows = tuple(row for row in found.rows if iri in (row[place] for place in places))
    return replace(found, rows=rows)


# ----------------------------------------------------------------------------------- large networks


def ties_of(path: Path) -> pl.DataFrame:
    """The ties of a CSV file with the columns source, target and, if it has one, weight.

    Raises:
        InvalidInputError: it cannot be read, or has other columns.
    """
    expected = "columns source, target and, if it has one, weight (a number)"
    try:
        found = pl.read_csv(path, schema_overrides={"source": pl.String, "target": pl.String})
        weight = pl.col("weight") if "weight" in found.columns else pl.lit(1.0)
        one, other = pl.col("source"), pl.col("target")
        if not found.select(weight.cast(pl.Float64).is_finite().all()).item():
            problem = InputError("not a table of ties", path, expected=expected, found="nan or inf")
            raise InvalidInputError((problem,))
        return (
            found.filter(one.is_not_null() & other.is_not_null() & (one != other))
            .select(
                one=pl.min_horizontal(one, other), other=pl.max_horizontal(one, other),
                weight=weight.cast(pl.Float64),
            )
            .group_by("one", "other").agg(pl.col("weight").sum())
            .sort("one", "other")
        )  # fmt: skip
    except (pl.exceptions.PolarsError, OSError) as error:
        reason = str(error).partition("\n")[0]
        problem = InputError("not a table of ties", path, expected=expected, found=reason)
        raise InvalidInputError((problem,)) from error


def network(ties: pl.DataFrame, path: Path, *, title: str, language: str) -> Path:
    """Write a large network, which opens as communities; `ties` has columns one, other, weight."""
    rows = [Tie(*row) for row in ties.select("one", "other", "weight").iter_rows()]
    page = communities_page(rows, communities(rows), {}, title=title, language=language)
    return write_page(path, page)


# ------------------------------------------------------------------------------------- side by side


def compare(graph: Graph, pairs: Sequence[tuple[Iri, Iri]], path: Path) -> Path:
    """Write relations beside each other: the same curves month by month, on shared axes."""
    panels = [_curves(graph, a, b) for a, b in pairs]
    labels = graph.label(*{party for pair in pairs for party in pair})
    titles = [" – ".join(labels.get(party, tail(party)) for party in pair) for pair in pairs]
    months = sorted({month for panel in panels for month in panel["months"]})
    page = compare_page(
        [
            {"title": title, "sides": [labels.get(party, tail(party)) for party in pair], **panel}
            for title, pair, panel in zip(titles, pairs, panels, strict=True)
        ],
        months=_all_months(months), title=" | ".join(titles), language=graph.language,
    )  # fmt: skip
    return write_page(path, page)


def _curves(graph: Graph, a: Iri, b: Iri) -> dict[str, Any]:
    """By month: what was owed, asked and done at its end, and how much each side said in it."""
    said: dict[str, Counter[str]] = {"a": Counter(), "b": Counter()}
    for row in graph.query("claims/between", a=a, b=b).records():
        month = str(row["said"] or "")[:7]
        side = "a" if row["side"] == a else "b" if row["side"] == b else ""
        if side and len(month) == len("2025-04"):
            said[side][month] += 1
    months = _all_months(sorted(said["a"] | said["b"]))[-_MOST_MONTHS:]
    owed, asked, done = [], [], []
    for month in months:
        rows = list(graph.query("commitments/summary", a=a, b=b, valid_at=_end(month)).records())
        owed.append(sum(row["standing"] == "owed" for row in rows))
        asked.append(sum(row["standing"] == "asked" for row in rows))
        done.append(sum(row["why"] == "done" for row in rows))
    return {
        "months": months, "owed": owed, "asked": asked, "done": done,
        **{f"said_{side}": [said[side][month] for month in months] for side in ("a", "b")},
    }  # fmt: skip


def _all_months(months: Sequence[str]) -> list[str]:
    """Every month from the first to the last."""
    if not months:
        return []
    year, month = map(int, months[0].split("-"))
    found = [months[0]]
    while found[-1] < months[-1]:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        found.append(f"{year}-{month:02}")
    return found


def _end(month: str) -> str:
    year, number = map(int, month.split("-"))
    return f"{month}-{calendar.monthrange(year, number)[1]}"


# -------------------------------------------------------------------------------- a folder of pages


def site(graph: Graph, folder: Path, progress: Progress = lambda _done, _total: None) -> Path:
    """Write a folder of pages that link to each other and need no server; its first page.

    A dossier for each relation in which something lies between the two, a page for each actor of
    whom something is told, and an index of both and of all matters, which open in their dossier.
    """
    told = words(graph.language)
    relations = [
        row for row in graph.query("relations/parties").records() if row["matters"] or row["events"]
    ]
    actors = sorted(
        {str(row["thing"]) for row in graph.query("identity/kinds").records()
         if f"{ID}actor/" in str(row["thing"])}
        & _spoken_of(graph)
    )  # fmt: skip
    total = len(relations) + len(actors) + 1
    matters: dict[str, str] = {}
    for row in relations:
        name = f"{_pair(row)}.html"
        for found in graph.query("lifecycle/subjects", a=row["a"], b=row["b"]).records():
            subject = str(found["subject"])
            state = urlencode({"tab": "ledger", "only": subject, "open": subject})
            matters.setdefault(subject, f"relations/{name}#{state}")
    known = set(actors)

    def link(up: str) -> Link:
        def address(iri: str) -> str | None:
            if iri in known:
                return f"{up}actors/{_file(iri)}"
            return f"{up}{matters[iri]}" if iri in matters else None

        return address

    done = 0
    for row in relations:
        graph.relation(str(row["a"]), str(row["b"])).view(
            folder / "relations" / f"{_pair(row)}.html",
            home="../index.html",
            pages={iri: f"../actors/{_file(iri)}" for iri in actors},
        )
        done += 1
        progress(done, total)
    for iri in actors:
        actor(
            graph, Iri(iri), folder / "actors" / _file(iri), link=link("../"), home="../index.html"
        )
        done += 1
        progress(done, total)
    index = folder / "index.html"
    parts = [
        Part(told["relations"], _between(relations), "table"),
        Part(told["matters"], _listing(graph, "matter", sorted(matters)), "table"),
        Part(told["actors"], _listing(graph, "actor", actors), "table"),
    ]
    html = results_page(
        parts,
        title=told["relations"],
        language=graph.language,
        context=Context(link=_from_index(link(""))),
    )
    write_page(index, html)
    progress(total, total)
    return index


def _file(iri: str) -> str:
    return f"{iri.removeprefix(f'{ID}actor/')}.html"


def _pair(row: Mapping[str, Cell]) -> str:
    """The name of the page of a relation."""
    return f"{tail(str(row['a']))}-{tail(str(row['b']))}"


def _spoken_of(graph: Graph) -> set[str]:
    """The actors who say something, take part in something, or are a party."""
    found = graph.sparql(
        """SELECT DISTINCT ?actor WHERE {
  { GRAPH ?g { ?claim br:speaker ?actor } } UNION { GRAPH ?g { ?part br:participant ?actor } }
  UNION { GRAPH graph:derived { ?relation br:party ?actor } } }"""
    )
    assert not isinstance(found, bool | bytes)
    return {str(actor) for (actor,) in found.rows}


def _listing(graph: Graph, name: str, iris: Sequence[str]) -> Result:
    """A column of nodes by their labels; events have none of their own here."""
    kept = [iri for iri in iris if "/id/event/" not in iri]
    labels = graph.label(*kept)
    rows = sorted(({name: Iri(iri)} for iri in kept), key=lambda row: labels.get(row[name], "~"))
    return Result.from_rows(rows, [(name, "node")], lambda _nodes: labels)


def _between(relations: Sequence[Mapping[str, Cell]]) -> Result:
    """The relations, with how much lies between the two."""
    counts = ("matters", "agreements", "events")
    columns = (
        Column("relation", "node"), Column("relation_label", "text"),
        *(Column(key, "integer") for key in counts),
    )  # fmt: skip
    rows = (
        (
            Iri(f"{ID}relation/{_pair(row)}"), f"{row['a_label']} – {row['b_label']}",
            *(row[key] for key in counts),
        )
        for row in relations
    )  # fmt: skip
    return Result(columns, tuple(rows))


def _from_index(link: Link) -> Link:
    """As other pages link, and to the relations as well."""

    def address(iri: str) -> str | None:
        if iri.startswith(f"{ID}relation/"):
            return f"relations/{tail(iri)}.html"
        return link(iri)

    return address
