"""A registered environment as a task: names, seeds, horizon, success, what misbehaves."""

import json
import sys

import gymnasium
import numpy as np
import pytest
import tiny_environments  # noqa: F401 - registers them

import robotrace as rt
from robotrace.episodes.plain import from_plain, to_plain
from robotrace.errors import ActionError, OptionError, TaskError, UnknownNameError
from robotrace.testing import check_task


def still(task):
    return lambda observation: [0.0] * len(task.action.names)


@pytest.mark.parametrize(
    "name", ["CartPole-v1", "Pendulum-v1", "HalfCheetah-v5", "tiny/dict-v0", "tiny/says-v0", "tiny/threshold-v0"]
)
def test_a_sample_keeps_to_what_is_asked_of_a_task(name):
    check_task(name)


def test_an_episode_is_gymnasium_s_own_bit_for_bit():
    task, env = rt.make("Pendulum-v1", seed=2), gymnasium.make("Pendulum-v1")
    episode = rt.rollout(lambda observation: [float(observation["rate"])], task, goal=5, split="heldout")
    seen, _ = env.reset(seed=2 * (2 * 1000 + 5) + 1)
    for t in range(200):
        assert [float(episode.observations[name][t]) for name in ("angle_cos", "angle_sin", "rate")] == seen.tolist()
        seen, reward, _, truncated, _ = env.step(np.clip(seen[2:], -2, 2))
        assert episode.rewards[t] == reward
    assert truncated
    assert len(episode) == 200


def test_goals_are_seeds_and_no_seed_is_in_both_splits():
    tasks = [rt.make("CartPole-v1", seed=seed) for seed in (0, 1)]
    seeds = [
        task.seed_of(goal, split)
        for task in tasks
        for split in ("train", "heldout")
        for goal in range(task.goals(split))
    ]
    assert len(set(seeds)) == len(seeds) == 4000
    again = [tasks[0].reset(7)["pole_angle"] for _ in range(2)]
    assert again[0] == again[1] != tasks[0].reset(7, "heldout")["pole_angle"]
    with pytest.raises(OptionError, match=r"goal: expected a whole number from 0 to 999, found 1000\."):
        tasks[0].reset(1000)
    with pytest.raises(OptionError, match=r"seed: expected a whole number from 0 to "):
        rt.make("CartPole-v1", seed=-1)


def test_options_are_the_environment_s_own():
    task = rt.make("Pendulum-v1?g=1.5&horizon=30", seed=1)
    assert (task.name, task.horizon, dict(task.options)) == ("gymnasium/Pendulum-v1", 30, {"horizon": 30, "g": 1.5})
    assert task._env.unwrapped.g == 1.5
    assert len(rt.rollout(still(task), task)) == 30
    json.dumps(dict(task.options))
    for name, words in (
        ("Pendulum-v1?gg=2", "Unknown option of Pendulum-v1 'gg'. Did you mean g?"),
        ("Pendulum-v1?horizon=0", "horizon: expected a whole number of 1 or more, found 0."),
        ("HalfCheetah-v5?control=raw", "HalfCheetah-v5 has no option 'control': leave it out."),
        (
            "CartPole-v1?render_mode=human",
            "CartPole-v1 is given no option 'render_mode': robotrace draws environments itself, and",
        ),
    ):
        with pytest.raises((OptionError, UnknownNameError)) as caught:
            rt.make(name)
        assert str(caught.value).startswith(words)


def test_nothing_says_that_a_pendulum_is_solved_so_its_return_alone_counts():
    task = rt.make("Pendulum-v1")
    assert (task.solvable, task.threshold, task.scored) == (False, None, "return")
    found = rt.evaluate("pendulum", task, goals=4, trust=True)
    assert not found.solvable
    assert repr(found).startswith("<Evaluation of gymnasium/Pendulum-v1: mean return -")
    assert found.returns.n == 4
    episode = found.episodes[0]
    assert from_plain(to_plain(episode)).solvable is False
    assert repr(episode).endswith(f"return {episode.episode_return:.4g}, 200 actions>")


