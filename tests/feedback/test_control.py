import dataclasses

import numpy as np

from robotrace.feedback.control import asked_and_reached, misses, saturation
from robotrace.feedback.scene import scene


def test_a_long_way_in_several_actions_is_no_miss():
    hand = np.array([(0, 0, 0), (0.06, 0, 0), (0.14, 0, 0), (0.22, 0, 0), (0.3, 0, 0)], dtype=float)
    assert misses(hand, np.tile([0.3, 0.0, 0.0], (4, 1))) == []


def test_a_hand_that_was_stopped_on_its_way(table, played):
    hand = [(0.1, 0.6, 0.146), (0.1, 0.6, 0.046), (0.1, 0.6, 0.046), (0.1, 0.6, 0.046)]
    view = scene(table, played(hand, targets=[(0.1, 0.6, 0.025)] * 3))
    assert asked_and_reached(view) == [
        "Hand target not reached and not approached in 2 of 3 actions: t=1..2 hand stood still, mean error 2.1 cm, at "
        "rest at t=2: asked (0.100, 0.600, 0.025), reached (0.100, 0.600, 0.046), off by x 0.0, y 0.0, z +2.1 cm."
    ]


def test_a_turned_frame_shows_as_errors_with_directions(table, played):
    targets = [(0.3, 0.6, 0.1)] * 3 + [(0.0, 0.9, 0.1)] * 3
    hand = [(0.0, 0.6, 0.1)] + [(0.0, 0.9, 0.1)] * 3 + [(-0.3, 0.6, 0.1)] * 3
    (text,) = asked_and_reached(scene(table, played(hand, targets=targets)))
    assert text.startswith("Hand target not reached and not approached in 6 of 6 actions: ")
    assert text.endswith(
        "asked (0.000, 0.900, 0.100), reached (-0.300, 0.600, 0.100), off by x -30.0, y -30.0, z 0.0 cm."
    )


def test_a_target_and_a_place_are_no_pair_while_the_hand_moves(table, played):
    hand = [(0.0, 0.6, 0.1 + 0.02 * step) for step in range(5)]
    assert asked_and_reached(scene(table, played(hand, targets=[(0.3, 0.6, 0.1)] * 4))) == [
        "Hand target not reached and not approached in 4 of 4 actions: t=0..3 hand kept moving, mean error 30.5 cm, never at "
        "rest under a target that stayed, so no target and place belong together."
    ]


def test_a_target_that_changed_is_no_pair_with_a_hand_at_rest(table, played):
    targets = [(0.3, 0.6, 0.1), (0.4, 0.6, 0.1), (0.5, 0.6, 0.1)]
    (text,) = asked_and_reached(scene(table, played([(0.0, 0.6, 0.1)] * 4, targets=targets)))
    assert text.endswith(
        "t=0..2 hand stood still, mean error 40.0 cm, never at rest under a target that stayed, so no target "
        "and place belong together."
    )


def test_only_absolute_targets_can_be_missed(table, played):
    hand = [(0.1, 0.6, 0.1)] * 4
    assert asked_and_reached(scene(table, played(hand, targets=[(0.5, 0.6, 0.1)] * 3, control="raw"))) == []


def test_only_the_longest_stretches_of_misses_are_told(table, played):
    stretch = [(0.5, 0.6, 0.1), (0.5, 0.6, 0.1), (0.0, 0.6, 0.1)]
    view = scene(table, played([(0.0, 0.6, 0.1)] * 16, targets=stretch * 5))
    (text,) = asked_and_reached(view)
    assert text.startswith(
        "Hand target not reached and not approached in 10 of 15 actions: the 3 longest stretches: t=0..1 "
    )
    assert text.count(" off by ") == 3


def test_clipped_actions_are_counted_and_their_components_named(table, played):
    hand = [(0.1, 0.6, 0.1)] * 5
    targets = [(0.1, 0.6, 0.1), (0.7, 0.6, 0.1), (0.1, 0.6, -0.3), (0.1, 0.6, 0.1)]
    episode = dataclasses.replace(played(hand, targets=targets), saturated=np.array([False, True, True, False]))
    assert saturation(table, episode) == [
        "Clipped: 2 of 4 actions, at t=1..2; x up to 0.7 (highest useful 0.5), z down to -0.3 (lowest useful 0)."
    ]


def test_nothing_is_said_where_nothing_was_clipped(table, played):
    assert saturation(table, played([(0.1, 0.6, 0.1)] * 3)) == []
