"""`--env-kwargs`: a task's own options on the command line, the same as behind its name."""

import json

import pytest
from typer.testing import CliRunner

from robotrace.cli import app
from robotrace.cli.options import of_task, with_options
from robotrace.errors import OptionError
from robotrace.results import read_run


def said(*arguments):
    return CliRunner().invoke(app, list(arguments))


def test_options_are_pairs_or_an_object_and_stand_beside_those_with_names():
    given = ["g=1.6", '{"horizon": 30, "config": {"lanes_count": 2}}', "word=far"]
    assert of_task({"horizon": None, "hold": 2}, given) == {
        "hold": 2,
        "g": 1.6,
        "horizon": 30,
        "config": {"lanes_count": 2},
        "word": "far",
    }
    assert of_task({}, None) == {}
    assert with_options("Pendulum-v1", ["g=1.6"]) == "Pendulum-v1?g=1.6"
    assert with_options("Pendulum-v1?horizon=9", ["g=1.6", "word=far"]) == "Pendulum-v1?horizon=9&g=1.6&word=far"
    assert with_options("Pendulum-v1", None) == "Pendulum-v1"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("g", "--env-kwargs: expected NAME=VALUE, such as g=1.6; found 'g'."),
        ("g=", "--env-kwargs: expected NAME=VALUE, such as g=1.6; found 'g='."),
        ("{g: 1}", "--env-kwargs: expected a JSON object, found '{g: 1}': Expecting property name"),
        ("seed=3", "--env-kwargs: expected options of the task's own, found seed=3: leave it out."),
        ('{"name": "x"}', "--env-kwargs: expected options of the task's own, found name='x': leave it out."),
        ("recorded=1", "--env-kwargs: expected options of the task's own, found recorded=1: leave it out."),
        ("step_seconds=2", "--env-kwargs: expected options of the task's own, found step_seconds=2: leave it out."),
        ("horizon=5", "--env-kwargs says horizon=5, found horizon=9 too: leave one out."),
    ],
)
def test_what_is_no_option_is_refused_in_a_line(given, words):
    with pytest.raises(OptionError) as caught:
        of_task({"horizon": 9}, [given])
    assert str(caught.value).startswith(words)


def test_what_is_shown_is_what_stands_behind_the_name():
    beside = said("show", "Pendulum-v1", "--env-kwargs", "g=1.6", "--env-kwargs", '{"horizon": 30}', "--json")
    behind = said("show", "Pendulum-v1?g=1.6&horizon=30", "--json")
    assert beside.exit_code == behind.exit_code == 0
    shown = json.loads(beside.output)
    assert {**shown, "name": ""} == {**json.loads(behind.output), "name": ""}
    assert shown["options"] == {"horizon": 30, "g": 1.6}


def test_a_typing_error_is_told_the_nearest_name():
    for command in (
        ("show", "Pendulum-v1"),
        ("check", "Pendulum-v1"),
        ("train", "Pendulum-v1"),
        ("eval", "pendulum", "--task", "Pendulum-v1"),
        ("baseline", "random", "Pendulum-v1"),
        ("new", "policy", "mine", "--task", "Pendulum-v1"),
        ("explain", "pendulum", "--task", "Pendulum-v1"),
        ("video", "pendulum", "--task", "Pendulum-v1"),
    ):
        done = said(*command, "--env-kwargs", "gg=2")
        assert done.exit_code != 0
        told = done.output + (str(done.exception) if done.exception else "")
        assert "Did you mean g?" in told, command


def test_a_run_keeps_them_and_is_evaluated_with_them(tmp_path):
    run = str(tmp_path / "run")
    options = ["--iterations", "0", "--goals", "1", "--heldout", "1", "--quiet", "--json", "--trust", "--workers", "1"]
    done = said("train", "Pendulum-v1", "--env-kwargs", "g=0.5", "--horizon", "20", *options, "--run", run)
    assert done.exit_code == 0, done.output
    assert read_run(tmp_path / "run").config["options"] == {"horizon": 20, "g": 0.5}
    found = [
        json.loads(said("eval", *named, "--goals", "2", "--trust", "--workers", "1", "--json").output)["return_mean"]
        for named in (
            (run,),
            ("pendulum", "--task", "Pendulum-v1", "--horizon", "20", "--env-kwargs", "g=0.5"),
            ("pendulum", "--task", "Pendulum-v1", "--horizon", "20"),
        )
    ]
    assert found[0] == found[1] != found[2]
