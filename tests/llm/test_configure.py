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


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        ("http://models.example:99999/v1", "its port is no number from 0 to 65535"),
        ("http://models.example:http/v1", "its port is no number from 0 to 65535"),
        ("http://models.example:0/v1", "its port is 0"),
        ("models.example/v1", "it does not begin with http:// or https://"),
        ("localhost:11434/v1", "it does not begin with http:// or https://"),
        ("ftp://models.example/v1", "its scheme is 'ftp', not http or https"),
        ("http://", "it names no host"),
        ("http:///v1", "it names no host"),
        ("http://models.example/v 1", "it holds a blank or a control character"),
        ("http://models.example/\nv1", "it holds a blank or a control character"),
        ("http://[::1/v1", "its host is no name or address"),
        (f"http://{'a' * 70}.example/v1", "its host is no name or address"),
    ],
)
def test_an_address_that_no_client_takes_is_one_line(monkeypatch, address, wrong):
    for given, name in ((address, "base_url"), (None, "OPENAI_BASE_URL")):
        monkeypatch.setenv("OPENAI_BASE_URL", address)
        with pytest.raises(ModelError) as caught:
            endpoint(given, "sk-1234567")
        assert str(caught.value).startswith(f"{name} is no usable address: {wrong}, in ")
        assert "Expected one such as http://localhost:11434/v1" in str(caught.value)
        assert "\n" not in str(caught.value)


def test_a_password_in_an_address_is_not_shown():
    with pytest.raises(ModelError) as caught:
        endpoint("http://user:pass/word@models.example:1x/v1?token=abc", "sk-1234567")
    assert "in 'http://models.example:1x/v1'" in str(caught.value)


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("\u201csk-1234567\u201d", "it holds LEFT DOUBLE QUOTATION MARK at place 1 of 12"),
        ("sk-123 4567", "it holds SPACE at place 7 of 11"),
        ("sk-123\n4567", "it holds the character 10 at place 7 of 11"),
        ("sk-123\u00e94567", "it holds LATIN SMALL LETTER E WITH ACUTE at place 7 of 11"),
        ("sk-1234567\u200b", "it holds ZERO WIDTH SPACE at place 11 of 11"),
        ('"sk-1234567"', "it stands in quotation marks"),
    ],
)
def test_a_key_that_cannot_be_sent_is_the_keys_fault_and_never_shown(monkeypatch, key, wrong):
    monkeypatch.setenv("OPENAI_API_KEY", key)
    for given, name in ((key, "api_key"), (None, "OPENAI_API_KEY")):
        with pytest.raises(ModelError) as caught:
            endpoint("http://models.example/v1", given)
        assert str(caught.value).startswith(f"{name} is no usable key: {wrong};")
        assert "1234567" not in str(caught.value)
        assert "4567" not in str(caught.value)
