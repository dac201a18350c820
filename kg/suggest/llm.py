"""What a language model proposes: the only place that knows its client and its answers.

Any endpoint that speaks OpenAI's chat completions will do
<https://platform.openai.com/docs/api-reference/chat>; its address and key are read from the
environment by the client itself. The model is told the rules, the concepts and the text, and
returns quotes; offsets it is never asked for.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from kg.errors import MissingExtraError, ModelError
from kg.vocab.concepts import CONCEPTS

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types.chat import ChatCompletion

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
        from openai import OpenAI, OpenAIError
    except ImportError:
        raise MissingExtraError("openai", "suggest") from None
    # a server on one's own machine wants no key, and the client does
    key = os.environ.get(KEY) or ("none" if os.environ.get(ADDRESS) else None)
    try:
        return OpenAI(api_key=key, timeout=_TIMEOUT, max_retries=_RETRIES)
    except OpenAIError as error:
        raise ModelError(f"set {KEY}, or {ADDRESS} for a server of one's own") from error


def _complete(rules: str, told: str, model: str) -> str:
    """The text of the model's answer; servers that take no schema are asked for JSON alone."""
    import openai

    client = _client()

    def complete(**form: object) -> ChatCompletion:
        create: Callable[..., ChatCompletion] = client.chat.completions.create
        return create(
            model=model,
            temperature=0,
            messages=[{"role": "system", "content": rules}, {"role": "user", "content": told}],
            **form,
        )

    schema = {"name": "sheet", "strict": True, "schema": Answer.model_json_schema()}
    try:
        try:
            answered = complete(response_format={"type": "json_schema", "json_schema": schema})
        except (openai.BadRequestError, openai.UnprocessableEntityError):
            answered = complete()
    except openai.APIStatusError as error:
        raise ModelError(f"{client.base_url} answered {error.status_code}") from error
    except openai.APITimeoutError as error:
        raise ModelError(f"{client.base_url} gave no answer in {_TIMEOUT:.0f} seconds") from error
    except (openai.OpenAIError, ValueError) as error:
        raise ModelError(f"{client.base_url} cannot be asked: {error}") from error
    choices = getattr(answered, "choices", None)
    if not choices:
        raise ModelError(f"{client.base_url} gave an answer without a choice")
    if choices[0].finish_reason == "length":
        raise ModelError("the answer was cut at the model's limit: take a shorter text")
    return choices[0].message.content or ""


def _read(answered: str) -> Answer:
    """The answer as a record; some models put a fence around their JSON."""
    body = answered.strip()
    if body.startswith("```"):
        body = body.partition("\n")[2].rpartition("```")[0]
    try:
        return Answer.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "the answer"
        raise ModelError(
            f"the model's answer is not of the schema: {where}: {first['msg']}; "
            f"found {answered[:_SHOWN]!r}"
        ) from error
