"""The whole path, as a user types it: train, eval, plot, stop and go on, with and without a language model."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from fake_openai import fault, reply

from robotrace.results import read_run

pytestmark = pytest.mark.slow

GOOD = """The hand should go straight to the goal.

### variable: controller
```python
def controller(observation):
    \"\"\"Go to the goal.\"\"\"
    x, y, z = observation["goal_pos"]
    return [x, y, z, 0.0]
```
"""
RATE = {"successes", "n", "rate", "low", "high"}


def robotrace(*arguments, cwd, **environment):
    command = [sys.executable, "-c", "from robotrace.cli import main; main()", *map(str, arguments)]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI", "ROBOTRACE"))}
    return subprocess.run(
        command, cwd=cwd, env=clean | environment, capture_output=True, text=True, timeout=280, check=False
    )


def last_json(done):
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A run of the embedded default on reach."""
    home = tmp_path_factory.mktemp("trained")
    done = robotrace("train", "reach-v3", "--run", "r", "--heldout", 8, "--json", cwd=home)
    return home, done


def test_train_prints_the_promised_object(trained):
    told = last_json(trained[1])
    assert set(told) == {
        "run", "task", "optimizer", "feedback", "iterations", "calls", "tokens", "prompt_tokens", "completion_tokens",
        "cached_tokens", "usd", "env_steps", "student_calls", "student_tokens", "seconds", "reason", "heldout", "train",
    }  # fmt: skip
    assert (told["task"], told["optimizer"], told["feedback"]) == ("metaworld/reach-v3", "induce", "hints")
    assert (told["calls"], told["tokens"]) == (0, 0)
    assert set(told["heldout"]) == set(told["train"]) == RATE
    assert told["heldout"]["n"] == 8
    assert told["heldout"]["successes"] == 8
    assert len(trained[1].stdout.splitlines()) == 1


def test_a_run_folder_holds_what_the_readme_says(trained):
    files = {path.relative_to(trained[0] / "r").as_posix() for path in (trained[0] / "r").rglob("*") if path.is_file()}
    assert {"config.json", "events.jsonl", "metrics.csv", "best.py", "plot.png", "plot.svg", "code/000.py"} <= files


