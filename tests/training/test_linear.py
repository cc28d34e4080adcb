"""The linear controller that a search begins with where nobody knows anything."""

import numpy as np
import tiny_environments  # noqa: F401 - registers them

import robotrace as rt
from robotrace.episodes import rollout
from robotrace.training import starting_controller
from robotrace.training.linear import linear


def test_it_weighs_every_number_that_is_observed_and_begins_with_the_middle():
    task = rt.make("tiny/dict-v0")
    program = linear(task)
    assert "FIELDS = ('arm_angle', 'goal',)" in program.text
    assert [(it.name, it.value, it.bounds) for it in program.variables if it.kind == "value"] == [
        ("GRIP_WEIGHTS", (0.0,) * 5, (-1.5, 1.5)),
        ("PUSH_0_WEIGHTS", (0.0,) * 5, (-3, 3)),
        ("PUSH_1_WEIGHTS", (0.0,) * 5, (-3, 3)),
    ]
    assert rollout(program, task).actions.tolist() == [[0.0, 0.0, 0.0]] * 4
    weighed = program.render({"PUSH_1_WEIGHTS": (0.0, 0.0, 0.0, 0.0, 0.5)})
    assert rollout(rt.opto.Program.parse(weighed), task).actions[:, 2].tolist() == [0.5] * 4


def test_too_many_weights_are_no_start():
    task = rt.make("Humanoid-v5")
    assert linear(task) is None
    assert "return [0.0" in starting_controller(task, searched=True).text


def test_a_search_from_it_balances_a_pole(tmp_path):
    task = rt.make("CartPole-v1")
    run = rt.train(
        linear(task),
        task,
        optimizer=rt.Tune(),
        iterations=4,
        goals=2,
        heldout=5,
        workers=1,
        trust=True,
        run=tmp_path / "run",
    )
    returns = [entry.trial.score for entry in run.entries]
    assert returns[0] < 15
    assert np.max(returns) > 60
