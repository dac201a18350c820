"""`kg view`: pages that open from the disk, without a network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.cli.common import (
    clock_options,
    examples,
    lang_option,
    loaded_by_option,
    open_graph,
    store_option,
    write_text,
)
from kg.cli.query import example, library, parameters, queries, tell_uncounted, title

if TYPE_CHECKING:
    from kg.queries import Query

F = TypeVar("F", bound=Callable[..., object])

__all__ = ["command"]


@click.group(
    "view",
    epilog=examples(
        "kg view relation RUS USA -o rus-usa.html",
        "kg view query actors/posts --actor RUS -o posts.html",
    ),
)
def command() -> None:
    """Write a self-contained HTML page."""


def _output(command: F) -> F:
    """`-o F.html` and `--open`."""
    for option in (
        click.option("--open", "open_", is_flag=True, help="Open the page in a browser."),
        click.option(
            "-o", "--output", required=True, metavar="F.html",
            type=click.Path(dir_okay=False, path_type=Path), help="Where to write the page.",
        ),
    ):  # fmt: skip
        command = option(command)
    return command


def _written(output: Path, *, open_: bool) -> None:
    """Say where the page is, and show it if that is wanted."""
    write_text(str(output))
    if open_:
        click.launch(output.resolve().as_uri())


@command.command(
    "relation",
    epilog=examples(
        "kg view relation RUS USA -o rus-usa.html",
        "kg view relation Россия США -o rus-usa.hi.html --lang hi --open",
    ),
)
@click.argument("a")
@click.argument("b")
@_output
@clock_options
@lang_option
@loaded_by_option
@store_option
def relation(
    a: str,
    b: str,
    output: Path,
    open_: bool,
    lang: str,
    loaded_by: str | None,
    store: str,
    **clocks: Any,
) -> None:
    """Write the dossier of two parties.

    A and B are given as ISO code, slug, IRI or by a name in any language. The page has the state of
    play, the two-sided ledger, the timeline, the sources and the network; it can be asked as of any
    day and by any account, and leads every mark to its quote, speaker and source. The clocks given
    here are how it opens. The path of the page is printed.
    """
    with open_graph(store, lang=lang, loaded_by=loaded_by) as graph:
        relation = graph.relation(a, b)
        if not graph.query("lifecycle/subjects", a=relation.a, b=relation.b).rows:
            click.echo("nothing is known between the two: the page is empty", err=True)
        relation.view(output, **clocks)
    _written(output, open_=open_)


@command.command("actor", epilog=examples("kg view actor Дарчиев -o darchiev.html"))
@click.argument("name")
@_output
@lang_option
@loaded_by_option
@store_option
def actor(
    name: str, output: Path, open_: bool, lang: str, loaded_by: str | None, store: str
) -> None:
    """Write the page of an actor: posts, events, statements, names.

    NAME is an ISO code, a slug, an IRI or a name in any language.
    """
    from kg import pages

    with open_graph(store, lang=lang, loaded_by=loaded_by) as graph:
        pages.actor(graph, graph.resolve(name), output)
    _written(output, open_=open_)


@command.command("matter", epilog=examples("kg view matter rus-usa-direct-flights -o flights.html"))
@click.argument("name")
@_output
@lang_option
@loaded_by_option
@store_option
def matter(
    name: str, output: Path, open_: bool, lang: str, loaded_by: str | None, store: str
) -> None:
    """Write the dossier of one matter: both accounts, its history, its sources.

    NAME is the slug or the IRI of a matter, or kind/slug of an agreement or event.
    """
    with open_graph(store, lang=lang, loaded_by=loaded_by) as graph:
        graph.matter(name).view(output)
    _written(output, open_=open_)


@command.command(
    "compare", epilog=examples("kg view compare RUS USA --with IND CHN -o compared.html")
)
@click.argument("a")
@click.argument("b")
@click.option(
    "--with", "others", nargs=2, multiple=True, required=True, metavar="C D",
    help="Another relation; may be given several times.",
)  # fmt: skip
@_output
@lang_option
@loaded_by_option
@store_option
def compare(
    a: str,
    b: str,
    others: tuple[tuple[str, str], ...],
    output: Path,
    open_: bool,
    lang: str,
    loaded_by: str | None,
    store: str,
) -> None:
    """Write relations beside each other, month by month on shared axes."""
    from kg import pages

    with open_graph(store, lang=lang, loaded_by=loaded_by) as graph:
        pairs = [(graph.resolve(one), graph.resolve(other)) for one, other in ((a, b), *others)]
        pages.compare(graph, pairs, output)
    _written(output, open_=open_)


@command.command(
    "network",
    epilog=examples(
        "kg view network --ties ties.csv -o network.html",
        "kg view network --since 2025-01-01 -o coded.html",
    ),
)
@click.option(
    "--ties", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A CSV file with the columns source, target and weight, in place of coded events.",
)  # fmt: skip
@click.option("--since", metavar="DAY", help="Coded events not before this day.")
@click.option("--until", metavar="DAY", help="Coded events not after this day.")
@_output
@lang_option
@store_option
def network(
    ties: Path | None, since: str | None, until: str | None, output: Path, open_: bool, lang: str,
    store: str,
) -> None:  # fmt: skip
    """Write a large network, which opens as communities.

    Actors and what lies between them come from the coded events of the store, or from a file.
    Communities are found by Louvain's method; half a million ties take a minute.
    """
    from kg import pages
    from kg.views.words import words

    if ties is not None:
        found, named = pages.ties_of(ties), ties.stem
    else:
        with open_graph(store, lang=lang) as graph:
            found = graph.coded.actors(since=since, until=until)
        named = words(lang)["coded_events"]
    pages.network(found, output, title=named, language=lang)
    _written(output, open_=open_)


class _Queries(click.Group):
    """The queries of the catalogue that give rows, each a command that writes its answer."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [query.name for query in queries() if query.kind == "select"]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        return _query(library().get(cmd_name))


