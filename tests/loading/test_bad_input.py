"""Bad input from end to end: one clear error with its place, and not a quad of it in the store."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import kg
from kg.cli import run
from kg.cli.codes import INVALID, NOT_FOUND, STORE, USAGE
from kg.errors import (
    AmbiguousQuoteError,
    DateProblem,
    DuplicateDeclarationError,
    DuplicateKeyError,
    EncodingError,
    InputError,
    InvalidInputError,
    KgError,
    MissingParameterError,
    MissingTextError,
    NameNotFoundError,
    ParameterValueError,
    QuoteNotFoundError,
    SchemaProblem,
    StoreLockedError,
    SyntaxProblem,
    TextChangedError,
    TooLargeError,
    TypedOffsetError,
    UnknownParameterError,
    UnknownReferenceError,
)
from kg.graph import Graph
from tests import sheets

ROOT = Path(__file__).parents[2]


class Done(NamedTuple):
    code: int
    out: str
    err: str


Kg = Callable[..., Done]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Kg:
    def call(*arguments: object) -> Done:
        code = run(list(map(str, arguments)))
        return Done(code, *capsys.readouterr())

    return call


class Loaded(NamedTuple):
    """A store that has good sheets, and all its quads."""

    location: Path
    quads: list[str]

    def assert_untouched(self) -> None:
        with kg.open(self.location) as graph:
            assert list(graph._backend.quads()) == self.quads


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """No test changes it: that is what they prove."""
    folder = tmp_path_factory.mktemp("good")
    sheets.registry(folder)
    sheets.article(folder)
    with kg.open(folder / "store") as graph:
        graph.load(folder)
        return Loaded(folder / "store", list(graph._backend.quads()))


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The same in memory."""
    folder = tmp_path_factory.mktemp("good")
    sheets.registry(folder)
    sheets.article(folder)
    graph = kg.open()
    graph.load(folder)
    return graph


# ------------------------------------------------------------------------------------ one problem

Spoil = Callable[[Path], Path]


def changed(*changes: tuple[str, str]) -> Spoil:
    """The sheet with other words."""

    def spoil(sheet: Path) -> Path:
        text = sheet.read_text()
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        sheet.write_text(text)
        return sheet

    return spoil


def raw(change: Callable[[bytes], bytes]) -> Spoil:
    """The sheet with other bytes."""

    def spoil(sheet: Path) -> Path:
        sheet.write_bytes(change(sheet.read_bytes()))
        return sheet

    return spoil


def raw_text(change: Callable[[bytes], bytes]) -> Spoil:
    """The text with other bytes, and the sheet with their hash."""

    def spoil(sheet: Path) -> Path:
        text = sheet.with_suffix(".txt")
        before = text.read_bytes()
        text.write_bytes(change(before))
        old, new = (hashlib.sha256(bytes_).hexdigest() for bytes_ in (before, text.read_bytes()))
        sheet.write_text(sheet.read_text().replace(old, new))
        return text

    return spoil


def missing_text(sheet: Path) -> Path:
    sheet.with_suffix(".txt").unlink()
    return sheet


def altered_text(sheet: Path) -> Path:
    text = sheet.with_suffix(".txt")
    text.write_text(text.read_text().replace("Bonn", "Born"))  # no quote has it
    return sheet


def bomb(sheet: Path) -> Path:
    levels = (f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 10))
    sheet.write_text("kind: article\nl0: &l0 [boom]\n" + "".join(levels))
    return sheet


def large(sheet: Path) -> Path:
    with sheet.open("ab") as file:
        file.truncate(50_000_000)
    return sheet


class Case(NamedTuple):
    spoil: Spoil
    error: type[InputError]
    #: what stands in the line that is told; "" where the file as a whole is wrong
    line: str
    #: part of the message
    said: str


