"""The types of fields that the records share: slugs, references, dates, concepts, texts, quotes.

Scalars of a sheet arrive as text and are checked here; an error says what was expected.
"""

from __future__ import annotations

import difflib
import functools
import re
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from kg import dates
from kg.anchors import Span
from kg.errors import DateProblem
from kg.iris import KINDS, SLUG, split_reference
from kg.vocab.concepts import CONCEPTS

#: where something stands in a sheet: keys and positions from the top
Path = tuple[str | int, ...]


def _slug_of(kind: str) -> AfterValidator:
    """A reference to one kind of thing: the slug, with or without `kind/` before it."""

    def check(text: str) -> str:
        found, slug = split_reference(text)
        if found not in ("", kind):
            raise PydanticCustomError(
                "wrong_kind", "expected a reference to {kind}, not to {found}",
                {"kind": kind, "found": found},
            )  # fmt: skip
        return check_slug(slug)

    return AfterValidator(check)


DOCUMENT_ID = r"^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*$"


def check_slug(text: str) -> str:
    """A slug as it is.

    Raises:
        PydanticCustomError: it is none.
    """
    if not SLUG.match(text):
        raise PydanticCustomError(
            "slug", "expected a slug (letters, digits, '.', '_', '-'), found {text}", {"text": text}
        )
    return text


def check_reference(text: str) -> str:
    """A reference such as `event/istanbul-talks` as it is; a document's slug may contain `/`.

    Raises:
        PydanticCustomError: the kind is missing or unknown, or no slug follows.
    """
    kind, slash, slug = text.partition("/")
    if not slash or kind not in KINDS or not slug:
        raise PydanticCustomError(
            "reference", "expected a reference such as event/{text}, its kind one of {kinds}",
            {"text": slug or text, "kinds": ", ".join(KINDS)},
        )  # fmt: skip
    for part in slug.split("/"):
        check_slug(part)
    return text


def check_date(text: str) -> str:
    """An EDTF date as it is.

    Raises:
        PydanticCustomError: it is none.
    """
    try:
        dates.parse(text)
    except DateProblem as problem:
        raise PydanticCustomError("edtf", "{message}", {"message": str(problem)}) from problem
    return text


#: what no IRI holds as it stands (RFC 3987, 2.2): delimiters, private use, what is no character
_NEVER = (
    r"\s\x00-\x20\x7f-\x9f<>\"{}|^`\\%\[\]#"
    "\ufdd0-\ufdef\ue000-\uf8ff\ufff0-\uffff\U000e0000-\U0010ffff"
    + "".join(f"{chr(end - 1)}{chr(end)}" for end in range(0x1FFFF, 0xE0000, 0x10000))
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SIGN = f"(?:[^{_NEVER}]|%[0-9A-Fa-f]{{2}})"
_HOST = f"(?:[^{_NEVER}/?:@]|%[0-9A-Fa-f]{{2}})+(?::[0-9]{{1,5}})?"
_URL = re.compile(f"https?://{_HOST}(?:[/?]{_SIGN}*)?(?:#{_SIGN}*)?")


def check_url(text: str) -> str:
    """The address of a web page as it is: an IRI, which a store takes without looking again.

    Raises:
        PydanticCustomError: it is none.
    """
    if not _URL.fullmatch(text):
        raise PydanticCustomError(
            "url",
            "expected the address of a web page; in it, [ is written as %5B and a blank as %20",
        )
    return text


def check_legible(text: str) -> str:
    """A text without characters that a terminal obeys and no page may hold; it may have lines.

    Raises:
        PydanticCustomError: it has one.
    """
    if found := _CONTROL.search(text):
        raise PydanticCustomError(
            "control", "expected a text without control characters, found U+{code}",
            {"code": f"{ord(found[0]):04X}"},
        )  # fmt: skip
    return text


def many(value: object) -> object:
    """One value where a list is expected is a list of one."""
    return value if isinstance(value, list | tuple) else [value]


def check_concept(scheme: str, text: str) -> str:
    """The notation of a concept of one scheme.

    Raises:
        PydanticCustomError: the scheme has no such concept; the nearest are named.
    """
    known = CONCEPTS[scheme]
    if text not in known:
        near = difflib.get_close_matches(text, known, 3)
        raise PydanticCustomError(
            "concept", "expected a concept of the scheme {scheme}; nearest: {near}",
            {"scheme": scheme, "near": ", ".join(near) or "none"},
        )  # fmt: skip
    return text


def concept(scheme: str) -> AfterValidator:
    """A field that takes a concept of one scheme, by its notation."""
    return AfterValidator(functools.partial(check_concept, scheme))


Slug = Annotated[str, AfterValidator(check_slug)]
Reference = Annotated[str, AfterValidator(check_reference)]
ActorRef = Annotated[str, _slug_of("actor")]
PlaceRef = Annotated[str, _slug_of("place")]
EventRef = Annotated[str, _slug_of("event")]
Edtf = Annotated[str, AfterValidator(check_date)]
#: the pattern is for editors, and says less than the check
Url = Annotated[
    str, AfterValidator(check_url), Field(json_schema_extra={"pattern": r"^https?://\S+$"})
]
#: BCP 47 tag of a language, the keys of every text in languages: language, script, region, variants
#: and private use of RFC 5646, 2.1
Language = Annotated[
    str,
    StringConstraints(
        pattern=r"^[a-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"
        r"(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(-x(-[A-Za-z0-9]{1,8})+)?$"
    ),
]
NonEmpty = Annotated[str, StringConstraints(min_length=1)]
#: what people read in tables, pages and terminals
Legible = Annotated[NonEmpty, AfterValidator(check_legible)]
Texts = dict[Language, Legible]


class Record(BaseModel):
    """What every record has in common: unknown keys are errors, nothing changes once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Selector(Record):
    """W3C `TextQuoteSelector` <https://www.w3.org/TR/annotation-model/#text-quote-selector>.

    `occurrence` counts from 1 and replaces prefix and suffix where these are clumsy. The span is
    computed by the loader against the text and never written down.
    """

    exact: NonEmpty
    prefix: str = ""
    suffix: str = ""
    occurrence: Annotated[int, Field(ge=1)] | None = None
    _span: Span | None = PrivateAttr(default=None)

    @property
    def span(self) -> Span:
        """Code points `[start, end)` of the document's text.

        Raises:
            LookupError: the selector has not been located in its text.
        """
        if self._span is None:
            raise LookupError(f"not located: {self.exact!r}")
        return self._span

    def place(self, span: Span) -> None:
        """Bind the selector to its place in the text (the loader's task)."""
        self._span = span
