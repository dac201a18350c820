"""Why mentions are taken for one thing: the registry's form behind each, and what was judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from kg.answers.base import Asking, Row
from kg.errors import MissingParameterError
from kg.identity import Resolver
from kg.identity.judgements import SAME, Judgements
from kg.iris import PREFIXES
from kg.names import Form
from kg.registry import Known, Ruling, read
from kg.terms import Iri, Literal

if TYPE_CHECKING:
    from kg.store.base import Table

__all__ = ["evidence"]

_QUERY: Final = "identity/evidence"
_ROUNDED: Final = Decimal("0.001")


def evidence(asking: Asking) -> Iterable[Row]:
    """The mentions of a relation, of one thing or of all; see `queries/identity/evidence.rq`.

    Raises:
        MissingParameterError: one party of a relation without the other.
    """
    known = read(lambda name: asking.select(name, {}))
    clerk = _Clerk(known)
    mentions = _mentions(asking)
    rows = [clerk.row(*row) for row in mentions.rows]
    things = {row["thing"] for row in rows}
    rows += (
        clerk.comparison(ruling)
        for ruling in known.rulings
        if ruling.judgement.node
        and not things.isdisjoint((ruling.judgement.node, ruling.judgement.as_))
    )
    return sorted(rows, key=_order)


def _mentions(asking: Asking) -> Table:
    a, b, node = (asking.iri(name) for name in ("a", "b", "node"))
    if node is not None:
        return asking.select("identity/mentions", {"node": node})
    if a is not None and b is not None:
        return asking.select("identity/mentions-between", {"a": a, "b": b})
    if a is not None or b is not None:
        raise MissingParameterError(_QUERY, "b" if b is None else "a", "the other party")
    return asking.select(_QUERY, {})


def _order(row: Row) -> tuple[str, ...]:
    return tuple(
        str(row[name] or "") for name in ("thing", "language", "document", "form", "sense")
    )


class _Clerk:
    """Puts beside each mention what is known of it."""

    def __init__(self, known: Known) -> None:
        self._resolver: Resolver = known.resolver(named=False)
        self._bases: Mapping[Form, str] = known.bases
        self._judgements = Judgements(ruling.judgement for ruling in known.rulings)
        self._rulings = {ruling.judgement.iri: ruling for ruling in known.rulings}

    def row(self, *mention: Iri | Literal | None) -> Row:
        """One form by which a document mentions a thing."""
        thing, document, language, form, sense, coder, times = mention
        assert isinstance(thing, Iri)
        text, tag = _text(form), _text(language)
        found = self._resolver.evidence(text, thing)
        if found and not found.certain:  # words that merely resemble a name lead nowhere
            found = None
        verdicts = self._judgements.of_name(text, language=tag, document=str(document))
        verdict = verdicts.get(thing)
        judged = found is None and verdict is not None and verdict.verdict == SAME
        return {
            "thing": thing,
            "language": tag,
            "document": document,
            "form": text,
            "sense": sense,
            "times": int(_text(times)),
            "registered": found.form if found else None,
            "registered_language": found.language or None if found else None,
            "basis": self._bases.get(Form(thing, found.form, found.language)) if found else None,
            "step": "judged" if judged else found.step if found else None,
            "score": Decimal(found.score).quantize(_ROUNDED) if found else None,
            "coder": _text(coder),
            **self._ruled(
                verdict.verdict if verdict else "", verdict.judgements if verdict else ()
            ),
        }

    def comparison(self, ruling: Ruling) -> Row:
        """What was judged of two things."""
        judgement = ruling.judgement
        empty = dict.fromkeys(
            ("language", "document", "form", "sense", "times", "registered", "registered_language",
             "basis", "step", "score", "coder")
        )  # fmt: skip
        ruled = self._ruled(judgement.verdict, (judgement.iri,))
        return {"thing": Iri(judgement.as_), **empty, **ruled, "judged_node": Iri(judgement.node)}

    def _ruled(self, verdict: str, judgements: Iterable[str]) -> dict[str, Iri | str | None]:
        rulings = [self._rulings[iri] for iri in judgements]
        return {
            "verdict": Iri(PREFIXES["verdict"] + verdict) if verdict else None,
            "judged_node": None,
            "judged_by": ", ".join(ruling.by for ruling in rulings) or None,
            "reason": " ".join(ruling.reason for ruling in rulings) or None,
        }


def _text(term: Iri | Literal | None) -> str:
    if isinstance(term, Literal):
        return term.value
    return term or ""
