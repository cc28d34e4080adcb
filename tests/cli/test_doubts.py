"""What `eval` says of goals that are no longer unseen, and of a control that a controller was not made for."""

import json
from types import SimpleNamespace

import numpy as np
import pytest
from fake_runs import write_run
from typer.testing import CliRunner

import robotrace
from robotrace.cli import app
from robotrace.cli.doubts import control_notes, overlap_with_training

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("without_ink")]


def call(*arguments):
    return CliRunner().invoke(app, arguments)


def test_the_goals_of_the_seed_before_are_the_run_s_training_goals(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_run(
        tmp_path / "run", [0, 5], final=(5, 5), task="metaworld/reach-v3", seed=7, horizon=2, options={"horizon": 2}
    )
    arguments = ("eval", "run", "--goals", "2", "--workers", "1", "--seed", "6")
    body = json.loads(call(*arguments, "--json").stdout)
    assert (body["held_out"], body["seed"], body["horizon"], body["hold"], body["gain"]) == (False, 6, 2, 10, 10.0)
    assert (body["reward_version"], body["feedback"], body["model"]) == ("v2", "hints", None)
    said = "Not held out: all of these 2 goals are training goals of seed 7, with which this run was trained. Take another --seed."
    assert said in body["notes"]
    shown = call(*arguments).stdout
    assert "2 training goals, seed 6" in shown
    assert "held-out goals" not in shown


def test_goals_of_other_seeds_are_held_out():
    assert overlap_with_training(robotrace.make("push-v3", seed=7), 7, "heldout", 50).notes == ()
    assert overlap_with_training(robotrace.make("push-v3@3", seed=1007), 7, "heldout", 50).seen == 0
    assert overlap_with_training(robotrace.make("push-v3", seed=7), 7, "train", 50).notes == ()


def test_goals_along_a_line_lie_beside_training_goals():
    (words,) = overlap_with_training(robotrace.make("drawer-open-v3", seed=3), 3, "heldout", 50).notes
    assert words.startswith("22 of these 50 held-out goals lie within 1 mm of a training goal")


def test_starts_are_what_was_drawn_whatever_the_task_s_own_seed():
    one, other = robotrace.make("reach-v3", seed=6), robotrace.make("reach-v3", seed=7)
    assert one.starts("heldout").shape == (50, 6)
    np.testing.assert_array_equal(one.starts("heldout"), other.starts("train"))
    np.testing.assert_array_equal(one.starts("train", seed=7), other.starts("train"))
    np.testing.assert_array_equal(robotrace.make("reach-v3@1", seed=7).starts("train"), other.starts("train"))


@pytest.mark.parametrize(
    ("trained", "tried", "words"),
    [
        (
            "macro",
            "raw",
            "takes absolute targets of the hand in metres; raw control, under which it was tried here, takes small steps",
        ),
        (
            "raw",
            "macro",
            "takes small steps of the hand; macro control, under which it was tried here, takes absolute targets",
        ),
        ("raw", "raw", None),
    ],
)
def test_another_control_is_named_as_the_likely_reason(tmp_path, trained, tried, words):
    run = write_run(tmp_path / "run", [0, 5], control=trained)
    notes = list(control_notes(SimpleNamespace(control=tried), run, "run"))
    assert len(notes) == (words is not None)
    assert all(words in note and "likely reason" in note for note in notes)


def test_a_bundled_controller_under_raw_control():
    assert [note[:50] for note in control_notes(SimpleNamespace(control="raw"), None, "pick-place")] == [
        "The bundled controllers are written for macro cont"
    ]
    assert list(control_notes(SimpleNamespace(control="raw"), None, "./mine.py")) == []


def test_that_a_controller_was_carried_over_is_said(tmp_path):
    run = write_run(tmp_path / "run", [0, 5], control="macro")
    task = SimpleNamespace(control="raw", carried=lambda text, options: text)
    assert list(control_notes(task, run, "run")) == [
        "This controller was trained under macro control, and is carried over to raw control: a few lines behind it do what macro "
        "control does."
    ]


def test_under_which_control_induce_learns_is_said_before_it_starts(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    arguments = (
        "train",
        "reach-v3",
        "--optimizer",
        "induce",
        "--iterations",
        "0",
        "--goals",
        "1",
        "--heldout",
        "0",
        "--horizon",
        "3",
        "--workers",
        "1",
        "-q",
    )
    said = "induce learns under macro control, and what it learns is carried over to raw control"
    assert said in call(*arguments, "--control", "raw", "--run", "a").stderr
    assert said not in call(*arguments, "--run", "b").stderr
