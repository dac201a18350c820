"""The records that people write: sheets, what they declare, and who says what in which words.

A **sheet** is one file. A registry sheet declares actors and places; an article sheet describes one
text, declares the events and matters that no other sheet has declared yet, and lists the statements
that the text makes. A chronicle does so for facts of which we hold no text: its statements cite
pages. Every statement is anchored, by a quote or a citation, and says things of nodes: those become
claims. A sheet of judgements says which names and nodes are one. This package knows the vocabulary
and the calendar; it knows neither files nor RDF.

Field names are the keys of the sheet. Scalars arrive as text (see `kg.loaders.marks`) and are
converted here, which is why `NO` stays Norway and `010` stays a code.
"""

from kg.model.annotations import Annotation, Link, Stretch
from kg.model.claims import (
    Assertion,
    Condition,
    Minutes,
    Participation,
    Term,
    Value,
    act_slug,
)
from kg.model.declarations import (
    Actor,
    Agreement,
    Declarations,
    Event,
    Matter,
    Name,
    Place,
    Post,
)
from kg.model.documents import (
    Coding,
    Compilation,
    Document,
    Origin,
    Proposal,
    Publication,
    Source,
    Translation,
)
from kg.model.fields import Path, Record, Selector, Texts
from kg.model.judgements import Judgement, Judgements
from kg.model.sheets import Article, Chronicle, Registry, Sheet, Telling, sheet_adapter
from kg.model.statements import (
    Citation,
    Coded,
    Mention,
    Quotation,
    Statement,
    Utterance,
)

__all__ = [
    "Actor",
    "Agreement",
    "Annotation",
    "Article",
    "Assertion",
    "Chronicle",
    "Citation",
    "Coded",
    "Coding",
    "Compilation",
    "Condition",
    "Declarations",
    "Document",
    "Event",
    "Judgement",
    "Judgements",
    "Link",
    "Matter",
    "Mention",
    "Minutes",
    "Name",
    "Origin",
    "Participation",
    "Path",
    "Place",
    "Post",
    "Proposal",
    "Publication",
    "Quotation",
    "Record",
    "Registry",
    "Selector",
    "Sheet",
    "Source",
    "Statement",
    "Stretch",
    "Telling",
    "Term",
    "Texts",
    "Translation",
    "Utterance",
    "Value",
    "act_slug",
    "sheet_adapter",
]
