"""The trace that is made afterwards is the one that tracing all along would have left."""

import pytest
from pools import assert_same
from toy import PointTask

import robotrace as rt
from robotrace.episodes.attempt import attempt
from robotrace.episodes.controller import load
from robotrace.episodes.replay import deferred_trace
from robotrace.opto import Case
from robotrace.sandbox import Policy, Replay, Sandbox

PARTS = """
import numpy as np
import robotrace as rt

speed = rt.node(1.0, name="speed", trainable=True)

@rt.bundle(trainable=True)
def aim(hand, goal):
    if abs(goal[0] - hand[0]) > 0.15:
        return goal + [0.0, 0.0, 0.1]
    return goal

@rt.bundle(trainable=True)
def grip(opening, speed):
    return 0.0 * opening * speed

def controller(observation):
    x, y, z = aim(observation["hand_pos"], observation["goal_pos"])
    return [x, y, z, grip(observation["gripper_opening"], speed)]
"""
WHOLE = """
import robotrace as rt

@rt.bundle(trainable=True)
def controller(observation):
    x, y, z = observation["goal_pos"]
    return [x, y, z, 0.0]
"""
LATE_FAULT = WHOLE.replace(
    "    return", "    if observation['hand_pos'][0] ** 2 > 0.005: raise ValueError('far')\n    return"
)
GLUE_FAULT = WHOLE + "\ninner = controller\ndef controller(observation):\n    return inner(observation) + nothing\n"
BAD_ACTION = WHOLE.replace("return [x, y, z, 0.0]", "return [x, y, float('nan'), 0.0]")
REMEMBERING = """
import robotrace as rt

@rt.bundle(trainable=True)
def aim(hand, goal):
    return goal + 0.0 * hand

def controller(observation, memory):
    before = memory.get("before", observation)
    memory["before"] = observation
    x, y, z = aim(before["hand_pos"], before["goal_pos"])
    return [x, y, z, 0.0]
"""
SELDOM_LOOKING = """
import robotrace as rt

height = rt.node(0.2, name="height", trainable=True)

@rt.bundle(trainable=True)
def lift(z):
    return z

def controller(observation, memory):
    memory["t"] = memory.get("t", 0) + 1
    if memory["t"] % 3 == 0:
        x, y, z = observation["goal_pos"]
        return [x, y, lift(z), 0.0]
    return [0.0, 0.0, lift(height), 0.0]
"""
STRAYING = WHOLE.replace("import robotrace as rt", "import robotrace as rt, time").replace("0.0]", "time.time()]")


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as made:
        yield made


def live(text, level):
    return rt.rollout(load(text).act, PointTask(), goal=1, feedback=level).graph


@pytest.mark.parametrize("level", ["facts", "hints"])
@pytest.mark.parametrize(
    "text",
    [PARTS, WHOLE, LATE_FAULT, GLUE_FAULT, BAD_ACTION, REMEMBERING, SELDOM_LOOKING],
    ids=["parts", "whole", "fault", "glue", "action", "remembering", "seldom looking"],
)
@pytest.mark.parametrize("where", ["sandbox", "here"])
def test_it_is_the_trace_of_a_live_rollout(sandbox, text, level, where):
    episode = attempt(text, PointTask(), Case("train", 1), sandbox=sandbox if where == "sandbox" else None, level=level)
    assert_same(episode.graph.to_records(), live(text, level).to_records())


def test_nobody_is_asked_before_somebody_looks():
    class Untouched:
        def load(self, text):
            raise AssertionError("asked")

    episode = attempt(WHOLE, PointTask(), Case("train", 1), sandbox=None)
    graph = deferred_trace(episode, WHOLE, sandbox=Untouched())
    with pytest.raises(AssertionError, match="asked"):
        _ = graph.records


def test_lines_are_there_without_the_trace(sandbox):
    episode = attempt(PARTS, PointTask(), Case("train", 1), sandbox=sandbox)
    assert episode.lines == live_lines(PARTS)
    assert set(episode.lines["aim"]) == {3, 4}


def live_lines(text):
    return rt.rollout(load(text).act, PointTask(), goal=1).lines


def test_untraced_there_is_neither_graph_nor_feedback(sandbox):
    episode = attempt(WHOLE, PointTask(), Case("train", 1), sandbox=sandbox, traced=False)
    assert (episode.graph, episode.feedback, episode.hints) == (None, "", None)


def test_a_controller_that_answers_otherwise_is_found_out(sandbox):
    episode = attempt(STRAYING, PointTask(), Case("train", 1), sandbox=sandbox)
    steps = [record for record in episode.graph.records if record.operation == "step"]
    assert len(steps) == len(episode)
    assert all(step.note["reproduced"] is False for step in steps)
    honest = attempt(WHOLE, PointTask(), Case("train", 1), sandbox=sandbox)
    assert all("reproduced" not in record.note for record in honest.graph.records)


def test_where_it_fails_when_asked_again_the_episode_stays_and_no_call_is_made_up(sandbox):
    played = attempt(WHOLE, PointTask(), Case("train", 1), sandbox=None)
    graph = deferred_trace(played, "raise ValueError('changed')", sandbox=sandbox)
    (step,) = graph.records
    assert (step.operation, step.note["reproduced"]) == ("step", False)
    assert graph.feedback == {0: (played.feedback,)}


GAIN = {
    "id": 0, "kind": "parameter", "name": "gain", "operation": "", "description": "", "inputs": {}, "output": 1.0,
    "line": None, "error": None, "note": {"kind": "number", "constraint": ""},
}  # fmt: skip
PAIR = GAIN | {
    "id": 2, "kind": "call", "name": "pair", "operation": "pair", "inputs": {"a": {"ref": 0}, "b": {"ref": 1}}, "note": {},
}  # fmt: skip


@pytest.mark.parametrize(
    "records", [[{"id": 0}], [GAIN | {"id": 7}], [GAIN, GAIN | {"id": 1}, PAIR]], ids=["no record", "order", "twins"]
)
def test_a_trace_that_is_none_stops_nobody(sandbox, monkeypatch, records):
    played = attempt(WHOLE, PointTask(), Case("train", 1), sandbox=None)
    forged = Replay(records, [len(records) - 1] * len(played))
    monkeypatch.setattr(Policy, "replay", lambda self, observations: forged)
    (step,) = deferred_trace(played, WHOLE, sandbox=sandbox).records
    assert (step.operation, step.note["reproduced"]) == ("step", False)
