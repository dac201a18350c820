"""From the lines of a source to rows of a table, and what is wrong with those that are none.

A line that cannot be a row is kept with the reason; none is mended, none is dropped in silence.
Names of states and actors that lead nowhere are kept as they are, and counted.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

import polars as pl

from kg.tables.codes import Term, cow_numbers, types_of
from kg.tables.lines import Batch
from kg.tables.schema import KINDS
from kg.tables.sources import Source

__all__ = ["FIRST_DAY", "KEYS", "STAGED", "Rows"]

#: no source codes events before it
FIRST_DAY: Final = date(1900, 1, 1)
#: the column that tells the rows of a kind apart
KEYS: Final = {"events": "event", "mentions": "mention", "documents": "document"}
#: what is known of a row until its file is in, beside the columns of its kind
STAGED: Final = ("line", "flip")

_NUMBERS: Final[dict[str, pl.DataType]] = {
    "latitude": pl.Float64(), "longitude": pl.Float64(), "score": pl.Float64(),
    "tone": pl.Float32(), "sentence": pl.Int32(), "mentions": pl.Int32(),
    "source_offset": pl.Int32(), "target_offset": pl.Int32(), "action_offset": pl.Int32(),
    "raw": pl.Int16(), "confidence": pl.Int16(), "length": pl.Int32(),
}  # fmt: skip
_REJECT: Final = {"line": pl.Int64, "reason": pl.String, "text": pl.String}
#: the states beside the first of a side
_MORE: Final = ("source_more", "target_more")
#: what tells the mentions of an event apart
_MENTION: Final = ("id", "url", "sentence", "action_offset", "published")
#: between the parts of what is hashed; no source writes them
_UNIT: Final = "\x1f"
_PART: Final = "\x1e"


class Rows:
    """Reads the batches of one file.

    Args:
        source: what the file is.
        file: its name in the table.
        today: the last day on which an event can have been.
        actor: the registry's slug of a name; None where it leads to no one thing.
    """

    def __init__(
        self, source: Source, file: str, today: date, actor: Callable[[str], str | None]
    ) -> None:
        self._source = source
        self._file = file
        self._today = today
        self._actor = actor
        self._states: dict[str, Term | None] = {}
        self._actors: dict[str, str | None] = {}
        #: texts of countries that stand for no state on the day of the event
        self.no_states: Counter[str] = Counter()
        #: names that lead to nothing in the registry
        self.no_actors: Counter[str] = Counter()

    def read(self, batch: Batch) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The rows of a batch, and its rejects (line, reason, text)."""
        number = len(self._source.columns)
        lines = pl.DataFrame(
            {"line": pl.Series(batch.numbers, dtype=pl.Int64), "text": batch.lines},
            schema_overrides={"text": pl.String},
        )
        tabs = pl.col("text").str.count_matches("\t", literal=True) + 1
        whole = lines.filter(tabs == number)
        ragged = lines.filter(tabs != number).select(
            "line", pl.format("{} columns, expected {}", tabs, pl.lit(number)).alias("reason"),
            "text",
        )  # fmt: skip
        texts = self._texts(whole)
        reason = pl.coalesce(
            *(
                pl.when(wrong.fill_null(value=False)).then(said)
                for wrong, said in self._checks(texts.columns)
            )
        )
        checked = texts.with_columns(reason.alias("reason"))
        bad = checked.filter(pl.col("reason").is_not_null()).select("line", "reason", "text")
        good = checked.filter(pl.col("reason").is_null()).drop("reason", "text")
        undecodable = pl.DataFrame(
            [
                (line, "neither UTF-8 nor Windows-1252", data.decode("latin-1"))
                for line, data in batch.undecodable.items()
            ],
            schema=_REJECT, orient="row",
        )  # fmt: skip
        rejects = pl.concat([each.cast(_REJECT) for each in (ragged, bad, undecodable)])  # type: ignore[arg-type]
        return self._rows(good), rejects.sort("line")

    # ------------------------------------------------------------------------------------- parsing

    def _texts(self, lines: pl.DataFrame) -> pl.DataFrame:
        """Our columns, all but the days still as text."""
        source = self._source
        cells = pl.col("text").str.split_exact("\t", len(source.columns) - 1)
        named = cells.struct.rename_fields(source.columns).alias("cells")
        empty = ["", *source.nulls]
        raw = (
            lines.lazy()
            .select("line", "text", named)
            .unnest("cells")
            .with_columns(
                pl.when(~pl.col(name).is_in(empty)).then(pl.col(name)).name.keep()
                for name in source.columns
            )
        )
        expressions = [value.alias(name) for name, value in source.expressions().items()]
        return raw.select("line", "text", *expressions).collect()

    def _checks(self, columns: list[str]) -> Iterator[tuple[pl.Expr, pl.Expr]]:
        """What is wrong with a row, and in which words."""
        yield pl.col("id").is_null(), pl.lit("no id")
        yield pl.col("date").is_null(), _said("{} is no day", "day")
        yield (
            ~pl.col("date").is_between(FIRST_DAY, self._today),
            _said(f"{{}} lies outside {FIRST_DAY} to {self._today}", "day"),
        )
        if "published" in columns:
            wrong = pl.col("published_day").is_not_null() & pl.col("published").is_null()
            yield wrong, _said("published on {}, which is no day", "published_day")
        for name, kind in _NUMBERS.items():
            if name in columns:
                number = pl.col(name).cast(kind, strict=False)
                wrong = pl.col(name).is_not_null() & number.is_null()
                if kind.is_float():  # polars reads nan, inf and what is too large for it
                    wrong |= ~number.is_finite()
                yield wrong, _said(f"{name} {{}} is no number", name)
        if "latitude" in columns:
            for name, most in (("latitude", 90), ("longitude", 180)):
                number = pl.col(name).cast(pl.Float64, strict=False)
                yield ~number.is_between(-most, most), _said(f"{name} {{}} is out of range", name)
            half = pl.col("latitude").is_null() != pl.col("longitude").is_null()
            yield half, pl.lit("one coordinate without the other")
        if "code" in columns:
            known = types_of(self._source.scheme)["code"]
            wrong = ~pl.col("code").fill_null("").is_in(known.implode())
            yield wrong, _said(f"no code {{}} in {self._source.scheme}", "code")

    # ---------------------------------------------------------------------------------------- rows

    def _rows(self, texts: pl.DataFrame) -> pl.DataFrame:
        kind = self._source.kind
        numbers = [
            pl.col(name).cast(type_) for name, type_ in _NUMBERS.items() if name in texts.columns
        ]
        frame = texts.with_columns(
            *numbers, dataset=pl.lit(self._source.dataset), file=pl.lit(self._file)
        )
        if kind == "events":
            frame = self._events(frame)
        elif kind == "mentions":
            frame = frame.with_columns(
                pl.col("raw") == 1,
                flip=pl.lit(value=False),
                mention=self._hashed(frame, _MENTION),
            )
        else:
            frame = frame.with_columns(
                self._listed(frame, "states").list.drop_nulls().list.unique().list.sort(),
                flip=pl.lit(value=False),
                document=self._hashed(frame, ("id", "url", "published")),
            )
        schema = KINDS[kind]
        return frame.select(
            "line", "flip",
            *(
                (pl.col(name) if name in frame.columns else pl.lit(None)).cast(type_).alias(name)
                for name, type_ in schema.items()
            ),
        )  # fmt: skip

    def _events(self, frame: pl.DataFrame) -> pl.DataFrame:
        frame = frame.join(
            types_of(self._source.scheme), on="code", how="left", suffix="_of_type",
            maintain_order="left",
        )  # fmt: skip
        if "contexts_of_type" in frame.columns:
            frame = frame.with_columns(pl.coalesce("contexts", "contexts_of_type"))
        frame = self._identified(frame)
        for side in ("source", "target"):
            frame = self._sided(frame, side)
        place = self._state(frame, "country", "country", count=False)
        parties = [pl.col("source_state"), pl.col("target_state")]
        parties += [self._listed(frame, each) for each in _MORE if each in frame.columns]
        return frame.with_columns(
            place,
            pl.coalesce("score", "prior").alias("score"),
            ids=pl.concat_list("id"),
            parties=pl.concat_list(parties).list.drop_nulls().list.unique().list.sort(),
            mutual=pl.lit(value=False),
            rows=pl.lit(1),
            scheme=pl.lit(self._source.scheme),
        )

    def _sided(self, frame: pl.DataFrame, side: str) -> pl.DataFrame:
        country = f"{side}_country"
        frame = self._acted(frame, side).with_columns(
            self._state(frame, country, f"{side}_state"),
            pl.col(f"{side}_sectors").list.drop_nulls().list.eval(pl.element().str.strip_chars()),
        )
        return frame.with_columns(
            _mapped(f"{side}_state", cow_numbers(), pl.Int16()).alias(f"{side}_cow")
        )

    def _acted(self, frame: pl.DataFrame, side: str) -> pl.DataFrame:
        """With the slug of each actor: the registry's, or one of its own by name and country."""
        columns = [f"{side}_name", f"{side}_country"]
        bearers = frame.filter(pl.col(columns[0]).is_not_null()).group_by(columns).len()
        slugs = []
        for text, country, rows in bearers.iter_rows():
            if text not in self._actors:
                self._actors[text] = self._actor(text)
            slug = self._actors[text]
            if slug is None and text == country and (term := self._term(text)):
                slug = term.state  # the source has the state under a name that the registry has not
            if slug is None:
                self.no_actors[text] += rows
                slug = f"{self._source.dataset}-{_digest(text + _PART + (country or ''))}"
            slugs.append(slug)
        known = bearers.drop("len").with_columns(pl.Series(f"{side}_actor", slugs, dtype=pl.String))
        return frame.join(known, on=columns, how="left", nulls_equal=True, maintain_order="left")

    def _state(
        self, frame: pl.DataFrame, column: str, alias: str, *, count: bool = True
    ) -> pl.Expr:
        """The state that a country's text stands for on the day of the event."""
        terms = {text: term for text in _unique(frame, column) if (term := self._term(text))}
        state = _mapped(column, {text: term.state for text, term in terms.items()}, pl.String())
        since = {text: term.since for text, term in terms.items() if term.since}
        until = {text: term.until for text, term in terms.items() if term.until}
        holds = pl.lit(value=True)
        if since:
            holds &= pl.col("date") >= _mapped(column, since, pl.Date()).fill_null(date.min)
        if until:
            holds &= pl.col("date") <= _mapped(column, until, pl.Date()).fill_null(date.max)
        found = pl.when(holds).then(state)
        if count:
            lost = frame.filter(pl.col(column).is_not_null()).filter(found.is_null())
            self.no_states.update(dict(lost[column].value_counts().iter_rows()))
        return found.alias(alias)

    def _listed(self, frame: pl.DataFrame, column: str) -> pl.Expr:
        known = {text: term.state for text in _unique(frame, column) if (term := self._term(text))}
        states = pl.element().replace_strict(known, default=None, return_dtype=pl.String)
        return pl.col(column).list.eval(states)

    def _term(self, text: str) -> Term | None:
        if text not in self._states:
            self._states[text] = self._source.state(text)
        return self._states[text]

    # ----------------------------------------------------------------------------------------- ids

    def _identified(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The ids of event and telling: from what the event is, whichever party comes first."""
        source, target = (
            pl.concat_str(
                pl.col(f"{side}_name").fill_null(""),
                pl.col(f"{side}_country").fill_null(""),
                pl.col(f"{side}_sectors").list.drop_nulls().list.join(",").fill_null(""),
                separator=_PART,
            )
            for side in ("source", "target")
        )
        one = pl.when("swapped").then(target).otherwise(source)
        other = pl.when("swapped").then(source).otherwise(target)
        frame = frame.with_columns(
            flip=one > other,
            parties_key=pl.concat_str(
                pl.min_horizontal(one, other), pl.max_horizontal(one, other), separator=_UNIT
            ),
        )
        shared = ("date", "identity", "parties_key", "story")
        event = self._hashed(frame, (*shared, "within"))
        telling = self._hashed(frame, shared)
        return frame.with_columns(
            event=event, telling=pl.when(pl.col("story").is_null()).then(event).otherwise(telling)
        )

    def _hashed(self, frame: pl.DataFrame, columns: tuple[str, ...]) -> pl.Series:
        """`icews-` and 20 hexadecimal digits for each row: BLAKE2b (RFC 7693) of 10 bytes."""
        texts = frame.select(
            pl.concat_str(
                (pl.col(name).cast(pl.String).fill_null("") for name in columns), separator=_UNIT
            )
        ).to_series()
        head = f"{self._source.dataset}-"
        return pl.Series([head + _digest(text) for text in texts], dtype=pl.String)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=10).hexdigest()


def _said(words: str, column: str) -> pl.Expr:
    return pl.format(words, pl.col(column).fill_null("nothing"))


def _mapped(
    column: str,
    known: dict[str, object] | dict[str, str] | dict[str, int] | dict[str, date],
    kind: pl.DataType,
) -> pl.Expr:
    if not known:
        return pl.lit(None, dtype=kind)
    return pl.col(column).replace_strict(known, default=None, return_dtype=kind)


def _unique(frame: pl.DataFrame, column: str) -> list[str]:
    if column not in frame.columns:
        return []
    series = frame[column]
    if series.dtype == pl.List:
        series = series.explode()
    return series.drop_nulls().unique().to_list()
