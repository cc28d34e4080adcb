from __future__ import annotations

import pytest
from fake_openai import fault, too_long

from robotrace.errors import ModelError
from robotrace.llm import OpenAIChat
from robotrace.optimizers.ask.question import ask


@pytest.fixture
def chat(openai_server):
    return OpenAIChat("m-1", base_url=openai_server.url, max_retries=0)


def question(prompt_tokens: int) -> str:
    return "word " * prompt_tokens


def test_a_question_that_fits_is_asked_once(openai_server, chat):
    openai_server.script("answer")
    asked = ask(chat, question, prompt_tokens=10)
    assert asked.prompt == openai_server.prompts[0] == question(10)
    assert (asked.reply, asked.refusal, asked.spend.calls) == ("answer", None, 1)
    assert asked.notes == ()


def test_the_prompt_is_halved_until_it_fits(openai_server, chat):
    openai_server.script(*[fault(400, "Your input exceeds the context window of this model.")] * 3, "answer")
    asked = ask(chat, question, prompt_tokens=6_000)
    assert [len(prompt) // 5 for prompt in openai_server.prompts] == [6_000, 3_000, 1_500, 750]
    assert asked.prompt == question(750)
    assert asked.notes == (
        "The prompt did not fit the model's context: it was cut to a budget of 750 tokens from 6,000.",
    )


def test_a_limit_that_is_told_is_kept_to_at_once(openai_server, chat):
    openai_server.script(too_long(2_000), "answer")
    asked = ask(chat, question, prompt_tokens=6_000)
    assert [len(prompt) // 5 for prompt in openai_server.prompts] == [6_000, 1_000]
    assert "context of 2,000 tokens" in asked.notes[0]


def test_at_most_three_shorter_questions_are_asked(openai_server, chat):
    openai_server.script(*[fault(400, "Your input exceeds the context window of this model.")] * 9)
    asked = ask(chat, question, prompt_tokens=6_000)
    assert len(openai_server.requests) == 4
    assert (asked.reply, asked.spend.calls) == ("", 0)
    assert asked.refusal == "No prompt fits the model's context; budgets tried: 6,000, 3,000, 1,500, 750 tokens."


def test_a_question_that_gets_no_shorter_is_not_asked_again(openai_server, chat):
    openai_server.script(too_long(2_000))
    asked = ask(chat, lambda _: "the same", prompt_tokens=6_000)
    assert len(openai_server.requests) == 1
    assert (asked.reply, asked.spend.calls, asked.status) == ("", 0, "refused")
    assert asked.prompt == "the same"


def test_other_errors_are_raised(openai_server, chat):
    openai_server.script(fault(400, "no such model"))
    with pytest.raises(ModelError, match="no such model"):
        ask(chat, question, prompt_tokens=10)


def test_json_mode_is_passed_on(openai_server, chat):
    openai_server.script("{}")
    ask(chat, question, prompt_tokens=10, json=True)
    assert openai_server.requests[0]["response_format"] == {"type": "json_object"}
