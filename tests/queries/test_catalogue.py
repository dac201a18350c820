"""Every file of the catalogue is a query that both engines can read as it stands."""

from pathlib import Path

import pyoxigraph
import pytest
from rdflib.plugins.sparql import prepareQuery

from kg.queries import Query, check_read_only

FOLDER = Path(__file__).parents[2] / "queries"
FILES = sorted(FOLDER.rglob("*.rq"))
each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(FOLDER))


def test_there_is_a_catalogue() -> None:
    assert FILES


@each_file
def test_the_header_is_well_formed(file: Path) -> None:
    assert Query.read(file).name == file.relative_to(FOLDER).with_suffix("").as_posix()


@each_file
def test_the_file_is_sparql_as_it_stands(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    prepareQuery(text)
    pyoxigraph.Store().query(text)


@each_file
def test_the_query_only_reads(file: Path) -> None:
    query = Query.read(file)
    assert check_read_only(query.sparql) == query.kind
