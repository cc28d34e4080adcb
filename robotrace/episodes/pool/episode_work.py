"""Episodes as the work of a pool: each worker makes the task for itself, by its recipe."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from robotrace.episodes.attempt import attempt
from robotrace.episodes.episode import Episode
from robotrace.episodes.plain import from_plain, to_plain
from robotrace.episodes.pool.request import Request
from robotrace.episodes.pool.timed_out import timed_out
from robotrace.episodes.pool.work import TRUSTED_SECONDS, Answering
from robotrace.episodes.problem import outcome_of
from robotrace.episodes.registry import Recipe, recipe_of
from robotrace.episodes.replay import deferred_trace
from robotrace.episodes.task import Level, Task
from robotrace.errors import OptionError
from robotrace.opto import Job, Outcome, codec
from robotrace.sandbox import Sandbox

Answer = Callable[[Episode, str], Outcome]
"""Makes the outcome of an episode and the text of its controller."""


@dataclass(frozen=True, slots=True)
class EpisodeWork:
    """Episodes of one task; see `Work`.

    Attributes:
        recipe: The recipe that the task is made from.
        level: The feedback level.
        trust: Whether controllers run in the worker's own process instead of a sandbox.
        answer: Makes the outcome of an episode and its controller's text, in this process; None for the episode's own.
        sandbox: Where traces are made that are looked at in this process.
    """

    recipe: Recipe
    level: Level = "facts"
    trust: bool = False
    answer: Answer | None = None
    sandbox: Sandbox | None = field(default=None, repr=False, compare=False)

    @classmethod
    def of(
        cls, task: Task, *, level: Level = "facts", trust: bool = False, answer: Answer | None = None
    ) -> EpisodeWork:
        """The work for a live task.

        Raises:
            OptionError: The task cannot be made again from a name, a seed and options.
        """
        return cls(recipe_of(task), level, trust, answer, None if trust else Sandbox())

    @property
    def limit(self) -> float | None:
        """A controller in the sandbox is watched there."""
        return TRUSTED_SECONDS if self.trust else None

    @property
    def takes_turns(self) -> bool:
        """With the sandbox."""
        return not self.trust

    def settings(self) -> dict[str, Any]:
        """See `Work`.

        Raises:
            OptionError: An option of the task is not plain data.
        """
        recipe, options = self.recipe, dict(self.recipe.options)
        for name, value in options.items():
            if not _is_plain(value):
                raise OptionError(
                    f"Option {name!r} of task {recipe.name} cannot be told to another process: expected numbers, texts, "
                    f"lists and dicts of them, found {value!r:.80}. Use one worker."
                )
        made = {"task": recipe.name, "seed": recipe.seed, "options": options, "step_seconds": recipe.step_seconds}
        return {**made, "level": self.level, "trust": self.trust}

    @classmethod
    def from_settings(cls, body: Mapping[str, Any]) -> EpisodeWork:
        """What `settings` gave."""
        recipe = Recipe(body["task"], body["seed"], body["options"], body["step_seconds"])
        return cls(recipe, body["level"], body["trust"])

    def request(self, job: Job) -> Request:
        """The episode of a job."""
        return Request(job.candidate.text, job.case, job.traced)

    def read(self, body: Any, request: Request) -> Episode:
        """The episode, with a trace that is made when it is looked at, where the worker sent none."""
        try:
            episode = from_plain(codec.decode(body))
        except (KeyError, TypeError) as error:
            raise ValueError(f"not an episode: {error!r}") from error
        if request.traced and episode.graph is None:
            episode = replace(episode, graph=deferred_trace(episode, request.text, sandbox=self.sandbox))
        return episode

    def late(self, request: Request, limit: float) -> Episode:
        """An episode without an action."""
        return timed_out(self.recipe, request, limit)

    def outcome(self, answer: Episode, job: Job) -> Outcome:
        """What the problem says of the episode."""
        return outcome_of(answer) if self.answer is None else self.answer(answer, job.candidate.text)

    def close(self) -> None:
        """End the sandbox's processes."""
        if self.sandbox is not None:
            self.sandbox.close()


def serve(settings: Mapping[str, Any]) -> Answering:
    """In a worker: plays episodes, each with its trace only where the trace is sure to be looked at, since it can be made again."""
    work = EpisodeWork.from_settings(settings)
    task, sandbox = work.recipe.make(), None if work.trust else Sandbox()
    getattr(task, "prepare_ahead", lambda: None)()  # of a bundled one that has a simulator to make

    def play(body: str) -> Any:
        request = Request.from_json(body)
        episode = attempt(
            request.text,
            task,
            request.case,
            sandbox=sandbox,
            level=work.level,
            traced=request.traced,
            until=request.until,
        )
        return codec.encode(to_plain(episode, traced=work.level == "hints"))

    return play


def _is_plain(value: Any) -> bool:
    try:
        return bool(json.loads(json.dumps(value)) == value)
    except (TypeError, ValueError):
        return False