CASES = {
    "missing text file": Case(missing_text, MissingTextError, "bad.txt", "the text is not there"),
    "changed text": Case(altered_text, TextChangedError, "sha256", "its sha256 differs"),
    "quote not found": Case(
        changed(("exact: A road map was", "exact: A roadmap was")),
        QuoteNotFoundError, "A roadmap was", "A road map was agreed.",
    ),
    "quote found twice": Case(
        changed(("exact: The envoy,", "exact: The bridge,"), ("The bridge,", "bridge,")),
        AmbiguousQuoteError, "exact: bridge,", "(2)",
    ),
    "unknown actor": Case(
        changed(("speaker: envoy", "speaker: envoi")),
        UnknownReferenceError, "speaker: envoi", "nearest: actor/envoy",
    ),
    "unknown publisher": Case(
        changed(("published: 2025-03-04", "publisher: agence, published: 2025-03-04")),
        UnknownReferenceError, "agence", "nearest: actor/agency",
    ),
    "act on an unknown matter": Case(
        changed(("of: matter/bridge-2", "of: matter/brigde-2")),
        UnknownReferenceError, "matter/brigde-2", "nearest: matter/bridge-2",
    ),
    "slug that the store declares": Case(
        changed(("events:\n", "events:\n  - {id: bonn-talks, label: {en: Talks}}\n")),
        DuplicateDeclarationError, "{id: bonn-talks,", "event/bonn-talks is declared a second time",
    ),
    "slug declared twice in the sheet": Case(
        changed(("events:\n", "events:\n  - {id: bonn-talks-2, label: {en: Talks}}\n")),
        DuplicateDeclarationError, "label: {en: Talks in Bonn", "the first in line 6",
    ),
    "assertions of one id": Case(
        changed(
            ("{act: agree,", "{id: x, act: agree,"), ("{act: propose,", "{id: x, act: propose,")
        ),
        DuplicateDeclarationError, "act: propose", "the first in line",
    ),
    "statements of one id": Case(
        changed(
            ("  - exact: A road", "  - id: x\n    exact: A road"),
            ("  - exact: The bridge", "  - id: x\n    exact: The bridge"),
        ),
        DuplicateDeclarationError, "- id: x", "declared twice",
    ),
    "duplicate key": Case(
        changed(("    speaker: envoy\n", "    speaker: envoy\n    speaker: agency\n")),
        DuplicateKeyError, "speaker: agency", "the first in line",
    ),
    "no date": Case(
        changed(("said_on: 2025-03-03", "said_on: 03.03.2025")),
        DateProblem, "03.03.2025", "nearest: 2025-03-03",
    ),
    "offsets typed by hand": Case(
        changed(("exact: The envoy,", "exact: The envoy, start: 48,")),
        TypedOffsetError, "start: 48", "computed from the quote",
    ),
    "sheet not UTF-8": Case(
        raw(lambda sheet: sheet.replace(b"by: tester", "by: Jörg".encode("latin-1"))),
        EncodingError, "coding:", "not UTF-8",
    ),
    "text not UTF-8": Case(
        raw_text(lambda text: text.replace(b"map", "m\xe4p".encode("latin-1"))),
        EncodingError, "A road", "not UTF-8",
    ),
    "sheet with a byte order mark": Case(
        raw(lambda sheet: b"\xef\xbb\xbf" + sheet), EncodingError, "kind:", "byte order mark"
    ),
    "text with a byte order mark": Case(
        raw_text(lambda text: b"\xef\xbb\xbf" + text),
        EncodingError, "The two ministries", "byte order mark",
    ),
    "sheet with CRLF": Case(
        raw(lambda sheet: sheet.replace(b"\n", b"\r\n")), EncodingError, "kind:", "CRLF"
    ),
    "text with CRLF": Case(
        raw_text(lambda text: text.replace(b"\n", b"\r\n")),
        EncodingError, "The two ministries", "CRLF",
    ),
    "empty file": Case(raw(lambda _: b""), SyntaxProblem, "", "the file is empty"),
    "object tag": Case(
        changed(("by: tester", "by: !!python/object/apply:os.system [id]")),
        SyntaxProblem, "!!python", "a tag is not read here",
    ),
    "50 MB": Case(large, TooLargeError, "", "at most 5 MB, found 50.0 MB"),
    "unknown kind": Case(
        changed(("kind: article", "kind: artcle")), SchemaProblem, "artcle", "nearest: article"
    ),
    "a correction that corrects nothing": Case(
        changed(
            ("{about: matter", "{id: x, about: matter"),
            ("DEU}\n", "DEU}\n      - {about: matter/bridge-2, debtor: FRA, MORE}\n"),
            ("MORE", "creditor: DEU, corrects: x, reason: {en: none}"),
        ),
        SchemaProblem, "corrects: x", "what corrects 'x' says the same",
    ),
}  # fmt: skip


class Bad(NamedTuple):
    sheet: Path
    #: file and line of its one problem, as they are to be told
    place: str
    case: Case


