"""`kg query`: the catalogue on the command line, where each query is a command of its own.

A query's parameters become options, its header its help; nothing about any one query stands here.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

import click

from kg.cli.common import (
    FORMATS,
    TRIPLES,
    examples,
    format_option,
    lang_option,
    loaded_by_option,
    open_graph,
    store_option,
    write_result,
    write_text,
    write_triples,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.graph import Graph
    from kg.queries import Parameter, Query, QueryLibrary

__all__ = ["command", "example", "library", "parameters", "queries", "title"]

#: the reader's language is an option of every query, whether the query asks for it or not
_LANGUAGE: Final = "lang"

#: values for the examples of parameters that have none of their own, by type, in order
_SAMPLES: Final = {
    "actor": ("RUS", "USA"),
    "node": ("event/istanbul-talks-2025-04-10",),
    "event": ("istanbul-talks-2025-04-10",),
    "matter": ("rus-usa-direct-flights",),
    "concept": ("act:agree",),
    "date": ("2025-04-11",),
    "day": ("2025-04-11",),
    "dateTime": ("2025-04-11T00:00:00Z",),
    "language": ("hi",),
    "integer": ("10",),
    "boolean": ("true",),
}


_EXPLAIN: Final = click.option(
    "--explain", is_flag=True,
    help="Show the SPARQL with the values in place and the graphs that it reads, ask nothing.",
)  # fmt: skip
_EVIDENCE: Final = click.option(
    "--evidence", is_flag=True,
    help="Show the claims on which each row rests, with the words of the source, by its number;"
    " as a table after the rows, in any other format instead of them.",
)  # fmt: skip
#: a graph by its name, and one of those that a variable stands for
_GRAPH: Final = re.compile(r"\bGRAPH (graph:[a-z]+)")
_COUNTS: Final = "graph:coded"
_ANY_GRAPH: Final = re.compile(r"\bGRAPH \?")


@cache
def library() -> QueryLibrary:
    """The catalogue."""
    from kg.queries import QueryLibrary
    from kg.resources import queries_dir

    return QueryLibrary(queries_dir())


def queries() -> Iterator[Query]:
    """Those that give rows, then those that give triples."""
    return iter(sorted(library(), key=lambda query: query.kind == "construct"))


class _Catalogue(click.Group):
    """The queries as commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [query.name for query in queries()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        return _command(library().get(cmd_name))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Queries"):
            formatter.write_dl([(query.name, query.title("en")) for query in queries()])


@click.group(
    "query", cls=_Catalogue, invoke_without_command=True, subcommand_metavar="[NAME [OPTIONS]]",
    epilog=examples(
        "kg query --list",
        "kg query commitments/ledger --help",
        "kg query commitments/ledger --a RUS --b USA --format csv",
        "kg query store/info --loaded-by 2025-04-11",
    ),
)  # fmt: skip
@click.option("--list", "list_", is_flag=True, help="List the queries with their titles.")
@lang_option
@click.pass_context
def command(ctx: click.Context, list_: bool, lang: str) -> None:
    """Ask a query of the catalogue.

    NAME is one of the queries below; its parameters are options after it. Actors are given as ISO
    code, slug, IRI or by a name in any language.
    """
    if list_ or ctx.invoked_subcommand is None:
        write_text(_listing(lang))
        ctx.exit()


def _listing(lang: str) -> str:
    """The queries by topic; what gives triples comes last."""
    topics: dict[str, list[str]] = {}
    known = [*queries()]
    width = max((len(query.name) for query in known), default=0)
    for query in known:
        line = f"  {query.name:{width}}  {query.title(lang)}"
        topics.setdefault(query.name.partition("/")[0], []).append(line)
    return "\n\n".join("\n".join([topic, *lines]) for topic, lines in topics.items())


def _command(query: Query) -> click.Command:
    """The command that asks one query."""

    def ask(
        store: str,
        format_: str,
        lang: str,
        loaded_by: str | None,
        explain: bool,
        evidence: bool,
        **values: object,
    ) -> None:
        given = {name: value for name, value in values.items() if value not in (None, ())}
        with open_graph(store, lang=lang, loaded_by=loaded_by) as graph:
            if explain:
                write_text(_explained(query, graph, given))
                return
            if query.kind == "construct":
                write_triples(graph.sparql(graph.explain(query.name, **given)), format_)
                return
            result = graph.query(query.name, lang=lang, **given)
            if not result.rows:
                tell_uncounted(query, graph)
            if format_ == "table":
                result = replace(result, title=title(query, graph, given, loaded_by))
            if not evidence:
                write_result(result, format_)
                return
            if format_ == "table":
                write_result(result, format_)
            write_result(graph.grounds(result, **given), format_)

    formats = (TRIPLES,) if query.kind == "construct" else FORMATS
    for option in (
        _EXPLAIN, _EVIDENCE, format_option(*formats), lang_option, loaded_by_option, store_option,
    ):  # fmt: skip
        ask = option(ask)
    made = click.command(
        query.name,
        help=f"{query.title('en')}.\n\n{query.description('en')}",
        epilog=examples(example(query)),
    )(ask)
    made.params[:0] = parameters(query)
    return made


def tell_uncounted(query: Query, graph: Graph) -> None:
    """Tell on stderr that coded events are there, if their counts, which a query asks, are not."""
    folder = graph.coded.folder
    asks = any(token.text == _COUNTS for token in query.body.tokens)
    if not asks or folder is None or not graph.coded.table.is_there:
        return
    if not graph.sparql(f"ASK {{ GRAPH {_COUNTS} {{ ?s ?p ?o }} }}"):
        click.echo(
            f"coded events are in {folder}, their counts are not in the store: "
            "`kg events quads` puts them there, `kg events` counts without them",
            err=True,
        )


def parameters(query: Query) -> list[click.Parameter]:
    """The parameters of a query as options; the reader's language is one of every command."""
    return [_option(one) for one in query.parameters if one.name != _LANGUAGE]


def _explained(query: Query, graph: Graph, given: Mapping[str, object]) -> str:
    """The SPARQL with the values in place, of all queries that are asked, and the graphs read."""
    asked = graph.asks(query.name, **given)
    graphs = sorted({name for text in asked.values() for name in _GRAPH.findall(text)})
    lines = [f"# {query.title(graph.language)}", f"# reads {', '.join(graphs)}"]
    if any(_ANY_GRAPH.search(text) for text in asked.values()):
        rows = graph.query("store/revisions").records()
        open_ = [str(row["document"]) for row in rows if row["recorded_to"] is None]
        lines += [f"# and the open revisions of {len(open_)} documents:"]
        lines += [f"#   {document.partition('/id/')[2]}" for document in open_]
    if len(asked) > 1:
        lines += [f"# goes on in kg.answers ({query.answer}) from {len(asked) - 1} queries"]
    for name, text in asked.items():
        lines += ["", f"# ---- {name}", text.strip()]
    return "\n".join(lines)


def title(
    query: Query, graph: Graph, given: Mapping[str, object], loaded_by: str | None,
    *, for_page: bool = False,
) -> str:  # fmt: skip
    """The title with what was asked for, actors by their labels: who "a" and "b" are.

    On a page, whose reader knows no parameters, what is required goes without its name.
    """
    from kg.queries.values import to_term

    named = []
    for parameter in query.parameters:
        values = given.get(parameter.name, ())
        for value in values if isinstance(values, tuple) else (values,):
            text = str(value)
            if parameter.type == "actor":
                iri = graph.resolve(text)
                text = graph.label(iri).get(iri, text)
            elif for_page and parameter.type in ("node", "concept"):
                node = str(to_term(text, parameter.type))
                text = graph.label(node).get(node, text)
            if not for_page:
                text = f"{parameter.name} = {text}"
            elif not parameter.required:
                text = f"{parameter.description(graph.language) or parameter.name}: {text}"
            named.append(text)
    if loaded_by is not None:
        named.append(f"loaded_by = {loaded_by}")
    plain = query.title(graph.language)
    return f"{plain}: {', '.join(named)}" if named else plain


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _option(parameter: Parameter) -> click.Option:
    parts = [parameter.description("en")]
    if parameter.default is not None:
        default = (str(getattr(term, "value", term)) for term in parameter.default)
        parts.append(f" [default: {', '.join(default)}]")
    if parameter.many:
        parts.append("May be given several times.")
    return click.Option(
        [_flag(parameter.name), parameter.name],
        metavar=parameter.type.upper(),
        required=parameter.required,
        multiple=parameter.many,
        help=" ".join(filter(None, parts)),
    )


def example(query: Query) -> str:
    """A line that asks the query with every value it needs."""
    samples = {kind: iter(values) for kind, values in _SAMPLES.items()}
    words = [
        f"{_flag(one.name)} {one.example or next(samples[one.type])}"
        for one in query.parameters
        if one.required
    ]
    return " ".join(["kg query", query.name, *words])
