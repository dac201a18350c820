"""`kg withdraw`: documents are taken back, and what they said stays on record."""

from __future__ import annotations

import click

from kg.cli.common import examples, open_graph, store_option

__all__ = ["command"]


@click.command(
    "withdraw",
    epilog=examples(
        "kg withdraw test/retracted --reason 'taken back by the outlet' --store my-store"
    ),
)
@click.argument("documents", nargs=-1, required=True, metavar="DOC…")
@click.option("--reason", metavar="TEXT", default="", help="Why, in words that are kept.")
@click.option(
    "--with-dependants", is_flag=True,
    help="Withdraw those too that rest on what the documents declare.",
)  # fmt: skip
@store_option
def command(documents: tuple[str, ...], reason: str, with_dependants: bool, store: str) -> None:
    """Withdraw documents from a store.

    DOC is the id of a sheet. What it said counts no longer from now on and stays on record, so that
    --loaded-by an earlier moment shows it; loading the sheet again brings it back. What other
    documents rest on is not withdrawn without them.
    """
    with open_graph(store) as graph:
        withdrawn = graph.withdraw(*documents, reason=reason, with_dependants=with_dependants)
    click.echo(f"{len(withdrawn)} withdrawn: {', '.join(withdrawn)}", err=True)
