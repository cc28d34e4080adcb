"""`robotrace baseline`, and baselines in the commands that read runs."""

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from robotrace.cli import app

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("without_ink")]

POINT = f"{Path(__file__).parents[1]}/toy.py:PointTask"


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")


def call(*arguments):
    return CliRunner().invoke(app, arguments)


def test_baselines_stand_beside_each_other_and_say_what_they_are():
    done = call("baseline", "expert", POINT, "--heldout", "4", "--run", "expert", "-q")
    assert done.exit_code == 0, done.output
    assert (
        "baseline  expert: privileged: the task's own scripted expert, by people who knew the simulator" in done.stdout
    )
    told = json.loads(
        call("baseline", "random", POINT, "--heldout", "4", "--goals", "2", "--run", "random", "--json", "-q").stdout
    )
    assert told["baseline"] == "actions drawn evenly from within their bounds"
    assert (told["heldout"]["successes"], told["heldout"]["n"], told["train"]["n"]) == (0, 4, 2)
    compared = json.loads(call("compare", "expert", "random", "--json").stdout)
    assert [group["name"] for group in compared["groups"]] == ["expert (baseline, privileged)", "random (baseline)"]
    assert [(pair["only_a"], pair["neither"]) for pair in compared["pairs"]] == [(4, 0)]
    assert call("plot", "expert", "random", "--out", "both").exit_code == 0


def test_it_lands_under_results_where_nobody_says():
    assert call("baseline", "random", POINT, "--heldout", "1", "--goals", "1", "-q").exit_code == 0
    assert [path.name for path in Path("results").iterdir()] == ["point-random-001"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("eval", "run", "--task", POINT),
        ("export", "run", "--task", POINT),
        ("train", POINT, "--run", "run", "--resume"),
        ("train", POINT, "--policy", "run", "--optimizer", "tune"),
    ],
)
def test_what_reads_code_says_that_there_is_none(arguments):
    call("baseline", "random", POINT, "--heldout", "1", "--goals", "1", "--run", "run", "-q")
    done = call(*arguments)
    assert done.exit_code in (1, 2)
    assert done.stderr.splitlines()[-1] == (
        "robotrace: The run run is a baseline (actions drawn evenly from within their bounds), which has no code: it can be "
        "plotted and compared."
    )


def test_eval_leads_there():
    done = call("eval", "expert", "--task", "push-v3")
    assert (done.exit_code, done.stderr) == (
        2,
        "robotrace: expert is no controller but a baseline: robotrace baseline expert push-v3\n",
    )


def test_mistakes_are_named_and_leave_no_folder(monkeypatch):
    monkeypatch.setitem(sys.modules, "stable_baselines3", None)
    assert call("baseline", "exprt", POINT).stderr == "robotrace: Unknown baseline 'exprt'. Did you mean expert?\n"
    missing = call("baseline", "ppo", POINT)
    assert missing.exit_code == 2
    assert "ppo needs Stable-Baselines3" in missing.stderr
    assert missing.stderr.endswith("pip install 'robotrace[sb3]'\n")
    assert (
        call("baseline", "random", POINT, "--steps", "7").stderr
        == "robotrace: steps goes with sac and ppo: random learns nothing.\n"
    )
    assert not list(Path("results").iterdir())


def test_published_results_are_asked_for_by_name(tmp_path):
    call("baseline", "random", "reach-v3", "--heldout", "1", "--goals", "1", "--horizon", "2", "--run", "run", "-q")
    done = call("plot", "run", "--cite", "sacc", "--out", "p")
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (
        2,
        "robotrace: Unknown cited result 'sacc'. Did you mean sac?",
    )
    assert call("plot", "run", "--cite", "all", "--x", "env_steps", "--out", "p").exit_code == 0
    assert call("compare", "run", "--cite", "sac", "--out", "p").exit_code == 0
    assert call("compare", "run", "--cite", "sac").stderr == "robotrace: --cite goes with a plot: give --out, too.\n"
