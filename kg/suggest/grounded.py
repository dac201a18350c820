"""From a language model's answer to the records of a sheet: only what stands in the text is taken.

A quote must lead to exactly one place, a name must certainly be that of something registered, a
concept must be one of ours, a record one that a sheet may hold. What is not so is left out and
listed with the reason; nothing is repaired.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from pydantic import ValidationError

from kg import dates
from kg.anchors import Selector as Quoted
from kg.anchors import locate
from kg.errors import AnchorProblem, DateProblem, NameNotFoundError
from kg.iris import ID
from kg.model import Event, Matter, Mention, Record, Statement
from kg.standoff.marked import slug_of
from kg.standoff.quoting import Quoter
from kg.states import state
from kg.suggest.draft import Draft, coding
from kg.suggest.llm import Answer, Asked, Quote, SaidAct, SaidStatement
from kg.suggest.names import Known
from kg.vocab.concepts import CONCEPTS

__all__ = ["grounded"]

#: a record as a sheet writes it
_Written = dict[str, Any]

#: the longest reason that is kept
_LONGEST: Final = 300


def grounded(draft: Draft, asked: Asked, known: Known) -> Draft:
    """A draft with what a model proposed, as far as it holds.

    `proposed` records the model, the hash of its prompt, the share of its quotes that were found
    (`score`), and what was left out.
    """
    return _Grounding(draft, known).draft(asked)


class _Grounding:
    def __init__(self, draft: Draft, known: Known) -> None:
        self.before, self.known = draft, known
        self.quoter = Quoter(draft.text)
        self.rejected: list[str] = []
        self.quotes = self.found = 0
        self.events: dict[str, _Written] = {}
        self.matters: dict[str, _Written] = {}

    def draft(self, asked: Asked) -> Draft:
        answer = asked.answer
        self._events(answer)
        self._matters(answer)
        mentions = [*self._mentions(answer)]
        statements = [*self._statements(answer.statements)]
        record = dict(self.before.record)
        there = {_key(mention) for mention in record["mentions"]}
        record["mentions"] = [
            *record["mentions"], *(each for each in mentions if _key(each) not in there)
        ]  # fmt: skip
        told = {
            assertion[key]
            for statement in statements
            for assertion in statement["says"]
            for key in ("of", "in")
            if key in assertion
        }
        record |= {
            "events": [each for each in self.events.values() if each["id"] in told],
            "matters": [each for each in self.matters.values() if f"matter/{each['id']}" in told],
            "statements": statements,
            "proposed": {
                "by": "kg suggest --llm",
                "model": asked.model,
                "prompt": asked.prompt,
                "score": round(self.found / self.quotes, 3) if self.quotes else 1.0,
                "rejected": self.rejected,
            },
            "coding": coding(
                f"{asked.model} (kg suggest)",
                f"prompt sha256 {asked.prompt}; {self.found} of {self.quotes} quotes found",
            ),
        }
        return replace(self.before, record=record)

    # ---------------------------------------------------------------------------------- declared

    def _events(self, answer: Answer) -> None:
        for said in answer.events:
            dated = {"date": said.date} if said.date and self._date(said.date) else {}
            event = {"id": self._slug(said.key), "label": {"en": said.label.strip()}, **dated}
            self._declare(Event, event, self.events, said.key)

    def _matters(self, answer: Answer) -> None:
        for said in answer.matters:
            parties = [code.upper() for code in said.parties]
            if not all(map(self._state, parties)) or not self._concept("issue", said.issue):
                continue
            matter = {
                "id": self._slug(said.key), "label": {"en": said.label.strip()},
                "parties": parties, "issue": said.issue,
            }  # fmt: skip
            self._declare(Matter, matter, self.matters, said.key)

    def _declare(
        self, model: type[Record], record: _Written, there: dict[str, _Written], key: str
    ) -> None:
        """Take a record whose key is new, if a sheet may hold it."""
        what = f"{model.__name__.lower()} {key!r}"
        if any(record["id"] == one["id"] for one in there.values()):
            self._reject(what, "a second one of this key")
        elif self._holds(model, record, what):
            there[key] = record

    def _holds(self, model: type[Record], record: _Written, what: str) -> bool:
        """Whether a record is one that a sheet may hold."""
        try:
            model.model_validate(record)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            self._reject(what, f"{'.'.join(map(str, first['loc'][:1]))} {first['msg']}".strip())
            return False
        return True

    def _slug(self, key: str) -> str:
        """A slug that no other text has."""
        return slug_of(f"{self.before.path.stem}-{key}")

    # ------------------------------------------------------------------------------------- quoted

    def _mentions(self, answer: Answer) -> Iterator[dict[str, Any]]:
        for said in answer.mentions:
            selector = self._selector(said)
            who = self._named(said.name, "place" if said.kind == "place" else "actor")
            if selector and who:
                mention = {**selector, "refers": who, "sense": said.kind}
                if self._holds(Mention, mention, f"mention {said.quote!r}"):
                    yield mention

    def _statements(self, said: Iterable[SaidStatement]) -> Iterator[dict[str, Any]]:
        for one in said:
            selector = self._selector(one)
            if selector is None:
                continue
            speaker = self._named(one.speaker, "actor") if one.speaker else None
            if one.speaker and speaker is None:
                continue
            voiced = speaker is not None and one.attribution != "unattributed"
            statement = {
                **selector,
                **({"speaker": speaker, "attribution": one.attribution} if voiced else {}),
                "stance": one.stance, "certainty": one.certainty,
                "says": [act for each in one.says if (act := self._act(each))],
            }  # fmt: skip
            if self._holds(Statement, statement, f"statement {one.quote!r}"):
                yield statement

    def _act(self, said: SaidAct) -> dict[str, Any] | None:
        matter, event = self.matters.get(said.matter), self.events.get(said.event or "")
        if not self._concept("act", said.act):
            return None
        if matter is None:
            self._reject(f"act {said.act}", f"no matter {said.matter!r}")
            return None
        if event:
            when = {"in": event["id"]}
        elif said.date and self._date(said.date):
            when = {"when": said.date}
        else:
            self._reject(f"act {said.act}", f"neither an event {said.event!r} nor a date")
            return None
        act: dict[str, Any] = {"act": said.act, "of": f"matter/{matter['id']}", **when}
        if said.by and self._state(said.by.upper()):
            act["byActor"] = said.by.upper()
        return act

    def _selector(self, said: Quote) -> dict[str, Any] | None:
        """The one place of a quote, as a sheet has it."""
        self.quotes += 1
        try:
            span = locate(self.before.text, Quoted(said.quote, prefix=said.before or ""))
        except AnchorProblem as problem:
            self._reject(f"quote {said.quote!r}", problem.message)
            return None
        selector = self.quoter.selector(span)
        if selector is None:
            self._reject(f"quote {said.quote!r}", "it cuts a character")
            return None
        self.found += 1
        return selector.model_dump(exclude_unset=True)

    # -------------------------------------------------------------------------------------- known

    def _named(self, name: str, kind: str) -> str | None:
        """The reference of what is registered and certainly of that name."""
        found = self.known.resolver.candidates(name, kind=kind, n=1)
        if found and found[0].linked:
            return found[0].iri.removeprefix(ID)
        near = f"; perhaps {found[0]}" if found else ""
        self._reject(f"name {name!r}", f"nothing registered is certainly of that name{near}")
        return None

    def _concept(self, scheme: str, notation: str) -> bool:
        known = notation in CONCEPTS[scheme]
        if not known:
            self._reject(notation, f"no concept of the scheme {scheme}")
        return known

    def _state(self, code: str) -> bool:
        try:
            state(code)
        except NameNotFoundError:
            self._reject(code, "no state of ISO 3166")
            return False
        return True

    def _date(self, edtf: str) -> bool:
        try:
            dates.parse(edtf)
        except DateProblem:
            self._reject(edtf, "no date of EDTF")
            return False
        return True

    def _reject(self, what: str, why: str) -> None:
        self.rejected.append(f"{what}: {why}"[:_LONGEST])


def _key(mention: dict[str, Any]) -> tuple[Any, ...]:
    """What makes two mentions one: the words, their place, what they stand for."""
    return tuple(mention.get(key) for key in ("exact", "occurrence", "refers"))
