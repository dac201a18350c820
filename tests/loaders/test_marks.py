"""YAML is read as text with places; whatever could surprise is refused."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DuplicateKeyError, EncodingError, InputError, InvalidInputError, SyntaxProblem
from kg.loaders.marks import Tree, read_tree

Read = Callable[[str], Tree]


@pytest.fixture
def tree(tmp_path: Path) -> Read:
    def read(text: str) -> Tree:
        path = tmp_path / "sheet.yaml"
        path.write_text(text, encoding="utf-8", newline="")
        return read_tree(path)

    return read


def fatal(tree: Read, text: str) -> tuple[InputError, ...]:
    with pytest.raises(InvalidInputError) as caught:
        tree(text)
    return caught.value.problems


def test_scalars_stay_text(tree: Read) -> None:
    data = tree("a: NO\nb: 010\nc: 2025-04-10\nd: 1e3\ne: true\nf: 0x1F\ng: 1:30\nh: .inf\n").data
    assert isinstance(data, dict)
    assert [*data.values()] == ["NO", "010", "2025-04-10", "1e3", "true", "0x1F", "1:30", ".inf"]


def test_nothing_is_none_only_when_plain(tree: Read) -> None:
    data = tree("a:\nb: ~\nc: null\nd: ''\ne: 'null'\nf: \"~\"\ng: NULL\n").data
    assert isinstance(data, dict)
    assert [*data.values()] == [None, None, None, "", "null", "~", "NULL"]


def test_merge_keys_are_plain_keys(tree: Read) -> None:
    assert tree("<<: {a: b}\n").data == {"<<": {"a": "b"}}


def test_every_node_has_its_place(tree: Read) -> None:
    read = tree(
        "kind: article\nsays:\n  - act: ask\n    of: [a, b]\n  -\n    quote:\n      exact: x\n"
    )
    assert read.mark(("kind",)) == (1, 7)
    assert read.mark(("kind",), key=True) == (1, 1)
    assert read.mark(("says",)) == (2, 1)
    assert read.mark(("says", 0)) == (3, 5)
    assert read.mark(("says", 0, "of", 1)) == (4, 13)
    assert read.mark(("says", 1, "quote")) == (6, 5)
    assert read.mark(("says", 1, "quote", "exact")) == (7, 14)


def test_what_is_not_there_has_the_place_of_what_would_hold_it(tree: Read) -> None:
    read = tree("kind: article\nsays:\n  - act: ask\n")
    assert read.mark(("says", 0, "of")) == (3, 5)
    assert read.mark(("says", 7)) == (2, 1)
    assert read.mark(("nothing", "here")) == (1, 1)


def test_columns_count_characters(tree: Read) -> None:
    assert tree("{रूस: एक, b: 👩, c: d}\n").mark(("c",)) == (1, 20)


def test_duplicate_keys_are_all_told_and_the_first_is_kept(tree: Read) -> None:
    read = tree("a: 1\nb: {c: 1, c: 2}\na: {x: y}\n")
    assert read.data == {"a": "1", "b": {"c": "1"}}
    first, second = read.problems
    assert isinstance(first, DuplicateKeyError)
    assert (first.line, first.column, first.found) == (2, 11, "the first in line 2")
    assert (second.line, second.column, second.found) == (3, 1, "the first in line 1")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: &x 1\n", "&x"),
        ("a: &x [1]\n", "&x"),
        ("a: *x\n", "*x"),
        ("a: !!python/name:eval x\n", "tag:yaml.org,2002:python/name:eval"),
        ("a: !foo bar\n", "!foo"),
        ("a: !!str 1\n", "tag:yaml.org,2002:str"),
        ("a: ! 1\n", "!"),
    ],
)  # fmt: skip
def test_aliases_anchors_and_tags_are_refused(tree: Read, text: str, found: str) -> None:
    (problem,) = tree(text).problems
    assert isinstance(problem, SyntaxProblem)
    assert (problem.line, problem.found) == (1, found)


def test_a_bomb_is_refused_before_it_swells(tree: Read) -> None:
    levels = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 60)]
    start = time.perf_counter()
    problems = fatal(tree, "\n".join(["l0: &l0 [boom]", *levels]))
    assert time.perf_counter() - start < 0.5
    assert len(problems) == 101
    assert "too many problems" in problems[-1].message


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a: 1\n\tb: 2\n", 2, "tab"),
        ("a: b: c\n", 1, "quotes around a value that contains"),
        ("a: [1, 2\nb: 1\n", 2, "',' or ']'"),
        ("a: 'x\n", 2, "the closing quote"),
        ("a: @x\n", 1, "quotes around a value that begins so"),
        ("- a\nb: c\n", 2, "'-' indicator"),
        ("a: 1\nb: \x01\n", 2, "escapes in double quotes"),
        ("? [a]\n: b\n", 1, "a word as key"),
        ("a: {{ b }}\n", 1, "a word as key"),
        ("? *a\n: b\n", 1, "a word as key"),
        ("a: 1\n---\nb: 1\n", 2, "one document"),
        ("", 1, "a sheet"),
        ("# nothing\n\n", 1, "a sheet"),
    ],
)
def test_what_cannot_be_read_says_where_and_what_was_expected(
    tree: Read, text: str, line: int, said: str
) -> None:
    (problem,) = fatal(tree, text)
    assert isinstance(problem, SyntaxProblem)
    assert problem.line == line
    assert said in problem.expected
    assert str(problem).startswith(f"{problem.file}:{line}:")


def test_what_was_found_before_the_end_is_told_too(tree: Read) -> None:
    assert [problem.line for problem in fatal(tree, "a: 1\na: 2\nb: [\n")] == [2, 4]


@pytest.mark.parametrize("text", ["[" * 200_000, "- " * 200_000, "{a: " * 100_000])
def test_deep_nesting_is_refused_quickly(tree: Read, text: str) -> None:
    start = time.perf_counter()
    (problem,) = fatal(tree, text)
    assert time.perf_counter() - start < 1
    assert "at most 50 levels" in problem.expected


@pytest.mark.parametrize("text", ["\ufeffa: 1\n", "a: 1\r\n", "a: \0\n"])
def test_encoding_is_checked_first(tree: Read, text: str) -> None:
    (problem,) = fatal(tree, text)
    assert isinstance(problem, EncodingError)


plain = st.recursive(
    st.text(st.characters(codec="utf-8", exclude_characters="\r\0")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abcक👩 :-", min_size=1), inner),
    max_leaves=12,
)


@given(plain)
def test_whatever_yaml_can_write_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, data: object
) -> None:
    path = tmp_path_factory.mktemp("sheets") / "sheet.yaml"
    dumped = yaml.safe_dump(data, allow_unicode=True, default_style='"')
    path.write_text(dumped.replace("!!str", ""), encoding="utf-8", newline="")
    assert read_tree(path).data == data
