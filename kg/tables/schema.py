"""The columns of the tables: one row an event, an article that tells one, or a page.

The types are those of Arrow; `Table.to_arrow()` of a frame gives the same with pyarrow. Days are in
the calendar of the source, coordinates are degrees in WGS 84, scores priors of a type from -10
(conflict) to 10 (cooperation). States are ISO 3166-1 alpha-3 codes; a few that exist no more, or
that the standard has not, keep the code of ISO 3166-3 or the usual one (DDR, XKX).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

__all__ = ["DOCUMENTS", "EVENTS", "KINDS", "MENTIONS", "Columns", "State"]

Columns = Mapping[str, pl.DataType | type[pl.DataType]]
#: a code of few values: as quick to group by as a number
State: Final = pl.Categorical()

_TEXTS: Final = pl.List(pl.String)

#: one row an event; a row of the source and its mirror image are one
EVENTS: Final[Columns] = {
    #: from what the event is: source, day, type, parties, story and sentence
    "event": pl.String,
    #: the same for all events of one story, day and type between the same parties
    "telling": pl.String,
    "dataset": pl.Categorical(),
    #: the ids of the rows that it was made of
    "ids": _TEXTS,
    "date": pl.Date,
    "source_name": pl.String,
    #: the registry's slug where the name leads to one thing of it, else one of its own
    "source_actor": pl.String,
    "source_state": State,
    #: the state's number in the Correlates of War
    "source_cow": pl.Int16,
    "source_sectors": _TEXTS,
    "target_name": pl.String,
    "target_actor": pl.String,
    "target_state": State,
    "target_cow": pl.Int16,
    "target_sectors": _TEXTS,
    #: every state that takes part, sorted
    "parties": _TEXTS,
    #: whether each did it to the other: the source has the row in both directions
    "mutual": pl.Boolean,
    #: how many rows of the source were coded from one sentence or place as this event
    "rows": pl.Int32,
    #: the scheme of the code: cameo-icews, cameo-gdelt, plover
    "scheme": pl.Categorical(),
    "code": pl.Categorical(),
    #: the type and mode of PLOVER 2.0 by the crosswalk, such as consult-visit
    "plover": pl.Categorical(),
    "quad_class": pl.Categorical(),
    "contexts": _TEXTS,
    #: the score that the source gives to the code (Goldstein; intensity)
    "score": pl.Float64,
    #: the score that PLOVER gives to its type
    "plover_score": pl.Float64,
    "place": pl.String,
    "city": pl.String,
    "district": pl.String,
    "province": pl.String,
    "country": State,
    "latitude": pl.Float64,
    "longitude": pl.Float64,
    "publisher": pl.String,
    "url": pl.String,
    "story": pl.String,
    "sentence": pl.Int32,
    #: the day on which it was published, or first seen by the source
    "published": pl.Date,
    #: of the original, as the source writes it
    "language": pl.String,
    #: by what it was translated, where the source says so
    "translation": pl.String,
    "mentions": pl.Int32,
    "tone": pl.Float32,
    #: the file that it was loaded from, the beginning of its SHA-256
    "file": pl.Categorical(),
}

#: one row an article in which GDELT found an event again (Mentions 2.0)
MENTIONS: Final[Columns] = {
    "mention": pl.String,
    "dataset": pl.Categorical(),
    #: among the `ids` of the event
    "id": pl.String,
    "date": pl.Date,
    "published": pl.Datetime("us", "UTC"),
    "publisher": pl.String,
    "url": pl.String,
    "sentence": pl.Int32,
    #: characters in GDELT's own English text: never offsets in the original
    "source_offset": pl.Int32,
    "target_offset": pl.Int32,
    "action_offset": pl.Int32,
    #: whether it was found in the article as it stood, without resolving pronouns
    "raw": pl.Boolean,
    "confidence": pl.Int16,
    "length": pl.Int32,
    "tone": pl.Float32,
    "language": pl.String,
    "translation": pl.String,
    "file": pl.Categorical(),
}

#: one row a page (GKG 2.1)
DOCUMENTS: Final[Columns] = {
    "document": pl.String,
    "dataset": pl.Categorical(),
    "id": pl.String,
    "date": pl.Date,
    "published": pl.Datetime("us", "UTC"),
    "publisher": pl.String,
    "url": pl.String,
    "themes": _TEXTS,
    "persons": _TEXTS,
    "organizations": _TEXTS,
    #: the states of the places that it names, sorted
    "states": _TEXTS,
    #: as GDELT writes them: offset|length|verb|words, in its own English text
    "quotations": _TEXTS,
    "tone": pl.Float32,
    "language": pl.String,
    "translation": pl.String,
    "file": pl.Categorical(),
}

KINDS: Final[Mapping[str, Columns]] = {
    "events": EVENTS,
    "mentions": MENTIONS,
    "documents": DOCUMENTS,
}
