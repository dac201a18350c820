"""`kg sparql`: a user's own SPARQL, from a file, from stdin or from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

import click

from kg.cli.common import (
    FORMATS,
    TRIPLES,
    examples,
    lang_option,
    loaded_by_option,
    open_graph,
    store_option,
    write_result,
    write_text,
    write_triples,
)

if TYPE_CHECKING:
    from kg.result import Result

__all__ = ["command"]


@click.command(
    "sparql",
    epilog=examples(
        "kg sparql my-query.rq --format csv",
        "kg sparql -e 'SELECT ?revision { GRAPH graph:provenance { ?revision a br:Revision } }'",
        r"echo 'ASK { GRAPH ?g { id:actor\/RUS a br:State } }' | kg sparql -",
    ),
)
@click.argument("file", metavar="[FILE|-]", required=False, type=click.File("rb"))
@click.option("-e", "--expression", metavar="SPARQL", help="The query itself, in place of FILE.")
@click.option(
    "--format",
    "format_",
    type=click.Choice((*FORMATS, TRIPLES)),
    help="The form of the output; if not given, table for rows and ttl for triples.",
)
@lang_option
@loaded_by_option
@store_option
def command(
    file: BinaryIO | None,
    expression: str | None,
    format_: str | None,
    lang: str,
    loaded_by: str | None,
    store: str,
) -> None:
    """Ask a store SPARQL of one's own.

    The query is read from FILE, from stdin if FILE is -, or from -e. The project's prefixes need no
    declaration. All data stand in named graphs: every pattern is inside GRAPH. A query that would
    change the store or reach out of it is refused. SELECT gives a table, ASK true or false,
    CONSTRUCT triples in Turtle; DESCRIBE finds none, for it looks outside of GRAPH.
    """
    text = _query(file, expression)
    with open_graph(store, lang=lang, loaded_by=loaded_by) as graph:
        _write(graph.sparql(text), format_)


def _query(file: BinaryIO | None, expression: str | None) -> str:
    if file is None:
        if expression is None:
            raise click.UsageError("give a FILE, - for stdin, or -e SPARQL")
        return expression
    if expression is not None:
        raise click.UsageError("give either a FILE or -e SPARQL")
    try:
        return file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{file.name}: not UTF-8 (byte {error.start})") from None


def _write(answer: Result | bool | bytes, format_: str | None) -> None:
    if isinstance(answer, bytes):
        write_triples(answer, format_)
    elif format_ == TRIPLES:
        raise click.UsageError("ttl is for CONSTRUCT and DESCRIBE")
    elif isinstance(answer, bool):
        write_text(str(answer).lower())
    else:
        write_result(answer, format_ or FORMATS[0])
