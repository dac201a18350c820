"""What the open revisions declare, and which documents rest on what others declare.

Acts count as declared by any document that tells of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from kg.iris import ID
from kg.loading.record import OPEN, PROLOGUE
from kg.store.base import Backend
from kg.terms import Iri, to_ntriples

__all__ = ["declared_by", "declared_in", "dropped", "every_declared", "resting_on"]

_DECLARABLE = ("Actor", "Place", "Event", "Matter", "Agreement")
_CLASSES = " ".join(f"br:{name}" for name in (*_DECLARABLE, "Act"))
#: nodes asked for at once
_CHUNK = 2000


def declared_in(backend: Backend, references: Iterable[str]) -> dict[str, str]:
    """For each reference that an open revision declares, the document (IRI) that declares it."""
    found: dict[str, str] = {}
    for nodes in _chunks(references):
        table = backend.select(
            f"""{PROLOGUE}SELECT ?node ?document WHERE {{
  VALUES ?node {{ {nodes} }}
  VALUES ?class {{ {_CLASSES} }}
  GRAPH ?g {{ ?node a ?class }}
  GRAPH graph:provenance {{ ?g prov:specializationOf ?document ; {OPEN} }}
}}"""
        )
        found.update({str(thing).removeprefix(ID): str(document) for thing, document in table.rows})
    return found


def every_declared(backend: Backend) -> list[str]:
    """Every reference that an open revision declares, acts left out."""
    classes = " ".join(f"br:{name}" for name in _DECLARABLE)
    table = backend.select(
        f"""{PROLOGUE}SELECT DISTINCT ?node WHERE {{
  VALUES ?class {{ {classes} }}
  GRAPH ?g {{ ?node a ?class }}
  GRAPH graph:provenance {{ ?g {OPEN} }} }}"""
    )
    return [str(row[0]).removeprefix(ID) for row in table.rows]


def declared_by(backend: Backend, graphs: Iterable[str]) -> dict[str, str]:
    """The references that these graphs declare and no other open revision, each with its graph."""
    found: dict[str, str] = {}
    names = sorted(set(graphs))
    for start in range(0, len(names), _CHUNK):
        values = " ".join(f"<{graph}>" for graph in names[start : start + _CHUNK])
        table = backend.select(
            f"""{PROLOGUE}SELECT DISTINCT ?node ?g WHERE {{
  VALUES ?g {{ {values} }}
  VALUES ?class {{ {_CLASSES} }}
  GRAPH ?g {{ ?node a ?class }}
}}"""
        )
        found.update({str(each).removeprefix(ID): str(graph) for each, graph in table.rows})
    inside = set(names)
    for nodes in _chunks(found):
        table = backend.select(
            f"""{PROLOGUE}SELECT DISTINCT ?node ?g WHERE {{
  VALUES ?node {{ {nodes} }}
  VALUES ?class {{ {_CLASSES} }}
  GRAPH ?g {{ ?node a ?class }}
  GRAPH graph:provenance {{ ?g {OPEN} }}
}}"""
        )
        for each, graph in table.rows:
            if graph not in inside:
                found.pop(str(each).removeprefix(ID), None)
    return found


def dropped(
    backend: Backend, still: Mapping[str, AbstractSet[str]]
) -> dict[str, dict[str, set[str]]]:
    """What open revisions declare and those that come in their places do not, if it is rested on.

    Args:
        backend: the store.
        still: by the graph of a revision, the references that the one in its place declares.

    Returns:
        By graph the references, each with the documents (IRIs) that rest on it.
    """
    gone = {
        reference: graph
        for reference, graph in declared_by(backend, still).items()
        if reference not in still[graph]
    }
    found: dict[str, dict[str, set[str]]] = {}
    for document, references in resting_on(backend, gone).items():
        for reference in references:
            found.setdefault(gone[reference], {}).setdefault(reference, set()).add(document)
    return found


def resting_on(backend: Backend, references: Iterable[str]) -> Mapping[str, set[str]]:
    """The documents (IRIs) whose open revisions speak of the references, with those of each."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for nodes in _chunks(references):
        table = backend.select(
            f"""{PROLOGUE}SELECT DISTINCT ?document ?node WHERE {{
  {{ VALUES ?node {{ {nodes} }}
    GRAPH ?g {{ ?other ?link ?node }}
    GRAPH graph:provenance {{ ?g prov:specializationOf ?document ; {OPEN} }} }}
  UNION
  {{ VALUES ?node {{ {nodes} }}
    GRAPH ?g {{ ?node ?link ?other }}
    GRAPH graph:provenance {{ ?g prov:specializationOf ?document ; {OPEN} }} }}
}}"""
        )
        for document, thing in table.rows:
            found[str(document)].add(str(thing).removeprefix(ID))
    return found


def _chunks(references: Iterable[str]) -> Iterator[str]:
    """The references as the terms of a VALUES block, some at a time."""
    wanted = sorted(references)
    for start in range(0, len(wanted), _CHUNK):
        yield " ".join(to_ntriples(Iri(ID + each)) for each in wanted[start : start + _CHUNK])
