from __future__ import annotations

import base64
import traceback
from concurrent.futures import ThreadPoolExecutor

import pytest
from fake_openai import FakeOpenAI, cut, fault, hang, raw, refused, reply

from robotrace.errors import ContextLengthError, ModelError, OptionError
from robotrace.llm import Chat, Image, Message, OpenAIChat
from robotrace.opto import Spend

pytestmark = pytest.mark.slow

KEY = "sk-secret-0123456789"
ASK = [Message("user", "hello")]
DOT = base64.b64decode(  # a picture of one pixel
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


@pytest.fixture(autouse=True)
def no_prices_of_ones_own(monkeypatch, tmp_path):
    monkeypatch.delenv("ROBOTRACE_PRICES", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


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
    assert answer.spend == Spend(calls=1, prompt_tokens=100, completion_tokens=2, usd=None)


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


def test_where_a_reply_ends_its_seed_and_further_fields_are_passed_on(openai_server):
    openai_server.script("a")
    chat_at(openai_server, stop="\n", seed=7, extra_body={"cache_prompt": False, "grammar": "root ::= x"}).chat(ASK)
    sent = openai_server.requests[0]
    assert (sent["stop"], sent["seed"], sent["cache_prompt"], sent["grammar"]) == (["\n"], 7, False, "root ::= x")


def test_a_further_field_that_the_endpoint_does_not_take_is_left_out(openai_server):
    openai_server.script(refused("cache_prompt"), "a", "b")
    talk = chat_at(openai_server, stop=["\n", "."], extra_body={"cache_prompt": False})
    answers = [talk.chat(ASK).text, talk.chat(ASK).text]
    assert answers == ["a", "b"]
    assert ["cache_prompt" in sent for sent in openai_server.requests] == [True, False, False]
    assert all(sent["stop"] == ["\n", "."] for sent in openai_server.requests)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"stop": ""}, "stop: expected a text or a list of texts, none of them empty, found ''"),
        ({"stop": []}, "stop: expected a text or a list of texts, none of them empty, found []"),
        ({"stop": ["a", 3]}, "stop: expected a text or a list of texts, none of them empty, found ['a', 3]"),
        ({"seed": 1.5}, "seed: expected a whole number, found 1.5"),
        ({"seed": True}, "seed: expected a whole number, found True"),
        ({"extra_body": ["cache_prompt"]}, "extra_body: expected fields by name, found ['cache_prompt']"),
        (
            {"extra_body": {"temperature": 0}},
            "extra_body: the field 'temperature' has an option of its own: pass temperature",
        ),
        ({"extra_body": {"messages": []}}, "extra_body: the field 'messages' is the chat's own: leave it out"),
        ({"extra_body": {"bias": float("nan")}}, "extra_body: expected plain JSON data, found {'bias': nan}"),
        ({"extra_body": {"bias": {1, 2}}}, "extra_body: expected plain JSON data, found {'bias': {1, 2}}"),
    ],
)
def test_options_that_no_request_can_have_are_refused(openai_server, options, words):
    with pytest.raises(OptionError) as caught:
        chat_at(openai_server, **options)
    assert words in str(caught.value)


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
    assert "answered 500 after 1 retry: scripted fault." in str(failure(openai_server, max_retries=1))


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
    assert chat_at(openai_server).chat(ASK).spend == Spend(calls=1, usd=None)


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


def test_retry_after_is_waited_out(openai_server):
    openai_server.script(fault(429, retry_after="0.4"), "at last")
    assert chat_at(openai_server, max_retries=1).chat(ASK).text == "at last"
    assert openai_server.times[1] - openai_server.times[0] >= 0.4


def test_a_wait_of_hours_is_an_error_that_tells_it(openai_server):
    openai_server.script(fault(429, "quota", retry_after="7200"))
    message = str(failure(openai_server, max_retries=4))
    assert "answered 429: quota. It asks to wait 7200 s." in message
    assert len(openai_server.requests) == 1


