"""Random histories of matters between two states, as chronicles that are loaded like any other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from hypothesis import strategies as st

from kg.loaders.sheet import dump
from kg.model import Chronicle, sheet_adapter
from kg.vocab.lifecycle import ACTS

START = date(2025, 1, 1)
#: who may say or do something: bodies and persons of two sides, a third state, an agency of nobody
REGISTRY = """\
kind: registry
id: voices
actors:
  - {id: fr-ministry, type: GovernmentBody, represents: FRA, names: {en: French ministry}}
  - {id: fr-speaker, type: Person, represents: fr-ministry, voice: spokesperson, names: {en: F. Speaker}}
  - {id: de-ministry, type: GovernmentBody, represents: DEU, names: {en: German ministry}}
  - {id: de-envoy, type: Person, represents: de-ministry, names: {en: G. Envoy}}
  - {id: agency, type: MediaOrganization, names: {en: Agency}}
"""
SPEAKERS = (None, "FRA", "fr-ministry", "fr-speaker", "de-ministry", "de-envoy", "POL", "agency")
AGENTS = ("FRA", "DEU", "fr-ministry", "POL", "agency")
STEPS = sorted(name for name, effect in ACTS.items() if "Matter" in effect.applies_to)
OF_EVENTS = sorted(name for name, effect in ACTS.items() if "Event" in effect.applies_to)
OF_AGREEMENTS = sorted(name for name, effect in ACTS.items() if "Agreement" in effect.applies_to)


@dataclass(frozen=True)
class Told:
    """One claim that a step was taken, or that an answer has not come (`act` is None)."""

    of: str
    act: str | None
    day: int
    vague: int
    slot: str
    speaker: str | None
    attribution: str
    stance: str
    voice: str | None
    agents: tuple[str, ...]
    said: int | None
    published: int | None
    late: int

    def statement(self, number: int) -> dict[str, object]:
        """It as a statement of a chronicle, which cites a page of its own."""
        when = _edtf(self.day, self.vague)
        if self.act is None:
            says: dict[str, object] = {"about": "matter/m1", "noAnswerFrom": list(self.agents)}
        else:
            says = {"act": self.act, "of": self.of, "when": when, "slot": self.slot}
            if self.agents:
                says["byActor"] = list(self.agents)
        found: dict[str, object] = {
            "cites": f"s{number}", "gist": {"en": f"claim {number}"}, "stance": self.stance,
            "attribution": self.attribution if self.speaker else "unattributed", "says": [says],
        }  # fmt: skip
        if self.speaker:
            found["speaker"] = self.speaker
        if self.voice:
            found["voice"] = self.voice
        if self.said is not None:
            found["said_on"] = _edtf(self.said, 0)
        return found

    def source(self, number: int) -> dict[str, object]:
        """The page that it is on."""
        found: dict[str, object] = {
            "id": f"s{number}", "url": f"https://example.org/{number}", "language": "en",
        }  # fmt: skip
        if self.published is not None:
            found["published"] = _edtf(self.published, self.late)
        if number % 3 == 0:
            found["publisher"] = "agency"
        return found


def _edtf(day: int, vague: int) -> str:
    first = START + timedelta(days=day)
    return f"{first}/{first + timedelta(days=vague)}" if vague else str(first)


def _told() -> st.SearchStrategy[Told]:
    days = st.integers(0, 12)
    of = st.sampled_from(["matter/m1", "matter/m1", "matter/m2", "event/e1", "agreement/a1"])
    return of.flatmap(
        lambda of: st.builds(
            Told,
            of=st.just(of),
            act=st.sampled_from(
                {"matter": [*STEPS, None], "event": OF_EVENTS, "agreement": OF_AGREEMENTS}[
                    of.partition("/")[0]
                ]
            ),
            day=days,
            vague=st.sampled_from([0, 0, 0, 3]),
            slot=st.sampled_from(["1", "2"]),
            speaker=st.sampled_from(SPEAKERS),
            attribution=st.sampled_from(["quoted", "reported", "reported", "secondHand"]),
            stance=st.sampled_from(["affirms", "affirms", "affirms", "denies", "doubts"]),
            voice=st.sampled_from([None, None, "instrument", "unnamedOfficial"]),
            agents=st.lists(st.sampled_from(AGENTS), min_size=1, max_size=2, unique=True).map(tuple)
            | st.just(("DEU",)),
            said=st.none() | days,
            published=st.none() | days,
            late=st.sampled_from([0, 0, 4]),
        )
    )


#: the claims of one chronicle
histories = st.lists(_told(), min_size=15, max_size=50)


def declaring(folder: Path) -> None:
    """The registry, and what the histories are about."""
    (folder / "voices.yaml").write_text(REGISTRY)
    dump(_chronicle("base", [], declares=True), folder / "base.yaml")


def write(folder: Path, name: str, told: list[Told]) -> Path:
    """One history as a chronicle."""
    path = folder / f"{name}.yaml"
    dump(_chronicle(name, told), path)
    return path


def _chronicle(name: str, told: list[Told], *, declares: bool = False) -> Chronicle:
    sheet: dict[str, object] = {
        "kind": "chronicle", "id": f"histories/{name}",
        "document": {"language": "en", "title": {"en": name}},
        "coding": {"by": "nobody", "date": "2025-02-01", "codebook": "1"},
        "sources": [each.source(number) for number, each in enumerate(told)],
        "statements": [each.statement(number) for number, each in enumerate(told)],
    }  # fmt: skip
    if declares:
        parties = ["FRA", "DEU"]
        sheet["events"] = [{"id": "e1", "label": {"en": "talks"}, "date": "2025-01-06"}]
        sheet["matters"] = [
            {"id": slug, "label": {"en": slug}, "parties": parties, "issue": "bilateralRelations"}
            for slug in ("m1", "m2")
        ]
        # a meeting belongs to a relation when both sides were there
        sheet["sources"] = [{"id": "s", "url": "https://example.org/s", "language": "en"}]
        attended = [{"participant": actor, "role": "party"} for actor in parties]
        says = [{"about": "event/e1", "participation": attended}]
        sheet["statements"] = [{"cites": "s", "gist": {"en": "they met"}, "says": says}]
        sheet["agreements"] = [{"id": "a1", "label": {"en": "treaty"}, "parties": parties}]
    found = sheet_adapter().validate_python(sheet)
    assert isinstance(found, Chronicle)
    return found
