"""A run says on what machine it was made; on another one it can be resumed all the same."""

import json

import pytest
from pools import point_task

import robotrace.training.robot as robot
from robotrace.training import train
from robotrace.training.machine import machine

SETTINGS = {"optimizer": "induce", "iterations": 1, "goals": 2, "confirm": 2, "heldout": 0}


@pytest.mark.slow
def test_a_run_notes_its_machine_and_is_resumed_on_another(tmp_path, monkeypatch):
    run = train("blank", point_task(), run=tmp_path / "run", **SETTINGS)
    assert json.loads(run.folder.config.read_text())["machine"] == machine()
    assert "; numpy " in machine()
    assert machine().isprintable()
    monkeypatch.setattr(robot, "machine", lambda: "another one")
    again = train("blank", point_task(), run=tmp_path / "run", resume=True, **SETTINGS)
    assert again.config["machine"] == machine()
    assert run.folder.best.read_text().splitlines()[1] == (
        '"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""'
    )
