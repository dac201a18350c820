"""`kg diff`: what differs between two pictures of one relation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

import click

from kg.cli.common import (
    FORMATS,
    examples,
    format_option,
    lang_option,
    open_graph,
    store_option,
    write_result,
    write_text,
)

if TYPE_CHECKING:
    from kg.relation import State

__all__ = ["command"]

_CLOCKS: Final = {
    "valid_at": ("DAY", "As the world was on that day."),
    "reported_by": ("DAY", "By what was published until that day."),
    "loaded_by": ("DAY|MOMENT", "By what was in the graph then."),
    "according_to": ("ACTOR", "By the account of a party, a speaker or an outlet."),
}


@click.group(
    "diff",
    epilog=examples("kg diff relation RUS USA --valid-at 2025-04-01 --valid-at 2025-05-01"),
)
def command() -> None:
    """Say what differs between two pictures of one thing."""


@command.command(
    "relation",
    epilog=examples(
        "kg diff relation RUS USA --valid-at 2025-04-01 --valid-at 2025-05-01",
        "kg diff relation RUS USA --reported-by 2025-04-10 --reported-by 2025-04-12 --format csv",
        "kg diff relation RUS USA --loaded-by 2025-01-01",
        "kg diff relation RUS USA --without russia-us/2025-06-16-round-cancelled.ru",
    ),
)
@click.argument("a")
@click.argument("b")
@click.option(
    "--without", metavar="DOC", multiple=True,
    help="As it would be if that document were withdrawn. May be given several times.",
)  # fmt: skip
@click.option(
    "--with-dependants", is_flag=True,
    help="With --without: leave out those too that rest on what the documents declare.",
)  # fmt: skip
@format_option("words", *FORMATS)
@lang_option
@store_option
def relation(
    a: str,
    b: str,
    without: tuple[str, ...],
    with_dependants: bool,
    format_: str,
    lang: str,
    store: str,
    **clocks: Any,
) -> None:
    """Say what changed between two moments, and which documents changed it.

    A and B are given as ISO code, slug, IRI or by a name in any language. A clock that is given
    twice is what differs between the two pictures; one that is given once holds for both, or, if
    none is given twice, stands against now.
    """
    before, after = _states(clocks, without)
    if with_dependants:
        after["with_dependants"] = True
    with open_graph(store, lang=lang) as graph:
        between = graph.relation(a, b)
        found = between.changes(before, after, lang=lang)
        if format_ == "words":
            from kg.difference import in_words

            write_text(in_words(found, between, lang=lang))
        else:
            write_result(found, format_)


for _name, (_metavar, _help) in reversed(_CLOCKS.items()):
    relation = click.option(
        f"--{_name.replace('_', '-')}", _name, metavar=_metavar, multiple=True, help=_help
    )(relation)


def _states(clocks: dict[str, tuple[str, ...]], without: Iterable[str]) -> tuple[State, State]:
    """The two states that the options mean."""
    given = {name: values for name, values in clocks.items() if values}
    if name := next((name for name, values in given.items() if len(values) > 2), None):
        raise click.UsageError(f"--{name.replace('_', '-')} may be given twice at most")
    twice = [name for name, values in given.items() if len(values) == 2]
    if not given and not without:
        raise click.UsageError("give a clock, once or twice, or --without a document")
    before: dict[str, Any] = {name: values[0] for name, values in given.items()}
    after: dict[str, Any] = {name: values[-1] for name, values in given.items()}
    if without:
        after["without"] = tuple(without)
    elif not twice:
        after = {}
    return before, after  # type: ignore[return-value]  # names of options are those of clocks
