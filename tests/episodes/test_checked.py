"""A task's fault is the task's, in one line, wherever its episodes are played."""

from pathlib import Path

import gymnasium as gym
import numpy as np
import pytest
import toy
from toy import PointTask

import robotrace as rt
from robotrace.episodes import ProcessPool
from robotrace.episodes.pool import EpisodeWork, Request
from robotrace.errors import OptionError, TaskError
from robotrace.opto import Case

GOOD = "def controller(observation):\n    return [0, 0, 0, 0]\n"


def still(observation):
    return [0.0, 0.0, 0.0, 0.0]


def stepping(change):
    class Mistaken(PointTask):
        def step(self, action):
            return change(super().step(action))

    return Mistaken()


def observing(change):
    class Mistaken(PointTask):
        def _observe(self):
            return change(super()._observe())

    return Mistaken()


def info(**changes):
    return stepping(lambda t: t._replace(info={**t.info, **changes}))


def without(name):
    return lambda seen: {key: value for key, value in seen.items() if key != name}


LATE = 6


def late(change):
    """A task whose answers are wrong from the seventh step on."""

    class Late(PointTask):
        def step(self, action):
            found = super().step(action)
            return found if self.time <= LATE else change(found)

    return Late()


CASES = {
    "no info": (
        stepping(lambda t: t._replace(info={})),
        "toy/point: step(): expected info['success']; found an empty dict. Put it there, a bool: whether the task was solved at "
        "any simulator step of this action.",
    ),
    "success that is no bool": (
        info(success=0.3),
        "toy/point: step(): expected info['success'] to be a bool; found float 0.3. Make it one: whether the task was "
        "solved at any simulator step of this action.",
    ),
    "a plain tuple": (stepping(tuple), "toy/point: step(): expected a Transition; found tuple "),
    "a reward that is not a number": (
        stepping(lambda t: t._replace(reward=float("nan"))),
        "toy/point: step(): expected a finite reward; found float nan. Return float(reward), and look for what makes it so.",
    ),
    "a reward of several numbers": (
        stepping(lambda t: t._replace(reward=np.zeros(1))),
        "toy/point: step(): expected a finite reward; found ndarray array([0.]).",
    ),
    "observation and info": (
        type(
            "Gym", (PointTask,), {"reset": lambda self, goal, split="train": (PointTask.reset(self, goal, split), {})}
        )(),
        "toy/point: reset(0, 'train'): expected a dict of the declared fields; found tuple ",
    ),
    "a field that is missing": (
        observing(without("goal_pos")),
        "toy/point: reset(0, 'train'): expected the field 'goal_pos'; found only hand_pos, gripper_opening. Observe it, or leave "
        "it out of `fields`.",
    ),
    "a field too many": (
        observing(lambda seen: {**seen, "more": np.zeros(2)}),
        "toy/point: reset(0, 'train'): expected the declared fields and no others; found the field 'more' too.",
    ),
    "a field of another shape": (
        observing(lambda seen: {**seen, "hand_pos": seen["hand_pos"][:2]}),
        "toy/point: reset(0, 'train'): expected the field 'hand_pos' to have the shape (3,); found (2,).",
    ),
    "a field that holds no numbers": (
        observing(lambda seen: {**seen, "hand_pos": np.array(["a", "b", "c"])}),
        "toy/point: reset(0, 'train'): expected the field 'hand_pos' to be numbers; found ndarray array(['a', 'b', 'c']",
    ),
    "an observation that is not a number": (
        observing(lambda seen: {**seen, "hand_pos": seen["hand_pos"] * np.nan}),
        "toy/point: reset(0, 'train'): expected the field 'hand_pos' to be finite; found ndarray array([nan, nan, nan]).",
    ),
    "late: an observation that is not a number": (
        late(lambda t: t._replace(observation={**t.observation, "gripper_opening": np.array(np.inf)})),
        "toy/point: step() at t=6: expected the field 'gripper_opening' to be finite; found ndarray array(inf).",
    ),
    "late: a field of another shape": (
        late(lambda t: t._replace(observation={**t.observation, "hand_pos": np.zeros(4)})),
        "toy/point: step() at t=6: expected the field 'hand_pos' to have the shape (3,); found (4,).",
    ),
}


@pytest.mark.parametrize(("task", "words"), CASES.values(), ids=CASES)
def test_a_mistake_is_one_line_and_the_tasks(task, words):
    for play in (lambda: rt.rollout(still, task), lambda: rt.evaluate(still, task, goals=1, split="train")):
        with pytest.raises(TaskError) as caught:
            play()
        assert str(caught.value).startswith(words)
        assert "\n" not in str(caught.value)


def test_a_controller_that_fails_on_what_a_task_should_not_have_observed_is_not_blamed():
    broken = late(lambda t: t._replace(observation={**t.observation, "hand_pos": np.full(3, np.nan)}))
    with pytest.raises(TaskError, match="at t=6: expected the field 'hand_pos' to be finite"):
        rt.rollout(lambda seen: [*seen["hand_pos"], 0.0], broken)


def test_an_array_that_changes_afterwards_is_found():
    class Shared(PointTask):
        def step(self, action):
            hand = self.hand
            found = super().step(action)
            hand[:] = self.hand
            return found

        def _observe(self):
            return {**super()._observe(), "hand_pos": self.hand}

    with pytest.raises(
        TaskError, match=r"step.*: expected earlier observations left as they were; found 'hand_pos' of"
    ):
        rt.rollout(lambda seen: np.ones(4), Shared())


