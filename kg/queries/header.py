"""The header of a query file: YAML in `#+` comments at its top, read strictly.

    #+ title:
    #+   en: Who is party to what
    #+   hi: कौन किसका पक्ष है
    #+ params:
    #+   - name: a
    #+     type: actor

A malformed header is an error with its line, never a warning and an empty query. Every scalar is
read as text (`NO` is Norway) and converted by the declared type. This module reads headers only;
what the SPARQL below makes of the parameters is checked by `kg.queries.body`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

import yaml

from kg.errors import QueryHeaderError
from kg.queries.clocks import CLOCKS, clock_parameters
from kg.queries.parameters import Parameter
from kg.queries.values import TYPES, to_term
from kg.terms import Term

__all__ = [
    "COLUMN_TYPES",
    "LANGUAGES",
    "Column",
    "Derivation",
    "Header",
    "read_header",
]

#: the languages that every title and description has
LANGUAGES: Final = ("en", "hi")
COLUMN_TYPES: Final = (
    "node", "iri", "string", "integer", "decimal", "boolean", "date", "dateTime", "text",
)  # fmt: skip

_NAME: Final = re.compile(r"[a-z][a-z0-9_]*\Z")
_VIEW: Final = re.compile(r"[a-z][a-z0-9-]*\Z")
#: what a pattern that finds touched subjects starts from
_CHANGE: Final = re.compile(r"\?(?:loaded|changed)\b")
_MARK: Final = "#+"
_TAGS: Final = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))

T = TypeVar("T")


class Column(NamedTuple):
    """One column of a result; `type` is one of `COLUMN_TYPES`."""

    name: str
    type: str


class Derivation(NamedTuple):
    """How a CONSTRUCT of `queries/derive/` follows a change; see `docs/queries.md`.

    `subject` is the variable to which all that is derived belongs; `rests_on` names the queries
    whose triples it reads; `touched` are patterns that find the subjects that a change touches,
    from `?loaded` (a graph) or from `?changed` (the subject of another triple that was derived).
    """

    subject: str
    rests_on: tuple[str, ...]
    touched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says; titles and descriptions by language."""

    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    view: str | None
    derive: Derivation | None
    #: the function that goes on where SPARQL ends (see `kg.answers`)
    answer: str | None
    #: columns that stand one below the other where a terminal has little room
    stacks: tuple[tuple[str, ...], ...]
    #: numbers behind the rows, which a terminal tells once where all rows have the same
    background: tuple[str, ...]
    #: the line of each parameter and column in the file, for messages: `("params", "a")`
    lines: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class _Reader:
    """One header being read: turns YAML nodes into values, or raises with their line."""

    file: Path
    first_line: int
    lines: dict[tuple[str, str], int]

    def line(self, node: yaml.Node) -> int:
        return int(node.start_mark.line) + self.first_line

    def error(self, node: yaml.Node, message: str) -> QueryHeaderError:
        return QueryHeaderError(self.file, self.line(node), message)

    def mapping(
        self, node: yaml.Node, what: str, allowed: tuple[str, ...], needed: tuple[str, ...]
    ) -> dict[str, yaml.Node]:
        """The entries of a mapping, each key once and known."""
        if not isinstance(node, yaml.MappingNode):
            raise self.error(node, f"{what} is not a mapping")
        entries: dict[str, yaml.Node] = {}
        for key_node, value in node.value:
            key = self.text(key_node, f"a key of {what}")
            if key in entries:
                raise self.error(key_node, f"{what} has the key {key!r} twice")
            if key not in allowed:
                near = _nearest(key, allowed) or f"one of {', '.join(allowed)}"
                raise self.error(key_node, f"{what} has an unknown key {key!r}; expected {near}")
            entries[key] = value
        for key in needed:
            if key not in entries:
                raise self.error(node, f"{what} has no {key!r}")
        return entries

    def sequence(self, node: yaml.Node, what: str) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            raise self.error(node, f"{what} is not a list")
        return list(node.value)

    def text(self, node: yaml.Node, what: str) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise self.error(node, f"{what} is not text")
        return str(node.value).strip()

    def choice(self, node: yaml.Node, what: str, allowed: tuple[str, ...]) -> str:
        text = self.text(node, what)
        if text not in allowed:
            near = _nearest(text, allowed) or f"one of {', '.join(allowed)}"
            raise self.error(node, f"{what} is {text!r}; expected {near}")
        return text

    def name(self, node: yaml.Node, what: str, pattern: re.Pattern[str] = _NAME) -> str:
        text = self.text(node, what)
        if not pattern.match(text):
            raise self.error(node, f"{what} is {text!r}; expected lower-case letters and digits")
        return text

    def boolean(self, node: yaml.Node, what: str) -> bool:
        return self.choice(node, what, ("true", "false")) == "true"

    def languages(self, node: yaml.Node, what: str) -> dict[str, str]:
        """One text in each of `LANGUAGES`, and in Russian if there is one."""
        entries = self.mapping(node, what, (*LANGUAGES, "ru"), LANGUAGES)
        texts = {key: self.text(value, f"{what} in {key}") for key, value in entries.items()}
        for key, text in texts.items():
            if not text:
                raise self.error(entries[key], f"{what} in {key} is empty")
        return texts

    def each(
        self, section: str, node: yaml.Node | None, read: Callable[[yaml.Node], tuple[str, T]]
    ) -> tuple[T, ...]:
        """The items of a list whose names differ."""
        items: list[T] = []
        for item_node in self.sequence(node, section) if node else ():
            name, item = read(item_node)
            if (section, name) in self.lines:
                raise self.error(item_node, f"{section} has the name {name!r} twice")
            self.lines[section, name] = self.line(item_node)
            items.append(item)
        return tuple(items)

    def parameter(self, node: yaml.Node) -> tuple[str, Parameter]:
        keys = ("name", "type", "required", "many", "default", "example", "description")
        entries = self.mapping(node, "a parameter", keys, ("name", "type"))
        name = self.name(entries["name"], "the name of a parameter")
        what = f"parameter {name!r}"
        kind = self.choice(entries["type"], f"the type of {what}", tuple(TYPES))
        many = "many" in entries and self.boolean(entries["many"], f"'many' of {what}")
        default = (
            self.default(entries["default"], what, kind, many) if "default" in entries else None
        )
        required = default is None
        if "required" in entries:
            required = self.boolean(entries["required"], f"'required' of {what}")
        if required and default is not None:
            raise self.error(entries["default"], f"{what} is required and has a default")
        descriptions = self.note(entries.get("description"), what)
        example = None
        if "example" in entries:
            example = self.text(entries["example"], f"the example of {what}")
        return name, Parameter(name, kind, required, many, default, descriptions, example)

    def default(self, node: yaml.Node, what: str, kind: str, many: bool) -> tuple[Term, ...]:
        listed = isinstance(node, yaml.SequenceNode)
        if listed and not many:
            raise self.error(node, f"the default of {what} is a list, but it is not 'many'")
        nodes = self.sequence(node, f"the default of {what}") if listed else [node]
        if not nodes:
            raise self.error(node, f"the default of {what} is an empty list")
        return tuple(self.default_term(item, what, kind) for item in nodes)

    def default_term(self, node: yaml.Node, what: str, kind: str) -> Term:
        text = self.text(node, f"the default of {what}")
        try:
            return to_term(text, kind)
        except ValueError:
            message = f"the default of {what} is {text!r}; expected {TYPES[kind]}"
            raise self.error(node, message) from None

    def note(self, node: yaml.Node | None, what: str) -> dict[str, str]:
        """The description of a parameter: by language, or one text in English."""
        if node is None:
            return {}
        if isinstance(node, yaml.MappingNode):
            return self.languages(node, f"the description of {what}")
        return {"en": self.text(node, f"the description of {what}")}

    def clocks(self, node: yaml.Node | None) -> tuple[Parameter, ...]:
        """The parameters of the clocks that are named; one that is also declared is an error."""
        if node is None:
            return ()
        names = []
        for item in self.sequence(node, "clocks"):
            name = self.choice(item, "a clock", tuple(CLOCKS))
            if name in names or ("params", name) in self.lines:
                raise self.error(item, f"the clock {name!r} stands twice")
            names.append(name)
        found = clock_parameters(tuple(names))
        for parameter in found:
            self.lines.setdefault(("params", parameter.name), self.line(node))
        return found

    def stacks(self, node: yaml.Node | None) -> tuple[tuple[str, ...], ...]:
        """Lists of names of columns, each a column once."""
        found: list[tuple[str, ...]] = []
        for item in self.sequence(node, "stacks") if node else ():
            names = tuple(
                self.text(each, "a name in a stack") for each in self.sequence(item, "a stack")
            )
            for name in names:
                if ("columns", name) not in self.lines or any(name in other for other in found):
                    raise self.error(item, f"a stack names {name!r}; expected a column, once")
            found.append(names)
        return tuple(found)

    def background(self, node: yaml.Node | None) -> tuple[str, ...]:
        """Names of columns."""
        items = self.sequence(node, "background") if node else []
        names = tuple(self.text(item, "a name in the background") for item in items)
        for name, item in zip(names, items, strict=True):
            if ("columns", name) not in self.lines:
                raise self.error(item, f"the background names {name!r}; expected a column")
        return names

    def column(self, node: yaml.Node) -> tuple[str, Column]:
        entries = self.mapping(node, "a column", ("name", "type"), ("name", "type"))
        name = self.text(entries["name"], "the name of a column")
        kind = self.choice(entries["type"], f"the type of column {name!r}", COLUMN_TYPES)
        return name, Column(name, kind)

    def derivation(self, node: yaml.Node) -> Derivation:
        keys = ("subject", "rests_on", "touched")
        entries = self.mapping(node, "'derive'", keys, ("subject", "touched"))
        rests_on = self.sequence(entries["rests_on"], "'rests_on'") if "rests_on" in entries else []
        touched = self.sequence(entries["touched"], "'touched'")
        return Derivation(
            self.name(entries["subject"], "the subject"),
            tuple(self.name(one, "a name in 'rests_on'", _VIEW) for one in rests_on),
            tuple(self.pattern(one) for one in touched),
        )

    def pattern(self, node: yaml.Node) -> str:
        text = self.text(node, "a pattern of 'touched'")
        if len(set(_CHANGE.findall(text))) != 1:
            raise self.error(node, "a pattern of 'touched' starts from either ?loaded or ?changed")
        return text

    def header(self, root: yaml.Node) -> Header:
        keys = (
            "title", "description", "params", "clocks", "columns", "stacks", "background", "view",
            "answer", "derive",
        )  # fmt: skip
        entries = self.mapping(root, "the header", keys, ("title", "description"))
        view = self.name(entries["view"], "the view", _VIEW) if "view" in entries else None
        answer = self.name(entries["answer"], "the answer", _VIEW) if "answer" in entries else None
        header = Header(
            titles=self.languages(entries["title"], "the title"),
            descriptions=self.languages(entries["description"], "the description"),
            parameters=(
                *self.each("params", entries.get("params"), self.parameter),
                *self.clocks(entries.get("clocks")),
            ),
            columns=self.each("columns", entries.get("columns"), self.column),
            view=view,
            derive=self.derivation(entries["derive"]) if "derive" in entries else None,
            answer=answer,
            stacks=self.stacks(entries.get("stacks")),
            background=self.background(entries.get("background")),
            lines=self.lines,
        )
        for column in header.columns:
            label = f"{column.name}_label"
            if column.type == "node" and ("columns", label) in self.lines:
                line = self.lines["columns", label]
                message = f"column {label!r} is made by the result: {column.name!r} is a node"
                raise QueryHeaderError(self.file, line, message)
        return header


