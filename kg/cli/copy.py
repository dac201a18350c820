"""`kg copy`: a store into another one, of whichever kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.common import examples, progress_bars

if TYPE_CHECKING:
    from kg.moving.copying import MoveReport

__all__ = ["command", "tell"]


@click.command(
    "copy",
    epilog=examples(
        "kg copy store copied",
        "kg copy store http://127.0.0.1:7878/query",
        "kg copy http://127.0.0.1:7878/query from-server",
    ),
)
@click.argument("source", metavar="SRC")
@click.argument("target", metavar="DST")
def command(source: str, target: str) -> None:
    """Copy a store into another one.

    SRC and DST are directories or URLs of SPARQL endpoints. DST is empty, or not there yet; every
    named graph is held against SRC by its count and a digest, and the event table of a directory
    goes along. Killed in the middle, the same command goes on; until it has ended, nobody can load
    into DST. Credentials for DST are in KG_USER and KG_PASSWORD or in KG_TOKEN, those for SRC in
    KG_SOURCE_USER, KG_SOURCE_PASSWORD and KG_SOURCE_TOKEN.
    """
    from kg.moving import copy
    from kg.moving.copying import quiet

    with progress_bars() as progress:
        report = copy(source, target, progress=progress or quiet)
    tell("copied and verified", report)


def tell(what: str, report: MoveReport) -> None:
    """Say on stderr what was moved, and what was not."""
    before = f", {report.before:,} of them there before" if report.before else ""
    files = f"; {report.files:,} files of events" if report.files else ""
    click.echo(
        f"{report.quads:,} quads in {report.graphs:,} graphs {what}{before}{files}", err=True
    )
    if report.left:
        click.echo(
            f"the event table stays in {report.left}, since an endpoint has no directory for it",
            err=True,
        )
