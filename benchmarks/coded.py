"""Rows in the shape of ICEWS, as many as wanted, the same for the same number.

States meet as they do in the real data: few pairs have most of the events. Every fifth event is
followed by its mirror image, and one story is told in up to three sentences.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from kg.tables.codes import columns, types_of

__all__ = ["generate"]

_STATES = (
    "United States", "Russian Federation", "China", "India", "United Kingdom", "Israel", "Iran",
    "Japan", "France", "Germany", "Ukraine", "Turkey", "Pakistan", "Syria", "Iraq", "South Korea",
    "North Korea", "Saudi Arabia", "Australia", "Egypt", "Italy", "Canada", "Nigeria", "Poland",
    "Afghanistan", "Spain", "Brazil", "Indonesia", "Philippines", "Mexico", "Thailand", "Malaysia",
    "Vietnam", "Bangladesh", "Sri Lanka", "Nepal", "Kenya", "Sudan", "South Africa", "Georgia",
    "Armenia", "Azerbaijan", "Belarus", "Kazakhstan", "Greece", "Cyprus", "Lebanon", "Jordan",
    "Qatar", "Yemen", "Libya", "Tunisia", "Algeria", "Morocco", "Ethiopia", "Somalia", "Uganda",
    "Rwanda", "Venezuela", "Colombia", "Argentina", "Chile", "Peru", "Cuba", "Ecuador", "Bolivia",
    "Norway", "Sweden", "Finland", "Denmark", "Netherlands", "Belgium", "Austria", "Switzerland",
    "Hungary", "Romania", "Bulgaria", "Serbia", "Croatia", "Slovenia", "Slovakia", "Lithuania",
    "Latvia", "Estonia", "Moldova", "Singapore", "Cambodia", "Laos", "Myanmar", "Mongolia",
)  # fmt: skip
_POSTS = ("", "Foreign Affairs", "Head of Government", "Military", "Police", "Citizen", "Ministry")
_SECTORS = ("NA", "Executive,Foreign Ministry,Government", "Executive,Government",
            "Military,Government", "Police,Government", "General Population / Civilian / Social",
            "Government")  # fmt: skip
_BATCH = 500_000


def generate(path: Path, rows: int, *, years: int = 8, seed: int = 1) -> Path:
    """Write a table of so many rows, from 2015 on over so many years."""
    random = np.random.default_rng(seed)
    codes = types_of("cameo-icews").filter(pl.col("code").str.len_chars() > 2)["code"].to_list()
    weights = 1 / np.arange(1, len(_STATES) + 1)
    weights /= weights.sum()
    with path.open("wb") as file:
        file.write(("\t".join(columns("icews")) + "\n").encode())
        for start in range(0, rows, _BATCH):
            count = min(_BATCH, rows - start)
            numbers = np.arange(start, start + count)
            _batch(random, codes, weights, numbers, years).write_csv(
                file, separator="\t", include_header=False, quote_style="never"
            )
    return path


def _batch(
    random: np.random.Generator, codes: list[str], weights: np.ndarray, number: np.ndarray,
    years: int,
) -> pl.DataFrame:  # fmt: skip
    count = len(number)
    state = [random.choice(len(_STATES), count, p=weights) for _ in range(2)]
    post = [random.integers(0, len(_POSTS), count) for _ in range(2)]
    code = random.integers(0, len(codes), count)
    day = random.integers(0, 365 * years, count)
    story, sentence = number // 3, random.integers(1, 7, count)
    # a mirror image has all but the id of the row before it
    mirror = number % 5 == 4
    mirror[0] = False
    for column in (code, day, story, sentence):
        column[mirror] = column[np.flatnonzero(mirror) - 1]
    for column in (state, post):
        before = np.flatnonzero(mirror) - 1
        column[0][mirror], column[1][mirror] = column[1][before], column[0][before]
    frame = pl.DataFrame(
        {
            "id": number + 30_000_000, "day": day, "code": pl.Series(codes)[code],
            "story": story, "sentence": sentence,
            **{f"state{n}": pl.Series(_STATES)[state[n]] for n in (0, 1)},
            **{f"post{n}": pl.Series(_POSTS)[post[n]] for n in (0, 1)},
            **{f"sectors{n}": pl.Series(_SECTORS)[post[n]] for n in (0, 1)},
            "latitude": random.uniform(-60, 70, count).round(4),
            "longitude": random.uniform(-180, 180, count).round(4),
        }
    )  # fmt: skip
    names = [
        pl.when(pl.col(f"post{n}") == "").then(f"state{n}")
        .otherwise(pl.format("{} ({})", f"post{n}", f"state{n}"))
        for n in (0, 1)
    ]  # fmt: skip
    nothing = pl.lit("NA")
    return frame.select(
        pl.col("id").alias("0"),
        (pl.lit("2015-01-01").str.to_date() + pl.duration(days="day")).alias("1"),
        names[0].alias("2"), pl.col("sectors0").alias("3"), pl.col("state0").alias("4"),
        pl.lit("Event").alias("5"), pl.col("code").alias("6"), pl.lit("1.0").alias("7"),
        names[1].alias("8"), pl.col("sectors1").alias("9"), pl.col("state1").alias("10"),
        pl.col("story").alias("11"), pl.col("sentence").alias("12"), pl.lit("Wire").alias("13"),
        pl.format("City of {}", "state0").alias("14"), nothing.alias("15"), nothing.alias("16"),
        pl.col("state0").alias("17"), pl.col("latitude").alias("18"),
        pl.col("longitude").alias("19"),
    )  # fmt: skip
