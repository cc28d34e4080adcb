from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

import robotrace.llm.own_student
from robotrace.cli import app
from robotrace.errors import OptionError

pytestmark = pytest.mark.slow


@pytest.fixture
def served(monkeypatch):
    """What the command asks for, and whether what it got was ended; `ends` is how its process does."""
    told = SimpleNamespace(ends=lambda: 0, asked=None, is_over=False)

    @contextmanager
    def running(**asked):
        told.asked = asked
        process = SimpleNamespace(wait=told.ends)
        try:
            yield SimpleNamespace(address="http://127.0.0.1:8123/v1", key=asked["key"] or "drawn", process=process)
        finally:
            told.is_over = True

    monkeypatch.setattr(robotrace.llm.own_student, "running_student", running)
    return told


def interrupted():
    raise KeyboardInterrupt


def test_it_says_where_it_is_and_ctrl_c_ends_it(served):
    served.ends = interrupted
    done = CliRunner().invoke(app, ["student", "--port", "8123", "--threads", "2", "--key", "mine"])
    assert (done.exit_code, served.is_over) == (0, True)
    assert served.asked == {"port": 8123, "threads": 2, "key": "mine"}
    assert done.stdout == (
        "gemma-3-270m answers at http://127.0.0.1:8123/v1; Ctrl-C ends it. In another terminal:\n\n"
        "export ROBOTRACE_STUDENT_URL=http://127.0.0.1:8123/v1 ROBOTRACE_STUDENT_KEY=mine\n"
        "robotrace train 'prompts/sentiment?student=gemma-3-270m'\n\nThe student has ended.\n"
    )


def test_one_that_dies_is_an_error(served):
    served.ends = lambda: -9
    done = CliRunner().invoke(app, ["student"])
    assert done.exit_code == 1
    assert "robotrace: The student's process ended with exit code -9." in done.stderr


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    def missing():
        raise OptionError("The student needs the package xllamacpp: pip install 'robotrace[student]'.")

    monkeypatch.setattr(robotrace.llm.own_student, "check_installed", missing)
    done = CliRunner().invoke(app, ["student"])
    assert done.exit_code == 2
    assert "pip install 'robotrace[student]'" in done.stderr


def test_a_student_is_named_and_goes_with_prompts_alone(student_server):
    done = CliRunner().invoke(app, ["eval", "prompts/boolean", "--student", "none", "--goals", "3", "--workers", "1"])
    assert done.exit_code == 0
    assert "prompts/boolean?student=none" in done.stdout
    refused = CliRunner().invoke(app, ["eval", "pick_place", "--task", "reach-v3", "--student", "none"])
    assert "--student goes with the problems of prompts/" in refused.stderr


def test_a_student_that_is_down_is_one_line(monkeypatch):
    monkeypatch.setenv("ROBOTRACE_STUDENT_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("ROBOTRACE_STUDENT_CACHE", "none")
    done = CliRunner().invoke(
        app, ["eval", "prompts/topic", "--student", "m", "--goals", "2", "--workers", "1", "--quiet"]
    )
    assert done.exit_code == 1
    assert done.stderr.startswith(
        "robotrace: The student cannot be asked, so this ends here. OpenAIChat('m' at http://127"
    )
    assert done.stderr.count("\n") == 1
