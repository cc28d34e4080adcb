"""A broken run folder, through every command that reads one: sound output, or one line that names what is broken."""

import json
import math
import os
import random
import shutil
import traceback
from importlib.metadata import EntryPoint
from pathlib import Path

import ink
import pytest
from fake_openai import FakeOpenAI
from typer.testing import CliRunner

from robotrace import plugins
from robotrace.cli import app
from robotrace.errors import RunError
from robotrace.results import read_run

pytestmark = pytest.mark.slow

CODE = """Going {part} of the way.

### variable: controller
```python
def controller(observation):
    x, y, z = observation["goal_pos"]
    return [{part} * x, {part} * y, {part} * z, 0.0]
```
"""
REPLIES = [CODE.format(part=0.5), "I would rather not say.", CODE.format(part=1.0)]
BROKEN = {
    "null": None,
    "negative": -1,
    "text": "x",
    "number": 0.5,
    "list": [],
    "object": {},
    "nan": math.nan,
    "infinite": math.inf,
    "huge": 10**400,
    "large": 10**13,
    "true": True,
    "missing": ...,
}
COMMANDS = {
    "eval": ["eval", "run", "--goals", "1", "--workers", "1", "--trust", "--json"],
    "resume": ["train", "--resume", "run", "--workers", "1", "--trust", "--json"],
    "replay": ["train", "--llm", "replay:run", "--workers", "1", "--trust", "--json"],
    "compare": ["compare", "run", "whole"],
    "plot": ["plot", "run"],
}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A folder with a whole run in it, whose model is gone since; its task is an installed package's."""
    server, home = FakeOpenAI(), tmp_path_factory.mktemp("broken")
    server.script(*REPLIES)
    with pytest.MonkeyPatch.context() as patch:
        announced = {"toy/point": EntryPoint("toy/point", "toy:PointTask", "robotrace.tasks")}
        patch.setattr(plugins, "installed", lambda group: announced if group == "robotrace.tasks" else {})
        ink.leave_out(patch)
        patch.delenv("ROBOTRACE_MODEL", raising=False)
        patch.setenv("OPENAI_API_KEY", "none")
        patch.setenv("OPENAI_BASE_URL", server.url)
        patch.chdir(home)
        options = ["--goals", "2", "--heldout", "2", "--iterations", "3", "--retries", "0", "--workers", "1", "--trust"]
        done = call("train", "toy/point", "--model", "fake-1", "--run", "whole", *options, "--json")
        assert (done.exit_code, json.loads(done.stdout)["heldout"]["successes"]) == (0, 2), done.stderr
        yield home
    server.close()


@pytest.fixture
def run(home):
    """A copy of it, to be broken."""
    shutil.rmtree(home / "run", ignore_errors=True)
    shutil.rmtree(home / "results", ignore_errors=True)
    shutil.copytree(home / "whole", home / "run")
    return home / "run"


def call(*arguments):
    return CliRunner().invoke(app, arguments)


def fault(command):
    """What is wrong with how a command took it; None where it gave sound output, or one line that says what is wrong."""
    done = call(*COMMANDS[command])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        return f"{command}: {''.join(traceback.format_exception(done.exception)[-2:])}"
    if done.exit_code == 0:
        return None if command in ("compare", "plot") or sound(done.stdout) else f"{command}: {done.stdout!r}"
    said = [line for line in done.stderr.splitlines() if line.startswith("robotrace: ")]
    one_line = done.stderr.splitlines()[-1:] == said[-1:] != [] and len(said[-1]) < 2500 and not done.stdout
    return None if one_line and done.exit_code in (1, 2) else f"{command}: {done.exit_code}, {done.output!r}"


def sound(text):
    try:
        return bool(json.loads(text, parse_constant=float.fromhex))
    except ValueError:
        return False


def faults(run, what, *, file="events.jsonl'", commands=()):
    """What is wrong with how the reader and some commands take a broken folder."""
    try:
        read_run(run)
    except RunError as error:
        words = str(error)
        # Without its words a run has another ending for its files of code, which are then what is missing.
        named = file in words or "code/000.txt'" in words
        if len(words.splitlines()) != 1 or len(words) > 1000 or not named:
            yield f"{what}: {words}"
        commands = commands[:1]  # they all say the same
    yield from (f"{what}: {found}" for command in commands if (found := fault(command)))


