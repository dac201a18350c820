"""Rows of the three sources, made here, with what a test says differently."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from kg.tables import EventsReport, EventTable, load
from kg.tables.codes import columns

NOW = datetime(2025, 6, 1, tzinfo=UTC)

_ICEWS = {
    "Event ID": "1", "Event Date": "2025-04-10", "Source Name": "Foreign Affairs (Russia)",
    "Source Sectors": "Executive,Foreign Ministry,Government",
    "Source Country": "Russian Federation", "Event Text": "Consult", "CAMEO Code": "040",
    "Intensity": "1", "Target Name": "Foreign Affairs (United States)",
    "Target Sectors": "Foreign Ministry,Government", "Target Country": "United States",
    "Story ID": "700", "Sentence Number": "2", "Publisher": "A wire", "City": "Istanbul",
    "District": "NA", "Province": "Istanbul", "Country": "Turkey", "Latitude": "41.0138",
    "Longitude": "28.9497",
}  # fmt: skip
_GDELT = {
    "GLOBALEVENTID": "900", "SQLDATE": "20250410", "MonthYear": "202504", "Year": "2025",
    "FractionDate": "2025.2767", "Actor1Code": "RUSGOV", "Actor1Name": "RUSSIA",
    "Actor1CountryCode": "RUS", "Actor1Type1Code": "GOV", "Actor2Code": "USA",
    "Actor2Name": "UNITED STATES", "Actor2CountryCode": "USA", "IsRootEvent": "1",
    "EventCode": "046", "EventBaseCode": "046", "EventRootCode": "04", "QuadClass": "1",
    "GoldsteinScale": "7.0", "NumMentions": "10", "AvgTone": "-1.5", "ActionGeo_Type": "4",
    "ActionGeo_FullName": "Istanbul, Istanbul, Turkey", "ActionGeo_CountryCode": "TU",
    "ActionGeo_Lat": "41.0186", "ActionGeo_Long": "28.9647", "ActionGeo_FeatureID": "-755070",
    "DATEADDED": "20250411121500", "SOURCEURL": "https://www.example.org/talks",
}  # fmt: skip
_POLECAT = {
    "Event ID": "p1", "Event Date": "2025-04-10", "Event Type": "CONSULT", "Event Mode": "Visit",
    "Intensity": "4.0", "Quad Code": "VERBAL COOPERATION", "Contexts": "diplomatic; military",
    "Actor Name": "Russia", "Actor Country": "RUS", "Actor COW": "365",
    "Actor Sectors": "GOV; MIL", "Recipient Name": "Germany and France",
    "Recipient Country": "DEU; FRA", "Recipient COW": "255; 220", "Recipient Sectors": "GOV",
    "Placename": "Berlin", "Country": "DEU", "Latitude": "52.52", "Longitude": "13.40",
    "Source": "A wire", "Publication Date": "2025-04-11", "Story People": "None",
    "Language": "de", "Version": "1",
}  # fmt: skip
_MENTION = {
    "GLOBALEVENTID": "900", "EventTimeDate": "20250410120000", "MentionTimeDate": "20250411121500",
    "MentionType": "1", "MentionSourceName": "example.org",
    "MentionIdentifier": "https://www.example.org/talks", "SentenceID": "3",
    "Actor1CharOffset": "10", "Actor2CharOffset": "-1", "ActionCharOffset": "42",
    "InRawText": "1", "Confidence": "80", "MentionDocLen": "1200", "MentionDocTone": "-2.5",
    "MentionDocTranslationInfo": "srclc:rus; eng:Moses 2.1.1 / GT-RUS 1.0",
}  # fmt: skip
_PAGE = {
    "GKGRECORDID": "20250411121500-T7", "DATE": "20250411121500",
    "SourceCollectionIdentifier": "1", "SourceCommonName": "example.org",
    "DocumentIdentifier": "https://www.example.org/talks", "Themes": "NEGOTIATIONS;LEADER;",
    "Locations": "1#Russia#RS#RS#60#100#RS;4#Istanbul#TU#TU34#41#28#-755070",
    "Persons": "sonata coulter;", "V2Tone": "-1.25,2,3,5,20,0,400",
    "Quotations": "10|20|said|we go on#90|9||in May",
    "TranslationInfo": "srclc:rus; eng:Moses 2.1.1",
}  # fmt: skip

_KINDS = {
    "icews": ("icews", _ICEWS, True), "gdelt": ("gdelt-events", _GDELT, False),
    "polecat": ("polecat", _POLECAT, True), "mentions": ("gdelt-mentions", _MENTION, False),
    "pages": ("gdelt-gkg", _PAGE, False),
}  # fmt: skip


def row(kind: str, **different: str) -> str:
    """One line; the names of columns have `_` for a blank."""
    name, usual, _ = _KINDS[kind]
    nothing = "NA" if kind == "icews" else ""
    spelled = {each.replace(" ", "_"): each for each in columns(name)}
    given = usual | {spelled[key]: value for key, value in different.items()}
    return "\t".join(given.get(column, nothing) for column in columns(name))


def mirror(**different: str) -> str:
    """The mirror image of the usual row of ICEWS."""
    sides = {}
    for ours, theirs in (("Source", "Target"), ("Target", "Source")):
        for part in ("Name", "Sectors", "Country"):
            sides[f"{ours}_{part}"] = _ICEWS[f"{theirs} {part}"]
    return row("icews", **{"Event_ID": "2", **sides, **different})


def text(kind: str, lines: Iterable[str]) -> str:
    """A whole file."""
    name, _, header = _KINDS[kind]
    head = ["\t".join(columns(name))] if header else []
    return "\n".join([*head, *lines]) + "\n"


def write(path: Path, kind: str, *lines: str) -> Path:
    path.write_text(text(kind, lines), encoding="utf-8", newline="")
    return path


def loaded(folder: Path, kind: str, *lines: str) -> tuple[EventTable, EventsReport]:
    """A table of one file."""
    table = EventTable(folder / "table")
    path = write(folder / f"{len(list(folder.iterdir()))}.csv", kind, *lines)
    format_ = kind if kind in ("icews", "polecat") else "gdelt"
    return table, load(table, [path], format_, now=NOW)
