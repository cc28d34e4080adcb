"""Several tasks as one: its goals are (task, goal) pairs, and one controller is to solve them all.

Goals go round: goal 0 is the first goal of the first task, goal 1 the first of the second, and so on. So the first goals of a
split are spread evenly over the tasks, however many of them are taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from robotrace.episodes.array import Array
from robotrace.episodes.episode import Counted
from robotrace.episodes.shown import task_html, task_line
from robotrace.episodes.task import ActionSpec, Camera, Field, Level, Task, Transition, counted
from robotrace.errors import OptionError
from robotrace.opto import Split

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    import numpy as np
    import numpy.typing as npt

    from robotrace.episodes.episode import Episode

TASK: Literal["task"] = "task"
"""The field with the name of the task at hand."""
MOST_OPEN = 12
"""Simulators that are kept; a further one takes the place of the one that was not used for longest."""
_SENTENCE, _GAPS = re.compile(r"(?<=[.;]) (?=\S)"), re.compile(r"\n{3,}")


class SeveralTasks:
    """Tasks whose actions mean the same, as one task; see `robotrace.episodes.task.Task`.

    An observation has the fields of the task at hand, and its name as the field "task". `fields` are those of the task of the last
    reset, since what is to be seen differs by task.

    Args:
        name: A name for all of them, such as "MT10".
        makers: What makes each task, in order; called again for a twin.

    Raises:
        OptionError: There are fewer than two, two have the same name, or their actions are not of one kind.
    """

    def __init__(self, name: str, makers: Sequence[Callable[[], Task]]) -> None:
        self._makers = tuple(makers)
        self.tasks: tuple[Task, ...] = tuple(make() for make in self._makers)
        self.name = name
        self.members = _names(name, self.tasks)
        first = self.tasks[0]
        for task in self.tasks[1:]:
            _check_alike(name, first, task)
        self.seed = first.seed
        self.control = first.control
        self.horizon = max(task.horizon for task in self.tasks)
        self.success: Counted = counted(first)
        self.options: Mapping[str, Any] = {
            option: value
            for option, value in first.options.items()
            if all(option in task.options and task.options[option] == value for task in self.tasks)
        }
        self.action = _action(self.tasks)
        self.levels: tuple[Level, ...] = tuple(
            it for it in first.levels if all(it in task.levels for task in self.tasks)
        )
        scales = {getattr(task, "solved_reward", None) for task in self.tasks}
        self.solved_reward: float | None = scales.pop() if len(scales) == 1 else None
        patience = [getattr(task, "step_seconds", 0.0) for task in self.tasks]
        if all(patience):
            self.step_seconds = max(patience)
        self._order = {split: tuple(_rounds(self.tasks, split)) for split in _SPLITS}
        self._now = 0
        self._open: list[int] = []

    def __repr__(self) -> str:
        return task_line(self)

    def _repr_html_(self) -> str:
        return task_html(self)

    @property
    def fields(self) -> tuple[Field, ...]:
        """Those of the task at hand, and its name."""
        return (*self.tasks[self._now].fields, Field(TASK, (), "text", f"{_TOLD}.", TASK))

    @property
    def instruction(self) -> str:
        """What holds for all of the tasks, and their names; the rest is in the feedback on each episode."""
        shared = _shared(self.tasks)
        told = "\n".join(line for line in self.tasks[0].instruction.split("\n") if not line or line in shared)
        together = _GAPS.sub("\n\n", told).strip()
        return (
            f"One controller for {len(self.tasks)} tasks: {', '.join(self.members)}.\n"
            f"- {TASK} text: {_TOLD}, by which the controller chooses what to do. The other fields differ by task: the feedback on "
            "an episode names its task, and says what success is there and what is observed.\n\n"
            f"In all of them:\n{together}"
        )

    @property
    def camera(self) -> Camera | None:
        """Of the task at hand, where all have one."""
        cameras: list[Camera] = [it for it in (getattr(task, "camera", None) for task in self.tasks) if it is not None]
        if len(cameras) < len(self.tasks):
            return None

        def open_present() -> AbstractContextManager[Callable[[], npt.NDArray[np.uint8]]]:
            return cameras[self._now].open()

        return Camera(cameras[0].words, open_present)

    def own_words(self, member: str) -> str:
        """What a task's instruction says beyond what those of all tasks say.

        Args:
            member: The name of one of `members`.
        """
        task, shared = self.tasks[self.members.index(member)], _shared(self.tasks)
        return "\n".join(line for line in task.instruction.split("\n") if line and line not in shared)

    def member(self, goal: int, split: Split = "train") -> str:
        """The name of the task that a goal is of.

        Raises:
            OptionError: The split has no such goal.
        """
        return self.members[self._place(goal, split)[0]]

    def goals(self, split: Split) -> int:
        """How many goals the tasks have together."""
        if split not in self._order:
            raise OptionError(f'Option split is not usable: expected "train" or "heldout"; found {split!r}.')
        return len(self._order[split])

    def twin(self) -> SeveralTasks:
        """Another one that simulates the same, with simulators of its own."""
        return SeveralTasks(self.name, self._makers)

    def learnt_on(self) -> SeveralTasks:
        """The tasks under the control on which controllers are better learnt; itself where they are as they are."""
        others = [getattr(task, "learnt_on", lambda task=task: task)() for task in self.tasks]
        if all(other is task for other, task in zip(others, self.tasks, strict=True)):
            return self
        return SeveralTasks(self.name, [lambda task=task: task.learnt_on() for task in self.tasks])  # type: ignore[misc]

    def carried(self, text: str, options: Mapping[str, Any]) -> str:
        """A controller's text for these tasks, where it was learnt under another control; see `Task`."""
        widest = max(self.tasks, key=lambda task: _width(task.learnt_on().action))  # type: ignore[attr-defined]
        carried: str = widest.carried(text, options)  # type: ignore[attr-defined]
        return carried

    def reset(self, goal: int, split: Split = "train") -> Mapping[str, Any]:
        """Start an episode at a goal; the same goal gives the same start, bit for bit.

        Raises:
            OptionError: The split has no such goal.
        """
        self._now, own = self._place(goal, split)
        if self._now in self._open:
            self._open.remove(self._now)
        self._open.append(self._now)
        for index in self._open[:-MOST_OPEN]:
            self.tasks[index].close()
        del self._open[:-MOST_OPEN]
        return self._seen(self.tasks[self._now].reset(own, split))

    def step(self, action: Any) -> Transition:
        """Carry out one action, (A,), in the task at hand."""
        transition = self.tasks[self._now].step(action)
        return transition._replace(observation=self._seen(transition.observation))

    def hint(self) -> Array | None:
        """What the expert of the task at hand would do now, (A,)."""
        return self.tasks[self._now].hint()

    def feedback(self, episode: Episode, level: Level) -> str:
        """Which task the episode is of, what that asks for, and the episode in its words; of a score the name alone."""
        index, _ = self._place(episode.case.index, episode.case.split)
        called = {name: lines for name, lines in episode.lines.items() if any(line is not None for line in lines)}
        own = replace(episode, lines=called or episode.lines)  # that the parts for other tasks rest is no news
        name, words = self.members[index], self.tasks[index].feedback(own, level)
        if level == "score":
            return f"Task {name}. {words}"
        return f"Task {name}.\n{self.own_words(name)}\n{words}"

    def close(self) -> None:
        """Give the simulators back; the task can be reset again afterwards."""
        for task in self.tasks:
            task.close()
        self._open.clear()

    def _place(self, goal: int, split: Split) -> tuple[int, int]:
        """The task of a goal, and the goal's number there."""
        count = self.goals(split)
        if isinstance(goal, bool) or not isinstance(goal, int) or not 0 <= goal < count:
            raise OptionError(
                f"Option goal is not usable: expected a whole number from 0 to {count - 1} ({self.name}, split {split!r}); found "
                f"{goal!r}."
            )
        return self._order[split][goal]

    def _seen(self, observation: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**observation, TASK: self.members[self._now]}


