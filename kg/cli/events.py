"""`kg events`: what the event table holds, counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.cli.common import (
    FORMATS,
    events_option,
    examples,
    format_option,
    lang_option,
    open_graph,
    progress_bars,
    store_option,
    write_result,
)

if TYPE_CHECKING:
    from kg.coded import Coded

__all__ = ["command"]

F = TypeVar("F", bound=Callable[..., object])


def _part_options(command: F) -> F:
    """Which events are meant, and where they are."""
    for option in reversed(
        (
            click.option("--since", metavar="DAY", help="Not before this day, such as 2025-04-11."),
            click.option("--until", metavar="DAY", help="Not after this day."),
            click.option(
                "--once", is_flag=True,
                help="Count what one story tells of the same parties on one day once.",
            ),
            click.option(
                "--dataset", "datasets", metavar="NAME", multiple=True,
                type=click.Choice(["icews", "gdelt", "polecat"]),
                help="Only events of this source. May be given several times.",
            ),
            events_option,
            store_option,
        )
    ):  # fmt: skip
        command = option(command)
    return command


@contextmanager
def _coded(options: dict[str, Any], lang: str = "en") -> Iterator[tuple[Coded, dict[str, Any]]]:
    store, events = options.pop("store"), options.pop("events")
    with open_graph(store, lang=lang, events=events) as graph:
        yield graph.coded, options


@click.group("events", epilog=examples("kg events dyad RUS USA --by year", "kg events top"))
def command() -> None:
    """Count coded events: dyads, periods, the matrix of states."""


@command.command(
    "dyad",
    epilog=examples(
        "kg events dyad RUS USA --since 2025-01-01", "kg events dyad RUS USA --by year --once"
    ),
)
@click.argument("a")
@click.argument("b")
@click.option(
    "--by", type=click.Choice(["month", "quarter", "year"]), default="month", show_default=True,
    help="How days are put together.",
)  # fmt: skip
@_part_options
@format_option(*FORMATS)
@lang_option
def dyad(a: str, b: str, by: str, format_: str, lang: str, **options: Any) -> None:
    """Count the events between two states, in each direction.

    A and B are given as ISO code, slug, IRI or by a name in any language. `score` is the mean of
    the scores that the source gives to types of event, `plover_score` that of PLOVER's: priors of
    types, never measurements of events.
    """
    with _coded(options, lang) as (coded, part):
        write_result(coded.dyad(a, b, by=by, **part), format_)


@command.command("months", epilog=examples("kg events months RUS USA --format csv"))
@click.argument("a")
@click.argument("b")
@_part_options
@format_option(*FORMATS)
@lang_option
def months(a: str, b: str, format_: str, lang: str, **options: Any) -> None:
    """Show cooperation and conflict month by month, none left out."""
    with _coded(options, lang) as (coded, part):
        write_result(coded.months(a, b, **part), format_)


@command.command("top", epilog=examples("kg events top --n 10 --since 2025-01-01"))
@click.option("--n", type=click.IntRange(1), default=20, show_default=True, help="How many.")
@_part_options
@format_option(*FORMATS)
@lang_option
def top(n: int, format_: str, lang: str, **options: Any) -> None:
    """List the pairs of states with the most events."""
    with _coded(options, lang) as (coded, part):
        write_result(coded.top(n, **part), format_)


@command.command("matrix", epilog=examples("kg events matrix --format csv"))
@_part_options
@format_option(*FORMATS)
@lang_option
def matrix(format_: str, lang: str, **options: Any) -> None:
    """Count who did how much to whom in each year; cells of nothing are left out."""
    with _coded(options, lang) as (coded, part):
        write_result(coded.matrix(**part), format_)


@command.command(
    "quads",
    epilog=examples(
        "kg events quads",
        "kg events quads --dyad RUS USA --since 2025-01-01",
        "kg events quads --all -o events.nq",
        "kg events quads --all -o quads/ --spark 'local[2]'",
    ),
)
@click.option(
    "--dyad", "pair", nargs=2, metavar="A B", help="Also the events between these two states."
)
@click.option("--all", "all_", is_flag=True, help="Also all events.")
@click.option(
    "-o",
    "out",
    metavar="FILE|DIR",
    type=click.Path(path_type=Path),
    help="Write N-Quads into this file instead of the store; with --spark into this folder.",
)
@click.option(
    "--spark",
    "master",
    metavar="MASTER",
    help="Let Spark write them: local[2], local-cluster[2,1,1024], spark://host:7077.",
)
@click.option(
    "--partitions",
    metavar="N",
    type=click.IntRange(1),
    help="With --spark, into how many files; by default one for every 250,000 events.",
)
@click.option("--force", is_flag=True, help="With --spark, replace what is in the folder.")
@_part_options
def quads(
    pair: tuple[str, str] | None, all_: bool, out: Path | None, master: str | None,
    partitions: int | None, force: bool, **options: Any,
) -> None:  # fmt: skip
    """Make coded events quads, for SPARQL.

    Counts of all pairs of states by month and year are written always; single events with --dyad,
    --since, --until or --all. The store then answers the queries of the topic `coded`.

    With --spark a cluster makes the same quads. Its machines need this program, and see the event
    table and the folder under the same paths.
    """
    if master is not None and out is None:
        raise click.UsageError("--spark writes into a folder: say which with -o DIR")
    if (force or partitions) and master is None:
        raise click.UsageError("--force and --partitions go with --spark")
    if out is not None and master is None and out.is_dir():
        raise click.UsageError(f"{out} is a folder: only --spark writes into one")
    with _coded(options) as (coded, part):
        events = bool(pair or all_ or part["since"] or part["until"] or part["datasets"])
        wanted: dict[str, Any] = {"dyad": pair, "events": events, **part}
        if out is None:
            number = coded.materialise(**wanted)
        elif master is None:
            with out.open("wb") as file:
                number = coded.quads(file, **wanted)
        else:
            with progress_bars() as progress:
                number = coded.quads_by_spark(
                    out,
                    master,
                    force=force,
                    partitions=partitions,
                    progress=progress or (lambda *_: None),
                    **wanted,
                )
    click.echo(f"{number:,} quads written", err=True)
