"""Interface words and dates in the reader's language."""

from __future__ import annotations

import pytest

from kg.views.words import LANGUAGES, show_date, words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_there_in_every_language(language: str) -> None:
    assert words(language).keys() == words("en").keys()
    assert all(words(language).values())


def test_a_region_does_not_matter_and_other_languages_read_english() -> None:
    assert words("hi-IN") == words("hi")
    assert words("fr") == words("en")


@pytest.mark.parametrize(
    ("when", "language", "shown"),
    [
        ("2025-04-10", "en", "10 Apr 2025"),
        ("2025-04-10", "hi", "10 अप्रैल 2025"),
        ("2025-04-10", "ru", "10 апр. 2025"),
        ("2025-02", "en", "Feb 2025"),
        ("2025-05~", "en", "≈ May 2025"),
        ("2025-03-24/2025-03-25", "ru", "24–25 мар. 2025"),
        ("2025-03-24/2025-04-02", "en", "24 Mar – 2 Apr 2025"),
        ("2025-12-31/2026-01-02", "en", "31 Dec 2025 – 2 Jan 2026"),
        ("2025-03-24~/2025-03-25~", "en", "≈ 24 Mar 2025 – ≈ 25 Mar 2025"),
        ("2016/2018", "en", "2016 – 2018"),
        ("2025-01-20/..", "en", "20 Jan 2025 – …"),
        ("2025-04-1X", "en", "2025-04-1X"),
        ("2025-02-31", "en", "2025-02-31"),
        ("", "en", ""),
        ("2025-04-10", "xx-nonsense", "10 Apr 2025"),
    ],
)
def test_a_date_is_no_more_exact_than_it_was_written(when: str, language: str, shown: str) -> None:
    assert show_date(when, language) == shown
