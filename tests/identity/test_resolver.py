"""Names in any script and form lead to the one thing that is meant, or to candidates."""

from __future__ import annotations

import pytest

from kg.errors import AmbiguousNameError, NameNotFoundError
from kg.identity import LINK, MARGIN, STEPS, Resolver
from kg.iris import ID
from kg.names import Form
from tests.identity.registry import linked, resolver

RESOLVER = resolver()


@pytest.mark.parametrize(
    ("name", "reference"),
    [
        # Russian, declined, with and without the first name, with initials and titles
        ("Дарчиева", "actor/darchiev"),
        ("Александром Дарчиевым", "actor/darchiev"),
        ("Лавровым", "actor/lavrov"),
        ("Сергею Лаврову", "actor/lavrov"),
        ("С. В. Лавров", "actor/lavrov"),
        ("С.В. Лаврова", "actor/lavrov"),
        ("министр иностранных дел Лавров", "actor/lavrov"),
        ("Захаровой", "actor/zakharova"),
        ("Дмитрием Ядровым", "actor/yadrov"),
        ("Стивом Уиткоффом", "actor/witkoff"),
        ("президента Си Цзиньпина", "actor/xi"),
        ("Ван И", "actor/wangyi"),
        # other transcriptions
        ("Lavrov", "actor/lavrov"),
        ("Lawrow", "actor/lavrov"),
        ("Sergei Lavrov", "actor/lavrov"),
        ("Aleksandr Darchiyev", "actor/darchiev"),
        ("President Donald J. Trump", "actor/trump"),
        # Hindi: spellings, postpositions, honorifics, letters
        ("डोनाल्ड ट्रंप", "actor/trump"),
        ("डोनाल्ड ट्रम्प ने", "actor/trump"),
        ("ट्रंप को", "actor/trump"),
        ("नरेंद्र मोदी", "actor/modi"),
        ("मोदी जी", "actor/modi"),
        ("मोदीजी", "actor/modi"),
        ("अलेक्जेंडर दारचीव", "actor/darchiev"),
        ("सर्गेई लावरोव", "actor/lavrov"),
        ("विदेश मंत्री एस. जयशंकर", "actor/jaishankar"),
        ("S. Jaishankar", "actor/jaishankar"),
        ("के. पी. शर्मा ओली", "actor/oli"),
        ("वांग यी", "actor/wangyi"),
        ("रूसने", "actor/RUS"),
        ("रूस के विदेश मंत्रालय ने", "actor/rus-mfa"),
        ("सीआईए", "actor/cia"),
        # Chinese
        ("王毅", "actor/wangyi"),
        ("王毅外长", "actor/wangyi"),
        ("习近平", "actor/xi"),
        # bodies
        ("МИДа России", "actor/rus-mfa"),
        ("МИДом РФ", "actor/rus-mfa"),
        ("Министерства иностранных дел Российской Федерации", "actor/rus-mfa"),
        ("MFA of Russia", "actor/rus-mfa"),
        ("MFA of China", "actor/chn-mfa"),
        ("МИД Китая", "actor/chn-mfa"),
        ("中国外交部", "actor/chn-mfa"),
        ("चीनी विदेश मंत्रालय", "actor/chn-mfa"),
        ("रक्षा मंत्रालय (भारत)", "actor/ind-mod"),
        ("Госдепартаментом США", "actor/state-department"),
        ("Госдепа", "actor/state-department"),
        ("अमेरिकी विदेश विभाग", "actor/state-department"),
        ("Посольством России в США", "actor/rus-embassy"),
        ("Посольство США в России", "actor/usa-embassy"),
        ("रूस में अमेरिकी दूतावास", "actor/usa-embassy"),
        ("俄罗斯驻美国大使馆", "actor/rus-embassy"),
        ("Белого дома", "actor/white-house"),
        # places
        ("Москве", "place/moscow"),
        ("मास्को", "place/moscow"),
        ("कज़ान", "place/kazan"),
        ("青岛", "place/qingdao"),
        ("चिंगदाओ", "place/qingdao"),
        ("लिपुलेख दर्रा", "place/lipulekh"),
        ("Demchok", "place/demchok"),
    ],
)
def test_names_that_are_certain(name: str, reference: str) -> None:
    assert linked(RESOLVER, name) == reference
    assert RESOLVER.resolve(name) == ID + reference


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("रूसी", None),  # an adjective, with रूस inside
        ("Russian", None),
        ("Россия", None),  # the state or the place
        ("विदेश मंत्री", None),  # a title is nobody's name
        ("Foreign Minister", None),
        ("Министерства иностранных дел", None),  # whose?
        ("विदेश मंत्रालय", None),
        ("Посол России в США", "actor/rus-embassy"),  # a person, not the embassy
        ("Захаров", "actor/zakharova"),  # a man
        ("А. В. Лавров", None),  # another man
        ("Sergei Petrov", None),
        ("Alexander", "actor/darchiev"),
        ("Singh", None),  # there are two
        ("Wang", "actor/wangyi"),
        ("王义", "actor/wangyi"),  # other characters that sound the same
        ("Нигер", None),
        ("India", None),
    ],
)
def test_names_that_are_not_certain(name: str, first: str | None) -> None:
    assert linked(RESOLVER, name) in (None, "actor/NER" if name == "Нигер" else "actor/IND")
    candidates = [each.iri.removeprefix(ID) for each in RESOLVER.candidates(name)]
    if first:
        assert candidates[0] == first


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UN", "यूएनएन"),  # letters, not sounds
        ("CNA", "सना"),
        ("News.az", "1news.az"),
        ("News.by", "A News"),
        ("India TV", "ईटीवी भारत"),
        ("Channel 4", "Channel 5"),
        ("Niger", "नाइजीरिया"),
        ("Gulf Bank", "Bank of France"),
    ],
)
def test_bodies_that_are_no_more_than_alike(one: str, other: str) -> None:
    for name, known in ((one, other), (other, one)):
        assert linked(Resolver([Form(ID + "actor/x", known)]), name) != "actor/x"


