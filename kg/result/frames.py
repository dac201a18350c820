"""Results as data frames. Each library is loaded when its frame is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.errors import MissingExtraError
from kg.result.cells import Cell, Column, Plain, plain

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

__all__ = ["arrow", "pandas", "polars"]

Rows = Sequence[tuple[Cell, ...]]


def polars(columns: Sequence[Column], rows: Rows) -> pl.DataFrame:
    """See `Result.to_polars`."""
    import polars as pl

    types: dict[str, pl.DataType | type[pl.DataType]] = {
        "integer": pl.Int64, "decimal": pl.Float64, "double": pl.Float64,
        "boolean": pl.Boolean, "date": pl.Date, "dateTime": pl.Datetime("us", "UTC"),
    }  # fmt: skip
    series = (
        pl.Series(column.name, values, types.get(column.type, pl.String))
        for column, values in _plain(columns, rows)
    )
    return pl.DataFrame(list(series))


def pandas(columns: Sequence[Column], rows: Rows) -> pd.DataFrame:
    """See `Result.to_pandas`."""
    try:
        import pandas as pd
    except ImportError:
        raise MissingExtraError("pandas", "notebook") from None
    # no nanoseconds: they end in 2262, and the year 9999 stands for what has no end
    types = {
        "integer": "Int64", "decimal": "float64", "double": "float64", "boolean": "boolean",
        "date": "datetime64[s]", "dateTime": "datetime64[us, UTC]",
    }  # fmt: skip
    series = {
        column.name: pd.Series(values, dtype=types.get(column.type, "string"))
        for column, values in _plain(columns, rows)
    }
    return pd.DataFrame(series)


def arrow(columns: Sequence[Column], rows: Rows) -> pa.Table:
    """See `Result.to_arrow`."""
    try:
        import pyarrow as pa
    except ImportError:
        raise MissingExtraError("pyarrow", "events") from None
    types = {
        "integer": pa.int64(), "decimal": pa.float64(), "double": pa.float64(),
        "boolean": pa.bool_(), "date": pa.date32(), "dateTime": pa.timestamp("us", "UTC"),
    }  # fmt: skip
    arrays = [
        pa.array(values, types.get(column.type, pa.string()))
        for column, values in _plain(columns, rows)
    ]
    return pa.Table.from_arrays(arrays, names=[column.name for column in columns])


def _plain(columns: Sequence[Column], rows: Rows) -> list[tuple[Column, list[Plain]]]:
    """Each column with its values."""
    return [
        (column, [plain(row[place], column.type) for row in rows])
        for place, column in enumerate(columns)
    ]
