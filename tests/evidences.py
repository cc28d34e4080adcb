"""Evidence made by hand, for optimizers: a robot's, and that of a workflow of two functions."""

from __future__ import annotations

from graphs import REACH, rollout

from robotrace.opto import ROBOT, Candidate, Case, Evidence, Outcome, Proposal, Trial, Variable, Verdict
from robotrace.trace import backward, bundle

TASK = "Move the hand to the puck and push it."
BLANK = 'def controller(observation):\n    """Return [x, y, z, grip]."""\n    return [0.0, 0.6, 0.2, -1.0]'
CONTROLLER = Variable("controller", "code", REACH, "moves the hand", "defines `def controller(observation):`")


def outcome(index, *, success=False, score=0.0, feedback="The puck never moved.", **facts):
    return Outcome(Case("train", index), success, score, feedback, **facts)


def tried(iteration, verdict, text, *outcomes, why="", reason=""):
    values = {"controller": text}
    proposal = Proposal(values, reason) if iteration else None
    return Trial(iteration, verdict, why, proposal, Candidate(values, text), outcomes)


def robot(*last):
    """A start, a better proposal, a worse one, and what else comes last."""
    start = tried(0, Verdict.START, BLANK, outcome(0, score=1.5))
    best = tried(
        1,
        Verdict.ACCEPTED,
        REACH,
        outcome(0, success=True, score=9.0, feedback="Solved at t=12."),
        outcome(1, score=4.25, graph=rollout(10)),
        outcome(2, score=4.0, graph=rollout(5), feedback="The hand was late."),
        why="better",
        reason="Go above the puck, then down.",
    )
    lower = REACH.replace("0.02, -1.0]", "0.0, 1.0]")
    worse = tried(
        2,
        Verdict.REFUSED,
        lower,
        outcome(0, score=3.0, feedback="The hand hit\nthe table."),
        why="solves 0 of 2 training goals, the best so far 1",
        reason="Close the gripper.",
    )
    return Evidence(TASK, (CONTROLLER,), (start, best, worse, *last), words=ROBOT)


def mute(iteration, why="The reply was empty."):
    """A proposal that never became a candidate."""
    return Trial(iteration, Verdict.REFUSED, why, Proposal({}, refusal=why))


def two_functions():
    """`plan` feeds `act`; a third variable has no part in the outcome."""

    @bundle(trainable=True)
    def plan(goal):
        return goal / 2

    @bundle(trainable=True)
    def act(target):
        return target - 1

    graph = backward({act(plan(8.0)): "should be 7"})
    codes = {name: f"def {name}({argument}):\n    return {body}" for name, argument, body in CODES}
    variables = tuple(Variable(name, "code", code) for name, code in codes.items())
    spare = Variable("spare", "number", 1.0)
    seen = outcome(0, graph=graph, feedback="should be 7")
    start = Trial(0, Verdict.START, "", None, Candidate({**codes, "spare": 1.0}, ""), (seen,))
    return Evidence("Give the goal less one.", (*variables, spare), (start,))


CODES = (("plan", "goal", "goal / 2"), ("act", "target", "target - 1"))
