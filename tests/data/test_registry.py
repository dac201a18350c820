"""The registry of actors and places: whole, unambiguous, honest about where a name is from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from kg.iris import ID
from kg.model import Actor, Place, Registry, sheet_adapter
from kg.names import NameIndex, fold
from kg.states import state_names, states

DATA = Path(__file__).parents[2] / "data"
SEED = DATA / "articles" / "russia-us" / "2025-04-10-istanbul.hi.txt"

#: who speaks for nobody but himself or herself
NO_PARTY = {"un", "tass", "rt", "biden"}


def _sheet(name: str) -> Registry:
    text = (DATA / "registry" / name).read_text(encoding="utf-8")
    sheet = sheet_adapter().validate_python(yaml.BaseLoader(text).get_single_data())
    assert isinstance(sheet, Registry)
    return sheet


#: every store has them; the registry adds names to some
STATES = {state.alpha3 for state in states()}
ALIASES = _sheet("actors.yaml").aliases
ACTORS = {actor.id: actor for actor in _sheet("actors.yaml").actors}
PLACES = {place.id: place for place in _sheet("places.yaml").places}
THINGS: list[Actor | Place] = [*ACTORS.values(), *PLACES.values()]


def _forms(basis: str) -> Iterator[tuple[str, str, str]]:
    named = [(thing.id, thing.names) for thing in THINGS]
    named += [(alias.of.rpartition("/")[2], alias.names) for alias in ALIASES]
    for slug, by_language in named:
        for language, names in by_language.items():
            yield from ((slug, language, name.form) for name in names if name.basis == basis)


def _names(kind: str, things: list[Actor] | list[Place]) -> Iterator[tuple[str, str]]:
    for thing in things:
        for names in thing.names.values():
            yield from ((f"{ID}{kind}/{thing.id}", name.form) for name in names)
    for alias in ALIASES:
        for names in alias.names.values():
            if alias.of.startswith(f"{kind}/"):
                yield from ((f"{ID}{alias.of}", name.form) for name in names)


@pytest.fixture(scope="module")
def index() -> NameIndex:
    actors = _names("actor", list(ACTORS.values()))
    return NameIndex.from_names([*actors, *_names("place", list(PLACES.values()))])


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: thing.id)
def test_everything_has_a_name_in_three_languages(thing: Actor | Place) -> None:
    assert {"en", "hi", "ru"} <= set(thing.names)


@pytest.mark.parametrize("actor", ACTORS.values(), ids=lambda actor: actor.id)
def test_who_represents_somebody_represents_one_state(actor: Actor) -> None:
    slug = actor.id
    while slug in ACTORS and ACTORS[slug].represents:
        (slug,) = ACTORS[slug].represents
    assert slug in STATES or slug in NO_PARTY


def test_what_the_registry_refers_to_is_in_it() -> None:
    assert {post.at for actor in ACTORS.values() for post in actor.posts} <= {*ACTORS, *STATES}
    assert {place.speaks_for for place in PLACES.values() if place.speaks_for} <= {*ACTORS, *STATES}
    assert {place.within for place in PLACES.values() if place.within} <= set(PLACES)


@pytest.mark.parametrize("actor", ACTORS.values(), ids=lambda actor: actor.id)
def test_every_post_says_on_what_its_dates_rest(actor: Actor) -> None:
    assert all(post.basis for post in actor.posts)
    assert all({"en", "hi", "ru"} <= set(post.title) for post in actor.posts)


@pytest.mark.parametrize(("slug", "language", "form"), list(_forms("seed")))
def test_a_form_from_the_article_stands_in_it(slug: str, language: str, form: str) -> None:
    assert language == "hi"
    assert form in SEED.read_text(encoding="utf-8"), slug


@pytest.mark.parametrize(("slug", "language", "form"), list(_forms("babel")))
def test_a_form_from_cldr_is_there(slug: str, language: str, form: str) -> None:
    alpha3 = slug if slug in STATES else {"turkiye": "TUR"}[slug]
    assert form in state_names(alpha3, [language]).values()


@pytest.mark.parametrize("kind", ["actor", "place"])
def test_no_two_things_of_a_kind_share_a_name(kind: str) -> None:
    things = list(ACTORS.values()) if kind == "actor" else list(PLACES.values())
    owners: dict[str, set[str]] = {}
    for iri, name in _names(kind, things):
        owners.setdefault(fold(name), set()).add(iri)
    assert not {name: iris for name, iris in owners.items() if len(iris) > 1}


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("RUS", "RUS"),
        ("रूस", "RUS"),
        ("Россия", "RUS"),
        ("russia", "RUS"),
        ("RU", "RUS"),
        ("यूएस", "USA"),
        ("तुर्की", "TUR"),
        ("МИД РФ", "rus-mfa"),
        ("госдеп", "usa-state-department"),
        ("विदेश विभाग", "usa-state-department"),
        ("डोनाल्ड ट्रंप", "trump"),
        ("ООН", "un"),
    ],
)
def test_actors_are_found_in_any_language(index: NameIndex, text: str, slug: str) -> None:
    assert index.resolve(text, kind="actor") == f"{ID}actor/{slug}"


def test_a_capital_is_a_place_that_speaks_for_a_government(index: NameIndex) -> None:
    assert index.resolve("मास्को") == f"{ID}place/moscow"
    assert PLACES["moscow"].speaks_for == "rus-government"
    assert PLACES["washington"].speaks_for == "usa-government"
