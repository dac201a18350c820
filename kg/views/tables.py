"""Tables as a page holds them: a column of few values as those and, for each row, which it is.

Most columns name the same speakers, outlets and documents again and again; so they take a fifth of
what objects would. `static/data.js` makes objects of them. This module knows no page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os.path import commonprefix
from typing import Any, Final

__all__ = ["packed"]

#: a common beginning that is shorter is not worth a key
_LONG: Final = 12


def packed(columns: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """Columns of one length, each as its values or as `{"of": values, "at": places}`.

    Where texts all begin alike, as IRIs do, `"head"` is the beginning and the values are the rest.
    """
    return {name: _column(list(values)) for name, values in columns.items()}


def _column(values: list[Any]) -> Any:
    places: dict[Any, int] = {}
    try:
        # True and 1 are one key of a dict, but not one value of a page
        at = [places.setdefault((type(value), value), len(places)) for value in values]
    except TypeError:  # a list among the values
        return values
    few = len(places) * 2 <= len(values)
    kept = [value for _, value in places] if few else values
    made: dict[str, Any] = {}
    if all(isinstance(value, str) for value in kept):
        head = commonprefix(kept)  # noqa: RUF071 - letters in common, not folders
        if len(kept) > 1 and len(head) >= _LONG:
            made = {"head": head}
            kept = [value[len(head) :] for value in kept]
    if few:
        return {**made, "of": kept, "at": at}
    return {**made, "of": kept} if made else values
