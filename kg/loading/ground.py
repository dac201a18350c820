"""What every store stands on: the ontology as it is in this version, and the states of ISO 3166-1.

Both are brought up to date at a load, when they differ from what the store has; the states are a
registry sheet like any other, made from a generated table and CLDR's names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from kg import states
from kg.iris import graph_iri, node_iri
from kg.mapping import Mapped, map_sheet
from kg.mapping.nquads import name as term
from kg.mapping.nquads import plain
from kg.model import Actor, Name, Registry
from kg.resources import ontology_dir
from kg.store.base import Backend
from kg.store.turtle import turtle_to_nquads

__all__ = [
    "ONTOLOGY",
    "declared_in",
    "every_declared",
    "has_ontology",
    "install_ontology",
    "states_sheet",
]

ONTOLOGY = graph_iri("ontology")
#: the states' sheet
_SHEET = "iso-3166"
_DOCUMENT = node_iri("document", _SHEET)
#: the languages of the interface, and those of the parties that the shipped data is about
_LANGUAGES = ("en", "hi", "ru", "zh")


def _files() -> list[Path]:
    folder = ontology_dir()
    names = ("bilateral.ttl", "lifecycle.ttl", "alignments.ttl")
    return [*(folder / name for name in names), *sorted((folder / "schemes").glob("*.ttl"))]


def install_ontology(backend: Backend) -> None:
    """Put the ontology into its graph, when the files differ from those that are there."""
    files = _files()
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    mark = f"<{ONTOLOGY}> {term('br:sha256')} {plain(digest)}"
    if backend.ask(f"ASK {{ GRAPH <{ONTOLOGY}> {{ {mark} }} }}"):
        return
    backend.drop([ONTOLOGY])
    for path in files:
        backend.insert(turtle_to_nquads(path, ONTOLOGY))
    backend.insert(f"{mark} <{ONTOLOGY}> .\n".encode())


def has_ontology(backend: Backend) -> bool:
    """Whether some version of the ontology is there as a whole: its mark is written last."""
    return backend.ask(f"ASK {{ GRAPH <{ONTOLOGY}> {{ <{ONTOLOGY}> {term('br:sha256')} ?d }} }}")


def every_declared() -> set[str]:
    """The references of the states, which every store declares."""
    return {f"actor/{state.alpha3}" for state in states.states()}


def declared_in(references: Iterable[str]) -> dict[str, str]:
    """Those of the references that the ground declares, with the document that does."""
    return dict.fromkeys(every_declared().intersection(references), _DOCUMENT)


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
