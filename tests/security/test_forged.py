"""Controllers whose process sends forged answers, from the optimizer's text to the run folder: labelled, recorded, gone past."""

from typing import ClassVar

import pytest
from toy import PointTask

import robotrace as rt
from robotrace.episodes import evaluate
from robotrace.opto import Program, Proposal
from robotrace.results import RunFolder, read_run
from robotrace.sandbox import level

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(level() not in ("full", "strong"), reason="this kernel has no seccomp"),
]

START = """import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation):
    return [0.0, 0.0, 0.0, 0.0]
"""
GOOD = "def controller(observation):\n    x, y, z = observation['goal_pos']\n    return [x, y, z, 0.0]\n"
SEND = """import os, struct, sys


def forge(kind, payload):
    frame = sys._getframe()
    while frame.f_code.co_name != "serve":
        frame = frame.f_back
    os.write(3, struct.pack("<IIQ", kind, frame.f_locals["sequence"], len(payload)) + payload)


"""
AT_LOAD = SEND + "forge(21, b'[1]')\nwhile True: pass\n\n\n" + GOOD
AT_LOAD_AS_ERROR = SEND + 'forge(23, b\'{"message": "no", "line": "1"}\')\nwhile True: pass\n\n\n' + GOOD
AT_ACT = SEND + "def controller(observation):\n    forge(22, b'odd')\n    while True: pass\n"
FORGED = (AT_LOAD, AT_LOAD_AS_ERROR, AT_ACT)


class Forging:
    """Proposes forging programs, then one that works."""

    name, model = "forging", None
    settings: ClassVar = {}

    def __init__(self, *texts):
        self.texts = (*texts, GOOD)

    def samples(self, evidence):
        return 1

    def propose(self, evidence, *, sample=0):
        return Proposal({"controller": self.texts[len(evidence.trials) - 1]}, prompt="What now?")


def train(path, *texts, **options):
    return rt.train(
        Program.parse(START), PointTask(), optimizer=Forging(*texts), goals=1, confirm=1, heldout=1, run=path, **options
    )


def test_training_goes_past_forged_answers_and_resumes(tmp_path):
    run = train(tmp_path / "run", AT_LOAD, AT_LOAD_AS_ERROR, iterations=2)
    refusals = [entry.trial.why for entry in run.entries[1:]]
    words = "The program cannot be loaded: The policy's process sent what no policy sends during load; it was ended."
    assert refusals == [words, words]
    resumed = train(tmp_path / "run", AT_LOAD, AT_LOAD_AS_ERROR, iterations=4, resume=True)
    assert resumed.best.values == {"controller": GOOD}
    assert [entry.trial.why for entry in read_run(RunFolder(tmp_path / "run")).entries[1:3]] == refusals


def test_training_goes_past_a_forged_action(tmp_path):
    run = train(tmp_path / "run", AT_ACT, iterations=3)
    assert "sent what no policy sends during act" in run.entries[1].trial.why
    assert run.best.values == {"controller": GOOD}


@pytest.mark.parametrize("text", FORGED, ids=["load", "error", "act"])
def test_evaluation_labels_forged_answers(text):
    evaluation = evaluate(Program.parse(text), PointTask(), goals=3)
    assert [episode.failure.kind for episode in evaluation.episodes] == ["protocol"] * 3
    assert all("sent what no policy sends" in episode.failure.message for episode in evaluation.episodes)
    assert evaluation.success.successes == 0
