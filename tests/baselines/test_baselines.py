"""Baselines as runs; a stand-in on sys.path has Stable-Baselines3's interface."""

import json
import sys
from pathlib import Path

import pytest
from toy import PointTask

import robotrace as rt
from robotrace.baselines.learned import counted
from robotrace.errors import OptionError, RunError, TaskError, UnknownNameError
from robotrace.opto import Verdict

HERE = Path(__file__).parent
POINT = f"{HERE.parent}/toy.py:PointTask"


@pytest.fixture
def standin(monkeypatch):
    monkeypatch.syspath_prepend(HERE / "standin")
    for name in [name for name in sys.modules if name.partition(".")[0] == "stable_baselines3"]:
        monkeypatch.delitem(sys.modules, name)
    yield
    for name in [name for name in sys.modules if name.partition(".")[0] == "stable_baselines3"]:
        del sys.modules[name]


def config_of(run):
    return json.loads(run.folder.config.read_text())


def test_an_expert_is_a_run_without_code_and_privileged(tmp_path):
    run = rt.baseline("expert", PointTask(seed=3), goals=2, heldout=7, run=tmp_path / "expert")
    assert (run.optimizer, run.feedback, run.task) == ("expert", None, "toy/point")
    assert run.baseline.startswith("privileged: ")
    assert (str(run.heldout), str(run.train)) == ("1.00 [0.65, 1.00] (7/7)", "1.00 [0.34, 1.00] (2/2)")
    assert (run.best, run.finished, run.reason) == (None, True, "it learns nothing")
    assert [outcome.case.index for outcome in run.tested[run.best_id]] == [0, 1, 2, 3, 4, 5, 6]
    assert {outcome.case.split for outcome in run.tested[run.best_id]} == {"heldout"}
    assert (config_of(run)["seed"], config_of(run)["heldout"]) == (3, 7)
    assert not (tmp_path / "expert/best.py").exists()
    assert not (tmp_path / "expert/code").exists()


def test_random_actions_are_the_same_in_each_run(tmp_path):
    runs = [rt.baseline("random", PointTask(), goals=2, heldout=3, run=tmp_path / name) for name in "ab"]
    scores = [[outcome.score for outcome in run.tested[run.best_id]] for run in runs]
    assert scores[0] == scores[1]
    assert len(set(scores[0])) == 3
    assert str(runs[0].heldout) == "0.00 [0.00, 0.56] (0/3)"
    assert runs[0].baseline == "actions drawn evenly from within their bounds"


def test_an_expert_of_metaworld_solves_what_the_csv_says(tmp_path):
    run = rt.baseline("expert", "reach-v3", goals=1, heldout=3, run=tmp_path / "reach")
    assert run.heldout.successes == 3
    assert run.config["options"] == dict(rt.make("reach-v3").options)


def test_what_cannot_be_measured_is_named_before_there_is_a_folder(tmp_path):
    where = {"run": tmp_path / "run"}
    with pytest.raises(UnknownNameError, match=r"Unknown baseline 'exprt'. Did you mean expert\?"):
        rt.baseline("exprt", PointTask(), **where)
    with pytest.raises(OptionError, match=r"toy/point has no expert, whose actions `hint` would give"):
        rt.baseline("expert", PointTask(expert=False), **where)
    with pytest.raises(OptionError, match="steps goes with sac and ppo: random learns nothing"):
        rt.baseline("random", PointTask(), steps=5, **where)
    with pytest.raises(OptionError, match=r"goals: expected 1 to 12 \(toy/point, split 'train'\), found 13"):
        rt.baseline("random", PointTask(), goals=13, **where)
    assert not (tmp_path / "run").exists()
    rt.baseline("random", PointTask(), goals=1, heldout=0, **where)
    with pytest.raises(RunError, match="exists already"):
        rt.baseline("random", PointTask(), goals=1, heldout=0, **where)


def test_an_expert_that_fails_measures_nothing(tmp_path):
    class Lost(PointTask):
        def hint(self):
            raise ValueError("no way")

    with pytest.raises(TaskError, match=r"toy/point: the baseline failed on the goal train 0 at t=0: .*no way"):
        rt.baseline("expert", Lost(), run=tmp_path / "run")


