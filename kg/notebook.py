"""Notebooks: `%load_ext kg.notebook` gives `%%sparql`, and views that stand in their cell.

Whatever is displayed has a table that needs no script; a view stands in a frame beside it, for
readers that show frames. The border to IPython.
"""

from __future__ import annotations

import tempfile
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from IPython.core.error import UsageError
from IPython.core.magic import Magics, cell_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring

from kg.graph import Graph
from kg.matter import Matter
from kg.pages import query as query_page
from kg.queries.placing import placed
from kg.relation import Relation
from kg.result import Result
from kg.views import DRAWINGS

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

__all__ = ["Frame", "load_ipython_extension", "unload_ipython_extension"]

#: CSS pixels of a frame in a cell
_HIGH: Final = 640


class Frame:
    """A page in a cell: in a frame of its own, with a table for readers that show no frames."""

    def __init__(self, page: str, instead: str) -> None:
        """Take the HTML of a whole page, and that of what stands below it."""
        self.page, self.instead = page, instead

    def _repr_html_(self) -> str:
        # the frame may run its scripts and save files, and has no access to the notebook
        return (
            f'<iframe srcdoc="{escape(self.page)}" width="100%" height="{_HIGH}" '
            f'sandbox="allow-scripts allow-downloads" title="view"></iframe>'
            f"<details><summary>table</summary>{self.instead}</details>"
        )

    def __repr__(self) -> str:
        return f"<Frame of {len(self.page) // 1000} kB>"


@magics_class
class Sparql(Magics):
    """The magic `%%sparql`."""

    @magic_arguments()
    @argument("--graph", metavar="NAME", help="The variable that holds the graph.")
    @argument(
        "--bind", metavar="NAME=VALUE", action="append", default=[],
        help="What stands for $NAME: an actor, a node, a day or a number; may come several times.",
    )  # fmt: skip
    @argument("--view", choices=DRAWINGS, help="Show it as a view in a frame.")
    @argument("--store-to", metavar="NAME", help="Keep the answer as a pandas frame in NAME.")
    @argument("--lang", metavar="LANGUAGE", help="The language of labels.")
    @cell_magic
    def sparql(self, line: str, cell: str) -> Any:
        """Ask the SPARQL of the cell: %%sparql --bind a=RUS --view timeline --store-to df."""
        given = parse_argstring(self.sparql, line)
        graph = self._graph(given.graph)
        values = dict(_pair(text) for text in given.bind)
        text = placed(cell, values, lambda kind, name: graph.resolve(name, kind))
        answer = graph.sparql(text, lang=given.lang)
        if not isinstance(answer, Result):
            return answer.decode() if isinstance(answer, bytes) else answer
        if given.store_to:
            self._space()[given.store_to] = answer.to_pandas()
        return _framed(graph, answer, given.view) if given.view else answer

    def _space(self) -> dict[str, Any]:
        """The variables of the notebook."""
        assert self.shell is not None
        space: dict[str, Any] = self.shell.user_ns
        return space

    def _graph(self, name: str | None) -> Graph:
        """The graph that is meant: the named one, else the one that there is."""
        space = self._space()
        if name is not None:
            if not isinstance(space.get(name), Graph):
                raise UsageError(f"{name} is no graph; make one: {name} = kg.open('store')")
            graph: Graph = space[name]
            return graph
        found = {
            key: value
            for key, value in space.items()
            if isinstance(value, Graph) and not key.startswith("_")
        }
        if len({id(graph) for graph in found.values()}) != 1:
            told = ", ".join(sorted(found)) or "none; make one: graph = kg.open('store')"
            raise UsageError(f"--graph NAME says which graph is meant; there are: {told}")
        return next(iter(found.values()))


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise UsageError(f"--bind takes NAME=VALUE, such as a=RUS; found {text!r}")
    return name.lstrip("$"), value.strip("'\"")


def _framed(graph: Graph, answer: Result, view: str) -> Frame:
    with tempfile.TemporaryDirectory() as folder:
        path = query_page(graph, answer, Path(folder) / "answer.html", view=view, title="SPARQL")
        return Frame(path.read_text(encoding="utf-8"), answer._repr_html_())


def _graph_html(graph: Graph) -> str:
    """What is in a graph."""
    return f"<p>{escape(repr(graph))}</p>{graph.info()._repr_html_()}"


def _relation_html(relation: Relation) -> str:
    """What is open between the two, and the dossier in a frame."""
    with tempfile.TemporaryDirectory() as folder:
        page = relation.view(Path(folder) / "dossier.html").read_text(encoding="utf-8")
    return Frame(page, relation._repr_html_())._repr_html_()


def _matter_html(matter: Matter) -> str:
    return f"<h4>{escape(matter.label)}</h4>{matter._repr_html_()}"


_SHOWN: Final = {Graph: _graph_html, Relation: _relation_html, Matter: _matter_html}


def load_ipython_extension(shell: InteractiveShell) -> None:
    """`%load_ext kg.notebook`."""
    shell.register_magics(Sparql)
    for kind, shown in _SHOWN.items():
        _html(shell).for_type(kind, shown)


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """`%unload_ext kg.notebook`."""
    for kind in _SHOWN:
        _html(shell).pop(kind, None)


def _html(shell: InteractiveShell) -> Any:
    """What makes HTML of what a cell gives."""
    assert shell.display_formatter is not None
    return shell.display_formatter.formatters["text/html"]
