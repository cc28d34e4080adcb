"""One episode of a controller's text."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from robotrace.opto import Case
from robotrace.rollout.confined import confined
from robotrace.rollout.controller import Policy, load
from robotrace.rollout.episode import Episode
from robotrace.rollout.runner import Until, rollout
from robotrace.rollout.task import Level, Task
from robotrace.sandbox import Sandbox


def attempt(
    text: str,
    task: Task,
    case: Case,
    *,
    sandbox: Sandbox | None,
    level: Level = "facts",
    traced: bool = True,
    until: Until = "success",
) -> Episode:
    """Load a controller afresh and run it for one episode.

    Args:
        text: the whole program.
        task: the simulator.
        case: split and goal.
        sandbox: where it runs; None for this process, for a program that its user trusts.
        level: how much the feedback tells.
        traced: as for `rollout`.
        until: as for `rollout`.

    Raises:
        ProgramError: the trusted program cannot be loaded.
        SandboxUnavailable: no protected process could be had.
        OptionError: there is no such goal, or the task cannot give that feedback.
    """
    if sandbox is None:
        controller = load(text)
        opened: AbstractContextManager[Policy] = nullcontext(controller.act)
        filename = controller.filename
    else:
        opened, filename = confined(sandbox, text, action_size=len(task.action.names)), ""
    with opened as policy:
        return rollout(
            policy,
            task,
            goal=case.index,
            split=case.split,
            traced=traced,
            feedback=level,
            until=until,
            filename=filename,
        )
