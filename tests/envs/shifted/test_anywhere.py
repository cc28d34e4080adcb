"""Shifts of tasks of any family, of Gymnasium's above all: names, what stays the task's own, what is told, what actions become."""

import functools

import gymnasium
import numpy as np
import pytest
from pools import assert_same, plain
from robotrace.envs.shifted import Biased, DeadZone, Delayed, Gain, Noise, Renamed, Rotated, Scaled, Shifted, shifted
from toy import PointTask

import robotrace as rt
from robotrace.episodes import ProcessPool, RolloutProblem, find_controller
from robotrace.episodes.lanes import tasks_for
from robotrace.episodes.pool import EpisodeWork
from robotrace.episodes.registry import recipe_of
from robotrace.errors import OptionError, UnknownNameError
from robotrace.opto import Case, Job, SerialPool
from robotrace.testing import check_task
from robotrace.training import starting_controller


@pytest.mark.parametrize(
    "name",
    [
        "shifted/gymnasium/HalfCheetah-v5@2",
        "shifted/HalfCheetah-v5@2",
        "HalfCheetah-v5@2",
        "gymnasium/HalfCheetah-v5@2",
    ],
)
def test_an_environment_is_shifted_by_its_name(name):
    task = rt.make(name, seed=4, horizon=9)
    assert (task.name, task.seed, task.horizon) == ("shifted/gymnasium/HalfCheetah-v5@2", 4, 9)
    assert [type(shift).__name__ for shift in task.shifts] == ["DeadZone", "Mass"]
    assert recipe_of(task).make().shifts == task.shifts


def test_shifts_of_ones_own_stand_in_the_name_or_beside_it():
    shifts = [{"kind": "Gain", "factor": 0.8}]
    task = rt.make("shifted/HalfCheetah-v5", shifts=shifts)
    assert task.shifts == (Gain(0.8),)
    assert rt.make('shifted/HalfCheetah-v5?shifts=[{"kind":"Gain","factor":0.8}]').options == task.options
    again = rt.make(task.name, seed=task.seed, **task.options)
    assert (again.name, again.shifts, again.options) == (task.name, task.shifts, task.options)
    assert rt.make("shifted/Pendulum-v1", g=1.6, shifts=shifts).options == {
        "horizon": 200, "g": 1.6, "shifts": shifts,
    }  # fmt: skip


def test_an_environment_that_a_module_registers_is_shifted_too():
    task = rt.make("shifted/tiny_environments:tiny/box-v0@3")
    assert task.name == "shifted/gymnasium/tiny_environments:tiny/box-v0@3"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("shifted/HalfCheeta-v5@0", r"Unknown task to shift 'HalfCheeta-v5'. Did you mean HalfCheetah-v5"),
        ("shifted/gymnasium/HalfCheeta-v5@0", r"Unknown Gymnasium environment 'HalfCheeta-v5'. Did you mean HalfCheetah-v5"),
        ("shifted/MT10@0", "Unknown task to shift 'MT10'"),
    ],
)  # fmt: skip
def test_a_name_that_is_none_is_answered_with_near_ones(name, message):
    with pytest.raises(UnknownNameError, match=message):
        rt.make(name)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["CartPole-v1@4", "Pendulum-v1@3", "HalfCheetah-v5@1", "shifted/Hopper-v5@5", "LunarLander-v3@6"]
)
def test_a_shifted_environment_keeps_to_what_every_task_does(name):
    check_task(name)


@pytest.mark.slow
@pytest.mark.parametrize(
    "shifts",
    [
        [{"kind": "Noise", "share": 0.05}, {"kind": "Delayed", "steps": 2}],
        [{"kind": "Mass", "factor": 1.2}, {"kind": "Friction", "factor": 0.7}, {"kind": "Gain", "factor": 0.8}],
    ],
)
def test_one_with_shifts_of_ones_own_does_too(shifts):
    check_task(functools.partial(rt.make, "shifted/HalfCheetah-v5", shifts=shifts))


# What stays the task's own


def test_score_threshold_starter_and_time_are_the_tasks():
    base, task = rt.make("HalfCheetah-v5"), rt.make("HalfCheetah-v5@2")
    assert (task.scored, task.threshold, task.solvable, task.success) == ("return", 4800.0, True, "any")
    assert (task.starter, task.action_seconds) == ("half_cheetah", base.action_seconds)
    assert starting_controller(task) == "half_cheetah"
    assert rt.make("Pendulum-v1@3").solvable is False
    assert task.camera is not None


def test_a_toy_has_what_every_task_has():
    task = shifted(PointTask(), [Gain(0.8)])
    assert (task.scored, task.threshold, task.solvable, task.starter, task.action_seconds) == (
        *("reward", None, True, ""), None,
    )  # fmt: skip
    assert not hasattr(task, "step_seconds")
    assert not hasattr(task, "twin")


def test_a_starter_that_asks_for_other_names_is_none():
    task = rt.make("CartPole-v1@0")
    assert any(isinstance(shift, Renamed) for shift in task.shifts)
    assert task.starter == ""


