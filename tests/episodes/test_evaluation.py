import pytest
from pools import point_task
from toy import PointTask

from robotrace.episodes import evaluate
from robotrace.errors import OptionError
from robotrace.opto import Program
from robotrace.show.console import Subject
from robotrace.show.machine import evaluation_json

pytestmark = pytest.mark.slow


def only_ahead(observation):
    x, y, z = observation["goal_pos"]
    return [max(x, 0.0), y, z, 0.0]


def test_the_rate_counts_heldout_goals_by_default():
    result = evaluate(only_ahead, PointTask(), goals=12)
    solved = [episode.success for episode in result.episodes]
    assert (result.split, result.success.n) == ("heldout", 12)
    assert 0 < result.success.successes == sum(solved) < 12
    assert [e.case.index for e in result.failures] == [i for i, ok in enumerate(solved) if not ok]


def test_the_same_goals_give_the_same_figures():
    first, second = (evaluate(only_ahead, PointTask(seed=4), goals=5) for _ in range(2))
    assert first.return_mean == second.return_mean
    assert first.success == second.success


def test_the_splits_differ():
    train, heldout = (evaluate(only_ahead, PointTask(), goals=12, split=s) for s in ("train", "heldout"))
    assert train.return_mean != heldout.return_mean


def test_a_program_is_loaded_afresh_for_each_episode():
    program = Program.parse(
        "calls = []\n\n\ndef controller(observation):\n    calls.append(1)\n    assert len(calls) <= 8\n    return [0, 0, 0, 0]\n"
    )
    assert [episode.failure for episode in evaluate(program, PointTask(), goals=3).episodes] == [None, None, None]


def test_each_episode_is_told():
    told = []
    evaluate(only_ahead, PointTask(), goals=3, on_episode=told.append)
    assert [episode.case.index for episode in told] == [0, 1, 2]


@pytest.mark.parametrize("goals", [0, 13])
def test_more_goals_than_there_are_is_an_error(goals):
    with pytest.raises(OptionError, match=rf"expected 1 to 12 \(toy/point, split 'heldout'\), found {goals}"):
        evaluate(only_ahead, PointTask(), goals=goals)


ONCE_THERE = """
import numpy as np


def controller(observation):
    if np.linalg.norm(observation["goal_pos"] - observation["hand_pos"]) < 0.01:
        {then}
    return [*observation["goal_pos"], 0.0]
"""


@pytest.mark.parametrize(
    ("then", "kind", "workers"),
    [
        ("raise ValueError('enough')", "exception", 1),
        ("return [True, 0, 0, 0]", "invalid action", 1),
        ("return [np.nan] * 4", "invalid action", 1),
        ("import os; os._exit(3)", "crash", 1),
        ("import os; os._exit(3)", "crash", 2),
    ],
)
def test_a_failure_after_success_is_said_and_is_no_success_at_the_end(then, kind, workers):
    program = Program.parse(ONCE_THERE.format(then=then))
    found = evaluate(program, point_task(), goals=3, until="horizon", workers=workers)
    assert (found.success.successes, found.success_at_end.successes) == (3, 0)
    assert [episode.failure.kind for episode in found.failed_after_success] == [kind] * 3
    assert found.notes == (
        f"The controller failed after its first success on 3 of 3 goals (0, 1, 2): {kind} 3 times. These goals count as solved "
        "at any step, and as not solved at the last one.",
    )
    (first, *_) = evaluation_json(found, point_task(), Subject("mine.py"), [])["failed_after_success"]
    assert first["goal"] == 0
    assert first["reason"].startswith(f"{kind} at t=")
