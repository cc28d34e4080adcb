"""Tasks that are scored by their return, on the command line: what is told of them, and by what they are decided."""

import json
import re
from importlib.util import find_spec

import pytest
import tiny_environments  # noqa: F401 - registers them
from typer.testing import CliRunner

from robotrace.cli import app

pytestmark = pytest.mark.slow
QUICK = ("--goals", "2", "--heldout", "4", "--workers", "1", "--trust", "--iterations", "1")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ROBOTRACE_MODEL", raising=False)


def told(*words):
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 0, done.output
    return done


def test_a_return_alone_is_told_with_its_interval_and_no_successes():
    done = told("train", "Pendulum-v1", *QUICK, "--run", "run", "--json")
    assert "controller pendulum: no policy is given, and that is the one for this task" in done.stderr
    assert "   0  start    return -" in done.stderr
    result = json.loads(done.stdout)
    for split, n in (("heldout", 4), ("train", 2)):
        assert set(result[split]) == {"n", "return_mean", "return_low", "return_high"}
        assert result[split]["n"] == n
        assert result[split]["return_low"] < result[split]["return_mean"] < result[split]["return_high"] < 0
    assert "success" not in told("train", "--resume", "run").output
    found = json.loads(told("eval", "run", "--goals", "3", "--trust", "--json").stdout)
    assert found["success"] is None
    assert found["return_mean"] < 0
    assert "run" in told("plot", "run").output


def test_with_a_threshold_both_are_told():
    done = told("train", "CartPole-v1", *QUICK, "--iterations", "0", "--run", "run")
    assert "   0  start        2/2 goals return 500" in done.stderr
    result = json.loads(told("train", "--resume", "run", "--json").stdout)
    assert result["heldout"] == {
        "successes": 4,
        "n": 4,
        "rate": 1.0,
        "low": pytest.approx(0.51, abs=0.01),
        "high": 1.0,
        "return_mean": 500.0,
        "return_low": 500.0,
        "return_high": 500.0,
    }


def test_returns_are_compared_beside_each_other():
    for run in ("a", "b"):
        told("train", "Pendulum-v1", *QUICK, "--iterations", "0", "--run", run)
    said = told("compare", "a", "b").output
    (head,) = (line for line in said.splitlines() if line.startswith("optimizer"))
    assert head.split()[:4] == ["optimizer", "runs", "mean", "return"]


def test_a_run_s_module_is_not_imported_on_the_folder_s_word():
    told("train", "tiny_environments:tiny/box-v0", *QUICK, "--iterations", "0", "--run", "run")
    done = CliRunner().invoke(app, ["eval", "run", "--trust"])
    assert done.exit_code == 1
    assert (
        "The run folder names a module of Python, 'gymnasium/tiny_environments:tiny/box-v0', which would run with all"
        in done.stderr
    )
    assert "If you know the module: robotrace eval run --task gymnasium/tiny_environments:tiny/box-v0" in done.stderr
    told("eval", "run", "--trust", "--goals", "2", "--task", "tiny_environments:tiny/box-v0")


def test_tasks_lists_gymnasium_s_where_it_is_asked_for():
    assert "robotrace tasks gymnasium lists them" in told("tasks").stderr
    assert "gymnasium/CartPole-v1" in told("tasks", "gymnasium").stdout
    assert [row["name"] for row in json.loads(told("tasks", "Cheetah", "--json").stdout)["tasks"]] == [
        "gymnasium/HalfCheetah-v5",
        *(["gymnasium/dm_control/cheetah-run-v0"] if find_spec("dm_control") else []),
    ]
    wrong = CliRunner().invoke(app, ["tasks", "Cheeta-v5"])
    assert "Did you mean HalfCheetah-v5" in wrong.stderr


def test_a_baseline_s_return_is_told_too():
    said = told("baseline", "random", "CartPole-v1", "--goals", "2", "--heldout", "3", "--run", "random").output
    assert "mean return  held-out 14.33 [13, 17] (n=3)" in said


def test_a_film_tells_the_return_where_nothing_says_that_it_is_solved(tmp_path, monkeypatch):
    monkeypatch.setattr("robotrace.playback.video.film", lambda *_, **__: None)
    options = ["--task", "Pendulum-v1", "--horizon", "5", "--trust", "--out", str(tmp_path / "some.mp4")]
    done = CliRunner().invoke(app, ["video", "pendulum", *options])
    assert done.exit_code == 0, done.output
    assert re.search(r"some\.mp4: goal 0, return -?[\d.]+ in 5 actions\n", done.output)
