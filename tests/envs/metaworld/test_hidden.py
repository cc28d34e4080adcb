"""Goals that a controller is not shown, as in Meta-World's ML1."""

import pickle

import numpy as np
import pytest
from metaworld.env_dict import ALL_V3_ENVIRONMENTS as STOCK
from metaworld.types import Task
from robotrace.envs.metaworld import NAMES, SUITES, draw_goals
from robotrace.envs.metaworld.hidden import DRAWN_APART, RANGES

import robotrace as rt
from robotrace.episodes import find_controller, make, rollout
from robotrace.episodes.registry import recipe_of
from robotrace.errors import OptionError
from robotrace.feedback import describe
from robotrace.opto import Candidate
from robotrace.testing import check_task
from robotrace.training.start import starting_controller

pytestmark = pytest.mark.slow

MIDDLE = '''
import robotrace as rt

@rt.bundle(trainable=True)
def controller(observation):
    """The middle of where goals lie."""
    return [0.0, 0.85, 0.2, 0.0]
'''


@pytest.fixture
def middle(tmp_path):
    path = tmp_path / "middle.py"
    path.write_text(MIDDLE)
    return f"{path}:controller"


# What is observed and told


@pytest.mark.parametrize("name", NAMES)
def test_every_task_can_hide_its_goal(name):
    shown, task = make(name), make(f"{name}?goal=hidden")
    kept = [field.name for field in shown.fields if field.role != "goal"]
    assert [field.name for field in task.fields] == [*kept, "previous_reward"]
    assert task.fields[-1].role == "reward"
    text = task.instruction
    assert "The goal is hidden, as in Meta-World's ML benchmarks: goal_pos is not observed." in text
    assert "`def controller(observation, memory)`" in text
    assert "nothing is kept from one call to the next" not in text
    assert "- goal_pos " not in text
    assert not text.count("  ")


def test_the_instruction_says_where_goals_lie_and_whether_anything_tells_where():
    reach, door = make("reach-v3?goal=hidden").instruction, make("door-open-v3?goal=hidden").instruction
    assert "Goals lie within x -0.1 to 0.1, y 0.8 to 0.9, z 0.05 to 0.3. Each goal is drawn apart" in reach
    assert "Goals lie within x -0.3 to -0.2, y 0.4 to 0.5, z 0.15. What is observed at the start of an episode" in door
    assert make("reach-v3").instruction.count("hidden") == 0


def test_what_is_observed_is_the_reward_of_the_previous_action():
    task = make("reach-v3?goal=hidden")
    seen = task.reset(0)
    assert sorted(seen) == ["gripper_opening", "hand_pos", "previous_reward"]
    assert (seen["previous_reward"].shape, float(seen["previous_reward"])) == ((), 0.0)
    for _ in range(2):
        transition = task.step([0.0, 0.8, 0.2, 0.0])
        assert float(transition.observation["previous_reward"]) == transition.reward > 0.0
    assert float(task.reset(0)["previous_reward"]) == 0.0


@pytest.mark.parametrize("name", ["reach-v3", "push-v3", "door-open-v3"])
def test_rewards_and_successes_are_those_of_ml1_whose_goal_is_zeros(name):
    """ML1's goals are MT1's, with another word on whether they can be observed."""
    goal = draw_goals(name, 0)[3]
    stock = STOCK[name](reward_function_version="v2")
    stock.set_task(Task(name, pickle.dumps({**pickle.loads(goal.data), "partially_observable": True})))
    numbers, _ = stock.reset()
    assert not numbers[36:].any()
    task = make(f"{name}?goal=hidden&control=raw")
    seen = task.reset(3)
    assert seen["hand_pos"].tobytes() == numbers[:3].tobytes()
    for action in np.random.default_rng(0).uniform(-1, 1, (20, 4)):
        numbers, reward, _, _, info = stock.step(action)
        transition = task.step(action)
        assert (transition.reward, transition.info["success"]) == (float(reward), bool(info["success"]))
        assert transition.observation["hand_pos"].tobytes() == numbers[:3].tobytes()


@pytest.mark.parametrize("name", ["box-close-v3", "hammer-v3", "push-v3", "stick-push-v3", "window-open-v3"])
def test_goals_lie_where_the_instruction_says(name):
    low, high = RANGES[name]
    task = make(name, seed=5)
    for split in ("train", "heldout"):
        place = task.reset(17, split)["goal_pos"]
        assert (np.array(low) - 1e-3 <= place).all()
        assert (place <= np.array(high) + 1e-3).all()


@pytest.mark.parametrize(
    ("name", "told"), [("door-open-v3", True), ("window-close-v3", True), ("plate-slide-v3", False)]
)
def test_goals_that_are_drawn_apart_cannot_be_told_from_the_start(name, told):
    task, starts, places = make(name), [], []
    for goal in range(16):
        seen = task.reset(goal)
        places.append(seen.pop("goal_pos"))
        starts.append(np.concatenate([*(np.ravel(value) for value in seen.values()), [1.0]]))
    fit, *_ = np.linalg.lstsq(np.array(starts[:12]), np.array(places[:12]), rcond=None)
    missed = np.abs(np.array(starts[12:]) @ fit - places[12:]).max()
    assert bool(missed < 0.005) is told
    assert (name not in DRAWN_APART) is told


