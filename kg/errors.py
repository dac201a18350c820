"""Every error that this package raises on purpose, in one tree.

Errors carry facts (the name asked for, the line, what stands near); the sentence is made here once,
in `__str__`, so that the command line, a notebook and a log say the same. This module knows nothing
of any library and imports nothing of ours.

    KgError
    ├── InputError                 a file that people wrote; bears file, line, column, expected
    │   ├── EncodingError          not UTF-8, a byte order mark, CRLF
    │   ├── TooLargeError          beyond the size a sheet can have
    │   ├── SyntaxProblem          YAML that cannot be read, or that does what a sheet may not
    │   ├── DuplicateKeyError      one key twice in a mapping
    │   ├── SchemaProblem          a field that is missing, unknown or of the wrong kind
    │   ├── DateProblem            neither an ISO date nor EDTF
    │   ├── DuplicateDeclarationError   one slug or id declared twice
    │   ├── UnknownReferenceError  a slug that nothing declares
    │   ├── DroppedDeclarationError     a slug declared no longer, on which others rest
    │   ├── MissingTextError       the text file of an article is not there
    │   ├── TextChangedError       its sha256 is not the sheet's
    │   ├── AnchorProblem
    │   │   ├── QuoteNotFoundError
    │   │   ├── AmbiguousQuoteError
    │   │   └── TypedOffsetError
    │   └── UnknownFormatError     no loader takes the file
    ├── InvalidInputError          all problems of a load or validation together
    │   └── DamagedError           those of one file, with what could be read (kg.loaders.base)
    ├── StoreError
    │   ├── StoreLockedError       another process has the store open
    │   ├── StoreNotFoundError
    │   │   └── EventTableNotFoundError    no event-coded data were loaded
    │   ├── NotAStoreError         the directory holds something else
    │   ├── EndpointError          a remote store answered badly, or not at all
    │   ├── CopyError              a copy or a backup is not what it is of, or has no place there
    │   └── ReadOnlyError
    ├── QueryError
    │   ├── QueryNotFoundError
    │   ├── QueryHeaderError
    │   ├── MissingParameterError
    │   ├── UnknownParameterError
    │   ├── ParameterValueError
    │   ├── ColumnTypeError        a result holds what its query does not promise
    │   ├── SparqlSyntaxError
    │   └── ForbiddenSparqlError   SERVICE, LOAD, FROM a file
    ├── DocumentNotFoundError      no document of that id is loaded
    ├── WithdrawalError            others rest on what the document declares
    ├── NameNotFoundError          no actor of that name
    ├── AmbiguousNameError         several
    ├── ExportError
    ├── ModelError                 a language model answered badly, or not at all
    ├── ClusterError               a Spark cluster does not answer, or a job on it failed
    ├── MissingExtraError          an optional dependency is not installed
    └── MissingProgramError        another program is not installed, such as Java
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

__all__ = [
    "AmbiguousNameError", "AmbiguousQuoteError", "AnchorProblem", "ClusterError",
    "ColumnTypeError", "CopyError", "DateProblem", "DocumentNotFoundError",
    "DroppedDeclarationError", "DuplicateDeclarationError", "DuplicateKeyError",
    "EncodingError", "EndpointError", "EventTableNotFoundError", "ExportError",
    "ForbiddenSparqlError", "InputError", "InvalidInputError", "KgError", "MissingExtraError",
    "MissingParameterError", "MissingProgramError", "MissingTextError", "ModelError",
    "NameNotFoundError", "NotAStoreError", "ParameterValueError", "QueryError",
    "QueryHeaderError", "QueryNotFoundError", "QuoteNotFoundError", "ReadOnlyError",
    "SchemaProblem", "SparqlSyntaxError", "StoreError", "StoreLockedError",
    "StoreNotFoundError", "SyntaxProblem", "TextChangedError", "TooLargeError",
    "TypedOffsetError", "UnknownFormatError", "UnknownParameterError", "UnknownReferenceError",
    "WithdrawalError",
]  # fmt: skip


class KgError(Exception):
    """Whatever this package reports on purpose; catch this one to catch them all."""


def _near(near: Sequence[str]) -> str:
    return f"; nearest: {', '.join(near)}" if near else ""


@dataclass(eq=False)
class InputError(KgError):
    """One problem in one file.

    `line` and `column` count from 1; 0 means that the problem has no single place.
    `expected` says what would have been right, `found` what stands there, `near` the likeliest
    candidates, best first.
    """

    message: str
    file: Path | None = None
    line: int = 0
    column: int = 0
    expected: str = ""
    found: str = ""
    near: tuple[str, ...] = ()
    #: the worksheet, where the file is a workbook; line and column are then those of a cell
    sheet: str = ""

    @property
    def place(self) -> str:
        """`file:line:column`, as editors make it a link; `file[worksheet]:row:column`."""
        parts = (
            [f"{self.file}[{self.sheet}]" if self.sheet else str(self.file)] if self.file else []
        )
        if self.line:
            parts += [str(self.line), *([str(self.column)] if self.column else [])]
        return ":".join(parts)

    def __str__(self) -> str:
        head = f"{self.place}: " if self.place else ""
        expected = f"; expected {self.expected}" if self.expected else ""
        found = f", found {self.found}" if self.found else ""
        return f"{head}{self.message}{expected}{found}{_near(self.near)}"


class EncodingError(InputError):
    """The bytes are not plain UTF-8 with LF line ends."""


class TooLargeError(InputError):
    """The file is beyond the size that its kind can have."""


class SyntaxProblem(InputError):  # noqa: N818 - one problem among those of InvalidInputError
    """The YAML cannot be read, or uses what a sheet may not (aliases, tags)."""


class DuplicateKeyError(InputError):
    """One key stands twice in a mapping; YAML readers keep the last and say nothing."""


class SchemaProblem(InputError):  # noqa: N818 - one problem among those of InvalidInputError
    """A field is missing, unknown, or its value is of the wrong kind."""


class DateProblem(InputError):  # noqa: N818 - one problem among those of InvalidInputError
    """Neither an ISO 8601 date nor EDTF."""


class DuplicateDeclarationError(InputError):
    """A slug or id is declared a second time; `found` names the first place."""


class UnknownReferenceError(InputError):
    """A slug that no sheet of this load and nothing in the store declares."""


class DroppedDeclarationError(InputError):
    """A sheet declares a slug no longer on which other documents rest; `found` names these."""


class MissingTextError(InputError):
    """The text that an article's sheet names is not there."""


