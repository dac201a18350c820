"""A draft of a sheet: what was found in a text, as the sheet has it, for a person to correct.

Names that certainly name one thing stand under `mentions`. Dates, the words that tell of acts, and
what else a name may mean stand under `annotations`, each with what was assumed. No statement is
made here: who says what, a reader tells, or a language model proposes (`kg.suggest.llm`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from kg.anchors import Span
from kg.errors import ExportError, InputError, InvalidInputError
from kg.loaders.files import read_text
from kg.loaders.sheet import dump, load
from kg.model import Article, sheet_adapter
from kg.standoff.marked import id_of
from kg.standoff.quoting import Quoter
from kg.suggest import names, times
from kg.suggest.names import Known, Name
from kg.suggest.times import Time
from kg.suggest.words import Word, phrases, words

__all__ = ["SUFFIX", "Draft", "accept", "article", "coding", "offline", "write"]

#: how the name of a draft ends
SUFFIX: Final = ".proposed.yaml"
#: the edition of docs/codebook.md by which mentions are marked
_CODEBOOK: Final = "1"
_BY: Final = "kg suggest"
#: the groups of `cues.json` that are told, each with a concept of its scheme
_CUES: Final = ("act", "stance", "condition")
#: the top-level key, with what is indented below it
_PROPOSED: Final = re.compile(r"(?m)^proposed:.*\n(?:[ \t#].*\n|\n(?=[ \t]))*")


@dataclass(frozen=True)
class Draft:
    """A text, and what is proposed of it, by the keys of a sheet."""

    path: Path
    text: str
    language: str
    published: str | None
    record: dict[str, Any]


def offline(path: Path, language: str, published: str | None, known: Known) -> Draft:
    """What is found in a text without asking anybody.

    Args:
        path: the text; UTF-8 with LF line ends.
        language: of the text: en, hi or ru.
        published: EDTF; dates such as "Thursday" are counted from it.
        known: the names of the registry.

    Raises:
        InvalidInputError: the text cannot be read.
        DateProblem: `published` is no date.
        MissingExtraError: dateparser is not installed.
    """
    _, text = read_text(path)
    found = words(text)
    quoter = Quoter(text)
    proposed = names.find(found, language, known)
    record = {
        "mentions": [*_mentions(proposed, quoter)],
        "annotations": [
            *_doubts(proposed, text),
            *_dates(times.find(text, found, language, times.base_of(published)), text),
            *_cues(found, language, text),
        ],
    }
    return Draft(path, text, language, published, record)


def _mentions(proposed: list[Name], quoter: Quoter) -> Iterator[dict[str, Any]]:
    for name in proposed:
        if selector := quoter.selector(name.span):
            quote = selector.model_dump(exclude_unset=True)
            yield {**quote, "refers": name.refers, "sense": name.sense}


def _doubts(proposed: list[Name], text: str) -> Iterator[dict[str, Any]]:
    """Where a name was taken for one of several things: which, and why."""
    doubtful = [name for name in proposed if name.others or name.basis]
    for number, name in enumerate(doubtful, 1):
        features = {
            "refers": name.refers, "score": f"{name.score:.2f}",
            "or": ", ".join(name.others), "basis": name.basis,
        }  # fmt: skip
        yield _annotation(f"name-{number}", "name", name.span, text, features)


def _dates(found: Iterator[Time], text: str) -> Iterator[dict[str, Any]]:
    for number, time in enumerate(found, 1):
        features = {"edtf": time.edtf, "basis": time.basis}
        yield _annotation(f"date-{number}", "date", time.span, text, features)


def _cues(found: list[Word], language: str, text: str) -> Iterator[dict[str, Any]]:
    """The words that tell of acts, of a denial or a doubt, of a condition."""
    number = 0
    for at, length, entry in phrases(found, "cues", language):
        if entry.group in _CUES:
            number += 1
            span = Span(found[at].span.start, found[at + length - 1].span.end)
            features = {entry.group: entry.concepts[0]}
            yield _annotation(f"cue-{number}", "cue", span, text, features)


def _annotation(
    ident: str, label: str, span: Span, text: str, features: dict[str, str]
) -> dict[str, Any]:
    return {
        "id": ident, "label": label,
        "at": [{"exact": text[span.start : span.end], "start": span.start}],
        "features": {key: value for key, value in features.items() if value},
    }  # fmt: skip


# ---------------------------------------------------------------------------------------- sheets


def article(draft: Draft) -> Article:
    """The draft as a sheet that is not loaded until somebody accepts it."""
    document = {
        "text": draft.path.name,
        "sha256": hashlib.sha256(draft.text.encode()).hexdigest(),
        "language": draft.language,
        **({"published": draft.published} if draft.published else {}),
    }
    record = {
        "kind": "article",
        "id": id_of(draft.path),
        "proposed": {"by": _BY},
        "document": document,
        "coding": coding(_BY),
        **draft.record,
    }
    sheet = sheet_adapter().validate_python(record)
    assert isinstance(sheet, Article)
    return sheet


def coding(by: str, note: str | None = None) -> dict[str, Any]:
    """Who coded today, by the edition of the codebook that the suggestions follow."""
    told = {"by": by, "date": f"{datetime.now(UTC):%Y-%m-%d}", "codebook": _CODEBOOK}
    return told | ({"note": note} if note else {})


def write(draft: Draft, out: Path | None = None, *, force: bool = False) -> Path:
    """Write the sheet of a draft, by default beside the text.

    Raises:
        ExportError: the file is there already, and `force` was not given, or another text stands
            where the text would be written.
    """
    path = out or draft.path.with_name(draft.path.stem + SUFFIX)
    if path.exists() and not force:
        raise ExportError(f"{path} is there already, perhaps with corrections; --force replaces it")
    beside = path.parent.resolve() == draft.path.parent.resolve()
    dump(article(draft), path, None if beside else draft.text)
    return path


def accept(path: Path) -> Path:
    """Make a sheet of a draft that somebody has corrected: without `proposed`, under its own name.

    Comments and everything else stay as they are.

    Raises:
        InvalidInputError: the draft has problems, or is none.
        ExportError: a file with another content has the name of the sheet.
    """
    sheet = load(path).sheet
    if not isinstance(sheet, Article) or sheet.proposed is None:
        raise InvalidInputError((InputError("not a draft", path, expected="the key 'proposed'"),))
    text = _PROPOSED.sub("", path.read_text(encoding="utf-8"), count=1)
    named = path.name.removesuffix(SUFFIX)
    target = path if named == path.name else path.with_name(f"{named}.yaml")
    if target != path and target.exists():
        raise ExportError(f"{target} is there already")
    target.write_text(text, encoding="utf-8", newline="\n")
    if target != path:
        path.unlink()
    return target
