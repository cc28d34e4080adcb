"""A Gymnasium environment as a robot task.

Reward, physics, starts and ends are the environment's own. A goal is a seed: `env.reset(seed=...)`, even ones to train on, odd ones
held out. An episode's score is its return, the figure that the field publishes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from robotrace.episodes.array import Array
from robotrace.episodes.checked import fault
from robotrace.episodes.episode import Counted, Scored
from robotrace.episodes.shown import task_html, task_line
from robotrace.episodes.task import Camera, Level, Transition
from robotrace.errors import ActionError, OptionError, RobotraceError, TaskError
from robotrace.opto import Split
from robotrace.opto.mistake import Mistake, raised, shown
from robotrace.sandbox.action import vector

from .actions import acted
from .filming import WORDS, filming
from .listing import FAMILY, LEVELS
from .names import doc_of, draws_itself, horizon_of, known_of, opened, parts_of, spec_of, success_in, told_of
from .spaces import ShapeError, seen
from .words import instruction

if TYPE_CHECKING:
    from robotrace.episodes.episode import Episode

GOALS = 1000
"""How many seeds each split has."""
INTERFACE = "Gymnasium's interface asks for that."
SPACE = "Return what its observation space holds."
MOST_SEEDS = 2**31 // (2 * GOALS) - 1
"""The largest seed of goals: environments are reset with numbers that fit 32 bits."""


def make(name: str, *, seed: int = 0, horizon: int | None = None, **options: Any) -> GymnasiumTask:
    """Make a task of a registered environment.

    Args:
        name: Its id, such as "HalfCheetah-v5", or with the module that registers it, which is imported: "mine:Maze-v0".
        seed: The seed of the goals, each of which is a seed of the environment's own.
        horizon: The most actions of an episode; by default the environment's own, else 1000.
        options: The environment's own keywords, such as `wind_power=5.0`.

    Raises:
        UnknownNameError: There is no such environment.
        OptionError: An option is not usable, a package is missing, or a space holds pictures or what is no numbers.
        TaskError: The environment raises while it is made.
    """
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed <= MOST_SEEDS:
        raise OptionError(f"seed: expected a whole number from 0 to {MOST_SEEDS}, found {seed!r:.100}.")
    if horizon is not None and (isinstance(horizon, bool) or not isinstance(horizon, int) or horizon < 1):
        raise OptionError(f"horizon: expected a whole number of 1 or more, found {horizon!r:.100}.")
    return GymnasiumTask(name, seed, horizon, options)


class GymnasiumTask:
    """One environment; see `robotrace.episodes.task.Task`. One instance runs one episode at a time."""

    control = "direct"
    levels: tuple[Level, ...] = LEVELS
    scored: Scored = "return"

    def __init__(self, name: str, seed: int, horizon: int | None, options: Mapping[str, Any]) -> None:
        spec = spec_of(name)
        self.name, self.seed = f"{FAMILY}/{name}", seed
        self.horizon: int = horizon or horizon_of(spec.id, known_of(spec.id, options))
        self.options: Mapping[str, Any] = {"horizon": self.horizon, **options}
        self._given, self._spec, self._own = name, spec, dict(options)
        self._env: Any = opened(spec, options, horizon=self.horizon)
        self._known = told_of(spec, self._env, options)
        self._acted = acted(spec.id, self._env.action_space, self._known)
        self._seen = seen(spec.id, self._env.observation_space, self._known)
        self.fields, self.action = self._seen.fields, self._acted.spec
        self._low, self._high = np.array(self.action.low), np.array(self.action.high)
        self._bounds = tuple(zip(self.action.low, self.action.high, strict=True))
        self.camera = (
            Camera(WORDS, lambda: filming(self.name, self._env_here, self.close)) if draws_itself(spec) else None
        )
        self._left, self._return = 0, 0.0

    def __repr__(self) -> str:
        return task_line(self)

    def _repr_html_(self) -> str:
        return task_html(self)

    def twin(self) -> GymnasiumTask:
        """Another one that simulates the same, with an environment of its own."""
        return GymnasiumTask(self._given, self.seed, self.horizon, self._own)

    def mujoco_model(self) -> Any:
        """The model that the environment simulates, a `mujoco.MjModel`; None where that is none of MuJoCo's."""
        model = getattr(self._env_here().unwrapped, "model", None)
        return model if type(model).__name__ == "MjModel" else None

    @property
    def starter(self) -> str:
        """The bundled controller that training begins with; "" for none."""
        return self._known.starter if self._known else ""

    @property
    def action_seconds(self) -> float | None:
        """How long an action lasts, in seconds of the environment's own time; None where it does not say."""
        own = getattr(self._env.unwrapped, "dt", None) if self._env is not None else None
        if isinstance(own, float) and own > 0:
            return own
        return self._known.seconds if self._known else None

    @property
    def threshold(self) -> float | None:
        """The return from which on the environment counts as solved; None where its registration says none."""
        found = self._spec.reward_threshold
        return None if found is None else float(found)

    @property
    def solvable(self) -> bool:
        """Whether the environment says that it is solved, or has a threshold for that; else the return alone counts."""
        return self._says or self.threshold is not None

    @property
    def success(self) -> Counted:
        """The last step's, where the environment says itself whether it is solved: an episode goes on to its own end."""
        return "last" if self._says else "any"

    @cached_property
    def _says(self) -> bool:
        """Whether the environment says that it is solved; found out by one action of another one of its kind."""
        env = opened(self._spec, self._own, horizon=self.horizon)
        try:
            env.reset(seed=0)
            middle = np.where(np.isfinite(self._low + self._high), (self._low + self._high) / 2, 0.0)
            *_, info = env.step(self._acted.made(np.clip(middle, self._low, self._high)))
            return success_in(info) is not None
        except Exception as error:
            raise TaskError(f"{self.name}: expected a first step, found {raised(error)}. Mend that line.") from error
        finally:
            env.close()

    @property
    def instruction(self) -> str:
        """The task in words: what is to be done and rewarded, what is observed, and what an action is."""
        about = "" if self._known else doc_of(self._env_here())
        return instruction(
            about or f"Gymnasium's environment {self._spec.id}.",
            self._known,
            self.fields,
            self.action,
            horizon=self.horizon,
            solved=self._solved_words(),
        )

    def goals(self, split: Split) -> int:
        """1000 in either split."""
        if split not in ("train", "heldout"):
            raise OptionError(f'split: expected "train" or "heldout", found {split!r:.100}.')
        return GOALS

    def seed_of(self, goal: int, split: Split = "train") -> int:
        """The number that the environment is reset with: even ones to train on, odd ones held out.

        Raises:
            OptionError: The split has no such goal.
        """
        most = self.goals(split) - 1
        if isinstance(goal, bool) or not isinstance(goal, int | np.integer) or not 0 <= goal <= most:
            raise OptionError(f"goal: expected a whole number from 0 to {most}, found {goal!r:.100}.")
        return 2 * (self.seed * GOALS + int(goal)) + (split == "heldout")

    def reset(self, goal: int, split: Split = "train") -> Mapping[str, Array]:
        """Start an episode; the same goal gives the same start.

        Raises:
            OptionError: The split has no such goal.
        """
        number = self.seed_of(goal, split)
        answer = self._asked(f"reset({goal}, {split!r})", partial(self._env_here().reset, seed=number))
        if not (isinstance(answer, tuple) and len(answer) == 2):
            raise self._fault("reset()", "(observation, info)", shown(answer), INTERFACE)
        self._left, self._return = self.horizon, 0.0
        return self._fields(answer[0], "reset()")

    def step(self, action: Any) -> Transition:
        """Carry out one action, (A,), clipped to its bounds.

        Raises:
            ActionError: It is not finite or has the wrong shape; the environment has not moved.
            TaskError: No episode is running.
        """
        given: list[float] = vector(action).tolist()  # of a few numbers, with which Python is quicker than NumPy
        if len(given) != len(self._bounds) or not all(map(math.isfinite, given)):
            raise ActionError(
                f"Expected {len(self._bounds)} finite numbers ({', '.join(self.action.names)}), found {given!r:.200}."
            )
        if self._left <= 0:
            raise TaskError(f"{self.name}: step(): expected a running episode, found none: call reset().")
        clipped = [min(max(number, low), high) for number, (low, high) in zip(given, self._bounds, strict=True)]
        answer = self._asked("step()", partial(self._env.step, self._acted.made(np.array(clipped))))
        if not (isinstance(answer, tuple) and len(answer) == 5):
            raise self._fault("step()", "(observation, reward, terminated, truncated, info)", shown(answer), INTERFACE)
        seen, reward, terminated, truncated, info = answer
        reward = self._reward(reward)
        self._return += reward
        self._left = 0 if terminated or truncated else self._left - 1
        success = self._is_success(info)
        facts = {
            "success": success,
            "success_now": success,
            "saturated": clipped != given,
            "parts": dict(parts_of(info)),
        }
        over = bool(truncated) or (self._left == 0 and not terminated)
        return Transition(self._fields(seen, "step()"), reward, bool(terminated), over, facts)

    def hint(self) -> Array | None:
        """None: there is no expert."""
        return None

    def feedback(self, episode: Episode, level: Level) -> str:
        """The episode in words."""
        from robotrace.feedback import describe

        return describe(self, episode, level)

    def close(self) -> None:
        """Give the environment back; the task can be reset again afterwards."""
        if self._env is not None:
            self._env.close()
        self._env, self._left = None, 0

    def _env_here(self) -> Any:
        if self._env is None:
            self._env = opened(self._spec, self._own, horizon=self.horizon)
        return self._env

    def _is_success(self, info: Mapping[str, Any]) -> bool:
        """What the environment says, else whether an episode that is over has the return that counts as solved."""
        told = success_in(info)
        if told is not None:
            return told
        threshold = self.threshold
        return self._left == 0 and threshold is not None and self._return >= threshold

    def _fields(self, given: Any, where: str) -> Mapping[str, Array]:
        try:
            return self._seen.read(given)
        except ShapeError as error:
            raise self._fault(
                where, f"{error.name} of the shape {error.expected} all along", f"{error.found}", SPACE
            ) from error
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            raise self._fault(where, "an observation of its space", shown(given), SPACE) from error

    def _reward(self, given: Any) -> float:
        try:
            return float(given)
        except (TypeError, ValueError) as error:
            raise self._fault("step()", "a number as the reward", shown(given), "Return float(reward).") from error

    def _asked(self, where: str, method: Callable[[], Any]) -> Any:
        """What the environment answers; an error of its own is told with the line of its own file."""
        try:
            return method()
        except RobotraceError:
            raise
        except Exception as error:
            told = raised(error, self._env.unwrapped)
            raise self._fault(where, "an answer", told, "Mend that line.") from error

    def _fault(self, where: str, expected: str, found: str, remedy: str) -> TaskError:
        return fault(Mistake(self.name, where, expected, found, remedy))

    def _solved_words(self) -> str:
        if self._says:
            return " The environment says itself whether it is solved; that of the last step counts."
        threshold = self.threshold
        return "" if threshold is None else f" An episode counts as solved with a return of {threshold:g} or more."
