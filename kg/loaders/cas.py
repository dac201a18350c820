"""UIMA CAS: XMI with its type system, and JSON 0.4; alone, or in the zip of a project's export.

Layers and their features are found by the type system of the file, never by a list of ours. What
holds one text is one view (sofa). Of an annotation its label is the feature `value`, where it has
one, else the name of its layer; features that lead to other annotations are links, and so are
arrays of links with `role` and `target`. Tokens and sentences are left out, but for those to which
an annotation leads. Offsets are UTF-16
units in the file; cassis converts them. Sources: <https://github.com/dkpro/dkpro-cassis>,
<https://uima.apache.org/d/uimaj-current/references.html>,
<https://github.com/apache/uima-uimaj-io-jsoncas>.

The border to cassis.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg.errors import AnchorProblem, InputError, InvalidInputError, MissingExtraError, SyntaxProblem
from kg.loaders.base import Loaded, Reading
from kg.loaders.casjson import DEFAULT_VIEW, single_views
from kg.loaders.foreign import loaded, marks_of, read_bytes
from kg.loaders.xml import refuse_entities
from kg.loaders.zipped import Member, members, names
from kg.model import Annotation, Article, Sheet
from kg.standoff import Collector, Marked, Marking, Where, id_of

if TYPE_CHECKING:
    from cassis import Cas

__all__ = ["documents", "dump", "name", "sniff", "suffixes"]

name = "cas"
suffixes = (".xmi", ".json", ".zip")

_JSON: Final = (b'"%FEATURE_STRUCTURES"', b'"%TYPES"', b'"%VIEWS"')
#: layers that we write
_SPAN, _EVENT, _LINKED = "kg.Mark", "kg.Event", "kg.Link"
_OWN: Final = frozenset((_SPAN, _EVENT))
_TRIGGER, _NOTES = "trigger", "notes"
#: in the export of a project: a document before its annotators came
_INITIAL: Final = "INITIAL_CAS"
#: the text's own structure, as DKPro Core names it; no layer of a project has these names
_SEGMENTATION: Final = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type"
_SENTENCE, _TOKEN = f"{_SEGMENTATION}.Sentence", f"{_SEGMENTATION}.Token"
_METADATA: Final = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type"
_STRUCTURE: Final = frozenset(
    (_SENTENCE, _TOKEN, f"{_METADATA}.DocumentMetaData", f"{_METADATA}.TagsetDescription")
)
#: what belongs to UIMA itself
_UIMA: Final = re.compile(r"uima\.(?:cas|tcas)\.")
#: ends of the names of what a zip may hold
_INSIDE: Final = frozenset((".xmi", ".json", ".zip"))
_TYPE_SYSTEM: Final = b"<typeSystemDescription"
_LABEL: Final = "value"
_LINK: Final = ("role", "target")
#: what cassis says of a type that it does not know, and of an offset that it leaves as it is
_UNKNOWN: Final = re.compile(r"Type with name \[(.*)\] not found")
_LOST: Final = re.compile(r"Not mapping external offset \[(-?[0-9]+)\]")
_CHAIN: Final = ("first", "next")


class _File(NamedTuple):
    """One CAS: what it is called, its bytes, the type systems that stand near it, its one view."""

    name: str
    content: bytes
    types: list[bytes]
    view: str = ""


def sniff(path: Path, head: bytes) -> bool:
    """XMI by its name, JSON by its keys, a zip by what is in it."""
    if path.suffix.lower() == ".json":
        return any(key in head for key in _JSON)
    if path.suffix.lower() == ".zip":
        return any(PurePosixPath(one).suffix.lower() in _INSIDE for one in names(path))
    return True


def documents(path: Path, reading: Reading) -> Iterator[Loaded | InvalidInputError]:
    """A document for each text of each CAS of the file."""
    try:
        files = list(_files(path))
    except InvalidInputError as invalid:
        yield invalid
        return
    for file in (one for whole in files for one in _by_view(path, whole)):
        try:
            if isinstance(file, InvalidInputError):
                raise file
            cas = _read(path, file)
            texts = [(view, one) for view in _views(cas) if (one := cas.get_view(view))]
        except InvalidInputError as invalid:
            yield invalid
            continue
        for view, one in texts:
            if one.sofa_string is not None:
                yield loaded(_marked(path, file, file.view or view, one), reading)


def _files(path: Path) -> Iterator[_File]:
    """The CAS of a file, or those of a zip.

    Raises:
        InvalidInputError: the file cannot be read, or the zip is none or climbs out.
    """
    if path.suffix.lower() == ".zip":
        inside = list(members(path))
        found = _annotated([one for one in inside if _is_cas(one)])
        if not found:
            problem = InputError("no CAS in this zip", path, expected="a file .xmi or .json")
            raise InvalidInputError((problem,))
        types = [one for one in inside if _TYPE_SYSTEM in one.content[:4096]]
        for one in found:
            # in the export of a project each annotator has a zip with a type system of its own
            near = [each.content for each in types if each.archive == one.archive]
            yield _File(one.name, one.content, near or [each.content for each in types])
        return
    beside = [
        file.read_bytes()
        for file in sorted(path.parent.glob("*.xml"))
        if path.suffix.lower() == ".xmi" and file.is_file()
    ]
    types_beside = [content for content in beside if _TYPE_SYSTEM in content[:4096]]
    yield _File(path.name, read_bytes(path), types_beside)


def _annotated(found: list[Member]) -> list[Member]:
    """Without what a document was before its annotators came, where there are any."""
    places = [PurePosixPath(one.archive or one.name) for one in found]
    worked = {place.parent for place in places if place.stem != _INITIAL}
    return [one for one, place in zip(found, places, strict=True)
            if place.stem != _INITIAL or place.parent not in worked]  # fmt: skip


def _by_view(path: Path, file: _File) -> Iterator[_File | InvalidInputError]:
    """A CAS in JSON of several views as one for each, since cassis reads only the first of them."""
    if file.name.lower().endswith(".xmi"):
        yield file
        return
    try:
        for content, view in single_views(path, file.content):
            yield file._replace(content=content, view=view)
    except InvalidInputError as invalid:
        yield invalid


def _is_cas(member: Member) -> bool:
    end = PurePosixPath(member.name).suffix.lower()
    return end == ".xmi" or (end == ".json" and any(key in member.content for key in _JSON))


def _read(path: Path, file: _File) -> Cas:
    """The CAS of one file.

    Raises:
        InvalidInputError: it is none, or it has entities, or an offset that is inside a character.
        MissingExtraError: cassis is not installed.
    """
    cassis = _cassis()
    is_xmi = file.name.lower().endswith(".xmi")
    for content in (file.content, *file.types) if is_xmi else ():
        refuse_entities(path, content)
    if is_xmi and not file.types:
        problem = InputError(
            "the type system of this CAS is not there", path,
            expected="a file .xml beside it that begins with <typeSystemDescription>",
        )  # fmt: skip
        raise InvalidInputError((problem,))
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            if is_xmi:
                systems = [cassis.load_typesystem(io.BytesIO(one)) for one in file.types]
                merged = cassis.merge_typesystems(*systems)
                cas = cassis.load_cas_from_xmi(io.BytesIO(file.content), typesystem=merged)
            else:
                cas = cassis.load_cas_from_json(io.BytesIO(file.content))
        except MemoryError:
            raise
        except Exception as error:  # cassis raises whatever it stumbles over
            raise InvalidInputError((_stumbled(path, file, error),)) from error
    lost = [match[1] for one in said if (match := _LOST.match(str(one.message)))]
    if lost:
        problems = (
            AnchorProblem(
                "an offset (utf-16) is beyond the end of the text or inside a character", path,
                found=number,
            )
            for number in dict.fromkeys(lost)
        )  # fmt: skip
        raise InvalidInputError(tuple(problems))
    return cas


def _stumbled(path: Path, file: _File, error: Exception) -> SyntaxProblem:
    """What is wrong with a file, as far as cassis says so in words for its users."""
    expected = "XMI of the types that stand beside it" if file.types else "UIMA CAS JSON 0.4"
    if unknown := _UNKNOWN.match(str(error)):
        what = f"the type {unknown[1]} is not in its type system" if unknown[1] else ""
    elif isinstance(error, SyntaxError):  # of XML, with its place
        what = f"not XML: {error.msg.partition(', line ')[0]}"
        return SyntaxProblem(what, path, error.lineno or 0, error.offset or 0, found=file.name)
    elif isinstance(error, KeyError):
        what = f"{error.args[0]} is missing" if error.args else ""
    else:
        what = " ".join(str(error).split())[:200] if isinstance(error, ValueError) else ""
    message = f"not a UIMA CAS: {what}" if what else "not a UIMA CAS"
    return SyntaxProblem(message, path, expected=expected, found=file.name)


def _cassis() -> Any:
    """The library, which is not always installed."""
    try:
        import cassis
    except ImportError:
        raise MissingExtraError("dkpro-cassis", "cas") from None
    return cassis


def _views(cas: Cas) -> list[str]:
    return [sofa.sofaID for sofa in cas.sofas]


def _marked(path: Path, file: _File, view: str, cas: Cas) -> Marked:
    text = cas.sofa_string or ""
    found = Collector(path)
    reader = _Reader(found, cas)
    reader.read()
    parts = [] if file.name == path.name else [PurePosixPath(file.name).with_suffix("").as_posix()]
    parts += [] if view == DEFAULT_VIEW else [view]
    inside = "#".join(parts)
    called = f"{path.name}#{inside}" if inside else path.name
    where = Where(id_of(path, inside), called, name)
    return found.marked(text, where, offsets="utf-16", about=reader.about)


class _Told(NamedTuple):
    """What a feature structure says."""

    features: dict[str, Any]
    links: list[tuple[str, str]]
    notes: list[Any]
    trigger: str | None = None


class _Reader:
    """The annotations of one view."""

    def __init__(self, found: Collector, cas: Cas) -> None:
        self._found, self._cas = found, cas
        self._known: dict[int, str] = {}
        self.about: dict[str, Any] = {}
        if cas.document_language not in (None, "", "x-unspecified"):
            self.about["language"] = cas.document_language

    def read(self) -> None:
        """All feature structures that are of the text and not its structure."""
        structures = [one for one in self._cas.select_all_fs() if self._counts(one)]
        for one in structures:
            self._known[id(one)] = f"{_short(one)}.{one.xmiID}"
        for one in structures:
            self._add(one)
        self._chains(structures)

    def _counts(self, one: Any) -> bool:
        kind = str(one.type.name)
        if kind in _STRUCTURE or _UIMA.match(kind):
            self._document(one)
            return False
        # a link is told with the annotation that holds it
        return hasattr(one, "begin") or not all(hasattr(one, key) for key in _LINK)

    def _document(self, one: Any) -> None:
        title = getattr(one, "documentTitle", None)
        if isinstance(title, str) and title:
            self.about["title"] = title
        address = getattr(one, "documentUri", None)
        if isinstance(address, str) and address.startswith(("http://", "https://")):
            self.about["url"] = address

    def _add(self, one: Any) -> None:
        ident = self._known[id(one)]
        told = self._told(one)
        features = told.features
        label = features.pop(_LABEL, None)
        if not isinstance(label, str) or not label:
            label = _short(one)
        else:
            features |= {} if one.type.name in _OWN else {"layer": _short(one)}
        begin, end = getattr(one, "begin", None), getattr(one, "end", None)
        markings = []
        # a relation stands where its end does: what it is of are its ends
        bears = told.trigger is None and not _is_relation(one)
        if isinstance(begin, int) and isinstance(end, int) and bears:
            markings = [Marking(begin, end)] if begin != end else []
            if begin == end and one.type.name not in _OWN:  # a place between characters
                features["at"] = begin
        self._found.add(ident, label, markings, trigger=told.trigger, links=told.links)
        for note in told.notes:
            self._found.note(ident, note)
        self._found.features(ident, features)
        for value in features.values():
            if isinstance(value, str) and value.startswith(("http://", "https://")):
                self._found.reference(ident, value)

    def _told(self, one: Any) -> _Told:
        """What the features of a structure say: words and numbers, or others to which they lead."""
        told = _Told({}, [], [])
        for feature in one.type.all_features:
            if feature.name in ("begin", "end", "sofa"):
                continue
            value = one[feature.name]
            if value is None or isinstance(value, str | int | float):
                if value is not None:
                    told.features[feature.name] = value
                continue
            ends, rest = self._ends(feature.name, value)
            if feature.name == _TRIGGER and ends:
                told = told._replace(trigger=ends[0][1])
            elif feature.name == _NOTES:
                told.notes.extend(rest)
            else:
                told.links.extend(ends)
                if rest:
                    plain = [_plain(each) for each in rest]
                    told.features[feature.name] = plain[0] if value is rest[0] else plain
        return told

    def _ends(self, feature: str, value: Any) -> tuple[list[tuple[str, str]], list[Any]]:
        """The annotations to which a feature leads, each with its role; and what is left of it.

        A link without a target is a slot that nobody has filled.
        """
        ends: list[tuple[str, str]] = []
        rest: list[Any] = []
        for each in _elements(value):
            role, target = feature, each
            if not hasattr(each, "begin") and all(hasattr(each, key) for key in _LINK):
                role, target = str(each.role or feature), each.target
            if (ident := self._ident(target)) is not None:
                ends.append((role, ident))
            elif target is not None:
                rest.append(each)
        return ends, rest

    def _ident(self, target: Any) -> str | None:
        """The id of an annotation; a token or sentence becomes one when something leads to it."""
        ident = self._known.get(id(target))
        kind = getattr(target, "type", None)
        if ident is None and kind is not None and kind.name in (_TOKEN, _SENTENCE):
            ident = self._known[id(target)] = f"{_short(target)}.{target.xmiID}"
            self._found.add(ident, _short(target), [Marking(target.begin, target.end)])
        return ident

    def _chains(self, structures: list[Any]) -> None:
        """Chains of coreference: what comes one after the other is one thing."""
        first, following = _CHAIN
        for one in structures:
            member, group = getattr(one, first, None), []
            while member is not None and id(member) in self._known:
                ident = self._known[id(member)]
                if ident in group:
                    break
                group.append(ident)
                member = getattr(member, following, None)
            if len(group) > 1:
                self._found.same(group)


def _elements(value: Any) -> list[Any]:
    """What an array of UIMA holds; a feature structure is one by itself, and a text is none."""
    inside = getattr(value, "elements", value)
    if isinstance(inside, list | tuple):
        return [each for each in inside if each is not None]
    return [value] if hasattr(value, "type") else []


def _is_relation(one: Any) -> bool:
    """Whether it leads from one annotation to another, as DKPro's relations do."""
    names = {feature.name for feature in one.type.all_features}
    return {"Governor", "Dependent"} <= names


