"""Which of SPARQL's four forms a query has, without parsing it whole.

Only the prologue stands before the word that says it (SPARQL 1.1 Query, 4.1 and 10 to 16), and
prologue and comments are a regular language. Engines are not asked: one of them answers a SELECT
with a graph that describes its rows, and a CONSTRUCT with rows, as the header `Accept` has it.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from kg.errors import SparqlSyntaxError

__all__ = ["Form", "expect", "form_of"]

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]

_SPACE: Final = r"(?:\s|#[^\n\r]*)*+"
_FORM: Final = re.compile(
    rf"{_SPACE}(?:(?:BASE|PREFIX{_SPACE}[^\s:<>#]*{_SPACE}:){_SPACE}<[^<>]*>{_SPACE})*+"
    r"(SELECT|ASK|CONSTRUCT|DESCRIBE)\b",
    re.IGNORECASE,
)


def form_of(sparql: str) -> Form | None:
    """The form of a query; None if it is none."""
    found = _FORM.match(sparql)
    return found[1].upper() if found else None  # type: ignore[return-value]  # the pattern's words


def expect(sparql: str, *forms: Form) -> None:
    """See that the query has one of the forms.

    Raises:
        SparqlSyntaxError: it has not.
    """
    if form_of(sparql) not in forms:
        raise SparqlSyntaxError(f"a query of the form {' or '.join(forms)} is expected here")
