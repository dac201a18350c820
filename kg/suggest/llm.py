"""What a language model proposes: the only place that knows its client and its answers.

Any endpoint that speaks OpenAI's chat completions will do
<https://platform.openai.com/docs/api-reference/chat>; its address and key are read from the
environment by the client itself. The model is told the rules, the concepts and the text, and
returns quotes; offsets it is never asked for. No redirect is followed: the text goes to the address
that was set, and nowhere else.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kg.errors import MissingExtraError, ModelError
from kg.vocab.concepts import CONCEPTS

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAI

__all__ = ["ADDRESS", "KEY", "Answer", "Asked", "ask"]

#: what the client reads of the environment
ADDRESS: Final = "OPENAI_BASE_URL"
KEY: Final = "OPENAI_API_KEY"
#: seconds for one answer; a model on one's own machine is slow
_TIMEOUT: Final = 600.0
#: how often the client tries again after 408, 409, 429 and 5xx, with growing pauses
_RETRIES: Final = 3
#: characters of a bad answer that an error shows
_SHOWN: Final = 200
#: where what a model that reasons says to itself ends; some servers swallow the mark before it
_THOUGHT: Final = "</think>"
_FENCED: Final = re.compile(r"```\w*\s(.*)```", re.DOTALL)


class _Part(BaseModel):
    """Every key is there and no other, as strict schemas want it."""

    model_config = ConfigDict(extra="forbid")


class Quote(_Part):
    """Words of the text; `before` stands directly before them where they stand several times."""

    quote: str
    before: str | None


class SaidMention(Quote):
    """A name in the text and the English name of what is meant."""

    name: str
    kind: Literal["state", "government", "organization", "person", "place"]


class SaidEvent(_Part):
    """Something that happened."""

    key: str
    label: str
    date: str | None


class SaidMatter(_Part):
    """What lies between two states."""

    key: str
    label: str
    parties: list[str]
    issue: str


class SaidAct(_Part):
    """A step in the life of a matter."""

    act: str
    matter: str
    event: str | None
    date: str | None
    by: str | None


class SaidStatement(Quote):
    """A stretch in which somebody, or nobody who is named, says something."""

    speaker: str | None
    attribution: Literal["quoted", "reported", "secondHand", "unattributed"]
    stance: Literal["affirms", "denies", "doubts"]
    certainty: Literal["certain", "probable", "possible"]
    says: list[SaidAct]


class Answer(_Part):
    """All that a model says of one text."""

    mentions: list[SaidMention]
    events: list[SaidEvent]
    matters: list[SaidMatter]
    statements: list[SaidStatement]


class _Piece(BaseModel):
    """A part of a content that is given as a list."""

    text: str = ""


class _Message(BaseModel):
    content: str | list[_Piece] | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Completion(BaseModel):
    """What is read of a chat completion."""

    choices: Annotated[list[_Choice], Field(min_length=1)]


class Asked(NamedTuple):
    """An answer, the name of the model that gave it, the sha256 of what it was told before."""

    answer: Answer
    model: str
    prompt: str


def ask(text: str, language: str, published: str | None, model: str) -> Asked:
    """Ask a model for the whole sheet of a text.

    Args:
        text: the text as it is.
        language: BCP 47.
        published: EDTF, if it is known.
        model: as the endpoint calls it.

    Raises:
        MissingExtraError: the client is not installed.
        ModelError: no key or address, no answer, or one that is not of the schema.
    """
    rules = _rules()
    told = {"language": language, "published": published, "text": text}
    answered = _complete(rules, json.dumps(told, ensure_ascii=False), model)
    return Asked(_read(answered), model, hashlib.sha256(rules.encode()).hexdigest())


@cache
def _rules() -> str:
    """The prompt with the concepts and the schema: all that does not change with the text."""
    text = Path(__file__).with_name("prompt.txt").read_text(encoding="utf-8")
    lists = (f"{scheme}: {', '.join(sorted(CONCEPTS[scheme]))}" for scheme in ("act", "issue"))
    schema = json.dumps(Answer.model_json_schema(), sort_keys=True)
    return "\n".join((text, *lists, "", f"JSON Schema of the answer: {schema}"))


def _client() -> OpenAI:
    try:
        from openai import DefaultHttpxClient, OpenAI, OpenAIError
    except ImportError:
        raise MissingExtraError("openai", "suggest") from None
    # a server on one's own machine wants no key, and the client does
    key = os.environ.get(KEY) or ("none" if os.environ.get(ADDRESS) else None)
    http = DefaultHttpxClient(follow_redirects=False)
    try:
        return OpenAI(api_key=key, timeout=_TIMEOUT, max_retries=_RETRIES, http_client=http)
    except OpenAIError as error:
        raise ModelError(f"set {KEY}, or {ADDRESS} for a server of one's own") from error


def _complete(rules: str, told: str, model: str) -> str:
    """The text of the model's answer; servers that take no schema are asked for JSON alone."""
    import openai

    client = _client()

    def complete(**form: object) -> str:
        create: Callable[..., Any] = client.chat.completions.with_raw_response.create
        raw = create(
            model=model,
            temperature=0,
            messages=[{"role": "system", "content": rules}, {"role": "user", "content": told}],
            **form,
        )
        return str(raw.text)

    schema = {"name": "sheet", "strict": True, "schema": Answer.model_json_schema()}
    try:
        try:
            answered = complete(response_format={"type": "json_schema", "json_schema": schema})
        except (openai.BadRequestError, openai.UnprocessableEntityError):
            answered = complete()
    except openai.APIStatusError as error:
        raise ModelError(f"{client.base_url} answered {_refusal(error)}") from error
    except openai.APITimeoutError as error:
        raise ModelError(f"{client.base_url} gave no answer in {_TIMEOUT:.0f} seconds") from error
    except (openai.OpenAIError, ValueError) as error:
        raise ModelError(f"{client.base_url} cannot be asked: {error}") from error
    try:
        choice = _Completion.model_validate_json(answered).choices[0]
    except ValidationError as error:
        raise ModelError(
            f"{client.base_url} gave no chat completion; expected the address up to /v1, "
            f"found {_shown(answered)}"
        ) from error
    return _content(choice)


