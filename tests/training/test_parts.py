import subprocess
import sys

import numpy as np
from several_toys import two

import robotrace as rt
from robotrace.results import read_run
from robotrace.training import starting_controller
from robotrace.training.parts import part_names

START = '''"""A controller for several tasks: `controller(observation)` asks the part for the task at hand."""

import numpy as np

import robotrace as rt


@rt.bundle(trainable=True)
def point(observation):
    """Bring the point to the goal. Return [x, y, z, grip]."""
    return [0.0, 0.6, 0.2, -1.0]


@rt.bundle(trainable=True)
def button(observation):
    """Bring the point above the button. Return [x, y, z, grip]."""
    return [0.0, 0.6, 0.2, -1.0]


def controller(observation):
    """Return [x, y, z, grip] for one observation: what the part for its task returns."""
    task = observation["task"]
    if task == "point":
        return point(observation)
    if task == "button-v2":
        return button(observation)
    raise ValueError(f"There is no part for the task {task!r}.")
'''


def test_the_start_has_a_part_for_each_task():
    assert starting_controller(two()).text == START


def test_parts_have_names_that_python_takes():
    assert part_names(("reach-v3", "peg-insert-side-v3")) == ["reach", "peg_insert_side"]
    assert part_names(("CartPole-v0", "CartPole-v1")) == ["CartPole_v0", "CartPole_v1"]
    assert part_names(("push-v3@SHIFT10", "class-v1", "3d-v1")) == ["push_SHIFT10", "part_class", "part_3d"]


def test_induce_learns_each_part_and_the_run_knows_the_tasks(tmp_path):
    task = two()
    run = rt.train(starting_controller(task), task, optimizer="induce", run=tmp_path / "run", heldout=6, confirm=2)
    assert {name: (rate.successes, rate.n) for name, rate in run.heldout_by_task.items()} == {
        "point": (3, 3),
        "button-v2": (3, 3),
    }
    again = read_run(tmp_path / "run")
    assert again.tasks == ("point", "button-v2")
    assert again.of_task("button-v2").heldout.n == 3
    assert again.of_task("button-v2").train.n == again.train.n // 2
    assert again.config["goals"] == 10
    text = (tmp_path / "run" / "best.py").read_text()
    assert text.count("import numpy") == 1
    assert "return np.array([*goal_pos, 0.0])" in text
    assert "above_button = button_pos + np.array([0.0, 0.0, 0.1])" in text
    asked = "import best; print(best.controller({'task': 'point', 'goal_pos': [1.0, 2.0, 3.0]}))"
    told = subprocess.run(
        [sys.executable, "-c", asked], cwd=tmp_path / "run", capture_output=True, text=True, check=True
    )
    assert np.array_equal(np.fromstring(told.stdout.strip("[]\n"), sep=" "), [1.0, 2.0, 3.0, 0.0])


def test_a_plot_has_a_panel_a_task(tmp_path):
    from robotrace.show.plot import draw

    task = two()
    run = rt.train(starting_controller(task), task, optimizer="induce", run=tmp_path / "run", heldout=6, iterations=1)
    titles = [axes.get_title(loc="left").partition("\n")[0] for axes in draw([run]).axes]
    assert titles == ["TOY2", "point", "button-v2"]
