"""Runs taken elsewhere: the files are imported as their readers would, in processes without robotrace where they need none."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import gymnasium
import numpy as np
import pytest
from fake_runs import write_run
from gymnasium.utils.env_checker import check_env
from several_toys import two
from toy import PointTask

import robotrace as rt
from robotrace.errors import OptionError, ProgramError, RunError, UnknownNameError
from robotrace.exports.head import about_call
from robotrace.results import read_run

pytestmark = pytest.mark.slow

PUBLISHED = Path(__file__).parents[2] / "results" / "published"
PICK = PUBLISHED / "facts" / "pick-place"
COUNTING = '''\
"""Counts its calls, in a memory."""
import numpy as np
import robotrace as rt

STEP = 0.25  # metres


def play(observation):
    """A helper that is called like what the export adds."""
    return np.asarray(observation["hand_pos"])


class Policy:
    """And another."""

    main = 7


@rt.bundle(trainable=True)
def controller(observation, memory):
    memory["calls"] = memory.get("calls", 0) + 1
    x, y, z = play(observation)
    return [x + STEP * memory["calls"], y, z + 0 * Policy.main, 9.0]
'''
TWO = {"control": "macro", "horizon": 2}


def own_run(path, **options):
    return write_run(path, [0, 5], final=(4, 5), task="metaworld/reach-v3", text=COUNTING, options=TWO, **options)


def imported(path, text):
    path.write_text(text)
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def without_robotrace(path, *arguments, blocked=("robotrace",)):
    lines = f"import sys, runpy; sys.modules.update(dict.fromkeys({blocked!r})); sys.argv[:] = {[str(path), *arguments]!r}; "
    script = f"{lines}runpy.run_path({str(path)!r}, run_name='__main__')"
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)


def test_a_file_plays_the_episodes_of_robotrace_without_it(tmp_path):
    (tmp_path / "pick.py").write_text(rt.export(PICK))
    done = without_robotrace(tmp_path / "pick.py", "3", "train")
    episode = rt.rollout(PICK, "pick-place-v3", goal=3)
    assert done.stdout == f"train goal 3: solved, return {episode.episode_return:.4g}\n"
    assert without_robotrace(tmp_path / "pick.py").stdout.startswith("heldout goal 0: solved, return ")
    for arguments, words in [(("50",), "goal: expected 0 to 49, found 50"), (("0", "held"), "invalid choice: 'held'")]:
        refused = without_robotrace(tmp_path / "pick.py", *arguments)
        assert refused.returncode == 2
        assert words in refused.stderr


@pytest.mark.parametrize("options", [{"control": "raw", "horizon": 30}, {"hold": 5, "gain": 4.0, "horizon": 7}, {}])
def test_its_episodes_are_the_same_to_the_bit(tmp_path, options):
    task = rt.make("drawer-close-v3", seed=2, **options)
    settings = {"control": task.control, "horizon": task.horizon, "options": dict(task.options), "seed": 2}
    run = write_run(tmp_path / "run", [0, 5], final=(5, 5), task=task.name, **settings)
    played = imported(tmp_path / "it.py", rt.export(run)).play
    found = played(lambda seen: [0.0, 0.6, 0.2, -1.0], 4, "heldout")
    episode = rt.rollout(run, task, goal=4, split="heldout")
    assert found == (episode.success, episode.episode_return)


def test_a_file_says_what_it_needs(tmp_path):
    (tmp_path / "pick.py").write_text(rt.export(PICK))
    done = without_robotrace(tmp_path / "pick.py", blocked=("robotrace", "metaworld"))
    words = "An episode needs Meta-World: pip install metaworld==3.1.1. The controller itself does not.\n"
    assert (done.returncode, done.stderr) == (1, words)
    (tmp_path / "shifted.py").write_text(rt.export(PUBLISHED / "SHIFT10" / "reach"))
    done = without_robotrace(tmp_path / "shifted.py")
    assert done.stderr == "An episode of this task needs robotrace. The controller itself does not.\n"
    with_it = subprocess.run([sys.executable, tmp_path / "shifted.py"], capture_output=True, text=True, check=True)
    assert with_it.stdout.startswith("heldout goal 0: solved, return ")


def test_a_file_keeps_helpers_constants_memory_and_names(tmp_path):
    text = rt.export(own_run(tmp_path / "run"))
    assert "robotrace as rt" not in text
    assert "bundle" not in text
    module = imported(tmp_path / "it.py", text)
    memory = {}
    for _ in range(3):
        action = module.controller({"hand_pos": np.zeros(3)}, memory)
    assert [float(number) for number in action] == [0.75, 0.0, 0.0, 9.0]
    assert (memory, module.STEP, module.Policy.main) == ({"calls": 3}, 0.25, 7)
    done = without_robotrace(tmp_path / "it.py")
    assert done.stdout.startswith("heldout goal 0: not solved, return ")


def test_the_head_tells_what_the_figures_hold_for(tmp_path):
    text = rt.export(own_run(tmp_path / "run", model="gpt"))
    assert text.startswith(
        "# Trained by robotrace (induce, hints feedback, gpt; run run).\n# Task metaworld/reach-v3: macro control, "
    )
    head = text.partition('"""')[0].replace("\n# ", " ")
    assert "solved 4 of 5, 0.80 [0.38, 0.96] (Wilson's 95 % interval)" in head
    assert "controller(observation, memory=memory): one dict, {} at the start of each episode." in head
    assert "hand_pos (3,) in m" in head
    assert "It needs numpy alone." in head
    assert "read it before you run it" in head
    assert "memory" not in rt.export(PICK).partition('"""')[0]


