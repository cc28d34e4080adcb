import inspect
import json
from pathlib import Path

import pytest
import toy
from typer.testing import CliRunner

import robotrace as rt
from robotrace.cli import app
from robotrace.cli.suite import suite
from robotrace.cli.train import train
from robotrace.errors import UnknownNameError
from robotrace.training.suites.settings import KNOWN

pytestmark = pytest.mark.slow

POINT = f"{Path(toy.__file__).resolve()}:PointTask"
SMALL = ["--iterations", "2", "--goals", "2", "--heldout", "4"]


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ROBOTRACE_MODEL", raising=False)
    Path("mine.toml").write_text(
        f"tasks = ['{POINT}']\noptimizers = ['induce']\nseeds = 2\niterations = 2\ngoals = 2\nheldout = 4\n"
    )


def run(*arguments):
    return CliRunner().invoke(app, ["suite", *map(str, arguments)])


def test_a_suite_from_the_command_line(without_ink):
    done = run("mine.toml", "--out", "s", "--workers", "1")
    assert done.exit_code == 0, done.output
    assert "    1/2  finished   point  induce  seed 0  1.00 [0.51, 1.00] (4/4, at the last 4/4)" in done.stderr
    assert (
        "mine: 1 task, seeds 0, 1 · macro control · horizon 8 · trained for success at any step · 4 held-out goals a run"
        in " ".join(done.stdout.split())
    )
    assert {path.name for path in Path("s").iterdir()} >= {
        "suite.json",
        "summary.csv",
        "summary.md",
        "summary.tex",
        "point",
    }
    again = run("mine.toml", "--out", "s", "--resume", "--json", "--quiet")
    assert (again.exit_code, again.stderr) == (0, "")
    body = json.loads(again.stdout)
    assert (body["complete"], [one["state"] for one in body["runs"]]) == (True, ["finished"] * 2)
    found = CliRunner().invoke(app, ["compare", *(one["run"] for one in body["runs"]), "--json"])
    assert json.loads(found.stdout)["groups"][0]["heldout"]["n"] == 8  # ordinary runs
    assert run("mine.toml", "--out", "s").output == (
        "robotrace: The suite 's' exists already: resume it with --resume, or give another --out.\n"
    )
    other = run("mine.toml", "--out", "s", "--resume", "--goals", "1")
    assert (other.exit_code, other.output) == (
        2,
        "robotrace: The suite 's' was begun with goals 2, found 1: resume it by --resume FOLDER alone, under the settings it "
        "has, or give another --out.\n",
    )
    stranger = run("--resume", "s")
    assert "They are imported only where you name them: robotrace suite ./FILE.toml --out s --resume" in stranger.output


def test_a_dry_run_runs_nothing(without_ink):
    done = run("mine.toml", "--dry-run", "--out", "s")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0].startswith("mine: 2 runs, 2 of them to be made, ")
    assert lines[1:5] == [
        "tasks        point",
        "optimizers   induce",
        "seeds        0, 1",
        "settings     goals 2, heldout 4, iterations 2",
    ]
    assert lines[5].startswith("time         about ")
    assert lines[6].startswith("rests on     28 to 30 episodes to the horizon a run, ")
    assert not Path("s").exists()
    body = json.loads(run("MT10", "--optimizers", "induce", "--seeds", "4", "--dry-run", "--json").stdout)
    assert (len(body["tasks"]), body["seeds"], body["estimate"]["runs"]) == (10, [0, 1, 2, 3], 40)


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["MT500"], 2, "Unknown suite 'MT500'. Did you mean MT50"),
        (["MT1"], 2, "MT1 is one task, which has to be named: MT1:"),
        ([], 2, "SUITE is missing: which one? ML1, ML10,"),
        (["MT10", "--optimizers", "indce"], 2, "Unknown optimizer 'indce'. Did you mean induce"),
        (["MT10", "--optimizers", "optoprime"], 1, "model"),
        (
            ["MT10", "--seeds", "x"],
            2,
            "--seeds: expected a number of seeds, or seeds with commas between them; found 'x'.",
        ),
        (["MT10", "--view", "masked"], 2, "view: expected an option of induce"),
        (["MT10", "--redo"], 2, "--redo goes with --resume"),
        (["--resume"], 2, "--resume needs the folder of the suite"),
        (["--resume", "nowhere"], 1, "'nowhere' is no suite's folder"),
        (["none.toml"], 2, "none.toml' cannot be read"),
        (["MT10", "--optimizers", "induce", "--pool", "rai"], 2, "Unknown pool 'rai'. Did you mean ray"),
    ],
)
def test_bad_input_is_one_line(arguments, status, words):
    done = run(*arguments)
    assert (done.exit_code, done.output.count("\n")) == (status, 1), done.output
    assert words in done.output


def test_a_folder_that_holds_something_else():
    Path("thesis").mkdir()
    Path("thesis/chapter.tex").write_text("mine")
    done = run("mine.toml", "--out", "thesis")
    assert (done.exit_code, done.output) == (
        1,
        "robotrace: 'thesis' holds 'chapter.tex', which is not a suite's: give another --out.\n",
    )
    assert [path.name for path in Path("thesis").iterdir()] == ["chapter.tex"]


def test_every_run_gets_each_option_that_train_has():
    of_one_run = {"task", "student", "optimizer", "seed", "llm", "run", "show_code", "track", "watch"}
    of_a_command = {"workers", "pool", "ray", "resume", "quiet", "as_json", "trust"}
    options = set(inspect.signature(train).parameters) - of_one_run - of_a_command
    assert options == KNOWN.keys()
    assert KNOWN.keys() | of_a_command <= set(inspect.signature(suite).parameters)


def test_the_same_from_python(without_ink):
    found = rt.suite([POINT], optimizers="induce", seeds=1, iterations=2, goals=2, heldout=4, out="p", workers=1)
    assert found.complete
    assert found.runs[0].heldout.n == 4
    assert Path("p/summary.tex").exists()
    with pytest.raises(UnknownNameError, match=r"^Unknown argument of suite 'iteration'. Did you mean iterations"):
        rt.suite([POINT], iteration=3)