def leaves(value, path=()):
    """The places of all values; of a list, its first item only."""
    items = value.items() if isinstance(value, dict) else enumerate(value[:1]) if isinstance(value, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from leaves(item, (*path, key))


def broken(event, path, value):
    place = event = json.loads(json.dumps(event))
    for key in path[:-1]:
        place = place[key]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return event


def events_of(run):
    return [json.loads(line) for line in (run / "events.jsonl").read_text().splitlines()]


def write(run, events):
    (run / "events.jsonl").write_text("".join(json.dumps(event) + "\n" for event in events))


@pytest.mark.parametrize("kind", ["start", "proposal", "trial", "fresh", "heldout", "end"])
def test_each_field_of_each_event_is_read_or_named(run, kind):
    """The reader meets all of them, and the commands, which take longer, one in 15; of a whole run and of one that was stopped."""
    dice, found, whole = random.Random(kind), [], events_of(run)
    place = max(event["n"] for event in whole if event["event"] == kind)
    for path in leaves(whole[place]):
        for name, value in BROKEN.items():
            stopped = whole[: place + 1] if dice.random() < 0.5 else whole
            write(run, [broken(event, path, value) if event is whole[place] else event for event in stopped])
            commands = dice.sample([*COMMANDS], 1) if dice.random() < 1 / 15 else ()
            found += faults(run, f"{'.'.join(map(str, path))} {name}", commands=commands)
    assert found == []


def _cut(events, dice):
    return events[: dice.randrange(1, len(events))]


def _lost(events, dice):
    return [event for event in events if event is not dice.choice(events[:-1])]


def _swapped(events, dice):
    one, other = sorted(dice.sample(range(len(events)), 2))
    return [*events[:one], events[other], *events[one + 1 : other], events[one], *events[other + 1 :]]


def _doubled(events, dice):
    place = dice.randrange(len(events))
    return [*events[:place], events[place], *events[place:]]


@pytest.mark.parametrize("change", [_cut, _lost, _swapped, _doubled])
@pytest.mark.parametrize("numbered", [True, False])
def test_lines_that_are_cut_lost_swapped_or_doubled(run, change, numbered):
    """As they are, and with their numbers made to fit."""
    dice, found, whole = random.Random(change.__name__), [], events_of(run)
    for turn in range(4):
        events = change(whole, dice)
        write(run, [event | {"n": n} for n, event in enumerate(events)] if numbered else events)
        found += faults(run, f"turn {turn}", commands=dice.sample([*COMMANDS], 1))
    assert found == []


@pytest.mark.parametrize("line", [b"\n", b"\xff\xfe\n", b"\0\n", b"x" * 5_000_000 + b"\n", b"{}\n"])
def test_a_line_that_is_no_event(run, line):
    lines = (run / "events.jsonl").read_bytes().splitlines(keepends=True)
    (run / "events.jsonl").write_bytes(b"".join([*lines[:3], line, *lines[3:]]))
    assert [*faults(run, "line", file="events.jsonl', line 4", commands=[*COMMANDS])] == []


@pytest.mark.parametrize("key", ["task", "optimizer", "feedback", "context"])
def test_megabytes_in_one_field(run, key):
    write(run, [event | ({key: "x y " * 1_000_000} if event["n"] == 0 else {}) for event in events_of(run)])
    assert [*faults(run, key, commands=[*COMMANDS])] == []


def _linked(path):
    path.unlink(missing_ok=True)
    path.symlink_to("/etc/passwd")


def _piped(path):
    path.unlink(missing_ok=True)
    os.mkfifo(path)


CHANGES = {
    "missing": lambda path: path.unlink(missing_ok=True),
    "empty": lambda path: path.write_bytes(b""),
    "binary": lambda path: path.write_bytes(bytes(range(256))),
    "large": lambda path: path.write_text("#" * 5_000_000),
    "link": _linked,
    "pipe": _piped,
}


@pytest.mark.parametrize(
    "name", ["code/001.py", "code/000.py", "prompts/001.md", "replies/001.md", "best.py", "config.json"]
)
@pytest.mark.parametrize("change", CHANGES)
def test_files_that_are_missing_or_something_else(run, name, change):
    CHANGES[change](run / name)
    commands = random.Random(name + change).sample([*COMMANDS], 1)
    assert [*faults(run, name, file=Path(name).name, commands=commands)] == []
