"""The catalogue: folders of query files, each query under `<topic>/<name>`.

A file is read when its query is first asked for, so that one malformed file does not stand in the
way of the others. This module knows where files are and nothing of what is in them.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from kg.errors import QueryError, QueryHeaderError, QueryNotFoundError
from kg.queries.query import Query

__all__ = ["QueryLibrary"]

_SUFFIX: Final = ".rq"


class QueryLibrary:
    """The queries of one or several folders, by name.

    Raises (when made):
        QueryError: a folder is not there.
        QueryHeaderError: a file does not stand in a topic, or its name is taken.
    """

    def __init__(self, *folders: Path) -> None:
        self._files: dict[str, Path] = {}
        self._read: dict[str, Query] = {}
        for folder in folders:
            self._add(folder)

    def _add(self, folder: Path) -> None:
        if not folder.is_dir():
            raise QueryError(f"{folder}: no folder of queries")
        for file in sorted(folder.rglob(f"*{_SUFFIX}")):
            name = file.relative_to(folder).with_suffix("").as_posix()
            if name.count("/") != 1:
                raise QueryHeaderError(file, 1, "a query file stands in a folder, its topic")
            if name in self._files:
                message = f"the name {name} is taken by {self._files[name]}"
                raise QueryHeaderError(file, 1, message)
            self._files[name] = file

    @property
    def names(self) -> tuple[str, ...]:
        """All names, sorted, hence by topic."""
        return tuple(sorted(self._files))

    @property
    def topics(self) -> dict[str, tuple[str, ...]]:
        """The names of each topic."""
        topics: dict[str, tuple[str, ...]] = {}
        for name in self.names:
            topic = name.partition("/")[0]
            topics[topic] = (*topics.get(topic, ()), name)
        return topics

    def get(self, name: str) -> Query:
        """The query of that name.

        Raises:
            QueryNotFoundError: there is none; it bears the nearest names.
            QueryHeaderError: its file is malformed.
        """
        if name not in self._files:
            raise QueryNotFoundError(name, self._near(name))
        if name not in self._read:
            self._read[name] = Query.read(self._files[name], name)
        return self._read[name]

    def __getitem__(self, name: str) -> Query:
        return self.get(name)

    def __contains__(self, name: object) -> bool:
        return name in self._files

    def __iter__(self) -> Iterator[Query]:
        """All queries, by topic and name; raises at the first malformed file."""
        return map(self.get, self.names)

    def __len__(self) -> int:
        return len(self._files)

    def _near(self, name: str) -> tuple[str, ...]:
        """Names that look alike, whole or without their topic."""
        tails: dict[str, list[str]] = {}
        for known in self.names:
            tails.setdefault(known.partition("/")[2], []).append(known)
        whole = get_close_matches(name, self.names)
        parts = get_close_matches(name.rpartition("/")[2], tails)
        return tuple(dict.fromkeys([*whole, *(known for part in parts for known in tails[part])]))
