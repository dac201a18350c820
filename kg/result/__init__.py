"""What a query answers: typed columns, rows of Python values, and the forms in which to take them.

A column of nodes is followed by one with their labels in the reader's language, so that no reader
has to know IRIs and no program has to parse labels. This package knows terms and column types; it
asks no store and reads no query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from kg.errors import ColumnTypeError
from kg.result import forms, frames
from kg.result.cells import Cell, Column, Text, declared, inferred, natural, shorten, tail
from kg.terms import Iri

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from kg.result.terminal import TerminalTable
    from kg.store.base import Table

__all__ = ["Cell", "Column", "Labeller", "Result", "Text", "shorten", "tail"]

#: looks up the labels of nodes, by IRI, all at once; those without a label may be missing
Labeller = Callable[[Iterable[str]], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to a query.

    `columns` and the tuples in `rows` run in parallel. After each column of nodes, say `matter`,
    stands `matter_label` of type text, whatever the data, so that the names of columns are stable.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    #: columns that stand one below the other where a terminal has little room
    stacks: tuple[tuple[str, ...], ...] = ()
    #: numbers behind the rows, which a terminal tells once where all rows have the same
    background: tuple[str, ...] = ()

    @classmethod
    def from_table(
        cls,
        table: Table,
        columns: Sequence[tuple[str, str]] | None = None,
        labels: Labeller | None = None,
        *,
        title: str = "",
    ) -> Result:
        """The result of a table of terms.

        Args:
            table: what the store answered.
            columns: name and type of each column in the table's order, as a query's header declares
                them. None for a query without a header: the types are then read off the values,
                nothing counts as a node, and the columns are those that were asked for.
            labels: looks up what nodes are called; a node that it does not know bears the last part
                of its IRI.
            title: for people.

        Raises:
            ColumnTypeError: a value is not of its column's type.
        """
        if columns is None:
            free = tuple(tuple(term and natural(term) for term in row) for row in table.rows)
            types = [inferred(row[place] for row in free) for place in range(len(table.columns))]
            return cls(tuple(map(Column, table.columns, types)), free, title)
        typed = [Column(*column) for column in columns]
        names = tuple(column.name for column in typed)
        if names != table.columns:
            raise ColumnTypeError(", ".join(names), "the projection", ", ".join(table.columns))
        rows = [tuple(map(declared, row, typed)) for row in table.rows]
        return cls(*_with_labels(typed, rows, labels), title)

    @classmethod
    def from_rows(
        cls,
        rows: Iterable[Mapping[str, Cell]],
        columns: Sequence[tuple[str, str]],
        labels: Labeller | None = None,
        *,
        title: str = "",
    ) -> Result:
        """The result of rows that a program made; their values are of the columns' types.

        Args:
            rows: the value of each column by its name.
            columns: name and type of each column, as a query's header declares them.
            labels: as for `from_table`.
            title: for people.
        """
        typed = [Column(*column) for column in columns]
        cells = [tuple(row[column.name] for column in typed) for row in rows]
        return cls(*_with_labels(typed, cells, labels), title)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return iter(self.rows)

    def __repr__(self) -> str:
        names = ", ".join(column.name for column in self.columns)
        title = f" {self.title!r}" if self.title else ""
        return f"<Result{title}: {len(self)} rows of {names}>"

    def records(self) -> Iterator[dict[str, Cell]]:
        """Each row by the names of its columns."""
        names = [column.name for column in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows)

    def column(self, name: str) -> tuple[Cell, ...]:
        """The values of one column.

        Raises:
            KeyError: there is no such column.
        """
        places = {column.name: place for place, column in enumerate(self.columns)}
        return tuple(row[places[name]] for row in self.rows)

    def to_polars(self) -> pl.DataFrame:
        """A polars DataFrame; decimals become floats, moments are in UTC, IRIs are strings."""
        return frames.polars(self.columns, self.rows)

    def to_pandas(self) -> pd.DataFrame:
        """A pandas DataFrame with types that know missing values; else as `to_polars`.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        return frames.pandas(self.columns, self.rows)

    def to_arrow(self) -> pa.Table:
        """A pyarrow Table; typed as `to_polars`.

        Raises:
            MissingExtraError: pyarrow is not installed.
        """
        return frames.arrow(self.columns, self.rows)

    def to_csv(self, *, spreadsheet: bool = False) -> str:
        r"""CSV by RFC 4180 with a head line, `\n` at line ends and IRIs in full; None is empty.

        Args:
            spreadsheet: put an apostrophe before texts that begin with `=`, `+`, `-`, `@`, a tab or
                a carriage return, which a spreadsheet would run as a formula, and write characters
                that a terminal obeys as `\x1b`. It alters the data, so it is not done unless asked
                for; the command line and the pages do it.
        """
        return forms.csv(self.columns, self.rows, spreadsheet=spreadsheet)

    def to_json(self) -> str:
        """JSON: a list of objects, dates in ISO 8601, what is unbound null, letters as they are."""
        return forms.json_records(self.columns, self.rows)

    def to_markdown(self) -> str:
        """A table in GitHub's Markdown; markup in the data is escaped, a line end is `<br>`."""
        return forms.markdown(self.columns, self.rows)

    def to_table(self) -> TerminalTable:
        """What `rich.console.Console` prints: a table, or blocks of lines where it is narrow.

        A node is its label, a thing has its short IRI below; columns that are empty or false in
        every row are only named, and a number in the background is told once if it is the same.
        """
        return forms.table(self)

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return forms.html(self.columns, self.rows, self.title)


def _with_labels(
    columns: Sequence[Column], rows: Sequence[tuple[Cell, ...]], labels: Labeller | None
) -> tuple[tuple[Column, ...], tuple[tuple[Cell, ...], ...]]:
    """Columns and rows with the label of each node after it."""
    is_node = [column.type == "node" for column in columns]
    iris = {
        value
        for row in rows
        for value, node in zip(row, is_node, strict=True)
        if node and isinstance(value, Iri)
    }
    known = labels(sorted(iris)) if labels and iris else {}

    def label(value: Cell) -> Cell:
        return (known.get(value) or tail(value)) if isinstance(value, Iri) else value

    wide = [
        (column, Column(f"{column.name}_label", "text")) if node else (column,)
        for column, node in zip(columns, is_node, strict=True)
    ]
    filled = (
        [
            (value, label(value)) if node else (value,)
            for value, node in zip(row, is_node, strict=True)
        ]
        for row in rows
    )
    return tuple(chain.from_iterable(wide)), tuple(
        tuple(chain.from_iterable(row)) for row in filled
    )