def _refusal(error: APIStatusError) -> str:
    """The status of a refusal with what the server says of it, but never with the key."""
    if location := error.response.headers.get("location"):
        return f"{error.status_code}, a redirect, which is not followed: {_shown(location)}"
    body = error.body
    message = body.get("message") if isinstance(body, dict) else None
    told = str(message or "")
    if key := os.environ.get(KEY):
        told = told.replace(key, "…")
    return f"{error.status_code}: {_shown(told)}" if told else str(error.status_code)


def _content(choice: _Choice) -> str:
    message = choice.message
    match choice.finish_reason:
        case "length":
            raise ModelError("the answer was cut at the model's limit: take a shorter text")
        case "content_filter":
            raise ModelError("the endpoint's content filter withheld the answer")
    if message.refusal:
        raise ModelError(f"the model refuses: {_shown(message.refusal)}")
    if isinstance(message.content, list):
        return "".join(piece.text for piece in message.content)
    return message.content or ""


def _read(answered: str) -> Answer:
    """The answer as a record, without what models put around their JSON."""
    try:
        return Answer.model_validate_json(_bare(answered))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "the answer"
        raise ModelError(
            f"the model's answer is not of the schema: {where}: {first['msg']}; "
            f"found {_shown(answered)}"
        ) from error


def _bare(answered: str) -> str:
    """The JSON alone: what was thought aloud, a fence, and words before and after it are left."""
    body = answered.strip()
    if not body.startswith("{"):
        before, thought, after = body.partition(_THOUGHT)
        body = after if thought else before
        if fenced := _FENCED.search(body):
            body = fenced[1]
    start, end = body.find("{"), body.rfind("}")
    return body[start : end + 1] if 0 <= start < end else body


def _shown(text: str) -> str:
    """The beginning of what somebody else wrote, as a literal, so that no terminal obeys it."""
    return repr(text[:_SHOWN])
