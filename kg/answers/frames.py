"""Tables of terms as polars frames, for what is computed in columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

import polars as pl

from kg.terms import Iri, Literal, Term

if TYPE_CHECKING:
    from kg.store.base import Table

__all__ = ["Schema", "frame"]

Schema = Mapping[str, type[pl.DataType]]

_READ: Final[dict[type[pl.DataType], Callable[[str], object]]] = {
    pl.Int64: int,
    pl.Boolean: lambda text: text in ("true", "1"),
    pl.String: str,
}


def frame(table: Table, schema: Schema) -> pl.DataFrame:
    """The rows of a table, whose columns are those of the schema, as values of its types.

    IRIs and literals both become text where the schema says so.
    """
    assert table.columns == tuple(schema), (table.columns, tuple(schema))
    columns = zip(*table.rows, strict=True) if table.rows else ((),) * len(schema)
    return pl.DataFrame(
        {
            name: pl.Series(name, _values(column, kind), dtype=kind)
            for (name, kind), column in zip(schema.items(), columns, strict=True)
        }
    )


def _values(terms: tuple[Term | None, ...], kind: type[pl.DataType]) -> list[object]:
    read = _READ[kind]
    if kind is pl.String:
        return [term if term is None or isinstance(term, Iri) else term.value for term in terms]
    return [read(term.value) if isinstance(term, Literal) else None for term in terms]