def test_attempts_are_bounded(openai_server):
    openai_server.script(*[fault(503, retry_after_ms="1") for _ in range(9)])
    assert "answered 503 after 3 retries" in str(failure(openai_server, max_retries=3))
    assert len(openai_server.requests) == 4


def test_a_timeout_is_tried_again(openai_server):
    openai_server.script(hang(), "at last")
    assert chat_at(openai_server, max_retries=1, timeout=1.0).chat(ASK).text == "at last"


@pytest.mark.parametrize(
    ("option", "value"), [("temperature", 0.2), ("reasoning_effort", "low"), ("max_completion_tokens", 50)]
)
def test_a_refused_option_stays_dropped_with_a_warning_and_notes(openai_server, caplog, option, value):
    openai_server.refuses = {option, "max_tokens"}
    openai_server.script("one", "two")
    chat = chat_at(openai_server, **{option: value})
    one, two = chat.chat(ASK), chat.chat(ASK)
    assert [option in request for request in openai_server.requests] == [
        True,
        *[False] * (len(openai_server.requests) - 1),
    ]
    assert (one.text, two.text) == ("one", "two")
    assert one.spend.calls == two.spend.calls == 1
    assert openai_server.billed["calls"] == 2
    assert f"does not take {option}, so " in one.notes[0]
    assert f"Unsupported parameter: '{option}' is not supported with this model." in one.notes[0]
    assert two.notes == one.notes
    assert [record.message for record in caplog.records if record.name.startswith("robotrace")] == list(one.notes)


def test_two_refused_options_are_dropped_one_after_the_other(openai_server):
    openai_server.refuses = {"temperature", "reasoning_effort"}
    openai_server.script("text")
    answer = chat_at(openai_server, temperature=0.2, reasoning_effort="low").chat(ASK)
    assert [len(request) for request in openai_server.requests] == [4, 3, 2]
    assert len(answer.notes) == 2


def test_a_limit_of_the_reply_goes_by_its_older_name_where_need_be(openai_server):
    openai_server.refuses = {"max_completion_tokens"}
    openai_server.script("text")
    answer = chat_at(openai_server, max_completion_tokens=50).chat(ASK)
    assert openai_server.requests[-1]["max_tokens"] == 50
    assert "so max_tokens is sent instead" in answer.notes[0]


def test_retries_are_counted_over_all_of_a_call(openai_server):
    openai_server.refuses = {"temperature"}
    again = [fault(500, retry_after_ms="1") for _ in range(9)]
    openai_server.script(*again)
    failure(openai_server, max_retries=2, temperature=0.2)
    assert len(openai_server.requests) == 4  # the refused one, then one and its two retries


@pytest.mark.parametrize(
    "answer",
    [
        fault(
            400, "Unsupported value: 'temperature' does not support 0.2 with this model.", body={"param": "temperature"}
        ),
        fault(400, "Unrecognized request argument supplied: temperature"),
        fault(422, "temperature: Extra inputs are not permitted"),
        fault(400, "`temperature` is deprecated for this model."),
    ],
)
def test_refusals_in_other_words(openai_server, answer):
    openai_server.script(answer, "text")
    assert chat_at(openai_server, temperature=0.2).chat(ASK).text == "text"


def test_a_value_that_is_wrong_anywhere_is_an_error(openai_server):
    openai_server.script(
        fault(400, "Invalid 'temperature': expected a value <= 2, but got 9.", body={"param": "temperature"})
    )
    assert "expected a value <= 2" in str(failure(openai_server, temperature=9.0))


def test_json_mode_asks_for_a_json_object(openai_server):
    openai_server.script("{}")
    chat_at(openai_server).chat(ASK, json=True)
    assert openai_server.requests[0]["response_format"] == {"type": "json_object"}


