"""`robotrace check`."""

import json
from pathlib import Path

import mistaken_tasks
import pytest
from typer.testing import CliRunner

from robotrace.cli import app

TASKS = Path(mistaken_tasks.__file__)
REACHER = TASKS.parent / "testing" / "reacher.py"
OPTIMIZER = """
from robotrace.opto import Proposal

class Optimizer:
    name = "mine"
    def propose(self, evidence, *, sample=0):
        return Proposal({})
"""
PROBLEM = """
from robotrace.opto import Candidate, Case, Outcome, Variable

class Problem:
    name, context, variables = "mine", "Any.", (Variable("x", "value", 0),)
    def cases(self, split):
        return [Case(split, 0)]
    def candidate(self, values):
        return Candidate({"x": 0}, "x = 0")
    def query(self, candidate, case, *, traced=True):
        return Outcome(case, True, 1.0, "")

def make_problem(seed=0):
    return Problem()

problem = Problem()
"""


def robotrace(*arguments):
    found = CliRunner().invoke(app, ["check", *map(str, arguments)])
    return found.exit_code, found.stdout, found.stderr


def test_a_mistake_is_a_line_and_exit_status_1():
    code, out, _ = robotrace(f"{TASKS}:OneSplit")
    assert code == 1
    assert out.splitlines()[:2] == [
        "The task toy/point has 1 mistake.",
        "toy/point: reset(): expected held-out goals that training never sees; found held-out goals 0, 1, 2, 3, 11 among the "
        "training goals. Draw all of a start from (seed, goal, split), and from nothing else.",
    ]


def test_none_is_exit_status_0_and_says_what_was_looked_at():
    code, out, _ = robotrace(f"{TASKS}:Sound")
    assert code == 0
    assert out.splitlines()[:2] == [
        "The task toy/point has no mistakes.",
        "Note: It can be stepped past the end of an episode; nobody does.",
    ]
    assert out.splitlines()[2].startswith("Looked at: attributes; observations, rewards and flags; ")


def test_one_object_for_machines():
    code, out, _ = robotrace(f"{TASKS}:Prints", "--json")
    assert code == 1
    body = json.loads(out)
    assert (body["kind"], body["name"], body["notes"][1:]) == ("task", "toy/point", [])
    assert body["mistakes"] == [
        {
            "where": "step()",
            "expected": "nothing to be printed",
            "found": "'step\\n'",
            "remedy": "Standard output is for results: use logging, or take it out.",
            "line": "toy/point: step(): expected nothing to be printed; found 'step\\n'. Standard output is for results: use "
            "logging, or take it out.",
        }
    ]


def test_what_hangs_is_ended():
    code, out, _ = robotrace(f"{TASKS}:Hangs", "--step-seconds", 0.3)
    assert code == 1
    assert "toy/point: step(): expected an answer within 0.3 s; found none (" in out


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        (
            OPTIMIZER,
            "",
            "The optimizer mine has 1 mistake.\nmine: propose(): expected new values, or a refusal that says why",
        ),
        (
            PROBLEM,
            "",
            "The problem mine has 1 mistake.\nmine: candidate({'no such parameter': 0}): expected ProposalError",
        ),
        (PROBLEM, ":make_problem", "The problem mine has 1 mistake."),
        (PROBLEM, ":Problem", "The problem mine has 1 mistake."),
    ],
)
def test_what_a_file_holds_is_looked_at_as_what_it_is(tmp_path, text, name, words):
    file = tmp_path / "mine.py"
    file.write_text(text)
    code, out, _ = robotrace(f"{file}{name}")
    assert (code, out[: len(words)]) == (1, words)


@pytest.mark.slow
def test_a_controller_needs_its_task_and_is_not_imported_without(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text("raise SystemExit('imported')\n\n\ndef controller(seen):\n    return [0.0, 0.0]\n")
    code, _, err = robotrace(file)
    assert (code, err) == (2, f"robotrace: {file} is a controller: name the task that it is for, with --task.\n")
    file.write_text("def controller(seen):\n    return [0.0, 0.0]\n")
    code, out, _ = robotrace(file, "--task", f"{REACHER}:Reacher", "--goals", 1)
    assert code == 0
    assert out.startswith(f"The controller {file} has no mistakes.\nNote: An action takes ")
    assert robotrace("reach", "--task", f"{REACHER}:Reacher", "--goals", 1)[0] == 1


@pytest.mark.parametrize(
    ("thing", "words"),
    [
        ("rech-v3", "Unknown task, problem, optimizer or policy 'rech-v3'. Did you mean reach-v3"),
        ("./nowhere.py", "There is no file "),
        ("blank", "blank is a controller: name the task that it is for, with --task."),
    ],
)
def test_what_cannot_be_looked_at_is_one_line(thing, words):
    code, out, err = robotrace(thing)
    assert (code, out) == (2, "")
    assert err.startswith(f"robotrace: {words}")
    assert err.count("\n") == 1


def test_a_file_without_a_usual_name_is_asked_for_one(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text("x = 3\n")
    words = f"robotrace: {file} defines none of make_task, problem, make_problem, Optimizer, controller: name what is meant, "
    assert robotrace(file)[2] == f"{words}{file}:NAME.\n"
    assert robotrace(f"{file}:x")[2].startswith(
        f"robotrace: {file}:x: expected a task, a problem, an optimizer, or a function"
    )


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_eval_ends_a_task_that_hangs_and_blames_no_controller(workers):
    arguments = [
        "eval",
        "reach",
        "--task",
        f"{TASKS}:Hangs",
        "--goals",
        "2",
        "--workers",
        str(workers),
        "--step-seconds",
        "0.5",
    ]
    found = CliRunner().invoke(app, [*arguments, "--quiet"])
    assert (found.exit_code, found.stdout) == (1, "")
    words = "robotrace: toy/point: step(): expected an answer within 0.5 s; found none ("
    assert found.stderr.splitlines()[-1].startswith(words)
    assert found.stderr.count("\n") == 1


@pytest.mark.slow
def test_train_names_the_task_that_is_mistaken(tmp_path):
    run = str(tmp_path / "run")
    found = CliRunner().invoke(
        app,
        [
            "train",
            f"{TASKS}:ForgetsItself",
            "--policy",
            "reach",
            "--run",
            run,
            "--workers",
            "1",
            "--heldout",
            "2",
            "-q",
        ],
    )
    assert found.stderr.splitlines()[-1] == (
        "robotrace: toy/point: step() at t=3: expected the field 'hand_pos' to be finite; found ndarray array([nan, nan, nan]). "
        "Look for what makes it so, or end the episode before."
    )
    assert found.exit_code == 1
