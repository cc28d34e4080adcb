import math

import numpy as np
import pytest
from pools import point_task
from toy import PointTask

from robotrace.episodes import ProcessPool, RolloutProblem, evaluate, find_controller, rollout
from robotrace.episodes.guards import not_reproducible, reward_without_success
from robotrace.episodes.pool import EpisodeWork
from robotrace.feedback import describe
from robotrace.opto import Candidate, Case, SerialPool
from robotrace.opto.pool import Job
from robotrace.sandbox import Sandbox

pytestmark = pytest.mark.slow

DRIFT = "    x, y, z = observation['goal_pos']\n    return [x, y, z, {}]\n"
CLOCK = "import time\n\n\ndef controller(observation):\n" + DRIFT.format("time.perf_counter() % 1")
DICE = "import numpy as np\n\n\ndef controller(observation):\n" + DRIFT.format("np.random.default_rng().random()")
ADDRESS = "def controller(observation):\n" + DRIFT.format("id(observation) % 1_000_003 / 1_000_003")
MEMORY = "def controller(observation, memory):\n    memory['t'] = memory.get('t', 0) + 1\n" + DRIFT.format(
    "memory['t'] / 100"
)
SEEDED = "import numpy as np\n\nrng = np.random.default_rng(3)\n\n\ndef controller(observation):\n" + DRIFT.format(
    "rng.random()"
)


@pytest.mark.parametrize(
    ("text", "workers"),
    [(CLOCK, 1), (DICE, 1), (ADDRESS, 1), (ADDRESS, 2)],
    ids=["clock", "random numbers", "address", "address, elsewhere"],
)
def test_a_controller_that_depends_on_more_than_its_inputs_is_labelled(text, workers):
    found = evaluate(Candidate({}, text), point_task(), goals=2, workers=workers)
    assert not found.reproducible
    assert found.notes[0].startswith(
        "Not reproducible: asked again with the same observations of goal 0, it acts otherwise at t="
    )


@pytest.mark.parametrize("text", [MEMORY, SEEDED], ids=["memory", "seeded"])
@pytest.mark.parametrize("trust", [False, True])
def test_what_lasts_an_episode_and_what_is_seeded_is_reproducible(text, trust):
    found = evaluate(Candidate({}, text), PointTask(), goals=2, trust=trust)
    assert (found.reproducible, found.notes) == (True, ())


def test_a_live_function_that_keeps_something_across_episodes_is_labelled():
    calls = []

    def controller(observation):
        calls.append(1)
        return [*observation["goal_pos"], len(calls) / 1000]

    assert "it acts otherwise at t=0" in evaluate(controller, PointTask(), goals=2).doubt


def test_a_live_function_of_its_inputs_is_not():
    assert evaluate(lambda observation: [*observation["goal_pos"], 0.0], PointTask(), goals=2).reproducible


def test_one_that_fails_when_it_is_asked_again_is_labelled():
    episode = rollout(lambda observation: [0, 0, 0, 0], PointTask())
    assert "goal 0, it fails at t=0" in not_reproducible(lambda observation: 1 / 0, episode)


def test_a_difference_of_one_bit_is_found():
    episode = rollout(lambda observation: [0.5, 0, 0, 0], PointTask())
    assert not_reproducible(lambda observation: [0.5, 0, 0, 0], episode) == ""
    assert "t=0" in not_reproducible(lambda observation: [math.nextafter(0.5, 1), 0, 0, 0], episode)
    assert "t=0" in not_reproducible(lambda observation: [0.5, -0.0, 0, 0], episode)


def problem():
    return RolloutProblem(find_controller("blank"), point_task())


def test_the_optimizer_is_told_in_every_outcome_of_that_candidate_wherever_it_ran():
    clock = CLOCK.replace("import time", "import time\nimport robotrace as rt").replace(
        "def controller", "@rt.bundle(trainable=True)\ndef controller"
    )
    here, there = problem(), problem()
    with ProcessPool(EpisodeWork.of(there.task, answer=there.answer), workers=1) as pool:
        for text, labelled in ((clock, True), (here.candidate({}).text, False)):
            asked = [Job(Candidate({}, text), Case("train", goal)) for goal in range(2)]
            for outcome in (*SerialPool(here).run(asked), *pool.run(asked)):
                assert outcome.feedback.startswith("Not reproducible:") is labelled
                assert bool(outcome.detail.get("notes")) is labelled
                (words,) = list(outcome.graph.feedback.values())[-1]
                assert words == outcome.feedback


def test_a_pools_workers_have_sandboxes_of_their_own_beside_which_the_problems_is_another():
    with Sandbox() as sandbox:
        there = RolloutProblem(find_controller("blank"), point_task(), sandbox=sandbox, pooled=True)
        with ProcessPool(EpisodeWork.of(there.task, answer=there.answer), workers=1) as pool:
            for text, labelled in ((ADDRESS, True), (there.candidate({}).text, False)):
                asked = [Job(Candidate({}, text), Case("train", goal)) for goal in range(2)]
                for outcome in pool.run(asked):
                    assert outcome.feedback.startswith("Not reproducible:") is labelled


def test_heldout_episodes_are_not_asked_for_again():
    asked = problem()
    outcome = asked.query(Candidate({}, CLOCK), Case("heldout", 0), traced=False)
    assert "notes" not in outcome.detail


class RichTask(PointTask):
    """Earns 10 where it is solved and 6 wherever it stands still."""

    solved_reward = 10.0

    def step(self, action):
        found = super().step(action)
        return found._replace(reward=10.0 if found.info["success"] else 6.0 if action[3] == 0 else 4.0)

    def feedback(self, episode, level):
        return describe(self, episode, level)


@pytest.mark.parametrize(
    ("task", "action", "flagged"),
    [
        (RichTask(), [0, 0, 0, 0], True),
        (RichTask(), [0, 0, 0, 1], False),
        (PointTask(), [0, 0, 0, 0], False),
    ],
)
def test_much_reward_without_success_is_pointed_out(task, action, flagged):
    episode = rollout(lambda observation: action, task)
    assert bool(reward_without_success(episode)) is flagged
    assert (
        "High reward without success: 6 an action on average, where a solved action earns 10." in episode.feedback
    ) is (flagged)


def test_a_solved_episode_may_earn_what_it_can():
    episode = rollout(lambda observation: [*observation["goal_pos"], 0], RichTask())
    assert episode.success
    assert reward_without_success(episode) == ""


def test_an_evaluation_names_the_goals():
    found = evaluate(lambda observation: np.zeros(4), RichTask(), goals=12)
    assert found.success.successes == 0
    assert found.notes == (
        "High reward without success on 12 of 12 goals (0, 1, 2, 3, 4, 5, 6, 7, 8, 9 ...): only success counts.",
    )
