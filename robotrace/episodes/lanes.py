"""Episodes two at a time in one process: one's simulator moves while the other's controller thinks on another core.

Each lane has a simulator and a policy's process of its own, so no episode knows of another: the episodes, their order and what is
raised are those of one lane. The policies' processes keep off the CPU that simulates, on which they would only be in the way.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from robotrace.episodes.cpus import cores, others
from robotrace.episodes.episode import Episode
from robotrace.episodes.limit import Limit
from robotrace.episodes.registry import step_seconds
from robotrace.episodes.runner import Start, Turns
from robotrace.episodes.task import Task
from robotrace.sandbox import Sandbox

FEWEST = 4
"""Episodes for which it pays to make two more simulators."""
_NOTE = "_robotrace"
_TWINS = "_robotrace_twins"
"""The note of a task that has had lanes; they are kept, since making a simulator takes as long as an episode."""


class _Lane(NamedTuple):
    position: int
    task: Task
    turns: Turns


def tasks_for(task: Task, sandbox: Sandbox | None, episodes: int) -> list[Task]:
    """A task for each lane that pays: two where a controller thinks beside this process, on a core that nobody else needs.

    Two lanes have tasks of their own: whoever is given an episode may use the task while the next ones are under way.

    Args:
        task: The task; it has two lanes where its class has a method `twin`, which returns another one that simulates the same,
            and where nobody has altered it since.
        sandbox: Where controllers run; None for this process.
        episodes: How many are to be played.
    """
    makes_twins = "twin" in vars(type(task)) and hasattr(task, "twin")  # a wrapper has none where its task has none
    if not makes_twins or sandbox is None or episodes < FEWEST or sandbox.shares_core or cores() < 2:
        return [task]
    twins: list[Task] | None = vars(task).get(_TWINS)
    if twins is None or not all(_is_alike(task, twin) for twin in twins):
        twins = [_twin(task), _twin(task)]
        object.__setattr__(task, _TWINS, twins)
    return twins if all(_is_alike(task, twin) for twin in twins) else [task]


def _twin(task: Task) -> Task:
    """Another task that simulates the same, with the notes that this one carries."""
    twin: Task = task.twin()  # type: ignore[attr-defined]
    for name, value in vars(task).items():
        if name.startswith(_NOTE) and name != _TWINS:
            object.__setattr__(twin, name, value)
    return twin


def _is_alike(task: Task, twin: Task) -> bool:
    """Whether a twin does all that the task does, which may have been given more than its class gives it."""
    more = {name for name in vars(task).keys() - vars(twin).keys() if not name.startswith(_NOTE)}
    return not more and (task.name, task.seed, task.options) == (twin.name, twin.seed, twin.options)


def played(starts: Sequence[Start], tasks: Sequence[Task]) -> Iterator[Episode]:
    """Episodes in the order in which they are given, each as soon as it and those before it are there.

    Args:
        starts: What begins each episode.
        tasks: A task for each lane.

    Raises:
        Exception: What the first episode that raises, raises; those behind it are not played.
    """
    waiting, free = deque(enumerate(starts)), list(tasks)
    running: deque[_Lane] = deque()
    ended: dict[int, Episode | Exception] = {}
    limit = Limit(step_seconds(tasks[0]))
    try:
        for position in range(len(starts)):
            with limit:
                while position not in ended:
                    _begin(waiting, free, running, limit, alone=len(tasks) == 1)
                    _go_on(running, free, ended, waiting)
            episode = ended.pop(position)
            if isinstance(episode, Exception):
                raise episode
            yield episode
    finally:
        for lane in running:
            lane.turns.close()


def _begin(
    waiting: deque[tuple[int, Start]], free: list[Task], running: deque[_Lane], limit: Limit, *, alone: bool
) -> None:
    """Put the next episodes into the lanes that are free."""
    while waiting and free:
        beside = () if alone else others()
        position, start = waiting.popleft()
        task = free.pop(0)
        running.append(_Lane(position, task, start(task, limit, beside)))


def _go_on(
    running: deque[_Lane], free: list[Task], ended: dict[int, Episode | Exception], waiting: deque[tuple[int, Start]]
) -> None:
    """Take the next lane's turn."""
    lane = running.popleft()
    try:
        next(lane.turns)
    except StopIteration as end:
        ended[lane.position] = end.value
    except Exception as error:  # noqa: BLE001 - raised when it is this episode's turn, as it would be with one lane
        ended[lane.position] = error
        waiting.clear()
    except BaseException:
        lane.turns.close()
        raise
    else:
        running.append(lane)
        return
    free.append(lane.task)
