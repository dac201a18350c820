"""Writes the modules of `kg.vocab` from the Turtle files in `ontology/`.

The only module here that reads RDF; it is run by hand or by CI and never imported by another one.
What it writes depends on nothing but the ontology: sorted, without a date, in the formatter's own
layout, so that a difference is a change.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

__all__ = ["main", "modules", "read"]

#: said here once more, since the names of `kg.iris` stand a floor higher; a test compares them
BR: Final = "https://w3id.org/bilateral/ontology#"
SCHEME: Final = "https://w3id.org/bilateral/scheme/"
_BR: Final = Namespace(BR)
_SDO: Final = Namespace("https://schema.org/")
_HERE: Final = Path(__file__).parent
_ONTOLOGY: Final = _HERE.parent.parent / "ontology"
#: the files that define terms and concepts; shapes and alignments define none
_SOURCES: Final = ("bilateral.ttl", "lifecycle.ttl", "schemes/*.ttl")
_PROPERTY_TYPES: Final = (
    RDF.Property, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty,
)  # fmt: skip
#: the schemes of coders' data, which lead to PLOVER by the crosswalk
_CODED: Final = ("cameo-gdelt", "cameo-icews")
_WIDTH: Final = 100
_HEADER: Final = '''"""{summary}

GENERATED from ontology/ by `python -m kg.vocab.generate`: do not edit, change the ontology.
"""

from __future__ import annotations

{imports}

__all__ = [{names}]
'''


def read(ontology: Path = _ONTOLOGY) -> Graph:
    """The terms, the life cycle and the concept schemes in one graph."""
    graph = Graph()
    for pattern in _SOURCES:
        for path in sorted(ontology.glob(pattern)):
            graph.parse(path, format="turtle")
    return graph


def modules(graph: Graph) -> dict[str, str]:
    """The text of each generated module by its file name."""
    writers: dict[str, Callable[[Graph], str]] = {
        "claimable.py": _claimable,
        "coded.py": _coded,
        "concepts.py": _concepts,
        "drawing.py": _drawing,
        "lifecycle.py": _lifecycle,
        "terms.py": _terms,
    }
    return {name: write(graph) for name, write in writers.items()}


def main(arguments: Sequence[str] | None = None, *, target: Path = _HERE) -> int:
    """Write the modules into `target`, or with `--check` only name those that differ (then 1)."""
    parser = argparse.ArgumentParser(prog="python -m kg.vocab.generate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    check = parser.parse_args(arguments).check
    stale = [
        (target / name, text)
        for name, text in modules(read()).items()
        if not (target / name).is_file() or (target / name).read_text(encoding="utf-8") != text
    ]
    for path, text in stale:
        if not check:
            path.write_text(text, encoding="utf-8", newline="\n")
        print(f"{'differs' if check else 'written'}: {path.name}", file=sys.stderr)
    return 1 if check and stale else 0


# ---- what the graph says


def _local(node: Node | None) -> str:
    """The name at the end of an IRI: of a term after `#`, of a concept after the last `/`."""
    text = str(node)
    return text.removeprefix(BR) if text.startswith(BR) else text.rsplit("/", 1)[-1]


def _locals(nodes: Iterable[Node]) -> tuple[str, ...]:
    return tuple(sorted(_local(node) for node in nodes))


def _ours(graph: Graph, *types: URIRef) -> list[URIRef]:
    """The terms of our namespace that have one of the types, by name."""
    subjects = {term for kind in types for term in graph.subjects(RDF.type, kind)}
    return sorted(t for t in subjects if isinstance(t, URIRef) and t.startswith(BR))


def _labels(graph: Graph, node: Node | None, predicate: URIRef = RDFS.label) -> dict[str, str]:
    found = (label for label in graph.objects(node, predicate) if isinstance(label, Literal))
    return dict(sorted((str(label.language), str(label)) for label in found))


def _concepts_of(graph: Graph, scheme: str) -> list[Node]:
    return sorted(graph.subjects(SKOS.inScheme, URIRef(SCHEME + scheme)), key=str)


def _above(graph: Graph, term: Node) -> list[str]:
    return [
        _local(parent)
        for parent in sorted(graph.transitive_objects(term, RDFS.subClassOf), key=str)
        if parent != term and str(parent).startswith(BR)
    ]


# ---- one function for each module


def _claimable(graph: Graph) -> str:
    rows = []
    for term in _ours(graph, _BR.ClaimableProperty):
        scheme = graph.value(term, _BR.valueScheme)
        fields = (
            _local(term),
            str(term),
            tuple(sorted(str(kind) for kind in graph.objects(term, _BR.valueKind))),
            None if scheme is None else str(scheme).removeprefix(SCHEME),
            None if scheme is None else f"{scheme}/",
            _locals(graph.objects(term, _SDO.domainIncludes)),
            str(graph.value(term, _BR.comparedBy)),
        )
        rows.append((_local(term), _call("Claimable", fields)))
    table = _table("CLAIMABLE", "dict[str, Claimable]", rows)
    return _module(
        "The properties whose values are claimed; a sheet uses the name as a key.",
        ["CLAIMABLE", "Claimable"], [table], rows="Claimable",
    )  # fmt: skip


def _coded(graph: Graph) -> str:
    """CAMEO in both numberings by the crosswalk, and the types of PLOVER that it leads to."""
    rows = []
    for scheme in _CODED:
        for code in _concepts_of(graph, scheme):
            matches = [
                match
                for kind in (SKOS.closeMatch, SKOS.broadMatch)
                for match in graph.objects(code, kind)
                if str(match).startswith(f"{SCHEME}event-type/")
            ]
            fields = (
                _local(matches[0]) if matches else None,
                _locals(graph.objects(code, SKOS.relatedMatch)),
                float(str(graph.value(code, _BR.priorScore))),
            )
            rows.append((f"{scheme}/{_local(code)}", _call("CodedType", fields)))
    plover = []
    for slug, quad in graph.subject_objects(_BR.quadClass):
        score = graph.value(slug, _BR.priorScore)
        prior = None if score is None else float(str(score))
        plover.append((_local(slug), _call("PloverType", (_local(quad), prior))))
    tables = [
        _table("CODED", "dict[str, CodedType]", rows),
        _table("PLOVER", "dict[str, PloverType]", plover),
    ]
    return _module(
        "The codes of CAMEO by scheme and code, and the types of PLOVER, with their scores.",
        ["CODED", "PLOVER", "CodedType", "PloverType"], tables, rows="CodedType, PloverType",
    )  # fmt: skip


def _concepts(graph: Graph) -> str:
    schemes = {
        str(scheme).removeprefix(SCHEME): {
            _local(concept): _labels(graph, concept, SKOS.prefLabel)["en"]
            for concept in graph.subjects(SKOS.inScheme, scheme)
        }
        for scheme in graph.subjects(RDF.type, SKOS.ConceptScheme)
    }
    schemes["actor-class"] = {
        _local(term): _labels(graph, term)["en"]
        for term in graph.transitive_subjects(RDFS.subClassOf, _BR.Actor)
    }
    rows = [
        (scheme, _entries(((key, _text(labels[key])) for key in sorted(labels)), depth=1))
        for scheme, labels in sorted(schemes.items())
    ]
    table = _table("CONCEPTS", "dict[str, dict[str, str]]", rows)
    return _module(
        "The concepts of each scheme with their English labels; `actor-class` has classes.",
        ["CONCEPTS"], [table],
    )  # fmt: skip


def _lifecycle(graph: Graph) -> str:
    axes = [
        (_local(axis), _text(*_locals(graph.objects(axis, _BR.appliesTo))))
        for axis in _concepts_of(graph, "axis")
    ]
    statuses = []
    for status in _concepts_of(graph, "status"):
        (axis,) = _locals(graph.objects(status, _BR.onAxis))
        rank = int(str(graph.value(status, _BR.rank)))
        statuses.append((_local(status), _call("Status", (axis, rank))))
    acts = []
    for act in _concepts_of(graph, "act"):
        ended = list(graph.objects(act, _BR.terminates))
        axis_ended = [node for node in ended if str(node).startswith(SCHEME + "axis/")]
        effect = (
            _locals(graph.objects(act, _BR.initiates)),
            _locals(set(ended) - set(axis_ended)),
            _locals(axis_ended),
            _locals(graph.objects(act, _BR.appliesTo)),
        )
        acts.append((_local(act), _call("ActEffect", effect)))
    tables = [
        _table("AXES", "dict[str, str]", axes),
        _table("STATUSES", "dict[str, Status]", statuses),
        _table("ACTS", "dict[str, ActEffect]", acts),
    ]
    return _module(
        "The life of matters, meetings and agreements: axes, statuses, and what each act does.",
        ["ACTS", "AXES", "STATUSES", "ActEffect", "Status"], tables, rows="ActEffect, Status",
    )  # fmt: skip


def _drawing(graph: Graph) -> str:
    rows = []
    for term in _ours(graph, OWL.Class):
        shape, symbol = graph.value(term, _BR.shape), graph.value(term, _BR.symbol)
        if shape is not None:
            labels = [(key, _text(text)) for key, text in _labels(graph, term).items()]
            arguments = [_text(str(shape)), _text(str(symbol)), _entries(labels, depth=2)]
            rows.append((_local(term), _wrapped("Drawing", arguments)))
    table = _table("DRAWING", "dict[str, Drawing]", rows)
    return _module(
        "How the members of each class are drawn.", ["DRAWING", "Drawing"], [table], rows="Drawing"
    )


def _terms(graph: Graph) -> str:
    classes = _ours(graph, OWL.Class)
    properties = _ours(graph, *_PROPERTY_TYPES)
    parents = [
        (_local(term), _value(tuple(above))) for term in classes if (above := _above(graph, term))
    ]
    blocks = [
        _names("CLASSES", classes),
        _names("PROPERTIES", properties),
        _table("PARENTS", "dict[str, tuple[str, ...]]", parents),
        "\n".join(_constant(_local(term), term) for term in classes + properties),
    ]
    names = ["CLASSES", "PARENTS", "PROPERTIES"]
    return _module(
        "The classes and properties of the ontology, each a constant with its IRI.",
        [*names, *(_local(term) for term in classes + properties)], blocks, iris=True,
    )  # fmt: skip


# ---- layout, as the formatter would have it


def _module(
    summary: str, names: list[str], blocks: list[str], *, rows: str = "", iris: bool = False
) -> str:
    imports = "from typing import Final\n"
    if iris:
        imports += "\nfrom kg.terms import Iri\n"
    if rows:
        imports += f"\nfrom kg.vocab.types import {rows}\n"
    exported = ", ".join(_text(name) for name in sorted(names, key=_export_order))
    if len(exported) + len("__all__ = []") > _WIDTH:
        exported = "\n    " + exported.replace(", ", ",\n    ") + ",\n"
    header = _HEADER.format(summary=summary, imports=imports.rstrip(), names=exported)
    return header + "\n" + "\n\n".join(blocks) + "\n"


def _export_order(name: str) -> tuple[int, str]:
    """Constants, then classes, then the rest: the linter's order of `__all__`."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f"'{text}'" if '"' in text and "'" not in text else f'"{escaped}"'


