"""What a loader is, which loaders there are, and which of them takes a file.

A loader is a module of this package, or of another one that registers it in the entry point group
`kg.loaders`. Our own are always there, even without installed metadata. This module knows no
format.
"""

from __future__ import annotations

import difflib
import functools
import importlib
import itertools
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, TypedDict, cast

from kg.errors import InputError, InvalidInputError, UnknownFormatError

if TYPE_CHECKING:  # the records are slow to import, and finding files needs none
    from kg.model import Sheet

__all__ = [
    "GROUP",
    "PLAIN",
    "DamagedError",
    "How",
    "Loaded",
    "Loader",
    "Reading",
    "alone",
    "find_files",
    "load_one",
    "loader_for",
    "loaders",
    "read",
]

GROUP: Final = "kg.loaders"

#: our own loaders, which are there even without installed metadata
_OURS: Final = (
    "sheet", "xlsx", "brat", "cas", "doccano", "gate", "labelstudio", "naf", "prodigy",
    "pubannotation", "tsv", "webannotation", "wikievents",
)  # fmt: skip
#: bytes of a file that `sniff` sees
_HEAD: Final = 65_536
#: bytes of JSON that are looked through for more keys, if those of the head do not tell
_FURTHER: Final = 16_000_000
#: a string of JSON, with what stands before it and the beginning of it, which is enough
_STRING: Final = re.compile(
    rb'([^"]*+)(?:("(?:[^"\\]|\\.){0,200}+)(?:[^"\\]++|\\.)*+"?)?', re.DOTALL
)
_NO_TEXT: Final = "no text stands in this file"


def _nowhere(_path: Sequence[str | int]) -> tuple[int, int]:
    """The place of everything in a format that has no lines."""
    return 0, 0


@dataclass(frozen=True)
class Loaded:
    """One file, read: its sheet with every selector located, and the text that they are located in.

    `line` gives the line and column (from 1; 0 is no place) of anything in the sheet by its path of
    keys and positions, such as `("statements", 2, "speaker")`.
    """

    sheet: Sheet
    text: str | None = None
    line: Callable[[Sequence[str | int]], tuple[int, int]] = _nowhere
    #: what a reader should know of the file and what does not keep it out
    notices: tuple[InputError, ...] = ()
    #: labels that no profile names, with how many annotations bear each
    unnamed: Counter[str] = field(default_factory=Counter)


@dataclass(eq=False)
class DamagedError(InvalidInputError):
    """All problems of a file, and what could be read in spite of them.

    So what other files have to do with it is checked as well, and everything is told at once.
    """

    #: the file, if its record is whole and only its text or its quotes are not; no span is set
    read: Loaded | None = None
    #: the references that it declares, as far as they could be read
    declared: tuple[str, ...] = ()


class How(TypedDict, total=False):
    """What `Reading` is made of."""

    format: str | None
    profile: str | Path | None
    language: str | None
    lenient: bool


@dataclass(frozen=True)
class Reading:
    """What the files of a load do not say of themselves.

    Attributes:
        format: the name of a loader; each file by its name and its beginning otherwise.
        profile: what the labels of annotation tools mean: a profile that is shipped, by its name,
            or a file.
        language: of texts whose files do not tell it (BCP 47).
        lenient: whether what is wrong in a file of annotations is left out and told as a notice.
    """

    format: str | None = None
    profile: str | Path | None = None
    language: str | None = None
    lenient: bool = False


#: files that say themselves what they are
PLAIN: Final = Reading()


class Loader(Protocol):
    """One format: a module, or any object, with these names."""

    @property
    def name(self) -> str:
        """What `--format` takes."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Ends of file names, with the dot, in lower case."""

    def sniff(self, path: Path, head: bytes) -> bool:
        """Whether a file with one of the suffixes is of this format, by its first 64 kB.

        Of JSON that no loader, or more than one, knows by these, long strings are cut and `head` is
        64 kB of what is left, so that a long text hides no key.
        """

    def documents(self, path: Path, reading: Reading) -> Iterator[Loaded | InvalidInputError]:
        """Read a file, one document at a time.

        Yields:
            For each document what it holds, or all of its problems in the order of its lines: a
            `DamagedError` where some of it could be read.
        """

    def dump(self, sheet: Sheet, path: Path, text: str | None = None) -> None:
        """Write a file that loads as an equal sheet; `text` is the one that an article describes.

        A format that holds its texts beside its annotations, as sheets do, does not write it.
        """


def alone(load: Callable[[Path], Loaded]) -> Callable[..., Iterator[Loaded | InvalidInputError]]:
    """The `documents` of a format whose files hold one document each and need nothing else."""

    def documents(path: Path, reading: Reading) -> Iterator[Loaded | InvalidInputError]:
        del reading
        try:
            yield load(path)
        except InvalidInputError as invalid:
            yield invalid

    return documents


def read(path: Path, reading: Reading) -> Iterator[Loaded | InvalidInputError]:
    """The documents of a file, by the loader that takes it; a file that holds none is an error.

    Raises:
        UnknownFormatError: no loader does.
    """
    return _any(loader_for(path, reading.format).documents(path, reading), path)


def _any(
    documents: Iterator[Loaded | InvalidInputError], path: Path
) -> Iterator[Loaded | InvalidInputError]:
    """The same, with a problem where there is none: a load that finds nothing must not pass."""
    first = next(documents, None)
    if first is None:
        yield InvalidInputError((InputError(_NO_TEXT, path, expected="at least one"),))
        return
    yield first
    yield from documents


