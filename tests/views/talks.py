"""A handmade network like that of a real round of talks, with evidence in Hindi of our own."""

from __future__ import annotations

from datetime import date
from typing import Any

import networkx as nx

from kg.views import Evidence

ID = "https://w3id.org/bilateral/id/"
A, B = ID + "actor/RUS", ID + "actor/USA"
TALKS = ID + "event/talks"
FLIGHTS = ID + "matter/flights"
VISAS = ID + "matter/visas"
DENIED = ID + "matter/gas"
QUOTE = "दोनों पक्ष सीधी उड़ानें फिर शुरू करने पर सहमत हैं"
PREFIX = "राजदूत ने बैठक के बाद कहा कि “"
SUFFIX = "”, हालाँकि कोई तिथि तय नहीं हुई।"

LABELS = {
    "en": {
        A: "Russia", B: "United States",
        "talks": "Consultations in Istanbul on the work of the embassies",
        "earlier": "First round of consultations in Istanbul",
        "seizure": "Seizure of diplomatic property",
        "remarks": "Remarks of the ambassador to reporters",
        "notes": "Exchange of notes", "next": "Next round of consultations",
        "flights": "Resumption of direct flights between the two countries",
        "visas": "Easier movement and visas for diplomats in the receiving state",
        "property": "Road map on the return of seized diplomatic property",
        "banking": "Uninterrupted banking and financial services for the missions",
        "dues": "Russian contributions to international organizations",
        "staff": "Hiring of local staff by the embassy in Moscow",
        "gas": "Transit of gas", "meeting": "A follow-up meeting in the near term",
        "roadmap": "Road map", "visa issue": "Diplomatic missions", "air": "Aviation",
    },
    "hi": {
        A: "रूस", B: "संयुक्त राज्य अमेरिका",
        "talks": "दूतावासों के कामकाज पर इस्तांबुल में परामर्श",
        "earlier": "इस्तांबुल में परामर्श का पहला दौर",
        "seizure": "राजनयिक संपत्ति की ज़ब्ती",
        "remarks": "संवाददाताओं से राजदूत की बातचीत",
        "notes": "राजनयिक पत्रों का आदान-प्रदान", "next": "परामर्श का अगला दौर",
        "flights": "दोनों देशों के बीच सीधी उड़ानों की बहाली",
        "visas": "मेज़बान राज्य में राजनयिकों की आवाजाही और वीज़ा में आसानी",
        "property": "ज़ब्त राजनयिक संपत्ति की वापसी की कार्ययोजना",
        "banking": "मिशनों के लिए निर्बाध बैंकिंग और वित्तीय सेवाएँ",
        "dues": "अंतरराष्ट्रीय संगठनों में रूसी अंशदान",
        "staff": "मॉस्को स्थित दूतावास में स्थानीय कर्मचारियों की भर्ती",
        "gas": "गैस का पारगमन", "meeting": "निकट अवधि में अनुवर्ती बैठक",
        "roadmap": "कार्ययोजना", "visa issue": "राजनयिक मिशन", "air": "विमानन",
    },
}  # fmt: skip
ACTS = {
    "en": {
        "agree": "agrees", "understand": "agrees in principle", "raise": "raises",
        "propose": "proposes", "deny": "refuses", "callOn": "calls on", "discuss": "discusses",
        "echo": "acknowledges", "reported": "reported", "quoted": "quoted",
        "secondHand": "second-hand", "unattributed": "unattributed",
        "affirms": "affirms", "denies": "denies", "doubts": "doubts",
        "agreed": "agreed", "silent": "",
    },
    "hi": {
        "agree": "सहमत होता है", "understand": "सिद्धांततः सहमत", "raise": "उठाता है",
        "propose": "प्रस्ताव रखता है", "deny": "इनकार करता है", "callOn": "आह्वान करता है",
        "discuss": "चर्चा करता है", "echo": "स्वीकार करता है", "reported": "अप्रत्यक्ष कथन",
        "quoted": "उद्धृत", "secondHand": "परोक्ष स्रोत से", "unattributed": "बिना श्रेय",
        "affirms": "पुष्टि करता है", "denies": "खंडन करता है", "doubts": "संदेह करता है",
        "agreed": "सहमत", "silent": "",
    },
}  # fmt: skip

