"""The magic `%%sparql` in a shell of IPython, and what it says of a wrong line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell

import kg
from kg.errors import MissingParameterError, NameNotFoundError, UnknownParameterError
from kg.resources import data_dir
from kg.result import Result

QUERY = "SELECT ?who { GRAPH graph:derived { ?who br:side $side } } ORDER BY ?who LIMIT 3"


@pytest.fixture(scope="module")
def graph() -> Iterator[kg.Graph]:
    with kg.open() as graph:
        graph.load(data_dir())
        yield graph


@pytest.fixture
def shell(graph: kg.Graph) -> Iterator[InteractiveShell]:
    shell = InteractiveShell.instance()
    shell.run_line_magic("load_ext", "kg.notebook")
    shell.user_ns["graph"] = graph
    yield shell
    shell.run_line_magic("unload_ext", "kg.notebook")
    shell.reset()
    InteractiveShell.clear_instance()


def ask(shell: InteractiveShell, line: str, cell: str = QUERY) -> Any:
    return shell.run_cell_magic("sparql", line, cell)


@pytest.mark.parametrize("value", ["RUS", "Россия", "रूस", "actor/RUS"])
def test_a_value_is_an_actor_by_any_name(shell: InteractiveShell, value: str) -> None:
    answer = ask(shell, f"--bind side={value}")
    assert isinstance(answer, Result)
    assert len(answer) == 3


def test_an_answer_can_be_kept_as_a_frame(shell: InteractiveShell) -> None:
    ask(shell, "--bind side=RUS --store-to found")
    assert list(shell.user_ns["found"].columns) == ["who"]


def test_a_view_stands_in_a_frame_with_the_table_below(shell: InteractiveShell) -> None:
    shown = ask(shell, "--bind side=RUS --view table")._repr_html_()
    assert shown.startswith("<iframe srcdoc=")
    assert "<table>" in shown.partition("</iframe>")[2]


def test_ask_and_construct_give_what_they_are(shell: InteractiveShell) -> None:
    assert ask(shell, "", "ASK { GRAPH ?g { id:actor\\/RUS a br:State } }") is True
    triples = ask(shell, "", "CONSTRUCT { ?x a br:Person } { GRAPH ?g { ?x a br:Person } }")
    assert "ontology#Person" in triples


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("", MissingParameterError),
        ("--bind side=RUS --bind other=1", UnknownParameterError),
        ("--bind side=Atlantis", NameNotFoundError),
        ("--bind side", UsageError),
        ("--graph nothing --bind side=RUS", UsageError),
    ],
)
def test_a_wrong_line_is_one_clear_error(
    shell: InteractiveShell, line: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        ask(shell, line)


def test_several_graphs_have_to_be_told_apart(shell: InteractiveShell) -> None:
    with kg.open() as other:
        shell.user_ns["other"] = other
        with pytest.raises(UsageError, match="graph, other"):
            ask(shell, "--bind side=RUS")
        assert len(ask(shell, "--graph graph --bind side=RUS")) == 3
        del shell.user_ns["other"]


def test_graph_relation_and_matter_show_themselves(
    shell: InteractiveShell, graph: kg.Graph
) -> None:
    formatter = shell.display_formatter.formatters["text/html"]  # type: ignore[union-attr]
    assert "<table>" in formatter(graph)
    relation = formatter(graph.relation("RUS", "USA"))
    assert relation.startswith("<iframe srcdoc=")
    assert "Resuming direct flights" in relation.partition("</iframe>")[2]
    assert "<h4>Resuming direct flights</h4><table>" in formatter(
        graph.matter("rus-usa-direct-flights")
    )
