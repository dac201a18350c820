"""W3C Web Annotations in JSON-LD: annotations alone, in a list, a page or a collection.

The text is not in the file: it stands beside it, under the name of the file or of the `source`.
Positions count code points; a quote must stand where its position says, or in one place only. The
context is not fetched: names are those of <http://www.w3.org/ns/anno.jsonld>, with or without `oa:`
and `@`. Source: <https://www.w3.org/TR/annotation-model/>,
<https://www.w3.org/TR/selectors-states/>.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple
from urllib.parse import unquote, urlsplit

from kg.anchors import Selector, context, locate
from kg.errors import AnchorProblem, InvalidInputError, MissingTextError
from kg.loaders.base import Loaded, Reading
from kg.loaders.files import is_there
from kg.loaders.foreign import decoded, loaded, marks_of
from kg.loaders.jsons import entries
from kg.loaders.records import Record
from kg.model import Annotation, Sheet
from kg.standoff import Collector, Marked, Marking, Where, flattened, id_of

__all__ = ["documents", "dump", "name", "sniff", "suffixes"]

name = "webannotation"
suffixes = (".jsonld", ".json")

_SIGN: Final = re.compile(
    rb'anno\.jsonld|ns/oa#|"(?:oa:)?(?:TextQuoteSelector|TextPositionSelector|AnnotationPage)"'
)
_CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
_PREFIX: Final = re.compile(r"^(?:@|oa:|as:|rdf:|http://www\.w3\.org/ns/oa#)")
_BODY: Final = frozenset(
    ("type", "value", "source", "purpose", "hasPurpose", "id", "format", "language")
)
#: motivations of a body that is a label, and of one that says something (3.3.5 of the model)
_TAGGING: Final = frozenset(("tagging", "classifying"))
_SAYING: Final = frozenset(
    ("assessing", "commenting", "describing", "editing", "moderating", "questioning", "replying")
)
#: characters of a value that an error shows
_SHOWN: Final = 60


def sniff(path: Path, head: bytes) -> bool:
    """The context of Web Annotations, or one of their types."""
    del path
    return _SIGN.search(head) is not None


def documents(path: Path, reading: Reading) -> Iterator[Loaded | InvalidInputError]:
    """A document for each text that the annotations of the file are about."""
    sources: dict[str, list[_One]] = {}
    stray = Collector(path)  # what is wrong with annotations of which no text is known
    for entry in entries(path):
        if isinstance(entry, InvalidInputError):
            yield entry
            return
        for one in _annotations(stray, _plain(entry.value), entry.line):
            # one annotation may have several targets in one text
            for source in dict.fromkeys(target.source for target in one.targets):
                sources.setdefault(source, []).append(one)
    if stray.problems and not (sources and reading.lenient):
        yield InvalidInputError(tuple(stray.problems))
        return
    for source, found in sources.items():
        try:
            marked = _marked(path, source, found, alone=len(sources) == 1)
        except InvalidInputError as invalid:
            yield invalid
            continue
        marked.notices = (*marked.notices, *stray.problems)
        stray.problems = []
        yield loaded(marked, reading)


def _plain(value: Any) -> Any:
    """The same with the names of the recommended context: `@id` and `oa:exact` are id and exact."""
    if isinstance(value, dict):
        return {_PREFIX.sub("", key): _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value


class _Target(NamedTuple):
    """The text that an annotation is of, and its selectors; no list is the whole text."""

    source: str
    selectors: list[Any] | None


class _One(NamedTuple):
    """An annotation, its line, its targets."""

    line: int
    value: Mapping[str, Any]
    targets: list[_Target]


def _annotations(found: Collector, value: Mapping[str, Any], line: int) -> Iterator[_One]:
    """The annotations of a page, a collection or a graph; one is itself."""
    for key in ("items", "first", "graph", "annotations"):
        if key not in value:
            continue
        for one in _many(value[key]):
            if isinstance(one, dict):
                yield from _annotations(found, one, line)
            elif key == "first" and isinstance(one, str):
                found.wrong("the pages of this collection are not in the file", line,
                            expected="a page with its items", found=one[:_SHOWN])  # fmt: skip
            else:
                _no_annotation(found, key, one, line, "annotations")
        return
    target = value.get("target", value.get("hasTarget"))
    if target is None and not _is_annotation(value):
        return  # something else of the graph
    targets = [_target(found, each, line) for each in _many(target)]
    if not targets:
        _no_annotation(found, "target", target, line, "an address, or an object with a source")
    elif None not in targets:
        yield _One(line, value, [each for each in targets if each])


def _is_annotation(value: Mapping[str, Any]) -> bool:
    return any(str(kind).endswith("Annotation") for kind in _many(value.get("type")))


def _target(found: Collector, target: object, line: int) -> _Target | None:
    """A target as its text, without the part of it that an address may name, and its selectors."""
    source, selectors = target, None
    if isinstance(target, dict):
        source = target.get("source", target.get("hasSource", target.get("id", "")))
        source = source.get("id") if isinstance(source, dict) else source
        if (selector := target.get("selector", target.get("hasSelector"))) is not None:
            selectors = _many(selector)
    if isinstance(source, str):
        try:
            urlsplit(source)
        except ValueError:
            pass
        else:
            return _Target(source.partition("#")[0], selectors)
    _no_annotation(found, "target", target, line, "an address, or an object with a source")
    return None


def _no_annotation(found: Collector, key: str, value: object, line: int, expected: str) -> None:
    shown = json.dumps(value, ensure_ascii=False)[:_SHOWN]
    found.wrong(f"not a Web Annotation: {key}", line, expected=expected, found=shown)


def _marked(path: Path, source: str, annotations: list[_One], *, alone: bool) -> Marked:
    beside = _text_of(path, source, alone=alone)
    text = decoded(beside)
    found = Collector(path)
    ids: set[str] = set()
    for number, one in enumerate(annotations, 1):
        ident = _id(one.value).rstrip("/").rpartition("/")[2].rpartition("#")[2]
        ident = ident or f"annotation-{number}"
        ident = ident if ident not in ids else f"{ident}.{number}"
        ids.add(ident)
        here = [target for target in one.targets if target.source == source]
        markings = [
            marking
            for target in here
            if target.selectors is not None
            and (marking := _marking(found, ident, text, target.selectors, one.line)) is not None
        ]
        if markings or all(target.selectors is None for target in here):
            _add(found, ident, one, markings)
    about: dict[str, Any] = {"url": source} if source.startswith(("http://", "https://")) else {}
    where = Where(id_of(beside), beside.name, name)
    return found.marked(text, where, about=about, by_quote=True)


def _add(found: Collector, ident: str, one: _One, markings: list[Marking]) -> None:
    """An annotation: its label is the first tag, or what it was made for.

    A body without a purpose of its own is there for what the annotation was made for (3.3.5 of the
    model).
    """
    line = one.line
    bodies = list(_bodies(found, one))
    reasons = _motivations(found, one.value, ("motivation", "motivatedBy"), line)
    tags: list[str] = []
    notes: list[str] = []
    for body in bodies:
        purposes = _motivations(found, body.value, ("purpose", "hasPurpose"), line) or reasons
        value = body.words("value")
        if value is not None:
            says = _SAYING.intersection(purposes) and not _TAGGING.intersection(purposes)
            (notes if says else tags).append(value)
    found.add(ident, tags[0] if tags else next(iter(reasons), "annotation"), markings, line=line)
    for tag in tags[1:]:
        found.feature(ident, "tag", tag, line)
    for note in notes:
        found.note(ident, note, line)
    for body in bodies:
        if isinstance(body.get("source"), dict):
            found.reference(ident, body.record("source").name("id"), line)
        elif link := body.words("source") or ("" if "value" in body else body.words("id")):
            found.reference(ident, link, line)
        rest = {key: each for key, each in body.value.items() if key not in _BODY}
        found.features(ident, rest, line)


def _bodies(found: Collector, one: _One) -> Iterator[Record]:
    """The bodies of an annotation; a text is one by itself."""
    for key in ("body", "hasBody"):
        for body in _many(one.value.get(key)):
            if isinstance(body, dict | str):
                value = body if isinstance(body, dict) else {"value": body}
                yield Record(found, one.line, value, key)
            else:
                _no_annotation(found, key, body, one.line, "an object or a text")
    words = Record(found, one.line, one.value).words("bodyValue")
    if words is not None:
        yield Record(found, one.line, {"value": words}, "bodyValue")


def _motivations(
    found: Collector, value: Mapping[str, Any], keys: tuple[str, ...], line: int
) -> list[str]:
    """What something was made for, by the names of the recommended context."""
    made: list[str] = []
    for key in keys:
        for one in _many(value.get(key)):
            if named := _id(one):
                made.append(_PREFIX.sub("", named))
            else:
                _no_annotation(found, key, one, line, "the name of a motivation")
    return made


def _marking(
    found: Collector, ident: str, text: str, selectors: list[Any], line: int
) -> Marking | None:
    """Where a target is: by its position, and by its quote where it has none."""
    read = [_selected(found, one, line) for one in selectors]
    positions = [each for one in read for each in one.positions]
    quotes = [each for one in read for each in one.quotes]
    if positions:
        return Marking(*positions[-1], quotes[-1].exact if quotes else None, line)
    if quotes:
        try:
            span = locate(text, quotes[-1])
        except AnchorProblem as problem:
            problem.file, problem.line = found.file, line
            found.problems.append(problem)
            return None
        return Marking(*span, quotes[-1].exact, line)
    found.wrong(
        f"the target of {ident!r} has no selector that is read", line,
        expected="TextPositionSelector or TextQuoteSelector",
    )  # fmt: skip
    return None


class _Selected(NamedTuple):
    """The places that a selector leads to, by positions in the text and by quotes."""

    positions: list[tuple[int, int]]
    quotes: list[Selector]


def _selected(found: Collector, selector: object, line: int, base: int | None = 0) -> _Selected:
    """What a selector says, and by what refines it where something does.

    That counts from the beginning of what it refines, `base`; in what is not read, None, no
    position can be counted.
    """
    positions: list[tuple[int, int]] = []
    quotes: list[Selector] = []
    if not isinstance(selector, dict):
        _no_annotation(found, "selector", selector, line, "an object")
        return _Selected(positions, quotes)
    record = Record(found, line, selector, "selector")
    inner: int | None = None
    if (offsets := record.offsets("start", "end")) and base is not None:
        inner = base + offsets[0]
        positions.append((inner, base + offsets[1]))
    if exact := record.words("exact"):
        before, after = record.words("prefix") or "", record.words("suffix") or ""
        quotes.append(Selector(exact, before, after))
    refined = [_selected(found, each, line, inner) for each in _many(selector.get("refinedBy"))]
    if not refined:
        return _Selected(positions, quotes)
    return _Selected(
        [each for one in refined for each in one.positions],
        [each for one in refined for each in one.quotes],
    )


def _text_of(path: Path, source: str, *, alone: bool) -> Path:
    """The text beside the file: by the source's name, or by the file's own.

    Raises:
        InvalidInputError: there is none.
    """
    last = PurePosixPath(unquote(urlsplit(source).path)).name
    names = [last, f"{last}.txt", f"{PurePosixPath(last).stem}.txt"] if last else []
    if alone:
        names += [f"{path.stem}.txt", f"{path.name}.txt"]
    for candidate in names:
        beside = path.parent / candidate
        if candidate not in (path.name, "..", ".") and is_there(beside):
            return beside
    problem = MissingTextError(
        f"the text of {source or 'the annotations'} is not beside the file", path,
        expected=" or ".join(dict.fromkeys(names)),
    )  # fmt: skip
    raise InvalidInputError((problem,))


def _many(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _id(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("id", "")
    return value if isinstance(value, str) else ""


def dump(sheet: Sheet, path: Path, text: str | None = None) -> None:
    """Write an article as a page of annotations, and its text beside it.

    The label is a tag, links and references are bodies that identify, notes are comments.

    Raises:
        ExportError: the sheet is no article, or its text is not given.
    """
    marks = flattened(marks_of(sheet, text, name))
    beside = path.with_suffix(".txt")
    items = [_item(one, beside.name, text or "") for one in marks]
    page = {"@context": _CONTEXT, "id": path.name, "type": "AnnotationPage", "items": items}
    path.write_text(json.dumps(page, ensure_ascii=False, indent=1) + "\n", encoding="utf-8",
                    newline="\n")  # fmt: skip
    beside.write_text(text or "", encoding="utf-8", newline="")


def _item(one: Annotation, source: str, text: str) -> dict[str, Any]:
    bodies: list[dict[str, Any]] = [
        {"type": "TextualBody", "purpose": "tagging", "value": one.label},
        *({"type": "SpecificResource", "purpose": "linking", "source": f"#{link.to}"}
          for link in one.links),
        *({"type": "SpecificResource", "purpose": "identifying", "source": reference}
          for reference in one.references),
        *({"type": "TextualBody", "purpose": "commenting", "value": note} for note in one.notes),
    ]  # fmt: skip
    targets: list[Any] = []
    for stretch in one.at:
        before, after = context(text, stretch.span)
        targets.append({"source": source, "selector": [
            {"type": "TextQuoteSelector", "exact": stretch.exact, "prefix": before,
             "suffix": after},
            {"type": "TextPositionSelector", "start": stretch.start, "end": stretch.span.end},
        ]})  # fmt: skip
    return {
        "id": f"#{one.id}", "type": "Annotation", "motivation": "tagging", "body": bodies,
        "target": targets or source,
    }  # fmt: skip