@command.group(
    "query", cls=_Queries, subcommand_metavar="NAME [OPTIONS]",
    epilog=examples("kg view query actors/posts --actor RUS -o posts.html"),
)  # fmt: skip
def query() -> None:
    """Write the answer to a query: as a graph, a timeline or a table.

    NAME is one of the queries of `kg query --list`; its parameters are options after it. What has
    two columns of things is drawn as a graph, what has dates as a timeline; the table is always
    there.
    """


def _query(one: Query) -> click.Command:
    """The command that writes the answer of one query."""

    def write(
        output: Path, open_: bool, view: str | None, lang: str, loaded_by: str | None, store: str,
        **values: object,
    ) -> None:  # fmt: skip
        from kg import pages

        given = {name: value for name, value in values.items() if value not in (None, ())}
        with open_graph(store, lang=lang, loaded_by=loaded_by) as graph:
            result = graph.query(one.name, lang=lang, **given)
            if not result.rows:
                tell_uncounted(one, graph)
            a, b = (given.get(side) for side in ("a", "b"))
            pages.query(
                graph, result, output, view=view or "",
                title=title(one, graph, given, loaded_by, for_page=True),
                parties=(graph.resolve(str(a)), graph.resolve(str(b))) if a and b else None,
            )  # fmt: skip
        _written(output, open_=open_)

    for option in (
        click.option(
            "--view", type=click.Choice(["graph", "timeline", "table"]),
            help="How it is shown first, if its columns allow it.",
        ),
        lang_option, loaded_by_option, store_option,
    ):  # fmt: skip
        write = option(write)
    made = click.command(
        one.name, help=f"{one.title('en')}.\n\n{one.description('en')}",
        epilog=examples(f"{example(one).replace('kg query', 'kg view query', 1)} -o answer.html"),
    )(_output(write))  # fmt: skip
    made.params[:0] = parameters(one)
    return made
