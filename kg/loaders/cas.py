"""UIMA CAS: XMI with its type system, and JSON 0.4; alone, or in the zip of a project's export.

Layers and their features are found by the type system of the file, never by a list of ours. What
holds one text is one view (sofa). Of an annotation its label is the feature `value`, where it has
one, else the name of its layer; features that lead to other annotations are links, and so are
arrays of links with `role` and `target`. Tokens and sentences are left out. Offsets are UTF-16
units in the file; cassis converts them. Sources: <https://github.com/dkpro/dkpro-cassis>,
<https://uima.apache.org/d/uimaj-current/references.html>,
<https://github.com/apache/uima-uimaj-io-jsoncas>.

The border to cassis.
"""

from __future__ import annotations

import io
import json
import re
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg.errors import AnchorProblem, InputError, InvalidInputError, MissingExtraError, SyntaxProblem
from kg.loaders.base import Loaded, Reading
from kg.loaders.foreign import loaded, marks_of, read_bytes
from kg.loaders.jsons import broken, check
from kg.loaders.xml import refuse_entities
from kg.loaders.zipped import Member, members
from kg.model import Annotation, Article, Sheet
from kg.standoff import Collector, Marked, Marking, Where, id_of

if TYPE_CHECKING:
    from cassis import Cas

__all__ = ["documents", "dump", "name", "sniff", "suffixes"]

name = "cas"
suffixes = (".xmi", ".json", ".zip")

_JSON: Final = (b'"%FEATURE_STRUCTURES"', b'"%TYPES"', b'"%VIEWS"')
_DEFAULT_VIEW: Final = "_InitialView"
_SOFA: Final = "uima.cas.Sofa"
#: types of the text's own structure, by the last part of their names, and of UIMA itself
#: layers that we write
_SPAN, _EVENT, _LINKED = "kg.Mark", "kg.Event", "kg.Link"
_OWN: Final = frozenset((_SPAN, _EVENT))
_TRIGGER, _NOTES = "trigger", "notes"
#: the text's own structure, as DKPro Core names it
_SEGMENTATION: Final = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type"
_SENTENCE, _TOKEN = f"{_SEGMENTATION}.Sentence", f"{_SEGMENTATION}.Token"
_STRUCTURE: Final = frozenset(
    ("Token", "Sentence", "DocumentMetaData", "DocumentAnnotation", "TagsetDescription")
)
_UIMA: Final = re.compile(r"uima\.(?:cas|tcas)\.")
_TYPE_SYSTEM: Final = b"<typeSystemDescription"
_LABEL: Final = "value"
_LINK: Final = ("role", "target")
#: what cassis says of an offset that it leaves as it is
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
        return any(b"." + end in head for end in (b"xmi", b"json")) and zipfile.is_zipfile(path)
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
        types = [one.content for one in inside if _TYPE_SYSTEM in one.content[:4096]]
        found = [one for one in inside if _is_cas(one)]
        if not found:
            problem = InputError("no CAS in this zip", path, expected="a file .xmi or .json")
            raise InvalidInputError((problem,))
        for one in found:
            yield _File(one.name, one.content, types)
        return
    beside = [
        file.read_bytes()
        for file in sorted(path.parent.glob("*.xml"))
        if path.suffix.lower() == ".xmi" and file.is_file()
    ]
    types = [content for content in beside if _TYPE_SYSTEM in content[:4096]]
    yield _File(path.name, read_bytes(path), types)


