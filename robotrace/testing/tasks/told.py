"""What a task tells: its words, its hints, its feedback, what it refuses, and the types of what is observed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from robotrace.episodes import Task, contract, rollout
from robotrace.errors import OptionError, RobotraceError
from robotrace.opto import Split
from robotrace.opto.mistake import shown
from robotrace.testing.findings import Findings
from robotrace.testing.tasks.probe import Manner, Probe, actions_for, play

_FLOAT64 = "Return np.array(..., dtype=np.float64): controllers in the sandbox see that."
_SAY = "Say it: these words are all that an optimizer knows of the task."


def words(findings: Findings, task: Task) -> None:
    """Instruction, descriptions, roles; and options that can be written down."""
    if not _is_plain(task.options):
        remedy = "Keep what JSON can: texts, numbers, lists and dicts of them."
        findings.add("options", "a dict of plain data", shown(task.options), remedy)
    said = {"instruction": task.instruction, "action.description": task.action.description}
    said |= {f"fields: {one.name!r}": one.description for one in task.fields}
    for where, text in said.items():
        if not text.strip():
            findings.add(where, "a description in words", shown(text), _SAY)
    for one in task.fields:
        if one.role in ("hand", "object", "goal") and (one.shape, one.unit) != ((3,), "m"):
            findings.notes.append(
                f"Field {one.name!r} has the role {one.role!r}, which feedback reads of positions in metres, (3,), only; it is "
                f"{one.shape} in {one.unit or 'no unit'}."
            )


def types(findings: Findings, task: Task) -> None:
    """That what is observed is float64, as controllers in the sandbox see it; a task's name is a text."""
    seen: Mapping[str, Any] = findings.asked("reset()", task.reset, 0, "train")
    texts = {field.name for field in task.fields if field.role == "task"}
    for name, value in seen.items():
        if name in texts:
            continue
        scalar = isinstance(value, float) or (isinstance(value, np.ndarray | np.generic) and value.dtype == np.float64)
        if not scalar:
            found = f"an array of {value.dtype}" if isinstance(value, np.ndarray) else shown(value)
            expected = f"the field {name!r} to be float64"
            findings.add("reset()", expected, found, _FLOAT64)


def refusals(findings: Findings, task: Task) -> None:
    """That a goal which is none is refused."""
    splits: tuple[Split, ...] = ("train", "heldout")
    for split in splits:
        for goal in (task.goals(split), -1):
            findings.refused(f"reset({goal}, {split!r})", OptionError, task.reset, goal, split)


def hints(findings: Findings, task: Task, first: Probe) -> None:
    """That there is an expert where one is promised."""
    if "hints" not in task.levels:
        return
    for hint in play(findings, task, first.case, actions_for(task.action, 2), Manner(hints=True)).hints:
        findings.keep(contract.of_hint(task, hint))


def feedback(findings: Findings, task: Task) -> None:
    """That every level can be told of an episode, and of one whose controller failed at once; the same each time."""
    size = len(task.action.names)
    calm = np.mean([np.nan_to_num(task.action.low, neginf=-1.0), np.nan_to_num(task.action.high, posinf=1.0)], axis=0)
    for what, controller in (("", lambda _: calm), (" of a failed episode", _fails)):
        try:
            episode = rollout(controller, task, traced=False)
        except RobotraceError:
            return  # which is among the mistakes already
        for level in task.levels:
            where = f"feedback(level={level!r}){what}"
            told = replace(episode, hints=np.zeros((len(episode), size)) if level == "hints" else None)
            text = findings.asked(where, task.feedback, told, level)
            if not isinstance(text, str) or not text.strip():
                findings.add(where, "a text", shown(text), "Return robotrace.feedback.describe(self, episode, level).")
            elif findings.asked(where, task.feedback, told, level) != text:
                findings.add(where, "the same words each time", "others", "Depend on the episode alone.")


def _fails(_: Any) -> Any:
    raise ValueError("a controller that fails at once")


def _is_plain(options: Mapping[str, Any]) -> bool:
    try:
        return bool(json.loads(json.dumps(dict(options))) == dict(options))
    except (TypeError, ValueError):
        return False