def _nearest(word: str, allowed: tuple[str, ...]) -> str:
    return ", ".join(get_close_matches(word, allowed))


def _refuse_tags_and_aliases(reader: _Reader, root: yaml.Node) -> None:
    """A header is plain text in lists and mappings: no tags, and no node used twice."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.tag not in _TAGS:
            raise reader.error(node, f"a header has no tags, found {node.tag!r}")
        if id(node) in seen:
            raise reader.error(node, "a header has no aliases (*name)")
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            waiting += [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value


def _split(text: str, file: Path) -> tuple[int, list[str], str]:
    """The first line of the header (from 1), its lines without `#+`, and the text below it."""
    lines = text.splitlines(keepends=True)
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    end = first
    while end < len(lines) and lines[end].startswith(_MARK):
        end += 1
    if end == first:
        raise QueryHeaderError(file, first + 1, "no header: a query file begins with #+ lines")
    for number, line in enumerate(lines[end:], end + 1):
        if line.startswith(_MARK):
            raise QueryHeaderError(file, number, "a #+ line below the header")
    header = [line[len(_MARK) :] for line in lines[first:end]]
    for number, line in enumerate(header, first + 1):
        if line.strip() and not line.startswith(" "):
            raise QueryHeaderError(file, number, "#+ is followed by a space")
    return first + 1, [line[1:] or "\n" for line in header], "".join(lines[end:])


def read_header(text: str, file: Path) -> tuple[Header, str, int]:
    """The header of a query file, the SPARQL below it, and the line where that begins.

    Raises:
        QueryHeaderError: whatever is wrong with the header, with its line.
    """
    first_line, lines, body = _split(text, file)
    reader = _Reader(file, first_line, {})
    try:
        # libyaml's parser, and a resolver that leaves every scalar a string
        root = yaml.compose("".join(lines), Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise QueryHeaderError(file, line, f"not YAML: {error.problem}") from None
    except yaml.YAMLError as error:
        raise QueryHeaderError(file, first_line, f"not YAML: {error}") from None
    if root is None:
        raise QueryHeaderError(file, first_line, "the header is empty")
    _refuse_tags_and_aliases(reader, root)
    return reader.header(root), body, first_line + len(lines)
