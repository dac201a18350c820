"""Takes what a loader reads of one text, piece by piece, and makes a `Marked` text of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import TypeAdapter

from kg.errors import InputError, SchemaProblem
from kg.model import Annotation, Origin
from kg.standoff.anchoring import Marking, Unit, anchor
from kg.standoff.marked import Marked, slug_of

__all__ = ["Collector", "Where"]

_ANNOTATIONS: Final = TypeAdapter(tuple[Annotation, ...])


@dataclass
class _Raw:
    """An annotation before its stretches are anchored and other pieces have added to it."""

    label: str
    markings: slice | None
    line: int
    trigger: str | None
    links: list[tuple[str, str]]
    features: dict[str, str] = field(default_factory=dict)
    references: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Where(NamedTuple):
    """The id of a document, what its text is called, the format of its annotations, whose they are.

    `coder` is "" where the file does not say who annotated.
    """

    ident: str
    name: str
    format: str
    coder: str = ""


class Collector:
    """The annotations of one text, in the order in which they come.

    Ids are those of the tool, whatever they look like; a piece may speak of an annotation that
    comes after it. What is wrong is gathered, and left out of what is made.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.problems: list[InputError] = []
        self.notices: list[InputError] = []
        self.markings: list[Marking] = []
        self._raw: dict[str, _Raw] = {}
        self._same: list[tuple[int, tuple[str, ...]]] = []
        self._later: list[tuple[str, int, Callable[[_Raw], None]]] = []

    def __contains__(self, ident: object) -> bool:
        return str(ident) in self._raw

    def add(
        self,
        ident: object,
        label: object,
        markings: Iterable[Marking] = (),
        *,
        trigger: object = None,
        links: Iterable[tuple[object, object]] = (),
        line: int = 0,
    ) -> None:
        """An annotation: of stretches, or of others by `trigger` and `links` (role, id)."""
        key = str(ident)
        if not isinstance(label, str):
            self.wrong(f"the label of {key!r} is no text", line, found=_written(label)[:60])
            return
        if not label.strip():
            self.wrong(f"the annotation {key!r} has no label", line)
            return
        if key in self._raw:
            self.wrong(
                f"the id {key!r} stands twice", line, expected="an id of its own",
                found=f"the first in line {first}" if (first := self._raw[key].line) else "",
            )  # fmt: skip
            return
        began = len(self.markings)
        self.markings.extend(markings)
        self._raw[key] = _Raw(
            label, slice(began, len(self.markings)) if len(self.markings) > began else None, line,
            None if trigger is None else str(trigger),
            [(str(role), str(to)) for role, to in links],
        )  # fmt: skip

    def leave_out(self, ident: object) -> None:
        """Take an annotation back: it is none, which is told elsewhere."""
        self._raw.pop(str(ident), None)

    def feature(self, ident: object, name: object, value: object, line: int = 0) -> None:
        """What the tool has of an annotation besides; a name that comes again is numbered."""
        text = value if isinstance(value, str) else _written(value)

        def put(raw: _Raw) -> None:
            raw.features[_free(str(name), raw.features)] = text

        if str(name):
            self._later.append((str(ident), line, put))

    def features(self, ident: object, features: Mapping[str, Any], line: int = 0) -> None:
        """Several features; what is None or empty is none."""
        for name, value in features.items():
            if value not in (None, "", [], {}):
                self.feature(ident, name, value, line)

    def reference(self, ident: object, reference: object, line: int = 0) -> None:
        """An entry of another collection, `Collection:entry`."""
        text = str(reference)
        if text:
            self._later.append((str(ident), line, lambda raw: raw.references.append(text)))

    def note(self, ident: object, note: object, line: int = 0) -> None:
        """A note on an annotation."""
        text = str(note).strip()
        if text:
            self._later.append((str(ident), line, lambda raw: raw.notes.append(text)))

    def same(self, ids: Sequence[object], line: int = 0) -> None:
        """Annotations that mean one thing."""
        named = tuple(map(str, ids))
        self._same.append((line, named))
        self._later.extend((ident, line, lambda _raw: None) for ident in named)

    def wrong(self, message: str, line: int = 0, column: int = 0, **facts: Any) -> None:
        """Something is wrong with the file."""
        self.problems.append(SchemaProblem(message, self.file, line, column, **facts))

    def marked(
        self,
        text: str,
        where: Where,
        *,
        declared: Unit = "code points",
        reads: Callable[[str], str] = str,
        by_quote: bool = False,
        about: Mapping[str, Any] | None = None,
        offsets: str | None = None,
    ) -> Marked:
        """What was collected, anchored in the text.

        Args:
            text: the text as it is.
            where: which text it is, and of which format.
            declared: the unit that it promises.
            reads: how it writes a stretch of the text as a quote.
            by_quote: whether a quote that stands in one place only is believed against its offsets.
            about: what the file knows of the document, by the keys of a sheet's `document`.
            offsets: how offsets were counted, where the loader has converted them.
        """
        found = anchor(text, self.markings, declared, reads=reads, by_quote=by_quote)
        ids = {key: slug_of(key) for key in self._raw}
        for key, line, put in self._later:
            if key in self._raw:
                put(self._raw[key])
            else:
                self.wrong(f"no annotation {key!r} is there", line)
        stretches = [
            None if span is None else {"exact": text[span.start : span.end], "start": span.start}
            for span in found.spans
        ]
        # one call of the validator for all of them, which is much quicker than one for each
        made = _ANNOTATIONS.validate_python(
            [
                one
                for key, raw in self._raw.items()
                if (one := _annotation(raw, ids[key], ids, stretches))
            ]
        )
        return Marked(
            self.file, where.ident, text, where.name,
            Origin(
                format=where.format, offsets=offsets or found.unit,
                **({} if found.unit == declared else {"declared": declared}),
            ),
            made,
            {ids[key]: raw.line for key, raw in self._raw.items()},
            tuple(tuple(ids[ident] for ident in group if ident in ids) for _, group in self._same),
            about=dict(about or {}),
            coder=where.coder,
            problems=(*self.problems, *found.problems),
            notices=(*self.notices, *found.notices),
        )  # fmt: skip


def _annotation(
    raw: _Raw, ident: str, ids: Mapping[str, str], stretches: Sequence[dict[str, Any] | None]
) -> dict[str, Any] | None:
    """The annotation, unless one of its stretches stands nowhere, which is told."""
    made: dict[str, Any] = {"id": ident, "label": raw.label}
    if raw.markings:
        made["at"] = stretches[raw.markings]
        if None in made["at"]:
            return None
    if raw.trigger is not None:
        made["trigger"] = _ident(raw.trigger, ids)
    if raw.links:
        made["links"] = [{"role": role or "link", "to": _ident(to, ids)} for role, to in raw.links]
    if raw.features:
        made["features"] = raw.features
    if raw.references:
        made["references"] = raw.references
    if raw.notes:
        made["notes"] = raw.notes
    return made


def _ident(key: str, ids: Mapping[str, str]) -> str:
    """The id of an annotation that may not be there."""
    return ids.get(key) or slug_of(key) or "0"


def _written(value: object) -> str:
    """A value that is no text as JSON writes it."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _free(key: str, taken: Mapping[str, str]) -> str:
    """A name for a feature that is said more than once."""
    number, made = 2, key
    while made in taken:
        made, number = f"{key}.{number}", number + 1
    return made