def test_json_mode_is_dropped_where_the_endpoint_knows_none(openai_server):
    openai_server.script(fault(400, "'response_format.type' must be 'json_schema' or 'text'"), "{}", "plain")
    chat = chat_at(openai_server)
    assert "does not take response_format, so it is left out" in chat.chat(ASK, json=True).notes[0]
    assert "response_format" not in openai_server.requests[1]
    assert chat.chat(ASK).notes == ()  # not asked for, so nothing is missing


TOO_LONG = {
    "openai": (
        {"code": "context_length_exceeded", "param": "messages"},
        "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
        8192,
    ),
    "openai, newer": (
        {"code": "context_length_exceeded"},
        "Your input exceeds the context window of this model.",
        None,
    ),
    "vllm": (
        {"type": "BadRequestError", "code": 400},
        "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens.",
        4096,
    ),
    "vllm, newer": ({}, "The decoder prompt (length 5000) is longer than the maximum model length of 4096.", 4096),
    "llama.cpp": (
        {"type": "exceed_context_size_error", "n_prompt_tokens": 14429, "n_ctx": 8192},
        "the request exceeds the available context size, try increasing it",
        8192,
    ),
    "llama-cpp-python": ({}, "Requested tokens (2285) exceed context window of 2048", 2048),
    "ollama": ({}, "the input length exceeds the context length", None),
    "lm studio": ({}, "The model is loaded with context length of only 4096 tokens, which is not enough", 4096),
    "gemini": (
        {},
        "The input token count (1200000) exceeds the maximum number of tokens allowed (1,048,576).",
        1_048_576,
    ),
    "anthropic": ({}, "prompt is too long: 210000 tokens > 200000 maximum", 200_000),
}


@pytest.mark.parametrize("name", TOO_LONG)
def test_a_prompt_that_is_too_long_is_an_error_of_its_own(openai_server, name):
    body, message, limit = TOO_LONG[name]
    openai_server.script(fault(400, message, body=body))
    error = failure(openai_server)
    assert isinstance(error, ContextLengthError)
    assert error.limit == limit
    assert message.rstrip(".") in str(error)


def test_a_request_that_is_too_large_is_too_long(openai_server):
    openai_server.script(fault(413, "Request too large"))
    assert isinstance(failure(openai_server), ContextLengthError)


def test_another_bad_request_is_no_matter_of_length(openai_server):
    openai_server.script(fault(400, "no such model"))
    assert type(failure(openai_server)) is ModelError


def test_cached_tokens_are_told(openai_server):
    openai_server.script(reply("text", cached=60))
    assert chat_at(openai_server).chat(ASK).cached_tokens == 60


@pytest.fixture
def priced(tmp_path, monkeypatch):
    table = tmp_path / "prices.toml"
    table.write_text('[[price]]\nmodel = "m-1"\nprompt = 10.0\ncached = 1.0\ncompletion = 40.0\n')
    monkeypatch.setenv("ROBOTRACE_PRICES", str(table))


def test_a_reply_has_its_price(openai_server, priced):
    openai_server.script(reply("x" * 200, cached=60))
    spend = chat_at(openai_server).chat(ASK).spend
    # 40 fresh at $10, 60 cached at $1 and 50 received at $40 a million
    assert spend == Spend(1, 100, 50, 60, pytest.approx(0.00246))


def test_without_a_count_of_tokens_the_price_is_unknown(openai_server, priced):
    openai_server.script(reply("text", usage=False))
    assert chat_at(openai_server).chat(ASK).usd is None


def test_a_model_that_is_not_in_the_table_has_no_known_price(openai_server):
    openai_server.script("text")
    assert chat_at(openai_server).chat(ASK).usd is None


def test_the_model_that_answered_may_have_the_price(openai_server, tmp_path, monkeypatch):
    (tmp_path / "p.toml").write_text('[[price]]\nmodel = "m-1-dated"\nprompt = 10.0\ncompletion = 0\n')
    monkeypatch.setenv("ROBOTRACE_PRICES", str(tmp_path / "p.toml"))
    openai_server.script(reply("", model="m-1-dated"))
    assert chat_at(openai_server).chat(ASK).usd == pytest.approx(0.001)


