"""What macro control does, written out behind a controller, is what macro control does."""

import numpy as np
import pytest
from robotrace.envs.metaworld.carried import carried

import robotrace as rt
from robotrace.episodes import find_controller
from robotrace.errors import OptionError
from robotrace.opto import Candidate

pytestmark = pytest.mark.slow

GO = """import numpy as np


def controller(observation):
    for name, value in observation.items():
        if name.endswith("_pos") and name != "hand_pos":
            return [*(value + np.array([0.0, 0.0, 0.03])), 0.3]
"""
COUNTS = """
class Policy:
    def __call__(self, observation, memory):
        memory["step"] = memory.get("step", 0) + 1
        x, y, z = observation["hand_pos"]
        return [x + 0.02 * memory["step"], y + 5.0, z - 0.01, (-1.0) ** memory["step"]]


controller = Policy()
"""


def played(text, task):
    return rt.rollout(Candidate({}, text), task, goal=1, traced=False, until="horizon")


@pytest.mark.parametrize(
    ("name", "options", "text"),
    [
        ("pick-place-v3", {}, find_controller("pick_place").text),
        ("reach-v3", {"success": "last"}, find_controller("reach").text),
        ("door-open-v3", {"hold": 7, "gain": 4.0}, GO),
        ("basketball-v3", {"reward_version": "v1"}, COUNTS),
        ("coffee-pull-v3", {"hold": 1}, GO),
    ],
)
def test_an_episode_is_the_same_to_the_bit(name, options, text):
    macro = rt.make(name, seed=3, horizon=8, **options)
    hold = macro.options["hold"]
    shared = {name: options[name] for name in ("success", "reward_version") if name in options}
    raw = rt.make(name, seed=3, control="raw", horizon=8 * hold, **shared)
    one, other = played(text, macro), played(raw.carried(text, macro.options), raw)
    assert (one.failure, other.failure, len(one), len(other)) == (None, None, 8, 8 * hold)
    for field, seen in one.observations.items():
        assert seen.tobytes() == other.observations[field][::hold].tobytes()
    assert one.successes.tolist() == other.successes.reshape(8, hold).any(axis=1).tolist()
    assert one.successes_now.tolist() == other.successes_now[hold - 1 :: hold].tolist()
    assert one.rewards == pytest.approx(other.rewards.reshape(8, hold).mean(axis=1), rel=1e-12)
    assert one.success == other.success


def test_what_is_added_stands_behind_the_controller_and_is_read_easily():
    text = carried(
        "def controller(observation):\n    return [0, 0, 0, 0]\n", {"hold": 5, "gain": 8.0}, [-1] * 4, [1] * 4
    )
    assert text == (
        "def controller(observation):\n    return [0, 0, 0, 0]\n\n\nimport numpy\n\nmacro_controller = controller\n\n\n"
        "def controller(observation, memory):\n"
        '    """Return one step of the hand, [dx, dy, dz, grip]: towards the target that the macro controller gives every 5 '
        'steps."""\n'
        '    step = memory.get("step", 0)\n'
        "    if step % 5 == 0:\n"
        '        memory["target"] = numpy.clip(macro_controller(observation), [-1, -1, -1, -1], [1, 1, 1, 1])\n'
        '    memory["step"] = step + 1\n'
        '    *place, grip = memory["target"]\n'
        '    return numpy.array([*numpy.clip(8.0 * (place - observation["hand_pos"]), -1.0, 1.0), grip])\n'
    )
    assert "macro_controller_2 = controller" in carried(text, {"hold": 5, "gain": 8.0}, [-1] * 4, [1] * 4)


def test_a_controller_for_raw_control_is_not_carried_over_to_macro_control():
    macro, raw = rt.make("reach-v3"), rt.make("reach-v3", control="raw")
    assert raw.carried(GO, raw.options) == macro.carried(GO, macro.options) == GO
    with pytest.raises(OptionError, match=r'"raw" for a controller that was learnt under raw control; found \'macro\''):
        macro.carried(GO, raw.options)


def test_raw_control_is_learnt_under_macro_control_with_as_many_simulator_steps():
    raw = rt.make("push-v3", seed=4, control="raw", horizon=95, success="last", reward_version="v1")
    learnt = raw.learnt_on()
    assert (learnt.control, learnt.seed, learnt.horizon, learnt.success, learnt.reward_version) == (
        "macro",
        4,
        10,
        "last",
        "v1",
    )
    assert learnt.learnt_on() is learnt


def test_training_under_raw_control_measures_what_it_carried_over(tmp_path):
    raw = rt.make("reach-v3", control="raw")
    run = rt.train("blank", raw, optimizer=rt.Induce(), iterations=3, goals=2, heldout=4, run=tmp_path / "run")
    assert (run.config["control"], run.config["horizon"], run.config["learnt_on"]["control"]) == ("raw", 500, "macro")
    assert run.heldout.successes == 4
    tested = run.tested[run.best_id]
    assert all(outcome.steps == outcome.detail["actions"] for outcome in tested)  # one simulator step an action
    best = (tmp_path / "run" / "best.py").read_text()
    assert best.endswith('10.0 * (place - observation["hand_pos"]), -1.0, 1.0), grip])\n')
    assert run.best.text == best
    assert "trainable=True" in run.learnt.text
    for given in (run, run.best, tmp_path / "run"):
        again = rt.evaluate(given, raw, goals=4)
        assert [len(episode) for episode in again.episodes] == [outcome.detail["actions"] for outcome in tested]
    alone = rt.export(run, "file")
    assert "macro_controller = controller" in alone
    with pytest.raises(OptionError, match="learnt under raw control"):
        rt.evaluate(run, rt.make("reach-v3"), goals=1)
    further = rt.train(run, raw, optimizer=rt.Induce(), iterations=1, goals=2, heldout=1, run=tmp_path / "further")
    assert further.heldout.successes == 1


def test_a_run_under_macro_control_is_evaluated_under_raw_control(tmp_path):
    run = rt.train(
        "blank", rt.make("reach-v3"), optimizer=rt.Induce(), iterations=3, goals=2, heldout=0, run=tmp_path / "run"
    )
    found = rt.evaluate(run, rt.make("reach-v3", control="raw"), goals=4)
    assert (found.control, found.success.successes) == ("raw", 4)
    episode = rt.rollout(run, rt.make("reach-v3", control="raw"), goal=0)
    assert episode.success
    assert np.abs(episode.actions[:, :3]).max() <= 1.0