@pytest.fixture(params=CASES.values(), ids=CASES)
def bad(request: pytest.FixtureRequest, tmp_path: Path) -> Bad:
    """A sheet that would be right but for one thing, with its text beside it."""
    case: Case = request.param
    sheet = sheets.article(tmp_path, "bad", n="-2")
    file = case.spoil(sheet)
    lines = file.read_bytes().split(b"\n") if case.line else []
    numbers = [nth for nth, line in enumerate(lines, 1) if case.line.encode() in line]
    # where it stands twice, the second is told
    place = f"{file}:{numbers[-1]}" if case.line else str(file)
    return Bad(sheet, place, case)


def test_one_error_and_nothing_of_it_is_loaded(bad: Bad, graph: Graph) -> None:
    before = list(graph._backend.quads())
    with pytest.raises(InvalidInputError) as caught:
        graph.load(bad.sheet)
    assert list(graph._backend.quads()) == before
    (problem,) = caught.value.problems
    assert type(problem) is bad.case.error
    assert str(problem).startswith(f"{bad.place}:")
    assert bad.case.said in str(problem)
    assert caught.value.loaded == ()


def test_the_commands_tell_it_and_exit_with_1(bad: Bad, store: Loaded, call: Kg) -> None:
    loaded = call("load", bad.sheet, "--store", store.location)
    assert (loaded.code, loaded.out) == (INVALID, "")
    (line,) = loaded.err.splitlines()
    assert line.startswith(f"kg: {bad.place}:")
    assert bad.case.said in line
    validated = call("validate", bad.sheet, "--store", store.location)
    assert validated.code == INVALID
    assert f"kg: {validated.out}" == loaded.err
    store.assert_untouched()


def test_a_bomb_does_not_go_off(tmp_path: Path, store: Loaded, call: Kg) -> None:
    sheet = bomb(tmp_path / "bomb.yaml")
    done = call("load", sheet, "--store", store.location)
    assert done.code == INVALID
    assert all(f"{sheet}:" in line for line in done.err.splitlines())
    assert "an alias is not read here" in done.err
    assert len(done.err) < 50_000
    store.assert_untouched()


def test_two_sheets_of_one_id(tmp_path: Path, store: Loaded, call: Kg) -> None:
    first = sheets.article(tmp_path, "a", n="-2")
    second = sheets.article(tmp_path, "b", n="-3")
    changed(("id: test/b\n", "id: test/a\n"))(second)
    done = call("validate", tmp_path, "--store", store.location)
    assert done.code == INVALID
    assert done.out.startswith(f"{second}: the sheet id 'test/a' is taken; ")
    assert done.out.endswith(f"found the same in {first}\n")


# ---------------------------------------------------------------------------------- all at once


def test_all_problems_of_a_load_are_told_at_once(tmp_path: Path, store: Loaded) -> None:
    """Those within a sheet and those between sheets, in the order of files and lines."""
    first = sheets.article(tmp_path, "a", n="-2")
    changed(
        ("id: bonn-talks-2", "id: bonn-talks"),
        ("exact: The two ministries, refers: event/bonn-talks-2",
         "exact: The two ministers, refers: event/nothing-of-that-name"),
        ("speaker: envoy", "speaker: envoi"),
        ("exact: A road map was", "exact: A roadmap was"),
    )(first)  # fmt: skip
    second = sheets.article(tmp_path, "b", n="-3")
    changed(("id: bridge-3", "id: bridge"), ("speaker: envoy", "speaker: envoj"))(second)
    missing_text(second)
    with kg.open(store.location) as graph, pytest.raises(InvalidInputError) as caught:
        graph.load(tmp_path)
    found = [(problem.file, type(problem), problem.message) for problem in caught.value.problems]
    assert [(file, kind) for file, kind, _ in found] == [
        (first, DuplicateDeclarationError),
        (first, QuoteNotFoundError),
        (first, UnknownReferenceError),
        (first, UnknownReferenceError),
        (first, UnknownReferenceError),
        (first, QuoteNotFoundError),
        (second, MissingTextError),
        (second, DuplicateDeclarationError),
        (second, UnknownReferenceError),
        (second, UnknownReferenceError),
    ]
    messages = [message for *_, message in found]
    assert "unknown event 'nothing-of-that-name'" in messages
    assert "unknown actor 'envoi'" in messages
    assert "unknown matter 'bridge-3'" in messages
    store.assert_untouched()


