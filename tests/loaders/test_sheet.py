"""A sheet loads whole with every quote located, or tells all that is wrong with it, and where."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import (
    AmbiguousQuoteError,
    DateProblem,
    DuplicateDeclarationError,
    DuplicateKeyError,
    EncodingError,
    InputError,
    InvalidInputError,
    MissingTextError,
    QuoteNotFoundError,
    SchemaProblem,
    SyntaxProblem,
    TextChangedError,
    TooLargeError,
    TypedOffsetError,
)
from kg.loaders.sheet import dump, load, sniff
from kg.model import Article, Registry
from tests.loaders.conftest import CONTROLS, TEXT, Write


def problems_of(path: Path) -> tuple[InputError, ...]:
    with pytest.raises(InvalidInputError) as caught:
        load(path)
    return caught.value.problems


def line_of(path: Path, words: str) -> int:
    lines = path.read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if words in line)


# ------------------------------------------------------------------------------------ what is well


def test_every_quote_is_located_in_its_text(write: Write) -> None:
    loaded = load(write())
    assert isinstance(loaded.sheet, Article)
    assert loaded.text == TEXT
    selectors = [selector for selector, _ in loaded.sheet.selectors()]
    assert len(selectors) == 3
    for selector in selectors:
        assert TEXT[slice(*selector.span)] == selector.exact
    assert selectors[0].span.start == TEXT.index("रूस ने")


def test_a_loaded_sheet_knows_the_lines_of_its_parts(write: Write) -> None:
    path = write()
    loaded = load(path)
    assert loaded.line(("statements", 0, "speaker")) == (line_of(path, "speaker"), 14)
    assert loaded.line(("matters", 0, "parties"))[0] == line_of(path, "parties")


def test_norway_stays_norway_and_a_code_keeps_its_zero(write: Write) -> None:
    path = write(
        ("exact: रूस\n    occurrence: 2", "exact: NO"),
        ("by: tester", "by: 010"),
        ("en: flights", "en: NO"),
    )
    sheet = load(path).sheet
    assert isinstance(sheet, Article)
    assert sheet.mentions[0].exact == "NO"
    assert sheet.coding.by == "010"
    assert sheet.matters[0].label == {"en": "NO"}


def test_a_registry_needs_no_text(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text("kind: registry\nid: r\nplaces:\n  - {id: oslo, names: {en: Oslo}}\n")
    loaded = load(path)
    assert isinstance(loaded.sheet, Registry)
    assert loaded.text is None


# ----------------------------------------------------------------------------------- one problem


@pytest.mark.parametrize(
    ("old", "new", "error", "where", "said"),
    [
        ("text: talks.hi", "text: talk.hi", MissingTextError, "text:", "nearest: talks.hi.txt"),
        ("text: talks.hi", "text: ../talks.hi", SchemaProblem, "text:", "beside the sheet"),
        ("text: talks.hi", "text: /etc/talks.hi", SchemaProblem, "text:", "beside the sheet"),
        ("text: talks.hi", f"text: {'x' * 300}", MissingTextError, "text:", "too long"),
        ("  sha256: ", "  sha256: 0", SchemaProblem, "sha256:", "text that matches"),
        ("exact: उड़ानें,", "exact: उड़ाने,", QuoteNotFoundError, "quote:", "⟦उड़ानें⟧"),
        ("\n    occurrence: 2", "", AmbiguousQuoteError, "exact: रूस", "(2) line 1 of the text"),
        ("occurrence: 2", "occurrence: 3", QuoteNotFoundError, "exact: रूस", "from 1 to 2"),
        (
            "occurrence: 2", "occurrence: 2\n    start: 18",
            TypedOffsetError, "start:", "computed from the quote",
        ),
        ("occurrence: 2", "occurrence: two", SchemaProblem, "occurrence:", "a whole number"),
        ("published: 2025-04-10", "published: last Thursday", DateProblem, "published", "EDTF"),
        ("date: 2025-04-12", "date: 12.04.2025", DateProblem, "04.2025", "nearest: 2025-04-12"),
        ("speaker:", "speakr:", SchemaProblem, "speakr:", "nearest: speaker"),
        ("act: ask", "act: aks", SchemaProblem, "act: aks", "nearest: ask"),
        ("attribution: reported", "attribution: quote", SchemaProblem, "attribution", "quoted"),
        ("        of: matter/flights\n", "", SchemaProblem, "id: s1", "needs `of`"),
        ("    refers: actor/RUS\n", "", SchemaProblem, "exact: रूस", "'refers' is missing"),
        ("refers: actor/RUS", "refers: RUS", SchemaProblem, "refers", "such as event/RUS"),
        ("refers: actor/RUS", "refers: 'claim/x> } #'", SchemaProblem, "refers", "a slug"),
        ("occurrence: 2", f"occurrence: {'9' * 5000}", SchemaProblem, "occurrence:", "integer"),
        ("kind: article", "kind: artcle", SchemaProblem, "kind", "nearest: article"),
        ("kind: article\n", "", SchemaProblem, "id: tests", "'kind' is missing"),
        ("parties: [RUS, USA]", "parties: {RUS: USA}", SchemaProblem, "parties", "a list, found"),
        ("parties: [RUS, USA]", "parties: [RUS, RUS]", SchemaProblem, "parties", "stands once"),
        ("  sha256: ", '  url: "http://a/\\x01"\n  sha256: ', SchemaProblem, "url:", "a web page"),
        ("label: {en: talks}", "label: {EN: talks}", SchemaProblem, "label", "wrong key 'EN'"),
        ("label: {en: talks}", "label: talks", SchemaProblem, "label", "text in languages"),
        ("id: s1", "id: s1\n        id: s2", DuplicateKeyError, "id: s2", "the first in line"),
        ("id: s1", "id: s1\n        corrects: s2", SchemaProblem, "id: s1", "go together"),
        (
            "id: s1", "id: s1\n        corrects: s12\n        reason: {en: x}",
            SchemaProblem, "corrects", "nearest: s1",
        ),
        (
            "events:\n", "events:\n  - {id: talks, label: {en: x}}\n",
            DuplicateDeclarationError, "- id: talks", "the first in line",
        ),
        ("id: s1", "id: &x s1", SyntaxProblem, "&x", "&x"),
        ("id: s1", "id: !!python/name:os.system s1", SyntaxProblem, "!!python", "a tag"),
        ("act: ask", "act: *x", SyntaxProblem, "*x", "found *x"),
    ],
)  # fmt: skip
def test_one_problem_is_one_error_with_its_line(
    write: Write, *, old: str, new: str, error: type[InputError], where: str, said: str
) -> None:
    path = write((old, new))
    problems = problems_of(path)
    assert [type(problem) for problem in problems] == [error], problems
    assert problems[0].file == path
    assert problems[0].line == line_of(path, where)
    assert problems[0].column > 0
    assert said in str(problems[0])


@pytest.mark.parametrize("content", ["- a\n", "text\n", "~\n"])
def test_a_file_that_is_no_mapping_is_no_sheet(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(content)
    (problem,) = problems_of(path)
    assert (problem.message, problem.expected, problem.line) == ("not a sheet", "a mapping", 1)


def test_a_changed_text_is_told_with_both_hashes(write: Write) -> None:
    path = write(text=TEXT.replace("कहा", "बोला").encode())
    (problem,) = problems_of(path)
    assert isinstance(problem, TextChangedError)
    assert problem.line == line_of(path, "sha256")
    assert problem.expected != problem.found


def test_the_ids_of_two_statements_differ(write: Write) -> None:
    more = "  - {id: a, exact: मास्को ने कहा}\n  - {id: a, exact: रूसी पक्ष ने कहा}\n"
    (problem,) = problems_of(write(more=more))
    assert isinstance(problem, DuplicateDeclarationError)


def test_the_ids_of_two_assertions_differ(write: Write) -> None:
    more = "      - {id: s1, about: event/talks}\n"
    (problem,) = problems_of(write(more=more))
    assert isinstance(problem, DuplicateDeclarationError)
    assert "the first in line" in problem.found


@pytest.mark.parametrize(
    "raw", [b"\xef\xbb\xbf" + TEXT.encode(), TEXT.replace("\n", "\r\n").encode(), b"\xe0\xa4\n"]
)
def test_the_text_has_to_be_plain_utf8_too(write: Write, raw: bytes) -> None:
    path = write(text=raw)
    (problem,) = problems_of(path)
    assert isinstance(problem, EncodingError)
    assert problem.file == path.parent / "talks.hi.txt"


@pytest.mark.parametrize(
    "raw", [b"\xef\xbb\xbfkind: article\n", b"kind: article\r\n", "kind: é\n".encode("latin-1")]
)
def test_a_sheet_has_to_be_plain_utf8(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(raw)
    (problem,) = problems_of(path)
    assert isinstance(problem, EncodingError)


def test_an_empty_sheet_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"")
    (problem,) = problems_of(path)
    assert isinstance(problem, SyntaxProblem)
    assert problem.message == "the file is empty"


def test_a_bomb_does_not_swell(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    levels = (f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 10))
    path.write_text("kind: article\nl0: &l0 [boom]\n" + "".join(levels))
    tracemalloc.start()
    problems = problems_of(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert {type(problem) for problem in problems} == {SyntaxProblem}
    assert peak < 2_000_000


def test_a_sheet_of_50_mb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    with path.open("wb") as file:
        file.write(b"kind: article\n")
        file.truncate(50_000_000)
    start = time.perf_counter()
    (problem,) = problems_of(path)
    assert time.perf_counter() - start < 0.1
    assert isinstance(problem, TooLargeError)


# --------------------------------------------------------------------------------- all of them


def test_all_problems_come_at_once_in_the_order_of_lines(write: Write) -> None:
    path = write(
        ("published: 2025-04-10", "published: soon"),
        ("date: 2025-04-10", "date: 2025-13-01"),
        ("occurrence: 2", "end: 21"),
        ("exact: उड़ानें,", "exact: उड़ाने,"),
        ("speaker:", "speakr:"),
        ("codebook: '1'", "codebook: '1'\n  codebook: '2'"),
        text=(TEXT + "!").encode(),
    )
    problems = problems_of(path)
    assert [type(problem) for problem in problems] == [
        TextChangedError,
        DateProblem,
        DuplicateKeyError,
        DateProblem,
        AmbiguousQuoteError,
        TypedOffsetError,
        SchemaProblem,
        QuoteNotFoundError,
    ]
    lines = [problem.line for problem in problems]
    assert lines == sorted(lines)
    assert all(problem.file == path for problem in problems)


# ------------------------------------------------------------------------------------- writing


def test_what_is_dumped_loads_equal(write: Write) -> None:
    path = write()
    sheet = load(path).sheet
    copy = path.with_name("copy.yaml")
    dump(sheet, copy)
    assert load(copy).sheet == sheet


def test_a_dump_is_stable_and_readable(write: Write) -> None:
    path = write()
    first, second = path.with_name("1.yaml"), path.with_name("2.yaml")
    dump(load(path).sheet, first)
    dump(load(first).sheet, second)
    written = first.read_text(encoding="utf-8")
    assert written == second.read_text(encoding="utf-8")
    assert written.startswith("kind: article\nid: tests/talks\ndocument:\n  text: talks.hi.txt\n")
    assert "  - exact: रूस ने उड़ानें मांगीं\n" in written


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.characters(codec="utf-8", exclude_characters=CONTROLS), min_size=1),
    st.text(st.characters(codec="utf-8"), min_size=1),
)
def test_any_text_survives_a_dump(tmp_path: Path, form: str, text: str) -> None:
    place = {"id": "x", "names": {"en": {"form": form, "basis": text}}, "note": text}
    sheet = Registry.model_validate({"kind": "registry", "id": "r", "places": [place]})
    path = tmp_path / "r.yaml"
    dump(sheet, path)
    assert load(path).sheet == sheet


# ------------------------------------------------------------------------------------- sniffing


@pytest.mark.parametrize(
    ("head", "ours"),
    [
        (b"kind: article\n", True),
        (b"# a comment\n---\nid: x\nkind: artcle\n", True),
        (b"{kind: registry, id: x}\n", True),
        (b"\xef\xbb\xbfkind: article\r\n", True),
        (b'"kind": article\n', True),
        ("kind: article\n".encode("utf-16"), True),
        (b"", True),
        (b"services:\n  kind: article\n", False),
        (b"mankind: article\n", False),
    ],
)
def test_a_sheet_is_known_by_its_kind(head: bytes, ours: bool) -> None:
    assert sniff(Path("a.yaml"), head) is ours
