"""The ontology's terms as plain Python data, generated from `ontology/` and committed.

`python -m kg.vocab.generate` writes the modules and `--check` tells which are out of date; nothing
here reads RDF when it is imported, so a module that needs one table pays for that table only. It
must not know how a term is used. What there is (a concept is named by its notation, the slug at the
end of its IRI; a class or property by its local name; a scheme by the tail of its IRI):

- `kg.vocab.terms`: `CLASSES` and `PROPERTIES`, each `frozenset[str]` of local names, and one
  constant with the IRI (`kg.terms.Iri`) for each, named as in the ontology: `terms.byActor`,
  `terms.Claim`. `PARENTS: dict[str, tuple[str, ...]]` leads from a class to all br: classes above.
- `kg.vocab.claimable`: `CLAIMABLE: dict[str, Claimable]` by local name.
- `kg.vocab.concepts`: `CONCEPTS: dict[str, dict[str, str]]`, scheme to notation to English label.
  `"actor-class"` is a table of the same form with the classes of actors (br:Actor and below).
- `kg.vocab.lifecycle`: `AXES: dict[str, str]`, axis to the class it describes;
  `STATUSES: dict[str, Status]`; `ACTS: dict[str, ActEffect]`.
- `kg.vocab.drawing`: `DRAWING: dict[str, Drawing]`, class to shape, symbol and labels.

The tuples are in `kg.vocab.types`; `kg.vocab.states` (ISO codes) has a generator of its own.
"""
