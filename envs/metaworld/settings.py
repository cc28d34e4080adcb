"""The settings of a task: what they mean, what they are where nobody says, and which values are usable."""

from __future__ import annotations

import math
import operator
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from robotrace.episodes.episode import COUNTED, Counted
from robotrace.errors import OptionError

from .listing import HORIZON

STOCK_HORIZON = 500
HOLD = 10
GAIN = 10.0
Goal = Literal["visible", "hidden"]


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a task beside its name and seed; see `make` for what each means.

    Attributes:
        control: "macro" or "raw".
        hold: The number of simulator steps that an action lasts.
        gain: The gain of the proportional controller; not a number under raw control, where there is none.
        horizon: The number of actions in an episode.
        reward_version: "v2" or "v1".
        success: "any" or "last".
        goal: "visible" or "hidden".
    """

    control: str
    hold: int
    gain: float
    horizon: int
    reward_version: str
    success: Counted
    goal: Goal

    @property
    def options(self) -> Mapping[str, Any]:
        """What `make` needs beside name and seed, defaults filled in; of the goal only that it is hidden, where it is."""
        shared: dict[str, Any] = {
            "control": self.control,
            "horizon": self.horizon,
            "reward_version": self.reward_version,
            "success": self.success,
        }
        if self.control == "macro":
            shared |= {"hold": self.hold, "gain": self.gain}
        return {**shared, "goal": self.goal} if self.goal == "hidden" else shared

    @property
    def macro(self) -> Settings:
        """The same under macro control, for as many simulator steps at least."""
        if self.control == "macro":
            return self
        horizon = math.ceil(self.horizon / HOLD)
        return Settings("macro", HOLD, GAIN, horizon, self.reward_version, self.success, self.goal)


def settings_of(
    *,
    control: str,
    hold: int | None,
    gain: float | None,
    horizon: int | None,
    reward_version: str,
    success: Counted,
    goal: Goal,
) -> Settings:
    """The settings that somebody asks for; None is for what nobody said.

    Raises:
        OptionError: A value is not usable.
    """
    expect("control", control, control in ("macro", "raw"), '"macro" or "raw"')
    expect("reward_version", reward_version, reward_version in ("v1", "v2"), '"v1" or "v2"')
    expect("success", success, isinstance(success, str) and success in COUNTED, '"any" or "last"')
    is_known = isinstance(goal, str) and goal in ("visible", "hidden")
    expect("goal", goal, is_known, '"visible", or "hidden" for one that the controller has to search for')
    expect("horizon", horizon, horizon is None or (is_whole(horizon) and horizon > 0), "a whole number of 1 or more")
    if control == "raw":
        expect("hold", hold, hold is None, 'nothing: with control="raw" an action is one simulator step')
        expect("gain", gain, gain is None, 'nothing: with control="raw" nothing tracks a target')
        return Settings(control, 1, math.nan, int(horizon or STOCK_HORIZON), reward_version, success, goal)
    hold, gain = HOLD if hold is None else hold, GAIN if gain is None else gain
    expect("hold", hold, is_whole(hold) and hold > 0, "a whole number of 1 or more")
    expect("gain", gain, _is_number(gain) and 0 < gain < math.inf, "a positive number")
    return Settings(control, int(hold), float(gain), int(horizon or HORIZON), reward_version, success, goal)


def expect(option: str, value: Any, holds: bool, expected: str) -> None:
    """Insist on a usable value.

    Raises:
        OptionError: It is not.
    """
    if not holds:
        raise OptionError(f"Option {option} is not usable: expected {expected}; found {value!r}.")


def is_whole(value: Any) -> bool:
    """Whether a value is a whole number, of numpy's too."""
    if isinstance(value, bool):
        return False
    try:
        operator.index(value)
    except TypeError:
        return False
    return True


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
