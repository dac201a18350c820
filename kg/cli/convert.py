"""`kg convert`: sheets and annotations from one format into another."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import examples, reading_options, write_notices

if TYPE_CHECKING:
    from kg.loaders.base import Loaded, Loader, Reading

__all__ = ["command"]


@click.command(
    "convert",
    epilog=examples(
        "kg convert data/chronicles/india-china.yaml india-china.xlsx",
        "kg convert chronicle.xlsx chronicle.yaml",
        "kg convert my-article.yaml my-article.ann",
        "kg convert export.jsonl sheets/ --to sheet --profile nerel",
    ),
)
@click.argument(
    "source", metavar="IN", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.argument("out", metavar="OUT", type=click.Path())
@click.option("--to", "to", metavar="NAME", help="The format of OUT, if its name does not say it.")
@click.option("--force", is_flag=True, help="Replace files that are there and hold something else.")
@reading_options
def command(
    source: Path, out: str, to: str | None, force: bool, format_: str | None, profile: str | None,
    language: str | None, lenient: bool,
) -> None:  # fmt: skip
    """Write a sheet or annotations in another format.

    Read are all formats that can be loaded; written are sheet (YAML), xlsx (not articles), brat,
    cas (.xmi or .json), doccano, labelstudio and webannotation (articles). What goes out comes back
    without loss: what a format has no place for travels as notes. If IN holds several texts, OUT is
    a folder. All problems of IN are told, with their places, and nothing is written then; nor is a
    file replaced that holds something else, but for the configuration of brat, which is added to.

    In a workbook a column is named by its path, such as label.hi or term.deadline; one whose name
    ends in | holds a list, its values separated by |. An assertion names the row of its statement.
    All cells are text; a formula, a number or a date is an error.
    """
    from kg.loaders.base import Reading, loader_for

    target = Path(out)
    into_folder = target.is_dir() or out.endswith("/")
    if into_folder and to is None:
        raise click.UsageError("OUT is a folder, so --to has to name the format")
    writing = loader_for(target, to)
    documents = _read(source, Reading(format_, profile, language, lenient))
    with tempfile.TemporaryDirectory(dir=_existing(target), prefix=".kg-convert-") as folder:
        made = Path(folder)
        home = target if into_folder else target.parent
        for conf in home.glob("*.conf"):  # what brat's folder is configured for already
            shutil.copy(conf, made)
        if into_folder:
            for loaded in documents:
                _write(writing, loaded, made / f"{_name(loaded)}{writing.suffixes[0]}")
        else:
            _write(writing, _only(documents, source), made / target.name)
        _move(made, home, force=force)


def _read(source: Path, reading: Reading) -> Iterator[Loaded]:
    """The texts of a file.

    Raises:
        InvalidInputError: all problems of it, or of the profile.
    """
    from kg.errors import InputError, InvalidInputError
    from kg.loaders.base import Loaded, read
    from kg.loaders.profiles import profile_of

    profile_of(reading.profile)  # told once, not with each text
    problems: list[InputError] = []
    notices: list[InputError] = []
    found: list[Loaded] = []
    for one in read(source, reading):
        if isinstance(one, Loaded):
            found.append(one)
            notices += one.notices
        else:
            problems += one.problems
    write_notices(notices)
    if problems:
        raise InvalidInputError(tuple(problems))
    yield from found


def _only(documents: Iterator[Loaded], source: Path) -> Loaded:
    found = list(documents)
    if len(found) != 1:
        raise click.UsageError(
            f"{source} holds {len(found)} texts: name a folder with / at its end, and --to"
        )
    return found[0]


def _write(writing: Loader, loaded: Loaded, path: Path) -> None:
    from kg.errors import ExportError

    if not hasattr(writing, "dump"):
        raise ExportError(f"{writing.name} is read and not written")
    writing.dump(loaded.sheet, path, loaded.text)


def _name(loaded: Loaded) -> str:
    """A file's name by the document's id, whose folders become part of it."""
    return loaded.sheet.id.replace("/", ".")


def _existing(target: Path) -> Path:
    """The nearest folder that is there, so that what is made can be moved in one step."""
    folder = target if target.is_dir() else target.parent
    while not folder.is_dir():
        folder = folder.parent
    return folder


def _move(made: Path, folder: Path, *, force: bool) -> None:
    """Put what was made into its folder; the work of somebody else stays.

    Raises:
        ExportError: a file of that name with something else is there.
    """
    from kg.errors import ExportError

    files = sorted(made.iterdir())
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        there = folder / file.name
        kept = there.is_file() and not force and file.suffix != ".conf"
        if kept and there.read_bytes() != file.read_bytes():
            raise ExportError(f"{there} is there and holds something else; --force replaces it")
    for file in files:
        shutil.move(file, folder / file.name)
