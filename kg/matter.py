"""One matter as an object: its history, what is claimed of it, its page."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from kg.errors import NameNotFoundError
from kg.iris import ID, SLUG
from kg.result import tail
from kg.terms import Iri

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.relation import Clocks
    from kg.result import Result

__all__ = ["Matter"]


class Matter:
    """What lies between two parties: a request, an offer, a promise; made by `Graph.matter`.

    `clocks` say as of when and by whose account, as for `Relation`.
    """

    def __init__(self, graph: Graph, iri: Iri) -> None:
        self._graph = graph
        self.iri = iri

    @classmethod
    def named(cls, graph: Graph, name: str) -> Matter:
        """A matter by its title or slug, an agreement or event by kind and slug; or by its IRI.

        Raises:
            NameNotFoundError: nothing is known of it.
        """
        reference = name.removeprefix(ID)
        if not SLUG.match(reference.rpartition("/")[2]):
            reference = _titled(graph, name)
        iri = Iri(ID + (reference if "/" in reference else f"matter/{reference}"))
        graph.check_known([iri])
        return cls(graph, iri)

    @cached_property
    def label(self) -> str:
        """What it is called in the graph's language."""
        return self._graph.label(self.iri).get(self.iri, tail(self.iri))

    def history(self, *, lang: str | None = None, **clocks: Unpack[Clocks]) -> Result:
        """Every step in its life that somebody tells, with the words."""
        return self._graph.query("commitments/history", matter=self.iri, lang=lang, **clocks)

    def claims(self, *, lang: str | None = None) -> Result:
        """Everything that is said of it."""
        return self._graph.query("claims/about", node=self.iri, lang=lang)

    @cached_property
    def parties(self) -> tuple[Iri, Iri]:
        """The two between which it lies.

        Raises:
            NameNotFoundError: it lies between no two.
        """
        found = self._graph.sparql(
            f"""SELECT ?a ?b WHERE {{ GRAPH graph:derived {{
  ?relation br:subject <{self.iri}> ; br:party ?a, ?b . FILTER(STR(?a) < STR(?b)) }} }}
ORDER BY ?a ?b LIMIT 1"""
        )
        assert not isinstance(found, bool | bytes)
        for a, b in found.rows:
            return Iri(str(a)), Iri(str(b))
        raise NameNotFoundError(self.iri.removeprefix(ID))

    def view(self, path: str | Path) -> Path:
        """Write the dossier of its relation, opened on it alone; the path of it."""
        state = {"tab": "ledger", "only": str(self.iri), "open": str(self.iri)}
        return self._graph.relation(*self.parties).view(path, title=self.label, state=state)

    def __repr__(self) -> str:
        return f"<Matter {self.iri.removeprefix(ID)}: {self.label}>"

    def _repr_html_(self) -> str:
        return self.history()._repr_html_()


def _titled(graph: Graph, name: str) -> str:
    """The slug of the matter that bears this title, in whatever letters."""
    matters = {Iri(str(row["matter"])) for row in graph.query("tables/matters").records()}
    titles = {title.casefold(): tail(iri) for iri, title in graph.label(*matters).items()}
    if slug := titles.get(name.casefold()):
        return slug
    near = get_close_matches(name.casefold(), titles, cutoff=0.4)
    raise NameNotFoundError(name, tuple(titles[title] for title in near))