def test_best_py_is_used_alone_with_numpy_only(trained, tmp_path):
    (tmp_path / "best.py").write_text((trained[0] / "r" / "best.py").read_text())
    script = (
        "import sys; sys.modules['robotrace'] = None; import numpy as np; from best import controller; "
        "print(np.round(controller({'hand_pos': np.zeros(3), 'gripper_opening': np.float64(1), 'goal_pos': np.ones(3)})[:3], 1))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[1. 1. 1.]"


def test_eval_prints_the_promised_object(trained):
    options = ("--task", "reach-v3", "--goals", 3, "--goal-seed", 11, "--workers", 1, "--json")
    done = robotrace("eval", "r", *options, cwd=trained[0])
    told = last_json(done)
    assert set(told) == {
        "task", "policy", "split", "goals", "goal_seed", "control", "success", "success_at_any", "success_at_end",
        "return_mean", "return_low", "return_high", "failures", "counted",
        "reproducible", "notes", "failed_after_success", "horizon", "hold", "gain", "reward_version", "options", "optimizer",
        "feedback", "model", "held_out", "seed",
    }  # fmt: skip
    assert (told["horizon"], told["hold"], told["gain"], told["reward_version"]) == (50, 10, 10.0, "v2")
    assert (told["reproducible"], told["notes"]) == (True, [])
    assert (told["split"], told["goals"], told["goal_seed"], told["control"]) == ("heldout", 3, 11, "macro")
    assert set(told["success"]) == set(told["success_at_end"]) == RATE
    assert told["success"]["successes"] == 3


def test_eval_names_the_goals_that_fail(tmp_path):
    options = ("--task", "reach-v3", "--goals", 2, "--horizon", 3, "--workers", 1, "--json")
    done = robotrace("eval", "blank", *options, cwd=tmp_path)
    assert last_json(done)["failures"] == [
        {"goal": 0, "reason": "not solved within 3 actions"},
        {"goal": 1, "reason": "not solved within 3 actions"},
    ]


def test_plot_draws_png_and_svg(trained):
    done = robotrace("plot", "r", "--out", "curve.png", cwd=trained[0])
    assert done.returncode == 0, done.stderr
    assert (trained[0] / "curve.png").read_bytes().startswith(b"\x89PNG")
    assert b"<svg" in (trained[0] / "curve.svg").read_bytes()


def test_an_existing_run_is_refused_in_one_line(trained):
    done = robotrace("train", "reach-v3", "--run", "r", cwd=trained[0])
    assert done.returncode == 1
    assert "exists already: resume it with --resume, or give another name" in done.stderr
    assert "Traceback" not in done.stderr


def test_ctrl_c_leaves_a_run_that_can_be_gone_on_with(tmp_path):
    # Ctrl-C reaches it even where these tests were started with SIGINT ignored, as by nohup or in a script's background.
    script = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from robotrace.cli import main; main()"
    command = [sys.executable, "-c", script, "train", "push-v3", "--run", "r", "--heldout", "3"]
    running = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    end = time.monotonic() + 120
    events = tmp_path / "r" / "events.jsonl"
    while time.monotonic() < end and not (events.exists() and '"trial"' in events.read_text()):
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, words = running.communicate(timeout=60)
    assert running.returncode == 130, words
    assert "--resume" in words
    assert "Traceback" not in words
    assert not read_run(tmp_path / "r").finished
    told = last_json(robotrace("train", "--run", "r", "--resume", "--json", cwd=tmp_path))
    assert told["heldout"]["n"] == 3
    assert read_run(tmp_path / "r").finished


@pytest.fixture
def model(openai_server):
    return {"OPENAI_BASE_URL": openai_server.url, "OPENAI_API_KEY": "sk-secret", "ROBOTRACE_MODEL": "fake-1"}


def test_optoprime_trains_reach_through_every_fault(openai_server, model, tmp_path):
    openai_server.script(
        "I would rather not say.",
        *[fault(500) for _ in range(5)],
        reply(
            "### variable: controller\n```python\ndef controller(observation):\n    return [0,", finish_reason="length"
        ),
        "### variable: contoller\n```python\ndef contoller(observation):\n    return [0, 0, 0, 0]\n```\n",
        "### variable: controller\n```python\ndef controller(observation):\n    return observation['goal']\n```\n",
        GOOD,
    )
    done = robotrace(
        "train", "reach-v3", "--run", "r", "--heldout", 4, "--workers", 1, "--json", cwd=tmp_path, **model
    )  # fmt: skip
    told = last_json(done)
    assert (told["optimizer"], told["feedback"]) == ("optoprime", "facts")
    assert told["heldout"]["rate"] == 1.0
    run = read_run(tmp_path / "r")
    assert [trial.verdict.value for trial in run.trials] == ["start", *["refused"] * 5, "accepted"]
    whys = [trial.why for trial in run.trials[1:6]]
    assert "500" in whys[1]
    assert "contoller" in whys[3]
    assert "Unknown field 'goal'. Did you mean goal_pos?" in whys[4]
    assert told["calls"] == 5  # replies that came; the fault is no call that was answered
    assert "sk-secret" not in "".join(
        p.read_text() for p in (tmp_path / "r").rglob("*") if p.suffix in (".md", ".jsonl", ".json")
    )
    assert (tmp_path / "r" / "prompts" / "001.md").exists()
    assert (tmp_path / "r" / "replies" / "001.md").read_text() == "I would rather not say."


HOSTILE = """### variable: controller
```python
def controller(observation):
    import os
    open("{canary}", "w").write(os.environ.get("OPENAI_API_KEY", ""))
    return [0, 0, 0, 0]
```
"""


def test_a_models_code_runs_in_the_sandbox(openai_server, model, tmp_path):
    canary = tmp_path / "canary"
    openai_server.script(HOSTILE.format(canary=canary), GOOD)
    done = robotrace(
        "train", "reach-v3", "--run", "r", "--iterations", 2, "--heldout", 2, "--json", cwd=tmp_path, **model
    )  # fmt: skip
    assert last_json(done)["heldout"]["rate"] == 1.0
    assert not canary.exists()
    assert "PermissionError" in read_run(tmp_path / "r").trials[1].why
    assert read_run(tmp_path / "r").config["sandbox"] in ("full", "strong")


HOPELESS = {
    "loop": ("def controller(o):\n    while True:\n        pass\n", "timeout"),
    "segfault": ("import ctypes\n\n\ndef controller(o):\n    ctypes.string_at(0)\n", "crash"),
    "memory": ("def controller(o):\n    return [0] * 10**12\n", "MemoryError"),
    "nan": ("def controller(o):\n    return [float('nan')] * 4\n", "not finite"),
}


@pytest.mark.parametrize("name", HOPELESS)
def test_a_hopeless_controller_is_a_labelled_result(tmp_path, name):
    text, words = HOPELESS[name]
    (tmp_path / "hopeless.py").write_text(text)
    options = ("--task", "reach-v3", "--goals", 2, "--workers", 1, "--json")
    done = robotrace("eval", "./hopeless.py", *options, cwd=tmp_path)
    told = last_json(done)
    assert told["success"]["successes"] == 0
    assert all(words in failure["reason"] for failure in told["failures"])


def test_optoprime_without_a_model_says_what_to_set(tmp_path):
    done = robotrace("train", "reach-v3", "--optimizer", "optoprime", cwd=tmp_path)
    assert done.returncode in (1, 2)
    assert "--model" in done.stderr
    assert "ROBOTRACE_MODEL" in done.stderr
    assert "Traceback" not in done.stderr
