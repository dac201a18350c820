"""From a name in a text, in any script and form, to the things that may be meant, with the evidence.

The steps are tried on every form that a registry has; the best form of a thing is its evidence.
A candidate is `linked` only where the name is certain: it scores `LINK` or more, nothing is left
over of it, and the second is `MARGIN` behind. All others are for a person to judge, and what was
judged is replayed. Only the registry is known here: that a name may be that of somebody who is not
in it, a reader must see.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cache, cached_property
from typing import Final, NamedTuple

from kg.errors import AmbiguousNameError, NameNotFoundError
from kg.identity.hindi import bases, spelled
from kg.identity.judgements import DIFFERENT, SAME, Judgement, Judgements, Verdict
from kg.identity.likeness import NOTHING, Likeness, of_persons, of_things
from kg.identity.russian import CASES, case_forms
from kg.identity.sounds import script
from kg.identity.units import as_person, as_thing, variants
from kg.iris import ID
from kg.names import Form, Found, NameIndex, common_forms, fold, is_kind
from kg.states import states

__all__ = ["LINK", "MARGIN", "STEPS", "Candidate", "Evidence", "Resolver"]

#: how a form leads to a thing, the surest first
STEPS: Final = (
    "judged", "code", "exact", "folded", "spelled", "inflected", "transliterated", "translated",
    "fuzzy",
)  # fmt: skip
#: what each of the steps that find the very name is worth
_SCORES: Final = {
    "judged": 1.0, "code": 1.0, "exact": 1.0, "folded": 0.99, "spelled": 0.98, "inflected": 0.97,
}  # fmt: skip
#: what sounds or means the same is never quite as sure
_SURE: Final = 0.96
#: a name of a state in a language that is neither the registry's nor a common one
_RARE: Final = 0.9
#: the names of states are known in all usual languages, so that another name is hardly theirs
_OTHER_STATE: Final = 0.85
#: Chinese characters that differ say more than that they sound alike
_OTHER_CHARACTERS: Final = 0.75
#: what is less likely than this is no candidate
_WORTH_SHOWING: Final = 0.5

LINK: Final = 0.85
MARGIN: Final = 0.08
#: within one script, where one letter more is another name
_LINK_SPELLED: Final = 0.93


class Evidence(NamedTuple):
    """Why a name may be that of a thing: which form of the registry, in which language, how sure.

    `step` is one of `STEPS`; `whole` says that neither name has a word that speaks against the other.
    """

    score: float
    step: str
    form: str
    language: str = ""
    whole: bool = True


class Candidate(NamedTuple):
    """A thing that a name may mean; `judged` are the judgements that speak of it."""

    iri: str
    score: float
    linked: bool
    evidence: Evidence
    verdict: str = ""
    judged: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.evidence.form} ({self.iri.removeprefix(ID)})"


class Resolver:
    """Leads names to things by the forms of a registry and by what was judged."""

    def __init__(
        self,
        forms: Iterable[Form],
        *,
        persons: Collection[str] = (),
        judgements: Iterable[Judgement] = (),
    ) -> None:
        """Take all forms of all things, the IRIs of those that are persons, and the judgements."""
        self._index = NameIndex(forms)
        self._persons = frozenset(persons)
        self._judgements = Judgements(judgements)

    def resolve(self, text: str, kind: str | None = None) -> str:
        """The IRI of what `text` names: IRI, reference, slug, ISO code, or a name in any language.

        `kind` ("actor", "place" …) leaves out whatever else bears the name.

        Raises:
            NameNotFoundError: nothing bears it for certain; `near` has the likeliest, best first.
            AmbiguousNameError: several things bear it.
        """
        verdicts = self._verdicts(text, "", "")
        judged = {iri for iri, one in verdicts.items() if one.verdict == SAME and is_kind(iri, kind)}
        found = self._index.find(text, kind)
        bearers = judged or {self._judgements.kept(form.iri) for form in found.forms} if found else judged
        bearers -= {iri for iri, one in verdicts.items() if one.verdict == DIFFERENT}
        if len(bearers) == 1:
            return bearers.pop()
        if bearers:
            references = sorted(iri.removeprefix(ID) for iri in bearers)
            raise AmbiguousNameError(text, tuple(references))
        candidates = self.candidates(text, kind=kind)
        if candidates and candidates[0].linked:
            return candidates[0].iri
        raise NameNotFoundError(text, tuple(map(str, candidates)))

    def candidates(
        self, name: str, *, kind: str | None = None, language: str = "", document: str = "", n: int = 5
    ) -> list[Candidate]:
        """At most `n` things that `name` may mean, the likeliest first.

        Args:
            name: as it stands in a text, inflected or not.
            kind: "actor", "place" …; None for any.
            language: of the text (BCP 47), where a judgement was made for one.
            document: the IRI of the document, where a judgement was made for one.
            n: how many.
        """
        verdicts = self._verdicts(name, language, document)
        best = {
            iri: evidence
            for iri, evidence in self._evidence(name, kind).items()
            if not (iri in verdicts and verdicts[iri].verdict == DIFFERENT)
        }
        for iri, verdict in verdicts.items():
            if verdict.verdict == SAME and is_kind(iri, kind):
                best[iri] = Evidence(1.0, "judged", name, language)
            elif verdict.verdict != DIFFERENT and is_kind(iri, kind):
                best.setdefault(iri, Evidence(_WORTH_SHOWING, "judged", name, language))
        order = sorted(best, key=lambda iri: (-best[iri].score, STEPS.index(best[iri].step), iri))
        linked = self._certain(order, best, verdicts)
        return [
            Candidate(
                iri, round(best[iri].score, 3), iri == linked, best[iri],
                *(verdicts[iri] if iri in verdicts else ()),
            )
            for iri in order[:n]
        ]  # fmt: skip

    def evidence(self, name: str, iri: str) -> Evidence | None:
        """The best evidence that `name` is a name of the thing `iri`; None if there is none."""
        forms = self._by_thing.get(iri, ())
        found = self._best(name, forms)
        return found.get(iri)

    # ------------------------------------------------------------------------------------ choosing

    def _verdicts(self, name: str, language: str, document: str) -> dict[str, Verdict]:
        return {
            self._judgements.kept(iri): verdict
            for iri, verdict in self._judgements.of_name(
                name, language=language, document=document
            ).items()
        }

    def _certain(
        self, order: list[str], best: dict[str, Evidence], verdicts: dict[str, Verdict]
    ) -> str | None:
        """The first of the candidates, where it is certain."""
        if not order:
            return None
        first, evidence = order[0], best[order[0]]
        open_ = first in verdicts and verdicts[first].verdict != SAME
        if open_ or not _is_certain(evidence):
            return None
        for rival in order[1:]:
            apart = self._judgements.between(first, rival)
            if apart and apart.verdict == DIFFERENT and best[rival].score < evidence.score:
                continue
            named = STEPS.index(evidence.step) <= STEPS.index("folded")
            if best[rival].score >= evidence.score - (0.0 if named else MARGIN):
                return None
            break
        return first

    # ------------------------------------------------------------------------------------- looking

    @cached_property
    def _all(self) -> tuple[Form, ...]:
        return tuple(dict.fromkeys((*self._index.forms, *common_forms())))

    @cached_property
    def _by_thing(self) -> dict[str, tuple[Form, ...]]:
        things: dict[str, list[Form]] = {}
        for form in self._all:
            things.setdefault(form.iri, []).append(form)
        return {iri: tuple(forms) for iri, forms in things.items()}

    def _evidence(self, name: str, kind: str | None) -> dict[str, Evidence]:
        """The best evidence for each thing of the kind, the kept one of those judged to be one."""
        best: dict[str, Evidence] = {}
        forms = [form for form in self._all if is_kind(form.iri, kind)]
        found = self._best(name, forms)
        if by_name := self._index.find(name, kind):
            for form in by_name.forms:
                step = _by_key(name, form, by_name)
                score = _SCORES.get(step, _SURE) if by_name.common else _RARE
                evidence = Evidence(score, step, form.text, form.language)
                found[form.iri] = max(found.get(form.iri, evidence), evidence)
        for iri, evidence in found.items():
            kept = self._judgements.kept(iri)
            best[kept] = max(best.get(kept, evidence), evidence)
        return best

    def _best(self, name: str, forms: Iterable[Form]) -> dict[str, Evidence]:
        best: dict[str, Evidence] = {}
        known = {(form.iri, script(form.text)) for form in forms}
        for form, evidence in self._compared(_Name(name), forms):
            if (
                script(name) == "CJK" != script(form.text)
                and (form.iri, "CJK") in known
            ):
                evidence = evidence._replace(score=min(evidence.score, _OTHER_CHARACTERS))
            if evidence.score >= _WORTH_SHOWING:
                best[form.iri] = max(best.get(form.iri, evidence), evidence)
        return best

    def _compared(self, name: _Name, forms: Iterable[Form]) -> Iterator[tuple[Form, Evidence]]:
        for form in forms:
            person = form.iri in self._persons
            step = name.same(form, person=person)
            if step:
                yield form, Evidence(_SCORES[step], step, form.text, form.language)
                continue
            likeness = name.like(form, person=person)
            score = min(likeness.score, _SURE) * (_OTHER_STATE if _is_state(form) else 1)
            if score >= _WORTH_SHOWING:
                step = _how(name.text, form, likeness)
                yield form, Evidence(score, step, form.text, form.language, likeness.whole)


class _Name:
    """A name in a text, with all that is computed of it once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded = fold(text)
        self._script = script(text)
        self._bases = bases(text) if self._script == "DEVANAGARI" else ()

    def same(self, form: Form, *, person: bool) -> str:
        """The step by which the form is this very name; "" where it is another."""
        if form.text == self.text:
            return "exact"
        folded = fold(form.text)
        if folded == self._folded:
            return "folded"
        if script(form.text) != self._script:
            return ""
        if self._script == "DEVANAGARI":
            key = spelled(form.text)
            return "spelled" if key == spelled(self.text) else "inflected" if key in self._bases else ""
        if self._script == "CYRILLIC" and folded[:2] == self._folded[:2]:
            forms = map(fold, case_forms(form.text, person=person).values())
            return "inflected" if self._folded in forms else ""
        return ""

    def like(self, form: Form, *, person: bool) -> Likeness:
        """How like the form is, by sounds and concepts."""
        place = is_kind(form.iri, "place")
        found = NOTHING
        for one in variants(self.text):
            thing = as_thing(one, bend=True)
            for other in variants(form.text):
                if not person and not _is_state(form):
                    found = max(found, of_things(thing, as_thing(other), place=place))
                # words of the lexicon alone are no proper name: रूसी is not Russia
                if thing.concepts and not thing.words:
                    continue
                if person:
                    found = max(found, of_persons(as_person(one, bend=True), as_person(other)))
                elif place or _is_state(form):
                    found = max(found, of_things(as_person(one, bend=True), as_person(other)))
        return found


@cache
def _states() -> frozenset[str]:
    return frozenset(state.iri for state in states())


def _is_state(form: Form) -> bool:
    return form.iri in _states()


def _by_key(name: str, form: Form, found: Found) -> str:
    """The step by which the index of names found a form."""
    if found.romanized:
        return "transliterated"
    if fold(form.text) == fold(form.iri.rpartition("/")[2]):
        return "code"
    return "exact" if form.text == name else "folded"


def _how(name: str, form: Form, likeness: Likeness) -> str:
    """The step by which a form is like a name."""
    if likeness.translated:
        return "translated"
    if _is_state(form):  # their names are known in all languages, so what is merely like is not one
        return "fuzzy"
    if script(name) != script(form.text):
        return "transliterated"
    if likeness.sound < 1:
        return "fuzzy"
    return "inflected" if likeness.bent else "spelled"


def _is_certain(evidence: Evidence) -> bool:
    least = _LINK_SPELLED if evidence.step == "fuzzy" else LINK
    return evidence.whole and evidence.score >= least