class TextChangedError(InputError):
    """The text's sha256 is not the one in the sheet: an article's text is never altered."""


class AnchorProblem(InputError):  # noqa: N818 - one problem among those of InvalidInputError
    """A selector that does not lead to exactly one place of the text."""


class QuoteNotFoundError(AnchorProblem):
    """The quote does not stand in the text."""


class AmbiguousQuoteError(AnchorProblem):
    """The quote stands in several places and nothing says which is meant."""


class TypedOffsetError(AnchorProblem):
    """Offsets are computed from quotes, never typed."""


class UnknownFormatError(InputError):
    """No registered loader takes this file."""


@dataclass(eq=False)
class InvalidInputError(KgError):
    """All problems of a validation or a load, in the order of files and lines."""

    problems: tuple[InputError, ...]
    #: documents that were whole and were loaded all the same
    loaded: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class StoreError(KgError):
    """The store cannot do what it was asked for."""


@dataclass(eq=False)
class StoreLockedError(StoreError):
    """An embedded store has one user at a time; another process has this one open."""

    location: str

    def __str__(self) -> str:
        return f"{self.location}: another process has this store open; close it or wait for it"


@dataclass(eq=False)
class StoreNotFoundError(StoreError):
    """There is no store at that place."""

    location: str

    def __str__(self) -> str:
        return f"{self.location}: no store here; `kg load PATH… --store {self.location}` makes one"


class EventTableNotFoundError(StoreNotFoundError):
    """No event-coded data were loaded there; `location` is "" where there is no such place."""

    def __str__(self) -> str:
        where = self.location or "this store has no directory of its own"
        how = "" if self.location else " with --events DIR"
        return (
            f"{where}: no event table; `kg load --format icews|gdelt|polecat PATH…`{how} makes one"
        )


@dataclass(eq=False)
class NotAStoreError(StoreError):
    """The directory holds something that is not a store, or one that cannot be read."""

    location: str
    reason: str

    def __str__(self) -> str:
        return f"{self.location}: not a store of this program ({self.reason})"


@dataclass(eq=False)
class EndpointError(StoreError):
    """A remote SPARQL endpoint answered with an error, with nonsense, or not at all.

    `endpoint` never contains credentials; `status` is the HTTP status or None without an answer.
    """

    endpoint: str
    status: int | None
    reason: str
    query: str = ""

    def __str__(self) -> str:
        status = f" (HTTP {self.status})" if self.status else ""
        query = f" in query {self.query}" if self.query else ""
        return f"{self.endpoint}{status}{query}: {self.reason}"


