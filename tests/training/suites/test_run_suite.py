"""Suites of two quick tasks, each run in a process of its own: killed and resumed, on every pool, and with runs that fail."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import toy

from robotrace.errors import OptionError, RunError
from robotrace.results import read_run
from robotrace.results.suites.folder import SuiteFolder
from robotrace.results.suites.lasting import Lasting
from robotrace.results.suites.reader import State, read_suite
from robotrace.training.suites.front import Began, Made, Tried, run_suite
from robotrace.training.suites.making import Asked

pytestmark = pytest.mark.slow

TASKS = """
import os, time
from toy import PointTask

class Near(PointTask):
    name = "toy/near"

class Far(PointTask):
    name = "toy/far"

class Deadly(PointTask):
    name = "toy/deadly"

    def reset(self, goal, split="train"):
        if self.seed == 1 and not os.path.exists("cured"):
            os.kill(os.getpid(), 9)
        return super().reset(goal, split)

class Wrong(PointTask):
    name = "toy/wrong"

    def step(self, action):
        return None
"""
SETTINGS = {"iterations": 2, "goals": 2, "heldout": 4}


@pytest.fixture
def tasks(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tasks.py").write_text(TASKS)
    return lambda *names: Asked.of([f"./tasks.py:{name}" for name in names]).plan(
        optimizers="induce", seeds=2, settings=SETTINGS
    )


def summary(folder):
    return SuiteFolder(Path(folder)).summary(".csv").read_bytes()


def states(results):
    return {str(row.cell): row.state for row in results.rows}


def test_a_suite_is_ordinary_runs_side_by_side(tasks):
    heard = []
    results = run_suite(tasks("Near", "Far"), "s", workers=2, watch=heard.append)
    assert results.complete
    assert isinstance(heard[0], Began)
    assert (len(heard[0].todo), heard[0].slots) == (4, 2)
    assert sum(isinstance(it, Made) for it in heard) == 4
    tried = [it for it in heard if isinstance(it, Tried)]
    assert {it.said["verdict"] for it in tried} == {"start", "accepted"}
    run = read_run(Path("s/near/induce/seed-1"))
    assert (run.task, run.config["seed"], run.heldout.n, run.finished) == ("toy/near", 1, 4, True)
    assert run.config["heldout_until"] == "horizon"
    assert results.rows[1].lasting == Lasting((True,) * 4, (True,) * 4)
    assert not list(Path("s/logs").iterdir())


def test_serial_processes_and_ray_give_the_same_bytes(tasks):
    plan = tasks("Near", "Far")
    for place, pool, workers in (("a", "serial", None), ("b", "processes", 2), ("c", "ray:local", 2)):
        assert run_suite(plan, place, pool=pool, workers=workers).complete
    assert summary("a") == summary("b") == summary("c")
    assert summary("a").count(b"finished") == 4


def begin(home, *options):
    # Ctrl-C reaches it even where these tests were started with SIGINT ignored, as by nohup or in a script's background.
    script = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from robotrace.cli import main; main()"
    command = [sys.executable, "-c", script, "suite", *map(str, options)]
    env = {**os.environ, "PYTHONPATH": str(Path(toy.__file__).parent)}
    return subprocess.Popen(command, cwd=home, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def children(pid):
    """The runs of a suite: each thread of it has those that it started."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += map(int, path.read_text().split())
    return found


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_killed_at_random_points_and_resumed_it_comes_to_the_same_bytes(tasks, tmp_path):
    plan = tasks("Near", "Far")
    assert run_suite(plan, "whole", workers=2).complete
    Path("mine.toml").write_text(
        f"tasks = {[f'./tasks.py:{name}' for name in ('Near', 'Far')]}\noptimizers = ['induce']\nseeds = 2\n"
        + "".join(f"{name} = {value}\n" for name, value in SETTINGS.items())
    )
    chance, runs = random.Random(0), []
    for _ in range(3):
        again = again_if_begun()
        process = begin(tmp_path, "mine.toml", "--out", "torn", "--workers", "2", "--quiet", *again)
        end = time.monotonic() + chance.uniform(2.5, 6.0)
        while time.monotonic() < end and process.poll() is None:
            time.sleep(0.05)
            if not runs and (runs := children(process.pid)) and chance.random() < 0.5:
                os.kill(chance.choice(runs), signal.SIGKILL)  # a single run, at random
        runs = children(process.pid)
        process.kill()
        process.communicate(timeout=60)
        end = time.monotonic() + 30  # a busy machine takes its time
        while [pid for pid in runs if alive(pid)] and time.monotonic() < end:
            time.sleep(0.05)
        assert not [pid for pid in runs if alive(pid)]  # no run is left behind
        runs = []
    last = begin(tmp_path, "mine.toml", "--out", "torn", "--workers", "2", "--quiet", *again_if_begun())
    _, err = last.communicate(timeout=240)
    assert last.returncode == 0, err.decode()
    assert read_suite("torn").complete
    assert summary("torn") == summary("whole")
    for cell in plan.cells:
        texts = [SuiteFolder(Path(it)).run(plan, cell).best.read_bytes() for it in ("torn", "whole")]
        assert texts[0] == texts[1]


