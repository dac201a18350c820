"""One object of JSON, asked for its values by their kind: what is of another kind is told.

So no loader meets a value that it did not expect, and nothing is passed over in silence. What is
null counts as not there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from kg.loaders.jsons import is_number
from kg.standoff import Collector

__all__ = ["Record"]

#: characters of a value that an error shows
_SHOWN: Final = 60


class Record:
    """An object of one text's JSON; `place` is where it stands, such as `entities[2]`."""

    __slots__ = ("_found", "line", "place", "value")

    def __init__(
        self, found: Collector, line: int, value: Mapping[str, Any], place: str = ""
    ) -> None:
        self._found, self.line, self.value, self.place = found, line, value, place

    def __contains__(self, key: str) -> bool:
        return self.value.get(key) is not None

    def get(self, key: str, default: Any = None) -> Any:
        """A value of any kind."""
        return self.value.get(key, default)

    def wrong(self, key: str, expected: str) -> None:
        """What stands under a key is not what it should be."""
        place = f"{self.place}.{key}" if self.place and key else self.place or key
        if key and key not in self.value:
            self._found.wrong(f"{place} is missing", self.line, expected=expected)
            return
        value = self.value[key] if key else self.value
        self._found.wrong(
            f"{place} is of the wrong kind", self.line, expected=expected, found=_shown(value)
        )

    def words(self, key: str) -> str | None:
        """A text, where there is one."""
        value = self.value.get(key)
        if value is None or isinstance(value, str):
            return value
        self.wrong(key, "a text")
        return None

    def address(self, *keys: str) -> str | None:
        """The first of the texts that is the address of a web page; what is none is no error."""
        for key in keys:
            value = self.value.get(key)
            if isinstance(value, str) and value.startswith(("http://", "https://")):
                return value
        return None

    def name(self, key: str, default: object = None) -> str:
        """An id: a text or a whole number; `default` where there is none."""
        value = self.value.get(key, default)
        if value is None and key in self.value:
            value = default
        if is_number(value) or (isinstance(value, str) and value):
            return str(value)
        self.wrong(key, "an id, as a text or a whole number")
        return ""

    def ends(self, *roles: tuple[str, str]) -> list[tuple[str, str]]:
        """Links by role and the key of their id; an empty list, and told, if one of them is none.

        So a relation is either whole or not there.
        """
        links = [(role, self.name(key)) for role, key in roles]
        return links if all(ident for _, ident in links) else []

    def offsets(self, first: str, second: str) -> tuple[int, int] | None:
        """Two whole numbers, or None where neither is there."""
        start, end = self.value.get(first), self.value.get(second)
        if start is None and end is None:
            return None
        if is_number(start) and is_number(end):
            return start, end
        self.wrong(first if not is_number(start) else second, "a whole number")
        return None

    def items(self, *keys: str) -> list[Any]:
        """The values of lists, in the order of the keys."""
        found: list[Any] = []
        for key in keys:
            value = self.value.get(key)
            if isinstance(value, list):
                found += value
            elif value is not None:
                self.wrong(key, "a list")
        return found

    def several(self, key: str) -> list[Any]:
        """The values of a list, or one text by itself."""
        value = self.value.get(key)
        return [value] if isinstance(value, str) else self.items(key)

    def records(self, key: str) -> Iterator[tuple[int, Record]]:
        """The objects of a list, numbered from 1."""
        for number, one in enumerate(self.items(key), 1):
            inside = self._inside(f"{key}[{number - 1}]", one)
            if inside is not None:
                yield number, inside

    def record(self, key: str) -> Record:
        """An object, or an empty one where there is none."""
        value = self.value.get(key)
        inside = None if value is None else self._inside(key, value)
        return inside or Record(self._found, self.line, {}, key)

    def _inside(self, step: str, value: object) -> Record | None:
        place = f"{self.place}.{step}" if self.place else step
        if isinstance(value, dict):
            return Record(self._found, self.line, value, place)
        self._found.wrong(
            f"{place} is of the wrong kind", self.line, expected="an object", found=_shown(value)
        )
        return None


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)[:_SHOWN]
