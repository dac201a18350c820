"""What a page says: the contents of its panel, the rows of its tables, the counts of its legend.

Plain data from a scene and the evidence, in the reader's language. Nothing here is markup, and
nothing knows where a thing stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, Final, NamedTuple

from kg.names import romanize
from kg.views.drawing import CLASSES
from kg.views.evidence import Evidence
from kg.views.scene import Group, Line, Scene, Thing
from kg.views.tables import packed
from kg.views.words import class_label, show_date, words
from kg.vocab.drawing import DRAWING

__all__ = ["Content", "Part"]

_FIELDS: Final = tuple(each.name for each in fields(Evidence))
#: search looks through no more of a text than this; nobody types more
_SEARCHED: Final = 400


class Part(NamedTuple):
    """A cell of a table: its text, notes on it, and the item that it opens ("" for none)."""

    text: str
    item: str = ""
    notes: tuple[str, ...] = ()
    is_denied: bool = False


@dataclass(frozen=True)
class Content:
    """Everything that a page says of one scene."""

    scene: Scene
    evidence: Mapping[str, Evidence]
    language: str
    _numbers: dict[str, int] = field(default_factory=dict, init=False)

    @cached_property
    def words(self) -> Mapping[str, str]:
        """The interface's words."""
        return words(self.language)

    def label(self, iri: str) -> str:
        """A thing's label."""
        return self.scene.things[iri].label

    @cached_property
    def _lines_of(self) -> dict[str, list[Line]]:
        found: dict[str, list[Line]] = {iri: [] for iri in self.scene.things}
        for line in self.scene.lines:
            found[line.source].append(line)
            found[line.target].append(line)
        return found

    def lines_of(self, thing: Thing) -> list[Line]:
        """The lines that begin or end at a thing."""
        return self._lines_of[thing.iri]

    def _claims(self, claims: Iterable[str]) -> list[int]:
        """Numbers of the claims that there is evidence of, by document and place in it."""
        known = {claim for claim in claims if claim in self.evidence}
        ordered = sorted(known, key=lambda claim: _place(self.evidence[claim]))
        return [self._numbers.setdefault(claim, len(self._numbers)) for claim in ordered]

    # ---------------------------------------------------------------------------------- the panel

    def data(self) -> dict[str, Any]:
        """What the page's script needs: `items` (things, lines, groups by key) and `evidence`."""
        items = {thing.iri: self._thing(thing) for thing in self.scene.things.values()}
        items |= {line.key: self._line(line) for line in self.scene.lines}
        items |= {
            f"g{number}": {"label": self.more(group), "look": "group", "members": group.members}
            for number, group in enumerate(self.scene.groups)
        }
        # what no thing of the network rests on is shown by documents
        self._claims(self.evidence)
        rows = [self._evidence(self.evidence[claim]) for claim in self._numbers]
        keys = dict.fromkeys(key for row in rows for key in row)
        evidence = packed({key: [row.get(key) for row in rows] for key in keys})
        twin = {"ledger": self.ledger(), "events": self.events()}
        return {"items": items, "evidence": evidence, "twin": twin}

    def more(self, group: Group) -> str:
        """What a folded group says of itself."""
        period = group.period or self.words["undated"]
        return self.words["more"].format(n=len(group.members), period=period)

    def _thing(self, thing: Thing) -> dict[str, Any]:
        name = CLASSES.get(thing.kind, "Matter")
        claims = [*thing.claims, *(claim for line in self.lines_of(thing) for claim in line.claims)]
        return {
            "look": thing.kind,
            "kind": class_label(name, self.language),
            "symbol": DRAWING[name].symbol,
            "label": thing.label,
            "day": show_date(thing.at, self.language),
            "facts": self._facts(thing),
            "claims": self._claims(claims),
            "border": border(thing),
            "key": romanize(thing.label[:_SEARCHED]),
            "lines": [line.key for line in self.lines_of(thing) if line.source != thing.iri],
        }

    def _facts(self, thing: Thing) -> list[tuple[str, str]]:
        facts = [(self.words["date"], show_date(thing.when, self.language))]
        if thing.kind in {"matter", "agreement"}:
            facts.append((self.words["issue"], str(thing.facts.get("issue") or "")))
            for side, iri in (("a", self.scene.a), ("b", self.scene.b)):
                cell = self._account(thing, side)
                text = " · ".join([cell.text, *cell.notes])
                facts.append((self.words["account_of"].format(side=self.label(iri)), text))
            facts.append((self.words["narrator"], str(thing.facts.get("narrator_status") or "")))
        return [(name, text) for name, text in facts if text]

    def _line(self, line: Line) -> dict[str, Any]:
        acts = " · ".join(line.labels) or self.words["moved"]
        look = [self.words[each] for each in (line.attribution, line.stance) if each in self.words]
        return {
            "look": "line",
            "side": line.side,
            "kind": acts,
            "symbol": DRAWING["Claim"].symbol,
            "label": f"{self.label(line.source)} → {self.label(line.target)}",
            "ends": [line.source, line.target],
            "facts": [(self.words["lines"].partition(":")[0], " · ".join(look))] if look else [],
            "claims": self._claims(line.claims),
        }

    def _evidence(self, found: Evidence) -> dict[str, Any]:
        shown = {name: getattr(found, name) for name in _FIELDS}
        shown["document_date"] = show_date(found.document_date, self.language)
        shown["date"] = show_date(found.date, self.language)
        shown["key"] = romanize(f"{found.speaker} {' '.join(found.relays)}"[:_SEARCHED])
        # an empty field says nothing
        return {key: value for key, value in shown.items() if value not in ("", (), None, False)}

    # --------------------------------------------------------------------------------- the tables

    def _account(self, thing: Thing, side: str) -> Part:
        iri = self.scene.a if side == "a" else self.scene.b
        facts = thing.facts
        status = str(facts.get(f"{side}_status") or "")
        basis = str(facts.get(f"{side}_basis") or "")
        is_denied = bool(facts.get(f"{side}_denies"))
        line = next((each for each in self.lines_of(thing) if each.source == iri), None)
        notes = [self.words[basis]] if basis in self.words and status else []
        notes += [self.words["denied_by"]] if is_denied else []
        if not status and line:
            status = " · ".join(line.labels)
        return Part(
            status or ("" if is_denied else self.words["silent"]),
            line.key if line else "",
            tuple(notes),
            is_denied,
        )

    def ledger(self) -> list[list[Any]]:
        """A row for each matter and agreement, in order of time: it, issue, a, b, narrator."""
        return [
            [
                Part(thing.label, thing.iri),
                str(thing.facts.get("issue") or ""),
                self._account(thing, "a"),
                self._account(thing, "b"),
                str(thing.facts.get("narrator_status") or ""),
            ]
            for thing in self.scene.things.values()
            if thing.kind in {"matter", "agreement"}
        ]

    def events(self) -> list[list[Any]]:
        """A row for each event, in order of time: date, it, the matters that it moved."""
        return [
            [
                show_date(thing.when, self.language) or self.words["undated"],
                Part(thing.label, thing.iri),
                [
                    Part(self.label(line.target), line.key)
                    for line in self.lines_of(thing)
                    if line.source == thing.iri and line.target != thing.iri
                ],
            ]
            for thing in self.scene.things.values()
            if thing.kind == "event"
        ]

    # --------------------------------------------------------------------------------- the legend

    def legend(self) -> dict[str, Any]:
        """How many there are of each kind of thing, line and border."""
        things, lines = self.scene.things.values(), self.scene.lines
        told = {line for line in lines if line.role in {"claim", "told"}}
        kinds = Counter(thing.kind for thing in things)
        return {
            "shapes": [
                (kind, class_label(name, self.language), kinds[kind])
                for kind, name in CLASSES.items()
                if kinds[kind]
            ],
            "lines": Counter(
                look
                for line in lines
                for look in ((line.attribution, line.stance) if line in told else ("moved",))
            ),
            "borders": Counter(
                border(each) for each in things if each.kind in {"matter", "agreement"}
            ),
        }


def border(thing: Thing) -> str:
    """Who confirms a matter in its own words: "both", "one" or "none" of the sides."""
    confirmed = [side for side in ("a", "b") if thing.facts.get(f"{side}_basis") == "confirmed"]
    return ("none", "one", "both")[len(confirmed)]


def _place(found: Evidence) -> tuple[str, str, int, str]:
    return (found.document_date, found.document, found.start or 0, found.claim)
