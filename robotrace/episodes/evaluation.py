"""Success rates: one controller on many starts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from robotrace.episodes.attempt import in_turns
from robotrace.episodes.controller import Policy
from robotrace.episodes.episode import Counted, Episode
from robotrace.episodes.front import check_callable
from robotrace.episodes.guards import first_acted, not_reproducible, not_reproducible_afresh, reward_without_success
from robotrace.episodes.lanes import played, tasks_for
from robotrace.episodes.pool import Request, WorkerPool, open_pool
from robotrace.episodes.programs import program_for
from robotrace.episodes.registry import task_of
from robotrace.episodes.runner import Progress, Until, rollout
from robotrace.episodes.task import Task, counted, member_of
from robotrace.errors import OptionError
from robotrace.opto import Candidate, Case, Program, Split
from robotrace.opto.gather import gather
from robotrace.results import Mean, Rate, Run
from robotrace.results.by_task import rates_by_task
from robotrace.sandbox import Sandbox
from robotrace.text import html_table, one_line

_FEW = 10  # goals that a note lists


@dataclass(frozen=True, slots=True, repr=False)
class Evaluation:
    """How a controller did on the first n goals of a split.

    Attributes:
        task: The name of the task.
        split: The split of the goals, "train" or "heldout".
        control: How actions drove the robot; success rates hold for one control only.
        episodes: The episodes, one a goal, in order.
        doubt: Where the controller acted otherwise when it was asked again with the observations of one episode, in words; ""
            where it did not.
        counted: The success that counts in the task, "any" or "last".
        members: Where the task is several, the name of that of each episode; else none.
    """

    task: str
    split: Split
    control: str
    episodes: tuple[Episode, ...]
    doubt: str = ""
    counted: Counted = "any"
    members: tuple[str, ...] = ()

    def __repr__(self) -> str:
        result = self.success if self.solvable else f"mean return {self.returns}"
        return f"<Evaluation of {one_line(self.task, 80)}: {result}, {self.split} goals, {self.control} control>"

    def _repr_html_(self) -> str:
        figures = {
            "task": self.task,
            **({"success at any step": self.success_at_any} if self.solvable else {}),
            **({"success at the last step": self.success_at_end} if self.solvable else {}),
            **self.by_task,
            "goals": f"{len(self.episodes)}, {self.split}",
            "control": self.control,
            "mean return": (self.returns if self.scored else f"{self.return_mean:.4g}") if self.episodes else "",
            "notes": " ".join(self.notes),
        }
        return html_table(figures)

    @property
    def reproducible(self) -> bool:
        """Whether the same observations gave the same actions, bit for bit, when one episode was asked for again."""
        return not self.doubt

    @property
    def notes(self) -> tuple[str, ...]:
        """What makes the figures doubtful, a sentence each."""
        rich = [episode for episode in self.episodes if reward_without_success(episode)]
        broken = self.failed_after_success
        notes = [self.doubt] if self.doubt else []
        failed = [episode for episode in self.episodes if episode.failure is not None] if self.scored else []
        if failed:
            notes.append(f"The controller failed on {self._share(failed)}: their returns are not counted.")
        if rich:
            notes.append(f"High reward without success on {self._share(rich)}: only success counts.")
        if broken:
            failures = Counter(str(episode.failure.kind) for episode in broken if episode.failure is not None)
            kinds = ", ".join(f"{kind} {count} times" if count > 1 else kind for kind, count in failures.items())
            notes.append(
                f"The controller failed after its first success on {self._share(broken)}: {kinds}. These goals count as solved "
                "at any step, and as not solved at the last one."
            )
        return tuple(notes)

    def _share(self, episodes: Sequence[Episode]) -> str:
        """How many of all goals, and which."""
        listed = ", ".join(str(episode.case.index) for episode in episodes[:_FEW])
        return f"{len(episodes)} of {len(self.episodes)} goals ({listed}{' ...' if len(episodes) > _FEW else ''})"

    @property
    def success(self) -> Rate:
        """Solved, by the success that counts in the task."""
        return Rate(sum(episode.success for episode in self.episodes), len(self.episodes))

    @property
    def by_task(self) -> Mapping[str, Rate]:
        """Solved of each task, by the success that counts, where the task is several; else none."""
        return rates_by_task(zip(self.members, (episode.success for episode in self.episodes), strict=False))

    @property
    def success_at_any(self) -> Rate:
        """Solved at any step."""
        return Rate(sum(episode.success_at_any for episode in self.episodes), len(self.episodes))

    @property
    def success_at_end(self) -> Rate:
        """Solved at the last step. Where episodes stop at their first success, that is the step that they stop at."""
        return Rate(sum(episode.success_at_end for episode in self.episodes), len(self.episodes))

    @property
    def return_mean(self) -> float:
        """Mean sum of rewards."""
        return sum(episode.episode_return for episode in self.episodes) / len(self.episodes)

    @property
    def returns(self) -> Mean:
        """The mean return, with its interval over the goals; where it is the score, of those that it did not fail on."""
        counted = (episode for episode in self.episodes if not self.scored or episode.failure is None)
        return Mean.of(episode.episode_return for episode in counted)

    @property
    def solvable(self) -> bool:
        """Whether anything says that an episode is solved; else the returns alone count."""
        return any(episode.solvable for episode in self.episodes) or not self.episodes

    @property
    def scored(self) -> bool:
        """Whether the return is the figure that counts, beside what is solved if anything is."""
        return any(episode.scored == "return" for episode in self.episodes)

    @property
    def failures(self) -> tuple[Episode, ...]:
        """The episodes that were not solved."""
        return tuple(episode for episode in self.episodes if not episode.success)

    @property
    def failed_after_success(self) -> tuple[Episode, ...]:
        """The episodes that were solved, and in which the controller failed later on."""
        return tuple(episode for episode in self.episodes if episode.success_at_any and episode.failure is not None)


def evaluate(
    controller: Policy | Candidate | Program | Path | str,
    task: Task | str,
    *,
    goals: int = 50,
    split: Split = "heldout",
    until: Until = "success",
    seed: int | None = None,
    workers: int | None = 1,
    pool: str | None = None,
    trust: bool = False,
    on_episode: Progress | None = None,
) -> Evaluation:
    """Try a controller on the first `goals` starts of a split, untraced; at the end, see whether it does the same again.

    Args:
        controller: A function of an observation, run as it is with one worker; or a candidate, a program, or a policy's name or
            path, loaded afresh for each episode, in the sandbox.
        task: A task, or the name of one.
        goals: The number of starts, from the first on.
        split: The split of the starts; "heldout" for starts that training never saw.
        until: Whether to stop an episode at its first success or continue to the horizon.
        seed: The seed of the goals, where `task` is a name.
        workers: Processes that run episodes side by side, None for one a core; the episodes are the same with any number. A
            function is then taken with what it needs, as one text.
        pool: What runs the workers: "serial", "processes", "ray", "ray:ADDRESS" or "./mine.py:MyPool"; by default this process
            for one worker, else processes.
        trust: Run a candidate, a program or a policy in this process, with all that this user may do, instead of in the sandbox.
        on_episode: A function called after each episode, in order.

    Raises:
        PoolError: Worker processes died or failed for a reason that is not the controller's.
        OptionError: There are not that many goals, or an option is not usable.
        ProgramError: A trusted program cannot be loaded.
        SandboxUnavailable: No sandboxed process can be started.
        TaskError: The task does not do what every task does.
    """
    task = task_of(task, seed)
    available = task.goals(split)
    if not 1 <= goals <= available:
        raise OptionError(f"goals: expected 1 to {available} ({task.name}, split {split!r}), found {goals}.")
    if isinstance(controller, str | Path | Run):
        controller = program_for(controller, task)
    elif not isinstance(controller, Program | Candidate):
        check_callable(controller)
    cases = [Case(split, goal) for goal in range(goals)]
    opened = open_pool(task, pool=pool, workers=workers, trust=trust)
    if opened is None:
        with nullcontext() if trust else Sandbox() as sandbox:
            episodes = _collected(_here(controller, task, cases, until, sandbox), on_episode)
    else:
        with opened:
            if not isinstance(controller, Candidate | Program):
                controller = gather(controller)
            episodes = _collected(_there(controller, opened, cases, until), on_episode)
    members = tuple(member_of(task, case) for case in cases) if hasattr(task, "member") else ()
    doubt = _doubt(controller, episodes, trust)
    return Evaluation(task.name, split, task.control, episodes, doubt, counted(task), members)


def _collected(played: Iterator[Episode], on_episode: Progress | None) -> tuple[Episode, ...]:
    episodes = []
    for episode in played:
        episodes.append(episode)
        if on_episode is not None:
            on_episode(episode)
    return tuple(episodes)


def _doubt(controller: Policy | Candidate | Program, episodes: Sequence[Episode], trust: bool) -> str:
    """Whether the controller does the same again, and in a sandbox that has seen nothing of it."""
    episode = first_acted(episodes)
    if episode is None:
        return ""
    if not isinstance(controller, Candidate | Program):
        return not_reproducible(controller, episode)
    with nullcontext() if trust else Sandbox(remember=False) as sandbox:
        return not_reproducible_afresh(controller.text, episode, sandbox=sandbox)


def _here(
    controller: Policy | Candidate | Program, task: Task, cases: list[Case], until: Until, sandbox: Sandbox | None
) -> Iterator[Episode]:
    if isinstance(controller, Candidate | Program):
        starts = [in_turns(controller.text, case, sandbox=sandbox, traced=False, until=until) for case in cases]
        yield from played(starts, tasks_for(task, sandbox, len(cases)))
        return
    for case in cases:
        yield rollout(controller, task, goal=case.index, split=case.split, traced=False, until=until)


def _there(program: Candidate | Program, pool: WorkerPool[Any], cases: list[Case], until: Until) -> Iterator[Episode]:
    return pool.answers([Request(program.text, case, traced=False, until=until) for case in cases])
