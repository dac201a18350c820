"""A model's answer is believed as far as it stands in the text; every other answer is told plainly.

The endpoint is a server on this machine that answers as it was recorded.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import ModelError
from kg.loaders.base import load_one
from kg.model import Article
from kg.suggest import Known, llm, offline, write
from kg.suggest.grounded import grounded
from kg.suggest.llm import Answer, Asked, ask
from tests.models import Endpoint, recorded

RECORDED = (Path(__file__).parent / "recorded/talks.json").read_text(encoding="utf-8")
TEXT = "10 апреля Дарчиев заявил, что стороны договорились о прямых рейсах.\n"


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    with recorded() as there:
        monkeypatch.setenv(llm.ADDRESS, there.url)
        monkeypatch.setenv(llm.KEY, "sk-secret")
        monkeypatch.setattr(llm, "_RETRIES", 0)
        yield there


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "talks.txt"
    path.write_text(TEXT, encoding="utf-8", newline="")
    return path


def test_what_stands_in_the_text_becomes_a_sheet_and_the_rest_is_listed(
    endpoint: Endpoint, text: Path, known: Known
) -> None:
    endpoint.says(RECORDED)
    asked = ask(TEXT, "ru", "2025-04-11", "recorded-1")
    sheet = load_one(write(grounded(offline(text, "ru", "2025-04-11", known), asked, known))).sheet
    assert isinstance(sheet, Article)
    (statement,) = sheet.statements
    assert (statement.speaker, statement.attribution) == ("darchiev", "reported")
    (act,) = statement.says
    assert (act.act, act.agents, act.subject) == (
        "agree", ("RUS",), "act/matter.talks-flights/talks-remarks/1",
    )  # fmt: skip
    assert [one.id for one in sheet.matters] == ["talks-flights"]
    assert sheet.proposed is not None
    assert sheet.proposed.model == "recorded-1"
    assert sheet.proposed.score == 0.6  # three of five quotes
    assert [reason.partition(":")[0] for reason in sheet.proposed.rejected] == [
        "ZZZ", "quote 'Darchiev'", "name 'A body that nobody knows'", "concur", "act agree",
        "quote 'стороны договорились обо всём'",
    ]  # fmt: skip
    assert sheet.coding.by == "recorded-1 (kg suggest)"
    assert f"prompt sha256 {asked.prompt}" in (sheet.coding.note or "")


EVENT = {"key": "talks", "label": "Talks", "date": "2025-04-10"}
MATTER = {"key": "visas", "label": "Visas", "parties": ["RUS", "USA"], "issue": "visas"}


@pytest.mark.parametrize(
    ("events", "matters", "reason"),
    [
        ([EVENT | {"label": " "}], [], "event 'talks': label String should have at least 1"),
        ([EVENT, EVENT], [], "event 'talks': a second one of this key"),
        ([], [MATTER | {"parties": ["RUS"]}], "matter 'visas': parties Tuple should have at least"),
        ([], [MATTER | {"parties": ["RUS", "rus"]}],
         "matter 'visas': parties each party stands once"),
        ([], [MATTER | {"label": ""}], "matter 'visas': label String should have at least 1"),
        ([], [MATTER, MATTER | {"label": "Other"}], "matter 'visas': a second one of this key"),
    ],
)  # fmt: skip
def test_what_no_sheet_may_hold_is_left_out_and_the_rest_is_kept(
    events: list[object], matters: list[object], reason: str, text: Path, known: Known
) -> None:
    told = json.loads(RECORDED)
    told["events"] += events
    told["matters"] += matters
    asked = Asked(Answer.model_validate(told), "m", "0" * 64)
    sheet = load_one(write(grounded(offline(text, "ru", None, known), asked, known))).sheet
    assert isinstance(sheet, Article)
    assert sheet.proposed is not None
    assert any(one.startswith(reason) for one in sheet.proposed.rejected)
    assert [one.id for one in sheet.matters] == ["talks-flights"]
    assert len(sheet.statements) == 1


def test_the_model_is_told_rules_concepts_schema_and_text_and_the_hash_is_of_the_rules(
    endpoint: Endpoint,
) -> None:
    endpoint.says(RECORDED)
    asked = ask(TEXT, "ru", None, "m")
    (told,) = endpoint.asked
    rules, user = (message["content"] for message in told["messages"])
    assert hashlib.sha256(rules.encode()).hexdigest() == asked.prompt
    assert "agreeInPrinciple" in rules
    assert json.loads(user) == {"language": "ru", "published": None, "text": TEXT}
    assert told["response_format"]["json_schema"]["strict"] is True
    assert told["temperature"] == 0
    assert endpoint.keys == ["Bearer sk-secret"]


def test_a_server_that_takes_no_schema_is_asked_without(endpoint: Endpoint) -> None:
    endpoint.answers.append((400, '{"error": {"message": "response_format is unknown"}}'))
    endpoint.says(f"```json\n{RECORDED}\n```")
    assert ask(TEXT, "ru", None, "m").answer.events[0].key == "remarks"
    assert "response_format" not in endpoint.asked[1]


@pytest.mark.parametrize(
    "content",
    [
        f"<think>They spoke of {{flights}}.\n</think>\n\n{RECORDED}",
        f"They spoke of {{flights}}.\n</think>\n{RECORDED}",
        f"<think></think>```json\n{RECORDED}\n```",
        f"Here is the JSON:\n```json\n{RECORDED}\n```\nI hope it helps.",
        f"Here it is: {RECORDED} Done.",
        f"```\n{RECORDED}```",
        [{"type": "text", "text": RECORDED[:50]}, {"type": "text", "text": RECORDED[50:]}],
    ],
    ids=["thought", "thought without mark", "thought and fence", "words and fence", "words",
         "fence", "parts"],
)  # fmt: skip
def test_thoughts_words_and_fences_around_the_answer_are_left(
    endpoint: Endpoint, content: object
) -> None:
    endpoint.says(content)
    assert ask(TEXT, "ru", None, "m").answer == Answer.model_validate_json(RECORDED)


def test_no_redirect_is_followed(endpoint: Endpoint) -> None:
    with recorded() as elsewhere:
        elsewhere.says(RECORDED)
        for status in (301, 302, 307, 308):
            endpoint.location = f"{elsewhere.url}/chat/completions"
            endpoint.answers.append((status, ""))
            with pytest.raises(ModelError, match=f"answered {status}, a redirect"):
                ask(TEXT, "ru", None, "m")
        assert len(endpoint.asked) == 4
        assert (elsewhere.asked, elsewhere.keys) == ([], [])


@pytest.mark.parametrize(
    ("content", "finish", "told"),
    [
        ("I am sorry.", "stop", "not of the schema"),
        ("", "content_filter", "content filter withheld"),
        (f"{{{RECORDED}", "stop", "not of the schema"),
        ('{"mentions": []}', "stop", "events: Field required"),
        (None, "stop", "not of the schema"),
        (RECORDED[:80], "length", "cut at the model's limit"),
    ],
)
def test_an_answer_that_is_none_is_one_clear_error(
    endpoint: Endpoint, content: str | None, finish: str, told: str
) -> None:
    endpoint.says(content, finish)
    with pytest.raises(ModelError, match=told):
        ask(TEXT, "ru", None, "m")


def test_what_the_model_says_in_refusing_is_told(endpoint: Endpoint) -> None:
    endpoint.says(None, refusal="Not this text.")
    with pytest.raises(ModelError, match=r"the model refuses: 'Not this text\.'"):
        ask(TEXT, "ru", None, "m")


@pytest.mark.parametrize("status", [401, 404, 429, 500])
def test_a_refusal_is_told_with_its_status_and_words_and_without_the_key(
    endpoint: Endpoint, status: int
) -> None:
    endpoint.answers.append((status, '{"error": {"message": "wrong key sk-secret\\u001b[31m"}}'))
    with pytest.raises(ModelError, match=f"answered {status}: 'wrong key …") as refused:
        ask(TEXT, "ru", None, "m")
    assert "sk-secret" not in str(refused.value)
    assert "\x1b" not in str(refused.value)


@pytest.mark.parametrize(
    "body",
    [
        "<html>", "", "[1]", '"hello"', "{broken", "{}", '{"choices": []}', '{"choices": [null]}',
        '{"choices": {"a": 1}}', '{"choices": [{"finish_reason": "stop"}]}',
        '{"choices": [{"message": null}]}', '{"choices": [{"message": {"content": 5}}]}',
    ],
)  # fmt: skip
def test_what_is_no_chat_completion_is_told_with_what_was_expected(
    endpoint: Endpoint, body: str
) -> None:
    endpoint.answers.append((200, body))
    with pytest.raises(ModelError, match="no chat completion; expected the address up to /v1"):
        ask(TEXT, "ru", None, "m")


def test_nobody_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(llm.ADDRESS, "http://127.0.0.1:9/v1")
    monkeypatch.setattr(llm, "_RETRIES", 0)
    with pytest.raises(ModelError, match="cannot be asked"):
        ask(TEXT, "ru", None, "m")


def test_without_key_and_address_it_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(llm.ADDRESS, raising=False)
    monkeypatch.delenv(llm.KEY, raising=False)
    with pytest.raises(ModelError, match="OPENAI_API_KEY"):
        ask(TEXT, "ru", None, "m")
