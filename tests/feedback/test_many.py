import dataclasses

import numpy as np

from robotrace.episodes.episode import Failure
from robotrace.feedback import describe_many
from robotrace.opto import Case

FAR = [(0.1, 0.6, 0.2)] * 3
NEAR = [(0.1, 0.6, 0.2), (0.1, 0.6, 0.05), (0.1, 0.6, 0.05)]


def at(episode, index, split="train", **changes):
    return dataclasses.replace(episode, case=Case(split, index), **changes)


def test_failing_goals_are_gathered_by_how_far_they_came(table, played, dropped_puck):
    solved = np.array([False, True])
    episodes = [
        at(played(FAR), 0, successes=solved, successes_now=solved),
        at(played(FAR), 1, successes=solved),
        at(played(NEAR), 2),
        at(played(FAR), 7),
        at(played(FAR), 3),
        at(dropped_puck, 9),
        at(played(FAR, failure=Failure("exception", "ValueError: no\nmore", 1, 4)), 5),
    ]
    assert describe_many(table, episodes) == (
        "Solved 2 of 7 episodes.\n"
        "Solved on the way, but not at the end: goal 1.\n"
        "Not solved: goals 2, 3, 5, 7, 9.\n"
        "hand never came within 5 cm of puck: goals 3 (nearest 18.0 cm), 7 (18.0 cm).\n"
        "hand came to puck, but did not move it: goal 2 (nearest 3.0 cm).\n"
        "puck was lifted and dropped: goal 9.\n"
        "The controller failed in line 4 (exception: ValueError: no): goal 5."
    )


def test_no_episode_at_all(table):
    assert describe_many(table, []) == "Solved 0 of 0 episodes."


def test_splits_are_named_where_there_are_several(table, played):
    text = describe_many(table, [at(played(FAR), 4), at(played(FAR), 4, "heldout")])
    assert "Not solved: goals heldout 4, train 4." in text


def test_a_long_list_of_goals_is_cut(table, played):
    text = describe_many(table, [at(played(FAR), index) for index in range(30)])
    assert "18, 19 and 10 more goals." in text


def test_an_object_brought_nearer_but_not_there(table, played):
    puck = [(0.1, 0.6, 0.02), (0.1, 0.65, 0.02), (0.1, 0.75, 0.02)]
    hand = [(0.1, 0.6, 0.05), (0.1, 0.65, 0.05), (0.1, 0.75, 0.05)]
    text = describe_many(table, [at(played(hand, puck), 6)])
    assert "puck got nearer to goal, but not to a success: goal 6 (nearest 18.7 cm)." in text


def test_an_object_brought_away(table, played):
    puck = [(0.1, 0.6, 0.02), (0.1, 0.5, 0.02), (0.1, 0.4, 0.02)]
    hand = [(0.1, 0.65, 0.02), (0.1, 0.55, 0.02), (0.1, 0.45, 0.02)]
    text = describe_many(table, [at(played(hand, puck), 6)])
    assert "puck never got nearer to goal than at the start: goal 6 (nearest 26.9 cm)." in text


def test_tasks_whose_fields_say_nothing_are_only_counted(cart, balanced_pole):
    assert describe_many(cart, [balanced_pole]) == "Solved 0 of 1 episode.\nNot solved: goal 0."
