"""A task from few lines."""

import json
from pathlib import Path

import numpy as np
import pytest

import robotrace as rt
from robotrace.errors import ActionError, OptionError, TaskError
from robotrace.tasks import ActionSpec, Field, SimulatorTask, Step

REACHER = Path(__file__).parent / "testing" / "reacher.py"


class Line(SimulatorTask):
    """A point on a line, sent left and right."""

    name, control, horizon, about = "lab/line", "velocity", 3, "Bring the point to the goal."
    fields = (Field("place", (), "m", "The point."), Field("goal", (), "m", "Where it is to be."))
    action = ActionSpec(("speed",), (-1,), (1,), "the point's speed in m/s")

    def __init__(self, *, seed=0, horizon=None, fragile=False):
        super().__init__(seed=seed, horizon=horizon, options={"fragile": fragile})
        self.fragile = fragile

    def start(self, seed):
        self.place, self.goal = np.zeros(()), np.array(np.random.default_rng(seed).uniform(1, 2))

    def observe(self):
        return {"place": self.place, "goal": self.goal}

    def act(self, action):
        self.place += action[0]
        return Step(-1.0, success=self.place >= self.goal, terminated=self.fragile and self.place < 0)


def test_what_follows_from_the_rest():
    task = Line(seed=4)
    assert (task.levels, task.options) == (("score", "facts"), {"horizon": 3, "fragile": False})
    assert (task.goals("train"), task.goals("heldout")) == (50, 50)
    assert task.hint() is None
    assert task.instruction == (
        "Bring the point to the goal.\n\nThe controller is called once an action, at most 3 times an episode, with the "
        "observation, a dict of numpy arrays:\n- place scalar in m: The point.\n- goal scalar in m: Where it is to be.\n\n"
        "An action is [speed]: the point's speed in m/s. It is clipped to speed -1 to 1."
    )


def test_what_touched_what_is_told_where_the_step_tells_it():
    class Feeling(Line):
        def act(self, action):
            return super().act(action)._replace(touching=(("the hand", "place"),))

    task = Feeling()
    task.reset(0)
    assert task.step([1.0]).info["touching"] == (("the hand", "place"),)
    episode = rt.rollout(lambda observation: [1.0], Feeling())
    assert episode.touching == ((("the hand", "place"),),) * len(episode)
    assert "Touching: the hand and place at t=0.." in episode.feedback


def test_an_episode_is_clipped_solved_and_ends_at_the_horizon():
    task = Line(horizon=2)
    first = task.reset(0)
    one, two = task.step([5.0]), task.step([1.0])
    assert one[1:] == (-1.0, False, False, {"success": False, "success_now": False, "saturated": True})
    assert two[1:] == (-1.0, False, True, {"success": True, "success_now": True, "saturated": False})
    assert (float(first["place"]), float(one.observation["place"]), float(two.observation["place"])) == (0.0, 1.0, 2.0)
    with pytest.raises(TaskError, match="expected a running episode, found none, or one that is over: call reset"):
        task.step([0.0])


def test_an_episode_ends_where_the_task_says():
    task = Line(fragile=True)
    task.reset(0)
    assert task.step([-1.0])[2:4] == (True, False)
    with pytest.raises(TaskError, match="call reset"):
        task.step([0.0])


def test_each_goal_of_each_split_and_seed_is_a_start_of_its_own():
    starts = {
        float(Line(seed=seed).reset(goal, split)["goal"])
        for seed in range(3)
        for goal in range(10)
        for split in ("train", "heldout")
    }
    assert len(starts) == 60
    assert Line(seed=2).reset(5) == Line(seed=2).reset(5)


@pytest.mark.parametrize("action", [[1.0, 2.0], [], [float("nan")], 1.0])
def test_an_action_that_is_none_moves_nothing(action):
    task = Line()
    before = task.reset(0)
    with pytest.raises(ActionError):
        task.step(action)
    assert task.observe() == before


def test_what_cannot_be_is_refused():
    with pytest.raises(OptionError, match=r"horizon: expected a whole number of 1 or more, found 2\.5\."):
        Line(horizon=2.5)
    with pytest.raises(OptionError, match="goal: expected a whole number from 0 to 49, found 50"):
        Line().reset(50)
    with pytest.raises(OptionError, match='split: expected "train" or "heldout", found \'test\''):
        Line().goals("test")


def test_the_simulator_is_made_when_it_is_needed_and_given_back():
    made = []

    class Simulator:
        def close(self):
            made.append("closed")

    class Simulated(Line):
        def open(self):
            made.append("made")
            return Simulator()

    task = Simulated()
    task.close()
    assert made == []
    assert task.env is task.env
    task.close()
    assert made == ["made", "closed"]


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"act": lambda self, action: None}, "lab/line: act(): expected Step(reward, success); found NoneType None."),
        (
            {"act": lambda self, action: Step(None, True)},
            "lab/line: act(): expected Step(reward, success); found Step Step(",
        ),
        (
            {"observe": lambda self: [0.0]},
            "lab/line: observe(): expected a dict of the declared fields; found list [0.0].",
        ),
        (
            {"observe": lambda self: {"place": "here", "goal": 0.0}},
            "lab/line: observe(): expected the field 'place' to be numbers; found str 'here'.",
        ),
    ],
)
def test_what_a_method_returns_is_named_by_that_method(members, words):
    with pytest.raises(TaskError) as caught:
        rt.rollout(lambda seen: [0.0], type("Mistaken", (Line,), members)())
    assert str(caught.value).startswith(words)


def test_a_class_without_its_attributes_is_told_which():
    class Bare(SimulatorTask):
        name = "lab/bare"
        start = observe = act = None

    with pytest.raises(
        TaskError, match="Bare: expected the attributes name, about, fields and action; found no about, fields, action"
    ):
        Bare()


def test_reacher_is_a_task_in_thirty_lines():
    lines = [line for line in REACHER.read_text().splitlines() if line.strip()]
    assert len(lines) <= 30
    task = rt.make(f"{REACHER}:Reacher", seed=1)
    assert json.dumps(task.options) == '{"horizon": 50}'
    result = rt.evaluate(lambda seen: [0.1, -0.1], task, goals=2)
    assert [len(episode) for episode in result.episodes] == [50, 50]
    assert rt.evaluate(lambda seen: [0.1, -0.1], task, goals=2).return_mean == result.return_mean
    task.close()
