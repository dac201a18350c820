"""GDELT 2.0: Events (61 columns), Mentions (16) and the Global Knowledge Graph 2.1 (27).

Tab-separated without names, whatever the ending says. Character offsets count in the English text
that GDELT made, never in the original. Source: the codebooks of GDELT 2.0 and GKG 2.1,
<https://www.gdeltproject.org/data.html>.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

import polars as pl

from kg.tables.codes import Term, columns, states_of
from kg.tables.sources import Source

__all__ = ["SOURCES"]

_MOMENT: Final = "%Y%m%d%H%M%S"


def _events() -> Mapping[str, pl.Expr]:
    added = pl.col("DATEADDED").str.slice(0, 8)
    return {
        "id": pl.col("GLOBALEVENTID"),
        "day": pl.col("SQLDATE"),
        "date": pl.col("SQLDATE").str.to_date("%Y%m%d", strict=False),
        **_side("source", "Actor1"),
        **_side("target", "Actor2"),
        "code": pl.col("EventCode"),
        "swapped": pl.col("EventCode") == "043",
        "identity": pl.when(pl.col("EventCode") == "043")
        .then(pl.lit("042"))
        .otherwise("EventCode"),
        "within": pl.concat_str("ActionGeo_FullName", "ActionGeo_FeatureID", ignore_nulls=True),
        "score": pl.col("GoldsteinScale"),
        "place": pl.col("ActionGeo_FullName"),
        "province": pl.col("ActionGeo_ADM1Code"),
        "district": pl.col("ActionGeo_ADM2Code"),
        "country": pl.col("ActionGeo_CountryCode"),
        "latitude": pl.col("ActionGeo_Lat"),
        "longitude": pl.col("ActionGeo_Long"),
        "publisher": _host("SOURCEURL"),
        "url": pl.col("SOURCEURL"),
        "story": pl.col("SOURCEURL"),
        "published_day": added,
        "published": added.str.to_date("%Y%m%d", strict=False),
        "mentions": pl.col("NumMentions"),
        "tone": pl.col("AvgTone"),
    }


def _side(ours: str, theirs: str) -> Mapping[str, pl.Expr]:
    code = pl.col(f"{theirs}Code")
    # a people of a state that is no more, such as SUNRUS, goes before the country
    whole = code.str.slice(0, 6)
    longer = [each for each in states_of("cameo") if len(each) > 3]
    return {
        f"{ours}_name": pl.coalesce(f"{theirs}Name", code),
        f"{ours}_country": pl.coalesce(
            pl.when(whole.is_in(longer)).then(whole), f"{theirs}CountryCode"
        ),
        f"{ours}_sectors": pl.concat_list(
            f"{theirs}Type1Code", f"{theirs}Type2Code", f"{theirs}Type3Code"
        ),
    }


def _host(url: str) -> pl.Expr:
    return pl.coalesce(pl.col(url).str.extract(r"^https?://(?:www\.)?([^/:?#]+)"), pl.col(url))


def _mentions() -> Mapping[str, pl.Expr]:
    first = pl.col("EventTimeDate").str.slice(0, 8)
    return {
        "id": pl.col("GLOBALEVENTID"),
        "day": first,
        "date": first.str.to_date("%Y%m%d", strict=False),
        "published_day": pl.col("MentionTimeDate"),
        "published": _moment("MentionTimeDate"),
        "publisher": pl.col("MentionSourceName"),
        "url": pl.col("MentionIdentifier"),
        "sentence": pl.col("SentenceID"),
        "source_offset": pl.col("Actor1CharOffset"),
        "target_offset": pl.col("Actor2CharOffset"),
        "action_offset": pl.col("ActionCharOffset"),
        "raw": pl.col("InRawText"),
        "confidence": pl.col("Confidence"),
        "length": pl.col("MentionDocLen"),
        "tone": pl.col("MentionDocTone"),
        **_translation("MentionDocTranslationInfo"),
    }


def _documents() -> Mapping[str, pl.Expr]:
    return {
        "id": pl.col("GKGRECORDID"),
        "day": pl.col("DATE"),
        "date": pl.col("DATE").str.slice(0, 8).str.to_date("%Y%m%d", strict=False),
        "published_day": pl.col("DATE"),
        "published": _moment("DATE"),
        "publisher": pl.col("SourceCommonName"),
        "url": pl.col("DocumentIdentifier"),
        "themes": _several("Themes"),
        "persons": _several("Persons"),
        "organizations": _several("Organizations"),
        # of a place: its type, its name, the FIPS code of its country, and more
        "states": _several("Locations").list.eval(
            pl.element().str.splitn("#", 4).struct.field("field_2")
        ),
        "quotations": pl.col("Quotations").str.split("#"),
        "tone": pl.col("V2Tone").str.splitn(",", 2).struct.field("field_0"),
        **_translation("TranslationInfo"),
    }


def _several(name: str) -> pl.Expr:
    return (
        pl.col(name)
        .str.strip_chars(";")
        .str.split(";")
        .list.eval(pl.element().filter(pl.element() != ""))
    )


def _moment(name: str) -> pl.Expr:
    return pl.col(name).str.to_datetime(_MOMENT, time_unit="us", time_zone="UTC", strict=False)


def _translation(name: str) -> Mapping[str, pl.Expr]:
    """`srclc:fra; eng:Moses …`: the language of the original, and what translated it."""
    return {
        "language": pl.col(name).str.extract(r"srclc:\s*([a-z]{3})"),
        "translation": pl.col(name).str.extract(r"eng:\s*(.+?)\s*;?$"),
    }


@cache
def _state(text: str) -> Term | None:
    """CAMEO's codes of actors have three letters and more, FIPS's of places two."""
    return states_of("fips" if len(text) == 2 else "cameo").get(text)


def _source(kind: str, name: str, expressions: object) -> Source:
    return Source(
        dataset="gdelt", kind=kind, columns=columns(name), header=False, nulls=(),
        scheme="cameo-gdelt", expressions=expressions, state=_state,  # type: ignore[arg-type]
    )  # fmt: skip


SOURCES: Final = (
    _source("events", "gdelt-events", _events),
    _source("mentions", "gdelt-mentions", _mentions),
    _source("documents", "gdelt-gkg", _documents),
)
