"""What a store can do, whichever engine does it: ask, write, drop, export.

Every quad stands in a named graph; the default graph is empty and never a union of the others, so a
pattern outside `GRAPH` finds nothing on any engine. A backend carries out what it is given: it does
not know what the graphs mean, and whether a query may run at all is decided by the floors above.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, ClassVar, Self

from kg.terms import Iri, Literal, Term, to_ntriples

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["GENID", "Backend", "Source", "Table"]

#: N-Quads to load: an open binary file, or files by their paths
Source = BinaryIO | Path | Sequence[Path]

#: Our data has no blank nodes. One that a query makes, or that came from elsewhere, is shown under
#: this IRI (RDF 1.1 Concepts, 3.5 "Replacing Blank Nodes with IRIs").
GENID = "https://w3id.org/bilateral/.well-known/genid/"


@dataclass(frozen=True)
class Table:
    """The answer to a SELECT: the variables without their mark, one tuple a row, None if unbound.

    The engines write typed literals in their own canonical form ("007"^^xsd:integer comes back as
    "7", "1.10"^^xsd:decimal as "1.1") and language tags in lower case.
    """

    columns: tuple[str, ...]
    rows: list[tuple[Term | None, ...]]


class Backend(ABC):
    """One store. A context manager: leaving it closes it.

    Every method raises `StoreError` or one of its kind if the store cannot do it, and after
    `close()`.
    """

    #: where it is: a directory, "memory", or a URL without credentials
    location: str
    #: the directory that is its own; None for one in memory and for a remote one
    directory: Path | None = None
    #: whether nobody else can write into it as long as this one is open
    exclusive: ClassVar[bool] = True

    @abstractmethod
    def select(self, sparql: str) -> Table:
        """Run a SELECT.

        Raises:
            SparqlSyntaxError: not SPARQL, or not a SELECT (an endpoint answers the first with 400).
            StoreError: the store cannot be read.
        """

    @abstractmethod
    def ask(self, sparql: str) -> bool:
        """Run an ASK; raises as `select` does."""

    @abstractmethod
    def construct(self, sparql: str) -> list[str]:
        """Run a CONSTRUCT or DESCRIBE: N-Triples lines without line ends, each once, sorted."""

    @abstractmethod
    def update(self, sparql: str) -> None:
        """Run a SPARQL update; all of its operations or, on an error, none."""

    @abstractmethod
    def insert(self, nquads: bytes) -> None:
        """Add the quads of one document.

        All or nothing in an embedded store, and on an endpoint as long as they fit one request
        (see `kg.store.remote`).

        Raises:
            StoreError: they are not N-Quads.
        """

    @abstractmethod
    def bulk(self, source: Source) -> None:
        """Add many quads as fast as the engine can, without a transaction.

        If it is killed, part of the quads may be there: the caller records last what counts.

        Raises:
            StoreError: they are not N-Quads, or a file cannot be read.
        """

    @abstractmethod
    def dump(self, graph: str, out: BinaryIO) -> None:
        """Write what one graph holds as N-Triples lines, in any order, and never all in memory.

        Lines are written as `triples` gives them, but a blank node under its label.
        """

    @abstractmethod
    def to_rdflib(self) -> Dataset:
        """An rdflib Dataset over this very store, with the project's prefixes; not a copy."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the store; closing twice is no error."""

    def drop(self, graphs: Iterable[str]) -> None:
        """Drop the graphs in one update; one that is not there is no error."""
        operations = [f"DROP SILENT GRAPH {to_ntriples(Iri(graph))}" for graph in graphs]
        if operations:
            self.update(" ;\n".join(operations))

    def graphs(self) -> list[str]:
        """The named graphs that hold a quad, sorted."""
        table = self.select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
        return sorted(str(row[0]) for row in table.rows)

    def count(self, graph: str | None = None) -> int:
        """How many quads are in the graph, or in all of them."""
        name = "?g" if graph is None else to_ntriples(Iri(graph))
        table = self.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {name} {{ ?s ?p ?o }} }}")
        number = table.rows[0][0]
        return int(number.value) if isinstance(number, Literal) else 0

    def counts(self) -> dict[str, int]:
        """How many quads each named graph holds, by name; those that hold one."""
        table = self.select(
            "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
        )
        return {
            str(graph): int(number.value)
            for graph, number in table.rows
            if isinstance(number, Literal)
        }

    def unnamed(self) -> bool:
        """Whether it holds a triple that is in no graph with an IRI, where nobody looks."""
        return self.ask("ASK { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }")

    def triples(self, graph: str) -> list[str]:
        """What one graph holds, as N-Triples lines without line ends, sorted."""
        name = to_ntriples(Iri(graph))
        return self.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {name} {{ ?s ?p ?o }} }}")

    def quads(self, graphs: Iterable[str] | None = None) -> Iterator[str]:
        """N-Quads lines without line ends, by graph and within it sorted; all graphs by default.

        Never holds more than one graph in memory.
        """
        for graph in self.graphs() if graphs is None else sorted(set(graphs)):
            end = f" {to_ntriples(Iri(graph))} ."
            for line in self.triples(graph):
                yield line.removesuffix(" .") + end

    def optimize(self) -> None:
        """Tidy up after large changes, where the engine has a use for it."""
        return

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
