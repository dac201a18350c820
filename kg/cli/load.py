"""`kg load`: sheets into a store, with a progress bar where somebody can see it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import examples, open_graph, store_option

if TYPE_CHECKING:
    from kg.loading import LoadReport, Progress

__all__ = ["command"]


@click.command("load", epilog=examples("kg load data/", "kg load my-article.yaml --store my-store"))
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(exists=True, path_type=Path)
)
@click.option(
    "--format",
    "format_",
    metavar="NAME",
    help="The format, such as sheet, if the files do not say it.",
)
@store_option
def command(paths: tuple[Path, ...], format_: str | None, store: str) -> None:
    """Load sheets into a store.

    PATH is a sheet, or a folder of them. A document is loaded wholly or not at all; one that has
    not changed since it was loaded is left as it is, one that has becomes a new revision. If some
    documents have problems, all problems are told and the other documents are loaded.
    """
    with open_graph(store, create=True) as graph, _progress() as progress:
        report = graph.load(*paths, format=format_, progress=progress)
    click.echo(_sentence(report), err=True)


def _sentence(report: LoadReport) -> str:
    parts = [f"{len(report.loaded)} loaded"]
    if report.unchanged:
        parts.append(f"{len(report.unchanged)} unchanged")
    return f"{', '.join(parts)}; {report.quads:,} quads written"


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """A bar for each stage of the load, on a terminal only."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bars

    with Bars(console=Console(stderr=True), transient=True) as bars:
        tasks = {}

        def advance(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage)
            bars.update(tasks[stage], completed=done, total=total)

        yield advance
