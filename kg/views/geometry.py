"""What a layout is made of: measures, pieces that stand somewhere, strokes between them.

Plain records, the same for every layout; how they come to their places is the business of
`kg.views.layout`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from kg.views.scene import Group, Line, Thing

__all__ = ["NARROW", "WIDE", "Block", "Geometry", "Layout", "Piece", "Stroke", "Tick"]


@dataclass(frozen=True, slots=True)
class Geometry:
    """The measures of a layout: the middle is x = 0, everything else is a distance from it."""

    width: float
    lifeline: float
    #: where the columns of matters stand; one is the middle
    columns: tuple[float, ...]
    box: float
    lane: float
    middle: float
    header: float
    size: float
    small: float

    @property
    def is_wide(self) -> bool:
        """Whether there is room for words on the lines and a trunk between the columns."""
        return len(self.columns) > 1


WIDE: Final = Geometry(1060, 452, (-222, 222), 226, 94, 184, 150, 15, 13)
# at the sides of a narrow one there is room for "Соединенные" in one line
NARROW: Final = Geometry(360, 128, (0,), 188, 34, 180, 102, 13.5, 12)


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that stands somewhere.

    `look` is party, event, matter, agreement, group, words (on a line) or port (an invisible end).
    `item` is the thing, line or group it shows. It moves down by the height of every unfolded block
    before `after`, and is seen only while the block `inside` is unfolded (-1: always).
    """

    key: str
    look: str
    item: str
    x: float
    y: float
    w: float = 0
    h: float = 0
    lines: tuple[str, ...] = ()
    after: int = 0
    inside: int = -1


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line between two pieces; `line` is what it shows, None for a mere trunk."""

    source: str
    target: str
    line: Line | None
    arrow: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """A moment on the axis of time, with the thing that gives its date."""

    y: float
    thing: Thing
    after: int
    inside: int


@dataclass(frozen=True, slots=True)
class Block:
    """A group's folded part: how much room it takes when it is open."""

    group: Group
    height: float


@dataclass(slots=True)
class Layout:
    """A whole layout; `top` is where lifelines begin, `height` where everything ends."""

    geometry: Geometry
    pieces: list[Piece] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    ticks: list[Tick] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    top: float = 0
    height: float = 0