@pytest.mark.parametrize(
    ("old", "new"),
    [("represents: FRA", "represents: FRX"), ("since: 2025-01-01", "since: soon")],
    ids=["a reference", "a date"],
)
def test_what_rests_on_a_bad_sheet_is_not_called_unknown(
    tmp_path: Path, old: str, new: str
) -> None:
    registry = sheets.registry(tmp_path)
    changed((old, new))(registry)
    article = sheets.article(tmp_path)
    graph = kg.open()
    with pytest.raises(InvalidInputError) as caught:
        graph.load(tmp_path)
    own, *others = caught.value.problems
    assert own.file == registry
    assert {problem.file for problem in others} == {article}
    assert {problem.message.partition(" is ")[2] for problem in others} == {
        f"declared by {registry}, which has problems"
    }


def test_a_load_without_a_whole_sheet_writes_nothing_at_all(tmp_path: Path) -> None:
    article = sheets.article(tmp_path)  # and no registry
    graph = kg.open()
    with pytest.raises(InvalidInputError):
        graph.load(article)
    assert graph._backend.count() == 0


def test_validating_writes_nothing_and_needs_no_store(tmp_path: Path) -> None:
    sheets.registry(tmp_path)
    sheets.article(tmp_path)
    graph = kg.open()
    assert graph.validate(tmp_path) == []
    assert graph._backend.count() == 0


# ------------------------------------------------------------------------------------ the store


@pytest.fixture
def held(store: Loaded) -> Iterator[Path]:
    """The store, open in another process."""
    script = f"import kg; g = kg.open({str(store.location)!r}); print('open', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as other:  # fmt: skip
        assert other.stdout
        assert other.stdout.readline() == "open\n"
        yield store.location
        other.communicate("\n")


def test_a_store_that_another_process_has_open(held: Path, tmp_path: Path, call: Kg) -> None:
    with pytest.raises(StoreLockedError, match="another process has this store open"):
        kg.open(held)
    for command in (("load", sheets.registry(tmp_path)), ("info",), ("query", "store/info")):
        done = call(*command, "--store", held)
        assert (done.code, done.out) == (STORE, "")
        assert done.err.startswith(f"kg: {held}: another process has this store open")


# ------------------------------------------------------------------------------------ parameters

LEDGER = {"a": "FRA", "b": "DEU"}
INJECTIONS = (
    'x" } } ; DROP ALL #',
    "FRA> } } INSERT DATA { GRAPH <x:g> { <x:s> <x:p> <x:o> } } #",
    "actor/FRA> ?x ?y . } UNION { ?s ?p <y",
    "FRA\n} LIMIT 1 #",
    "\\u003e } #",
    "'''\"\"\"",
)

WRONG: list[tuple[str, dict[str, object], type[KgError], int]] = [
    ("commitments/ledger", {"a": "FRA"}, MissingParameterError, USAGE),
    ("commitments/history", {}, MissingParameterError, USAGE),
    ("commitments/ledger", LEDGER | {"vald_at": "2025-03-01"}, UnknownParameterError, USAGE),
    ("commitments/ledger", LEDGER | {"valid_at": "yesterday"}, ParameterValueError, USAGE),
    ("commitments/ledger", LEDGER | {"valid_at": "2025-02-30"}, ParameterValueError, USAGE),
    ("commitments/ledger", LEDGER | {"a": "Atlantis"}, NameNotFoundError, NOT_FOUND),
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong[2].__name__)
def test_wrong_parameters(
    wrong: tuple[str, dict[str, object], type[KgError], int], store: Loaded, call: Kg
) -> None:
    name, parameters, error, code = wrong
    with kg.open(store.location) as graph, pytest.raises(error):
        graph.query(name, **parameters)
    options = [part for key, value in parameters.items() for part in (f"--{key}", value)]
    done = call("query", name, *options, "--store", store.location)
    assert (done.code, done.out) == (code, "")
    assert done.err


@pytest.mark.parametrize("value", INJECTIONS)
@pytest.mark.parametrize(
    ("name", "parameter", "others"),
    [
        ("commitments/ledger", "a", {"b": "DEU"}),
        ("commitments/ledger", "valid_at", LEDGER),
        ("commitments/history", "matter", {}),
        ("claims/about", "lang", {"node": "matter/bridge"}),
        ("claims/about", "node", {}),
    ],
    ids=["actor", "day", "node", "language", "any node"],
)
def test_an_injection_is_a_value_that_is_refused(
    name: str, parameter: str, others: dict[str, object], value: str, graph: Graph
) -> None:
    before = graph._backend.count()
    with pytest.raises((ParameterValueError, NameNotFoundError)):
        graph.query(name, **others, **{parameter: value})
    assert graph._backend.count() == before
