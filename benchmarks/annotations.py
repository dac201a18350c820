"""Annotations of tools: how quick they are read against the bare parsers, and how it grows."""

from __future__ import annotations

import gc
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from kg.loaders import brat, cas
from kg.loaders.base import PLAIN, Reading, load_one

__all__ = ["run"]

_MB = 1_000_000
#: annotations of one document: stretches, relations, attributes
_STRETCHES, _RELATIONS, _ATTRIBUTES = 80, 10, 10
_WORDS = (
    "रूस", "अमेरिका", "वार्ता", "Москва", "посол", "Washington", "talks", "😀", "agreement", "договор",
)  # fmt: skip
_BARE = """
import io, sys, time, cassis
from pathlib import Path
began = time.perf_counter()
for path in sorted(Path(sys.argv[1]).glob("*.json")):
    cassis.load_cas_from_json(io.BytesIO(path.read_bytes()))
print(time.perf_counter() - began)
"""
_ALL = """
import sys, kg
graph = kg.open()
from kg.loaders.base import PLAIN, read
from pathlib import Path
number = sum(1 for path in sorted(Path(sys.argv[1]).rglob("*.ann")) for one in read(path, PLAIN))
"""


def run(folder: Path, documents: int, runs: int) -> None:
    """Print documents a second, ratios to the bare parsers, and time and memory by number."""
    few = min(documents, 500)
    files = list(_brat(folder / "brat", few))
    pairs = [
        (_timed(lambda: _lines(files)), _timed(lambda: _whole(files, PLAIN))) for _ in range(runs)
    ]
    _say("brat", few, pairs)
    _say("brat, with a profile", few, [
        (bare, _timed(lambda: _whole(files, Reading(profile="nerel")))) for bare, _ in pairs
    ])  # fmt: skip
    made = _cas(folder / "cas", files[: few // 5])
    whole = [_timed(lambda: [list(cas.documents(one, PLAIN)) for one in made]) for _ in range(runs)]
    bare = [
        float(subprocess.run([sys.executable, "-c", _BARE, folder / "cas"], check=True,
                             capture_output=True, text=True).stdout)
        for _ in range(runs)
    ]  # fmt: skip
    _say("CAS JSON", len(made), list(zip(bare, whole, strict=True)))
    for number in (documents // 4, documents // 2, documents):
        list(_brat(folder / f"many-{number}", number))
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", _ALL, folder / f"many-{number}"], check=True)
        seconds = time.perf_counter() - began
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / _MB
        print(f"{number} brat documents: {seconds:.1f} s, at most {memory:.0f} MB", flush=True)


def _say(what: str, documents: int, pairs: list[tuple[float, float]]) -> None:
    ratio = median(whole / bare for bare, whole in pairs)
    rate = documents / median(whole for _, whole in pairs)
    print(f"{what}: {rate:.0f} documents/s, {ratio:.2f} times the bare parser", flush=True)


def _timed(do: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()  # as in the processes of a load
    try:
        began = time.perf_counter()
        do()
        return time.perf_counter() - began
    finally:
        gc.enable()


def _brat(folder: Path, number: int) -> Iterator[Path]:
    chance = random.Random(7)  # noqa: S311 - the same texts each time
    for n in range(number):
        here = folder / f"{n // 1000:03}"
        here.mkdir(parents=True, exist_ok=True)
        text, places = "", []
        for _ in range(3 * _STRETCHES):
            word = chance.choice(_WORDS)
            places.append((len(text), len(text) + len(word), word))
            text += f"{word} "
        lines = [f"T{t + 1}\tPERSON {a} {b}\t{w}" for t, (a, b, w) in enumerate(places[::3])]
        lines += [f"R{r + 1}\tKNOWS Arg1:T{r + 1} Arg2:T{r + 2}" for r in range(_RELATIONS)]
        lines += [f"A{a + 1}\tHead T{a + 1}" for a in range(_ATTRIBUTES)]
        (here / f"{n}.txt").write_text(text, encoding="utf-8")
        path = here / f"{n}.ann"
        path.write_text("\n".join((*lines, "")), encoding="utf-8")
        yield path


def _cas(folder: Path, files: list[Path]) -> list[Path]:
    folder.mkdir()
    made = []
    for file in files:
        loaded = load_one(file)
        made.append(folder / f"{file.stem}.json")
        cas.dump(loaded.sheet, made[-1], loaded.text)
    return made


def _lines(files: list[Path]) -> None:
    """Every line of every file, read and put aside: what our line reader does by itself."""
    for path in files:
        lines = brat.Lines(path)
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            lines.read(number, line)
        path.with_suffix(".txt").read_text(encoding="utf-8")


def _whole(files: list[Path], reading: Reading) -> None:
    for path in files:
        for _ in brat.documents(path, reading):
            pass
