"""`kg suggest`: a draft of a sheet for a text that nobody has annotated yet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import examples, open_graph, store_option, write_text

if TYPE_CHECKING:
    from kg.suggest import Draft, Known

__all__ = ["command"]

#: `kg --help` is quick; a test holds this to `kg.suggest.LANGUAGES`
_LANGUAGES = ("en", "hi", "ru")
#: what was left out of a model's answer and is told one by one
_TOLD = 20


@click.command(
    "suggest",
    epilog=examples(
        "kg suggest talks.txt --lang ru --published 2025-04-11",
        "kg suggest --accept corrected.proposed.yaml",
        "kg suggest statement.txt --lang ru --llm qwen3",
    ),
)
@click.argument("text", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--lang", type=click.Choice(_LANGUAGES), help="The language of the text.")
@click.option(
    "--published", metavar="DATE",
    help="When the text was published (EDTF); dates such as yesterday are counted from it.",
)  # fmt: skip
@click.option(
    "--llm", metavar="MODEL",
    help="Have a language model propose events, matters and statements as well. The text goes to "
    "the endpoint of OPENAI_BASE_URL (such as http://localhost:11434/v1), with the key of "
    "OPENAI_API_KEY.",
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path),
    help="Where the draft goes; TEXT.proposed.yaml beside the text if not given.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Replace a draft that is there.")
@click.option(
    "--accept", is_flag=True,
    help="TEXT is a draft that was corrected: make the sheet of it that can be loaded.",
)  # fmt: skip
@store_option
def command(
    text: Path, lang: str | None, published: str | None, llm: str | None, output: Path | None,
    force: bool, accept: bool, store: str,
) -> None:  # fmt: skip
    """Propose a sheet for a text.

    Names that the registry has, in any script and form, become mentions; dates, words that tell of
    acts, and what else a name may mean become annotations. The registry is that of the store, or
    the one that comes with the program if there is no store. A draft is not loaded: correct it, in
    an editor or by kg convert in the annotation tool, then --accept it.
    """
    from kg import suggest

    if accept:
        write_text(str(suggest.accept(text)))
        return
    if lang is None:
        raise click.UsageError("--lang is missing: the language of the text")
    known = _known(store)
    draft = suggest.offline(text, lang, published, known)
    if llm:
        draft = _by_model(draft, llm, known)
    path = suggest.write(draft, output, force=force)
    mentions, marks = draft.record["mentions"], draft.record["annotations"]
    click.echo(f"{len(mentions)} mentions, {len(marks)} annotations proposed", err=True)
    write_text(str(path))


def _known(store: str) -> Known:
    """The names in a store, or those that come with the program."""
    from kg.resources import data_dir
    from kg.suggest import known

    context = click.get_current_context()
    chosen = context.get_parameter_source("store") is not click.core.ParameterSource.DEFAULT
    there = chosen or Path(store).is_dir()
    with open_graph(store if there else None) as graph:
        if not there:
            graph.load(data_dir() / "registry")
        return known(graph.table)


def _by_model(draft: Draft, model: str, known: Known) -> Draft:
    from kg.suggest.grounded import grounded
    from kg.suggest.llm import ask

    found = grounded(draft, ask(draft.text, draft.language, draft.published, model), known)
    rejected = found.record["proposed"]["rejected"]
    for reason in rejected[:_TOLD]:
        click.echo(f"kg: left out: {reason}", err=True)
    if len(rejected) > _TOLD:
        click.echo(f"kg: and {len(rejected) - _TOLD} more", err=True)
    return found
