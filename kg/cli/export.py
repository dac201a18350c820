"""`kg export`: all that is in a store, in one file."""

from __future__ import annotations

from typing import BinaryIO, Final

import click

from kg.cli.common import examples, format_option, loaded_by_option, open_graph, store_option

__all__ = ["command"]

_FORMATS: Final = {
    "trig": "all quads in TriG, by graph and subject",
    "nq": "all quads in N-Quads, one a line",
    "csv": "a zip of CSV files, one for each kind of thing",
    "graphml": "the network of all relations, as Gephi, yEd and igraph read it",
    "gexf": "the same in Gephi's own format",
}
#: those that are no text, which a terminal would obey rather than show
_BINARY: Final = ("csv",)


def _formats() -> str:
    lines = (f"  {name:8} {text}" for name, text in _FORMATS.items())
    return "\n".join(("\b", "Formats:", *lines, "", ""))


@click.command(
    "export",
    epilog=_formats()
    + examples(
        "kg export -o all.trig",
        "kg export --format nq | gzip > all.nq.gz",
        "kg export --format csv -o tables.zip",
        "kg export --format graphml -o relations.graphml",
    ),
)
@format_option(*_FORMATS)
@click.option(
    "-o", "--output", metavar="FILE", type=click.File("wb", atomic=True), default="-",
    help="The file to write, whole or not at all; stdout if not given.",
)  # fmt: skip
@loaded_by_option
@store_option
def command(format_: str, output: BinaryIO, loaded_by: str | None, store: str) -> None:
    """Write all that is in a store to a file.

    The same content gives the same bytes, so that two exports can be compared by a diff.
    """
    if format_ in _BINARY and output.isatty():
        raise click.UsageError(f"{format_} is a zip, which no terminal shows; give -o FILE")
    with open_graph(store, loaded_by=loaded_by) as graph:
        graph.export(output, format_)
