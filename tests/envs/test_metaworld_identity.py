"""The tasks against stock Meta-World, stepped by hand: the same bits."""

import metaworld
import numpy as np
import pytest
from robotrace.envs.metaworld import NAMES, MetaWorld, draw_goals, make
from robotrace.envs.metaworld_tasks import TASKS

SEED = 3
GOAL = 7
RAW_ACTIONS = np.random.default_rng(0).uniform(-1, 1, (20, 4))
MACRO_ACTIONS = np.array([[0.1, 0.7, 0.08, 1.0], [-0.1, 0.75, 0.2, -0.4]])


def stock_start(benchmark: metaworld.MT1, name: str):
    env = benchmark.train_classes[name]()
    env.set_task(benchmark.train_tasks[GOAL])
    observation, _ = env.reset()
    return env, observation


def same(task: MetaWorld, ours, numbers) -> bool:
    parts = TASKS[task.name.removeprefix("metaworld/")].parts
    return set(ours) == {part.field.name for part in parts} and all(
        ours[part.field.name].tobytes() == numbers[list(part.at)].tobytes() for part in parts
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_task_is_stock_meta_world_bit_for_bit(name):
    benchmark = metaworld.MT1(name, seed=SEED)
    assert draw_goals(name, SEED) == benchmark.train_tasks

    env, numbers = stock_start(benchmark, name)
    raw = make(name, seed=SEED, control="raw")
    assert same(raw, raw.reset(GOAL), numbers)
    for action in RAW_ACTIONS:
        ours = raw.step(action)
        numbers, reward, _, _, info = env.step(action)
        assert same(raw, ours.observation, numbers)
        assert ours.reward == float(reward)
        assert ours.info["success"] is ours.info["success_now"] is bool(info["success"])

    env.set_task(benchmark.train_tasks[GOAL])
    numbers, _ = env.reset()
    macro = make(name, seed=SEED, hold=5)
    assert same(macro, macro.reset(GOAL), numbers)
    for action in MACRO_ACTIONS:
        ours = macro.step(action)
        rewards, successes = [], []
        for _ in range(5):
            delta = np.clip(10.0 * (action[:3] - numbers[:3]), -1.0, 1.0)
            numbers, reward, _, _, info = env.step(np.append(delta, action[3]))
            rewards.append(float(reward))
            successes.append(bool(info["success"]))
        assert same(macro, ours.observation, numbers)
        assert ours.reward == sum(rewards) / 5
        assert (ours.info["success"], ours.info["success_now"]) == (any(successes), successes[-1])
