"""The score of an episode."""

from dataclasses import replace

import numpy as np
import pytest
from toy import PointTask

from robotrace.episodes import rollout
from robotrace.episodes.scored import score_of, score_words


@pytest.fixture(scope="module")
def episode():
    return rollout("blank", PointTask())


def of(episode, rewards, *, solved_at=None, horizon=10, solved_reward=10.0):
    successes = np.zeros(len(rewards), dtype=bool)
    if solved_at is not None:
        successes[solved_at] = True
    return replace(
        episode,
        rewards=np.array(rewards, dtype=float),
        actions=np.zeros((len(rewards), 4)),
        successes=successes,
        successes_now=successes,
        horizon=horizon,
        solved_reward=solved_reward,
        counted="any",
    )


def test_no_failure_outranks_a_solved_case(episode):
    loitering = of(episode, [9.9] * 10)
    late = of(episode, [0.0] * 9 + [0.1], solved_at=9)
    assert score_of(loitering) == pytest.approx(9.9)
    assert score_of(late) == pytest.approx(10.01)


def test_an_early_success_is_better_than_a_late_one_and_loitering_does_not_pay(episode):
    early = of(episode, [1.0, 10.0], solved_at=1)
    late = of(episode, [1.0] + [9.5] * 8 + [10.0], solved_at=9)
    assert score_of(early) == pytest.approx(10 + (11 + 80) / 10)
    assert score_of(late) == pytest.approx(10 + (1 + 76 + 10) / 10)


def test_what_a_failed_program_lost_counts_nothing(episode):
    assert score_of(of(episode, [4.0])) == pytest.approx(0.4)
    assert score_of(of(episode, [])) == 0.0


def test_where_nobody_knows_what_solved_is_worth_it_is_the_mean_reward(episode):
    assert score_of(of(episode, [-1.0, -3.0], solved_at=1, solved_reward=None)) == -2.0


def test_the_words_say_which_it_is():
    task = PointTask()
    assert score_words(task) == "which is the mean reward of the actions that an episode took"
    task.solved_reward = 10.0
    assert score_words(task) == (
        f"which is the mean reward over all {task.horizon} actions; a case that is solved has 10 more, and the actions that "
        "it did without count 10 each"
    )
