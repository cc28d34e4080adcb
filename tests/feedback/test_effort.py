"""What is said of how much a robot spent."""

from dataclasses import replace

import numpy as np
import pytest
from toy import PointTask

from robotrace.episodes import ActionSpec, Field, rollout
from robotrace.feedback.effort import effort


class Runner:
    action_seconds = 0.05
    fields = (Field("velocity_x", (), "m/s", "Speed.", "body"),)
    action = ActionSpec(("hip", "knee"), (-1, -2), (1, 2), "torques")


def played(actions, speed=2.0, scored="return"):
    rows = np.array(actions, dtype=float)
    some = rollout("blank", PointTask())
    return replace(
        some,
        observations={"velocity_x": np.full(len(rows) + 1, speed)},
        actions=rows,
        rewards=np.zeros(len(rows)),
        scored=scored,
    )


@pytest.fixture
def episode():
    return played([[0.5, -4.0]] * 10 + [[-0.5, 0.0]] * 10)


def test_it_is_the_mean_part_of_the_most_by_component_the_largest_first(episode):
    assert effort(Runner(), episode) == [
        "Effort: 50 % of the most on average (hip 50 %, knee 50 %); summed up, 10 for a metre of 2."
    ]
    low = played([[0.1, 2.0]] * 20)
    assert effort(Runner(), low)[0].startswith("Effort: 55 % of the most on average (knee 100 %, hip 10 %)")


def test_without_a_way_there_is_no_metre(episode):
    assert effort(Runner(), played([[0.5, 1.0]] * 5, speed=0.0)) == [
        "Effort: 50 % of the most on average (hip 50 %, knee 50 %)."
    ]


def test_a_choice_a_manipulation_and_no_bounds_have_no_effort(episode):
    class Chooser(Runner):
        action = ActionSpec(("push",), (0,), (2,), "rounded to a whole number")

    class Unbounded(Runner):
        action = ActionSpec(("hip", "knee"), (-np.inf, -2), (np.inf, 2), "torques")

    assert effort(Chooser(), played([[1.0]] * 5)) == []
    assert effort(Unbounded(), episode) == []
    assert effort(Runner(), replace(episode, scored="reward")) == []
