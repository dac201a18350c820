"""`kg schema`: the JSON Schema by which editors complete and check sheets."""

from __future__ import annotations

import json

import click

from kg.cli.common import examples, write_text

__all__ = ["command"]


@click.command("schema", epilog=examples("kg schema > sheet.schema.json"))
def command() -> None:
    """Print the JSON Schema of sheets.

    Editors with a YAML language server complete and check a sheet by it; its first line then says
    `# yaml-language-server: $schema=sheet.schema.json`.
    """
    from kg.model.schema import sheet_schema

    write_text(json.dumps(sheet_schema(), ensure_ascii=False, indent=2))
