"""An episode to its end: when it is over, how long it takes, and what comes afterwards."""

from __future__ import annotations

import numpy as np

from robotrace.episodes import Task
from robotrace.errors import RobotraceError
from robotrace.opto import Case
from robotrace.testing.findings import Findings
from robotrace.testing.tasks.probe import Probe, actions_for, play

LONGEST = 1000  # steps of an episode that is played to its end
SLOW = (1.0, 0.1)  # seconds of a reset and of a step from which on they are pointed out


def whole(findings: Findings, task: Task) -> None:
    """An episode to its end, with another goal where there is one."""
    case = Case("train", min(1, task.goals("train") - 1))
    actions = actions_for(task.action, min(task.horizon, LONGEST))
    probe = play(findings, task, case, actions)
    taken = len(probe.rows) - 1
    if not probe.ended and taken == task.horizon:
        expected = f"truncated or terminated at action {taken}, the horizon"
        findings.add("step()", expected, "neither", "Return truncated=True with the last action.")
    elif probe.ended == "truncated" and taken < task.horizon:
        _truncated(findings, task, probe, play(findings, task, case, actions[::-1]))
    if probe.ended:
        _past_the_end(findings, task)
    for what, seconds, slow in zip(("reset", "step"), probe.seconds, SLOW, strict=True):
        if seconds > slow:
            findings.notes.append(f"A {what} takes {seconds:.2f} s.")


def _truncated(findings: Findings, task: Task, one: Probe, other: Probe) -> None:
    """An episode that was truncated early: by a limit of its own, if other actions are truncated at the same time."""
    taken = len(one.rows) - 1
    if (other.ended, len(other.rows) - 1) == ("truncated", taken):
        remedy = "Give as the horizon what the simulator allows, or let it allow more."
        findings.add("horizon", f"episodes of up to {task.horizon} actions", f"them truncated after {taken}", remedy)
    else:
        findings.notes.append(f"An episode was truncated after {taken} actions; its horizon is {task.horizon}.")


def _past_the_end(findings: Findings, task: Task) -> None:
    try:
        findings.raising("step()", task.step, np.array(actions_for(task.action, 1)[0]))
    except RobotraceError:
        return
    except Exception:  # noqa: BLE001 - a simulator's own way to say that it is over
        return
    findings.notes.append("It can be stepped past the end of an episode; nobody does.")
