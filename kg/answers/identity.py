"""Why mentions are taken for one thing: the registry's form behind each, and what was judged."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from kg.answers.base import Asking, Row
from kg.identity import Resolver
from kg.identity.judgements import SAME, Judgements, Verdict
from kg.iris import PREFIXES
from kg.names import Form
from kg.registry import Ruling, rulings
from kg.terms import Iri, Term, characters

__all__ = ["evidence", "evidence_of"]

_ROUNDED: Final = Decimal("0.001")
_ORDER: Final = ("thing", "language", "document", "form", "sense", "judged_node")


def evidence(asking: Asking) -> Iterable[Row]:
    """The mentions in a relation; see `queries/identity/evidence.rq`."""
    return _rows(asking, "identity/evidence", "a", "b")


def evidence_of(asking: Asking) -> Iterable[Row]:
    """The mentions of one thing; see `queries/identity/evidence-of.rq`."""
    return _rows(asking, "identity/evidence-of", "node")


def _rows(asking: Asking, query: str, *parameters: str) -> Iterable[Row]:
    mentions = asking.select(query, {name: asking.iri(name) for name in parameters}).rows
    # thing by thing: an engine that is asked for all at once reads every name there is
    names = [
        row
        for thing in sorted({str(row[0]) for row in mentions})
        for row in asking.select("identity/names-of", {"node": Iri(thing)}).rows
    ]
    ruled = [*rulings(lambda name: asking.select(name, {}))]
    clerk = _Clerk(names, ruled)
    rows = [clerk.mention(*row) for row in mentions]
    things = {row["thing"] for row in rows}
    compared = (one for one in ruled if one.judgement.node)
    rows += (
        clerk.comparison(one)
        for one in compared
        if not things.isdisjoint((one.judgement.node, one.judgement.as_))
    )
    return sorted(rows, key=lambda row: tuple(str(row[name] or "") for name in _ORDER))


class _Clerk:
    """Puts beside each mention what is known of it."""

    def __init__(self, names: Iterable[tuple[Term | None, ...]], ruled: Iterable[Ruling]) -> None:
        rows = [tuple(map(characters, row)) for row in names]
        self._bases = {
            Form(thing, name, language): basis for thing, name, language, basis, _ in rows if basis
        }
        self._rulings = {ruling.judgement.iri: ruling for ruling in ruled}
        judgements = [ruling.judgement for ruling in self._rulings.values()]
        self._judgements = Judgements(judgements)
        self._resolver = Resolver(
            (Form(thing, name, language) for thing, name, language, *_ in rows),
            persons={thing for thing, *_, person in rows if person in ("true", "1")},
        )

    def mention(self, *row: Term | None) -> Row:
        """One form by which a document mentions a thing."""
        thing, document, language, form, sense, coder, times = row
        name, tag = characters(form), characters(language)
        found = self._resolver.evidence(name, characters(thing))
        if found and not found.certain:  # words that merely resemble a name lead nowhere
            found = None
        verdicts = self._judgements.of_name(name, language=tag, document=characters(document))
        verdict = verdicts.get(characters(thing))
        judged = found is None and verdict is not None and verdict.verdict == SAME
        registered = Form(characters(thing), found.form, found.language) if found else None
        return {
            "thing": _iri(thing),
            "language": tag,
            "document": _iri(document),
            "form": name,
            "sense": _iri(sense),
            "times": int(characters(times)),
            "registered": registered.text if registered else None,
            "registered_language": registered.language or None if registered else None,
            "basis": self._bases.get(registered) if registered else None,
            "step": "judged" if judged else found.step if found else None,
            "score": Decimal(found.score).quantize(_ROUNDED) if found else None,
            "coder": characters(coder),
            "judged_node": None,
            **self._ruled(verdict),
        }

    def comparison(self, ruling: Ruling) -> Row:
        """What was judged of two things."""
        judgement = ruling.judgement
        return {
            **dict.fromkeys(
                ("language", "document", "form", "sense", "times", "registered",
                 "registered_language", "basis", "step", "score", "coder")
            ),
            "thing": Iri(judgement.as_),
            "judged_node": Iri(judgement.node),
            **self._ruled(Verdict(judgement.verdict, (judgement.iri,))),
        }  # fmt: skip

    def _ruled(self, verdict: Verdict | None) -> dict[str, Iri | str | None]:
        if verdict is None:
            return dict.fromkeys(("verdict", "judged_by", "reason"))
        made = [self._rulings[iri] for iri in verdict.judgements]
        return {
            "verdict": Iri(PREFIXES["verdict"] + verdict.verdict),
            "judged_by": ", ".join(ruling.by for ruling in made),
            "reason": " ".join(ruling.reason for ruling in made),
        }


def _iri(term: Term | None) -> Iri | None:
    return term if isinstance(term, Iri) else None
