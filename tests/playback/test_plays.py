"""Which episodes of a run are played again, and what they look like."""

import io

from fake_runs import write_run
from filmed import FilmedPoint
from PIL import Image
from toy import PointTask

from robotrace.opto import Case, TrialId
from robotrace.playback.plays import candidates, goals, plays_of
from robotrace.sandbox import Sandbox

TEXT = "def controller(observation):\n    return [*observation['goal_pos'], 0.0]\n"


def run_in(folder, **options):
    return write_run(folder / "run", [0, 2, 1, 4], final=(3, 5), text=TEXT, **options)


def test_a_solved_and_a_failing_held_out_goal(tmp_path):
    assert goals(run_in(tmp_path)) == [Case("heldout", 0), Case("heldout", 3)]


def test_training_goals_where_none_was_held_out(tmp_path):
    assert goals(write_run(tmp_path / "run", [0, 4])) == [Case("train", 0), Case("train", 4)]


def test_the_best_the_first_and_the_newest_before_it(tmp_path):
    assert [trial for trial, _ in candidates(run_in(tmp_path))] == [TrialId(3), TrialId(0), TrialId(1)]


def test_of_another_control_the_best_alone(tmp_path):
    assert [trial for trial, _ in candidates(run_in(tmp_path, learnt_on={"control": "macro"}))] == [TrialId(3)]


def test_episodes_have_pictures_lines_and_feedback(tmp_path):
    with Sandbox() as sandbox:
        found, why = plays_of(run_in(tmp_path), FilmedPoint(), sandbox=sandbox, earlier=False)
    assert (len(found), why) == (2, "")
    one = found[0]
    assert one.episode.feedback.startswith("facts: solved")
    assert [time for time, _ in one.pictures] == list(range(len(one.episode) + 1))
    assert Image.open(io.BytesIO(one.pictures[0][1])).size == (8, 4)
    assert set(one.lines.entry) == {2}


def test_without_a_camera_the_reason_is_given(tmp_path):
    with Sandbox() as sandbox:
        found, why = plays_of(run_in(tmp_path), PointTask(), sandbox=sandbox, earlier=False)
    assert [len(one.pictures) for one in found] == [0, 0]
    assert "cannot be drawn" in why
