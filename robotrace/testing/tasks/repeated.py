"""That the same start is the same again, and the same actions lead to the same."""

from __future__ import annotations

from robotrace.episodes import Task
from robotrace.episodes.checked import DRAW, SAME
from robotrace.testing.findings import Findings
from robotrace.testing.tasks.ending import whole
from robotrace.testing.tasks.probe import FEW, Probe, actions_for, play

_BACK = "Set back in reset() all that step() changes; draw from no clock and from no generator that goes on."


def same_again(findings: Findings, task: Task, first: Probe) -> bool:
    """Whether the same goal is the same again, once more at once, and once more after another goal's whole episode."""
    actions = actions_for(task.action, FEW)
    if not compared(findings, first, play(findings, task, first.case, actions), "once more"):
        return False
    whole(findings, task)
    return compared(findings, first, play(findings, task, first.case, actions), "after another episode")


def compared(findings: Findings, first: Probe, again: Probe, when: str) -> bool:
    """Whether a probe is as the first one was; if not, a mistake."""
    difference = first.differs(again)
    if difference is None:
        return True
    row, name, values = difference
    index, split = first.case.index, first.case.split
    if row == 0:
        where, expected = f"reset({index}, {split!r})", SAME
        findings.add(where, expected, f"{name} to differ {when}: {values}", DRAW)
    else:
        expected = "the same from the same start with the same actions"
        findings.add("step()", expected, f"{name} to differ at t={row - 1} {when}: {values}", _BACK)
    return False
