"""`kg load`: sheets into a store, with a progress bar where somebody can see it."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import (
    events_option,
    examples,
    open_graph,
    progress_bars,
    reading_options,
    store_option,
    write_notices,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.loading import LoadReport

__all__ = ["command"]

#: formats of coded events, as `kg.tables` has them
_CODED = ("icews", "gdelt", "polecat")
#: labels that are listed one by one
_LISTED = 12
#: notices that are told one by one
_NOTICES = 20


@click.command(
    "load",
    epilog=examples(
        "kg load data/",
        "kg load --registry",
        "kg load my-article.yaml --store my-store",
        "kg load corpus/ --profile nerel --language ru",
        "kg load events.tab --format icews",
    ),
)
@click.argument("paths", nargs=-1, metavar="PATH…", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--registry",
    is_flag=True,
    help="Load as well the people, posts, bodies and outlets that come with the program.",
)
@reading_options
@events_option
@store_option
def command(
    paths: tuple[Path, ...], registry: bool, format_: str | None, profile: str | None,
    language: str | None, lenient: bool, events: str | None, store: str,
) -> None:  # fmt: skip
    """Load sheets, annotations or coded events into a store.

    PATH is a sheet, a file of an annotation tool, or a folder of them. A document is loaded wholly
    or not at all; one that has not changed since it was loaded is left as it is, one that has
    becomes a new revision. If some documents have problems, all problems are told and the other
    documents are loaded.

    With --format icews, gdelt or polecat, PATH is a file of coded events, plain, gzipped or zipped,
    or a folder of them. They go into the event table beside the store, each file wholly or not at
    all; rows that cannot be read are kept there with the reason.
    """
    from kg.resources import data_dir

    if registry:
        paths = (*paths, data_dir() / "registry")
    if not paths:
        raise click.UsageError("Missing argument 'PATH…' or --registry")
    if format_ in _CODED:
        _load_events(paths, format_, store, events)
        return
    with _hinted(), open_graph(store, create=True) as graph, progress_bars() as progress:
        report = graph.load(
            *paths, format=format_, profile=profile, language=language, lenient=lenient,
            progress=progress,
        )  # fmt: skip
    write_notices(report.notices, _NOTICES)
    if report.unnamed:
        click.echo(_unnamed(report), err=True)
    click.echo(_sentence(report), err=True)


@contextmanager
def _hinted() -> Iterator[None]:
    """Tell of the formats that no file is recognised by."""
    from kg.errors import InvalidInputError, UnknownFormatError

    try:
        yield
    except InvalidInputError as error:
        unknown = (one for one in error.problems if isinstance(one, UnknownFormatError))
        if any("--format" not in one.expected for one in unknown):  # none is possible
            click.echo(f"kg: coded events need --format {', '.join(_CODED)}", err=True)
        raise


def _load_events(paths: tuple[Path, ...], format_: str, store: str, events: str | None) -> None:
    with open_graph(store, create=True, events=events) as graph, progress_bars() as progress:
        report = graph.coded.load(
            *paths, format=format_,
            progress=lambda name, lines: progress(name, lines, None) if progress else None,
        )  # fmt: skip
        folder = graph.coded.folder
    for one in report.loads:
        rejects = f"; {one.rejected:,} rejected: {folder}/{one.rejects}" if one.rejected else ""
        click.echo(
            f"{one.name}: {one.rows:,} rows; {one.new:,} new {one.kind}, "
            f"{one.repeated:,} rows that mirror or repeat one{rejects}",
            err=True,
        )
    if report.unchanged:
        click.echo(f"unchanged: {', '.join(report.unchanged)}", err=True)
    if report.windows:
        click.echo(f"kg: {report.windows:,} lines were read as Windows-1252", err=True)
    for what, found in (("states", report.no_states), ("actors", report.no_actors)):
        if found:
            most = sorted(found.items(), key=lambda one: (-one[1], one[0]))[:_LISTED]
            listed = ", ".join(f"{name} {rows:,}" for name, rows in most)
            more = f" and {len(found) - _LISTED:,} more" if len(found) > _LISTED else ""
            click.echo(f"not among the {what} of the registry: {listed}{more}", err=True)


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