def _plain(value: Any) -> Any:
    """A value as JSON has it; of a structure that is no annotation what is written in it."""
    if not hasattr(value, "type"):
        return value if isinstance(value, str | int | float | bool) else str(value)
    inside = {
        feature.name: getattr(value, feature.name, None) for feature in value.type.all_features
    }
    written = {
        key: each for key, each in inside.items() if isinstance(each, str | int | float | bool)
    }
    return {"layer": _short(value), **written}


def _short(one: Any) -> str:
    """The last part of a type's name: what the layer is called."""
    return str(one.type.name).rpartition(".")[2]


# ---------------------------------------------------------------------------------------- writing


def dump(sheet: Sheet, path: Path, text: str | None = None) -> None:
    """Write an article as XMI with its type system beside it, or as JSON, by the file's name.

    Marks are of the layer `kg.Mark`, events of `kg.Event`; sentences and tokens are written too,
    since INCEpTION wants them.

    Raises:
        ExportError: the sheet is no article, or its text is not given.
        MissingExtraError: cassis is not installed.
    """
    marks = marks_of(sheet, text, name)
    cassis = _cassis()
    system = cassis.TypeSystem()
    _create_layers(system)
    cas = cassis.Cas(typesystem=system)
    cas.sofa_string, cas.sofa_mime = text, "text/plain"
    if isinstance(sheet, Article):
        cas.document_language = sheet.document.language
    _add_structure(cas, system, text or "")
    made = {one.id: _made(one, system) for one in marks}
    for one in marks:
        here = made[one.id]
        if one.trigger:
            here.trigger = made[one.trigger]
            here.begin, here.end = here.trigger.begin, here.trigger.end
        linked = system.get_type(_LINKED)
        links = [linked(role=link.role, target=made[link.to]) for link in one.links]
        if links:
            array = system.get_type("uima.cas.FSArray")
            here.links = array(elements=links)
        cas.add(here)
    if path.suffix.lower() == ".json":
        path.write_text(cas.to_json(pretty_print=True), encoding="utf-8", newline="\n")
    else:
        path.write_text(cas.to_xmi(pretty_print=True), encoding="utf-8", newline="\n")
        (path.parent / "TypeSystem.xml").write_text(system.to_xml(), encoding="utf-8", newline="\n")


