"""Why a goal fails: what acted in it, beside the solved goal that begins most like it."""

import pytest
from rich.console import Console
from toy import PointTask

from robotrace.opto import Case
from robotrace.playback.explain import explain, nearest
from robotrace.sandbox import Sandbox
from robotrace.show.explain import explanation, explanation_json

HALF = """def controller(observation):
    x, y, z = observation["goal_pos"]
    if x > 0:
        return [x, y, z, 0.0]
    return [0.0, 0.0, 0.0, 0.0]
"""


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as made:
        yield made


def starts(split="train"):
    task = PointTask()
    return [task.reset(goal, split)["goal_pos"] for goal in range(12)]


FAILING, SOLVED = (next(goal for goal, at in enumerate(starts()) if (at[0] > 0) == right) for right in (False, True))


def test_the_nearest_goals_come_first():
    task = PointTask()
    order = nearest(task, Case("train", 0))
    assert sorted(order) == list(range(1, 12))
    assert nearest(task, Case("train", 0), {3, 0, 7}) == [goal for goal in order if goal in (3, 7)]


def test_a_failing_goal_stands_beside_the_nearest_solved_one(sandbox):
    found = explain(HALF, PointTask(), Case("train", FAILING), sandbox=sandbox)
    assert (found.goal.episode.success, found.goal.lines.counts) == (False, {5: 8})
    assert (found.solved.episode.success, set(found.solved.lines.counts)) == (True, {4})
    assert "line = 5" in found.trace
    assert "#Feedback" not in found.trace


def test_a_solved_goal_needs_none_beside_it(sandbox):
    found = explain(HALF, PointTask(), Case("train", SOLVED), sandbox=sandbox)
    assert (found.goal.episode.success, found.solved, found.tried) == (True, None, 0)


def test_only_goals_that_are_known_to_be_solved_are_played(sandbox):
    found = explain(HALF, PointTask(), Case("train", FAILING), sandbox=sandbox, solved=[SOLVED])
    assert (found.solved.episode.case.index, found.tried) == (SOLVED, 1)


def test_what_is_shown(sandbox):
    found = explain(HALF, PointTask(), Case("train", FAILING), sandbox=sandbox, solved=[SOLVED])
    console = Console(width=100, record=True, force_terminal=False)
    with console.capture() as capture:
        console.print(explanation(found))
    shown = capture.get()
    assert f"goal {FAILING}: what happened" in shown
    assert "facts: not solved in 8 actions" in shown
    counted = next(line for line in shown.splitlines() if "return [0.0, 0.0, 0.0, 0.0]" in line)
    assert counted.split()[:2] == ["8x", "5"]
    body = explanation_json(found)
    assert (body["goal"]["goal"], body["goal"]["lines"], body["solved"]["success"]) == (FAILING, {"5": 8}, True)