def test_nothing_reads_code_of_a_baseline(tmp_path):
    run = rt.baseline("random", PointTask(), goals=1, heldout=1, run=tmp_path / "run")
    words = (
        r"The run run is a baseline \(actions drawn evenly .*\), which has no code: it can be plotted and compared\."
    )
    for ask in (lambda: rt.export(run), lambda: rt.rollout(run, PointTask()), lambda: rt.train(run, PointTask())):
        with pytest.raises((OptionError, RunError), match=words):
            ask()
    with pytest.raises(OptionError, match=words):
        rt.train("blank", PointTask(), replay=run.folder.path, run=tmp_path / "again")


def test_without_stable_baselines_it_says_what_to_type(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "stable_baselines3", None)
    with pytest.raises(OptionError, match=r"sac needs Stable-Baselines3, .*: pip install 'robotrace\[sb3\]'"):
        rt.baseline("sac", PointTask(), run=tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_sac_learns_within_its_budget_and_its_best_is_kept(tmp_path, standin):
    heard = []
    run = rt.baseline(
        "sac", rt.make(POINT), steps=800, checks=4, goals=3, heldout=5, run=tmp_path / "sac", on_event=heard.append
    )
    assert run.baseline == "a neural network, trained by soft actor-critic"
    assert run.optimizer_options == {"steps": 800, "checks": 4, "library": "stable_baselines3 0.0-standin"}
    assert [entry.trial.verdict for entry in run.entries] == [
        Verdict.START,
        Verdict.ACCEPTED,
        Verdict.ACCEPTED,
        Verdict.ACCEPTED,
        Verdict.REFUSED,  # as good as the one before, which is kept
    ]
    assert [str(entry.train) for entry in run.entries][-1] == "1.00 [0.44, 1.00] (3/3)"
    assert str(run.heldout) == "1.00 [0.57, 1.00] (5/5)"
    assert run.reason == "800 environment steps were learned from"
    measured = sum(outcome.steps for entry in run.entries for outcome in entry.trial.outcomes)
    assert run.env_steps == 800 + measured  # an action is 10 of them
    assert run.folder.model.read_bytes() == b"weights"
    assert {event["event"] for event in heard} == {"start", "query", "trial", "heldout", "end"}


def test_ppo_collects_whole_rollouts_within_its_budget(tmp_path, standin):
    run = rt.baseline("ppo", rt.make(POINT), steps=4_000, checks=2, goals=1, heldout=1, run=tmp_path / "ppo")
    assert run.reason == "3,840 environment steps were learned from"  # 2 times 3 rollouts of 64 actions
    with pytest.raises(
        OptionError, match=r"steps: 400 are 40 actions, too few to learn from with 2 checks.*smaller n_steps"
    ):
        rt.baseline("ppo", rt.make(POINT), steps=400, checks=2, run=tmp_path / "few")
    few = rt.baseline(
        "ppo", rt.make(POINT), steps=400, checks=2, options={"n_steps": 20}, goals=1, run=tmp_path / "few"
    )
    assert few.reason == "400 environment steps were learned from"


def test_options_are_those_of_the_algorithm(tmp_path, standin):
    with pytest.raises(UnknownNameError, match=r"Unknown option of sac 'learning_rat'. Did you mean learning_rate\?"):
        rt.baseline("sac", rt.make(POINT), options={"learning_rat": 1}, run=tmp_path / "run")
    with pytest.raises(OptionError, match="sac refuses these options: ValueError: learning_rate has to be positive"):
        rt.baseline("sac", rt.make(POINT), options={"learning_rate": 0}, run=tmp_path / "run")
    with pytest.raises(OptionError, match="n_steps: expected a whole number of actions, found 'many'"):
        rt.baseline("ppo", rt.make(POINT), options={"n_steps": "many"}, run=tmp_path / "run")
    with pytest.raises(OptionError, match="toy/point cannot be made anew"):
        rt.baseline("sac", PointTask(), run=tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_a_learner_that_is_stopped_leaves_what_it_measured(tmp_path, standin):
    def stop(event):
        if event["event"] == "trial" and event["iteration"] == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rt.baseline("sac", rt.make(POINT), steps=800, checks=4, goals=1, heldout=1, run=tmp_path / "r", on_event=stop)
    run = rt.results.read_run(tmp_path / "r")
    assert (run.finished, len(run.entries)) == (False, 2)


def test_the_simulators_steps_are_counted():
    env = counted(rt.make("push-v3", horizon=3))
    env.reset(seed=0)
    for _ in range(3):
        env.step(env.action_space.sample())
    assert env.sim_steps == 30
