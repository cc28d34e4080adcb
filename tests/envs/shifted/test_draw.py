"""What a seed draws."""

import numpy as np
import pytest
from robotrace.envs.shifted import Biased, DeadZone, Gain, Mass, Mirrored, Offset, Renamed, Reversed, Rotated, Scaled
from robotrace.envs.shifted.body import Body, power_of_two
from robotrace.envs.shifted.draw import draw, largest_place
from robotrace.envs.shifted.kinds import KINDS
from toy import PointTask

from robotrace.episodes import ActionSpec, Field, make


@pytest.fixture(scope="module")
def pick_place():
    return make("pick-place-v3")


def test_a_seed_means_the_same_shifts_for_good(pick_place):
    assert draw(pick_place, 0) == (Scaled(1.25), Biased("puck_pos", (0.02, 0.02, 0.03)))
    assert draw(pick_place, 3) == (Mirrored("x"), Scaled(0.9), Reversed(), Gain(1.4))
    assert draw(pick_place, 4) == (
        Offset((-0.08, 0.1, -0.04)),
        Reversed(),
        Biased("puck_pos", (0.02, 0.02, 0.04)),
        Renamed(
            {"hand_pos": "sensor_d", "gripper_opening": "sensor_b", "puck_pos": "sensor_a", "goal_pos": "sensor_c"}
        ),
    )


def test_neutral_names_come_last_and_change_no_other_shift(pick_place):
    names = {"hand_pos": "sensor_d", "gripper_opening": "sensor_c", "puck_pos": "sensor_b", "goal_pos": "sensor_a"}
    told = draw(pick_place, 3)
    assert draw(pick_place, 3, neutral=True) == (*told, Renamed(names))
    assert draw(pick_place, 4, neutral=True) == draw(pick_place, 4)


def test_two_to_four_kinds_each_once_and_over_seeds_every_kind(pick_place):
    drawn = [draw(pick_place, seed) for seed in range(60)]
    kinds = [[type(shift).__name__ for shift in shifts] for shifts in drawn]
    assert {len(names) for names in kinds} == {2, 3, 4}
    assert all(len(set(names)) == len(names) for names in kinds)
    assert {name for names in kinds for name in names} == set(KINDS) - {"Noise", "Mass", "Friction"}  # which came later
    assert len(set(map(repr, drawn))) == 60


def test_only_objects_are_biased_never_the_hand(pick_place):
    biased = [one for seed in range(60) for one in draw(pick_place, seed) if isinstance(one, Biased)]
    assert len(biased) > 5
    assert {one.field for one in biased} == {"puck_pos"}
    assert not [one for seed in range(60) for one in draw(PointTask(), seed) if isinstance(one, Biased)]


class Torques:
    """No place, no gripper, no hand."""

    name, control, fields = "toy/torques", "raw", (Field("angle", (), "rad", "An angle."),)
    action = ActionSpec(("hip", "knee"), (-1.0, -1.0), (1.0, 1.0), "torques")


def test_a_task_without_x_y_z_or_gripper_gets_the_shifts_that_it_can_have():
    names = {type(shift).__name__ for seed in range(60) for shift in draw(Torques(), seed)}
    assert names == {"Gain", "DeadZone", "Delayed", "Noise", "Renamed"}
    assert Body.of(Torques()).axes == (0, 1)
    assert largest_place(Torques(), Body.of(Torques())) == 2.0


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("CartPole-v1", {"Delayed", "Noise", "Renamed"}),
        ("Pendulum-v1", {"Delayed", "Noise", "Renamed", "Gain", "DeadZone"}),
        ("Hopper-v5", {"Delayed", "Noise", "Renamed", "Gain", "DeadZone", "Mass", "Friction"}),
    ],
)
def test_gymnasium_s_environments_get_what_fits_their_actions_and_simulators(name, kinds):
    task = make(name)
    assert {type(shift).__name__ for seed in range(60) for shift in draw(task, seed)} == kinds
    assert all(len(draw(task, seed)) >= 2 for seed in range(60))
    task.close()


def test_a_seed_means_the_same_shifts_of_an_environment_for_good():
    assert draw(make("Hopper-v5"), 2) == (DeadZone(0.04), Mass(0.85))


def test_a_body_is_read_off_names_and_roles(pick_place):
    body = Body.of(pick_place)
    assert (body.size, body.axes, body.spatial, body.grip, body.middle, body.hand) == (
        4,
        (0, 1, 2),
        True,
        3,
        0.0,
        "hand_pos",
    )
    raw = Body.of(make("pick-place-v3", control="raw"))
    assert (raw.axes, raw.spatial, raw.grip, raw.hand) == ((0, 1, 2), True, 3, None)
    seen = np.array([0.1, 0.6, 0.2])
    moved = body.seeing({"hand_pos": seen})
    seen[:] = 9.0  # a policy may write into what it sees
    assert moved.at.tolist() == [0.1, 0.6, 0.2]
    assert moved.rest().tolist() == [0.1, 0.6, 0.2, 0.0]
    assert raw.rest().tolist() == [0.0, 0.0, 0.0, 0.0]


def test_no_drawn_shift_puts_a_place_of_the_task_out_of_reach(pick_place):
    body = Body.of(pick_place)
    limit = largest_place(pick_place, body)
    assert limit == 2.0
    for seed in range(60):
        corners = body.corners(pick_place.action)
        for shift in reversed([one for one in draw(pick_place, seed) if not one.of_the_robot]):
            corners = np.stack([shift.asked(corner, body) for corner in corners])
        assert np.abs(corners[:, :3]).max() <= limit


def test_powers_of_two():
    assert [power_of_two(value) for value in (0.3, 1.0, 1.01, 5.0)] == [0.5, 1.0, 2.0, 8.0]


def test_a_rotation_is_mostly_about_the_vertical(pick_place):
    turned = [one for seed in range(200) for one in draw(pick_place, seed) if isinstance(one, Rotated)]
    upright = [one for one in turned if one.axis == (0.0, 0.0, 1.0)]
    assert len(turned) / 2 < len(upright) < len(turned)
    assert all(20 <= abs(one.degrees) <= 120 for one in upright)
