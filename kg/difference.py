"""What differs between two pictures of one relation, and which documents made the difference.

The two may be as of two moments of any clock, or one of them without some documents. This module
only compares answers; it asks the catalogue as anybody does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from kg.lifecycle import FAR
from kg.result import Result, tail
from kg.terms import Iri

if TYPE_CHECKING:
    from kg.relation import Clocks, Relation
    from kg.result import Cell

__all__ = ["difference", "in_words"]

_COLUMNS: Final = (
    ("kind", "string"), ("subject", "node"), ("axis", "node"), ("party", "node"),
    ("account", "string"), ("before", "node"), ("after", "node"), ("documents", "string"),
)  # fmt: skip
_KINDS: Final = ("standing", "status", "event", "edge", "claims", "document")
#: between documents, whose labels have commas
_AND: Final = "; "
#: how many of them stand in a line of text
_NAMED: Final = 3

#: what is compared, by key: (subject, axis, party, account)
_Key = tuple[Any, Any, Any, str]


class _Picture:
    """One of the two, fetched once."""

    def __init__(self, relation: Relation, clocks: Clocks) -> None:
        self.relation = relation
        self.clocks = clocks
        self.claims = {str(row["claim"]): row for row in relation.claims(**clocks).records()}

    def standings(self) -> Mapping[_Key, Cell]:
        """What is asked and what is owed, and how far both accounts go."""
        found: dict[_Key, Cell] = {}
        for row in self.relation.ledger(**self.clocks).records():
            found[row["matter"], None, None, ""] = row["standing"]
            if row["corroborated"]:
                found[row["matter"], row["axis"], None, "corroborated"] = row["corroborated"]
        return found

    def statuses(self) -> Mapping[_Key, Cell]:
        """Every status by every account."""
        return {
            (row["subject"], row["axis"], row["party"], str(row["account"])): row["status"]
            for row in self.relation.statuses(**self.clocks).records()
        }

    def events(self) -> Mapping[_Key, Cell]:
        """The events and their dates as written."""
        rows = self.relation.timeline(**self.clocks).records()
        return {(row["event"], None, None, ""): row["edtf"] or "" for row in rows}

    def edges(self) -> Mapping[_Key, Cell]:
        """The lines of the network: from one node by their kind to another."""
        lines: Iterable[tuple[str, str, str]] = self.relation.network(**self.clocks).edges(
            data="kind"
        )
        return {(Iri(one), None, Iri(other), kind): Iri(other) for one, other, kind in lines}

    def counted(self) -> Mapping[_Key, Cell]:
        """How many claims there are about each thing."""
        numbers: defaultdict[Iri, int] = defaultdict(int)
        for row in self.claims.values():
            numbers[Iri(str(row["subject"]))] += 1
        return {(subject, None, None, ""): str(number) for subject, number in numbers.items()}

    def cited(self) -> Mapping[_Key, Cell]:
        """The documents on which it rests."""
        return {(row["document"], None, None, ""): "+" for row in self.claims.values()}


def difference(
    before: tuple[Relation, Clocks], after: tuple[Relation, Clocks], *, lang: str = "en"
) -> Result:
    """What differs between two pictures of one relation.

    Args:
        before: a relation, of this graph or of another state of it, and the clocks to ask it by.
        after: the same relation with other clocks, or in another state.
        lang: of the labels.

    Returns:
        One row a difference, by `kind`: "standing" (asked or owed; the stage that both accounts
        reach), "status", "event", "edge" (a line of the network, from `subject` by `account` to
        `party`), "claims" (how many there are about the subject) and "document". `before` or
        `after` is empty where there was nothing. `documents` are the pages whose claims about the
        subject came, went or fall between two days of the world.
    """
    one, other = _Picture(*before), _Picture(*after)
    compared = [*_compared(one, other)]  # asks first: a clock that is none is told by its question
    changed = _changed(one, other)
    rows = [
        {
            "kind": kind, "subject": key[0], "axis": key[1], "party": key[2], "account": key[3],
            "before": old, "after": new,
            "documents": "" if kind == "document" else _AND.join(sorted(changed[str(key[0])])),
        }
        for kind, old_rows, new_rows in compared
        for key, old, new in _unlike(old_rows, new_rows)
    ]  # fmt: skip

    def named(nodes: Iterable[str]) -> Mapping[str, str]:
        # what is there in one of the two only has its label there
        wanted = tuple(nodes)
        return before[0].label(*wanted, lang=lang) | after[0].label(*wanted, lang=lang)

    return Result.from_rows(rows, _COLUMNS, named)


def _compared(
    one: _Picture, other: _Picture
) -> Iterator[tuple[str, Mapping[_Key, Cell], Mapping[_Key, Cell]]]:
    yield "standing", one.standings(), other.standings()
    yield "status", one.statuses(), other.statuses()
    yield "event", one.events(), other.events()
    yield "edge", one.edges(), other.edges()
    yield "claims", one.counted(), other.counted()
    yield "document", one.cited(), other.cited()


def _unlike(
    old: Mapping[_Key, Cell], new: Mapping[_Key, Cell]
) -> Iterator[tuple[_Key, Cell, Cell]]:
    for key in sorted({*old, *new}, key=lambda key: tuple(map(str, key))):
        if old.get(key) != new.get(key):
            yield key, old.get(key), new.get(key)


def _changed(one: _Picture, other: _Picture) -> Mapping[str, set[str]]:
    """The documents behind a difference, by subject."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    moved = {**one.claims, **other.claims}
    for claim in one.claims.keys() ^ other.claims.keys():
        found[str(moved[claim]["subject"])].add(_document(moved[claim]))
    days = [FAR if (day := _day(each.clocks)) is None else day for each in (one, other)]
    if days[0] != days[1]:
        between = range(min(days) + 1, max(days) + 1)
        for claim in other.relation.acts_between(between.start, between.stop):
            if claim in moved:
                found[str(moved[claim]["subject"])].add(_document(moved[claim]))
    return found


