"""The command line by itself: rollouts and training are stand-ins here."""

import json
import subprocess
import sys
from importlib import import_module
from types import SimpleNamespace

import pytest
from fake_runs import write_run
from typer.testing import CliRunner

from robotrace.cli import app
from robotrace.cli import train as train_command
from robotrace.episodes.episode import Failure, FailureKind
from robotrace.errors import ModelError, OptionError
from robotrace.opto import METERS, Case
from robotrace.results import Mean, Rate, read_run
from robotrace.training import Budget

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("without_ink")]

RATE_KEYS = ["successes", "n", "rate", "low", "high"]


class Task:
    fields = ()
    levels = ("score", "facts", "hints")
    action = SimpleNamespace(names=("x", "y", "z", "grip"))
    instruction = "A table.\nTask: pick up the puck.\nSuccess: it is at the goal."

    def __init__(self, name, *, seed=0, **options):
        self.name = f"metaworld/{name.removeprefix('metaworld/')}"
        self.seed = seed
        self.options = options
        self.control = options.get("control", "macro")
        self.horizon = options.get("horizon", 50)

    def goals(self, split):
        return 50


class Episode:
    solvable, scored = True, "reward"

    def __init__(self, goal, success, failure=None):
        self.case, self.success, self.failure = Case("heldout", goal), success, failure
        self.success_at_any = success

    def __len__(self):
        return 50


@pytest.fixture
def calls(monkeypatch):
    """What the stand-ins were called with, by name."""
    made = {}

    def make(name, **options):
        made["make"] = (name, options)
        return Task(name, **options)

    def subject_of(name, *, seed=None, recorded=None, **options):
        return make(name, seed=recorded or 0 if seed is None else seed, **options)

    def train(controller, task, *, on_event, run, resume, optimizer, **options):
        made["train"] = {"controller": controller, "task": task, "run": run, "resume": resume, **options}
        if not resume:
            settings = {"options": task.options, "seed": task.seed, "iterations": options["iterations"]}
            write_run(run, [0, None, 5], final=(49, 50), on_event=on_event or (lambda event: None), **settings)
        return read_run(run)

    def evaluate(controller, task, *, goals, split, until, on_episode, workers, pool, trust):
        made["evaluate"] = {"controller": controller, "goals": goals, "split": split, "until": until}
        made["machine"] = {"workers": workers, "pool": pool}
        broken = Failure(FailureKind.EXCEPTION, "KeyError: 'puck'", 0, line=5)
        episodes = tuple(Episode(goal, goal > 1, broken if goal == 0 else None) for goal in range(goals))
        for episode in episodes:
            on_episode(episode)
        solved = Rate.of(episode.success for episode in episodes)
        return SimpleNamespace(
            episodes=episodes,
            split=split,
            success=solved,
            success_at_any=solved,
            success_at_end=Rate(0, goals),
            by_task={},
            solvable=True,
            scored=False,
            counted="any",
            return_mean=12.5,
            returns=Mean.of([12.5] * goals),
            reproducible=False,
            notes=("Not reproducible: it acts otherwise.",),
            failed_after_success=(Episode(3, True, broken),),
        )

    def choose(name, options=None, *, model=None, chat=None):
        made["choose"] = {"name": name, "model": model, **(options or {})}
        return SimpleNamespace(name=name, model=model, propose=lambda evidence, sample=0: None)

    episodes, training, optimizers = (
        import_module(f"robotrace.{name}") for name in ("episodes", "training", "optimizers")
    )
    for room in (episodes, training, optimizers):  # a module that is imported later would keep a stand-in for good
        for name in room.__all__:
            getattr(room, name)
    monkeypatch.setattr(episodes, "make", make)
    monkeypatch.setattr(episodes, "task_names", lambda: ("metaworld/pick-place-v3", "metaworld/reach-v3"))
    monkeypatch.setattr(episodes, "find_controller", lambda name: f"<{name}>")
    monkeypatch.setattr(episodes, "evaluate", evaluate)
    monkeypatch.setattr(training, "train", train)
    monkeypatch.setattr(training, "subject_of", subject_of)
    monkeypatch.setattr(optimizers, "choose", choose)
    monkeypatch.setattr(sys.modules["robotrace.training.recorded"], "choose", choose)
    monkeypatch.setattr(
        optimizers, "automatic", lambda levels, *, model=None, variables: ("induce", "no model is named")
    )
    return made


