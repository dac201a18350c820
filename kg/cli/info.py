"""`kg info`: what is in a store."""

from __future__ import annotations

import click

from kg.cli.common import (
    FORMATS,
    examples,
    format_option,
    lang_option,
    loaded_by_option,
    open_graph,
    store_option,
    write_result,
)

__all__ = ["command"]


@click.command("info", epilog=examples("kg info --store store", "kg info --loaded-by 2025-04-11"))
@format_option(*FORMATS)
@lang_option
@loaded_by_option
@store_option
def command(format_: str, lang: str, loaded_by: str | None, store: str) -> None:
    """Say what is in a store.

    How many things of each kind, and how many documents in each language.
    """
    with open_graph(store, lang=lang, loaded_by=loaded_by) as graph:
        write_result(graph.info(), format_)
