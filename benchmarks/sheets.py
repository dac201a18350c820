"""Sheets shaped like the seed article, as many as wanted, each with its own text, events, matters.

Every sheet is the seed's with new slugs, put between two of five hundred pairs of states whose
officials are the seed's under other slugs. What is measured is then work of the real kind and size.
"""

from __future__ import annotations

import hashlib
import itertools
import re
import shutil
from pathlib import Path

import yaml

from kg.resources import data_dir
from kg.states import states

__all__ = ["DYADS", "generate", "pairs"]

#: four sheets a pair at 2,000 sheets: 44 matters, more than either of the two real relations has
DYADS = 500

_SEED = Path("articles/russia-us/2025-04-10-istanbul.hi.yaml")


def generate(folder: Path, number: int) -> list[tuple[str, str]]:
    """Write `number` sheets and the registries that they need; the pairs of states in use."""
    data = data_dir()
    registry = folder / "registry"
    registry.mkdir(parents=True)
    for name in ("actors.yaml", "places.yaml"):
        shutil.copy(data / "registry" / name, registry / name)
    actors = (registry / "actors.yaml").read_text(encoding="utf-8")
    between = pairs(min(DYADS, number))
    for dyad, pair in enumerate(between):
        text = _between(actors.partition("aliases:")[0], _ids(actors, "actors"), dyad, pair)
        text = text.replace("id: actors\n", f"id: actors-{dyad}\n", 1)
        (registry / f"actors-{dyad}.yaml").write_text(text, encoding="utf-8")
    sheet = (data / _SEED).read_text(encoding="utf-8")
    body = (data / _SEED.with_suffix(".txt")).read_text(encoding="utf-8")
    for n in range(number):
        dyad = n % len(between)
        text = _renamed(sheet, _ids(sheet, "events", "matters", "agreements"), str(n))
        text = _between(text, _ids(actors, "actors"), dyad, between[dyad])
        _article(folder / f"{n // 500:03}", n, text, body)
    return between


def pairs(number: int) -> list[tuple[str, str]]:
    """The first pairs of states between which sheets are put."""
    codes = [state.alpha3 for state in states() if state.alpha3 not in ("RUS", "USA", "TUR", "UKR")]
    # neighbours first, then every other one: no state is party to many relations
    spread = (
        (a, codes[n + step]) for step in itertools.count(1) for n, a in enumerate(codes[:-step])
    )
    return list(itertools.islice(spread, number))


def _ids(text: str, *lists: str) -> list[str]:
    sheet = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 - it makes text and nothing else
    return [record["id"] for key in lists for record in sheet.get(key, ())]


def _renamed(text: str, slugs: list[str], suffix: str) -> str:
    """Each slug with a suffix, wherever it stands as a word of its own."""
    longest = sorted(slugs, key=len, reverse=True)
    pattern = rf"(?<![\w.-])({'|'.join(map(re.escape, longest))})(?![\w-])"
    return re.sub(pattern, rf"\g<1>-{suffix}", text)


def _between(text: str, slugs: list[str], dyad: int, pair: tuple[str, str]) -> str:
    """The same actors on other sides."""
    text = _renamed(text, slugs, str(dyad))
    for old, new in zip(("RUS", "USA"), pair, strict=True):
        text = re.sub(rf"\b{old}\b", new, text)
    return text


def _article(folder: Path, n: int, sheet: str, body: str) -> None:
    folder.mkdir(exist_ok=True)
    own = f"प्रतिवेदन {n}।\n{body}\nयह प्रतिवेदन {n} का अंत है।\n"
    (folder / f"{n}.txt").write_text(own, encoding="utf-8")
    digest = hashlib.sha256(own.encode()).hexdigest()
    text = re.sub(r"(?m)^id: .*$", f"id: bench/{n}", sheet, count=1)
    text = re.sub(r"(?m)^(\s+text: ).*$", rf"\g<1>{n}.txt", text, count=1)
    text = re.sub(r"(?m)^(\s+sha256: ).*$", rf"\g<1>{digest}", text, count=1)
    (folder / f"{n}.yaml").write_text(text, encoding="utf-8")
