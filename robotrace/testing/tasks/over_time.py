"""Mistakes that only show over time: starts that are not the same again, steps that remember, arrays that are shared."""

from __future__ import annotations

from robotrace.episodes import Task
from robotrace.episodes.checked import ALIAS
from robotrace.opto import Case, Split
from robotrace.testing.findings import Findings
from robotrace.testing.tasks.probe import Manner, Probe, actions_for, play

FEW = 5  # steps of a probe
STARTS = 5  # goals of a split whose starts are compared
LONGEST = 1000  # steps of an episode that is played to its end
SLOW = (1.0, 0.1)  # seconds of a reset and of a step from which on they are pointed out

_AGAIN = "Draw all of a start from (seed, goal, split), and from nothing else."
_BACK = "Set back in reset() all that step() changes; draw from no clock and from no generator that goes on."


def same_again(findings: Findings, task: Task, first: Probe) -> bool:
    """Whether the same goal is the same again, once more at once, and once more after another goal's whole episode."""
    actions = actions_for(task.action, FEW)
    if not compared(findings, first, play(findings, task, first.case, actions), "once more"):
        return False
    _whole(findings, task)
    return compared(findings, first, play(findings, task, first.case, actions), "after another episode")


def starts_differ(findings: Findings, task: Task) -> None:
    """That goals are different starts, and held-out ones none of those for training."""
    starts = {split: _starts(findings, task, split) for split in ("train", "heldout")}
    train, heldout = starts["train"], starts["heldout"]
    if len(train) > 1 and all(one.differs(train[0]) is None for one in train[1:]):
        found = f"goals 0 to {len(train) - 1} to be one and the same"
        findings.add("reset()", "each goal to be a start of its own", found, _AGAIN)
        return
    shared = [one.case.index for one in heldout if any(one.differs(other) is None for other in train)]
    if heldout and len(shared) == len(heldout):
        found = f"held-out goals {', '.join(map(str, shared))} among the training goals"
        findings.add("reset()", "held-out goals that training never sees", found, _AGAIN)
    elif shared:
        findings.notes.append(f"Held-out goals {', '.join(map(str, shared))} start as training goals do.")


def left_alone(findings: Findings, task: Task, first: Probe) -> None:
    """That a task keeps to its own arrays, and that a refused action or a hint moves nothing."""
    actions = actions_for(task.action, FEW)
    for manner, where, expected, remedy in _MANNERS:
        if manner.hints and "hints" not in task.levels:
            continue
        probe = play(findings, task, first.case, actions, manner)
        difference = first.differs(probe)
        if difference is not None:
            row, name, values = difference
            findings.add(where, expected, f"{name} to differ at t={row - 1}: {values}", remedy)


def compared(findings: Findings, first: Probe, again: Probe, when: str) -> bool:
    """Whether a probe is as the first one was; if not, a mistake."""
    difference = first.differs(again)
    if difference is None:
        return True
    row, name, values = difference
    index, split = first.case.index, first.case.split
    if row == 0:
        where, expected = f"reset({index}, {split!r})", "the same start each time"
        findings.add(where, expected, f"{name} to differ {when}: {values}", _AGAIN)
    else:
        expected = "the same from the same start with the same actions"
        findings.add("step()", expected, f"{name} to differ at t={row - 1} {when}: {values}", _BACK)
    return False


def _whole(findings: Findings, task: Task) -> None:
    """An episode to its end, with another goal where there is one."""
    case = Case("train", min(1, task.goals("train") - 1))
    length = min(task.horizon, LONGEST)
    probe = play(findings, task, case, actions_for(task.action, length))
    if not probe.ended and length == task.horizon:
        expected = f"truncated or terminated at action {length}, the horizon"
        findings.add("step()", expected, "neither", "Return truncated=True with the last action.")
    elif probe.ended == "truncated" and len(probe.rows) - 1 < task.horizon:
        findings.notes.append(
            f"An episode was truncated after {len(probe.rows) - 1} actions; its horizon is {task.horizon}."
        )
    for what, seconds, slow in zip(("reset", "step"), probe.seconds, SLOW, strict=True):
        if seconds > slow:
            findings.notes.append(f"A {what} takes {seconds:.2f} s.")


def _starts(findings: Findings, task: Task, split: Split) -> list[Probe]:
    count = min(task.goals(split), STARTS)
    return [play(findings, task, Case(split, goal), actions_for(task.action, 1)) for goal in range(count)]


_MANNERS = (
    (Manner(shared=True), "step()", "an action of its own", "Keep a copy: np.array(action)."),
    (Manner(scribbled=True), "reset() and step()", "observations that nobody else needs", ALIAS),
    (
        Manner(refused=True),
        "step()",
        "that a refused action moves nothing",
        "Check the action before anything is changed.",
    ),
    (Manner(hints=True), "hint()", "that it moves nothing", "Leave simulator and generators as they are."),
)
