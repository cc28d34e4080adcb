"""`train`, `eval`, `plot` and `compare` of problems in a user's file, in the problems' own words."""

import json

import pytest
from typer.testing import CliRunner

from robotrace.cli import app

pytestmark = pytest.mark.slow

MINE = '''
import robotrace as rt
from robotrace.opto import Candidate, Case, Outcome, Proposal, Variable


@rt.bundle(trainable=True)
def solve(x):
    """Twice x."""
    return x + 1


def exact(output, row):
    """Whether it is right."""
    return output == row[1]


def make(*, seed=0):
    return rt.DataProblem(solve, [(x, 2 * x) for x in range(10)], exact, seed=seed)


problem = rt.DataProblem(solve, [(x, 2 * x) for x in range(10)], exact)


class Mine:
    """Writes what is right."""

    name = "mine"

    def propose(self, evidence, *, sample=0):
        return Proposal({"solve": "def solve(x):\\n    return 2 * x\\n"})


class Two:
    """A problem of two cases, without words of its own."""

    name, context = "two", "Make x as large as the case."
    variables = (Variable("x", "number", 0.5),)

    def cases(self, split):
        return [Case(split, index) for index in range(2 if split == "train" else 0)]

    def candidate(self, values):
        x = values.get("x", 0.5)
        return Candidate({"x": x}, f"x = {x}\\n")

    def query(self, candidate, case, *, traced=True):
        x = candidate.values["x"]
        return Outcome(case, x >= case.index, float(x), "make x larger")


class Larger:
    """One more each time."""

    name = "larger"

    def propose(self, evidence, *, sample=0):
        return Proposal({"x": float(len(evidence.trials))})
'''
TRAINED = """\
╭─ solve ─────────────────────────────────────────────────────────────────╮
│ held-out    1.00 [0.34, 1.00] (2/2)  rows that training never saw       │
│ training    1.00 [0.68, 1.00] (8/8)  rows that it was trained on        │
│ mean score  held-out 1, training 1                                      │
│ trained by  mine: no language model                                     │
"""
BEST = """\
# Trained by robotrace for solve: mine, no language model, iteration 1.
def solve(x):
    return 2 * x


controller = solve
"""