def _value(value: str | float | tuple[str, ...] | None) -> str:
    if isinstance(value, tuple):
        inner = ", ".join(_text(item) for item in value)
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    return _text(value) if isinstance(value, str) else repr(value)


def _call(name: str, values: Iterable[str | float | tuple[str, ...] | None]) -> str:
    return _wrapped(name, [_value(value) for value in values])


def _wrapped(name: str, arguments: list[str]) -> str:
    """A call as the value of an entry, flat and broken; `_table` takes the one that fits."""
    lines = "".join(f"        {argument},\n" for argument in arguments)
    return f"{name}({', '.join(arguments)})\0{name}(\n{lines}    )"


def _entries(pairs: Iterable[tuple[str, str]], *, depth: int) -> str:
    """A mapping over several lines, `depth` levels deep."""
    indent = "    " * (depth + 1)
    lines = (f"{indent}{_text(key)}: {value},\n" for key, value in pairs)
    return "{\n" + "".join(lines) + "    " * depth + "}"


def _table(name: str, annotation: str, rows: Iterable[tuple[str, str]]) -> str:
    lines = []
    for key, value in sorted(rows):
        flat, _, broken = value.partition("\0")
        line = f"    {_text(key)}: {flat},"
        fits = len(line) <= _WIDTH and "\n" not in line
        lines.append(line if fits or not broken else f"    {_text(key)}: {broken},")
    return f"{name}: Final[{annotation}] = {{\n" + "\n".join(lines) + "\n}"


def _constant(name: str, iri: str) -> str:
    line = f"{name}: Final = Iri({_text(iri)})"
    return line if len(line) <= _WIDTH else f"{name}: Final = Iri(\n    {_text(iri)}\n)"


def _names(name: str, terms: Iterable[URIRef]) -> str:
    items = "".join(f"        {_text(_local(term))},\n" for term in terms)
    return f"{name}: Final[frozenset[str]] = frozenset(\n    {{\n{items}    }}\n)"


if __name__ == "__main__":
    raise SystemExit(main())
