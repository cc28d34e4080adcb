import dataclasses

import numpy as np

from robotrace.feedback.course import reward_course, standstill

UP, DOWN, ASIDE = (0.1, 0.6, 0.2), (0.1, 0.6, 0.1), (0.2, 0.6, 0.1)


def test_the_reward_has_a_peak(balanced_pole):
    assert reward_course(balanced_pole) == ["Reward: 1 at t=0, highest 3 at t=1, 2 at the end."]


def test_a_constant_reward(table, played):
    assert reward_course(played([UP, DOWN, UP])) == ["Reward: 0.5 throughout."]


def test_no_reward_without_an_action(played):
    assert reward_course(played([UP])) == []


def test_an_episode_that_came_to_a_stop(table, played):
    assert standstill(table, played([UP, DOWN, ASIDE, ASIDE, ASIDE, ASIDE])) == [
        "Nothing observed changed any more after t=2, and the action stayed the same."
    ]


def test_a_stop_in_spite_of_new_actions(table, played):
    stopped = played([UP, DOWN, DOWN, DOWN, DOWN], effort=[0.0, -1.0, 1.0, 0.5])
    assert standstill(table, stopped) == [
        "Nothing observed changed any more after t=1, although the action still changed (grip)."
    ]


def test_millimetres_of_jitter_are_a_stop(table, played):
    still = np.tile(UP, (20, 1)) + np.random.default_rng(0).uniform(-0.001, 0.001, (20, 3))
    assert standstill(table, played(still))[0].startswith("Nothing observed changed any more after t=0")


def test_a_cycle(table, played):
    assert standstill(table, played([ASIDE, UP, DOWN, UP, DOWN, UP, DOWN, UP, DOWN])) == [
        "From t=1 the same 2 actions came again and again, to the end."
    ]


def test_a_moving_end_is_neither(table, played):
    assert standstill(table, played([(0.0, 0.6, 0.05 * height) for height in range(8)])) == []


def test_fields_without_metres_are_judged_by_their_own_range(cart, balanced_pole):
    angle = np.array([0.5, 0.1, 0.1, 0.1, 0.1])
    still = dataclasses.replace(balanced_pole, observations={"angle": angle}, actions=np.ones((4, 1)))
    assert standstill(cart, still) == ["Nothing observed changed any more after t=1, and the action stayed the same."]


def test_slow_drift_is_no_standstill(table, played):
    hand = [(0.1 + 0.0001 * step, 0.6, 0.2) for step in range(21)]
    assert standstill(table, played(hand, targets=[(0.1, 0.6, 0.2)] * 20)) == [
        "Only slow drift after t=0: hand[0] by 0.0001 m an action, and the action stayed the same."
    ]
