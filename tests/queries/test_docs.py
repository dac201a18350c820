"""What docs/queries.md says of query files is so."""

import re
from pathlib import Path

import pyoxigraph
import pytest
from rdflib.plugins.sparql import prepareQuery

from kg.queries import COLUMN_TYPES, TYPES, Query
from kg.result import Result
from kg.store import Store

PAGE = Path(__file__).parents[2] / "docs" / "queries.md"
TEXT = PAGE.read_text(encoding="utf-8")

DATA = """\
<http://a/c1> <{br}claimedProperty> <{br}place> <http://a/g> .
<http://a/c1> <{br}claimedValue> <{id}place/istanbul> <http://a/g> .
<http://a/c1> <{br}about> <{id}event/talks> <http://a/g> .
<http://a/c2> <{br}about> <{id}event/talks> <http://a/g> .
<http://a/c2> <{br}claimedValue> <{type}consult> <http://a/g> .
<{id}event/talks> <{br}edtf> "2025-04-10" <http://a/g> .
<{id}event/talks> <{br}day> "739351"^^<{xsd}integer> <http://a/g> .
<http://a/g> <{br}recordedTo> "9999-12-31T23:59:59Z"^^<{xsd}dateTime> <{graph}provenance> .
""".format(
    br="https://w3id.org/bilateral/ontology#",
    id="https://w3id.org/bilateral/id/",
    graph="https://w3id.org/bilateral/graph/",
    type="https://w3id.org/bilateral/scheme/event-type/",
    xsd="http://www.w3.org/2001/XMLSchema#",
)


@pytest.fixture
def example() -> Query:
    (text,) = re.findall(r"```sparql\n(.*?)```", TEXT, re.DOTALL)
    return Query.parse(text, "events/in-place", PAGE)


def test_the_example_is_sparql_as_it_stands(example: Query) -> None:
    prepareQuery(example.sparql)
    pyoxigraph.Store().query(example.sparql)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({}, 1),
        ({"types": ["event-type/consult", "eventType:aid"]}, 1),
        ({"types": ["event-type/aid"]}, 0),
        ({"since": "2025-04-10"}, 1),
        ({"since": "2025-04-11"}, 0),
    ],
)
def test_the_example_answers(example: Query, values: dict[str, object], found: int) -> None:
    with Store() as store:
        store.insert(DATA.encode())
        table = store.select(example.bind({"place": "place/istanbul", **values}))
    result = Result.from_table(table, example.columns, title=example.title("hi"))
    assert len(result) == found
    assert [column.name for column in result.columns] == ["event", "event_label", "edtf", "claims"]


@pytest.mark.parametrize("kind", [*TYPES, *COLUMN_TYPES])
def test_every_type_is_described(kind: str) -> None:
    assert re.search(rf"^\|[^|]*`{kind}`", TEXT, re.MULTILINE)
