"""A task of dm_control's suite as a Gymnasium environment."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

import gymnasium
import numpy as np
import numpy.typing as npt
from gymnasium import spaces

from robotrace.errors import OptionError

from .filming import without_a_screen

SIZE = (480, 640)
"""Height and width of a picture."""

Observation = dict[str, npt.NDArray[np.float64]]


class Suite(gymnasium.Env[Any, npt.NDArray[np.float64]]):
    """One task of one domain.

    Args:
        name: "<domain>-<task>", such as "cheetah-run".
        time_limit: Seconds of simulated time after which an episode ends; by default the task's own, 1000 actions.
        render_mode: "rgb_array", where pictures are wanted.

    The seed of a reset is that of the task's own generator of random numbers, which draws all of a start.
    """

    metadata: dict[str, Any] = {"render_modes": ["rgb_array"], "render_fps": 30}  # noqa: RUF012 - as Gymnasium declares it

    def __init__(self, name: str, time_limit: float | None = None, render_mode: str | None = None) -> None:
        if time_limit is not None and not (isinstance(time_limit, int | float) and time_limit > 0):
            raise OptionError(f"time_limit: expected seconds above 0, found {time_limit!r:.100}.")
        domain, _, task = name.partition("-")
        limits = {} if time_limit is None else {"time_limit": float(time_limit)}
        self._env: Any = _suite().load(domain, task, task_kwargs=limits)
        self.render_mode = render_mode
        spec = self._env.action_spec()
        self.action_space = spaces.Box(spec.minimum, spec.maximum, dtype=np.float64)
        parts = self._env.observation_spec().items()
        self.observation_space = spaces.Dict(
            {key: spaces.Box(-np.inf, np.inf, one.shape, np.float64) for key, one in parts}
        )

    @property
    def dt(self) -> float:
        """How long an action lasts, in seconds."""
        return float(self._env.control_timestep())

    def reset(
        self,
        *,
        seed: int | None = None,
        options: Mapping[str, Any] | None = None,  # noqa: ARG002 - Gymnasium's interface
    ) -> tuple[Observation, dict[str, Any]]:
        """Begin an episode, drawn from the seed where one is given."""
        super().reset(seed=seed)
        if seed is not None:
            self._env.task.random.seed(seed)
        return self._seen(self._env.reset()), {}

    def step(self, action: npt.NDArray[np.float64]) -> tuple[Observation, float, bool, bool, dict[str, Any]]:
        """Carry out an action, (A,) within its bounds."""
        step = self._env.step(action)
        over, failed = step.last(), step.discount == 0
        return self._seen(step), float(step.reward), bool(over and failed), bool(over and not failed), {}

    def render(self) -> npt.NDArray[np.uint8]:
        """A picture by the domain's first camera, (480, 640, 3)."""
        height, width = SIZE
        picture: npt.NDArray[np.uint8] = self._env.physics.render(height, width, camera_id=0)
        return picture

    def close(self) -> None:
        """Give the simulator and what it drew with back."""
        self._env.physics.free()
        self._env.close()

    @staticmethod
    def _seen(step: Any) -> Observation:
        return {key: np.array(value, dtype=np.float64) for key, value in step.observation.items()}


def _suite() -> Any:
    """dm_control's suite, imported so that it draws without a screen, which it decides once."""
    with warnings.catch_warnings(), without_a_screen():
        warnings.simplefilter("ignore")  # that there is no screen
        from dm_control import suite
    return suite
