"""A user's own optimizer, of a dozen lines in a file: trained with, resumed, replayed and compared like any other."""

import json

import pytest
from pools import point_task
from typer.testing import CliRunner

from robotrace.cli import app
from robotrace.errors import ModelError, OptionError
from robotrace.optimizers import choose
from robotrace.results import read_run
from robotrace.show.compare.pairing import compare
from robotrace.training import continuing, train

pytestmark = pytest.mark.slow

MINE = '''
import robotrace as rt
from robotrace.opto import Proposal

TEXT = """def controller(observation):
    x, y, z = observation["goal_pos"]
    return [{gain} * x, {gain} * y, {gain} * z, 0.0]
"""


class Mine:
    """Goes a longer part of the way each time."""

    name = "mine"

    def __init__(self, step=0.5):
        self.options = {"step": step}

    def propose(self, evidence, *, sample=0):
        return Proposal({"controller": TEXT.format(gain=self.options["step"] * len(evidence.trials))})


class Asking(Mine):
    """The same, and says that a language model wrote it; there is none to be had."""

    name, model = "asking", "m-1"

    def __init__(self):
        super().__init__(0.5)
'''
SETTINGS = {"iterations": 3, "goals": 2, "confirm": 2, "heldout": 3, "trust": True}


@pytest.fixture
def mine(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text(MINE)
    return str(tmp_path / "mine.py")


def begin(mine, folder, name="Mine", **options):
    return train("blank", point_task(seed=3), optimizer=choose(f"{mine}:{name}", options), run=folder, **SETTINGS)


def command(*arguments):
    return CliRunner().invoke(app, arguments)


def test_a_run_says_whose_optimizer_it_was(mine, tmp_path):
    run = begin(mine, tmp_path / "run", step=1.0)
    assert (run.optimizer, run.feedback, run.config["model"]) == ("mine", "facts", None)
    assert run.optimizer_options == {"step": 1.0}
    assert run.config["optimizer_from"] == f"{mine}:Mine"
    assert run.heldout.successes == 3
    assert json.loads(run.folder.config.read_text())["optimizer_options"] == {"step": 1.0}


@pytest.mark.parametrize("name", ["Mine", "Asking"])
def test_its_run_is_replayed_without_it(mine, tmp_path, name):
    run = begin(mine, tmp_path / "run", name)
    (tmp_path / "mine.py").unlink()
    again = train("blank", point_task(seed=3), replay=tmp_path / "run", run=tmp_path / "again", **SETTINGS)
    assert (again.optimizer, again.optimizer_options) == (run.optimizer, {"step": 0.5})
    assert again.folder.best.read_bytes() == run.folder.best.read_bytes()
    assert [trial.why for trial in again.trials] == [trial.why for trial in run.trials]
    [group] = compare([run, again]).groups
    assert group.name == run.optimizer


def test_its_run_is_resumed_with_it_and_with_the_same_options(mine, tmp_path):
    whole = begin(mine, tmp_path / "whole", step=0.25)
    torn = begin(mine, tmp_path / "torn", step=0.25)
    lines = torn.folder.events.read_text().splitlines(keepends=True)
    torn.folder.events.write_text("".join(lines[:4]))
    again = {"run": tmp_path / "torn", "resume": True, **SETTINGS}
    with pytest.raises(OptionError, match=r"was begun with option step 0\.25, found 0\.5"):
        train("blank", point_task(seed=3), optimizer=f"{mine}:Mine", **again)
    resumed = train("blank", point_task(seed=3), optimizer=choose(f"{mine}:Mine", {"step": 0.25}), **again)
    assert resumed.folder.best.read_bytes() == whole.folder.best.read_bytes()


def test_a_folder_s_optimizer_is_imported_only_where_the_user_names_it(mine, tmp_path):
    run = begin(mine, tmp_path / "run", step=0.25)
    (tmp_path / "mine.py").write_text("raise SystemExit('imported')")
    with pytest.raises(OptionError, match=rf"begun with an optimizer of its own, 'mine'.* add --optimizer {mine}:Mine"):
        continuing(run, {})
    (tmp_path / "moved.py").write_text(MINE)
    found = continuing(run, {}, name=f"{tmp_path}/moved.py:Mine")
    assert (found.name, found.options) == ("mine", {"step": 0.25})


def test_the_command_line_takes_it_and_its_options(mine, tmp_path, without_ink):
    task = point_task(seed=3)
    from robotrace.episodes.registry import recipe_of

    name = recipe_of(task).name  # a file too, so it is named each time
    begun = command(
        *("train", name, "--seed", "3", "--optimizer", "./mine.py:Mine", "--option", "step=0.25"),
        *("--iterations", "2", "--goals", "2", "--heldout", "3", "--run", "run", "--trust", "--json", "--workers", "1"),
    )
    assert begun.exit_code == 0, begun.output
    assert json.loads(begun.stdout)["optimizer"] == "mine"
    unnamed = command("train", name, "--run", "run", "--resume", "--trust")
    assert (unnamed.exit_code, "add --optimizer" in unnamed.stderr) == (2, True)
    resumed = command(
        *(
            "train",
            name,
            "--run",
            "run",
            "--resume",
            "--optimizer",
            "./mine.py:Mine",
            "--iterations",
            "4",
            "--trust",
            "--json",
        ),
        *("--workers", "1"),
    )
    assert resumed.exit_code == 0, resumed.output
    run = read_run(tmp_path / "run")
    assert (run.iterations, run.optimizer_options) == (4, {"step": 0.25})
    replayed = command("train", name, "--llm", "replay:run", "--run", "again", "--iterations", "4", "--trust", "--json")
    assert replayed.exit_code == 0, replayed.output
    assert (tmp_path / "again" / "best.py").read_bytes() == run.folder.best.read_bytes()
    refused = command("train", recipe_of(task).name, "--optimizer", "./mine.py:Mine", "--memory", "5", "--trust")
    assert refused.stderr.strip() == "robotrace: ./mine.py:Mine has no option 'memory': it has step."


class Wrong:
    """Proposes what is no proposal."""

    name = "wrong"

    def propose(self, evidence, *, sample=0):
        return {"controller": "x"}


def test_what_is_no_proposal_is_said_in_a_line(tmp_path):
    with pytest.raises(
        OptionError, match=r"wrong\.propose: expected a robotrace\.opto\.Proposal .*found \{'controller'"
    ):
        train("blank", point_task(), optimizer=Wrong(), run=tmp_path / "run", **SETTINGS)


def test_a_recorded_optimizer_answers_nothing_more(mine, tmp_path):
    from robotrace.training import replaying

    with pytest.raises(ModelError, match="mine is not asked in a replay"):
        replaying(begin(mine, tmp_path / "run")).propose(None)
