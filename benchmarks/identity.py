"""How well names lead to things when the registry has none in their language.

All names of one language are held out at a time. Each is then resolved by the names that its thing
has in the other languages (a state also by CLDR's, as always). Two answers are measured: the first
candidate, and what is linked without asking. Then the thing itself is taken out: whatever its names
are linked to then is wrong, which is how names of strangers fare.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from kg.identity import Resolver
from kg.iris import node_iri
from kg.names import Form, NameIndex

__all__ = ["Thing", "cities", "measure", "read"]

LANGUAGES = ("en", "ru", "hi", "zh")
_SORTS = {"person": "persons", "body": "bodies", "place": "places", "state": "states"}
_ROW = "{:<12}{:>7}{:>9}{:>9}{:>11}{:>9}{:>11}"


@dataclass
class Thing:
    """Something with names by language; `sort` is person, state, place or body."""

    iri: str
    sort: str
    names: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class Count:
    """What came of the names of one row."""

    names: int = 0
    answered: int = 0
    first: int = 0
    linked: int = 0
    wrong: int = 0
    strangers: int = 0

    def add(self, other: Count) -> None:
        """Count the other's names as well."""
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def read(paths: list[Path]) -> list[Thing]:
    """The actors and places of YAML files that have them with `id`, `type` and `names`."""
    things: dict[str, Thing] = {}
    states = NameIndex([])
    for path in paths:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        for kind in ("actors", "places"):
            for record in data.get(kind) or ():
                names = dict(_names(record["names"]))
                sort = _sort(kind, str(record.get("type", "")))
                iri = node_iri(kind[:-1], f"{path.stem}.{record['id']}")
                if sort == "state":
                    found = states.find(names["en"][0].partition(" (")[0], "actor")
                    iri = found.forms[0].iri if found else iri
                thing = things.setdefault(iri, Thing(iri, sort))
                for language, forms in names.items():
                    known = thing.names.setdefault(language, [])
                    known += [form for form in forms if form not in known]
    return list(things.values())


def _names(names: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Forms by language, however a file writes them: one, a list, with or without a basis."""
    for language, forms in names.items():
        listed = forms if isinstance(forms, list) else [forms]
        texts = [form["form"] if isinstance(form, dict) else form for form in listed if form]
        if texts:
            yield language, texts


def _sort(kind: str, type_: str) -> str:
    if kind == "places":
        return "place"
    return type_.lower() if type_.lower() in ("person", "state") else "body"


def cities() -> list[Thing]:
    """The cities of CLDR's time zones that it names in all four languages: of another hand."""
    from babel import Locale

    zones = {language: Locale.parse(language).time_zones for language in LANGUAGES}
    things = []
    for zone in sorted(zones["ru"]):
        names = {
            language: [known[zone]["city"]]
            for language, known in zones.items()
            if "city" in known.get(zone, {})
        }
        names.setdefault("en", [zone.rpartition("/")[2].replace("_", " ")])
        if set(names) == set(LANGUAGES) and zone.count("/") == 1:
            slug = zone.replace("/", "-")
            things.append(Thing(node_iri("place", slug), "place", names))
    return things


def measure(things: list[Thing]) -> None:
    """Print the table of a list of things."""
    print(_ROW.format(
        "", "names", "first P", "first R", "linked P", "linked R", "strangers"
    ))  # fmt: skip
    rows: dict[str, Count] = {}
    for language in LANGUAGES:
        for sort, count in _held_out(things, language):
            for name in (language, _SORTS[sort], "all"):
                rows.setdefault(name, Count()).add(count)
    for name in (*LANGUAGES, *_SORTS.values(), "all"):
        if name in rows:
            print(_ROW.format(name, *_figures(rows[name])), flush=True)


def _figures(count: Count) -> Iterator[str]:
    yield str(count.names)
    yield f"{count.first / count.answered:.3f}" if count.answered else "-"
    yield f"{count.first / count.names:.3f}"
    links = count.linked + count.wrong
    yield f"{count.linked / links:.3f}" if links else "-"
    yield f"{count.linked / count.names:.3f}"
    yield str(count.strangers)


def _held_out(things: list[Thing], language: str) -> Iterator[tuple[str, Count]]:
    """The count of each thing with names in the language that others lead to."""
    persons = {thing.iri for thing in things if thing.sort == "person"}
    forms = {
        thing.iri: [
            Form(thing.iri, name, other)
            for other, names in thing.names.items()
            if other != language
            for name in names
        ]
        for thing in things
    }
    all_ = Resolver([form for each in forms.values() for form in each], persons=persons)
    for thing in things:
        names = thing.names.get(language, ())
        if not names or (not forms[thing.iri] and thing.sort != "state"):
            continue
        rest = [form for iri, each in forms.items() if iri != thing.iri for form in each]
        without = Resolver(rest, persons=persons)
        count = Count()
        for name in names:
            _ask(count, thing, all_, name)
            if thing.sort != "state":  # CLDR's names cannot be taken away
                links = [one for one in without.candidates(name, kind=_kind(thing)) if one.linked]
                count.strangers += len(links)
        yield thing.sort, count


def _ask(count: Count, thing: Thing, resolver: Resolver, name: str) -> None:
    candidates = resolver.candidates(name, kind=_kind(thing))
    count.names += 1
    count.answered += bool(candidates)
    count.first += bool(candidates) and candidates[0].iri == thing.iri
    for one in candidates:
        count.linked += one.linked and one.iri == thing.iri
        count.wrong += one.linked and one.iri != thing.iri


def _kind(thing: Thing) -> str:
    return "place" if thing.sort == "place" else "actor"
