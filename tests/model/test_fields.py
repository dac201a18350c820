"""Addresses and languages: what the model takes RDF takes too, and no store need look again."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from kg.model import Event
from kg.model.fields import Language, Url

ADDRESS: TypeAdapter[str] = TypeAdapter(Url)
LANGUAGE: TypeAdapter[str] = TypeAdapter(Language)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org", "http://example.org:8080/a/b?c=d&e=%20#f", "https://пример.рф/статья",
        "https://example.org/हिन्दी?q=(a),b;c='d'!*", "https://example.org/x?a=b?c/d#e/f?g",
    ],
)  # fmt: skip
def test_what_pages_have_is_taken(url: str) -> None:
    assert ADDRESS.validate_python(url) == ox.NamedNode(url).value


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/%zz", "https://example.org/%2", "https://[::1", "https://a b.org/",
        "https://example.org/?a[]=1", "https://example.org/{x}", "https://example.org/a#b#c",
        "https://", "https:///path", "ftp://example.org/", "https://example.org/\ue000",
        "https://example.org/\ufffe", "https://example.org/a\nb", "https://example.org:x/",
    ],
)  # fmt: skip
def test_what_is_no_iri_is_refused(url: str) -> None:
    with pytest.raises(ValidationError):
        ADDRESS.validate_python(url)


@settings(max_examples=2000)
@given(rest=st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("%[]#?/:@ 0aF")))
def test_whatever_is_taken_is_an_iri(rest: str) -> None:
    url = f"https://{rest}"
    try:
        ADDRESS.validate_python(url)
    except ValidationError:
        return
    ox.NamedNode(url)


@pytest.mark.parametrize("control", ["\0", "\x07", "\x0b", "\x1b", "\x7f"])
def test_a_label_that_a_terminal_would_obey_is_refused(control: str) -> None:
    with pytest.raises(ValidationError, match=rf"control characters, found U\+{ord(control):04X}"):
        Event.model_validate({"id": "talks", "label": {"en": f"A{control}B"}})


def test_a_label_may_have_lines_and_tabs() -> None:
    label = {"en": "Talks,\r\n\tsecond day", "hi": "वार्ता\u200d"}
    assert Event.model_validate({"id": "talks", "label": label}).label == label


@pytest.mark.parametrize("tag", ["hi", "zh-Hant", "en-GB", "sr-Latn-RS", "de-1996", "ru-x-a-1"])
def test_tags_of_languages_are_taken(tag: str) -> None:
    ox.Literal("text", language=LANGUAGE.validate_python(tag))


@pytest.mark.parametrize("tag", ["english", "EN", "en-", "en-g8", "aai-G0", "cb-Sg0J8y-Azk", ""])
def test_what_is_no_tag_is_refused(tag: str) -> None:
    with pytest.raises(ValidationError):
        LANGUAGE.validate_python(tag)


@settings(max_examples=2000)
@given(tag=st.from_regex(r"\A[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}\Z"))
def test_whatever_is_taken_as_a_tag_is_one(tag: str) -> None:
    try:
        LANGUAGE.validate_python(tag)
    except ValidationError:
        return
    ox.Literal("text", language=tag)
