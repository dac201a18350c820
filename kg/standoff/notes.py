"""A sheet as annotations that any tool can hold, and back without a loss.

What a person marked becomes a mark of its own: a mention, a statement, a quotation, a claim. What a
tool has no place for, such as who is implied, how a word was passed on or why something was coded,
travels as a note on the mark, `kg:` and JSON:

    kg:{"at": ["statements", 2, "says", 0], "record": {"act": "agree", …}}

`at` is the place of the record in the sheet; `record` is the record without what the mark itself
says (its words, and the records inside it, which have marks of their own). `links` lists what the
tool was shown as relations: label, from, to. The mark of the label `Sheet`, on the first word of
the text, bears the head of the sheet. On the way back the marks are right where they differ from
their notes, since a person may have moved them; what has no note is new.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from kg.anchors import Selector as Quote
from kg.anchors import Span, locate
from kg.errors import AnchorProblem, SchemaProblem
from kg.model import Annotation, Article, Assertion, Link, Path, Statement, Stretch
from kg.standoff.marked import Marked
from kg.standoff.quoting import Quoter

__all__ = ["HEAD", "NOTE", "Relation", "Restored", "express", "flattened", "relations", "restore"]

NOTE: Final = "kg:"
#: the label of the mark that bears the head of a sheet
HEAD: Final = "Sheet"
#: before the ids of our marks, so that none is that of another tool
_OURS: Final = "kg."
#: what a mark says by its place
_WORDS: Final = frozenset(("exact",))
#: records that have marks of their own
_INSIDE: Final = frozenset(("says", "quotations", "glosses", "quote"))
#: records that have no words of their own
_CLAIMS: Final = "says"
_LISTS: Final = frozenset(("mentions", "statements", "annotations"))
#: keys of a selector besides its words
_CONTEXT: Final = ("prefix", "suffix", "occurrence")


# ---------------------------------------------------------------------------------------- forth


def express(sheet: Article, text: str) -> tuple[Annotation, ...]:
    """The sheet as annotations of its text; `restore` makes the sheet of them."""
    drafts = list(_Writer(sheet, text).drafts())
    places = {one.mark.id: one.place for one in drafts if one.place is not None}
    return tuple(one.noted(places) for one in drafts)


def flattened(marks: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """The same for tools that hold nothing but stretches and relations between two of them.

    What has a trigger stands on its words. What stands nowhere, such as a relation that another
    tool had, gives its note to the head of the sheet.
    """
    head, *others = marks
    known = {one.id: one for one in others}
    triggers = {one.trigger for one in others if one.trigger}
    made: list[Annotation] = []
    homeless: list[str] = []
    for one in others:
        if one.trigger:
            made.append(one.model_copy(update={"trigger": None, "at": known[one.trigger].at}))
        elif not one.at:
            homeless += one.notes
            made.append(one.model_copy(update={"notes": ()}))
        elif one.id not in triggers or one.notes:
            made.append(one)
    return head.model_copy(update={"notes": (*head.notes, *homeless)}), *made


class Relation(NamedTuple):
    """What a tool shows as a line from one stretch to another."""

    label: str
    start: str
    end: str


def relations(marks: Iterable[Annotation]) -> Iterator[Relation]:
    """The links of flattened marks between stretches: those of a stretch, and pairs of links."""
    marks = list(marks)
    known = {one.id for one in marks if one.at}
    for one in marks:
        ends = [link.to for link in one.links]
        if one.at:
            yield from (Relation(link.role, one.id, link.to) for link in one.links
                        if link.to in known)  # fmt: skip
        elif len(ends) == 2 and known.issuperset(ends):
            yield Relation(one.label, *ends)


class _Draft(NamedTuple):
    """A mark before its note is written; without a place it needs none."""

    mark: Annotation
    place: Path | None = None
    record: Mapping[str, Any] = MappingProxyType({})

    def noted(self, places: Mapping[str, Path]) -> Annotation:
        """The mark with its note."""
        if self.place is None:
            return self.mark
        told: dict[str, Any] = {"at": self.place, "record": dict(self.record)}
        ends = [link.to for link in self.mark.links]
        if self.mark.at or self.mark.trigger:
            links = [(link.role, self.place, places[link.to]) for link in self.mark.links]
        else:
            pairs = [tuple(ends)] if len(ends) == 2 else []
            links = [(self.mark.label, places[a], places[b]) for a, b in pairs]
        if links:
            told["links"] = links
        note = NOTE + json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        return self.mark.model_copy(update={"notes": (*self.mark.notes, note)})


class _Writer:
    def __init__(self, sheet: Article, text: str) -> None:
        self._sheet, self._text = sheet, text
        self._record = sheet.model_dump(mode="json", by_alias=True, exclude_unset=True)
        #: the marks of mentions, by what they refer to
        self._mentions: dict[str, list[tuple[Span, str]]] = {}

    def drafts(self) -> Iterator[_Draft]:
        """The head, the mentions, each statement with what is in it, what other tools had."""
        yield self._head()
        for at, mention in enumerate(self._sheet.mentions):
            ident = f"{_OURS}M{at + 1}"
            self._mentions.setdefault(mention.refers, []).append((mention.span, ident))
            label = mention.refers.partition("/")[0].capitalize()
            mark = Annotation(
                id=ident, label=label, at=(self._stretch(mention.span),),
                features={"sense": mention.sense} if mention.sense else {},
                references=(f"{NOTE}{mention.refers}",),
            )  # fmt: skip
            yield self._draft(mark, ("mentions", at))
        for at, statement in enumerate(self._sheet.statements):
            yield from self._statement(statement, at)
        for at, one in enumerate(self._sheet.annotations):
            record = dict(self._record["annotations"][at])
            if len(one.at) == 1:
                record.pop("at")
            yield _Draft(one, ("annotations", at), record)

    def _head(self) -> _Draft:
        rest = {key: value for key, value in self._record.items() if key not in _LISTS}
        first = len(self._text) - len(self._text.lstrip())
        words = self._text[first:].split(maxsplit=1)[:1]
        stretches = tuple(Stretch(exact=word, start=first) for word in words)
        return _Draft(Annotation(id=f"{_OURS}Sheet", label=HEAD, at=stretches), (), rest)

    def _statement(self, statement: Statement, at: int) -> Iterator[_Draft]:
        here: Path = ("statements", at)
        ident = f"{_OURS}S{at + 1}"
        features = {key: getattr(statement, key) for key in ("attribution", "stance", "certainty")}
        links = self._links({"speaker": f"actor/{statement.speaker}"}, statement.span)
        whole = (self._stretch(statement.span),)
        mark = Annotation(id=ident, label="Statement", at=whole, features=features, links=links)
        yield self._draft(mark, here)
        for nth, quotation in enumerate(statement.quotations):
            inner: Path = (*here, "quotations", nth)
            name = f"{ident}.q{nth + 1}"
            stretches = (self._stretch(quotation.span),)
            yield self._draft(Annotation(id=name, label="Quotation", at=stretches), inner)
            for number, gloss in enumerate(quotation.glosses):
                stretches = (self._stretch(gloss.span),)
                mark = Annotation(id=f"{name}.g{number + 1}", label="Gloss", at=stretches)
                yield self._draft(mark, (*inner, "glosses", number))
        for nth, said in enumerate(statement.says):
            yield from self._claim(statement, said, (*here, "says", nth))

    def _claim(self, statement: Statement, said: Assertion, place: Path) -> Iterator[_Draft]:
        """What is said, as an event whose trigger is its own words or those of the statement."""
        _, at, _, nth = place
        ident = f"{_OURS}S{int(at) + 1}.c{int(nth) + 1}"
        label = said.act or "claim"
        span = said.quote.span if said.quote else statement.span
        trigger = Annotation(id=f"{ident}.t", label=label, at=(self._stretch(span),))
        yield self._draft(trigger, (*place, "quote")) if said.quote else _Draft(trigger)
        record = _outer(_at(self._record, place))
        links = self._links(_values(record), statement.span)
        yield _Draft(
            Annotation(id=ident, label=label, trigger=trigger.id, links=links), place, record
        )

    def _draft(self, mark: Annotation, place: Path) -> _Draft:
        """A mark of what has words of its own."""
        record = _outer(_at(self._record, place))
        return _Draft(mark, place, {key: record[key] for key in record if key not in _WORDS})

    def _stretch(self, span: Span) -> Stretch:
        return Stretch(exact=self._text[span.start : span.end], start=span.start)

    def _links(self, values: Mapping[str, str], within: Span) -> tuple[Link, ...]:
        """To the mentions of what is spoken of, where the same statement mentions it."""
        return tuple(
            Link(role=role, to=ident)
            for role, value in values.items()
            for span, ident in self._mentions.get(value, [])
            if within.start <= span.start and span.end <= within.end
        )


def _at(record: Any, place: Path) -> dict[str, Any]:
    for step in place:
        record = record[step]
    found: dict[str, Any] = record
    return found


def _outer(record: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key not in _INSIDE}


def _values(record: Mapping[str, Any]) -> dict[str, str]:
    """The references in a claim, by the key under which they stand."""
    found: dict[str, str] = {}
    for key, value in record.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str) and "/" in one:
                found.setdefault(key, one)
            elif isinstance(one, dict) and isinstance(one.get("participant"), str):
                found.setdefault(str(one.get("role", key)), f"actor/{one['participant']}")
    return found


# ----------------------------------------------------------------------------------------- back


class Restored(NamedTuple):
    """A text without what travelled as notes, and what that was.

    `marked` has the annotations that are a tool's own, and is told what is wrong with a note;
    `records` is the sheet, without `kind`, and `spans` has the place of each selector in it.
    """

    marked: Marked
    records: dict[str, Any]
    spans: dict[Path, Span]


def restore(marked: Marked) -> Restored:
    """Take what travelled as notes from the marks."""
    if not any(one.notes for one in marked.annotations):
        return Restored(marked, {}, {})
    notes: list[_Told] = []
    own: list[Annotation] = []
    problems = list(marked.problems)
    for one in marked.annotations:
        told = [note for note in one.notes if note.startswith(NOTE)]
        if not told:
            own.append(one)
            continue
        try:
            notes += [_read(note, one) for note in told]
        except (RecursionError, TypeError, ValueError):
            problems.append(
                SchemaProblem(
                    "a note that begins with kg: is not as it was written", marked.file,
                    marked.lines.get(one.id, 0), expected='kg:{"at": […], "record": {…}}',
                    found=told[0][:60],
                )
            )  # fmt: skip
    if not notes:
        return Restored(replace(marked, problems=tuple(problems)), {}, {})
    builder = _Builder(marked.text)
    for told_ in sorted(notes, key=lambda one: _order(one.place)):
        builder.put(told_.place, told_.mark, told_.record)
    left = replace(marked, annotations=tuple(_new(own, notes)), problems=tuple(problems))
    return Restored(left, builder.records, builder.spans)


class _Told(NamedTuple):
    """A note that was read, and the mark that bears it."""

    place: Path
    record: dict[str, Any]
    links: frozenset[tuple[Any, ...]]
    mark: Annotation


def _new(own: list[Annotation], notes: list[_Told]) -> Iterator[Annotation]:
    """What a person has added, and what that needs; triggers and relations were ours to show."""
    places = {one.mark.id: one.place for one in notes if one.mark.label != HEAD or not one.place}
    marks = {one.mark.id: one.mark for one in notes}
    shown = frozenset[tuple[Any, ...]]().union(*(one.links for one in notes))
    triggers = {one.mark.trigger for one in notes if one.mark.trigger}
    needed: dict[str, Annotation] = {}
    for one in own:
        ends = [link.to for link in one.links]
        line = (one.label, *(places.get(end) for end in ends))
        if one.id in triggers or (not one.at and not one.trigger and line in shown):
            continue
        needed |= {end: marks[end] for end in one.targets() if end in marks}
        yield one
    for mark in needed.values():
        yield mark.model_copy(update={"notes": (), "links": (), "trigger": None})


def _read(note: str, mark: Annotation) -> _Told:
    """A note and its mark.

    Raises:
        TypeError, ValueError: the note is not as it was written.
    """
    told = json.loads(note[len(NOTE) :])
    match told:
        case {"at": place, "record": dict() as record}:
            links = [(label, _place(a), _place(b)) for label, a, b in told.get("links", [])]
            return _Told(_place(place), record, frozenset(links), mark)
    raise ValueError(note)


def _place(steps: object) -> Path:
    if isinstance(steps, list) and all(type(step) in (str, int) for step in steps):
        return tuple(steps)
    raise ValueError(steps)


def _order(place: Path) -> tuple[tuple[int, int | str], ...]:
    return tuple((0, step) if isinstance(step, int) else (1, step) for step in place)


class _Builder:
    """The records of a sheet, put together from their places."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._quoter = Quoter(text)
        self.records: dict[str, Any] = {}
        self.spans: dict[Path, Span] = {}
        #: places as they were, with those that they have now: what was taken out leaves no gap
        self._now: dict[Path, Path] = {}

    def put(self, place: Path, one: Annotation, record: dict[str, Any]) -> None:
        """One record; without what it stands in it is left out, as somebody took that away."""
        if not place:
            self.records |= record
            return
        if place[0] == "annotations":
            self._annotation(one, record)
            return
        if place[-1] == "quote":
            self._quote(place[:-1], one, record)
            return
        *outer, key, _ = place
        holder = self._holder(tuple(outer))
        if holder is None or not isinstance(key, str):
            return
        siblings = holder.setdefault(key, [])
        if not isinstance(siblings, list):
            return  # the model tells what is wrong with the record
        now: Path = (*self._now.get(tuple(outer), ()), key, len(siblings))
        self._now[place] = now
        if one.at and key != _CLAIMS:
            record = self._placed(now, one, record)
        siblings.append(record)

    def _holder(self, outer: Path) -> dict[str, Any] | None:
        if not outer:
            return self.records
        now = self._now.get(outer)
        return None if now is None else _at(self.records, now)

    def _quote(self, said: Path, one: Annotation, record: dict[str, Any]) -> None:
        now = self._now.get(said)
        if now is not None and one.at:
            _at(self.records, now)["quote"] = self._placed((*now, "quote"), one, record)

    def _placed(self, now: Path, one: Annotation, record: dict[str, Any]) -> dict[str, Any]:
        """The record with its words, and with what leads to them."""
        spans = [stretch.span for stretch in one.at]
        span = Span(spans[0].start, spans[-1].end)
        self.spans[now] = span
        context: dict[str, Any] = {key: record[key] for key in _CONTEXT if key in record}
        rest = {key: value for key, value in record.items() if key not in _CONTEXT}
        exact = self._text[span.start : span.end]
        try:
            if locate(self._text, Quote(exact, **context)) == span:
                return {"exact": exact, **context, **rest}
        except (AnchorProblem, TypeError):
            pass  # it was moved
        selector = self._quoter.selector(span)
        leading = selector.model_dump(exclude_unset=True) if selector else {"exact": exact}
        return {**leading, **rest}

    def _annotation(self, one: Annotation, record: dict[str, Any]) -> None:
        """A tool's own annotation that travelled on: its mark is right where they differ."""
        made = dict(record)
        if one.label != HEAD:
            made["label"] = one.label
        stands = one.label != HEAD and "trigger" not in record
        at = [stretch.model_dump() for stretch in one.at if stands]
        before = record.get("at", [])
        if at and (not isinstance(before, list) or len(at) >= len(before)):
            made["at"] = at
        known = record.get("features", {})
        if one.features and one.label != HEAD and isinstance(known, dict):
            made["features"] = {**known, **one.features}
        annotations = self.records.setdefault("annotations", [])
        if isinstance(annotations, list):
            annotations.append(made)