def _document(claim: Mapping[str, Any]) -> str:
    return str(claim["document_label"] or tail(str(claim["document"])))


def _day(clocks: Clocks) -> int | None:
    when = clocks.get("valid_at")
    return None if when is None else date.fromisoformat(str(when)).toordinal()


def in_words(found: Result, relation: Relation, *, lang: str = "en") -> str:
    """The differences as lines of text under a heading a kind, in the reader's language."""
    from kg.views.words import words

    say = words(lang)
    rows = [*found.records()]
    if not rows:
        return say["diff_none"]
    names = {
        "a": relation.labels.get(relation.a, ""), "b": relation.labels.get(relation.b, ""),
        "third": say["diff_third"], "narrator": say["diff_narrator"],
        "corroborated": say["diff_corroborated"],
    }  # fmt: skip
    lines: list[str] = []
    for kind in _KINDS:
        mine = [row for row in rows if row["kind"] == kind]
        if mine:
            lines += ["", f"{say[f'diff_{kind}']} ({len(mine)})"]
            lines += (f"  {line}" for line in _lines(kind, mine, names, say))
    return "\n".join(lines[1:])


def _lines(
    kind: str, rows: Iterable[Mapping[str, Any]], names: Mapping[str, str], say: Mapping[str, str]
) -> Iterator[str]:
    for row in rows:
        subject = row["subject_label"] or tail(row["subject"])
        states = [_state(kind, row, side, say) for side in ("before", "after")]
        parts = [subject]
        if kind == "edge":
            parts.append(f"{row['account']} → {row['party_label'] or tail(row['party'])}")
        else:
            parts += filter(
                None,
                (row["axis_label"], row["party_label"], names.get(row["account"], row["account"])),
            )
        line = f"{' · '.join(parts)}: {states[0]} → {states[1]}"
        if named := row["documents"].split(_AND):
            more = f" … +{len(named) - _NAMED}" if len(named) > _NAMED else ""
            shown = _AND.join(named[:_NAMED]) + more
            line += f"  ({say['diff_by'].format(documents=shown)})" if shown else ""
        yield line


def _state(kind: str, row: Mapping[str, Any], side: str, say: Mapping[str, str]) -> str:
    value = row[side]
    if kind in ("event", "edge", "document"):
        return say["diff_absent" if value is None else "diff_present"]
    if value is None:
        return "0" if kind == "claims" else say["diff_untold"]
    if kind == "standing" and value in ("asked", "owed"):
        return say[f"diff_{value}"]
    return str(row[f"{side}_label"] or value)
