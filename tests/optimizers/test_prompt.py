from __future__ import annotations

import math
from pathlib import Path

import pytest
from golden import golden
from graphs import REACH, rollout

from robotrace.optimizers.prompt import build_prompt
from robotrace.optimizers.tokens import tokens
from robotrace.opto import Candidate, Case, Evidence, Outcome, Proposal, Trial, Variable, Verdict
from robotrace.trace import backward, node

GOLDEN = Path(__file__).parent / "golden"
TASK = "Move the hand to the puck and push it.\nobservation: hand, puck (3,) in metres; gripper opening in [0, 1]."
BLANK = 'def controller(observation):\n    """Return [x, y, z, grip]."""\n    return [0.0, 0.6, 0.2, -1.0]'
CONTROLLER = Variable("controller", "code", REACH, "moves the hand", "defines `def controller(observation):`")


def outcome(index: int, *, success: bool = False, score: float = 0.0, **facts) -> Outcome:
    return Outcome(Case("train", index), success, score, facts.pop("feedback", "The puck never moved."), **facts)


def robot() -> Evidence:
    """A start, a refused reply, an accepted proposal, a refused one."""
    values = {"controller": REACH}
    start = Trial(0, Verdict.START, "", None, Candidate({"controller": BLANK}, BLANK), (outcome(0, score=1.5),))
    mute = Trial(1, Verdict.REFUSED, "The reply was empty.", Proposal({}, refusal="The reply was empty."))
    best = Trial(
        2,
        Verdict.ACCEPTED,
        "better",
        Proposal(values, "Go above the puck, then down."),
        Candidate(values, REACH),
        (outcome(0, success=True, score=9.0), outcome(1, score=4.25, graph=rollout(40, hints=True))),
    )
    worse = {"controller": REACH.replace("0.02, -1.0]", "0.0, 1.0]")}
    last = Trial(
        3,
        Verdict.REFUSED,
        "solved 0 of 2 cases, the best solves 1 of 2",
        Proposal(worse, "Close the gripper\nat the puck."),
        Candidate(worse, worse["controller"]),
        (outcome(0, score=2.0, feedback="The hand hit the table."), outcome(1, score=1.0)),
    )
    return Evidence(TASK, (CONTROLLER,), (start, mute, best, last))


def numbers() -> Evidence:
    x, y = node(3.0, "x", trainable=True), node(2.0, "y", trainable=True, bounds=(1, None))
    graph = backward({x / y: "make it larger"})
    variables = (Variable("x", "number", 3.0), Variable("y", "number", 2.0, "", "at least 1"))
    seen = Outcome(Case("train", 0), False, math.nan, "make it larger", graph)
    return Evidence("", variables, (Trial(0, Verdict.START, "", None, Candidate({"x": 3.0, "y": 2.0}, ""), (seen,)),))


def crashed() -> Evidence:
    failed = outcome(0, score=-1.0, failure="ZeroDivisionError in line 4", graph=rollout(20, fails_at=7))
    text = Variable("hint", "text", "Be ```quick```.", "for the user")
    start = Trial(0, Verdict.START, "", None, Candidate({}, ""), (failed, outcome(1, success=True, score=3.0)))
    return Evidence(TASK, (CONTROLLER, text, Variable("limits", "value", [0.1, 0.2])), (start,))


def solved() -> Evidence:
    outcomes = (outcome(0, success=True, score=9.0, feedback="Solved at t=12."), outcome(1, success=True, score=8.0))
    return Evidence(TASK, (CONTROLLER,), (Trial(0, Verdict.START, "", None, Candidate({}, ""), outcomes),))


@pytest.mark.parametrize(
    ("name", "evidence", "options"),
    [
        ("robot", robot(), {}),
        ("robot-masked", robot(), {"view": "masked"}),
        ("robot-without-memory", robot(), {"memory": 0}),
        ("numbers", numbers(), {"context": "Work on z = x / y."}),
        ("crashed", crashed(), {}),
        ("solved", solved(), {}),
    ],
)
def test_the_whole_prompt(name, evidence, options):
    golden(GOLDEN / f"{name}.txt", build_prompt(evidence, **options))


def test_the_same_evidence_gives_the_same_prompt():
    assert build_prompt(robot()) == build_prompt(robot())


@pytest.mark.parametrize("steps", [50, 500, 5_000])
def test_a_prompt_keeps_its_budget_whatever_the_horizon_and_the_memory(steps):
    code = {"controller": "def controller(observation):\n" + "    x = 1\n" * 100 + "    return x"}
    tried = [
        Trial(
            i, Verdict.REFUSED, "worse", Proposal(code, "words " * 500), Candidate(code, ""), (outcome(0, score=1.0),)
        )
        for i in range(1, 8)
    ]
    seen = outcome(0, score=2.0, graph=rollout(steps, speed=0.2 / steps), feedback="far away. " * 300)
    start = Trial(0, Verdict.START, "", None, Candidate({"controller": REACH}, REACH), (seen,))
    evidence = Evidence(TASK, (CONTROLLER,), (start, *tried))
    assert 3_000 < tokens(build_prompt(evidence, memory=7)) <= 6_000


def test_memory_goes_back_only_so_far():
    prompt = build_prompt(robot(), memory=1)
    assert "## Attempt 3" in prompt
    assert "## Attempt 1" not in prompt


def test_dollars_and_braces_in_values_are_left_alone():
    evidence = Evidence("It costs $5 and ${more} {x}.", (Variable("n", "number", 1),), solved().trials)
    assert "It costs $5 and ${more} {x}." in build_prompt(evidence)