@pytest.fixture
def robotrace(tmp_path, monkeypatch):
    """Call the command line beside the user's file."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "mine.py").write_text(MINE)

    def call(*arguments):
        return CliRunner().invoke(app, arguments)

    return call


@pytest.fixture
def trained(robotrace):
    result = robotrace(
        "train", "./mine.py:make", "--seed", "3", "--optimizer", "./mine.py:Mine", "--run", "run", "--workers", "1"
    )
    assert result.exit_code == 0, result.output
    return result


def test_a_data_set_is_trained_in_its_own_words(trained, tmp_path):
    lines = [line.rstrip(" │") for line in trained.stdout.splitlines()]
    for line in TRAINED.splitlines()[1:]:
        assert line.rstrip(" │") in lines
    assert "used        1 iteration · 16 program calls · " in trained.stdout
    assert "goal" not in trained.output
    assert trained.stdout.endswith(
        f"\nrobotrace eval run --task {tmp_path}/mine.py:make   # on its held-out rows\nrobotrace plot run\n"
    )
    assert "   1  accepted     8/8 rows score 1 " in trained.stderr
    assert (tmp_path / "run" / "best.py").read_text() == BEST


def test_a_run_s_best_is_evaluated_on_its_held_out_rows_where_the_file_is_named(robotrace, trained, tmp_path):
    refused = robotrace("eval", "run")
    assert refused.exit_code == 1
    assert refused.stderr == (
        f"robotrace: The run folder names a file of Python, '{tmp_path}/mine.py:make', which would run with all that you may do; "
        f"a folder's word is not enough for that. If you know the file: robotrace eval run --task {tmp_path}/mine.py:make\n"
    )
    found = robotrace("eval", "run", "--task", "./mine.py:make")
    assert [line.rstrip() for line in found.stdout.splitlines()] == [
        "solved      1.00 [0.34, 1.00] (2/2)",
        "mean score  1 (n=2)",
        "program     run",
        "problem     solve: 2 held-out rows",
    ]
    body = json.loads(robotrace("eval", "run", "--task", "./mine.py:make", "--json").stdout)
    assert (body["problem"], body["case"], body["cases"], body["score"]) == ("solve", "row", 2, 1.0)
    assert body["mean_score"] == {"mean": 1.0, "n": 2, "low": None, "high": None}
    assert (body["success"]["successes"], body["optimizer"], body["notes"]) == (2, "mine", [])
    other = robotrace("eval", "run", "--task", "./mine.py:make", "--seed", "5")
    assert other.stderr == (
        "robotrace: --seed 5 would deal the rows out anew, and some held-out ones would be those that the run was trained on: "
        "leave it out.\n"
    )
    elsewhere = robotrace("eval", "run", "--task", "./mine.py:problem", "--json")
    assert json.loads(elsewhere.stdout)["notes"] == [
        "The rows, or how they are dealt out, are not those of the run: some of these may be rows that it was trained on."
    ]


def test_a_problem_s_start_is_evaluated_by_its_own_name(robotrace):
    found = robotrace("eval", "./mine.py:problem", "--split", "train")
    assert [line.rstrip() for line in found.stdout.splitlines()] == [
        "solved      0.00 [0.00, 0.32] (0/8)",
        "mean score  0 (n=8)",
        "program     ./mine.py:problem",
        "problem     solve: 8 training rows",
    ]


def test_it_is_resumed_where_the_file_is_named_plotted_and_compared(robotrace, trained, tmp_path):
    events = tmp_path / "run" / "events.jsonl"
    events.write_text("".join(events.read_text().splitlines(keepends=True)[:3]))
    (tmp_path / "run" / "best.py").unlink()
    again = ("--run", "run", "--resume", "--optimizer", "./mine.py:Mine", "--workers", "1")
    assert f"robotrace train {tmp_path}/mine.py:make --run run --resume" in robotrace("train", "--resume", "run").stderr
    assert robotrace("train", "./mine.py:make", *again).exit_code == 0
    assert (tmp_path / "run" / "best.py").read_text() == BEST
    assert robotrace("plot", "run").exit_code == 0
    compared = robotrace("compare", "run")
    assert "2 held-out rows a run · seed 3 · no language model" in compared.stdout


def test_the_file_is_kept_for_reading_and_asked_for_where_it_has_moved(robotrace, trained, tmp_path):
    kept = tmp_path / "run" / "source.py.txt"
    assert kept.read_text() == MINE
    (tmp_path / "mine.py").rename(tmp_path / "moved.py")
    refused = robotrace("eval", "run")
    assert (
        "It is no longer there; its text is in run/source.py.txt. If you know the file: robotrace eval run --task"
        in refused.stderr
    )
    found = robotrace("eval", "run", "--task", "./moved.py:make")
    assert found.exit_code == 0
    assert "2 held-out rows" in found.stdout


def test_a_problem_of_two_cases_trains_with_what_there_is(robotrace):
    result = robotrace("train", "./mine.py:Two", "--optimizer", "./mine.py:Larger", "--run", "run", "--json")
    assert result.exit_code == 0, result.output
    body = json.loads(result.stdout)
    assert (body["task"], body["case"], body["train"]["successes"], body["heldout"]["n"]) == ("two", "case", 2, 0)
    assert "two has no case to hold out: the result is tried on none that training has not seen." in result.stderr
    refused = robotrace("train", "./mine.py:Two", "--optimizer", "./mine.py:Larger", "--goals", "3", "--run", "none")
    assert refused.stderr.splitlines()[-1] == "robotrace: goals: two has 2 training cases, found 3."
    held = robotrace("train", "./mine.py:Two", "--optimizer", "./mine.py:Larger", "--heldout", "1", "--run", "none")
    assert held.stderr.splitlines()[-1] == "robotrace: heldout: two has 0 held-out cases, found 1."


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("train", "./mine.py:problem", "--seed", "3"),
            "./mine.py:problem is a problem that takes no seed: leave it out",
        ),
        (
            ("train", "./mine.py:make", "--horizon", "3"),
            "./mine.py:make is a problem that takes no horizon: leave it out",
        ),
        (
            ("train", "./mine.py:make", "--policy", "blank"),
            "--policy goes with a robot's task: solve is a problem, which has",
        ),
        (
            ("train", "./mine.py:Two", "--optimizer", "./mine.py:Larger", "--pool", "process"),
            "Unknown pool 'process'. Did you mean processes?",
        ),
        (("eval", "./mine.py:problem", "--workers", "0"), "workers: expected a whole number from 1 up, found 0."),
        (
            ("eval", "./mine.py:Two", "--split", "train", "--trust"),
            "--trust goes with programs that run in the sandbox; two runs its own.",
        ),
        (
            ("train", "./mine.py:make", "--optimizer", "induce"),
            "induce learns from a robot's expert, and solve has none",
        ),
        (("eval", "./mine.py:Two"), "two has no heldout cases: choose another split."),
        (("eval", "./mine.py:problem", "--goals", "3"), "rows: solve has 2 of the split 'heldout', found 3."),
        (("eval", "./mine.py:solve"), "--task is missing: which task?"),
    ],
)
def test_a_mistake_is_one_line(robotrace, tmp_path, arguments, words):
    result = robotrace(*arguments)
    assert result.exit_code == 2, result.output
    assert result.stderr.splitlines()[-1].startswith(f"robotrace: {words}")
    assert not list(tmp_path.glob("results/*"))


def test_workers_and_pools_are_for_problems_too(robotrace):
    trained = robotrace("train", "./mine.py:Two", "--optimizer", "./mine.py:Larger", "--run", "run", "--workers", "2")
    assert trained.exit_code == 0, trained.output
    for subject, options in (("run", ("--task", "./mine.py:Two")), ("./mine.py:Two", ("--pool", "processes"))):
        found = robotrace("eval", subject, *options, "--split", "train", "--workers", "2")
        assert found.exit_code == 0, found.output
        assert "2 training cases" in found.stdout


def test_a_controller_s_file_is_not_imported_to_see_whether_it_holds_a_problem(robotrace, tmp_path):
    (tmp_path / "theirs.py").write_text(
        "open('imported', 'w').close()\n\n\ndef policy(observation):\n    return [0.0]\n\n\ncontroller = policy\n"
    )
    for name in ("./theirs.py", "./theirs.py:policy", "./theirs.py:controller"):
        assert "--task is missing" in robotrace("eval", name).stderr
    assert not (tmp_path / "imported").exists()


LIVE = '''
import threading

import robotrace as rt
from robotrace.opto import Proposal


class Client:
    """It cannot be copied."""

    def __init__(self):
        self.lock = threading.Lock()

    def chat(self, prompt):
        """Twice the number in it."""
        with self.lock:
            return 2 * int(prompt.split()[-1])


client = Client()


@rt.bundle(trainable=True)
def solve(x):
    """Asks the client."""
    return x


def ask(x):
    """What the program is."""
    return solve(x) if client.lock is None else solve(client.chat(f"twice {x}") // 2)


problem = rt.DataProblem(ask, [(x, 2 * x) for x in range(10)], lambda output, row: output == row[1])


class Mine:
    """Asks."""

    name = "mine"

    def propose(self, evidence, *, sample=0):
        return Proposal({"solve": "def solve(x):\\n    return client.chat(f'twice {x}')\\n"})
'''


def test_a_program_with_a_live_client_is_trained_resumed_and_tested_from_its_file(robotrace, tmp_path):
    (tmp_path / "live.py").write_text(LIVE)
    arguments = ("train", "./live.py:problem", "--optimizer", "./live.py:Mine", "--run", "run")
    result = robotrace(*arguments)
    assert result.exit_code == 0, result.output
    assert "held-out    1.00 [0.34, 1.00] (2/2)" in result.stdout
    assert (
        "client = None  # of class Client, stayed outside in training: put yours here"
        in (tmp_path / "run/best.py").read_text()
    )
    assert robotrace(*arguments, "--resume").exit_code == 0
    found = robotrace("eval", "run", "--task", "./live.py:problem", "--json")
    assert found.exit_code == 0, found.output
    assert json.loads(found.stdout)["success"]["successes"] == 2
    side_by_side = robotrace(*arguments[:-1], "again", "--workers", "2")
    assert side_by_side.exit_code == 0, side_by_side.output
    assert (tmp_path / "again/best.py").read_text() == (tmp_path / "run/best.py").read_text()


def test_a_bundled_problem_is_trained_by_its_name_and_its_run_evaluated_resumed_and_compared(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def called(*words):
        done = CliRunner().invoke(app, [*words])
        assert done.exit_code == 0, done.output
        return done.stdout

    shown = called("train", "booth?level=score", "--seed", "3", "--iterations", "2", "--run", "one")
    assert "numerical/booth?level=score" in shown
    assert "training 0" in shown
    assert "held-out" not in shown
    assert "robotrace eval one --split train" in shown
    assert "x0 = " in shown
    assert "score" in called("eval", "one", "--split", "train")
    assert "used        3 iterations" in called("train", "--resume", "one", "--iterations", "3")
    called("train", "booth?level=score", "--seed", "4", "--iterations", "2", "--run", "two")
    assert "training score" in called("compare", "one", "two")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["train", "booth", "--control", "raw"],
            "Problem numerical/booth has no option 'control'. Known: level, operations",
        ),
        (["train", "numerical/boot"], "Unknown task 'numerical/boot'. Did you mean numerical/booth"),
        (["train", "booth", "--policy", "blank"], "--policy goes with a robot's task: numerical/booth is a problem"),
        (
            ["train", "booth", "--optimizer", "induce"],
            "induce learns from a robot's expert, and numerical/booth has none",
        ),
    ],
)
def test_what_does_not_go_with_a_bundled_problem_is_one_line(tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, words)
    assert done.exit_code != 0
    assert said in " ".join(done.stderr.split())
