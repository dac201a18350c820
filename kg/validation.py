"""Validation: everything that is wrong with sheets, said at once, before anything is loaded.

Three kinds of checks: each sheet by itself (form, dates, quotes in the text), the sheets
with each other and with the store (declared once, nothing unknown), and the quads that they become
against the SHACL shapes of the ontology. The border to pyshacl
<https://www.w3.org/TR/shacl/>; shapes take long, so they run here and not in a load.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg import loading
from kg.errors import InputError, SchemaProblem
from kg.iris import ID
from kg.loaders.base import PLAIN, Reading
from kg.loading.convert import Converted
from kg.loading.spool import Spool, read
from kg.resources import ontology_dir
from kg.store.base import Backend

if TYPE_CHECKING:
    import rdflib

__all__ = ["Notice", "validate"]

_CORE = ("bilateral.ttl", "lifecycle.ttl")

Progress = Callable[[str, int, int], None]
Notice = Callable[[InputError], None]


def validate(
    backend: Backend,
    paths: Sequence[Path],
    *,
    reading: Reading = PLAIN,
    progress: Progress = loading.quiet,
    notice: Notice | None = None,
) -> list[InputError]:
    """Every problem of the files, in the order of files and lines; an empty list if there is none.

    Nothing is loaded; what the store holds counts as declared. `notice` is called with what a
    reader should know of documents without a problem.

    Raises:
        InvalidInputError: files that are not there, or a profile that is none.
    """
    with Spool() as spool:
        converted, problems = loading.examine(
            backend, paths, spool, reading=reading, progress=progress
        )
        whole = [one for one in converted if one.key not in problems]
        for done, one in enumerate(whole, 1):
            if found := list(_against_shapes(one)):
                problems[one.key] = found
            progress("shapes", done, len(whole))
    if notice is not None:
        for one in whole:
            if one.key not in problems:
                for each in one.notices:
                    notice(each)
    return loading.in_order(converted, problems)


def _against_shapes(one: Converted) -> Iterator[InputError]:
    import pyshacl
    from rdflib import SH, Dataset, Graph

    assert one.piece is not None
    dataset = Dataset()
    dataset.parse(data=read(one.piece), format="nquads")
    data = Graph()
    data += _ontology()  # what a class or a concept is, the shapes look up in the data
    for subject, predicate, value, _ in dataset.quads():
        data.add((subject, predicate, value))
    conforms, results, _ = pyshacl.validate(data, shacl_graph=_shapes(), inference="none")
    if conforms:
        return
    places = {place.reference: (place.line, place.column) for place in one.declared}
    found = {
        (str(results.value(result, SH.focusNode)).removeprefix(ID), str(message))
        for result, message in results.subject_objects(SH.resultMessage)
    }
    for focus, message in sorted(found):
        yield SchemaProblem(
            f"{focus} is not as the ontology's shapes ask", one.path, *places.get(focus, (0, 0)),
            expected=message,
        )  # fmt: skip


@cache
def _ontology() -> rdflib.Graph:
    return _parsed(*ontology_dir().glob("schemes/*.ttl"), *map(ontology_dir().joinpath, _CORE))


@cache
def _shapes() -> rdflib.Graph:
    return _parsed(ontology_dir() / "shapes.ttl")


def _parsed(*files: Path) -> rdflib.Graph:
    import rdflib

    graph = rdflib.Graph()
    for file in files:
        graph.parse(file, format="turtle")
    return graph
