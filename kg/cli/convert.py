"""`kg convert`: a sheet in another format, such as a workbook for a spreadsheet and back."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.common import examples

__all__ = ["command"]


@click.command(
    "convert",
    epilog=examples(
        "kg convert data/chronicles/india-china.yaml india-china.xlsx",
        "kg convert chronicle.xlsx chronicle.yaml --from xlsx --to sheet",
    ),
)
@click.argument(
    "source", metavar="IN", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.argument("target", metavar="OUT", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--from", "from_", metavar="NAME", help="The format of IN, if its name does not say it."
)
@click.option("--to", "to", metavar="NAME", help="The format of OUT, if its name does not say it.")
def command(source: Path, target: Path, from_: str | None, to: str | None) -> None:
    """Write a sheet in another format.

    The formats are sheet (YAML) and xlsx; what goes out as a workbook comes back without loss. All
    problems of IN are told, with their places, and nothing is written then.

    In a workbook a column is named by its path, such as label.hi or term.deadline; one whose name
    ends in | holds a list, its values separated by |. An assertion names the row of its statement.
    All cells are text; a formula, a number or a date is an error.
    """
    from kg.loaders.base import Reading, load_one, loader_for

    writing = loader_for(target, to)
    loaded = load_one(source, Reading(from_))
    made = target.with_name(f".{target.name}")
    try:
        writing.dump(loaded.sheet, made, loaded.text)
        made.replace(target)
    finally:
        made.unlink(missing_ok=True)
