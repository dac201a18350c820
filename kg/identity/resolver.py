"""From a name in a text, in any script and form, to what may be meant, with the evidence.

The name is compared with every form that a registry has; the best form of a thing is its evidence.
A candidate is `linked` only where the name is certain: it scores `LINK` or more, no word of either
name speaks against the other, and the second is `MARGIN` behind. All others are for a person to
judge, and what was judged is replayed. Only the registry is known here: that a name may be that of
somebody who is not in it, a reader must see.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Final, NamedTuple

from kg.errors import AmbiguousNameError, NameNotFoundError
from kg.identity.evidence import LINK, STEPS, Evidence, Name
from kg.identity.judgements import DIFFERENT, SAME, Judgement, Judgements, Verdict
from kg.identity.sounds import is_readable
from kg.iris import ID
from kg.names import Form, NameIndex, common_forms, is_kind

__all__ = ["MARGIN", "Candidate", "Resolver"]

#: how far behind the second must be
MARGIN: Final = 0.08
#: what is less likely than this is no candidate
_WORTH_SHOWING: Final = 0.5
#: a registered name is not made doubtful by what merely may be meant
_REGISTERED: Final = STEPS.index("folded")


class Candidate(NamedTuple):
    """A thing that a name may mean.

    `verdict` is what `judgements` (IRIs) together say of the name and the thing, "" without one.
    """

    iri: str
    score: float
    linked: bool
    evidence: Evidence
    verdict: str = ""
    judgements: tuple[str, ...] = ()

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
        bearers = self._bearers(text, kind)
        if len(bearers) > 1:
            raise AmbiguousNameError(text, tuple(sorted(iri.removeprefix(ID) for iri in bearers)))
        if bearers:
            return bearers.pop()
        candidates = self.candidates(text, kind=kind)
        if candidates and candidates[0].linked:
            return candidates[0].iri
        raise NameNotFoundError(text, tuple(map(str, candidates)))

    def bearer(self, text: str, kind: str | None = None) -> str | None:
        """The IRI of the one thing that bears the very name; None without one, or of several.

        Names of states are those of the common languages. Nothing that is merely alike is looked
        for, so that a hundred thousand names of coded data take seconds.
        """
        bearers = self._bearers(text, kind, everywhere=False)
        return bearers.pop() if len(bearers) == 1 else None

    def _bearers(self, text: str, kind: str | None, *, everywhere: bool = True) -> set[str]:
        verdicts = self._verdicts(text)
        judged = {
            iri for iri, one in verdicts.items() if one.verdict == SAME and is_kind(iri, kind)
        }
        if judged:
            return judged
        found = self._index.find(text, kind, everywhere=everywhere)
        bearers = {self._judgements.kept(form.iri) for form in found.forms} if found else set()
        return bearers - {iri for iri, one in verdicts.items() if one.verdict != SAME}

    def candidates(
        self,
        name: str,
        *,
        kind: str | None = None,
        language: str = "",
        document: str = "",
        n: int = 5,
    ) -> list[Candidate]:
        """At most `n` things that `name` may mean, the likeliest first.

        Args:
            name: as it stands in a text, inflected or not.
            kind: "actor", "place" …; None for any.
            language: of the text (BCP 47); judgements for another one do not count.
            document: its IRI; judgements for another one do not count.
            n: how many.
        """
        verdicts = self._verdicts(name, language, document)
        best = self._best(name, kind)
        for iri, verdict in verdicts.items():
            if not is_kind(iri, kind):
                continue
            if verdict.verdict == DIFFERENT:
                best.pop(iri, None)
            elif verdict.verdict == SAME:
                best[iri] = Evidence(1.0, "judged", name, language)
            else:
                best.setdefault(iri, Evidence(_WORTH_SHOWING, "judged", name, language, False))
        order = sorted(best, key=lambda iri: (*(-each for each in best[iri].order), iri))
        linked = self._certain(order, best, verdicts)
        return [
            Candidate(
                iri, round(best[iri].score, 3), iri == linked, best[iri], *verdicts.get(iri, ())
            )
            for iri in order[:n]
        ]  # fmt: skip

    def evidence(self, name: str, iri: str) -> Evidence | None:
        """The evidence that `name` names the thing `iri`; None if it is like none of its names."""
        forms = self._by_thing.get(iri, ())
        return Name(name).best(forms, person=iri in self._persons, least=_WORTH_SHOWING)

    # ------------------------------------------------------------------------------------ choosing

    def _verdicts(self, name: str, language: str = "", document: str = "") -> dict[str, Verdict]:
        found = self._judgements.of_name(name, language=language, document=document)
        return {self._judgements.kept(iri): verdict for iri, verdict in found.items()}

    def _certain(
        self, order: list[str], best: Mapping[str, Evidence], verdicts: Mapping[str, Verdict]
    ) -> str | None:
        """The first of the candidates, if it is certain."""
        if not order:
            return None
        first, evidence = order[0], best[order[0]]
        unsure = first in verdicts and verdicts[first].verdict != SAME
        if unsure or not evidence.certain:
            return None
        margin = 0.0 if STEPS.index(evidence.step) <= _REGISTERED else MARGIN
        for rival in order[1:]:
            if best[rival].score < evidence.score - margin:
                break
            apart = self._judgements.between(first, rival)
            known = apart is not None and apart.verdict == DIFFERENT
            if not known or best[rival].score == evidence.score:
                return None
        return first

    # ------------------------------------------------------------------------------------- looking

    @cached_property
    def _by_thing(self) -> dict[str, tuple[Form, ...]]:
        things: dict[str, list[Form]] = {}
        states = (form for form in common_forms() if is_readable(form.text))
        for form in dict.fromkeys((*self._index.forms, *states)):
            things.setdefault(form.iri, []).append(form)
        return {iri: tuple(forms) for iri, forms in things.items()}

    def _best(self, name: str, kind: str | None) -> dict[str, Evidence]:
        """The best evidence for each thing; what was judged to be one counts as the one kept."""
        best: dict[str, Evidence] = {}
        asked = Name(name)

        def add(iri: str, evidence: Evidence) -> None:
            kept = self._judgements.kept(iri)
            if kept not in best or best[kept].order < evidence.order:
                best[kept] = evidence

        for iri, forms in self._by_thing.items():
            if is_kind(iri, kind):
                person = iri in self._persons
                if evidence := asked.best(forms, person=person, least=_WORTH_SHOWING):
                    add(iri, evidence)
        # the names of states in all languages take a second to read
        sure = any(evidence.score >= LINK for evidence in best.values())
        if found := self._index.find(name, kind, everywhere=not sure):
            for form in found.forms:
                add(form.iri, asked.found(form, found))
        return best
