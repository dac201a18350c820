"""Drafts of sheets for texts that nobody has annotated yet: names, dates, cue words, or more.

What is proposed here is never knowledge: a draft bears the key `proposed`, and nothing loads it
until a person has corrected and accepted it.
"""

from kg.suggest.draft import SUFFIX, Draft, accept, article, offline, write
from kg.suggest.known import known
from kg.suggest.names import Known
from kg.suggest.words import LANGUAGES

__all__ = [
    "LANGUAGES", "SUFFIX", "Draft", "Known", "accept", "article", "known", "offline", "write",
]  # fmt: skip
