"""Noise of sensors: whose it is, how large, and that a goal has its own."""

import numpy as np
import pytest
from robotrace.envs.shifted import Biased, Noise, Renamed, shifted
from robotrace.envs.shifted.spread import deviation, spread
from toy import PointTask

import robotrace as rt

STILL = [0.0, 0.0, 0.0, 0.0]


def readings(task, goal=0, split="train", actions=5):
    """What is seen in an episode in which nothing moves."""
    rows = [task.reset(goal, split), *(task.step(STILL).observation for _ in range(actions))]
    return [{name: value.tolist() for name, value in row.items()} for row in rows]


def test_only_the_named_fields_are_noisy_and_every_reading_anew():
    rows = readings(shifted(PointTask(), [Noise(sd={"hand_pos": 0.01})]))
    clean = readings(PointTask())
    assert [row["goal_pos"] for row in rows] == [row["goal_pos"] for row in clean]
    hands = [tuple(row["hand_pos"]) for row in rows]
    assert len(set(hands)) == 6
    assert all(0 < abs(number) < 0.05 for hand in hands for number in hand)


def test_the_noise_has_the_deviation_that_was_asked_for():
    task = shifted(PointTask(), [Noise(sd={"hand_pos": (0.1, 0.2, 0.0), "gripper_opening": 0.05})])
    rows = [row for goal in range(12) for split in ("train", "heldout") for row in readings(task, goal, split, 7)]
    hand = np.array([row["hand_pos"] for row in rows])
    assert hand.std(axis=0) == pytest.approx([0.1, 0.2, 0.0], rel=0.15)
    assert np.std([row["gripper_opening"] for row in rows]) == pytest.approx(0.05, rel=0.15)


def test_a_goal_has_its_own_noise_and_brings_it_again():
    shifts = [Noise(sd={"hand_pos": 0.01})]
    task = shifted(PointTask(), shifts)
    first, other, heldout = readings(task, 0), readings(task, 1), readings(task, 0, "heldout")
    assert readings(task, 0) == first == readings(shifted(PointTask(), shifts), 0)
    hands = [[row["hand_pos"] for row in rows] for rows in (first, other, heldout)]
    assert hands[0] != hands[1]
    assert hands[0] != hands[2]
    assert readings(shifted(PointTask(seed=1), shifts), 0)[0]["hand_pos"] != first[0]["hand_pos"]


def test_reward_and_success_are_the_true_ones():
    true, noisy = PointTask(), shifted(PointTask(), [Noise(sd={"hand_pos": 1.0, "goal_pos": 1.0})])
    true.reset(0)
    noisy.reset(0)
    assert noisy.step([0.5, 0.1, 0.2, 0.0]).reward == true.step([0.5, 0.1, 0.2, 0.0]).reward


def test_noise_is_the_sensors_own_wherever_it_stands():
    names = {"hand_pos": "sensor_a"}
    last = shifted(PointTask(), [Biased("hand_pos", (1.0, 0.0, 0.0)), Renamed(names), Noise(sd={"hand_pos": 0.01})])
    first = shifted(PointTask(), [Noise(sd={"hand_pos": 0.01}), Biased("hand_pos", (1.0, 0.0, 0.0)), Renamed(names)])
    assert readings(last) == readings(first)
    assert readings(last)[0]["sensor_a"][0] == pytest.approx(1.0, abs=0.05)


def test_a_share_is_of_what_a_field_spreads_by_itself():
    own = spread(rt.make("CartPole-v1"))
    assert {name: round(float(it), 2) for name, it in own.items()} == {
        "cart_position": 0.08, "cart_velocity": 0.6, "pole_angle": 0.1, "pole_rate": 0.98,
    }  # fmt: skip
    clean, task = rt.make("CartPole-v1"), rt.make("shifted/CartPole-v1", shifts=[{"kind": "Noise", "share": 0.1}])
    errors = [task.reset(goal)["pole_rate"] - clean.reset(goal)["pole_rate"] for goal in range(200)]
    assert np.std(errors) == pytest.approx(0.098, rel=0.15)


def test_what_is_told_by_field_takes_the_place_of_the_share():
    task = rt.make("shifted/CartPole-v1", shifts=[{"kind": "Noise", "share": 0.1, "sd": {"pole_rate": 0.0}}])
    clean, noisy = rt.make("CartPole-v1").reset(3), task.reset(3)
    assert noisy["pole_rate"] == clean["pole_rate"]
    assert noisy["pole_angle"] != clean["pole_angle"]


def test_the_reward_that_is_shown_is_no_sensor_s():
    own = spread(rt.make("reach-v3?goal=hidden&horizon=3"))
    assert list(own) == ["hand_pos", "gripper_opening"]


def test_a_switch_has_no_gaussian_noise():
    rows = np.array([[0.0, 0.5, 3.0], [1.0, 0.5, 3.0], [1.0, 1.5, 3.5]])
    assert deviation(rows).tolist() == pytest.approx([0.0, rows[:, 1].std(), rows[:, 2].std()])
    own = spread(rt.make("Taxi-v4"))
    assert all(float(it) == 0.0 for it in own.values())
