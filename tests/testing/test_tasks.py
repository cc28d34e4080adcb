"""check_task: no mistake is missed, and nobody is accused who made none."""

import numpy as np
import pytest
from mistaken_tasks import MISTAKEN, Hangs, Sound
from toy import PointTask

import robotrace as rt
from robotrace.testing import CheckError, check_task, examine_task


@pytest.mark.parametrize(("task", "where", "expected", "found"), MISTAKEN.values(), ids=MISTAKEN)
def test_a_mistake_is_found(task, where, expected, found):
    report = examine_task(task)
    told = [one for one in report.mistakes if (one.where, one.expected) == (where, expected)]
    assert len(told) == 1, report
    assert told[0].found.startswith(found)
    assert all("\n" not in str(one) and one.remedy.endswith((".", ")")) for one in report.mistakes)


def test_a_task_without_a_mistake_has_none():
    report = examine_task(Sound)
    assert (report.mistakes, report.notes) == ((), ("It can be stepped past the end of an episode; nobody does.",))
    assert report.checked == (
        "attributes",
        "observations, rewards and flags",
        "the same goal again, after whole episodes too",
        "goals and splits",
        "shared arrays, refused actions",
        "clipped actions",
        "made again from seed and options",
        "another seed",
        "goals that do not exist",
        "hints",
        "types",
        "feedback",
        "close",
    )
    assert str(report) == "The task toy/point has no mistakes."


def test_what_hangs_is_named():
    report = examine_task(Hangs, seconds=0.3)
    assert [(one.where, one.expected) for one in report.mistakes] == [("step()", "an answer within 0.3 s")]
    assert report.mistakes[0].found.startswith("none (")


def test_all_mistakes_are_listed_one_a_line():
    class Two(Sound):
        def step(self, action):
            found = super().step(action)
            return found._replace(reward=None, info={**found.info, "success": 0})

    with pytest.raises(CheckError) as caught:
        check_task(Two)
    assert str(caught.value).split("\n") == [
        "The task toy/point has 2 mistakes.",
        "toy/point: step(): expected a finite reward; found NoneType None. Return float(reward), and look for what makes it so.",
        "toy/point: step(): expected info['success'] to be a bool; found int 0. Make it one: whether the task was solved at any "
        "simulator step of this action.",
    ]
    assert isinstance(caught.value, AssertionError)


def test_a_live_task_is_looked_at_too_and_whether_it_can_be_made_again_is_said():
    report = examine_task(PointTask())
    assert report.mistakes == ()
    assert report.notes[1:] == (
        "It was not made by its name or by a function, so that nobody knows how to make it again: with one worker only.",
    )


def test_looking_changes_no_global_random_state():
    np.random.seed(3)
    expected = np.random.RandomState(3).uniform()
    examine_task(MISTAKEN["global random numbers seeded"][0])
    assert np.random.uniform() == expected


def test_reacher_has_no_mistake():
    check_task(f"{__file__.rpartition('/')[0]}/reacher.py:Reacher")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["reach-v3", "shifted/window-open-v3@SHIFT10"])
def test_the_tasks_of_the_house_have_none(name):
    assert examine_task(name).mistakes == ()


@pytest.mark.slow
def test_other_controls_have_none_either():
    assert examine_task(rt.make("reach-v3", control="raw", horizon=20)).mistakes == ()
