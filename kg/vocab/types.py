"""The rows of the generated tables.

They hold text and numbers only and know nothing of where the tables come from.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["ActEffect", "Claimable", "CodedType", "Drawing", "PloverType", "Status"]


class Claimable(NamedTuple):
    """A property whose values are claimed (`br:ClaimableProperty`).

    `key` is its local name, `kinds` are what its values can be (`br:valueKind`), `domains` the
    local names of the classes whose members it is claimed of; none means any node. Where a value
    can be a concept, `scheme` names its scheme (`br:valueScheme`) and `scheme_iri` is what stands
    before the notation in the concept's IRI; both are None otherwise.
    `compared_by` says when two of its claims contradict each other (`br:comparedBy`): value,
    bounds, words or stance.
    """

    key: str
    iri: str
    kinds: tuple[str, ...]
    scheme: str | None
    scheme_iri: str | None
    domains: tuple[str, ...]
    compared_by: str


class CodedType(NamedTuple):
    """A code of CAMEO: the type of PLOVER that covers it, or None, and the score of the code.

    `contexts` are PLOVER's, and `score` is a prior of the type, from -10 to 10 (Goldstein 1992).
    """

    plover: str | None
    contexts: tuple[str, ...]
    score: float


class PloverType(NamedTuple):
    """A type or mode of PLOVER: the local name of its quad class, and its score, -10 to 10.

    PLOVER gives one mode (protest-vandalize) none.
    """

    quad_class: str
    score: float | None


class Status(NamedTuple):
    """A value of an axis; `rank` (1..99) orders the stages, and the acts of one day elsewhere."""

    axis: str
    rank: int


class ActEffect(NamedTuple):
    """What an act does: the statuses it sets, the statuses and whole axes it ends, and of what.

    At most one status of an axis is set by an act. `applies_to` has local names of classes.
    """

    initiates: tuple[str, ...]
    terminates: tuple[str, ...]
    terminates_axes: tuple[str, ...]
    applies_to: tuple[str, ...]


class Drawing(NamedTuple):
    """How the members of a class are drawn: a shape of vis-network, a character, the labels."""

    shape: str
    symbol: str
    labels: dict[str, str]
