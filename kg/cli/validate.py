"""`kg validate`: every problem of sheets. The problems are what was asked for, hence on stdout."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from kg.cli.codes import INVALID
from kg.cli.common import (
    examples,
    open_graph,
    reading_options,
    store_option,
    write_notices,
    write_text,
)

if TYPE_CHECKING:
    from kg.errors import InputError

__all__ = ["command"]


@click.command(
    "validate", epilog=examples("kg validate data/", "kg validate my-article.yaml --store my-store")
)
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(exists=True, path_type=Path)
)
@reading_options
@store_option
@click.pass_context
def command(
    ctx: click.Context, paths: tuple[Path, ...], format_: str | None, profile: str | None,
    language: str | None, lenient: bool, store: str,
) -> int:  # fmt: skip
    """Report every problem of sheets, without loading them.

    One line for each problem: file, line, column, what was expected, and what is nearest to it.
    What the sheets refer to may stand in any of them, or in the store if there is one. The exit
    code is 1 if there is a problem. What a reader should know besides is told on stderr.
    """
    named = ctx.get_parameter_source("store") is ParameterSource.COMMANDLINE
    location = store if named or "://" in store or Path(store).is_dir() else None
    notices: list[InputError] = []
    with open_graph(location) as graph:
        problems = graph.validate(
            *paths, notice=notices.append, format=format_, profile=profile, language=language,
            lenient=lenient,
        )  # fmt: skip
    write_notices(notices)
    for problem in problems:
        write_text(str(problem))
    if problems:
        files = len({problem.file for problem in problems})
        click.echo(f"kg: {_many(len(problems), 'problem')} in {_many(files, 'file')}", err=True)
    return INVALID if problems else 0


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
