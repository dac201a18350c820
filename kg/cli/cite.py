"""`kg cite`: the documents as citations for reference managers."""

from __future__ import annotations

import click

from kg.cli.common import examples, lang_option, open_graph, store_option, write_text

__all__ = ["command"]


@click.command(
    "cite",
    epilog=examples(
        "kg cite RUS USA --format bibtex > rus-usa.bib", "kg cite --format ris > sources.ris"
    ),
)
@click.argument("parties", nargs=-1, metavar="[A B]")
@click.option(
    "--format", "format_", type=click.Choice(("ris", "bibtex")), default="ris", show_default=True,
    help="The form of the output.",
)  # fmt: skip
@lang_option
@store_option
def command(parties: tuple[str, ...], format_: str, lang: str, store: str) -> None:
    """Write citations of the documents on two parties, or of all.

    A and B are given as ISO code, slug, IRI or by a name in any language. Notes say where a page is
    weak, repeats another one or was translated, and between which days it was published.
    """
    from kg.citations import citations

    if len(parties) not in (0, 2):
        raise click.UsageError("give two parties, or none for all documents")
    with open_graph(store, lang=lang) as graph:
        rows = [*graph.query("store/documents").records()]
        if parties:
            told = {row["document"] for row in graph.relation(*parties).documents().records()}
            rows = [row for row in rows if row["document"] in told]
        write_text(citations(rows, format_))
