"""What every store stands on: the ontology as it is in this version, and the states of ISO 3166-1.

Both are brought up to date at a load, when they differ from what the store has, and what they were
before is kept. The states are a registry sheet like any other, made from a generated table and
CLDR's names. The ontology in force stands in `graph/ontology`, since when the book says; each that
it replaced is a closed revision, `graph/ontology/<digest>`.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable
from pathlib import Path

from kg import states
from kg.iris import graph_iri, node_iri
from kg.loading import record
from kg.mapping import Mapped, map_sheet
from kg.mapping.nquads import name as term
from kg.mapping.nquads import plain, typed
from kg.model import Actor, Name, Registry
from kg.resources import ontology_dir
from kg.store.base import Backend
from kg.store.turtle import turtle_to_nquads
from kg.terms import Literal

__all__ = [
    "ONTOLOGY",
    "STATES",
    "declared_in",
    "every_declared",
    "has_ontology",
    "install_ontology",
    "states_sheet",
]

ONTOLOGY = graph_iri("ontology")
#: the states' sheet
_SHEET = "iso-3166"
STATES = node_iri("document", _SHEET)
#: the languages of the interface, and those of the parties that the shipped data is about
_LANGUAGES = ("en", "hi", "ru", "zh")


def _files() -> list[Path]:
    folder = ontology_dir()
    names = ("bilateral.ttl", "lifecycle.ttl", "alignments.ttl")
    return [*(folder / name for name in names), *sorted((folder / "schemes").glob("*.ttl"))]


def install_ontology(backend: Backend, clock: record.Clock) -> bool:
    """Put the ontology into its graph, when the files differ from those that are there.

    Returns:
        Whether they did.
    """
    files = _files()
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    installed = _installed(backend)
    if installed == digest:
        return False
    began = clock()
    ended = record.moment(backend, clock)
    activity = record.Activity(began, ended, (graph_iri("ontology", digest),))
    _put_away(backend, installed, activity)
    for path in files:
        backend.insert(turtle_to_nquads(path, ONTOLOGY))
    lines = [
        *activity.lines(),
        f"<{ONTOLOGY}> {term('br:recordedFrom')} {typed(activity.at, 'dateTime')} .",
        f"<{ONTOLOGY}> {term('prov:wasGeneratedBy')} {activity.term} .",
    ]
    book = "".join(f"{line.removesuffix(' .')} <{record.PROVENANCE}> .\n" for line in lines)
    mark = f"<{ONTOLOGY}> {term('br:sha256')} {plain(digest)} <{ONTOLOGY}> .\n"
    backend.insert(f"{book}{mark}".encode())
    return True


def _put_away(backend: Backend, digest: str, activity: record.Activity) -> None:
    """Empty the graph of the ontology; what was whole stays, as a revision that is closed."""
    empty = """DELETE WHERE { GRAPH graph:provenance { graph:ontology ?p ?o } } ;
DROP SILENT GRAPH graph:ontology"""
    if not digest:
        backend.update(record.PROLOGUE + empty)
        return
    graph = record.free_name(graph_iri("ontology", digest), record.revisions(backend))
    backend.update(
        f"""{record.PROLOGUE}INSERT {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}
WHERE {{ GRAPH graph:ontology {{ ?s ?p ?o }} }} ;
INSERT {{ GRAPH graph:provenance {{ <{graph}> ?p ?o }} }}
WHERE {{ GRAPH graph:provenance {{ graph:ontology ?p ?o }} }} ;
INSERT DATA {{ GRAPH graph:provenance {{
  <{graph}> a br:Revision ; prov:specializationOf graph:ontology ;
    br:recordedTo "{activity.at}"^^xsd:dateTime ; prov:wasInvalidatedBy {activity.term} .
{chr(10).join(activity.lines())}
}} }} ;
{empty}"""
    )


def has_ontology(backend: Backend) -> bool:
    """Whether some version of the ontology is there as a whole: its mark is written last."""
    return bool(_installed(backend))


def _installed(backend: Backend) -> str:
    """The digest of the ontology that is there as a whole, "" if none is."""
    rows = backend.select(
        f"SELECT ?d WHERE {{ GRAPH <{ONTOLOGY}> {{ <{ONTOLOGY}> {term('br:sha256')} ?d }} }}"
    ).rows
    return rows[0][0].value if rows and isinstance(rows[0][0], Literal) else ""


def every_declared() -> set[str]:
    """The references of the states, which every store declares."""
    return {f"actor/{state.alpha3}" for state in states.states()}


def declared_in(references: Iterable[str]) -> dict[str, str]:
    """Those of the references that the ground declares, with the document that does."""
    return dict.fromkeys(every_declared().intersection(references), STATES)


@functools.cache
def states_sheet() -> Mapped:
    """The states as a registry sheet, mapped."""
    actors = tuple(
        Actor(
            id=state.alpha3,
            type="State",
            names={
                language: (Name(form=form),)
                for language, form in states.state_names(state.alpha3, _LANGUAGES).items()
            },
            wikidata=state.wikidata,
        )
        for state in states.states()
    )
    return map_sheet(Registry(kind="registry", id=_SHEET, actors=actors))