def _create_layers(system: Any) -> None:
    """Our layers: a label as `value`, notes, links with roles; events have a trigger."""
    linked = system.create_type(_LINKED, "uima.cas.TOP")
    mark = system.create_type(_SPAN)
    event = system.create_type(_EVENT)
    system.create_feature(linked, "role", "uima.cas.String")
    system.create_feature(linked, "target", "uima.tcas.Annotation")
    for layer in (mark, event):
        system.create_feature(layer, "value", "uima.cas.String")
        system.create_feature(layer, _NOTES, "uima.cas.StringArray")
        system.create_feature(layer, "links", "uima.cas.FSArray", elementType=_LINKED)
    system.create_feature(event, _TRIGGER, _SPAN)
    for kind in (_SENTENCE, _TOKEN):
        system.create_type(kind)


def _made(one: Annotation, system: Any) -> Any:
    """A mark as a feature structure, without what leads to others."""
    here = system.get_type(_EVENT if one.trigger else _SPAN)()
    here.value = one.label
    # what stands nowhere, such as a relation, has no characters
    here.begin, here.end = (one.at[0].start, one.at[-1].span.end) if one.at else (0, 0)
    if one.notes:
        array = system.get_type("uima.cas.StringArray")
        here.notes = array(elements=list(one.notes))
    return here


def _add_structure(cas: Cas, system: Any, text: str) -> None:
    """Lines as sentences, and words and signs as tokens."""
    sentence, token = system.get_type(_SENTENCE), system.get_type(_TOKEN)
    for line in re.finditer(r"[^\n]*\S[^\n]*", text):
        cas.add(sentence(begin=line.start(), end=line.end()))
        for word in re.finditer(r"[\w\u0300-\u036f\u0900-\u097f]+|\S", line[0]):
            cas.add(token(begin=line.start() + word.start(), end=line.start() + word.end()))
