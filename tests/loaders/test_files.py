"""The bytes of files: small, regular, plain UTF-8 with LF, or an error that says how to convert."""

from __future__ import annotations

import os
import time
import tracemalloc
from pathlib import Path

import pytest

from kg.errors import EncodingError, InputError, InvalidInputError, TooLargeError
from kg.loaders.files import LIMIT, read_text


def problems_of(path: Path) -> tuple[InputError, ...]:
    with pytest.raises(InvalidInputError) as caught:
        read_text(path)
    return caught.value.problems


def test_a_text_is_read_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    raw = "क\u093c\u0958\n\ufeff  \n".encode()
    path.write_bytes(raw)
    assert read_text(path) == (raw, raw.decode())


@pytest.mark.parametrize(
    ("raw", "message", "line", "hint"),
    [
        (b"one\ntwo \xe9\n", "not UTF-8", 2, "iconv"),
        ("один\n".encode("cp1251"), "not UTF-8", 1, "iconv"),
        (b"\xef\xbb\xbfone\n", "byte order mark", 1, "sed"),
        ("one\n".encode("utf-16"), "UTF-16", 1, "iconv -f UTF-16"),
        (b"one\ntwo\r\n", "carriage returns", 2, "sed"),
        (b"one\rtwo", "carriage returns", 1, "sed"),
        (b"one\n\n\0", "binary", 3, "text"),
    ],
)
def test_other_bytes_are_named_with_line_and_remedy(
    tmp_path: Path, raw: bytes, message: str, line: int, hint: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(raw)
    (problem,) = problems_of(path)
    assert isinstance(problem, EncodingError)
    assert message in problem.message
    assert (problem.file, problem.line) == (path, line)
    assert hint in problem.expected


def test_each_kind_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfone\r\n\xff\0")
    assert len(problems_of(path)) == 4


def test_the_offset_of_the_first_wrong_byte_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"ab\xe9")
    assert "byte 0xE9 at offset 2" in problems_of(path)[0].found


def test_50_mb_are_refused_quickly_and_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    tracemalloc.start()
    start = time.perf_counter()
    (problem,) = problems_of(path)
    seconds = time.perf_counter() - start
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(problem, TooLargeError)
    assert (problem.expected, problem.found) == ("at most 5 MB", "50.0 MB")
    assert seconds < 0.1
    assert peak < 1_000_000


def test_the_limit_itself_is_allowed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * LIMIT)
    assert len(read_text(path)[1]) == LIMIT


@pytest.mark.parametrize("name", ["missing.txt", "folder", "pipe", "nul\0"])
def test_what_is_no_regular_file_is_an_error_of_ours(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (problem,) = problems_of(tmp_path / name)
    assert problem.file == tmp_path / name
