"""`kg backup`: all that is in a store, in one file that any store can be restored from."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.common import examples, progress_bars, write_text
from kg.cli.copy import tell

__all__ = ["command"]


@click.command(
    "backup",
    epilog=examples(
        "kg backup store backup.zip",
        "kg backup store backups/",
        "kg backup http://127.0.0.1:7878/query server.zip",
    ),
)
@click.argument("store", metavar="STORE")
@click.argument("target", metavar="DIR|FILE", type=click.Path())
def command(store: str, target: str) -> None:
    """Write all that is in a store into a backup.

    STORE is a directory or the URL of a SPARQL endpoint. FILE is a zip file, which is there only
    when it is whole and has been read back; nothing is replaced. In a DIR, which is there or ends
    with /, one is made, named after the store and the time. Its path goes to stdout. The event
    table of a directory is in it.
    """
    from kg.moving import backup
    from kg.moving.copying import quiet

    if target.endswith("/"):
        Path(target).mkdir(parents=True, exist_ok=True)
    with progress_bars() as progress:
        file, report = backup(store, Path(target), progress=progress or quiet)
    write_text(str(file))
    tell("written and read back", report)
