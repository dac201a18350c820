"""Who is meant: names in different scripts and forms lead to one thing of the registry.

A name, as it stands in a text, is compared with the forms that a registry has: letter by letter, by
folded keys, declined (Russian, Hindi), by its sounds in any script, and by the meaning of common
words in the names of bodies. What comes of it are candidates with a score and the evidence, and
`linked` only the one that is certain. What a person judged is replayed; nothing is merged.

This package knows forms of names and judgements as plain tuples; it knows neither records nor RDF.
"""

from kg.identity.evidence import LINK, STEPS, Evidence
from kg.identity.judgements import Judgement
from kg.identity.resolver import MARGIN, Candidate, Resolver

__all__ = ["LINK", "MARGIN", "STEPS", "Candidate", "Evidence", "Judgement", "Resolver"]