def _by_view(path: Path, file: _File) -> Iterator[_File | InvalidInputError]:
    """A CAS in JSON of several views as one for each, since cassis reads only the first of them."""
    if file.name.lower().endswith(".xmi"):
        yield file
        return
    try:
        whole = json.loads(file.content)
        check(whole)
    except (ValueError, RecursionError) as error:
        yield InvalidInputError((broken(path, error),))
        return
    try:
        structures = whole["%FEATURE_STRUCTURES"]
        sofas = [one for one in structures if one.get("%TYPE") == _SOFA]
        views = {view["%SOFA"]: view["%MEMBERS"] for view in whole["%VIEWS"].values()}
    except (KeyError, TypeError, AttributeError):
        yield file  # cassis says what is wrong with it
        return
    if len(sofas) < 2 or not all(isinstance(one.get("%ID"), int) for one in sofas):
        yield file
        return
    for sofa in sofas:
        kept = [one for one in structures if one.get("@sofa", sofa["%ID"]) == sofa["%ID"]
                and (one.get("%TYPE") != _SOFA or one is sofa)]  # fmt: skip
        there = {one.get("%ID") for one in kept}
        members = [one for one in views.get(sofa["%ID"], []) if one in there]
        alone = {
            **whole,
            "%FEATURE_STRUCTURES": [
                one if one is not sofa else {**sofa, "sofaID": _DEFAULT_VIEW} for one in kept
            ],
            "%VIEWS": {_DEFAULT_VIEW: {"%SOFA": sofa["%ID"], "%MEMBERS": members}},
        }
        content = json.dumps(alone).encode()
        yield file._replace(content=content, view=str(sofa.get("sofaID", _DEFAULT_VIEW)))


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
            message = " ".join(str(error).split())[:200] or type(error).__name__
            problem = SyntaxProblem(f"not a UIMA CAS: {message}", path, found=file.name)
            raise InvalidInputError((problem,)) from error
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
    parts += [] if view == _DEFAULT_VIEW else [view]
    inside = "#".join(parts)
    called = f"{path.name}#{inside}" if inside else path.name
    where = Where(id_of(path, inside), called, name)
    return found.marked(text, where, offsets="utf-16", about=reader.about)


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
        if kind.rpartition(".")[2] in _STRUCTURE or _UIMA.match(kind):
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
        links: list[tuple[object, object]] = []
        features: dict[str, Any] = {}
        trigger: object = None
        notes: list[Any] = []
        for feature in one.type.all_features:
            if feature.name in ("begin", "end", "sofa"):
                continue
            value = one[feature.name]
            ends = list(self._ends(feature.name, value))
            if ends and feature.name == _TRIGGER:
                trigger = ends[0][1]
            elif ends:
                links += ends
            elif feature.name == _NOTES:
                notes = _elements(value)
            elif value is not None:
                features[feature.name] = _plain(value)
        label = features.pop(_LABEL, None)
        if not isinstance(label, str) or not label:
            label = _short(one)
        else:
            features |= {} if one.type.name in _OWN else {"layer": _short(one)}
        begin, end = getattr(one, "begin", None), getattr(one, "end", None)
        markings = []
        # a relation stands where its end does: what it is of are its ends
        bears = trigger is None and not _is_relation(one)
        if isinstance(begin, int) and isinstance(end, int) and bears:
            markings = [Marking(begin, end)] if begin != end else []
        self._found.add(ident, label, markings, trigger=trigger, links=links)
        for note in notes:
            self._found.note(ident, note)
        self._found.features(ident, features)
        for value in features.values():
            if isinstance(value, str) and value.startswith(("http://", "https://")):
                self._found.reference(ident, value)

    def _ends(self, feature: str, value: Any) -> Iterator[tuple[object, object]]:
        """The annotations to which a feature leads, each with its role."""
        for each in _elements(value):
            if id(each) in self._known:
                yield feature, self._known[id(each)]
            elif all(hasattr(each, key) for key in _LINK) and id(each.target) in self._known:
                yield each.role or feature, self._known[id(each.target)]

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
    """What an array or a list of UIMA holds; a feature structure is one by itself."""
    if isinstance(value, list | tuple):
        return list(value)
    inside = getattr(value, "elements", None)
    if isinstance(inside, list | tuple):
        return list(inside)
    return [value] if hasattr(value, "type") else []


def _is_relation(one: Any) -> bool:
    """Whether it leads from one annotation to another, as DKPro's relations do."""
    names = {feature.name for feature in one.type.all_features}
    return {"Governor", "Dependent"} <= names


def _plain(value: Any) -> Any:
    inside = getattr(value, "elements", None)
    if isinstance(inside, list | tuple):
        return [str(each) for each in inside]
    return value if isinstance(value, str | int | float | bool) else str(value)


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
