"""Where everything stands: a page is laid out before there is a browser, always the same.

The parties stand at the two sides, each with a lifeline. Time flows down between them, in order and
not to scale: events in the middle, the matters they moved beside them, left and right by turns.
What a party says is a line from its lifeline, level and never through a box. There is one layout
for a wide page and one for a telephone. What is folded away is laid out too, below its group;
unfolding a group moves what stands lower down by the height of the block. Coordinates are in units
of about one CSS pixel, y downwards; this module knows scenes and text, no colours, no library.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Final

from kg.views.geometry import Block, Geometry, Layout, Piece, Stroke, Tick
from kg.views.scene import Group, Line, Scene, Thing
from kg.views.text import wrap

__all__ = ["lay_out"]


#: between things that do not belong together, between those that do, around a line
_APART: Final = 26
_NEAR: Final = 12
_LINE: Final = 7
#: half the height of an event's diamond, of a party's square
_DIAMOND: Final = 11
_SQUARE: Final = 15
#: a matter's branch comes in above the parties' lines
_BRANCH: Final = 13
_PAD: Final = 9


def lay_out(
    scene: Scene, geometry: Geometry, leading: float, more: Callable[[Group], str]
) -> Layout:
    """Lay a scene out.

    Args:
        scene: what is to be seen.
        geometry: `WIDE` or `NARROW`.
        leading: line height as a multiple of the font's; Devanagari needs more than Latin.
        more: what a group says of itself.
    """
    return _Builder(scene, geometry, leading, more).build()


@dataclass(slots=True)
class _Flow:
    """How far down each part of the sheet is taken; grows from top to bottom."""

    start: float
    after: int
    inside: int
    boxes: list[float] = field(default_factory=list)
    far: list[float] = field(default_factory=list)
    lanes: dict[str, float] = field(default_factory=dict)
    middle: float = 0

    def __post_init__(self) -> None:
        self.clear(self.start)

    def clear(self, y: float) -> None:
        """Nothing stands below `y`."""
        self.boxes, self.far = [y, y], [y, y]
        self.lanes = {"a": y, "b": y}
        self.middle = y

    @property
    def bottom(self) -> float:
        return max(*self.boxes, *self.far, *self.lanes.values(), self.middle)


@dataclass(slots=True)
class _Row:
    """The lines that reach a thing from either side, with their distance from its middle."""

    words: dict[str, tuple[str, ...]]
    offsets: dict[str, float]
    sides: dict[str, list[Line]]
    half: dict[str, float]

    def reach(self, side: str) -> float:
        """How far the lines of a side stand from the middle at most."""
        return max((abs(self.offsets[line.key]) for line in self.sides[side]), default=0)


class _Builder:
    """Builds one layout; its steps are the methods in order."""

    def __init__(
        self, scene: Scene, geometry: Geometry, leading: float, more: Callable[[Group], str]
    ) -> None:
        self.scene, self.geometry, self.leading, self.more = scene, geometry, leading, more
        self.out = Layout(geometry)
        self.at: dict[str, Piece] = {}
        self.toward: defaultdict[str, list[Line]] = defaultdict(list)
        for line in scene.lines:
            self.toward[line.target].append(line)
        self.folded = {iri for group in scene.groups for iri in group.members}
        self.drawn: set[str] = set()
        #: the column that was taken last
        self.last: float = 1
        self.homes = {iri: home for iri in scene.things if (home := self._home(iri)) is not None}

    def build(self) -> Layout:
        flow = _Flow(self._parties() + _APART, 0, -1)
        self.out.top = flow.start - _APART + 4
        shown = [
            each
            for each in self.scene.things.values()
            if each.kind != "party" and each.iri not in self.folded
        ]
        by_period: dict[str, list[Thing]] = {
            period: list(found)
            for period, found in groupby(shown, lambda each: self.scene.period(each.day))
        }
        groups = {group.period: group for group in self.scene.groups}
        for period in sorted({*by_period, *groups}, key=lambda each: each or "~"):
            self._bands(flow, by_period.get(period, []))
            if period in groups:
                self._group(flow, groups[period])
        self._late()
        self.out.height = flow.bottom + _APART
        return self.out

    # ------------------------------------------------------------------------------------- pieces

    def _put(
        self,
        where: _Flow | Piece | None,
        look: str,
        item: str,
        at: tuple[float, float],
        *,
        box: tuple[float, float] = (0, 0),
        lines: tuple[str, ...] = (),
    ) -> Piece:
        after, inside = (where.after, where.inside) if where else (0, -1)
        piece = Piece(f"p{len(self.out.pieces)}", look, item, *at, *box, lines, after, inside)
        self.out.pieces.append(piece)
        return piece

    def _place(
        self,
        flow: _Flow | None,
        thing: Thing,
        at: tuple[float, float],
        box: tuple[float, float],
        lines: tuple[str, ...],
    ) -> Piece:
        piece = self._put(flow, thing.kind, thing.iri, at, box=box, lines=lines)
        self.at[thing.iri] = piece
        return piece

    def _stroke(
        self, source: Piece, target: Piece, line: Line | None, *, arrow: bool = False
    ) -> None:
        self.out.strokes.append(Stroke(source.key, target.key, line, arrow))
        if line:
            self.drawn.add(line.key)

    def _wrap(self, text: str, room: float, lines: int, *, small: bool = False) -> tuple[str, ...]:
        size = self.geometry.small if small else self.geometry.size
        return wrap(text, size, room, lines)

    def _high(self, lines: tuple[str, ...], *, small: bool = False) -> float:
        size = self.geometry.small if small else self.geometry.size
        return len(lines) * size * self.leading

    def _parties(self) -> float:
        """The two at the sides, third parties between them; the y below their names."""
        x, header = self.geometry.lifeline, self.geometry.header
        places = {self.scene.a: -x, self.scene.b: x}
        thirds = [
            iri for iri, each in self.scene.things.items()
            if each.kind == "party" and iri not in places
        ]  # fmt: skip
        for number, iri in enumerate(thirds):
            places[iri] = -x + (number + 1) * 2 * x / (len(thirds) + 1)
        lowest = 0.0
        header = min(header, 2 * x / (len(thirds) + 1) - _PAD)
        for iri, place in places.items():
            lines = self._wrap(self.scene.things[iri].label, header, 3)
            self._place(
                None, self.scene.things[iri], (place, 0), (header, self._high(lines)), lines
            )
            lowest = max(lowest, _SQUARE + 8 + self._high(lines))
        return lowest

    # -------------------------------------------------------------------------------------- order

    def _home(self, iri: str) -> str | None:
        """The event beside which a matter stands: the first that moved it, if of its day."""
        thing = self.scene.things[iri]
        if thing.kind in {"party", "event"}:
            return None
        sources = (self.scene.things[line.source] for line in self.toward[iri])
        there = [
            event.iri
            for event in sources
            if event.kind == "event"
            and (event.day, event.at) == (thing.day, thing.at)
            and (event.iri in self.folded) == (iri in self.folded)
        ]
        return min(there, default=None)

    def _in_order(self, things: list[Thing]) -> Iterator[Thing]:
        """Events, each followed by the matters at home there, then what has no home."""
        at_home: defaultdict[str, list[Thing]] = defaultdict(list)
        for thing in things:
            if thing.iri in self.homes:
                at_home[self.homes[thing.iri]].append(thing)
        for thing in sorted(things, key=lambda each: each.kind != "event"):
            if thing.kind == "event":
                yield thing
                yield from at_home[thing.iri]
            elif thing.iri not in self.homes:
                yield thing

    def _bands(self, flow: _Flow, things: list[Thing]) -> None:
        for _, band in groupby(things, lambda each: (each.day, each.at)):
            self._band(flow, list(band))

    def _band(self, flow: _Flow, things: list[Thing]) -> None:
        """All that belongs to one day, below everything before it."""
        top = flow.bottom + (_APART if flow.bottom > flow.start else 0)
        flow.clear(top)
        self.out.ticks.append(Tick(top, things[0], flow.after, flow.inside))
        trunk: Piece | None = None
        for thing in self._in_order(things):
            if thing.kind == "event":
                trunk = self._event(flow, thing)
            elif thing.iri in self.homes and trunk:
                trunk = self._matter(flow, thing, trunk)
            else:
                self._matter(flow, thing, None)

    # --------------------------------------------------------------------------------------- rows

    def _row(self, thing: Thing) -> _Row:
        sides: dict[str, list[Line]] = {"a": [], "b": []}
        for line in self.toward[thing.iri]:
            if line.side:
                sides[line.side].append(line)
        words = {line.key: self._words(line) for lines in sides.values() for line in lines}
        offsets: dict[str, float] = {}
        half = {}
        for side, lines in sides.items():
            heights = [max(self._high(words[line.key], small=True), _LINE * 2) for line in lines]
            y = -sum(heights) / 2
            half[side] = -y
            for line, height in zip(lines, heights, strict=True):
                offsets[line.key] = y + height / 2
                y += height
        return _Row(words, offsets, sides, half)

    def _words(self, line: Line) -> tuple[str, ...]:
        """What stands on a line: a mark of its stance, the act, how many claims."""
        mark = {"denies": "✕", "doubts": "?"}.get(line.stance, "")
        times = f"×{line.times}" if line.times > 1 else ""
        if not self.geometry.is_wide:
            return tuple(filter(None, [f"{mark} {times}".strip()]))
        text = " · ".join(line.labels)
        lines = self._wrap(f"{mark} {text}".strip(), self.geometry.lane, 2, small=True)
        if not times or not lines:
            return lines or ((times,) if times else ())
        return (*lines[:-1], *self._wrap(f"{lines[-1]} {times}", self.geometry.lane, 2, small=True))

    def _lines_in(self, flow: _Flow, row: _Row, target: Piece) -> None:
        """The parties' lines to a thing, from ports on their lifelines, words in the lane."""
        outer = max(map(abs, self.geometry.columns)) + self.geometry.box / 2
        lane = (self.geometry.lifeline + outer) / 2
        for side, sign in (("a", -1), ("b", 1)):
            for line in row.sides[side]:
                y = target.y + row.offsets[line.key]
                port = self._put(flow, "port", line.key, (sign * self.geometry.lifeline, y))
                self._stroke(port, target, line, arrow=line.role != "part")
                if words := row.words[line.key]:
                    box = (self.geometry.lane, self._high(words, small=True))
                    self._put(flow, "words", line.key, (sign * lane, y), box=box, lines=words)
            flow.lanes[side] = max(flow.lanes[side], target.y + row.half[side])

    def _lane_limits(self, flow: _Flow, row: _Row) -> Iterator[float]:
        for side in ("a", "b"):
            if row.sides[side]:
                yield flow.lanes[side] + row.half[side] + 4

    def _event(self, flow: _Flow, thing: Thing) -> Piece:
        row = self._row(thing)
        reach = max(row.reach("a"), row.reach("b"))
        lines = self._wrap(thing.label, self.geometry.middle, 4)
        y = max(
            max(flow.boxes) + _NEAR + _LINE + reach,
            max(flow.far) + _LINE * 2 + reach,
            flow.middle + _NEAR + _DIAMOND,
            *self._lane_limits(flow, row),
            flow.start + _DIAMOND + 4,
        )
        event = self._place(flow, thing, (0, y), (self.geometry.middle, self._high(lines)), lines)
        self._lines_in(flow, row, event)
        flow.middle = y + _DIAMOND + 6 + event.h
        flow.boxes = [y + reach + _LINE] * 2
        if not self.geometry.is_wide:
            flow.boxes = [flow.middle] * 2
        return event

    def _matter(self, flow: _Flow, thing: Thing, trunk: Piece | None) -> Piece | None:
        """One box in the column where it stands higher; the trunk's new end, if it has one."""
        row = self._row(thing)
        lines = self._wrap(thing.label, self.geometry.box - 2 * _PAD, 4)
        reach = max(row.reach("a"), row.reach("b"))
        high = max(self._high(lines) + 2 * _PAD, 2 * (reach + _LINE))
        choices = range(len(self.geometry.columns))
        places = [self._limit(flow, row, column, high) for column in choices]
        # whose matter it is decides between columns that are nearly as good; else they take turns
        spoken = {side: len(lines) for side, lines in row.sides.items()}
        own = spoken["b"] - spoken["a"] or -self.last
        column = min(
            choices,
            key=lambda each: (
                places[each] - (_APART if self.geometry.columns[each] * own > 0 else 0)
            ),
        )
        self.last = self.geometry.columns[column]
        x, y = self.geometry.columns[column], places[column]
        box = self._place(flow, thing, (x, y), (self.geometry.box, high), lines)
        self._lines_in(flow, row, box)
        flow.boxes[column] = y + high / 2
        if self.geometry.is_wide:
            other = 1 - column
            if row.sides["b" if x < 0 else "a"]:
                flow.far[other] = y + row.reach("b" if x < 0 else "a") + _LINE
        else:
            flow.boxes = [y + high / 2] * 2
        return self._branch(flow, thing, box, trunk)

    def _limit(self, flow: _Flow, row: _Row, column: int, high: float) -> float:
        """The highest place for a box in a column that touches nothing."""
        limits = [flow.boxes[column] + _NEAR + high / 2, *self._lane_limits(flow, row)]
        limits.append(flow.far[column] + _LINE + high / 2)
        if self.geometry.is_wide:
            limits.append(flow.middle + _BRANCH + _NEAR)
            far = "b" if self.geometry.columns[column] < 0 else "a"
            if row.sides[far]:
                limits.append(flow.boxes[1 - column] + _LINE + row.reach(far))
                limits.append(flow.middle + _LINE + row.reach(far))
        return max(limits)

    def _branch(self, flow: _Flow, thing: Thing, box: Piece, trunk: Piece | None) -> Piece | None:
        """From the event to a matter at home there: down the trunk, then aside."""
        home = self.homes.get(thing.iri)
        if not trunk or not home:
            return trunk
        line = next(line for line in self.toward[thing.iri] if line.source == home)
        if not self.geometry.is_wide:
            self._stroke(trunk, box, line)
            return box
        port = self._put(flow, "port", line.key, (0, max(box.y - _BRANCH, trunk.y)))
        self._stroke(trunk, port, None)
        self._stroke(port, self._side_of(flow, box, line, -_BRANCH), line)
        if line.labels and line.role == "told":
            room = abs(box.x) - box.w / 2 - 22
            words = self._wrap(line.labels[-1], room, 1, small=True)
            high = self._high(words, small=True)
            middle = box.x / abs(box.x) * (abs(box.x) - box.w / 2) / 2
            self._put(flow, "words", line.key, (middle, port.y), box=(room, high), lines=words)
            flow.middle = max(flow.middle, port.y + high / 2)
        return port

    def _side_of(self, flow: _Flow | None, box: Piece, line: Line, away: float) -> Piece:
        """An end for a level line at a box's inner side, off its middle."""
        x = box.x - box.w / 2 if box.x > 0 else box.x + box.w / 2
        return self._put(flow, "port", line.key, (x, box.y + away))

    # -------------------------------------------------------------------------------------- groups

    def _group(self, flow: _Flow, group: Group) -> None:
        """A group's own box, and below it, as if there were nothing after, its members."""
        number = len(self.out.blocks)
        lines = self._wrap(self.more(group), self.geometry.middle - 2 * _PAD, 2)
        high = self._high(lines) + 2 * _PAD
        top = flow.bottom + _APART
        key = f"g{number}"
        box = (self.geometry.middle, high)
        self._put(flow, "group", key, (0, top + high / 2), box=box, lines=lines)
        flow.clear(top + high)
        inner = _Flow(flow.bottom, number, number)
        # a band keeps its distance from what stands above it
        inner.clear(flow.bottom + 1)
        self._bands(inner, [self.scene.things[iri] for iri in group.members])
        self.out.blocks.append(Block(group, inner.bottom - flow.bottom))
        flow.after = number + 1

    def _late(self) -> None:
        """What remains: events that moved a matter at home elsewhere, third parties' lines."""
        lanes: defaultdict[int, int] = defaultdict(int)
        for line in self.scene.lines:
            if line.key in self.drawn:
                continue
            source, target = self.at[line.source], self.at[line.target]
            if source.look == "event" and not self.geometry.is_wide:
                continue  # a single column has no room beside it; panel and tables tell of it
            if source.look != "event" or target.x == 0:
                self._stroke(source, target, line, arrow=source.look == "party")
                continue
            sign = -1 if target.x < 0 else 1
            x = sign * (abs(target.x) - target.w / 2 - 9 - 6 * (lanes[sign] % 3))
            lanes[sign] += 1
            above = self._near(source, line, 0, -_BRANCH)
            turn = self._near(source, line, x, -_BRANCH)
            beside = self._near(target, line, x, _BRANCH)
            inner = target.x - sign * target.w / 2
            end = self._near(target, line, inner, _BRANCH)
            for one, other in pairwise((source, above, turn, beside, end)):
                self._stroke(one, other, line)

    def _near(self, piece: Piece, line: Line, x: float, away: float) -> Piece:
        """A turn of a line, off the middle of a piece and moving with it."""
        return self._put(piece, "port", line.key, (x, piece.y + away))
