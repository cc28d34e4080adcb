"""A training process that is killed at any moment, resumed, and killed again.

The rule: a reply is paid for once it stands in the run folder, and is never asked for again. The call that is under way when the
process is killed has no such reply; it is made once more, and of several samples side by side, each of theirs.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
import toy
from fake_openai import reply

from robotrace.results import RunFolder, read_run

pytestmark = pytest.mark.slow

CODE = """Going {part} of the way.

### variable: controller
```python
def controller(observation):
    x, y, z = observation["{field}"]
    return [{part} * x, {part} * y, {part} * z, 0.0]
```
"""
REPLIES = [
    "I would rather not say.",
    CODE.format(part=0.2, field="goal_pos"),
    CODE.format(part=0.3, field="goal"),
    CODE.format(part=0.4, field="goal_pos"),
    CODE.format(part=0.1, field="goal_pos"),
    CODE.format(part=0.7, field="goal_pos").replace("0.0]", "0.0"),
    CODE.format(part="x", field="goal_pos"),
    CODE.format(part=0.9, field="goal_pos"),
    CODE.format(part=1.0, field="goal_pos"),
]


class Model:
    """Answers a prompt by how many attempts it tells of: the same prompt has the same answer."""

    def __init__(self):
        self.asked = []

    def __call__(self, body):
        prompt = body["messages"][-1]["content"]
        self.asked.append(prompt)
        time.sleep(0.02)  # so that some kills come while a call is under way
        return reply(REPLIES[min(prompt.count("\n## Attempt"), len(REPLIES) - 1)])


def start(home, server, *, samples, resume=False):
    command = [sys.executable, "-c", "from robotrace.cli import main; main()", "train", "--workers", "1", "--json"]
    begin = [
        "--run",
        "r",
        "--goals",
        "2",
        "--heldout",
        "4",
        "--iterations",
        "8",
        "--memory",
        "50",
        "--samples",
        samples,
    ]
    task = f"{Path(toy.__file__).resolve()}:PointTask"
    options = [task, "--run", "r", "--resume"] if resume else [task, *map(str, begin)]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI", "ROBOTRACE"))}
    model = {"OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": "sk-secret", "ROBOTRACE_MODEL": "fake-1"}
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([*command, *options], cwd=home, env=clean | model, **streams)


def finish(process):
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert "asked otherwise" not in err
    return json.loads(out)


def size(folder):
    events = folder / "events.jsonl"
    return events.stat().st_size if events.exists() else 0


def kill(process, folder, at, delay):
    """Kill a run that has written so much; whether it was not over before that."""
    end = time.monotonic() + 120
    while size(folder) < at and process.poll() is None and time.monotonic() < end:
        time.sleep(0.001)
    time.sleep(delay)
    process.kill()
    _, err = process.communicate(timeout=60)
    assert process.returncode in (-9, 0), err
    return process.returncode == -9


def settle(model):
    """Wait until the server has read what a killed process had sent."""
    heard = -1
    while heard != len(model.asked):
        heard = len(model.asked)
        time.sleep(0.1)


@pytest.fixture
def model(openai_server):
    model = Model()
    openai_server.script(*[model] * 200)
    return model


@pytest.mark.parametrize(("samples", "kills"), [(1, 7), (3, 5)])
def test_a_run_killed_at_random_points_reaches_the_same_best_and_pays_for_no_call_twice(
    openai_server, model, tmp_path, samples, kills
):
    whole, torn = tmp_path / "whole" / "r", tmp_path / "torn" / "r"
    for folder in (whole, torn):
        folder.parent.mkdir()
    told = finish(start(whole.parent, openai_server, samples=samples))
    straight, model.asked = Counter(model.asked), []
    assert straight.total() == told["calls"]

    chance, killed = random.Random(samples), 0
    for at in sorted(chance.randrange(size(whole)) for _ in range(kills)):
        begun, before = RunFolder(torn).exists, len(model.asked)
        kept = Counter(proposal.prompt for proposal in read_run(torn).proposals.values()) if begun else Counter()
        process = start(torn.parent, openai_server, samples=samples, resume=begun)
        killed += kill(process, torn, at, chance.uniform(0, 0.05))
        settle(model)
        assert Counter(model.asked[before:]) <= straight - kept  # what stands in the folder is not asked for again
    assert killed >= kills - 2  # the last ones may come too late
    last = finish(start(torn.parent, openai_server, samples=samples, resume=True))

    assert (torn / "best.py").read_bytes() == (whole / "best.py").read_bytes()
    assert set(model.asked) == set(straight)
    assert (last["calls"], last["tokens"]) == (told["calls"], told["tokens"])
    assert len(model.asked) <= last["calls"] + samples * kills  # the calls under way at each kill