@pytest.fixture
def robotrace(tmp_path, monkeypatch):
    """Call the command line in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ROBOTRACE_MODEL", raising=False)

    def call(*arguments):
        return CliRunner().invoke(app, arguments)

    return call


def test_train_prints_the_contract_and_nothing_else(robotrace, calls):
    result = robotrace("train", "pick-place-v3", "--json")
    assert result.exit_code == 0
    body = json.loads(result.stdout)
    assert list(body) == [
        "run",
        "task",
        "optimizer",
        "feedback",
        "iterations",
        "calls",
        "tokens",
        "prompt_tokens",
        "completion_tokens",
        "cached_tokens",
        "usd",
        "env_steps",
        "student_calls",
        "student_tokens",
        "seconds",
        "reason",
        "heldout",
        "train",
    ]
    assert body["run"] == "results/pick-place-v3-induce-001"
    assert body["heldout"] == {
        "successes": 49,
        "n": 50,
        "rate": 0.98,
        "low": Rate(49, 50).low,
        "high": Rate(49, 50).high,
    }
    assert list(body["train"]) == RATE_KEYS
    assert (body["iterations"], body["env_steps"], body["seconds"]) == (2, 30000, 15.0)


def test_train_lets_tune_take_turns(robotrace, calls):
    robotrace("train", "pick-place-v3", "-q", "--tune-every", "2")
    assert calls["choose"] == {"name": "induce", "model": None, "tune_every": 2}


def test_train_hands_further_options_to_the_optimizer(robotrace, calls):
    robotrace("train", "pick-place-v3", "-q", "--optimizer", "tune", "--policy", "pick_place")
    assert (calls["choose"]["name"], calls["train"]["controller"]) == ("tune", "pick_place")
    robotrace(
        "train", "pick-place-v3", "-q", "--option", "population=8", "--option", "word=two=2", "--option", "on=true"
    )
    assert calls["choose"] == {"name": "induce", "model": None, "population": 8, "word": "two=2", "on": True}


def test_train_passes_its_defaults_on(robotrace, calls):
    robotrace("train", "pick-place-v3", "-q")
    assert calls["make"] == ("pick-place-v3", {"seed": 0})
    assert calls["choose"] == {"name": "induce", "model": None}
    given = {key: calls["train"][key] for key in ("controller", "feedback", "iterations", "goals", "heldout", "resume")}
    assert given == {
        "controller": "blank",
        "feedback": None,
        "iterations": 20,
        "goals": None,
        "heldout": None,
        "resume": False,
    }
    assert calls["train"]["trust"] is False


def test_train_passes_its_options_on(robotrace, calls):
    result = robotrace(
        *("train", "reach-v3", "--optimizer", "optoprime", "--model", "gpt-5.2", "--view", "masked", "--memory", "3"),
        *("--reply", "json", "--vision"),
        *("--temperature", "0.5", "--reasoning-effort", "low", "--timeout", "90"),
        *("--policy", "./mine.py", "--feedback", "score", "--iterations", "7", "--goals", "2", "--heldout", "9"),
        *(
            "--seed",
            "4",
            "--control",
            "macro",
            "--hold",
            "5",
            "--horizon",
            "80",
            "--run",
            "here",
            "--trust",
        ),
    )
    assert result.exit_code == 0
    assert calls["make"] == ("reach-v3", {"seed": 4, "control": "macro", "hold": 5, "horizon": 80})
    assert calls["choose"] == {
        "name": "optoprime",
        "model": "gpt-5.2",
        "view": "masked",
        "memory": 3,
        "reply": "json",
        "vision": True,
        "temperature": 0.5,
        "reasoning_effort": "low",
        "timeout": 90.0,
    }
    given = calls["train"]
    assert (given["controller"], given["feedback"], given["iterations"]) == ("./mine.py", "score", 7)
    assert (given["goals"], given["heldout"], given["trust"]) == (2, 9, True)
    assert str(given["run"]) == "here"


def test_train_tells_what_happens_and_ends_with_a_card(robotrace, calls):
    result = robotrace("train", "pick-place-v3")
    assert "optimizer induce: no model is named" in result.stderr
    assert "run results/pick-place-v3-induce-001" in result.stderr
    assert "   2  accepted     5/5 goals     6.0 s  solves more goals" in result.stderr
    assert "0.98 [0.90, 1.00] (49/50)" in result.stdout
    assert "hints feedback (the expert's targets), no language model" in result.stdout
    assert "def controller(observation):" in result.stdout
    assert "robotrace eval results/pick-place-v3-induce-001 --seed 1000" in result.stdout


def test_train_leaves_a_plot(robotrace, calls, tmp_path, without_ink):
    without_ink.undo()
    robotrace("train", "pick-place-v3", "--run", "here", "-q")
    assert (tmp_path / "here" / "plot.png").exists()
    assert (tmp_path / "here" / "plot.svg").exists()


def test_quiet_is_quiet(robotrace, calls):
    assert robotrace("train", "pick-place-v3", "-q").stderr == ""


def test_resume_takes_what_is_not_given_from_the_run(robotrace, calls):
    robotrace("train", "reach-v3", "--seed", "4", "--control", "raw", "--iterations", "7", "--run", "here")
    result = robotrace("train", "--run", "here", "--resume", "--iterations", "9")
    assert result.exit_code == 0
    assert calls["make"] == ("metaworld/pick-place-v3", {"seed": 4, "control": "raw"})
    assert (calls["train"]["resume"], calls["train"]["iterations"]) == (True, 9)
    assert calls["train"]["feedback"] == "hints"


@pytest.mark.parametrize("form", [["--resume", "here"], ["here", "--resume"], ["--run", "here", "--resume"]])
def test_a_run_is_gone_on_with_in_either_form(robotrace, calls, form):
    robotrace("train", "reach-v3", "--run", "here")
    assert robotrace("train", *form).exit_code == 0
    assert (calls["train"]["resume"], str(calls["train"]["run"])) == (True, "here")


def test_train_passes_search_and_caps_on(robotrace, calls):
    result = robotrace(
        *("train", "reach-v3", "--search", "greedy", "--samples", "3", "--retries", "0", "--heldout-curve"),
        *(
            "--max-calls",
            "9",
            "--max-tokens",
            "1000",
            "--max-usd",
            "0.5",
            "--max-env-steps",
            "70",
            "--max-seconds",
            "60",
        ),
    )
    assert result.exit_code == 0
    given = calls["train"]
    assert (given["search"], given["retries"], given["heldout_curve"]) == ("greedy", 0, True)
    assert calls["choose"]["samples"] == 3
    assert given["budget"] == Budget(calls=9, tokens=1000, usd=0.5, env_steps=70, seconds=60.0)


def test_train_has_a_flag_for_each_thing_that_a_run_counts(robotrace, calls):
    flags = [word for meter in METERS for word in (meter.flag, "7")]
    assert flags[::2] == [
        *("--max-calls", "--max-tokens", "--max-prompt-tokens", "--max-completion-tokens", "--max-cached-tokens"),
        *("--max-usd", "--max-env-steps", "--max-student-calls", "--max-student-tokens", "--max-seconds"),
    ]
    robotrace("train", "reach-v3", *flags)
    assert calls["train"]["budget"] == Budget(**{meter.name: 7 for meter in METERS})
    shown = robotrace("train", "--help").stdout
    assert all(flag in shown for flag in flags[::2])
    assert robotrace("train", "reach-v3", "--max-cached-tokens", "0.5").exit_code == 2  # they are counted whole


def test_a_resumed_run_keeps_its_search_and_caps_unless_told_otherwise(robotrace, calls, tmp_path):
    caps = {"calls": 9, "tokens": 1000}
    write_run(
        tmp_path / "here", [0, 5], search="greedy", samples=3, retries=0, heldout_curve=True, caps=caps, confirm=7
    )
    robotrace("train", "--resume", "here", "--max-calls", "12")
    given = calls["train"]
    assert (given["search"], given["retries"], given["heldout_curve"]) == ("greedy", 0, True)
    assert calls["choose"]["samples"] == 3
    assert given["budget"] == Budget(calls=12, tokens=1000)
    assert given["confirm"] == 7


def test_a_replay_takes_everything_from_the_recorded_run(robotrace, calls, tmp_path):
    write_run(tmp_path / "old", [0, 5], optimizer="optoprime", feedback="score", model="m", seed=4, options={"hold": 5})
    assert robotrace("train", "--llm", "replay:old", "--run", "new").exit_code == 0
    assert calls["make"] == ("metaworld/pick-place-v3", {"seed": 4, "hold": 5})
    given = calls["train"]
    assert (str(given["replay"]), str(given["run"]), given["feedback"]) == ("old", "new", "score")


def test_ctrl_c_says_how_to_go_on(robotrace, calls, monkeypatch):
    def train(controller, task, *, run, **options):
        write_run(run, [0, 1])
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["robotrace.training"], "train", train)
    result = robotrace("train", "reach-v3", "--run", "here")
    assert result.exit_code == 130
    assert result.stderr.splitlines()[-1] == (
        "robotrace: stopped. What was measured stays readable in here; resume with: robotrace train --resume here"
    )


@pytest.mark.parametrize(
    ("task", "again"),
    [("reach-v3", "--resume 'my run'"), ("a b/t.py:make", "'a b/t.py:make' --run 'my run' --resume")],
)
def test_the_command_that_resumes_can_be_pasted(robotrace, calls, monkeypatch, task, again):
    def train(controller, task, *, run, **options):
        write_run(run, [0, 1])
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["robotrace.training"], "train", train)
    result = robotrace("train", task, "--run", "my run")
    assert result.stderr.splitlines()[-1].endswith(f"in my run; resume with: robotrace train {again}")


@pytest.mark.parametrize(
    ("error", "code"), [(OptionError("heldout: found 99."), 2), (ModelError("No key.\n  Set one."), 1)]
)
def test_an_error_is_one_line_and_leaves_no_empty_folder(robotrace, calls, monkeypatch, tmp_path, error, code):
    def train(controller, task, **options):
        raise error

    monkeypatch.setattr(sys.modules["robotrace.training"], "train", train)
    result = robotrace("train", "reach-v3")
    assert result.exit_code == code
    assert result.stderr.splitlines()[-1] == f"robotrace: {' '.join(str(error).split())}"
    assert result.stdout == ""
    assert not list((tmp_path / "results").iterdir())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["train"], "robotrace: TASK is missing: which task? `robotrace tasks` lists them."),
        (["train", "reach-v3", "--feedback", "hint"], "robotrace: Unknown feedback level 'hint'. Did you mean hints?"),
        (
            ["train", "--resume"],
            "robotrace: --resume needs the folder of the run: --resume RUN, or --run RUN --resume.",
        ),
        (
            ["train", "--resume", "nowhere"],
            "robotrace: --resume nowhere: there is no run in that folder. "
            "To resume a run of this task: --run RUN --resume.",
        ),
        (
            ["train", "reach-v3", "--llm", "gpt-5.2"],
            "robotrace: --llm: expected replay:RUN, such as replay:results/reach; found 'gpt-5.2'. A model: --model.",
        ),
        (
            ["train", "--llm", "replay:x", "--model", "m"],
            "robotrace: --llm replay:RUN brings its optimizer and its model: leave --optimizer and --model out.",
        ),
        (
            ["train", "reach-v3", "--option", "8"],
            "robotrace: --option: expected NAME=VALUE, such as population=8; found '8'.",
        ),
        (["eval", "blank"], "robotrace: --task is missing: which task? `robotrace tasks` lists them."),
        (["eval", "blank", "--task", "x", "--split", "held"], "robotrace: Unknown split 'held'. Did you mean heldout?"),
        (["tasks", "reachh"], "robotrace: Unknown task 'reachh'. Did you mean reach-v3, cache, Reacher-v5?"),
    ],
)
def test_bad_input_is_one_line_with_exit_code_2(robotrace, calls, arguments, message):
    result = robotrace(*arguments)
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [message]


def test_no_run_folder_is_named(robotrace, tmp_path):
    result = robotrace("plot", "nowhere")
    assert result.exit_code == 1
    assert result.stderr.startswith("robotrace: 'nowhere' is not a run folder")


def test_eval_prints_the_contract_and_nothing_else(robotrace, calls):
    result = robotrace(
        "eval", "pick_place", "--task", "pick-place-v3", "--goals", "4", "--goal-seed", "7", "--hold", "5", "--json"
    )
    body = json.loads(result.stdout)
    assert body == {
        "task": "metaworld/pick-place-v3",
        "policy": "pick_place",
        "split": "heldout",
        "held_out": True,
        "goals": 4,
        "seed": 7,
        "goal_seed": 7,
        "control": "macro",
        "horizon": 50,
        "hold": 5,
        "gain": None,
        "reward_version": None,
        "options": {"hold": 5},
        "optimizer": None,
        "feedback": None,
        "model": None,
        "counted": "any",
        "success": Rate(2, 4).as_json(),
        "success_at_any": Rate(2, 4).as_json(),
        "success_at_end": Rate(0, 4).as_json(),
        "return_mean": 12.5,
        "return_low": 12.5,
        "return_high": 12.5,
        "reproducible": False,
        "notes": ["Not reproducible: it acts otherwise."],
        "failures": [
            {"goal": 0, "reason": "exception at t=0, line 5: KeyError: 'puck'"},
            {"goal": 1, "reason": "not solved within 50 actions"},
        ],
        "failed_after_success": [{"goal": 3, "reason": "exception at t=0, line 5: KeyError: 'puck'"}],
    }
    assert calls["evaluate"] == {"controller": "<pick_place>", "goals": 4, "split": "heldout", "until": "horizon"}


def test_eval_lists_what_failed(robotrace, calls):
    shown = robotrace("eval", "blank", "--task", "reach-v3", "--goals", "4").stdout
    assert "0.50 [0.15, 0.85] (2/4)" in shown
    assert "4 held-out goals, seed 0" in shown
    assert "exception at t=0, line 5: KeyError: 'puck'" in shown
    assert "Not reproducible: it acts otherwise." in shown


def test_eval_of_a_run_takes_its_task_and_options(robotrace, calls, tmp_path):
    run = write_run(tmp_path / "run", [0, 5], final=(5, 5), options={"control": "macro", "hold": 5}, seed=3)
    robotrace("eval", "run", "--goals", "3")
    assert calls["make"] == ("metaworld/pick-place-v3", {"seed": 3, "control": "macro", "hold": 5})
    assert calls["evaluate"]["controller"] == run.best


def test_eval_of_a_run_under_another_control_leaves_its_options(robotrace, calls, tmp_path):
    write_run(tmp_path / "run", [0, 5], options={"control": "macro", "hold": 5})
    robotrace("eval", "run", "--goals", "3", "--control", "raw", "--goal-seed", "9")
    assert calls["make"] == ("metaworld/pick-place-v3", {"seed": 9, "control": "raw"})


def test_plot_draws_one_run_into_its_folder_and_several_here(robotrace, tmp_path, without_ink):
    without_ink.undo()
    for seed, name in enumerate(("one", "two")):
        write_run(tmp_path / name, [0, 5], final=(5, 5), seed=seed)
    drawn = robotrace("plot", "one")
    assert drawn.stdout == "one/plot.png\none/plot.svg\none/plot.pdf\n"
    assert drawn.stderr == "drawn against environment steps (--x env_steps)\n"
    assert json.loads(robotrace("plot", "one", "two", "--x", "seconds", "--json").stdout) == {
        "png": "plot.png",
        "svg": "plot.svg",
        "pdf": "plot.pdf",
        "x": "seconds",
    }
    assert (tmp_path / "plot.svg").exists()


def test_plot_notes_a_torn_line(robotrace, tmp_path):
    run = write_run(tmp_path / "run", [0, 5])
    with run.folder.events.open("ab") as file:
        file.write(b'{"n": 9')
    assert "torn last line was left out" in robotrace("plot", "run").stderr


def test_plot_refuses_an_unknown_axis(robotrace, tmp_path):
    write_run(tmp_path / "run", [0, 5])
    result = robotrace("plot", "run", "--x", "steps")
    assert result.exit_code == 2
    assert result.stderr == "robotrace: Unknown axis 'steps'. Did you mean env_steps, tokens, seconds?\n"


def test_tasks_are_listed(robotrace, calls):
    assert "metaworld/reach-v3" in robotrace("tasks").stdout
    assert json.loads(robotrace("tasks", "pick", "--json").stdout) == {
        "tasks": [
            {
                "name": "metaworld/pick-place-v3",
                "description": "pick up the puck and carry it to the goal, which is in the air.",
                "horizon": 50,
                "feedback": ["score", "facts", "hints"],
            }
        ],
        "problems": [],
    }


@pytest.mark.parametrize("command", [[], ["tasks"], ["train"], ["eval"], ["plot"]])
def test_help_teaches_by_example(robotrace, command):
    result = robotrace(*command, "--help")
    assert result.exit_code == 0
    assert f"  robotrace {' '.join(command) or 'train pick-place-v3'}" in result.stdout


def test_the_version_is_printed(robotrace):
    assert robotrace("--version").stdout.startswith("robotrace 0.")


def test_the_command_line_imports_nothing_heavy():
    code = (
        "import sys, robotrace.cli; "
        "sys.exit(', '.join({'mujoco', 'metaworld', 'openai', 'matplotlib'} & set(sys.modules)) or 0)"
    )
    found = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert found.returncode == 0, found.stderr


@pytest.mark.parametrize(
    ("given", "passed"),
    [
        ([], {"workers": None, "pool": None}),
        (["--workers", "3"], {"workers": 3, "pool": None}),
        (["--pool", "serial"], {"workers": None, "pool": "serial"}),
        (["--pool", "ray:ray://head:10001"], {"workers": None, "pool": "ray:ray://head:10001"}),
        (["--ray", "auto"], {"workers": None, "pool": "ray:auto"}),
    ],
)
def test_episodes_run_on_all_cores_unless_told_otherwise(calls, given, passed):
    assert CliRunner().invoke(app, ["eval", "pick_place", "--task", "reach-v3", *given]).exit_code == 0
    assert calls["machine"] == passed


def test_what_draws_is_loaded_while_the_last_goals_are_played(monkeypatch):
    heard, loads = [], []
    monkeypatch.setattr(train_command, "expect_pictures", lambda: loads.append(len(heard)))
    listener = train_command._foreseeing(heard.append)
    for split in ("train", "heldout", "heldout"):
        listener({"event": "query", "split": split, "done": 0, "of": 2})
    assert (len(heard), loads) == (3, [1])
