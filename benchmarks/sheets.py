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
from typing import Any

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
    shutil.copytree(data / "registry", registry)
    sheet = (data / _SEED).read_text(encoding="utf-8")
    body = (data / _SEED.with_suffix(".txt")).read_text(encoding="utf-8")
    officials = _named(sheet, registry)
    slugs = [record["id"] for record in officials]
    between = pairs(min(DYADS, number))
    for dyad, pair in enumerate(between):
        own = {"kind": "registry", "id": f"actors-{dyad}", "actors": officials}
        text = _between(yaml.safe_dump(own, allow_unicode=True), slugs, dyad, pair)
        (registry / f"actors-{dyad}.yaml").write_text(text, encoding="utf-8")
    for n in range(number):
        dyad = n % len(between)
        text = _renamed(sheet, _ids(sheet, "events", "matters", "agreements"), str(n))
        text = _between(text, slugs, dyad, between[dyad])
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


def _read(text: str) -> dict[str, Any]:
    sheet: dict[str, Any] = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 - text, no objects
    return sheet


def _ids(text: str, *lists: str) -> list[str]:
    sheet = _read(text)
    return [record["id"] for key in lists for record in sheet.get(key, ())]


def _named(sheet: str, registry: Path) -> list[dict[str, Any]]:
    """The registry's actors that a sheet names, and those for whom they speak or work."""
    actors = {
        record["id"]: record
        for path in sorted(registry.glob("*.yaml"))
        for record in _read(path.read_text(encoding="utf-8")).get("actors", ())
    }
    named: dict[str, dict[str, Any]] = {}
    # not as the beginning of an address: what is cited is not spoken of
    waiting = [
        slug for slug in actors if re.search(rf"(?<![\w.-]){re.escape(slug)}(?![\w-]|\.\w)", sheet)
    ]
    while waiting:
        slug = waiting.pop()
        if slug in actors and slug not in named:
            named[slug] = actors[slug]
            posts = [post["at"] for post in actors[slug].get("posts", ())]
            waiting += [actors[slug].get("represents", ""), *posts]
    return list(named.values())


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
