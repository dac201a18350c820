"""A small registry with hard cases: four scripts, rivals, namesakes, bodies of two states."""

from __future__ import annotations

from kg.identity import Judgement, Resolver
from kg.iris import ID
from kg.names import Form

#: the names of each thing by language
NAMES: dict[str, dict[str, list[str]]] = {
    "actor/RUS": {"en": ["Russia"], "ru": ["Россия"], "hi": ["रूस"], "zh": ["俄罗斯"]},
    "actor/darchiev": {
        "en": ["Alexander Darchiev"], "ru": ["Александр Дарчиев"], "hi": ["अलेक्जेंडर डार्चिएव"],
    },
    "actor/lavrov": {"en": ["Sergey Lavrov"], "ru": ["Сергей Викторович Лавров"]},
    "actor/zakharova": {"en": ["Maria Zakharova"], "ru": ["Мария Захарова"]},
    "actor/yadrov": {"en": ["Dmitry Yadrov"], "ru": ["Дмитрий Ядров"]},
    "actor/witkoff": {"en": ["Steve Witkoff"]},
    "actor/trump": {"en": ["Donald Trump"], "hi": ["डोनाल्ड ट्रम्प"]},
    "actor/modi": {"en": ["Narendra Modi"], "hi": ["नरेन्द्र मोदी"]},
    "actor/jaishankar": {"hi": ["सुब्रह्मण्यम जयशंकर"]},
    "actor/oli": {"en": ["K. P. Sharma Oli"]},
    "actor/rajnath": {"en": ["Rajnath Singh"]},
    "actor/kvsingh": {"en": ["Kirti Vardhan Singh"]},
    "actor/petrov": {"en": ["Arthur Petrov"]},
    "actor/wangyi": {"en": ["Wang Yi"], "zh": ["王毅"]},
    "actor/xi": {"en": ["Xi Jinping"]},
    "actor/rus-mfa": {
        "en": ["Russian Foreign Ministry"],
        "ru": ["МИД России", "Министерство иностранных дел Российской Федерации"],
        "hi": ["रूस का विदेश मंत्रालय"],
    },
    "actor/chn-mfa": {"en": ["Ministry of Foreign Affairs (China)"]},
    "actor/ind-mod": {"en": ["Ministry of Defence (India)"]},
    "actor/rus-mfa-department": {
        "en": ["North Atlantic Department of the Russian Foreign Ministry"],
    },
    "actor/state-department": {"en": ["US State Department"], "ru": ["Госдепартамент США"]},
    "actor/rus-embassy": {"en": ["Embassy of Russia in the United States"]},
    "actor/usa-embassy": {"en": ["Embassy of the United States in Russia"]},
    "actor/cia": {"en": ["CIA", "Central Intelligence Agency"]},
    "actor/white-house": {"ru": ["Белый дом"]},
    "place/moscow": {"en": ["Moscow"], "ru": ["Москва"], "hi": ["मॉस्को"]},
    "place/russia": {"en": ["Russia"], "ru": ["Россия"]},
    "place/kazan": {"en": ["Kazan"], "zh": ["喀山"]},
    "place/qingdao": {"en": ["Qingdao"]},
    "place/lipulekh": {"en": ["Lipulekh pass"]},
    "place/demchok": {"zh": ["典角（德姆乔克）"]},
}  # fmt: skip

PERSONS = frozenset(
    f"{ID}actor/{slug}"
    for slug in (
        "darchiev", "lavrov", "zakharova", "yadrov", "witkoff", "trump", "modi", "jaishankar",
        "oli", "rajnath", "kvsingh", "petrov", "wangyi", "xi",
    )
)  # fmt: skip


def forms(*, without: str = "") -> list[Form]:
    """All forms, but those of one thing."""
    return [
        Form(ID + reference, name, language)
        for reference, by_language in NAMES.items()
        if reference != without
        for language, names in by_language.items()
        for name in names
    ]


def resolver(*judgements: Judgement, without: str = "") -> Resolver:
    """A resolver over the registry."""
    return Resolver(forms(without=without), persons=PERSONS, judgements=judgements)


def linked(found: Resolver, name: str, kind: str | None = None) -> str | None:
    """The reference of the thing to which a name is linked without asking."""
    candidates = found.candidates(name, kind=kind)
    links = [each.iri.removeprefix(ID) for each in candidates if each.linked]
    assert len(links) <= 1
    assert not links or candidates[0].linked
    return links[0] if links else None