def test_an_administration_is_not_the_person_it_is_called_after() -> None:
    assert linked(RESOLVER, "डोनाल्ड ट्रंप के प्रशासन") is None
    assert linked(RESOLVER, "Trump administration") is None


def test_a_department_is_not_its_ministry() -> None:
    name = "Департамент Северной Атлантики МИД России"
    assert linked(RESOLVER, name) == "actor/rus-mfa-department"
    assert linked(resolver(without="actor/rus-mfa-department"), name) is None


@pytest.mark.parametrize(
    ("name", "without"),
    [
        ("МИД Китая", "actor/chn-mfa"),
        ("Дарчиева", "actor/darchiev"),
        ("王毅", "actor/wangyi"),
        ("Посольство США в России", "actor/usa-embassy"),
        ("Sergey Lavrov", "actor/lavrov"),
        ("लिपुलेख दर्रा", "place/lipulekh"),
    ],
)
def test_the_name_of_a_stranger_is_linked_to_nobody(name: str, without: str) -> None:
    assert linked(resolver(without=without), name) is None


@pytest.mark.parametrize(
    ("name", "reference", "step", "form", "language"),
    [
        ("МИД России", "actor/rus-mfa", "exact", "МИД России", "ru"),
        ("мид россии", "actor/rus-mfa", "folded", "МИД России", "ru"),
        ("डोनाल्ड ट्रंप", "actor/trump", "spelled", "डोनाल्ड ट्रम्प", "hi"),
        ("МИДа России", "actor/rus-mfa", "inflected", "МИД России", "ru"),
        ("Дарчиева", "actor/darchiev", "inflected", "Александр Дарчиев", "ru"),
        ("Мария Захарова", "actor/zakharova", "exact", "Мария Захарова", "ru"),
        ("मारिया ज़ाखारोवा", "actor/zakharova", "transliterated", "Maria Zakharova", "en"),
        ("МИД Китая", "actor/chn-mfa", "translated", "Ministry of Foreign Affairs (China)", "en"),
        ("Donald Trumph", "actor/trump", "fuzzy", "Donald Trump", "en"),
        ("rus-mfa", "actor/rus-mfa", "code", "rus-mfa", ""),
    ],
)
def test_the_evidence_names_the_form_and_the_step(
    name: str, reference: str, step: str, form: str, language: str
) -> None:
    best = RESOLVER.candidates(name)[0]
    assert best.iri == ID + reference
    assert best.evidence[1:4] == (step, form, language)
    assert RESOLVER.evidence(name, best.iri) == best.evidence or step == "code"


