import dataclasses

import pytest

from robotrace.episodes.touch import FINGER, FINGERS, FIXED, HAND
from robotrace.feedback.control import asked_and_reached
from robotrace.feedback.facts import facts
from robotrace.feedback.scene import scene
from robotrace.feedback.touching import touching, while_touching

GRASP = ((), ((FINGER, "puck"),), ((FINGERS, "puck"),), ((FINGERS, "puck"), ("puck", "")), ((FINGERS, "puck"),))


@pytest.fixture
def told(played):
    """An episode of which each action tells what touched what."""

    def tell(*touches, **changes):
        return played([(0.0, 0.6, 0.2)] * (len(touches) + 1), touching=touches, **changes)

    return tell


def test_each_pair_is_told_with_the_timesteps_in_the_order_in_which_it_came(table, told):
    assert touching(scene(table, told(*GRASP))) == [
        "Touching: one finger and puck at t=1; both fingers and puck at t=2..4; puck and something that moves at t=3."
    ]


def test_a_robot_that_touched_nothing(table, told):
    assert touching(scene(table, told((), ()))) == ["The robot touched nothing."]
    assert touching(scene(table, told((), (("puck", "lid"),)))) == [
        "The robot touched nothing.",
        "Touching: puck and something that moves at t=1.",
    ]


def test_a_task_that_does_not_tell_is_passed_over(table, played):
    assert touching(scene(table, played([(0.0, 0.6, 0.2)] * 3))) == []


def test_names_that_the_controller_does_not_see_are_not_told(cart, told):
    assert touching(scene(cart, told(*GRASP))) == [
        "Touching: one finger and something that moves at t=1; both fingers and something that moves at t=2..4; something that"
        " moves and something that moves at t=3."
    ]


def test_many_pairs_are_counted(table, told):
    pairs = tuple((one, other) for one in (HAND, FINGER, FINGERS) for other in (FIXED, "puck", ""))
    (words,) = touching(scene(table, told(pairs[:7])))
    assert words.endswith("; one finger and puck at t=0 and 2 more pairs.")


def test_what_a_blocked_hand_touched_is_told_with_where_it_stopped(table, played):
    hand = [(0.1, 0.6, 0.146), (0.1, 0.6, 0.046), (0.1, 0.6, 0.046), (0.1, 0.6, 0.046)]
    touches = ((), ((HAND, FIXED),), ((HAND, FIXED), (FINGER, "puck")))
    view = scene(table, played(hand, targets=[(0.1, 0.6, 0.025)] * 3, touching=touches))
    assert while_touching(view, 1, 2) == ", the hand touching something fixed, one finger touching puck"
    assert while_touching(view, 0, 2) == ", the hand touching something fixed"
    (words,) = asked_and_reached(view)
    assert "t=1..2 hand stood still, the hand touching something fixed, one finger touching puck, mean error" in words


def test_it_is_a_fact_of_the_episode(table, told):
    episode = told(*GRASP)
    assert [
        line for line in facts(table, episode) if line not in facts(table, dataclasses.replace(episode, touching=()))
    ] == [
        "Touching: one finger and puck at t=1; both fingers and puck at t=2..4; puck and something that moves at t=3."
    ]
