"""That goals are starts of their own, all that are told of, and held-out ones none of those for training."""

from __future__ import annotations

from robotrace.episodes import Task
from robotrace.episodes.checked import DRAW
from robotrace.opto import Case, Split
from robotrace.opto.mistake import shown
from robotrace.testing.findings import Findings
from robotrace.testing.tasks.probe import Probe, actions_for, play
from robotrace.testing.tasks.repeated import compared

STARTS = 5  # goals of a split whose starts are compared


def hides_goals(task: Task) -> bool:
    """Whether a controller has to search for the goal: then starts that differ in it alone look the same."""
    return any(field.role == "reward" for field in task.fields)


def starts_differ(findings: Findings, task: Task) -> None:
    """Compare some starts of each split, its last goal among them."""
    starts: dict[Split, list[Probe]] = {"train": _starts(findings, task, "train")}
    starts["heldout"] = _starts(findings, task, "heldout")
    train, heldout = starts["train"], starts["heldout"]
    if not hides_goals(task) and len(train) > 1 and all(one.differs(train[0]) is None for one in train[1:]):
        found = f"goals {_listed(train)} to be one and the same"
        findings.add("reset()", "each goal to be a start of its own", found, DRAW)
        return
    shared = [one for one in heldout if any(one.differs(other) is None for other in train)]
    if hides_goals(task):
        findings.notes.append("Its goals are hidden, so that starts of different goals may look the same.")
    elif heldout and len(shared) == len(heldout):
        found = f"held-out goals {_listed(shared)} among the training goals"
        findings.add("reset()", "held-out goals that training never sees", found, DRAW)
    elif shared:
        findings.notes.append(f"Held-out goals {_listed(shared)} start as training goals do.")
    for probes in (train, heldout):
        for probe in probes[-1:]:
            compared(findings, probe, _start(findings, task, probe.case), "once more")
    _told(findings, task)


def _starts(findings: Findings, task: Task, split: Split) -> list[Probe]:
    count = task.goals(split)
    goals = sorted({*range(min(count, STARTS - 1)), *range(max(0, count - 1), count)})
    return [_start(findings, task, Case(split, goal)) for goal in goals]


def _start(findings: Findings, task: Task, case: Case) -> Probe:
    return play(findings, task, case, actions_for(task.action, 1))


def _told(findings: Findings, task: Task) -> None:
    """Where a task tells the numbers that its goals are drawn from: one row for each goal."""
    starts = getattr(task, "starts", None)
    if starts is None:
        return
    splits: tuple[Split, ...] = ("train", "heldout")
    for split in splits:
        rows = findings.asked(f"starts({split!r})", starts, split)
        if getattr(rows, "ndim", 0) != 2 or len(rows) != task.goals(split):
            expected = f"an array of {task.goals(split)} rows, one for each goal"
            findings.add(f"starts({split!r})", expected, shown(rows), "Return (goals, D) numbers, or leave it out.")


def _listed(probes: list[Probe]) -> str:
    return ", ".join(str(probe.case.index) for probe in probes)
