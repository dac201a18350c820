"""Dates in three languages are found, counted from the publication, never guessed in silence."""

from __future__ import annotations

import pytest

from kg.suggest import times
from kg.suggest.words import words


def told(text: str, language: str, published: str | None = "2025-04-11") -> list[tuple[str, str]]:
    """The words of each date with what they mean; the publication was a Friday."""
    found = times.find(text, words(text), language, times.base_of(published))
    return [(text[slice(*time.span)], time.edtf) for time in found]


@pytest.mark.parametrize(
    ("language", "text", "stretch", "edtf"),
    [
        ("en", "met on April 10, 2025.", "April 10, 2025", "2025-04-10"),
        ("en", "the 10th of April 2025", "10th of April 2025", "2025-04-10"),
        ("en", "They met on 10 April", "10 April", "2025-04-10"),
        ("en", "yesterday", "yesterday", "2025-04-10"),
        ("en", "On Thursday the envoy", "Thursday", "2025-04-10"),
        ("en", "on Friday, the day of print", "Friday", "2025-04-11"),
        ("en", "next Thursday", "next Thursday", "2025-04-17"),
        ("en", "last week", "last week", "2025-03-31/2025-04-06"),
        ("en", "two weeks ago", "two weeks ago", "2025-03-24/2025-03-30"),
        ("en", "April 10–12, 2025", "April 10–12, 2025", "2025-04-10/2025-04-12"),
        ("en", "from 28 February to 2 March 2025", "28 February to 2 March 2025",
         "2025-02-28/2025-03-02"),
        ("en", "from December to January 2025", "December to January 2025", "2024-12/2025-01"),
        ("en", "in 2024", "2024", "2024"),
        ("en", "In May they may march", "May", "2025-05"),
        ("en", "on 2025-04-10", "2025-04-10", "2025-04-10"),
        ("ru", "Вчера стороны", "Вчера", "2025-04-10"),
        ("ru", "в четверг", "четверг", "2025-04-10"),
        ("ru", "в следующую среду", "следующую среду", "2025-04-16"),
        ("ru", "27 февраля 2025 г.", "27 февраля 2025", "2025-02-27"),
        ("ru", "с 10 по 12 апреля 2025 года", "10 по 12 апреля 2025", "2025-04-10/2025-04-12"),
        ("ru", "в январе", "январе", "2025-01"),
        ("ru", "в прошлом году", "в прошлом году", "2024"),
        ("ru", "16.06.2025", "16.06.2025", "2025-06-16"),
        ("ru", "два дня назад", "два дня назад", "2025-04-09"),
        ("hi", "गुरुवार को", "गुरुवार", "2025-04-10"),
        ("hi", "27 फ़रवरी", "27 फ़रवरी", "2025-02-27"),
        ("hi", "२७ फरवरी 2025", "२७ फरवरी 2025", "2025-02-27"),
        ("hi", "10 से 12 अप्रैल", "10 से 12 अप्रैल", "2025-04-10/2025-04-12"),
        ("hi", "पिछले सप्ताह", "पिछले सप्ताह", "2025-03-31/2025-04-06"),
        ("hi", "दो दिन पहले", "दो दिन पहले", "2025-04-09"),
    ],
)  # fmt: skip
def test_a_date_is_found_and_read_with_the_precision_of_its_words(
    language: str, text: str, stretch: str, edtf: str
) -> None:
    assert told(text, language) == [(stretch, edtf)]


def test_kal_is_yesterday_or_tomorrow_and_both_are_told() -> None:
    text = "कल बैठक हुई"
    (time,) = times.find(text, words(text), "hi", times.base_of("2025-04-11"))
    assert time.edtf == "[2025-04-10,2025-04-12]"
    assert "ambiguous: yesterday or tomorrow" in time.basis


def test_a_day_is_counted_from_all_days_on_which_the_text_may_have_been_published() -> None:
    assert told("गुरुवार", "hi", "2025-04-10/2025-04-16") == [("गुरुवार", "2025-04-10")]
    assert told("yesterday", "en", "2025-04-10/2025-04-12") == [
        ("yesterday", "2025-04-09/2025-04-11")
    ]


def test_a_date_without_a_year_goes_with_the_last_that_had_one() -> None:
    assert told("On 27 January 2019 they met, and on 28 January they left.", "en") == [
        ("27 January 2019", "2019-01-27"), ("28 January", "2019-01-28"),
    ]  # fmt: skip


def test_without_a_publication_date_what_is_counted_from_it_is_left_open() -> None:
    assert told("yesterday, and on 10 April 2025", "en", None) == [
        ("yesterday", ""), ("10 April 2025", "2025-04-10"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "they may march on"), ("en", "99.99.2025"), ("ru", "семь человек"), ("hi", "एक बयान")],
)
def test_what_is_no_date_is_left_alone(language: str, text: str) -> None:
    assert told(text, language) == []


def test_a_day_that_the_calendar_has_not_is_told_as_unread() -> None:
    assert told("30 February 2025", "en") == [("30 February 2025", "")]
