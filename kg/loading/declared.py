"""What the open revisions declare, and which documents rest on what others declare.

Acts count as declared by any document that tells of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kg.iris import ID
from kg.loading.record import OPEN, PROLOGUE
from kg.store.base import Backend
from kg.terms import Iri, to_ntriples

__all__ = ["declared_by", "declared_in", "every_declared", "resting_on"]

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


def declared_by(backend: Backend, graphs: Iterable[str]) -> set[str]:
    """The references that are declared in these graphs and in no other open revision."""
    names = sorted(set(graphs))
    values = " ".join(f"<{graph}>" for graph in names)
    table = backend.select(
        f"""{PROLOGUE}SELECT DISTINCT ?node WHERE {{
  VALUES ?g {{ {values} }}
  VALUES ?class {{ {_CLASSES} }}
  GRAPH ?g {{ ?node a ?class }}
}}"""
    )
    mine = {str(row[0]).removeprefix(ID) for row in table.rows}
    for nodes in _chunks(mine):
        table = backend.select(
            f"""{PROLOGUE}SELECT DISTINCT ?node ?g WHERE {{
  VALUES ?node {{ {nodes} }}
  VALUES ?class {{ {_CLASSES} }}
  GRAPH ?g {{ ?node a ?class }}
  GRAPH graph:provenance {{ ?g {OPEN} }}
}}"""
        )
        mine -= {str(each).removeprefix(ID) for each, graph in table.rows if graph not in names}
    return mine


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
