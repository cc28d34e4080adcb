"""Tasks as Gymnasium environments; Gymnasium's own checker insists on what every environment does."""

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env
from toy import PointTask

import robotrace as rt
from robotrace.adapters import register
from robotrace.episodes import Transition
from robotrace.errors import ActionError, OptionError, TaskError, UnknownNameError

# What the checker would have otherwise, and every robot in metres does: unbounded observations, bounds other than [-1, 1].
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*A Box observation space:UserWarning"),
    pytest.mark.filterwarnings("ignore:.*we recommend using a symmetric:UserWarning"),
    pytest.mark.filterwarnings("ignore:.*Not able to test alternative render modes:UserWarning"),
]
SLIDER = """
import numpy as np
from robotrace.tasks import ActionSpec, Field, SimulatorTask, Step


class Slider(SimulatorTask):
    name, control, horizon, about = "lab/slider", "velocity", 12, "Bring the slider to its mark."
    fields = (Field("at", (), "m", "The slider."), Field("mark", (), "m", "Where it is to be."))
    action = ActionSpec(("v",), (-1,), (1,), "metres a step")

    def start(self, seed):
        self.at, self.mark = 0.0, float(np.random.default_rng(seed).uniform(1, 3))

    def observe(self):
        return {"at": self.at, "mark": self.mark}

    def act(self, action):
        self.at += float(action[0])
        return Step(-abs(self.at - self.mark), success=abs(self.at - self.mark) < 0.05)
"""


@pytest.mark.parametrize("name", ["push-v3", "push-v3@7"])
@pytest.mark.parametrize("control", ["macro", "raw"])
def test_gymnasiums_checker_finds_nothing(name, control):
    env = rt.as_gymnasium(name, control=control, horizon=20)
    check_env(env)
    env.close()


def test_gymnasiums_checker_finds_nothing_in_a_users_own(tmp_path):
    (tmp_path / "slider.py").write_text(SLIDER)
    env = rt.as_gymnasium(f"{tmp_path}/slider.py:Slider")
    check_env(env)
    assert env.observation_space.shape == (2,)


def test_spaces_are_the_tasks():
    env = rt.as_gymnasium("push-v3")
    assert env.observation_space.shape == (sum(int(np.prod(field.shape)) for field in env.task.fields),)
    assert tuple(env.action_space.low) == env.task.action.low
    assert tuple(env.action_space.high) == env.task.action.high
    assert env.action_space.dtype == env.observation_space.dtype == np.float64


def test_episodes_are_the_tasks_bit_for_bit():
    env, task = rt.as_gymnasium("push-v3", horizon=5), rt.make("push-v3", horizon=5)
    seen, info = env.reset(seed=3)
    assert info == {"goal": 3, "split": "train"}
    own = task.reset(3)
    assert seen.tobytes() == np.concatenate([np.ravel(own[field.name]) for field in task.fields]).tobytes()
    for t in range(5):
        seen, reward, terminated, truncated, info = env.step(np.array([0.0, 0.6, 0.1, -1.0]))
        transition = task.step([0.0, 0.6, 0.1, -1.0])
        assert reward == transition.reward
        assert (terminated, truncated) == (False, t == 4)
        assert info["sim_steps"] == 10
    assert np.array_equal(seen, env.layout.flat(transition.observation))


def test_a_seed_is_a_goal_of_the_split_and_none_is_held_out():
    asked = []

    class Noted(PointTask):
        def reset(self, goal, split="train"):
            asked.append((goal, split))
            return super().reset(goal, split)

    env = rt.as_gymnasium(Noted())
    for seed in (0, 5, 12, 4_000_000_001, None, None):
        env.reset(seed=seed)
    env.reset(options={"goal": 11})
    env.reset()
    assert [goal for goal, _ in asked] == [0, 5, 0, 5, 6, 7, 11, 0]
    assert {split for _, split in asked} == {"train"}
    rt.as_gymnasium(Noted(), split="heldout").reset(seed=1)
    assert asked[-1] == (1, "heldout")


def test_success_counts_from_the_first_step_on_and_ends_the_episode_only_where_it_is_asked_for():
    def play(env):
        seen, _ = env.reset(seed=0)
        steps = []
        for _ in range(8):
            seen, _, terminated, truncated, info = env.step(np.append(seen[3:6], 0.0))
            steps.append((info["is_success"], terminated, truncated))
            if terminated or truncated:
                break
        return steps

    solved = play(rt.as_gymnasium(PointTask()))
    assert len(solved) == 8
    assert solved[-1] == (True, False, True)
    stopped = play(rt.as_gymnasium(PointTask(), stop_at_success=True))
    assert stopped[-1] == (True, True, False)
    assert [it[0] for it in stopped] == [False] * (len(stopped) - 1) + [True]
    assert len(stopped) < 8


def test_success_that_was_lost_still_counts():
    env = rt.as_gymnasium(PointTask())
    seen, _ = env.reset(seed=0)
    for t in range(8):
        seen, _, _, _, info = env.step(np.append(seen[3:6], 0.0) if t < 7 else np.array([-1.0, -1.0, -1.0, 0.0]))
    assert (info["success"], info["is_success"]) == (False, True)


def test_bad_input_is_named():
    with pytest.raises(UnknownNameError, match=r"Unknown split 'held-out'. Did you mean heldout\?"):
        rt.as_gymnasium(PointTask(), split="held-out")
    with pytest.raises(OptionError, match=r"control: the task was made already; give its options to make\(\)\."):
        rt.as_gymnasium(PointTask(), control="raw")
    with pytest.raises(UnknownNameError, match="Unknown task 'pish-v3'"):
        rt.as_gymnasium("pish-v3")
    env = rt.as_gymnasium(PointTask())
    with pytest.raises(UnknownNameError, match=r"Unknown option of reset 'gaol'. Did you mean goal\?"):
        env.reset(options={"gaol": 3})
    with pytest.raises(
        OptionError, match=r"goal: expected a whole number from 0 to 11 \(toy/point, split 'train'\), found 12\."
    ):
        env.reset(options={"goal": 12})
    env.reset()
    with pytest.raises(ActionError, match="not finite"):
        env.step(np.full(4, np.nan))


def test_a_task_that_does_not_tell_success_is_named():
    class Silent(PointTask):
        def step(self, action):
            transition = super().step(action)
            return Transition(*transition[:4], {"saturated": False})

    env = rt.as_gymnasium(Silent())
    env.reset()
    with pytest.raises(TaskError, match=r"toy/point: step\(\): expected .*'success'"):
        env.step(np.zeros(4))


def test_a_registered_task_is_made_by_its_id():
    made = register("push-v3", seed=4)
    assert made == "robotrace/push-v3-macro-v0"
    env = gymnasium.make(made)
    check_env(env.unwrapped)
    assert env.spec.max_episode_steps == 50
    assert env.unwrapped.task.seed == 4
    assert gymnasium.make(made, split="heldout").unwrapped.split == "heldout"
    del gymnasium.registry[made]


def test_what_cannot_be_registered_is_named():
    with pytest.raises(OptionError, match=r"toy/point cannot be made anew in another process"):
        register(PointTask())
    with pytest.raises(OptionError, match=r"id: expected one such as 'robotrace/push-v3-macro-v0', found 'a/b/c'"):
        register("push-v3", id="a/b/c")
