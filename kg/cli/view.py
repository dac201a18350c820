"""`kg view`: pages that open from the disk, without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.common import (
    clock_options,
    examples,
    lang_option,
    loaded_by_option,
    open_graph,
    store_option,
    write_text,
)

__all__ = ["command"]


@click.group("view", epilog=examples("kg view relation RUS USA -o rus-usa.html"))
def command() -> None:
    """Write a self-contained HTML page."""


@command.command(
    "relation",
    epilog=examples(
        "kg view relation RUS USA -o rus-usa.html",
        "kg view relation Россия США -o rus-usa.hi.html --lang hi --open",
    ),
)
@click.argument("a")
@click.argument("b")
@click.option(
    "-o", "--output", required=True, metavar="F.html",
    type=click.Path(dir_okay=False, path_type=Path), help="Where to write the page.",
)  # fmt: skip
@clock_options
@click.option("--open", "open_", is_flag=True, help="Open the page in a browser.")
@lang_option
@loaded_by_option
@store_option
def relation(
    a: str,
    b: str,
    output: Path,
    open_: bool,
    lang: str,
    loaded_by: str | None,
    store: str,
    **clocks: Any,
) -> None:
    """Write the dossier of two parties.

    A and B are given as ISO code, slug, IRI or by a name in any language. The page says what is
    asked and owed by whose account, and draws the events and commitments between the two by time,
    each with its quote, speaker and source. The path of the page is printed.
    """
    with open_graph(store, lang=lang, loaded_by=loaded_by) as graph:
        graph.relation(a, b).view(output, **clocks)
    write_text(str(output))
    if open_:
        click.launch(output.resolve().as_uri())
