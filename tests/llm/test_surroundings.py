from __future__ import annotations

import pytest

from robotrace.errors import ModelError
from robotrace.llm import Message, OpenAIChat

NAMES = ("ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "OPENAI_ORG_ID")


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch, tmp_path):
    for name in (*NAMES, *(name.lower() for name in NAMES), "ROBOTRACE_PRICES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


def failure(address: str = "https://models.example/v1") -> str:
    with pytest.raises(ModelError) as caught:
        OpenAIChat("m", base_url=address, api_key="sk-1234567", max_retries=0).chat([Message("user", "hello")])
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        (
            "all_proxy",
            "socks5://127.0.0.1:9",
            "all_proxy is 'socks5://127.0.0.1:9': a SOCKS proxy takes another package",
        ),
        ("ALL_PROXY", "gopher://a:1", "ALL_PROXY is 'gopher://a:1': no proxy that the client knows"),
        (
            "HTTPS_PROXY",
            "http://u:secret@a:99999",
            "HTTPS_PROXY is 'http://a:99999': its host or its port cannot be read",
        ),
        ("https_proxy", "http://[::1", "https_proxy is 'http://[::1': its host or its port cannot be read"),
        (
            "SSL_CERT_FILE",
            "/nowhere/certificates.pem",
            "SSL_CERT_FILE is '/nowhere/certificates.pem': name certificates",
        ),
    ],
)
def test_what_keeps_a_client_from_being_made_is_named_with_the_remedy(monkeypatch, name, value, said):
    monkeypatch.setenv(name, value)
    message = failure()
    assert message.startswith(f"OpenAIChat('m' at https://models.example/v1) cannot be asked. {said}")
    assert message.endswith("or unset it.")
    assert "secret" not in message


def test_a_file_of_certificates_that_holds_none_is_named(monkeypatch, tmp_path):
    (tmp_path / "certificates.pem").write_text("none here")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificates.pem"))
    assert f"SSL_CERT_FILE is '{tmp_path}/certificates.pem'" in failure()


def test_a_header_from_the_environment_that_cannot_be_sent_is_named(monkeypatch, openai_server):
    monkeypatch.setenv("OPENAI_ORG_ID", "\u201corg\u201d")
    assert "OPENAI_ORG_ID holds what no HTTP header can" in failure(openai_server.url)


def test_a_proxy_that_nobody_answers_at_is_named(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    assert "could not be reached" in failure()
    assert failure().endswith("Check OPENAI_BASE_URL and the network, and the proxy in HTTPS_PROXY.")