def test_an_answer_without_choices_that_was_counted_is_paid_for(openai_server):
    openai_server.script(
        raw('{"choices": [], "usage": {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10}}')
    )
    answer = chat_at(openai_server).chat(ASK)
    assert (answer.text, answer.prompt_tokens, answer.completion_tokens) == ("", 7, 3)


def test_images_are_sent_as_data_urls(openai_server):
    openai_server.script("a red dot")
    chat_at(openai_server).chat([Message("user", ("What is this?", Image(DOT), "One word."))])
    [message] = openai_server.requests[0]["messages"]
    url = message["content"][1]["image_url"]["url"]
    assert message["content"] == [
        {"type": "text", "text": "What is this?"},
        {"type": "image_url", "image_url": {"url": url}},
        {"type": "text", "text": "One word."},
    ]
    assert base64.b64decode(url.removeprefix("data:image/png;base64,")) == DOT


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (400, "Invalid content type. image_url is only supported by certain models."),
        (400, "m-1 is not a multimodal model"),
        (400, "messages[0].content must be a string"),
        (404, "No endpoints found that support image input"),
        (422, "unknown variant `image_url`, expected `text`"),
        (500, "image input is not supported - hint: if this is unexpected, you may need to provide the mmproj"),
    ],
)
def test_images_that_an_endpoint_does_not_take_are_left_out_with_a_note(openai_server, caplog, status, said):
    openai_server.script(fault(status, said), "yes", "no")
    chat = chat_at(openai_server)
    for _ in range(2):
        answer = chat.chat([Message("user", ("What is this?", Image(DOT), "One word."))])
        assert answer.notes == (caplog.records[0].getMessage(),)
    assert f"does not take images, so they are left out: {said}" in answer.notes[0]
    assert openai_server.prompts[1:] == ["What is this?\n\nOne word."] * 2
    assert len(openai_server.requests) == 3


def test_an_error_about_images_where_none_were_sent_is_an_error(openai_server):
    openai_server.script(fault(400, "images are not supported"))
    with pytest.raises(ModelError, match="images are not supported"):
        chat_at(openai_server).chat(ASK)


def test_calls_side_by_side_share_one_client_and_one_memory_of_options(openai_server, caplog):
    openai_server.refuses = {"temperature"}
    openai_server.script(*["text"] * 8)
    chat = chat_at(openai_server, temperature=0.2)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: chat.chat(ASK), range(8)))
    assert [answer.spend.calls for answer in answers] == [1] * 8
    assert all(len(answer.notes) == 1 for answer in answers)
    assert len([record for record in caplog.records if record.name.startswith("robotrace")]) == 1
    assert openai_server.billed["calls"] == 8


def test_an_answer_in_parts_is_joined(openai_server):
    parts = '[{"type": "thinking", "thinking": []}, {"type": "text", "text": "one "}, {"type": "text", "text": "two"}]'
    openai_server.script(raw(f'{{"choices": [{{"message": {{"content": {parts}}}}}]}}'))
    assert chat_at(openai_server).chat(ASK).text == "one two"


@pytest.mark.parametrize(
    "body",
    [
        '{"choices": [{"message": {"content": 3, "refusal": []}, "finish_reason": 7}], "model": {}, "usage": "free"}',
        '{"choices": [{"message": {"content": {}}}], "usage": {"prompt_tokens": "many", "completion_tokens": -5}}',
        '{"choices": [{"message": "hello"}], "usage": {"prompt_tokens_details": 4}}',
        '{"choices": [{"message": {}}], "usage": []}',
    ],
)
def test_fields_of_wrong_types_are_empty(openai_server, body):
    openai_server.script(raw(body))
    answer = chat_at(openai_server).chat(ASK)
    assert (answer.text, answer.refusal) == ("", "")
    assert answer.spend == Spend(1, usd=None)
