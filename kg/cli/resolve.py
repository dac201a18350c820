"""`kg resolve`: what a name may mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from kg.cli.common import (
    FORMATS,
    examples,
    format_option,
    lang_option,
    open_graph,
    store_option,
    write_result,
)
from kg.errors import NameNotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.identity import Candidate
    from kg.result import Result

__all__ = ["command"]

_COLUMNS: Final = {
    "thing": "node", "thing_label": "text", "score": "double", "linked": "boolean",
    "step": "string", "form": "string", "language": "string", "verdict": "string",
}  # fmt: skip


@click.command(
    "resolve",
    epilog=examples(
        "kg resolve Дарчиева", "kg resolve 'डोनाल्ड ट्रंप ने' --kind actor --lang hi --format json"
    ),
)
@click.argument("name")
@click.option(
    "--kind", type=click.Choice(["actor", "place"]), help="Only things of this kind.",
)  # fmt: skip
@click.option(
    "--text-language", metavar="LANGUAGE", default="",
    help="The language of the text, where judgements hold for one only.",
)  # fmt: skip
@click.option(
    "--document", metavar="ID", default="",
    help="The document in which the name stands, where judgements hold for one only.",
)  # fmt: skip
@click.option(
    "-n", "number", type=click.IntRange(min=1), default=5, show_default=True,
    help="How many candidates at most.",
)  # fmt: skip
@format_option(*FORMATS)
@lang_option
@store_option
def command(
    name: str, kind: str | None, text_language: str, document: str, number: int,
    format_: str, lang: str, store: str,
) -> None:  # fmt: skip
    """Show what a name may mean, with the evidence.

    NAME is a name as it stands in a text, in any script, inflected or not. For each thing that it
    may mean: the score (0 to 1), the form in the registry that leads to it, by which step, and what
    was judged. Linked is the one that is certain; the others are for a person to judge.
    """
    with open_graph(store, lang=lang) as graph:
        found = graph.candidates(
            name, kind, language=text_language, document=document, n=number
        )  # fmt: skip
        if not found:
            raise NameNotFoundError(name)
        write_result(_result(name, found, graph.label(*(one.iri for one in found))), format_)


def _result(name: str, found: list[Candidate], labels: Mapping[str, str]) -> Result:
    from kg.result import Column, Result
    from kg.terms import Iri

    rows = (
        (
            Iri(one.iri), labels.get(one.iri, one.evidence.form), one.score, one.linked,
            one.evidence.step, one.evidence.form, one.evidence.language or None,
            one.verdict or None,
        )
        for one in found
    )  # fmt: skip
    columns = (Column(column, kind) for column, kind in _COLUMNS.items())
    return Result(tuple(columns), tuple(rows), f"What may be meant by {name}")