def test_what_would_tell_of_a_goal_that_is_drawn_apart_is_not_there():
    secret, told = make("reach-v3?goal=hidden"), make("door-open-v3?goal=hidden")
    secret.reset(0)
    told.reset(0)
    assert (secret.levels, secret.camera, secret.hint()) == (("score", "facts"), None, None)
    assert (told.levels, told.camera is None, told.hint().shape) == (("score", "facts", "hints"), False, (4,))
    assert len(DRAWN_APART) == 23
    with pytest.raises(OptionError, match=r"Its goal is hidden, and hints would tell where it is: choose an optimizer"):
        rollout("blank_memory", secret, feedback="hints")


# Options


def test_the_option_goes_wherever_a_task_is_made_anew():
    task = make("reach-v3?goal=hidden", seed=4)
    assert (task.name, task.options["goal"]) == ("metaworld/reach-v3", "hidden")
    assert recipe_of(task).options == {"goal": "hidden"}
    for other in (recipe_of(task).make(), task.twin(), make(task.name, seed=4, **task.options)):
        assert (other.options, other.instruction) == (task.options, task.instruction)
    assert "goal" not in make("reach-v3").options
    raw = make("reach-v3", goal="hidden", control="raw")
    assert (raw.learnt_on().options["goal"], raw.learnt_on().control) == ("hidden", "macro")
    assert make("shifted/reach-v3@7?goal=hidden").task.options["goal"] == "hidden"


@pytest.mark.parametrize("goal", ["hiden", 3, None, True])
def test_another_word_is_refused(goal):
    with pytest.raises(OptionError, match=r'Option goal is not usable: expected "visible", or "hidden".*found'):
        make("reach-v3", goal=goal)


def test_a_task_with_a_hidden_goal_does_what_every_task_does():
    check_task("reach-v3?goal=hidden")


def test_training_begins_with_a_memory():
    assert starting_controller(make("reach-v3?goal=hidden")) == "blank_memory"
    assert starting_controller(make("reach-v3")) == "blank"
    assert "def controller(observation, memory):" in starting_controller(make("reach-v3?goal=hidden&control=raw")).text


def test_the_meta_learning_suites_hide_goals():
    hidden = {suite.name for suite in SUITES if suite.options == {"goal": "hidden"}}
    assert hidden == {"ML1", "ML10", "ML45"}


# Searching


def test_a_controller_that_searches_solves_most_and_one_that_does_not_hardly_any(middle):
    """Over all 50 held-out goals of seed 0: 47 and 7."""
    task = make("reach-v3?goal=hidden")
    found = [rt.evaluate(policy, task, goals=12, trust=True).success.successes for policy in ("search", middle)]
    assert found == [12, 3]


def test_facts_say_what_the_reward_told_and_nothing_of_where_the_goal_was(middle):
    task = make("reach-v3?goal=hidden")
    episode = rollout(middle, task, goal=1)
    text = describe(task, episode, "facts")
    assert "The goal is hidden; previous_reward, which tells of it, was highest for the action at t=" in text
    assert "goal_pos" not in text


def test_a_search_is_carried_over_to_raw_control_to_the_bit():
    text = find_controller("search").text
    macro = make("reach-v3?goal=hidden", horizon=12)
    raw = make("reach-v3?goal=hidden&control=raw", horizon=120)
    one = rollout(Candidate({}, text), macro, goal=2, traced=False, until="horizon")
    other = rollout(Candidate({}, raw.carried(text, macro.options)), raw, goal=2, traced=False, until="horizon")
    assert (one.failure, other.failure) == (None, None)
    assert one.observations["hand_pos"].tobytes() == other.observations["hand_pos"][::10].tobytes()
    assert one.rewards.tolist() == pytest.approx(other.rewards.reshape(12, 10).mean(axis=1), rel=1e-12)


@pytest.mark.parametrize("control", ["macro", "raw"])
def test_an_episode_played_without_robotrace_is_the_same(control):
    task = make(f"push-v3?goal=hidden&control={control}&horizon=9")
    names: dict[str, object] = {}
    exec(task.standalone("play"), names)
    seen = []

    def act(observation):
        seen.append(float(observation["previous_reward"]))
        assert sorted(observation) == ["gripper_opening", "hand_pos", "previous_reward", "puck_pos"]
        return [0.1, 0.7, 0.1, len(seen) / 10]

    solved, total = names["play"](act, 3, "heldout")
    task.reset(3, "heldout")
    earned = [task.step([0.1, 0.7, 0.1, (step + 1) / 10]).reward for step in range(9)]
    assert (solved, total) == (False, sum(earned))
    assert seen == [0.0, *earned[:-1]]
