"""Every file to begin with runs as it is."""

import math

import pytest
from toy import PointTask

import robotrace
from robotrace.episodes import ActionSpec, rollout
from robotrace.errors import OptionError
from robotrace.opto import Program
from robotrace.starters import policy_for, starter, write
from robotrace.testing import check_problem, check_task
from robotrace.training.subject import subject_of


def written(folder, kind, name):
    path = folder / f"{name}.py"
    write(path, starter(kind, name))
    return path


def test_a_task_has_no_mistakes_and_can_be_played(tmp_path):
    path = written(tmp_path, "task", "little_crane")
    task = robotrace.make(f"{path}:make_task", seed=1)
    check_task(f"{path}:make_task")
    assert task.name == "mine/little_crane"
    text = policy_for(task).replace("return [0, 0]", "return list((goal_pos - hand_pos)[:2] / 0.05)")
    assert rollout(Program.parse(text), task).success


def test_a_problem_has_no_mistakes(tmp_path):
    path = written(tmp_path, "problem", "answers")
    check_problem(subject_of(f"{path}:problem"))


def test_an_action_without_bounds_has_no_middle():
    class Unbounded(PointTask):
        control = "direct"
        action = ActionSpec(("a", "b", "c"), (-math.inf, 2.0, 1.0), (math.inf, math.inf, 4.0), "three numbers")

    assert policy_for(Unbounded()).endswith("    return [0, 2, 2.5]\n")


def test_a_controller_names_every_field_and_holds_still():
    text = policy_for(PointTask())
    assert 'goal_pos = observation["goal_pos"]  # (3,) in m: Where the point is to be.' in text
    assert text.endswith("    x, y, z = hand_pos\n    return [x, y, z, 0]\n")
    episode = rollout(Program.parse(text), PointTask())
    assert (episode.failure, len(episode)) == (None, 8)


def test_what_is_there_is_not_written_over(tmp_path):
    path = written(tmp_path, "policy", "mine")
    with pytest.raises(OptionError, match=r"mine\.py' exists already"):
        write(path, "")
    with pytest.raises(OptionError, match="cannot be written: No such file or directory"):
        write(tmp_path / "nowhere" / "a.py", "")