def test_the_head_names_what_else_the_controller_imports(tmp_path):
    text = "import math\nfrom scipy import linalg\n\n\ndef controller(observation):\n    return [0.0, 0.6, 0.2, -1.0]\n"
    assert "# It needs numpy and scipy.\n" in rt.export(write_run(tmp_path / "run", [0], text=text))


def test_nothing_that_a_folder_says_leaves_the_head(tmp_path):
    write_run(tmp_path / "run", [0, 5], model='m"""\nimport os\r# \x1b[2J', optimizer="x\ny", feedback='"')
    for format in ("file", "sb3", "gymnasium"):
        text = rt.export(tmp_path / "run", format)
        lines = text.splitlines()
        first = next(number for number, line in enumerate(lines) if not line.startswith("#"))
        assert lines[first] in ("def controller(observation):", "try:")
        assert "\x1b" not in text


def flat(seen):
    return np.concatenate([np.ravel(value) for value in seen.values()])


def test_a_policy_predicts_as_stable_baselines_asks_it(tmp_path):
    text = rt.export(own_run(tmp_path / "run"), "sb3")
    assert "\nclass Policy_:\n" in text  # the controller has a Policy of its own
    policy = imported(tmp_path / "it.py", text).Policy_()
    row = np.array([0.0, 0.5, 0.1, 1.0, 0.1, 0.8, 0.2])
    action, state = policy.predict(row)
    assert action.tolist() == [0.25, 0.5, 0.1, 1.0]
    action, state = policy.predict(row, state=state, deterministic=True)
    assert action.tolist() == [0.5, 0.5, 0.1, 1.0]
    rows = np.array([row, row + 0.01])
    actions, state = policy.predict(rows, state=None, episode_start=np.ones(2, dtype=bool))
    assert actions.tolist() == [[0.25, 0.5, 0.1, 1.0], [0.26, 0.51, 0.11, 1.0]]
    actions, state = policy.predict(rows, state=state, episode_start=np.array([False, True]))
    assert actions[:, 0].tolist() == [0.5, 0.26]
    assert [memory["calls"] for memory in state] == [2, 1]
    with pytest.raises(
        ValueError, match=r"Expected a flat observation \(7,\) or several \(N, 7\), found the shape \(6,\)\."
    ):
        policy.predict(np.zeros(6))


