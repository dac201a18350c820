"""YAML as people write it, with the place of everything in it.

It is read as the events of libyaml and nothing else: every scalar is text (`NO` is Norway, `010`
a code), no alias is followed, no tag obeyed, nothing is nested without end. This module knows
no record and no vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml
from yaml._yaml import CParser
from yaml._yaml import Mark as _CMark

from kg.errors import (
    DuplicateKeyError,
    InputError,
    InvalidInputError,
    SyntaxProblem,
)
from kg.loaders.files import line_of, read_text

__all__ = ["Mark", "Node", "Tree", "read_tree"]

#: levels of nesting; sheets need seven
_DEEPEST: Final = 50
#: problems after which a file is not read on
_MOST_PROBLEMS: Final = 100
#: plain scalars that stand for nothing
_NOTHING: Final = frozenset(("", "~", "null"))

Node = dict[str, "Node"] | list["Node"] | str | None
#: a mark as the event types declare it; events that a parser made always have one
_YamlMark = yaml.error.Mark | _CMark | None
_Opening = yaml.MappingStartEvent | yaml.SequenceStartEvent
_Value = yaml.ScalarEvent | yaml.AliasEvent | _Opening


class Mark(NamedTuple):
    """A place in a file; line and column (in characters) count from 1."""

    line: int
    column: int


class _Place:
    """Where one node stands, its keys and what is inside it: a mirror of the data."""

    __slots__ = ("inside", "keys", "mark")

    def __init__(self, mark: _YamlMark) -> None:
        self.mark = mark
        self.keys: dict[str, _YamlMark] = {}
        #: by key or position; a scalar is its mark alone
        self.inside: dict[str | int, _Place | _YamlMark] = {}


@dataclass(frozen=True)
class Tree:
    """What a YAML file says, as dictionaries, lists, texts and None.

    `problems` holds what is refused but did not hinder reading on: keys that stand twice (the first
    is kept), aliases and tags (None stands for an alias).
    """

    file: Path
    data: Node
    problems: tuple[InputError, ...]
    _root: _Place | _YamlMark

    def mark(self, path: Sequence[str | int], *, key: bool = False) -> Mark:
        """Where something stands: a scalar itself, a list or mapping by the key that bears it.

        With `key`, the key of a scalar. What is not there has the place of what would hold it.
        """
        place: _Place | _YamlMark = self._root
        bearer: _YamlMark = None
        for step in path:
            if not isinstance(place, _Place) or step not in place.inside:
                break
            bearer = place.keys.get(step) if isinstance(step, str) else None
            place = place.inside[step]
        own = place.mark if isinstance(place, _Place) else place
        return _counted(
            bearer if bearer is not None and (key or isinstance(place, _Place)) else own
        )


def read_tree(path: Path) -> Tree:
    """A YAML file of one document.

    Raises:
        InvalidInputError: of EncodingError, TooLargeError, SyntaxProblem, or InputError when the
            file cannot be read: whatever hinders reading on, with all that was found until then.
    """
    raw, _ = read_text(path)
    reader = _Reader(raw, path)
    data, root = reader.read()
    return Tree(path, data, tuple(reader.problems), root)


def _counted(mark: _YamlMark) -> Mark:
    assert mark is not None
    return Mark(mark.line + 1, mark.column + 1)


class _Reader:
    """Builds plain data from events; keeps its own stack, so that no input exhausts Python's."""

    def __init__(self, raw: bytes, file: Path) -> None:
        self.problems: list[InputError] = []
        self._raw = raw
        self._file = file
        self._documents = 0
        #: a list of one, which ends up holding the document
        self._open: list[Node] | dict[str, Node] = []
        self._place = _Place(None)
        #: the key of the open mapping that waits for its value
        self._key: str | None = None
        self._stack: list[tuple[list[Node] | dict[str, Node], _Place, str | None]] = []

    def read(self) -> tuple[Node, _Place | _YamlMark]:
        """The document's data and their places."""
        steps: dict[type[yaml.Event], Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._enter,
            yaml.SequenceStartEvent: self._enter,
            yaml.MappingEndEvent: self._leave,
            yaml.SequenceEndEvent: self._leave,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        root = self._open
        parser = CParser(self._raw)
        try:
            while (event := parser.get_event()) is not None:
                step = steps.get(type(event))
                if step:
                    step(event)
        except yaml.YAMLError as problem:
            raise self._fatal(_syntax_problem(problem, self._raw)) from problem
        if not self._documents:
            raise self._fatal(SyntaxProblem("the file is empty", expected="a sheet", line=1))
        assert isinstance(root, list)
        return root[0], self._place.inside[0]

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if event.tag is not None or event.anchor is not None:
            self._refuse_marks(event)
        if self._key is None and type(self._open) is dict:
            self._name(event)
        elif event.implicit[0] and event.value in _NOTHING:
            self._put(None, event.start_mark)
        else:
            self._put(event.value, event.start_mark)

    def _name(self, event: yaml.ScalarEvent) -> None:
        self._key = key = event.value
        keys = self._place.keys
        if key in keys:
            found = f"the first in line {_counted(keys[key]).line}"
            self._add(DuplicateKeyError(f"the key {key!r} stands twice", found=found), event)
        else:
            keys[key] = event.start_mark

    def _put(self, value: Node, place: _Place | _YamlMark) -> None:
        container = self._open
        if isinstance(container, list):
            self._place.inside[len(container)] = place
            container.append(value)
        else:
            key = self._key
            assert key is not None
            if key not in container:
                container[key] = value
                self._place.inside[key] = place
            self._key = None

    def _enter(self, event: _Opening) -> None:
        if event.tag is not None or event.anchor is not None:
            self._refuse_marks(event)
        self._refuse_as_key(event)
        if len(self._stack) >= _DEEPEST:
            deep = SyntaxProblem("nested too deeply", expected=f"at most {_DEEPEST} levels")
            raise self._fatal(deep, event)
        opened: list[Node] | dict[str, Node] = {} if type(event) is yaml.MappingStartEvent else []
        place = _Place(event.start_mark)
        self._put(opened, place)
        self._stack.append((self._open, self._place, self._key))
        self._open, self._place, self._key = opened, place, None

    def _leave(self, _event: yaml.Event) -> None:
        self._open, self._place, self._key = self._stack.pop()

    def _alias(self, event: yaml.AliasEvent) -> None:
        self._refuse_as_key(event)
        self._add(_refused("an alias", f"*{event.anchor}"), event)
        self._put(None, event.start_mark)

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            second = SyntaxProblem("a second document begins", expected="one document in a file")
            raise self._fatal(second, event)

    def _refuse_as_key(self, event: _Value) -> None:
        if self._key is None and type(self._open) is dict:
            raise self._fatal(
                SyntaxProblem("a key is a list, a mapping or an alias", expected="a word as key"),
                event,
            )

    def _refuse_marks(self, event: yaml.ScalarEvent | _Opening) -> None:
        if event.anchor is not None:
            self._add(_refused("an anchor", f"&{event.anchor}"), event)
        if event.tag is not None:
            self._add(_refused("a tag", event.tag), event)

    def _add(self, problem: InputError, event: yaml.Event) -> None:
        if len(self.problems) >= _MOST_PROBLEMS:
            raise self._fatal(SyntaxProblem("too many problems; the rest was not read"), event)
        problem.file = self._file
        problem.line, problem.column = _counted(event.start_mark)
        self.problems.append(problem)

    def _fatal(self, problem: InputError, event: yaml.Event | None = None) -> InvalidInputError:
        problem.file = self._file
        if event:
            problem.line, problem.column = _counted(event.start_mark)
        return InvalidInputError((*self.problems, problem))


def _refused(what: str, found: str) -> SyntaxProblem:
    return SyntaxProblem(
        f"{what} is not read here: a sheet is plain text",
        expected="the value itself, in quotes if it begins with &, * or !",
        found=found,
    )


#: what libyaml says, and what would have been right
_EXPECTED: Final = {
    "mapping values are not allowed in this context": "quotes around a value that contains ': '",
    "found unexpected end of stream": "the closing quote",
    "found character that cannot start any token": "quotes around a value that begins so",
}


def _syntax_problem(problem: yaml.YAMLError, raw: bytes) -> SyntaxProblem:
    """A complaint of libyaml with its place, and what it expected."""
    if isinstance(problem, yaml.MarkedYAMLError) and problem.problem_mark:
        line, column = problem.problem_mark.line, problem.problem_mark.column
        text = raw.decode().split("\n")[line : line + 1]
        found = text[0][column : column + 30] if text else ""
        reason = problem.problem or "the YAML cannot be read"
        expected = _EXPECTED.get(reason) or reason.partition("did not find expected ")[2]
        if found.startswith("\t"):
            expected = "spaces: a tab cannot indent"
        return SyntaxProblem(
            f"the YAML cannot be read: {reason}", None, line + 1, column + 1,
            expected or "YAML", repr(found) if found else "the end",
        )  # fmt: skip
    position = getattr(problem, "position", 0)
    return SyntaxProblem(
        f"the YAML cannot be read: {getattr(problem, 'reason', problem)}",
        line=line_of(raw, position),
        expected="printable characters, others as escapes in double quotes",
        found=f"U+{getattr(problem, 'character', 0):04X}",
    )
