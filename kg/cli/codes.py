"""The exit codes of `kg`, and which error gives which. It knows errors, not what raises them."""

from __future__ import annotations

from typing import Final

import click

from kg.errors import (
    AmbiguousNameError,
    ClusterError,
    ColumnTypeError,
    DocumentNotFoundError,
    InputError,
    InvalidInputError,
    NameNotFoundError,
    QueryHeaderError,
    QueryNotFoundError,
    StoreError,
)

__all__ = ["CODES", "INVALID", "exit_code"]

INVALID: Final = 1
USAGE: Final = 2
STORE: Final = 3
NOT_FOUND: Final = 4
INTERRUPTED: Final = 130
PIPE_CLOSED: Final = 141

#: what each code means; the last two are those of a shell for SIGINT and SIGPIPE
CODES: Final = {
    0: "all went well",
    INVALID: "invalid data: a sheet, or the header of a query file",
    USAGE: "a wrong command line, parameter or SPARQL text, or a file that cannot be used",
    STORE: "the store, endpoint or cluster cannot be used",
    NOT_FOUND: "no query, or no one thing, of that name",
    INTERRUPTED: "interrupted",
    PIPE_CLOSED: "the reader of our output closed it",
}

_BY_ERROR: Final[tuple[tuple[type[BaseException], int], ...]] = (
    (InvalidInputError, INVALID),
    (InputError, INVALID),
    (QueryHeaderError, INVALID),
    (ColumnTypeError, INVALID),
    (StoreError, STORE),
    (ClusterError, STORE),
    (QueryNotFoundError, NOT_FOUND),
    (DocumentNotFoundError, NOT_FOUND),
    (NameNotFoundError, NOT_FOUND),
    (AmbiguousNameError, NOT_FOUND),
    (KeyboardInterrupt, INTERRUPTED),
    (click.Abort, INTERRUPTED),
    (BrokenPipeError, PIPE_CLOSED),
)


def exit_code(error: BaseException) -> int:
    """The code for an error; whatever has none of its own is a wrong use."""
    return next((code for kind, code in _BY_ERROR if isinstance(error, kind)), USAGE)
