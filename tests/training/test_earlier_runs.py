"""Runs that kept their optimizer's options flat among the other settings: read, resumed, replayed and compared as ever."""

import json

import pytest
from pools import GOOD, point_task

from robotrace.errors import OptionError
from robotrace.llm import ScriptedChat
from robotrace.optimizers import OptoPrime, Tune, TunedBetween
from robotrace.results import read_run
from robotrace.results.options import optimizer_options
from robotrace.show.compare.pairing import compare
from robotrace.training import train

pytestmark = pytest.mark.slow

FENCED = "Half way.\n\n### variable: controller\n```python\n" + GOOD + "```\n"
REPLIES = [FENCED.replace("[x, y,", f"[{part} * x, {part} * y,") for part in (0.5, 0.7, 1.0)]
SETTINGS = {"iterations": 3, "goals": 2, "confirm": 2, "heldout": 3}


def aged(run, *, lines=None):
    """Write a run's folder anew as it was written then, and perhaps cut it short."""
    events = [json.loads(line) for line in run.folder.events.read_text().splitlines()]
    options = events[0]["config"].pop("optimizer_options")
    del events[0]["config"]["optimizer_from"]
    turns = {name: options[name] for name in ("tune_every", "tune_generations") if name in options}
    search = {"tune_seed" if name == "seed" else name: value for name, value in options.get("tune", {}).items()}
    flat = {**options.get("optimizer", options), **turns, **search}
    flat["budget"] = flat.pop("prompt_tokens")
    usual = {"reply": "fences", "vision": False, "context": "", "temperature": None, "reasoning_effort": None}
    events[0]["config"] |= {name: value for name, value in flat.items() if name not in usual or usual[name] != value}
    for event in events:
        event.pop("status", None)
        event.pop("origin", None)
    run.folder.events.write_text("".join(json.dumps(event) + "\n" for event in events[:lines]))
    return read_run(run.folder)


def prime(**options):
    return OptoPrime(chat=ScriptedChat(list(REPLIES), model="m-1"), memory=3, prompt_tokens=5_000, **options)


def begin(folder, optimizer, **options):
    return train("blank", point_task(seed=3), optimizer=optimizer, run=folder, **SETTINGS, **options)


def test_such_a_run_is_resumed_to_the_same_end(tmp_path):
    whole = begin(tmp_path / "whole", prime())
    torn = aged(begin(tmp_path / "torn", prime()), lines=5)
    assert torn.optimizer_options == {"memory": 3, "view": "folded", "samples": 1, "prompt_tokens": 5_000}
    rest = OptoPrime(chat=ScriptedChat(REPLIES[len(torn.proposals) :], model="m-1"), memory=3, prompt_tokens=5_000)
    resumed = begin(tmp_path / "torn", rest, resume=True)
    assert resumed.folder.best.read_bytes() == whole.folder.best.read_bytes()
    assert resumed.calls == whole.calls


@pytest.mark.parametrize(
    ("optimizer", "words"),
    [
        (lambda: prime(view="masked"), "begun with option view 'folded', found 'masked'"),
        (lambda: prime(vision=False, reply="json"), "begun with option reply 'fences', found 'json'"),
        (
            lambda: OptoPrime(chat=ScriptedChat([], model="m-1")),
            "begun with option (prompt_tokens 5000|memory 3), found",
        ),
        (lambda: TunedBetween(prime(), every=1), r"begun with optimizer 'optoprime', found 'optoprime\+tune'"),
    ],
)
def test_such_a_run_is_not_resumed_with_other_options(tmp_path, optimizer, words):
    aged(begin(tmp_path / "run", prime()))
    with pytest.raises(OptionError, match=words):
        begin(tmp_path / "run", optimizer(), resume=True)


def test_such_a_run_is_replayed(tmp_path, caplog):
    run = aged(begin(tmp_path / "run", prime()))
    again = train("blank", point_task(seed=3), replay=run.folder.path, run=tmp_path / "again", **SETTINGS)
    assert again.folder.best.read_bytes() == run.folder.best.read_bytes()
    assert again.optimizer_options["prompt_tokens"] == 5_000
    assert caplog.text == ""  # the same questions would be asked


def test_turns_too(tmp_path):
    def both(replies):
        return TunedBetween(prime(), every=1, generations=1, tune=Tune(population=4, seed=2))

    run = begin(tmp_path / "run", both(REPLIES))
    old = aged(begin(tmp_path / "old", both(REPLIES)))
    assert old.optimizer_options == {
        "tune_every": 1,
        "tune_generations": 1,
        "optimizer": {"memory": 3, "view": "folded", "samples": 1, "prompt_tokens": 5_000},
        "tune": {"population": 4, "sigma": 0.3, "seed": 2},
    }
    again = train("blank", point_task(seed=3), replay=old.folder.path, run=tmp_path / "again", **SETTINGS)
    assert again.folder.best.read_bytes() == run.folder.best.read_bytes()
    assert begin(tmp_path / "old", both([]), resume=True).folder.best.read_bytes() == run.folder.best.read_bytes()


def test_an_earlier_run_and_one_of_today_are_one_method(tmp_path):
    runs = [aged(begin(tmp_path / "old", prime())), begin(tmp_path / "new", prime())]
    [group] = compare(runs).groups
    assert len(group.runs) == 2


def test_only_what_was_an_option_is_taken_for_one():
    config = {"seed": 4, "goals": 5, "model": "m", "memory": 5, "budget": 100, "tune_seed": 9, "batch": 2}
    assert optimizer_options("textgrad", config) == {"memory": 5, "batch": 2, "prompt_tokens": 100}
    assert optimizer_options("tune", config) == {"seed": 9}
    assert optimizer_options("tune", {**config, "optimizer_options": {"seed": 1}}) == {"seed": 1}
