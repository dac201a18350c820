"""`kg restore`: a backup into an empty store."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.common import examples, progress_bars
from kg.cli.copy import tell

__all__ = ["command"]


@click.command("restore", epilog=examples("kg restore kept.zip restored"))
@click.argument(
    "file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.argument("store", metavar="STORE")
def command(file: Path, store: str) -> None:
    """Put what a backup holds into a store.

    FILE is what `kg backup` wrote. STORE is an empty store, or a directory that is not there yet,
    or the URL of an endpoint, of another kind than the backup was made from if you like. Every
    graph is verified. Killed in the middle, the same command goes on.
    """
    from kg.moving import restore
    from kg.moving.copying import quiet

    with progress_bars() as progress:
        report = restore(file, store, progress=progress or quiet)
    tell("restored and verified", report)
