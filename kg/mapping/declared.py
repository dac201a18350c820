"""Declarations as quads: what a thing is called, what it is, whom it represents."""

from __future__ import annotations

from kg.iris import digest
from kg.mapping.nquads import A, Quads, name, node, plain, tagged
from kg.model import Actor, Declarations, Event, Name, Place, Post
from kg.model.declarations import Agreement, Matter

__all__ = ["map_declarations", "map_post", "post_reference"]

_LABEL = name("rdfs:label")
_ALT = name("skos:altLabel")
_NOTE = name("skos:note")


def map_declarations(quads: Quads, sheet: Declarations) -> None:
    """Everything that the sheet declares."""
    for actor in sheet.actors:
        _actor(quads, actor)
    for place in sheet.places:
        _place(quads, place)
    for event in sheet.events:
        _event(quads, event)
    for matter in sheet.matters:
        _between(quads, f"matter/{matter.id}", "br:Matter", matter)
        quads.add(node(f"matter/{matter.id}"), name("br:issue"), name(f"issue:{matter.issue}"))
    for agreement in sheet.agreements:
        _between(quads, f"agreement/{agreement.id}", "br:Agreement", agreement)
    for alias in sheet.aliases:
        _names(quads, node(alias.of), alias.names, first=_ALT)


def post_reference(holder: str, post: Post) -> str:
    """The reference of a post held: who, where, as what, since when."""
    title = next(iter(post.title.items()))
    return "post/" + digest(holder, post.at, *title, post.since or "")


def map_post(quads: Quads, holder: str, post: Post) -> str:
    """A post held by `holder` (a reference) as a W3C ORG membership; the N-Quads term of it."""
    subject = node(post_reference(holder, post))
    quads.add(subject, A, name("org:Membership"))
    quads.add(subject, name("org:member"), node(holder))
    quads.add(subject, name("org:organization"), node(f"actor/{post.at}"))
    quads.texts(subject, _LABEL, post.title)
    if post.level:
        quads.add(subject, name("br:level"), name(f"level:{post.level}"))
    if post.since or post.until:
        quads.date(subject, f"{post.since or '..'}/{post.until or '..'}")
    if post.basis:
        quads.add(subject, name("br:dateBasis"), plain(post.basis))
    return subject


def _names(
    quads: Quads, subject: str, names: dict[str, tuple[Name, ...]], first: str = _LABEL
) -> None:
    """The first form of each language is the label, the others are alternatives.

    A form with a basis (our transliteration, say) also gets a SKOS-XL label that bears it.
    """
    for language, forms in names.items():
        for position, form in enumerate(forms):
            literal = tagged(form.form, language)
            relation = _ALT if position else first
            quads.add(subject, relation, literal)
            if form.basis:
                label = node("name/" + digest(subject, language, form.form))
                xl = "skosxl:altLabel" if relation == _ALT else "skosxl:prefLabel"
                quads.add(subject, name(xl), label)
                quads.add(label, A, name("skosxl:Label"))
                quads.add(label, name("skosxl:literalForm"), literal)
                quads.add(label, name("br:nameBasis"), plain(form.basis))


def _common(quads: Quads, subject: str, wikidata: str | None, note: str | None) -> None:
    if wikidata:
        # not owl:sameAs: what Wikidata says of its item is not thereby said here
        quads.add(subject, name("skos:exactMatch"), name(f"wd:{wikidata}"))
    if note:
        quads.add(subject, _NOTE, plain(note))


def _actor(quads: Quads, actor: Actor) -> None:
    subject = node(f"actor/{actor.id}")
    quads.add(subject, A, name("br:Actor"))
    quads.add(subject, A, name(f"br:{actor.type}"))
    _names(quads, subject, actor.names)
    for party in actor.represents:
        quads.add(subject, name("br:represents"), node(f"actor/{party}"))
    if actor.based_in:
        quads.add(subject, name("br:basedIn"), node(f"actor/{actor.based_in}"))
    if actor.voice:
        quads.add(subject, name("br:voice"), name(f"voice:{actor.voice}"))
    for post in actor.posts:
        map_post(quads, f"actor/{actor.id}", post)
    _common(quads, subject, actor.wikidata, actor.note)


def _place(quads: Quads, place: Place) -> None:
    subject = node(f"place/{place.id}")
    quads.add(subject, A, name("br:Place"))
    _names(quads, subject, place.names)
    if place.within:
        quads.add(subject, name("br:within"), node(f"place/{place.within}"))
    if place.territory_of:
        quads.add(subject, name("br:territoryOf"), node(f"actor/{place.territory_of}"))
    if place.speaks_for:
        quads.add(subject, name("br:speaksFor"), node(f"actor/{place.speaks_for}"))
    _common(quads, subject, place.wikidata, place.note)


def _event(quads: Quads, event: Event) -> None:
    subject = node(f"event/{event.id}")
    quads.add(subject, A, name("br:Event"))
    quads.texts(subject, _LABEL, event.label)
    if event.date:
        quads.date(subject, event.date)
    if event.date_basis:
        quads.add(subject, name("br:dateBasis"), plain(event.date_basis))
    _common(quads, subject, None, event.note)


def _between(quads: Quads, reference: str, kind: str, record: Matter | Agreement) -> None:
    subject = node(reference)
    quads.add(subject, A, name(kind))
    quads.texts(subject, _LABEL, record.label)
    for party in record.parties:
        quads.add(subject, name("br:party"), node(f"actor/{party}"))
    _common(quads, subject, None, record.note)
