"""NAF, the NLP Annotation Format: XML with layers that stand on words of a raw text.

Read are entities with their references, coreference, semantic roles and time expressions, on words,
terms and multiwords. Words have offsets of characters, by some tools in UTF-16 units: which way
held is recorded. Source: <https://github.com/newsreader/NAF>, and the format's DTD there.

The border to lxml.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.anchors import Span
from kg.errors import InvalidInputError, MissingExtraError, SyntaxProblem
from kg.loaders.foreign import one_text, read_bytes
from kg.loaders.xml import refuse_entities
from kg.standoff import Collector, Marked, Marking, Unit, Where, anchor, id_of

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["documents", "name", "sniff", "suffixes"]

name = "naf"
suffixes = (".naf", ".xml")

_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
#: the ways in which tools count; one word of so many may be written otherwise
_UNITS: Final[tuple[Unit, ...]] = ("code points", "utf-16")
_MOST: Final = 10
#: attributes that bear the id of an element, by the versions of the format
_IDS: Final = ("id", "wid", "tid", "eid", "coid", "prid", "rid")
#: attributes of an element that are no features
_OWN: Final = frozenset((*_IDS, "type", "semRole"))


def sniff(path: Path, head: bytes) -> bool:
    """The root element of NAF."""
    return b"<NAF" in head or path.suffix.lower() == ".naf"


def _root(path: Path) -> _Element:
    """The root of the file; nothing in it reaches outside.

    Raises:
        InvalidInputError: it is no XML, or declares a document type.
        MissingExtraError: lxml is not installed.
    """
    try:
        from lxml import etree
    except ImportError:
        raise MissingExtraError("lxml", "cas") from None
    content = read_bytes(path)
    refuse_entities(path, content)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", 0) or 0
        message = str(error).partition(", line ")[0]
        problem = SyntaxProblem(f"not XML: {message}", path, line)
        raise InvalidInputError((problem,)) from error
    if str(root.tag) != "NAF":
        problem = SyntaxProblem("not NAF", path, 1, expected="<NAF>", found=f"<{root.tag}>")
        raise InvalidInputError((problem,))
    return root


def _marked(path: Path) -> Marked:
    root = _root(path)
    found = Collector(path)
    words = _Words(found, root)
    for one in root.iterfind("entities/entity"):
        ident = words.add(one, one.get("type") or "entity", _spans(one))
        words.references(ident, one)
    for one in root.iterfind("timeExpressions/timex3"):
        words.add(one, one.get("type") or "timex3", _spans(one))
    for one in root.iterfind("coreferences/coref"):
        label = one.get("type") or "coref"
        group = [words.add(one, label, [span], nth) for nth, span in enumerate(_spans(one), 1)]
        if len(group) > 1:
            found.same(group, _line(one))
    for one in root.iterfind("srl/predicate"):
        words.predicate(one)
    about: dict[str, Any] = {}
    if language := root.get(_LANGUAGE):
        about["language"] = language
    title = root.find("nafHeader/fileDesc")
    if title is not None and title.get("title"):
        about["title"] = title.get("title")
    public = root.find("nafHeader/public")
    if public is not None and str(public.get("uri", "")).startswith(("http://", "https://")):
        about["url"] = public.get("uri")
    where = Where(id_of(path), path.name, name)
    return found.marked(words.text, where, offsets=words.unit, about=about)


documents = one_text(_marked)


class _Words:
    """The words of a text, and the annotations that stand on them."""

    def __init__(self, found: Collector, root: _Element) -> None:
        self._found = found
        forms = root.findall("text/wf")
        raw = root.findtext("raw")
        self.text = raw if raw is not None else _rebuilt(forms)
        if not self.text:
            found.wrong("the text is missing", _line(root), expected="<raw>, or <wf> with offsets")
        markings = [_marking(found, one) for one in forms]
        self.unit, places = self._placed([one for one in markings if one])
        spans = iter(places)
        #: the span of each word, and of what a term or a multiword stands on, by id
        self._spans: dict[str, list[Span]] = {}
        for one, marking in zip(forms, markings, strict=True):
            span = next(spans) if marking else None
            if span is not None:
                self._spans[_id(one)] = [span]
        for one in root.iterfind("terms/term"):
            self._spans[_id(one)] = self._standing(one, _targets(one))
        for one in root.iterfind("multiwords/mw"):
            components = one.findall("component")
            for part in components:
                self._spans[_id(part)] = self._standing(part, _targets(part))
            self._spans[_id(one)] = [span for part in components for span in self._spans[_id(part)]]

    def _standing(self, one: _Element, targets: Iterable[str]) -> list[Span]:
        """Where the targets of an element stand; one that is not there is told."""
        found: list[Span] = []
        for target in targets:
            if target in self._spans:
                found += self._spans[target]
            else:
                message = f"{_id(one) or one.tag!r} stands on {target!r}, which is not there"
                self._found.wrong(message, _line(one))
        return found

    def _placed(self, markings: list[Marking]) -> tuple[str, tuple[Span | None, ...]]:
        """Where the words stand, by the way of counting in which the most of them do.

        Tokenizers write some signs otherwise than the text has them (a quotation mark, a bracket):
        such words are told, and of a text that has few of its words the offsets are not right.
        """
        tried = {unit: anchor(self.text, markings, unit, units=(unit,)) for unit in _UNITS}
        unit = min(_UNITS, key=lambda each: len(tried[each].problems))
        unlike = tried[unit].problems
        plain = [replace(one, quote=None) for one in markings]
        placed = anchor(self.text, plain, unit, units=(unit,))
        if len(unlike) * _MOST > len(markings) or placed.problems:
            self._found.problems += unlike
            return unit, tried[unit].spans
        self._found.notices += unlike
        return unit, placed.spans

    def add(self, one: _Element, label: str, spans: Iterable[list[str]], nth: int = 0) -> str:
        """An annotation that stands on words, with its attributes as features."""
        tag = str(one.tag)
        line = _line(one)
        ident = (_id(one) or f"{tag}-{line}") + (f".{nth}" if nth else "")
        stands = sorted({*self._standing(one, (target for span in spans for target in span))})
        self._found.add(ident, label, list(self._runs(stands, line)), line=line)
        features = {key: value for key, value in one.attrib.items() if str(key) not in _OWN}
        self._found.features(ident, {str(key): value for key, value in features.items()}, line)
        return ident

    def references(self, ident: str, one: _Element) -> None:
        """What an annotation leads to in other collections."""
        for each in one.iterfind("externalReferences//externalRef"):
            reference = each.get("reference") or ""
            if not reference.startswith(("http://", "https://")) and each.get("resource"):
                reference = f"{each.get('resource')}:{reference}"
            self._found.reference(ident, reference, _line(each))

    def predicate(self, one: _Element) -> None:
        """An event: its predicate is the trigger, its roles are the arguments."""
        line = _line(one)
        kinds = [each.get("reference") or "" for each in
                 one.iterfind("externalReferences/externalRef")]  # fmt: skip
        label = next(filter(None, kinds), None) or one.get("uri") or "predicate"
        trigger = self.add(one, label, [_targets(one)])
        links = []
        for nth, role in enumerate(one.iterfind("role"), 1):
            named = role.get("semRole") or "role"
            part = (
                self.add(role, named, [_targets(role)])
                if _id(role)
                else self.add(role, named, [_targets(role)], nth)
            )
            self.references(part, role)
            links.append((named, part))
        self._found.add(f"{trigger}.event", label, trigger=trigger, links=links, line=line)
        self.references(f"{trigger}.event", one)

    def _runs(self, spans: list[Span], line: int) -> Iterator[Marking]:
        """Words that follow each other with blanks between them are one stretch."""
        start = end = -1
        for span in spans:
            if (
                end >= 0
                and not self.text[end : span.start].strip()
                and "\n\n" not in self.text[end : span.start]
            ):
                end = max(end, span.end)
                continue
            if end >= 0:
                yield Marking(start, end, None, line)
            start, end = span
        if end >= 0:
            yield Marking(start, end, None, line)


def _spans(one: _Element) -> list[list[str]]:
    """The targets of each span of an element, wherever in it."""
    return [
        [str(target.get("id")) for target in span.iterfind("target")] for span in one.iter("span")
    ]


def _targets(one: _Element) -> list[str]:
    """The targets of the element's own span."""
    return [str(target.get("id")) for target in one.iterfind("span/target")]


def _marking(found: Collector, one: _Element) -> Marking | None:
    offset, length, line = one.get("offset") or "", one.get("length") or "", _line(one)
    if not (offset.isascii() and offset.isdigit() and length.isascii() and length.isdigit()):
        found.wrong("a word has no offset", line, expected="offset and length, as numbers")
        return None
    return Marking(int(offset[:12]), int(offset[:12]) + int(length[:12]), one.text or None, line)


def _rebuilt(forms: Iterable[_Element]) -> str:
    """The text of words whose raw text is not given: blanks stand between them."""
    text = ""
    for one in forms:
        offset = one.get("offset") or ""
        at = int(offset[:9]) if offset.isascii() and offset.isdigit() else len(text)
        if at > len(text) + 10_000:
            return text
        text += " " * (at - len(text)) + (one.text or "")
    return text


def _id(one: _Element) -> str:
    """The id of an element, or ""."""
    return next((found for key in _IDS if (found := one.get(key))), "")


def _line(one: _Element) -> int:
    return one.sourceline or 0
