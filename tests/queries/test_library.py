"""The catalogue finds queries by topic and name, and reads them when they are asked for."""

from pathlib import Path

import pytest

from kg.errors import QueryError, QueryHeaderError, QueryNotFoundError
from kg.queries import QueryLibrary

QUERY = """\
#+ title: {en: Everything, hi: सब कुछ}
#+ description: {en: Everything there is., hi: जो कुछ भी है।}
#+ columns: [{name: s, type: iri}]
SELECT ?s { GRAPH ?g { ?s ?p ?o } }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("relations/ledger", "relations/parties", "events/timeline", "events/parties"):
        file = tmp_path / "queries" / f"{name}.rq"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(QUERY, encoding="utf-8")
    return tmp_path / "queries"


def test_queries_stand_under_their_topic(folder: Path) -> None:
    library = QueryLibrary(folder)
    assert len(library) == 4
    assert library.topics == {
        "events": ("events/parties", "events/timeline"),
        "relations": ("relations/ledger", "relations/parties"),
    }
    assert [query.name for query in library] == list(library.names)


def test_a_query_is_read_once(folder: Path) -> None:
    library = QueryLibrary(folder)
    query = library.get("events/timeline")
    assert query.title("hi") == "सब कुछ"
    assert library["events/timeline"] is query
    assert "events/timeline" in library
    assert "timeline" not in library


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("relatoins/ledger", ("relations/ledger", "relations/parties")),
        ("ledger", ("relations/ledger",)),
        ("parties", ("events/parties", "relations/parties")),
        ("relation/parties", ("relations/parties", "events/parties")),
        ("weather", ()),
        ("", ()),
    ],
)
def test_an_unknown_name_brings_the_nearest(folder: Path, name: str, near: tuple[str, ...]) -> None:
    with pytest.raises(QueryNotFoundError) as caught:
        QueryLibrary(folder).get(name)
    assert (caught.value.name, caught.value.near) == (name, near)


def test_a_malformed_file_does_not_stand_in_the_way_of_others(folder: Path) -> None:
    (folder / "events" / "broken.rq").write_text("SELECT * {}", encoding="utf-8")
    library = QueryLibrary(folder)
    assert library.get("events/timeline").kind == "select"
    with pytest.raises(QueryHeaderError):
        library.get("events/broken")


@pytest.mark.parametrize("name", ["lost.rq", "a/b/lost.rq"])
def test_a_file_outside_of_a_topic(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(QUERY, encoding="utf-8")
    with pytest.raises(QueryHeaderError, match="its topic"):
        QueryLibrary(folder)


def test_folders_are_put_together_and_share_no_name(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own" / "mine" / "first.rq"
    own.parent.mkdir(parents=True)
    own.write_text(QUERY, encoding="utf-8")
    assert "mine/first" in QueryLibrary(folder, tmp_path / "own")
    with pytest.raises(QueryHeaderError, match="is taken by"):
        QueryLibrary(folder, folder)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="no folder of queries"):
        QueryLibrary(tmp_path / "nowhere")
