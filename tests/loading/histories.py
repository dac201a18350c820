"""Random documents that speak of each other's events, matters and actors, and what befalls them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from kg.loaders.sheet import dump
from kg.model import Chronicle, sheet_adapter

#: how many documents there are; each may speak of what any of them declares
NUMBER = 3
STATES = ("FRA", "DEU", "ITA")
DAYS = ("2025-03-01", "2025-03-02", "2025-03", None)
ISSUES = ("bilateralRelations", "consulates")

Record = dict[str, object]


@dataclass(frozen=True)
class Load:
    """A document as it comes to be loaded, for the first time or corrected."""

    sheet: Chronicle

    @property
    def document(self) -> str:
        """The id of it."""
        return self.sheet.id

    def write(self, folder: Path) -> Path:
        """The file of it."""
        path = folder / f"{self.document}.yaml"
        dump(self.sheet, path)
        return path


@dataclass(frozen=True)
class Withdraw:
    """A document that is taken back, with all that rest on it."""

    document: str


def _declared(draw: st.DrawFn, number: int) -> Record:
    """What a document declares, mostly all that is its own."""
    states = draw(st.lists(st.sampled_from(STATES), min_size=2, max_size=3, unique=True))
    above = [*STATES, *(f"a{other}" for other in range(number)), None]
    kind = draw(st.sampled_from(["Person", "Person", "State"]))
    actor: Record = {"id": f"a{number}", "type": kind, "names": {"en": "somebody"}}
    if kind == "Person" and (represented := draw(st.sampled_from(above))):
        actor["represents"] = represented
    aide = {"id": f"b{number}", "type": "Person", "names": {"en": "aide"}}
    aide["represents"] = f"a{number}"
    event: Record = {"id": f"e{number}", "label": {"en": "talks"}}
    if day := draw(st.sampled_from(DAYS)):
        event["date"] = day
    between: Record = {"label": {"en": "something"}, "parties": states}
    matter: Record = {"id": f"m{number}", "issue": draw(st.sampled_from(ISSUES)), **between}
    found: Record = {
        "actors": [actor, aide], "events": [event], "matters": [matter],
        "agreements": [{"id": f"g{number}", **between}],
    }  # fmt: skip
    missing = draw(st.sampled_from([*[None] * 12, *found]))
    return {key: records for key, records in found.items() if key != missing}


def _said(draw: st.DrawFn) -> Record:
    """One claim about what the documents declare."""
    one, other, third = (draw(st.integers(0, NUMBER - 1)) for _ in range(3))
    says: Record
    match draw(st.sampled_from(["act", "dated act", "part", "type", "concluded", "said"])):
        case "act":
            says = {"act": "agree", "of": f"matter/m{one}", "in": f"e{other}"}
        case "dated act":
            says = {"act": "propose", "of": f"matter/m{one}", "when": "2025-03-03"}
        case "part":
            actors = [f"b{one}", draw(st.sampled_from([f"a{third}", "FRA"]))]
            part = [{"participant": actor, "role": "party"} for actor in actors]
            says = {"about": f"event/e{other}", "participation": part}
        case "type":
            kind = draw(st.sampled_from(["talks", "statement"]))
            says = {"about": f"event/e{other}", "eventType": kind}
        case "concluded":
            says = {"about": f"agreement/g{one}", "concludedBy": f"e{other}"}
        case _:
            says = {"about": f"matter/m{one}", "content": {"en": "words"}}
    found: Record = {"cites": "s", "gist": {"en": "it is said"}, "says": [says]}
    if draw(st.integers(0, 3)) == 0:
        found["said_at"] = f"e{third}"
    return found


def _load(draw: st.DrawFn, number: int) -> Load:
    sheet: Record = {
        "kind": "chronicle", "id": f"d{number}",
        "document": {"language": "en", "title": {"en": "a chronicle"}},
        "coding": {"by": "nobody", "date": "2025-04-01", "codebook": "1"},
        "sources": [{"id": "s", "url": "https://example.org/s", "language": "en"}],
        **_declared(draw, number),
        "statements": [_said(draw) for _ in range(draw(st.integers(1, 4)))],
    }  # fmt: skip
    found = sheet_adapter().validate_python(sheet)
    assert isinstance(found, Chronicle)
    return Load(found)


@st.composite
def loads(draw: st.DrawFn) -> Load:
    """One document with one content."""
    return _load(draw, draw(st.integers(0, NUMBER - 1)))


@st.composite
def worlds(draw: st.DrawFn) -> list[Load]:
    """All documents, each with one content."""
    return [_load(draw, number) for number in range(NUMBER)]


#: what befalls a store, more loads than withdrawals
histories = st.lists(
    loads() | loads() | loads() | st.integers(0, NUMBER - 1).map(lambda n: Withdraw(f"d{n}")),
    min_size=2,
    max_size=6,
)