def test_a_policy_solves_what_the_controller_solves(tmp_path):
    policy = imported(tmp_path / "it.py", rt.export(PICK, "sb3")).Policy()
    env = rt.as_gymnasium("pick-place-v3", split="heldout")
    episode = rt.rollout(PICK, "pick-place-v3", goal=2, split="heldout")
    seen, _ = env.reset(seed=2)
    total, info = 0.0, {"is_success": False}
    while not info["is_success"]:
        action, _ = policy.predict(seen)
        seen, reward, _, truncated, info = env.step(action)
        total += reward
        assert not truncated
    assert total == episode.episode_return


@pytest.mark.filterwarnings("ignore:.*(Box observation space|using a symmetric):UserWarning")
def test_the_task_is_registered_when_its_file_is_imported(tmp_path):
    module = imported(tmp_path / "task.py", rt.export(PUBLISHED / "SHIFT10" / "reach", "gymnasium"))
    assert module.ID == "robotrace/reach-v3-SHIFT10-macro-v0"
    env = gymnasium.make(module.ID)
    check_env(env.unwrapped)
    assert (env.unwrapped.task.name, env.unwrapped.split) == ("shifted/reach-v3@SHIFT10", "train")
    del gymnasium.registry[module.ID]
    done = without_robotrace(tmp_path / "task.py")
    assert done.stderr.splitlines()[-1].startswith("ImportError: This environment needs robotrace")


def test_the_task_of_a_run_is_one_with_a_name_or_given():
    run = read_run(PICK)
    with pytest.raises(
        OptionError, match=r"task: expected the run's, 'metaworld/pick-place-v3', found 'metaworld/push-v3'"
    ):
        rt.export(run, task="push-v3")


def test_a_live_task_is_enough_for_a_policy(tmp_path):
    run = write_run(tmp_path / "run", [0, 5], task="toy/point")
    policy = imported(tmp_path / "it.py", rt.export(run, "sb3", task=PointTask())).Policy()
    assert policy.predict(np.zeros(7))[0].tolist() == [0.0, 0.6, 0.2, -1.0]
    with pytest.raises(OptionError, match="toy/point cannot be made anew"):
        rt.export(run, "gymnasium", task=PointTask())


def test_what_cannot_be_exported_is_named(tmp_path):
    with pytest.raises(UnknownNameError, match=r"Unknown format 'sb'. Did you mean sb3\?"):
        rt.export(PICK, "sb")
    with pytest.raises(RunError, match="'nowhere' is not a run folder"):
        rt.export("nowhere")
    write_run(tmp_path / "empty", [None])
    with pytest.raises(RunError, match="The run empty has no controller yet"):
        rt.export(tmp_path / "empty")
    uses = "import robotrace as rt\n\n\ndef controller(observation):\n    return rt.node(1.0)\n"
    write_run(tmp_path / "uses", [0], text=uses)
    with pytest.raises(ProgramError, match="The controller uses rt beyond"):
        rt.export(tmp_path / "uses")
    write_run(tmp_path / "rows", [0], words={"case": "row", "step": "call", "candidate": "program", "suffix": ".py"})
    with pytest.raises(RunError, match="The run rows is of a problem, not of a robot's task"):
        rt.export(tmp_path / "rows")


def test_a_live_function_is_written_as_its_source_alone():
    def act(observation):
        return 1

    assert rt.export(act) == "def act(observation):\n    return 1\n"
    with pytest.raises(OptionError, match=r"format 'sb3' goes with a run"):
        rt.export(act, "sb3")


def test_several_tasks_are_told_with_the_fields_of_each():
    told = " ".join(about_call(two(), "def controller(observation): ..."))
    assert (
        "The observation is a dict of numpy arrays: task, the task's name, and in point: hand_pos (3,) in m, goal_pos"
        in told
    )
    assert "; in button-v2: hand_pos (3,) in m, button_pos (3,) in m." in told
