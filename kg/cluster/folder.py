"""The folder that a job writes: there wholly, or not at all.

DIR/events/part-00000.nq …   the events; which are in which part depends on the table alone
DIR/counts.nq                the counts of dyads
DIR/manifest.json            the files with their quads and bytes
DIR/_SUCCESS                 empty, as Hadoop has it: the job came to its end
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final
from uuid import uuid4

from kg.errors import ExportError

__all__ = ["COUNTS", "File", "complete", "made", "name_of"]

COUNTS: Final = "counts.nq"


@dataclass(frozen=True)
class File:
    """One file of quads, by its path in the folder; the counts are made of no events."""

    path: str
    quads: int
    bytes: int
    events: int = 0


def name_of(part: int) -> str:
    """The path of a part in the folder."""
    return f"events/part-{part:05}.nq"


@contextmanager
def made(out: Path, *, force: bool) -> Iterator[Path]:
    """A folder beside `out`, which takes its place at the end; on an error nothing is there.

    Args:
        out: where the files are to be.
        force: replace what is there.

    Raises:
        ExportError: there is something already, or the folder cannot be written.
    """
    out = out.resolve()
    if not force and (out.is_file() or (out.is_dir() and any(out.iterdir()))):
        raise ExportError(f"{out}: is there already and not empty; --force replaces it")
    mark = uuid4().hex[:8]
    folder, old = (out.with_name(f".{out.name}-{mark}{end}") for end in ("", "-old"))
    try:
        (folder / "events").mkdir(parents=True)
        yield folder
        if out.exists():
            out.rename(old)
        folder.rename(out)
    except OSError as error:
        if old.exists() and not out.exists():
            old.rename(out)
        raise ExportError(f"{out}: nothing was written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if old.is_dir():
        shutil.rmtree(old)
    else:
        old.unlink(missing_ok=True)


def complete(folder: Path, files: list[File]) -> None:
    """Say what there is, and that it is all.

    Raises:
        ExportError: a file has another size than its task wrote, such as where the folder is not
            one that the workers share.
    """
    for file in files:
        path = folder / file.path
        size = path.stat().st_size
        if size != file.bytes:
            raise ExportError(f"{file.path}: {size} bytes, expected {file.bytes}")
    data = {"format": 1, "files": [asdict(file) for file in files]}
    text = json.dumps(data, indent=1)
    (folder / "manifest.json").write_text(f"{text}\n", encoding="utf-8")
    (folder / "_SUCCESS").touch()
