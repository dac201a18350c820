"""How the members of each class are drawn.

GENERATED from ontology/ by `python -m kg.vocab.generate`: do not edit, change the ontology.
"""

from __future__ import annotations

from typing import Final

from kg.vocab.types import Drawing

__all__ = ["DRAWING", "Drawing"]

DRAWING: Final[dict[str, Drawing]] = {
    "Act": Drawing(
        "triangle",
        "▲",
        {
            "en": "act",
            "hi": "कार्य-चरण",
            "ru": "акт",
        },
    ),
    "Actor": Drawing(
        "dot",
        "👤",
        {
            "en": "actor",
            "hi": "कर्ता",
            "ru": "действующее лицо",
        },
    ),
    "Agreement": Drawing(
        "box",
        "📜",
        {
            "en": "agreement",
            "hi": "समझौता",
            "ru": "соглашение",
        },
    ),
    "AnnotationLink": Drawing(
        "text",
        "↦",
        {
            "en": "annotation link",
            "hi": "टिप्पणी-कड़ी",
            "ru": "связь разметки",
        },
    ),
    "Chronicle": Drawing(
        "box",
        "🗓",
        {
            "en": "chronicle",
            "hi": "घटनाक्रम",
            "ru": "хроника",
        },
    ),
    "Citation": Drawing(
        "text",
        "¶",
        {
            "en": "citation",
            "hi": "संदर्भ",
            "ru": "ссылка на источник",
        },
    ),
    "Claim": Drawing(
        "text",
        "❝",
        {
            "en": "claim",
            "hi": "कथन",
            "ru": "утверждение",
        },
    ),
    "CodedEvent": Drawing(
        "diamond",
        "◇",
        {
            "en": "coded event",
            "hi": "कूटबद्ध घटना",
            "ru": "закодированное событие",
        },
    ),
    "Commitment": Drawing(
        "box",
        "▬",
        {
            "en": "commitment",
            "hi": "वचनबद्धता",
            "ru": "обязательство",
        },
    ),
    "Condition": Drawing(
        "text",
        "⚖",
        {
            "en": "condition",
            "hi": "शर्त",
            "ru": "условие",
        },
    ),
    "Delegation": Drawing(
        "ellipse",
        "👥",
        {
            "en": "delegation",
            "hi": "प्रतिनिधिमंडल",
            "ru": "делегация",
        },
    ),
    "DiplomaticMission": Drawing(
        "ellipse",
        "🏤",
        {
            "en": "diplomatic mission",
            "hi": "राजनयिक मिशन",
            "ru": "дипломатическое представительство",
        },
    ),
    "Document": Drawing(
        "box",
        "📄",
        {
            "en": "document",
            "hi": "दस्तावेज़",
            "ru": "документ",
        },
    ),
    "Dyad": Drawing(
        "dot",
        "⇄",
        {
            "en": "dyad",
            "hi": "युग्म",
            "ru": "диада",
        },
    ),
    "Event": Drawing(
        "diamond",
        "◆",
        {
            "en": "event",
            "hi": "घटना",
            "ru": "событие",
        },
    ),
    "Gloss": Drawing(
        "text",
        "[ ]",
        {
            "en": "gloss",
            "hi": "संपादकीय टिप्पणी",
            "ru": "пояснение редакции",
        },
    ),
    "GovernmentBody": Drawing(
        "ellipse",
        "🏛",
        {
            "en": "government body",
            "hi": "सरकारी निकाय",
            "ru": "государственный орган",
        },
    ),
    "InternationalOrganization": Drawing(
        "ellipse",
        "🌐",
        {
            "en": "international organization",
            "hi": "अंतरराष्ट्रीय संगठन",
            "ru": "международная организация",
        },
    ),
    "Judgement": Drawing(
        "text",
        "≟",
        {
            "en": "judgement of identity",
            "hi": "पहचान-निर्णय",
            "ru": "суждение о тождестве",
        },
    ),
    "Matter": Drawing(
        "box",
        "▭",
        {
            "en": "matter",
            "hi": "विषय",
            "ru": "предмет отношений",
        },
    ),
    "MediaOrganization": Drawing(
        "ellipse",
        "📰",
        {
            "en": "media organization",
            "hi": "समाचार माध्यम",
            "ru": "средство массовой информации",
        },
    ),
    "Mention": Drawing(
        "text",
        "…",
        {
            "en": "mention",
            "hi": "उल्लेख",
            "ru": "упоминание",
        },
    ),
    "Organization": Drawing(
        "ellipse",
        "🏢",
        {
            "en": "organization",
            "hi": "संगठन",
            "ru": "организация",
        },
    ),
    "Participation": Drawing(
        "dot",
        "•",
        {
            "en": "participation",
            "hi": "भागीदारी",
            "ru": "участие",
        },
    ),
    "Person": Drawing(
        "dot",
        "👤",
        {
            "en": "person",
            "hi": "व्यक्ति",
            "ru": "лицо",
        },
    ),
    "Place": Drawing(
        "triangleDown",
        "📍",
        {
            "en": "place",
            "hi": "स्थान",
            "ru": "место",
        },
    ),
    "Quotation": Drawing(
        "text",
        "“”",
        {
            "en": "quotation",
            "hi": "उद्धरण",
            "ru": "цитата",
        },
    ),
    "Relation": Drawing(
        "hexagon",
        "⇄",
        {
            "en": "bilateral relation",
            "hi": "द्विपक्षीय संबंध",
            "ru": "двусторонние отношения",
        },
    ),
    "Revision": Drawing(
        "database",
        "⟳",
        {
            "en": "revision",
            "hi": "संशोधन",
            "ru": "редакция",
        },
    ),
    "State": Drawing(
        "square",
        "🏳",
        {
            "en": "state",
            "hi": "राज्य",
            "ru": "государство",
        },
    ),
    "Term": Drawing(
        "text",
        "⏳",
        {
            "en": "term",
            "hi": "समय-सीमा",
            "ru": "срок",
        },
    ),
}
