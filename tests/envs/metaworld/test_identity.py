"""The tasks against stock Meta-World, stepped by hand: the same bits."""

import hashlib
import pickle
from pathlib import Path

import metaworld
import numpy as np
import pytest
from robotrace.envs.metaworld import NAMES, draw_goals, make
from robotrace.envs.metaworld.fast import stock
from robotrace.envs.metaworld.table import TASKS

pytestmark = pytest.mark.slow

SEED = 3
GOALS = (7, 31)
RAW_STEPS = 30
MACRO_STEPS = 15
HOLD = 7

# Of `metaworld.MT1(name, seed=SEED).train_tasks`: making that takes more than a second a task, and the version is pinned.
DIGESTS = dict(line.split() for line in Path(__file__).with_name("goals-of-seed-3.txt").read_text().splitlines())


def digest(goals):
    numbers = b"".join(pickle.loads(goal.data)["rand_vec"].tobytes() for goal in goals)
    return hashlib.sha256(numbers).hexdigest()[:16]


class Stock:
    """Meta-World by hand, an environment for one task."""

    def __init__(self, name, goals):
        self.env = stock(name)()
        self.goals = goals
        self.at = [list(part.at) for part in TASKS[name].parts]
        self.numbers = None

    def reset(self, goal):
        self.env.set_task(self.goals[goal])
        self.numbers, _ = self.env.reset()

    def raw(self, action):
        self.numbers, reward, _, _, info = self.env.step(action)
        return float(reward), bool(info["success"]), bool(info["success"])

    def macro(self, action):
        rewards, successes = [], []
        for _ in range(HOLD):
            delta = np.clip(10.0 * (action[:3] - self.numbers[:3]), -1.0, 1.0)
            self.numbers, reward, _, _, info = self.env.step(np.append(delta, action[3]))
            rewards.append(float(reward))
            successes.append(bool(info["success"]))
        return sum(rewards) / HOLD, any(successes), successes[-1]

    def sees(self, observation):
        return [value.tobytes() for value in observation.values()] == [self.numbers[at].tobytes() for at in self.at]


def sway(task, step):
    """The expert's way, so that objects are touched, held and moved, with now and then an action that is not the expert's."""
    generator = np.random.default_rng(step)
    return task.hint() if step % 4 else generator.uniform(task.action.low, task.action.high)


@pytest.mark.parametrize("name", NAMES[::12])
def test_goals_are_stock_meta_worlds_and_so_are_the_digests(name):
    stocks = metaworld.MT1(name, seed=SEED).train_tasks
    assert draw_goals(name, SEED) == stocks
    assert digest(stocks) == DIGESTS[name]


@pytest.mark.parametrize("name", NAMES)
def test_a_task_is_stock_meta_world_bit_for_bit(name):
    goals = draw_goals(name, SEED)
    assert digest(goals) == DIGESTS[name]
    by_hand = Stock(name, goals)
    raw, macro = make(name, seed=SEED, control="raw"), make(name, seed=SEED, hold=HOLD)
    for task, drive, steps in ((raw, by_hand.raw, RAW_STEPS), (macro, by_hand.macro, MACRO_STEPS)):
        for goal in GOALS:
            observation = task.reset(goal)
            by_hand.reset(goal)
            assert by_hand.sees(observation)
            for step in range(steps):
                action = sway(task, step)
                ours = task.step(action)
                assert (ours.reward, ours.info["success"], ours.info["success_now"]) == drive(action)
                assert by_hand.sees(ours.observation)
