"""induce on a robot that goes elsewhere than it is asked to: a probe first, then its frame in the code."""

import numpy as np
import pytest

import robotrace as rt
from robotrace.optimizers.induce import Induce
from robotrace.optimizers.induce.frame import Frame
from robotrace.optimizers.induce.probing import is_probe
from robotrace.opto import Candidate, Case, Evidence, Outcome, Trial, Variable, Verdict
from robotrace.trace import Graph, Record, Ref

pytestmark = pytest.mark.slow
START = '''def controller(observation):
    """Return [x, y, z, grip]: where the hand goes, in metres, and the gripper effort."""
    return [*observation["hand_pos"], 0.0]
'''
MIRRORED = Frame(2, 0.0, 0, 1.0, (0.05, -0.08, 0.03))


def load(text):
    names = {}
    exec(compile(text, "controller", "exec"), names)
    return names["controller"]


def graph(frame, code, goal):
    """An episode of a robot whose hand goes 65 % of the way; the expert goes above the puck, then to the goal."""
    controller = load(code)
    generator = np.random.default_rng(goal)
    hand, puck = np.array([0.0, 0.6, 0.2]), generator.uniform([-0.1, 0.6, 0.02], [0.1, 0.7, 0.02])
    records, feedback = [Record(0, "parameter", "controller", "", "", {}, code, None, None, {})], {}
    for _ in range(50):
        observation = {"hand_pos": hand, "puck_pos": puck, "goal_pos": puck + np.array([0.0, 0.2, 0.1])}
        far = np.linalg.norm(hand[:2] - puck[:2]) > 0.02
        place = puck + np.array([0.0, 0.0, 0.1]) if far else observation["goal_pos"]
        asked = np.array(controller(observation), dtype=float)
        seen = Record(len(records), "input", "observation", "", "", {}, observation, None, None, {})
        inputs = {"observation": Ref(seen.id), "__code__": Ref(0)}
        records += [seen, Record(seen.id + 1, "call", "controller", "controller", "", inputs, asked, 3, None, {})]
        feedback[seen.id + 1] = (np.array([*frame.to_robot(place[None], hand[None])[0], -1.0]),)
        hand = hand + 0.65 * np.clip(frame.goes_to(asked[None, :3], hand[None])[0] - hand, -0.1, 0.1)
    return Graph(tuple(records), feedback)


def trial(number, verdict, frame, code):
    outcomes = tuple(Outcome(Case("train", goal), False, 0.0, "", graph(frame, code, goal)) for goal in range(5))
    return Trial(number, verdict, "", None, Candidate({"controller": code}, code), outcomes)


def started(frame):
    return Evidence(
        "Fetch the puck.", (Variable("controller", "code", START),), (trial(0, Verdict.START, frame, START),)
    )


def after(seen, frame, code):
    return Evidence(seen.context, seen.variables, (*seen.trials, trial(1, Verdict.REFUSED, frame, code)))


def test_a_robot_that_goes_astray_is_tried_out_first():
    text = Induce().propose(started(MIRRORED)).values["controller"]
    assert is_probe(text)
    asked = [
        load(text)({"hand_pos": np.full(3, k / 100), "puck_pos": np.zeros(3), "goal_pos": np.zeros(3)})
        for k in range(99)
    ]
    assert np.ptp(asked, axis=0) == pytest.approx([0.1, 0.1, 0.1, 0.0], abs=0.01)


def test_after_the_probe_the_frame_is_a_function_in_the_code():
    seen = started(MIRRORED)
    proposal = Induce().propose(after(seen, MIRRORED, Induce().propose(seen).values["controller"]))
    text = proposal.values["controller"]
    assert "x, y, z = place - np.array([0.05, -0.08, 0.03])\n        x = -x\n" in text
    assert "above_puck = puck_pos + np.array([0.0, 0.0, 0.1])" in text
    assert "return np.array([*to_robot(above_puck), -1.0])" in text
    assert proposal.reason.endswith("It mirrors x. It adds [0.05, -0.08, 0.03] m.")


def test_a_calibrated_robot_is_neither_tried_out_nor_given_a_map():
    text = Induce().propose(started(Frame())).values["controller"]
    assert not is_probe(text)
    assert "to_robot" not in text


def test_a_shifted_task_is_learnt_with_its_frame(tmp_path):
    task = rt.make("shifted/reach-v3@SHIFT10")
    run = rt.train("blank", task, optimizer="induce", goals=2, confirm=2, iterations=3, heldout=5, run=tmp_path / "run")
    text = (tmp_path / "run" / "best.py").read_text()
    assert "It turns what it is asked for by 40 degrees about z.\n        It multiplies lengths by 1.25." in text
    assert run.heldout.successes == 5