def test_ctrl_c_stops_the_runs_and_says_how_to_go_on(tasks, tmp_path):
    Path("mine.toml").write_text(
        "tasks = ['./tasks.py:Near', './tasks.py:Far']\noptimizers = ['tune']\niterations = 500\n"
    )
    process = begin(tmp_path, "mine.toml", "--out", "s", "--workers", "2")
    end = time.monotonic() + 60
    while not any(it.stat().st_size for it in Path("s").glob("*/tune/*/events.jsonl")) and time.monotonic() < end:
        time.sleep(0.05)
    runs = children(process.pid)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert err.decode().endswith(
        "robotrace: stopped. What was measured stays readable in s; resume with: robotrace suite mine.toml --out s --resume\n"
    )
    assert len(runs) == 2
    assert not [pid for pid in runs if alive(pid)]
    assert b"unfinished" in summary("s")


def again_if_begun():
    return ["--resume"] if Path("torn/suite.json").exists() else []


def test_a_run_that_dies_is_said_and_the_others_go_on(tasks):
    plan = tasks("Deadly", "Near")
    results = run_suite(plan, "s", workers=2)
    found = states(results)
    assert found.pop("deadly, induce, seed 1") is State.UNFINISHED
    assert set(found.values()) == {State.FINISHED}
    (row,) = (row for row in results.rows if row.state is State.UNFINISHED)
    assert row.why == "its process was killed by SIGKILL, as one is that runs out of memory"
    Path("cured").touch()
    heard = []
    assert run_suite(plan, "s", resume=True, watch=heard.append).complete
    assert len(heard[0].todo) == 1
    assert run_suite(plan, "s", resume=True).complete  # nothing is left to do


def test_a_task_that_breaks_its_contract_is_one_line(tasks):
    results = run_suite(tasks("Wrong"), "s", workers=2)
    assert {row.state for row in results.rows} <= {State.MISSING, State.UNFINISHED}
    assert all("toy/wrong" in row.why for row in results.rows)
    assert b"finished" not in summary("s").replace(b"unfinished", b"")


def test_what_was_deleted_is_run_anew_and_what_is_broken_only_when_asked(tasks):
    plan = tasks("Near", "Far")
    run_suite(plan, "s", workers=2)
    whole = summary("s")
    shutil.rmtree("s/near/induce/seed-0")
    broken = Path("s/far/induce/seed-1")
    (broken / "events.jsonl").write_text("not json\n")
    results = run_suite(plan, "s", resume=True, workers=2)
    assert states(results)["near, induce, seed 0"] is State.FINISHED
    assert states(results)["far, induce, seed 1"] is State.BROKEN
    assert (broken / "events.jsonl").read_text() == "not json\n"  # nothing is lost
    results = run_suite(plan, "s", resume=True, redo=True, workers=2)
    assert results.complete
    assert (broken.with_name("seed-1.broken-1") / "events.jsonl").read_text() == "not json\n"
    assert summary("s") == whole


def test_a_suite_is_resumed_under_its_own_settings(tasks, tmp_path):
    plan = tasks("Near")
    folder = SuiteFolder(tmp_path / "s")
    folder.create()
    folder.write(folder.config, plan.to_json())
    other = Asked.of(["./tasks.py:Near"]).plan(optimizers="tune", seeds=2, settings={**SETTINGS, "goals": 1})
    with pytest.raises(
        OptionError, match=r'was begun with optimizers \["induce"\], found \["tune"\]; goals 2, found 1: resume it'
    ):
        run_suite(other, folder.path, resume=True)
    with pytest.raises(RunError, match=r"exists already: resume it with --resume, or give another --out"):
        run_suite(plan, folder.path)
    with pytest.raises(RunError, match="There is no suite to resume at"):
        run_suite(plan, tmp_path / "nowhere", resume=True)
    with pytest.raises(OptionError, match="'serial' makes one run after another, found workers=2"):
        run_suite(plan, tmp_path / "t", pool="serial", workers=2)


def test_a_problem_whose_cases_have_scores_alone_has_no_success(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scores.py").write_text(
        "import robotrace as rt\n"
        "@rt.bundle(trainable=True)\ndef guess(x):\n    return 3.0 * x\n"
        "problem = rt.DataProblem(guess, [(1.0, 2.0), (2.0, 4.0), (3.0, 6.0)], lambda out, row: -abs(out - row[-1]), trust=True)\n"
    )
    asked, settings = Asked.of(["./scores.py:problem"]), {"iterations": 1}
    with pytest.raises(
        OptionError, match="is the same problem whatever the seed, found seed 1: runs of a suite differ in theirs"
    ):
        asked.plan(optimizers="tune", seeds=2, settings=settings)
    plan = asked.plan(optimizers="tune", seeds=[0], settings=settings)
    results = run_suite(plan, "s", trust=True)
    (row,) = results.rows
    assert row.state is State.NO_SUCCESS, row.why
    assert "have scores alone: no success can be counted" in row.why
    assert row.run.finished