def test_there_is_no_evidence_for_a_title() -> None:
    assert RESOLVER.evidence("राजदूत", f"{ID}actor/darchiev") is None
    assert RESOLVER.evidence("Darchiev", f"{ID}actor/unknown") is None


@pytest.mark.parametrize("name", ["Лавровым", "Singh", "МИД", "रूसी", "मास्को", "Frnace"])
def test_candidates_are_ordered_and_distinct(name: str) -> None:
    found = RESOLVER.candidates(name, n=10)
    scores = [each.score for each in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert len({each.iri for each in found}) == len(found)
    assert all(each.evidence.step in STEPS for each in found)
    assert RESOLVER.candidates(name, n=1) == found[:1]


@pytest.mark.parametrize("name", ["Лавровым", "Госдепа", "लिपुलेख दर्रा", "Ван И"])
def test_a_link_has_the_score_and_the_margin(name: str) -> None:
    first, *others = RESOLVER.candidates(name)
    assert first.linked
    assert first.score >= LINK
    assert all(other.score < first.score - MARGIN for other in others)


def test_the_kind_leaves_out_the_rest() -> None:
    assert linked(RESOLVER, "Россия", "place") == "place/russia"
    assert linked(RESOLVER, "Россия", "actor") == "actor/RUS"
    assert RESOLVER.candidates("Лавровым", kind="place") == []


@pytest.mark.parametrize("name", ["", "  ", "—", "·"])
def test_what_is_no_name_has_no_candidates(name: str) -> None:
    assert RESOLVER.candidates(name) == []


class TestResolve:
    """What a parameter of a query takes: certain names, and those of states in all languages."""

    @pytest.mark.parametrize("name", ["रूसी", "Rossia-Unknown", "actor/nobody", "", "Alexander"])
    def test_what_nothing_bears_for_certain(self, name: str) -> None:
        with pytest.raises(NameNotFoundError) as caught:
            RESOLVER.resolve(name)
        assert caught.value.name == name

    def test_the_error_names_what_is_near(self) -> None:
        with pytest.raises(NameNotFoundError, match=r"nearest: \S+ \(place/moscow\)"):
            RESOLVER.resolve("Mosocw")

    def test_two_things_of_one_name_are_both_shown(self) -> None:
        with pytest.raises(AmbiguousNameError) as caught:
            RESOLVER.resolve("Россия")
        assert caught.value.candidates == ("actor/RUS", "place/russia")

    @pytest.mark.parametrize("text", ["kongo", "toga"])
    def test_a_name_that_languages_give_to_several_states_is_ambiguous(self, text: str) -> None:
        with pytest.raises(AmbiguousNameError):
            Resolver([]).resolve(text)

    @pytest.mark.parametrize(
        ("name", "reference"),
        [("ロシア", "actor/RUS"), ("Frankreich", "actor/FRA"), ("petrov", "actor/petrov")],
    )
    def test_states_in_all_languages_and_slugs(self, name: str, reference: str) -> None:
        assert RESOLVER.resolve(name, "actor") == ID + reference


def test_the_order_of_forms_changes_nothing() -> None:
    one = [Form(ID + "actor/a", "Анна Петрова", "ru"), Form(ID + "actor/b", "Anna Petrova", "en")]
    for name in ("Анны Петровой", "अन्ना पेत्रोवा"):
        assert Resolver(one).candidates(name) == Resolver(reversed(one)).candidates(name)
