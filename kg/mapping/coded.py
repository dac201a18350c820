"""Coded events as quads: polars writes N-Quads buffers, a million events in seconds.

A frame of events becomes a frame of one column, the quads of each event as text; the buffers of
that column are written as they are and never become Python objects. Literals are numbers and days,
so nothing needs an escape. What stands between two states is counted before it is mapped, as
observations of the RDF Data Cube <https://www.w3.org/TR/vocab-data-cube/>.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

import polars as pl

from kg.errors import MissingExtraError
from kg.iris import GRAPH, ID, SCHEME, graph_iri
from kg.mapping.nquads import A, name
from kg.tables import EventTable, counts
from kg.tables.counts import WHOLE, Slice
from kg.terms import XSD

__all__ = [
    "COUNTS",
    "USED",
    "buffers",
    "count_quads",
    "dyad_quads",
    "event_graph",
    "event_quads",
    "write",
    "write_file",
]

#: where the counts of dyads stand; the events of a source and month have a graph of their own
COUNTS: Final = graph_iri("coded")

#: the columns that the quads of events are made of
USED: Final = (
    "event", "telling", "dataset", "date", "scheme", "code", "plover", "mutual", "source_actor",
    "source_state", "target_actor", "target_state", "latitude", "longitude",
)  # fmt: skip
#: rows whose quads are made at once: some 20 MB of text
_ROWS: Final = 10_000
#: the number of 1970-01-01, as Python counts days
_EPOCH: Final = 719_163

Part = str | pl.Expr


def event_graph(dataset: str, month: str) -> str:
    """The graph of the events of one source in one month (2025-04)."""
    return graph_iri("coded", dataset, month)


def event_quads(events: pl.LazyFrame) -> pl.LazyFrame:
    """The quads of each event, as text: one column `quads`.

    Args:
        events: with the columns in `USED`.
    """
    column = pl.col
    month = column("date").dt.strftime("%Y-%m")
    subject = pl.concat_str(pl.lit(f"<{ID}coded/"), "event", pl.lit("> "))
    end = pl.concat_str(
        pl.lit(f" <{GRAPH}coded/"), column("dataset").cast(pl.String), pl.lit("/"), month,
        pl.lit("> .\n"),
    )  # fmt: skip
    texts = events.select(USED).with_columns(
        pl.col("scheme", "code", "plover", "source_state", "target_state").cast(pl.String),
        subject=subject, end=end,
    )  # fmt: skip
    return texts.select(pl.concat_str([_quad(*each) for each in _of_event()]).alias("quads"))


def _of_event() -> Iterator[tuple[str, tuple[Part, ...], str | None]]:
    """Predicate, object, and the column without which there is no such quad."""
    column = pl.col
    yield A, (name("br:CodedEvent"),), None
    code = (f"<{SCHEME}", column("scheme"), "/", column("code"), ">")
    # PLOVER's own codes are types of the scheme of events
    own = pl.when(column("scheme") == "plover").then(pl.lit("event-type"))
    yield name("br:codedType"), (code[0], own.otherwise(code[1]), *code[2:]), None
    yield name("br:ploverType"), (f"<{SCHEME}event-type/", column("plover"), ">"), "plover"
    for side, predicate in (("source", "br:codedSource"), ("target", "br:codedTarget")):
        state, actor = f"{side}_state", f"{side}_actor"
        yield name("sem:hasActor"), (f"<{ID}actor/", column(actor), ">"), actor
        yield name(predicate), (f"<{ID}actor/", column(state), ">"), state
    yield name("sem:hasTimeStamp"), ('"', column("date"), f'"^^<{XSD}date>'), None
    day = column("date").cast(pl.Int32) + _EPOCH
    yield name("br:day"), ('"', day, f'"^^<{XSD}integer>'), None
    yield name("br:telling"), (f"<{ID}coded/", column("telling"), ">"), None
    yield name("br:mutual"), ('"', column("mutual"), f'"^^<{XSD}boolean>'), None
    for axis in ("latitude", "longitude"):
        yield name(f"schema:{axis}"), ('"', column(axis), f'"^^<{XSD}double>'), axis
    yield name("prov:wasDerivedFrom"), (f"<{ID}dataset/", column("dataset"), ">"), None


def _quad(predicate: str, value: tuple[Part, ...], needs: str | None) -> pl.Expr:
    quad = pl.concat_str(
        pl.col("subject"), pl.lit(f"{predicate} "),
        *(pl.lit(part) if isinstance(part, str) else part for part in value), pl.col("end"),
    )  # fmt: skip
    return quad if needs is None else quad.fill_null("")


def count_quads(events: pl.LazyFrame) -> int:
    """How many quads `event_quads` makes."""
    needed = [needs for *_, needs in _of_event()]
    sometimes = sum((pl.col(each).count() for each in needed if each), pl.lit(0))
    found = events.select(USED).select(pl.len() * needed.count(None) + sometimes)
    return int(found.collect(engine="streaming").item())


def write(
    table: EventTable, out: BinaryIO, part: Slice, pair: tuple[str, str] | None, *, events: bool
) -> int:
    """Write events and the counts of the whole table.

    Args:
        table: the event table.
        out: a binary file.
        part: which events.
        pair: only the events between these two states.
        events: whether there are events at all, or the counts alone.

    Returns:
        How many quads.
    """
    number = 0
    if events:
        found = counts.between(table, *pair, part) if pair else part.of(table)
        number = count_quads(found)
        out.writelines(buffers(event_quads(found)))
    cells = counts.sums(WHOLE.of(table)).collect(engine="streaming")
    for dataset in table.datasets:
        for piece in buffers(dyad_quads(cells, dataset)):
            number += bytes(piece).count(b"\n")
            out.write(piece)
    return number


def write_file(
    folder: Path, path: Path, part: Slice, pair: tuple[str, str] | None, events: bool
) -> int:
    """The same from the table in a folder into a file; of what a process can be told."""
    with path.open("wb", buffering=0) as out:
        return write(EventTable(folder), out, part, pair, events=events)


def dyad_quads(cells: pl.DataFrame, dataset: str) -> pl.LazyFrame:
    """The counts of one source as quads: a node for each pair of states, one each observation.

    Args:
        cells: the sums of the table, as `kg.tables.counts.sums` gives them.
        dataset: the source.

    Returns:
        One column `quads`.
    """
    its = cells.lazy().filter(pl.col("dataset") == dataset)
    node = f"<{ID}dyad/{dataset}/"
    dyads = _texts(
        counts.pairs(its), (pl.lit(node), "a", pl.lit("-"), "b", pl.lit("> ")),
        [
            (A, (name("br:Dyad"),), None),
            (name("br:party"), (f"<{ID}actor/", pl.col("a"), ">"), None),
            (name("br:party"), (f"<{ID}actor/", pl.col("b"), ">"), None),
            (name("prov:wasDerivedFrom"), (f"<{ID}dataset/{dataset}>",), None),
            *_measures(),
        ],
    )  # fmt: skip
    seen = f"<{ID}observation/{dataset}/"
    by = pl.when(pl.col("period").str.len_chars() == 4).then(pl.lit("year"))
    observations = _texts(
        counts.observations(its),
        (pl.lit(seen), "source", pl.lit("-"), "target", pl.lit("/"), "period", pl.lit("> ")),
        [
            (A, (name("qb:Observation"),), None),
            (
                name("qb:dataSet"),
                (f"<{ID}dataset/{dataset}-", by.otherwise(pl.lit("month")), ">"), None,
            ),
            (name("br:codedSource"), (f"<{ID}actor/", pl.col("source"), ">"), None),
            (name("br:codedTarget"), (f"<{ID}actor/", pl.col("target"), ">"), None),
            (name("br:period"), ('"', pl.col("period"), '"'), None),
            *_measures(),
        ],
    )  # fmt: skip
    return pl.concat([pl.LazyFrame({"quads": _datasets(dataset)}), dyads, observations])


def _datasets(dataset: str) -> Iterator[str]:
    """The source, and its two sets of observations."""
    end = f" <{COUNTS}> .\n"
    for by in ("month", "year"):
        node = f"<{ID}dataset/{dataset}-{by}>"
        yield f"{node} {A} {name('qb:DataSet')}{end}"
        yield f"{node} {name('qb:structure')} {name('br:CodedCounts')}{end}"
        yield f"{node} {name('prov:wasDerivedFrom')} <{ID}dataset/{dataset}>{end}"


def _measures() -> Iterator[tuple[str, tuple[Part, ...], str | None]]:
    for key, predicate in (
        ("events", "eventCount"),
        ("cooperation", "cooperationCount"),
        ("conflict", "conflictCount"),
    ):
        yield name(f"br:{predicate}"), ('"', pl.col(key), f'"^^<{XSD}integer>'), None
    for key, predicate in (("score", "meanScore"), ("plover_score", "meanPloverScore")):
        yield name(f"br:{predicate}"), ('"', pl.col(key), f'"^^<{XSD}decimal>'), key


def _texts(
    frame: pl.LazyFrame, subject: Iterable[str | pl.Expr],
    quads: Iterable[tuple[str, tuple[Part, ...], str | None]],
) -> pl.LazyFrame:  # fmt: skip
    whole = frame.with_columns(subject=pl.concat_str(list(subject)), end=pl.lit(f" <{COUNTS}> .\n"))
    return whole.select(pl.concat_str([_quad(*each) for each in quads]).alias("quads"))


def buffers(quads: pl.LazyFrame) -> Iterator[memoryview]:
    """The text of a column of quads in pieces, UTF-8, made side by side and in no order.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    contiguous = _contiguous()
    for batch in quads.collect_batches(chunk_size=_ROWS, maintain_order=False):
        for chunk in batch.to_series().get_chunks():
            yield contiguous(chunk)


def _contiguous() -> Callable[[pl.Series], memoryview]:
    """What gives all texts of a series as one buffer, without a copy for each."""
    try:
        import pyarrow as pa
    except ImportError:
        raise MissingExtraError("pyarrow", "events") from None

    def buffer(series: pl.Series) -> memoryview:
        array: Any = series.to_arrow()
        if not pa.types.is_large_string(array.type):
            array = array.cast(pa.large_string())
        # an array may begin in the middle of its buffer
        first, last = (array.offset, array.offset + len(array))
        offsets = memoryview(array.buffers()[1]).cast("q")
        return memoryview(array.buffers()[2])[offsets[first] : offsets[last]]

    return buffer
