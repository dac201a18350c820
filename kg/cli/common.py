"""What the commands share: their options, opening a graph, writing a result. Knows no command."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TypeVar

import click

if TYPE_CHECKING:
    from kg.errors import InputError
    from kg.graph import Graph
    from kg.result import Result

__all__ = [
    "FORMATS",
    "LANGUAGES",
    "TRIPLES",
    "clock_options",
    "events_option",
    "examples",
    "format_option",
    "lang_option",
    "loaded_by_option",
    "open_graph",
    "progress_bars",
    "reading_options",
    "store_option",
    "write_notices",
    "write_result",
    "write_text",
    "write_triples",
]

FORMATS: Final = ("table", "csv", "json", "md")
TRIPLES: Final = "ttl"
LANGUAGES: Final = ("en", "hi", "ru")

#: wide enough for any row: what is piped into a file is not cut to the width of a terminal
_NO_TERMINAL_WIDTH: Final = 100_000

F = TypeVar("F", bound=Callable[..., object])


def store_option(command: F) -> F:
    """`--store DIR|URL`."""
    return click.option(
        "--store", metavar="DIR|URL", envvar="KG_STORE", default="store", show_default=True,
        show_envvar=True, help="The directory of a store, or the URL of a SPARQL endpoint.",
    )(command)  # fmt: skip


def events_option(command: F) -> F:
    """`--events DIR`."""
    return click.option(
        "--events", metavar="DIR", envvar="KG_EVENTS", show_envvar=True,
        help="The folder of the event table, if it is not `events` in the store's directory.",
    )(command)  # fmt: skip


def lang_option(command: F) -> F:
    """`--lang`."""
    return click.option(
        "--lang", type=click.Choice(LANGUAGES), default="en", show_default=True,
        help="The language of labels.",
    )(command)  # fmt: skip


def loaded_by_option(command: F) -> F:
    """`--loaded-by`."""
    return click.option(
        "--loaded-by", metavar="MOMENT",
        help="Ask the store as it was loaded by then: a day (its end, in UTC) such as 2025-04-11, "
        "or a moment such as 2025-04-11T12:00:00Z.",
    )(command)  # fmt: skip


def clock_options(command: F) -> F:
    """`--valid-at`, `--reported-by`, `--according-to`, `--unknown`, for what is not a query."""
    for option in (
        click.option(
            "--unknown", type=click.Choice(["include", "exclude"]), default="include",
            show_default=True, help="Whether what may have been so by then counts.",
        ),
        click.option(
            "--according-to", metavar="ACTOR",
            help="Only the account of this party, speaker or outlet.",
        ),
        click.option(
            "--reported-by", metavar="DATE", help="Only what had been published by this day.",
        ),
        click.option(
            "--valid-at", metavar="DATE", help="As of this day in the world, such as 2025-04-11.",
        ),
    ):  # fmt: skip
        command = option(command)
    return command


def reading_options(command: F) -> F:
    """What the files of a load do not say of themselves."""
    for option in reversed(
        (
            click.option(
                "--format", "format_", metavar="NAME",
                help="The format, such as sheet or brat, if the files do not say it.",
            ),
            click.option(
                "--profile", metavar="NAME|FILE",
                help="What the labels of an annotation tool mean: nerel, wikievents, plover, or a "
                "file. Without one they are taken for names of our own scheme.",
            ),
            click.option(
                "--language", metavar="TAG",
                help="The language of texts whose files do not tell it, such as hi (BCP 47).",
            ),
            click.option(
                "--lenient", is_flag=True,
                help="Leave out what is wrong in a file of annotations, and tell it.",
            ),
        )
    ):  # fmt: skip
        command = option(command)
    return command


def format_option(*formats: str) -> Callable[[F], F]:
    """`--format`, one of the formats, the first of which is the default."""
    return click.option(
        "--format", "format_", type=click.Choice(formats), default=formats[0], show_default=True,
        help="The form of the output.",
    )  # fmt: skip


def examples(*lines: str) -> str:
    """The end of a command's help: lines that can be copied and run."""
    heading = "Examples" if len(lines) > 1 else "Example"
    return "\n".join(["\b", f"{heading}:", *(f"  {line}" for line in lines)])


@contextmanager
def open_graph(
    location: str | None, *, lang: str = "en", create: bool = False, loaded_by: str | None = None,
    events: str | None = None,
) -> Iterator[Graph]:  # fmt: skip
    """Open a store that is there, or with `create` make one; None is a store in memory."""
    from kg.graph import open as open_

    with open_(location, language=lang, create=create, events=events) as graph:
        yield graph if loaded_by is None else graph.as_of(loaded_by)


@contextmanager
def progress_bars() -> Iterator[Callable[[str, int, int | None], None] | None]:
    """A bar for each stage of what is done, on a terminal only."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bars

    with Bars(console=Console(stderr=True), transient=True) as bars:
        tasks = {}

        def advance(stage: str, done: int, total: int | None) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage)
            bars.update(tasks[stage], completed=done, total=total)

        yield advance


def write_text(text: str) -> None:
    """Write text to stdout, with one line end at its end."""
    sys.stdout.write(text if text.endswith("\n") else f"{text}\n")


def write_notices(notices: Sequence[InputError], most: int | None = None) -> None:
    """Write to stderr what a reader should know and what is no problem; `most` of them."""
    for notice in notices[:most]:
        click.echo(f"kg: {notice}", err=True)
    if most is not None and len(notices) > most:
        click.echo(f"kg: and {len(notices) - most} more notices", err=True)


def write_result(result: Result, format_: str) -> None:
    """Write a result to stdout in one of `FORMATS`."""
    match format_:
        case "csv":
            write_text(result.to_csv(spreadsheet=True))
        case "json":
            write_text(result.to_json())
        case "md":
            write_text(result.to_markdown())
        case _:
            from rich.console import Console

            known = sys.stdout.isatty() or "COLUMNS" in os.environ
            width = None if known else _NO_TERMINAL_WIDTH
            Console(width=width).print(result.to_table())


def write_triples(answer: Result | bool | bytes, format_: str | None) -> None:
    """Write the N-Triples that a CONSTRUCT or DESCRIBE gave to stdout, as Turtle."""
    from kg.store.turtle import turtle

    if format_ not in (None, TRIPLES):
        raise click.UsageError(f"triples are written as {TRIPLES}, not as {format_}")
    assert isinstance(answer, bytes)
    write_text(turtle(answer).decode())
