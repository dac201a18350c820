"""The event-coded data of a graph: loaded beside its store, counted, held against what it knows.

Coded events are machine-made and stay in their table; whether one of them is an event that articles
tell of is a judgement of people, for which candidates are shown here.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypedDict, Unpack

from kg.errors import EventTableNotFoundError, NameNotFoundError, ParameterValueError
from kg.iris import node_iri
from kg.result import Result
from kg.states import state, state_names
from kg.tables import EventTable, counts
from kg.tables.counts import Slice
from kg.terms import Iri

if TYPE_CHECKING:
    import networkx as nx
    import polars as pl
    from pyspark.sql import SparkSession

    from kg.graph import Graph
    from kg.tables.loading import EventsReport

__all__ = ["Coded", "Part"]

#: the measures that every count has, with their types
_MEASURES = (
    ("events", "integer"), ("cooperation", "integer"), ("conflict", "integer"),
    ("score", "double"), ("plover_score", "double"),
)  # fmt: skip


class Part(TypedDict, total=False):
    """Which events are meant; see `kg.tables.counts.Slice`. A day may be given as text."""

    since: str | date | None
    until: str | date | None
    once: bool
    datasets: Iterable[str]


class Coded:
    """The event table of a graph; made by `Graph.coded`.

    States are given as everywhere: ISO code, slug, IRI or a name. All counts take a `Part`.
    """

    def __init__(self, graph: Graph, folder: Path | None) -> None:
        self._graph = graph
        #: where the table is; None where the store has no directory and none was given
        self.folder = folder

    @property
    def table(self) -> EventTable:
        """The table itself.

        Raises:
            EventTableNotFoundError: there is no folder for one.
        """
        if self.folder is None:
            raise EventTableNotFoundError("")
        return EventTable(self.folder, self._graph.loaded_by)

    def load(
        self, *paths: str | Path, format: str,
        progress: Callable[[str, int], None] = lambda _, __: None,
    ) -> EventsReport:  # fmt: skip
        """Load files of a source (icews, gdelt, polecat), plain, gzipped or zipped, and folders.

        Names lead to the registry where one thing bears them. Each file is in wholly or not at all,
        the same one once.

        Raises:
            ReadOnlyError: the graph is a snapshot.
            InvalidInputError: a file that is damaged, or of another format.
            StoreError: the table cannot be written.
        """
        from kg.loading import prepare
        from kg.tables import load

        with self._graph.changing() as backend:
            if backend.exclusive:  # events name states, which have labels from then on
                prepare(backend, self._graph.now)
        return load(
            self.table, [Path(path) for path in paths], format,
            now=self._graph.now(), actor=self._graph.actor_slug, progress=progress,
        )  # fmt: skip

    # ------------------------------------------------------------------------------------- asking

    def between(self, a: str, b: str, **part: Unpack[Part]) -> pl.LazyFrame:
        """The events between two states, lazily; the columns are in `kg.tables.schema.EVENTS`."""
        return counts.between(self.table, *self._pair(a, b), _slice(part))

    def dyad(self, a: str, b: str, *, by: str = "month", **part: Unpack[Part]) -> Result:
        """Counts and mean scores of two states in each direction by month, quarter or year."""
        if by not in counts.PERIODS:
            raise ParameterValueError("events", "by", " or ".join(counts.PERIODS), by)
        frame = counts.dyad(self.table, *self._pair(a, b), _slice(part), by=by)
        return self._result(frame, ("source", "target"), "What was coded between the two")

    def months(self, a: str, b: str, **part: Unpack[Part]) -> Result:
        """Cooperation and conflict month by month in each direction, no month left out."""
        frame = counts.months(self.table, *self._pair(a, b), _slice(part))
        return self._result(frame, ("source", "target"), "Cooperation and conflict by month")

    def top(self, n: int = 20, **part: Unpack[Part]) -> Result:
        """The pairs of states with the most events."""
        frame = counts.top(self.table, _slice(part), n=n)
        return self._result(frame, ("a", "b"), "The pairs of states with the most events")

    def matrix(self, **part: Unpack[Part]) -> Result:
        """Who did how much to whom in each year: one row a cell that is not 0."""
        frame = counts.matrix(self.table, _slice(part))
        return self._result(frame, ("source", "target"), "Who did how much to whom")

    def actors(self, **part: Unpack[Part]) -> pl.DataFrame:
        """The network of all actors, states or not: columns one, other, weight."""
        return counts.actors(self.table, _slice(part))

    def network(self, **part: Unpack[Part]) -> nx.DiGraph[str]:
        """The states as nodes, one edge a direction with its counts and mean scores."""
        from kg.network import states_network

        return states_network(counts.edges(self.table, _slice(part)).to_dicts())

    # -------------------------------------------------------------------------------------- quads

    def quads(
        self, out: BinaryIO, *, dyad: tuple[str, str] | None = None, events: bool = True,
        **part: Unpack[Part],
    ) -> int:  # fmt: skip
        """Write counts and events as N-Quads.

        The counts are of the whole table: a node for each pair of states, one for each direction
        and month or year. The events are those of the slice.

        Args:
            out: a binary file.
            dyad: only the events between these two.
            events: whether there are events at all, or the counts alone.
            part: only these events.

        Returns:
            How many quads.
        """
        from kg.mapping.coded import write

        pair = self._pair(*dyad) if dyad else None
        return write(self.table, out, _slice(part), pair, events=events)

    def quads_by_spark(
        self, folder: str | Path, spark: str | SparkSession, *, force: bool = False,
        partitions: int | None = None, dyad: tuple[str, str] | None = None, events: bool = True,
        progress: Callable[[str, int, int], None] = lambda *_: None, **part: Unpack[Part],
    ) -> int:  # fmt: skip
        """Write the same quads into a folder, by Spark; it is made wholly or not at all.

        Args:
            folder: where; the machines of the cluster see it, and the table, under the same path.
            spark: the master of a cluster, such as `local[2]` or `spark://host:7077`, or an open
                session, which stays open.
            force: replace what is in the folder.
            partitions: into how many files; by default one for every 250,000 events.
            dyad: only the events between these two.
            events: whether there are events at all, or the counts alone.
            progress: told a stage, how many of its tasks are done, and of how many.
            part: only these events.

        Returns:
            How many quads.

        Raises:
            ExportError: something is in the folder, or it cannot be written.
            InvalidInputError: a file of the table cannot be read.
            ClusterError: there is no such master, or the job failed.
            MissingExtraError, MissingProgramError: pyspark or Java is not installed.
        """
        from kg.cluster import Wanted, spread

        wanted = Wanted(_slice(part), self._pair(*dyad) if dyad else None, events)
        return spread(
            self.table, Path(folder), spark, wanted,
            force=force, partitions=partitions, progress=progress,
        )  # fmt: skip

    def materialise(
        self, *, dyad: tuple[str, str] | None = None, events: bool = False, **part: Unpack[Part]
    ) -> int:
        """Put counts, and with `events` a slice of the events, into the store, for SPARQL.

        The counts replace those that are there; events that are there already add nothing. Broken
        off, it is simply done again.

        Returns:
            How many quads were written.

        Raises:
            ReadOnlyError: the graph is a snapshot.
            EventTableNotFoundError: nothing was loaded.
        """
        from kg.loading.processes import apart
        from kg.mapping.coded import COUNTS, write_file

        table = self.table
        table.scan()
        pair = self._pair(*dyad) if dyad else None
        with self._graph.changing() as backend, tempfile.TemporaryDirectory(
            prefix="kg-quads-", dir=table.folder
        ) as folder:  # fmt: skip
            path = Path(folder, "coded.nq")
            # what polars has taken for it would stay beside what the bulk load takes
            number = apart(write_file, table.folder, path, _slice(part), pair, events)
            backend.drop([COUNTS])
            backend.bulk(path)
            backend.optimize()
        return number

    # -------------------------------------------------------------------------------------- parts

    def _pair(self, a: str, b: str) -> tuple[str, str]:
        one, other = self.party(a, "a"), self.party(b, "b")
        if one == other:
            raise ParameterValueError("events", "b", "another state than a", b)
        return one, other

    def party(self, name: str, parameter: str = "a") -> str:
        """The code of a state, by its name.

        Raises:
            NameNotFoundError, AmbiguousNameError: nothing, or several things, are called so.
            ParameterValueError: it is no state.
        """
        code = self._graph.resolve(name).rpartition("/")[2]
        try:
            return state(code).alpha3
        except NameNotFoundError:
            raise ParameterValueError("events", parameter, "a state", name) from None

    def _result(self, frame: pl.DataFrame, nodes: tuple[str, str], title: str) -> Result:
        first = frame.columns[0]
        kinds = {"period": "string", "year": "integer"}
        head = [(first, kinds[first])] if first in kinds else []
        columns = [*head, *((node, "node") for node in nodes), *_MEASURES]
        iris = {
            code: Iri(node_iri("actor", code)) for node in nodes for code in frame[node].unique()
        }
        rows = (
            {**row, **{node: iris[row[node]] for node in nodes}}
            for row in frame.iter_rows(named=True)
        )
        return Result.from_rows(rows, columns, self._labels, title=title)

    def _labels(self, nodes: Iterable[str]) -> Mapping[str, str]:
        """What the store calls the states, and CLDR where it has none of them yet."""
        found = self._graph.label(*nodes)
        for node in set(nodes) - found.keys():
            with contextlib.suppress(NameNotFoundError):
                names = state_names(node.rpartition("/")[2], (self._graph.language, "en"))
                found[node] = next(iter(names.values()))
        return found


def _slice(part: Part) -> Slice:
    return Slice(
        _day("since", part.get("since")), _day("until", part.get("until")),
        part.get("once", False), tuple(part.get("datasets", ())),
    )  # fmt: skip


def _day(name: str, value: str | date | None) -> date | None:
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ParameterValueError("events", name, "a day such as 2025-04-11", value) from None
