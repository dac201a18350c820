"""`kg agreement`: two coders of one text, compared."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import FORMATS, examples, format_option, write_result

if TYPE_CHECKING:
    from kg.agreement import Agreement, Disagreement
    from kg.result import Result

__all__ = ["command"]

_SHEET = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(
    "agreement",
    epilog=examples(
        "kg agreement one.yaml other.yaml", "kg agreement one.yaml other.yaml --differences"
    ),
)
@click.argument("a", type=_SHEET)
@click.argument("b", type=_SHEET)
@click.option("--differences", is_flag=True, help="List the words on which the two differ.")
@format_option(*FORMATS)
def command(a: Path, b: Path, differences: bool, format_: str) -> None:
    """Say how far two coders of one text agree.

    A and B are sheets of the same text. For each kind of mark: the words asked about, those of
    them that one or both marked, the share of these on which they agree, and Krippendorff's alpha
    over the words (nominal; 1 is full agreement, 0 what chance would give, empty where nothing
    varies). All words are asked about, but the sense only where both have a mention, speaker,
    attribution and stance where both have a statement, the issue where both have an act.
    """
    from kg.agreement import compare

    figures, unlike = compare(a, b)
    write_result(_differences(unlike) if differences else _figures(figures), format_)


def _figures(found: Iterable[Agreement]) -> Result:
    from kg.result import Column, Result

    columns = (
        Column("kind", "string"),
        Column("words", "integer"),
        Column("marked", "integer"),
        Column("agreed", "double"),
        Column("alpha", "double"),
    )
    rows = (
        (one.kind, one.words, one.marked, _rounded(one.agreed), _rounded(one.alpha))
        for one in found
    )
    return Result(columns, tuple(rows), "How far the two agree")


def _rounded(share: float | None) -> float | None:
    """More digits than three would claim a precision that a text of some hundred words has not."""
    return None if share is None else round(share, 3)


def _differences(found: Iterable[Disagreement]) -> Result:
    from kg.result import Column, Result

    types = {"start": "integer", "end": "integer"}
    names = ("kind", "start", "end", "text", "a", "b")
    columns = (Column(name, types.get(name, "string")) for name in names)
    rows = ((one.kind, one.start, one.end, one.text, one.a, one.b) for one in found)
    return Result(tuple(columns), tuple(rows), "Where the two differ")
