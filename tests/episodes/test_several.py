import numpy as np
import pytest
from several_toys import CONTROLLER, OtherAction, two
from toy import PointTask

from robotrace.episodes import evaluate, load_episode, make, rollout, save_episode
from robotrace.episodes.registry import recipe_of
from robotrace.episodes.several import SeveralTasks
from robotrace.errors import OptionError, TaskError, UnknownNameError
from robotrace.opto import Program
from robotrace.testing import check_task


def test_goals_go_round_the_tasks():
    task = two()
    assert (task.name, task.members, task.goals("train")) == ("TOY2", ("point", "button-v2"), 24)
    assert [task.member(goal) for goal in range(4)] == ["point", "button-v2", "point", "button-v2"]
    seen = task.reset(3)
    assert (list(seen), seen["task"]) == (["hand_pos", "button_pos", "task"], "button-v2")
    assert np.array_equal(seen["button_pos"], PointTask().reset(1)["goal_pos"])
    assert [field.name for field in task.fields] == ["hand_pos", "button_pos", "task"]


def test_a_task_with_fewer_goals_leaves_its_turns_to_the_others():
    class Few(PointTask):
        name = "toy/few"

        def goals(self, split):
            return 1

    task = SeveralTasks("uneven", [Few, PointTask])
    assert [task.member(goal) for goal in range(4)] == ["few", "point", "point", "point"]
    assert task.goals("heldout") == 13


def test_it_is_a_task():
    check_task(two())


def test_the_instruction_says_what_is_shared_and_the_feedback_the_rest():
    task = two()
    assert task.instruction.startswith(
        "One controller for 2 tasks: point, button-v2.\n- task text: the name of the task at hand"
    )
    assert "above the button" not in task.instruction
    episode = rollout(lambda seen: np.zeros(4), task, goal=1)
    assert episode.feedback.splitlines() == [
        "Task button-v2.",
        "Bring the point above the button.",
        "It is 10 cm above.",
        "facts: not solved in 8 actions",
    ]
    assert rollout(lambda seen: np.zeros(4), task, feedback="score").feedback.startswith(
        "Task point. score: not solved"
    )


def test_a_controller_chooses_by_the_task_in_the_sandbox_and_success_is_told_by_task():
    found = evaluate(Program.parse(CONTROLLER), two(), goals=8)
    assert [episode.success for episode in found.episodes] == [True, False] * 4
    assert {name: (rate.successes, rate.n) for name, rate in found.by_task.items()} == {
        "point": (4, 4),
        "button-v2": (0, 4),
    }
    assert "button-v2" in found._repr_html_()


def test_the_name_of_the_task_is_in_the_trace_and_in_the_file(tmp_path):
    episode = rollout(Program.parse(CONTROLLER), two(), goal=1)
    assert episode.observation(2)["task"] == "button-v2"
    assert episode.graph.records[0].output["task"] == "button-v2"
    save_episode(episode, tmp_path / "one.npz")
    assert load_episode(tmp_path / "one.npz").observation(8)["task"] == "button-v2"


def test_a_task_that_changes_in_the_middle_is_a_fault():
    class Changing(SeveralTasks):
        def step(self, action):
            transition = super().step(action)
            return transition._replace(observation={**transition.observation, "task": "another"})

    task = Changing("TOY2", [PointTask, lambda: two().tasks[1]])
    with pytest.raises(
        TaskError, match=r"'task' to stay 'point'; found str 'another'. Change the task at a reset only"
    ):
        rollout(lambda seen: np.zeros(4), task)


def _raw():
    task = PointTask()
    task.control, task.name = "raw", "toy/raw"
    return task


@pytest.mark.parametrize(
    ("makers", "words"),
    [
        ([PointTask], "expected two tasks at least, found point"),
        ([PointTask, PointTask], "expected each task once, found point twice"),
        (
            [PointTask, OtherAction],
            r"expected tasks of one action, found \[x, y, z, grip\] in toy/point and \[dx, dy\] in toy/other",
        ),
        ([PointTask, _raw], "expected tasks of one control, found macro in toy/point and raw in toy/raw"),
        ([PointTask, lambda: two().tasks[1].__class__(seed=1)], "expected tasks of one seed, found 0"),
    ],
)
def test_tasks_that_do_not_go_together_are_one_line(makers, words):
    with pytest.raises(OptionError, match=words):
        SeveralTasks("mixed", makers)


def test_a_suite_and_a_list_are_made_by_name():
    task = make("MT10", seed=3, horizon=20)
    assert (task.name, len(task.members), task.members[:2]) == ("MT10", 10, ("reach-v3", "push-v3"))
    assert (task.seed, task.horizon, task.options["horizon"], task.goals("heldout")) == (3, 20, 20, 500)
    assert recipe_of(task).make().options == task.options
    assert make("reach-v3,push-v3").members == ("reach-v3", "push-v3")
    assert make("MT1:reach-v3").name == "metaworld/reach-v3"
    assert make("MT10", control="raw").learnt_on().control == "macro"


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("MT1", OptionError, "MT1 is one task, which has to be named"),
        ("ML10", OptionError, "ML10 is tested on tasks that it is not trained on.*robotrace suite ML10"),
        ("MT11", UnknownNameError, "Unknown task 'MT11'. Did you mean MT1, MT10"),
        ("reach-v3,pushh-v3", UnknownNameError, "Unknown task 'pushh-v3'. Did you mean push-v3"),
        ("reach-v3,", OptionError, "expected names of tasks with commas between them, found an empty one"),
        ("reach-v3,reach-v3", OptionError, "expected each task once, found reach-v3 twice"),
        ("MT10,push-v3", OptionError, "MT10 has a field 'task'"),
    ],
)
def test_names_that_make_no_tasks_are_one_line(name, kind, words):
    with pytest.raises(kind, match=words):
        make(name)


def test_most_simulators_are_given_back(monkeypatch):
    monkeypatch.setattr("robotrace.episodes.several.MOST_OPEN", 1)
    closed = []

    class Closing(PointTask):
        def close(self):
            closed.append(self.name)

    task = SeveralTasks("TOY2", [Closing, lambda: two().tasks[1]])
    task.reset(0)
    task.reset(1)
    assert closed == ["toy/point"]
