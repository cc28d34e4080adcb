"""A run folder from a stranger, through every command that reads one."""

import json

import pytest
from fake_runs import write_run
from typer.testing import CliRunner

from robotrace.cli import app

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("without_ink")]

TASK = """\
from pathlib import Path
Path(__file__).with_name("ran").touch()
from robotrace.episodes import make
def make_task(*, seed=0, **options):
    return make("reach-v3", seed=seed, **options)
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ROBOTRACE_MODEL", raising=False)
    (tmp_path / "a b").mkdir()
    (tmp_path / "a b" / "task.py").write_text(TASK)
    return tmp_path


def call(*arguments):
    return CliRunner().invoke(app, arguments)


FILE = "'a b/task.py:make_task'"


@pytest.mark.parametrize("where", ["made_from", "task"])
@pytest.mark.parametrize(
    ("arguments", "remedy"),
    [
        (["eval", "my run"], f"robotrace eval 'my run' --task {FILE}"),
        (["eval", "my run/best.py"], f"robotrace eval 'my run/best.py' --task {FILE}"),
        (["train", "--resume", "my run"], f"robotrace train {FILE} --run 'my run' --resume"),
        (["train", "--run", "my run", "--resume"], f"robotrace train {FILE} --run 'my run' --resume"),
        (["train", "--llm", "replay:my run"], f"robotrace train {FILE} --llm 'replay:my run'"),
    ],
)
def test_a_task_that_a_folder_names_by_a_file_is_not_imported(here, where, arguments, remedy):
    name = {"made_from": "a b/task.py:make_task"} if where == "made_from" else {}
    task = {} if where == "made_from" else {"task": "a b/task.py:make_task"}
    write_run(here / "my run", [0, 5], final=(5, 5), model="m", **name, **task)
    result = call(*arguments)
    assert result.exit_code == 1
    assert not (here / "a b" / "ran").exists()
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.endswith(f"If you know the file: {remedy}\n")


@pytest.mark.parametrize("command", [["plot", "run"], ["compare", "run", "other"]])
def test_plot_and_compare_import_nothing_of_a_folder_s(here, command):
    for name in ("run", "other"):
        write_run(here / name, [0, 5], final=(5, 5), made_from="a b/task.py:make_task")
    assert call(*command).exit_code == 0
    assert not (here / "a b" / "ran").exists()


def test_the_user_names_the_file_and_the_run_s_options_hold(here):
    write_run(here / "run", [0, 5], final=(5, 5), made_from="gone/task.py", options={"control": "macro", "horizon": 3})
    result = call("eval", "run", "--task", "a b/task.py", "--goals", "1", "--workers", "1", "--json")
    assert (result.exit_code, (here / "a b" / "ran").exists()) == (0, True)
    assert json.loads(result.stdout)["horizon"] == 3


def test_a_replay_needs_no_optimizer_that_a_folder_names_by_a_file(here):
    write_run(
        here / "run",
        [0, 5],
        optimizer="../a b/task.py:Mine",
        model="m",
        task="metaworld/reach-v3",
        options={"horizon": 2},
        goals=1,
        iterations=1,
    )
    result = call("train", "--llm", "replay:run", "--heldout", "0", "--workers", "1", "-q")
    assert result.exit_code == 0
    assert [path.name for path in (here / "results").iterdir()] == ["reach-v3-..-a-b-task.py-Mine-001"]
    assert not (here / "a b" / "ran").exists()


def test_an_optimizer_that_a_folder_names_by_a_file_is_not_imported(here):
    write_run(here / "run", [0, 5], optimizer="./a b/task.py:Mine", model="m", task="metaworld/reach-v3")
    result = call("train", "--resume", "run")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert "Its file is imported only where you name it: add --optimizer" in result.stderr
    assert not (here / "a b" / "ran").exists()


def test_a_cap_that_is_not_known_is_not_passed_over(here):
    write_run(here / "run", [0, 5], task="metaworld/reach-v3", caps={"joules": 3, "calls": 9})
    result = call("train", "--resume", "run")
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1].startswith("robotrace: The run has a cap on 'joules', which this version")


ESC = "\x1b]0;owned\x07\x1b[31m[bold]red[/bold] $\\frac{$"


@pytest.mark.parametrize("command", [["plot", "run"], ["compare", "run", "other"], ["eval", "run", "--goals", "1"]])
def test_control_characters_of_a_folder_do_not_reach_the_terminal(here, command):
    for name in ("run", "other"):
        write_run(here / name, [0, 5], final=(5, 5), task=f"metaworld/{ESC}", optimizer=ESC, feedback=ESC, model=ESC)
    result = call(*command)
    assert not any(letter in result.output for letter in "\x1b\x07")


def test_a_name_with_control_characters_is_shown_written_out(here):
    result = call("plot", f"no{ESC}where")
    assert result.exit_code == 1
    assert "\x1b" not in result.stderr
    assert r"\x1b[31m[bold]red[/bold] $" in result.stderr
