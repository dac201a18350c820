"""One relation, two parties, as an object: its ledger, its timeline, its network, its page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack, cast

from kg.errors import EventTableNotFoundError, NameNotFoundError
from kg.evidence import evidence_of, relays_of
from kg.iris import node_iri
from kg.network import relation_network
from kg.result import Result
from kg.terms import Iri, Literal

if TYPE_CHECKING:
    import networkx as nx

    from kg.graph import Graph
    from kg.store.base import Table
    from kg.views.evidence import Evidence

__all__ = ["Clocks", "Relation", "State"]


class Clocks(TypedDict, total=False):
    """As of when, and by whose account, a question is asked."""

    valid_at: str | None
    reported_by: str | None
    according_to: str | None
    unknown: str | None


class State(Clocks, total=False):
    """A state in which a relation can be asked: its clocks, and what the graph held."""

    loaded_by: str | None
    without: Sequence[str]
    with_dependants: bool


class Relation:
    """What lies between two parties; made by `Graph.relation`.

    `lang` of a call is that of labels and texts; without it the graph's language holds. `clocks`
    say as of when and by whose account: `valid_at`, `reported_by` (days), `according_to` (a party,
    a speaker or an outlet), `unknown` ("include" or "exclude" what may have been so by then).
    """

    def __init__(self, graph: Graph, a: Iri, b: Iri) -> None:
        self._graph = graph
        self.a = a
        self.b = b

    @cached_property
    def labels(self) -> dict[str, str]:
        """The two parties' names in the graph's language."""
        return self._graph.label(self.a, self.b)

    def ledger(self, *, lang: str | None = None, **clocks: Unpack[Clocks]) -> Result:
        """The two-sided ledger, one row a matter, axis and party."""
        return self._ask("commitments/ledger", lang, **clocks)

    def statuses(self, *, lang: str | None = None, **clocks: Unpack[Clocks]) -> Result:
        """Every status on every axis by every account, as it is told."""
        return self._ask("commitments/statuses", lang, **clocks)

    def open(self, *, lang: str | None = None, **clocks: Unpack[Clocks]) -> Result:
        """What is open between the two, asked and owed."""
        return self._ask("commitments/open", lang, **clocks)

    def timeline(
        self, *, since: str | None = None, lang: str | None = None, **clocks: Unpack[Clocks]
    ) -> Result:
        """The events of the relation in the order of days."""
        return self._ask("events/timeline", lang, since=since, **clocks)

    def claims(self, *, lang: str | None = None, **clocks: Unpack[Clocks]) -> Result:
        """Everything that is said about what lies between the two, with its words."""
        return self._ask("claims/between", lang, **clocks)

    def documents(self, *, lang: str | None = None) -> Result:
        """The documents that the relation rests on."""
        return self._ask("relations/documents", lang)

    def network(self, *, lang: str | None = None, **clocks: Unpack[Clocks]) -> nx.MultiDiGraph[str]:
        """The relation as a network; `kg.network.relation_network` tells its attributes."""
        names = self._graph.label(self.a, self.b, lang=lang)
        return relation_network(
            (self.a, names.get(self.a, self.a)),
            (self.b, names.get(self.b, self.b)),
            ledger=self.ledger(lang=lang, **clocks),
            events=self.timeline(lang=lang, **clocks),
            claims=self.claims(lang=lang, **clocks),
            attendance=self._ask("events/attendance", lang),
        )

    def evidence(self, *, lang: str | None = None, **clocks: Unpack[Clocks]) -> dict[str, Evidence]:
        """The words, the speaker and the source of every claim, by its IRI."""
        claims = list(self.claims(lang=lang, **clocks).records())
        slugs = {slug for row in claims for slug in relays_of(row)}
        iris = {slug: node_iri("actor", slug) for slug in slugs}
        names = self._graph.label(*iris.values(), lang=lang)
        texts = self._ask("relations/texts", lang).records()
        return evidence_of(
            claims,
            texts=self._ask("claims/texts", lang).records(),
            documents=self.documents(lang=lang).records(),
            bodies={str(row["document"]): str(row["text"]) for row in texts},
            attendance=self._ask("events/attendance", lang).records(),
            relayers={slug: names.get(iri, slug) for slug, iri in iris.items()},
        )

    def changes(self, before: State, after: State, *, lang: str | None = None) -> Result:
        """What differs between two states of the relation; `kg.difference` tells the rows.

        Args:
            before: clocks as of which it is asked, of which `loaded_by` is one here, and `without`,
                ids of documents that are left out as if withdrawn, `with_dependants` or not.
            after: the same for the other state; {} is as of now.
            lang: of labels.
        """
        from kg.difference import difference

        one, other = self._state(before), self._state(after)
        return difference(one, other, lang=lang or self._graph.language)

    def _state(self, state: State) -> tuple[Relation, Clocks]:
        graph = self._graph
        if (moment := state.get("loaded_by")) is not None:
            graph = graph.as_of(moment)
        if without := state.get("without"):
            graph = graph.without(*without, with_dependants=state.get("with_dependants", False))
        clocks = {key: value for key, value in state.items() if key in Clocks.__annotations__}
        return Relation(graph, self.a, self.b), cast("Clocks", clocks)

    def acts_between(self, start: int, stop: int) -> set[str]:
        """The claims (IRIs) that tell of acts on the days from `start` until before `stop`."""
        table = self._graph.table("lifecycle/acts", a=self.a, b=self.b)
        day, claim = table.columns.index("day"), table.columns.index("claim")
        return {
            str(row[claim])
            for row in table.rows
            if isinstance(number := row[day], Literal) and start <= int(number.value) < stop
        }

    def label(self, *nodes: str, lang: str | None = None) -> dict[str, str]:
        """The labels of nodes, for those that have one."""
        return self._graph.label(*nodes, lang=lang)

    def view(
        self,
        path: str | Path,
        *,
        lang: str | None = None,
        title: str = "",
        home: str = "",
        state: Mapping[str, str] | None = None,
        pages: Mapping[str, str] | None = None,
        **clocks: Unpack[Clocks],
    ) -> Path:
        """Write the dossier of the relation as one self-contained HTML page; the path of it.

        The page can be asked as of any moment and by any account; `clocks` are how it opens.

        Args:
            path: where to.
            lang: of labels and of the interface.
            title: of the page, in place of the two names.
            home: the address of a page that this one belongs to, beside it.
            state: how the page opens besides, by the keys of its address (tab, open, only …).
            pages: the addresses of the pages of actors, beside it, by their IRIs.
            clocks: as of when, and by whose account.
        """
        from kg.dossier import dossier
        from kg.views import relation_page, write_page

        language = lang or self._graph.language
        names = self._graph.label(self.a, self.b, lang=language)
        page = relation_page(
            self.network(lang=language),
            self.evidence(lang=language),
            title=title or f"{names.get(self.a, self.a)} – {names.get(self.b, self.b)}",
            home=home,
            subtitle=self._loaded_by(language),
            language=language,
            a=self.a,
            b=self.b,
            dossier={
                "pages": dict(pages or {}),
                **dossier(
                    self._table, lambda name: self._ask(name, language).records(),
                    lambda nodes: self._graph.label(*nodes, lang=language),
                    (self.a, self.b), language=language, coded=self._coded(),
                ),
            },
            state={**self._opening(clocks), **(state or {})},
        )  # fmt: skip
        write_page(Path(path), page)
        return Path(path)

    def _opening(self, clocks: Clocks) -> dict[str, str]:
        """The clocks by the keys of a page's address; the page keeps days as ISO 8601 has them.

        Raises:
            ParameterValueError: one of them is none; what any question would raise.
        """
        self._graph.explain("commitments/ledger", a=self.a, b=self.b, **clocks)
        given = {
            "at": clocks.get("valid_at"), "by": clocks.get("reported_by"),
            "unknown": clocks.get("unknown"),
        }  # fmt: skip
        if who := clocks.get("according_to"):
            given["who"] = self._graph.resolve(who)
        return {key: str(value) for key, value in given.items() if value}

    def _coded(self) -> Iterator[Mapping[str, object]]:
        """Coded events by month and direction, where the graph has an event table."""
        try:
            yield from self._graph.coded.months(self.a, self.b).records()
        except (EventTableNotFoundError, NameNotFoundError):
            return

    def _table(self, name: str) -> Table:
        """The bare rows of a query about the two, or of one that needs no parties."""
        query = self._graph.catalogue.get(name)
        parties = {key: value for key, value in (("a", self.a), ("b", self.b)) if query.has(key)}
        return self._graph.table(name, **parties)

    def _loaded_by(self, language: str) -> str:
        """What a page says of the moment that its graph is as of, "" if that is now."""
        from kg.views.words import show_date, words

        moment = self._graph.loaded_by
        if moment is None:
            return ""
        if moment.time() == time.max:
            when = show_date(moment.date().isoformat(), language)
        else:
            when = moment.isoformat(" ", "seconds")
        return words(language)["loaded_by"].format(when=when)

    def _ask(self, name: str, lang: str | None, **values: object) -> Result:
        """A query about the two; of the values those that it takes, for not all obey each clock."""
        query = self._graph.catalogue.get(name)
        given = {key: value for key, value in values.items() if query.has(key)}
        return self._graph.query(name, a=self.a, b=self.b, lang=lang, **given)

    def __repr__(self) -> str:
        return f"<Relation {self.labels.get(self.a, self.a)} - {self.labels.get(self.b, self.b)}>"

    def _repr_html_(self) -> str:
        return self.open()._repr_html_()
