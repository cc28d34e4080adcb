import numpy as np
import pytest

from robotrace.optimizers.induce.naming import name_waypoints, the, unique
from robotrace.optimizers.induce.waypoints import Waypoint, explain, round_within


def scene(count=60, seed=1):
    generator = np.random.default_rng(seed)
    return {name: generator.uniform(0.0, 1.0, (count, 3)) for name in ("hand_pos", "puck_pos")}


def test_a_place_relative_to_one_field():
    fields = scene()
    found = explain(fields["puck_pos"] + np.array([0.0, -0.005, 0.1]), fields, 1e-3)
    assert found == [Waypoint(("puck_pos",) * 3, (0.0, -0.005, 0.1))]


def test_components_of_different_fields_and_plain_numbers():
    fields = scene()
    hand, puck = fields["hand_pos"], fields["puck_pos"]
    wanted = np.stack([hand[:, 0], puck[:, 1] + 0.02, np.full(60, 0.35)], axis=1)
    assert explain(wanted, fields, 1e-3) == [Waypoint(("hand_pos", "puck_pos", None), (0.0, 0.02, 0.35))]


def test_what_explains_most_comes_first():
    fields = scene()
    wanted = np.concatenate([fields["hand_pos"][:20], fields["puck_pos"][20:]])
    assert explain(wanted, fields, 1e-3) == [
        Waypoint(("puck_pos",) * 3, (0.0, 0.0, 0.0)),
        Waypoint(("hand_pos",) * 3, (0.0, 0.0, 0.0)),
    ]


def test_a_named_reference_is_preferred_to_a_number_that_does_as_well():
    fields = scene()
    fields["puck_pos"][:, 2] = 0.02
    found = explain(fields["puck_pos"] + np.array([0.0, 0.0, 0.1]), fields, 1e-3)
    assert found == [Waypoint(("puck_pos",) * 3, (0.0, 0.0, 0.1))]


def test_answers_that_only_roughly_agree_share_a_waypoint():
    generator = np.random.default_rng(2)
    fields = scene()
    found = explain(fields["puck_pos"] + generator.uniform(-0.004, 0.004, (60, 3)), fields, 1e-3)
    assert len(found) <= 4
    assert all(waypoint.references == ("puck_pos",) * 3 for waypoint in found)
    assert np.abs([waypoint.offsets for waypoint in found]).max() < 0.006


def test_numbers_alone():
    assert explain(np.array([[1.0]] * 5 + [[-1.0]] * 3), {}, 1e-3) == [
        Waypoint((None,), (1.0,)),
        Waypoint((None,), (-1.0,)),
    ]


def test_where_nothing_repeats_the_median_is_the_answer():
    assert explain(np.array([[0.0], [1000.0], [-5000.0]]), {}, 1e-3) == [Waypoint((None,), (0.0,))]


def test_its_value_for_rows():
    waypoint = Waypoint(("a", None, "a"), (0.5, 2.0, 0.0))
    np.testing.assert_array_equal(waypoint.at({"a": np.array([[1.0, 1.0, 3.0]])}, 1), [[1.5, 2.0, 3.0]])


@pytest.mark.parametrize(
    ("value", "low", "high", "rounded"),
    [(0.0203, 0.018, 0.022, 0.02), (0.51, 0.3, 0.7, 0.5), (0.5, 0.4, 0.6, 0.5), (-0.0001, -0.01, 0.01, 0.0)],
)
def test_the_fewest_decimals_inside(value, low, high, rounded):
    assert str(round_within(value, low, high)) == str(rounded)


def test_waypoints_get_names_that_say_where_they_are():
    waypoints = [
        Waypoint(("puck_pos",) * 3, (0.0, 0.0, 0.1)),
        Waypoint(("puck_pos",) * 3, (-0.005, 0.0, 0.03)),
        Waypoint(("goal_pos",) * 3, (0.0, 0.0, 0.0)),
        Waypoint(("goal_pos",) * 3, (0.12, 0.0, 0.0)),
        Waypoint(("goal_pos",) * 3, (0.0, 0.0, -0.05)),
        Waypoint(("hand_pos", "hand_pos", "goal_pos"), (0.0, 0.0, 0.0)),
        Waypoint((None, None, None), (0.1, 0.6, 0.2)),
    ]
    assert name_waypoints(waypoints, ["hand_pos", "puck_pos", "goal_pos"]) == [
        "above_puck_10cm",
        "above_puck_3cm",
        "goal_pos",
        "beside_goal",
        "below_goal",
        "at_hand_xy_goal_z",
        "fixed_place",
    ]


def test_names_do_not_collide():
    assert unique("grip", ["grip", "grip_2"]) == "grip_3"


def test_a_field_in_a_sentence():
    assert (the("puck_pos"), the("gripper_opening"), the("end_position")) == (
        "the puck",
        "the gripper opening",
        "the end",
    )
