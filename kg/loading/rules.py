"""The rules of derivation: `queries/derive/*.rq`, each run for all or for some subjects only.

A rule's header says which variable of it is the subject to which the derived triples belong, and
where to look for the subjects that a change touches. In the text stands the comment `# VALUES ?x`
wherever the subjects belong: the file as it is derives for all. This module knows no rule by name,
and not when they are run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from kg.errors import QueryHeaderError
from kg.queries import Derivation, Query, with_prefixes
from kg.queries.tokenizer import significant
from kg.store.base import Backend
from kg.terms import Iri, to_ntriples

__all__ = ["Rule", "read_rules"]

#: nodes that stand in one query
_CHUNK = 1000
#: how many terms of a triple the next one shares with it, by the sign between them
_KEPT = {".": 0, ";": 1, ",": 2}


@dataclass(frozen=True)
class Rule:
    """One rule: a CONSTRUCT whose triples all have its subject at the same end.

    `end` is "s" or "o"; `predicates` are those of its triples, as SPARQL.
    """

    query: Query
    how: Derivation
    end: str
    predicates: tuple[str, ...]

    @property
    def name(self) -> str:
        """What other rules call it."""
        return self.query.file.stem

    @classmethod
    def read(cls, file: Path) -> Rule:
        """The rule in a file.

        Raises:
            QueryHeaderError: it is malformed, or no rule.
        """
        query = Query.read(file)
        how = query.derive
        if how is None:
            raise QueryHeaderError(file, 1, "a rule has 'derive' in its header")
        if _mark(how) not in query.sparql:
            raise QueryHeaderError(file, 1, f"{_mark(how)!r} stands nowhere in the query")
        triples = [*_triples(query)]
        subject = f"?{how.subject}"
        ends = {"s" if s == subject else "o" if o == subject else "" for s, _, o in triples}
        if ends not in ({"s"}, {"o"}):
            message = f"{subject} does not stand at one end of all triples that are constructed"
            raise QueryHeaderError(file, 1, message)
        return cls(query, how, ends.pop(), tuple(dict.fromkeys(p for _, p, _ in triples)))

    def everything(self, backend: Backend) -> list[str]:
        """All that it derives, as N-Triples lines."""
        return backend.construct(self.query.sparql)

    def anew(self, backend: Backend, subjects: Iterable[str]) -> set[str]:
        """What it derives for these subjects, as N-Triples lines."""
        return {
            line
            for values in _values(self.how.subject, subjects)
            for line in backend.construct(self.query.sparql.replace(_mark(self.how), values))
        }

    def before(self, backend: Backend, subjects: Iterable[str], graph: str) -> set[str]:
        """What it derived for these subjects when it made what `graph` holds."""
        predicates = " ".join(self.predicates)
        return {
            line
            for values in _values(self.end, subjects)
            for line in backend.construct(
                with_prefixes(
                    f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {values} VALUES ?p {{ {predicates} }} "
                    f"GRAPH <{graph}> {{ ?s ?p ?o }} }}"
                )
            )
        }

    def touched(self, backend: Backend, graphs: Iterable[str], changed: Iterable[str]) -> set[str]:
        """The subjects for which it may derive something else now; some more, never fewer.

        Args:
            backend: the store.
            graphs: those that were opened or closed.
            changed: the subjects of triples that the rules on which it rests derive or derived,
                but not both.
        """
        found: set[str] = set()
        for variable, nodes in (("loaded", graphs), ("changed", changed)):
            patterns = [one for one in self.how.touched if f"?{variable}" in one]
            for values in _values(variable, nodes) if patterns else ():
                # the nodes stand in each branch: a union is not joined with patterns outside of it
                branches = "\n  UNION ".join(f"{{ {values} {pattern} }}" for pattern in patterns)
                table = backend.select(
                    with_prefixes(f"SELECT DISTINCT ?{self.how.subject} WHERE {{\n  {branches} }}")
                )
                found.update(row[0] for row in table.rows if isinstance(row[0], Iri))
        return found


def read_rules(folder: Path) -> list[Rule]:
    """The rules in a folder, each after those on which it rests.

    Raises:
        QueryHeaderError: one is malformed, or rests on one that is not there or rests on it.
    """
    rules = {file.stem: Rule.read(file) for file in sorted(folder.glob("*.rq"))}
    for rule in rules.values():
        if missing := [name for name in rule.how.rests_on if name not in rules]:
            raise QueryHeaderError(rule.query.file, 1, f"it rests on no rule: {missing[0]!r}")
    try:
        order = [*TopologicalSorter({n: r.how.rests_on for n, r in rules.items()}).static_order()]
    except CycleError as error:
        circle = " > ".join(error.args[1])
        raise QueryHeaderError(folder, 1, f"rules rest on each other: {circle}") from None
    return [rules[name] for name in order]


def _mark(how: Derivation) -> str:
    return f"# VALUES ?{how.subject}\n"


def _values(variable: str, nodes: Iterable[str]) -> Iterator[str]:
    """Blocks of VALUES, each on a line of its own, with some of the nodes."""
    wanted = sorted(set(nodes))
    for start in range(0, len(wanted), _CHUNK):
        terms = " ".join(to_ntriples(Iri(node)) for node in wanted[start : start + _CHUNK])
        yield f"VALUES ?{variable} {{ {terms} }}\n"


def _triples(query: Query) -> Iterator[tuple[str, str, str]]:
    """The triples of the template; every term in it is one token."""
    texts = [token.text for token in significant(query.body.tokens)]
    opened = next(at for at, text in enumerate(texts) if text.upper() == "CONSTRUCT") + 2
    triple: list[str] = []
    for text in [*texts[opened : texts.index("}", opened)], "."]:
        if text not in _KEPT:
            triple.append("rdf:type" if text == "a" else text)
            continue
        if len(triple) == 3:
            yield triple[0], triple[1], triple[2]
        del triple[_KEPT[text] :]
