"""That a task keeps to its own arrays, that what it refuses moves nothing, and that it tells what it clips."""

from __future__ import annotations

import numpy as np

from robotrace.episodes import Array, Task
from robotrace.episodes.checked import ALIAS
from robotrace.testing.findings import Findings
from robotrace.testing.tasks.probe import FEW, Manner, Probe, actions_for, play

_MANNERS = (
    (Manner(shared=True), "step()", "an action of its own", "Keep a copy: np.array(action)."),
    (Manner(scribbled=True), "reset() and step()", "observations that nobody else needs", ALIAS),
    (Manner(refused=True), "step()", "that a refused action moves nothing", "Check the action before all else."),
    (Manner(hints=True), "hint()", "that it moves nothing", "Leave simulator and generators as they are."),
)


def left_alone(findings: Findings, task: Task, first: Probe) -> None:
    """Play the first probe once more in each manner, which is to make no difference."""
    actions = actions_for(task.action, FEW)
    for manner, where, expected, remedy in _MANNERS:
        if manner.hints and "hints" not in task.levels:
            continue
        difference = first.differs(play(findings, task, first.case, actions, manner))
        if difference is not None:
            row, name, values = difference
            findings.add(where, expected, f"{name} to differ at t={row - 1}: {values}", remedy)


def clipped(findings: Findings, task: Task, first: Probe) -> None:
    """That an action beyond the bounds which does no more than one on them is said to be clipped."""
    low, high = (np.array(end, dtype=np.float64) for end in (task.action.low, task.action.high))
    if not (np.isfinite(low).all() and np.isfinite(high).all()):
        return

    def moved(action: Array) -> Probe:
        return play(findings, task, first.case, [action] * 2)

    bound, beyond = moved(high), moved(high + (high - low))
    flag = "info['saturated']"
    if beyond.rows[1].pop(flag) or bound.rows[1].pop(flag):
        return
    if bound.differs(beyond) is None and bound.differs(moved(low)) is not None:
        found = "False for one beyond its bounds, which did what one on them does"
        findings.add("step()", f"{flag} of an action that is clipped", found, "Return whether np.clip changed it.")
