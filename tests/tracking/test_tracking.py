"""Trackers are tried for real, in the modes that need no network."""

import importlib.util
import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest

import robotrace as rt
from robotrace.errors import OptionError, UnknownNameError
from robotrace.tracking import check_trackers

OWN = """
import json
from pathlib import Path

class Told:
    def append(self, line):
        with Path(__file__).with_name("told.txt").open("a") as file:
            file.write(json.dumps(line) + "\\n")

TOLD = Told()

class Mine:
    def __init__(self, about):
        TOLD.append(("open", about.project, about.name, about.identity, about.settings["task"]))

    def log(self, figures, *, step):
        TOLD.append(("log", step, sorted(figures)[0]))

    def code(self, text, *, step):
        TOLD.append(("code", step, text))

    def file(self, path):
        TOLD.append(("file", path.name, path.exists()))

    def close(self, *, failed):
        TOLD.append(("close", failed))

class Broken(Mine):
    def log(self, figures, *, step):
        raise ConnectionError("no route to the host")

class Closed(Mine):
    def __init__(self, about):
        raise PermissionError("no key")
"""


@pytest.fixture
def own(tmp_path):
    (tmp_path / "mine.py").write_text(OWN)
    return lambda name: f"{tmp_path / 'mine.py'}:{name}"


def trained(tmp_path, *track, resume=False, iterations=1, name="run", **more):
    settings = {
        "optimizer": "tune",
        "iterations": iterations,
        "seed": 0,
        "run": tmp_path / name,
        "resume": resume,
        **more,
    }
    return rt.train(rt.problem("numerical/booth"), **{**settings, "seed": None}, track=track)


def told(own):
    kept = Path(own("Mine").rpartition(":")[0]).with_name("told.txt")
    return [tuple(json.loads(line)) for line in kept.read_text().splitlines()]


def test_a_tracker_is_told_of_each_trial_the_best_code_and_the_files(tmp_path, own):
    run = trained(tmp_path, own("Mine"))
    heard = told(own)
    identity = (tmp_path / "run" / "tracked.txt").read_text().strip()
    assert heard[0] == ("open", "robotrace", "run", identity, "numerical/booth")
    assert heard[1:3] == [("log", 0, "accepted"), ("code", 0, run.entries[0].trial.candidate.text)]
    assert [step for kind, step, *_ in heard if kind == "log"] == [*range(len(run.entries)), len(run.entries)]
    assert heard[-3:] == [("file", "best.txt", True), ("file", "metrics.csv", True), ("close", False)]


def test_a_resumed_run_goes_on_under_the_same_name(tmp_path, own):
    first = trained(tmp_path, own("Mine"), iterations=1)
    before = len(told(own))
    trained(tmp_path, own("Mine"), iterations=2, resume=True)
    again = told(own)[before:]
    assert again[0] == told(own)[0]
    assert next(step for kind, step, *_ in again if kind == "log") == len(first.entries)


def test_a_tracker_that_fails_is_left_out_and_training_goes_on(tmp_path, own, caplog):
    with caplog.at_level(logging.WARNING, logger="robotrace"):
        run = trained(tmp_path, own("Broken"), own("Mine"))
    assert run.finished
    assert [message for message in caplog.messages if "tracker" in message] == [
        f"the tracker {own('Broken')} failed and is left out from here on: ConnectionError: no route to the host. The run folder "
        "has all."
    ]
    assert told(own)[-1] == ("close", False)


def test_one_that_cannot_be_opened_is_said_before_anything_is_trained(tmp_path, own):
    with pytest.raises(
        OptionError, match=r"Closed cannot be opened: PermissionError: no key Leave --track out, or mend this"
    ):
        trained(tmp_path, own("Mine"), own("Closed"))
    assert told(own)[-1] == ("close", True)
    assert trained(tmp_path, own("Mine")).finished  # the same folder may be given again


def test_mistakes():
    with pytest.raises(UnknownNameError, match=r"Unknown tracker 'tensorbord'\. Did you mean tensorboard"):
        check_trackers(["tensorbord"])
    with pytest.raises(
        OptionError, match=r"track: expected a sequence of names, found the text 'wandb': give \['wandb'\]"
    ):
        check_trackers("wandb")


def test_a_tracker_that_is_not_installed(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(OptionError, match=r"track wandb needs the package wandb: pip install 'robotrace\[wandb\]'\."):
        check_trackers(["wandb"])


def apart(tmp_path, script, **environment):
    """Run a script in a process of its own: trackers start threads, and set what holds for a whole process."""
    found = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "MPLCONFIGDIR": str(tmp_path), **environment},
        timeout=120,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    return found.stdout


TRAIN = """
import robotrace as rt
run = rt.train(rt.problem("numerical/booth"), optimizer="tune", iterations=1, run="run", track=[{name!r}])
"""


def test_tensorboard(tmp_path):
    pytest.importorskip("tensorboardX", reason="tensorboardX is not installed: pip install 'robotrace[tensorboard]'")
    apart(tmp_path, TRAIN.format(name="tensorboard"))
    (events,) = (tmp_path / "run" / "tensorboard").iterdir()
    written = events.read_bytes()
    assert [name in written for name in (b"train/score", b"used/env_steps", b"settings", b"code")] == [True] * 4


@pytest.mark.slow
def test_wandb_offline(tmp_path):
    pytest.importorskip("wandb", reason="wandb is not installed: pip install 'robotrace[wandb]'")
    apart(tmp_path, TRAIN.format(name="wandb:mine"), WANDB_MODE="offline")
    (folder,) = (tmp_path / "wandb").glob("offline-run-*")
    (kept,) = folder.glob("*.wandb")
    assert b"train/score" in kept.read_bytes()
    assert kept.stem == "run-" + (tmp_path / "run" / "tracked.txt").read_text().strip()


@pytest.mark.slow
def test_mlflow(tmp_path):
    pytest.importorskip("mlflow", reason="mlflow is not installed: pip install 'robotrace[mlflow]'")
    script = """
import json
from mlflow import MlflowClient
client = MlflowClient()
(run,) = client.search_runs([client.get_experiment_by_name("robotrace").experiment_id])
history = client.get_metric_history(run.info.run_id, "train/score")
print(json.dumps([run.info.run_name, run.info.status, [it.step for it in history], run.data.params["optimizer"],
    sorted(it.path for it in client.list_artifacts(run.info.run_id))]))
"""
    said = apart(tmp_path, TRAIN.format(name="mlflow") + script)
    name, status, steps, optimizer, kept = json.loads(said.splitlines()[-1])
    assert (name, status, optimizer, kept) == ("run", "FINISHED", "tune", ["best.txt", "code", "metrics.csv"])
    assert steps == list(range(len(steps)))
    assert len(steps) > 3


@pytest.mark.slow
def test_trackio(tmp_path):
    pytest.importorskip("trackio", reason="trackio is not installed: pip install 'robotrace[trackio]'")
    script = """
import trackio
(run,) = trackio.Api().runs("robotrace")
print(run.name)
"""
    said = apart(tmp_path, TRAIN.format(name="trackio") + script, TRACKIO_DIR=str(tmp_path / "kept"))
    assert said.splitlines() == [(tmp_path / "run" / "tracked.txt").read_text().strip()]
