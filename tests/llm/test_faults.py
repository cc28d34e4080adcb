from __future__ import annotations

import json

import pytest
from fake_openai import Answer, FakeOpenAI

from robotrace.errors import ModelError
from robotrace.llm import Message, OpenAIChat

ASK = [Message("user", "hello")]
EXTRA = {"type": "extra_forbidden", "loc": ["body", "reasoning_effort"], "msg": "Extra inputs are not permitted"}


@pytest.fixture(autouse=True)
def no_prices_of_ones_own(monkeypatch, tmp_path):
    monkeypatch.delenv("ROBOTRACE_PRICES", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


def chat_at(server: FakeOpenAI, **options) -> OpenAIChat:
    return OpenAIChat("m-1", base_url=server.url, api_key="sk-1234567", max_retries=0, timeout=5.0, **options)


REFUSALS = {
    "ollama": (400, {"error": {"message": '"m-1" does not support thinking', "type": "api_error"}}),
    "fastapi": (422, {"detail": [EXTRA]}),
    "fastapi, in words": (422, {"detail": "reasoning_effort is not supported"}),
    "mistral": (422, {"object": "error", "message": {"detail": [EXTRA]}, "type": "invalid_request_error"}),
    "vllm": (400, {"object": "error", "message": f"[{EXTRA}]", "type": "BadRequestError", "code": 400}),
    "azure": (400, {"error": {"message": "Unrecognized request argument supplied: reasoning_effort", "param": None}}),
    "azure, models": (422, {"error": {"message": "invalid input error", "status": 422, "details": [EXTRA]}}),
    "lm studio": (400, {"error": "'reasoning_effort' is not supported by this model"}),
    "llama.cpp": (500, {"error": {"code": 500, "message": "reasoning is not supported by this template"}}),
    "openrouter": (404, {"error": {"message": "No endpoints found that can handle reasoning_effort", "code": 404}}),
    "openrouter, from a provider": (
        400,
        {
            "error": {
                "message": "Provider returned error",
                "metadata": {"raw": json.dumps({"error": {"message": "Unsupported parameter: 'reasoning_effort'"}})},
            }
        },
    ),
    "gemini": (400, [{"error": {"code": 400, "message": 'Unknown name "reasoning_effort": Cannot find field.'}}]),
    "xai": (400, {"code": "Client error", "error": "Model m-1 does not support parameter reasoningEffort."}),
    "anthropic": (
        400,
        {"type": "error", "error": {"type": "invalid", "message": "reasoning_effort: Extra inputs are not permitted"}},
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_an_option_that_is_refused_in_whatever_form_is_dropped_with_a_note(openai_server, name):
    status, body = REFUSALS[name]
    openai_server.script(Answer(json.dumps(body).encode(), status), "text")
    answer = chat_at(openai_server, temperature=0.5, reasoning_effort="low").chat(ASK)
    assert answer.text == "text"
    assert "reasoning_effort" not in openai_server.requests[1]
    assert openai_server.requests[1]["temperature"] == 0.5
    [note] = answer.notes
    assert "does not take reasoning_effort, so it is left out: " in note


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (
            422,
            {"detail": [{"loc": ["body", "messages", 0], "msg": "Field required"}]},
            "body.messages.0: Field required",
        ),
        (422, {"detail": "nothing fits"}, "answered 422: nothing fits."),
        (400, {"error": {"message": "Provider returned error", "metadata": {"raw": "out of cheese"}}}, "out of cheese"),
        (400, {"message": {"detail": [EXTRA | {"loc": ["body", "model"]}]}}, "body.model: Extra inputs"),
        (400, {"error": {"message": "invalid reasoning value: 'low' (must be 'high' or 'none')"}}, "must be 'high'"),
        (400, [{"error": {"message": "quota of yesterday"}}], "quota of yesterday"),
        (
            400,
            {"detail": {"detail": {"detail": {"detail": {"detail": {"detail": {"detail": "deep"}}}}}}},
            "answered 400",
        ),
    ],
)
def test_what_names_no_option_keeps_its_detail(openai_server, status, body, said):
    openai_server.script(Answer(json.dumps(body).encode(), status))
    with pytest.raises(ModelError) as caught:
        chat_at(openai_server, temperature=0.5, reasoning_effort="low").chat(ASK)
    assert said in str(caught.value)
    assert len(openai_server.requests) == 1


def test_an_error_has_nothing_that_cannot_be_written_or_shown(openai_server):
    openai_server.script(Answer(b'{"error": {"message": "half \\ud83d, a bell \\u0007, an escape \\u001b[31m"}}', 400))
    with pytest.raises(ModelError, match="half \ufffd, a bell \ufffd, an escape \ufffd\\[31m"):
        chat_at(openai_server).chat(ASK)
