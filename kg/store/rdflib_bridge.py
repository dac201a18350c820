"""A store as an rdflib Dataset: the same quads seen through another library, nothing copied.

The border to rdflib and oxrdflib. `default_union` stays False: a union of the named graphs would
assert what somebody denied. The remote one is a store of our own: a Dataset over rdflib's
SPARQLStore finds no quads (it asks the default graph only), counts none, and has no time limit.
"""

from __future__ import annotations

import contextlib
import io
import weakref
from collections.abc import Generator, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from oxrdflib import OxigraphStore
from rdflib import Dataset, Graph, Namespace, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.query import Result
from rdflib.store import Store

from kg.iris import PREFIXES
from kg.terms import Iri, Literal, Term, to_ntriples

if TYPE_CHECKING:
    import pyoxigraph
    from rdflib.term import Node

    from kg.store.remote import Endpoint

__all__ = ["EndpointStore", "SharedStores", "endpoint_dataset"]

_Pattern = tuple["Node | None", "Node | None", "Node | None"]
_Triple = tuple["Node", "Node", "Node"]

_GRAPH_FORMATS: Final = {
    "application/n-triples": "nt",
    "text/turtle": "turtle",
    "application/rdf+xml": "xml",
}


class SharedStores:
    """The rdflib stores that were handed out over one embedded store.

    Each holds a reference to it, and with that its lock: so they close with it.
    """

    def __init__(self) -> None:
        self._handed_out: weakref.WeakSet[OxigraphStore] = weakref.WeakSet()

    def dataset(self, store: pyoxigraph.Store) -> Dataset:
        """A new Dataset over the store."""
        shared = OxigraphStore(store=store)
        self._handed_out.add(shared)
        return _dataset(shared)

    def close(self) -> None:
        """Take the store away from every Dataset that is still about."""
        for shared in self._handed_out:
            # closing is `del self._store`; the user may have done it before
            with contextlib.suppress(AttributeError):
                shared.close()


def endpoint_dataset(endpoint: Endpoint) -> Dataset:
    """A new Dataset over the endpoint."""
    return _dataset(EndpointStore(endpoint))


