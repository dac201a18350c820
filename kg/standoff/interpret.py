"""What a profile understands of annotations: actors, places, events, and what is said of them.

Whatever is understood stands in the sheet beside the annotations, never in their place. What is one
in one document is one node there: annotations that the tool holds for the same, that lead to one
entry of a collection, or that write one name. Across documents nothing is merged: that is for
judgements.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Final

from kg import dates
from kg.anchors import Span
from kg.errors import DateProblem
from kg.model import Annotation, Selector
from kg.standoff.known import state_by_entry, state_by_name
from kg.standoff.marked import Marked, slug_of
from kg.standoff.profile import EntityLabel, EventLabel, Profile
from kg.standoff.quoting import Quoter
from kg.vocab.claimable import CLAIMABLE

__all__ = ["Understood", "understand"]

_WIKIDATA: Final = "wikidata:"
#: what an entity can be the value of
_ACTOR, _PLACE, _EVENT = "actor", "place", "event"
#: features in which tools write a date in full (TimeML `value`, `VAL` of TERN)
_DATED: Final = frozenset(("value", "val", "edtf", "timex", "normalized"))
_SENSES: Final = {_ACTOR: "organization", _PLACE: "place", _EVENT: "thing"}


class Understood:
    """The parts of a sheet that follow from the annotations of one text."""

    def __init__(self) -> None:
        self.actors: list[dict[str, Any]] = []
        self.places: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self.mentions: list[dict[str, Any]] = []
        self.statements: list[dict[str, Any]] = []
        #: the spans of their selectors, in their order
        self.spans_of_mentions: list[Span] = []
        self.spans_of_statements: list[Span] = []
        #: labels that the profile does not name, with how many annotations bear each
        self.unnamed: Counter[str] = Counter()


def understand(marked: Marked, profile: Profile, language: str) -> Understood:
    """Everything that a profile makes of the annotations of one text."""
    return _Reader(marked, profile, language).read()


class _Reader:
    def __init__(self, marked: Marked, profile: Profile, language: str) -> None:
        self._marked, self._profile, self._language = marked, profile, language
        self._found = Understood()
        self._quoter = Quoter(marked.text)
        #: most marks lead to no other
        self._leading = [one for one in marked.annotations if one.trigger or one.links]
        self._triggers = {one.trigger for one in self._leading}
        #: for annotations that are understood as a thing, its reference, such as "actor/…"
        self._things: dict[str, str] = {}
        self._base = slug_of(marked.id.replace("/", "."))

    @cached_property
    def _by_id(self) -> dict[str, Annotation]:
        return {one.id: one for one in self._marked.annotations}

    def read(self) -> Understood:
        """Entities first, then the events that they take part in, then relations."""
        self._entities()
        for one in self._leading:
            if one.trigger:
                self._declare_event(one, self._by_id[one.trigger])
        for one in self._leading:
            if one.trigger:
                self._event(one)
            else:
                self._relation(one)
        return self._found

    # ------------------------------------------------------------------------------- entities

    def _entities(self) -> None:
        """Declare what stretches name, each thing once, and mark where it is named."""
        marks = [
            one
            for one in self._marked.annotations
            if one.at and not one.trigger and one.id not in self._triggers
        ]
        borne = Counter([one.label for one in marks])
        meant = {name: label for name in borne if (label := self._profile.entity(name))}
        self._found.unnamed += Counter({name: n for name, n in borne.items() if name not in meant})
        labels = {one.id: meant[one.label] for one in marks if one.label in meant} if meant else {}
        for group in self._groups(labels):
            self._declare([self._by_id[ident] for ident in group], labels[group[0]])

    def _groups(self, labels: dict[str, EntityLabel]) -> Iterator[list[str]]:
        """The annotations that are one thing together, in the order of their first."""
        leader = {ident: ident for ident in labels}

        def find(ident: str) -> str:
            while leader[ident] != ident:
                ident = leader[ident]
            return ident

        def join(ids: Iterable[str]) -> None:
            known = [find(ident) for ident in ids if ident in leader]
            for other in known[1:]:
                if labels[other] == labels[known[0]]:
                    leader[find(other)] = find(known[0])

        for ids in (*self._marked.same, *self._said_to_be_same()):
            join(ids)
        alike: dict[tuple[str, str], list[str]] = {}
        for ident, label in labels.items():
            one = self._by_id[ident]
            for key in [*one.references, *_name_of(one)]:
                alike.setdefault((key, label.model_dump_json()), []).append(ident)
        for ids in alike.values():
            join(ids)
        groups: dict[str, list[str]] = {}
        for ident in labels:
            groups.setdefault(find(ident), []).append(ident)
        yield from groups.values()

    def _said_to_be_same(self) -> Iterator[list[str]]:
        for one in self._leading:
            label = None if one.trigger else self._profile.relation(one.label)
            if label and label.same:
                yield [link.to for link in one.links]

    def _declare(self, group: list[Annotation], label: EntityLabel) -> None:
        """Declare what a group of marks names, unless it is a state, which every store has."""
        if label.date:
            return
        slug = f"{self._base}.{group[0].id}"
        known = next(filter(None, (self._profile.thing(_words(one)) for one in group)), None)
        if known and known.partition("/")[0] == _kind(label):
            reference, sense = known, label.sense or _SENSES[_kind(label)]
        elif label.event:
            reference, sense = f"event/{slug}", "thing"
            words = {self._language: _words(group[0])}
            self._found.events.append({"id": slug, "label": words})
            if isinstance(label.event, str):
                self._say_type(group[0], reference, label.event)
        elif label.place:
            reference, sense = f"place/{slug}", "place"
            self._found.places.append({"id": slug, **self._named(group)})
        else:
            sense = "person" if label.actor == "Person" else "organization"
            known = _state(group, label)
            reference = known or f"actor/{slug}"
            if known is None:
                record = {"id": slug, "type": label.actor, **self._named(group)}
                self._found.actors.append(record)
        for one in group:
            self._things[one.id] = reference
            self._mention(one, reference, label.sense or sense)

    def _named(self, group: list[Annotation]) -> dict[str, Any]:
        """The names that the text writes, each once, and the entry in Wikidata if there is one."""
        forms = list(dict.fromkeys(_words(one) for one in group))
        record: dict[str, Any] = {"names": {self._language: forms}}
        if entry := _entry(group):
            record["wikidata"] = entry
        return record

    def _mention(self, one: Annotation, reference: str, sense: str) -> None:
        span = _whole(one)
        if selector := self._quoter.selector(span):
            self._found.mentions.append({**_record(selector), "refers": reference, "sense": sense})
            self._found.spans_of_mentions.append(span)

    # --------------------------------------------------------------------------------- events

    def _declare_event(self, one: Annotation, trigger: Annotation) -> None:
        label = self._profile.event(one.label)
        if label is None:
            self._found.unnamed[one.label] += 1
            return
        slug = f"{self._base}.{one.id}"
        self._things[one.id] = f"event/{slug}"
        self._things.setdefault(trigger.id, f"event/{slug}")
        self._found.events.append({"id": slug, "label": {self._language: _words(trigger)}})
        self._mention(trigger, f"event/{slug}", "thing")

    def _event(self, one: Annotation) -> None:
        """One statement for each event: what it is, who takes part, when and where."""
        label = self._profile.event(one.label)
        if label is None:
            self._found.unnamed.update(
                f"{one.label} {link.role}"
                for link in one.links
                if not self._profile.role(link.role)
            )
            return
        about: dict[str, Any] = {"about": self._things[one.id]}
        act: dict[str, Any] = {}
        if label.type:
            about["eventType"] = label.type
        for link in one.links:
            role = self._profile.role(link.role)
            if role is None:
                if link.role != label.of:
                    self._found.unnamed[f"{one.label} {link.role}"] += 1
                continue
            if role.role:
                if actor := self._node(link.to, _ACTOR):
                    part = {"participant": actor.partition("/")[2], "role": role.role}
                    _append(about, "participation", part)
            elif role.property:
                self._valued(act if "Act" in CLAIMABLE[role.property].domains else about,
                             role.property, link.to)  # fmt: skip
        says = [about] if len(about) > 1 else []
        if label.act:
            says.append(self._act(one, label) | act)
        if says:
            self._state(one, [self._by_id[one.trigger or ""], *map(self._of, one.links)], says)

    def _act(self, one: Annotation, label: EventLabel) -> dict[str, Any]:
        """A step in the life of the event that the argument `of` names, or of this one."""
        own = self._things[one.id]
        target = next(
            (node for link in one.links if link.role == label.of
             if (node := self._node(link.to, _EVENT))), own,
        )  # fmt: skip
        return {"act": label.act, "of": target, "in": own.partition("/")[2]}

    # ------------------------------------------------------------------------------ relations

    def _relation(self, one: Annotation) -> None:
        label = self._profile.relation(one.label)
        if label is None:
            self._found.unnamed[one.label] += 1
            return
        ends = {link.role: link.to for link in one.links}
        about, value = ends.get(label.about), ends.get(label.value)
        if label.same or about is None or value is None:
            return
        node = self._things.get(about)
        says: dict[str, Any] = {"about": node}
        if label.role:
            actor = self._node(value, _ACTOR)
            if actor and node and node.startswith("event/"):
                part = {"participant": actor.partition("/")[2], "role": label.role}
                says["participation"] = part
        elif label.property and node and _fits(node, label.property):
            self._valued(says, label.property, value)
        if len(says) > 1:
            self._state(one, [self._by_id[about], self._by_id[value]], [says])

    # ----------------------------------------------------------------------------- statements

    def _say_type(self, one: Annotation, node: str, type_: str) -> None:
        self._state(one, [one], [{"about": node, "eventType": type_}])

    def _state(
        self, one: Annotation, parts: Iterable[Annotation], says: list[dict[str, Any]]
    ) -> None:
        """A statement that nobody is said to make, over all the words that bear it."""
        spans = [_whole(self._words_of(part)) for part in parts if self._words_of(part).at]
        span = Span(min(each.start for each in spans), max(each.end for each in spans))
        selector = self._quoter.selector(span)
        if selector is None:
            return
        told: dict[str, Any] = {**_record(selector), "attribution": "unattributed"}
        for feature, value in one.features.items():
            if meaning := self._profile.feature(feature, value):
                told |= meaning.model_dump(exclude_none=True)
        self._found.statements.append(told | {"says": says})
        self._found.spans_of_statements.append(span)

    def _words_of(self, one: Annotation) -> Annotation:
        return self._by_id[one.trigger] if one.trigger else one

    def _of(self, link: Any) -> Annotation:
        return self._by_id[link.to]

    def _node(self, ident: str, kind: str) -> str | None:
        """What an annotation is understood as, if it is of that kind."""
        thing = self._things.get(ident, "")
        return thing if thing.startswith(f"{kind}/") else None

    def _valued(self, says: dict[str, Any], key: str, ident: str) -> None:
        """Put what an annotation names where a property takes it."""
        kinds = CLAIMABLE[key].kinds
        if "edtf" in kinds:
            if date := self._date(self._by_id[ident]):
                _append(says, key, date)
        elif thing := next((node for kind in kinds if (node := self._node(ident, kind))), None):
            _append(says, key, thing)
        elif "text" in kinds and self._by_id[ident].at:
            _append(says, key, {self._language: _words(self._by_id[ident])})

    def _date(self, one: Annotation) -> str | None:
        """The date of a stretch: as the tool has it, or as it is written, if that is EDTF."""
        told = (value for key, value in one.features.items() if key.lower() in _DATED)
        for text in (*told, *(stretch.exact for stretch in one.at)):
            try:
                if dates.parse(text).day is not None:
                    return text
            except DateProblem:
                continue
        return None


def _append(says: dict[str, Any], key: str, value: Any) -> None:
    values = says.setdefault(key, [])
    if value not in values:
        values.append(value)


def _fits(node: str, key: str) -> bool:
    """Whether a property can be claimed of a node."""
    return node.partition("/")[0].capitalize() in (
        CLAIMABLE[key].domains or [node.partition("/")[0].capitalize()]
    )


def _name_of(one: Annotation) -> list[str]:
    """The name by which two annotations are known for one: proper names, not "he" or "talks"."""
    words = _words(one)
    return [] if words[:1].islower() else [f"name={words.casefold()}"]


def _words(one: Annotation) -> str:
    return " ".join(stretch.exact for stretch in one.at).strip() or one.label


def _whole(one: Annotation) -> Span:
    """From the first to the last character of a mark."""
    spans = [stretch.span for stretch in one.at]
    return Span(min(each.start for each in spans), max(each.end for each in spans))


def _record(selector: Selector) -> dict[str, Any]:
    return selector.model_dump(exclude_unset=True)


def _kind(label: EntityLabel) -> str:
    return _EVENT if label.event else _PLACE if label.place else _ACTOR


def _state(group: list[Annotation], label: EntityLabel) -> str | None:
    """The state that marks name: by its entry, and where the label is that of states, by name."""
    if entry := _entry(group):
        return state_by_entry(entry)
    if label.actor != "State":
        return None
    named = {state_by_name(_words(one)) for one in group}
    return named.pop() if len(named) == 1 else None


def _entry(group: list[Annotation]) -> str | None:
    return _wikidata(one for each in group for one in each.references)


def _wikidata(references: Iterable[str]) -> str | None:
    for reference in references:
        name = reference.rpartition("/")[2] if "wikidata.org" in reference else reference
        tail = name[len(_WIKIDATA) :] if name.lower().startswith(_WIKIDATA) else name
        if tail[:1] == "Q" and tail[1:].isdigit() and tail[1] != "0" and tail != reference:
            return tail
    return None
