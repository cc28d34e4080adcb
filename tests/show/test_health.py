import pytest

from robotrace.show.health import health


@pytest.fixture(scope="module")
def rows():
    return {row.name: row for row in health()}


def test_the_sandbox_is_tried_out(rows):
    assert rows["sandbox: level"].detail in ("full", "strong")
    assert rows["sandbox: reads no file"].ok
    assert rows["sandbox: reaches no network"].ok


def test_the_machine_is_described(rows):
    assert rows["python"].detail.startswith("3.")
    assert "for this process" in rows["cores"].detail


def test_a_key_is_never_shown(monkeypatch):
    monkeypatch.setenv("ROBOTRACE_MODEL", "some-model")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    detail = next(row.detail for row in health() if row.name == "language model")
    assert detail == "some-model at the OpenAI API; a key is set"