def test_a_return_above_the_threshold_counts_as_solved_at_the_end():
    task = rt.make("tiny/threshold-v0")
    episode = rt.rollout(still(task), task)
    assert (task.threshold, episode.threshold, task.success) == (4.0, 4.0, "any")
    assert episode.successes.tolist() == [False, False, False, True]
    assert episode.terminated
    short = rt.make("tiny/threshold-v0?ends=3")
    assert not rt.rollout(still(short), short).success
    assert "An episode counts as solved with a return of 4 or more." in task.instruction


def test_what_the_environment_says_itself_counts_at_the_end():
    task = rt.make("tiny/says-v0")
    episode = rt.rollout(still(task), task)
    assert (task.success, episode.solvable, episode.threshold) == ("last", True, None)
    assert episode.successes.tolist() == [False, False, True, True]
    assert episode.parts["reward_forward"].tolist() == [0.5, 1.0, 1.5, 2.0]
    assert set(episode.parts) == {"reward_forward", "reward_ctrl"}


def test_an_action_that_is_none_is_the_controller_s_fault():
    task = rt.make("CartPole-v1")
    task.reset(0)
    for action in ([1.0, 0.0], [np.nan]):
        with pytest.raises(ActionError, match=r"Expected 1 finite numbers \(push\), found "):
            task.step(action)
    task.close()
    with pytest.raises(TaskError, match=r"step\(\): expected a running episode, found none: call reset\(\)"):
        task.step([0.0])
    assert task.reset(0)["pole_angle"].shape == ()


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("reset", "reset(0, 'train'): expected an answer; found RuntimeError: no start"),
        ("step", "step(): expected an answer; found RuntimeError: broken gear"),
        ("nan", "step(): expected a finite reward; found float nan."),
        ("word", "step(): expected a number as the reward; found str 'good'. Return float(reward)."),
        ("nothing", "step() at t=1: expected the field 'observation_0' to be finite; found"),
        ("longer", "step(): expected observation of the shape (2,) all along; found (3,). Return what its"),
        ("missing", "step(): expected an observation of its space; found NoneType None."),
        ("seed", "reset(0, 'train'): expected the same start each time; found the field 'observation_0' to differ"),
    ],
)
def test_an_environment_s_fault_is_one_line_and_not_the_controller_s(fault, words):
    task = rt.make(f"tiny/{fault}-fault-v0")
    task.__dict__["_says"] = False  # found out by a step, which some of them cannot take
    with pytest.raises(TaskError) as caught:
        rt.rollout(still(task), task)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_module_that_registers_an_environment_is_imported_by_its_name(tmp_path, monkeypatch):
    (tmp_path / "own_mazes.py").write_text(
        "import gymnasium\nfrom tiny_environments import Tiny\ngymnasium.register('OwnMaze-v3', Tiny, max_episode_steps=5)\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    try:
        task = rt.make("own_mazes:OwnMaze-v3")
        assert (task.name, task.horizon) == ("gymnasium/own_mazes:OwnMaze-v3", 5)
        assert rt.make(task.name).fields == task.fields
        with pytest.raises(
            OptionError, match=r"^'no_such:Maze-v0': the module 'no_such', which is to register it, cannot be impo"
        ):
            rt.make("no_such:Maze-v0")
    finally:
        gymnasium.registry.pop("OwnMaze-v3", None)
        sys.modules.pop("own_mazes", None)


def test_an_environment_draws_itself_and_says_nothing(capsys):
    task = rt.make("tiny/pictured-v0")
    task.reset(0)
    with task.camera.open() as look:
        task.step([0.0, 0.0])
        assert look().tolist() == np.full((4, 6, 3), 10).tolist()
    assert capsys.readouterr().out == ""
    assert rt.make("tiny/box-v0").camera is None