@dataclass(eq=False)
class CopyError(StoreError):
    """A store, or a backup, is not the same as what it is to be a copy of, or cannot become it."""

    location: str
    reason: str

    def __str__(self) -> str:
        return f"{self.location}: {self.reason}"


@dataclass(eq=False)
class ReadOnlyError(StoreError):
    """The store was opened for reading only."""

    location: str

    def __str__(self) -> str:
        return f"{self.location}: opened for reading only"


class QueryError(KgError):
    """A query of the catalogue, or of the user, cannot be run."""


@dataclass(eq=False)
class QueryNotFoundError(QueryError):
    """No query of that name is in the catalogue."""

    name: str
    near: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"no query {self.name!r} in the catalogue{_near(self.near)}"


@dataclass(eq=False)
class QueryHeaderError(QueryError):
    """The `#+` header of a query file is malformed, or disagrees with its SPARQL."""

    file: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(eq=False)
class MissingParameterError(QueryError):
    """A required parameter has no value."""

    query: str
    parameter: str
    description: str = ""

    def __str__(self) -> str:
        meaning = f" ({self.description})" if self.description else ""
        return f"query {self.query} needs a value for {self.parameter!r}{meaning}"


@dataclass(eq=False)
class UnknownParameterError(QueryError):
    """A value was given for a parameter that the query does not have."""

    query: str
    parameter: str
    near: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"query {self.query} has no parameter {self.parameter!r}{_near(self.near)}"


@dataclass(eq=False)
class ParameterValueError(QueryError):
    """A value is not of the parameter's type."""

    query: str
    parameter: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"query {self.query}: {self.parameter} must be {self.expected}, found {self.found!r}"


@dataclass(eq=False)
class ColumnTypeError(QueryError):
    """A query gives a value that is not of the type which its header declares for the column."""

    column: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"column {self.column} is declared {self.expected}, but holds {self.found}"


@dataclass(eq=False)
class SparqlSyntaxError(QueryError):
    """The text is not SPARQL 1.1."""

    message: str
    line: int = 0

    def __str__(self) -> str:
        return (
            f"SPARQL, line {self.line}: {self.message}" if self.line else f"SPARQL: {self.message}"
        )


@dataclass(eq=False)
class ForbiddenSparqlError(QueryError):
    """The query reaches out of the store (SERVICE, LOAD, FROM) or changes it."""

    construct: str

    def __str__(self) -> str:
        return f"{self.construct} is refused: a query reads this store and nothing else"


@dataclass(eq=False)
class DocumentNotFoundError(KgError):
    """No document of that id is loaded, or it was withdrawn."""

    document: str
    near: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"no document {self.document!r} is loaded{_near(self.near)}"


@dataclass(eq=False)
class WithdrawalError(KgError):
    """Documents cannot be withdrawn; nothing was.

    `resting` are the other documents that rest on what these declare, each with the references.
    """

    documents: tuple[str, ...]
    reason: str
    resting: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __str__(self) -> str:
        head = f"{', '.join(self.documents)}: cannot be withdrawn: {self.reason}"
        lines = (f"{one} rests on {', '.join(references)}" for one, references in self.resting)
        return "\n".join((head, *lines))


@dataclass(eq=False)
class NameNotFoundError(KgError):
    """No actor, place or other thing of that name is known."""

    name: str
    near: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"nothing is known by the name {self.name!r}{_near(self.near)}"


@dataclass(eq=False)
class AmbiguousNameError(KgError):
    """Several things bear that name; the caller says which is meant."""

    name: str
    candidates: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name!r} may be any of {', '.join(self.candidates)}; say which"


class ExportError(KgError):
    """What was asked for cannot be written in that format."""


class ModelError(KgError):
    """A language model cannot be asked, or its answer is none."""


@dataclass(eq=False)
class ClusterError(KgError):
    """A Spark cluster does not answer, or a job on it failed; nothing was written."""

    master: str
    reason: str

    def __str__(self) -> str:
        return f"Spark at {self.master}: {self.reason}"


@dataclass(eq=False)
class MissingExtraError(KgError):
    """An optional dependency is not installed."""

    package: str
    extra: str

    def __str__(self) -> str:
        return f"{self.package} is not installed: pip install 'bilateral-kg[{self.extra}]'"


@dataclass(eq=False)
class MissingProgramError(KgError):
    """Another program is not installed, or too old; `found` is what there is instead."""

    program: str
    found: str = ""

    def __str__(self) -> str:
        found = f", found {self.found}" if self.found else ""
        return f"this needs {self.program}{found}"