def test_a_twin_has_an_environment_of_its_own_and_the_same_shifts():
    task = shifted(rt.make("HalfCheetah-v5"), [Noise(0.1), Delayed(2)])
    twin = task.twin()
    assert isinstance(twin, Shifted)
    assert (twin.name, twin.shifts, twin.options) == (task.name, task.shifts, task.options)
    seen = task.reset(3)
    assert {name: it.tolist() for name, it in twin.reset(3).items()} == {name: it.tolist() for name, it in seen.items()}
    assert twin.task is not task.task


def test_a_task_without_twin_has_one_lane():
    class Sandboxed:
        shares_core = False

    task = shifted(PointTask(), [Gain(0.8)])
    assert tasks_for(task, Sandboxed(), 40) == [task]


@pytest.mark.slow
def test_another_process_gives_the_same_episodes():
    shifts = [{"kind": "Noise", "share": 0.05}, {"kind": "Mass", "factor": 1.2}]
    task = rt.make("shifted/Hopper-v5", shifts=shifts, horizon=30)
    problem = RolloutProblem(find_controller("hopper"), task)
    jobs = [Job(problem.candidate({}), Case("train", goal), False) for goal in range(2)]
    with ProcessPool(EpisodeWork.of(task), workers=1) as pool:
        there = [plain(outcome) for outcome in pool.run(jobs)]
    assert_same([plain(outcome) for outcome in SerialPool(problem).run(jobs)], there)
    task.close()


# What an action becomes


def pendulum(*shifts):
    """The torques that arrive where 3 is asked, which is more than there is, and then 0.5."""
    task = shifted(rt.make("Pendulum-v1"), shifts)
    task.reset(0)
    arrived = []
    for asked in (3.0, 0.5):
        task.step([asked])
        arrived.append(task.task._env_here().unwrapped.last_u)
    return arrived


@pytest.mark.parametrize(
    ("shifts", "torques"),
    [
        ([], [2.0, 0.5]),
        ([Gain(0.8)], [1.6, 0.4]),  # a weak motor stays weak, however much is asked
        ([Scaled(0.8)], [1.6, 0.4]),
        ([Gain(1.2)], [2.0, 0.6]),  # no motor gives more than it can
        ([DeadZone(0.1)], [1.9, 0.4]),
        ([Delayed()], [0.0, 2.0]),
        ([Delayed(2)], [0.0, 0.0]),
    ],
    ids=repr,
)
def test_an_action_meets_the_task_s_own_bounds_before_a_shift_and_after(shifts, torques):
    assert pendulum(*shifts) == pytest.approx(torques)


def test_a_choice_may_be_late_and_sensors_noisy_but_it_has_no_strength():
    base = rt.make("CartPole-v1")
    assert base.action.choices == ("push",)
    task = shifted(base, [Delayed(), Noise(0.1), Biased("pole_angle", (0.01,))])
    assert (task.action.low, task.action.high, task.nominal) == ((0.0,), (1.0,), None)
    task.reset(0)
    rates = [float(task.step([1]).observation["cart_velocity"]) for _ in range(2)]
    assert rates[0] < rates[1]  # first to the left, which is 0, then to the right
    for shift in (Gain(0.8), Scaled(0.8), DeadZone(0.1)):
        kind = type(shift).__name__
        words = (
            f"Shift {kind} does not fit gymnasium/CartPole-v1: expected numbers in a range .*; found choices, .*: push"
        )
        with pytest.raises(OptionError, match=words):
            shifted(base, [shift])
    with pytest.raises(OptionError, match="Shift Rotated does not fit gymnasium/CartPole-v1: expected x, y, z"):
        shifted(base, [Rotated(10.0)])


def test_reward_and_end_are_gymnasium_s_own():
    task, env = shifted(rt.make("Pendulum-v1"), [Gain(0.5), Noise(0.1)]), gymnasium.make("Pendulum-v1")
    task.reset(5)
    env.reset(seed=10)
    rewards = [(task.step([1.0]).reward, env.step(np.array([0.5], dtype=np.float32))[1]) for _ in range(200)]
    assert all(ours == theirs for ours, theirs in rewards)


# What is told


def test_the_words_are_the_same_whatever_the_shifts():
    told = {
        shifted(rt.make("HalfCheetah-v5"), shifts).instruction
        for shifts in ([], [Gain(0.8)], [Delayed(2)], [Noise(0.3)], [DeadZone(0.2), Scaled(0.5)])
    }
    assert len(told) == 1
    words = told.pop()
    assert "This robot is not calibrated." in words
    assert "wide limits" not in words
    assert "strength, dead band and timing of actions, the readings of sensors and their noise" in words
    assert "- trunk_pitch scalar in rad: nominally: " in words
    bounds = {rt.make(f"HalfCheetah-v5@{seed}").action.high for seed in range(3)}
    assert bounds == {(1.0,) * 6}
