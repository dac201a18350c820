"""The command `kg`: a click group whose commands are imported when they are run.

`kg --help` must stay quick, so that this module imports click and our errors and nothing else; the
one-line helps stand in a table here, and a test holds them to the commands' own. Data go to stdout,
messages to stderr. The commands put calls and output together; what a graph is they do not know.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module

import click

from kg.cli.codes import CODES, exit_code
from kg.errors import InvalidInputError, KgError

__all__ = ["COMMANDS", "main", "run"]

#: each command, a module of its name beside this one, with the first line of its help
COMMANDS = {
    "load": "Load sheets, annotations or coded events into a store.",
    "withdraw": "Withdraw documents from a store.",
    "rebuild": "Make all that is derived anew.",
    "validate": "Report every problem of sheets, without loading them.",
    "info": "Say what is in a store.",
    "query": "Ask a query of the catalogue.",
    "events": "Count coded events: dyads, periods, the matrix of states.",
    "resolve": "Show what a name may mean, with the evidence.",
    "sparql": "Ask a store SPARQL of one's own.",
    "diff": "Say what differs between two pictures of one thing.",
    "view": "Write a self-contained HTML page.",
    "site": "Write a browsable folder of all relations, actors and matters.",
    "copy": "Copy a store into another one.",
    "backup": "Write all that is in a store into a backup.",
    "restore": "Put what a backup holds into a store.",
    "export": "Write all that is in a store to a file.",
    "cite": "Write citations of the documents on two parties, or of all.",
    "suggest": "Propose a sheet for a text.",
    "convert": "Write a sheet or annotations in another format.",
    "agreement": "Say how far two coders of one text agree.",
    "schema": "Print the JSON Schema of sheets.",
}

_EPILOG = "\b\nExit codes:\n" + "\n".join(f"  {code:3}  {text}" for code, text in CODES.items())


class _Commands(click.Group):
    """Knows its commands by the table and imports one when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"kg.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            near = get_close_matches(name, COMMANDS)
            hint = f"; nearest: {', '.join(near)}" if near else ""
            raise click.UsageError(f"no command {name!r}{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _print_version(ctx: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(f"kg {import_module('kg').__version__}")
        ctx.exit()


@click.group(
    cls=_Commands, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version,
    help="Print the version and leave.",
)  # fmt: skip
def _group() -> None:
    """A knowledge graph of bilateral relations.

    Who did what, who owes whom what, according to whom; each answer down to the characters of a
    source. `kg COMMAND --help` tells more, with an example.
    """


def main() -> None:
    """Run the command line and leave the process with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command line; what goes wrong on purpose is told on stderr.

    Args:
        arguments: what follows `kg`.

    Returns:
        The exit code, as listed in `kg.cli.codes.CODES`.
    """
    _write_utf8()
    try:
        code = _invoke(list(arguments))
        sys.stdout.flush()
    except (KgError, click.ClickException, OSError, KeyboardInterrupt, click.Abort) as error:
        _tell(error)
        return exit_code(error)
    return code


def _invoke(arguments: list[str]) -> int:
    """What `click.Command.main` does, without its own handling of errors and closed pipes."""
    if instruction := os.environ.get("_KG_COMPLETE"):
        from click.shell_completion import shell_complete

        return shell_complete(_group, {}, "kg", "_KG_COMPLETE", instruction)
    try:
        with _group.make_context("kg", arguments) as ctx:
            code = _group.invoke(ctx)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    return code if isinstance(code, int) else 0


def _write_utf8() -> None:
    """The data are in many scripts, whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


def _tell(error: BaseException) -> None:
    """One line for each problem; nothing where the user or a reader of a pipe broke off."""
    match error:
        case KeyboardInterrupt() | click.Abort():
            lines = ["interrupted"]
        case BrokenPipeError():
            _discard_output()
            lines = []
        case InvalidInputError(problems=problems, loaded=loaded):
            lines = [str(problem) for problem in problems]
            if loaded:
                lines.append(f"loaded all the same: {', '.join(loaded)}")
        case click.UsageError(ctx=ctx):
            hint = f" (see `{ctx.command_path} --help`)" if ctx else ""
            lines = [f"{error.format_message().rstrip('.')}{hint}"]
        case click.ClickException():
            lines = [error.format_message()]
        case OSError(strerror=reason, filename=file) if reason and file:
            lines = [f"{file}: {reason}"]
        case _:
            lines = str(error).splitlines()
    for line in lines:
        click.echo(f"kg: {line}", err=True)


def _discard_output() -> None:
    """Python flushes stdout once more as it ends; by then there must be somewhere to write to."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