def test_a_start_that_is_another_each_time_is_found_before_the_first_episode():
    class Forgetful(PointTask):
        asked = 0

        def reset(self, goal, split="train"):
            super().reset(goal, split)
            Forgetful.asked += 1
            self.goal[0] = Forgetful.asked
            return self._observe()

    with pytest.raises(
        TaskError, match=r"reset\(0, 'train'\): expected the same start each time; found the field 'goal_pos' to"
    ):
        rt.rollout(still, Forgetful())


def test_a_start_is_asked_for_twice_once():
    class Counted(PointTask):
        asked = ()

        def reset(self, goal, split="train"):
            self.asked = (*self.asked, goal)
            return super().reset(goal, split)

    task = Counted()
    rt.evaluate(still, task, goals=3)
    assert task.asked == (0, 0, 1, 2)


def test_an_action_is_not_the_tasks_to_change():
    class Clipping(PointTask):
        def step(self, action):
            np.clip(action, -1, 1, out=action)
            return super().step(action)

    with pytest.raises(TaskError, match=r"expected the action left as it is; found it changed\. Copy it first"):
        rt.rollout(lambda seen: np.full(4, 2.0), Clipping())


def test_what_a_task_raises_is_named_with_its_line():
    class Raising(PointTask):
        def step(self, action):
            return {}["missing"]

    line = Raising.step.__code__.co_firstlineno + 1
    with pytest.raises(TaskError) as caught:
        rt.rollout(still, Raising())
    assert str(caught.value) == (
        f"toy/point: step(): expected an answer; found KeyError: 'missing' ({__file__}, line {line}). Mend that line."
    )
    with pytest.raises(TaskError, match=r"feedback\(level='facts'\): expected a text; found NoneType None"):
        rt.rollout(still, type("Dumb", (PointTask,), {"feedback": lambda *_: None})())
    with pytest.raises(TaskError, match=r"hint\(\): expected the expert's action, \(4,\) and finite; found list \[1\]"):
        rt.rollout(still, type("Short", (PointTask,), {"hint": lambda self: [1]})(), feedback="hints")


def test_a_step_that_hangs_is_ended_and_named():
    class Hanging(PointTask):
        step_seconds = 0.2

        def step(self, action):
            while True:
                pass

    with pytest.raises(
        TaskError, match=r"step\(\): expected an answer within 0.2 s; found none \(.*test_checked.py, line"
    ):
        rt.rollout(still, Hanging())


def test_workers_are_told_how_long_a_step_may_take(tmp_path):
    file = tmp_path / "slow.py"
    file.write_text(
        "import time\nfrom toy import PointTask\n\n\nclass Slow(PointTask):\n    def reset(self, goal, split='train'):\n"
        "        time.sleep(60)\n"
    )
    config = EpisodeWork.of(rt.make(f"{file}:Slow", step_seconds=0.2))
    with ProcessPool(config, workers=1) as pool, pytest.raises(TaskError) as caught:
        next(pool.answers([Request(GOOD, Case("train", 0))]))
    assert str(caught.value) == (
        f"toy/point: reset(0, 'train'): expected an answer within 0.2 s; found none ({file}, line 7). See what it waits for, or "
        "give it longer: --step-seconds, make(step_seconds=...)."
    )
    with pytest.raises(OptionError, match="step_seconds: expected a number of seconds above 0, found 'x'"):
        rt.make(f"{file}:Slow", step_seconds="x")


def test_what_is_no_task_is_told_how_to_become_one():
    with pytest.raises(OptionError) as caught:
        rt.train("blank", gym.make("CartPole-v1"))
    assert str(caught.value).startswith("Expected a task or the name of one, found TimeLimit <TimeLimit<")
    assert str(caught.value).endswith(
        "which lacks action, control, feedback, fields, goals, hint, horizon, instruction, levels, name, options, seed: a "
        "simulator becomes a task by a class of your own that is derived from robotrace.tasks.SimulatorTask."
    )
    with pytest.raises(OptionError, match=r"found the class PointTask: make one, PointTask\(\)"):
        rt.evaluate("blank", PointTask)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"horizon": "8"}, "toy/point: horizon: expected a whole number of 1 or more; found str '8'."),
        (
            {"goals": lambda self, split: 2.5},
            "toy/point: goals('train'): expected a whole number of 1 or more; found float 2.5.",
        ),
        ({"fields": ("hand_pos",)}, "toy/point: fields: expected a tuple of Field; found tuple ('hand_pos',)."),
    ],
)
def test_what_a_task_says_of_itself_is_checked_before_anything_is_played(changes, words):
    with pytest.raises(TaskError) as caught:
        rt.evaluate("blank", type("Odd", (PointTask,), changes)(), goals=1)
    assert str(caught.value).startswith(words)


def test_a_function_that_makes_no_task_is_named(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text("def make_task():\n    return 3\n\n\ndef broken(seed=0):\n    return {}['x']\n")
    with pytest.raises(
        OptionError, match="expected to be called with seed=0, found that it cannot be: got an unexpected keyword"
    ):
        rt.make(str(file))
    with pytest.raises(
        TaskError, match=r"mine.py:broken makes no task: expected one, found KeyError: 'x' \(.*mine.py, line 6\)"
    ):
        rt.make(f"{file}:broken")


def test_the_tasks_of_the_house_are_not_accused():
    task = rt.make(f"{Path(toy.__file__).resolve()}:PointTask")
    assert len(rt.evaluate(still, task, goals=3, until="horizon").episodes[2]) == 8
