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
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from kg.anchors import Selector, context, locate
from kg.errors import AnchorProblem, InvalidInputError, MissingTextError
from kg.loaders.base import Loaded, Reading
from kg.loaders.foreign import decoded, loaded, marks_of
from kg.loaders.jsons import entries, numbers
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
_BODY: Final = frozenset(("type", "value", "source", "purpose", "id", "format", "language"))


def sniff(path: Path, head: bytes) -> bool:
    """The context of Web Annotations, or one of their types."""
    del path
    return _SIGN.search(head) is not None


def documents(path: Path, reading: Reading) -> Iterator[Loaded | InvalidInputError]:
    """A document for each text that the annotations of the file are about."""
    sources: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
    for entry in entries(path):
        if isinstance(entry, InvalidInputError):
            yield entry
            return
        for one in _annotations(_plain(entry.value)):
            # one annotation may have several targets in one text
            about = (target if isinstance(target, str) else _source(target)
                     for target in _many(one.get("target")))  # fmt: skip
            for source in dict.fromkeys(each.partition("#")[0] for each in about):
                sources.setdefault(source, []).append((entry.line, one))
    for source, found in sources.items():
        try:
            marked = _marked(path, source, found, alone=len(sources) == 1)
        except InvalidInputError as invalid:
            yield invalid
        else:
            yield loaded(marked, reading)


def _plain(value: Any) -> Any:
    """The same with the names of the recommended context: `@id` and `oa:exact` are id and exact."""
    if isinstance(value, dict):
        return {_PREFIX.sub("", key): _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value


def _annotations(value: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The annotations of a page, a collection or a graph; one is itself."""
    for key in ("items", "first", "graph", "annotations"):
        if key in value:
            for one in _many(value[key]):
                if isinstance(one, dict):
                    yield from _annotations(one)
            return
    target = value.get("target", value.get("hasTarget"))
    if target is not None:
        yield {**value, "target": target, "body": value.get("body", value.get("hasBody"))}


def _marked(
    path: Path, source: str, annotations: list[tuple[int, Mapping[str, Any]]], *, alone: bool
) -> Marked:
    beside = _text_of(path, source, alone=alone)
    text = decoded(beside)
    found = Collector(path)
    ids: set[str] = set()
    for number, (line, one) in enumerate(annotations, 1):
        ident = _id(one).rstrip("/").rpartition("/")[2].rpartition("#")[2] or f"annotation-{number}"
        ident = ident if ident not in ids else f"{ident}.{number}"
        ids.add(ident)
        markings = [
            marking
            for target in _many(one["target"])
            if isinstance(target, dict)
            and _source(target).partition("#")[0] == source
            and (marking := _marking(found, ident, text, target, line)) is not None
        ]
        whole = all(isinstance(target, str) for target in _many(one["target"]))
        if markings or whole:
            _add(found, ident, one, markings, line)
    about: dict[str, Any] = {"url": source} if source.startswith(("http://", "https://")) else {}
    where = Where(id_of(beside), beside.name, name)
    return found.marked(text, where, about=about, by_quote=True)


def _add(
    found: Collector, ident: str, one: Mapping[str, Any], markings: list[Marking], line: int
) -> None:
    """An annotation: its label is the first tag, or what it was made for."""
    bodies = [{"value": body} if isinstance(body, str) else body for body in _many(one.get("body"))]
    tags = [
        str(body["value"])
        for body in bodies
        if "value" in body and str(body.get("purpose", "tagging")) in ("tagging", "classifying")
    ]
    label = tags[0] if tags else str(next(iter(_many(one.get("motivation"))), "annotation"))
    found.add(ident, label, markings, line=line)
    for tag in tags[1:]:
        found.feature(ident, "tag", tag, line)
    for body in bodies:
        purpose = str(body.get("purpose", ""))
        link = _id(body.get("source", "")) or ("" if "value" in body else _id(body))
        if link:
            found.reference(ident, link, line)
        elif "value" in body and purpose not in ("", "tagging", "classifying"):
            found.note(ident, body["value"], line)
        found.features(ident, {k: v for k, v in body.items() if k not in _BODY}, line)


def _marking(
    found: Collector, ident: str, text: str, target: Mapping[str, Any], line: int
) -> Marking | None:
    """Where a target is: by its position, and by its quote where it has none."""
    positions: list[tuple[int, int]] = []
    quotes: list[Selector] = []
    pending = list(_many(target.get("selector", target.get("hasSelector"))))
    while pending:
        one = pending.pop(0)
        if not isinstance(one, dict):
            continue
        pending += _many(one.get("refinedBy"))
        if offsets := numbers(one.get("start"), one.get("end")):
            positions.append(offsets)
        if isinstance(one.get("exact"), str) and one["exact"]:
            quotes.append(
                Selector(one["exact"], str(one.get("prefix", "")), str(one.get("suffix", "")))
            )
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
        if candidate not in (path.name, "..", ".") and beside.is_file():
            return beside
    problem = MissingTextError(
        f"the text of {source or 'the annotations'} is not beside the file", path,
        expected=" or ".join(dict.fromkeys(names)),
    )  # fmt: skip
    raise InvalidInputError((problem,))


def _source(target: Mapping[str, Any]) -> str:
    return _id(target.get("source", target.get("hasSource", "")))


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
