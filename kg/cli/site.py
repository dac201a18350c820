"""`kg site`: a folder of pages that link to each other, without a server."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from kg.cli.common import (
    examples,
    lang_option,
    loaded_by_option,
    open_graph,
    store_option,
    write_text,
)

__all__ = ["command"]


@click.command("site", epilog=examples("kg site -o pages/"))
@click.option(
    "-o", "--output", required=True, metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path), help="The folder of the pages.",
)  # fmt: skip
@lang_option
@loaded_by_option
@store_option
def command(output: Path, lang: str, loaded_by: str | None, store: str) -> None:
    """Write a browsable folder of all relations, actors and matters.

    Its first page, index.html, opens from the disk; it is printed.
    """
    from kg import pages

    with open_graph(store, lang=lang, loaded_by=loaded_by) as graph, _bar() as progress:
        index = pages.site(graph, output, progress)
    write_text(str(index))


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("pages")
        yield lambda done, total: bars.update(task, completed=done, total=total)
