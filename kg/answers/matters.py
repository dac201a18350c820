"""One row a matter: who owes whom, how far it has come, whose move it is, on what it rests.

Here the accounts are taken together where a question asks for one answer ("whose move?"); what
somebody denies is then not taken back, and the ledger shows who says what. Source of the rules:
docs/ontology.md, "The ledger".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

import polars as pl

from kg.answers import terms
from kg.answers.base import Asking, Row, day
from kg.answers.ledger import ANSWER, PERFORMANCE, corroborated, defaults, owed
from kg.answers.picture import AXIS, STATUS, Picture, picture
from kg.iris import ID, PREFIXES
from kg.lifecycle import NOBODY, STAGE
from kg.result import tail
from kg.terms import Iri

if TYPE_CHECKING:
    from kg.result import Cell

__all__ = ["balance", "due", "moves", "still_open", "summary"]

_ROLES: Final = ("debtor", "creditor", "proponent", "addressee")
#: performance after which a debtor has nothing more to do
_DONE: Final = frozenset(STATUS + name for name in ("fulfilled", "released", "withdrawn", "lapsed"))
#: answers after which it is for the addressee to say more, and those that send it back
_OPEN: Final = frozenset(
    STATUS + name
    for name in ("unanswered", "noted", "considering", "neitherConfirmsNorDenies", "linked")
)
_BACK: Final = frozenset(STATUS + name for name in ("counterproposed", "declined", "refused"))
#: statuses of an agreement after which nothing of it expires any more
_OVER: Final = frozenset(STATUS + name for name in ("expired", "denounced"))
_LAPSED: Final = STATUS + "lapsed"
_UNDER_WAY: Final = frozenset(STATUS + name for name in ("inEffect", "partlyFulfilled"))


class Move(NamedTuple):
    """Whose move it is, why, and since which day."""

    who: tuple[str, ...]
    why: str
    since: int | None


@dataclass
class Life:
    """What all accounts together tell of one matter; parties and statuses are IRIs."""

    roles: dict[str, set[str]] = field(default_factory=lambda: {role: set() for role in _ROLES})
    stage: tuple[str, int] | None = None
    answers: dict[str, tuple[str, int]] = field(default_factory=dict)
    performance: dict[str, tuple[str, int]] = field(default_factory=dict)
    #: since when what a debtor owes has lapsed, where nobody tells that it performed anything
    lapsed: dict[str, int] = field(default_factory=dict)
    owed: bool = False
    parties: tuple[str, ...] = ()

    def move(self) -> Move:
        """Whose move it is.

        Of what is owed: each debtor who has not done it, since it was owed or since its last step.
        Of what is asked: the addressee, until it has answered; then whoever asked.
        """
        if self.stage is None or self.stage[0] == STATUS + "terminated":
            return Move((), "ended", self.stage and self.stage[1])
        if self.owed:
            return self._to_perform(self.stage[1])
        asked = self.roles["addressee"] or set(self.parties) - self.roles["proponent"]
        for who, (status, since) in sorted(self.answers.items()):
            if status in _BACK:
                back = self.roles["proponent"] or set(self.parties) - {who}
                return Move(tuple(sorted(back)), tail(status), since)
            if status in _OPEN:
                return Move((who,), tail(status), since)
        if not self.roles["proponent"] and not self.roles["addressee"]:
            return Move(tuple(sorted(self.parties)), tail(self.stage[0]), self.stage[1])
        return Move(tuple(sorted(asked)), "no answer known", self.stage[1])

    def _to_perform(self, since: int) -> Move:
        left = {who: self.performance.get(who) for who in self.roles["debtor"]}
        waiting = {who: told for who, told in left.items() if told is None or told[0] not in _DONE}
        lapsed = {who for who, told in waiting.items() if told is None and who in self.lapsed}
        if lapsed and lapsed == waiting.keys():
            return Move((), "lapsed", max(self.lapsed[who] for who in lapsed))
        waiting = {who: told for who, told in waiting.items() if who not in lapsed}
        if not left:
            # who owes it is not told: it is done when nothing that is told of it is left
            told = [status for status, _ in self.performance.values()]
            done = bool(told) and all(status in _DONE for status in told)
            return Move((), "done" if done else "no debtor is told", since)
        if not waiting:
            return Move((), "done", max(told[1] for told in left.values() if told))
        begun = max((told[1] for told in waiting.values() if told), default=since)
        why = "to perform" if all(told is None for told in waiting.values()) else "to go on"
        return Move(tuple(sorted(waiting)), why, max(since, begun))


def lives(now: Picture) -> dict[str, Life]:
    """The life of every matter of which something has been told, by its key in the picture."""
    matters = now.subjects.filter(pl.col("issue").is_not_null()).join(
        now.acts, on="subject", how="semi"
    )
    found = {
        subject: Life(parties=tuple(map(str, now.pairs[pair])))
        for subject, pair in matters.select("subject", "pair").iter_rows()
    }
    for row in now.together(denials=False).iter_rows(named=True):
        life = found.get(row["subject"])
        if life is None:
            continue
        status = (row["status"], row["since"])
        match row["axis"]:
            case axis if axis == STAGE:
                life.stage = status
            case axis if axis == ANSWER and row["party"] != NOBODY:
                life.answers[row["party"]] = status
            case axis if axis == PERFORMANCE:
                life.performance[row["party"]] = status
    for role in _ROLES:
        for subject, party in now.roles(role).select("subject", "party").unique().iter_rows():
            if subject in found:
                found[subject].roles[role].add(party)
    for (subject,) in owed(now).iter_rows():
        if subject in found:
            found[subject].owed = True
    _let_lapse(now, found)
    return found


def _let_lapse(now: Picture, found: Mapping[str, Life]) -> None:
    """What nobody tells to be performed has lapsed if every account that has it owed has it so."""
    lapsed = (
        defaults(now)
        .group_by("subject", "party", maintain_order=True)
        .agg((pl.col("status") == _LAPSED).all().alias("lapsed"), pl.col("since").min())
        .filter("lapsed")
        .select("subject", "party", "since")
    )
    for subject, party, since in lapsed.iter_rows():
        if subject in found:
            found[subject].lapsed[party] = since


def _slugs(actors: Iterable[str]) -> str:
    return ", ".join(sorted(tail(actor) for actor in actors))


def summary(asking: Asking) -> Iterator[Row]:
    """One row a matter; see `queries/commitments/summary.rq`."""
    now = picture(asking, [asking.pair])
    issues = dict(now.subjects.select("subject", "issue").iter_rows())
    sources, last, when = _sources(now), _last(now), _due(now)
    stages, kinds = _side_stages(now), _kinds(now)
    waits = set(terms.suspended(now)["subject"])
    for subject, life in _in_order(lives(now), issues):
        move = life.move()
        due_day, due_by, passed = when.get(subject, (None, None, None))
        step = last.get(subject)
        yield {
            "matter": Iri(subject),
            "issue": Iri(issues[subject]),
            "standing": "owed" if life.owed else "asked",
            **{role: _slugs(life.roles[role]) for role in _ROLES},
            "kind": ", ".join(sorted(kinds.get(subject, ()))),
            "stage": Iri(life.stage[0]) if life.stage else None,
            **{f"{who}_stage": stages.get((subject, who), (None, ""))[0] for who in ("a", "b")},
            "move": _slugs(move.who),
            "why": move.why,
            "move_since": day(move.since),
            "due": day(due_day),
            "due_by": Iri(due_by) if due_by else None,
            "overdue": _overdue(life, passed),
            "waits": subject in waits,
            "last_step": Iri(step[0]) if step else None,
            "last_date": day(step[1]) if step else None,
            **sources.get(subject, _NO_SOURCES),
        }


def moves(asking: Asking) -> Iterator[Row]:
    """Whose move it is, of what is not done; see `queries/commitments/moves.rq`."""
    for row in summary(asking):
        if row["move"]:
            keys = ("matter", "issue", "standing", "stage", "move", "why", "move_since")
            yield {key: row[key] for key in keys}


def due(asking: Asking) -> Iterator[Row]:
    """What has passed its term or falls due; see `queries/commitments/due.rq`."""
    now = picture(asking, [asking.pair])
    within = asking.number("days") or 0
    found = lives(now)
    instruments = _agreements(now)
    for subject, (due_day, due_by, passed) in sorted(_due(now).items()):
        life = found.get(subject)
        if life is None and subject in instruments:
            if instruments[subject] not in _OVER and (
                passed or (due_day is not None and due_day <= now.today + within)
            ):
                yield {
                    "matter": Iri(subject), "standing": "agreement", "debtor": "",
                    "due": day(due_day), "due_by": Iri(due_by) if due_by else None,
                    "days": None if due_day is None else due_day - now.today,
                    "overdue": "unknown" if passed else "no",
                }  # fmt: skip
            continue
        if life is None or (life.move().why in ("done", "ended")):
            continue
        if passed or (due_day is not None and due_day <= now.today + within):
            yield {
                "matter": Iri(subject),
                "standing": "owed" if life.owed else "asked",
                "debtor": _slugs(life.roles["debtor"]),
                "due": day(due_day),
                "due_by": Iri(due_by) if due_by else None,
                "days": None if due_day is None else due_day - now.today,
                "overdue": _overdue(life, passed),
            }


def _agreements(now: Picture) -> dict[str, str | None]:
    """The agreements between the two, each with its status by all accounts together."""
    together = now.together(denials=False).filter(pl.col("axis") == AXIS + "agreement")
    known = dict(together.select("subject", "status").iter_rows())
    return {
        subject: known.get(subject)
        for subject in now.subjects["subject"]
        if subject.startswith(f"{ID}agreement/")
    }


def balance(asking: Asking) -> Iterator[Row]:
    """What each owes the other, and what both owe; see `queries/commitments/balance.rq`."""
    now = picture(asking, [asking.pair])
    sides = tuple(map(str, now.pairs[0]))
    counts: dict[str, dict[str, int]] = {}
    for life in lives(now).values():
        debtors = life.roles["debtor"] & set(sides)
        if not life.owed or not debtors:
            continue
        one = counts.setdefault(
            tail(debtors.pop()) if len(debtors) == 1 else "both",
            dict.fromkeys(("owed", "fulfilled", "under_way", "open"), 0),
        )
        one["owed"] += 1
        told = [life.performance.get(who) for who in life.roles["debtor"]]
        done = [each is not None and each[0] in _DONE for each in told]
        begun = [each is not None and each[0] in _UNDER_WAY for each in told]
        kind = "fulfilled" if all(done) else "under_way" if any(begun) or any(done) else "open"
        one[kind] += 1
    for who in (*map(tail, sides), "both"):
        if who in counts:
            yield {"debtor": who, "mutual": who == "both", **counts[who]}


def still_open(asking: Asking) -> Iterator[Row]:
    """What is neither done nor ended; see `queries/commitments/open.rq`."""
    now = picture(asking, [asking.pair])
    issues = dict(now.subjects.select("subject", "issue").iter_rows())
    told = now.acts.filter(~pl.col("stance").str.ends_with("denies"))
    days = told.group_by("subject").agg(first=pl.col("day").min(), last=pl.col("day").max())
    spans = {subject: (first, last) for subject, first, last in days.iter_rows()}
    both = dict(corroborated(now).iter_rows())
    stages = _side_stages(now)
    for subject, life in _in_order(lives(now), issues):
        if life.move().why in ("done", "ended"):
            continue
        mine: dict[str, Cell] = {}
        for who in ("a", "b"):
            status, basis = stages.get((subject, who), (None, "silent"))
            mine |= {f"{who}_stage": status, f"{who}_basis": basis}
        first, last = spans.get(subject, (None, None))
        yield {
            "matter": Iri(subject),
            "issue": Iri(issues[subject]),
            "standing": "owed" if life.owed else "asked",
            "debtor": _slugs(life.roles["debtor"]),
            **mine,
            "corroborated": Iri(both[subject]) if both.get(subject) else None,
            "first_act": day(first),
            "last_act": day(last),
        }


def _side_stages(now: Picture) -> dict[tuple[str, str], tuple[Iri | None, str]]:
    """The stage of each subject by each account, and on what basis."""
    return {
        (subject, account): (Iri(status), basis)
        for subject, account, status, basis in now.stages.select(
            "subject", "account", "status", "basis"
        ).iter_rows()
    }


def _kinds(now: Picture) -> dict[str, set[str]]:
    """What kinds of obligation somebody says it is, by subject."""
    found: dict[str, set[str]] = {}
    told = now.properties.filter(
        (pl.col("property") == PREFIXES["br"] + "obligationKind")
        & pl.col("stance").str.ends_with("affirms")
    )
    for subject, value in told.select("subject", "value").iter_rows():
        found.setdefault(subject, set()).add(tail(value))
    return found


def _in_order(found: dict[str, Life], issues: Mapping[str, str]) -> list[tuple[str, Life]]:
    return sorted(found.items(), key=lambda item: (not item[1].owed, issues[item[0]], item[0]))


def _overdue(life: Life, passed: bool | None) -> str:
    """Whether it is overdue: "no", "lapsed" (never in effect) or "unknown".

    It is "" where nothing is owed or all is done.
    """
    if not life.owed or life.move().why in ("done", "ended"):
        return ""
    if passed is None:
        return "unknown"
    if not passed:
        return "no"
    begun = any(status in _UNDER_WAY for status, _ in life.performance.values())
    return "unknown" if begun else "lapsed"


def _due(now: Picture) -> dict[str, tuple[int | None, str | None, bool | None]]:
    """By when something is due: the latest term that anybody tells."""
    found = terms.terms(now).sort("due", "due_by", "passed", nulls_last=False)
    return {
        subject: (last, by, passed)
        for subject, last, by, passed in found.select(
            "subject", "due", "due_by", "passed"
        ).iter_rows()
    }


def _last(now: Picture) -> dict[str, tuple[str, int]]:
    """The last step that anybody affirms, with its day."""
    told = now.acts.filter(pl.col("stance").str.ends_with("affirms")).sort("day", "act", "step")
    last = told.group_by("subject", maintain_order=True).last()
    return {
        subject: (step, number)
        for subject, step, number in last.select("subject", "step", "day").iter_rows()
    }


_NO_SOURCES: Final[Row] = {
    "origins": 0, "documents": 0, "languages": "", "weak_only": False, "translated_only": False,
}  # fmt: skip


def _sources(now: Picture) -> dict[str, Row]:
    """What each matter rests on: texts of one origin are one source."""
    joined = (
        now.sources.select("subject", "document")
        .unique()
        .join(now.documents, on="document", how="left")
        .group_by("subject")
        .agg(
            origins=pl.coalesce("origin", "document").n_unique(),
            documents=pl.len(),
            languages=pl.col("language").unique().sort().drop_nulls().str.join(", "),
            weak_only=pl.col("weak").fill_null(value=False).all(),
            translated_only=(pl.col("translated_by") == "machine").fill_null(value=False).all(),
        )
    )
    return {row.pop("subject"): row for row in joined.to_dicts()}
