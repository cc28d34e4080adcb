from __future__ import annotations

import pytest

from robotrace.errors import ModelError
from robotrace.llm import model_name
from robotrace.llm.configure import endpoint


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    for name in ("ROBOTRACE_MODEL", "OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


def test_the_named_model_goes_before_the_environment(monkeypatch):
    monkeypatch.setenv("ROBOTRACE_MODEL", "other")
    assert model_name("mine") == "mine"
    assert model_name() == "other"


def test_no_model_says_what_to_set():
    with pytest.raises(ModelError) as caught:
        model_name()
    for word in ("--model", "ROBOTRACE_MODEL", "OPENAI_API_KEY", "OPENAI_BASE_URL=http://localhost:11434/v1"):
        assert word in str(caught.value)


def test_no_key_and_no_address_says_what_to_set():
    with pytest.raises(ModelError, match="OPENAI_API_KEY is not set"):
        endpoint()


def test_an_endpoint_on_this_machine_needs_no_key():
    assert endpoint("http://localhost:11434/v1") == ("http://localhost:11434/v1", "none")


def test_an_endpoint_elsewhere_needs_a_key(monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", "https://user:password@models.example/v1?token=abc")
    with pytest.raises(ModelError) as caught:
        endpoint()
    assert "https://models.example/v1" in str(caught.value)
    assert "password" not in str(caught.value)
    assert "abc" not in str(caught.value)
