"""`kg info`: what is in a store."""

from __future__ import annotations

import click

from kg.cli.common import (
    FORMATS,
    examples,
    format_option,
    lang_option,
    open_graph,
    store_option,
    write_result,
)

__all__ = ["command"]


@click.command("info", epilog=examples("kg info --store store"))
@format_option(*FORMATS)
@lang_option
@store_option
def command(format_: str, lang: str, store: str) -> None:
    """Say what is in a store.

    How many things of each kind, and how many documents in each language.
    """
    with open_graph(store, lang=lang) as graph:
        write_result(graph.info(), format_)
