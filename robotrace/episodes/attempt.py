"""One episode of a controller's text."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace

from robotrace.episodes.confined import confined
from robotrace.episodes.controller import Player, Trusted, load
from robotrace.episodes.episode import Episode
from robotrace.episodes.limit import Limit
from robotrace.episodes.replay import deferred_trace
from robotrace.episodes.retry import retried
from robotrace.episodes.runner import Start, Turns, Until, at_once, turns
from robotrace.episodes.task import Level, Task
from robotrace.opto import Case
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
    """Load a controller afresh and run it for one episode; see `attempt_in_turns`."""
    return at_once(in_turns(text, case, sandbox=sandbox, level=level, traced=traced, until=until)(task, None, ()))


def in_turns(
    text: str,
    case: Case,
    *,
    sandbox: Sandbox | None,
    level: Level = "facts",
    traced: bool = True,
    until: Until = "success",
    spare: bool = True,
) -> Start:
    """What loads a controller afresh and runs it for one episode, in whatever lane.

    Args:
        text: The source text of the whole program.
        case: The split and goal that the episode starts from.
        sandbox: The sandbox that the controller runs in; None for this process, for a program that its user trusts.
        level: The feedback level.
        traced: Put the episode into words, and give it a graph, which is made when it is looked at. Off, it has neither, nor
            hints.
        until: When the episode ends, as for `rollout`.
        spare: Whether the same text may be played next, as for `Sandbox.load`.

    Raises:
        ProgramError: The trusted program cannot be loaded.
        SandboxUnavailable: No sandboxed process can be started.
        OptionError: There is no such goal, or the task cannot give that feedback.
    """

    @retried
    def start(task: Task, limit: Limit | None, beside: Collection[int]) -> Turns:
        words, size = level if traced else None, len(task.action.names)
        with opened(text, sandbox=sandbox, action_size=size, beside=beside, spare=spare) as (player, filename):
            episode = yield from turns(player, task, case, level=words, until=until, filename=filename, limit=limit)
        return replace(episode, graph=deferred_trace(episode, text, sandbox=sandbox)) if traced else episode

    return start


@contextmanager
def opened(
    text: str, *, sandbox: Sandbox | None, action_size: int, beside: Collection[int] = (), spare: bool = True
) -> Iterator[tuple[Player, str]]:
    """A controller loaded afresh, and the file name under which tracebacks of this process know its text, if they do.

    Args:
        text: The source text of the whole program.
        sandbox: The sandbox that the controller runs in; None for this process.
        action_size: The number of components of an action.
        beside: The CPUs that it thinks on in the sandbox, as for `Sandbox.load`.

    Raises:
        ProgramError: The trusted program cannot be loaded.
        SandboxUnavailable: No sandboxed process can be started.
    """
    if sandbox is None:
        controller = load(text)
        yield Trusted(controller.act), controller.filename
        return
    with confined(sandbox, text, action_size=action_size, beside=beside, spare=spare) as player:
        yield player, ""
