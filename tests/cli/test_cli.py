"""The command line: quick help that is true, messages on stderr, an exit code for each failure."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from kg.cli import COMMANDS, run, schema
from kg.cli.codes import CODES
from kg.errors import (
    AmbiguousNameError,
    ClusterError,
    DocumentNotFoundError,
    EndpointError,
    ExportError,
    ForbiddenSparqlError,
    InvalidInputError,
    MissingExtraError,
    MissingParameterError,
    MissingProgramError,
    NameNotFoundError,
    ParameterValueError,
    QueryHeaderError,
    QueryNotFoundError,
    QuoteNotFoundError,
    StoreLockedError,
    StoreNotFoundError,
    UnknownReferenceError,
    WithdrawalError,
)

HEAVY = {
    "SPARQLWrapper", "networkx", "numpy", "pandas", "polars", "pyarrow", "pydantic", "pyoxigraph",
    "pyshacl", "pyspark", "pyvis", "rdflib", "rich", "yaml",
}  # fmt: skip
PROBLEM = QuoteNotFoundError("the quote is not in the text", Path("a.yaml"), 3, 7)
OTHER = UnknownReferenceError("no actor tsas", Path("a.yaml"), 9, near=("tass",))


def command(name: str) -> click.Command:
    found = import_module(f"kg.cli.{name}").command
    assert isinstance(found, click.Command)
    return found


def all_commands() -> list[tuple[str, click.Command]]:
    """Every command with the words that call it, the queries of the catalogue too."""
    found = []
    waiting = [(name, command(name)) for name in COMMANDS]
    while waiting:
        name, one = waiting.pop()
        found.append((name, one))
        if isinstance(one, click.Group):
            ctx = click.Context(one)
            for sub in one.list_commands(ctx):
                child = one.get_command(ctx, sub)
                assert child
                waiting.append((f"{name} {sub}", child))
    return sorted(found)


def kg(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; from kg.cli import run; sys.exit(run(sys.argv[1:]))"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, **env}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["no-such-command"], []])
def test_help_loads_no_heavy_library(arguments: list[str]) -> None:
    code = (
        "import sys; from kg.cli import run; run(sys.argv[1:]);"
        "print('modules', *sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    modules = done.stdout.rpartition("modules ")[2].split()
    assert "click" in modules
    assert HEAVY.isdisjoint(modules)


@pytest.mark.parametrize(("name", "line"), COMMANDS.items())
def test_the_table_says_what_the_commands_say(name: str, line: str) -> None:
    assert command(name).name == name
    assert command(name).get_short_help_str(limit=200) == line


def test_each_module_of_a_command_is_in_the_table() -> None:
    package = Path(import_module("kg.cli").__file__ or "").parent
    parts = {"__init__", "codes", "common"}
    assert {file.stem for file in package.glob("*.py")} - parts == set(COMMANDS)


@pytest.mark.parametrize("wanted", ["-h", "--help"])
def test_help_lists_commands_and_exit_codes(
    wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([wanted]) == 0
    out, err = capsys.readouterr()
    assert not err
    for word in (*COMMANDS.values(), *CODES.values()):
        assert word in out


@pytest.mark.parametrize(("name", "one"), all_commands(), ids=str)
def test_every_command_is_explained(name: str, one: click.Command) -> None:
    assert one.help
    assert f"  kg {name}" in (one.epilog or "")
    for parameter in one.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (InvalidInputError((PROBLEM,)), 1, "a.yaml:3:7: the quote is not in the text"),
        (PROBLEM, 1, "a.yaml:3:7: the quote is not in the text"),
        (QueryHeaderError(Path("x.rq"), 2, "no title"), 1, "x.rq:2: no title"),
        (click.UsageError("what?"), 2, "what?"),
        (MissingParameterError("q", "a"), 2, "query q needs a value for 'a'"),
        (ParameterValueError("q", "a", "a day", "x"), 2, "query q: a must be a day, found 'x'"),
        (ForbiddenSparqlError("SERVICE"), 2, "SERVICE is refused"),
        (ExportError("no"), 2, "no"),
        (WithdrawalError(("a",), "no"), 2, "a: cannot be withdrawn: no"),
        (MissingExtraError("pandas", "notebook"), 2, "pip install 'bilateral-kg[notebook]'"),
        (MissingProgramError("Java 17", "1.8"), 2, "kg: this needs Java 17, found 1.8"),
        (ClusterError("spark://a:7077", "gone"), 3, "kg: Spark at spark://a:7077: gone"),
        (PermissionError(13, "Permission denied", "/x.html"), 2, "/x.html: Permission denied"),
        (StoreLockedError("store"), 3, "store: another process has this store open"),
        (StoreNotFoundError("store"), 3, "store: no store here"),
        (EndpointError("http://h/", 500, "broken"), 3, "http://h/ (HTTP 500): broken"),
        (QueryNotFoundError("q", ("r",)), 4, "no query 'q' in the catalogue; nearest: r"),
        (DocumentNotFoundError("a", ("b",)), 4, "no document 'a' is loaded; nearest: b"),
        (NameNotFoundError("Rusia", ("RUS",)), 4, "'Rusia'; nearest: RUS"),
        (AmbiguousNameError("Congo", ("COD", "COG")), 4, "COD, COG; say which"),
        (KeyboardInterrupt(), 130, "interrupted"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)
def test_each_error_has_its_exit_code(
    error: BaseException,
    code: int,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(schema.command, "callback", fail)
    assert run(["schema"]) == code
    assert code in CODES
    out, err = capsys.readouterr()
    assert not out
    assert err.strip().startswith("kg: ")
    assert message in err


def test_each_problem_has_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise InvalidInputError((PROBLEM, OTHER), loaded=("b", "c"))

    monkeypatch.setattr(schema.command, "callback", fail)
    assert run(["schema"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "kg: a.yaml:3:7: the quote is not in the text",
        "kg: a.yaml:9: no actor tsas; nearest: tass",
        "kg: loaded all the same: b, c",
    ]


def test_an_error_of_the_program_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(schema.command, "callback", fail)
    with pytest.raises(ZeroDivisionError):
        run(["schema"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["quary"], "kg: no command 'quary'; nearest: query (see `kg --help`)"),
        (["load"], "kg: Missing argument 'PATH…' or --registry (see `kg load --help`)"),
        (["load", "/no/such"], "kg: Invalid value for 'PATH…': Path '/no/such' does not exist"),
        (["info", "--fromat", "csv"], "kg: No such option '--fromat'"),
        (["query", "relations/parties", "--format", "xml"], "kg: Invalid value for '--format'"),
        (["query", "commitments/ledger", "--b", "USA"], "kg: Missing option '--a'"),
        (["sparql"], "kg: give a FILE, - for stdin, or -e SPARQL"),
        (["view", "relation", "RUS", "USA"], "kg: Missing option '-o' / '--output'"),
    ],
)
def test_a_wrong_command_line_is_told_in_one_line(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith(message)
    assert len(err.splitlines()) == 1


def test_a_query_that_is_not_there_is_told_with_the_nearest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["query", "commitments/legder"]) == 4
    assert "nearest: commitments/ledger" in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-16"])
def test_output_is_utf8_whatever_the_locale(encoding: str) -> None:
    done = kg("query", "--list", "--lang", "hi", PYTHONIOENCODING=encoding)
    assert done.returncode == 0
    assert "दोनों पक्षों की बही" in done.stdout


@pytest.mark.parametrize("arguments", [["schema"], ["--help"]])
def test_a_reader_who_leaves_is_no_error(arguments: list[str]) -> None:
    code = "import sys; from kg.cli import run; sys.exit(run(sys.argv[1:]))"
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            stdout=closed, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (141, "")


def test_shells_complete_commands() -> None:
    done = kg(_KG_COMPLETE="bash_complete", COMP_WORDS="kg que", COMP_CWORD="1")
    assert done.stdout.strip() == "plain,query"
