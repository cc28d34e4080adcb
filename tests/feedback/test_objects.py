import numpy as np
import pytest

from robotrace.feedback.gripper import gripper
from robotrace.feedback.objects import hand_paths, object_fates
from robotrace.feedback.scene import scene

REST = (0.1, 0.6, 0.02)


@pytest.fixture
def pushed(played):
    """The hand closes first, then shoves the puck along with its closed gripper and goes back."""
    along = [0.4, 0.4, 0.55, 0.65, 0.75, 0.6]
    puck = [REST, REST, REST, (0.1, 0.7, 0.02), (0.1, 0.8, 0.02), (0.1, 0.8, 0.02)]
    return played([(0.1, y, 0.02) for y in along], puck, opening=[1.0, 0.3, 0.3, 0.3, 0.3, 0.3], effort=1.0)


def test_a_dropped_object(table, dropped_puck):
    assert object_fates(scene(table, dropped_puck)) == [
        "puck was first moved at t=3, with hand 1.0 cm away; it ended x 0.0, y +12.0, z 0.0 cm from where it lay, "
        "after 15.6 cm at the farthest. It moved along with hand at t=3..4 (seems held, lifted by 12.0 cm), grasp lost "
        "at t=5 as the gripper opened, dropped by 12.0 cm."
    ]


def test_an_object_that_slipped_out_of_a_closed_gripper(table, played, dropped_puck):
    observations = {**dropped_puck.observations, "opening": np.array([1.0, 1.0, 1.0, 0.4, 0.4, 0.4, 0.4, 0.4])}
    slipped = played(observations["hand"], observations["puck"], observations["opening"], 1.0)
    (fate,) = object_fates(scene(table, slipped))
    assert "grasp lost at t=5 without the gripper opening, dropped by 12.0 cm" in fate


def test_a_gripper_that_opened_after_the_loss_did_not_cause_it(table, played, dropped_puck):
    seen = dropped_puck.observations
    late = played(seen["hand"], seen["puck"], [1.0, 1.0, 1.0, 0.4, 0.4, 0.4, 0.4, 1.0], 1.0)
    (fate,) = object_fates(scene(table, late))
    assert "grasp lost at t=5 without the gripper opening, dropped by 12.0 cm" in fate


def test_a_pushed_object(table, pushed):
    assert object_fates(scene(table, pushed)) == [
        "puck was first moved at t=2, with hand 5.0 cm away; it ended x 0.0, y +20.0, z 0.0 cm from where it lay. It "
        "moved along with hand at t=2..3 (seems pushed or pulled, not lifted), contact lost at t=4."
    ]


def test_an_object_that_lay_still(table, played):
    view = scene(table, played([(0, 0, 0.2), (0, 0, 0.1)]))
    assert object_fates(view) == ["puck was not moved."]


def test_an_object_that_settled_before_the_hand_came(table, played):
    puck = [(0.1, 0.6, 0.0), (0.1, 0.6, 0.028), (0.1, 0.6, 0.028)]
    view = scene(table, played([(0, 0.6, 0.2)] * 3, puck))
    assert object_fates(view) == [
        "puck was not moved. It settled by x 0.0, y 0.0, z +2.8 cm at t=0, out of the hand's reach."
    ]


def test_an_object_knocked_away(table, played):
    puck = [(0.1, 0.6, 0.02), (0.1, 0.6, 0.02), (0.2, 0.6, 0.02), (0.3, 0.6, 0.02)]
    view = scene(table, played([(0.0, 0.6, 0.02), (0.07, 0.6, 0.02), (0.07, 0.6, 0.02), (0.07, 0.6, 0.02)], puck))
    assert object_fates(view) == [
        "puck was first moved at t=1, with hand 3.0 cm away; it ended x +20.0, y 0.0, z 0.0 cm from where it lay. It "
        "never moved along with hand: knocked or nudged, it seems."
    ]


def test_where_the_hand_went(table, played):
    view = scene(table, played([(0, 0.6, 0.2), (0.1, 0.6, 0.05), (0.1, 0.6, 0.1)]))
    assert hand_paths(view) == [
        "hand went from (0.000, 0.600, 0.200) to (0.100, 0.600, 0.100), within x 0.000..0.100, y 0.600, z 0.050..0.200."
    ]


def test_a_gripper_that_closed_on_the_object(table, dropped_puck):
    assert gripper(scene(table, dropped_puck)) == [
        "opening: 1.00 at the start, 1.00 at the end; closed to 0.40 at t=3..5 with puck 1.0 cm from hand: puck then "
        "moved along; it closed under positive effort."
    ]


def test_a_gripper_that_closed_on_nothing(table, played):
    view = scene(table, played([(0.1, 0.6, 0.15)] * 4, opening=[1.0, 0.5, 0.3, 0.3], effort=1.0))
    assert gripper(view) == [
        "opening: 1.00 at the start, 0.30 at the end; closed to 0.30 at t=1..3 with puck 13.0 cm from hand: seems "
        "closed on nothing; it closed under positive effort."
    ]


def test_a_gripper_that_closed_beside_the_object_and_left_without_it(table, played):
    hand = [(0.1, 0.6, 0.05), (0.1, 0.6, 0.05), (0.1, 0.6, 0.05), (0.1, 0.6, 0.2)]
    (text,) = gripper(scene(table, played(hand, opening=[1.0, 0.3, 0.3, 0.3], effort=1.0)))
    assert "with puck 3.0 cm from hand: puck did not move along; seems closed on nothing" in text


def test_a_grasp_does_not_show_while_the_hand_stands_still(table, played):
    (text,) = gripper(scene(table, played([(0.1, 0.6, 0.05)] * 4, opening=[1.0, 0.5, 0.5, 0.5], effort=1.0)))
    assert "hand then stood still, so a grasp does not show" in text


def test_a_gripper_that_stopped_wider_than_before(table, played):
    opening = [1.0, 0.3, 0.3, 0.3, 1.0, 0.5, 0.5, 0.5]
    hand = [(0.1, 0.6, 0.15)] * 5 + [(0.1, 0.6, 0.05)] * 3
    (text,) = gripper(scene(table, played(hand, opening=opening, effort=[1, 1, 1, -1, 1, 1, 1])))
    assert "closed to 0.50 at t=5..7 with puck 3.0 cm from hand, 0.20 wider than at its narrowest" in text


def test_a_gripper_pushing_was_closed_before(table, pushed):
    (text,) = gripper(scene(table, pushed))
    assert "puck moved along later, pushed or pulled by a gripper closed before" in text


def test_a_reversed_gripper_shows_in_the_sign_of_its_effort(table, played):
    (text,) = gripper(scene(table, played([(0.1, 0.6, 0.15)] * 4, opening=[1.0, 0.5, 0.3, 0.3], effort=-1.0)))
    assert text.endswith("; it closed under negative effort.")


def test_a_gripper_that_was_never_used(table, played):
    hand = [(0, 0.6, 0.2)] * 3
    assert gripper(scene(table, played(hand, effort=-1.0))) == [
        "opening stayed at 1.00 while its effort was -1 throughout."
    ]
    assert gripper(scene(table, played(hand, effort=[-1.0, 1.0]))) == [
        "opening stayed at 1.00 although its effort went from -1 to 1."
    ]
