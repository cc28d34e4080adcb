"""What is said of a robot that is no hand: its end, what it earned, its speed and the rhythm of its joints."""

from dataclasses import replace

import numpy as np
import pytest
from toy import PointTask

from robotrace.episodes import ActionSpec, Field, rollout
from robotrace.feedback import describe
from robotrace.feedback.gait import lag, oscillation

ACTIONS = 200


class Legs:
    """A trunk and two joints; nothing is simulated."""

    name, action_seconds = "lab/legs", 0.05
    fields = (
        Field("trunk_pitch", (), "rad", "Lean.", "body"),
        Field("velocity_x", (), "m/s", "Speed.", "body"),
        Field("hip", (), "rad", "Angle.", "joint"),
        Field("knee", (), "rad", "Angle.", "joint"),
        Field("toe", (), "rad", "Angle.", "joint"),
    )
    action = ActionSpec(("hip", "knee"), (-1, -1), (1, 1), "torques")


@pytest.fixture(scope="module")
def episode():
    times = np.arange(ACTIONS + 1)
    wave = 2 * np.pi * 2.0 * 0.05 * times  # 2 Hz
    some = rollout("blank", PointTask())
    return replace(
        some,
        observations={
            "trunk_pitch": np.linspace(0.0, 0.4, ACTIONS + 1),
            "velocity_x": np.linspace(1.0, 3.0, ACTIONS + 1),
            "hip": 0.8 * np.sin(wave),
            "knee": 0.4 * np.sin(wave - np.pi / 2),
            "toe": np.zeros(ACTIONS + 1),
        },
        actions=np.stack([np.where(times[:-1] % 2, 1.0, -1.0), np.linspace(-0.5, 0.5, ACTIONS)], axis=1),
        rewards=np.linspace(0.0, 2.0, ACTIONS),
        successes=np.zeros(ACTIONS, dtype=bool),
        successes_now=np.zeros(ACTIONS, dtype=bool),
        saturated=np.zeros(ACTIONS, dtype=bool),
        lines={},
        touching=(),
        horizon=1000,
        failure=None,
        scored="return",
        solvable=False,
        terminated=True,
        parts={"reward_ctrl": np.full(ACTIONS, -0.5), "reward_forward": np.full(ACTIONS, 1.5)},
    )


def test_a_fall_is_told_with_how_the_robot_was_held(episode):
    assert (
        "The environment ended the episode at t=199 (10 s) with reward 2, 800 actions early: trunk_pitch 0.4 (0.38 ten actions "
        "before), velocity_x 3 (2.9 ten actions before).\n" in describe(Legs(), episode)
    )
    assert "ended the episode" not in describe(Legs(), replace(episode, terminated=False))


def test_the_return_is_told_by_its_parts_and_its_stretches(episode):
    said = describe(Legs(), episode)
    assert "Return 200 in 200 actions (of at most 1000).\n" in said
    assert (
        "The return is made of: reward_forward 300 (1.5 an action), reward_ctrl -100 (-0.5 an action).\n"
        "Best stretch: t=180..199, 1.9 an action; worst: t=0..19, 0.0955 an action.\n" in said
    )


def test_speed_and_posture_are_told_with_their_course(episode):
    said = describe(Legs(), episode)
    assert (
        "Speed of the body: velocity_x 2 m/s on average, 1.25 in the first quarter, 2.75 in the last, highest 3 at t=200.\n"
        "Posture, on average: trunk_pitch 0.2 (0 to 0.4).\n" in said
    )


def test_rhythm_is_told_in_hertz_with_what_comes_later_than_what(episode):
    assert (
        "Rhythm of the joints: hip 2 Hz, swing 0.8 (leads); knee 2 Hz, swing 0.4, 90 degrees later; no clear rhythm in toe.\n"
        in describe(Legs(), episode)
    )
    no_clock = type("Timeless", (Legs,), {"action_seconds": None})
    assert "hip a cycle of 10 actions, swing 0.8 (leads)" in describe(no_clock(), episode)


def test_a_component_that_switches_at_every_action_is_told(episode):
    said = describe(Legs(), episode)
    assert "The action switches to and fro: hip at 100 % of 200 actions.\n" in said
    assert "Part of the actions at their bounds: hip 100 %.\n" in said


def test_noise_and_drift_are_no_oscillation():
    noise = np.random.default_rng(0).normal(size=300)
    assert oscillation("noise", noise) is None
    assert oscillation("drift", np.linspace(0, 1, 300)) is None
    assert oscillation("short", np.sin(np.arange(10))) is None
    assert oscillation("still", np.ones(300)) is None


@pytest.mark.parametrize("degrees", [-120, -30, 0, 45, 150])
def test_the_lag_is_that_which_was_put_in(degrees):
    wave = 2 * np.pi * np.arange(300) / 20
    lead, other = (oscillation(name, np.sin(wave - shift)) for name, shift in (("a", 0.0), ("b", np.radians(degrees))))
    assert lag(other, lead) == pytest.approx(degrees, abs=1)
    assert lead.cycles == pytest.approx(0.05)
