"""SPARQL 1.1 cut into its terminals, so that a parameter is found by what it is, not how it looks.

The concatenation of the tokens is the text, whatever the text: what no terminal matches comes out
one character at a time as `other`. The terminals are those of SPARQL 1.1, section 19.8
(<https://www.w3.org/TR/sparql11-query/#sparqlGrammar>). This module knows no grammar beyond them,
no parameter and no engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from kg.iris import PREFIXES

__all__ = ["Token", "prefixes", "significant", "tokenize", "with_prefixes"]

_BASE: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_VAR: Final = f"[{_BASE}_0-9][{_BASE}_0-9\u00b7\u0300-\u036f\u203f-\u2040]*"
_CHARS: Final = f"{_BASE}_0-9\u00b7\u0300-\u036f\u203f-\u2040-"
_PLX: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_PREFIX: Final = f"(?:[{_BASE}](?:[{_CHARS}.]*[{_CHARS}])?)?:"
_LOCAL: Final = f"(?:[{_BASE}_:0-9]|{_PLX})(?:(?:[{_CHARS}.:]|{_PLX})*(?:[{_CHARS}:]|{_PLX}))?"

#: kind and terminal, the first match wins: long strings before short ones, IRIs before `<`
_TERMINALS: Final = (
    ("space", r"[ \t\r\n]+"),
    ("comment", r"#[^\r\n]*"),
    ("string", r'"""(?:"{0,2}(?:[^"\\]|\\[\s\S]))*"""'),
    ("string", r"'''(?:'{0,2}(?:[^'\\]|\\[\s\S]))*'''"),
    ("string", r'"(?:[^"\\\r\n]|\\[^\r\n])*"'),
    ("string", r"'(?:[^'\\\r\n]|\\[^\r\n])*'"),
    ("iri", r'<(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>'),
    ("variable", rf"[?$]{_VAR}"),
    ("blank", rf"_:[{_BASE}_0-9](?:[{_CHARS}.]*[{_CHARS}])?"),
    ("name", f"{_PREFIX}(?:{_LOCAL})?"),
    ("language", r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*"),
    ("number", r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"),
    ("word", r"[A-Za-z][A-Za-z0-9_]*"),
    ("punctuation", r"\^\^|\|\||&&|!=|<=|>=|[{}()\[\].,;*/+\-|^?!=<>]"),
    ("other", r"[\s\S]"),
)
_TERMINAL: Final = re.compile("|".join(f"({pattern})" for _, pattern in _TERMINALS))


class Token(NamedTuple):
    """One terminal: its kind, its text as written, its offset (code points) and line (from 1)."""

    kind: str
    text: str
    offset: int
    line: int


def tokenize(text: str) -> Iterator[Token]:
    """The tokens of `text` in order; their texts joined are `text`. Never raises."""
    line = 1
    for match in _TERMINAL.finditer(text):
        assert match.lastindex is not None  # `other` takes any character
        token = match.group()
        yield Token(_TERMINALS[match.lastindex - 1][0], token, match.start(), line)
        line += token.count("\n")


def significant(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without white space and comments."""
    return [token for token in tokens if token.kind not in ("space", "comment")]


def prefixes(text: str) -> tuple[set[str], dict[str, Token]]:
    """The prefixes that a text declares, and those that it uses, each with its first name."""
    tokens = significant(list(tokenize(text)))
    declared: set[str] = set()
    used: dict[str, Token] = {}
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.kind == "name":
            prefix = token.text.partition(":")[0]
            if before is not None and before.text.upper() == "PREFIX":
                declared.add(prefix)
            else:
                used.setdefault(prefix, token)
    return declared, used


def with_prefixes(text: str) -> str:
    """`text` with a PREFIX for each prefix of the project that it uses and does not declare.

    They go in front of its first line, without a line end, so that the line numbers of an engine's
    error messages stay those of `text`.
    """
    declared, used = prefixes(text)
    missing = [prefix for prefix in sorted(used.keys() - declared) if prefix in PREFIXES]
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in missing) + text
