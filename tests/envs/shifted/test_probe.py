"""The probe that a language model's training starts from shows each kind of shift in one episode."""

import numpy as np
import pytest

import robotrace as rt
from robotrace.training import starting_controller

REST, RIGHT, LEFT, CLOSED, OPENED = 5, 10, 15, 40, 45  # the observation at the end of a stage


def _probed(*shifts):
    task = rt.make("shifted/push-v3", shifts=list(shifts))
    return rt.rollout(starting_controller(task, probes=True), task, traced=False)


@pytest.mark.parametrize(
    ("shift", "rest", "right", "left"),
    [
        ({"kind": "Offset", "by": [0.05, -0.06, 0.04]}, (0.05, 0.64, 0.315), 0.15, -0.15),
        ({"kind": "Scaled", "factor": 0.8}, (0.0, 0.56, 0.22), 0.12, -0.12),
        ({"kind": "Mirrored", "axis": "x"}, (0.0, 0.7, 0.275), -0.15, 0.15),
        ({"kind": "DeadZone", "width": 0.015}, (0.0, 0.69, 0.262), 0.135, -0.135),
    ],
)
def test_where_the_hand_comes_to_rest_tells_zero_scale_mirror_and_dead_band(shift, rest, right, left):
    episode = _probed(shift)
    hand = episode.observations["hand_pos"]
    assert len(episode) == 50
    assert not episode.saturated.any()
    assert hand[REST] == pytest.approx(rest, abs=0.006)
    assert hand[RIGHT][0] - rest[0] == pytest.approx(right, abs=0.006)
    assert hand[LEFT][0] - rest[0] == pytest.approx(left, abs=0.006)
    assert hand[-1] == pytest.approx(rest, abs=0.02)  # back where it was


def test_the_first_action_tells_a_delay_the_first_way_a_gain_and_the_fingers_their_sense():
    still = _probed({"kind": "Delayed"}).observations["hand_pos"]
    assert np.abs(still[1] - still[0]).max() < 0.005
    assert np.abs(still[2] - still[1]).max() > 0.03
    usual, quick = (_probed({"kind": "Gain", "factor": factor}).observations["hand_pos"][1, 2] for factor in (1.0, 1.3))
    assert (usual, quick) == (pytest.approx(0.240, abs=0.002), pytest.approx(0.253, abs=0.002))
    opening = _probed({"kind": "Reversed"}).observations["gripper_opening"]
    assert opening[CLOSED] > 0.95
    assert opening[OPENED] < 0.35
