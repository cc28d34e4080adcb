from dataclasses import replace

import pytest

from robotrace.episodes.task import Field
from robotrace.feedback.facts import facts
from robotrace.feedback.scene import scene
from robotrace.feedback.search import search

REWARD = Field("previous_reward", (), "1", "of the previous action.", "reward")
HANDS = [(0.0, 0.6, 0.2), (0.0, 0.7, 0.2), (0.1, 0.7, 0.2), (0.0, 0.7, 0.2)]


@pytest.fixture
def hidden(table):
    return replace(table, fields=(*(field for field in table.fields if field.role != "goal"), REWARD))


def searched(played, rewards, hands=HANDS):
    episode = played(hands, puck=(0.5, 0.5, 0.0))
    seen = {name: rows for name, rows in episode.observations.items() if name != "goal"}
    return replace(episode, observations={**seen, "previous_reward": rewards})


def test_the_best_place_that_was_tried_and_how_much_was(hidden, played):
    view = scene(hidden, searched(played, [0.0, 1.5, 4.0, 2.0]))
    assert search(replace(view, objects=())) == [
        "The goal is hidden; previous_reward, which tells of it, was highest for the action at t=1: 4 (hand then at "
        "(0.100, 0.700, 0.200)), after 1.5 for the first and before 2 for the last.",
        "hand was in 2 places more than 3.0 cm apart, and ended 10.0 cm from the best of them.",
    ]


def test_a_reward_that_never_changed(hidden, played):
    view = scene(hidden, searched(played, [0.0, 1.5, 1.5, 1.5]))
    assert search(view) == ["The goal is hidden, and previous_reward was 1.5 throughout: nothing was found out."]


def test_a_reward_is_no_plain_field(hidden, played):
    told = facts(hidden, searched(played, [0.0, 1.5, 4.0, 2.0]))
    assert [line.split(";")[0] for line in told if "previous_reward" in line] == ["The goal is hidden"]


def test_nothing_is_said_where_the_goal_is_seen(table, played):
    both = replace(table, fields=(*table.fields, REWARD))
    episode = played(HANDS)
    seen = replace(episode, observations={**episode.observations, "previous_reward": [0.0, 1.0, 2.0, 3.0]})
    assert search(scene(both, seen)) == []
