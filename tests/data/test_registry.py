"""The registry of actors and places: whole, unambiguous, honest about where a name is from."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from kg.identity import Resolver
from kg.iris import ID
from kg.model import Actor, Place, Registry, sheet_adapter
from kg.names import Form, fold
from kg.states import state_names, states

DATA = Path(__file__).parents[2] / "data"
SEED = DATA / "articles" / "russia-us" / "2025-04-10-istanbul.hi.txt"


def _sheet(path: Path) -> Registry:
    text = path.read_text(encoding="utf-8")
    sheet = sheet_adapter().validate_python(yaml.BaseLoader(text).get_single_data())
    assert isinstance(sheet, Registry)
    return sheet


SHEETS = {
    path.stem: _sheet(path)
    for path in sorted((DATA / "registry").glob("*.yaml"))
    if path.stem != "judgements"
}
ACTORS = {actor.id: actor for sheet in SHEETS.values() for actor in sheet.actors}
PLACES = {place.id: place for sheet in SHEETS.values() for place in sheet.places}
ALIASES = [alias for sheet in SHEETS.values() for alias in sheet.aliases]
THINGS: list[Actor | Place] = [*ACTORS.values(), *PLACES.values()]

#: every store has them; the registry adds names to some
STATES = {state.alpha3: state for state in states()}

#: the country of a place is no state, but has its name and its item in Wikidata
COUNTRIES = {
    place.id: state
    for place in PLACES.values()
    for state in STATES.values()
    if state.wikidata == place.wikidata
}

#: what a relation's texts call people and places by, besides English and Hindi
LANGUAGES = {"russia": "ru", "united-states": "ru", "china": "zh"}

#: bodies of the two relations, their missions, and the companies and groups that they speak of
BODIES = {
    "actors": """
        un brics sco nhl khl ind-chn-wmcc ind-chn-special-representatives
        ind-chn-expert-level-mechanism ind-chn-foreign-secretary-mechanism
        ind-chn-general-level-mechanism-west""",
    "russia": """
        rus-government rus-kremlin rus-mfa rus-mfa-north-atlantic rus-fsb rus-rosaviatsia rus-rdif
        rus-embassy-washington rus-missions-usa rus-consulate-istanbul
        aeroflot rosneft lukoil rosselkhozbank
        rus-delegation-riyadh-2025-02-18 rus-delegation-istanbul-2025-02-27
        rus-delegation-istanbul-2025-04-10""",
    "united-states": """
        usa-government usa-biden-administration usa-white-house usa-state-department usa-state-eur
        usa-treasury usa-cia usa-eucom usa-officials-unnamed
        usa-embassy-moscow usa-missions-rus usa-consulate-istanbul
        usa-delegation-riyadh-2025-02-18 usa-delegation-istanbul-2025-02-27
        usa-delegation-istanbul-2025-04-10""",
    "india": """
        ind-government ind-cabinet ind-mea ind-mod ind-mha ind-commerce ind-dpiit
        ind-civil-aviation ind-jal-shakti ind-army ind-himachal-government
        ind-kinnaur-administration ind-pithoragarh-administration ind-officials-unnamed
        ind-army-unnamed ind-embassy-beijing ind-consulate-shanghai
        indigo air-india sfia ind-delegation-special-representatives""",
    "china": """
        chn-government chn-mfa chn-mnd chn-mofcom chn-caac chn-pla chn-embassy-new-delhi
        china-eastern""",
    "others": "npl-government npl-mofa",
}
PERSONS = {
    "russia": """
        putin lavrov ushakov peskov ryabkov zakharova darchiev gusarov antonov dmitriev karasin
        beseda bortnikov yadrov karelina petrov vinnik""",
    "united-states": """
        trump biden rubio waltz witkoff kushner gruenbaum coulter andreoli bono bruce pigott
        leavitt ratcliffe bessent tracy dykhouse norland grynkewich fogel""",
    "india": """
        modi jaishankar doval misri rajnath-singh das jaiswal dwivedi margherita
        kirti-vardhan-singh mathur chakraborty ind-traveller-shanghai-2025""",
    "china": """
        xi-jinping wang-yi sun-weidong ma-zhaoxu xu-feihong dong-jun hong-liang lin-jian mao-ning
        guo-jiakun""",
    "others": "oli npl-foreign-secretary",
}

#: who speaks for nobody but himself or herself: of a former post, of none, of a private life
PRIVATE = {
    "biden", "antonov", "kushner", "norland", "karelina", "petrov", "vinnik", "fogel",
    "chakraborty", "ind-traveller-shanghai-2025",
}  # fmt: skip

#: what no class says of its members: of many states, of a trade
NO_PARTY = {"InternationalOrganization", "Organization", "MediaOrganization"}


def _forms(basis: str) -> Iterator[tuple[str, str, str]]:
    named = [(thing.id, thing.names) for thing in THINGS]
    named += [(alias.of.rpartition("/")[2], alias.names) for alias in ALIASES]
    for slug, by_language in named:
        for language, names in by_language.items():
            yield from ((slug, language, name.form) for name in names if name.basis == basis)


def _named(kind: str, things: list[Actor] | list[Place]) -> Iterator[Form]:
    for thing in things:
        for language, names in thing.names.items():
            yield from (Form(f"{ID}{kind}/{thing.id}", name.form, language) for name in names)
    for alias in ALIASES:
        for language, names in alias.names.items():
            if alias.of.startswith(f"{kind}/"):
                yield from (Form(f"{ID}{alias.of}", name.form, language) for name in names)


def _party(actor: Actor) -> str | None:
    """Where the chain of `represents` ends, if there is one."""
    slug = actor.id
    while slug in ACTORS and ACTORS[slug].represents:
        (slug,) = ACTORS[slug].represents
    return slug if slug != actor.id else None


@pytest.fixture(scope="module")
def index() -> Resolver:
    actors = _named("actor", list(ACTORS.values()))
    return Resolver([*actors, *_named("place", list(PLACES.values()))])


# ----------------------------------------------------------------------------------- what is there


def test_a_sheet_is_called_as_its_file() -> None:
    assert {stem: sheet.id for stem, sheet in SHEETS.items()} == {stem: stem for stem in SHEETS}


def test_a_slug_is_declared_once_in_all_sheets() -> None:
    declared = Counter(reference for sheet in SHEETS.values() for reference, _ in sheet.declared())
    assert not {reference for reference, times in declared.items() if times > 1}
    assert not {*ACTORS} & {*STATES}


@pytest.mark.parametrize(("stem", "slugs"), BODIES.items(), ids=[*BODIES])
def test_the_bodies_of_both_relations_stand_in_their_sheets(stem: str, slugs: str) -> None:
    assert set(slugs.split()) <= {actor.id for actor in SHEETS[stem].actors}


@pytest.mark.parametrize(("stem", "slugs"), PERSONS.items(), ids=[*PERSONS])
def test_a_sheet_has_its_persons_and_no_others(stem: str, slugs: str) -> None:
    persons = {actor.id for actor in SHEETS[stem].actors if actor.type == "Person"}
    assert persons == set(slugs.split())


def test_outlets_and_nothing_else_stand_in_the_sheet_of_outlets() -> None:
    outlets = {actor.id for actor in ACTORS.values() if actor.type == "MediaOrganization"}
    assert outlets == {actor.id for actor in SHEETS["outlets"].actors}
    assert {"tass", "rt", "reuters", "xinhua", "pti", "ani", "moscow-times", "hk01"} <= outlets


def test_the_slug_of_a_body_begins_with_its_state() -> None:
    states_of = {actor.id: _party(actor) for actor in ACTORS.values() if actor.type != "Person"}
    assert not {
        slug for slug, state in states_of.items() if state and slug[:4] != f"{state.lower()}-"
    }


def test_what_the_registry_refers_to_is_in_it() -> None:
    known = {f"actor/{slug}" for slug in STATES}
    known |= {reference for sheet in SHEETS.values() for reference, _ in sheet.declared()}
    assert (
        not {reference for sheet in SHEETS.values() for reference, _ in sheet.references()} - known
    )


# ------------------------------------------------------------------------------ who speaks for whom


def test_bodies_missions_and_delegations_speak_for_one_state() -> None:
    official = [actor for actor in ACTORS.values() if actor.type not in {"Person", *NO_PARTY}]
    assert official
    assert not {actor.id for actor in official if _party(actor) not in STATES}


def test_outlets_companies_and_organizations_of_many_speak_for_none() -> None:
    assert not {a.id for a in ACTORS.values() if a.type in NO_PARTY and a.represents}


def test_a_person_speaks_for_a_state_only_by_a_post() -> None:
    persons = [actor for actor in ACTORS.values() if actor.type == "Person"]
    assert {actor.id for actor in persons if _party(actor) not in STATES} == PRIVATE
    assert all(actor.posts for actor in persons if actor.represents)
    assert all(actor.note for actor in persons if not actor.represents)


def test_only_who_speaks_for_no_state_is_at_home_in_one() -> None:
    based = [actor for actor in ACTORS.values() if actor.based_in]
    assert {actor.type for actor in based} <= NO_PARTY
    assert {actor.based_in for actor in based} <= {*STATES}


def test_spokespersons_and_unnamed_officials_are_marked() -> None:
    """The post says which persons are the one, the name which groups are the other."""
    voices = {"spokesperson": ("spokes", "press secretary"), "unnamedOfficial": ("unnamed",)}
    for voice, words in voices.items():
        told = {
            actor.id
            for actor in ACTORS.values()
            for text in (
                *(post.title["en"] for post in actor.posts),
                *(name.form for name in actor.names["en"]),
            )
            if any(word in text.lower() for word in words)
        }
        assert {actor.id for actor in ACTORS.values() if actor.voice == voice} == told
    assert {actor.voice for actor in ACTORS.values()} == {None, *voices}


def test_every_post_says_on_what_its_dates_rest() -> None:
    posts = [(actor.id, post) for actor in ACTORS.values() for post in actor.posts]
    assert len(posts) > len(PRIVATE)
    assert not {slug for slug, post in posts if not post.basis}
    assert not {
        (slug, post.since, post.until)
        for slug, post in posts
        if post.since and post.until and post.since > post.until
    }


def test_the_ambassador_is_another_one_at_another_time() -> None:
    def held(slug: str) -> dict[str, tuple[str | None, str | None]]:
        return {post.title["en"]: (post.since, post.until) for post in ACTORS[slug].posts}

    title = "Ambassador of Russia to the United States"
    assert held("antonov")[title] == (None, "2024-10")
    assert held("darchiev")[title] == ("2025-03-06", None)
    assert held("tracy") == {
        "Ambassador of the United States to Russia": ("2023-01-30", "2025-06-27")
    }


# ----------------------------------------------------------------------------------------- places


def test_a_place_lies_in_a_country_or_says_why_not() -> None:
    def outermost(place: Place) -> str:
        return outermost(PLACES[place.within]) if place.within else place.id

    loose = {place.id for place in PLACES.values() if outermost(place) not in COUNTRIES}
    assert loose == {
        "depsang", "demchok", "chushul-moldo", "shaksgam", "lipulekh", "shipki-la", "nathu-la",
    }  # fmt: skip
    assert all(PLACES[slug].note for slug in loose)


def test_a_capital_is_a_place_that_speaks_for_a_government() -> None:
    assert {place.id: place.speaks_for for place in PLACES.values() if place.speaks_for} == {
        "moscow": "rus-government",
        "washington": "usa-government",
        "new-delhi": "ind-government",
        "beijing": "chn-government",
    }


# ------------------------------------------------------------------------------------------ names


def test_everything_has_a_name_in_english_and_hindi() -> None:
    assert not {thing.id for thing in THINGS if not {"en", "hi"} <= set(thing.names)}
    titles = [post.title for actor in ACTORS.values() for post in actor.posts]
    assert all({"en", "hi"} <= set(title) for title in titles)


@pytest.mark.parametrize(("stem", "language"), LANGUAGES.items(), ids=[*LANGUAGES])
def test_actors_have_a_name_in_the_language_of_their_relation(stem: str, language: str) -> None:
    actors = SHEETS[stem].actors
    assert not {actor.id for actor in actors if language not in actor.names}
    if language == "ru":
        assert all(language in post.title for actor in actors for post in actor.posts)


def test_places_have_a_name_in_russian_or_chinese() -> None:
    assert not {place.id for place in PLACES.values() if not {"ru", "zh"} & set(place.names)}


def test_a_form_is_written_in_the_script_of_its_language() -> None:
    """A name in Devanagari has no Latin in it, save the address that tells two outlets apart."""
    wrong = {
        (thing.id, name.form)
        for thing in THINGS
        for name in thing.names["hi"]
        if not any("\u0900" <= character <= "\u097f" for character in name.form)
        or any(character.isascii() and character.isalpha() for character in name.form)
    }
    assert wrong == {("koala-by", "कोआला (koala-by.com)")}


def test_the_basis_of_a_form_is_one_that_the_registry_explains() -> None:
    by_language = itertools.chain.from_iterable(
        names for thing in (*THINGS, *ALIASES) for names in thing.names.values()
    )
    assert {name.basis for name in by_language} == {None, "seed", "page", "babel", "translit"}


def test_hindi_forms_of_foreign_persons_are_marked_as_ours_or_have_a_source() -> None:
    """Save the three Chinese names that the Hindi press has settled on."""
    unmarked = {
        actor.id
        for stem in ("russia", "united-states", "china")
        for actor in SHEETS[stem].actors
        if actor.type == "Person" and actor.names["hi"][0].basis is None
    }
    assert unmarked == {"xi-jinping", "wang-yi", "mao-ning"}


@pytest.mark.parametrize(("slug", "language", "form"), list(_forms("seed")))
def test_a_form_from_the_article_stands_in_it(slug: str, language: str, form: str) -> None:
    assert language == "hi"
    assert form in SEED.read_text(encoding="utf-8"), slug


@pytest.mark.parametrize(("slug", "language", "form"), list(_forms("babel")))
def test_a_form_from_cldr_is_there(slug: str, language: str, form: str) -> None:
    state = STATES.get(slug) or COUNTRIES[slug]
    assert form in state_names(state.alpha3, [language]).values()


@pytest.mark.parametrize("kind", ["actor", "place"])
def test_no_two_things_of_a_kind_share_a_name(kind: str) -> None:
    things = list(ACTORS.values()) if kind == "actor" else list(PLACES.values())
    owners: dict[str, set[str]] = {}
    for iri, name, _ in _named(kind, things):
        owners.setdefault(fold(name), set()).add(iri)
    assert not {name: iris for name, iris in owners.items() if len(iris) > 1}


@pytest.mark.parametrize("things", [ACTORS, PLACES], ids=["actors", "places"])
def test_no_two_things_of_a_kind_are_one_item_of_wikidata(
    things: dict[str, Actor] | dict[str, Place],
) -> None:
    items = Counter(thing.wikidata for thing in things.values() if thing.wikidata)
    assert items
    assert not {item for item, times in items.items() if times > 1}


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
        ("Кремль", "rus-kremlin"),
        ("भारत का विदेश मंत्रालय", "ind-mea"),
        ("习近平", "xi-jinping"),
        ("शी जिनपिंग", "xi-jinping"),
        ("WMCC", "ind-chn-wmcc"),
        ("Коммерсантъ", "kommersant"),
        ("新华社", "xinhua"),
    ],
)
def test_actors_are_found_in_any_language(index: Resolver, text: str, slug: str) -> None:
    assert index.resolve(text, kind="actor") == f"{ID}actor/{slug}"


def test_places_are_found_in_any_language(index: Resolver) -> None:
    assert index.resolve("मास्को") == f"{ID}place/moscow"
    assert index.resolve("新德里") == f"{ID}place/new-delhi"
    assert index.resolve("नाथू ला दर्रा") == f"{ID}place/nathu-la"


def test_a_country_is_the_territory_of_its_state() -> None:
    territories = {place.id: place.territory_of for place in PLACES.values() if place.territory_of}
    assert territories["turkiye"] == "TUR"
    assert territories["india"] == "IND"
    # what several states claim, or what lies on a line between two, is nobody's here
    assert not {"depsang", "demchok", "shaksgam", "lipulekh", "nathu-la"} & territories.keys()
    countries = {place.id for place in PLACES.values() if place.within is None}
    assert territories.keys() <= countries


def test_who_headed_a_delegation_has_a_post_with_a_level() -> None:
    for slug in ("darchiev", "coulter", "misri", "sun-weidong", "wang-yi", "jaishankar", "lavrov"):
        assert any(post.level for post in ACTORS[slug].posts), slug
    # Darchiev was the director of a department before he was ambassador
    levels = [post.level for post in ACTORS["darchiev"].posts]
    assert {"director", "ambassador"} <= set(levels)
