"""`kg export`: all that is in a store, in one file."""

from __future__ import annotations

from typing import BinaryIO

import click

from kg.cli.common import examples, format_option, open_graph, store_option

__all__ = ["command"]


@click.command(
    "export",
    epilog=examples(
        "kg export -o all.trig",
        "kg export --format nq | gzip > all.nq.gz",
        "kg export --format csv -o tables.zip",
    ),
)
@format_option("trig", "nq", "csv", "graphml", "gexf")
@click.option(
    "-o", "--output", metavar="FILE", type=click.File("wb", atomic=True), default="-",
    help="The file to write; stdout if not given.",
)  # fmt: skip
@store_option
def command(format_: str, output: BinaryIO, store: str) -> None:
    """Write all that is in a store to a file.

    trig and nq are all quads, csv is a zip of one table a kind of thing, graphml and gexf the
    network of all relations. The same content gives the same bytes, so that two exports can be
    compared by a diff.
    """
    with open_graph(store) as graph:
        graph.export(output, format_)
