"""`kg rebuild`: all that is derived, made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.common import examples, open_graph, store_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.loading.rebuild import RebuildReport

__all__ = ["command"]


@click.command("rebuild", epilog=examples("kg rebuild --store my-store"))
@store_option
def command(store: str) -> None:
    """Make all that is derived anew.

    After an update of the program, or when a store is in doubt: what killed loads left is swept
    away, the ontology and the states of this version are installed, and everything that follows
    from the documents is derived anew. Documents that an older version turned into quads are named:
    load their sheets again.
    """
    with open_graph(store) as graph:
        report = graph.rebuild()
    for line in _lines(report):
        click.echo(line, err=True)


def _lines(report: RebuildReport) -> Iterator[str]:
    if report.swept:
        yield f"{len(report.swept)} left over and swept away: {', '.join(report.swept)}"
    yield f"ontology and states: {'installed' if report.renewed else 'those of this version'}"
    yield f"{report.derived:,} quads derived"
    if report.outdated:
        names = ", ".join(report.outdated)
        yield f"{len(report.outdated)} made by another version, load them again: {names}"
