from __future__ import annotations

import traceback

import pytest
from fake_openai import FakeOpenAI, cut, fault, hang, raw, reply

from robotrace.errors import ModelError, OptionError
from robotrace.llm import Chat, Message, OpenAIChat
from robotrace.opto import Spend

KEY = "sk-secret-0123456789"
ASK = [Message("user", "hello")]


def chat_at(server: FakeOpenAI, **options) -> OpenAIChat:
    settings = {"max_retries": 0, "timeout": 5.0, "api_key": KEY} | options
    return OpenAIChat("m-1", base_url=server.url, **settings)


def failure(server: FakeOpenAI, **options) -> ModelError:
    with pytest.raises(ModelError) as caught:
        chat_at(server, **options).chat(ASK)
    return caught.value


def test_a_reply_carries_text_model_and_tokens(openai_server):
    openai_server.script("eight ch")
    answer = chat_at(openai_server).chat(ASK)
    assert (answer.text, answer.model, answer.finish_reason) == ("eight ch", "fake-1", "stop")
    assert answer.spend == Spend(calls=1, prompt_tokens=100, completion_tokens=2)


def test_it_is_a_chat(openai_server):
    assert isinstance(chat_at(openai_server), Chat)


def test_the_request_holds_the_messages_and_no_option_that_was_not_given(openai_server):
    openai_server.script("a")
    chat_at(openai_server).chat([Message("system", "be brief"), Message("user", "hello")])
    assert openai_server.requests == [
        {
            "model": "m-1",
            "messages": [{"role": "system", "content": "be brief"}, {"role": "user", "content": "hello"}],
        }
    ]
    assert openai_server.headers[0]["authorization"] == f"Bearer {KEY}"


def test_options_that_were_given_are_passed_on(openai_server):
    openai_server.script("a")
    chat_at(openai_server, temperature=0.0, reasoning_effort="low").chat(ASK)
    assert openai_server.requests[0]["temperature"] == 0.0
    assert openai_server.requests[0]["reasoning_effort"] == "low"


def test_model_address_and_key_come_from_the_environment(openai_server, monkeypatch):
    monkeypatch.setenv("ROBOTRACE_MODEL", "from-environment")
    monkeypatch.setenv("OPENAI_BASE_URL", openai_server.url)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    openai_server.script("a")
    OpenAIChat().chat(ASK)
    assert openai_server.requests[0]["model"] == "from-environment"
    assert openai_server.headers[0]["authorization"] == f"Bearer {KEY}"


def test_a_rate_limit_is_waited_out(openai_server):
    openai_server.script(fault(429, retry_after="0.01"), fault(500, retry_after_ms="10"), "at last")
    assert chat_at(openai_server, max_retries=2).chat(ASK).text == "at last"
    assert len(openai_server.requests) == 3


def test_a_broken_connection_is_tried_again(openai_server):
    openai_server.script(cut(), "whole")
    assert chat_at(openai_server, max_retries=1).chat(ASK).text == "whole"


@pytest.mark.parametrize(
    ("status", "remedy"),
    [(400, "not accepted"), (401, "Check OPENAI_API_KEY"), (404, "--model"), (429, "quota"), (503, "try again later")],
)
def test_an_error_status_names_endpoint_status_message_and_remedy(openai_server, status, remedy):
    openai_server.script(fault(status, "because of reasons"))
    message = str(failure(openai_server))
    assert message.startswith(f"OpenAIChat('m-1' at {openai_server.url}) answered {status}: because of reasons. ")
    assert remedy in message


def test_a_long_message_is_shortened(openai_server):
    openai_server.script(fault(400, "x" * 5_000))
    assert len(str(failure(openai_server))) < 700


def test_the_number_of_retries_is_told(openai_server):
    openai_server.script(fault(500, retry_after_ms="1"), fault(500))
    assert "(1 retries)" in str(failure(openai_server, max_retries=1))


def test_a_hanging_endpoint_ends_in_the_timeout(openai_server):
    openai_server.script(hang())
    assert "did not answer within 0.2 s" in str(failure(openai_server, timeout=0.2))


def test_a_connection_cut_in_the_body_is_reported(openai_server):
    openai_server.script(cut())
    assert "broke off" in str(failure(openai_server))


def test_nobody_there_is_reported():
    with pytest.raises(ModelError, match="could not be reached"):
        OpenAIChat("m", base_url="http://127.0.0.1:9/v1", max_retries=0).chat(ASK)


@pytest.mark.parametrize(
    "body", ["<html>it works</html>", "[]", "{}", '{"choices": []}', '{"error": {"message": "no"}}', "null"]
)
def test_what_is_no_completion_is_reported(openai_server, body):
    openai_server.script(raw(body))
    assert "no chat completion" in str(failure(openai_server))


def test_empty_content_is_an_empty_text(openai_server):
    openai_server.script(reply(None))
    assert chat_at(openai_server).chat(ASK).text == ""


def test_a_truncated_reply_keeps_its_finish_reason(openai_server):
    openai_server.script(reply("cut sho", finish_reason="length"))
    assert chat_at(openai_server).chat(ASK).finish_reason == "length"


def test_a_refusal_is_kept(openai_server):
    openai_server.script(reply(None, refusal="I would rather not"))
    assert chat_at(openai_server).chat(ASK).refusal == "I would rather not"


def test_an_endpoint_that_counts_no_tokens_still_counts_as_a_call(openai_server):
    openai_server.script(reply("text", usage=False))
    assert chat_at(openai_server).chat(ASK).spend == Spend(calls=1)


def test_the_key_appears_in_no_error_and_no_traceback(openai_server):
    openai_server.script(fault(401, f"Incorrect API key provided: {KEY}"))
    error = failure(openai_server)
    assert "provided: [key]" in str(error)
    assert KEY not in "".join(traceback.format_exception(error))


def test_the_key_does_not_appear_in_the_representation(openai_server):
    assert KEY not in repr(chat_at(openai_server))


@pytest.mark.parametrize(("option", "value"), [("timeout", 0.0), ("max_retries", -1)])
def test_unusable_options_are_refused(openai_server, option, value):
    with pytest.raises(OptionError, match=option):
        chat_at(openai_server, **{option: value})
