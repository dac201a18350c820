"""`kg load`: sheets into a store, with a progress bar where somebody can see it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import examples, open_graph, reading_options, store_option

if TYPE_CHECKING:
    from kg.loading import LoadReport, Progress

__all__ = ["command"]

#: labels that are listed one by one
_LISTED = 12
#: notices that are told one by one
_NOTICES = 20


@click.command(
    "load",
    epilog=examples(
        "kg load data/",
        "kg load my-article.yaml --store my-store",
        "kg load corpus/ --profile nerel --language ru",
    ),
)
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(exists=True, path_type=Path)
)
@reading_options
@store_option
def command(
    paths: tuple[Path, ...], format_: str | None, profile: str | None, language: str | None,
    lenient: bool, store: str,
) -> None:  # fmt: skip
    """Load sheets and annotations into a store.

    PATH is a sheet, a file of an annotation tool, or a folder of them. A document is loaded wholly
    or not at all; one that has not changed since it was loaded is left as it is, one that has
    becomes a new revision. If some documents have problems, all problems are told and the other
    documents are loaded.
    """
    with open_graph(store, create=True) as graph, _progress() as progress:
        report = graph.load(
            *paths, format=format_, profile=profile, language=language, lenient=lenient,
            progress=progress,
        )  # fmt: skip
    for notice in report.notices[:_NOTICES]:
        click.echo(f"kg: {notice}", err=True)
    if len(report.notices) > _NOTICES:
        click.echo(f"kg: and {len(report.notices) - _NOTICES} more notices", err=True)
    if report.unnamed:
        click.echo(_unnamed(report), err=True)
    click.echo(_sentence(report), err=True)


def _unnamed(report: LoadReport) -> str:
    """What no profile names, the most frequent first."""
    number = sum(report.unnamed.values())
    listed = ", ".join(f"{label} {count}" for label, count in report.unnamed.most_common(_LISTED))
    more = len(report.unnamed) - _LISTED
    rest = f" and {more} more labels" if more > 0 else ""
    return (
        f"{number} annotations bear labels that the profile does not name and are kept as they "
        f"are: {listed}{rest}"
    )


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
