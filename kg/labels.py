"""What things are called in the reader's language, and which thing a name means.

Labels are looked up for a whole result at once. A node without a label in the language asked for is
shown in English, then in any language it has, and at last by the end of its IRI.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from kg.errors import NameNotFoundError
from kg.identity import Resolver
from kg.iris import ID, OPEN_END, PREFIXES
from kg.loading.declared import every_declared
from kg.queries import QueryLibrary
from kg.registry import resolver
from kg.resources import queries_dir
from kg.store.base import Backend
from kg.terms import Iri, Literal, Term, to_ntriples

__all__ = ["Names", "labels"]

_CHUNK = 2000
_PROLOGUE = "".join(
    f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in ("br", "graph", "rdfs", "skos", "xsd")
)
_OPEN = f'br:recordedTo "{OPEN_END}"^^xsd:dateTime'


def labels(backend: Backend, nodes: Iterable[str], language: str) -> dict[str, str]:
    """The label of each node that has one; `nodes` are IRIs."""
    wanted = sorted({node for node in nodes if node.startswith("http")})
    best: dict[str, tuple[int, str]] = {}
    for start in range(0, len(wanted), _CHUNK):
        values = " ".join(to_ntriples(Iri(node)) for node in wanted[start : start + _CHUNK])
        # the nodes stand in each branch: joined with a union, an engine would read every label;
        # nor is the record joined: for some hundred nodes Oxigraph then goes from records to labels
        table = backend.select(
            f"""{_PROLOGUE}SELECT ?node ?label WHERE {{
  {{ VALUES ?node {{ {values} }} GRAPH graph:ontology {{ ?node skos:prefLabel ?label }} }}
  UNION
  {{ VALUES ?node {{ {values} }} GRAPH graph:ontology {{ ?node rdfs:label ?label }} }}
  UNION
  {{
    VALUES ?node {{ {values} }}
    GRAPH ?g {{ ?node rdfs:label ?label }}
    FILTER EXISTS {{ GRAPH graph:provenance {{ ?g {_OPEN} }} }}
  }}
}}"""
        )
        for node, label in table.rows:
            if isinstance(label, Literal):
                preference = _preference(label.language or "", language)
                candidate = (preference, label.value)
                if str(node) not in best or candidate < best[str(node)]:
                    best[str(node)] = candidate
    return {node: text for node, (_, text) in best.items()}


def _preference(found: str, wanted: str) -> int:
    return (found != wanted) + (found not in (wanted, "en"))


class Names:
    """Which thing a name means, by the names in the store and those of states in all languages."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._resolver: Resolver | None = None

    def forget(self) -> None:
        """The store has changed; read the names again when next asked."""
        self._resolver = None

    def resolve(self, kind: str, text: str) -> Iri:
        """The IRI of what `text` names: code, slug, reference, IRI, or a name in any language.

        Raises:
            NameNotFoundError: nothing of that kind bears the name for certain.
            AmbiguousNameError: several things bear it.
        """
        slug = text.removeprefix(ID).removeprefix(f"{kind}/")
        iri = f"{ID}{kind}/{slug}"
        try:
            direct = to_ntriples(Iri(iri))
        except ValueError:
            direct = ""
        # codes and slugs are the usual way; they need no index of all names
        if direct and self._backend.ask(
            f"{_PROLOGUE}ASK {{ GRAPH ?g {{ {direct} a ?class }} "
            f"GRAPH graph:provenance {{ ?g {_OPEN} }} }}"
        ):
            return Iri(iri)
        return Iri(self.resolver.resolve(text, kind))

    def slug(self, text: str) -> str | None:
        """The slug of the one actor that bears the very name; None without one."""
        iri = self.resolver.bearer(text, "actor")
        return iri and iri.rpartition("/")[2]

    def check(self, nodes: Iterable[Term]) -> None:
        """See that something is known of every node.

        Raises:
            NameNotFoundError: of one there is nothing; it bears those that are spelled like it.
        """
        for node in nodes:
            term = to_ntriples(node)
            if not self._backend.ask(
                f"ASK {{ GRAPH ?g {{ {{ {term} ?p ?o }} UNION {{ ?s ?q {term} }} }} }}"
            ):
                name = str(node).removeprefix(ID)
                near = get_close_matches(name, every_declared(self._backend))
                raise NameNotFoundError(name, tuple(near))

    @property
    def resolver(self) -> Resolver:
        """Who leads names to actors and places, with all that was judged."""
        if self._resolver is None:
            catalogue = QueryLibrary(queries_dir())
            self._resolver = resolver(
                lambda name: self._backend.select(catalogue.get(name).bind({}))
            )
        return self._resolver
