import json

import pytest
from typer.testing import CliRunner

from robotrace.cli import app

ARM = """
from robotrace.tasks import ActionSpec, Field, SimulatorTask


class Arm(SimulatorTask):
    name, about, horizon = "lab/arm", "Bring the tip to the target.", 30
    fields = (Field("tip", (2,), "m", "the tip."),)
    action = ActionSpec(("x", "y"), (-1, -1), (1, 1), "a velocity")

    def start(self, seed): ...
    def observe(self): ...
    def act(self, action): ...
"""


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Install a package that announces tasks."""

    def announce(**places):
        info = tmp_path / "lab-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: lab\nVersion: 1.0\n")
        lines = (f"lab/{name} = {place}\n" for name, place in places.items())
        (info / "entry_points.txt").write_text("[robotrace.tasks]\n" + "".join(lines))
        (tmp_path / "lab_of_tests.py").write_text(ARM)
        monkeypatch.syspath_prepend(tmp_path)

    return announce


def listing(*arguments):
    return CliRunner().invoke(app, ["tasks", *arguments])


def test_bundled_tasks_are_listed():
    rows = json.loads(listing("--json").stdout)["tasks"]
    assert len(rows) == 60
    assert rows[0] == {
        "name": "metaworld/assembly-v3",
        "description": "lift the wrench and put its ring over the peg.",
        "horizon": 50,
        "feedback": ["score", "facts", "hints"],
    }


def test_problems_are_listed_below_the_tasks():
    rows = json.loads(listing("--json").stdout)["problems"]
    assert {"name": "numerical/booth", "description": "Find the minimum of Booth's function, 2 numbers."} in rows
    alone = listing("booth").stdout
    assert alone.splitlines()[0].split() == ["problem", "what", "to", "do"]
    assert alone.splitlines()[1].split()[0] == "numerical/booth"


def test_tasks_of_an_installed_package_are_listed_with_the_bundled_ones(install):
    install(arm="lab_of_tests:Arm")
    rows = json.loads(listing("--json").stdout)["tasks"]
    assert len(rows) == 61
    assert rows[0] == {
        "name": "lab/arm",
        "description": "Bring the tip to the target.",
        "horizon": 30,
        "feedback": ["score", "facts"],
    }


def test_a_package_that_cannot_be_imported_is_named(install):
    install(arm="lab_of_tests:Leg")
    result = listing()
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        "robotrace: 'lab/arm', announced as lab_of_tests:Leg, cannot be imported: AttributeError: module 'lab_of_tests' has no "
        "attribute 'Leg'"
    ]
    assert "metaworld/reach-v3" in listing("reach").stdout  # what is not asked for is not imported
