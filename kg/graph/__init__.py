"""The graph as one object: open it, load into it, ask it, look at it.

Everything here only puts the floors below together. What a store, a query or a view is, they know.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self, Unpack

from kg.errors import InputError, ParameterValueError, ReadOnlyError
from kg.iris import node_iri
from kg.labels import Names, labels
from kg.queries import Query, QueryLibrary, check_read_only, with_prefixes
from kg.resources import queries_dir
from kg.result import Result
from kg.store import open_backend
from kg.store.base import Backend, Table
from kg.store.kept import Kept
from kg.terms import Iri, Term

if TYPE_CHECKING:
    import networkx as nx
    import polars as pl
    import rdflib

    from kg.answers.base import Asking, Key
    from kg.coded import Coded
    from kg.identity import Candidate
    from kg.loaders.base import How
    from kg.loading import LoadReport, Progress
    from kg.loading.rebuild import RebuildReport
    from kg.loading.snapshot import Snapshots
    from kg.matter import Matter
    from kg.relation import Relation
    from kg.validation import Notice

__all__ = ["Graph", "open"]


#: parameters that name a thing of which something is known, or it is a slip
_NAMED = ("node", "matter", "event", "concept")


def _now() -> datetime:
    return datetime.now(UTC)


class Graph:
    """A knowledge graph in one store.

    `loaded_by` is the moment that it is asked as of, if it is a snapshot (see `as_of`).

    Args:
        backend: the store.
        language: of labels and texts, where a call does not say another (en, hi, ru).
        clock: tells when something was recorded; tests set it.
        events: the folder of the event table, where it is not beside the store.
    """

    loaded_by: datetime | None = None

    def __init__(
        self, backend: Backend, *, language: str = "en", clock: Callable[[], datetime] = _now,
        events: str | Path | None = None,
    ) -> None:  # fmt: skip
        self._backend = backend
        self._clock = clock
        self._events = None if events is None else Path(events)
        self.language = language
        self._names = Names(backend)
        self._tables = Kept(backend)
        #: frames that answers have fetched, as long as nothing is loaded
        self._kept: dict[Key, pl.DataFrame] = {}

    @cached_property
    def catalogue(self) -> QueryLibrary:
        """The queries that can be asked by name."""
        return QueryLibrary(queries_dir())

    @property
    def location(self) -> str:
        """The directory or URL of the store, "" for one in memory."""
        return self._backend.location

    # ------------------------------------------------------------------------------------ loading

    def load(
        self, *paths: str | Path, progress: Progress | None = None, **reading: Unpack[How]
    ) -> LoadReport:
        """Load sheets or annotations, files or folders; each document wholly or not at all.

        Args:
            paths: files and folders.
            progress: called with a stage, what is done of it and its total.
            reading: what the files do not say themselves, see `kg.loaders.base.Reading`.

        Raises:
            ReadOnlyError: this is a snapshot.
            InvalidInputError: all problems of all files; documents without one are in.
        """
        from kg import loading
        from kg.loaders.base import Reading

        with self.changing():
            return loading.load(
                self._backend, [Path(path) for path in paths],
                reading=Reading(**reading), progress=progress or loading.quiet,
                clock=self._clock,
            )  # fmt: skip

    def withdraw(
        self, *documents: str, reason: str = "", with_dependants: bool = False
    ) -> tuple[str, ...]:
        """Take documents back, each by the id of its sheet; what they said stays on record.

        Returns:
            The ids of all that was withdrawn, sorted; with `with_dependants` also of what rests on
            what the documents declare.

        Raises:
            DocumentNotFoundError: no such document is loaded; `near` has those like it.
            WithdrawalError: others rest on what it declares, or the whole store does.
        """
        from kg.loading.withdraw import withdraw

        with self.changing():
            return withdraw(
                self._backend, documents, clock=self._clock,
                reason=reason, with_dependants=with_dependants,
            )  # fmt: skip

    def rebuild(self) -> RebuildReport:
        """Make all that is derived anew, by the ontology and the rules of this version."""
        from kg.loading.rebuild import rebuild

        with self.changing():
            return rebuild(self._backend, self._clock)

    @contextmanager
    def changing(self) -> Iterator[Backend]:
        """Around whatever changes the store, which it gives; what was read of it is forgotten."""
        if self.loaded_by is not None:
            raise ReadOnlyError(repr(self))
        try:
            yield self._backend
        finally:
            self._names.forget()
            self._tables.forget()
            self._kept.clear()

    def now(self) -> datetime:
        """The moment by the graph's clock."""
        return self._clock()

    def validate(
        self, *paths: str | Path, notice: Notice | None = None, **reading: Unpack[How]
    ) -> list[InputError]:
        """Every problem of the files, without loading them; `notice` is called with the rest."""
        from kg.loaders.base import Reading
        from kg.validation import validate

        how, files = Reading(**reading), [Path(path) for path in paths]
        return validate(self._backend, files, reading=how, notice=notice)

    # ------------------------------------------------------------------------------------- asking

    def resolve(self, name: str, kind: str = "actor") -> Iri:
        """The IRI of what is called so: ISO code, slug, IRI, or a name in any language.

        Raises:
            NameNotFoundError: nothing is called so.
            AmbiguousNameError: several things are.
        """
        return self._names.resolve(kind, name)

    def actor_slug(self, name: str) -> str | None:
        """The slug of the one actor that bears the very name; None without one, or of several."""
        return self._names.slug(name)

    def candidates(
        self,
        name: str,
        kind: str | None = None,
        *,
        language: str = "",
        document: str = "",
        n: int = 5,
    ) -> list[Candidate]:
        """The actors and places that a name may mean, the likeliest first, with the evidence.

        Args:
            name: as it stands in a text, in any script, inflected or not.
            kind: "actor" or "place"; None for both.
            language: of the text (BCP 47), where judgements hold for one only.
            document: the id of its sheet, where judgements hold for one only.
            n: how many at most.
        """
        iri = node_iri("document", document) if document else ""
        return self._names.resolver.candidates(
            name, kind=kind, language=language, document=iri, n=n
        )

    def query(self, name: str, /, *, lang: str | None = None, **parameters: object) -> Result:
        """Ask a query of the catalogue, such as `query("commitments/ledger", a="RUS", b="USA")`.

        Raises:
            QueryNotFoundError, MissingParameterError, UnknownParameterError, ParameterValueError
            NameNotFoundError: nothing is known of a node that it was asked about.
        """
        language = lang or self.language
        query = self.catalogue.get(name)
        if query.has("lang"):
            parameters.setdefault("lang", language)
        title = query.title(language)

        def named(nodes: Iterable[str]) -> Mapping[str, str]:
            return labels(self._backend, nodes, language)

        if query.answer is None:
            table = self._tables.select(self._bound(query, parameters), name)
            found = Result.from_table(table, query.columns, named, title=title)
        else:
            from kg.answers import ANSWERS

            rows = ANSWERS[query.answer](self._asking(query, parameters))
            found = Result.from_rows(rows, query.columns, named, title=title)
        if not found.rows:  # tell an empty answer from a question about what is not there
            terms = query.terms(self._distinct(query, parameters), self._resolve)
            nodes = (terms[each.name] for each in query.parameters if each.type in _NAMED)
            self.check_known(itertools.chain.from_iterable(filter(None, nodes)))
        return replace(found, stacks=query.stacks, background=query.background)

    def check_known(self, nodes: Iterable[Term]) -> None:
        """See that something is known of every node.

        Raises:
            NameNotFoundError: of one there is nothing; it bears those that are spelled like it.
        """
        self._names.check(nodes)

    def _asking(self, query: Query, parameters: dict[str, object]) -> Asking:
        """The question for an answer, with what is kept of a store that only we change."""
        from kg.answers import Asking

        given = query.terms(self._distinct(query, parameters), self._resolve)
        kept = self._kept if self._backend.exclusive else {}
        today = self._clock().date().toordinal()
        events = self.coded.between
        return Asking(lambda name, values: self.table(name, **values), given, today, events, kept)

    def table(self, name: str, /, **parameters: object) -> Table:
        """The bare answer to the SPARQL of a catalogue query, as terms; raises as `query` does."""
        return self._tables.select(self._bound(self.catalogue.get(name), parameters), name)

    def _bound(self, query: Query, parameters: dict[str, object]) -> str:
        """The SPARQL with the values in their places."""
        return query.bind(self._distinct(query, parameters), self._resolve)

    def _distinct(self, query: Query, parameters: dict[str, object]) -> dict[str, object]:
        """The values, of which the two parties of a relation are resolved and differ."""
        actors = {each.name for each in query.parameters if each.type == "actor"}
        if {"a", "b"} <= actors & parameters.keys():
            one, other = (self._as_actor(parameters[key]) for key in ("a", "b"))
            if one is not None and one == other:
                raise ParameterValueError(query.name, "b", "another party than a", str(other))
            found = {key: iri for key, iri in (("a", one), ("b", other)) if iri}
            parameters = {**parameters, **found}
        return parameters

    def _as_actor(self, value: object) -> Iri | None:
        """The actor that a value names; None for what no name can be, which binding refuses."""
        if isinstance(value, Iri):
            return value
        return self._resolve("actor", value) if isinstance(value, str) else None

    def explain(self, name: str, /, **parameters: object) -> str:
        """The SPARQL of a catalogue query with the values in their places."""
        return self._bound(self.catalogue.get(name), parameters)

    def asks(self, name: str, /, **parameters: object) -> dict[str, str]:
        """Every query that answers one of the catalogue, with its SPARQL, in the order of asking.

        Of a query that SPARQL answers it is that one; an answer that goes on from other queries is
        worked out for it.
        """
        query = self.catalogue.get(name)
        found = {name: self.explain(name, **parameters)}
        if query.answer is None:
            return found
        from kg.answers import ANSWERS

        def select(other: str, values: Mapping[str, object]) -> Table:
            found.setdefault(other, self.explain(other, **values))
            return self.table(other, **values)

        asking = replace(self._asking(query, parameters), select=select, kept={})
        for _ in ANSWERS[query.answer](asking):
            pass
        return found

    def grounds(self, result: Result, **clocks: object) -> Result:
        """The claims on which the rows of an answer rest; `kg.grounds` tells how they are found."""
        from kg.grounds import grounds

        return grounds(self, result, clocks)

    def _resolve(self, kind: str, text: str) -> Iri:
        return self._names.resolve(kind, text)

    def sparql(self, text: str, *, lang: str | None = None) -> Result | bool | bytes:
        """Ask SPARQL of one's own; the project's prefixes need no declaration.

        SELECT gives a `Result`, ASK a truth value, CONSTRUCT and DESCRIBE N-Triples in UTF-8.

        Raises:
            SparqlSyntaxError: it is not SPARQL 1.1.
            ForbiddenSparqlError: it reaches out of the store, or would change it.
        """
        whole = with_prefixes(text)
        kind = check_read_only(whole)
        if kind == "ask":
            return self._backend.ask(whole)
        if kind != "select":
            return "".join(f"{line}\n" for line in self._backend.construct(whole)).encode()
        language = lang or self.language
        return Result.from_table(
            self._backend.select(whole), None,
            lambda nodes: labels(self._backend, nodes, language), title="",
        )  # fmt: skip

    def as_of(self, loaded_by: str | date | datetime) -> Graph:
        """This graph as it was loaded by a moment: the same questions, asked of what it knew then.

        Args:
            loaded_by: a moment with its time zone (`2025-04-11T12:00:00Z`), or a day, of which the
                end is meant, in UTC. Before the first load there was nothing: no error.

        Returns:
            A graph in memory, which is read only and is closed with this one.

        Raises:
            ParameterValueError: neither a day nor a moment.
        """
        from kg.loading.snapshot import moment_of

        moment = moment_of(loaded_by)
        # an answer that depends on the day on which it is asked is that of the moment
        return self._past(self._snapshots.at(moment), moment)

    def without(self, *documents: str, with_dependants: bool = False) -> Graph:
        """This graph as it would be if documents were withdrawn: what a withdrawal would change.

        Args:
            documents: ids of sheets.
            with_dependants: leave out those too that rest on what the documents declare.

        Returns:
            A graph in memory, which is read only and is closed with this one.

        Raises:
            DocumentNotFoundError: no such document is loaded.
            WithdrawalError: others rest on what it declares.
        """
        moment = self.loaded_by or self._clock()
        store = self._snapshots.at(moment, documents, with_dependants=with_dependants)
        return self._past(store, moment)

    def _past(self, store: Backend, moment: datetime) -> Graph:
        from kg.graph.past import PastGraph

        return PastGraph(self, store, moment, lambda: min(moment, self._clock()))

    @cached_property
    def _snapshots(self) -> Snapshots:
        from kg.loading.snapshot import Snapshots

        return Snapshots(self._backend)

    def relation(self, a: str, b: str) -> Relation:
        """What lies between two parties, each given as ISO code, slug, IRI or name."""
        from kg.relation import Relation

        one, other = self.resolve(a), self.resolve(b)
        if one == other:
            raise ParameterValueError("relation", "b", "another party than a", b)
        return Relation(self, one, other)

    def matter(self, name: str) -> Matter:
        """A matter by its slug or IRI, as `kg.matter.Matter.named` takes it."""
        from kg.matter import Matter

        return Matter.named(self, name)

    @cached_property
    def coded(self) -> Coded:
        """The event-coded data of this graph: loads, counts, alignment, quads."""
        from kg.coded import Coded

        directory = self._backend.directory
        return Coded(self, self._events or (directory and directory / "events"))

    def events(
        self, a: str, b: str, since: str | date | None = None, until: str | date | None = None,
        *, once: bool = False,
    ) -> pl.LazyFrame:  # fmt: skip
        """The coded events between two states, lazily: see `kg.coded.Coded.between`."""
        return self.coded.between(a, b, since=since, until=until, once=once)

    def info(self, *, lang: str | None = None) -> Result:
        """What is in the store: things by kind, documents by language, quads."""
        return self.query("store/info", lang=lang)

    def label(self, *nodes: str, lang: str | None = None) -> dict[str, str]:
        """The labels of nodes, for those that have one."""
        return labels(self._backend, nodes, lang or self.language)

    # ------------------------------------------------------------------------------------- giving

    def export(self, out: BinaryIO, format: str) -> None:
        """Write all that is in the store: the same bytes for the same content.

        Args:
            out: a binary file.
            format: `trig` or `nq`, all quads; `csv`, a zip of one table a kind of thing; `graphml`
                or `gexf`, the network of all relations.

        Raises:
            ExportError: another format.
        """
        from kg import export

        export.write(self, self._backend, out, format)

    def network(self, *, lang: str | None = None) -> nx.MultiDiGraph[str]:
        """The networks of all relations in one."""
        from kg.network import composed

        pairs = (
            (str(row["a"]), str(row["b"])) for row in self.query("relations/parties").records()
        )
        return composed(self.relation(a, b).network(lang=lang) for a, b in pairs)

    def to_rdflib(self) -> rdflib.Dataset:
        """An rdflib Dataset over the same store, not a copy of it."""
        return self._backend.to_rdflib()

    def close(self) -> None:
        """Let the store go; an embedded one can then be opened elsewhere."""
        if "_snapshots" in self.__dict__:
            self._snapshots.close()
        self._backend.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()

    def __repr__(self) -> str:
        return f"<Graph {self.location or 'in memory'}>"


def open(
    location: str | Path | None = None,
    *,
    create: bool = True,
    language: str = "en",
    clock: Callable[[], datetime] = _now,
    events: str | Path | None = None,
) -> Graph:
    """Open a graph: a directory, the URL of a SPARQL 1.1 endpoint, or None for one in memory.

    What a load that was killed left in a directory is swept away here; on an endpoint, where
    somebody else may be loading, by the next load. The event table is the folder `events`, by
    default the one of that name in the store's own directory.

    Raises:
        StoreLockedError: another process has the directory open.
        StoreNotFoundError: no store is there and `create` is false.
        NotAStoreError: something else is there.
        EndpointError: the endpoint does not answer.
    """  # fmt: skip
    from kg import loading

    backend = open_backend(location, create=create)
    if backend.exclusive:
        loading.recover(backend, clock)
    return Graph(backend, language=language, clock=clock, events=events)