_SPLITS: tuple[Split, ...] = ("train", "heldout")
_TOLD = "the name of the task at hand"


def _names(name: str, tasks: Sequence[Task]) -> tuple[str, ...]:
    """The tasks' names, without what stands before the slash."""
    names = tuple(task.name.split("/")[-1] for task in tasks)
    if len(names) < 2:
        raise OptionError(f"{name}: expected two tasks at least, found {', '.join(names) or 'none'}.")
    twice = next((one for one in names if names.count(one) > 1), None)
    if twice is not None:
        raise OptionError(f"{name}: expected each task once, found {twice} twice: leave one out.")
    for task in tasks:
        if any(field.name == TASK for field in task.fields):
            raise OptionError(f"{task.name} has a field {TASK!r}, which is to be the name of the task: rename it.")
    return names


def _check_alike(name: str, first: Task, task: Task) -> None:
    """Refuse a task whose actions are not those of the first one.

    Raises:
        OptionError: They are not.
    """
    for what, one, other in (
        ("control", first.control, task.control),
        ("success", counted(first), counted(task)),
        ("seed", first.seed, task.seed),
        ("action", f"[{', '.join(first.action.names)}]", f"[{', '.join(task.action.names)}]"),
    ):
        if one != other:
            raise OptionError(
                f"{name}: expected tasks of one {what}, found {one} in {first.name} and {other} in {task.name}: one controller "
                "returns one kind of action. Train one controller for each kind."
            )


def _action(tasks: Sequence[Task]) -> ActionSpec:
    """An action that is one of all the tasks: the widest bounds; in words what all of them say."""
    actions = [task.action for task in tasks]
    sentences = [_SENTENCE.split(action.description) for action in actions]
    shared = [it for it in sentences[0] if all(it in other for other in sentences)]
    return ActionSpec(
        actions[0].names,
        tuple(map(min, zip(*(action.low for action in actions), strict=True))),
        tuple(map(max, zip(*(action.high for action in actions), strict=True))),
        " ".join(shared),
    )


def _width(action: ActionSpec) -> float:
    return sum(high - low for low, high in zip(action.low, action.high, strict=True))


def _rounds(tasks: Sequence[Task], split: Split) -> Iterator[tuple[int, int]]:
    """Each goal's task and its number there: one goal of each task, then the next of each, as far as they go."""
    counts = [task.goals(split) for task in tasks]
    for goal in range(max(counts)):
        yield from ((index, goal) for index, count in enumerate(counts) if goal < count)


def _shared(tasks: Sequence[Task]) -> frozenset[str]:
    """The lines that all instructions have."""
    return frozenset.intersection(*(frozenset(task.instruction.split("\n")) for task in tasks))