def load_one(path: Path, reading: Reading = PLAIN) -> Loaded:
    """The one document of a file.

    Raises:
        InvalidInputError: it has problems, or the file holds none or several.
        UnknownFormatError: no loader takes it.
    """
    found = list(itertools.islice(read(path, reading), 2))
    if len(found) != 1:
        problem = InputError("several texts stand in this file", path, expected="one text")
        raise InvalidInputError((problem,))
    if isinstance(found[0], InvalidInputError):
        raise found[0]
    return found[0]


@functools.cache
def loaders() -> dict[str, Loader]:
    """All loaders by name: our own, then those registered, in the order of names."""
    # they import this module
    modules = (importlib.import_module(f"kg.loaders.{name}") for name in _OURS)
    found: dict[str, Loader] = {one.name: cast("Loader", one) for one in modules}
    for entry in sorted(metadata.entry_points(group=GROUP), key=lambda entry: entry.name):
        if entry.name not in found:
            found[entry.name] = cast("Loader", entry.load())
    return found


def loader_for(path: Path, format: str | None = None) -> Loader:
    """The loader of one file: the one named, else the one that the file itself asks for.

    A suffix that only one loader has is enough, so that a damaged file is told what is wrong.

    Raises:
        UnknownFormatError: no loader of that name; none, or several, that take the file.
    """
    known = loaders()
    if format is not None:
        if format in known:
            return known[format]
        raise UnknownFormatError(
            f"no format {format!r}", path,
            expected=" or ".join(known), near=tuple(difflib.get_close_matches(format, known, 3)),
        )  # fmt: skip
    fitting = [loader for loader in known.values() if _has_suffix(loader, path)]
    sure = fitting if len(fitting) == 1 else _sniffed(fitting, path)
    if len(sure) == 1:
        return sure[0]
    names = [loader.name for loader in sure or fitting]
    raise UnknownFormatError(
        "several formats are possible" if names else "no loader takes this file", path,
        expected=f"--format {' or '.join(names)}" if names else _suffixes(known.values()),
        found=path.name, near=_neighbours(path),
    )  # fmt: skip


def find_files(paths: Iterable[Path], format: str | None = None) -> list[Path]:
    """The files to load: those named, and those in directories that a loader takes.

    Directories are walked in the order of names, without hidden files and without following links;
    a file that is no sheet (`.yaml` without a `kind`, the texts) is passed over. Each file once.
    With a format only its own loader is asked.

    Raises:
        InvalidInputError: paths that are not there, directories that cannot be read or that hold
            nothing to load; all of them.
    """
    found: dict[Path, None] = {}
    problems: list[InputError] = []
    taking = [one for name, one in loaders().items() if format in (None, name)]
    for path in paths:
        if path.is_dir():
            before = len(problems)
            inside = list(_walk(path, taking, problems))
            found.update(dict.fromkeys(inside))
            # a wrong folder would else pass for a valid one
            if not inside and len(problems) == before:
                expected = _suffixes(taking or loaders().values())
                problems.append(InputError("no sheet in this directory", path, expected=expected))
        elif path.exists():
            found[path] = None
        else:
            problems.append(
                InputError("no such file or directory", path, near=_neighbours(path, path.suffix))
            )
    if problems:
        raise InvalidInputError(tuple(problems))
    return list(found)


def _walk(top: Path, taking: list[Loader], problems: list[InputError]) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        folder = Path(error.filename)
        problems.append(
            InputError("the directory cannot be read", folder, found=error.strerror or "")
        )

    for folder, folders, names in os.walk(top, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            fitting = [loader for loader in taking if _has_suffix(loader, path)]
            if not name.startswith(".") and _sniffed(fitting, path):
                yield path


def _has_suffix(loader: Loader, path: Path) -> bool:
    return path.name.lower().endswith(loader.suffixes)


def _sniffed(fitting: list[Loader], path: Path) -> list[Loader]:
    if not fitting or not path.is_file():
        return []
    with path.open("rb") as file:
        head = file.read(_HEAD)
        sure = [loader for loader in fitting if loader.sniff(path, head)]
        if len(sure) == 1 or len(head) < _HEAD or not _is_json(head):
            return sure
        head += file.read(_FURTHER)
    keys = _cut(head)
    return [loader for loader in fitting if loader.sniff(path, keys)]


def _cut(content: bytes) -> bytes:
    """The first 64 kB of JSON whose long strings are cut."""
    kept = bytearray()
    for one in _STRING.finditer(content):
        kept += one[1] + (one[2] + b'"' if one[2] else b"")
        if len(kept) >= _HEAD:
            break
    return bytes(kept[:_HEAD])


def _is_json(head: bytes) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def _suffixes(known: Iterable[Loader]) -> str:
    return "a file that ends in " + " or ".join(
        dict.fromkeys(suffix for loader in known for suffix in loader.suffixes)
    )


def _neighbours(path: Path, suffix: str = "") -> tuple[str, ...]:
    """Names like this one in the same directory: of files with `suffix`, or that can be loaded."""
    if not path.parent.is_dir():
        return ()
    suffixes = suffix or tuple(end for loader in loaders().values() for end in loader.suffixes)
    there = (one.name for one in path.parent.iterdir() if one.name != path.name)
    names = sorted(name for name in there if name.endswith(suffixes))
    return tuple(difflib.get_close_matches(path.name, names, 3))