#: (from, matter, act, stance, attribution), in the order of claims
ACCOUNTS = (
    ("A", "visas", "understand", "affirms", "quoted"),
    ("A", "visas", "understand", "affirms", "quoted"),
    ("B", "visas", "discuss", "affirms", "reported"),
    ("A", "flights", "callOn", "affirms", "reported"),
    ("A", "flights", "propose", "affirms", "reported"),
    ("B", "flights", "agree", "doubts", "secondHand"),
    ("talks", "property", "agree", "affirms", "unattributed"),
    ("A", "banking", "agree", "affirms", "reported"),
    ("B", "banking", "echo", "affirms", "secondHand"),
    ("talks", "dues", "agree", "affirms", "unattributed"),
    ("B", "staff", "raise", "affirms", "reported"),
    ("A", "staff", "deny", "denies", "reported"),
    ("B", "meeting", "discuss", "affirms", "quoted"),
    ("A", "gas", "deny", "denies", "quoted"),
    ("B", "gas", "propose", "affirms", "secondHand"),
    ("A", "roadmap", "agree", "affirms", "secondHand"),
    ("B", "roadmap", "agree", "affirms", "reported"),
)
EVENTS = (
    ("seizure", "2017", None),
    ("earlier", "2025-02-27", "2025-02-27"),
    ("talks", "2025-04-10", "2025-04-10"),
    ("remarks", "2025-04-10", "2025-04-10"),
    ("notes", "2025-04-11", "2025-04-11"),
    ("next", "2025-05~", "2025-05-01"),
)
MOVED = {
    "seizure": ("property",),
    "earlier": ("gas", "visas"),
    "talks": ("visas", "flights", "property", "dues", "staff", "meeting", "roadmap"),
    "notes": ("banking", "meeting"),
}
CONFIRMED = {("A", "visas"), ("B", "visas"), ("A", "flights"), ("B", "staff"), ("A", "banking"),
             ("B", "meeting"), ("B", "roadmap"), ("A", "gas")}  # fmt: skip


def iri(name: str) -> str:
    if name in {"A", "B"}:
        return A if name == "A" else B
    kind = "event" if name in {each[0] for each in EVENTS} else "matter"
    return ID + ("agreement" if name == "roadmap" else kind) + "/" + name


def claim(number: int) -> str:
    return f"{ID}claim/{number}"


def network(language: str = "en") -> nx.MultiDiGraph[str]:
    labels, acts = LABELS[language], ACTS[language]
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for party in (A, B):
        graph.add_node(party, kind="party", label=labels[party], claims=(), day=None)
    for name, edtf, day in EVENTS:
        found = date.fromisoformat(day) if day else None
        graph.add_node(
            iri(name), kind="event", label=labels[name], edtf=edtf, claims=(),
            date=day if day and edtf == day else "", day=found.toordinal() if found else None,
        )  # fmt: skip
    for name in dict.fromkeys(each[1] for each in ACCOUNTS):
        graph.add_node(iri(name), **_matter(name, labels, acts))
    for number, (who, name, act, stance, attribution) in enumerate(ACCOUNTS):
        graph.add_edge(
            iri(who), iri(name), kind="claim", label=acts[act], act_type=act, date="2025-04-10",
            stance=stance, attribution=attribution, claims=(claim(number),),
        )  # fmt: skip
    for event, matters in MOVED.items():
        for name in matters:
            graph.add_edge(iri(event), iri(name), kind="moved", label="", date="", claims=())
    for event in ("earlier", "talks"):
        for party in (A, B):
            graph.add_edge(party, iri(event), kind="part", label="", date="", claims=(claim(100),))
    return graph


def _matter(name: str, labels: dict[str, str], acts: dict[str, str]) -> dict[str, Any]:
    told = [each for each in ACCOUNTS if each[1] == name]
    data: dict[str, Any] = {
        "kind": "agreement" if name == "roadmap" else "matter",
        "label": labels[name],
        "date": "", "edtf": "", "day": None,
        "issue": labels["air" if name == "flights" else "visa issue"],
        "narrator_status": acts["agreed"] if name in {"property", "dues"} else "",
        "claims": tuple(claim(n) for n, each in enumerate(ACCOUNTS) if each[1] == name),
    }  # fmt: skip
    for side, who in (("a", "A"), ("b", "B")):
        mine = [each for each in told if each[0] == who]
        denies = any(each[3] == "denies" for each in mine)
        data[f"{side}_status"] = acts[mine[-1][2]] if mine and not denies else ""
        data[f"{side}_basis"] = (
            "confirmed" if (who, name) in CONFIRMED else "attributed" if mine else ""
        )
        data[f"{side}_denies"] = denies
    return data


def evidence(language: str = "en") -> dict[str, Evidence]:
    labels, acts = LABELS[language], ACTS[language]
    found = {}
    for number, (who, name, act, stance, attribution) in enumerate(ACCOUNTS):
        speaker = {"A": "Дарчиев", "B": "State Department"}.get(who, "")
        found[claim(number)] = Evidence(
            claim=claim(number), prefix=PREFIX, suffix=SUFFIX,
            quote=QUOTE if name == "flights" else f"{labels[name]}: मूल के शब्द {number}",
            start=500 + number, end=560 + number, language="hi",
            speaker=speaker if attribution != "unattributed" else "",
            relays=("TASS", "RT") if who == "A" else (), outlet="RT", document="इस्तांबुल वार्ता",
            document_date="2025-04-11", date="2025-04-10", attribution=acts[attribution],
            stance=acts[stance], says=f"{labels[name]} — {acts[act]}", machine_translated=True,
            translated_from="English" if language == "en" else "अंग्रेज़ी",
            literal="the movement is reduced" if name == "visas" else "",
            corrected="the movement is eased" if name == "visas" else "",
            reason="A slip of the machine: the source says “ease”." if name == "visas" else "",
            url="https://example.org/talks",
        )  # fmt: skip
    found[claim(100)] = Evidence(claim=claim(100), quote="दोनों प्रतिनिधिमंडल उपस्थित थे", language="hi")
    return found