class EndpointStore(Store):
    """An rdflib store that asks an endpoint for everything and keeps nothing but prefixes.

    A query as text goes to the endpoint whole. What rdflib has to parse or to bind (prepared
    queries, `initBindings`) it evaluates itself, over single patterns.
    """

    context_aware = True
    graph_aware = True

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__()
        self._endpoint = endpoint
        self._namespaces: dict[str, URIRef] = {}

    def triples(
        self, triple_pattern: _Pattern, context: Graph | None = None
    ) -> Iterator[tuple[_Triple, Iterator[Graph]]]:
        """The triples of a pattern, each with its graph; without a context from all graphs."""
        where = _where(triple_pattern, context)
        if where is None:
            return
        for subject, predicate, value, graph in self._endpoint.select(
            f"SELECT ?s ?p ?o ?g WHERE {{ {where} }}"
        ).rows:
            triple = (_to_rdflib(subject), _to_rdflib(predicate), _to_rdflib(value))
            name = _to_rdflib(graph) if context is None else context.identifier
            yield triple, iter((Graph(store=self, identifier=name),))

    def __len__(self, context: Graph | None = None) -> int:
        if context is not None and context.identifier == DATASET_DEFAULT_GRAPH_ID:
            return 0
        return self._endpoint.count(None if context is None else str(context.identifier))

    def contexts(self, triple: _Pattern | None = None) -> Generator[Graph, None, None]:
        """The graphs that hold the triple, or anything."""
        where = _where(triple or (None, None, None), None)
        if where is not None:
            found = self._endpoint.select(f"SELECT DISTINCT ?g WHERE {{ {where} }}")
            for (graph,) in found.rows:
                yield Graph(store=self, identifier=_to_rdflib(graph))

    def add(self, triple: _Triple, context: Graph, quoted: bool = False) -> None:
        """Add one triple to a named graph."""
        if quoted:
            raise ValueError("an endpoint knows no quoted graphs")
        self.addN([(*triple, context)])

    def addN(self, quads: Iterable[tuple[Node, Node, Node, Graph]]) -> None:  # noqa: N802 - rdflib's
        """Add triples to named graphs.

        Raises:
            StoreError: a blank node, or the default graph.
        """
        lines = [
            " ".join(map(_to_sparql, (subject, predicate, value, context.identifier))) + " .\n"
            for subject, predicate, value, context in quads
        ]
        self._endpoint.insert("".join(lines).encode())

    def remove(self, triple: _Pattern, context: Graph | None = None) -> None:
        """Remove the triples of a pattern; without a context from all graphs."""
        # each graph by its name: from `GRAPH ?g` Virtuoso deletes no literal that has a language
        for graph in [context] if context is not None else list(self.contexts(triple)):
            where = _where(triple, graph)
            if where is not None and graph.identifier != DATASET_DEFAULT_GRAPH_ID:
                name = _to_sparql(graph.identifier)
                self._endpoint.update(
                    f"DELETE {{ GRAPH {name} {{ ?s ?p ?o }} }} WHERE {{ {where} }}"
                )

    def query(
        self,
        query: Any,
        initNs: Mapping[str, Any],  # noqa: N803 - rdflib's
        initBindings: Mapping[str, Any],  # noqa: N803 - rdflib's
        queryGraph: str,  # noqa: N803 - rdflib's
        **kwargs: Any,
    ) -> Result:
        """Have the endpoint answer a query.

        Raises:
            NotImplementedError: rdflib is to do it itself.
        """
        if not isinstance(query, str) or initBindings or kwargs or queryGraph == "__UNION__":
            raise NotImplementedError
        whole = str(queryGraph) == str(DATASET_DEFAULT_GRAPH_ID)
        inside = {} if whole else {"default_graph_uri": str(queryGraph)}
        answer = self._endpoint.answer(_prologue(initNs) + query, **inside)
        if answer.media_type in _GRAPH_FORMATS:
            result = Result("CONSTRUCT")
            result.graph = Graph().parse(data=answer.body, format=_GRAPH_FORMATS[answer.media_type])
            return result
        return Result.parse(io.BytesIO(answer.body), format="json")

    def update(
        self,
        update: Any,
        initNs: Mapping[str, Any],  # noqa: N803 - rdflib's
        initBindings: Mapping[str, Any],  # noqa: N803 - rdflib's
        queryGraph: str,  # noqa: N803 - rdflib's
        **kwargs: Any,
    ) -> None:
        """Have the endpoint carry out an update; raises as `query` does."""
        whole = str(queryGraph) == str(DATASET_DEFAULT_GRAPH_ID)
        if not isinstance(update, str) or initBindings or kwargs or not whole:
            raise NotImplementedError
        self._endpoint.update(_prologue(initNs) + update)

    def add_graph(self, graph: Graph) -> None:
        """Nothing: a graph is there once it holds a triple."""

    def remove_graph(self, graph: Graph) -> None:
        """Drop a graph."""
        self._endpoint.drop([str(graph.identifier)])

    def bind(self, prefix: str, namespace: URIRef, override: bool = True) -> None:
        """Bind a prefix, in this object only."""
        if override or (prefix not in self._namespaces and self.prefix(namespace) is None):
            for other in [name for name, iri in self._namespaces.items() if iri == namespace]:
                del self._namespaces[other]
            self._namespaces[prefix] = namespace

    def prefix(self, namespace: URIRef) -> str | None:
        """The prefix of a namespace."""
        return next((name for name, iri in self._namespaces.items() if iri == namespace), None)

    def namespace(self, prefix: str) -> URIRef | None:
        """The namespace of a prefix."""
        return self._namespaces.get(prefix)

    def namespaces(self) -> Iterator[tuple[str, URIRef]]:
        """All prefixes with their namespaces."""
        yield from list(self._namespaces.items())


def _dataset(store: Store) -> Dataset:
    dataset = Dataset(store=store, default_union=False)
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, Namespace(namespace), override=True, replace=True)
    return dataset


def _where(pattern: _Pattern, context: Graph | None) -> str | None:
    """The group that finds a pattern; None where nothing can be found, as a blank node cannot."""
    bound = dict(zip("spo", pattern, strict=True))
    try:
        values = [
            f"VALUES ?{name} {{ {_to_sparql(term)} }}"
            for name, term in bound.items()
            if term is not None
        ]
        if context is None:
            graph = "GRAPH ?g "
        elif context.identifier == DATASET_DEFAULT_GRAPH_ID:
            graph = ""
        else:
            graph = f"GRAPH {_to_sparql(context.identifier)} "
    except ValueError:
        return None
    return " ".join([*values, f"{graph}{{ ?s ?p ?o }}"])


def _prologue(namespaces: Mapping[str, Any]) -> str:
    return "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in namespaces.items())


def _to_rdflib(term: Term | None) -> URIRef | RdflibLiteral:
    if isinstance(term, Literal):
        if term.language:
            return RdflibLiteral(term.value, lang=term.language)
        return RdflibLiteral(term.value, datatype=URIRef(term.datatype) if term.datatype else None)
    return URIRef(str(term))


def _to_sparql(term: Node) -> str:
    if isinstance(term, URIRef):
        return to_ntriples(Iri(term))
    if isinstance(term, RdflibLiteral):
        datatype = str(term.datatype) if term.datatype is not None else None
        return to_ntriples(Literal(str(term), datatype, term.language))
    raise ValueError(f"neither IRI nor literal: {term!r}")
