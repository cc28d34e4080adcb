import io

import pytest
from rich.console import Console

import robotrace.cli.health
from robotrace.cli.health import _cores, _model, _rendering, health, health_table
from robotrace.sandbox.doctor import Check

pytestmark = pytest.mark.slow


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


def test_cores_are_counted_as_for_workers(monkeypatch):
    monkeypatch.setattr(robotrace.cli.health, "cores", lambda: 7)
    assert _cores().detail == "7 for this process"


def test_a_key_is_never_shown(monkeypatch):
    monkeypatch.setenv("ROBOTRACE_MODEL", "some-model")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    detail = next(row.detail for row in health() if row.name == "language model")
    assert detail == "some-model at the OpenAI API; a key is set"


def test_an_address_is_shown_without_its_password(monkeypatch):
    monkeypatch.setenv("ROBOTRACE_MODEL", "m-1")
    monkeypatch.setenv("OPENAI_BASE_URL", "https://me:secret@models.example/v1")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    assert _model().detail == "m-1 at https://models.example/v1; no OPENAI_API_KEY is set"


def test_names_are_shown_whole_in_a_narrow_window():
    rows = [Check("sandbox: makes no executable memory", True, "a long detail " * 10)]
    console = Console(width=60, record=True, file=io.StringIO())
    console.print(health_table(rows))
    assert "sandbox: makes no executable memory" in console.export_text()


def test_rendering_names_what_would_draw(monkeypatch):
    monkeypatch.setenv("MUJOCO_GL", "osmesa")
    assert _rendering().detail == "MUJOCO_GL=osmesa"
    monkeypatch.setattr(robotrace.cli.health, "backend", lambda: "egl")
    assert _rendering().detail == "EGL, without a screen"
    monkeypatch.setattr(robotrace.cli.health, "backend", lambda: None)
    assert "--vision needs: install one" in _rendering().detail
